"""A full year from its months so far and earlier years, with its 80 % range.

The flow's level without seasons, smoothed in four ways, is multiplied by the seasonal factors of
the months to come and grows at a drift. The four projections are averaged; one with smaller errors
over the last ten years weighs more.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tradecalc.core.ranges import finite, or_infinity, require
from tradecalc.core.reference import endings
from tradecalc.errors import DomainError

Numbers = Sequence[float]

LEAST_YEARS = 2  # complete years for a projection: one to compare with another
TRUST = 4  # a candidate's weight falls with this power of its mean error
BORROWED = 24  # months of the error of all flows before its own: a short history leans on them
NOTHING = 1e-150  # of the largest month: less counts as no trade, for its square would be zero
YEARS = 10  # older ones tell little of this year
FAST, SLOW = (0.35, 0.7), (0.1, 0.2)  # smoothing weights, of logarithms and of values
FASTEST = 5.0  # a drift beyond it, 150-fold a year, is an error of units, not growth
FLOOR, CEILING = 0.1, 2.0  # of the slow level: a month counts for that at least, at most
SPIKE = 10.0  # of the level before it: a month counts for that at most
WORLD_GROWTH = 0.06  # a year, in logarithms: world trade in money, over the long run
STEADY_GROWTH = 0.02  # deviation of yearly growths at which it counts like one growth more
ONE_GROWTH = 0.04  # variance for a single growth
LEAST_SEASON = 0.05  # a month with a smaller factor tells nothing of the level
TRACE = 1e-12  # of a mean month: rounding may leave so much of a month without trade
STEADY_SHARES = 0.003  # relative deviation of monthly shares at which they count half
LEAST_SHARE = 0.01  # of last year's same months: a year that begins with less is another flow
_DAYS = [n * 12 / 365.25 for n in (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)]


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


def seasonal_projection(history: Sequence[Numbers], months: Numbers) -> SeasonalProjection:
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


def forecast(history: Sequence[Numbers], months: Numbers) -> Forecast:
    """The `seasonal_projection` of levels about one in size, with measures of its error."""
    count, ytd = len(months), math.fsum(months)
    values = [month for year in history for month in year] + list(months)
    factors = seasonal_factors(values)
    shares = tuple(factor / 12 for factor in factors)
    recent = values[-12 * (YEARS + 2) :]
    recent = recent[first_trade(recent) :]
    if count == 12 or not recent:
        return Forecast(ytd, (0.0,) * (12 - count), shares)
    pace = drift([math.fsum(year) for year in history]) / 12
    calendar = [(t + count) % 12 for t in range(-len(recent), 0)]
    tracks, unrest = smoothed_levels(recent, [factors[month] for month in calendar])
    ahead = range(1, 13 - count)
    growth = [math.exp(pace * k) for k in ahead]
    shapes = [[factors[(m + k) % 12] * growth[k - 1] for k in ahead] for m in range(12)]
    sums = [math.fsum(shape) for shape in shapes]
    rests = []
    for weight, levels in tracks.items():
        pairs, age = zip(levels, calendar, strict=True), math.exp(pace * ((1 - weight) / weight))
        rests.append([level * age * sums[month] for level, month in pairs])
    full_years = [ytd + rest[-1] for rest in rests]
    if not min(full_years) > 0:
        return Forecast(ytd, (0.0,) * (12 - count), shares)
    record = _record(recent, rests, count)
    weights = _weights(record)
    logs = [math.log(full_year) for full_year in full_years]
    mean, shape = math.exp(_mean(logs, weights)), shapes[count - 1]
    full_year, rest = drawn_to_shares(mean, shape, history=history, months=months)
    errors = tuple(abs(_mean(one, weights)) for one in record)
    centre = math.fsum(logs) / len(logs)
    spread = math.sqrt(math.fsum((log - centre) ** 2 for log in logs) / len(logs))
    return Forecast(full_year, rest, shares, unrest, errors, spread)


def _record(values: Numbers, rests: Sequence[Numbers], count: int) -> list[list[float]]:
    """Errors of the four for each twelve months of the last ten years, *count* of them known."""
    record, last = [], len(values) - (12 - count)
    for t in range(max(12, last - 12 * YEARS), last):
        ytd = sum(values[t + 1 - count : t + 1])
        actual = ytd + sum(values[t + 1 : t + 13 - count])
        expected = [ytd + rest[t] for rest in rests]
        if actual > 0 and min(expected) > 0:
            record.append([math.log(full_year / actual) for full_year in expected])
    return record


def _weights(record: Sequence[Numbers]) -> list[float]:
    errors = [math.fsum(map(abs, column)) for column in zip(*record, strict=True)] or [0.0] * 4
    least = min(errors)
    weights = [(least / error) ** TRUST if error > 0 else 1.0 for error in errors]
    return to_one(weights)


def _mean(values: Numbers, weights: Numbers) -> float:
    return math.fsum(value * weight for value, weight in zip(values, weights, strict=True))


def _scaled(
    history: Sequence[Numbers], months: Numbers
) -> tuple[list[list[float]], list[float], int]:
    """Check the levels, and scale them near one by a power of two, which changes no digit."""
    rule = f"a seasonal projection needs {LEAST_YEARS} complete years before"
    require(len(history) >= LEAST_YEARS, rule, len(history))
    if any(len(year) != 12 for year in history) or not 1 <= len(months) <= 12:
        raise DomainError("earlier years must have 12 months, this year 1 to 12")
    largest = 0.0
    for month in (*(month for year in history for month in year), *months):
        require(month >= 0, "a month must be zero or more, not {x:.12g}", month)
        largest = max(largest, finite(or_infinity(float, month)))
    power = math.frexp(largest)[1]

    def near_one(levels: Numbers) -> list[float]:
        return [math.ldexp(m, -power) if m > NOTHING * largest else 0.0 for m in levels]

    years = [near_one(year) for year in history]
    while len(years) > LEAST_YEARS and not any(years[0]):
        years.pop(0)  # a flow begins with its first trade
    return years, near_one(months), power


def _at(level: float, power: int) -> float:
    return finite(or_infinity(math.ldexp, level, power))


def seasonal_factors(values: Numbers) -> list[float]:
    """Seasonal factors of the twelve calendar months, with a mean of one.

        factor = days + k * excess, excess = mean of (value / centred 12-month mean - days)
        k = max(0, 1 - (variance of the excess within a month / years) / variance of its means)

    *values* are levels in consecutive months from a January on, at least 25; the last ten years
    count, from the first trade on. Weak ratios are drawn to the *days* of the month, and these
    alone count until each calendar month has a ratio.

    >>> [round(f, 3) for f in seasonal_factors([3.0, *[1.0] * 10, 0.0] * 4)][:2]
    [2.769, 0.923]
    """
    months: list[list[float]] = [[] for _ in range(12)]
    first = max(first_trade(values) + 6, len(values) - 12 * YEARS)
    for t in range(first, len(values) - 6):
        ends = (values[t - 6] + values[t + 6]) / 2
        around = sum(values[t - 5 : t + 6]) + ends
        if around > 0:
            months[t % 12].append(values[t] * 12 / around - _DAYS[t % 12])
    means = [sum(ratios) / len(ratios) if ratios else 0.0 for ratios in months]
    count = sum(len(ratios) for ratios in months)
    by_month = zip(means, months, strict=True)
    within = sum((ratio - mean) ** 2 for mean, ratios in by_month for ratio in ratios)
    centre = sum(means) / 12
    between = sum((mean - centre) ** 2 for mean in means) / 11
    noise = within / max(1, count - 12) * 12 / max(1, count)
    kept = max(0.0, 1 - noise / between) if between > 0 and all(months) else 0.0
    factors = [days + kept * (mean - centre) for days, mean in zip(_DAYS, means, strict=True)]
    factors = [factor if factor > TRACE else 0.0 for factor in factors]
    scale = 12 / math.fsum(factors)
    return [factor * scale for factor in factors]


def first_trade(values: Numbers) -> int:
    """Number of months before the first above zero."""
    return next((t for t, value in enumerate(values) if value > 0), len(values))


def smoothed_levels(values: Numbers, seasons: Numbers) -> tuple[dict[float, list[float]], float]:
    """Four levels without seasons, after every month, by weight, and the unrest of the months.

        slow level = sum of value * (1 - weight)^age / sum of season * (1 - weight)^age
        fast level = exp(log level + weight * (log(value / season) - log level)), month by month

    *values* begin above zero, and *seasons* are their factors. A fast level takes a month for 0.1
    to 2 slow levels. Spikes are cut. The unrest is the standard deviation of the logarithm's
    monthly changes over the last five years.
    """
    tracks: dict[float, list[float]] = {weight: [] for weight in (*SLOW, *FAST)}
    values = _without_spikes(values, seasons)
    for weight in SLOW:
        value_sum = season_sum = 0.0
        for value, season in zip(values, seasons, strict=True):
            value_sum = value_sum * (1 - weight) + value
            season_sum = season_sum * (1 - weight) + season
            tracks[weight].append(value_sum / season_sum if season_sum > 0 else 0.0)
    logs = [
        math.log(min(max(v / s, FLOOR * slow), CEILING * slow)) if s > LEAST_SEASON else None
        for v, s, slow in zip(values, seasons, tracks[SLOW[0]], strict=True)
    ]
    known = [log for log in logs if log is not None] or [math.log(values[0])]
    for weight in FAST:
        level = sum(known[:12]) / len(known[:12])
        for log in logs:
            if log is not None:
                level += weight * (log - level)
            tracks[weight].append(math.exp(level))
    changes = [later - sooner for sooner, later in pairwise(known[-61:])]
    mean = sum(changes) / max(1, len(changes))
    unrest = math.sqrt(sum((c - mean) ** 2 for c in changes) / max(1, len(changes)))
    return tracks, unrest


def _without_spikes(values: Numbers, seasons: Numbers) -> list[float]:
    """Return *values* with spikes after the first year cut to ten times the level before them."""
    # The higher of a smoothed level and the mean of all months with trade counts. At most two
    # months in a row are spikes: what lasts, or comes back, is the flow itself.
    cut: list[float] = []
    value_sum = season_sum = traded = traded_seasons = 0.0
    in_a_row = 0
    for month, (value, season) in enumerate(zip(values, seasons, strict=True)):
        most = math.inf
        if month >= 12 and season > LEAST_SEASON and value_sum > 0 and traded_seasons > 0:
            most = SPIKE * season * max(value_sum / season_sum, traded / traded_seasons)
        in_a_row = in_a_row + 1 if value > most else 0
        cut.append(min(value, most) if in_a_row <= 2 else value)
        if value > 0 and season > LEAST_SEASON:
            traded, traded_seasons = traded + cut[-1], traded_seasons + season
        value_sum = value_sum * (1 - SLOW[1]) + cut[-1]
        season_sum = season_sum * (1 - SLOW[1]) + season
    return cut


def drift(totals: Numbers) -> float:
    """Expected growth a year, in logarithms, of a flow with these yearly *totals*.

        drift = (n * mean + v * 0.06) / (n + v), v = variance of the yearly growths / 0.02^2

    The mean of its last *n* growths, at most ten and each from -5 to 5, is drawn towards the 6 % of
    world trade: a steady flow keeps its own pace. Years without trade have no growth.
    """
    pairs = [(a, b) for a, b in pairwise(totals[-YEARS - 1 :]) if a > 0 and b > 0]
    growths = [min(max(math.log(b) - math.log(a), -FASTEST), FASTEST) for a, b in pairs]
    if not growths:
        return WORLD_GROWTH
    mean = math.fsum(growths) / len(growths)
    squares = sum((g - mean) ** 2 for g in growths)
    variance = squares / (len(growths) - 1) if len(growths) > 1 else ONE_GROWTH
    doubt = variance / STEADY_GROWTH**2
    return (len(growths) * mean + doubt * WORLD_GROWTH) / (len(growths) + doubt)


def drawn_to_shares(
    full_year: float, shape: Numbers, *, history: Sequence[Numbers], months: Numbers
) -> tuple[float, tuple[float, ...]]:
    """The full year and its months to come, drawn to its monthly shares as far as these are fixed.

        full_year^(1 - k) * (ytd / share of the months so far)^k

    *shape* gives the proportions of the months to come. Shares that never vary decide alone
    (k = 1); those that vary by a per cent, or of a flow that has nearly ceased, hardly count.

    >>> drawn_to_shares(20.0, [1.0] * 6, history=[[1.0] * 12, [3.0] * 12], months=[2.0] * 6)
    (24.0, (2.0, 2.0, 2.0, 2.0, 2.0, 2.0))
    """
    years = [(year, math.fsum(year)) for year in history[-YEARS:]]
    shares = [[month / total for month in year] for year, total in years if total > 0]
    mean = [math.fsum(column) / len(shares) for column in zip(*shares, strict=True)]
    ytd, known = math.fsum(months), math.fsum(mean[: len(months)])
    kept = 0.0
    if ytd > 0 and known > 0:
        kept = _fixedness(shares, mean, [month / ytd * known for month in months])
        kept *= min(1.0, ytd / (LEAST_SHARE * known * (years[-1][1] or math.inf)))
        full_year = full_year ** (1 - kept) * (ytd / known) ** kept
    full_year = max(ytd, full_year)
    usual = mean[len(months) :] or [0.0] * len(shape)
    pairs = zip(to_one(shape), to_one(usual), strict=True)
    parts = [(1 - kept) * month + kept * share for month, share in pairs]
    return full_year, tuple(part * (full_year - ytd) for part in to_one(parts))


def _fixedness(shares: Sequence[Numbers], mean: Numbers, now: Numbers) -> float:
    """How fixed *shares* are: k = 1 / (1 + (12 * d^2 + v^2) / 0.003^2) in `drawn_to_shares`."""
    # d^2: the largest sum of squared deviations of a year's shares, or of those so far, from the
    # mean; v: the largest relative deviation of the share that the months so far had.
    pairs = (zip(year, mean, strict=False) for year in (*shares, now))
    squares = [math.fsum((share - usual) ** 2 for share, usual in year) for year in pairs]
    known = math.fsum(mean[: len(now)])
    widest = max(abs(math.fsum(year[: len(now)]) - known) / known for year in shares)
    return 1 / (1 + (12 * max(squares) + widest**2) / STEADY_SHARES**2)


def to_one(numbers: Numbers) -> list[float]:
    """Return *numbers* over their sum, or zeros where that is zero."""
    whole = math.fsum(numbers)
    return [number / whole if whole > 0 else 0.0 for number in numbers]
