"""How fast a level grew: rates between two levels, over years, and what they lead to.

Levels are totals in one unit; rates are fractions (0.18 is 18 %); years are intervals, so that
2024 to 2030 is 6. Every formula raises DomainError too where its answer is too large for a float.
"""

import math

from tradecalc.core.ranges import finite, or_infinity
from tradecalc.errors import DomainError


def growth_rate(*, previous: float, current: float) -> float:
    """Growth of a level from one period to the next, or on the same period a year before.

        rate = (current - previous) / previous

    *previous* is above zero and *current* not below zero, in one unit.

    Raises DomainError where *previous* is not above zero or *current* is below zero: growth
    of a balance is meaningless across zero, where only its change can be given.
    Source: OECD, "Data and Metadata Reporting and Presentation Handbook" (2007).

    >>> round(growth_rate(previous=2.53, current=3.0), 6)
    0.185771
    >>> growth_rate(previous=4, current=0)
    -1.0
    """
    if not (previous > 0 and current >= 0):
        step = current - previous
        raise DomainError(
            "growth from {previous:.12g} to {current:.12g} has no rate",
            previous=previous,
            current=current,
            step=step,
            remedy="it needs a level above zero to start from, and none below zero"
            + ("; the change is {step:.12g}" if math.isfinite(step) else ""),
        )
    return finite((current - previous) / previous)


def change(*, previous: float, current: float) -> float:
    """Change of a level, in its unit, where it may lie below zero too.

        change = current - previous

    Raises DomainError where it is too large to be held.
    Source: arithmetic.

    >>> change(previous=-1, current=3)
    4
    """
    return finite(current - previous)


def share(*, part: float, total: float) -> float:
    """Share that a part has of its total.

        share = part / total

    *total* is above zero.

    Raises DomainError where it is not.
    Source: arithmetic.

    >>> round(share(part=2.2, total=3.0), 6)
    0.733333
    """
    if not total > 0:
        raise DomainError(
            "a total of {total:.12g} has no shares", total=total, remedy="it must be above zero"
        )
    return finite(part / total)


def log_ratio(*, base: float, goal: float) -> float:
    """Natural logarithm of *goal* over *base*, accurate for nearly equal levels too.

        log_ratio = ln(goal / base)

    Raises DomainError where a level is not above zero.
    Source: arithmetic; log1p keeps the digits that goal / base would round away.

    >>> round(log_ratio(base=4, goal=10), 6)
    0.916291
    """
    for level in (base, goal):
        if not level > 0:
            raise DomainError(
                "a growth rate needs levels above zero, and {level:.12g} is not",
                level=level,
                remedy="only their change can be given",
            )
        finite(level)
    ratio = goal / base
    if 0.5 <= ratio <= 2:
        return math.log1p((goal - base) / base)
    if 0 < ratio < math.inf:
        return math.log(ratio)
    return finite(math.log(goal) - math.log(base))


def cagr(*, base: float, goal: float, years: float) -> float:
    """Compound annual growth rate that takes *base* to *goal* in *years* years.

        rate = (goal / base) ** (1 / years) - 1

    *base* and *goal* are levels in one unit, both above zero; *years* is above zero and may
    be a fraction. The rate is a fraction a year: 0.165 means 16.5 %.

    Raises DomainError where a level or *years* is not above zero.
    Source: World Bank, "Growth rates" (end-point method).

    >>> round(cagr(base=4, goal=10, years=6), 6)
    0.164993
    >>> cagr(base=4, goal=5, years=1)
    0.25
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
    """Continuous growth a year, in logarithms: never above the CAGR, and it adds up over years.

        log_growth = ln(goal / base) / years

    Levels and *years* are above zero. In log points, 0.1527 is 15.27.

    Raises DomainError where a level or *years* is not above zero.
    Source: UNCTAD, "Handbook of Statistics", methods.

    >>> round(log_growth(base=4, goal=10, years=6), 6)
    0.152715
    """
    refuse_no_years(years)
    return finite(log_ratio(base=base, goal=goal) / years)


def compound(*, base: float, rate: float, years: float) -> float:
    """Level that *base* reaches when it grows at *rate* for *years* years.

        level = base * (1 + rate) ** years

    *base* is above zero; *rate* is a fraction a year above -1; *years* may be negative, which
    gives the level that *base* came from.

    Raises DomainError where *base* is not above zero, *rate* not above -1 or the level too
    large or too small to be held.
    Source: arithmetic; the inverse of `cagr`.

    >>> round(compound(base=4, rate=0.18, years=6), 5)
    10.79822
    >>> round(compound(base=3.0, rate=0.185, years=-1), 6)
    2.531646
    """
    if not base > 0:
        raise DomainError(
            "a level of {base:.12g} cannot grow at a rate",
            base=base,
            remedy="it must be above zero",
        )
    level = finite(base * or_infinity(math.exp, years * _log_of_growth(rate)))
    if level == 0:
        raise DomainError("the level is too small to be calculated: check the size of the figures")
    return level


def years_to_reach(*, base: float, goal: float, rate: float) -> float:
    """Years that *base* takes to reach *goal* at *rate* a year.

        years = ln(goal / base) / ln(1 + rate)

    Levels are above zero, *rate* is a fraction a year above -1.

    Raises DomainError where a level is not above zero, *rate* is not above -1, or the goal
    is never reached: a higher goal with a rate that is not above zero, or a lower one with
    a rate that is not below zero.
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
        side = "above" if distance > 0 else "below"
        raise DomainError(
            "{goal:.6g} is {side} {base:.6g}, which a rate of {percent:.6g} % never reaches",
            goal=goal,
            side=side,
            base=base,
            percent=rate * 100,
            remedy="the rate must be {side} zero",
        )
    return finite(distance / pace)


def doubling_time(*, rate: float) -> float:
    """Years in which a level growing at *rate* doubles.

        years = ln(2) / ln(1 + rate)

    *rate* is a fraction a year above zero.

    Raises DomainError where it is not; for one below zero see `halving_time`.
    Source: arithmetic.

    >>> round(doubling_time(rate=0.18), 3)
    4.188
    """
    if not rate > 0:
        raise DomainError(
            "a level growing by {percent:.12g} % a year never doubles",
            percent=rate * 100,
            remedy="the rate must be above 0 %",
        )
    return finite(math.log(2) / math.log1p(finite(rate)))


def halving_time(*, rate: float) -> float:
    """Years in which a level falling at *rate* halves.

        years = ln(1/2) / ln(1 + rate)

    *rate* is a fraction a year between -1 and 0.

    Raises DomainError where it is not; for one above zero see `doubling_time`.
    Source: arithmetic.

    >>> round(halving_time(rate=-0.5), 3)
    1.0
    """
    if not rate < 0:
        raise DomainError(
            "a level growing by {percent:.12g} % a year never halves",
            percent=rate * 100,
            remedy="the rate must be below 0 %",
        )
    return finite(math.log(0.5) / _log_of_growth(rate))


def refuse_no_years(years: float) -> None:
    """Raise DomainError where *years* is not a number above zero."""
    if not 0 < years < math.inf:
        raise DomainError(
            "the years must be a number above zero, and {years:.12g} is not", years=years
        )


def _log_of_growth(rate: float) -> float:
    if not rate > -1:
        raise DomainError(
            "a rate of {percent:.12g} % leaves nothing",
            percent=rate * 100,
            remedy="it must be above -100 %",
        )
    return math.log1p(finite(rate))
