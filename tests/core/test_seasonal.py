"""The seasonal projection: what it must return exactly, and what it may never do."""

from __future__ import annotations

import math
import random
from statistics import fmean
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradecalc import DomainError, seasonal_projection
from tradecalc.core.seasonal import SLOW, drift, seasonal_factors, smoothed_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
HARVEST = [0.0, 0, 0, 0, 1, 3, 9, 20, 12, 4, 0, 0]
WAVY = [8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14]

levels = st.floats(min_value=0, max_value=1e12).map(lambda x: x if x > 1e-9 else 0.0)
positive = st.floats(min_value=1e-3, max_value=1e6)
years = st.lists(st.lists(levels, min_size=12, max_size=12), min_size=2, max_size=6)
counts = st.integers(min_value=1, max_value=11)


@given(history=years, months=st.lists(levels, min_size=1, max_size=12))
def test_the_range_holds_the_point_and_begins_no_lower_than_the_months(
    history: list[list[float]], months: list[float]
) -> None:
    answer = seasonal_projection(history, months)
    assert answer.low <= answer.full_year <= answer.high < math.inf
    assert math.fsum(months) * (1 - 1e-12) <= answer.low
    assert len(answer.rest) == 12 - len(months)
    assert all(0 <= month < math.inf for month in answer.rest)
    total = math.fsum(months) + math.fsum(answer.rest)
    assert answer.full_year == pytest.approx(total, rel=1e-9)
    assert math.fsum(answer.shares) == pytest.approx(1)


@given(history=years, months=st.lists(levels, min_size=1, max_size=11))
def test_a_power_of_two_changes_no_digit(history: list[list[float]], months: list[float]) -> None:
    plain = seasonal_projection(history, months)
    larger = seasonal_projection(
        [[4 * m for m in year] for year in history], [4 * m for m in months]
    )
    assert larger.full_year == 4 * plain.full_year
    assert larger.rest == tuple(4 * month for month in plain.rest)


@given(history=years, months=st.lists(levels, min_size=12, max_size=12))
def test_a_year_of_known_months_is_returned_as_it_is(
    history: list[list[float]], months: list[float]
) -> None:
    answer = seasonal_projection(history, months)
    assert answer.full_year == answer.low == answer.high == math.fsum(months)
    assert answer.rest == ()


@given(level=positive, count=counts, length=st.integers(2, 14))
def test_a_constant_series_projects_itself(level: float, count: int, length: int) -> None:
    answer = seasonal_projection([[level] * 12] * length, [level] * count)
    assert answer.full_year == pytest.approx(12 * level, rel=1e-12)
    assert answer.rest == pytest.approx([level] * (12 - count), rel=1e-9)


@given(
    pattern=st.lists(positive, min_size=12, max_size=12),
    sizes=st.lists(st.floats(0.2, 5), min_size=3, max_size=12),
    count=counts,
)
def test_a_perfectly_seasonal_series_is_projected_exactly(
    pattern: list[float], sizes: list[float], count: int
) -> None:
    *history, current = [[month * size for month in pattern] for size in sizes]
    answer = seasonal_projection(history, current[:count])
    assert answer.full_year == pytest.approx(math.fsum(current), rel=1e-8)
    assert answer.rest == pytest.approx(current[count:], rel=1e-5, abs=1e-6 * sum(current))


@pytest.mark.parametrize("count", range(1, 12))
def test_months_without_trade_are_a_season_too(count: int) -> None:
    answer = seasonal_projection([HARVEST] * 5, HARVEST[:count])
    assert answer.full_year == pytest.approx(49)
    assert answer.rest[-1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("history", "months"),
    [
        ([[0.0] * 12, [0.0] * 6 + [5.0] * 6], 6),
        ([[0.0] * 12] * 2, 6),
        ([[0.0] * 12] * 2, 1),
        ([[0.0] * 8 + [5.0] * 4, [5.0] * 12], 3),
    ],
)
def test_a_flow_that_has_just_begun_goes_on(history: list[list[float]], months: int) -> None:
    """What came before its first month is no season of it."""
    answer = seasonal_projection(history, [5.0] * months)
    assert answer.low < 60 < answer.high
    assert answer.rest == pytest.approx([5.0] * (12 - months), rel=0.12)


def test_nothing_so_far_is_no_reason_to_expect_nothing() -> None:
    history = [WAVY, [month * 1.1 for month in WAVY]]
    answer = seasonal_projection(history, [0.0])
    assert answer.full_year > 50
    assert seasonal_projection([[0.0] * 12] * 3, [0.0] * 4).full_year == 0
    assert seasonal_projection([[0.0] * 12] * 3, [2.0] * 4).full_year > 8


