"""How far full years have ended from each projection, on real trade: reference.csv beside it.

A row holds, for a method, a kind of flow and a number of months, the number of series-years, the
median and mean of abs(ln(actual / projected)), and the `POINTS` of ln(actual / projected), for
"seasonal_scaled" divided by its scale. tests/benchmarks/reference.py makes the table.
"""

import math
import pkgutil
from functools import cache
from typing import NamedTuple

from tradecalc.core.ranges import Range, finite
from tradecalc.errors import DomainError

# By last year's total, in US dollars: size is what compares from country to country.
SIZES = {"over-1bn": 1e9, "over-100mn": 1e8, "over-10mn": 1e7, "under-10mn": 0.0}
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
        """Range in which four such years in five ended, no lower than their months so far."""
        low, high = (finite(full_year * math.exp(self.points[k])) for k in (1, 5))
        return Range(max(ytd, low), max(ytd, high))


@cache  # the rows of a file ask for the same few over and over
def endings(method: str, flow: str, months: int) -> Endings:
    """How years of this kind of *flow* ended, against *method* after 1 to 11 *months*."""
    row = _rows().get((method, flow, str(months)))
    if row is None:
        raise DomainError(f"no errors of {method} are known on {flow} flows after {months} months")
    numbers = [float(text) for text in row.split(",")]
    return Endings(int(numbers[0]), numbers[1], numbers[2], tuple(numbers[3:]))


def flow_of_size(usd: float) -> str:
    """The kind of a partner's or product's flow of *usd* US dollars last year."""
    return next(flow for flow, least in SIZES.items() if usd >= least or least == 0)


@cache
def best_first(flow: str, months: int) -> tuple[str, ...]:
    """Methods by median error on this *flow*, the blend first within 5 % of the least."""
    errors = {name: endings(name, flow, months).median_error for name in TOTALS_ONLY}
    is_near = errors["blend"] <= NEAR * min(errors.values())
    return tuple(sorted(errors, key=lambda name: (not (is_near and name == "blend"), errors[name])))


@cache
def _rows() -> dict[tuple[str, str, str], str]:
    """The table's rows by method, flow and months; as text, for few are ever needed."""
    data = pkgutil.get_data("tradecalc.core", "reference.csv") or b""
    lines = data.decode("ascii").splitlines()
    rows = (line.split(",", 3) for line in lines if not line.startswith("#"))
    return {(method, flow, months): rest for method, flow, months, rest in rows}
