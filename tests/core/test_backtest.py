"""The backtest: answers worked by hand, and nothing known too early."""

from __future__ import annotations

import math
import random

import pytest

from tradecalc.core.backtest import (
    METHODS,
    Trial,
    backtest,
    best_method,
    judged_years,
    overall,
    scores,
)
from tradecalc.core.months import MonthlySeries
from tradecalc.core.reference import endings
from tradecalc.core.seasonal import seasonal_projection
from tradecalc.errors import DomainError

SEASON = [8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14]


def restless(seed: int, months: int, start: tuple[int, int] = (1990, 1)) -> MonthlySeries:
    """A flow with a season, growth and noise, and now and then a month of nothing."""
    draw = random.Random(seed)
    values = [
        0.0
        if draw.random() < 0.03
        else SEASON[(start[1] - 1 + t) % 12] * math.exp(0.005 * t + draw.gauss(0, 0.3))
        for t in range(months)
    ]
    return MonthlySeries("exports", start, tuple(values))


# Two years of 1 a month, then one of 2 a month, and what is known of the year after it.
DOUBLED = MonthlySeries("exports", (2021, 1), (*[1.0] * 24, *[2.0] * 12, 5.0))


def test_a_year_worked_by_hand() -> None:
    found = backtest(DOUBLED, [9, 3, 9], "national")
    assert [(t.year, t.months, t.method) for t in found] == [
        (2023, m, method) for m in (3, 9) for method in METHODS
    ]
    trials = {trial.method: trial for trial in found if trial.months == 9}
    projected = {name: trial.projected for name, trial in trials.items() if name != "seasonal"}
    assert projected == {
        "straight_line": 24,  # 18 * 12 / 9
        "flat_remainder": 21,  # 18 and the 3 of the year before
        "same_growth": 24,  # 12 * 18 / 9
        "blend": pytest.approx((24 * 21 * 24) ** (1 / 3)),
    }
    assert trials["flat_remainder"].error == pytest.approx(math.log(21 / 24))
    known = endings("flat_remainder", "national", 9).likely(21)
    assert (trials["flat_remainder"].low, trials["flat_remainder"].high) == (known.low, known.high)


def trial(method: str, projected: float, actual: float, *, months: int = 6) -> Trial:
    return Trial("exports", 2020, months, method, projected, 90.0, 110.0, actual)


def test_scores_worked_by_hand() -> None:
    e = math.exp
    line = [trial("straight_line", 100, 100 * e(x)) for x in (0.1, -0.3, 0.2, 0.0)]
    blend = [trial("blend", 100, 100 * e(x)) for x in (0.1, 0.05, 0.0, -0.09)]
    first, second = scores([*line, *blend])
    assert (first.method, first.months, first.n, first.skill) == ("straight_line", 6, 4, 0.0)
    assert (first.median_error, first.mean_error) == pytest.approx((0.15, 0.15))
    assert first.bias == pytest.approx(0, abs=1e-12)
    assert first.coverage == 0.25  # e^0.1 is 1.105, e^-0.3 is 0.74, e^0.2 is 1.22, and 1 is in
    assert second.median_error == pytest.approx(0.07)
    assert second.mean_error == pytest.approx(0.06)
    assert second.bias == pytest.approx(-0.015)
    assert second.coverage == 0.75  # all but e^0.1, for e^-0.09 is 0.914
    assert second.skill == pytest.approx(0.6)


def test_the_best_errs_least_in_the_mean_and_of_equals_is_the_simplest() -> None:
    equal = [trial(method, 105, 100) for method in ("seasonal", "blend")]
    assert best_method(overall(equal)) == "blend"
    better = [*equal, trial("seasonal", 101, 100)]
    assert best_method(overall(better)) == "seasonal"
    with pytest.raises(DomainError, match="no year was projected"):
        best_method([])


@pytest.mark.parametrize(("seed", "start"), [(1, (1990, 1)), (2, (1990, 1)), (3, (1989, 8))])
@pytest.mark.parametrize("months", [1, 6, 11])
def test_the_seasonal_trials_are_the_seasonal_projections(
    seed: int, start: tuple[int, int], months: int
) -> None:
    series = restless(seed, 17 * 12, start)
    trials = [t for t in backtest(series, [months]) if t.method == "seasonal"]
    assert [t.year for t in trials] == list(judged_years(series))
    assert len(trials) >= 12
    for found in trials:
        alone = seasonal_projection(series.history(found.year), series.year(found.year)[:months])
        theirs = (alone.full_year, alone.low, alone.high)
        assert (found.projected, found.low, found.high) == theirs


@pytest.mark.parametrize("seed", range(5))
def test_what_was_not_known_yet_never_matters(seed: int) -> None:
    series, draw = restless(seed, 12 * 12), random.Random(100 + seed)
    year, months = draw.randrange(1993, 2002), draw.randrange(1, 12)
    known = (year - 1990) * 12 + months
    changed = [value * math.exp(draw.gauss(0, 2)) for value in series.values[known:]]
    later = MonthlySeries("exports", (1990, 1), series.values[:known] + tuple(changed))
    shorter = MonthlySeries("exports", (1990, 1), series.values[: (year - 1990) * 12])

    def foreseen(of: MonthlySeries, until: tuple[int, int]) -> list[tuple[object, ...]]:
        asked = range(1, 12)
        return [t[1:7] for t in backtest(of, asked) if (t.year, t.months) <= until]

    assert foreseen(later, (year, months)) == foreseen(series, (year, months))
    before = (year - 1, 11)
    assert foreseen(shorter, before) == foreseen(series, before)


def test_years_of_nothing_are_left_out() -> None:
    late = [0.0] * 6 + [1.0] * 6
    series = MonthlySeries("exports", (2020, 1), (*[1.0] * 24, *late, *[1.0] * 12, *[0.0] * 12))
    found = {(t.year, t.months) for t in backtest(series, [6, 9])}
    # In 2022 six months bring nothing; in 2023 the six of the year before; 2024 has no year.
    assert found == {(2022, 9), (2023, 9)}
    assert backtest(MonthlySeries("exports", (2020, 1), (0.0,) * 60)) == []


def test_a_balance_is_refused_where_a_year_is_judged() -> None:
    with pytest.raises(DomainError, match=r"^a month of 2021 is below zero"):
        backtest(MonthlySeries("balance", (2020, 1), (*[1.0] * 14, -3.5, *[1.0] * 30)))
    assert backtest(MonthlySeries("balance", (2020, 1), (*[1.0] * 36, -1.0)))


def test_levels_that_no_float_can_hold_are_refused() -> None:
    for values in ((1e308,) * 48, (1e300,) * 48):
        with pytest.raises(DomainError, match="too large"):
            backtest(MonthlySeries("exports", (2020, 1), values))
    far = (*[1e-150] * 12, *[1e150] * 12, 0.0, *[1.0] * 35)
    assert all(math.isfinite(t.error) for t in backtest(MonthlySeries("exports", (2020, 1), far)))


@pytest.mark.parametrize(("months", "flow"), [([12], "national"), ([0], "national"), ([3], "big")])
def test_what_the_reference_does_not_know(months: list[int], flow: str) -> None:
    with pytest.raises(DomainError, match="no errors of straight_line are known"):
        backtest(DOUBLED, months, flow)
