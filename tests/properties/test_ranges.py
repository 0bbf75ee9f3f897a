"""A rounding range contains the formula's value at every point of the figures' box."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc import Estimate, Range, evaluate
from tradecalc.core import growth, projection, target
from tradecalc.core.growth import least_squares_estimate, least_squares_rate

if TYPE_CHECKING:
    from collections.abc import Callable


def blend_from_growth(*, ytd: float, growth: float, prior_year: float) -> float:
    before = projection.prior_ytd(ytd=ytd, growth=growth)
    return projection.blend(ytd=ytd, months=9, prior_year=prior_year, prior_ytd=before)


def rest_of_blend(*, ytd: float, growth: float, prior_year: float) -> float:
    return projection.rest_growth(
        full_year=blend_from_growth(ytd=ytd, growth=growth, prior_year=prior_year),
        ytd=ytd,
        prior_year=prior_year,
        prior_ytd=projection.prior_ytd(ytd=ytd, growth=growth),
    )


def pace_ratio(*, ytd: float, base: float, goal: float) -> float:
    """Not monotone in the base."""
    required = growth.cagr(base=base, goal=goal, years=6)
    year = projection.straight_line(ytd=ytd, months=9)
    return growth.growth_rate(previous=base, current=year) / required


FORMULAS: dict[Callable[..., float], dict[str, tuple[float, float]]] = {
    growth.growth_rate: {"previous": (1, 5), "current": (0.5, 6)},
    partial(growth.cagr, years=6): {"base": (1, 5), "goal": (5.5, 20)},
    partial(target.path_level, years=6, elapsed=1): {"base": (1, 5), "goal": (0.5, 20)},
    growth.compound: {"base": (1, 5), "rate": (-0.3, 0.5), "years": (1, 9)},
    growth.years_to_reach: {"base": (1, 5), "goal": (6, 20), "rate": (0.02, 0.5)},
    projection.flat_remainder: {"ytd": (1, 5), "prior_year": (4, 8), "prior_ytd": (1, 4)},
    projection.same_growth: {"ytd": (1, 5), "prior_year": (4, 8), "prior_ytd": (1, 4)},
    blend_from_growth: {"ytd": (3, 4), "growth": (0.01, 0.4), "prior_year": (4.5, 8)},
    rest_of_blend: {"ytd": (3, 4), "growth": (0.01, 0.4), "prior_year": (4.5, 8)},
    pace_ratio: {"ytd": (3, 4), "base": (2, 5), "goal": (6, 12)},
}


@pytest.mark.parametrize("formula", FORMULAS)
@given(data=st.data())
def test_the_range_holds_every_value_in_the_box(
    formula: Callable[..., float], data: st.DataObject
) -> None:
    unit = st.floats(0, 1)
    figures: dict[str, Estimate] = {}
    for name, (least, most) in FORMULAS[formula].items():
        ends = sorted(least + (most - least) * data.draw(unit) for _ in range(2))
        inside = ends[0] + (ends[1] - ends[0]) * data.draw(unit)
        figures[name] = Estimate(min(max(inside, ends[0]), ends[1]), Range(*ends))
    estimate = evaluate(formula, **figures)
    for _ in range(12):
        point = {}
        for name, figure in figures.items():
            ends_of = figure.range
            assert ends_of is not None
            at = ends_of.low + (ends_of.high - ends_of.low) * data.draw(unit)
            point[name] = min(max(at, ends_of.low), ends_of.high)
        value = formula(**point)
        if estimate.range is None:
            assert value == pytest.approx(estimate.value)
        else:
            noise = 1e-9 * max(abs(end) for end in estimate.range)
            assert estimate.range.low - noise <= value <= estimate.range.high + noise
            assert estimate.range.low <= estimate.value <= estimate.range.high


@given(
    values=st.lists(st.floats(1, 10), min_size=2, max_size=30),
    half=st.floats(0.001, 0.9),
    data=st.data(),
)
def test_least_squares_takes_its_two_ends_directly(
    values: list[float], half: float, data: st.DataObject
) -> None:
    estimate = least_squares_estimate([Estimate(v, Range(v - half, v + half)) for v in values])
    inside = [v + half * data.draw(st.floats(-1, 1)) for v in values]
    assert estimate.range is not None
    low, high = estimate.range
    assert low - 1e-12 <= least_squares_rate(inside) <= high + 1e-12


def test_the_ends_of_a_trend_are_tilted_as_far_as_the_rounding_goes() -> None:
    shown = [2.0, 2.5, 3.3, 2.9, 3.9]
    found = least_squares_estimate([Estimate(x, Range(x - 0.05, x + 0.05)) for x in shown]).range
    assert found
    halves = [0.05, 0.05, 0.0, -0.05, -0.05]  # the middle year has no weight
    for end, sign in ((found.low, 1), (found.high, -1)):
        tilted = [x + sign * half for x, half in zip(shown, halves, strict=True)]
        assert end == pytest.approx(least_squares_rate(tilted), rel=1e-12)


def test_a_formula_that_ignores_its_rounded_figures_has_no_range() -> None:
    ignored = Estimate(0.0, Range(-1, 1))
    assert evaluate(lambda x: 7.0, x=ignored) == Estimate(7.0)  # noqa: ARG005  which is the point
