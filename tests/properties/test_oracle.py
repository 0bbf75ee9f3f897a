"""Every formula against mpmath at 60 digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import mpmath
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from mpmath import mpf

import tradecalc
from tradecalc.core import decomposition, growth, projection, target
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    Formula = Callable[..., Any]
    Inputs = st.SearchStrategy[dict[str, Any]]

mpmath.mp.dps = 60

levels = st.floats(1e-6, 1e12)
ratios = st.one_of(st.floats(1e-3, 1e3), st.floats(0.999999, 1.000001), st.floats(0.4, 2.5))
years = st.one_of(st.integers(1, 100), st.floats(1, 100))
rates = st.one_of(st.floats(-0.99, 10), st.floats(-1e-6, 1e-6))
spans = st.integers(1, 100)
months = st.integers(1, 11)
shares = st.floats(0, 1)


def units(got: float, exact: Any) -> float:
    """Distance of *got* from *exact* in units in the last place of *exact*."""
    return float(abs(mpf(got) - exact) / math.ulp(float(exact)))


def assert_close(formula: Formula, oracle: Formula, **inputs: float) -> None:
    """Within 8 units, and eight times what moving any one input by one unit changes."""
    got = formula(**inputs)
    exact = oracle(**{name: mpf(value) for name, value in inputs.items()})
    moved = mpf(0)
    for name, value in inputs.items():
        for towards in (-math.inf, math.inf):
            nudged = {**inputs, name: math.nextafter(value, towards)}
            try:
                formula(**nudged)
            except DomainError:
                continue
            there = oracle(**{n: mpf(v) for n, v in nudged.items()})
            moved = max(moved, abs(there - exact))
    allowed = 8 * math.ulp(float(exact)) + 8 * moved
    assert abs(mpf(got) - exact) <= allowed, (got, exact, inputs)


@given(previous=levels, ratio=ratios)
def test_growth_rate_is_within_two_units(previous: float, ratio: float) -> None:
    current = previous * ratio
    exact = (mpf(current) - mpf(previous)) / mpf(previous)
    assert units(tradecalc.growth_rate(previous=previous, current=current), exact) <= 2


# Off once: little more than a year.
@example(
    base=1.9661239823530003, ratio=270.12942624148025 / 1.9661239823530003, years=1.0160691976959675
)
@given(base=levels, ratio=ratios, years=years)
def test_cagr_is_within_eight_units(base: float, ratio: float, years: float) -> None:
    goal = base * ratio
    assume(1e-3 <= goal / base <= 1e3)
    exact = mpmath.expm1(mpmath.log(mpf(goal) / mpf(base)) / mpf(years))
    assert units(tradecalc.cagr(base=base, goal=goal, years=years), exact) <= 8


@given(base=levels, step=st.integers(-50, 50), years=years)
def test_cagr_of_neighbouring_floats(base: float, step: int, years: float) -> None:
    goal = base + step * math.ulp(base)
    exact = mpmath.expm1(mpmath.log(mpf(goal) / mpf(base)) / mpf(years))
    assert units(tradecalc.cagr(base=base, goal=goal, years=years), exact) <= 8


# Off once: a trend whose ends lie far from the rest.
FAR_ENDS = [3.38e-12, 1020.97, 1017.47, 1001.84, 1014.56, 1011.16, 1014.53, 3.08e-12]


@example(first=FAR_ENDS[0], ratios=[level / FAR_ENDS[0] for level in FAR_ENDS[1:]])
@given(first=levels, ratios=st.lists(ratios, min_size=1, max_size=20))
def test_least_squares_rate(first: float, ratios: list[float]) -> None:
    values = [first, *(first * ratio for ratio in ratios)]

    def oracle(**by_year: Any) -> Any:
        logs = [mpmath.log(level) for level in by_year.values()]
        middle = mpf(len(logs) - 1) / 2
        slope = sum((t - middle) * log for t, log in enumerate(logs)) / sum(
            (t - middle) ** 2 for t in range(len(logs))
        )
        return mpmath.expm1(slope)

    assert_close(
        lambda **by_year: tradecalc.least_squares_rate(list(by_year.values())),
        oracle,
        **{f"y{t}": value for t, value in enumerate(values)},
    )


def both(first: Inputs, /, **more: st.SearchStrategy[Any]) -> Inputs:
    return st.tuples(first, st.fixed_dictionaries(more)).map(lambda two: two[0] | two[1])


def of(**drawn: st.SearchStrategy[Any]) -> Inputs:
    return st.fixed_dictionaries(drawn)


def two(other: str, level: str) -> Inputs:
    """Two levels, of which one is drawn as a ratio of the other."""
    return st.builds(lambda drawn, ratio: {level: drawn, other: drawn * ratio}, levels, ratios)


to_goal = two("goal", "base")
on_the_way: Inputs = st.builds(
    lambda goal, years, share: {**goal, "years": years, "elapsed": years * share},
    to_goal,
    spans,
    shares,
)
last_year: Inputs = st.builds(
    lambda ytd, ratio, share: {
        "ytd": ytd,
        "prior_ytd": ytd * ratio,
        "prior_year": ytd * ratio / share,
    },
    levels,
    ratios,
    st.floats(0.01, 0.99),
)
a_full_year: Inputs = st.builds(
    lambda last, growth: {
        **last,
        "full_year": last["ytd"] + (last["prior_year"] - last["prior_ytd"]) * (1 + growth),
    },
    last_year,
    st.floats(-0.9, 3),
)
what_is_left: Inputs = st.builds(
    lambda full_year, share, months: {
        "full_year": full_year,
        "ytd": full_year * share,
        "months": months,
    },
    levels,
    shares,
    months,
)


def is_reached(drawn: dict[str, float]) -> bool:
    """Whether a goal is ever reached, and in no more years than a float holds."""
    rises = drawn["goal"] > drawn["base"]
    moves = drawn["goal"] != drawn["base"] and abs(drawn["rate"]) > 1e-300
    return moves and rises == (drawn["rate"] > 0)


def flat(ytd: Any, prior_year: Any, prior_ytd: Any) -> Any:
    return ytd + prior_year - prior_ytd


def same(ytd: Any, prior_year: Any, prior_ytd: Any) -> Any:
    return prior_year * ytd / prior_ytd


ORACLES: dict[Formula, tuple[Formula, Inputs]] = {
    growth.log_growth: (
        lambda base, goal, years: mpmath.log(goal / base) / years,
        both(to_goal, years=years),
    ),
    growth.compound: (
        lambda base, rate, years: base * (1 + rate) ** years,
        of(base=levels, rate=rates, years=st.floats(-100, 100)),
    ),
    growth.years_to_reach: (
        lambda base, goal, rate: mpmath.log(goal / base) / mpmath.log1p(rate),
        both(to_goal, rate=rates).filter(is_reached),
    ),
    growth.doubling_time: (
        lambda rate: mpmath.log(2) / mpmath.log1p(rate),
        of(rate=st.floats(1e-9, 10)),
    ),
    growth.halving_time: (
        lambda rate: mpmath.log(mpf(1) / 2) / mpmath.log1p(rate),
        of(rate=st.floats(-0.999999, -1e-9)),
    ),
    growth.share: (lambda part, total: part / total, two("part", "total")),
    target.path_level: (
        lambda base, goal, years, elapsed: base * (goal / base) ** (elapsed / years),
        on_the_way,
    ),
    target.straight_level: (
        lambda base, goal, years, elapsed: base + (goal - base) * elapsed / years,
        on_the_way,
    ),
    target.yearly_increase: (
        lambda base, goal, years: (goal - base) / years,
        both(to_goal, years=spans),
    ),
    tradecalc.pace_ratio: (
        lambda pace, required: pace / required,
        of(pace=rates, required=rates.filter(lambda rate: abs(rate) > 1e-9)),
    ),
    projection.straight_line: (
        lambda ytd, months: ytd * 12 / months,
        of(ytd=levels, months=st.integers(1, 12)),
    ),
    projection.prior_ytd: (
        lambda ytd, growth: ytd / (1 + growth),
        of(ytd=levels, growth=st.floats(-0.9, 5)),
    ),
    projection.flat_remainder: (flat, last_year),
    projection.same_growth: (same, last_year),
    projection.blend: (
        lambda ytd, months, **last: mpmath.cbrt(
            ytd * 12 / months * flat(ytd, **last) * same(ytd, **last)
        ),
        both(last_year, months=months),
    ),
    projection.with_rest_growth: (
        lambda ytd, prior_year, prior_ytd, rest_growth: (
            ytd + (prior_year - prior_ytd) * (1 + rest_growth)
        ),
        both(last_year, rest_growth=st.floats(-1, 5)),
    ),
    projection.rest_growth: (
        lambda full_year, ytd, prior_year, prior_ytd: (
            (full_year - ytd) / (prior_year - prior_ytd) - 1
        ),
        a_full_year,
    ),
    projection.per_month: (
        lambda full_year, ytd, months: (full_year - ytd) / (12 - months),
        what_is_left,
    ),
    decomposition.contribution: (
        lambda change, previous_total: change / previous_total,
        two("change", "previous_total"),
    ),
    decomposition.coverage_ratio: (
        lambda exports, imports: exports / imports,
        two("exports", "imports"),
    ),
    decomposition.trade_balance: (
        lambda exports, imports: exports - imports,
        two("exports", "imports"),
    ),
}


@pytest.mark.parametrize("formula", ORACLES, ids=lambda formula: formula.__name__)
@given(data=st.data())
def test_a_formula_is_that_of_the_oracle(formula: Formula, data: st.DataObject) -> None:
    oracle, inputs = ORACLES[formula]
    assert_close(formula, oracle, **data.draw(inputs))
