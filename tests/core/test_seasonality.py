"""Seasons and levels, by their definitions: which months count, and for how much."""

from __future__ import annotations

import math
import random
from statistics import fmean, variance

import pytest

from tradecalc.core.seasonal import Forecast
from tradecalc.core.seasonality import drift, seasonal_factors, smoothed_levels

DAYS = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
FAST, SLOW = (0.35, 0.7), (0.1, 0.2)


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


def test_a_step_is_followed_by_each_weight() -> None:
    tracks, _ = smoothed_levels([2.0] * 24 + [3.0, 3.0], [1.0] * 26)
    assert [track.weight for track in tracks] == [*SLOW, *FAST]
    for track in tracks:
        assert track.lag == pytest.approx((1 - track.weight) / track.weight)
        assert track.levels[:24] == pytest.approx([2.0] * 24)
    for weight, track in zip(SLOW, tracks[:2], strict=True):
        known = [(1 - weight) ** age for age in range(26)]
        expected = 2 + sum(known[:2]) / sum(known)
        assert track.levels[-1] == pytest.approx(expected)
    for weight, track in zip(FAST, tracks[2:], strict=True):
        expected = 2 * 1.5 ** (1 - (1 - weight) ** 2)
        assert track.levels[-1] == pytest.approx(expected)


def test_levels_are_those_without_the_seasons() -> None:
    seasons = [0.5, 1.5] * 12
    tracks, unrest = smoothed_levels([4.0 * season for season in seasons], seasons)
    for track in tracks:
        assert track.levels == pytest.approx([4.0] * 24)
    assert unrest == pytest.approx(0.0, abs=1e-12)


def test_a_month_that_hardly_counts_is_passed_over_by_logarithms() -> None:
    seasons = [1.0] * 23 + [0.05]
    tracks, _ = smoothed_levels([2.0] * 23 + [5.0], seasons)
    assert [track.levels[-1] for track in tracks[2:]] == pytest.approx([2.0, 2.0])
    tracks, _ = smoothed_levels([2.0] * 23 + [5.0], [*seasons[:-1], 0.051])
    assert all(track.levels[-1] > 2.1 for track in tracks[2:])


def test_a_month_counts_for_a_tenth_at_least_and_for_twice_at_most() -> None:
    for value, factor in ((0.0, 0.1), (9.0, 2.0)):
        tracks, _ = smoothed_levels([2.0] * 30 + [value], [1.0] * 31)
        slow = tracks[0].levels[-1]
        for weight, track in zip(FAST, tracks[2:], strict=True):
            expected = 2 * (factor * slow / 2) ** weight
            assert track.levels[-1] == pytest.approx(expected)


def test_a_spike_counts_for_ten_times_the_level_in_the_slow_levels_too() -> None:
    cut, _ = smoothed_levels([2.0] * 30 + [20.0], [1.0] * 31)
    spiked, _ = smoothed_levels([2.0] * 30 + [2e6], [1.0] * 31)
    for one, other in zip(cut, spiked, strict=True):
        assert other.levels == pytest.approx(one.levels)


def test_what_lasts_three_months_is_no_spike() -> None:
    three, _ = smoothed_levels([2.0] * 30 + [2e6] * 3, [1.0] * 33)
    assert three[1].levels[-1] > 1e5
    two, _ = smoothed_levels([2.0] * 30 + [2e6] * 2, [1.0] * 32)
    assert two[1].levels[-1] < 60


def test_nothing_is_cut_in_the_first_year() -> None:
    early, _ = smoothed_levels([2.0] * 11 + [2e6], [1.0] * 12)
    assert early[1].levels[-1] > 1e5
    later, _ = smoothed_levels([2.0] * 12 + [2e6], [1.0] * 13)
    assert later[1].levels[-1] < 10


def test_the_unrest_is_that_of_the_changes_of_five_years() -> None:
    calm, restless = [2.0] * 61, [1.0, 1.9] * 30
    assert smoothed_levels(restless + calm, [1.0] * 121)[1] == 0.0
    _, unrest = smoothed_levels(calm + restless, [1.0] * 121)
    assert unrest == pytest.approx(math.log(1.9), rel=0.02)


class TestDrift:
    def test_it_is_drawn_to_six_per_cent_by_the_variance_of_growth(self) -> None:
        growths = [0.02, 0.10, 0.05]
        totals = [math.exp(sum(growths[:k])) for k in range(4)]
        doubt = variance(growths) / 0.02**2
        expected = (sum(growths) + doubt * 0.06) / (3 + doubt)
        assert drift(totals) == pytest.approx(expected)

    def test_one_growth_is_a_fifth_uncertain(self) -> None:
        assert drift([1.0, math.e]) == pytest.approx((1 + 100 * 0.06) / 101)

    def test_no_growth_is_that_of_the_world(self) -> None:
        assert drift([4.0]) == drift([0.0, 4.0]) == drift([4.0, 0.0]) == 0.06

    def test_ten_growths_count(self) -> None:
        totals = [1.0, *(1.1**k for k in range(11))]
        assert drift([9.0, *totals[1:]]) == drift(totals)
        assert drift([*totals[1:]]) == pytest.approx(math.log(1.1))
        assert drift([totals[0], 9.0, *totals[2:]]) != drift(totals)

    def test_a_growth_counts_for_five_at_most(self) -> None:
        assert drift([1.0, 1e9]) == drift([1.0, 1e6]) == pytest.approx(11 / 101)
        assert drift([1e9, 1.0]) == pytest.approx((-5 + 6) / 101)


def test_the_scale_is_of_the_unrest_the_errors_and_the_spread() -> None:
    found = Forecast(9.0, (1.0,), (), unrest=0.19, errors=(0.1,) * 24, spread=0.015)
    assert found.scale(0.3) == pytest.approx((0.2 * 0.2 * 0.02) ** 0.3)  # half the errors borrowed
