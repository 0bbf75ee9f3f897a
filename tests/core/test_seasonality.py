"""Seasons and levels, by their definitions: which months count, and for how much."""

from __future__ import annotations

import math
import random
from statistics import fmean

import pytest

from tradecalc.core.seasonality import SLOW, seasonal_factors, smoothed_levels

DAYS = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


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
