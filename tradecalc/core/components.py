"""Any number of components of a total, each rounded on its own: their sums, and how those grow.

A sum of independent figures takes every value between its two ends and no other, so that the
sum of a component's neighbours is one figure beside it, however many they are.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from tradecalc.core.decomposition import change_by_growth, difference_of, untraced
from tradecalc.core.growth import growth_rate
from tradecalc.core.projection import prior_ytd
from tradecalc.core.ranges import Estimate, Formula, Range, finite, given, or_infinity
from tradecalc.errors import DomainError

Which = Literal["now", "before", "change"]
Asked = tuple[Formula, dict[str, Estimate]]  # a formula and the figures that it is asked of
Corner = tuple[float, float]  # a level and that of a year before


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a total, or the total: its level and what is said of it a year before.

    *figures* are `level` and, where it is known, `prior` or `growth`.
    """

    figures: Mapping[str, Estimate]

    @property
    def has_before(self) -> bool:
        """Whether last year's level is known."""
        return len(self.figures) > 1

    def asked(self, which: Which) -> Asked:
        """Formula of its level now or before, or of its change, and the figures it needs."""
        if which == "now":
            return given("level"), {"level": self.figures["level"]}
        if which == "before":
            return self.before, dict(self.figures)
        return self.change, dict(self.figures)

    @property
    def before(self) -> Formula:
        """Formula of last year's level."""
        if "prior" in self.figures:
            return given("prior")
        return lambda **f: prior_ytd(ytd=f["level"], growth=f["growth"])

    @property
    def change(self) -> Formula:
        """Formula of the change on last year."""
        if "prior" in self.figures:
            return difference_of(self.figures, given("level"), given("prior"))
        return lambda **f: change_by_growth(level=f["level"], growth=f["growth"])

    @property
    def growth(self) -> Formula:
        """Formula of the growth on last year."""
        if "growth" in self.figures:
            return given("growth")
        return lambda **f: growth_rate(previous=self.before(**f), current=f["level"])

    @property
    def point(self) -> Corner:
        """Both levels as written."""
        return self._both([estimate.value for estimate in self.figures.values()])

    @property
    def corners(self) -> list[Corner]:
        """Both levels at every corner of the rounding."""
        ends = (dict.fromkeys((e.low, e.high)) for e in self.figures.values())
        return [self._both(values) for values in product(*ends)]

    def _both(self, values: Sequence[float]) -> Corner:
        figures = dict(zip(self.figures, values, strict=True))
        return figures["level"], self.before(**figures)


def total_of(plus: Sequence[Estimate], minus: Sequence[Estimate] = ()) -> Estimate:
    """Sum of independent figures, less others, and its range.

        low = sum of the lows - sum of the highs of *minus*, and high the other way

    The value is `untraced`; the ends are too, unless that would narrow the range.

    Raises DomainError where it is too large to be held.
    Source: arithmetic.

    >>> total_of([Estimate(3.0, Range(2.95, 3.05))], [Estimate(2.2, Range(2.15, 2.25))])
    Estimate(value=0.8, range=Range(low=0.7, high=0.9))
    """
    signed = [*plus, *(_negated(estimate) for estimate in minus)]
    value = _sum([e.value for e in signed])
    if all(e.range is None for e in signed):
        return Estimate(value)
    lows, highs = [e.low for e in signed], [e.high for e in signed]
    low, high = min(_sum(lows), _exact_sum(lows)), max(_sum(highs), _exact_sum(highs))
    return Estimate(value, Range(low, high))


