"""A full year from its months so far and earlier years, with its 80 % range.

The flow's level without seasons, smoothed in four ways (core/seasonality.py), is multiplied by the
seasonal factors of the months to come and grows at a drift. The four projections are averaged; one
with smaller errors over the last ten years weighs more.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from tradecalc.core import seasonality
from tradecalc.core.ranges import finite, or_infinity
from tradecalc.core.reference import endings
from tradecalc.errors import DomainError

LEAST_YEARS = 2  # complete years for a projection: one to compare with another
TRUST = 4  # a candidate's weight falls with this power of its mean error
BORROWED = 24  # months of the error of all flows before its own: a short history leans on them
NOTHING = 1e-150  # of the largest month: less counts as no trade, for its square would be zero


class SeasonalProjection(NamedTuple):
    """Where a year will end: the point *full_year*, and *low* and *high*, an 80 % range.

    *rest* are the projected months, *shares* the calendar months' shares of a year without growth,
    *points* the 5, 10, 25, 50, 75, 90 and 95 % points of ln(actual / full_year), none at 12 months.
    """

    full_year: float
    low: float
    high: float
    rest: tuple[float, ...]
    shares: tuple[float, ...]
    points: tuple[float, ...] = ()


class Forecast(NamedTuple):
    """A *full_year* and its *rest* of months, and measures of its error in logarithms."""

    full_year: float
    rest: tuple[float, ...]
    shares: tuple[float, ...]
    unrest: float = 0.0  # from month to month
    errors: tuple[float, ...] = ()  # of earlier twelve months projected alike
    spread: float = 0.0  # of the four candidates

    def scale(self, expected: float) -> float:
        """Distance of the year's end from the point, but for a factor of the number of months."""
        error = (math.fsum(self.errors) + BORROWED * expected) / (len(self.errors) + BORROWED)
        return float(((self.unrest + 0.01) * error * (self.spread + 0.005)) ** 0.3)


def seasonal_projection(
    history: Sequence[Sequence[float]], months: Sequence[float]
) -> SeasonalProjection:
    """Full year from the *months* so far and the complete years before.

        full_year = ytd + level * sum of factor * exp(drift * (months ahead + age) / 12)

    as a geometric mean over four ways to smooth the level, weighted by the power -4 of their mean
    errors and drawn to fixed shares of the months. *history* holds years of twelve levels, oldest
    first; *months* are the first ones of this year. The range is the point times exp(q * scale), no
    lower than the months so far; *q* are the 10 and 90 % points of the reference's scaled errors.

    Raises DomainError where there are fewer than two complete years, a year has not twelve
    months, or a level is below zero or not finite.
    Source: chosen on monthly trade of the United States and of Armenia, each judged on the other.

    >>> year = [8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14]
    >>> answer = seasonal_projection([year] * 5, year[:9])
    >>> round(answer.full_year, 6), [round(month, 6) for month in answer.rest]
    (126.0, [12.0, 12.0, 14.0])
    """
    history, months, power = _scaled(history, months)
    found = forecast(history, months)
    low = high = found.full_year
    points: tuple[float, ...] = ()
    if found.rest:
        size = found.scale(endings("seasonal", "all", len(months)).mean_error)
        scaled = endings("seasonal_scaled", "all", len(months)).points
        points = tuple(point * size for point in scaled)
        low = max(math.fsum(months), low * math.exp(points[1]))
        high *= math.exp(points[5])
    full_year, low, high = (_at(level, power) for level in (found.full_year, low, high))
    rest = tuple(_at(month, power) for month in found.rest)
    return SeasonalProjection(full_year, low, high, rest, found.shares, points)


