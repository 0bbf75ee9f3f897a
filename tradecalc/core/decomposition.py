"""The make-up of a total: the missing flow, shares, contributions to growth, balance, coverage.

Levels are in one unit and not below zero. Everything is a linear form of them or a ratio of two
such forms, and so its range over the rounding of the figures is exact (core/claims.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from itertools import product
from operator import sub
from typing import NamedTuple

from tradecalc.core.claims import Claim, Possible, nearest, outward
from tradecalc.core.quantities import Quantity
from tradecalc.core.ranges import Estimate, Missing, Open, Range, finite, require, work_out
from tradecalc.core.simplex import ONE, Form, combined
from tradecalc.errors import DomainError

THIS, LAST = 1, 0  # the two years
YEARS = (Quantity("total_growth", THIS),)
LINES = ("exports", "imports", "total")
BITS = 150  # some 45 digits, of an end that many fractions add up to


def contribution(*, change: float, previous_total: float) -> float:
    """Contribution of a part to the growth of its total; those of all parts add up to it.

        contribution = change / previous_total

    A fraction: 0.183 is 18.3 percentage points.
    Raises DomainError unless *previous_total*, that of the first period, is above zero.
    Source: INSEE, definitions, c1207.

    >>> round(contribution(change=2.2 - 1.736, previous_total=2.532), 4)
    0.1833
    """
    rule = "contributions need a total above zero, not {x:.12g}"
    require(previous_total > 0, rule, previous_total)
    return finite(change / previous_total)


def trade_balance(*, exports: float, imports: float) -> float:
    """Trade balance: a surplus above zero, a deficit below it.

        balance = exports - imports

    It is exact for the decimals as written.
    Raises DomainError where it is too large. Source: INSEE, definitions, c1793.

    >>> trade_balance(exports=3.0, imports=2.2)
    0.8
    """
    finite(exports - imports)
    return nearest(Fraction(str(exports)) - Fraction(str(imports)))


def coverage_ratio(*, exports: float, imports: float) -> float:
    """Coverage ratio: how far exports pay for imports.

        coverage_ratio = exports / imports

    A fraction: 2.75 is 275 %.
    Raises DomainError unless *imports* are above zero and *exports* not below it.
    Source: INSEE, definitions, c1793.

    >>> round(coverage_ratio(exports=2.2, imports=0.8), 6)
    2.75
    """
    if not (imports > 0 and exports >= 0):
        rule = "coverage needs flows above zero, not exports {exports:.12g}, imports {imports:.12g}"
        raise DomainError(rule, exports=exports, imports=imports)
    return finite(exports / imports)


class Stated(NamedTuple):
    """An exact number: its *value* as written, and the ends of its rounding."""

    value: Fraction
    low: Fraction
    high: Fraction


class Line(NamedTuple):
    """The stated figures of a flow: its level, and last year's or its growth, above -100 %."""

    level: Stated | None = None
    prior: Stated | None = None
    growth: Stated | None = None


NOTHING = Stated(Fraction(0), Fraction(0), Fraction(0))


class Trade:
    """Exports, imports and their total, this year and last year, as far as they are stated.

        total = exports + imports     level = last year's level * (1 + growth)

    *lines* state two of the three levels, and for up to two the growth or last year's level.
    *other* is another name for imports in messages, *also* are more claims, and *edges* are those
    of `Possible`.
    """

    def __init__(
        self,
        lines: Mapping[str, Line],
        *,
        other: str = "imports",
        also: Sequence[Claim] = (),
        edges: Iterable[Form] = (),
    ) -> None:
        self._other, self._also, self._edges = other, also, edges
        self._stated: dict[Quantity, Stated] = {}
        for flow, line in lines.items():
            growth = Quantity(f"{flow}_growth", THIS)
            pairs = zip((Quantity(flow, THIS), Quantity(flow, LAST), growth), line, strict=True)
            self._stated |= {of: stated for of, stated in pairs if stated is not None}
        self._is_ranged = bool(also) or any(s.low < s.high for s in self._stated.values())
        self._values = {quantity: stated.value for quantity, stated in self._stated.items()}
        self.left: dict[str, str] = {}  # a flow left of a total, and the flow beside it
        self._complete(THIS)
        for flow, line in lines.items():
            if line.growth is not None:
                before = self._values[Quantity(flow, THIS)] / (1 + line.growth.value)
                self._values[Quantity(flow, LAST)] = before
        self._complete(LAST)

    def _complete(self, year: int) -> None:
        values = self._values
        exports, imports, total = (Quantity(flow, year) for flow in LINES)
        if total not in values and {exports, imports} <= values.keys():
            values[total] = values[exports] + values[imports]
        for left, other in ((exports, imports), (imports, exports)):
            if left not in values and {other, total} <= values.keys():
                values[left] = values[total] - values[other]
                prefix = "prior_" * (year == LAST)
                self.left[prefix + left.name] = prefix + other.name

    @cached_property
    def _possible(self) -> Possible:
        possible = Possible(YEARS, self._edges)
        claims = [Claim(quantity, low, high) for quantity, (_, low, high) in self._stated.items()]
        for claim in (*claims, *self._also):
            possible.hold(claim)
        return possible

    @cached_property
    def is_possible(self) -> bool:
        """Whether some levels, none below zero, round to the figures."""
        return self._possible.is_possible()

    def ask(self, name: str) -> Estimate | Open | Missing | None:
        """Return a quantity of this year or, for `prior_...`, of last year; None if unknown."""
        quantity = Quantity(name.removeprefix("prior_"), THIS - name.startswith("prior_"))
        found: Estimate | Open | Missing | None = None
        with suppress(KeyError):
            found = work_out(self._ranged, quantity)
        return found

    def _ranged(self, quantity: Quantity) -> Estimate | Open:
        try:
            value = quantity.value(self._values)
        except DomainError:
            raise self._no_value("{below} came to zero", quantity) from None
        if not self._is_ranged or not self.is_possible:
            return Estimate(nearest(value))
        low, high = self._stated[quantity][1:] if quantity in self._stated else (None, None)
        with suppress(DomainError):
            low, high = self._possible.bounds(quantity)
        if low is None or high is None:
            why = self._no_value("within the rounding, {below} may be zero", quantity)
            return Open(nearest(value), why)
        if low == high:
            return Estimate(nearest(value))
        low, high = min(low, value), max(high, value)
        return Estimate(nearest(value), Range(outward(low, up=False), outward(high, up=True)))

    def _no_value(self, template: str, quantity: Quantity) -> DomainError:
        below = quantity.bottom or quantity
        name = self._other if below.name == "imports" else below.name
        article = "the " * (name == "total")
        known = f"last year's {name}" if below.year == LAST else article + name
        return DomainError(template, below=known)