class ExactSum:
    """Sum of independent figures, from which any one of them can be taken away again.

    The sums are held without an error of rounding, so that neither is there one in what is left.

    >>> ExactSum([Estimate(0.1), Estimate(1e20)]).without(Estimate(1e20))
    Estimate(value=0.1, range=None)
    """

    def __init__(self, figures: Sequence[Estimate]) -> None:
        """Add up the *figures*."""
        rows = ((figure.value, figure.low, figure.high) for figure in figures)
        self._sums = [_exact(ends) for ends in zip(*rows, strict=True)]
        self._are_ranged = any(figure.range for figure in figures)

    def without(self, figure: Estimate | None) -> Estimate:
        """Return the sum of the others than *figure*, which is one of them; None leaves out none.

        Raises DomainError where it is too large to be held.
        """
        own = (figure.value, figure.low, figure.high) if figure else (0.0, 0.0, 0.0)
        value, low, high = (
            (_exact_sum([*exact, -part]) for exact, part in zip(self._sums, own, strict=True))
            if self._sums
            else (0.0, 0.0, 0.0)
        )
        return Estimate(value, Range(low, high) if self._are_ranged and low < high else None)


def _exact(levels: Sequence[float]) -> list[float]:
    """Return a few numbers that add up to the *levels* exactly, the largest first."""
    found: list[float] = []
    while rest := _exact_sum([*levels, *(-part for part in found)]):
        found.append(rest)
    return found


def _negated(estimate: Estimate) -> Estimate:
    ends = Range(-estimate.high, -estimate.low) if estimate.range else None
    return Estimate(-estimate.value, ends)


def growth_of_sum(plus: Sequence[Component], minus: Sequence[Component] = ()) -> Estimate:
    """Growth of a sum of components, or of what is left of some without others, and its range.

        growth = (sum of levels) / (sum of last year's levels) - 1

    A component with a growth has both its levels from one figure, which binds the two sums to
    one another. At the highest ratio r of the two, level - r * last year's level, added up, is
    zero at best: each component's corner is chosen to make it greatest, and r is taken anew there.

    What is left is never below zero: where it may be zero this year, the growth may be -100 %.

    Raises DomainError where last year's sum is or may be zero.
    Source: Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967).

    >>> cars = Component({"level": Estimate(3.0), "growth": Estimate(0.5)})
    >>> steel = Component({"level": Estimate(2.0), "prior": Estimate(2.0, Range(1.5, 2.5))})
    >>> growth = growth_of_sum([cars, steel])
    >>> growth.value, round(growth.range.low, 4), round(growth.range.high, 4)
    (0.25, 0.1111, 0.4286)
    """
    signed = [(1, part) for part in plus] + [(-1, part) for part in minus]
    written = [(sign * now, sign * before) for sign, part in signed for now, before in [part.point]]
    boxes = [[(sign * now, sign * before) for now, before in part.corners] for sign, part in signed]
    least_now = _levels([min(box, key=lambda corner: corner[0]) for box in boxes])[0]
    least_before = _levels([min(box, key=lambda corner: corner[1]) for box in boxes])[1]
    if least_before <= 0:
        raise DomainError("the level a year before is, or within the rounding may be, zero")
    value = _growth(written)
    if all(len(box) == 1 for box in boxes):
        return Estimate(value)
    low = _furthest(boxes, value, -1) if least_now > 0 else -1.0
    high = _furthest(boxes, value, 1)
    return Estimate(value, Range(min(low, value), max(high, value)))


def _furthest(boxes: Sequence[Sequence[Corner]], growth: float, sign: int) -> float:
    """Return the highest growth over the corners of the *boxes*, or the lowest for *sign* -1."""
    while True:
        ratio = 1 + growth
        chosen = [max(box, key=lambda both: sign * (both[0] - ratio * both[1])) for box in boxes]
        found = _growth(chosen)
        if sign * (found - growth) <= 0:
            break
        growth = found
    gross = math.fsum(abs(now) + ratio * abs(before) for now, before in chosen)
    return finite(growth + sign * 8 * math.ulp(1.0) * gross / _levels(chosen)[1])


def _growth(both: Sequence[Corner]) -> float:
    now, before = _levels(both)
    return growth_rate(previous=before, current=now)


def _levels(both: Sequence[Corner]) -> Corner:
    """Return the sums of levels and of last year's."""
    now, before = zip(*both, strict=True)
    return _sum(now), _sum(before)


def _sum(levels: Sequence[float]) -> float:
    return untraced(_exact_sum(levels), *levels)


def _exact_sum(levels: Sequence[float]) -> float:
    return finite(or_infinity(math.fsum, levels))
