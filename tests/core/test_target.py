"""Paths to a goal, where a level on them is more than can be held."""

from __future__ import annotations

import pytest

from tradecalc import DomainError
from tradecalc.core.target import path_level


def test_a_level_beyond_the_goal_may_be_too_large() -> None:
    assert path_level(base=1, goal=1e100, years=1, elapsed=3) == pytest.approx(1e300)
    with pytest.raises(DomainError, match="too large"):
        path_level(base=1, goal=1e100, years=1, elapsed=4)
