"""Search for the lowest value of a function of one number."""

import math
from collections.abc import Callable
from operator import itemgetter


def lowest_between(rank: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return where *rank* is lowest from *low* to *high*, and its value there.

    Nine places are looked at first, then the neighbourhood of the best by golden section.

    >>> at, there = lowest_between(lambda x: (x - 1) ** 2, 0.0, 3.0)
    >>> round(at, 6), round(there, 6)
    (1.0, 0.0)
    """
    width = high - low
    steps = [low + width * (k / 8) for k in range(8)] + [high]
    ranks = [rank(x) for x in steps]
    best = ranks.index(min(ranks))
    if best in (0, 8):
        inwards = width if best == 0 else -width
        if all(rank(steps[best] + inwards / k) >= ranks[best] for k in (1e3, 1e6)):
            return steps[best], ranks[best]  # monotone here, as almost every formula is
    left, right = steps[max(best - 1, 0)], steps[min(best + 1, 8)]
    golden = (math.sqrt(5) - 1) / 2
    # 0.618 ** 40 of the bracket is 4e-9 of it, and the error near an extreme goes with the square.
    for _ in range(40):
        a, b = right - golden * (right - left), left + golden * (right - left)
        if rank(a) <= rank(b):
            right = b
        else:
            left = a
    middle = (left + right) / 2
    return min((steps[best], ranks[best]), (middle, rank(middle)), key=itemgetter(1))
