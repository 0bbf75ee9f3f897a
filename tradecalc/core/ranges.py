"""What rounded figures leave open: ranges, estimates, and a formula's range over them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from tradecalc.core.search import lowest_between
from tradecalc.errors import DomainError

MOST_RANGED = 10  # 2 ** 10 corners; beyond, a formula needs its own way to its two ends
LEAST_NORMAL = 2.0**-1022  # floats below it have fewer digits, and stand for zero

Formula = Callable[..., float]
Slack = Callable[[Mapping[str, float], float], float]


@dataclass(frozen=True, slots=True)
class Range:
    """The closed range from *low* to *high*, both finite.

    Raises DomainError where *low* is above *high* or one of them is not a finite number.

    >>> Range(3.35, 3.45)
    Range(low=3.35, high=3.45)
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse ends in the wrong order, infinite ones and nan."""
        if not -math.inf < self.low <= self.high < math.inf:
            raise DomainError(
                f"a range from {self.low} to {self.high} holds no value: give a lower and a"
                " higher end"
            )


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and, where the figures behind it are rounded, the range that they leave open.

    Raises DomainError where the value lies outside its range.

    >>> Estimate(3.4, Range(3.35, 3.45)).range
    Range(low=3.35, high=3.45)
    >>> Estimate(10.0).range is None
    True
    """

    value: float
    range: Range | None = None

    def __post_init__(self) -> None:
        """Refuse a value that its range does not hold."""
        if self.range and not self.range.low <= self.value <= self.range.high:
            raise DomainError(f"{self.value} is outside its range, {self.range}")

    @property
    def low(self) -> float:
        """Lower end of the range; the value itself where it is exact."""
        return self.range.low if self.range else self.value

    @property
    def high(self) -> float:
        """Upper end of the range; the value itself where it is exact."""
        return self.range.high if self.range else self.value


def finite(value: float) -> float:
    """Return *value*, or raise DomainError where it is too large to be held.

    Every formula returns through here, so that no answer is infinite or "not a number".
    """
    if math.isfinite(value):
        return value
    raise DomainError("the answer is too large to be calculated: check the size of the figures")


def or_infinity(function: Formula, *arguments: object) -> float:
    """Return *function* of its *arguments*, or infinity where its value is too large for a float.

    >>> or_infinity(math.exp, 1000)
    inf
    """
    try:
        return function(*arguments)
    except OverflowError:
        return math.inf


def given(name: str) -> Formula:
    """Return the formula that is the figure *name* itself.

    >>> given("base")(base=4, goal=10)
    4
    """
    return lambda **figures: figures[name]


def renamed(formula: Formula, /, **names: str) -> Formula:
    """Return *formula* with its arguments taken from figures of other names.

    >>> renamed(lambda base, goal: goal - base, base="from_", goal="to")(from_=4, to=10, rate=1)
    6
    """
    return lambda **figures: formula(**{own: figures[name] for own, name in names.items()})


