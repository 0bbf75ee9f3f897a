"""A stream of bytes, cut into blocks of whole records, whose quoted cells may hold line ends."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.errors import InputError

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Callable, Iterable, Iterator

LONGEST_RECORD = 1 << 25  # bytes of a record; where there are more, a quotation mark is missing
QUOTE = b'"'
# What may close a quoted cell: an odd number of quotation marks with something behind them.
CLOSING = re.compile(rb'(?<!")"(?:"")*(?=[^"])')


class Block(NamedTuple):
    """Whole records as they stand in a file, each with its line end; the first begins in *line*.

    A *broken* one is a single line with a quotation mark that opens a cell and never closes it.
    """

    line: int
    data: bytes
    broken: bool = False


class Cutter(NamedTuple):
    """How records end: at *eol*, and in a table only outside quotation marks.

    *separator* stands between the cells of a table, and is "" where every line is a record.
    *source* is what messages call the file. A block has at most *most* records.
    """

    source: str
    eol: bytes
    separator: str
    most: int = 1 << 11

    def blocks(self, chunks: Iterable[bytes], line: int) -> Iterator[Block]:
        r"""Yield the whole records of *chunks* as soon as they are there, from *line* on.

        The last one is given a line end if it has none. Where a quotation mark opens a cell and
        nothing closes it, its line is a broken block of its own, and what follows is read again,
        so that one bad cell does not swallow the rows below it.
        Raises InputError where a line is longer than a record can be.

        >>> cutter = Cutter("-", b"\n", ",")
        >>> [block.data for block in cutter.blocks([b'1,"a\n', b'b"\n2,', b"c\n"], 1)]
        [b'1,"a\nb"\n', b'2,c\n']
        """
        coming = iter(chunks)
        again: deque[bytes] = deque()  # what was read and is read again
        held: list[bytes] = []  # what has no end yet
        size, quotes = 0, b""
        is_open = False  # a cell with a line end in it, until something closes it
        while True:
            read = again.popleft() if again else next(coming, None)
            is_over, chunk = read is None, read or b""
            if is_open:
                is_open = not CLOSING.search(quotes + (self.eol if is_over else chunk))
                quotes = _quotes_behind(quotes + chunk)
            held.append(chunk)
            size += len(chunk)
            if not is_over and size <= LONGEST_RECORD and (is_open or self.eol[-1:] not in chunk):
                continue
            data = b"".join(held)
            if is_over and data and not data.endswith(self.eol):
                data += self.eol
            start = 0
            for end, is_broken in () if is_open else self._ends(data):
                yield Block(line, data[start:end], is_broken)
                line += line_ends(data[start:end])
                start = end
            data = data[start:]
            if data and (is_over or len(data) > LONGEST_RECORD):
                block = self._first_line(line, data)
                yield block
                line += 1
                again.extendleft(reversed(_pieces(data[len(block.data) :])))
                data = b""
            if is_over and not again:
                return
            held, size, quotes = [data], len(data), b""
            is_open = self.eol in data and QUOTE not in data[data.rfind(self.eol) :]

    def _first_line(self, line: int, data: bytes) -> Block:
        """Return the first line of *data*, which opens a cell that nothing closes."""
        end = data.find(self.eol) + len(self.eol)
        if end < len(self.eol):
            raise InputError(
                f"{self.source}, line {line} is longer than a row can be"
                f" ({LONGEST_RECORD:,} bytes): cut it into rows"
            )
        return Block(line, data[:end], broken=True)

    def _ends(self, data: bytes) -> Iterator[tuple[int, bool]]:
        """Yield where blocks of whole records of *data* end, and whether they are broken."""
        end = data.rfind(self.eol) + len(self.eol)
        if end < len(self.eol):
            return
        if self.separator and data.find(QUOTE, 0, end) >= 0:
            yield from self._ends_of_cells(data[:end])
            return
        place = 0
        while data.count(self.eol, place, end) > self.most:
            for _ in range(self.most):
                place = data.find(self.eol, place) + len(self.eol)
            yield place, False
        yield end, False

    def _ends_of_cells(self, data: bytes) -> Iterator[tuple[int, bool]]:
        """Yield the same for a table with quotation marks, whose records are not its lines."""
        lines = text_lines(as_text(data))
        is_whole = well_quoted(self.separator, spaces=" *")
        place = told = begins = 0  # a byte, the lines that end there, the line of a record

        def end_of(line: int) -> int:
            nonlocal place, told
            place += len(as_bytes("".join(lines[told:line])))
            told = line
            return place

        while True:
            first = begins
            # One more line is a record of its own only where no cell is open before it.
            rest = chain((lines[k] for k in range(first, len(lines))), ("x",))
            reader = cells_of(rest, self.separator)
            for _ in reader:  # pragma: no branch  its last record ends beyond the lines
                after = first + reader.line_num
                if after > len(lines):
                    if told < begins:
                        yield end_of(begins), False
                    return
                if after > begins + 1 and not is_whole("".join(lines[begins:after]).rstrip("\r\n")):
                    break  # a cell of several lines ends at its quotation mark; this one does not
                begins = after
                if begins - told >= self.most:
                    yield end_of(begins), False
            if told < begins:
                yield end_of(begins), False
            begins += 1
            yield end_of(begins), True


@lru_cache
def well_quoted(separator: str, *, spaces: str = "") -> Callable[[str], object]:
    """Return a test of a record: is each of its cells quoted as a whole, or not at all?

    *spaces* are those that may stand around the quotation marks.
    """
    # Possessive, so that no way back is kept from each of a million pairs of marks.
    cell = rf'(?:{spaces}"[^"]*+(?:""[^"]*+)*+"{spaces}|[^"{re.escape(separator)}\r\n]*)'
    return re.compile(rf"{cell}(?:{re.escape(separator)}{cell})*").fullmatch


def _pieces(data: bytes) -> list[bytes]:
    """Return what is to be read again, in pieces of the size in which a file is read."""
    size = 1 << 16
    return [data[start : start + size] for start in range(0, len(data), size)]


def _quotes_behind(data: bytes) -> bytes:
    """Return the quotation marks that *data* ends with."""
    return data[len(data.rstrip(QUOTE)) :]


def line_ends(data: bytes) -> int:
    """Return how many lines end in *data*, of whichever sort, as an editor counts them."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def as_text(data: bytes) -> str:
    """Return *data* as text; `as_bytes` gives back bytes that are not UTF-8 as they were."""
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text: str) -> bytes:
    """Return the bytes from which `as_text` made *text*."""
    return text.encode("utf-8", "surrogateescape")


def text_lines(text: str) -> list[str]:
    """Return the lines of *text* with their ends, of whatever sort these are."""
    return list(io.StringIO(text, newline=""))


def cells_of(lines: Iterable[str], separator: str) -> Reader:
    """Return a reader of the rows of cells in *lines*, which takes cells of any length."""
    csv.field_size_limit(LONGEST_RECORD)
    return csv.reader(lines, delimiter=separator, skipinitialspace=True)
