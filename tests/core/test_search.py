"""The search finds a lowest value to within what its forty steps leave of two eighths."""

from __future__ import annotations

import math

import pytest

from tradecalc.core.search import lowest_between


@pytest.mark.parametrize("steepness", [0.001, 1.0, 1000.0])
def test_the_place_is_found_within_what_forty_golden_sections_leave(steepness: float) -> None:
    left = 0.25 * ((math.sqrt(5) - 1) / 2) ** 40
    for k in range(1, 100):
        lowest = k / 100 + 1 / 700

        def valley(x: float, lowest: float = lowest) -> float:
            return lowest - x if x < lowest else (x - lowest) * steepness

        at, there = lowest_between(valley, 0.0, 1.0)
        assert there == valley(at)
        assert abs(at - lowest) <= left / 2 * (1 + 1e-6)


@pytest.mark.parametrize("lowest", [0.0, 1.0])
def test_at_an_end_it_is_found_exactly(lowest: float) -> None:
    assert lowest_between(lambda x: abs(x - lowest), 0.0, 1.0) == (lowest, 0.0)
