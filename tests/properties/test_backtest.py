"""What holds for the backtest of any series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.core.backtest import METHODS, backtest, overall, scores
from tradecalc.core.months import MonthlySeries

if TYPE_CHECKING:
    from random import Random

months = st.lists(st.integers(1, 11), min_size=1, max_size=3)


@st.composite
def series(draw: st.DrawFn) -> MonthlySeries:
    """Any three to seven years, and parts of years around them."""
    first = draw(st.integers(1, 12))
    level = st.one_of(st.just(0.0), st.floats(0.01, 1e6))
    values = draw(st.lists(level, min_size=48, max_size=84))
    return MonthlySeries("exports", (2001, first), tuple(values))


@given(flow=series(), asked=months, scale=st.sampled_from([1e-3, 1024.0, 1e6]))
def test_the_unit_changes_no_error(flow: MonthlySeries, asked: list[int], scale: float) -> None:
    scaled = MonthlySeries("exports", flow.start, tuple(v * scale for v in flow.values))
    plain = backtest(flow, asked)
    for one, other in zip(plain, backtest(scaled, asked), strict=True):
        assert other[:4] == one[:4]
        assert other.error == pytest.approx(one.error, abs=1e-7)
        assert other[4:] == pytest.approx([scale * value for value in one[4:]], rel=1e-7)


@given(flow=series(), asked=months, order=st.randoms(use_true_random=False))
def test_the_order_of_trials_changes_no_score(
    flow: MonthlySeries, asked: list[int], order: Random
) -> None:
    trials = backtest(flow, asked)
    mixed = list(trials)
    order.shuffle(mixed)
    assert scores(mixed) == scores(trials)
    assert overall(mixed) == overall(trials)


@given(flow=series(), asked=months)
def test_scores_are_what_they_can_be(flow: MonthlySeries, asked: list[int]) -> None:
    trials = backtest(flow, asked)
    for score in [*scores(trials), *overall(trials)]:
        sizes = [
            abs(t.error)
            for t in trials
            if t.method == score.method and score.months in (None, t.months)
        ]
        assert score.n == len(sizes)
        assert 0 <= score.coverage <= 1
        assert abs(score.bias) <= score.mean_error + 1e-12
        assert min(sizes) - 1e-12 <= score.median_error <= max(sizes)
        assert score.skill is None or score.skill <= 1
        if score.method == "straight_line":
            assert score.skill == 0
    assert len(trials) % len(METHODS) == 0


@given(flow=series(), asked=months)
def test_the_methods_are_tried_on_the_same_years(flow: MonthlySeries, asked: list[int]) -> None:
    tried: dict[str, list[tuple[int, int, float]]] = {method: [] for method in METHODS}
    for trial in backtest(flow, asked):
        tried[trial.method].append((trial.year, trial.months, trial.actual))
        assert trial.projected > 0
        assert trial.low <= trial.high
    assert all(years == tried["blend"] for years in tried.values())


@given(
    season=st.lists(st.floats(1, 100), min_size=12, max_size=12),
    growth=st.floats(-0.5, 1),
    years=st.integers(3, 8),
    asked=months,
)
def test_one_pattern_at_one_growth_is_foreseen(
    season: list[float], growth: float, years: int, asked: list[int]
) -> None:
    values = [month * (1 + growth) ** k for k in range(years) for month in season]
    trials = backtest(MonthlySeries("exports", (2001, 1), tuple(values)), asked)
    errors = [t.error for t in trials if t.method in ("same_growth", "seasonal")]
    assert errors == pytest.approx([0.0] * len(errors), abs=1e-8)
