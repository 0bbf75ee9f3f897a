"""The only printer: answers on standard output, what goes with them on standard error."""

from __future__ import annotations

import os
import sys
from codecs import register_error
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from tradecalc.cli.interrupts import Held

if TYPE_CHECKING:
    from tradecalc.cli.options import Streamed

CLEARED = "\r\033[K"
EVERY = 0.2  # seconds between two counts of rows, as a person can read them
LONGEST = 600  # characters of a complaint: beyond, it is what was written, not what is said of it


def prepare() -> None:
    """Let no sign break the output: one that its encoding lacks is written as JSON escapes it."""
    register_error("tradecalc", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="tradecalc")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(rf"\u{units[k : k + 2].hex()}" for k in range(0, len(units), 2)), error.end


def write(text: str) -> None:
    """Print a text and end its line."""
    sys.stdout.write(text + "\n")


def tell(line: str) -> None:
    """Say a line on standard error; where that cannot be written, the answer still counts."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(_visible(" ".join(line.splitlines())) + "\n")
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def _visible(line: str) -> str:
    r"""Return a line with its control signs written out, for a file's name may move the cursor.

    >>> _visible("no file \x1b[2J")
    'no file \\x1b[2J'
    """
    if line.isprintable():
        return line
    signs = (c if c.isprintable() or c.isspace() else ascii(c)[1:-1] for c in line)
    return "".join(signs)


def progress(done: int, count: int) -> None:
    """Show on a terminal's standard error how much of a long answer is worked out."""
    if not _has_screen() or count == 1:
        return
    told = f"{done} of {count} series"
    room = os.get_terminal_size(sys.stderr.fileno()).columns - len(told) - 4  # one line, or none
    length = max(min(room, 30), 0)
    filled = length * done // count
    bar = f"\r[{'#' * filled}{'.' * (length - filled)}] {told}"
    sys.stderr.write(bar if done < count else CLEARED)
    sys.stderr.flush()


def _has_screen() -> bool:
    """Whether standard error is a terminal on which a line can be written over."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def abandon(stream: TextIO) -> None:
    """Send what is left of a stream nowhere, for Python flushes it again when it exits."""
    with suppress(OSError):
        handle = stream.fileno()
        os.close(handle)  # first, for there may be no other descriptor left to open one with
        nowhere = os.open(os.devnull, os.O_WRONLY)
        if nowhere != handle:
            os.dup2(nowhere, handle)
            os.close(nowhere)


def complain(message: str, code: int) -> int:
    """Say what is wrong, and return the exit *code*."""
    if len(message) > LONGEST:
        message = f"{message[: LONGEST // 2]} ... {message[-LONGEST // 2 :]}"
    tell(f"tradecalc: {message}")
    return code


def pour(stream: Streamed) -> None:
    """Write the rows of a stream as they come; Ctrl-C cuts none in two."""
    from time import monotonic  # noqa: PLC0415  only streams need it

    is_counted = _has_screen() and not sys.stdout.isatty()
    last = monotonic()
    try:
        for rows in stream:
            with Held():
                _write_whole(rows)
            if is_counted and monotonic() - last > EVERY:
                last = monotonic()
                sys.stderr.write(f"\r{stream.rows:,} rows")
                sys.stderr.flush()
    finally:
        if is_counted:
            sys.stderr.write(CLEARED)
            sys.stderr.flush()


def _write_whole(rows: bytes) -> None:
    """Write all of *rows*, also to a pipe that another program has set not to block."""
    sys.stdout.flush()
    handle = sys.stdout.fileno()
    left = memoryview(rows)
    while left:
        try:
            left = left[os.write(handle, left) :]  # after Ctrl-C, or into a full pipe, a part only
        except BlockingIOError:
            from select import select  # noqa: PLC0415  other pipes wait by themselves

            select([], [handle], [])
