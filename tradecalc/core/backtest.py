"""How each projection would have done on a series' own past, year by year, and which did best.

A rolling origin: every year is projected as it could have been after so many of its months,
from those and the years before it, and held against what the year came to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core import projection
from tradecalc.core.ranges import finite
from tradecalc.core.reference import DEFAULT_FLOW, TOTALS_ONLY, endings
from tradecalc.core.seasonal import LEAST_YEARS, seasonal_projection
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tradecalc.core.months import MonthlySeries
    from tradecalc.core.reference import Endings

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
        """How far the projection was off, in logarithms: below zero where it was too low.

            error = ln(projected / actual)

        >>> round(Trial("exports", 2024, 9, "blend", 4.0, 3.9, 4.2, 4.1).error, 6)
        -0.024693
        """
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
    """Every year of *series* as each method would have projected it after so many *months*.

    A projection is made from what was known then: the first months of its year and the
    complete years before it, two at least, so that all `METHODS` are judged on the same years.
    The range of the seasonal one is its own; those of the others are the reference's for this
    kind of *flow*. *months* are from 1 to 11. A year is left out where nothing was traded in its
    months so far or in the same months a year before: it has not all projections.

    Raises DomainError where a month is below zero or too large, or the reference does not know
    the flow or the number of months.
    Source: rolling-origin evaluation (Tashman, 2000, International Journal of Forecasting 16).

    >>> from tradecalc.core.months import MonthlySeries
    >>> series = MonthlySeries("exports", (2021, 1), (*[1.0] * 36, *[2.0] * 12))
    >>> trials = backtest(series, [9])
    >>> [(t.year, t.projected, t.actual) for t in trials if t.method == "flat_remainder"]
    [(2023, 12.0, 12.0), (2024, 21.0, 24.0)]
    >>> backtest(MonthlySeries("exports", (2022, 1), (1.0,) * 24))
    []
    """
    years = [(year, series.year(year)) for year in series.complete_years]
    _refuse_impossible(series.name, years)
    asked = sorted(set(months))
    reference = {(m, name): endings(name, flow, m) for m in asked for name in TOTALS_ONLY}
    found = [list(_trials(series.name, years, m, reference)) for m in asked]
    return sorted((trial for trials in found for trial in trials), key=lambda t: (t.year, t.months))


def judged_years(series: MonthlySeries) -> tuple[int, ...]:
    """The years that a backtest projects: those with two complete years just before them.

    >>> from tradecalc.core.months import MonthlySeries
    >>> judged_years(MonthlySeries("exports", (2020, 1), (1.0,) * 50))
    (2022, 2023)
    """
    return series.complete_years[LEAST_YEARS:]


def scores(trials: Iterable[Trial]) -> list[Score]:
    """How each method did after each number of months, in that order.

    >>> from tradecalc.core.months import MonthlySeries
    >>> series = MonthlySeries("exports", (2021, 1), (*[1.0] * 9, *[3.0] * 3) * 4)
    >>> line, *_, seasonal = scores(backtest(series, [9]))
    >>> line.method, line.n, round(line.bias, 4), line.skill
    ('straight_line', 2, -0.4055, 0.0)
    >>> seasonal.method, seasonal.mean_error, seasonal.skill
    ('seasonal', 0.0, 1.0)
    """
    by_months: dict[int, list[Trial]] = {}
    for trial in trials:
        by_months.setdefault(trial.months, []).append(trial)
    return [score for m in sorted(by_months) for score in _scores(by_months[m], m)]


def overall(trials: Iterable[Trial]) -> list[Score]:
    """How each method did over all numbers of months together."""
    return _scores(trials, None)


def best_method(judged: Iterable[Score]) -> str:
    """The method with the least mean error over all trials; of equals the simplest.

    Raises DomainError where there are no scores.

    >>> row = {"n": 9, "median_error": 0.1, "bias": 0.0, "coverage": 0.8, "skill": 0.0}
    >>> best_method([Score("blend", 6, mean_error=0.2, **row),
    ...              Score("seasonal", 6, mean_error=0.1, **row)])
    'seasonal'
    """
    sums: dict[str, list[tuple[int, float]]] = {}
    for score in judged:
        sums.setdefault(score.method, []).append((score.n, score.n * score.mean_error))
    if not sums:
        raise DomainError("no year was projected, so no method is the best")
    means = {
        method: math.fsum(total for _, total in rows) / sum(n for n, _ in rows)
        for method, rows in sums.items()
    }
    least = min(means.values())
    return next(m for m in METHODS if m in means and means[m] <= least + NOISE)


def _trials(
    name: str,
    years: Sequence[tuple[int, tuple[float, ...]]],
    m: int,
    reference: dict[tuple[int, str], Endings],
) -> Iterator[Trial]:
    """Trials after *m* months, oldest first."""
    history: list[tuple[float, ...]] = []
    for year, levels in years:
        if len(history) >= LEAST_YEARS:
            ytd = math.fsum(levels[:m])
            from_totals = _from_totals(history[-1], ytd, m)
            if from_totals and min(from_totals) > 0:
                actual = math.fsum(levels)
                for method, full_year in zip(TOTALS_ONLY, from_totals, strict=True):
                    ends = reference[m, method].likely(full_year, ytd)
                    yield Trial(name, year, m, method, full_year, ends.low, ends.high, actual)
                own = seasonal_projection(history, levels[:m])
                yield Trial(name, year, m, "seasonal", own.full_year, own.low, own.high, actual)
        history.append(levels)


def _from_totals(before: tuple[float, ...], ytd: float, m: int) -> list[float]:
    """Full years by the methods that need totals alone, in their order; none without growth."""
    prior = {"prior_year": math.fsum(before), "prior_ytd": math.fsum(before[:m])}
    if not (ytd > 0 and prior["prior_ytd"] > 0):
        return []
    return [
        projection.straight_line(ytd=ytd, months=m),
        projection.flat_remainder(ytd=ytd, **prior),
        projection.same_growth(ytd=ytd, **prior),
        projection.blend(ytd=ytd, months=m, **prior),
    ]


def _scores(trials: Iterable[Trial], months: int | None) -> list[Score]:
    """Scores of each method in *trials*."""
    by_method: dict[str, list[Trial]] = {}
    for trial in trials:
        by_method.setdefault(trial.method, []).append(trial)
    line = _mean([abs(trial.error) for trial in by_method.get(BASELINE, [])])
    found = []
    for method in METHODS:
        if rows := by_method.get(method):
            errors = [trial.error for trial in rows]
            sizes = sorted(abs(error) for error in errors)
            half = len(sizes) // 2
            median = sizes[half] if len(sizes) % 2 else (sizes[half - 1] + sizes[half]) / 2
            mean = _mean(sizes)
            skill = 1 - mean / line if line > 0 else None
            found.append(
                Score(
                    method=method,
                    months=months,
                    n=len(rows),
                    median_error=median if median > NOISE else 0.0,
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


def _refuse_impossible(name: str, years: Iterable[tuple[int, tuple[float, ...]]]) -> None:
    """Refuse levels below zero, and those too large to project."""
    for year, levels in years:
        for month, level in enumerate(levels, start=1):
            if level < 0:
                raise DomainError(
                    "{name} has {level:.12g} in {year}-{month:02}",
                    name=name,
                    level=level,
                    year=year,
                    month=month,
                    remedy="a backtest needs flows, which are not below 0 as a balance may be",
                )
            finite(level * 2.0**30)  # a year of it, however it is multiplied, must be held too
