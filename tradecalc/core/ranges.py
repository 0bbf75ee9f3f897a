"""What rounded figures leave open: ranges, estimates, and the ranges of answers over them.

Rounded figures lie in a box, an axis each. Answers are worked out at the figures as written and
at each corner of the box; where an answer turns inside, its end is searched for.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple, Self

from tradecalc.errors import DomainError

Formula = Callable[..., float]
Solve = Callable[..., Mapping[str, Any]]  # the answers at figures that are given by name
Check = Callable[..., bool] | None  # whether figures can be all at once
Ends = tuple[Any, Any]  # of one figure, or of a list of them that moves as one
Place = tuple[Any, ...]  # a value for each axis of a box

MOST_RANGED = 10  # 2 ** 10 corners; beyond, an answer needs its own way to its two ends
INWARD = 1e-4  # of a figure's range: how far inside a corner an answer is looked at again
NOISE = 1e-12  # relative: what the arithmetic alone may change


class _Ends(NamedTuple):
    low: Any
    high: Any


class Range(_Ends):
    """The closed range from *low* to *high*, both finite; of words, what they step between.

    Raises DomainError where *low* is above *high* or one of them is not a finite number.

    >>> Range(3.35, 3.45)
    Range(low=3.35, high=3.45)
    """

    __slots__ = ()

    def __new__(cls, low: float | str, high: float | str) -> Self:
        """Refuse ends in the wrong order, infinite ones and nan."""
        if not isinstance(low, str) and not -math.inf < low <= high < math.inf:  # type: ignore[operator]
            raise DomainError("a range from {low} to {high} holds no value", low=low, high=high)
        return super().__new__(cls, low, high)


class _Estimate(NamedTuple):
    value: Any
    range: Range | None = None


class Estimate(_Estimate):
    """A value and, where the figures behind it are rounded, the range that they leave open.

    Raises DomainError where the value lies outside its range.

    >>> Estimate(3.4, Range(3.35, 3.45)).range
    Range(low=3.35, high=3.45)
    """

    __slots__ = ()

    def __new__(cls, value: float | str, range: Range | None = None) -> Self:  # noqa: A002  the field's name
        """Refuse a value that its range does not hold."""
        if range and not isinstance(value, str) and not range.low <= value <= range.high:
            raise DomainError("{value} is outside its range, {ends}", value=value, ends=range)
        return super().__new__(cls, value, range)

    @property
    def low(self) -> Any:
        """Lower end of the range; the value where it is exact."""
        return self.range.low if self.range else self.value

    @property
    def high(self) -> Any:
        """Upper end of the range; the value where it is exact."""
        return self.range.high if self.range else self.value

    def __float__(self) -> float:
        """Return the value."""
        return float(self.value)


class Open(NamedTuple):
    """A *value* whose range has no end: some *figures* that round alike give none, and *why*."""

    value: Any
    why: DomainError
    figures: tuple[str, ...] = ()

    @property
    def range(self) -> None:
        """There is none."""


class Missing(NamedTuple):
    """An answer that there is not, and *why*."""

    why: DomainError


def finite(value: float) -> float:
    """Return *value*, or raise DomainError where it is infinite or nan."""
    if math.isfinite(value):
        return value
    remedy = "check the size of the figures"
    raise DomainError("the answer is too large to be calculated", remedy=remedy)


def or_infinity(function: Callable[..., float], *arguments: object) -> float:
    """Return *function* of its *arguments*, or infinity where that is too large for a float."""
    try:
        return function(*arguments)
    except OverflowError:
        return math.inf


def work_out(formula: Callable[..., Any], /, *known: Any, **more: Any) -> Any:
    """Return *formula* of what is *known*, or the `Missing` that it comes to or rests on."""
    for argument in (*known, *more.values()):
        if argument.__class__ is Missing:
            return argument
    try:
        return formula(*known, **more)
    except DomainError as error:
        return Missing(error)


def evaluate(formula: Formula, /, **figures: float | Estimate) -> Estimate:
    """Value of *formula* and the range of its values over the rounding of its *figures*.

        range = min and max of formula(**v) over all v in the box of the figures' ranges

    Exact where it is monotone in each figure, or continuous and turns once; else it is a search.
    Raises DomainError where the formula has no value for figures that round to these, and over
    more than 10 ranged figures. Source: vertex and coordinate search.

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

    found = over_box(solve, point, box)["value"]
    if isinstance(found, Missing):
        raise found.why
    if isinstance(found, Open):
        names = " and ".join(name.replace("_", " ") for name in found.figures)
        rule = "within the rounding of {names}, {reason}"
        raise DomainError(rule, names=names, reason=str(found.why))
    estimate: Estimate = found
    return estimate