def test_a_short_history_leans_on_the_reference_and_a_long_steady_one_narrows() -> None:
    def noisy(years: int) -> list[list[float]]:
        return [
            [m * (1 + 0.02 * math.sin(7 * k + i)) for i, m in enumerate(WAVY)] for k in range(years)
        ]

    def width(years: int) -> float:
        answer = seasonal_projection(noisy(years), WAVY[:6])
        return (answer.high - answer.low) / answer.full_year

    assert width(12) < width(5) < width(2)


anything = st.one_of(
    st.just(0.0),
    st.sampled_from([5e-324, 1e-310, 1.0, 1e300, 1.7e308]),
    st.floats(min_value=0, max_value=1e308),
)


@given(
    history=st.lists(st.lists(anything, min_size=12, max_size=12), min_size=2, max_size=5),
    months=st.lists(anything, min_size=1, max_size=12),
)
def test_any_levels_at_all_have_a_finite_projection_or_are_too_large(
    history: list[list[float]], months: list[float]
) -> None:
    try:
        answer = seasonal_projection(history, months)
    except DomainError as error:
        assert "too large" in str(error)
        return
    assert 0 <= answer.low <= answer.full_year <= answer.high < math.inf
    assert all(0 <= month < math.inf for month in (*answer.rest, *answer.shares))


@given(
    pattern=st.lists(st.integers(0, 9).map(float), min_size=12, max_size=12),
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    months=st.lists(st.integers(0, 9).map(float), min_size=1, max_size=11),
    place=st.tuples(st.integers(0, 4), st.integers(0, 11)),
)
def test_a_small_change_of_a_month_is_a_small_change_of_the_answer(
    pattern: list[float], sizes: list[int], months: list[float], place: tuple[int, int]
) -> None:
    history = [[month * size for month in pattern] for size in sizes]
    assume(all(any(year) for year in history))
    assume(any(months))
    plain = seasonal_projection(history, months).full_year
    year, month = place[0] % len(history), place[1]
    history[year][month] *= 1 + 1e-9
    assert seasonal_projection(history, months).full_year == pytest.approx(plain, rel=1e-3)


@pytest.mark.parametrize(
    ("history", "months", "reason"),
    [
        ([WAVY], [1.0], "needs 2 complete years before"),
        ([WAVY, WAVY], [], "this year 1 to 12"),
        ([WAVY, WAVY], [1.0] * 13, "this year 1 to 12"),
        ([WAVY, [-1.0, *WAVY[1:]]], [1.0], "zero or more, not -1"),
        ([WAVY, WAVY], [math.nan], "zero or more, not nan"),
        ([[1e308] * 12] * 2, [1e308], "too large"),
    ],
)
def test_what_has_no_projection(
    history: Sequence[Sequence[float]], months: Sequence[float], reason: str
) -> None:
    with pytest.raises(DomainError, match=reason):
        seasonal_projection(history, months)


@given(values=st.lists(levels, min_size=25, max_size=60))
def test_factors_have_a_mean_of_one_and_none_is_below_nothing(values: list[float]) -> None:
    factors = seasonal_factors(values)
    assert math.fsum(factors) == pytest.approx(12)
    assert min(factors) >= 0


@given(values=st.lists(positive, min_size=25, max_size=60))
def test_smoothed_levels_lie_within_the_levels_without_seasons(values: list[float]) -> None:
    tracks, unrest = smoothed_levels(values, [1.0] * len(values))
    assert len(tracks) == 4
    for levels in tracks.values():
        for level in levels:
            assert min(values) * (1 - 1e-9) <= level <= max(values) * (1 + 1e-9)
    assert unrest >= 0


@given(first=positive, rate=st.floats(0.5, 2), count=st.integers(2, 11))
def test_a_steady_flow_drifts_at_its_own_pace(first: float, rate: float, count: int) -> None:
    totals = [first * rate**k for k in range(count + 1)]
    assert drift(totals) == pytest.approx(math.log(rate), abs=1e-6)


@given(totals=st.lists(positive, min_size=2, max_size=12), factor=positive)
def test_drift_knows_no_unit(totals: list[float], factor: float) -> None:
    assume(max(totals) / min(totals) < 1e6)
    scaled = drift([total * factor for total in totals])
    assert scaled == pytest.approx(drift(totals), abs=1e-9)


def _noisy(level: float, seed: int) -> list[float]:
    return [level * math.exp(0.1 * math.sin(7 * k + seed)) for k in range(12)]