class Parts:
    """Any number of *parts* of a *total*, which is their sum unless it is stated.

    Each part is compared with all others as one line: sums of independent figures have no gaps.
    """

    def __init__(self, parts: Sequence[Line], total: Line | None = None) -> None:
        self._parts, self._total = parts, total
        self.has_last = all(part.prior or part.growth for part in parts)
        self._spans = [_spans(part) for part in parts]
        self._sums = [_sum(column) for column in zip(*self._spans, strict=True)]
        figures = (*self._sums, *(total or ()))
        self._are_ranged = any(stated.low < stated.high for stated in figures if stated)

    def sum(self, *, prior: bool = False) -> float:
        """Return the sum of the parts as written, this year or, as far as known, last year."""
        return nearest(self._sums[prior].value)

    def part(self, k: int) -> Trade:
        """Return part *k* as the exports of a trade, with the rest of the total as imports."""
        pairs = zip(self._sums, self._spans[k], strict=True)
        level, prior, change = (Stated(*map(sub, whole, own)) for whole, own in pairs)
        if self._total is not None:
            lines = {"exports": self._parts[k], "total": self._total}
            least = {THIS: level.low, LAST: prior.low}
            also = [Claim(Quantity("imports", year), low, None) for year, low in least.items()]
            return Trade(lines, also=also if self._are_ranged else ())
        others = Line(level, prior if self.has_last else None)
        lines = {"exports": self._parts[k], "imports": others}
        also = [Claim(Quantity("imports_change", THIS), change.low, change.high)]
        return Trade(lines, also=also if self._are_ranged and self.has_last else ())

    @cached_property
    def whole(self) -> Trade:
        """All parts together as the exports of a trade, with the rest as imports."""
        level, prior, _ = self._sums
        lines = {"exports": Line(level, prior if self.has_last else None)}
        lines |= {"total": self._total} if self._total else {"imports": Line(NOTHING, NOTHING)}
        if self.has_last and not self._are_ranged:
            return Trade(lines, other="rest")
        also = [Claim(Quantity("exports", LAST), prior.low, None)]
        return Trade(lines, other="rest", also=also, edges=self._edges())

    def _edges(self) -> Iterator[Form]:
        """Yield the bounds, either way, of the parts' level less a rate times last year's."""
        # The growth of a part ties both its levels together, and so the two sums. These lie in a
        # polygon, the sum of the parts' own polygons, and its edges have their slopes.
        form = Possible(YEARS).form
        this, last = (form(Quantity("exports", year)) for year in (THIS, LAST))
        for sign, near, far in ((1, 2, 1), (-1, 1, 2)):  # from high ends to low, and back
            if sign < 0 and not self.has_last:
                return  # unknown parts add to last year's sum
            now, before, turns = Fraction(0), Fraction(0), defaultdict[Fraction, Fraction](Fraction)
            for (_, prior, growth), (level, *_) in zip(self._parts, self._spans, strict=True):
                now += level[near]
                if growth is None:
                    before += (prior or NOTHING)[far]
                    continue
                rate = 1 + growth[near]
                before += level[near] / rate
                turns[rate] += level[far] - level[near]
            for rate, step in sorted(turns.items()):
                reach = _short(sign * (now - rate * before), up=True)
                yield combined((-sign, this), (sign * rate, last), (reach, {ONE: 1}))
                now, before = now + step, before + step / rate


def _spans(part: Line) -> list[Stated]:
    """Return the level, last year's and the change of a part, with zero for unknown levels."""
    level = part.level or NOTHING
    corners = list(product(level, part.prior or NOTHING))
    if part.growth is not None:
        corners = [(now, now / (1 + rate)) for now, rate in product(level, part.growth)]
    columns = zip(*((now, before, now - before) for now, before in corners), strict=True)
    return [Stated(column[0], min(column), max(column)) for column in columns]


def _sum(spans: Iterable[Stated]) -> Stated:
    value, low, high = (sum(column, Fraction(0)) for column in zip(*spans, strict=True))
    return Stated(value, _short(low, up=False), _short(high, up=True))


def _short(end: Fraction, *, up: bool) -> Fraction:
    """Return an end, rounded outwards if it has very many bits."""
    top, bottom = end.numerator, end.denominator
    if bottom.bit_length() <= BITS:
        return end
    shift = max(0, BITS + bottom.bit_length() - top.bit_length())
    return Fraction(-(-(top << shift) // bottom) if up else (top << shift) // bottom, 1 << shift)
