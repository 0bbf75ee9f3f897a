"""Which column of a table holds the periods, and which one the levels."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.header import FIRST_ROWS
from tradecalc.inputs.levels import is_missing, is_number
from tradecalc.inputs.names import listed, matching
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
    from tradecalc.inputs.sheet import Sheet

# In the order in which they are looked for.
_PERIODS = (
    *("time_period", "observation_date", "period", "ref_date", "date", "month", "time"),
    *("период", "дата", "месяц", "bulan", "refmonth", "ref_month", "mon"),
)
_YEARS = (
    *("year", "год", "жыл", "yil", "tahun"),
    *("refyear", "ref_year", "reference year", "yr"),
)
_VALUES = ("obs_value", "primaryvalue", "trade value (us$)", "value", "значение")
_NUMBERING = r"no\.?|n|№|#|id|index|row|№ п/п|.*\bcode|.*\bid|код.*"


def column_named(sheet: Sheet, name: str, option: str) -> int:
    """Return the place of the column that *option* names, whatever its capitals.

    Raises InputError, listing the columns, where there is none.
    """
    places = matching(name, sheet.header)
    if not places:
        raise InputError(
            f"{option} {quoted(name)} is not a column of {sheet.source}, which has"
            f" {listed(sheet.header)}"
        )
    return _only(sheet, places)


def period_column(sheet: Sheet, chosen: str | None) -> int:
    """Return the place of the column of periods: the one *chosen*, or one that looks like it.

    Raises InputError where no column holds months, or anything else of time.
    """
    if chosen is not None:
        return column_named(sheet, chosen, "--period-column")
    headers = sheet.names()
    named = [headers.index(name) for name in _PERIODS if name in headers]
    # A name goes before its cells: Comtrade dates an annual row 20220101 beside its period, 2022.
    kinds = {place: kinds_of(sheet, place) for place in named or range(len(headers))}
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
    headers = sheet.names()
    for name in _YEARS:
        if name in headers and set(kinds_of(sheet, headers.index(name))) == {YEAR}:
            return headers.index(name)
    return None


def value_column(sheet: Sheet, period: int, chosen: str | None) -> int:
    """Return the place of the column that holds the levels: the one *chosen*, or the only one.

    Raises InputError where no column holds numbers and, naming them, where several do.
    """
    if chosen is not None:
        return column_named(sheet, chosen, "--value-column")
    headers = sheet.names()
    for name in _VALUES:
        if name in headers:
            return _only(sheet, matching(name, headers))
    numbers = [
        place
        for place, name in enumerate(headers)
        if place != period and name not in (*_YEARS, *_PERIODS) and holds_numbers(sheet, place)
    ]
    flows = [place for place in numbers if not _is_numbering(sheet, place)]
    varying = [place for place in flows if len(set(sheet.column(place))) > 1] or flows
    if not varying:
        raise InputError(
            f"{sheet.source} has no column of numbers beside its periods (its columns are"
            f" {listed(sheet.header, 6)}): if one holds them, name it with --value-column"
        )
    for name, count in Counter(headers[place] for place in varying).items():
        if count > 1:
            _only(sheet, matching(name, headers))
    if len(varying) > 1:
        names = listed(sheet.header[place] for place in varying)
        raise InputError(f"{sheet.source} holds {names}: choose one with --value-column")
    return varying[0]


def kinds_of(sheet: Sheet, place: int) -> list[str]:
    """Return what each of the first cells of a column says of time, the same cell once."""
    return [read_period(cell).kind for cell in dict.fromkeys(_first_cells(sheet, place))]


def holds_numbers(sheet: Sheet, place: int) -> bool:
    """Whether at least half of a column's first cells are numbers: a stray word is an error."""
    cells = _first_cells(sheet, place)
    return 2 * sum(map(is_number, cells)) >= max(len(cells), 1)


def _only(sheet: Sheet, places: list[int]) -> int:
    """Return the only place of the columns of one name, which stand in *places*."""
    if len(places) > 1:
        raise InputError(
            f"{sheet.source} has {len(places)} columns named {quoted(sheet.header[places[0]])}:"
            " rename them"
        )
    return places[0]


def _first_cells(sheet: Sheet, place: int) -> list[str]:
    """The first cells of a column that hold something."""
    cells = (row[place].strip() for row in sheet.rows)
    return list(islice((cell for cell in cells if not is_missing(cell)), FIRST_ROWS))


def _is_numbering(sheet: Sheet, place: int) -> bool:
    """Whether a column of numbers counts the rows or holds codes."""
    if re.fullmatch(_NUMBERING, sheet.header[place].casefold()):
        return True
    cells = _first_cells(sheet, place)
    return len(cells) > 2 and any(
        all(cell == str(number) for number, cell in enumerate(cells, start)) for start in (0, 1)
    )
