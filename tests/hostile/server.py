"""A process that has tradecalc loaded and answers each call in a child of its own.

A fresh interpreter takes 150 ms to start, a child of this one 5. It is a real process all the
same: its own arguments, environment, descriptors, signals and exit code. A call may also be of the
installed command, which the child then becomes. Run as a script: calls in, outcomes out, pickled.
"""

from __future__ import annotations

import contextlib
import faulthandler
import fcntl
import gc
import io
import os
import pickle
import pty
import resource
import select
import signal
import struct
import sys
import termios
import time
import traceback
import warnings
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SECONDS = 20.0
MOST_MEMORY = 3 << 30
COMMAND = Path(sys.executable).parent / "tradecalc"


class Order(NamedTuple):
    """A call to make: *out* and *err* are "pipe", "full", "closed" or "terminal".

    The reader of *out* leaves after so many bytes where *leaves* says so; *stop* is a signal, and
    after how many seconds it comes. Without *stdin* there is none.
    """

    args: tuple[bytes, ...]
    folder: str
    env: Mapping[str, str]
    stdin: bytes | None = b""
    out: str = "pipe"
    err: str = "pipe"
    leaves: int | None = None
    stop: tuple[int, float] | None = None
    installed: bool = False
    width: int = 80


class Done(NamedTuple):
    """What came of it; *code* is below zero after a signal, and None where it did not end.

    In the second case *err* tells where it waited.
    """

    code: int | None
    out: bytes
    err: bytes
    seconds: float
    kilobytes: int


def answer(order: Order) -> Done:
    """Make a call, and return what came of it."""
    theirs, ours = _ends(order)
    started = time.monotonic()
    if not (pid := os.fork()):
        for handle in ours.values():
            os.close(handle)
        _become(order, theirs)
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)  # as the child does: whoever comes first
    for handle in theirs.values():
        os.close(handle)
    watched = Watched(order, pid, ours, started)
    watched.attend()
    _, status, used = os.wait4(pid, 0)
    code = None if watched.was_killed else os.waitstatus_to_exitcode(status)
    got, seconds = watched.got, time.monotonic() - started
    return Done(code, bytes(got["out"]), bytes(got["err"]), seconds, used.ru_maxrss)


def _ends(order: Order) -> tuple[dict[str, int], dict[str, int]]:
    """Open what the child's standard streams are to be, and our ends of them."""
    theirs, ours = {}, {}
    if order.stdin is not None:
        theirs["in"], ours["in"] = os.pipe()
        os.set_blocking(ours["in"], False)
    for name, kind in (("out", order.out), ("err", order.err)):
        if kind == "full":
            theirs[name] = os.open("/dev/full", os.O_WRONLY)
        elif kind == "pipe":
            ours[name], theirs[name] = os.pipe()
        elif kind == "terminal":
            ours[name], theirs[name] = pty.openpty()
            size = struct.pack("HHHH", 50, order.width, 0, 0)
            fcntl.ioctl(theirs[name], termios.TIOCSWINSZ, size)
    return theirs, ours


class Watched:
    """A child that is fed and read until it ends, and stopped where that is asked."""

    def __init__(self, order: Order, pid: int, ours: dict[str, int], started: float) -> None:
        """Take over *ours*, our ends of the child's streams."""
        self.order, self.pid, self.ours = order, pid, ours
        self.got = {"out": bytearray(), "err": bytearray()}
        self.feed = memoryview(order.stdin or b"")
        self.was_killed = False
        self.signals = [(started + MOST_SECONDS, int(signal.SIGABRT))]
        if order.stop:
            self.signals.insert(0, (started + order.stop[1], order.stop[0]))

    def attend(self) -> None:
        """Wait for the child's end, and for all that it has written."""
        end = os.pidfd_open(self.pid)
        while True:
            now = time.monotonic()
            wait = max(0.0, self.signals[0][0] - now) if self.signals else 60.0
            reads = [end, *(self.ours[name] for name in self.got if name in self.ours)]
            writes = [self.ours["in"]] if "in" in self.ours else []
            ready, writable, _ = select.select(reads, writes, [], wait)
            if end in ready:
                break
            if writable:
                self._write()
            for name in self.got:
                if self.ours.get(name) in ready:
                    self._read(name)
            self._signal()
        os.close(end)
        for name in self.got:
            while name in self.ours and self._read(name, waits=False):
                pass
        for handle in self.ours.values():
            os.close(handle)

    def _signal(self) -> None:
        if self.signals and time.monotonic() >= self.signals[0][0]:
            _, number = self.signals.pop(0)
            self.was_killed = number == signal.SIGABRT
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def _write(self) -> None:
        try:
            self.feed = self.feed[os.write(self.ours["in"], self.feed[:65536]) :]
        except BrokenPipeError:
            self.feed = self.feed[:0]
        if not self.feed:
            os.close(self.ours.pop("in"))

    def _read(self, name: str, *, waits: bool = True) -> bool:
        """Read a piece, and leave where that was the end or enough; whether there may be more."""
        os.set_blocking(self.ours[name], waits)
        try:
            chunk = os.read(self.ours[name], 1 << 16)
        except BlockingIOError:
            return False
        except OSError:  # a terminal says so when the other side is closed
            chunk = b""
        self.got[name] += chunk
        leaves = self.order.leaves if name == "out" else None
        if not chunk or (leaves is not None and len(self.got[name]) >= leaves):
            os.close(self.ours.pop(name))
        return bool(chunk)


