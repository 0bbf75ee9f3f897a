"""The text of a table -> a sheet: its header, its columns of cells, and their levels in one unit.

Titles and comments above the header, blank lines and notes below the last row are passed over.
`1,187` may be 1187 or 1.187, and its column tells.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple, Self

from tradecalc.errors import InputError, quoted
from tradecalc.figures import period
from tradecalc.figures.number import Number, parse_number
from tradecalc.figures.vocabulary import unit_name

Rows = list[list[str]]

FIRST_ROWS = 300  # as many tell what a table is, and what a column of it holds

_UNDATED = {period.NO_PERIOD, period.NO_YEAR, period.YEAR}
_SEPARATORS = "\t;,|"  # where two fit equally well, the one that numbers never hold
# What would end a line or steer a terminal; the last ones turn the direction of writing.
_CONTROLS = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+"
_QUOTE = 'put numbers with commas in quotes, "1,5"'
# What offices write where there is no number, or not yet.
_MISSING = {
    *("", ".", "..", "...", "…", "-", "–", "—", ":", "*", "x"),
    *("na", "n/a", "n.a.", "nan", "null", "none", "н/д", "нд"),
}
_GROUPING = "'’_ \u00a0\u2007\u2009\u202f"
_DIGITS = f"[0-9](?:[0-9.,{_GROUPING}]*[0-9])?"
_DECIMAL = {"point": ".", "comma": ","}  # what `--decimal` says
# Digits and at most one point: a float reads these as a figure does, and much faster.
_PLAIN = r"(?:-?[0-9]{1,40}(?:\.[0-9]{1,40})?\n)*"


class Sheet(NamedTuple):
    """A table as read, the line of each row, and the *series* that errors name, if it has one."""

    source: str
    header: list[str]
    columns: list[list[str]]
    lines: list[int]
    separator: str = ","
    series: str = ""

    def names(self) -> list[str]:
        """Return the header in small letters, for looking up columns."""
        return [name.casefold() for name in self.header]

    def only(self, kept: Sequence[int]) -> Self:
        """Return the table with only the rows *kept*."""
        columns = [[cells[row] for row in kept] for cells in self.columns]
        return self._replace(columns=columns, lines=[self.lines[row] for row in kept])

    def at(self, row: int | None = None, place: int | None = None) -> str:
        """Return the name in messages of the file, a *row* of it, or the row's cell at *place*."""
        if row is None:
            return self.source
        line = f"{self.source}, line {self.lines[row]}"
        line += f" (series {quoted(self.series)}):" if self.series else ":"
        if place is None:
            return line
        cell = self.columns[place][row]
        return f"{line} {f'{quoted(cell)} in ' * bool(cell)}column {self.header[place]}"

    def error(
        self, rule: str, row: int | None = None, place: int | None = None, **fields: Any
    ) -> InputError:
        """Return an error about a row, or the cell of it at a place."""
        return InputError(rule, written=self.at(row, place), **fields)


def read_sheet(text: str, source: str, *, named_rows: bool = False) -> Sheet:
    r"""Read a table; with *named_rows* only a row of one cell is a note below it.

    >>> sheet = read_sheet("Table 1\n\nMonth;Exports\n2025-01;1,5\n", "exports.csv")
    >>> sheet.header, sheet.columns, sheet.lines
    (['Month', 'Exports'], [['2025-01'], ['1,5']], [4])
    """
    separator = _separator(text)
    rows, lines = _records(text, source, separator)
    sheet = Sheet(source, [], [], lines, separator)
    widths = Counter(len(row) for row in rows[:FIRST_ROWS]).most_common(1)
    while rows and _is_title(rows[:FIRST_ROWS], widths[0][0]):
        del rows[0], lines[0]
    if not rows:
        raise sheet.error("holds no table", remedy="write a header and rows")
    if _is_first_of_data(rows[:FIRST_ROWS]):
        raise sheet.error("the table has no header", 0, remedy="write one above this row")
    while len(rows) > 1 and not any(cell.strip() for cell in rows[-1][1:]):
        if _kinds(rows[-1][:1]) != [period.NO_PERIOD] or (named_rows and rows[-1][1:]):
            break  # no note: a month whose level is to come, or a named row
        del rows[-1], lines[-1]
    if len(rows) == 1:
        raise sheet.error("has a header but no rows")
    names = [" ".join(name.split()) for name in rows[0]]
    names[0] = names[0].lstrip("# ") or names[0]  # a sign of comments is no part of a name
    while not names[-1] and not any(c.strip() for row in rows for c in row[len(names) - 1 :]):
        del names[-1]
    _fit(sheet, rows, len(names))
    if separator == "," and len(names) > 2 and not names[-1]:
        cut = [place for place, row in enumerate(rows) if place and {-2, -1} <= _numbers(row)]
        if 2 * len(cut) >= len(rows) - 1:
            raise sheet.error("the last column has no name", cut[0], remedy=f"name it, or {_QUOTE}")
    header = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    columns = [list(map(str.strip, cells)) for cells in zip(*rows[1:], strict=True)]
    return sheet._replace(header=header, columns=columns, lines=lines[1:])


