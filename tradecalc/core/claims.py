"""Do published figures agree with one another, and what do they imply?

Every claim is linear in the levels of exports and imports: a ratio lies between its two ends
where `low * bottom <= top <= high * bottom`. So claims are a linear programme, solved exactly.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from tradecalc.core.quantities import FLOWS, GROWTHS, LEVELS, SHARES, SHARES_OF_CHANGE, Quantity
from tradecalc.core.ranges import finite, or_infinity
from tradecalc.core.simplex import ONE, Form, Programme, combined, negative, value_at
from tradecalc.errors import DomainError

Point = dict[int, Fraction]


class Claim(NamedTuple):
    """A claim that *quantity* is from *low* to *high*; None is no end."""

    quantity: Quantity
    low: Fraction | None  # levels in one unit, rates as fractions; half a last digit is no float
    high: Fraction | None


class Bounds(NamedTuple):
    """The exact range that claims leave a quantity; None is no end."""

    low: Fraction | None
    high: Fraction | None


class Possible(Programme):
    """The levels of some *quantities* that the claims so far leave possible.

    The unknowns are the gains of each flow from one period of a year to the next. *edges* are many
    more forms that are not below zero; each is held only once it is broken, as few ever are. The
    periods are those of *quantities*, and of the levels that they compare with.
    """

    def __init__(self, quantities: Iterable[Quantity], edges: Iterable[Form] = ()) -> None:
        parts = [part for one in quantities for part in (one.top, one.bottom) if part]
        self.periods = sorted({level[1:] for part in parts for _, level in part.terms})
        super().__init__(2 * len(self.periods))
        self._edges = list(edges)

    def form(self, quantity: Quantity) -> Form:
        """Return a level or a change of these periods as a sum of unknowns."""
        if quantity.name not in FLOWS:
            return combined(*((sign, self.form(term)) for sign, term in quantity.terms))
        if quantity[1:] not in self.periods:
            raise DomainError(f"no claim is of {quantity.period}")
        return {
            2 * k + FLOWS.index(quantity.name): 1
            for k, (year, months) in enumerate(self.periods)
            if year == quantity.year and months <= quantity.months
        }

    def line(self, quantity: Quantity) -> tuple[Form, Form]:
        """Return the forms above and below the line of *quantity*; below a level is one."""
        if quantity.bottom is None:
            return self.form(quantity), {ONE: 1}
        bottom = self.form(quantity.bottom)
        return combined((1, self.form(quantity.top)), (-quantity.offset, bottom)), bottom

    def hold(self, claim: Claim) -> list[int]:
        """Add a *claim*, and return the slacks of its inequalities."""
        if claim.quantity.name in SHARES_OF_CHANGE:
            raise DomainError(f"{claim.quantity} cannot be claimed: a change may have either sign")
        top, bottom = self.line(claim.quantity)
        ends = [(sign, end) for sign, end in ((1, claim.low), (-1, claim.high)) if end is not None]
        return [self.hold_at_least(combined((s, top), (-s * end, bottom))) for s, end in ends]

    def bounds(self, quantity: Quantity) -> Bounds:
        """Return the exact range of *quantity*; it raises like `ClaimCheck.bounds`."""
        top, bottom = self.line(quantity)
        if quantity.bottom is None:
            return self.range_of(top, bottom)
        most, fall = self.maximise(bottom), self.maximise(negative(bottom))
        if most is not None and most <= 0:  # a change that is a fall
            top, bottom, most, fall = negative(top), negative(bottom), fall, most
        if most == 0:
            raise DomainError(f"{quantity.bottom} is zero")
        is_above = fall is not None and fall <= 0
        found = self.range_of(top, bottom) if is_above else Bounds(None, None)
        if None in found and (fall is None or fall >= 0):
            raise DomainError(f"{quantity.bottom} may be zero")
        return found

    def range_of(self, top: Form, bottom: Form) -> Bounds:
        """Return the exact range of *top* / *bottom*, where *bottom* is above zero."""
        low, high = self.greatest_ratio(negative(top), bottom), self.greatest_ratio(top, bottom)
        return Bounds(None if low is None else -low, high)

    def maximise(self, form: Form) -> Fraction | None:
        """Move to where *form* is greatest and no edge is broken, like `Programme.maximise`."""
        most = super().maximise(form)
        while self._edges:
            point = self.point()
            left, k = min((value_at(edge, point), k) for k, edge in enumerate(self._edges))
            if left >= 0:
                break
            self.hold_at_least(self._edges.pop(k))
            self.is_possible()
            most = super().maximise(form)
        return most


class ClaimCheck:
    """Whether *claims* can all be true at once, and what they leave open if they can.

        exports, imports >= 0, and low <= quantity <= high for each claim

    Totals to date never fall within a year, and denominators are above zero. The proof is a
    *witness*, levels that fit every claim, or a *clash*, the places of the fewest claims that
    cannot all be true. *also* adds the periods of other quantities.

    Source: linear programming, exact; Bland (1977), Mathematics of Operations Research 2.

    >>> total = Claim(Quantity("total", 2025, 8), Fraction("2.95"), Fraction("3.05"))
    >>> exports = Claim(Quantity("exports", 2025, 8), Fraction("2.15"), Fraction("2.25"))
    >>> found = check_claims([total, exports])
    >>> found.consistent, found.bounds(Quantity("imports", 2025, 8))
    (True, Bounds(low=Fraction(7, 10), high=Fraction(9, 10)))
    >>> check_claims([total, Claim(Quantity("exports", 2025, 8), Fraction(4), None)]).clash
    (0, 1)
    """

    def __init__(self, claims: Sequence[Claim], also: Iterable[Quantity] = ()) -> None:
        self.claims = tuple(claims)
        self._quantities = (*(claim.quantity for claim in claims), *also)
        self._possible, self._points, clash = self._solve(range(len(claims)))
        self.consistent = not clash
        self.clash = self._smallest_clash(clash)

    def quantities(self) -> list[Quantity]:
        """Return the levels and ratios of the periods claimed, with shares if one is claimed."""
        periods = self._possible.periods
        shares = {one[1:] for one in self._quantities if one.name in SHARES}
        found = []
        for year, months in periods:
            names = [*LEVELS, "coverage_ratio", *(SHARES if (year, months) in shares else ())]
            names += GROWTHS if (year - 1, months) in periods else ()
            found += [Quantity(name, year, months) for name in names]
        return found

    def bounds(self, quantity: Quantity) -> Bounds:
        """Return the exact range of *quantity* over all levels that fit every claim.

        An end that is approached counts as reached, and so does a denominator of zero.
        Raises DomainError where the claims clash, for a period of no claim and not in *also*, and
        for a ratio with a denominator that is zero, or may be zero and leaves it unbounded.
        Source: the simplex method; for ratios Dinkelbach (1967), Management Science 13.
        """
        return self._agreeing().bounds(quantity)

    def gain(self, earlier: Quantity, later: Quantity) -> Bounds:
        """Return the range of *later* less *earlier*, levels of one year; raises like `bounds`."""
        form = self._agreeing().form
        gained = combined((1, form(later)), (-1, form(earlier)))
        return self._possible.range_of(gained, {ONE: 1})

    def gains(self) -> list[tuple[Quantity, Quantity]]:
        """Return each flow in each two neighbouring periods of a year, the earlier first."""
        return [
            (Quantity(flow, *first), Quantity(flow, *second))
            for first, second in pairwise(self._possible.periods)
            if first[0] == second[0]
            for flow in ("total", *FLOWS)
        ]

    @cached_property
    def witness(self) -> Mapping[Quantity, Fraction]:
        """Exports and imports in the middle of all extremes; none where the claims clash."""
        if self.clash:
            return {}
        possible = self._possible
        tops = [possible.form(claim.quantity.top) for claim in self.claims]
        # All maxima first: for the tableau a maximum is nearer to the next than to a minimum.
        forms = (*tops, *map(negative, tops))
        extremes = [possible.point() for form in forms if possible.maximise(form) is not None]
        points = self._points + extremes
        sums = {v: sum((point[v] for point in points), Fraction(0)) for v in points[0]}
        middle = {v: total / len(points) for v, total in sums.items()}
        levels = [Quantity(flow, *period) for period in possible.periods for flow in FLOWS]
        return {level: value_at(possible.form(level), middle) for level in levels}

    def _agreeing(self) -> Possible:
        if self.clash:
            raise DomainError("the claims contradict each other")
        return self._possible

    def _solve(self, chosen: Iterable[int]) -> tuple[Possible, list[Point], frozenset[int]]:
        """Return the levels that fit the *chosen* claims, points of them, and claims that clash."""
        points: list[Point] = []
        possible, chosen = Possible(self._quantities), sorted(chosen)
        owners = {slack: k for k in chosen for slack in possible.hold(self.claims[k])}

        def clash() -> frozenset[int]:
            return frozenset(owners[v] for v in possible.clash if v in owners)

        if not possible.is_possible():
            return possible, points, clash()
        points.append(possible.point())
        for k in chosen:
            # A ratio's inequalities also hold where its denominator is zero, without any ratio.
            # In the middle of the points no denominator is zero.
            _, bottom = possible.line(self.claims[k].quantity)
            if all(value_at(bottom, point) == 0 for point in points):
                if possible.maximise(bottom) == 0:
                    return possible, points, clash() | {k}
                points.append(possible.point())
        return possible, points, frozenset()

    def _smallest_clash(self, found: frozenset[int]) -> tuple[int, ...]:
        """Drop claims of a clash, one by one from either end, while the others still clash."""
        clashes = []
        for order in (sorted(found), sorted(found, reverse=True)):
            kept = found
            for k in order:
                if k in kept:
                    *_, fewer = self._solve(kept - {k})
                    kept = fewer or kept
            clashes.append(tuple(sorted(kept)))
        return min(clashes, key=len)


check_claims = ClaimCheck  # the name that the library gives it


def nearest(exact: Fraction) -> float:
    """Return the nearest float, or raise DomainError for too large a number."""
    return finite(or_infinity(float, exact))


def outward(end: Fraction, *, up: bool) -> float:
    """Return an exact end as the nearest float that cuts nothing off."""
    number = nearest(end)
    # A float that is written like the end counts as the end: 3.35 is not 3.3499999999999996.
    if (number < end if up else number > end) and Fraction(repr(number)) != end:
        return finite(math.nextafter(number, math.inf if up else -math.inf))
    return number
