"""How fast did it grow? Between two levels, along a row of years, or solved for what is missing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tradecalc.commands.words import CAGR, LEAST_SQUARES, LOG_GROWTH, RATE, arithmetic, years_text
from tradecalc.core.growth import (
    cagr,
    compound,
    doubling_time,
    growth_rate,
    halving_time,
    least_squares_estimate,
    log_growth,
    years_to_reach,
)
from tradecalc.core.ranges import Estimate, evaluate
from tradecalc.errors import DomainError, InputError
from tradecalc.inputs.question import standard_input
from tradecalc.outputs.report import Cell, Column, Draft, Report, Working, cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Kind, Question


def growth(
    question: Question,
    *,
    values: Sequence[str] = (),
    start_year: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    rate: str | None = None,
    years: str | None = None,
    from_year: str | None = None,
    to_year: str | None = None,
) -> Report:
    """Report the growth along *values*, or what is missing of from, to, rate and years.

    Raises InputError where the figures are too few or too many, DomainError where they have
    no growth.
    """
    if not values:
        if start_year is not None:
            raise InputError("--start-year goes with a row of values: write --from-year, --to-year")
        horizon = _horizon(question, years, from_year, to_year)
        return _solved(question, from_=from_, to=to, rate=rate, years=horizon)
    others = {
        "--from": from_,
        "--to": to,
        "--rate": rate,
        "--years": years,
        "--from-year": from_year,
        "--to-year": to_year,
    }
    if given := [name for name, text in others.items() if text is not None]:
        raise InputError(f"values as arguments stand alone: drop {', '.join(given)}")
    texts = standard_input() if list(values) == ["-"] else values
    if len(texts) < 2:
        raise InputError("growth needs two values or more, oldest first, as in: growth 2.53 3.0")
    return _along(question, texts, start_year)


def _along(question: Question, texts: Sequence[str], start_year: str | None) -> Report:
    """Report the growth along a row of levels."""
    first_year = None
    if start_year is not None:
        most = 9999 - len(texts) + 1
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
    figures = dict(zip(("value_1", "value_2"), levels, strict=True))
    working = arithmetic("value_2 - value_1", "change")
    draft.work_out(
        "change", "level", lambda value_1, value_2: value_2 - value_1, working, **figures
    )
    working = Working("(value_2 - value_1) / value_1", *RATE)
    draft.work_out("growth_rate", "rate", _rate, working, **figures)


def _add_trend(draft: Draft, levels: Sequence[Estimate]) -> None:
    """Add what a row of three or more levels says as a whole, and its last year's growth."""
    n = len(levels)
    ends = {"base": levels[0], "goal": levels[-1]}

    def rate(*, base: float, goal: float) -> float:
        return cagr(base=base, goal=goal, years=n - 1)

    working = Working(f"(value_{n} / value_1)^(1 / {n - 1}) - 1", *CAGR)
    average = draft.work_out("cagr", "rate", rate, working, **ends)
    try:
        working = Working("exp(b) - 1, with ln(level) = a + b * year", *LEAST_SQUARES)
        draft.add("least_squares_rate", "rate", least_squares_estimate(levels), working)
    except DomainError as error:
        draft.left_out["least_squares_rate"] = str(error)
    working = Working(f"(value_{n} - value_{n - 1}) / value_{n - 1}", *RATE)
    draft.work_out("growth_rate", "rate", _rate, working, value_1=levels[-2], value_2=levels[-1])
    if average is not None:
        _add_doubling(draft, rate, average.value, **ends)


def _add_doubling(
    draft: Draft, rate: Formula, value: float, /, **figures: float | Estimate
) -> None:
    """Add the time in which a level doubles at *rate*, or halves where it falls."""
    if value > 0:
        working = arithmetic("ln(2) / ln(1 + cagr)", "doubling time")
        draft.work_out(
            "doubling_time", "years", lambda **f: doubling_time(rate=rate(**f)), working, **figures
        )
    elif value < 0:
        working = arithmetic("ln(1/2) / ln(1 + cagr)", "halving time")
        draft.work_out(
            "halving_time", "years", lambda **f: halving_time(rate=rate(**f)), working, **figures
        )


def _add_years(draft: Draft, levels: Sequence[Estimate], first_year: int | None) -> None:
    """Add the table of years and, of three or more, which grew most and least."""
    kind: Kind = "count" if first_year is None else "year"
    start = first_year or 1
    rows: list[tuple[Cell, ...]] = [(Estimate(start), levels[0], None, None)]
    for year, (previous, current) in enumerate(pairwise(levels), start + 1):
        pair = {"value_1": previous, "value_2": current}
        change = evaluate(lambda value_1, value_2: value_2 - value_1, **pair)
        rows.append((Estimate(year), current, change, cell(_rate, **pair)))
    ranked = [
        (rate.value, year)
        for year, (*_, rate) in enumerate(rows, start)
        if isinstance(rate, Estimate)
    ]
    if len(ranked) > 1:
        draft.add("best_year", kind, Estimate(max(ranked, key=lambda r: r[0])[1]))
        draft.add("worst_year", kind, Estimate(min(ranked, key=lambda r: r[0])[1]))
    working = Working("level / level the year before - 1", *RATE)
    columns = [
        Column("year", kind),
        Column("level", "level"),
        Column("change", "level"),
        Column("growth", "rate", working=working),
    ]
    draft.table("years", columns, rows)
    if first_year is None:
        draft.notes.append("The years are numbered from 1; set --start-year.")


