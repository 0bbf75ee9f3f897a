"""The projection against the path: pace ratio, verdict, and the chance of reaching a level."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from tradecalc.core.growth import log_ratio
from tradecalc.core.ranges import finite, require

Verdict = Literal["on-track", "acceleration-needed", "limited-progress", "deterioration"]

ON_TRACK: Verdict = "on-track"
# The least pace ratio of each verdict.
BOUNDS: dict[Verdict, float] = {ON_TRACK: 0.95, "acceleration-needed": 0.6, "limited-progress": 0.0}
AT_A_BOUND = 1e-12  # a ratio that falls short of a bound by less is at it: 0.19 / 0.20 is
BLUR = 64 * math.ulp(1.0)  # uncertainty of floats in the growth of nearly equal levels
MOST_BLUR = 0.01  # of a pace ratio: with more, floats would decide the verdict

_OTHER_GOAL = "set a goal other than the base"

LEAST, MOST = 0.05, 0.95  # the reference's points tell no chances apart beyond these
# The reference's points (5, 10, 25, 50, 75, 90 and 95 per cent) as those of a normal curve.
_UPPER_SCORES = (0.6744897501960817, 1.2815515655446004, 1.6448536269514722)
NORMAL_SCORES = (*(-score for score in reversed(_UPPER_SCORES)), 0.0, *_UPPER_SCORES)


def pace_ratio(*, pace: float, required: float) -> float:
    """Growth a year so far, over the growth a year that the goal requires.

        ratio = pace / required

    Both are CAGRs from the base year: *pace* to the current one, *required* to the goal's. A ratio
    above 1 is ahead of the path; below 0 the level moves away from the goal.
    Raises DomainError where no growth is required. Source: Open SDG, after Eurostat.

    >>> round(pace_ratio(pace=0.147438, required=0.164993), 4)
    0.8936
    """
    require(required != 0, "the goal requires no growth", required, _OTHER_GOAL)
    return finite(pace / required)


def verdict(ratio: float, *, required: float = 1.0) -> Verdict:
    """Verdict on a pace ratio: on track, acceleration needed, limited progress, deterioration.

        on-track from 0.95, acceleration-needed from 0.60, limited-progress from 0, deterioration

    A ratio short of a bound by the rounding of floats is at it: the smaller the growth *required*,
    the more that is.
    Raises DomainError where no growth, or too little, is required, and for a *ratio* of nan.
    Source: Open SDG, progress calculation, after Eurostat.

    >>> verdict(0.95), verdict(0.8936), verdict(0.0), verdict(-0.88)
    ('on-track', 'acceleration-needed', 'limited-progress', 'deterioration')
    """
    require(required != 0, "the goal requires no growth", required, _OTHER_GOAL)
    blur = AT_A_BOUND + BLUR / abs(required)
    rule = "the goal requires too little growth to judge a pace, {x:.3g} a year"
    require(blur < MOST_BLUR, rule, required, "set a goal further from the base")
    require(not math.isnan(ratio), "a pace ratio must be a number, not nan", ratio)
    return next((word for word, least in BOUNDS.items() if ratio + blur >= least), "deterioration")


def chance_of_reaching(
    *, level: float, full_year: float, points: Sequence[float], ytd: float = 0.0, rising: bool
) -> float:
    """Chance that a year projected at *full_year* ends at *level* or beyond.

        chance = share of the years in which ln(actual / full_year) >= ln(level / full_year)

    *points* are the 5, 10, 25, 50, 75, 90 and 95 % points of ln(actual / full_year), with a normal
    curve between each two. Beyond them the chance is unknown: 0.05 stands for "under 5 %", 0.95
    for "over 95 %". For a goal that is not *rising*, beyond is below.
    Raises DomainError unless *level* and *full_year* are above zero.

    >>> points = (-0.2, -0.15, -0.1, 0.0, 0.1, 0.15, 0.2)
    >>> chance_of_reaching(level=4.0, full_year=4.0, points=points, rising=True)
    0.5
    """
    if ytd >= level and rising:
        return 1.0
    if ytd > level:
        return 0.0
    at = log_ratio(base=full_year, goal=level)
    k = bisect_right(points, at)
    if k in (0, len(points)):
        return MOST if (k == 0) == rising else LEAST
    share = (at - points[k - 1]) / (points[k] - points[k - 1])
    score = NORMAL_SCORES[k - 1] + share * (NORMAL_SCORES[k] - NORMAL_SCORES[k - 1])
    return math.erfc((score if rising else -score) / math.sqrt(2)) / 2


def unknown_ends(low: float, high: float) -> tuple[float, float]:
    """Ends of a chance's range: "under 5 %" reaches down to 0, "over 95 %" up to 1."""
    return (0.0 if low <= LEAST else low), (1.0 if high >= MOST else high)
