"""How far full years have ended from each projection, on real trade: reference.csv beside it.

A row holds, for a method, a kind of flow and a number of months, the number of series-years, the
median and the mean of abs(ln(actual / projected)), and the `POINTS` of its distribution with its
sign. "seasonal_scaled" are the errors of the seasonal projection, each divided by its scale. The
table is made by tests/benchmarks/reference.py.
"""

from __future__ import annotations

import math
import pkgutil
from functools import cache
from typing import NamedTuple

from tradecalc.core.ranges import Range, finite
from tradecalc.errors import DomainError

SIZES = {  # by last year's total, in US dollars: size is what compares from country to country
    "over-1bn": 1e9,
    "over-100mn": 1e8,
    "over-10mn": 1e7,
    "under-10mn": 0.0,
}
FLOWS = ("national", *SIZES)
DEFAULT_FLOW = "over-1bn"
TOTALS_ONLY = ("straight_line", "flat_remainder", "same_growth", "blend")
POINTS = (5, 10, 25, 50, 75, 90, 95)  # per cent of the years that ended below
NEAR = 1.05  # within 5 % of the lowest median error the blend keeps the headline


class Endings(NamedTuple):
    """How *series_years* full years ended, compared with a projection after so many months."""

    series_years: int
    median_error: float
    mean_error: float
    points: tuple[float, ...]

    def likely(self, full_year: float, ytd: float = 0.0) -> Range:
        """Range in which four in five of the years projected at *full_year* have ended.

        No year ends below its months so far, *ytd*.
        """
        return Range(self._point(1, full_year, ytd), self._point(5, full_year, ytd))

    def median(self, full_year: float, ytd: float = 0.0) -> float:
        """Level below which half of the years projected at *full_year* have ended."""
        return self._point(3, full_year, ytd)

    def _point(self, k: int, full_year: float, ytd: float) -> float:
        return max(ytd, finite(full_year * math.exp(self.points[k])))


@cache  # the rows of a file ask for the same few over and over
def endings(method: str, flow: str, months: int) -> Endings:
    """How years of this kind of *flow* ended, compared with *method* after 1 to 11 *months*.

    >>> found = endings("straight_line", "over-1bn", 9)
    >>> found.points == tuple(sorted(found.points)), found.series_years > 1000
    (True, True)
    """
    row = _rows().get((method, flow, str(months)))
    if row is None:
        rule = "the reference has no {method} of {flow} flows after {months} months"
        raise DomainError(rule, method=method, flow=flow, months=months)
    numbers = [float(text) for text in row.split(",")]
    return Endings(int(numbers[0]), numbers[1], numbers[2], tuple(numbers[3:]))


def flow_of_size(usd: float) -> str:
    """The kind of a partner's or product's flow that came to *usd* US dollars last year.

    >>> flow_of_size(4e9), flow_of_size(876e6), flow_of_size(0)
    ('over-1bn', 'over-100mn', 'under-10mn')
    """
    return next(flow for flow, least in SIZES.items() if usd >= least or least == 0)


@cache
def best_first(flow: str, months: int) -> tuple[str, ...]:
    """The methods from totals by their median errors on this *flow* after *months*, least first.

    The blend is the first where it is within 5 % of the least.

    >>> best_first("national", 9)[0], best_first("over-1bn", 9)[0]
    ('same_growth', 'blend')
    """
    errors = {name: endings(name, flow, months).median_error for name in TOTALS_ONLY}
    is_near = errors["blend"] <= NEAR * min(errors.values())
    return tuple(sorted(errors, key=lambda name: (not (is_near and name == "blend"), errors[name])))


@cache
def _rows() -> dict[tuple[str, str, str], str]:
    """The table's rows as text, by method, flow and months: an answer needs few as numbers."""
    data = pkgutil.get_data("tradecalc.core", "reference.csv") or b""
    rows = {}
    for line in data.decode("ascii").splitlines():
        if not line.startswith("#"):
            method, flow, months, rest = line.split(",", 3)
            rows[method, flow, months] = rest
    return rows
