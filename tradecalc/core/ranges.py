"""Ranges of rounded figures, estimates, and the ranges of answers over them.

Rounded figures form a box with an axis each. Answers are worked out at the figures as written and
at each corner of the box; where an answer turns inside, its end is searched for.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple, Self

from tradecalc.errors import DomainError

Solve = Callable[..., Mapping[str, Any]]  # from figures by name to answers
Check = Callable[..., bool] | None  # whether figures are possible together
Ends = tuple[Any, Any]  # of one figure, or of a list of figures that moves as one
Place = tuple[Any, ...]  # a value for each axis of a box

MOST_RANGED = 10  # 2 ** 10 corners; with more, an answer needs its own way to its two ends
INWARD = 1e-4  # of a figure's range: the step inward from a corner
NOISE = 1e-12  # the relative error of the arithmetic


class Range(NamedTuple("_Ends", [("low", Any), ("high", Any)])):
    """The closed range from *low* to *high*, both finite; or from one word to another.

    Raises DomainError where *low* is above *high* or one of them is not a finite number.

    >>> Range(3.35, 3.45)
    Range(low=3.35, high=3.45)
    """

    __slots__ = ()

    def __new__(cls, low: float | str, high: float | str) -> Self:
        """Refuse ends in the wrong order, infinity and nan."""
        if not isinstance(low, str) and not -math.inf < low <= high < math.inf:  # type: ignore[operator]
            raise DomainError(f"a range must run from low to high, not from {low} to {high}")
        return super().__new__(cls, low, high)


class Estimate(NamedTuple("_Estimate", [("value", Any), ("range", Range | None)])):
    """A value and, where it comes from rounded figures, its range.

    Raises DomainError where the value lies outside its range.

    >>> Estimate(3.4, Range(3.35, 3.45)).range
    Range(low=3.35, high=3.45)
    """

    __slots__ = ()

    def __new__(cls, value: float | str, range: Range | None = None) -> Self:  # noqa: A002  the field's name
        """Refuse a value outside its range."""
        if range and not isinstance(value, str) and not range.low <= value <= range.high:
            raise DomainError(f"{value} is outside its range, {range.low} to {range.high}")
        return super().__new__(cls, value, range)

    @property
    def low(self) -> Any:
        """Lower end of the range, or the exact value."""
        return self.range.low if self.range else self.value

    @property
    def high(self) -> Any:
        """Upper end of the range, or the exact value."""
        return self.range.high if self.range else self.value

    def __float__(self) -> float:
        return float(self.value)


class Open(NamedTuple):
    """A *value* with an endless range, and *why*: for some roundings of *figures* it has none."""

    value: Any
    why: DomainError
    figures: tuple[str, ...] = ()

    @property
    def range(self) -> None:
        """There is none."""


class Missing(NamedTuple):
    """An answer without a value, and *why*."""

    why: DomainError


def finite(value: float) -> float:
    """Return *value*, or raise DomainError where it is infinite or nan."""
    if math.isfinite(value):
        return value
    raise DomainError("the answer is too large to calculate: check the figures")


def require(fits: bool, rule: str, x: float, remedy: str = "") -> None:
    """Raise DomainError, with the *rule* on a number *x*, unless it *fits*."""
    if not fits:
        raise DomainError(rule, x=x, remedy=remedy)


def or_infinity(function: Callable[..., float], *arguments: object) -> float:
    """Return *function* of its *arguments*, or infinity where it overflows."""
    try:
        return function(*arguments)
    except OverflowError:
        return math.inf


def work_out(formula: Callable[..., Any], /, *known: Any, **more: Any) -> Any:
    """Return *formula* of what is *known*, or the `Missing` that it needs or results in."""
    for argument in (*known, *more.values()):
        if argument.__class__ is Missing:
            return argument
    try:
        return formula(*known, **more)
    except DomainError as error:
        return Missing(error)


def evaluate(formula: Callable[..., float], /, **figures: float | Estimate) -> Estimate:
    """Value of *formula* and the range of its values over the rounding of its *figures*.

        range = min and max of formula(**v) over all v in the box of the figures' ranges

    It is exact where the formula is monotone in each figure, or continuous and turns once; else it
    is a search. Raises DomainError where the formula has no value somewhere within the rounding,
    and for more than 10 ranged figures. Source: vertex and coordinate search.

    >>> def growth_rate(previous, current):
    ...     return (current - previous) / previous
    >>> growth = evaluate(growth_rate, previous=4, current=Estimate(4.5, Range(4.45, 4.55)))
    >>> growth.value, round(growth.range.low, 4), round(growth.range.high, 4)
    (0.125, 0.1125, 0.1375)
    """
    read = {n: f if isinstance(f, Estimate) else Estimate(f) for n, f in figures.items()}
    box = {name: figure.range for name, figure in read.items() if figure.range}
    point = {name: figure.value for name, figure in read.items()}

    def solve(**at: float) -> dict[str, Any]:
        return {"value": work_out(lambda: finite(formula(**at)))}

    found: Estimate | Open | Missing = over_box(solve, point, box)["value"]
    if isinstance(found, Missing):
        raise found.why
    if isinstance(found, Open):
        names = " and ".join(name.replace("_", " ") for name in found.figures)
        raise DomainError(f"within the rounding of {names}, {found.why}")
    return found


def over_box(
    solve: Solve,
    point: Mapping[str, Any],
    box: Mapping[str, Ends],
    *,
    of_the_point: Callable[[str], bool] = lambda name: False,  # noqa: ARG005  none is
    possible: Check = None,
) -> dict[str, Any]:
    """Return the answers of *solve* at *point*, each number with its range over the *box*.

    Each answer is a number, a word, `Missing`, or a table, a list of such rows. A figure that is a
    list moves as one, from its low to its high ends. An answer *of_the_point* keeps its value. The
    box is cut where figures are no longer *possible* together; the point always is.
    Raises DomainError for more than 10 ranged figures.
    """
    answers = solve(**point)
    rule = f"a question can have at most {MOST_RANGED} rounded figures, not {{x}}"
    require(len(box) <= MOST_RANGED, rule, len(box))
    at_point = list(_leaves(answers))
    if not box:
        return _rebuilt(answers, (_estimate(value) for _, value in at_point))
    search = _Box(solve, point, box, possible)
    numbered = ((k, *one) for k, one in enumerate(at_point))
    found = (_estimate(v) if of_the_point(n) else search.estimate(k, v) for k, n, v in numbered)
    return _rebuilt(answers, found)


class _Box:
    """A box of rounded figures, and the answers at the places in it seen so far."""

    def __init__(
        self, solve: Solve, point: Mapping[str, Any], box: Mapping[str, Ends], possible: Check
    ) -> None:
        self.solve, self.point, self.box, self.possible = solve, point, box, possible
        self.known: dict[Place, list[Any]] = {}
        self.corners: list[Place] = list(self._corners())
        self.columns = list(zip(*map(self.at, self.corners), strict=True))

    def _corners(self) -> Iterator[Place]:
        """Yield the possible corners, and the last possible places on edges to the others."""
        for corner in product(*self.box.values()):
            if self.can_be(corner):
                yield corner
                continue
            for i, ends in enumerate(self.box.values()):
                other = _moved(corner, i, ends[corner[i] == ends[0]])
                if self.can_be(other):
                    yield _moved(corner, i, self._limit(other, i, corner[i]))

    def can_be(self, place: Place) -> bool:
        return self.possible is None or self.possible(**self.figures(place))

    def _limit(self, place: Place, i: int, end: Any) -> Any:
        """Return the last possible value of figure *i* on the way from *place* to *end*."""
        if self.can_be(_moved(place, i, end)):
            return end
        last, beyond = place[i], end
        for _ in range(60):  # halves of a float's 53 bits, and a few more
            middle = last + (beyond - last) / 2
            is_in = self.can_be(_moved(place, i, middle))
            last, beyond = (middle, beyond) if is_in else (last, middle)
        return last

    def figures(self, place: Place) -> dict[str, Any]:
        return {**self.point, **dict(zip(self.box, place, strict=True))}

    def at(self, place: Place) -> list[Any]:
        if place not in self.known:
            moved = self.solve(**self.figures(place))
            self.known[place] = [value for _, value in _leaves(moved)]
        return self.known[place]

    def estimate(self, k: int, value: Any) -> Any:
        """Return answer *k*, with its *value* at the point, and its range."""
        column = self.columns[k]
        if not isinstance(value, (int, float)):
            return value
        if any(isinstance(one, Missing) for one in column):
            return self.open(k, value)
        if column.count(value) == len(column):
            return Estimate(value)
        low, high = min(self.least(k, 1), value), max(-self.least(k, -1), value)
        if high - low <= NOISE * max(abs(low), abs(high)):
            return Estimate(value)
        return Estimate(value, Range(finite(low), finite(high)))

    def least(self, k: int, sign: int) -> float:
        """Return the least of *sign* times answer *k*: at a corner, or where it turns inside."""
        column = self.columns[k]
        ranked = ((sign * value, at) for value, at in zip(column, self.corners, strict=True))
        least, place = min(ranked, key=lambda pair: pair[0])
        if isinstance(column[0], int):
            return float(least) if isinstance(least, float) else least
        for _ in range(8):  # each round is one pass over the figures; most answers need one
            before = least
            for i, ends in enumerate(self.box.values()):
                if not isinstance(ends[0], tuple):  # nothing turns along a list
                    least, place = self._along(k, sign, i, (least, place))
            if least == before:
                break
        return float(least)

    def _along(self, k: int, sign: int, i: int, best: tuple[float, Place]) -> tuple[float, Place]:
        """Return a lower value than *best* along figure *i*, and its place, or else *best*."""
        least, place = best
        low, high = (self._limit(place, i, end) for end in list(self.box.values())[i])

        def rank(x: float) -> float:
            value = self.at(_moved(place, i, x))[k]
            return sign * value if isinstance(value, (int, float)) else math.inf

        step = INWARD * (high - low)
        beside = (x for x in (place[i] - step, place[i] + step) if low <= x <= high)
        if any(rank(x) < least - NOISE * abs(least) for x in beside):
            x, there = _golden(rank, low, high)
            return (there, _moved(place, i, x)) if there < least else best
        return best

    def open(self, k: int, value: float) -> Open:
        """Return answer *k* as open, with the fewest figures that leave it without a value."""
        blamed = list(self.box)
        for name in self.box:
            fewer = [other for other in blamed if other != name]
            if fewer and self.reason(k, fewer):
                blamed = fewer
        missing = (one.why for one in self.columns[k] if isinstance(one, Missing))
        return Open(value, self.reason(k, blamed) or next(missing), tuple(blamed))

    def reason(self, k: int, names: Sequence[str]) -> DomainError | None:
        """Return why answer *k* has no value when only the figures *names* move, or None."""
        axes = ((*ends,) if n in names else (self.point[n],) for n, ends in self.box.items())
        for place in filter(self.can_be, product(*axes)):
            if isinstance(there := self.at(place)[k], Missing):
                return there.why
        return None


def _moved(place: Place, i: int, value: Any) -> Place:
    return (*place[:i], value, *place[i + 1 :])


def _golden(rank: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return the place and the value of the least *rank*, which turns once from *low* to *high*."""
    share = (math.sqrt(5) - 1) / 2
    # 0.618 ** 40 of the range is 4e-9 of it, and the error near an extreme goes with the square.
    for _ in range(40):
        a, b = high - share * (high - low), low + share * (high - low)
        low, high = (low, b) if rank(a) <= rank(b) else (a, high)
    return (low + high) / 2, rank((low + high) / 2)


def _estimate(value: Any) -> Any:
    return Estimate(value) if isinstance(value, (int, float)) else value


def _leaves(answers: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each answer, and each cell of each table, by name."""
    for name, value in answers.items():
        if isinstance(value, list):
            for row in value:
                yield from _leaves(row, f"{name}.")
        else:
            yield prefix + name, value


def _rebuilt(answers: Mapping[str, Any], found: Iterator[Any]) -> dict[str, Any]:
    """Return the *answers* with each leaf replaced by the next one *found*."""
    return {
        name: [_rebuilt(row, found) for row in value] if isinstance(value, list) else next(found)
        for name, value in answers.items()
    }
