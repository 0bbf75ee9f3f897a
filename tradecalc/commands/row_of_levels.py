"""How fast a row of levels grew, one a year: as a whole, at its end, and year by year."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft, cell
from tradecalc.commands.words import CAGR, LEAST_SQUARES, RATE, arithmetic
from tradecalc.core.growth import cagr, change, doubling_time, growth_rate, halving_time
from tradecalc.core.ranges import Estimate, renamed
from tradecalc.core.target import LATEST_YEAR
from tradecalc.core.trend import least_squares_estimate
from tradecalc.errors import DomainError, InputError
from tradecalc.outputs.report import Cell, Column, Report, Working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.core.kinds import Kind
    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Question


def along(question: Question, texts: Sequence[str], start_year: str | None) -> Report:
    """Report the growth along a row of levels."""
    first_year = None
    if start_year is not None:
        most = LATEST_YEAR - len(texts) + 1
        if most < 1:
            raise InputError(
                f"{len(texts):,} values are more than calendars have years: drop --start-year, or"
                f" give {LATEST_YEAR:,} at most"
            )
        first_year = question.whole("start_year", start_year, kind="year", least=1, most=most)
    levels = question.levels("value", texts)
    draft = Draft("growth", question)
    if len(levels) == 2:
        _add_pair(draft, levels)
    else:
        _add_trend(draft, levels)
    if len(levels) > 2 or first_year is not None:
        _add_years(draft, levels, first_year)
    first, last, count = "{value_1}", f"{{value_{len(levels)}}}", len(levels) - 1
    if len(levels) == 2:
        return draft.report(f"From {first} to {last}: {{growth_rate}}.", headline="growth_rate")
    return draft.report(
        f"From {first} to {last} in {count} years: {{cagr}} a year.", headline="cagr"
    )


def _add_pair(draft: Draft, levels: Sequence[Estimate]) -> None:
    """Add the change and the growth of the last two of a row of *levels*, or of two."""
    names, figures = _last_two(levels)
    first, last = names["previous"], names["current"]
    if len(levels) == 2:
        working = arithmetic(f"{last} - {first}", "change")
        draft.work_out("change", "level", renamed(change, **names), working, **figures)
    working = Working(f"({last} - {first}) / {first}", *RATE)
    draft.work_out("growth_rate", "rate", renamed(growth_rate, **names), working, **figures)


def _last_two(levels: Sequence[Estimate]) -> tuple[dict[str, str], dict[str, Estimate]]:
    """Return the names of the last two levels, by the formulas' arguments, and the levels."""
    n = len(levels)
    names = {"previous": f"value_{n - 1}", "current": f"value_{n}"}
    return names, dict(zip(names.values(), levels[-2:], strict=True))


def _add_trend(draft: Draft, levels: Sequence[Estimate]) -> None:
    """Add what a row of three or more levels says as a whole."""
    n = len(levels)
    ends = {"value_1": levels[0], f"value_{n}": levels[-1]}
    rate = renamed(partial(cagr, years=n - 1), base="value_1", goal=f"value_{n}")
    working = Working(f"(value_{n} / value_1)^(1 / {n - 1}) - 1", *CAGR)
    average = draft.work_out("cagr", "rate", rate, working, **ends)
    try:
        working = Working(_slope_text(n), *LEAST_SQUARES)
        draft.add("least_squares_rate", "rate", least_squares_estimate(levels), working)
    except DomainError as error:
        draft.left_out["least_squares_rate"] = str(error)
    _add_pair(draft, levels)
    if average is not None:
        add_doubling(draft, rate, average.value, **ends)


def _slope_text(n: int) -> str:
    """Return the least-squares rate of *n* levels as a formula, in full where it can be read."""
    middle = (n - 1) / 2
    if n > 12:
        return "exp(b) - 1, where b is the slope of ln(level) on the year"
    weights = [t - middle for t in range(n)]
    terms = " + ".join(f"{w:g} * ln(value_{t})" for t, w in enumerate(weights, start=1))
    return f"exp(({terms}) / {sum(w * w for w in weights):g}) - 1".replace("+ -", "- ")


def add_doubling(draft: Draft, rate: Formula, value: float, /, **figures: float | Estimate) -> None:
    """Add the time in which a level doubles at *rate*, or halves where it falls."""
    if value == 0:
        return
    name, time, ratio = ("doubling_time", doubling_time, "2")
    if value < 0:
        name, time, ratio = ("halving_time", halving_time, "1/2")
    working = arithmetic(f"ln({ratio}) / ln(1 + cagr)", name.replace("_", " "))
    draft.work_out(name, "years", lambda **f: time(rate=rate(**f)), working, **figures)


def _add_years(draft: Draft, levels: Sequence[Estimate], first_year: int | None) -> None:
    """Add the table of years and, of three or more, which grew most and least."""
    kind: Kind = "count" if first_year is None else "year"
    start = first_year or 1
    rows: list[tuple[Cell, ...]] = [(Estimate(start), levels[0], None, None)]
    for year, (previous, current) in enumerate(pairwise(levels), start + 1):
        pair = {"previous": previous, "current": current}
        rows.append(
            (
                Estimate(year),
                current,
                cell("level", change, **pair),
                cell("rate", growth_rate, **pair),
            )
        )
    ranked = sorted(
        (rate.value, -year)  # of two equal years the first comes first
        for year, (*_, rate) in enumerate(rows, start)
        if isinstance(rate, Estimate)
    )
    if ranked and ranked[0][0] < ranked[-1][0]:
        draft.add("best_year", kind, Estimate(-ranked[-1][1]))
        draft.add("worst_year", kind, Estimate(-ranked[0][1]))
    columns = [
        Column("year", kind),
        Column("level", "level"),
        Column("change", "level"),
        Column("growth", "rate"),
    ]
    draft.table("years", columns, rows, {"growth": Working("change / (level - change)", *RATE)})
    if first_year is None:
        draft.notes.append("The years are numbered from 1; set --start-year.")
