"""The cells of a column -> levels in one unit: the column settles what one cell leaves open.

`1,187` alone may be 1187 or 1.187. One cell of its column that can be read in one way only
(`1,187.5`, `12,345,678`, `19 173,4`) settles it for all; a column that leaves it open is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.figures import Figure, parse_figure
from tradecalc.inputs.words import unit_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tradecalc.inputs.sheet import Sheet

# What offices write where there is no number, or not yet.
MISSING = frozenset(
    (
        *("", ".", "..", "...", "…", "-", "–", "—", ":", "*", "x"),
        *("na", "n/a", "n.a.", "nan", "null", "none", "н/д", "нд"),
    )
)
DECIMAL = {"point": ".", "comma": ","}  # what --decimal says

_DIGITS = "[0-9](?:[0-9.,'’_ \u00a0\u2007\u2009\u202f]*[0-9])?"
# Digits and at most one point: a float reads these as a figure does, and much faster.
_PLAIN = r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?"
_CODE = r"(?:US\$|[A-Z]{3}) ?[-+−–]?[0-9]"  # a currency before its number
_SURE_POINT = r"(?m)^-?(?:[0-9]{4,}\.|0\.|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})$)"


class Levels(NamedTuple):
    """The levels of one series in the order of its rows, None where there is no number."""

    values: list[float | None]
    unit: str
    decimals: int


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no number.

    >>> is_missing("n/a"), is_missing(".."), is_missing("0")
    (True, True, False)
    """
    return cell.lower() in MISSING


def is_number(cell: str) -> bool:
    """Whether a cell is written as a number, in one way or in two.

    >>> is_number("1,187"), is_number("3.4bn"), is_number("USD3.4bn"), is_number("2010 Mexico")
    (True, True, True, False)
    """
    if re.fullmatch(rf"[-+−–]?(?:{_DIGITS}|\.[0-9]+)", cell):
        return True
    begins = cell[:8].strip("$€£¥₽₸−–-+ ")[:1].isdigit() or re.match(_CODE, cell)
    if not begins and not cell[-1:].isdigit():
        return False  # most labels are told here, without a reading
    try:
        parse_figure(cell)
    except InputError:
        return False
    return True


def decimal_mark(sheet: Sheet, place: int, decimal: str | None = None) -> str:
    """Return the decimal mark of the column at *place*: "." or ",".

    *decimal* is what the user said of it, "point" or "comma".
    Raises InputError where the cells leave it open or contradict one another or the user.
    """
    if decimal is not None and decimal not in DECIMAL:
        raise InputError(
            f"--decimal {quoted(decimal)} is neither point nor comma: write one of them"
        )
    cells = {row: cell for row, cell in enumerate(sheet.column(place)) if not is_missing(cell)}
    joined = "\n".join(cells.values())
    if (
        decimal != "comma"
        and (decimal or "." not in joined or re.search(_SURE_POINT, joined))
        and _all_plain(cells.values())
    ):
        return "."
    column = sheet.header[place]
    first: dict[str, int] = {}
    for row, cell in cells.items():
        first.setdefault(_mark_shown(cell), row)
    if decimal:
        if (against := first.get("," if decimal == "point" else ".")) is not None:
            raise InputError(
                f"{sheet.at(against)}: {quoted(cells[against])} in column {column} cannot be read"
                f" with --decimal {decimal}: leave that out, or correct the cell"
            )
        return DECIMAL[decimal]
    if "." in first and "," in first:
        raise InputError(
            f"{sheet.at(first['.'])}: {quoted(cells[first['.']])} in column {column} has a decimal"
            f" point, and {quoted(cells[first[',']])} in line {sheet.lines[first[',']]} a decimal"
            " comma: write both alike"
        )
    for mark in ".,":
        if mark in first:
            return mark
    # A figure would read `1.234` as a decimal. Beside `999` or `1,234` it may be grouped all the
    # same, and so may a column of nothing else where no comma stands between the columns.
    alone = sheet.separator in ";\t" and "long" not in first
    if "?," in first or ("?." in first and ("short" in first or alone)):
        row = first.get("?,", first.get("?.", 0))
        raise InputError(_either_mark(sheet, row, place, cells[row]))
    return "."


