"""A file of rows as it comes in: each row as it was written, and its cells.

It is a table or JSON lines. A row is kept to the byte, for it is written back with its answers
behind it, and waits for nothing that follows it; only an open quotation mark holds one back.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from codecs import getincrementaldecoder
from collections import Counter
from contextlib import nullcontext, suppress
from functools import lru_cache
from itertools import chain, count, groupby, repeat
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.errors import InputError, quoted
from tradecalc.figures.text_file import other_kind, readable, source_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    # As written but for its line end, the line that it begins in, its cells (of an object, its
    # members), and why it cannot be asked anything.
    Row = tuple[str, int, Any, str]
    Rows = list[Row]

CHUNK = 1 << 16  # bytes that are read at once
LONGEST = 1 << 25  # characters of a row; where there are more, a quotation mark is missing
SEPARATORS = "\t;,|"  # where two cut the header alike, the one that names never hold
UNCLOSED = "a quotation mark opens a cell and nothing closes it"


class Layout(NamedTuple):
    """How a file holds its rows: in a table, or as JSON, which has no *separator*.

    *head* is the header of a table as it stands there, a byte order mark included.
    """

    source: str
    separator: str = ""
    eol: str = "\n"
    header: tuple[str, ...] = ()
    head: str = ""


def open_rows(path: str, most: int) -> tuple[Layout, Iterator[Rows]]:
    """Open a file of rows, or standard input for `-`, and read how it holds them.

    It is read as its rows are asked for, *most* of them at once; what has come in is passed on
    without waiting for more. Objects that come together have the same names.
    Raises InputError where it cannot be read, is empty, or is neither a table nor JSON lines.
    """
    source, coming = source_name(path), _whole_lines(path)
    text = ""
    while not text.strip("\ufeff \t\r\n"):
        if not (more := next(coming, "")):
            remedy = "write the figures into it first"
            raise InputError("{source} is empty", remedy=remedy, source=source)
        text += more
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    _refuse_other(text, source)
    if text.lstrip().startswith("{"):
        return Layout(source), _parts(_rows_of_json(chain([text], coming)), most)
    body = text.lstrip(" \r\n")
    line = 1 + _count_lines(text[: len(text) - len(body)])
    first = _first_line(body)
    widths = {mark: len(next(_cells_of(first, mark))) for mark in SEPARATORS}
    separator = max(widths, key=lambda mark: widths[mark] if widths[mark] > 1 else mark == ",")
    eol = first[len(first.rstrip("\r\n")) :]
    rows = filter(None, _rows_of_table(chain([body], coming), separator, eol, line))
    (head, _, names, fault), *begun = next(rows)
    if fault:
        raise InputError("{source}: in the header {why}", source=source, why=fault)
    layout = Layout(source, separator, eol, tuple(map(str.strip, names)), mark + head)
    return layout, _parts((_fitted(some, layout) for some in chain([begun], rows)), most)


def as_row(cells: Sequence[str], separator: str) -> str:
    """Return cells as a row of a table, quoted where they must be.

    >>> as_row(["Iron, steel", "1.2"], ",")
    '"Iron, steel",1.2'
    """
    # Python's own writer leaves the ends of lines bare before 3.13, and spaces before a cell.
    special = re.compile(rf'^ |["\r\n{re.escape(separator)}]')
    return separator.join(quoted_cell(one) if special.search(one) else one for one in cells)


def quoted_cell(text: str) -> str:
    """Return a text in quotation marks, those in it doubled."""
    return '"' + text.replace('"', '""') + '"'


def as_bytes(text: str) -> bytes:
    """Return the bytes that *text* was read from, also those that are not UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def _whole_lines(path: str) -> Iterator[str]:
    """Yield what has come in of a file, or of standard input for `-`, in whole lines."""
    decoder = getincrementaldecoder("utf-8")("surrogateescape")
    lines = io.IncrementalNewlineDecoder(decoder, translate=False)  # which keeps \r\n together
    held: list[str] = []
    with readable(path) as source, _opened(path) as file:
        _refuse_own_output(file, source)
        while chunk := _read(file):
            text = lines.decode(chunk)
            if end := max(text.rfind("\n"), text.rfind("\r")) + 1:
                yield "".join([*held, text[:end]])
                held = []
            held.append(text[end:])
            if len(held) > LONGEST // CHUNK and sum(map(len, held)) > LONGEST:
                rule = "{source} has a line of more than {most:,} characters"
                raise InputError(rule, remedy="cut it into rows", source=source, most=LONGEST)
    last = "".join([*held, lines.decode(b"", final=True)])
    if last:
        yield last if last.endswith("\r") else last + "\n"


