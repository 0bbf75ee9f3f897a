"""The rows of one series -> its months, in order and without a gap."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tradecalc.errors import InputError
from tradecalc.inputs.conditions import told_apart_by
from tradecalc.inputs.periods import TENTH, Month, month_name, read_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.sheet import Sheet

_STEPS = {3: "quarters", 6: "half-years", 12: "years"}  # by the months from one row to the next


def in_order(
    sheet: Sheet, rows: Sequence[int], months: Sequence[int], *, period: int, value: int
) -> list[int]:
    """Return the *rows* of one series by their months, oldest first.

    *period* and *value* are the places of the columns that every row has its own cell in.
    Raises InputError for a month that two rows are of.
    """
    ordered = sorted(rows, key=months.__getitem__)
    for one, other in pairwise(ordered):
        if months[one] != months[other]:
            continue
        written = sheet.rows[one][period].strip()
        if written == sheet.rows[other][period].strip() and read_period(written).kind == TENTH:
            year = written.partition(".")[0]
            raise InputError(
                f"{sheet.at(one)}: this row and that of line {sheet.lines[other]} are both"
                f" {written}, one of them October without its zero: write {year}-01 and {year}-10"
            )
        beside = (place for place in range(len(sheet.header)) if place not in (period, value))
        apart = told_apart_by(sheet, [one], [other], among=beside)
        raise InputError(
            f"{sheet.at(one)}: this row and that of line {sheet.lines[other]} are both of"
            f" {month_name(as_month(months[one]))}:"
            f" {f'choose with {apart}' if apart else 'leave one of them out'}"
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
        raise InputError(
            f"{sheet.at(rows[0])}: from this row on, no month has a number: write those published"
        )
    first, last = known[0], known[-1]
    values: list[float] = []
    for place in range(first, last + 1):
        month = months[rows[place]]
        if place > first and months[rows[place - 1]] + 1 < month:
            raise InputError(_gap(sheet, rows[place], [months[row] for row in rows], place))
        if (level := levels[place]) is None:
            raise InputError(
                f"{sheet.at(rows[place])}: {month_name(as_month(month))} has no number, and later"
                " months have: write it, or leave the earlier rows out"
            )
        values.append(level)
    return as_month(months[rows[first]]), tuple(values)


def as_month(count: int) -> Month:
    """Return the year and month of a count of months from the year 0.

    >>> as_month(12 * 2025 + 8)
    (2025, 9)
    """
    return count // 12, count % 12 + 1


def _gap(sheet: Sheet, row: int, months: list[int], place: int) -> str:
    """What to say of the gap before the month at *place*, which stands in *row*."""
    steps = {later - earlier for earlier, later in pairwise(months)}
    if len(months) > 2 and len(steps) == 1 and (step := steps.pop()) in _STEPS:
        return (
            f"{sheet.at(row)}: the series holds {_STEPS[step]}, not months (its rows are {step}"
            " months apart): monthly levels are wanted"
        )
    return (
        f"{sheet.at(row)}: {month_name(as_month(months[place - 1] + 1))} is missing before"
        f" {month_name(as_month(months[place]))}: add its row, or leave the earlier ones out"
    )
