"""The periods of a table's rows -> the months they are of, in order and without a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.errors import InputError
from tradecalc.inputs.columns import condition, told_apart_by, year_column
from tradecalc.inputs.figures import quoted
from tradecalc.inputs.levels import is_number
from tradecalc.inputs.periods import (
    EITHER_WAY,
    MONTH,
    NO_PERIOD,
    NO_YEAR,
    TENTH,
    TO_DATE,
    Month,
    month_name,
    month_number,
    read_periods,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.delimited import Sheet

_REMEDIES = {
    NO_PERIOD: "write a month like 2025-09",
    NO_YEAR: "write it like 2025-09, or add a column Year",
    TENTH: "write 2001-01 or 2001-10, as the month is",
    EITHER_WAY: "write the date like 2025-09-01",
    TO_DATE: "add --cumulative",
}


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
    written, kind = sheet.rows[wrong[0]][place].strip(), periods[texts[wrong[0]]].kind
    if len(kinds) == 1 and kind not in _REMEDIES:
        raise InputError(
            f"{sheet.source} holds {kind[2:]}s, not months ({quoted(written)} in column"
            f" {sheet.header[place]}): monthly levels are wanted"
        )
    raise InputError(_no_month(sheet, place, wrong, written, kind))


def in_order(
    sheet: Sheet, rows: Sequence[int], months: Sequence[int], beside: set[int]
) -> list[int]:
    """Return the *rows* of one series by their months, oldest first.

    *beside* are the columns of the period and the value, which every row has its own.
    Raises InputError for a month that two rows are of.
    """
    ordered = sorted(rows, key=months.__getitem__)
    for place in range(1, len(ordered)):
        one, other = ordered[place - 1], ordered[place]
        if months[one] == months[other]:
            apart = told_apart_by(sheet, (one, other), beside)
            remedy = f"choose with {apart}" if apart else "leave one of them out"
            raise InputError(
                f"{sheet.at(one)}: this row and that of line {sheet.lines[other]} are both of"
                f" {month_name(as_month(months[one]))}: {remedy}"
            )
    return ordered


def without_gaps(
    sheet: Sheet, rows: Sequence[int], months: Sequence[int], levels: Sequence[float | None]
) -> tuple[Month, tuple[float, ...]]:
    """Return the first month and the levels from there on; unpublished ends are left off.

    *rows* are those of one series in order, and *levels* are theirs.
    Raises InputError for a month left out, by its row or by its number.
    """
    known = [place for place, level in enumerate(levels) if level is not None]
    if not known:
        raise InputError(f"{sheet.at(rows[0])}: from this row on, no month has a number")
    first, last = known[0], known[-1]
    values: list[float] = []
    for place in range(first, last + 1):
        row, month = rows[place], months[rows[place]]
        if place > first and (skipped := months[rows[place - 1]] + 1) < month:
            raise InputError(
                f"{sheet.at(row)}: {month_name(as_month(skipped))} is missing before"
                f" {month_name(as_month(month))}: add its row, or leave the earlier ones out"
            )
        if (level := levels[place]) is None:
            raise InputError(
                f"{sheet.at(row)}: {month_name(as_month(month))} has no number, and later months"
                " have: write it, or leave the earlier rows out"
            )
        values.append(level)
    return as_month(months[rows[first]]), tuple(values)


def as_month(count: int) -> Month:
    """Return the year and month of a count of months from the year 0.

    >>> as_month(12 * 2025 + 8)
    (2025, 9)
    """
    return count // 12, count % 12 + 1


def _with_years(sheet: Sheet, place: int) -> list[str]:
    """The periods as written, with the year before a month that stands in a column beside it."""
    texts = sheet.column(place)
    year = year_column(sheet)
    if year is None or year == place:
        return texts
    months = {text: month_number(text) or _number(text) for text in dict.fromkeys(texts)}
    years = sheet.column(year)
    return [
        f"{y}-{months[text]:02}" if months[text] else text
        for y, text in zip(years, texts, strict=True)
    ]


def _number(text: str) -> int:
    """Return a month's number written as such, or 0."""
    plain = text.isascii() and text.isdigit() and len(text) < 3
    return int(text) if plain and 1 <= int(text) <= 12 else 0


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
    keep = _keeping(sheet, others, wrong, beside=place) if others else ""
    remedy = f"keep the months with {keep}" if keep else "leave such rows out"
    return f"{cell} is {kind} among months: {remedy}"


def _keeping(sheet: Sheet, right: list[int], wrong: list[int], *, beside: int) -> str:
    """Return the condition that the rows of months fit, and none of the others, if any.

    The periods themselves, *beside* which it stands, are no condition, nor are numbers: a
    frequency is a letter or a word.
    """
    for place, name in enumerate(sheet.header):
        cells = {sheet.rows[row][place].strip() for row in right}
        apart = cells.isdisjoint(sheet.rows[row][place].strip() for row in wrong)
        if place != beside and apart and len(cells) == 1 and not any(map(is_number, cells)):
            return condition(name, cells.pop())
    return ""
