"""Why claims cannot all be true: some that clash, and where the others put one of them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tradecalc.commands.claimed import nearest
from tradecalc.commands.words import all_of
from tradecalc.core.claims import Bounds, ClaimCheck
from tradecalc.core.quantities import LEVELS
from tradecalc.errors import DomainError
from tradecalc.outputs.display import IN_HUNDREDTHS, number, suffix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.commands.claimed import Claimed
    from tradecalc.core.kinds import Kind

MOST_DIGITS = 12


def smallest_clash(claims: Sequence[Claimed]) -> list[Claimed]:
    """Return claims that clash, of which none can be spared; none where all agree.

    A clash that no convention brings about goes before one that rests on one.
    """
    clash = [claims[k] for k in ClaimCheck([one.claim for one in claims]).clash]
    if not clash:
        return []
    firm = [claims[k] for k in ClaimCheck([one.opened for one in claims]).clash]
    return firm if firm and _can_spare_none(firm) else clash


def resting_on(clash: Sequence[Claimed]) -> list[Claimed]:
    """Return the claims of a clash that would agree if their far ends were open."""
    if not ClaimCheck([one.opened for one in clash]).consistent:
        return []
    alone = [
        one
        for one in clash
        if ClaimCheck([o.opened if o is one else o.claim for o in clash]).consistent
    ]
    return alone or [one for one in clash if one.opened != one.claim]


def because(clash: Sequence[Claimed], unit: str) -> str:
    """Return, in a clause, where the others of a clash put one of its claims."""
    levels_first = sorted(clash, key=lambda one: one.claim.quantity.name not in LEVELS)
    for one in levels_first:
        others, quantity = [o for o in clash if o is not one], one.claim.quantity
        try:
            bounds = ClaimCheck([o.claim for o in others], also=[quantity]).bounds(quantity)
        except DomainError:
            if others:
                continue  # nothing may stand below its line: another claim of the set tells more
            bounds = Bounds(Fraction(-quantity.offset), None)  # a ratio of flows is not below zero
        put = f"{quantity} is never"
        if others:
            put = f"{listed(others)} {'puts' if len(others) == 1 else 'put'} {quantity}"
        low, high = one.claim.low, one.claim.high
        if bounds.low is not None and high is not None and bounds.low > high:
            least, most = _apart(bounds.low, high, one.kind, unit)
            where = f"at {least} or more" if others else f"below {least}"
            return f"{put} {where}, and {one.written} is at most {most}"
        if bounds.high is not None and low is not None and bounds.high < low:
            most, least = _apart(bounds.high, low, one.kind, unit)
            where = f"at {most} or less" if others else f"above {most}"
            return f"{put} {where}, and {one.written} is at least {least}"
    for one in clash:
        bottom = one.claim.quantity.bottom
        if bottom is not None:
            others = [o for o in clash if o is not one]
            leave = "leaves" if len(others) == 1 else "leave"
            return (
                f"{listed(others)} {leave} nothing in {bottom}, and {one.written} needs some there"
            )
    return "no levels of exports and imports meet all of them"


def listed(claims: Sequence[Claimed]) -> str:
    """Return claims as a sentence lists them."""
    return all_of([one.written for one in claims])


def _can_spare_none(clash: Sequence[Claimed]) -> bool:
    return all(ClaimCheck([o.claim for o in clash if o is not one]).consistent for one in clash)


def _apart(bound: Fraction, end: Fraction, kind: Kind, unit: str) -> tuple[str, str]:
    """Return a bound and the end of a claim beyond it, with digits enough to tell them apart.

    Both are rounded towards each other, so that what is said of them is true.
    """
    shift = 2 if kind in IN_HUNDREDTHS else 0
    exact = [_places(at * 10**shift) for at in (end, bound)]
    for places in range(exact[0], MOST_DIGITS + 1):
        power = 10 ** (places + shift)
        units = (math.floor(bound * power), math.ceil(end * power))
        if bound < end:
            units = (math.ceil(bound * power), math.floor(end * power))
        told_apart = units[0] != units[1] and (units[0] > units[1]) == (bound > end)
        if told_apart and places >= min(exact[1], exact[0] + 2):
            break
    sizes = [nearest(Fraction(u, 10**places)) for u in units]
    shown = (number(size, places, sign=kind == "rate") for size in sizes)
    near, far = (f"{text}{suffix(kind, unit)}" for text in shown)
    return near, far


def _places(bound: Fraction) -> int:
    """Return the digits after the point that a number has, or 6 where it has more."""
    return next((k for k in range(6) if (bound * 10**k).denominator == 1), 6)
