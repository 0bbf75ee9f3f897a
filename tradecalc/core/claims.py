"""Do published figures agree with one another, and what do they imply?

Every claim is linear in the unknown levels of exports and imports: a level lies between its two
ends, and a ratio does where `low * bottom <= top <= high * bottom`. So whether claims agree, and
how far they leave anything else open, is a linear programme, and is answered exactly.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.quantities import (
    CHANGES,
    FLOWS,
    GROWTHS,
    LEVELS,
    SHARES,
    SHARES_OF_CHANGE,
    Quantity,
)
from tradecalc.core.ranges import finite, or_infinity
from tradecalc.core.simplex import Programme, negative, value_at, weighted
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tradecalc.core.simplex import Form

    _Solved = tuple["Possible", list[list[Fraction]]]


class Claim(NamedTuple):
    """A claim that *quantity* lies between *low* and *high*, both ends included.

    An end that is None is open: nothing is claimed of it. Levels are in one unit, rates are
    fractions; exact ones, for half a unit of a last digit is not a float.

    >>> Claim(Quantity("total", 2025, 8), Fraction("2.95"), Fraction("3.05")).high
    Fraction(61, 20)
    """

    quantity: Quantity
    low: Fraction | None
    high: Fraction | None


class Bounds(NamedTuple):
    """The exact range that claims leave a quantity; an end that is None is without bound."""

    low: Fraction | None
    high: Fraction | None


class Possible(Programme):
    """The levels behind some *quantities* that the claims held so far leave possible.

    The unknowns are what each flow gained from one period of a year to the next, none below zero,
    so that totals to date do not fall and do not exceed the full year, whatever the numbers are.
    *edges* are more forms and constants that are together not below zero: they may be many, of
    which few are ever met, and one is held once it is broken.
    """

    def __init__(
        self, quantities: Iterable[Quantity], edges: Iterable[tuple[Form, Fraction]] = ()
    ) -> None:
        """Take the periods of *quantities*, and of the levels that they are held against."""
        parts = [part for one in quantities for part in (one.top, one.bottom) if part]
        levels = {level for part in parts for _, level in part.terms}
        self.periods = sorted({(level.year, level.months) for level in levels})
        super().__init__(2 * len(self.periods))
        self._edges = list(edges)

    def form(self, quantity: Quantity) -> Form:
        """Return a level or a change as a sum of unknowns.

        Raises DomainError for one of another period: these unknowns say nothing of it.
        """
        form: Form = {}
        for sign, level in quantity.terms:
            if (level.year, level.months) not in self.periods:
                raise DomainError(
                    "no claim is of {period}, so there is no range of {level}",
                    period=level.period,
                    level=str(level),
                )
            gains = {
                2 * k + flow: own
                for k, (year, months) in enumerate(self.periods)
                if year == level.year and months <= level.months
                for flow, own in enumerate(LEVELS[level.name])
                if own
            }
            form = weighted(1, form, sign, gains)
        return form

    def hold(self, claim: Claim) -> list[int]:
        """Add a *claim*, and return the numbers of the slacks of its inequalities.

        Raises DomainError for a share of a change, which may be of either sign.
        """
        quantity = claim.quantity
        if quantity.name in SHARES_OF_CHANGE:
            raise DomainError("{quantity} cannot be claimed", quantity=str(quantity))
        top, slacks = self.form(quantity.top), []
        for end, sign in ((claim.low, 1), (claim.high, -1)):
            if end is None:
                continue
            form, constant = weighted(sign, top, 0, {}), -sign * end
            if quantity.bottom is not None:
                bottom = self.form(quantity.bottom)
                form = weighted(sign, top, constant - sign * quantity.offset, bottom)
                constant = Fraction(0)
            slacks.append(self.hold_at_least(form, constant))
        return slacks

    def bounds(self, quantity: Quantity) -> Bounds:
        """Return the exact range of *quantity*; it raises as `ClaimCheck.bounds` does."""
        top = self.form(quantity.top)
        if quantity.bottom is None:
            return self._ends(top)
        bottom = self.form(quantity.bottom)
        if quantity.bottom.name in CHANGES:  # which may be of either sign
            most = self.greatest(bottom)
            if most is not None and most <= 0:
                top, bottom = negative(top), negative(bottom)
            elif (fall := self.greatest(negative(bottom))) is None or fall > 0:
                raise DomainError("{quantity} may be zero", quantity=str(quantity.bottom))
        if self.point_above_zero(bottom) is None:
            raise DomainError("{quantity} is zero", quantity=str(quantity.bottom))
        low = self.greatest_ratio(negative(top), bottom)
        high = self.greatest_ratio(top, bottom)
        if None in (low, high) and self.greatest(negative(bottom)) == 0:
            raise DomainError("{quantity} may be zero", quantity=str(quantity.bottom))
        return Bounds(
            None if low is None else -low - quantity.offset,
            None if high is None else high - quantity.offset,
        )

    def gain(self, earlier: Quantity, later: Quantity) -> Bounds:
        """Return the exact range of what a level adds from one period to another."""
        return self._ends(weighted(1, self.form(later), -1, self.form(earlier)))

    def maximise(self, form: Form) -> int | None:
        """Move to where *form* is greatest, as `Programme.maximise` does, and no edge is broken."""
        ray = super().maximise(form)
        while self._edges:
            point = self.point()
            left = [value_at(edge, point) + constant for edge, constant in self._edges]
            if min(left) >= 0:
                break
            self.hold_at_least(*self._edges.pop(left.index(min(left))))
            self.is_possible()
            ray = super().maximise(form)
        return ray

    def _ends(self, form: Form) -> Bounds:
        low, high = self.greatest(negative(form)), self.greatest(form)
        return Bounds(None if low is None else -low, high)


class ClaimCheck:
    """Whether *claims* agree, and why not or what they imply.

    *clash* holds the places, in *claims*, of some that cannot all be true although any of them
    dropped leaves the rest in agreement; it is empty where the claims agree. *witness* then
    holds exports and imports, by quantity, that every claim is true of.
    """

    def __init__(self, claims: Sequence[Claim], also: Iterable[Quantity] = ()) -> None:
        """Look for levels that every claim is true of; *also* asks for other periods."""
        self.claims = tuple(claims)
        self._quantities = (*(claim.quantity for claim in claims), *also)
        found = self._solve(range(len(claims)))
        self._solved = None if isinstance(found, frozenset) else found
        self.clash = self._smallest_clash(found) if isinstance(found, frozenset) else ()

    @property
    def consistent(self) -> bool:
        """Whether the claims can all be true at once."""
        return self._solved is not None

    def quantities(self) -> list[Quantity]:
        """Return what the claims speak of: the levels, growths and ratios of their periods.

        A growth is there where both its periods are, a share where a claim names one.
        """
        periods = Possible(self._quantities).periods
        shares = {one[1:] for one in self._quantities if one.name in SHARES}
        found = []
        for year, months in periods:
            names = [*LEVELS, "coverage_ratio"]
            names += list(SHARES) * ((year, months) in shares)
            names += list(GROWTHS) * ((year - 1, months) in periods)
            found += [Quantity(name, year, months) for name in names]
        return found

    def bounds(self, quantity: Quantity) -> Bounds:
        """Return the exact range of *quantity* over all levels that every claim is true of.

        A ratio is taken over the levels where its denominator is above zero. An end that is
        approached and not reached counts as reached, and so does a denominator of zero.
        Raises DomainError where the claims clash, for a period that is neither theirs nor in
        *also*, and for a ratio whose denominator is zero, or may be zero and leaves it unbounded.
        Source: the simplex method; for ratios Dinkelbach (1967), Management Science 13.
        """
        return self._agreeing().bounds(quantity)

    def gain(self, earlier: Quantity, later: Quantity) -> Bounds:
        """Return the exact range of what a level adds from one period to a later one of its year.

            gain = later - earlier

        January to September less January to August is September alone.
        Raises DomainError where the claims clash, and for a period that is neither theirs nor in
        *also*.
        """
        return self._agreeing().gain(earlier, later)

    def gains(self) -> list[tuple[Quantity, Quantity]]:
        """Return each flow in each two neighbouring periods of a year, the earlier first."""
        return [
            (Quantity(flow, *first), Quantity(flow, *second))
            for first, second in pairwise(Possible(self._quantities).periods)
            if first[0] == second[0]
            for flow in ("total", "exports", "imports")
        ]

    @cached_property
    def witness(self) -> Mapping[Quantity, Fraction]:
        """Exports and imports amid the extremes of every claim; empty where the claims clash."""
        if self._solved is None:
            return {}
        possible, points = self._solved
        tops = [possible.form(claim.quantity.top) for claim in self.claims]
        # All maxima first: the tableau has less way from one maximum to another than to a minimum.
        for form in (*tops, *map(negative, tops)):
            if possible.maximise(form) is None:
                points.append(possible.point())
        middle = [sum(numbers) / len(points) for numbers in zip(*points, strict=True)]
        levels = [Quantity(flow, *period) for period in possible.periods for flow in FLOWS]
        return {level: value_at(possible.form(level), middle) for level in levels}

    def _agreeing(self) -> Possible:
        if self._solved is None:
            raise DomainError("the claims clash: nothing lies within all of them")
        return self._solved[0]

    def _solve(self, chosen: Iterable[int]) -> _Solved | frozenset[int]:
        """Find levels that the *chosen* claims are true of, or some of those that clash.

        With the levels go points of them, in whose middle nothing below a claim's line is zero.
        """
        possible = Possible(self._quantities)
        chosen = sorted(chosen)
        owners = {slack: k for k in chosen for slack in possible.hold(self.claims[k])}
        if not possible.is_possible():
            return frozenset(owners[v] for v in possible.clash if v in owners)
        points = [possible.point()]
        bottoms = ((k, level) for k in chosen if (level := self.claims[k].quantity.bottom))
        for k, level in bottoms:
            # A ratio's inequalities also hold where its denominator is zero, which has no ratio.
            bottom = possible.form(level)
            if any(value_at(bottom, point) > 0 for point in points):
                continue
            point = possible.point_above_zero(bottom)
            if point is None:
                return frozenset({k, *(owners[v] for v in possible.clash if v in owners)})
            points.append(point)
        return possible, points

    def _smallest_clash(self, found: frozenset[int]) -> tuple[int, ...]:
        """Drop claims of a clash, one by one from either end, while those left still clash."""
        clashes = []
        for order in (sorted(found), sorted(found, reverse=True)):
            kept = found
            for k in order:
                if k in kept and isinstance(fewer := self._solve(kept - {k}), frozenset):
                    kept = fewer
            clashes.append(tuple(sorted(kept)))
            if kept == found:
                break  # none can be spared, whichever is tried first
        return min(clashes, key=len)


def check_claims(claims: Sequence[Claim]) -> ClaimCheck:
    """Whether *claims* can all be true at once, and what they leave open if they can.

        exports, imports >= 0, and low <= quantity <= high for each claim

    Totals to date do not fall within a year. A growth, a coverage and a share need something
    above zero below their line. Both verdicts are proved: by levels that every claim is true of,
    or by a set of claims that clash, none of which can be spared.

    Raises nothing: claims that clash are an answer.
    Source: linear programming, exact; Bland (1977), Mathematics of Operations Research 2.

    >>> total = Claim(Quantity("total", 2025, 8), Fraction("2.95"), Fraction("3.05"))
    >>> exports = Claim(Quantity("exports", 2025, 8), Fraction("2.15"), Fraction("2.25"))
    >>> found = check_claims([total, exports])
    >>> found.consistent, found.bounds(Quantity("imports", 2025, 8))
    (True, Bounds(low=Fraction(7, 10), high=Fraction(9, 10)))
    >>> check_claims([total, Claim(Quantity("exports", 2025, 8), Fraction(4), None)]).clash
    (0, 1)
    """
    return ClaimCheck(claims)


def nearest(exact: Fraction) -> float:
    """Return an exact number as the nearest float.

    Raises DomainError where it is too large for one.
    """
    return finite(or_infinity(float, exact))


def outward(end: Fraction, *, up: bool) -> float:
    """Return an exact end as the nearest float beyond it, so that nothing is cut off.

    Raises DomainError where it is too large for one.

    >>> third = Fraction(1, 3)
    >>> outward(third, up=False) < third < outward(third, up=True)
    True
    """
    number = nearest(end)
    # A float that is written as the end is taken for it: 3.35 is not 3.3499999999999996.
    if (number < end if up else number > end) and Fraction(repr(number)) != end:
        return finite(math.nextafter(number, math.inf if up else -math.inf))
    return number