def evaluate(formula: Formula, /, **figures: float | Estimate) -> Estimate:
    """Value of *formula* and the range of its values over the rounding of its *figures*.

        range = min and max of formula(**v) over all v in the box of the figures' ranges

    The formula is called at every corner of the box; from its lowest and highest corner a
    search along each argument in turn then looks inside. That is exact for a formula that is
    monotone in each argument, and finds the ends of one that is continuous and turns once
    along an argument (a blend, a ratio of growths); it is a search, not a proof, for others.
    Each end is moved outwards by what the arithmetic may be off, so that the range holds the
    formula's value at every point of the box.

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
    point, box = point_and_box(figures)
    value = finite(formula(**point))
    if not box:
        return Estimate(value)
    if len(box) > MOST_RANGED:
        raise DomainError(f"{len(box)} rounded figures in one formula: {MOST_RANGED} is the most")
    corners = box_corners(point, box)
    try:
        values = [finite(formula(**corner)) for corner in corners]
    except DomainError:
        raise _at_an_end(formula, point, box) from None
    return between(
        formula,
        point,
        _search(formula, corners[values.index(min(values))], box, lowest=True),
        _search(formula, corners[values.index(max(values))], box, lowest=False),
    )


def evaluate_whole(formula: Formula, /, **figures: float | Estimate) -> Estimate:
    """Value and range of a *formula* that counts, such as one that gives a calendar year.

        range = min and max of formula over the corners of the figures' box

    The formula must be monotone in each of its *figures*. Whole numbers need no widening.

    Raises DomainError as `evaluate` does.
    Source: the corners are exact for a monotone formula.

    >>> evaluate_whole(lambda levels: int(levels), levels=Estimate(2.4, Range(1.9, 2.6)))
    Estimate(value=2, range=Range(low=1, high=2))
    """
    point, box = point_and_box(figures)
    value = formula(**point)
    if not box:
        return Estimate(value)
    try:
        values = [formula(**corner) for corner in box_corners(point, box)]
    except DomainError:
        raise _at_an_end(formula, point, box) from None
    return Estimate(value, Range(min(values), max(values)))


def between(
    formula: Formula,
    point: Mapping[str, float],
    lowest: Mapping[str, float],
    highest: Mapping[str, float],
    *,
    slack: Slack | None = None,
) -> Estimate:
    """Estimate of *formula* at *point*, given the arguments of its lowest and highest value.

    The two ends are widened by *slack*, the error that the arithmetic may have made there: by
    default eight units in the last place of the result, and eight times what moving each
    argument by one such unit changes. They are not widened where the formula is itself one of
    the figures. A range no wider than that error is left out.
    """
    value, low, high = (finite(formula(**at)) for at in (point, lowest, highest))
    if low == value == high:
        return Estimate(value)
    if any((value, low, high) == (point[n], lowest[n], highest[n]) for n in point):
        return Estimate(value, Range(low, high))
    off = slack or (lambda at, end: _slack(formula, at, end))
    below, above = off(lowest, low), off(highest, high)
    if high - low <= below + above:
        return Estimate(value)
    return Estimate(value, Range(min(finite(low - below), value), max(finite(high + above), value)))


def point_and_box(
    figures: Mapping[str, float | Estimate],
) -> tuple[dict[str, float], dict[str, Range]]:
    """Return the figures' values, and the ranges of those that have one."""
    point: dict[str, float] = {}
    box: dict[str, Range] = {}
    for name, figure in figures.items():
        if isinstance(figure, Estimate):
            point[name] = figure.value
            if figure.range:
                box[name] = figure.range
        else:
            point[name] = figure
    return point, box


def box_corners(point: Mapping[str, float], box: Mapping[str, Range]) -> list[dict[str, float]]:
    """Return the corners of a *box* of ranges, with the values of the other figures."""
    return [
        {**point, **dict(zip(box, ends, strict=True))}
        for ends in product(*((r.low, r.high) for r in box.values()))
    ]


def _slack(formula: Formula, at: Mapping[str, float], value: float) -> float:
    moved = 0.0
    for name, argument in at.items():
        changes = [0.0]
        for direction in (math.inf, -math.inf):
            try:
                nudged = formula(**{**at, name: math.nextafter(argument, direction)})
            except DomainError:
                continue  # the argument stands at the edge of the domain: the other way tells
            changes.append(abs(nudged - value))
        moved += max(changes)
    slack = 8 * (math.ulp(value) + moved)
    return slack if slack > LEAST_NORMAL else 0.0  # a product with zero is exactly zero


def _at_an_end(formula: Formula, point: Mapping[str, float], box: dict[str, Range]) -> DomainError:
    """Say whose rounding takes the formula out of its domain: the fewest figures that do."""
    reason = _reason(formula, point, box)
    for name in box:
        others = {n: ends for n, ends in box.items() if n != name}
        if (without := _reason(formula, point, others)) is not None:
            box, reason = others, without
    names = " and ".join(name.replace("_", " ") for name in box)
    return DomainError(f"within the rounding of {names}, {reason}")


def _reason(
    formula: Formula, point: Mapping[str, float], box: Mapping[str, Range]
) -> DomainError | None:
    """Why the formula has no value at one of the box's corners, if at any."""
    for corner in box_corners(point, box):
        try:
            finite(formula(**corner))
        except DomainError as error:
            return error
    return None


def _search(
    formula: Formula, start: Mapping[str, float], box: Mapping[str, Range], *, lowest: bool
) -> Mapping[str, float]:
    """Arguments inside *box* that beat the corner *start*, found along one argument at a time."""

    def rank(arguments: Mapping[str, float]) -> float:
        value = formula(**arguments)
        return value if lowest else -value

    best = dict(start)
    least = rank(best)
    for _ in range(8):  # each round is one pass over the arguments; most formulas need one
        before = least
        for name, ends in box.items():
            found, there = lowest_between(
                lambda x: rank({**best, name: x}),  # noqa: B023  called at once, in this turn
                ends.low,
                ends.high,
            )
            if there < least:
                best, least = {**best, name: found}, there
        if least == before:
            break
    return best