def _opened(path: str) -> Any:
    if path != "-":
        return open(path, "rb", buffering=0)  # noqa: PTH123  closed where it is read
    standard: Any = sys.stdin.buffer if sys.stdin else io.BytesIO()
    return nullcontext(getattr(standard, "raw", standard))


def _read(file: Any) -> bytes:
    """Read what there is, also from a pipe that another program has set not to wait."""
    while (chunk := file.read(CHUNK)) is None:
        from select import select  # noqa: PLC0415  other pipes wait by themselves

        select([file], [], [])
    return bytes(chunk)


def _refuse_own_output(file: Any, source: str) -> None:
    """Refuse a file to which the answers go: each would be read as a row, without an end."""
    with suppress(OSError):  # there is no output, or no file
        output = os.fstat(1)
        is_own = file.fileno() != 1 and os.path.samestat(output, os.fstat(file.fileno()))
        if is_own and S_ISREG(output.st_mode):
            rule = "{source} is also where the answers go"
            raise InputError(rule, remedy="write them to another file", source=source)


def _refuse_other(text: str, source: str) -> None:
    """Refuse what is neither a table nor JSON lines."""
    data = as_bytes(text)
    found = None if text.lstrip().startswith("{") else other_kind(data)
    if not found and (data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]):
        found = "UTF-16 text", "save it as UTF-8"
    elif re.match(r"\s*(\[|\{\s*\n)", text):
        found = "JSON over several lines", "write an object a line, as jq -c does"
    if found:
        raise InputError("{source} is {what}", remedy=found[1], source=source, what=found[0])


def _count_lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _parts(coming: Iterable[Rows], most: int) -> Iterator[Rows]:
    return (rows[k : k + most] for rows in coming for k in range(0, len(rows), most))


def _rows_of_table(coming: Iterable[str], separator: str, eol: str, line: int) -> Iterator[Rows]:
    """Yield the rows of a table that have come in, from *line* on."""
    held = ""  # a row with an open cell
    for more in chain(coming, ("",)):
        is_waiting = held and more and '"' not in more and len(held) < LONGEST
        held += more
        if is_waiting:
            continue
        text, held = held, ""
        if '"' in text or text.count("\r") + text.count("\n") != len(eol) * text.count(eol):
            rows, held = _with_quotes(text, line, separator, is_over=not more)
        else:
            written = text.split(eol)[:-1]
            rows = [*zip(written, count(line), [w.split(separator) for w in written], repeat(""))]
        line += _count_lines(text) - _count_lines(held)
        yield rows


def _with_quotes(text: str, line: int, separator: str, *, is_over: bool) -> tuple[Rows, str]:
    """Return the rows that are whole in *text*, and the rest of it, which has an open cell.

    Where a quotation mark opens a cell and nothing closes it, its line is a row at fault, and what
    follows is read again, so that one bad cell does not swallow the rows below it. A row that has
    marks within a cell (6" pipe) is quoted anew, so that all tools read it alike.
    """
    rows: Rows = []
    start = 0
    while start < len(text):
        whole = _record(separator).match(text, start)
        if not whole and not is_over and len(text) - start < LONGEST:
            break
        first = _first_line(text, start)
        raw, fault = whole[0] if whole else "", ""
        if not raw or (raw != first and not _well_quoted(separator, " *")(raw.rstrip("\r\n"))):
            raw, fault = first, UNCLOSED
        record = raw.rstrip("\r\n")
        is_plain = fault or '"' not in raw
        cells = record.split(separator) if is_plain else next(_cells_of(raw, separator))
        is_well = _well_quoted(separator)(record)
        rows.append((record if is_well else as_row(cells, separator), line, cells, fault))
        line += _count_lines(raw)
        start += len(raw)
    return rows, text[start:]


