"""What rounded figures leave open: ranges, estimates, and a formula's range over them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from tradecalc.errors import DomainError

MOST_RANGED = 10  # 2 ** 10 corners; beyond, a formula needs its own way to its two ends

Formula = Callable[..., float]


@dataclass(frozen=True, slots=True)
class Range:
    """The closed range from *low* to *high*.

    Raises DomainError where *low* is above *high* or one of them is not a number.

    >>> Range(3.35, 3.45)
    Range(low=3.35, high=3.45)
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse ends in the wrong order, and nan, which compares with nothing."""
        if not self.low <= self.high:
            raise DomainError(f"a range from {self.low} to {self.high} holds no value")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and, where the figures behind it are rounded, the range that they leave open.

    >>> Estimate(3.4, Range(3.35, 3.45)).range
    Range(low=3.35, high=3.45)
    >>> Estimate(10.0).range is None
    True
    """

    value: float
    range: Range | None = None


def finite(value: float) -> float:
    """Return *value*, or raise DomainError where it is too large to be held.

    Every formula returns through here, so that no answer is infinite or "not a number".
    """
    if math.isfinite(value):
        return value
    raise DomainError("the answer is too large to be calculated: check the size of the figures")


def given(name: str) -> Formula:
    """Return the formula that is the figure *name* itself.

    >>> given("base")(base=4, goal=10)
    4
    """
    return lambda **figures: figures[name]


def evaluate(formula: Formula, /, **figures: float | Estimate) -> Estimate:
    """Value of *formula* and the range of its values over the rounding of its *figures*.

        range = min and max of formula(**v) over all v in the box of the figures' ranges

    The formula is called at every corner of the box; from its lowest and highest corner a
    search along each argument in turn then looks inside, for the few formulas that are not
    monotone (a blend, a ratio of growths). Each end is moved outwards by what the arithmetic
    itself may be off, a few units in the last place, so that the range holds the formula's
    value at every point of the box.

    *figures* are the formula's arguments by name; plain numbers are exact.

    Raises DomainError where the formula has no value for the figures as written, or, naming
    the figure, for others that round to them; and over more than 10 ranged figures.
    Source: vertex and coordinate search; for monotone formulas the corners are exact.

    >>> def growth_rate(previous, current):
    ...     return (current - previous) / previous
    >>> growth = evaluate(growth_rate, previous=4, current=Estimate(4.5, Range(4.45, 4.55)))
    >>> growth.value, round(growth.range.low, 4), round(growth.range.high, 4)
    (0.125, 0.1125, 0.1375)
    >>> evaluate(growth_rate, previous=4, current=4.5)
    Estimate(value=0.125, range=None)
    """
    point = {n: f.value if isinstance(f, Estimate) else f for n, f in figures.items()}
    box = {n: f.range for n, f in figures.items() if isinstance(f, Estimate) and f.range}
    value = formula(**point)
    if not box:
        return Estimate(value)
    if len(box) > MOST_RANGED:
        raise DomainError(f"{len(box)} rounded figures in one formula: {MOST_RANGED} is the most")
    corners = [
        {**point, **dict(zip(box, ends, strict=True))}
        for ends in product(*((r.low, r.high) for r in box.values()))
    ]
    try:
        values = [formula(**corner) for corner in corners]
    except DomainError as error:
        raise _at_an_end(formula, point, box, error) from None
    return between(
        formula,
        point,
        _search(formula, corners[values.index(min(values))], box, lowest=True),
        _search(formula, corners[values.index(max(values))], box, lowest=False),
    )


def between(
    formula: Formula,
    point: Mapping[str, float],
    lowest: Mapping[str, float],
    highest: Mapping[str, float],
) -> Estimate:
    """Estimate of *formula* at *point*, given the arguments of its lowest and highest value.

    The two ends are widened by the error of the arithmetic there: two units in the last place
    of the result, and twice what moving any one argument by one unit changes. A formula that
    does not depend on what is rounded has no range.
    """
    value, low, high = formula(**point), formula(**lowest), formula(**highest)
    if low == value == high:
        return Estimate(value)
    return Estimate(
        value,
        Range(
            min(low - _slack(formula, lowest, low), value),
            max(high + _slack(formula, highest, high), value),
        ),
    )


def _slack(formula: Formula, at: Mapping[str, float], value: float) -> float:
    moved = 0.0
    for name, argument in at.items():
        for direction in (math.inf, -math.inf):
            try:
                nudged = formula(**{**at, name: math.nextafter(argument, direction)})
            except DomainError:
                continue  # the argument stands at the edge of the domain: the other way tells
            moved += abs(nudged - value)
            break
    return 2 * (math.ulp(value) + moved)


def _at_an_end(
    formula: Formula, point: Mapping[str, float], box: Mapping[str, Range], error: DomainError
) -> DomainError:
    """Say which figure's rounding takes the formula out of its domain."""
    for name, ends in box.items():
        for end in (ends.low, ends.high):
            try:
                formula(**{**point, name: end})
            except DomainError as reason:
                shown = name.replace("_", " ").strip()
                return DomainError(f"{shown}, as rounded, may be {end:g}: {reason}")
    return DomainError(f"within the rounding of {' and '.join(box)}: {error}")


def _search(
    formula: Formula, start: Mapping[str, float], box: Mapping[str, Range], *, lowest: bool
) -> Mapping[str, float]:
    """Arguments inside *box* that beat the corner *start*, found along one argument at a time."""

    def rank(arguments: Mapping[str, float]) -> float:
        value = formula(**arguments)
        return value if lowest else -value

    best = dict(start)
    for _ in range(8):  # each round is one pass over the arguments; most formulas need one
        before = rank(best)
        for name, ends in box.items():
            fixed = dict(best)
            found = {**fixed, name: _line_search(lambda x: rank({**fixed, name: x}), ends)}  # noqa: B023  called at once, in this turn
            best = min(best, found, key=rank)
        if rank(best) == before:
            break
    return best


def _line_search(rank: Callable[[float], float], ends: Range) -> float:
    """Where *rank* is lowest between *ends*: a coarse look, then a golden-section search."""
    width = ends.high - ends.low
    steps = [ends.low + width * k / 8 for k in range(8)] + [ends.high]
    ranks = [rank(x) for x in steps]
    best = ranks.index(min(ranks))
    if best in (0, 8):
        inside = steps[best] + width / 1000 * (1 if best == 0 else -1)
        if rank(inside) >= ranks[best]:
            return steps[best]  # monotone here, as almost every formula is
    left, right = steps[max(best - 1, 0)], steps[min(best + 1, 8)]
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(40):  # 0.618 ** 40 of the bracket: the square of that is below a float's unit
        a, b = right - golden * (right - left), left + golden * (right - left)
        if rank(a) <= rank(b):
            right = b
        else:
            left = a
    middle = (left + right) / 2
    return middle if rank(middle) < ranks[best] else steps[best]
