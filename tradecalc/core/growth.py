"""How fast a level grew: rates between two levels, over years, and along a whole series.

Levels are totals in one unit; rates are fractions (0.18 is 18 %); years are intervals, so that
2024 to 2030 is 6.
"""

import math
from collections.abc import Sequence

from tradecalc.core.ranges import Estimate, between, finite
from tradecalc.errors import DomainError


def growth_rate(*, previous: float, current: float) -> float:
    """Growth of a level from one period to the next, or on the same period a year before.

        rate = (current - previous) / previous

    *previous* is above zero and *current* is not below it, in one unit.

    Raises DomainError where *previous* is not above zero or *current* is below zero: growth
    of a balance is meaningless across zero, where only its change can be given.
    Source: OECD, "Data and Metadata Reporting and Presentation Handbook" (2007).

    >>> round(growth_rate(previous=2.53, current=3.0), 6)
    0.185771
    >>> growth_rate(previous=4, current=0)
    -1.0
    """
    if not previous > 0:
        raise DomainError(
            f"growth from {previous:g} has no rate: it needs a level above zero to start from;"
            f" the change is {current - previous:g}"
        )
    if not current >= 0:
        raise DomainError(
            f"growth to {current:g} has no rate: a level below zero gives none;"
            f" the change is {current - previous:g}"
        )
    return finite((current - previous) / previous)


def log_ratio(*, base: float, goal: float) -> float:
    """Natural logarithm of *goal* over *base*, exact to the last place for near-equal levels.

        log_ratio = ln(goal / base)

    Raises DomainError where a level is not above zero.
    Source: arithmetic; log1p keeps the digits that goal / base would round away.

    >>> round(log_ratio(base=4, goal=10), 6)
    0.916291
    """
    if not base > 0:
        raise DomainError(f"the base is {base:g}: a rate needs levels above zero")
    if not goal > 0:
        raise DomainError(f"the goal is {goal:g}: a rate needs levels above zero")
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
    if not years > 0:
        raise DomainError(f"growth over {years:g} years has no rate: it needs more than none")
    if years == 1 and base > 0 and goal > 0:
        return finite((goal - base) / base)
    try:
        return finite(math.expm1(log_ratio(base=base, goal=goal) / years))
    except OverflowError:
        return finite(math.inf)


def log_growth(*, base: float, goal: float, years: float) -> float:
    """Continuous growth a year, in logarithms: always below the CAGR, and adding up over years.

        log_growth = ln(goal / base) / years

    Levels and *years* are above zero. In log points, 0.1527 is 15.27.

    Raises DomainError where a level or *years* is not above zero.
    Source: UNCTAD, "Handbook of Statistics", methods.

    >>> round(log_growth(base=4, goal=10, years=6), 6)
    0.152715
    """
    if not years > 0:
        raise DomainError(f"growth over {years:g} years has no rate: it needs more than none")
    return finite(log_ratio(base=base, goal=goal) / years)


def compound(*, base: float, rate: float, years: float) -> float:
    """Level that *base* reaches when it grows at *rate* for *years* years.

        level = base * (1 + rate) ** years

    *base* is above zero; *rate* is a fraction a year above -1; *years* may be negative, which
    gives the level that *base* came from.

    Raises DomainError where *base* is not above zero, *rate* not above -1 or the level too large.
    Source: arithmetic; the inverse of `cagr`.

    >>> round(compound(base=4, rate=0.18, years=6), 5)
    10.79822
    >>> round(compound(base=3.0, rate=0.185, years=-1), 6)
    2.531646
    """
    if not base > 0:
        raise DomainError(f"a level of {base:g} cannot grow at a rate: it needs to be above zero")
    try:
        return finite(base * math.exp(years * _log_of_growth(rate)))
    except OverflowError:
        return finite(math.inf)


