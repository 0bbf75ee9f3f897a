"""A case at a glance: its figures and where they stand, year by year, and as a picture."""

from __future__ import annotations

from functools import partial
from math import fsum
from typing import TYPE_CHECKING

from tradecalc.commands.briefing import number, span_of, word
from tradecalc.commands.draft import cell
from tradecalc.commands.published import figures_of, goal_year_of
from tradecalc.core.growth import compound
from tradecalc.core.ranges import Estimate, evaluate
from tradecalc.core.target import path_level
from tradecalc.errors import InputError
from tradecalc.inputs.claims import parse_claim
from tradecalc.inputs.monthly import read_one
from tradecalc.outputs.picture import Picture, Projected, ToDate
from tradecalc.outputs.report import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tradecalc.inputs.cases import Case

PAST = 4  # years before the current one in a picture
LONGEST = 40  # years that are looked at: of more bars than a screen has lines none is seen
FIGURES = (
    Column("figure", "text"),
    Column("period", "text"),
    Column("written", "text"),
    Column("where", "text"),
)
YEARS = (Column("year", "year"), Column("path", "level"), Column("pace", "level", against="path"))


def figures_table(case: Case) -> Table | None:
    """Return the figures of a case as they were written, and where its source has them."""
    rows = [(one.name, one.period, one.written, one.place) for one in figures_of(case)]
    if "goal" in case.target:
        goal = case.target["goal"]
        rows.append(("goal", str(goal_year_of(case)), goal.text, goal.place))
    period = case.parts["period"].text if "period" in case.parts else ""
    for part in case.part:
        name, _, level = part.text.partition("=")
        rows.append((name, period, level, part.place))
    for claim in case.claims:
        stated = parse_claim(claim.text)
        quantity = stated.quantity
        rows.append((quantity.name, quantity.period, stated.figure, claim.place))
    unlike: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows:
        unlike.setdefault(row[:3], row)  # a claim may repeat a figure
    return Table("figures", FIGURES, tuple(unlike.values())) if rows else None


def years_table(track: Report | None) -> Table | None:
    """Return the path and the pace so far, a year a row, from the base year to the goal's."""
    if track is None or "pace_so_far" in track.left_out:
        return None
    first, last = span_of(track)
    return Table("years", YEARS, tuple(_years(track))) if last - first <= LONGEST else None


def _years(track: Report) -> Iterator[tuple[Estimate, Estimate, Estimate | None]]:
    """Tell each year, the path's level and the pace's, which leads through the projection."""
    base, goal, full_year = (number(track, name) for name in ("base", "goal", "full_year"))
    (first, last), current = span_of(track), int(number(track, "current_year"))
    pace = number(track, "pace_so_far")
    for year in range(first, last + 1):
        at = partial(path_level, base=base, goal=goal, years=last - first, elapsed=year - first)
        kept = partial(compound, base=full_year, rate=pace, years=year - current)
        # Between the base year and this one the years have levels of their own.
        is_paced = year == first or year >= current
        yield Estimate(year), evaluate(at), cell("level", kept) if is_paced else None


def picture(case: Case, reports: Mapping[str, Report]) -> Picture:
    """Return what a chart of the case shows.

    Raises InputError where there is no goal, or no year in progress on its way there.
    """
    track = reports.get("track")
    if track is None or "pace_so_far" in track.left_out:
        raise InputError(
            "--chart draws the way to a goal: the case needs [target] and [year_to_date]"
        )
    current, months = (int(number(track, name)) for name in ("current_year", "months"))
    rows = [(int(y.value), p.value, k.value if k else None) for y, p, k in _years(track)]
    base_year, last = span_of(track)
    full_year, likely = number(track, "full_year"), track.answer("full_year").likely
    low, high = (likely.low, likely.high) if likely else (None, None)
    known = {**_past(case, track, current), base_year: number(track, "base")}
    if months == 12:
        known[current] = full_year
    projected = Projected(current, full_year, low, high, word(track, "method"))
    return Picture(
        title=case.title,
        source=", ".join(part for part in (case.source, case.date) if part),
        unit=track.unit,
        goal=(last, number(track, "goal")),
        known=tuple(sorted(known.items())),
        to_date=ToDate(current, months, number(track, "ytd")) if months < 12 else None,
        projected=projected if months < 12 else None,
        path=tuple((year, level) for year, level, _ in rows),
        pace=tuple((year, kept) for year, _, kept in rows if kept is not None and year >= current),
        path_rate=number(track, "required_cagr"),
        pace_rate=number(track, "pace_so_far"),
    )


def _past(case: Case, track: Report, current: int) -> dict[int, float]:
    """Return the levels of the years before the current one, as far as they are known."""
    if case.monthly_file is None:
        stated = "prior_year" in track.readings
        return {current - 1: number(track, "prior_year")} if stated else {}
    series = read_one(case.monthly_file, case.choice)
    years = [year for year in series.complete_years if year < current][-PAST:]
    return {year: fsum(series.year(year)) for year in years}
