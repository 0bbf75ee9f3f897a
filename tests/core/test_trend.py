"""A least-squares trend through levels on one path is that path's rate."""

from __future__ import annotations

import math

import pytest

from tradecalc import DomainError, Estimate, Range
from tradecalc.core.trend import least_squares_estimate, least_squares_rate


@pytest.mark.parametrize("rate", [-0.3, 0.0, 0.18, 2.0])
@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_levels_on_a_path_have_its_rate(rate: float, count: int) -> None:
    levels = [4.0 * (1 + rate) ** k for k in range(count)]
    assert least_squares_rate(levels) == pytest.approx(rate, abs=1e-12)


def test_it_is_the_slope_of_the_logarithms() -> None:
    levels = [3.0, 5.0, 4.0, 9.0]
    logs = [math.log(level) for level in levels]
    slope = sum((t - 1.5) * log for t, log in enumerate(logs)) / 5
    assert least_squares_rate(levels) == pytest.approx(math.expm1(slope))


def test_a_rate_too_large_to_be_held_is_refused() -> None:
    with pytest.raises(DomainError, match="too large"):
        least_squares_rate([1e-300, 1e300])


def test_its_ends_are_those_of_a_trend_tilted_as_far_as_the_rounding_goes() -> None:
    shown = [2.0, 2.5, 3.3, 2.9, 3.9]
    found = least_squares_estimate([Estimate(x, Range(x - 0.05, x + 0.05)) for x in shown]).range
    assert found
    halves = [0.05, 0.05, 0.0, -0.05, -0.05]  # the middle year has no weight
    for end, sign in ((found.low, 1), (found.high, -1)):
        tilted = [x + sign * half for x, half in zip(shown, halves, strict=True)]
        assert end == pytest.approx(least_squares_rate(tilted), rel=1e-12)
