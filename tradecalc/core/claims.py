"""Do published figures agree with one another, and what do they imply?

Every claim is linear in the unknown levels of exports and imports: a level lies between its two
ends, and a ratio does where `low * bottom <= top <= high * bottom`. So whether claims agree, and
how far they leave anything else open, is a linear programme, and is answered exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.quantities import GROWTHS, LEVELS, Quantity, Unknowns
from tradecalc.core.simplex import Programme, negative, value_at, weighted
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tradecalc.core.simplex import Form


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that *quantity* lies between *low* and *high*, both ends included.

    An end that is None is open: nothing is claimed of it. Levels are in one unit, rates are
    fractions; exact ones, for half a unit of a last digit is not a float.

    >>> Claim(Quantity("total", 2025, 8), Fraction("2.95"), Fraction("3.05")).high
    Fraction(61, 20)
    """

    quantity: Quantity
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The exact range that claims leave a quantity; an end that is None is without bound."""

    low: Fraction | None
    high: Fraction | None


class _Solved(NamedTuple):
    """A programme that is possible, and points of it: their middle has no ratio over nothing."""

    programme: Programme
    points: list[list[Fraction]]


class ClaimCheck:
    """Whether *claims* agree, and why not or what they imply.

    *clash* holds the places, in *claims*, of some that cannot all be true although any of them
    dropped leaves the rest in agreement; it is empty where the claims agree. *witness* then
    holds exports and imports, by quantity, that every claim is true of.
    """

    def __init__(self, claims: Sequence[Claim], also: Iterable[Quantity] = ()) -> None:
        """Look for levels that every claim is true of; *also* asks for other periods."""
        self.claims = tuple(claims)
        self._unknowns = Unknowns([*(claim.quantity for claim in claims), *also])
        found = self._solve(range(len(claims)))
        self._solved = found if isinstance(found, _Solved) else None
        self.clash = () if isinstance(found, _Solved) else self._smallest_clash(found)
        self.witness = self._levels_amid(found) if isinstance(found, _Solved) else {}

    @property
    def consistent(self) -> bool:
        """Whether the claims can all be true at once."""
        return self._solved is not None

    def quantities(self) -> list[Quantity]:
        """Return what the claims speak of: the levels, growths and ratios of their periods.

        A growth is there where both its periods are, a share where a claim names one.
        """
        periods = self._unknowns.periods
        shares = {(c.quantity.year, c.quantity.months) for c in self.claims
                  if c.quantity.name.endswith("_share")}  # fmt: skip
        found = []
        for year, months in periods:
            names = [*LEVELS, "coverage_ratio"]
            names += ["exports_share", "imports_share"] * ((year, months) in shares)
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
        if self._solved is None:
            raise DomainError("the claims clash: nothing lies within all of them")
        programme = self._solved.programme
        top = self._unknowns.form(quantity.top)
        if quantity.bottom is None:
            return _ends(programme, top)
        bottom = self._unknowns.form(quantity.bottom)
        if programme.point_above_zero(bottom) is None:
            raise DomainError(f"{quantity.bottom} is zero")
        low = programme.greatest_ratio(negative(top), bottom)
        high = programme.greatest_ratio(top, bottom)
        if high is None and programme.greatest(negative(bottom)) == 0:
            raise DomainError(f"{quantity.bottom} may be zero")
        return Bounds(
            None if low is None else -low - quantity.offset,
            None if high is None else high - quantity.offset,
        )

    def gain(self, earlier: Quantity, later: Quantity) -> Bounds:
        """Return the exact range of what a level adds from one period to a later one of its year.

            gain = later - earlier

        January to September less January to August is September alone.
        Raises DomainError where the claims clash, and for a period that is neither theirs nor in
        *also*.
        """
        if self._solved is None:
            raise DomainError("the claims clash: nothing lies within all of them")
        before, after = self._unknowns.form(earlier), self._unknowns.form(later)
        return _ends(self._solved.programme, weighted(1, after, -1, before))

    def gains(self) -> list[tuple[Quantity, Quantity]]:
        """Return each flow in each two neighbouring periods of a year, the earlier first."""
        return [
            (Quantity(flow, *first), Quantity(flow, *second))
            for first, second in pairwise(self._unknowns.periods)
            if first[0] == second[0]
            for flow in ("total", "exports", "imports")
        ]

    def _solve(self, chosen: Iterable[int]) -> _Solved | frozenset[int]:
        """Find levels that the *chosen* claims are true of, or some of those that clash."""
        programme = Programme(self._unknowns.count)
        owners: dict[int, int] = {}
        chosen = sorted(chosen)
        for k in chosen:
            for form, constant in self._inequalities(self.claims[k]):
                owners[programme.hold_at_least(form, constant)] = k
        if not programme.is_possible():
            return frozenset(owners[v] for v in programme.clash if v in owners)
        points = [programme.point()]
        bottoms = ((k, level) for k in chosen if (level := self.claims[k].quantity.bottom))
        for k, level in bottoms:
            # A ratio's inequalities also hold where its denominator is zero, which has no ratio.
            bottom = self._unknowns.form(level)
            if any(value_at(bottom, point) > 0 for point in points):
                continue
            point = programme.point_above_zero(bottom)
            if point is None:
                return frozenset({k, *(owners[v] for v in programme.clash if v in owners)})
            points.append(point)
        return _Solved(programme, points)

    def _inequalities(self, claim: Claim) -> Iterable[tuple[Form, Fraction]]:
        """Return the claim as forms and constants that are together not below zero."""
        quantity = claim.quantity
        top = self._unknowns.form(quantity.top)
        for end, sign in ((claim.low, 1), (claim.high, -1)):
            if end is None:
                continue
            if quantity.bottom is None:
                yield {v: sign * c for v, c in top.items()}, -sign * end
            else:
                bottom = self._unknowns.form(quantity.bottom)
                yield weighted(sign, top, -sign * (end + quantity.offset), bottom), Fraction(0)

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

    def _levels_amid(self, solved: _Solved) -> Mapping[Quantity, Fraction]:
        """Return exports and imports in the middle of the points, and of each claim's extremes."""
        programme, points = solved
        tops = [self._unknowns.form(claim.quantity.top) for claim in self.claims]
        # All maxima first: the tableau has less way from one maximum to another than to a minimum.
        for form in (*tops, *map(negative, tops)):
            if programme.maximise(form) is None:
                points.append(programme.point())
        middle = [sum(numbers) / len(points) for numbers in zip(*points, strict=True)]
        levels = [
            Quantity(flow, year, months)
            for year, months in self._unknowns.periods
            for flow in ("exports", "imports")
        ]
        return {level: value_at(self._unknowns.form(level), middle) for level in levels}


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


def _ends(programme: Programme, form: Form) -> Bounds:
    low, high = programme.greatest(negative(form)), programme.greatest(form)
    return Bounds(None if low is None else -low, high)