def test_a_flow_that_comes_back_is_no_spike() -> None:
    before = [_noisy(100, seed) for seed in range(3)]
    silent = [[0.0] * 12] * 6
    back = seasonal_projection([*before, *silent], _noisy(100, 9)[:9])
    assert back.full_year == pytest.approx(1200, rel=0.15)
    settled = seasonal_projection([*before, *silent, _noisy(100, 8)], _noisy(100, 9)[:3])
    assert settled.full_year == pytest.approx(1200, rel=0.15)


def test_a_level_that_lasts_is_believed() -> None:
    answer = seasonal_projection([_noisy(1, seed) for seed in range(5)], _noisy(1000, 9)[:6])
    assert answer.full_year > 8000
    tiny = [[1e-16, *[0.0] * 11], [1.0] * 12, [1.0] * 12]
    assert seasonal_projection(tiny, [1.0] * 6).full_year == pytest.approx(12, rel=0.15)


def test_a_year_that_hardly_begins_is_not_far_from_one_that_does_not() -> None:
    history = [[1.0] * 12] * 6
    nothing = seasonal_projection(history, [0.0] * 3).full_year
    assert seasonal_projection(history, [1e-12] * 3).full_year == pytest.approx(nothing, rel=1e-3)


@pytest.mark.parametrize("month", range(11))
def test_a_flow_of_one_month_a_year_that_had_none_in_it_ends_at_nothing(month: int) -> None:
    year = [12.0 if k == month else 0.0 for k in range(12)]
    answer = seasonal_projection([year] * 4, [0.0] * (month + 1))
    assert (answer.full_year, answer.low, answer.high) == (0.0, 0.0, 0.0)
    assert answer.rest == (0.0,) * (11 - month)


def test_a_flow_of_as_much_a_day_has_the_days_of_the_months_as_its_seasons() -> None:
    factors = seasonal_factors([days * 7.0 for days in DAYS] * 5)
    assert factors == pytest.approx([12 * days / 365.25 for days in DAYS])
    assert math.fsum(factors) == pytest.approx(12)


def test_a_steady_season_is_found_whole() -> None:
    year = [3.0, 1.0, 2.0, 5.0, 4.0, 6.0, 7.0, 2.0, 1.0, 0.0, 3.0, 2.0]
    mean = fmean(year)
    assert seasonal_factors(year * 6) == pytest.approx([month / mean for month in year])


def test_the_last_ten_years_and_half_a_year_beside_each_month_count() -> None:
    drawn = random.Random(6)
    values = [drawn.uniform(1, 3) for _ in range(144)]
    factors = seasonal_factors(values)
    assert seasonal_factors([9.0] * 18 + values[18:]) == factors
    assert seasonal_factors([9.0] * 19 + values[19:]) != factors
    assert seasonal_factors([*values[:-1], 9.0]) != factors


def test_seasons_without_a_pattern_are_not_believed() -> None:
    drawn = random.Random(7)
    factors = seasonal_factors([drawn.uniform(1, 3) for _ in range(120)])
    assert factors == pytest.approx([days * 12 / 365.25 for days in DAYS], abs=0.15)


def test_levels_are_those_without_the_seasons() -> None:
    seasons = [0.5, 1.5] * 12
    tracks, unrest = smoothed_levels([4.0 * season for season in seasons], seasons)
    for levels in tracks.values():
        assert levels == pytest.approx([4.0] * 24)
    assert unrest == pytest.approx(0.0, abs=1e-12)


def test_a_spike_counts_for_ten_times_the_level_in_the_slow_levels_too() -> None:
    cut, _ = smoothed_levels([2.0] * 30 + [20.0], [1.0] * 31)
    spiked, _ = smoothed_levels([2.0] * 30 + [2e6], [1.0] * 31)
    for weight, levels in cut.items():
        assert spiked[weight] == pytest.approx(levels)


def test_what_lasts_three_months_is_no_spike() -> None:
    three, _ = smoothed_levels([2.0] * 30 + [2e6] * 3, [1.0] * 33)
    assert three[SLOW[1]][-1] > 1e5
    two, _ = smoothed_levels([2.0] * 30 + [2e6] * 2, [1.0] * 32)
    assert two[SLOW[1]][-1] < 60


def test_the_unrest_is_that_of_the_changes_of_five_years() -> None:
    calm, restless = [2.0] * 61, [1.0, 1.9] * 30
    assert smoothed_levels(restless + calm, [1.0] * 121)[1] == 0.0
    _, unrest = smoothed_levels(calm + restless, [1.0] * 121)
    assert unrest == pytest.approx(math.log(1.9), rel=0.02)
