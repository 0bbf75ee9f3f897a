"""A year in progress from a file of months: what is known of it, and what its months project."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.commands.draft import cell
from tradecalc.commands.files import doubt, keep_choice
from tradecalc.commands.words import RATE
from tradecalc.core.growth import growth_rate
from tradecalc.core.ranges import Estimate, Range, finite, or_infinity
from tradecalc.core.seasonal import SeasonalProjection, seasonal_projection
from tradecalc.core.target import LATEST_YEAR
from tradecalc.core.year import Year
from tradecalc.errors import DomainError, InputError
from tradecalc.inputs.monthly import UNSAID, read_one
from tradecalc.inputs.text_file import source_name
from tradecalc.outputs.report import Cell, Column, Working

if TYPE_CHECKING:
    from tradecalc.commands.draft import Draft
    from tradecalc.core.months import MonthlySeries
    from tradecalc.inputs.monthly import Choice

COLUMNS = (
    Column("month", "word"),
    Column("projected", "level"),
    Column("prior", "level"),
    Column("growth", "rate"),
    Column("actual", "level"),
)


class Known(NamedTuple):
    """A *year* of a *series* as it was known after its first months.

    *why_not* tells why there is no *seasonal* projection, and *actual* are the months of a year
    that is over.
    """

    series: MonthlySeries
    current_year: int
    year: Year
    seasonal: SeasonalProjection | None
    why_not: str
    actual: tuple[float, ...]

    @property
    def likely(self) -> Range | None:
        """The range that the year ends in four times in five, where months were projected."""
        return Range(self.seasonal.low, self.seasonal.high) if self.seasonal else None


def read_months(
    draft: Draft,
    path: str,
    choice: Choice | None,
    *,
    current_year: str | None,
    months: str | None,
    base_year: int | None = None,
) -> Known:
    """Read the year in progress, or the one asked for cut at *months*, from a file of months.

    Last year's total is `prior_year`, or `base` where last year is *base_year*.
    Raises InputError where the file cannot be read or has not those months, DomainError where
    a month is below zero.
    """
    choice = choice or UNSAID
    series = read_one(path, choice)
    draft.question.named("monthly", path)
    keep_choice(draft.question, choice)
    draft.question.named("series", series.name)
    if min(series.values) < 0:
        raise DomainError(
            f"{series.name} has months below zero: a trade flow has none, and a balance has no"
            " projection; project exports and imports each"
        )
    doubt(draft.question, [series], choice)
    year, known = _months_of(draft, series, path, current_year)
    if months is None:
        count = draft.question.default("months", len(known), "count")
    else:
        count = draft.question.whole("months", months, kind="count", least=1, most=12)
        if count > len(known):
            raise InputError(
                f"--months {months}: {year} has {len(known)} months in {source_name(path)}:"
                " write so many or fewer"
            )
    history = series.history(year)
    draft.question.measured_in(series.unit)
    prior = "base" if year - 1 == base_year else "prior_year"
    figures = _totals(draft, prior, history, known, count)
    seasonal, why_not = _seasonal(history, known[:count])
    if seasonal:
        figures["seasonal"] = Estimate(seasonal.full_year)
    return Known(
        series=series,
        current_year=year,
        year=Year(count, figures, prior),
        seasonal=seasonal,
        why_not=why_not,
        actual=known if "actual" in figures else (),
    )


def _months_of(
    draft: Draft, series: MonthlySeries, path: str, current_year: str | None
) -> tuple[int, tuple[float, ...]]:
    """Return the year in progress, or the one asked for, and its months."""
    if current_year is None:
        year = draft.question.default("current_year", series.last_year, "year")
    else:
        year = draft.question.whole(
            "current_year", current_year, kind="year", least=1, most=LATEST_YEAR
        )
    known = series.year(year)
    if not known:
        raise InputError(
            f"{year} has no January in {source_name(path)}: {series.name} holds"
            f" {_span_of(series)}, and a year to date begins in January"
        )
    return year, known


def _totals(
    draft: Draft,
    prior: str,
    history: tuple[tuple[float, ...], ...],
    known: tuple[float, ...],
    count: int,
) -> dict[str, Estimate]:
    """Return the totals that the months come to: this year's, last year's, and how it ended."""
    levels = {"ytd": known[:count]}
    if history:
        levels |= {prior: history[-1], "prior_ytd": history[-1][:count]}
    figures = {name: draft.question.from_file(name, total(part)) for name, part in levels.items()}
    if len(known) == 12 > count:
        figures["actual"] = Estimate(total(known))
    return figures


def add_months(draft: Draft, known: Known) -> None:
    """Add the table of the months to come, beside last year's and what they came to."""
    if known.seasonal is None:
        return
    count = known.year.months
    last = known.series.year(known.current_year - 1)
    rows: list[tuple[Cell, ...]] = []
    for month, level in enumerate(known.seasonal.rest, start=count):
        projected, before = Estimate(level), Estimate(last[month])
        rows.append(
            (
                f"{known.current_year}-{month + 1:02}",
                projected,
                before,
                cell("rate", growth_rate, previous=before, current=projected),
                Estimate(known.actual[month]) if known.actual else None,
            )
        )
    columns = COLUMNS if known.actual else COLUMNS[:-1]
    working = Working("(projected - prior) / prior", *RATE)
    draft.table("months", columns, [row[: len(columns)] for row in rows], {"growth": working})


def total(months: tuple[float, ...]) -> float:
    """Return what months come to.

    Raises DomainError where that is too large to be held.
    """
    return finite(or_infinity(math.fsum, months))


def _seasonal(
    history: tuple[tuple[float, ...], ...], months: tuple[float, ...]
) -> tuple[SeasonalProjection | None, str]:
    """Return the seasonal projection, or why there is none."""
    if len(months) == 12:
        return None, "the year is complete"
    try:
        return seasonal_projection(history, months), ""
    except DomainError as error:
        return None, str(error)


def _span_of(series: MonthlySeries) -> str:
    """Return the first and the last month of a series."""
    year, month = series.start
    last = series.last_year, (month + len(series.values) - 2) % 12 + 1
    return f"{year}-{month:02} to {last[0]}-{last[1]:02}"
