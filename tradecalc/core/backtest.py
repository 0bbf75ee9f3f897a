"""How each projection would have done on a series' own past, year by year, and which did best.

A rolling origin: every year is projected as it could have been after so many of its months,
from those and the years before it, and held against what the year came to.
"""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core import projection
from tradecalc.core.ranges import finite
from tradecalc.core.reference import DEFAULT_FLOW, TOTALS_ONLY, endings
from tradecalc.core.seasonal import LEAST_YEARS, seasonal_projection
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tradecalc.core.months import MonthlySeries

METHODS = (*TOTALS_ONLY, "seasonal")
BASELINE = "straight_line"  # what skill is measured against
NOISE = 1e-12  # a smaller error is rounding of floats, and counts as none


class Trial(NamedTuple):
    """One year of *series* as *method* projected it after *months* months, and its *actual* total.

    *low* and *high* are its 80 % range, which of the methods from totals need not hold the
    point: years have tended to end above a straight line.
    """

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
        """Whether the year ended within the range."""
        return self.low <= self.actual <= self.high


class Score(NamedTuple):
    """How a *method* did in *n* trials after *months* months, or after all those tried (None).

    Errors are absolute errors in logarithms, *bias* the mean error with its sign, *coverage*
    the share of the years that ended within the 80 % range. *skill* is the share of the
    straight line's mean error that the method saves, or None where that was without error:

        skill = 1 - mean_error / mean_error of the straight line
    """

    method: str
    months: int | None
    n: int
    median_error: float
    mean_error: float
    bias: float
    coverage: float
    skill: float | None


def backtest(
    series: MonthlySeries, months: Sequence[int] = (3, 6, 9), flow: str = DEFAULT_FLOW
) -> list[Trial]:
    """Every year of *series* as each method would have projected it after 1 to 11 *months*.

    A projection is made from what was known then: the first months of its year and the
    complete years before it, two at least, so that all `METHODS` are judged on the same years.
    The range of the seasonal one is its own; those of the others are the reference's for this
    kind of *flow*. A year is left out where nothing was traded in its months so far or in the same
    months a year before.

    Raises DomainError where a month is below zero or too large, or the reference has no such row.
    Source: rolling-origin evaluation (Tashman, 2000, International Journal of Forecasting 16).

    >>> from tradecalc.core.months import MonthlySeries
    >>> series = MonthlySeries("exports", (2021, 1), (*[1.0] * 36, *[2.0] * 12))
    >>> trials = backtest(series, [9])
    >>> [(t.year, t.projected, t.actual) for t in trials if t.method == "flat_remainder"]
    [(2023, 12.0, 12.0), (2024, 21.0, 24.0)]
    """
    asked = sorted(set(months))
    for m in asked:
        endings(BASELINE, flow, m)  # which refuses what it does not know
    for year in series.complete_years:
        least, total = min(series.year(year)), sum(series.year(year))
        if least < 0:
            rule = "{name} has a month of {least:.12g} in {year}, and a backtest needs flows"
            raise DomainError(rule, name=series.name, least=least, year=year)
        finite(total * 2.0**30)  # however a year is multiplied, it must be held too
    return [
        t for year in judged_years(series) for m in asked for t in _trials(series, year, m, flow)
    ]


def judged_years(series: MonthlySeries) -> tuple[int, ...]:
    """The years that a backtest projects: those with two complete years just before them."""
    return series.complete_years[LEAST_YEARS:]


def scores(trials: Sequence[Trial]) -> list[Score]:
    """How each method did after each number of months, in that order.

    >>> from tradecalc.core.months import MonthlySeries
    >>> series = MonthlySeries("exports", (2021, 1), (*[1.0] * 9, *[3.0] * 3) * 4)
    >>> line, *_, seasonal = scores(backtest(series, [9]))
    >>> line.method, line.n, round(line.bias, 4), line.skill
    ('straight_line', 2, -0.4055, 0.0)
    >>> seasonal.method, seasonal.mean_error, seasonal.skill
    ('seasonal', 0.0, 1.0)
    """
    asked = sorted({trial.months for trial in trials})
    return [score for m in asked for score in _scores([t for t in trials if t.months == m], m)]


def overall(trials: Sequence[Trial]) -> list[Score]:
    """How each method did over all numbers of months together."""
    return _scores(trials, None)


def best_method(judged: Sequence[Score]) -> str:
    """The method with the least mean error over all trials; of equals the simplest."""
    means = {}
    for method in METHODS:
        if rows := [score for score in judged if score.method == method]:
            total = math.fsum(score.n * score.mean_error for score in rows)
            means[method] = total / sum(score.n for score in rows)
    if not means:
        raise DomainError("no year was projected, so no method is the best")
    return next(m for m, mean in means.items() if mean <= min(means.values()) + NOISE)


def _trials(series: MonthlySeries, year: int, m: int, flow: str) -> Iterator[Trial]:
    """Trials of a *year* after *m* months by each method; none without growth."""
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


def _scores(trials: Sequence[Trial], months: int | None) -> list[Score]:
    """Scores of each method in *trials*."""
    line = _mean([abs(trial.error) for trial in trials if trial.method == BASELINE])
    found = []
    for method in METHODS:
        if rows := [trial for trial in trials if trial.method == method]:
            errors = [trial.error for trial in rows]
            sizes = [abs(error) for error in errors]
            middle, mean = median(sizes), _mean(sizes)
            skill = 1 - mean / line if line > 0 else None
            found.append(
                Score(
                    method=method,
                    months=months,
                    n=len(rows),
                    median_error=middle if middle > NOISE else 0.0,
                    mean_error=mean,
                    bias=_mean(errors),
                    coverage=sum(trial.covered for trial in rows) / len(rows),
                    skill=0.0 if method == BASELINE else skill,
                )
            )
    return found


def _mean(errors: Sequence[float]) -> float:
    """Mean, taken as zero where it is the arithmetic's noise."""
    mean = math.fsum(errors) / len(errors) if errors else 0.0
    return mean if abs(mean) > NOISE else 0.0
