"""Cells of a table -> levels in one unit: the column settles what one cell leaves open.

`1,187` alone may be 1187 or 1.187; a cell that can be read in one way only (`1,187.5`,
`12,345,678`, `19 173,4`) settles it for its column.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.figures.number import Number, parse_number
from tradecalc.figures.vocabulary import unit_name

if TYPE_CHECKING:
    from tradecalc.figures.sheet import Sheet

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


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no number: `n/a`, `..`, or nothing."""
    return cell.lower() in _MISSING


def is_number(cell: str) -> bool:
    """Whether a cell is written as a number, in one way or in two.

    >>> is_number("1,187"), is_number("3.4bn"), is_number("USD3.4bn"), is_number("2010 Mexico")
    (True, True, True, False)
    """
    if re.fullmatch(rf"[-+−–]?(?:{_DIGITS}|\.[0-9]+)", cell):
        return True
    try:  # most labels have no digit, and are not read
        return any(map(str.isdigit, cell)) and bool(parse_number(cell))
    except InputError:
        return False


def mark_shown(cell: str) -> str:
    """Return the decimal mark that a cell shows: "?." or "?," where it may group instead.

    A whole number without a mark is "short" up to three digits, and "long" above.

    >>> mark_shown("1,187.5"), mark_shown("12,345,678"), mark_shown("1,187"), mark_shown("999")
    ('.', '.', '?,', 'short')
    """
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
    """Return a cell as a figure that can be read in one way, by the decimal *mark* of its column.

    >>> settled("1,187", "."), settled("1,187", ","), settled(".5", ".")
    ('1187', '1.187', '0.5')
    """
    shown = mark_shown(cell)
    if shown.startswith("?"):
        cell = cell.replace(shown[1], "." if shown[1] == mark else "")
    return re.sub(r"^([-+−–]?)\.(?=[0-9])", r"\g<1>0.", cell)  # as statistical packages write


def decimal_mark(sheet: Sheet, place: int, decimal: str | None = None) -> str:
    """Return the decimal mark, "." or ",", of the column at *place*.

    *decimal* is what the user said of it, "point" or "comma".
    Raises InputError where the cells leave it open or contradict one another or the user.
    """
    if decimal not in (None, *_DECIMAL):
        raise InputError("is not point or comma", figure="decimal", written=quoted(decimal or ""))
    cells = {row: cell for row, cell in enumerate(sheet.columns[place]) if not is_missing(cell)}
    joined = "".join(f"{cell}\n" for cell in cells.values())
    is_plain = decimal != "comma" and re.fullmatch(_PLAIN, joined)
    if is_plain and "." not in joined:
        return "."
    first: dict[str, int] = {}
    for row, cell in cells.items():
        first.setdefault(mark_shown(cell), row)
        if is_plain and "." in first:
            return "."  # and no other cell has a comma
    said = _DECIMAL.get(decimal or "", "")
    marks = {said, *first} & {".", ","}
    if len(marks) > 1:
        row = first["," if said == "." else "."]
        rule, other = "and {other} have different decimal marks", quoted(cells[first.get(",", row)])
        if decimal:
            rule, other = "has another decimal mark than {--decimal} {other}", decimal
        raise sheet.error(rule, row, place, remedy="write both alike", other=other)
    # A figure would read `1.234` as a decimal. Beside `999` or `1,234` it may be grouped all the
    # same, and so may a column of nothing else where no comma stands between the columns.
    may_group = "short" in first or (sheet.separator in ";\t" and "long" not in first)
    if not marks and ("?," in first or ("?." in first and may_group)):
        row = first.get("?,", first.get("?.", 0))
        whole, fraction = (re.sub("[.,]", mark, cells[row]) for mark in ("", "."))
        rule = "may be {whole} or {fraction}, and no other row tells"
        remedy = "add {--decimal} point or {--decimal} comma"
        raise sheet.error(rule, row, place, remedy=remedy, whole=whole, fraction=fraction)
    return marks.pop() if marks else "."


def read_levels(sheet: Sheet, place: int, mark: str) -> tuple[list[float | None], str, int]:
    """Return the levels of the column at *place* of a series, None where there is no number.

    With them come their unit, that of the first, and the most decimals of one.
    Raises InputError for a cell that is not one number, and for two units in one series.
    """
    cells = sheet.columns[place]
    known = [cell for cell in cells if not is_missing(cell)]
    if mark == "." and re.fullmatch(_PLAIN, "\n".join([*known, ""])):
        # Adding 0.0 takes the sign of -0.0 away.
        plain = [None if is_missing(cell) else float(cell) + 0.0 for cell in cells]
        return plain, "", max((len(cell.partition(".")[2]) for cell in known), default=0)
    first: Number | None = None
    levels: list[float | None] = []
    decimals = 0
    for row, cell in enumerate(cells):
        if is_missing(cell):
            levels.append(None)
            continue
        try:
            number, shift = _level(settled(cell, mark), first)
            levels.append(number.estimate(rounded=False, shift=shift).value)
        except InputError as error:
            error.written = sheet.at(row, place)
            raise
        first = first or number
        decimals = max(decimals, number.places - shift)
    return levels, unit_name(first.scale, first.currency) if first else "", decimals


def _level(text: str, first: Number | None) -> tuple[Number, int]:
    """Read one number and nothing else, and the power of ten to the scale of the *first*."""
    if not any(map(str.isdigit, text)):
        remedy = "write one, or leave the cell empty where the month is not published"
        raise InputError("is not a number", remedy=remedy)
    number = parse_number(text)
    first = first or number
    rule = remedy = ""
    if number.percent:
        rule = "is a per cent, and a level is wanted"
        remedy = "choose another column with {--value_column}"
    elif number.marked:
        rule, remedy = "is not one number", "write the level alone"
    elif (number.scale is None, number.currency) != (first.scale is None, first.currency):
        rule, remedy = "is not in the unit of {first}", "write every level of a series in the same"
    if rule:
        raise InputError(rule, remedy=remedy, first=quoted(first.written))
    return number, (number.scale or 0) - (first.scale or 0)
