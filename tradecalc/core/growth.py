"""How fast a level grew: rates between two levels, over years, and what they lead to.

Levels are totals in one unit, rates are fractions a year (0.18 is 18 %), and 2024 to 2030 is 6
years. Every formula also raises DomainError where its answer is too large.
"""

import math

from tradecalc.core.ranges import finite, or_infinity
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
    if not total > 0:
        raise DomainError(f"shares need a total above zero, not {total:.12g}")
    return finite(part / total)


def log_ratio(*, base: float, goal: float) -> float:
    """Return ln(*goal* / *base*), or raise DomainError unless both levels are above zero."""
    for level in (base, goal):
        if not level > 0:
            raise DomainError(f"growth needs levels above zero, not {level:.12g}")
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
    if not base > 0:
        raise DomainError(f"growth needs a level above zero, not {base:.12g}")
    level = finite(base * or_infinity(math.exp, years * _log_of_growth(rate)))
    if level == 0:
        raise DomainError("the level is too small to calculate: check the figures")
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
    if not rate > 0:
        raise DomainError(f"a level doubles at a rate above zero, not at {rate * 100:.12g} %")
    return finite(math.log(2) / math.log1p(finite(rate)))


def halving_time(*, rate: float) -> float:
    """Years in which a level falling at *rate* halves.

        years = ln(1/2) / ln(1 + rate)

    Raises DomainError unless *rate* lies between -1 and 0. Source: arithmetic.

    >>> round(halving_time(rate=-0.5), 3)
    1.0
    """
    if not rate < 0:
        raise DomainError(f"a level halves at a rate below zero, not at {rate * 100:.12g} %")
    return finite(math.log(0.5) / _log_of_growth(rate))


def refuse_no_years(years: float) -> None:
    """Raise DomainError unless *years* is above zero."""
    if not 0 < years < math.inf:
        raise DomainError(f"the years must be above zero, not {years:.12g}")


def _log_of_growth(rate: float) -> float:
    if not rate > -1:
        raise DomainError(f"a rate must be above -100 %, not {rate * 100:.12g} %")
    return math.log1p(finite(rate))
