"""How fast did it grow? Between two levels, along a row of years, or solved for what is missing."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from tradecalc.core import growth as core
from tradecalc.core.ranges import Estimate, evaluate, work_out
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import InputError, Note, counted
from tradecalc.figures.reading import Reading
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled
from tradecalc.questions.target import CAGR, LOG_GROWTH, RATE

SLOPE = "exp(b) - 1, where b is the slope of ln(level) on the year"
LEAST_SQUARES = (SLOPE, "least-squares growth rate", "UNCTAD, Handbook of Statistics, methods")
ENDS = ("from", "to", "rate")
LONGEST_SLOPE = 12  # levels of which the slope is written out
HEADLINES = ("cagr", "to", "from", "growth_rate", "years")  # the first of these that is answered
VALUES = "Levels in one unit, one a year, oldest first; - reads them from standard input."
NEEDS = "growth needs two values or more, oldest first, or two of {--from}, {--to} and {--rate}"


def settle(reading: Reading) -> Settled:
    """Check the figures: a row of values, or all but one of four figures."""
    given = [name for name in ENDS if name in reading]
    is_row = "values" in reading
    for name in given if is_row else ["start_year"]:
        if name in reading:
            raise InputError(NEEDS, remedy=f"drop {{--{name}}}")
    years = _years(reading)
    if is_row:
        return _settle_values(reading, years)
    solved = next((name for name in ENDS if name not in given), "years")
    if len(given) < 2 or (solved == "years" and years):
        raise InputError(NEEDS, remedy="drop one" if len(given) > 2 else "")
    notes = []
    if solved != "years" and years is None:
        years = reading.default("years", 1, "years")
        notes.append(Note("Over one year ({--years})."))
    frame = {"solved": solved, "years": years} if years else {"solved": solved}
    return Settled({name: reading[name] for name in given}, frame, notes)


def _years(reading: Reading) -> int | None:
    first, last, years = (reading.get(name) for name in ("from_year", "to_year", "years"))
    if first is None and last is None:
        return years
    if years is not None or first is None or last is None or last <= first:
        raise InputError("give {--years}, or {--from_year} and a later {--to_year}")
    return int(last - first)


def _settle_values(reading: Reading, years: int | None) -> Settled:
    said: Sequence[str | float] = reading["values"]
    if list(said) == ["-"]:
        from tradecalc.figures.text_file import words_of_standard_input  # noqa: PLC0415  rare

        said = words_of_standard_input()
    count = len(said)
    if count < 2:
        raise InputError(NEEDS)
    if years is not None and count > 2:
        raise InputError(f"{count} values are one a year", remedy="drop the number of years")
    levels = reading.levels("value", said)
    years = years or count - 1
    answers = _trend(levels, years) if count > 2 or years > 1 else {}
    pair = {"previous": levels[-2], "current": levels[-1]}
    if count == 2:
        answers["change"] = work_out(evaluate, core.change, **pair)
    answers["growth_rate"] = work_out(evaluate, core.growth_rate, **pair)
    notes = []
    first = reading.get("start_year", 1)
    if count > 2 or "start_year" in reading:
        if first + count - 1 > LATEST_YEAR:
            rule = f"must be at most {LATEST_YEAR - count + 1}, not {first}"
            raise InputError(rule, figure="start_year")
        answers |= _by_year(levels, first)
        if "start_year" not in reading:
            notes.append(Note("The years are numbered from 1 ({--start_year})."))
    before, last = f"value_{count - 1}", f"value_{count}"
    formulas = {"change": f"{last} - {before}", "growth_rate": f"({last} - {before}) / {before}"}
    formulas["cagr"] = f"({last} / value_1)^(1 / {years}) - 1"
    if 2 < count <= LONGEST_SLOPE:
        weights = [place - (count - 1) / 2 for place in range(count)]
        terms = " + ".join(f"{w:g} * ln(value_{k})" for k, w in enumerate(weights, start=1))
        slope = f"exp(({terms}) / {sum(w * w for w in weights):g}) - 1"
        formulas["least_squares_rate"] = slope.replace("+ -", "- ")
    return Settled({}, {"count": count, "years": years}, notes, formulas=formulas, answers=answers)


def _trend(levels: Sequence[Estimate], years: int) -> dict[str, Any]:
    ends = {"base": levels[0], "goal": levels[-1]}
    found = {"cagr": work_out(evaluate, lambda **f: core.cagr(years=years, **f), **ends)}
    if len(levels) > 2:
        found["least_squares_rate"] = work_out(core.least_squares_estimate, levels)
    for name, time in (("doubling_time", core.doubling_time), ("halving_time", core.halving_time)):
        found[name] = work_out(evaluate, lambda **f: time(rate=core.cagr(years=years, **f)), **ends)  # noqa: B023  called at once
    return found


def _by_year(levels: Sequence[Estimate], first: int) -> dict[str, Any]:
    start = {"year": Estimate(first), "level": levels[0], "change": None, "growth": None}
    rows: list[dict[str, Any]] = [start]
    for year, (previous, current) in enumerate(pairwise(levels), first + 1):
        pair = {"previous": previous, "current": current}
        row = {"year": Estimate(year), "level": current}
        row["change"] = work_out(evaluate, core.change, **pair)
        rows.append(row | {"growth": work_out(evaluate, core.growth_rate, **pair)})
    growths = [(row["growth"], -year) for year, row in enumerate(rows, first)]
    # Of two equal years the first comes first.
    ranked = sorted((one.value, year) for one, year in growths if isinstance(one, Estimate))
    found: dict[str, Any] = {"years": rows}
    if ranked and ranked[0][0] < ranked[-1][0]:
        found |= {"best_year": Estimate(-ranked[-1][1]), "worst_year": Estimate(-ranked[0][1])}
    return found


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    years, count = result.taken.get("years", 1), result.taken.get("count")
    if count == 2 and years == 1:
        return Note("From {value_1} to {value_2}: {growth_rate}.")
    over = " a year over {span}" if years > 1 else ""
    said = {
        "rate": "From {from} to {to} in {span}: {cagr} a year.",
        "to": f"A growth of {{rate}}{over} from {{from}} leads to {{to}}.",
        "from": f"A growth of {{rate}}{over} to {{to}} started from {{from}}.",
        "years": "From {from} to {to} at {rate} a year takes {years}.",
        "row": f"From {{value_1}} to {{value_{count}}} in {{span}}: {{cagr}} a year.",
    }
    return Note(said[result.taken.get("solved", "row")], span=counted(years, "year"))


FORMULAS: dict[str, Callable[..., Any]] = {
    "cagr": lambda from_, to, years: core.cagr(base=from_, goal=to, years=years),
    "to": lambda from_, rate, years: core.compound(base=from_, rate=rate, years=years),
    "from": lambda to, rate, years: core.compound(base=to, rate=rate, years=-years),
    "years": lambda from_, to, rate: core.years_to_reach(base=from_, goal=to, rate=rate),
    "change": lambda from_, to: core.change(previous=from_, current=to),
    "total_growth": lambda from_, to: core.growth_rate(previous=from_, current=to),
    "log_growth": lambda from_, to, years: core.log_growth(base=from_, goal=to, years=years),
    "doubling_time": lambda cagr: core.doubling_time(rate=cagr),
    "halving_time": lambda cagr: core.halving_time(rate=cagr),
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
        Figure("values", "texts", VALUES, metavar="[VALUES]...")._replace(
            in_rows=False, is_input=False, argument=True, reads={"value_{n}": "level"}
        ),
        Figure("start_year", "year", "Year of the first value.", in_rows=False),
        Figure("from", "level", "Level at the start.", "4"),
        Figure("to", "level", "Level at the end.", "10"),
        Figure("rate", "rate", "Growth a year, in per cent: 18 or 18%.", "16.5%"),
        Figure("years", "years", "Years from --from to --to; 1 unless set.", "6", metavar="N"),
        Figure("from_year", "year", "Year of --from.", "2024"),
        Figure("to_year", "year", "Year of --to.", "2030"),
    ),
    answers=(
        Answer("cagr", "rate", "Growth a year.", "(to / from)^(1 / years) - 1", *CAGR),
        Answer("to", "level", "Level at the end.", "from * (1 + rate)^years"),
        Answer("from", "level", "Level at the start.", "to / (1 + rate)^years"),
        Answer("years", "years", "Years that the rate takes.", "ln(to / from) / ln(1 + rate)"),
        Answer("change", "level", "Change from one level to the other.", "to - from"),
        Answer("total_growth", "rate", "Growth over all years.", "(to - from) / from", *RATE),
        Answer("log_growth", "log", "Continuous growth.", "ln(to / from) / years", *LOG_GROWTH),
        Answer("growth_rate", "rate", "Growth on the level before.", "", *RATE),
        Answer("least_squares_rate", "rate", "Growth of the trend.", *LEAST_SQUARES),
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
            Answer("growth", "rate", "On the year before.", "change / (level - change)", *RATE),
        )
    },
    formulas=FORMULAS,
    solved=SOLVED,
    settle=settle,
    headline=lambda answers: next(name for name in HEADLINES if name in answers),
    sentence=sentence,
    example="tradecalc growth 2.53 3.0",
    has_rows=True,
    defaults={"years": 1},
    span=("from_year", "to_year"),
    brief={
        "": (*HEADLINES, "change", "total_growth", "least_squares_rate", "doubling_time"),
        "years": ("year", "level", "growth", "change"),
    },
)
