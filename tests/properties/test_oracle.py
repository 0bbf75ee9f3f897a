"""Every formula against mpmath at 60 digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import mpmath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mpf

import tradecalc
from tradecalc.core import decomposition, growth, projection, target
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

mpmath.mp.dps = 60

levels = st.floats(1e-6, 1e12)
ratios = st.one_of(st.floats(1e-3, 1e3), st.floats(0.999999, 1.000001), st.floats(0.4, 2.5))
years = st.one_of(st.integers(1, 100), st.floats(1, 100))
rates = st.one_of(st.floats(-0.99, 10), st.floats(-1e-6, 1e-6))


def units(got: float, exact: Any) -> float:
    """Distance of *got* from *exact* in units in the last place of *exact*."""
    return float(abs(mpf(got) - exact) / math.ulp(float(exact)))


def assert_close(
    formula: Callable[..., float], oracle: Callable[..., Any], **inputs: float
) -> None:
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
    if not 1e-3 <= goal / base <= 1e3:
        return
    exact = mpmath.expm1(mpmath.log(mpf(goal) / mpf(base)) / mpf(years))
    assert units(tradecalc.cagr(base=base, goal=goal, years=years), exact) <= 8


@given(base=levels, step=st.integers(-50, 50), years=years)
def test_cagr_of_neighbouring_floats(base: float, step: int, years: float) -> None:
    goal = base + step * math.ulp(base)
    exact = mpmath.expm1(mpmath.log(mpf(goal) / mpf(base)) / mpf(years))
    assert units(tradecalc.cagr(base=base, goal=goal, years=years), exact) <= 8


@given(base=levels, ratio=ratios, years=years)
def test_log_growth(base: float, ratio: float, years: float) -> None:
    assert_close(
        growth.log_growth,
        lambda base, goal, years: mpmath.log(goal / base) / years,
        base=base,
        goal=base * ratio,
        years=years,
    )


@given(base=levels, rate=rates, years=st.floats(-100, 100))
def test_compound(base: float, rate: float, years: float) -> None:
    assert_close(
        growth.compound,
        lambda base, rate, years: base * (1 + rate) ** years,
        base=base,
        rate=rate,
        years=years,
    )


@given(base=levels, ratio=ratios, rate=rates)
def test_years_to_reach(base: float, ratio: float, rate: float) -> None:
    goal = base * ratio
    if abs(rate) < 1e-300 or (goal > base) != (rate > 0) or goal == base:
        return  # never reached, or in more years than a float holds
    assert_close(
        growth.years_to_reach,
        lambda base, goal, rate: mpmath.log(goal / base) / mpmath.log1p(rate),
        base=base,
        goal=goal,
        rate=rate,
    )


@given(rate=st.floats(1e-9, 10))
def test_doubling_time(rate: float) -> None:
    assert_close(growth.doubling_time, lambda rate: mpmath.log(2) / mpmath.log1p(rate), rate=rate)


@given(rate=st.floats(-0.999999, -1e-9))
def test_halving_time(rate: float) -> None:
    assert_close(
        growth.halving_time, lambda rate: mpmath.log(mpf(1) / 2) / mpmath.log1p(rate), rate=rate
    )


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


@given(base=levels, ratio=ratios, years=st.integers(1, 100), share=st.floats(0, 1))
def test_path_level(base: float, ratio: float, years: int, share: float) -> None:
    assert_close(
        target.path_level,
        lambda base, goal, years, elapsed: base * (goal / base) ** (elapsed / years),
        base=base,
        goal=base * ratio,
        years=years,
        elapsed=years * share,
    )


@given(base=levels, ratio=ratios, years=st.integers(1, 100), share=st.floats(0, 1))
def test_straight_level(base: float, ratio: float, years: int, share: float) -> None:
    assert_close(
        target.straight_level,
        lambda base, goal, years, elapsed: base + (goal - base) * elapsed / years,
        base=base,
        goal=base * ratio,
        years=years,
        elapsed=years * share,
    )


@given(base=levels, ratio=ratios, years=st.integers(1, 100))
def test_yearly_increase(base: float, ratio: float, years: int) -> None:
    assert_close(
        target.yearly_increase,
        lambda base, goal, years: (goal - base) / years,
        base=base,
        goal=base * ratio,
        years=years,
    )


@given(ytd=levels, months=st.integers(1, 12))
def test_straight_line(ytd: float, months: int) -> None:
    assert_close(
        projection.straight_line,
        lambda ytd, months: ytd * 12 / months,
        ytd=ytd,
        months=months,
    )


@given(ytd=levels, growth=st.floats(-0.9, 5))
def test_prior_ytd(ytd: float, growth: float) -> None:
    assert_close(
        projection.prior_ytd, lambda ytd, growth: ytd / (1 + growth), ytd=ytd, growth=growth
    )


def _straight(ytd: Any, months: Any) -> Any:
    return ytd * 12 / months


REST = {
    "flat_remainder": lambda ytd, prior_year, prior_ytd: ytd + prior_year - prior_ytd,
    "same_growth": lambda ytd, prior_year, prior_ytd: prior_year * ytd / prior_ytd,
}


@given(pace=rates, required=rates)
def test_pace_ratio(pace: float, required: float) -> None:
    if abs(required) > 1e-9:
        assert_close(
            tradecalc.pace_ratio,
            lambda pace, required: pace / required,
            pace=pace,
            required=required,
        )


@pytest.mark.parametrize("name", REST)
@given(ytd=levels, ratio=ratios, share=st.floats(0.01, 0.99))
def test_methods_with_last_year(name: str, ytd: float, ratio: float, share: float) -> None:
    assert_close(
        getattr(projection, name),
        REST[name],
        ytd=ytd,
        prior_ytd=ytd * ratio,
        prior_year=ytd * ratio / share,
    )


@given(ytd=levels, ratio=ratios, share=st.floats(0.01, 0.99), months=st.integers(1, 11))
def test_blend(ytd: float, ratio: float, share: float, months: int) -> None:
    assert_close(
        projection.blend,
        lambda ytd, months, **last: mpmath.cbrt(
            _straight(ytd, months)
            * REST["flat_remainder"](ytd, **last)
            * REST["same_growth"](ytd, **last)
        ),
        ytd=ytd,
        months=months,
        prior_ytd=ytd * ratio,
        prior_year=ytd * ratio / share,
    )


@given(ytd=levels, ratio=ratios, share=st.floats(0.01, 0.99), rest=st.floats(-1, 5))
def test_with_rest_growth(ytd: float, ratio: float, share: float, rest: float) -> None:
    assert_close(
        projection.with_rest_growth,
        lambda ytd, prior_year, prior_ytd, rest_growth: (
            ytd + (prior_year - prior_ytd) * (1 + rest_growth)
        ),
        ytd=ytd,
        prior_ytd=ytd * ratio,
        prior_year=ytd * ratio / share,
        rest_growth=rest,
    )


@given(ytd=levels, ratio=ratios, share=st.floats(0.01, 0.99), growth=st.floats(-0.9, 3))
def test_rest_growth(ytd: float, ratio: float, share: float, growth: float) -> None:
    prior_year = ytd * ratio / share
    assert_close(
        projection.rest_growth,
        lambda full_year, ytd, prior_year, prior_ytd: (
            (full_year - ytd) / (prior_year - prior_ytd) - 1
        ),
        full_year=ytd + prior_year * (1 + growth) * (1 - share),
        ytd=ytd,
        prior_ytd=ytd * ratio,
        prior_year=prior_year,
    )


@given(full=levels, share=st.floats(0, 1), months=st.integers(1, 11))
def test_per_month(full: float, share: float, months: int) -> None:
    assert_close(
        projection.per_month,
        lambda full_year, ytd, months: (full_year - ytd) / (12 - months),
        full_year=full,
        ytd=full * share,
        months=months,
    )


TWO_LEVELS: dict[Callable[..., float], tuple[Callable[..., Any], str, str]] = {
    growth.share: (lambda part, total: part / total, "part", "total"),
    decomposition.contribution: (
        lambda change, previous_total: change / previous_total, "change", "previous_total",
    ),
    decomposition.coverage_ratio: (
        lambda exports, imports: exports / imports, "exports", "imports",
    ),
    decomposition.trade_balance: (
        lambda exports, imports: exports - imports, "exports", "imports",
    ),
}  # fmt: skip


@pytest.mark.parametrize("formula", TWO_LEVELS, ids=lambda formula: formula.__name__)
@given(level=levels, ratio=ratios)
def test_of_two_levels(formula: Callable[..., float], level: float, ratio: float) -> None:
    oracle, one, other = TWO_LEVELS[formula]
    assert_close(formula, oracle, **{one: level * ratio, other: level})
