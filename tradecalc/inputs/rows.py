"""A file of rows, one question each: its kind, its header, and its records in blocks."""

from __future__ import annotations

import os
import re
from itertools import chain
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.errors import InputError
from tradecalc.inputs.blocks import (
    LONGEST_RECORD,
    QUOTE,
    Block,
    Cutter,
    as_bytes,
    as_text,
    cells_of,
    line_ends,
    text_lines,
)
from tradecalc.inputs.records import as_all_read
from tradecalc.inputs.text_file import other_file, other_text, readable, source_name

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NOT_BLANK = re.compile(rb"[^\s\xef\xbb\xbf]")
_LINE_END = re.compile(rb"\r\n|\n|\r(?=.)", re.DOTALL)
_SEPARATORS = "\t;,|"  # where two cut the header alike, the one that names never hold


class Layout(NamedTuple):
    """How a file holds its rows: a table with *header* and *separator*, or JSON without either.

    *head* is the header's record as it stands in the file, a byte order mark included.
    """

    source: str
    eol: str
    separator: str = ""
    header: tuple[str, ...] = ()
    head: bytes = b""

    @property
    def is_table(self) -> bool:
        """Whether rows are those of a table, and not JSON objects."""
        return bool(self.separator)


def open_rows(path: str, size: int, most: int) -> tuple[Layout, Iterator[Block]]:
    """Open a file of rows, or standard input for `-`, and read how it holds them.

    It is read, *size* bytes at most at a time, as blocks of *most* rows at most are asked for;
    what has come in is passed on without waiting for more.
    Raises InputError where it cannot be read, is empty or is neither a table nor JSON lines.
    """
    source = source_name(path)
    chunks = _chunks(path, size)
    start, eol = _beginning(chunks, source)
    body = start.removeprefix(BYTE_ORDER_MARK)
    if body.lstrip()[:1] == b"{":
        _refuse_spread(body.lstrip(), source)
        blocks = Cutter(source, b"\n", "", most).blocks(chain((body,), chunks), 1)
        return Layout(source, "\n"), blocks
    _refuse_other(body, source)
    mark = start[: len(start) - len(body)]
    blank = len(body) - len(body.lstrip(b" \r\n"))
    rest = chain((body[blank:],), chunks)
    layout, blocks = _table(source, eol, rest, 1 + line_ends(body[:blank]), most)
    return layout._replace(head=mark + layout.head), blocks


def _chunks(path: str, size: int) -> Iterator[bytes]:
    """Yield what can be read at once of a file or of standard input, until it ends."""
    with readable(path) as source:
        handle = 0 if path == "-" else os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            _refuse_own_output(handle, source)
            while chunk := _read(handle, size):
                yield chunk
        finally:
            if handle:
                os.close(handle)


def _read(handle: int, size: int) -> bytes:
    """Read what there is, also from a pipe that another program has set not to block."""
    while True:
        try:
            return os.read(handle, size)
        except BlockingIOError:
            from select import select  # noqa: PLC0415  other pipes wait by themselves

            select([handle], [], [])


def _refuse_own_output(handle: int, source: str) -> None:
    """Refuse a file to which the answers go: each would be read as a row, without an end."""
    try:
        output = os.fstat(1)
    except OSError:  # there is none
        return
    # Where there was no output, the file itself may have been given its number.
    if handle != 1 and S_ISREG(output.st_mode) and os.path.samestat(output, os.fstat(handle)):
        raise InputError(f"{source} is also where the answers go: write them to another file")


def _beginning(chunks: Iterator[bytes], source: str) -> tuple[bytes, bytes]:
    """Return what there is of a file when its first line is whole, and what its lines end in.

    Raises InputError where there is nothing in it, or no end to its first line.
    """
    start, begin = bytearray(), -1  # where the first line with anything in it begins
    for chunk in chunks:
        looked_at = len(start)
        start += chunk
        if begin < 0 and (found := _NOT_BLANK.search(start, looked_at)):
            begin = found.start()
        # The last byte of the chunk before may be the first half of CR LF.
        if begin >= 0 and (found := _LINE_END.search(start, max(begin, looked_at - 1))):
            return bytes(start), found[0]
        if len(start) > LONGEST_RECORD:
            _refuse_other(bytes(start[:200]), source)
            raise InputError(
                f"{source}: the first line is longer than a row can be"
                f" ({LONGEST_RECORD:,} bytes): cut it into rows"
            )
    if begin < 0:
        raise InputError(f"{source} is empty: write the figures into it first")
    return bytes(start), b"\r" if start.endswith(b"\r") else b"\n"


def _refuse_other(body: bytes, source: str) -> None:
    """Refuse what is neither a table nor JSON lines."""
    if other := other_file(body):
        raise InputError(f"{source} is {other[0]}: {other[1]}")
    if body.startswith(_WIDE_MARKS) or b"\0" in body[:4]:
        raise InputError(f"{source} looks like UTF-16 text: save it as UTF-8")
    start = body[:200].decode("utf-8", "replace")
    if start.lstrip().startswith("["):
        raise InputError(f"{source} is a JSON array: write its objects one a line, as JSON lines")
    if what := other_text(start):
        raise InputError(f"{source} is {what}: save the table as CSV")


def _refuse_spread(body: bytes, source: str) -> None:
    """Refuse JSON whose objects reach over several lines."""
    if body.split(None, 1)[0] == b"{" and b"\n" in body.split(b"{", 1)[1][:2]:
        raise InputError(
            f"{source} holds JSON over several lines: write an object a line, as jq -c does"
        )


def _table(
    source: str, eol: bytes, chunks: Iterator[bytes], line: int, most: int
) -> tuple[Layout, Iterator[Block]]:
    """Read a table's header, and return the blocks of rows below it."""
    start, separator = _to_header(chunks)
    blocks = Cutter(source, eol, separator, most).blocks(chain((start,), chunks), line)
    first = next(blocks)
    if first.broken:
        raise InputError(
            f"{source}, line {first.line}: a quotation mark opens a cell of the header and nothing"
            " closes it"
        )
    lines = text_lines(as_text(first.data))
    reader = cells_of(lines, separator)
    names = next(reader)
    record = "".join(lines[: reader.line_num])
    size = len(as_bytes(record))
    head = as_bytes(as_all_read(record.rstrip("\r\n"), names, separator))
    header = tuple(name.strip() for name in names)
    below = Block(first.line + reader.line_num, first.data[size:])
    return Layout(source, eol.decode(), separator, header, head), chain((below,), blocks)


def _to_header(chunks: Iterator[bytes]) -> tuple[bytes, str]:
    """Return what there is of a table when its header is whole, and what separates its names."""
    held: list[bytes] = []
    separator, size = ",", 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size > LONGEST_RECORD:
            break  # the header's last cell is never closed, as will be said
        if len(held) > 1 and QUOTE not in chunk:
            continue  # it closes no cell of the header
        lines = text_lines(as_text(b"".join(held)))
        separator = _separator(lines)
        reader = cells_of([*lines, "x"], separator)
        next(reader)
        if reader.line_num <= len(lines):
            break
    return b"".join(held), separator


def _separator(lines: list[str]) -> str:
    """Return what cuts the header, first of *lines*, into most names; a comma if nothing does."""
    widths = {separator: len(next(cells_of(lines, separator))) for separator in _SEPARATORS}
    best = max(widths, key=lambda separator: widths[separator])
    return best if widths[best] > 1 else ","
