"""The `tradecalc` command, also as `python -m tradecalc`."""

import gc
import sys


def main() -> int:
    """Run the command line and return its exit code: 130 after Ctrl-C, however early."""
    try:
        _hear_once()
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


def _hear_once() -> None:
    """Let Ctrl-C end the work, and a second one soon after leave that ending alone."""
    from signal import SIGINT, default_int_handler, getsignal, signal  # noqa: PLC0415  as below
    from time import monotonic  # noqa: PLC0415

    from tradecalc.cli.printer import AGAIN  # noqa: PLC0415  Ctrl-C may come while this loads

    heard = -AGAIN  # on a clock that starts at some time before

    def stop(*_: object) -> None:
        nonlocal heard
        if monotonic() - heard > AGAIN:
            heard = monotonic()
            raise KeyboardInterrupt

    if getsignal(SIGINT) is default_int_handler:  # else it is ignored: work in the background
        signal(SIGINT, stop)


def _hear_no_more() -> None:
    """Leave what is left, Python's own end, unbroken by Ctrl-C."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415  loaded by now

    signal(SIGINT, SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
