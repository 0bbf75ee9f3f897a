"""Growth at the edges: levels far apart, years few and many, and words that say why not."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tradecalc import DomainError
from tradecalc.core.growth import (
    cagr,
    compound,
    doubling_time,
    growth_rate,
    halving_time,
    log_growth,
    log_ratio,
    share,
    years_to_reach,
)
from tradecalc.core.projection import prior_ytd

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = 600 * math.log(10)  # between 1e-300 and 1e300


def test_levels_too_far_apart_for_their_ratio_still_have_its_logarithm() -> None:
    assert log_ratio(base=1e-300, goal=1e300) == pytest.approx(FAR)
    assert log_ratio(base=1e300, goal=1e-300) == pytest.approx(-FAR)
    assert log_growth(base=1e-300, goal=1e300, years=6) == pytest.approx(FAR / 6)
    assert cagr(base=1e-300, goal=1e300, years=60) == pytest.approx(1e10 - 1)


def test_one_year_is_taken_as_written() -> None:
    assert cagr(base=10, goal=18.5, years=1) == (18.5 - 10) / 10
    for base, goal in ((0, 4), (4, 0), (-1, 4)):
        with pytest.raises(DomainError, match="above zero"):
            cagr(base=base, goal=goal, years=1)


@pytest.mark.parametrize("years", [0, -1, math.inf, math.nan])
@pytest.mark.parametrize("formula", [cagr, log_growth])
def test_no_years_have_no_rate(formula: Callable[..., float], years: float) -> None:
    with pytest.raises(DomainError, match=f"above zero, not {years:.12g}"):
        formula(base=4, goal=5, years=years)


@pytest.mark.parametrize("level", [0.0, -1.0, -math.inf, math.nan])
def test_no_level_but_a_number_above_zero_grows(level: float) -> None:
    for base, goal in ((level, 4.0), (4.0, level)):
        with pytest.raises(DomainError, match=f"above zero, not {level:.12g}"):
            log_ratio(base=base, goal=goal)
    with pytest.raises(DomainError, match="growth needs a level above zero"):
        compound(base=level, rate=0.1, years=1)
    with pytest.raises(DomainError, match="shares need a total above zero"):
        share(part=1, total=level)


@pytest.mark.parametrize(
    "wrong",
    [
        partial(log_ratio, base=4, goal=math.inf),
        partial(cagr, base=1e-300, goal=1e300, years=1),
        partial(compound, base=1, rate=1, years=1e4),
        partial(growth_rate, previous=-1e308, current=1e308),  # nor can its change be said
        partial(compound, base=1, rate=math.inf, years=1),  # which leaves more than nothing
        partial(doubling_time, rate=math.inf),
        partial(prior_ytd, ytd=1, growth=math.inf),
    ],
)
def test_what_is_too_large_is_refused(wrong: Callable[[], float]) -> None:
    with pytest.raises(DomainError, match="too large to calculate"):
        wrong()


def test_a_level_too_small_to_be_held_is_refused() -> None:
    with pytest.raises(DomainError, match="too small to calculate"):
        compound(base=1, rate=-0.5, years=1e4)


def test_where_there_is_no_growth_the_change_is_said() -> None:
    with pytest.raises(DomainError, match=r"from -1 to 3 has no rate: the change is 4$"):
        growth_rate(previous=-1, current=3)
    with pytest.raises(DomainError, match=r"from 3 to -1 has no rate: the change is -4$"):
        growth_rate(previous=3, current=-1)


@pytest.mark.parametrize("rate", [-1.0, -1.5, math.nan])
def test_a_rate_that_leaves_nothing_is_refused(rate: float) -> None:
    with pytest.raises(DomainError, match="above -100 %"):
        compound(base=1, rate=rate, years=1)


@pytest.mark.parametrize(
    ("goal", "rate", "side"),
    [(8, -0.1, "above"), (8, 0, "above"), (2, 0.1, "below"), (2, 0, "below")],
)
def test_a_goal_off_the_way_is_never_reached(goal: float, rate: float, side: str) -> None:
    with pytest.raises(DomainError, match=f"from 4 to {goal}: .* must be {side} zero$"):
        years_to_reach(base=4, goal=goal, rate=rate)
    assert years_to_reach(base=4, goal=4, rate=rate) == 0.0


def test_doubling_and_halving() -> None:
    assert doubling_time(rate=1.0) == 1.0
    assert halving_time(rate=-0.75) == 0.5
    for rate in (0.0, -0.1, math.nan):
        with pytest.raises(DomainError, match="doubles at a rate above zero"):
            doubling_time(rate=rate)
    for rate in (0.0, 0.1, math.nan):
        with pytest.raises(DomainError, match="halves at a rate below zero"):
            halving_time(rate=rate)
    for rate in (-1.0, -1.5):  # it is gone at once, which is no time to halve in
        with pytest.raises(DomainError, match="above -100 %"):
            halving_time(rate=rate)
