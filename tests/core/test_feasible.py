"""The corners of where nothing that is left is below zero."""

from __future__ import annotations

import pytest

from tradecalc import DomainError
from tradecalc.core.feasible import evaluate_over, feasible_corners
from tradecalc.core.ranges import Estimate, Range

TOTAL = Estimate(3.0, Range(2.5, 3.5))


def left(total: float, part: float) -> float:
    return total - part


def _corners(part: Estimate) -> list[tuple[float, float]]:
    found = feasible_corners([left], total=TOTAL, part=part)
    return sorted((at["total"], at["part"]) for at in found)


def test_there_are_none_where_rounding_takes_nothing_below_zero() -> None:
    assert _corners(Estimate(2.0, Range(1.5, 2.5))) == []
    assert feasible_corners([left], total=Estimate(3.0), part=Estimate(4.0)) == []


def test_one_corner_cut_off_leaves_three_and_the_two_of_the_cut() -> None:
    found = _corners(Estimate(2.5, Range(2.0, 3.0)))
    assert found == [(2.5, 2.0), (2.5, 2.5), (3.0, 3.0), (3.5, 2.0), (3.5, 3.0)]


def test_what_is_almost_all_cut_off_leaves_a_triangle() -> None:
    found = _corners(Estimate(3.5, Range(3.25, 4.0)))
    assert found == [(3.25, 3.25), (3.5, 3.25), (3.5, 3.5)]


def test_a_cut_along_the_edge_of_a_part_that_may_be_nothing() -> None:
    # The way from the largest float to zero is twice as long in halvings as to its root.
    found = feasible_corners([lambda x: x - 5e-324], x=Estimate(1.0, Range(0.0, 1e308)))
    assert [at["x"] for at in found] == [1e308, 5e-324]


def test_two_conditions_meet_in_a_corner_of_their_own() -> None:
    def also(total: float, part: float, other: float) -> float:
        return total - other + 0 * part

    part = Estimate(3.0, Range(2.0, 4.0))
    found = feasible_corners(
        [lambda total, part, other: total - part + 0 * other, also],
        total=TOTAL, part=part, other=part,
    )  # fmt: skip
    seen = {(at["total"], at["part"], at["other"]) for at in found}
    assert len(seen) == len(found)
    assert seen == {
        (total, a, b) for total in (2.5, 3.5) for a in (2.0, total) for b in (2.0, total)
    }


def test_a_formula_without_a_value_at_a_corner_says_so() -> None:
    def inverse(total: float, part: float) -> float:
        if total == part:
            raise DomainError("nothing is left")
        return 1 / (total - part)

    part = Estimate(2.5, Range(2.0, 3.0))
    points = feasible_corners([left], total=TOTAL, part=part)
    with pytest.raises(DomainError, match=r"^within the rounding, nothing is left$"):
        evaluate_over(inverse, points, total=TOTAL, part=part)
    found = evaluate_over(left, points, total=TOTAL, part=part)
    assert found.range is not None
    assert found.value == 0.5
    assert (found.range.low, found.range.high) == pytest.approx((0.0, 1.5))


def test_a_value_too_large_is_refused() -> None:
    with pytest.raises(DomainError, match="too large"):
        evaluate_over(lambda x: x * 1e300, [], x=1e300)
    with pytest.raises(DomainError, match="within the rounding"):
        evaluate_over(lambda x: x * 1e300, [], x=Estimate(1.0, Range(1.0, 1e300)))
