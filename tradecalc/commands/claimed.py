"""The claims of a question: as they were written, and as the exact ends that they were read as."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.claims import Claim
from tradecalc.core.quantities import GROWTHS, LEVELS, Quantity
from tradecalc.core.ranges import Estimate, finite, or_infinity
from tradecalc.inputs.claims import parse_claim
from tradecalc.inputs.figures import by_convention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.core.kinds import Kind
    from tradecalc.inputs.question import Question

LEAST_RATIO = 0.1  # a coverage or share below 10 per cent looks like a fraction of one


class Claimed(NamedTuple):
    """One claim as it was *written*, and as it was read: with its ends, and without far ones.

    The far end of "more than 4" and its like stands by convention, and `opened` is without it.
    """

    written: str
    claim: Claim
    opened: Claim

    @property
    def kind(self) -> Kind:
        """What kind of number it is of."""
        return kind_of(self.claim.quantity)


def read_claims(question: Question, texts: Sequence[str], period: str | None) -> list[Claimed]:
    """Read claims; *period* is that of those without their own.

    Raises InputError where one is not a claim, or its figure none of its kind.
    """
    found = []
    for text in texts:
        stated = parse_claim(text, period)
        name = _unlike(str(stated.quantity), question)
        question.called[name] = str(stated.quantity)
        if stated.quantity.name in LEVELS:
            question.level(name, stated.figure, signed=stated.quantity.name == "balance")
        elif stated.quantity.name in GROWTHS:
            question.rate(name, stated.figure)
        else:
            question.rate(name, stated.figure, doubted_below=LEAST_RATIO)
        low, high = question.as_written(name)
        low_is_far, high_is_far = by_convention(stated.figure)
        opened = Claim(stated.quantity, None if low_is_far else low, None if high_is_far else high)
        found.append(Claimed(str(stated), Claim(stated.quantity, low, high), opened))
    return found


def kind_of(quantity: Quantity) -> Kind:
    """Return what kind of number a quantity is."""
    if quantity.name in LEVELS:
        return "level"
    return "rate" if quantity.name in GROWTHS else "share"


def outward(end: Fraction | None, *, up: bool) -> Estimate | None:
    """Return an exact end as the nearest float beyond it, so that nothing is cut off.

    Raises DomainError where it is too large for one.

    >>> from fractions import Fraction
    >>> third = Fraction(1, 3)
    >>> outward(third, up=False).value < third < outward(third, up=True).value
    True
    """
    if end is None:
        return None
    number = nearest(end)
    # A float that is written as the end is taken for it: 3.35 is not 3.3499999999999996.
    if (number < end if up else number > end) and Fraction(repr(number)) != end:
        number = finite(math.nextafter(number, math.inf if up else -math.inf))
    return Estimate(number)


def nearest(exact: Fraction) -> float:
    """Return an exact number as the nearest float.

    Raises DomainError where it is too large for one.
    """
    return finite(or_infinity(float, exact))


def _unlike(name: str, question: Question) -> str:
    """Return *name*, with a number behind it where the question has it already."""
    taken = (f"{name}#{k}" if k > 1 else name for k in range(1, len(question.readings) + 2))
    return next(other for other in taken if other not in question.readings)
