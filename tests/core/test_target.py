"""Paths to a goal, and the years to it."""

from __future__ import annotations

import pytest

from tradecalc import DomainError
from tradecalc.core.target import goal_year, path_level


def test_a_level_beyond_the_goal_may_be_too_large() -> None:
    assert path_level(base=1, goal=1e100, years=1, elapsed=3) == pytest.approx(1e300)
    with pytest.raises(DomainError, match="too large"):
        path_level(base=1, goal=1e100, years=1, elapsed=4)


def test_a_goal_that_is_reached_late_is_reached_in_no_year_of_four_digits() -> None:
    assert goal_year(base=1, goal=2, rate=1, base_year=9998) == 9999
    with pytest.raises(DomainError, match="not reached before the year 10000"):
        goal_year(base=1, goal=2, rate=1, base_year=9999)