def read_levels(
    sheet: Sheet, place: int, *, rows: Sequence[int], cells: Sequence[str], mark: str
) -> Levels:
    """Read the *cells* of one series, which stand in *rows* of the column at *place*.

    Scales are converted to that of the first cell.
    Raises InputError for a cell that is not one number, and for two units in one series.
    """
    known = [cell for cell in cells if not is_missing(cell)]
    if mark == "." and _all_plain(known):
        # Adding 0.0 takes the sign of -0.0 away.
        values = [None if is_missing(cell) else float(cell) + 0.0 for cell in cells]
        return Levels(values, "", max((len(c.partition(".")[2]) for c in known), default=0))
    first: Figure | None = None
    read: list[float | None] = []
    decimals = 0
    for row, cell in zip(rows, cells, strict=True):
        if is_missing(cell):
            read.append(None)
            continue
        figure = _cell_figure(sheet, row, place, cell, mark)
        if first is None:
            first = figure
        shift = _shift(sheet, row, first, figure)
        read.append(figure.estimate(rounded=False, shift=shift).value)
        decimals = max(decimals, -figure.exponent - shift - 1)  # one digit is half the rounding
    return Levels(read, unit_name(first.scale, first.currency) if first else "", decimals)


def settled(cell: str, mark: str) -> str:
    """Return a cell as a figure that can be read in one way, by the decimal *mark* of its column.

    >>> settled("1,187", "."), settled("1,187", ","), settled(".5", ".")
    ('1187', '1.187', '0.5')
    """
    shown = _mark_shown(cell)
    if shown.startswith("?"):
        cell = cell.replace(shown[1], "." if shown[1] == mark else "")
    return re.sub(r"^([-+−–]?)\.(?=[0-9])", r"\g<1>0.", cell)  # as statistical packages write


def _mark_shown(cell: str) -> str:
    """Return the decimal mark that a cell shows: "?." or "?," where it may group instead.

    A whole number of up to three digits, which would not be grouped, is "short", and one of
    more, which is not, is "long".
    """
    match = re.search(_DIGITS, cell)
    if match is None or ".." in cell:
        return ""
    digits = re.sub("['’_ \u00a0\u2007\u2009\u202f]", "", match[0])
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        if match[0] != digits or digits == "0":
            return ""
        return "short" if len(digits) <= 3 else "long"
    if points and commas:
        return max(".,", key=digits.rindex)
    if points > 1 or commas > 1:
        return "." if commas else ","
    mark = "," if commas else "."
    whole, _, fraction = digits.partition(mark)
    may_group = len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0"
    return f"?{mark}" if may_group and digits == match[0] else mark


def _all_plain(cells: Iterable[str]) -> bool:
    return re.fullmatch(rf"(?:{_PLAIN}\n)*", "\n".join([*cells, ""])) is not None


def _either_mark(sheet: Sheet, row: int, place: int, cell: str) -> str:
    """What to say of a cell that no other one tells how to read."""
    digits = re.sub("[^0-9.,]", "", cell)
    return (
        f"{sheet.at(row)}: {quoted(cell)} in column {sheet.header[place]} may be"
        f" {re.sub('[.,]', '', digits)} or {digits.replace(',', '.')}, and no other row tells: add"
        " --decimal point or --decimal comma"
    )


def _cell_figure(sheet: Sheet, row: int, place: int, cell: str, mark: str) -> Figure:
    column = sheet.header[place]
    if not any(letter.isdigit() for letter in cell):
        raise InputError(
            f"{sheet.at(row)}: {quoted(cell)} in column {column} is not a number: write one, or"
            " leave the cell empty where the month is not published"
        )
    try:
        figure = parse_figure(settled(cell, mark))
        figure.estimate(rounded=False)
    except InputError as error:
        raise InputError(f"{sheet.at(row)}: in column {column}, {error}") from None
    if figure.percent:
        raise InputError(
            f"{sheet.at(row)}: {quoted(cell)} in column {column} is a per cent, and a level is"
            " wanted: choose another column with --value-column"
        )
    if figure.marked:
        raise InputError(
            f"{sheet.at(row)}: {quoted(cell)} in column {column} is not one number: write the"
            " level alone"
        )
    return figure


def _shift(sheet: Sheet, row: int, first: Figure, figure: Figure) -> int:
    """Power of ten from a cell's own scale to the first one's, if they are of one unit."""
    if figure.currency == first.currency and (figure.scale is None) == (first.scale is None):
        return (figure.scale or 0) - (first.scale or 0)
    raise InputError(
        f"{sheet.at(row)}: {quoted(figure.written)} and {quoted(first.written)} are not in one"
        " unit: write every level of a series in the same"
    )
