"""How fast did it grow? Between two levels, along a row of years, or solved for what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.commands.row_of_levels import add_doubling, along
from tradecalc.commands.two_levels import TWO_LEVELS
from tradecalc.commands.words import CAGR, LOG_GROWTH, RATE, arithmetic, years_text
from tradecalc.core.growth import change, compound, years_to_reach
from tradecalc.core.ranges import Estimate, renamed
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import InputError
from tradecalc.inputs.text_file import words_of_standard_input
from tradecalc.outputs.report import Report, Working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.question import Question


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
    texts = words_of_standard_input() if list(values) == ["-"] else values
    if "-" in texts:
        raise InputError("- reads a row of values from standard input, and stands alone")
    if len(texts) < 2:
        raise InputError(
            "growth needs two values or more, oldest first and each by itself, as in: growth 2.53"
            " 3.0"
        )
    return along(question, texts, start_year)


def _horizon(
    question: Question, years: str | None, from_year: str | None, to_year: str | None
) -> int | None:
    """Read the number of years, given outright or by its two ends."""
    if years is not None:
        if from_year is not None or to_year is not None:
            raise InputError("--years and --from-year, --to-year say the same thing: drop one")
        return question.whole("years", years, kind="years", least=1, most=LATEST_YEAR)
    if from_year is None and to_year is None:
        return None
    if from_year is None or to_year is None:
        lone, other = ("to", "from") if from_year is None else ("from", "to")
        raise InputError(f"--{lone}-year alone gives no number of years: add --{other}-year")
    first = question.whole("from_year", from_year, kind="year", least=1, most=LATEST_YEAR)
    last = question.whole("to_year", to_year, kind="year", least=1, most=LATEST_YEAR)
    if last <= first:
        shown = question.shown
        raise InputError(
            f"{shown('to_year')} {last} is not after {shown('from_year')} {first}: growth needs a"
            " year"
        )
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
        figures["from"] = question.level("from", from_)
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
    time = renamed(years_to_reach, base="from", goal="to", rate="rate")
    working = arithmetic("ln(to / from) / ln(1 + rate)", "years to reach a level")
    draft.work_out("years", "years", time, working, **figures)
    return draft.report("From {from} to {to} at {rate} a year takes {years}.", headline="years")


def _solved_for_rate(draft: Draft, figures: dict[str, Estimate], years: int) -> Report:
    spans = {
        name: renamed(partial(TWO_LEVELS[name], years=years), start="from", end="to")
        for name in ("cagr", "change", "total_growth", "log_growth")
    }
    rate = spans["cagr"]
    working = Working(f"(to / from)^(1 / {years}) - 1", *CAGR)
    average = draft.work_out("cagr", "rate", rate, working, **figures)
    working = arithmetic("to - from", "change")
    draft.work_out("change", "level", spans["change"], working, **figures)
    working = Working("(to - from) / from", *RATE)
    draft.work_out("total_growth", "rate", spans["total_growth"], working, **figures)
    working = Working(f"ln(to / from) / {years}", *LOG_GROWTH)
    draft.work_out("log_growth", "log", spans["log_growth"], working, **figures)
    if average is not None:
        add_doubling(draft, rate, average.value, **figures)
    return draft.report(
        f"From {{from}} to {{to}} in {years_text(years)}: {{cagr}} a year.", headline="cagr"
    )


def _solved_for_level(draft: Draft, figures: dict[str, Estimate], years: int) -> Report:
    """Report the level at the other end: later from `from`, or earlier from `to`."""
    known, name, span, times = ("from", "to", years, "*")
    ends = "from {from} leads to {to}"
    if "to" in figures:
        known, name, span, times = ("to", "from", -years, "/")
        ends = "to {to} started from {from}"
    level = renamed(partial(compound, years=span), base=known, rate="rate")

    def step(**f: float) -> float:
        both = {known: f[known], name: level(**f)}
        return change(previous=both["from"], current=both["to"])

    working = arithmetic(f"{known} {times} (1 + rate)^{years}", "level compounded at a rate")
    draft.work_out(name, "level", level, working, **figures)
    draft.work_out("change", "level", step, arithmetic("to - from", "change"), **figures)
    over = f" a year over {years_text(years)}" if years > 1 else ""
    return draft.report(f"A growth of {{rate}}{over} {ends}.", headline=name)
