"""What a goal requires: the path to it, and the calendar year that it is reached in."""

import math

from tradecalc.core.growth import compound, log_ratio, refuse_no_years, years_to_reach
from tradecalc.core.ranges import finite, or_infinity, require

AT_THE_GOAL = 1e-12  # a level short of the goal by a smaller share is at it: floats are rounded
LATEST_YEAR = 9999  # years are written with four digits


def yearly_increase(*, base: float, goal: float, years: float) -> float:
    """Equal yearly step that takes *base* to *goal* in *years* years, in the levels' unit.

        step = (goal - base) / years

    Raises DomainError unless *years* is above zero. Source: arithmetic.

    >>> yearly_increase(base=4, goal=10, years=6)
    1.0
    """
    refuse_no_years(years)
    return finite((goal - base) / years)


def path_level(*, base: float, goal: float, years: float, elapsed: float) -> float:
    """Level after *elapsed* years on the path of equal growth from *base* to *goal*.

        level = base * (goal / base) ** (elapsed / years)

    Raises DomainError unless levels and *years* are above zero. Source: arithmetic.

    >>> [round(path_level(base=4, goal=10, years=6, elapsed=k), 2) for k in range(7)]
    [4, 4.66, 5.43, 6.32, 7.37, 8.58, 10]
    """
    refuse_no_years(years)
    growth = log_ratio(base=base, goal=goal)
    if elapsed in (0, years):
        return goal if elapsed else base
    return finite(base * or_infinity(math.exp, growth * (elapsed / years)))


def straight_level(*, base: float, goal: float, years: float, elapsed: float) -> float:
    """Level after *elapsed* years on the line base + (goal - base) * elapsed / years.

    Raises DomainError unless *years* is above zero.

    >>> [straight_level(base=4, goal=10, years=6, elapsed=k) for k in (0, 1, 6)]
    [4.0, 5.0, 10.0]
    """
    refuse_no_years(years)
    return finite((base * (years - elapsed) + goal * elapsed) / years)


def years_to_goal(*, base: float, goal: float, rate: float, rising: bool) -> float:
    """Years that *base* takes to the *goal* at *rate*; 0 for a base at the goal or beyond."""
    # A rounded base may lie on either side of the goal: *rising* says which side is beyond.
    if 0 < goal <= base if rising else 0 < base <= goal:
        return 0.0
    return years_to_reach(base=base, goal=goal, rate=rate)


def goal_year(
    *, base: float, goal: float, rate: float, base_year: int, rising: bool | None = None
) -> int:
    """First calendar year with a total at the goal or beyond it, at *rate* a year.

        year = base_year + the smallest n with base * (1 + rate) ** n >= goal

    A goal that is not *rising* (by default one below *base*) is reached from above.
    Raises DomainError like `years_to_reach`, and for a year after 9999.
    Source: levels are calendar-year totals.

    >>> goal_year(base=4, goal=10, rate=0.18, base_year=2024)
    2030
    >>> goal_year(base=10, goal=4, rate=-0.1, base_year=2024)
    2033
    """
    rising = goal > base if rising is None else rising
    years = math.ceil(years_to_goal(base=base, goal=goal, rate=rate, rising=rising))
    if years > 0:
        before = compound(base=base, rate=rate, years=years - 1)
        short = (goal - before) / goal if rising else (before - goal) / goal
        years -= short <= AT_THE_GOAL
    return in_calendar(base_year + years)


def in_calendar(year: int) -> int:
    """Return *year*, or raise DomainError if it is after 9999."""
    require(year <= LATEST_YEAR, f"the goal is not reached before the year {LATEST_YEAR + 1}", year)
    return year
