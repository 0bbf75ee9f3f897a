"""Cells of a table -> levels in one unit: `1,187` may be 1187 or 1.187, and its column tells."""

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
