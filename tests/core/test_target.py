"""Paths to a goal, and the years to it."""

from __future__ import annotations

import pytest

from tradecalc import DomainError
from tradecalc.core.target import path_level, years_between


def test_a_level_beyond_the_goal_may_be_too_large() -> None:
    assert path_level(base=1, goal=1e100, years=1, elapsed=3) == pytest.approx(1e300)
    with pytest.raises(DomainError, match="too large"):
        path_level(base=1, goal=1e100, years=1, elapsed=4)


@pytest.mark.parametrize("last", [2024, 2023])
def test_a_year_that_is_not_later_gives_no_years(last: int) -> None:
    with pytest.raises(DomainError, match=f"{last} is not after 2024"):
        years_between(2024, last)
