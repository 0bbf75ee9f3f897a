"""How fast did it grow? Between two levels, along a row of years, or solved for what is missing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tradecalc.core.growth import (
    cagr,
    change,
    compound,
    doubling_time,
    growth_rate,
    halving_time,
    log_growth,
    years_to_reach,
)
from tradecalc.core.ranges import Estimate, evaluate, work_out
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import InputError, Note
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled
from tradecalc.questions.target import CAGR, LOG_GROWTH, RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradecalc.figures.reading import Reading

LEAST_SQUARES = ("least-squares growth rate, exp(b) - 1", "UNCTAD, Handbook of Statistics, methods")
ENDS = ("from", "to", "rate")
TOO_FEW = (
    "growth needs two values or more, oldest first (growth 2.53 3.0), or two of {--from}, {--to}"
    " and {--rate}"
)
LONGEST_SLOPE = 12  # levels of which the slope is written out as a formula


def settle(reading: Reading) -> Settled:
    """Find what is asked: the growth along a row of values, or the missing one of four figures."""
    if "values" in reading:
        return _settle_values(reading)
    if "start_year" in reading:
        raise InputError(
            "{--start_year} goes with a row of values", remedy="write {--from_year}, {--to_year}"
        )
    years = _years(reading)
    given = [name for name in ENDS if name in reading]
    if not given:
        raise InputError(TOO_FEW)
    if len(given) == 1:
        missing = " or ".join(f"{{--{name}}}" for name in ENDS if name not in given)
        raise InputError(f"{{--{given[0]}}} alone gives no growth", remedy=f"add {missing}")
    if len(given) == 3 and years is not None:
        raise InputError(
            "{--from}, {--to}, {--rate} and the years are one fact too many",
            remedy="drop the one to solve for",
        )
    solved = next((name for name in ENDS if name not in given), "years")
    frame: dict[str, Any] = {"solved": solved}
    notes = []
    if solved != "years":
        if years is None:
            years = reading.default("years", 1, "years")
            notes.append(Note("Over 1 year; set {--years}."))
        frame["years"] = years
    return Settled({name: reading[name] for name in given}, frame, notes)


def _years(reading: Reading) -> int | None:
    """Return the number of years, given outright or by its two ends; None where it is not."""
    ends = [name for name in ("from_year", "to_year") if name in reading]
    if "years" in reading:
        if ends:
            raise InputError(
                "{--years} and {--from_year}, {--to_year} say the same thing", remedy="drop one"
            )
        return int(reading["years"])
    if not ends:
        return None
    if len(ends) == 1:
        other = "to_year" if ends == ["from_year"] else "from_year"
        raise InputError(
            f"{{--{ends[0]}}} alone gives no number of years", remedy=f"add {{--{other}}}"
        )
    first, last = reading["from_year"], reading["to_year"]
    if last <= first:
        raise InputError(
            "{--to_year} {last} is not after {--from_year} {first}", first=first, last=last
        )
    return int(last - first)


def _settle_values(reading: Reading) -> Settled:
    """Find the growth along a row of levels: its ends follow from few of them at a time."""
    if others := [name for name in ENDS if name in reading]:
        named = ", ".join(f"{{--{name}}}" for name in others)
        raise InputError("values as arguments stand alone", remedy=f"drop {named}")
    said: Sequence[str | float] = reading["values"]
    if list(said) == ["-"]:
        from tradecalc.figures.text_file import words_of_standard_input  # noqa: PLC0415  rare

        said = words_of_standard_input()
    if len(said) < 2:
        raise InputError(TOO_FEW)
    years = _years(reading)
    if years is not None and len(said) > 2:
        raise InputError(
            "{count} values are one a year", count=len(said), remedy="drop the number of years"
        )
    levels = reading.levels("value", said)
    years = years or len(levels) - 1
    answers: dict[str, Any] = {}
    if len(levels) > 2 or years > 1:
        answers |= _trend(levels, years)
    pair = {"previous": levels[-2], "current": levels[-1]}
    if len(levels) == 2:
        answers["change"] = work_out(evaluate, change, **pair)
    answers["growth_rate"] = work_out(evaluate, growth_rate, **pair)
    notes = []
    if len(levels) > 2 or "start_year" in reading:
        first = _first_year(reading, len(levels))
        if first is None:
            notes.append(Note("The years are numbered from 1; set {--start_year}."))
        if not reading.answers_only or len(levels) > 2:
            answers |= _by_year(levels, first or 1, tables=not reading.answers_only)
    frame = {"count": len(levels), "years": years}
    return Settled({}, frame, notes, formulas=_formulas(len(levels), years), answers=answers)


def _first_year(reading: Reading, count: int) -> int | None:
    if "start_year" not in reading:
        return None
    first: int = reading["start_year"]
    if first + count - 1 > LATEST_YEAR:
        rule = f"has {count:,} years behind it, and {LATEST_YEAR} is the last"
        raise InputError(rule, figure="start_year", written=f"{first}")
    return first


def _trend(levels: Sequence[Estimate], years: int) -> dict[str, Any]:
    """Return what a row of levels says as a whole."""
    ends = {"base": levels[0], "goal": levels[-1]}
    found = {"cagr": work_out(evaluate, lambda **f: cagr(years=years, **f), **ends)}
    if len(levels) > 2:
        from tradecalc.core.trend import least_squares_estimate  # noqa: PLC0415  rows alone need it

        found["least_squares_rate"] = work_out(least_squares_estimate, levels)
    for name, time in (("doubling_time", doubling_time), ("halving_time", halving_time)):
        found[name] = work_out(evaluate, lambda **f: time(rate=cagr(years=years, **f)), **ends)  # noqa: B023  called at once
    return found


def _by_year(levels: Sequence[Estimate], first: int, *, tables: bool) -> dict[str, Any]:
    """Return the years with their growth, and which grew most and least."""
    rows: list[dict[str, Any]] = [
        {"year": Estimate(first), "level": levels[0], "change": None, "growth": None}
    ]
    for year, (previous, current) in enumerate(pairwise(levels), first + 1):
        pair = {"previous": previous, "current": current}
        row = {"year": Estimate(year), "level": current}
        for name, formula in (("change", change), ("growth", growth_rate)):
            row[name] = work_out(evaluate, formula, **pair)
        rows.append(row)
    ranked = sorted(
        (row["growth"].value, -year)  # of two equal years the first comes first
        for year, row in enumerate(rows, first)
        if isinstance(row["growth"], Estimate)
    )
    found: dict[str, Any] = {"years": rows} if tables else {}
    if ranked and ranked[0][0] < ranked[-1][0]:
        found |= {"best_year": Estimate(-ranked[-1][1]), "worst_year": Estimate(-ranked[0][1])}
    return found


def _formulas(count: int, years: int) -> dict[str, str]:
    """Return the formulas of a row of *count* levels, which go by their places in it."""
    first, before, last = "value_1", f"value_{count - 1}", f"value_{count}"
    middle = (count - 1) / 2
    slope = "exp(b) - 1, where b is the slope of ln(level) on the year"
    if count <= LONGEST_SLOPE:
        weights = [t - middle for t in range(count)]
        terms = " + ".join(f"{w:g} * ln(value_{t})" for t, w in enumerate(weights, start=1))
        slope = f"exp(({terms}) / {sum(w * w for w in weights):g}) - 1".replace("+ -", "- ")
    return {
        "cagr": f"({last} / {first})^(1 / {years}) - 1",
        "least_squares_rate": slope,
        "change": f"{last} - {before}",
        "growth_rate": f"({last} - {before}) / {before}",
    }


def headline(answers: Any) -> str:
    """Return the answer that was solved for, or the growth of a row: the first of these."""
    return next(name for name in ("cagr", "to", "from", "growth_rate", "years") if name in answers)


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    years = result.taken.get("years", 1)
    if count := result.taken.get("count"):
        if count == 2 and years == 1:
            return Note("From {value_1} to {value_2}: {growth_rate}.")
        return Note(f"From {{value_1}} to {{value_{count}}} in {years} years: {{cagr}} a year.")
    solved = result.taken["solved"]
    if solved == "years":
        return Note("From {from} to {to} at {rate} a year takes {years}.")
    if solved == "rate":
        return Note(
            "From {from} to {to} in 1 year: {cagr} a year.",
            many="From {from} to {to} in {span} years: {cagr} a year.",
            count=years,
            span=years,
        )
    ends = "from {from} leads to {to}" if solved == "to" else "to {to} started from {from}"
    return Note(
        f"A growth of {{rate}} {ends}.",
        many=f"A growth of {{rate}} a year over {{span}} years {ends}.",
        count=years,
        span=years,
    )


FORMULAS: dict[str, Callable[..., Any]] = {
    "cagr": lambda from_, to, years: cagr(base=from_, goal=to, years=years),
    "to": lambda from_, rate, years: compound(base=from_, rate=rate, years=years),
    "from": lambda to, rate, years: compound(base=to, rate=rate, years=-years),
    "years": lambda from_, to, rate: years_to_reach(base=from_, goal=to, rate=rate),
    "change": lambda from_, to: change(previous=from_, current=to),
    "total_growth": lambda from_, to: growth_rate(previous=from_, current=to),
    "log_growth": lambda from_, to, years: log_growth(base=from_, goal=to, years=years),
    "doubling_time": lambda cagr: doubling_time(rate=cagr),
    "halving_time": lambda cagr: halving_time(rate=cagr),
}
SOLVED = {
    "rate": ("cagr", "change", "total_growth", "log_growth", "doubling_time", "halving_time"),
    "to": ("to", "change"),
    "from": ("from", "change"),
    "years": ("years",),
}
GROWTH = Question(
    "growth",
    "How fast did it grow?",
    about="Give two levels, a row of levels, or all but one of --from, --to, --rate and --years.",
    figures=(
        Figure(
            "values",
            "texts",
            "Levels in one unit, oldest first, one a year; - reads them from standard input.",
            metavar="[VALUES]...",
            panel="Values",
            in_rows=False,
            is_input=False,
            argument=True,
            reads={"value_{n}": "level"},
        ),
        Figure("start_year", "year", "Year of the first value.", in_rows=False),
        Figure("from", "level", "Level at the start.", "4"),
        Figure("to", "level", "Level at the end.", "10"),
        Figure("rate", "rate", "Growth a year, in per cent: 18 or 18%.", "16.5%"),
        Figure(
            "years",
            "years",
            "Years from --from to --to: 1 unless it is solved for.",
            "6",
            metavar="N",
        ),
        Figure("from_year", "year", "Year of --from.", "2024"),
        Figure("to_year", "year", "Year of --to.", "2030"),
    ),
    answers=(
        Answer("cagr", "rate", "Growth a year.", "(to / from)^(1 / years) - 1", *CAGR),
        Answer("to", "level", "Level at the end.", "from * (1 + rate)^years"),
        Answer("from", "level", "Level at the start.", "to / (1 + rate)^years"),
        Answer("years", "years", "Years that the rate takes.", "ln(to / from) / ln(1 + rate)"),
        Answer("change", "level", "Change from one level to the other.", "to - from"),
        Answer(
            "total_growth", "rate", "Growth over all years together.", "(to - from) / from", *RATE
        ),
        Answer(
            "log_growth", "log", "Continuous growth a year.", "ln(to / from) / years", *LOG_GROWTH
        ),
        Answer("growth_rate", "rate", "Growth on the level before.", "", *RATE),
        Answer("least_squares_rate", "rate", "Growth of the trend.", "", *LEAST_SQUARES),
        Answer("doubling_time", "years", "Doubling time.", "ln(2) / ln(1 + cagr)", optional=True),
        Answer("halving_time", "years", "Halving time.", "ln(1/2) / ln(1 + cagr)", optional=True),
        Answer("best_year", "year", "Year of the greatest growth."),
        Answer("worst_year", "year", "Year of the least growth."),
    ),
    tables={
        "years": (
            Answer("year", "year", "Calendar year, or the place in the row."),
            Answer("level", "level", "Level of the year."),
            Answer("change", "level", "Change on the year before."),
            Answer(
                "growth", "rate", "Growth on the year before.", "change / (level - change)", *RATE
            ),
        )
    },
    formulas=FORMULAS,
    solved=SOLVED,
    settle=settle,
    headline=headline,
    sentence=sentence,
    examples=(
        "tradecalc growth 2.53 3.0",
        "tradecalc growth 2.0 2.5 3.3 2.9 3.9 4.0 --start-year 2019",
        "tradecalc growth --from 4 --rate 18 --years 6",
        "tradecalc growth --rows partners.csv --map from=2023 --map to=2024",
    ),
    has_rows=True,
    defaults={"years": 1},
    span=("from_year", "to_year"),
)
