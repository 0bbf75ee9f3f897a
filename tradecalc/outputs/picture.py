"""What a chart shows, as data: apart from a Report, for few calls have one."""

from __future__ import annotations

from typing import NamedTuple

Point = tuple[int, float]  # a year and the level of that whole year


class ToDate(NamedTuple):
    """A year in progress: how many of its *months* are known, and what they come to."""

    year: int
    months: int
    level: float


class Projected(NamedTuple):
    """The *level* of a whole year by a *method*, and the ends of its likely range if it has one."""

    year: int
    level: float
    low: float | None
    high: float | None
    method: str


class Picture(NamedTuple):
    """What a chart of the way to a goal shows: levels of whole years, in one *unit*.

    *known* are the years so far, *to_date* and *projected* the year in progress. *path* leads to
    the *goal*, and *pace* on from the last known year at the growth so far; each begins in a year
    that is known or projected, and its rate, where it has one, is a fraction a year.
    """

    title: str
    source: str
    unit: str
    goal: Point
    known: tuple[Point, ...] = ()
    to_date: ToDate | None = None
    projected: Projected | None = None
    path: tuple[Point, ...] = ()
    pace: tuple[Point, ...] = ()
    path_rate: float | None = None
    pace_rate: float | None = None
