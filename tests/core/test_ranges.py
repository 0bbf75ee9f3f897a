"""Ranges and estimates hold what they say, and the search finds the ends inside a box."""

from __future__ import annotations

import math

import pytest

from tradecalc import DomainError
from tradecalc.core.ranges import (
    MOST_RANGED,
    Estimate,
    Formula,
    Range,
    between,
    evaluate,
    evaluate_whole,
    finite,
)


@pytest.mark.parametrize(
    ("low", "high"),
    [(2.0, 1.0), (math.nan, 1.0), (1.0, math.nan), (-math.inf, 1.0), (1.0, math.inf)],
)
def test_a_range_without_an_end_or_in_the_wrong_order_is_none(low: float, high: float) -> None:
    with pytest.raises(DomainError, match="holds no value"):
        Range(low, high)


@pytest.mark.parametrize("value", [0.9, 2.1, math.nan])
def test_a_value_outside_its_range_is_refused(value: float) -> None:
    with pytest.raises(DomainError, match="outside its range"):
        Estimate(value, Range(1.0, 2.0))


def test_the_ends_of_a_range_belong_to_it() -> None:
    assert Estimate(1.0, Range(1.0, 1.0)).range == Range(1.0, 1.0)
    assert Estimate(2.0, Range(1.0, 2.0)).value == 2.0


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(DomainError, match="too large"):
        finite(value)


class TestEvaluate:
    def test_a_formula_may_have_as_many_rounded_figures_as_it_says_and_no_more(self) -> None:
        figures = {f"x{k}": Estimate(1.0, Range(0.5, 2.0)) for k in range(MOST_RANGED)}
        found = evaluate(lambda **f: math.fsum(f.values()), **figures)
        assert found.range is not None
        assert found.range.low == pytest.approx(0.5 * MOST_RANGED)
        assert found.range.high == pytest.approx(2.0 * MOST_RANGED)
        with pytest.raises(DomainError, match=f"{MOST_RANGED + 1} rounded figures"):
            evaluate(lambda **f: math.fsum(f.values()), **figures, more=Estimate(1, Range(0, 2)))

    @pytest.mark.parametrize("turn", [0.06, 0.3, 0.5, 0.77, 0.94, 0.9999])
    @pytest.mark.parametrize("sign", [1, -1])
    def test_a_formula_that_turns_within_the_rounding_has_its_end_there(
        self, turn: float, sign: int
    ) -> None:
        found = evaluate(lambda x: sign * (x - turn) ** 2, x=Estimate(0.5, Range(0.0, 1.0)))
        assert found.range is not None
        ends = sorted((0.0, sign * max(turn, 1 - turn) ** 2))
        assert (found.range.low, found.range.high) == pytest.approx(ends, abs=1e-12)

    def test_one_that_turns_along_two_figures_has_its_end_at_both_turns(self) -> None:
        x = Estimate(0.5, Range(0.0, 1.0))
        found = evaluate(lambda x, y: (x - 0.3) ** 2 + (y - 0.6) ** 2, x=x, y=x)
        assert found.range is not None
        assert found.range.low == pytest.approx(0.0, abs=1e-12)
        assert found.range.high == pytest.approx(0.49 + 0.36)

    def test_a_search_that_does_not_end_by_itself_is_ended_and_holds_the_corners(self) -> None:
        # A valley along the diagonal: each turn along one figure moves the other's a little.
        def valley(x: float, y: float) -> float:
            return 100 * (x - y) ** 2 + (x + y - 1.3) ** 2

        box = Range(0.0, 1.0)
        found = evaluate(valley, x=Estimate(0.5, box), y=Estimate(0.5, box))
        assert found.range is not None
        assert found.range.low <= min(valley(0, 0), valley(1, 1), valley(0.5, 0.5))
        assert found.range.high == pytest.approx(valley(0, 1))

    def test_a_figure_alone_is_exact_and_any_other_is_widened_by_the_arithmetic(self) -> None:
        ends = Range(1.0, 2.0)
        assert evaluate(lambda x: x, x=Estimate(1.5, ends)).range == ends
        wide = evaluate(lambda x: x * 1.0000001, x=Estimate(1.5, ends)).range
        assert wide is not None
        assert 1.0000001 - 1e-13 < wide.low < 1.0000001
        assert 2.0000002 < wide.high < 2.0000002 + 1e-13

    def test_a_product_with_nothing_is_nothing(self) -> None:
        x = Estimate(0.5, Range(0.0, 1.0))
        found = evaluate(lambda x, y: x * y, x=x, y=Estimate(0.0, Range(0.0, 2.0)))
        assert found.range is not None
        assert found.range.low == 0.0

    def test_a_range_no_wider_than_the_arithmetic_is_none(self) -> None:
        x = Estimate(1.0, Range(1.0, math.nextafter(1.0, 2.0)))
        assert evaluate(lambda x: x * 3.1, x=x) == Estimate(3.1)

    def test_the_figures_that_leave_the_domain_are_named_and_no_others(self) -> None:
        def root(a: float, b: float, c: float) -> float:
            if a + b < 0:
                raise DomainError("too low")
            return math.sqrt(a + b) + c

        figures = {"a": Range(-2.0, 2.0), "b": Range(-0.5, 2.0), "c": Range(0.0, 1.0)}
        with pytest.raises(DomainError, match=r"^within the rounding of a, too low$"):
            evaluate(root, **{name: Estimate(1.0, ends) for name, ends in figures.items()})
        figures |= {"a": Range(0.6, 2.0), "b": Range(-0.7, 2.0)}
        with pytest.raises(DomainError, match=r"^within the rounding of a and b, too low$"):
            evaluate(root, **{name: Estimate(1.0, ends) for name, ends in figures.items()})
        figures["b"] = Range(-3.0, 2.0)
        with pytest.raises(DomainError, match=r"^within the rounding of b, too low$"):
            evaluate(root, **{name: Estimate(1.0, ends) for name, ends in figures.items()})

    def test_a_value_too_large_is_refused_as_written_and_within_the_rounding(self) -> None:
        with pytest.raises(DomainError, match=r"^the answer is too large"):
            evaluate(lambda x: x * 1e300, x=1e300)
        with pytest.raises(DomainError, match=r"^within the rounding of x, the answer"):
            evaluate(lambda x: x * 1e300, x=Estimate(1.0, Range(1.0, 1e300)))


def test_a_count_ranges_over_whole_numbers() -> None:
    def whole(x: float) -> float:
        if x < 0:
            raise DomainError("none")
        return math.ceil(x)

    assert evaluate_whole(whole, x=2.5) == Estimate(3)
    assert evaluate_whole(whole, x=Estimate(2.5, Range(1.5, 2.9))).range == Range(2, 3)
    with pytest.raises(DomainError, match="within the rounding of x, none"):
        evaluate_whole(whole, x=Estimate(2.5, Range(-1.0, 2.9)))


def test_between_takes_the_error_of_the_arithmetic_that_it_is_told() -> None:
    formula: Formula = lambda x: 2 * x  # noqa: E731  it is told below where its ends are
    found = between(formula, {"x": 1.0}, {"x": 0.5}, {"x": 1.5}, slack=lambda *_: 0.25)
    assert found == Estimate(2.0, Range(0.75, 3.25))
    assert between(formula, {"x": 1.0}, {"x": 0.9}, {"x": 1.1}, slack=lambda *_: 0.5).range is None
