"""How far a flow's months have fixed shares of every year, and a full year drawn to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tradecalc.core.seasonality import YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

STEADY = 0.003  # a relative deviation of monthly shares that makes them half believed
LEAST = 0.01  # of last year's same months: a year that begins with less is no longer that flow


def drawn_to_shares(
    full_year: float,
    shape: Sequence[float],
    *,
    history: Sequence[Sequence[float]],
    months: Sequence[float],
) -> tuple[float, tuple[float, ...]]:
    """The full year and its months to come, drawn to fixed shares as far as shares are fixed.

        full_year^(1 - k) * (ytd / share of the months so far)^k

    *shape* are the months to come in proportion. A flow whose every month has the same share of
    every year is projected by its shares alone (k = 1); one whose shares vary by a per cent, or
    that has all but ceased, hardly at all.

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
        kept *= min(1.0, ytd / (LEAST * known * (years[-1][1] or math.inf)))
        full_year = full_year ** (1 - kept) * (ytd / known) ** kept
    full_year = max(ytd, full_year)
    usual = mean[len(months) :] or [0.0] * len(shape)
    parts = [
        (1 - kept) * month + kept * share
        for month, share in zip(_to_one(shape), _to_one(usual), strict=True)
    ]
    return full_year, tuple(part * (full_year - ytd) for part in _to_one(parts))


def _fixedness(
    shares: Sequence[Sequence[float]], mean: Sequence[float], now: Sequence[float]
) -> float:
    """How fixed the *shares* of earlier years are, from 0 to 1: k in `drawn_to_shares`.

        k = 1 / (1 + (12 * d^2 + v^2) / 0.003^2)

    d^2 is the largest sum of squared deviations of a year's monthly shares from their *mean*,
    those of the months so far, *now*, among them; v the largest relative deviation of the share
    that the months so far had, for the full year is that share's inverse.
    """
    squares = [
        math.fsum((share - usual) ** 2 for share, usual in zip(year, mean, strict=False))
        for year in (*shares, now)
    ]
    known = math.fsum(mean[: len(now)])
    widest = max(abs(math.fsum(year[: len(now)]) - known) / known for year in shares)
    return 1 / (1 + (12 * max(squares) + widest**2) / STEADY**2)


def _to_one(numbers: Sequence[float]) -> list[float]:
    """Return *numbers* in proportion, adding up to one: none if they are all nothing."""
    whole = math.fsum(numbers)
    return [number / whole if whole > 0 else 0.0 for number in numbers]