def _horizon(
    question: Question, years: str | None, from_year: str | None, to_year: str | None
) -> int | None:
    """Read the number of years, given outright or by its two ends."""
    if years is not None:
        if from_year is not None or to_year is not None:
            raise InputError("--years and --from-year, --to-year are one fact twice: drop one")
        return question.whole("years", years, kind="years", least=1, most=9999)
    if from_year is None and to_year is None:
        return None
    if from_year is None or to_year is None:
        lone, other = ("to", "from") if from_year is None else ("from", "to")
        raise InputError(f"--{lone}-year alone gives no number of years: add --{other}-year")
    first = question.whole("from_year", from_year, kind="year", least=1, most=9999)
    last = question.whole("to_year", to_year, kind="year", least=1, most=9999)
    if last <= first:
        raise InputError(f"--to-year {last} is not after --from-year {first}: growth needs a year")
    return last - first


def _solved(
    question: Question, *, from_: str | None, to: str | None, rate: str | None, years: int | None
) -> Report:
    """Report what is missing of from, to, rate and years."""
    given = [
        name
        for name, text in (("--from", from_), ("--to", to), ("--rate", rate))
        if text is not None
    ]
    if not given:
        raise InputError(
            "growth needs two values or more (growth 2.53 3.0), or two of --from, --to and --rate"
        )
    if len(given) == 3 and years is not None:
        raise InputError(
            "--from, --to, --rate and the years are one fact too many: drop the one to solve for"
        )
    if len(given) == 1:
        missing = [name for name in ("--from", "--to", "--rate") if name not in given]
        raise InputError(f"{given[0]} alone gives no growth: add {' or '.join(missing)}")
    figures: dict[str, Estimate] = {}
    if from_ is not None:
        figures["from_"] = question.level("from", from_)
    if to is not None:
        figures["to"] = question.level("to", to)
    if rate is not None:
        figures["rate"] = question.rate("rate", rate)
    draft = Draft("growth", question)
    if len(given) == 3:
        return _solved_for_years(draft, figures)
    if years is None:
        years = question.default("years", 1, "years")
        draft.notes.append("Over 1 year; set --years.")
    if "rate" not in figures:
        return _solved_for_rate(draft, figures, years)
    return _solved_for_level(draft, figures, years)


def _solved_for_years(draft: Draft, figures: dict[str, Estimate]) -> Report:
    working = arithmetic("ln(to / from) / ln(1 + rate)", "years to reach a level")
    draft.work_out(
        "years",
        "years",
        lambda from_, to, rate: years_to_reach(base=from_, goal=to, rate=rate),
        working,
        **figures,
    )
    return draft.report("From {from} to {to} at {rate} a year takes {years}.", headline="years")


def _solved_for_rate(draft: Draft, figures: dict[str, Estimate], years: int) -> Report:
    def rate(*, from_: float, to: float) -> float:
        return cagr(base=from_, goal=to, years=years)

    working = Working(f"(to / from)^(1 / {years}) - 1", *CAGR)
    average = draft.work_out("cagr", "rate", rate, working, **figures)
    working = arithmetic("to - from", "change")
    draft.work_out("change", "level", lambda from_, to: to - from_, working, **figures)
    draft.work_out(
        "total_growth",
        "rate",
        lambda from_, to: growth_rate(previous=from_, current=to),
        Working("(to - from) / from", *RATE),
        **figures,
    )
    draft.work_out(
        "log_growth",
        "log",
        lambda from_, to: log_growth(base=from_, goal=to, years=years),
        Working(f"ln(to / from) / {years}", *LOG_GROWTH),
        **figures,
    )
    if average is not None:
        _add_doubling(draft, rate, average.value, **figures)
    return draft.report(
        f"From {{from}} to {{to}} in {years_text(years)}: {{cagr}} a year.", headline="cagr"
    )


def _solved_for_level(draft: Draft, figures: dict[str, Estimate], years: int) -> Report:
    """Report the level at the other end: later from `from_`, or earlier from `to`."""
    known, name, sign = ("from_", "to", 1) if "from_" in figures else ("to", "from", -1)

    def level(*, rate: float, **ends: float) -> float:
        return compound(base=ends[known], rate=rate, years=sign * years)

    given = known.rstrip("_")
    power = f"(1 + rate)^{years}"
    formula = f"{given} * {power}" if sign > 0 else f"{given} / {power}"
    working = arithmetic(formula, "level compounded at a rate")
    draft.work_out(name, "level", level, working, **figures)
    draft.work_out(
        "change",
        "level",
        lambda rate, **ends: sign * (level(rate=rate, **ends) - ends[known]),
        arithmetic("to - from", "change"),
        **figures,
    )
    verb = "grows to" if sign > 0 else "started from"
    return draft.report(
        f"{{{given}}} at {{rate}} a year over {years_text(years)} {verb} {{{name}}}.", headline=name
    )


def _rate(*, value_1: float, value_2: float) -> float:
    return growth_rate(previous=value_1, current=value_2)