def forecast(history: Sequence[Sequence[float]], months: Sequence[float]) -> Forecast:
    """The `seasonal_projection` of levels about one in size, with measures of its error."""
    count, ytd = len(months), math.fsum(months)
    values = [month for year in history for month in year] + list(months)
    factors = seasonality.seasonal_factors(values)
    shares = tuple(factor / 12 for factor in factors)
    recent = values[-12 * (seasonality.YEARS + 2) :]
    recent = recent[seasonality.first_trade(recent) :]
    if count == 12 or not recent:
        return Forecast(ytd, (0.0,) * (12 - count), shares)
    pace = seasonality.drift([math.fsum(year) for year in history]) / 12
    calendar = [(t + count) % 12 for t in range(-len(recent), 0)]
    tracks, unrest = seasonality.smoothed_levels(recent, [factors[month] for month in calendar])
    ahead = range(1, 13 - count)
    growth = [math.exp(pace * k) for k in ahead]
    shapes = [[factors[(m + k) % 12] * growth[k - 1] for k in ahead] for m in range(12)]
    sums = [math.fsum(shape) for shape in shapes]
    rests = []
    for track in tracks:
        pairs, age = zip(track.levels, calendar, strict=True), math.exp(pace * track.lag)
        rests.append([level * age * sums[month] for level, month in pairs])
    full_years = [ytd + rest[-1] for rest in rests]
    if not min(full_years) > 0:
        return Forecast(ytd, (0.0,) * (12 - count), shares)
    record = _record(recent, rests, count)
    weights = _weights(record)
    logs = [math.log(full_year) for full_year in full_years]
    mean, shape = math.exp(_mean(logs, weights)), shapes[count - 1]
    full_year, rest = seasonality.drawn_to_shares(mean, shape, history=history, months=months)
    errors = tuple(abs(_mean(one, weights)) for one in record)
    centre = math.fsum(logs) / len(logs)
    spread = math.sqrt(math.fsum((log - centre) ** 2 for log in logs) / len(logs))
    return Forecast(full_year, rest, shares, unrest, errors, spread)


def _record(
    values: Sequence[float], rests: Sequence[Sequence[float]], count: int
) -> list[list[float]]:
    """Errors of the four for each twelve months of the last ten years, *count* of them known."""
    record, last = [], len(values) - (12 - count)
    for t in range(max(12, last - 12 * seasonality.YEARS), last):
        ytd = sum(values[t + 1 - count : t + 1])
        actual = ytd + sum(values[t + 1 : t + 13 - count])
        expected = [ytd + rest[t] for rest in rests]
        if actual > 0 and min(expected) > 0:
            record.append([math.log(full_year / actual) for full_year in expected])
    return record


def _weights(record: Sequence[Sequence[float]]) -> list[float]:
    errors = [math.fsum(map(abs, column)) for column in zip(*record, strict=True)] or [0.0] * 4
    least = min(errors)
    weights = [(least / error) ** TRUST if error > 0 else 1.0 for error in errors]
    return seasonality.to_one(weights)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return math.fsum(value * weight for value, weight in zip(values, weights, strict=True))


def _scaled(
    history: Sequence[Sequence[float]], months: Sequence[float]
) -> tuple[list[list[float]], list[float], int]:
    """Check the levels, and scale them near one by a power of two, which changes no digit."""
    if len(history) < LEAST_YEARS:
        raise DomainError(f"a seasonal projection needs {LEAST_YEARS} complete years before")
    if any(len(year) != 12 for year in history) or not 1 <= len(months) <= 12:
        raise DomainError("earlier years must have 12 months, this year 1 to 12")
    largest = 0.0
    for month in (*(month for year in history for month in year), *months):
        if not month >= 0:
            raise DomainError(f"a month must be zero or more, not {month:.12g}")
        largest = max(largest, finite(or_infinity(float, month)))
    power = math.frexp(largest)[1]

    def near_one(levels: Sequence[float]) -> list[float]:
        return [math.ldexp(m, -power) if m > NOTHING * largest else 0.0 for m in levels]

    years = [near_one(year) for year in history]
    while len(years) > LEAST_YEARS and not any(years[0]):
        years.pop(0)  # a flow begins with its first trade
    return years, near_one(months), power


def _at(level: float, power: int) -> float:
    return finite(or_infinity(math.ldexp, level, power))
