"""A file of rows read as it arrives, a table or JSON lines: each row as written, and its cells."""

import csv
import io
import json
import os
import re
import sys
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from itertools import chain, groupby
from select import select
from stat import S_ISREG
from typing import Any, NamedTuple

from tradecalc.errors import InputError
from tradecalc.figures.text_file import other_kind, readable, source_name

# Its text without the line end, its line, its cells (or members), and what is wrong with it.
Row = tuple[str, int, Any, str]
Rows = list[Row]

CHUNK = 1 << 16  # bytes that are read at once
LONGEST = 1 << 25  # characters of a line
MOST_LINES = 1000  # of a row; in more than these a quotation mark is missing
SEPARATORS = "\t;,|"  # where two cut the header alike, the one that names never hold
UNCLOSED = "a quotation mark is not closed"


class Layout(NamedTuple):
    """How a file holds its rows: as JSON, without a *separator*, or in a table under its *head*."""

    source: str
    separator: str = ""
    eol: str = "\n"
    header: tuple[str, ...] = ()
    head: str = ""


def open_rows(path: str, most: int) -> tuple[Layout, Iterator[Rows]]:
    """Open a file, or standard input for `-`; its rows come as they arrive, *most* at once."""
    csv.field_size_limit(LONGEST)
    source, coming = source_name(path), _whole_lines(path)
    text = ""
    while not text.strip("\ufeff \t\r\n"):
        if not (more := next(coming, "")):
            raise InputError("is empty", written=source, remedy="put figures into it")
        text += more
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    body = text.lstrip(" \r\n")
    other = None if body.startswith("{") else other_kind(as_bytes(body))
    if re.match(r"\[|\{\s*\n", body):
        other = "JSON over several lines", "write one object a line, as jq -c '.[]' does"
    elif not other and (body[:2] in ("\udcff\udcfe", "\udcfe\udcff") or "\0" in body[:4]):
        other = "UTF-16 text", "save it as UTF-8"
    if other:
        raise InputError(f"is {other[0]}", written=source, remedy=other[1])
    coming, number = chain([body], coming), 1 + len(_LINE.findall(text[: -len(body)]))
    if body.startswith("{"):
        layout, found = Layout(source), _objects(coming, number)
    else:
        first = _LINE.findall(body)[0]
        widths = {mark: len(next(csv.reader([first], delimiter=mark))) for mark in SEPARATORS}
        separator = max(widths, key=lambda mark: widths[mark] if widths[mark] > 1 else mark == ",")
        rows = _records(_Lines(coming, number), separator)
        (head, _, names, fault), *begun = next(rows)
        if fault:
            raise InputError("{source}, header: {why}", source=source, why=fault)
        eol = first[len(first.rstrip("\r\n")) :]
        layout = Layout(source, separator, eol, tuple(map(str.strip, names)), mark + head)
        found = (_fitted(some, layout) for some in chain([begun], rows))
    return layout, (rows[k : k + most] for rows in found for k in range(0, len(rows), most))


def quoted_cell(text: str) -> str:
    """Return a text in quotation marks, with those inside it doubled."""
    return '"' + text.replace('"', '""') + '"'


def as_bytes(text: str) -> bytes:
    """Return the bytes that *text* was read from, also those that are not UTF-8."""
    return text.encode("utf-8", "surrogateescape")


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)")


class _Lines:
    """The lines of a text that comes in parts, and those taken since the last row began."""

    def __init__(self, coming: Iterator[str], number: int) -> None:
        self.coming, self.number = coming, number
        self.ready: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.ready:
            self.wait()  # and stop where there are none
        if len(self.taken) == MOST_LINES:
            raise StopIteration  # which ends the row, not the file
        line = self.ready.popleft()
        self.taken.append(line)
        return line

    def wait(self) -> None:
        self.ready.extend(_LINE.findall(next(self.coming)))

    def written(self) -> tuple[str, int]:
        text, number = "".join(self.taken).rstrip("\r\n"), self.number
        self.number += len(self.taken)
        self.taken.clear()
        return text, number


