"""How well each projection would have done on a series' own past, year by year."""

import math
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from tradecalc.core import projection
from tradecalc.core.months import MonthlySeries
from tradecalc.core.ranges import finite
from tradecalc.core.reference import DEFAULT_FLOW, TOTALS_ONLY, endings
from tradecalc.core.seasonal import LEAST_YEARS, seasonal_projection
from tradecalc.errors import DomainError

METHODS = (*TOTALS_ONLY, "seasonal")
BASELINE = "straight_line"  # what skill is measured against
NOISE = 1e-12  # a smaller error is rounding of floats, and counts as none


class Trial(NamedTuple):
    """One year as projected by *method* after *months* months, with its 80 % range."""

    series: str
    year: int
    months: int
    method: str
    projected: float
    low: float
    high: float
    actual: float

    @property
    def error(self) -> float:
        """How far the projection was off, ln(projected / actual): below zero if it was too low."""
        return math.log(self.projected) - math.log(self.actual)

    @property
    def covered(self) -> bool:
        """Whether the year ended within its range."""
        return self.low <= self.actual <= self.high


class Score(NamedTuple):
    """The errors of a *method* in *n* trials after *months* months; None stands for all months."""

    method: str
    months: int | None
    n: int
    median_error: float  # of absolute errors in logarithms, as is the next
    mean_error: float
    bias: float  # the mean error with its sign
    coverage: float  # the share of years within the 80 % range
    skill: float | None  # 1 - mean_error / that of the straight line; None if that is zero


def backtest(
    series: MonthlySeries, months: Sequence[int] = (3, 6, 9), flow: str = DEFAULT_FLOW
) -> list[Trial]:
    """Every year of *series* as each method would have projected it after 1 to 11 *months*.

    A projection is made from the first months of its year and at least two complete years before.
    The seasonal range is the method's own; the others are those of this kind of *flow*. A year
    without trade in these months, or in those of the year before, is left out.

    Raises DomainError where a month is below zero or too large, or no errors of the flow are known.
    Source: rolling-origin evaluation (Tashman, 2000, International Journal of Forecasting 16).

    >>> from tradecalc.core.months import MonthlySeries
    >>> series = MonthlySeries("exports", (2021, 1), (*[1.0] * 36, *[2.0] * 12))
    >>> trials = backtest(series, [9])
    >>> [(t.year, t.projected, t.actual) for t in trials if t.method == "flat_remainder"]
    [(2023, 12.0, 12.0), (2024, 21.0, 24.0)]
    """
    asked = sorted(set(months))
    for m in asked:
        endings(BASELINE, flow, m)  # raises for an unknown flow or month
    for year in series.complete_years:
        least, total = min(series.year(year)), sum(series.year(year))
        if least < 0:
            remedy = "backtest exports and imports"
            raise DomainError(f"a month of {year} is below zero", remedy=remedy)
        finite(total * 2.0**30)  # a multiple of the year must be finite too
    return [
        t for year in judged_years(series) for m in asked for t in _trials(series, year, m, flow)
    ]


def judged_years(series: MonthlySeries) -> tuple[int, ...]:
    """The years that a backtest projects: those with two complete years just before."""
    return series.complete_years[LEAST_YEARS:]


def scores(trials: Sequence[Trial]) -> list[Score]:
    """The score of each method after each number of months."""
    asked = sorted({trial.months for trial in trials})
    return [score for m in asked for score in overall([t for t in trials if t.months == m], m)]


def overall(trials: Sequence[Trial], months: int | None = None) -> list[Score]:
    """The score of each method over all *trials*; *months* is their number, if all have one."""
    line = _mean([abs(trial.error) for trial in trials if trial.method == BASELINE])
    found = []
    for method in METHODS:
        if rows := [trial for trial in trials if trial.method == method]:
            errors = [trial.error for trial in rows]
            sizes = [abs(error) for error in errors]
            middle, mean, bias = median(sizes), _mean(sizes), _mean(errors)
            middle = middle if middle > NOISE else 0.0
            n, coverage = len(rows), sum(trial.covered for trial in rows) / len(rows)
            skill = 1 - mean / line if line > 0 else None
            skill = 0.0 if method == BASELINE else skill
            found.append(Score(method, months, n, middle, mean, bias, coverage, skill))
    return found


def best_method(judged: Sequence[Score]) -> str:
    """The method with the least mean error, of one score each; among equals the simplest."""
    if not judged:
        raise DomainError("no year was projected")
    least = min(score.mean_error for score in judged)
    return next(score.method for score in judged if score.mean_error <= least + NOISE)


def _trials(series: MonthlySeries, year: int, m: int, flow: str) -> Iterator[Trial]:
    """Yield a trial by each method; none of a year without growth."""
    history, levels = series.history(year), series.year(year)
    ytd, actual = math.fsum(levels[:m]), math.fsum(levels)
    prior = {"prior_year": math.fsum(history[-1]), "prior_ytd": math.fsum(history[-1][:m])}
    if not (prior["prior_ytd"] > 0 and ytd / prior["prior_ytd"] > 0):
        return
    full_years = {
        "straight_line": projection.straight_line(ytd=ytd, months=m),
        "flat_remainder": projection.flat_remainder(ytd=ytd, **prior),
        "same_growth": projection.same_growth(ytd=ytd, **prior),
        "blend": projection.blend(ytd=ytd, months=m, **prior),
    }
    for method, full_year in full_years.items():
        ends = endings(method, flow, m).likely(full_year, ytd)
        yield Trial(series.name, year, m, method, full_year, ends.low, ends.high, actual)
    own = seasonal_projection(history, levels[:m])
    yield Trial(series.name, year, m, "seasonal", own.full_year, own.low, own.high, actual)


def _mean(errors: Sequence[float]) -> float:
    mean = math.fsum(errors) / len(errors) if errors else 0.0
    return mean if abs(mean) > NOISE else 0.0
