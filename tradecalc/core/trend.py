"""How fast a series of levels grew: the exponential trend fitted to all of them."""

import math
from collections.abc import Sequence

from tradecalc.core.growth import log_ratio
from tradecalc.core.ranges import Estimate, Range, finite, or_infinity
from tradecalc.errors import DomainError


def least_squares_rate(levels: Sequence[float]) -> float:
    """Growth rate of the exponential trend fitted to all *levels*, one a year, oldest first.

        ln(level) = a + b * t,   rate = exp(b) - 1

    Raises DomainError unless there are two levels or more, all above zero.
    Source: UNCTAD, "Handbook of Statistics", methods; World Bank, WDI.

    >>> round(least_squares_rate([2.0, 2.5, 3.3, 2.9, 3.9, 4.0]), 6)
    0.142759
    """
    if len(levels) < 2:
        raise DomainError(f"a trend needs two levels or more, not {len(levels)}")
    for level in levels:
        if not 0 < level < math.inf:
            raise DomainError(f"a trend needs levels above zero, not {level:.12g}")
    last = len(levels) - 1
    # Pairs of years around the middle keep the digits of near-equal levels.
    pairs = [(last - 2 * t, levels[t], levels[last - t]) for t in range(len(levels) // 2)]
    top = math.fsum(apart * log_ratio(base=early, goal=late) for apart, early, late in pairs)
    bottom = math.fsum(apart * apart for apart, _, _ in pairs)
    return finite(or_infinity(math.expm1, top / bottom))


def least_squares_estimate(levels: Sequence[Estimate]) -> Estimate:
    """The `least_squares_rate` of rounded *levels* with its range; it raises alike."""
    rate = least_squares_rate([level.value for level in levels])
    if all(level.range is None for level in levels):
        return Estimate(rate)
    middle = (len(levels) - 1) / 2  # the slope rises with the levels after it
    low = least_squares_rate([x.low if t > middle else x.high for t, x in enumerate(levels)])
    high = least_squares_rate([x.high if t > middle else x.low for t, x in enumerate(levels)])
    return Estimate(rate, Range(min(low, rate), max(high, rate)))
