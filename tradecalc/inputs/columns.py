"""Which column of a table is what: the period, the value, and the names that tell series apart."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from tradecalc.errors import InputError
from tradecalc.inputs.figures import quoted
from tradecalc.inputs.levels import is_missing, is_number
from tradecalc.inputs.periods import (
    EITHER_WAY,
    MONTH,
    NO_PERIOD,
    TENTH,
    TO_DATE,
    YEAR,
    read_period,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradecalc.inputs.delimited import Sheet

# In the order in which they are looked for.
_PERIODS = (
    *("time_period", "observation_date", "period", "ref_date", "date", "month", "time"),
    *("период", "дата", "месяц", "bulan"),
)
_YEARS = ("year", "год", "жыл", "yil", "tahun")
_VALUES = ("obs_value", "primaryvalue", "trade value (us$)", "value", "значение")
_SERIES = "series"
# UN Comtrade has some forty columns beside the value; these name a flow.
_COMTRADE = frozenset(
    (
        *("reporterdesc", "flowdesc", "partnerdesc", "partner2desc", "cmddesc", "customsdesc"),
        *("motdesc", "reporter", "trade flow", "partner", "2nd partner", "commodity", "customs"),
    )
)
# What is said of one number, or of one file, and does not tell a series from another.
_REMARKS = (
    r"obs_(?!value).*|conf_.*|.*flag|flags?|status|notes?|footnotes?|comments?|remarks?|source"
    r"|symbols?|quality|revis.*|decimals|time_format|last.update|примечани[ея]|источник"
)
_NUMBERING = r"no\.?|n|№|#|id|index|row|№ п/п|.*\bcode|.*\bid|код.*"
_FIRST_ROWS = 300  # as many tell what a column holds
_MANY = 10  # names that a message lists


def listed(names: Iterable[str], most: int = _MANY) -> str:
    """Return names as a message lists them: the first ones, and how many more there are.

    >>> listed(["Exports", "Imports", "Balance"], most=2)
    "'Exports', 'Imports' and 1 more"
    """
    shown = [quoted(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")


def column_named(sheet: Sheet, name: str, option: str) -> int:
    """Return the place of the column that *option* names, in capitals or not.

    Raises InputError, listing the columns, where there is none.
    """
    for header, wanted in ((sheet.header, name), (_lower(sheet), name.strip().casefold())):
        if wanted in header:
            return _only(sheet, header, wanted)
    raise InputError(
        f"{option} {quoted(name)} is no column of {sheet.source}, which has {listed(sheet.header)}"
    )


def rows_where(sheet: Sheet, conditions: Iterable[str]) -> Sheet:
    """Return the rows that fit every `COLUMN=VALUE`.

    Raises InputError for another form, an unknown column, and where no row fits.
    """
    for condition in conditions:
        name, sign, value = condition.partition("=")
        if not sign:
            raise InputError(f"--where {quoted(condition)} is not of the form COLUMN=VALUE")
        place = column_named(sheet, name, "--where")
        cells = sheet.column(place)
        kept = [row for row, cell in enumerate(cells) if cell == value.strip()]
        if not kept:
            raise InputError(
                f"--where {quoted(condition)} fits no row of {sheet.source}, where"
                f" {sheet.header[place]} is {listed(dict.fromkeys(cells))}"
            )
        sheet = sheet.only(kept)
    return sheet


def period_column(sheet: Sheet, chosen: str | None) -> int:
    """Return the place of the column that holds the periods: the one *chosen*, or as it looks.

    Raises InputError where no column holds months, or anything else of time.
    """
    if chosen is not None:
        return column_named(sheet, chosen, "--period-column")
    headers = _lower(sheet)
    named = [headers.index(name) for name in _PERIODS if name in headers]
    # A name goes before a look: Comtrade dates an annual row 20220101 beside its period, 2022.
    kinds = {place: _kinds(sheet, place) for place in named or range(len(headers))}
    for place, seen in kinds.items():
        if seen and set(seen) <= {MONTH, TO_DATE, TENTH, EITHER_WAY}:
            return place
    if named:
        return named[0]
    for place, seen in kinds.items():
        of_months = [kind for kind in seen if kind not in (NO_PERIOD, YEAR)]
        if seen and (2 * len(of_months) >= len(seen) or set(seen) == {YEAR}):
            return place
    raise InputError(
        f"{sheet.source} has no column of months (its columns are {listed(sheet.header, 6)}): if"
        " one holds them, name it with --period-column"
    )


def year_column(sheet: Sheet) -> int | None:
    """Return the place of the column of years, which months without a year need, if any."""
    headers = _lower(sheet)
    for name in _YEARS:
        if name in headers and set(_kinds(sheet, headers.index(name))) == {YEAR}:
            return headers.index(name)
    return None


def value_column(sheet: Sheet, period: int, chosen: str | None) -> int:
    """Return the place of the column that holds the levels: the one *chosen*, or the only one.

    Raises InputError where no column holds numbers and, naming them, where several do.
    """
    if chosen is not None:
        return column_named(sheet, chosen, "--value-column")
    headers = _lower(sheet)
    for name in _VALUES:
        if name in headers:
            return _only(sheet, headers, name)
    numbers = [
        place
        for place, name in enumerate(headers)
        if place != period and name not in (*_YEARS, *_PERIODS) and _holds_numbers(sheet, place)
    ]
    flows = [place for place in numbers if not _is_numbering(sheet, place)]
    varying = [place for place in flows if len(set(sheet.column(place))) > 1] or flows
    if not varying:
        raise InputError(
            f"{sheet.source} has no column of numbers beside its periods: its columns are"
            f" {listed(sheet.header)}"
        )
    if len(varying) > 1:
        names = listed(sheet.header[place] for place in varying)
        raise InputError(f"{sheet.source} holds {names}: choose one with --value-column")
    return varying[0]


def label_columns(sheet: Sheet, period: int, value: int) -> list[int]:
    """Return the places of the columns whose cells tell the series of the table apart.

    A column `series` does so alone. Else they are those of words that are not the same in every
    row; of two that tell the same apart, a code and its name, the wordier.
    """
    headers = _lower(sheet)
    if _SERIES in headers:
        return [headers.index(_SERIES)]
    codes_too = headers[value] == "obs_value"
    comtrade = headers[value] in ("primaryvalue", "trade value (us$)")
    labels: list[tuple[int, list[str]]] = []
    for place, name in enumerate(headers):
        if place in (period, value) or (comtrade and name not in _COMTRADE):
            continue
        cells = sheet.column(place)
        if len(kinds := set(cells)) == 1 or re.fullmatch(_REMARKS, name):
            continue
        if not codes_too and _holds_numbers(sheet, place):
            continue
        if NO_PERIOD not in _kinds(sheet, place):
            continue
        for other, (_, others) in enumerate(labels):
            if len(kinds) == len(set(others)) == len(set(zip(cells, others, strict=True))):
                if sum(map(len, kinds)) > sum(map(len, set(others))):
                    labels[other] = (place, cells)
                break
        else:
            labels.append((place, cells))
    return [place for place, _ in labels]


def told_apart_by(sheet: Sheet, rows: tuple[int, int], beside: set[int]) -> str:
    """Return a condition that the first of two rows fits and the second does not, if any."""
    one, other = (sheet.rows[row] for row in rows)
    for place, name in enumerate(sheet.header):
        if place not in beside and one[place].strip() != other[place].strip():
            return condition(name, one[place].strip())
    return ""


def condition(column: str, value: str) -> str:
    """Return `--where COLUMN=VALUE` as a shell takes it.

    >>> condition("freqCode", "M"), condition("Trade Flow", "Export")
    ('--where freqCode=M', "--where 'Trade Flow=Export'")
    """
    import shlex  # noqa: PLC0415  for messages only

    return f"--where {shlex.quote(f'{column}={value}')}"


def _only(sheet: Sheet, header: list[str], name: str) -> int:
    """Return the place of *name* in *header*, if it stands there once."""
    if header.count(name) > 1:
        raise InputError(
            f"{sheet.source} has {header.count(name)} columns named {quoted(name)}: rename them"
        )
    return header.index(name)


def _lower(sheet: Sheet) -> list[str]:
    return [name.casefold() for name in sheet.header]


def _first_cells(sheet: Sheet, place: int) -> list[str]:
    """The first cells of a column that hold something."""
    cells = (row[place].strip() for row in sheet.rows)
    return list(islice((cell for cell in cells if not is_missing(cell)), _FIRST_ROWS))


def _kinds(sheet: Sheet, place: int) -> list[str]:
    """What each of the first cells of a column says of time, the same cell once."""
    return [read_period(cell).kind for cell in dict.fromkeys(_first_cells(sheet, place))]


def _holds_numbers(sheet: Sheet, place: int) -> bool:
    """Whether at least half of a column's first cells are numbers: a stray word is an error."""
    cells = _first_cells(sheet, place)
    return 2 * sum(map(is_number, cells)) >= max(len(cells), 1)


def _is_numbering(sheet: Sheet, place: int) -> bool:
    """Whether a column of numbers counts the rows or holds codes."""
    if re.fullmatch(_NUMBERING, sheet.header[place].casefold()):
        return True
    cells = _first_cells(sheet, place)
    return len(cells) > 2 and any(
        all(cell == str(number) for number, cell in enumerate(cells, start)) for start in (0, 1)
    )
