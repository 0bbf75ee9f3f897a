"""The periods of a table's rows -> the month that each row is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.columns import kinds_of, year_column
from tradecalc.inputs.conditions import told_apart_by
from tradecalc.inputs.labels import REMARKS
from tradecalc.inputs.levels import is_missing, is_number
from tradecalc.inputs.periods import (
    DAY,
    EITHER_WAY,
    MONTH,
    NO_PERIOD,
    NO_YEAR,
    TENTH,
    TO_DATE,
    YEAR,
    Period,
    month_number,
    read_periods,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.sheet import Sheet

_REMEDIES = {
    NO_PERIOD: "write a month like 2025-09, or leave the row out",
    NO_YEAR: "write it like 2025-09, or add a column Year",
    TENTH: "write 2001-01 or 2001-10, as the month is",
    EITHER_WAY: "write the date like 2025-09-01",
    TO_DATE: "add --cumulative",
}
# Where a format names its periods so, another column of dates is something else.
_SURE = ("time_period", "observation_date", "ref_date")


def months_of_rows(sheet: Sheet, place: int, *, cumulative: bool) -> list[int]:
    """Return the month of each row, counted from the year 0, as the column at *place* has it.

    Raises InputError at the first row that is of no month: what it is of, and what to do.
    """
    texts = _with_years(sheet, place)
    periods = read_periods(texts)
    of_months = {MONTH, TO_DATE} if cumulative else {MONTH}
    kinds = {period.kind for period in periods.values()}
    if kinds <= of_months:
        counted = {text: 12 * p.year + p.month - 1 for text, p in periods.items()}
        return [counted[text] for text in texts]
    wrong = [row for row, text in enumerate(texts) if periods[text].kind not in of_months]
    days = [row for row in wrong if periods[texts[row]].kind == DAY]
    if 2 * len(days) >= len(texts):  # the first and the last day of a month stand for it
        raise InputError(_days(sheet, place, days[0], periods))
    if YEAR in kinds and NO_YEAR in kinds and not kinds & of_months:
        wrong = [row for row in wrong if periods[texts[row]].kind == YEAR]
        raise InputError(
            f"{sheet.at(wrong[0])}: {quoted(texts[wrong[0]])} in column {sheet.header[place]} is a"
            " year above its months: write the months like 2025-09, or add a column Year"
        )
    written, kind = sheet.rows[wrong[0]][place].strip(), periods[texts[wrong[0]]].kind
    if len(kinds) == 1 and kind not in _REMEDIES:
        raise InputError(
            f"{sheet.source} holds {kind[2:]}s, not months ({quoted(written)} in column"
            f" {sheet.header[place]}): monthly levels are wanted"
        )
    raise InputError(_no_month(sheet, place, wrong, written, kind))


def refuse_other_months(sheet: Sheet, place: int, value: int, months: Sequence[int]) -> None:
    """Require that no column beside the one at *place* has other *months* in some row.

    One of them may be that of publication, and neither its place nor its name tells which.
    """
    names = sheet.names()
    if names[place] in _SURE:
        return
    for other, name in enumerate(names):
        if (
            other in (place, value)
            or re.fullmatch(REMARKS, name)
            or not _is_of_months(sheet, other)
        ):
            continue
        texts = sheet.column(other)
        periods = read_periods(texts)
        for row, text in enumerate(texts):
            period = periods[text]
            if period.kind == MONTH and 12 * period.year + period.month - 1 != months[row]:
                raise InputError(
                    f"{sheet.at(row)}: {quoted(sheet.rows[row][place].strip())} in column"
                    f" {sheet.header[place]} and {quoted(text)} in column {sheet.header[other]}"
                    " are two months: choose one of the columns with --period-column"
                )


def _is_of_months(sheet: Sheet, place: int) -> bool:
    """Whether a column holds months that vary, and not numbers that only look like them."""
    cells = {cell for cell in sheet.column(place) if not is_missing(cell)}
    if len(cells) < 2 or not set(kinds_of(sheet, place)) <= {MONTH, EITHER_WAY}:
        return False
    return not all(is_number(cell) and len(cell) not in (6, 8) for cell in cells)


def _with_years(sheet: Sheet, place: int) -> list[str]:
    """The periods as written, with the year before a month that stands in a column beside it.

    A sheet whose cells were merged has the year in January alone: below it, it is the same as
    long as the months follow one another.
    """
    texts = sheet.column(place)
    column = year_column(sheet)
    if column is None or column == place:
        return texts
    months = {text: month_number(text) or _number(text) for text in dict.fromkeys(texts)}
    dated, year, before = [], "", 0
    for row, (written, text) in enumerate(zip(sheet.column(column), texts, strict=True)):
        month = months[text]
        if month and not written and not (year and month == before + 1):
            raise InputError(
                f"{sheet.at(row)}: column {sheet.header[column]} is empty beside {quoted(text)}:"
                " write the year in every row"
            )
        year, before = written or year, month
        dated.append(f"{year}-{month:02}" if month else text)
    return dated


def _number(text: str) -> int:
    """Return a month's number written as such, or 0."""
    plain = text.isascii() and text.isdigit() and len(text) < 3
    return int(text) if plain and 1 <= int(text) <= 12 else 0


def _days(sheet: Sheet, place: int, row: int, periods: dict[str, Period]) -> str:
    """What to say of a column of days, of which there may be one a month."""
    written, column = quoted(sheet.rows[row][place].strip()), sheet.header[place]
    dates = {(p.year, p.month) for p in periods.values() if p.kind in (DAY, MONTH)}
    if len(dates) == len(periods):
        return (
            f"{sheet.at(row)}: {written} in column {column} is a day inside its month, maybe that"
            " of publication: write the month like 2025-09, or name another column with"
            " --period-column"
        )
    return (
        f"{sheet.source} holds days, not months ({written} in column {column}): monthly levels are"
        " wanted"
    )


def _no_month(sheet: Sheet, place: int, wrong: list[int], written: str, kind: str) -> str:
    """What to say of the first of the rows that are *wrong*, some others being right."""
    cell = f"{sheet.at(wrong[0])}: {quoted(written)} in column {sheet.header[place]}"
    if kind == TENTH:
        return f"{cell} may be January or October: {_REMEDIES[kind]}"
    if kind == EITHER_WAY:
        return f"{cell} may have its day first or its month: {_REMEDIES[kind]}"
    if not written:
        return f"{sheet.at(wrong[0])}: column {sheet.header[place]} is empty: write its month"
    if kind in _REMEDIES:
        return f"{cell} is {kind if kind != NO_PERIOD else 'not a month'}: {_REMEDIES[kind]}"
    others = sorted(set(range(len(sheet.rows))) - set(wrong))
    beside = (other for other in range(len(sheet.header)) if other != place)
    keep = told_apart_by(sheet, others, wrong, among=beside, words_only=True)
    remedy = f"keep the months with {keep}" if keep else "leave such rows out"
    return f"{cell} is {kind} among months: {remedy}"
