"""What Ctrl-C does: it ends the work, once, and cuts no row in two."""

from __future__ import annotations

import sys
from signal import SIGINT, default_int_handler, getsignal, signal
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

AGAIN = 1.0  # a second Ctrl-C within so many seconds counts as the first: people press it twice
SOON = 0.001  # seconds until one that was lost comes again


def hear_once() -> None:
    """Let Ctrl-C end the work, and ignore a second one that comes right after it."""
    heard = -AGAIN  # the clock may start at 0

    def stop(*_: object) -> None:
        nonlocal heard
        if monotonic() - heard > AGAIN:
            heard = monotonic()
            raise KeyboardInterrupt

    def lost(what: sys.UnraisableHookArgs) -> None:
        nonlocal heard
        if what.exc_type is KeyboardInterrupt:
            heard = -AGAIN
            _repeat()
        else:
            sys.__unraisablehook__(what)

    if getsignal(SIGINT) is default_int_handler:  # otherwise it is ignored: work in the background
        signal(SIGINT, stop)
        # Where it falls into a callback, as importing has them, Python only tells that it ignores
        # what is raised there: it is to come again when the callback has ended.
        sys.unraisablehook = lost


def _repeat() -> None:
    """Let Ctrl-C come once more, soon, to whatever hears it then; Windows has no such clock."""
    if sys.platform != "win32":
        from signal import ITIMER_REAL, SIGALRM, raise_signal, setitimer  # noqa: PLC0415  rare

        signal(SIGALRM, lambda *_: raise_signal(SIGINT))
        setitimer(ITIMER_REAL, SOON)


class Held:
    """Holds Ctrl-C back while rows are written; a second one, a second later, is not held back."""

    def __enter__(self) -> None:
        """Note Ctrl-C from here on, unless it is ignored anyway."""
        self.asked: float | None = None
        before = getsignal(SIGINT)
        self.before = before if callable(before) else None
        if self.before:
            signal(SIGINT, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.asked is None:
            self.asked = monotonic()
        elif self.before and monotonic() - self.asked > AGAIN:
            self.before(number, frame)

    def __exit__(self, *_: object) -> None:
        """Do now what a Ctrl-C in between asked for."""
        if self.before:
            signal(SIGINT, self.before)
            if self.asked is not None:
                self.before(SIGINT, None)
