"""Identities of the field: they hold for all figures, whatever the numbers."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tradecalc
from tests.properties.test_oracle import ORACLES
from tradecalc.core import growth, projection, target
from tradecalc.errors import DomainError

levels = st.floats(1e-6, 1e9)
spans = st.integers(1, 60)
rates = st.floats(-0.9, 5)
shares = st.floats(0.05, 0.95)
ANY = st.one_of(st.floats(), st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, 1e308]))


@given(base=levels, goal=levels, years=spans)
def test_compounding_at_the_cagr_returns_the_goal(base: float, goal: float, years: int) -> None:
    rate = tradecalc.cagr(base=base, goal=goal, years=years)
    assume(rate > -0.999999)  # nearer to -1 a float no longer tells the rates apart
    reached = tradecalc.compound(base=base, rate=rate, years=years)
    assert reached == pytest.approx(goal, rel=1e-8)


@given(base=levels, rate=st.floats(0.001, 5), years=spans)
def test_years_to_reach_undoes_compounding(base: float, rate: float, years: int) -> None:
    goal = tradecalc.compound(base=base, rate=rate, years=years)
    assert tradecalc.years_to_reach(base=base, goal=goal, rate=rate) == pytest.approx(years)
    first = tradecalc.goal_year(base=base, goal=goal, rate=rate, base_year=2024)
    assert first == 2024 + years


@given(base=levels, goal=levels, rate=rates)
def test_the_goal_year_is_the_first_at_the_goal(base: float, goal: float, rate: float) -> None:
    assume(abs(rate) > 0.01 and (goal - base) * rate > 0)
    years = tradecalc.goal_year(base=base, goal=goal, rate=rate, base_year=0)
    there = tradecalc.compound(base=base, rate=rate, years=years)
    before = tradecalc.compound(base=base, rate=rate, years=years - 1)
    sign = 1 if goal > base else -1
    assert sign * (there / goal - 1) > -1e-9
    assert sign * (before / goal - 1) < 1e-9


@given(base=levels, goal=levels, years=spans, scale=st.sampled_from([1e-3, 2.0, 1024.0, 1e6]))
def test_a_scale_change_leaves_rates_alone(
    base: float, goal: float, years: int, scale: float
) -> None:
    for formula in (tradecalc.cagr, tradecalc.log_growth):
        plain = formula(base=base, goal=goal, years=years)
        scaled = formula(base=base * scale, goal=goal * scale, years=years)
        assert scaled == pytest.approx(plain, rel=1e-9, abs=1e-14)


@given(start=levels, rate=rates, n=st.integers(2, 15))
def test_least_squares_of_steady_growth_is_its_rate(start: float, rate: float, n: int) -> None:
    values = [tradecalc.compound(base=start, rate=rate, years=k) for k in range(n)]
    assert tradecalc.least_squares_rate(values) == pytest.approx(rate, abs=1e-9)


@given(base=levels, goal=levels, years=spans)
def test_the_path_runs_from_base_to_goal(base: float, goal: float, years: int) -> None:
    def on_path(elapsed: int) -> float:
        return target.path_level(base=base, goal=goal, years=years, elapsed=elapsed)

    def on_line(elapsed: int) -> float:
        return target.straight_level(base=base, goal=goal, years=years, elapsed=elapsed)

    assert (on_path(0), on_path(years)) == (base, goal)
    assert on_line(0) == pytest.approx(base)
    assert on_line(years) == pytest.approx(goal)
    middle = years // 2
    assert on_path(middle) <= on_line(middle) * (1 + 1e-12)  # the geometric mean is the lesser


@given(ytd=levels, growth_rate=rates, share=shares, months=st.integers(1, 11))
def test_what_each_method_claims_of_the_rest(
    ytd: float, growth_rate: float, share: float, months: int
) -> None:
    """Flat remainder claims 0, same growth the growth so far; the blend lies between them all."""
    prior_ytd = projection.prior_ytd(ytd=ytd, growth=growth_rate)
    known = {"ytd": ytd, "prior_ytd": prior_ytd, "prior_year": prior_ytd / share}
    flat = projection.flat_remainder(**known)
    same = projection.same_growth(**known)
    line = projection.straight_line(ytd=ytd, months=months)
    assert projection.rest_growth(full_year=flat, **known) == pytest.approx(0, abs=1e-9)
    assert projection.rest_growth(full_year=same, **known) == pytest.approx(growth_rate, abs=1e-9)
    blend = projection.blend(months=months, **known)
    assert min(flat, same, line) * (1 - 1e-12) <= blend <= max(flat, same, line) * (1 + 1e-12)


@given(ytd=levels, prior_ytd=levels, share=shares, rest=st.floats(-1, 5))
def test_rest_growth_undoes_itself(ytd: float, prior_ytd: float, share: float, rest: float) -> None:
    known = {"ytd": ytd, "prior_ytd": prior_ytd, "prior_year": prior_ytd / share}
    year = projection.with_rest_growth(rest_growth=rest, **known)
    assume(year - ytd > 1e-6 * ytd)  # else the rest is lost in the rounding of the year
    assert projection.rest_growth(full_year=year, **known) == pytest.approx(rest, abs=1e-7)


FORMULAS = (*ORACLES, growth.growth_rate, growth.log_ratio, growth.cagr)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
@given(numbers=st.lists(ANY, min_size=4, max_size=4))
def test_a_formula_answers_with_a_number_or_says_why_not(
    formula: Any, numbers: list[float]
) -> None:
    names = list(formula.__annotations__)[:-1]
    try:
        answer = formula(**dict(zip(names, numbers, strict=False)))
    except DomainError as error:
        assert str(error)
    else:
        assert math.isfinite(answer)


@given(numbers=st.lists(ANY, max_size=6))
def test_least_squares_answers_with_a_number_or_says_why_not(numbers: list[float]) -> None:
    try:
        assert math.isfinite(tradecalc.least_squares_rate(numbers))
    except DomainError as error:
        assert str(error)