def matching(wanted: str, names: Iterable[str]) -> list[int]:
    """Return the places of *names* equal to *wanted*, or else but for capitals."""
    there, folded = list(enumerate(names)), wanted.strip().casefold()
    exact = [place for place, name in there if name == wanted]
    return exact or [place for place, name in there if name.casefold() == folded]


def _separator(text: str) -> str:
    """Return the separator that cuts most of the first rows to one width."""
    most = dict.fromkeys(_SEPARATORS, 0)
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        with suppress(csv.Error):  # raised when the records are read
            widths = Counter(len(row) for row in islice(reader, FIRST_ROWS) if len(row) > 1)
            most[separator] = max(widths.values(), default=0)
    return max(_SEPARATORS, key=most.__getitem__) if any(most.values()) else ","


def _records(text: str, source: str, separator: str) -> tuple[Rows, list[int]]:
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=separator, strict=True, skipinitialspace=True)
    rows, lines, line = [], [], 1
    try:
        for row in reader:
            joined = "".join(row)
            if joined.strip():
                is_clean = joined.isprintable()
                rows.append(row if is_clean else [re.sub(_CONTROLS, " ", cell) for cell in row])
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error:  # at the end of the text, or after as many characters as no cell has
        at, rule = f"{source}, line {line}:", "a quotation mark is not closed"
        remedy = 'inside a quoted cell write it twice ("")'
        raise InputError(rule, written=at, remedy=remedy) from None
    return rows, lines


def _is_title(rows: Rows, width: int) -> bool:
    """Whether the first row is a comment, or says something in its first cell only."""
    row = rows[0]
    is_comment = row[0].lstrip().startswith("#")
    if not is_comment and any(cell.strip() for cell in row[1:]):
        return False
    # Right above the data it is the header after all, if it is as wide as the table.
    if len(row) != width or width == 1 or not _is_first_of_data(rows[1:]):
        return True
    return is_comment and (bool(_numbers(row)) or not all(map(str.strip, row)))


def _is_first_of_data(rows: Rows) -> bool:
    kinds = _kinds(rows[0]) if rows else []
    dated = [place for place, kind in enumerate(kinds) if kind not in _UNDATED]
    if rows and _numbers(rows[0]):
        # `2025,1,108.4` and `2025,January,108.4` date a row too.
        is_in_two = period.NO_YEAR in kinds or all(is_number(cell.strip()) for cell in rows[0])
        return bool(dated) or (period.YEAR in kinds and is_in_two)
    below = [row[k] for k in dated for row in rows[1:] if len(row) > k]
    return len(dated) == 1 and bool(below) and _UNDATED.isdisjoint(_kinds(below))


def _fit(sheet: Sheet, rows: Rows, width: int) -> None:
    for place, row in enumerate(rows):
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            del row[width:]
        if len(row) != width:
            remedy = _QUOTE if len(row) > width else "write the missing cells"
            rule = f"the row must have {width} cells, not {len(row)}"
            raise sheet.error(rule, place, remedy=remedy)


def _kinds(row: list[str]) -> list[str]:
    return [period.read_period(cell).kind for cell in row]


def _numbers(row: list[str]) -> set[int]:
    """Return the places, from the end, of the cells that are numbers but no period."""
    return {
        place - len(row)
        for place, (cell, kind) in enumerate(zip(map(str.strip, row), _kinds(row), strict=True))
        # `EXP5700` would be a currency and a number elsewhere; in a header it is a name.
        if kind == period.NO_PERIOD and not cell[:1].isalpha() and is_number(cell)
    }


def is_missing(cell: str) -> bool:
    """Whether a cell stands for no number: `n/a`, `..`, or nothing."""
    return cell.lower() in _MISSING


