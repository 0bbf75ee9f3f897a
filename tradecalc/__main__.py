"""The `tradecalc` command, also as `python -m tradecalc`."""

import gc
import os
import sys

INTERRUPTED = 130  # by Ctrl-C


def main() -> int:
    """Run the command line and return its exit code: 130 after Ctrl-C, however early."""
    try:
        # While modules load there is nothing to collect, and looking takes 5 % of a call.
        gc.disable()
        from tradecalc.cli import run  # noqa: PLC0415  Ctrl-C may come while this loads

        gc.enable()
        if (code := run(sys.argv[1:])) != INTERRUPTED:
            return code
    except KeyboardInterrupt:
        pass
    os._exit(INTERRUPTED)  # at once: a second Ctrl-C while it waits for processes would hang it


if __name__ == "__main__":
    sys.exit(main())
