"""Totals from January to the month, as some offices publish them -> the months themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tradecalc.errors import InputError
from tradecalc.inputs.periods import month_name

if TYPE_CHECKING:
    from tradecalc.core.months import MonthlySeries


def months_of_totals(series: MonthlySeries) -> MonthlySeries:
    """The months behind totals that run from January of each year to the month.

        month = total - total of the month before, and January as it stands

    Raises InputError where the first total is not a January's and where a total falls.

    >>> from tradecalc.core.months import MonthlySeries
    >>> totals = MonthlySeries("exports", (2024, 1), (3.0, 5.5, 9.0), decimals=1)
    >>> months_of_totals(totals).values
    (3.0, 2.5, 3.5)
    """
    if series.start[1] != 1:
        raise InputError(
            f"the totals{_of(series)} begin with {month_name(series.start)}, and a month is the"
            " difference of two: begin with a January"
        )
    year = series.start[0]
    months = [series.values[0]]
    for place, (before, total) in enumerate(pairwise(series.values), start=1):
        years, month = divmod(place, 12)
        if month == 0:
            months.append(total)
            continue
        if total < before:
            raise InputError(
                f"the total{_of(series)} falls from {before} to {total} in"
                f" {month_name((year + years, month + 1))}, so it does not run from January on:"
                " leave --cumulative out, or correct it"
            )
        # Both were written with so many decimals, and so is their difference.
        months.append(round(total - before, series.decimals))
    return replace(series, values=tuple(months))


def looks_cumulative(series: MonthlySeries) -> bool:
    """Whether levels look like totals from January on: each year rises, each January falls back.

    It takes two complete years: monthly flows hardly rise eleven times running, twice.

    >>> from tradecalc.core.months import MonthlySeries
    >>> totals = tuple(float(month) for month in range(1, 13))
    >>> looks_cumulative(MonthlySeries("exports", (2023, 1), totals * 2))
    True
    >>> looks_cumulative(MonthlySeries("exports", (2023, 1), totals))
    False
    """
    if len(series.complete_years) < 2:
        return False
    return all(
        later < earlier if (series.start[1] + place) % 12 == 1 else later >= earlier
        for place, (earlier, later) in enumerate(pairwise(series.values), start=1)
    )


def _of(series: MonthlySeries) -> str:
    return f" of {series.name}" if series.name else ""