def is_number(cell: str) -> bool:
    """Whether a cell is written as a number, in one way or in two."""
    if re.fullmatch(rf"[-+−–]?(?:{_DIGITS}|\.[0-9]+)", cell):
        return True
    try:  # most labels have no digit, and are not read
        return any(map(str.isdigit, cell)) and bool(parse_number(cell))
    except InputError:
        return False


def mark_shown(cell: str) -> str:
    """Return a cell's mark, `?.` or `?,` if it may group; else "short" (3 digits) or "long"."""
    match = re.search(_DIGITS, cell)
    if match is None or ".." in cell:
        return ""
    digits = re.sub(f"[{_GROUPING}]", "", match[0])
    is_grouped = match[0] != digits
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        return "" if is_grouped or digits == "0" else "short" if len(digits) <= 3 else "long"
    if points and commas:
        return max(".,", key=digits.rindex)
    if points + commas > 1:
        return "." if commas else ","
    mark = "," if commas else "."
    may_group = not is_grouped and re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", digits)
    return f"?{mark}" if may_group else mark


def settled(cell: str, mark: str) -> str:
    """Return a cell as an unambiguous figure, by the decimal *mark* of its column."""
    shown = mark_shown(cell)
    if shown.startswith("?"):
        cell = cell.replace(shown[1], "." if shown[1] == mark else "")
    return re.sub(r"^([-+−–]?)\.(?=[0-9])", r"\g<1>0.", cell)  # as statistical packages write


def decimal_mark(sheet: Sheet, place: int, decimal: str | None = None) -> str:
    """Return the decimal mark, "." or ",", of a column; the user may say "point" or "comma"."""
    if decimal not in (None, *_DECIMAL):
        rule, written = "must be point or comma, not {written}", quoted(decimal or "")
        raise InputError(rule, figure="decimal", written=written)
    cells = {row: cell for row, cell in enumerate(sheet.columns[place]) if not is_missing(cell)}
    first: dict[str, int] = {}
    for row, cell in cells.items():
        first.setdefault(mark_shown(cell), row)
    said = _DECIMAL.get(decimal or "", "")
    marks = {said, *first} & {".", ","}
    if len(marks) > 1:
        row = first["," if said == "." else "."]
        other = f"{{--decimal}} {decimal}" if decimal else "{cell}"
        rule, cell = f"has another decimal mark than {other}", quoted(cells[first.get(",", row)])
        raise sheet.error(rule, row, place, cell=cell)
    # A figure would read `1.234` as a decimal. Beside `999` or `1,234` it may be grouped all the
    # same, and so may a column of nothing else where no comma stands between the columns.
    may_group = "short" in first or (sheet.separator in ";\t" and "long" not in first)
    if not marks and ("?," in first or ("?." in first and may_group)):
        row = first.get("?,", first.get("?.", 0))
        whole, fraction = (re.sub("[.,]", mark, cells[row]) for mark in ("", "."))
        rule = "could be {whole} or {fraction}"
        remedy = "add {--decimal} point or {--decimal} comma"
        raise sheet.error(rule, row, place, remedy=remedy, whole=whole, fraction=fraction)
    return marks.pop() if marks else "."


def read_levels(sheet: Sheet, place: int, mark: str) -> tuple[list[float | None], str, int]:
    """Return the levels of a column, None where there is none, their unit and most decimals."""
    cells = sheet.columns[place]
    known = [cell for cell in cells if not is_missing(cell)]
    if mark == "." and re.fullmatch(_PLAIN, "\n".join([*known, ""])):
        # Adding 0.0 takes the sign of -0.0 away.
        plain = [None if is_missing(cell) else float(cell) + 0.0 for cell in cells]
        return plain, "", max((len(cell.partition(".")[2]) for cell in known), default=0)
    first: Number | None = None
    levels: list[float | None] = [None] * len(cells)
    decimals = 0
    for row, cell in enumerate(cells):
        if is_missing(cell):
            continue
        try:
            number = _level(settled(cell, mark), first)
            first = first or number
            shift = (number.scale or 0) - (first.scale or 0)
            levels[row] = number.estimate(rounded=False, shift=shift).value
        except InputError as error:
            error.written = sheet.at(row, place)
            raise
        decimals = max(decimals, number.places - shift)
    return levels, unit_name(first.scale, first.currency) if first else "", decimals


def _level(text: str, first: Number | None) -> Number:
    number = parse_number(text)
    if number.percent or number.marked:
        raise InputError("is not a plain level", remedy="choose another {--value_column}")
    if first and (number.scale is None, number.currency) != (first.scale is None, first.currency):
        raise InputError("is not in the unit of {first}", first=quoted(first.written))
    return number