def years_to_reach(*, base: float, goal: float, rate: float) -> float:
    """Years that *base* takes to reach *goal* at *rate* a year.

        years = ln(goal / base) / ln(1 + rate)

    Levels are above zero, *rate* is a fraction a year above -1.

    Raises DomainError where a level is not above zero, *rate* is not above -1, or the goal
    is never reached: a higher goal with a rate that is not above zero, or a lower one with
    a rate that is not below it.
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
            f"{goal:g} is {side} {base:g} and a rate of {rate * 100:g} % never reaches it:"
            f" the rate must be {side} zero"
        )
    return finite(distance / pace)


def doubling_time(*, rate: float) -> float:
    """Years in which a level growing at *rate* doubles.

        years = ln(2) / ln(1 + rate)

    *rate* is a fraction a year above zero.

    Raises DomainError where it is not: see `halving_time`.
    Source: arithmetic.

    >>> round(doubling_time(rate=0.18), 3)
    4.188
    """
    if not rate > 0:
        raise DomainError(f"a level growing by {rate * 100:g} % a year never doubles")
    return finite(math.log(2) / math.log1p(rate))


def halving_time(*, rate: float) -> float:
    """Years in which a level falling at *rate* halves.

        years = ln(1/2) / ln(1 + rate)

    *rate* is a fraction a year between -1 and 0.

    Raises DomainError where it is not: see `doubling_time`.
    Source: arithmetic.

    >>> round(halving_time(rate=-0.5), 3)
    1.0
    """
    if not -1 < rate < 0:
        raise DomainError(f"a level growing by {rate * 100:g} % a year never halves")
    return finite(math.log(0.5) / math.log1p(rate))


def least_squares_rate(levels: Sequence[float]) -> float:
    """Growth rate of the exponential trend fitted to all *levels*, one a year.

        ln(level) = a + b * t,   rate = exp(b) - 1

    *levels* are two or more, in one unit, all above zero, oldest first. Unlike the CAGR it
    uses every year; the slope b itself is a log growth, not the rate.

    Raises DomainError where a level is not above zero or there are fewer than two.
    Source: UNCTAD, "Handbook of Statistics", methods; World Bank, WDI.

    >>> round(least_squares_rate([2.0, 2.5, 3.3, 2.9, 3.9, 4.0]), 6)
    0.142759
    >>> round(least_squares_rate([1, 2, 4, 8]), 12)
    1.0
    """
    if len(levels) < 2:
        raise DomainError(f"a trend needs two levels or more, and here is {len(levels)}")
    lowest = min(levels)
    if not lowest > 0:
        raise DomainError(f"a level of {lowest:g} has no logarithm: a trend needs all above zero")
    middle = (len(levels) - 1) / 2
    # Logarithms on the first level, not of the levels: near-equal levels keep their digits.
    logs = (log_ratio(base=levels[0], goal=level) for level in levels)
    slope = math.fsum((t - middle) * log for t, log in enumerate(logs)) / math.fsum(
        (t - middle) ** 2 for t in range(len(levels))
    )
    try:
        return finite(math.expm1(slope))
    except OverflowError:
        return finite(math.inf)


def least_squares_estimate(levels: Sequence[Estimate]) -> Estimate:
    """Estimate of the least-squares growth rate of *levels*, some of them rounded.

    The trend rises with every level after the middle year and falls with every one before,
    so its two ends are known without a search, for any number of levels.

    Raises DomainError as `least_squares_rate` does, for any levels within the rounding.
    Source: the slope is a weighted sum of ln(level), with weights t - middle.

    >>> least_squares_estimate([Estimate(1), Estimate(2), Estimate(4)]).range is None
    True
    """
    middle = (len(levels) - 1) / 2

    def rate(**by_year: float) -> float:
        return least_squares_rate(list(by_year.values()))

    def end(*, late_high: bool) -> dict[str, float]:
        return {
            f"value {t + 1}": level.value
            if level.range is None
            else (level.range.high if (t > middle) == late_high else level.range.low)
            for t, level in enumerate(levels)
        }

    point = {f"value {t + 1}": level.value for t, level in enumerate(levels)}
    if all(level.range is None for level in levels):
        return Estimate(rate(**point))
    return between(rate, point, end(late_high=False), end(late_high=True))


def _log_of_growth(rate: float) -> float:
    if not rate > -1:
        raise DomainError(f"a rate of {rate * 100:g} % leaves nothing: it must be above -100 %")
    return math.log1p(rate)