def _first_line(text: str, start: int = 0) -> str:
    """Return the line that begins at *start*, with its end, which every text has."""
    return re.compile(r"[^\r\n]*(?:\r\n|\n|\r)").match(text, start)[0]  # type: ignore[index]


@lru_cache
def _record(separator: str) -> re.Pattern[str]:
    """Return the pattern of a row with its line end, as `csv` reads it: marks open cells alone.

    All in it is possessive: no way back is kept from each of a million pairs of marks.
    """
    bare = rf"[^{re.escape(separator)}\r\n]*+"
    cell = rf'(?: *"[^"]*+(?:""[^"]*+)*+"{bare}|(?! *"){bare})'
    return re.compile(rf"{cell}(?:{re.escape(separator)}{cell})*+(?:\r\n|\n|\r)")


def _cells_of(record: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(2 * LONGEST)
    return csv.reader([record], delimiter=separator, skipinitialspace=True)


@lru_cache
def _well_quoted(separator: str, spaces: str = "") -> Callable[[str], object]:
    """Return a test of a row: is each of its cells quoted as a whole, or not at all?

    *spaces* are those that may stand around the quotation marks.
    """
    cell = rf'(?:{spaces}"[^"]*+(?:""[^"]*+)*+"{spaces}|[^"{re.escape(separator)}\r\n]*)'
    return re.compile(rf"{cell}(?:{re.escape(separator)}{cell})*").fullmatch


def _fitted(rows: Rows, layout: Layout) -> Rows:
    """Return rows as wide as the header, and say of which they are not; empty lines are none."""
    width = len(layout.header)
    if width > 1 and {len(cells) for _, _, cells, _ in rows} == {width}:
        return rows
    return [_as_wide(*row, layout) for row in rows if row[0].strip(" ")]


def _as_wide(written: str, line: int, cells: list[str], fault: str, layout: Layout) -> Row:
    """Return a row as wide as the header.

    One that is wider by empty cells alone is no fault. What a row has beyond the header stands in
    what is said of it, so that no cell is lost.
    """
    separator, width = layout.separator, len(layout.header)
    beyond, lacking = cells[width:], width - len(cells)
    if lacking > 0 or any(map(str.strip, beyond)):
        number = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        fault = fault or f"the row has {number} and the header {width}"
    if lacking >= 0:
        return written + separator * lacking, line, cells + [""] * lacking, fault
    if fault:
        fault += f"; beyond it stands {as_row(beyond, separator)}"
        fault += ": quote a cell with a separator in it"
    return as_row(cells[:width], separator), line, cells[:width], fault


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number there")


# An object becomes a tuple of its members, and numbers stay as they are written.
_READ = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=_refuse_constant, object_pairs_hook=tuple
).decode


def _rows_of_json(coming: Iterable[str]) -> Iterator[Rows]:
    line = 1
    for text in coming:
        there = [(one.strip(), k) for k, one in enumerate(text.split("\n"), line) if one.strip()]
        for _, rows in groupby(map(_object, there), lambda row: tuple(row[2])):
            yield [*rows]
        line += text.count("\n")


def _object(place: tuple[str, int]) -> Row:
    """Return a line of JSON as a row; one that holds no object is at fault, and is its `row`."""
    body, line = place
    try:
        pairs, fault = _READ(body), "the line is not a JSON object"
    except (ValueError, RecursionError) as error:
        pairs, fault = None, f"the line is not JSON: {getattr(error, 'msg', error)}"
    if not isinstance(pairs, tuple):
        return json.dumps({"row": body}, ensure_ascii=False), line, {}, fault
    members, names = dict(pairs), Counter(name for name, _ in pairs)
    twice = names.most_common(1) if len(members) < len(pairs) else []
    return body, line, members, f"the line has {quoted(twice[0][0])} twice" if twice else ""
