"""The seasons of a flow: its seasonal factors, its level without them, and fixed shares."""

import math
from collections.abc import Sequence
from itertools import pairwise

Numbers = Sequence[float]

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
