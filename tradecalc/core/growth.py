"""How fast levels grew: rates between two, over years, of a trend, and what they lead to.

Levels are totals in one unit, rates are fractions a year (0.18 is 18 %), and 2024 to 2030 is 6
years. Every formula also raises DomainError where its answer is too large.
"""

import math
from collections.abc import Sequence

from tradecalc.core.ranges import Estimate, Range, finite, or_infinity, require
from tradecalc.errors import DomainError


def growth_rate(*, previous: float, current: float) -> float:
    """Growth of a level from one period to the next, or on the same period a year before.

        rate = (current - previous) / previous

    Raises DomainError unless *previous* is above zero and *current* not below it.
    Source: OECD, "Data and Metadata Reporting and Presentation Handbook" (2007).

    >>> round(growth_rate(previous=2.53, current=3.0), 6)
    0.185771
    """
    if not (previous > 0 and current >= 0):
        rule, remedy = "growth from {a:.12g} to {b:.12g} has no rate", "the change is {c:.12g}"
        difference = change(previous=previous, current=current)
        raise DomainError(rule, a=previous, b=current, c=difference, remedy=remedy)
    return finite((current - previous) / previous)


def change(*, previous: float, current: float) -> float:
    """Return *current* - *previous*, of levels that may lie below zero."""
    return finite(current - previous)


def share(*, part: float, total: float) -> float:
    """Return *part* / *total*, or raise DomainError unless *total* is above zero."""
    require(total > 0, "shares need a total above zero, not {x:.12g}", total)
    return finite(part / total)


def log_ratio(*, base: float, goal: float) -> float:
    """Return ln(*goal* / *base*), or raise DomainError unless both levels are above zero."""
    for level in (base, goal):
        require(level > 0, "growth needs levels above zero, not {x:.12g}", level)
        finite(level)
    ratio = goal / base
    if 0.5 <= ratio <= 2:  # log1p keeps the digits that the ratio would round away
        return math.log1p((goal - base) / base)
    if 0 < ratio < math.inf:
        return math.log(ratio)
    return finite(math.log(goal) - math.log(base))


def cagr(*, base: float, goal: float, years: float) -> float:
    """Compound annual growth rate that takes *base* to *goal* in *years* years.

        rate = (goal / base) ** (1 / years) - 1

    Raises DomainError unless levels and *years* are above zero.
    Source: World Bank, "Growth rates" (end-point method).

    >>> round(cagr(base=4, goal=10, years=6), 6)
    0.164993
    """
    refuse_no_years(years)
    if years == 1 and base > 0 and goal > 0:
        return finite((goal - base) / base)
    logs = log_ratio(base=base, goal=goal)
    if years < 2 and not 0.5 <= goal / base <= 2:
        # The exponential of a large logarithm blurs it: take the ratio itself for one year.
        return finite(goal / base * or_infinity(math.exp, logs * ((1 - years) / years)) - 1)
    return finite(or_infinity(math.expm1, logs / years))


def log_growth(*, base: float, goal: float, years: float) -> float:
    """Continuous growth a year, in logarithms (0.1527 is 15.27 log points), which adds up.

        log_growth = ln(goal / base) / years

    Raises DomainError unless levels and *years* are above zero.
    Source: UNCTAD, "Handbook of Statistics", methods.

    >>> round(log_growth(base=4, goal=10, years=6), 6)
    0.152715
    """
    refuse_no_years(years)
    return finite(log_ratio(base=base, goal=goal) / years)


def compound(*, base: float, rate: float, years: float) -> float:
    """Level that *base* reaches at *rate* a year; with *years* below zero, the level before.

        level = base * (1 + rate) ** years

    Raises DomainError unless *base* is above zero and *rate* above -1, and for too small a level.
    Source: arithmetic; the inverse of `cagr`.

    >>> round(compound(base=4, rate=0.18, years=6), 5)
    10.79822
    """
    require(base > 0, "growth needs a level above zero, not {x:.12g}", base)
    level = finite(base * or_infinity(math.exp, years * _log_of_growth(rate)))
    require(level > 0, "the level is too small to calculate: check the figures", level)
    return level


def years_to_reach(*, base: float, goal: float, rate: float) -> float:
    """Years that *base* takes to reach *goal* at *rate* a year.

        years = ln(goal / base) / ln(1 + rate)

    Raises DomainError unless levels are above zero, *rate* is above -1 and the goal is reached.
    Source: arithmetic; the inverse of `compound`.

    >>> round(years_to_reach(base=4, goal=10, rate=0.18), 4)
    5.536
    >>> years_to_reach(base=4, goal=4, rate=0.18)
    0.0
    """
    distance, pace = log_ratio(base=base, goal=goal), _log_of_growth(rate)
    if distance == 0:
        return 0.0
    if pace == 0 or (distance > 0) != (pace > 0):
        rule = f"{rate * 100:.6g} % a year never leads from {base:.6g} to {goal:.6g}"
        side = "above" if distance > 0 else "below"
        raise DomainError(rule, remedy=f"the rate must be {side} zero")
    return finite(distance / pace)


def doubling_time(*, rate: float) -> float:
    """Years in which a level growing at *rate* doubles.

        years = ln(2) / ln(1 + rate)

    Raises DomainError unless *rate* is above zero. Source: arithmetic.

    >>> round(doubling_time(rate=0.18), 3)
    4.188
    """
    require(rate > 0, "a level doubles at a rate above zero, not at {x:.12g} %", rate * 100)
    return finite(math.log(2) / math.log1p(finite(rate)))


def halving_time(*, rate: float) -> float:
    """Years in which a level falling at *rate* halves.

        years = ln(1/2) / ln(1 + rate)

    Raises DomainError unless *rate* lies between -1 and 0. Source: arithmetic.

    >>> round(halving_time(rate=-0.5), 3)
    1.0
    """
    require(rate < 0, "a level halves at a rate below zero, not at {x:.12g} %", rate * 100)
    return finite(math.log(0.5) / _log_of_growth(rate))


def least_squares_rate(levels: Sequence[float]) -> float:
    """Growth rate of the exponential trend fitted to all *levels*, one a year, oldest first.

        ln(level) = a + b * t,   rate = exp(b) - 1

    Raises DomainError unless there are two levels or more, all above zero.
    Source: UNCTAD, "Handbook of Statistics", methods; World Bank, WDI.

    >>> round(least_squares_rate([2.0, 2.5, 3.3, 2.9, 3.9, 4.0]), 6)
    0.142759
    """
    require(len(levels) > 1, "a trend needs two levels or more, not {x}", len(levels))
    for level in levels:
        require(0 < level < math.inf, "a trend needs levels above zero, not {x:.12g}", level)
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


def refuse_no_years(years: float) -> None:
    """Raise DomainError unless *years* is above zero."""
    require(0 < years < math.inf, "the years must be above zero, not {x:.12g}", years)


def _log_of_growth(rate: float) -> float:
    require(rate > -1, "a rate must be above -100 %, not {x:.12g} %", rate * 100)
    return math.log1p(finite(rate))
