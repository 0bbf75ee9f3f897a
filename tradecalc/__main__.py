"""The `tradecalc` command, also as `python -m tradecalc`."""

import gc
import sys


def main() -> int:
    """Run the command line and return its exit code: 130 after Ctrl-C, however early."""
    try:
        from tradecalc.cli.interrupts import hear_once  # noqa: PLC0415  Ctrl-C may come already

        hear_once()
        # While modules load there is nothing to collect, and looking takes 5 % of a call.
        gc.disable()
        from tradecalc.cli.app import run  # noqa: PLC0415  Ctrl-C may come while this loads

        gc.enable()
        code = run(sys.argv[1:])
        _hear_no_more()
    except KeyboardInterrupt:
        _hear_no_more()
        return 130
    return code


def _hear_no_more() -> None:
    """Ignore Ctrl-C from here on: only Python's own clean-up is left, which it would break off."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415  loaded by now

    signal(SIGINT, SIG_IGN)
    if sys.platform != "win32":
        from signal import SIGALRM  # noqa: PLC0415  one that was lost comes again by it

        signal(SIGALRM, SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
