"""Paths to a goal, where a level on them is more than can be held."""

from __future__ import annotations

import pytest

from tradecalc import DomainError, Estimate
from tradecalc.core.ranges import given
from tradecalc.core.target import Path, path_level


def test_a_level_beyond_the_goal_may_be_too_large() -> None:
    assert path_level(base=1, goal=1e100, years=1, elapsed=3) == pytest.approx(1e300)
    with pytest.raises(DomainError, match="too large"):
        path_level(base=1, goal=1e100, years=1, elapsed=4)


@pytest.mark.parametrize(("goal", "rising"), [(3.9, False), (4.0, True), (4.1, True)])
def test_a_path_rises_unless_its_goal_is_below_its_base(goal: float, rising: bool) -> None:
    figures = {"base": Estimate(4.0), "goal": Estimate(goal)}
    path = Path(figures, 2024, 6, given("base"), given("goal"), given("goal"))
    assert path.rising is rising
