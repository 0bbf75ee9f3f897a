"""The part of a box of rounded figures where what follows from them is not below zero.

A flow that is left of a total is no less than nothing, which rules out some of the values that
round to the figures as written: those where its part exceeds the total.
"""

from collections.abc import Mapping, Sequence

from tradecalc.core.ranges import (
    Estimate,
    Formula,
    Range,
    between,
    box_corners,
    finite,
    point_and_box,
)
from tradecalc.errors import DomainError

Point = Mapping[str, float]  # a value for each figure


def feasible_corners(constraints: Sequence[Formula], /, **figures: Estimate) -> list[Point]:
    """Corners of the part of the figures' box where none of *constraints* is below zero.

    *constraints* are formulas of the figures, which meet them as they are written. The list is
    empty where that part is the whole box.
    Otherwise it has the box's own corners that meet the constraints, the points on its edges where
    one constraint is zero, and those reached from there along a figure that this one does not
    depend on, where another constraint is zero too.

    >>> total, part = Estimate(3.0, Range(2.95, 3.05)), Estimate(3.0, Range(2.95, 3.0))
    >>> left = lambda total, part: total - part
    >>> [sorted(at.values()) for at in feasible_corners([left], total=total, part=part)]
    [[2.95, 2.95], [2.95, 3.05], [3.0, 3.05], [3.0, 3.0]]
    """
    point, box = point_and_box(figures)
    if not box:
        return []
    corners: list[Point] = list(box_corners(point, box))
    inside = [at for at in corners if _meets(constraints, at)]
    if len(inside) == len(corners):
        return []
    for first in constraints:
        others = [other for other in constraints if other is not first]
        found = [zero for at in corners for zero in _zeros(first, at, box)]
        for at in found:
            still = {name: ends for name, ends in box.items() if not _moves(first, at, name, ends)}
            inside += [zero for other in others for zero in _zeros(other, at, still)]
        inside += [at for at in found if _meets(others, at)]
    return [at for k, at in enumerate(inside) if at not in inside[:k]]


def evaluate_over(
    formula: Formula, points: Sequence[Point], /, **figures: float | Estimate
) -> Estimate:
    """Value of *formula* and the range of its values over the *points*, the corners of a region.

        range = min and max of formula(**point)

    Without *points* the region is the whole box of the figures.

    That is exact where the formula is a ratio of two that are linear along each figure, as
    levels, shares, growth and contributions are.

    Raises DomainError where the formula has no value for the figures as written or at a corner
    of the region.
    Source: a ratio of linear functions has its extremes at the vertices of a polyhedron.

    >>> total, part = Estimate(3.0, Range(2.95, 3.05)), Estimate(3.0, Range(2.95, 3.0))
    >>> points = feasible_corners([lambda total, part: total - part], total=total, part=part)
    >>> share = evaluate_over(lambda total, part: part / total, points, total=total, part=part)
    >>> round(share.range.low, 4), round(share.range.high, 4)
    (0.9672, 1.0)
    """
    point, box = point_and_box(figures)
    if not (points or box):
        return Estimate(finite(formula(**point)))
    points = points or box_corners(point, box)
    try:
        values = [finite(formula(**at)) for at in points]
    except DomainError as error:
        raise DomainError(f"within the rounding, {error}") from None
    lowest, highest = (points[values.index(end)] for end in (min(values), max(values)))
    return between(formula, point, lowest, highest)


def _meets(constraints: Sequence[Formula], at: Point) -> bool:
    return all(_left(one, at) >= 0 for one in constraints)


def _left(constraint: Formula, at: Point) -> float:
    """Return what *constraint* says is left, below zero where it has no value for too little is."""
    try:
        return constraint(**at)
    except DomainError:
        return -1.0


def _moves(constraint: Formula, at: Point, name: str, ends: Range) -> bool:
    """Whether *constraint* depends on the figure *name*."""
    ways = ({**at, name: ends.low}, {**at, name: ends.high})
    return any(_left(constraint, way) != _left(constraint, at) for way in ways)


def _zeros(constraint: Formula, at: Point, box: Mapping[str, Range]) -> list[Point]:
    """Points where *constraint* comes to zero as one figure moves through its range from *at*."""
    found: list[Point] = []
    for name, ends in box.items():
        if at[name] != ends.low:
            continue  # its other end is another of the points that are looked from
        within, beyond = ends.low, ends.high
        if _left(constraint, {**at, name: within}) < 0:
            within, beyond = beyond, within
        if (
            _left(constraint, {**at, name: within}) < 0
            or _left(constraint, {**at, name: beyond}) >= 0
        ):
            continue
        while (middle := within / 2 + beyond / 2) not in (within, beyond):
            if _left(constraint, {**at, name: middle}) < 0:
                beyond = middle
            else:
                within = middle
        found.append({**at, name: within})
    return found