def over_box(
    solve: Solve,
    point: Mapping[str, Any],
    box: Mapping[str, Ends],
    *,
    of_the_point: Callable[[str], bool] = lambda name: False,  # noqa: ARG005  none is
    possible: Check = None,
) -> dict[str, Any]:
    """Return the answers of *solve* at *point*, each number with its range over the *box*.

    Each answer is a number, a word, `Missing`, or a table, a list of such rows; a figure that is a
    list is all at its low or at its high ends. An answer that is *of_the_point* keeps its value.
    The box is cut where its edges leave figures that are *possible* all at once, as the point is.
    Raises DomainError over more than 10 ranged figures.
    """
    answers = solve(**point)
    if len(box) > MOST_RANGED:
        rule = "{count} rounded figures in one question: {most} is the most"
        raise DomainError(rule, count=len(box), most=MOST_RANGED)
    at_point = list(_leaves(answers))
    if not box:
        return _rebuilt(answers, (_estimate(value) for _, value in at_point))
    search = _Box(solve, point, box, possible)
    numbered = ((k, *one) for k, one in enumerate(at_point))
    found = (_estimate(v) if of_the_point(n) else search.estimate(k, v) for k, n, v in numbered)
    return _rebuilt(answers, found)


class _Box:
    """A box of rounded figures and the answers at the places of it that were looked at."""

    def __init__(
        self, solve: Solve, point: Mapping[str, Any], box: Mapping[str, Ends], possible: Check
    ) -> None:
        self.solve, self.point, self.box, self.possible = solve, point, box, possible
        self.known: dict[Place, list[Any]] = {}
        self.corners: list[Place] = list(self._corners())
        self.columns = list(zip(*map(self.at, self.corners), strict=True))

    def _corners(self) -> Iterator[Place]:
        """Yield the corners that can be, and the places where edges lead to those that cannot."""
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
        """Return the last value of figure *i* on the way from *place* to *end* that can be."""
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
        """Return answer *k*, whose *value* is that of the point, with its range."""
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
        """Return what is less than *best* along figure *i*, and its place, or *best*."""
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
        """Return answer *k* without a range, and the fewest figures that take it away."""
        blamed = list(self.box)
        for name in self.box:
            fewer = [other for other in blamed if other != name]
            if fewer and self.reason(k, fewer):
                blamed = fewer
        missing = (one.why for one in self.columns[k] if isinstance(one, Missing))
        return Open(value, self.reason(k, blamed) or next(missing), tuple(blamed))

    def reason(self, k: int, names: Sequence[str]) -> DomainError | None:
        """Return why answer *k* has no value where only the figures *names* move, or None."""
        axes = ((*ends,) if n in names else (self.point[n],) for n, ends in self.box.items())
        for place in filter(self.can_be, product(*axes)):
            if isinstance(there := self.at(place)[k], Missing):
                return there.why
        return None


def _moved(place: Place, i: int, value: Any) -> Place:
    return (*place[:i], value, *place[i + 1 :])


def _golden(rank: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return where *rank*, which turns once from *low* to *high*, is least, and its value there."""
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