def _become(order: Order, theirs: dict[str, int]) -> None:
    """Be the call, in the child, and never return."""
    code = 99
    try:
        os.setpgid(0, 0)
        for place, name in enumerate(("in", "out", "err")):
            if name in theirs:
                os.dup2(theirs[name], place)
            else:
                os.close(place)
        os.closerange(3, 256)
        os.chdir(order.folder)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if order.installed:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            os.execve(COMMAND, [str(COMMAND).encode(), *order.args], dict(order.env))  # noqa: S606
        os.environ.clear()
        os.environ.update(order.env)
        sys.argv = ["tradecalc", *map(os.fsdecode, order.args)]
        sys.stdin, sys.stdout, sys.stderr = map(_stream, range(3))
        if "err" in theirs:
            faulthandler.enable(2)
        if not order.stop:  # which may come between a file's opening and its `with`
            warnings.simplefilter("default")  # what a call should not do, as leave files open
        code = _call()
    except BaseException:  # noqa: BLE001  a child that lives on would be a second server
        with contextlib.suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(code)


def _stream(handle: int) -> Any:
    """Return a standard stream as Python makes it when it starts."""
    try:
        os.fstat(handle)
    except OSError:
        return None
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "utf-8").partition(":")
    raw = open(handle, "rb" if handle == 0 else "wb", closefd=False)  # noqa: SIM115
    return io.TextIOWrapper(
        raw,
        encoding=encoding or "utf-8",
        errors="backslashreplace" if handle == 2 else errors or "strict",
        newline=None if handle == 0 else "\n",
        line_buffering=handle == 2 or raw.isatty(),
    )


def _call() -> int:
    """Run the command line as the installed script does, and end as Python does."""
    from tradecalc.__main__ import main  # noqa: PLC0415  loaded long ago

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        code: Any = main()
    except SystemExit as stop:
        code = stop.code or 0
    except BaseException as error:  # noqa: BLE001  as Python does
        trace = error.__traceback__
        frames = {frame.f_code.co_filename for frame, _ in traceback.walk_tb(trace)}
        if isinstance(error, KeyboardInterrupt) and main.__code__.co_filename not in frames:
            return 130  # it came before main did
        sys.excepthook(type(error), error, trace)
        code = 1
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except OSError:
                sys.unraisablehook = sys.__unraisablehook__
                traceback.print_exc()
                code = 120
    return int(code)


def serve() -> None:
    """Answer calls from standard input until it ends."""
    import tradecalc  # noqa: PLC0415  for calls alone

    for module in walk_packages(tradecalc.__path__, "tradecalc."):
        if module.name != "tradecalc.__main__":
            import_module(module.name)
    for name in ("rich.table", "rich.console", "matplotlib.figure", "concurrent.futures.process"):
        import_module(name)
    gc.freeze()  # a child that looks through all of this would copy it
    calls, outcomes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a child hears it when it is ready
    while True:
        try:
            order = pickle.load(calls)  # noqa: S301  of the test that started this
        except EOFError:
            return
        pickle.dump(tuple(answer(Order(*order))), outcomes)
        outcomes.flush()


if __name__ == "__main__":
    serve()
