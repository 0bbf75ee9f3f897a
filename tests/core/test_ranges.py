"""Ranges and estimates hold what they say, and the search finds the ends inside a box."""

from __future__ import annotations

import math

import pytest

from tradecalc import DomainError
from tradecalc.core.ranges import (
    MOST_RANGED,
    Estimate,
    Missing,
    Open,
    Range,
    evaluate,
    finite,
    over_box,
    work_out,
)


@pytest.mark.parametrize(
    ("low", "high"),
    [(2.0, 1.0), (math.nan, 1.0), (1.0, math.nan), (-math.inf, 1.0), (1.0, math.inf)],
)
def test_a_range_without_an_end_or_in_the_wrong_order_is_none(low: float, high: float) -> None:
    with pytest.raises(DomainError, match="must run from low to high"):
        Range(low, high)


@pytest.mark.parametrize("value", [0.9, 2.1, math.nan])
def test_a_value_outside_its_range_is_refused(value: float) -> None:
    with pytest.raises(DomainError, match="outside its range"):
        Estimate(value, Range(1.0, 2.0))


def test_the_ends_of_a_range_belong_to_it() -> None:
    assert Estimate(1.0, Range(1.0, 1.0)).range == Range(1.0, 1.0)
    assert Estimate(2.0, Range(1.0, 2.0)).value == 2.0
    assert float(Estimate(3.35, Range(3.35, 3.45))) == 3.35


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
        with pytest.raises(DomainError, match=f"at most {MOST_RANGED} rounded figures"):
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


class TestOverBox:
    def test_words_tables_and_counts_come_as_they_are_and_numbers_with_their_range(self) -> None:
        def solve(x: float) -> dict[str, object]:
            rows = [{"k": k, "level": x * k, "none": None} for k in (1, 2)]
            return {"word": "as said", "count": math.ceil(x), "rows": rows}

        found = over_box(solve, {"x": 2.5}, {"x": (1.5, 2.9)})
        assert found["word"] == "as said"
        assert found["count"] == Estimate(3, Range(2, 3))
        assert found["rows"][1] == {
            "k": Estimate(2),
            "level": Estimate(5.0, Range(3.0, 5.8)),
            "none": None,
        }

    def test_a_value_without_a_range_says_whose_rounding_takes_it_away(self) -> None:
        def root(x: float) -> float:
            if x < 0:
                raise DomainError("too low")
            return math.sqrt(x)

        def solve(x: float, y: float) -> dict[str, object]:
            return {"root": work_out(root, x), "sum": x + y}

        found = over_box(solve, {"x": 1.0, "y": 2.0}, {"x": (-1.0, 3.0), "y": (1.0, 3.0)})
        assert isinstance(found["root"], Open)
        assert (found["root"].value, found["root"].figures) == (1.0, ("x",))
        assert str(found["root"].why) == "too low"
        assert found["sum"] == Estimate(3.0, Range(0.0, 6.0))

    def test_a_list_of_figures_moves_as_one(self) -> None:
        box = {"rates": ((0.1, 0.2), (0.2, 0.4))}
        found = over_box(lambda rates: {"a": rates[0], "b": rates[1]}, {"rates": (0.15, 0.3)}, box)
        assert found == {"a": Estimate(0.15, Range(0.1, 0.2)), "b": Estimate(0.3, Range(0.2, 0.4))}

    def test_a_choice_has_the_value_of_the_point(self) -> None:
        found = over_box(
            lambda x: {"choice": x}, {"x": 1.0}, {"x": (0.0, 2.0)}, of_the_point="choice".__eq__
        )
        assert found == {"choice": Estimate(1.0)}

    def test_the_box_is_cut_where_its_figures_cannot_be_all_at_once(self) -> None:
        found = over_box(
            lambda part, whole: {"rest": whole - part, "sum": whole + part, "whole": whole},
            {"part": 3.5, "whole": 4.0},
            {"part": (3.45, 3.55), "whole": (3.0, 4.5)},
            possible=lambda part, whole: part <= whole,
        )
        assert found["rest"].range == pytest.approx((0.0, 1.05))
        assert found["sum"].range == pytest.approx((6.9, 8.05))
        assert found["whole"].range == pytest.approx((3.45, 4.5))


def test_what_rests_on_a_missing_answer_is_missing_for_the_same_reason() -> None:
    why = Missing(DomainError("no level"))
    assert work_out(lambda base, goal: goal - base, why, goal=3) is why