def _records(lines: _Lines, separator: str) -> Iterator[Rows]:
    how: Any = {"delimiter": separator, "skipinitialspace": True, "strict": True}
    reader = csv.reader(lines, **how)
    # Without marks within a bare cell (6" pipe), and without spaces before one that opens.
    cell = rf'(?:"(?:[^"]++|"")*+"|[^"{re.escape(separator)}]*+)'
    is_well_quoted = re.compile(rf"{cell}(?:{re.escape(separator)}{cell})*+").fullmatch
    with suppress(StopIteration):
        while True:
            lines.wait()
            rows: Rows = []
            while lines.ready:
                try:
                    cells, fault = next(reader), ""
                except (csv.Error, StopIteration):
                    lines.ready.extendleft(reversed(lines.taken[1:]))  # they are rows of their own
                    del lines.taken[1:]
                    cells, fault = lines.taken[0].rstrip("\r\n").split(separator), UNCLOSED
                    reader = csv.reader(lines, **how)
                written, number = lines.written()
                if '"' in written and (fault or not is_well_quoted(written)):
                    written = _anew(cells, separator)
                rows.append((written, number, cells, fault))
            yield rows


def _anew(cells: Iterable[str], separator: str) -> str:
    special = re.compile(rf'["\r\n{re.escape(separator)}]')
    return separator.join(quoted_cell(one) if special.search(one) else one for one in cells)


def _objects(coming: Iterator[str], number: int) -> Iterator[Rows]:
    for text in coming:
        lines = _LINE.findall(text)
        there = [_object(line.strip(), k) for k, line in enumerate(lines, number) if line.strip()]
        number += len(lines)
        for _, some in groupby(there, lambda row: tuple(row[2])):
            yield [*some]


def _whole_lines(path: str) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8")("surrogateescape")
    newlines = io.IncrementalNewlineDecoder(decoder, translate=False)  # which keeps \r\n together
    held = ""
    with readable(path) as source, _opened(path) as file:
        with suppress(OSError):  # there is no output, or no file
            output, own = os.fstat(1), os.fstat(file.fileno())
            is_own = file.fileno() != 1 and S_ISREG(output.st_mode)
            if is_own and os.path.samestat(output, own):  # each answer would be read as a row
                raise InputError("is also the output", written=source, remedy="write elsewhere")
        while chunk := _read(file):
            held += newlines.decode(chunk)
            if end := max(held.rfind("\n"), held.rfind("\r")) + 1:
                yield held[:end]
                held = held[end:]
            elif len(held) > LONGEST:
                raise InputError(f"has a line of more than {LONGEST:,} characters", written=source)
    if held := held + newlines.decode(b"", final=True):
        yield held + "\n" * (not held.endswith("\r"))


def _opened(path: str) -> Any:
    if path != "-":
        return open(path, "rb", buffering=0)  # noqa: PTH123  closed where it is read
    standard: Any = sys.stdin.buffer if sys.stdin else io.BytesIO()
    return nullcontext(getattr(standard, "raw", standard))


def _read(file: Any) -> bytes:
    """Read what there is, also from a pipe that another program set not to block."""
    while (chunk := file.read(CHUNK)) is None:
        select([file], [], [])  # other pipes wait by themselves
    return bytes(chunk)


def _fitted(rows: Rows, layout: Layout) -> Rows:
    width = len(layout.header)
    if width > 1 and {len(cells) for _, _, cells, _ in rows} == {width}:
        return rows
    return [_as_wide(*row, layout) for row in rows if row[0].strip(" ")]


def _as_wide(written: str, line: int, cells: Sequence[str], fault: str, layout: Layout) -> Row:
    """Return a row as wide as the header; one that is wider by empty cells alone is no fault."""
    width, empty = len(layout.header), len(layout.header) - len(cells)
    if empty > 0 or any(map(str.strip, cells[width:])):
        fault = fault or f"the row must have {width} cells, not {len(cells)}"
    if empty < 0:  # what is beyond the header would stand among the answers
        if fault:
            beyond = _anew(cells[width:], layout.separator)
            fault += f"; left over is {beyond}: quote cells that hold a separator"
        written = _anew(cells[:width], layout.separator)
    return written + layout.separator * empty, line, [*cells[:width], *[""] * empty], fault


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a number there")


# An object becomes a tuple of its members, and numbers stay as they are written.
_READ = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=_refuse, object_pairs_hook=tuple
).decode


def _object(body: str, line: int) -> Row:
    """Return a line of JSON as a row; a line without an object is at fault, under `row`."""
    try:
        pairs, fault = _READ(body), "the line is not a JSON object"
    except (ValueError, RecursionError) as error:
        pairs, fault = None, f"the line is not JSON: {getattr(error, 'msg', error)}"
    if not isinstance(pairs, tuple):
        return json.dumps({"row": body}, ensure_ascii=False), line, {}, fault
    members = dict(pairs)
    return body, line, members, "the line has a key twice" if len(members) < len(pairs) else ""
