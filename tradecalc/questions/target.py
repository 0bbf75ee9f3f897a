"""What does the goal require? Whichever of base, goal, year and rate is missing, and the path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradecalc.core.growth import cagr, change, compound, growth_rate, log_growth, share
from tradecalc.core.ranges import Missing, work_out
from tradecalc.core.target import (
    LATEST_YEAR,
    goal_year,
    path_level,
    straight_level,
    yearly_increase,
    years_to_goal,
)
from tradecalc.errors import DomainError, InputError, Note
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tradecalc.figures.reading import Reading

BASE_YEAR = 2024  # the latest year whose totals are out: data beside the release, never the clock
LONGEST_PATH = 100  # years in a table that people read

AT_ONCE = Missing(DomainError("the goal is reached in the base year, so there is no path"))
CAGR = ("compound annual growth rate (CAGR)", "World Bank, growth rates, end-point method")
RATE = ("growth rate", "OECD, Data and Metadata Reporting and Presentation Handbook, 2007")
LOG_GROWTH = ("continuous growth a year", "UNCTAD, Handbook of Statistics, methods")

GOAL = (  # of `track` too
    Figure("base", "level", "Level of the base year: 4, USD4bn, 4+.", "4"),
    Figure("goal", "level", "Level aimed at; exact unless written as a range.", "10", chosen=True),
    Figure("year", "year", "Year of the goal.", "2030"),
    Figure("years", "years", "Years from base to goal, instead of --year.", "6", metavar="N"),
    Figure("base_year", "year", f"Year of the base: {BASE_YEAR} unless set.", f"{BASE_YEAR}"),
)


def required_cagr(base: float, goal: float, years: float) -> float:
    """Return the growth a year from base to goal, or say which of them is not above zero."""
    for name, level in (("base", base), ("goal", goal)):
        if not level > 0:
            raise DomainError("must be above zero, not {level:.12g}", figure=name, level=level)
    return cagr(base=base, goal=goal, years=years)


REQUIRED = Answer(
    "required_cagr", "rate", "Growth a year to the goal.", "(goal / base)^(1 / years) - 1", *CAGR
)


def steps(level: str) -> tuple[Answer, ...]:
    """Return the columns of a path whose *level* is worked out so."""
    return (
        Answer("year", "year", "Calendar year."),
        Answer("level", "level", "Level on the path of equal growth.", level),
        Answer("increase", "level", "What the path adds to the year before."),
    )


def settle(reading: Reading) -> Settled:
    """Check the figures, take the defaults, and find what is missing and how long the path is."""
    horizon = one_horizon(reading)
    solved = _missing_one(reading, horizon)
    if "current_year" in reading and "current" not in reading:
        raise InputError("{--current_year} is the year of {--current}", remedy="add {--current}")
    frame, notes = span_of(reading, horizon)
    figures = {n: reading[n] for n in ("base", "goal", "rate", "current") if n in reading}
    frame["solved"] = solved
    base, goal, rate = (reading.get(name, 0.0) for name in ("base", "goal", "rate"))
    if solved == "year":
        frame["rising"] = goal > base or (goal == base and rate > 0)
        reached = work_out(_first_year, base, goal, rate, frame["base_year"], frame["rising"])
        frame["span"] = 0 if isinstance(reached, Missing) else reached - frame["base_year"]
    else:
        frame["span"] = frame["years"]
        frame["rising"] = goal >= base if solved == "rate" else rate >= 0
    if "what_if" in reading:
        _refuse_no_growth(reading)
        figures["what_if"] = reading["what_if"]
    if "current" in reading:
        notes += _settle_current(reading, frame)
    found = TARGET.work_out({**frame, **figures})
    lacking = (found[name] for name in (headline(found), "goal_year") if name in found)
    frame["lacking"] = next((one for one in lacking if isinstance(one, Missing)), None)
    return Settled(figures, frame, notes, formulas=_formulas(frame))


def one_horizon(reading: Mapping[str, Any]) -> str:
    """Return which of `year` and `years` is given, "" for none.

    Raises InputError where both are.
    """
    given = [name for name in ("year", "years") if name in reading]
    if len(given) > 1:
        raise InputError("{--year} and {--years} say the same thing", remedy="drop one")
    return given[0] if given else ""


def _missing_one(reading: Reading, horizon: str) -> str:
    """Return which of base, goal, year and rate is missing."""
    facts = ("base", "goal", horizon or "year", "rate")
    missing = [name for name in facts if name not in reading]
    if not missing:
        raise InputError(
            f"{{--base}}, {{--goal}}, {{--{horizon}}} and {{--rate}} are one fact too many",
            remedy="drop the one to solve for",
        )
    if len(missing) > 1:
        number = ("one", "two", "three")[len(missing) - 2]
        named = ", ".join(f"{{--{name}}}" for name in missing)
        raise InputError(
            "target needs three of {--base}, {--goal}, {--year} and {--rate}",
            remedy=f"add {number} of {named}",
        )
    return "year" if missing == [horizon or "year"] else missing[0]


def span_of(reading: Reading, horizon: str) -> tuple[dict[str, Any], list[Note]]:
    """Return the base year and, where there is a *horizon*, the years from it to the goal.

    Raises InputError where the goal's year does not come after the base year.
    """
    is_assumed = "base_year" not in reading
    first = reading.default("base_year", BASE_YEAR, "year") if is_assumed else reading["base_year"]
    notes = [Note("The base year is {first}; set {--base_year}.", first=first)]
    if not horizon:
        return {"base_year": first}, notes * is_assumed
    years = reading["years"] if horizon == "years" else reading["year"] - first
    if not 1 <= years <= LATEST_YEAR - first:
        raise InputError(
            "is not from {next} to {last}" if horizon == "year" else "is not from 1 to {most}",
            figure=horizon,
            written=f"{reading[horizon]}",
            next=first + 1,
            last=LATEST_YEAR,
            most=LATEST_YEAR - first,
            remedy=f"the base year is {first}; set another {{--{horizon}}}, or {{--base_year}}",
        )
    notes = [
        Note(
            "{first} to {last}, 1 year; set {--base_year}.",
            many="{first} to {last}, {span} years; set {--base_year}.",
            count=years,
            first=first,
            last=first + years,
            span=years,
        )
    ]
    return {"base_year": first, "years": years}, notes * is_assumed


def _settle_current(reading: Reading, frame: dict[str, Any]) -> list[Note]:
    """Find which year the current level is of, between the base year and the goal's."""
    first, last = frame["base_year"] + 1, frame["base_year"] + frame["span"] - 1
    notes = []
    if "current_year" not in reading:
        year = reading.default("current_year", first, "year")
        said = Note("The current level is that of {year}; set {--current_year}.", year=year)
        notes.append(said)
    year = reading["current_year"]
    if frame["span"] and not first <= year <= last:
        remedy = f"write one from {first} to {last}" if first <= last else "drop {--current}"
        rule = f"is not a year between {first - 1} and the goal's year, {last + 1}"
        raise InputError(rule, figure="current_year", written=f"{year}", remedy=remedy)
    frame |= {"current_year": year, "elapsed": year - first + 1, "left": last + 1 - year}
    frame["has_now"] = reading["current"] > 0
    return notes


def _refuse_no_growth(reading: Reading) -> None:
    """Refuse other rates that leave nothing."""
    for k in range(1, len(reading["what_if"]) + 1):
        if reading.estimate(f"what_if_{k}").low <= -1:
            raise DomainError(
                "leaves nothing",
                figure="what_if",
                written=reading.inputs[f"what_if_{k}"].written,
                remedy="a rate must be above -100 %",
            )


def _formulas(frame: Mapping[str, Any]) -> dict[str, str]:
    """Return the formulas that depend on what was solved for."""
    found = {} if frame["rising"] else {"ahead_of_path": "path_level - current"}
    if frame["solved"] != "rate":
        end = "base * (1 + rate)^span"
        found |= {
            "path.level": "base * (1 + rate)^(year - base_year)",
            "path.straight_line": f"base + ({end} - base) * (year - base_year) / span",
            "path_level": "base * (1 + rate)^elapsed",
        }
    return found


def solve(
    *,
    base: Any,
    goal: Any,
    base_year: int,
    span: int,
    solved: str,
    rising: bool,
    rate: float = 0.0,
    current: float | None = None,
    elapsed: int = 0,
    left: int = 0,
    what_if: tuple[float, ...] = (),
    tables: bool,
    lacking: Any,
    has_now: bool = False,
    **_: Any,
) -> dict[str, Any]:
    """Return what the goal requires from the current level on, the path, and other rates."""
    why = lacking or (None if span else AT_ONCE)
    end = work_out(compound, base=base, rate=rate, years=span) if solved == "year" else goal
    a: dict[str, Any] = {}
    if current is not None:
        then = why or work_out(path_level, base=base, goal=end, years=span, elapsed=elapsed)
        levels = {"previous": then, "current": current}
        if not rising:
            levels = {"previous": current, "current": then}
        a["required_from_now"] = why or work_out(cagr, base=current, goal=goal, years=left)
        a["path_level"] = then
        a["ahead_of_path"] = work_out(change, **levels)
    if not tables:
        return a
    a["path"] = why or _path(base, end, base_year, span, has_line=True)
    if current is not None and has_now:
        a["path_from_now"] = why or _path(current, goal, base_year + elapsed, left)
    if what_if:
        a["what_if"] = lacking or [
            {
                "rate": one,
                "level": (level := work_out(compound, base=base, rate=one, years=span)),
                "share_of_goal": work_out(share, part=level, total=goal),
                "first_year_at_goal": work_out(_first_year, base, goal, one, base_year, rising),
            }
            for one in what_if
        ]
    return a


def _path(base: Any, goal: Any, first: int, years: int, *, has_line: bool = False) -> Any:
    """Return the years of a path, each with its level and what it adds to the year before."""
    if years > LONGEST_PATH:
        return Missing(
            DomainError(
                "the path has {years} years, and a table shows {most} at most",
                years=years,
                most=LONGEST_PATH,
                remedy="set a nearer year, or a later base year",
            )
        )
    rows: list[dict[str, Any]] = []
    for k in range(years + 1):
        level = work_out(path_level, base=base, goal=goal, years=years, elapsed=k)
        before = rows[-1]["level"] if rows else None
        step = None if before is None else work_out(change, previous=before, current=level)
        rows.append({"year": first + k, "level": level, "increase": step})
        if has_line:
            line = work_out(straight_level, base=base, goal=goal, years=years, elapsed=k)
            rows[-1]["straight_line"] = line
    return rows


def _years_to_goal(base: float, goal: float, rate: float, rising: bool) -> float:
    return years_to_goal(base=base, goal=goal, rate=rate, rising=rising)


def _first_year(base: float, goal: float, rate: float, base_year: int, rising: bool) -> int:
    return goal_year(base=base, goal=goal, rate=rate, base_year=base_year, rising=rising)


def headline(answers: Mapping[str, Any]) -> str:
    """Return the answer that was solved for: the first."""
    return next(iter(answers))


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    taken = result.taken
    years = {"first": taken["base_year"], "last": taken["base_year"] + taken.get("years", 0)}
    if taken["solved"] == "rate":
        return Note(
            "From {base} in {first} to {goal} in {last} takes {required_cagr} a year.", **years
        )
    if taken["solved"] == "goal":
        return Note("{base} in {first} at {rate} a year comes to {goal} in {last}.", **years)
    if taken["solved"] == "base":
        return Note("{goal} in {last} at {rate} a year starts from {base} in {first}.", **years)
    if isinstance(result.answers["goal_year"], Missing):
        return Note(
            "From {base} in {first} at {rate} a year, {goal} is reached after {years_to_goal}.",
            **years,
        )
    return Note(
        "From {base} in {first} at {rate} a year, {goal} is reached in {goal_year}.", **years
    )


FORMULAS: dict[str, Callable[..., Any]] = {
    "required_cagr": required_cagr,
    "goal": lambda base, rate, years: compound(base=base, rate=rate, years=years),
    "base": lambda goal, rate, years: compound(base=goal, rate=rate, years=-years),
    "years_to_goal": _years_to_goal,
    "goal_year": _first_year,
    "years": lambda years: years,
    "total_growth": lambda base, goal: growth_rate(previous=base, current=goal),
    "yearly_increase": lambda base, goal, years: yearly_increase(base=base, goal=goal, years=years),
    "log_growth": lambda base, goal, years: log_growth(base=base, goal=goal, years=years),
}
SPAN = ("years", "total_growth", "yearly_increase", "log_growth")
SOLVED = {
    "rate": ("required_cagr", *SPAN),
    "goal": ("goal", *SPAN),
    "base": ("base", *SPAN),
    "year": ("years_to_goal", "goal_year", "total_growth"),
}
TARGET = Question(
    "target",
    "What does the goal require?",
    about="Give all but one of --base, --goal, --year and --rate: the missing one is solved for.",
    figures=(
        *GOAL,
        Figure("rate", "rate", "Growth a year, in per cent: 18 or 18%.", "16.5%"),
        Figure("current", "level", "Level of a year in between.", "4.5"),
        Figure("current_year", "year", "Year of --current: base year + 1 unless set.", "2025"),
        Figure("what_if", "rates", "Other rates to try, in per cent: '10;12;15,5'.", "10;15"),
    ),
    answers=(
        REQUIRED,
        Answer("goal", "level", "Level that the base comes to.", "base * (1 + rate)^years"),
        Answer("base", "level", "Level that grows to the goal.", "goal / (1 + rate)^years"),
        Answer("years_to_goal", "years", "Years to the goal.", "ln(goal / base) / ln(1 + rate)"),
        Answer(
            "goal_year",
            "year",
            "First calendar year at the goal.",
            "base_year + years_to_goal, rounded up",
        ),
        Answer("years", "years", "Years from base to goal.", "year - base_year"),
        Answer(
            "total_growth", "rate", "Growth over all years together.", "(goal - base) / base", *RATE
        ),
        Answer("yearly_increase", "level", "Equal yearly step.", "(goal - base) / years"),
        Answer(
            "log_growth", "log", "Continuous growth a year.", "ln(goal / base) / years", *LOG_GROWTH
        ),
        Answer(
            "required_from_now",
            "rate",
            "Growth a year from now on.",
            "(goal / current)^(1 / left) - 1",
            *CAGR,
        ),
        Answer(
            "path_level",
            "level",
            "Milestone of this year.",
            "base * (goal / base)^(elapsed / years)",
        ),
        Answer(
            "ahead_of_path",
            "level",
            "Distance from the path, above zero where it is ahead.",
            "current - path_level",
        ),
    ),
    tables={
        "path": (
            *steps("base * (goal / base)^((year - base_year) / years)"),
            Answer(
                "straight_line",
                "level",
                "Level by equal steps.",
                "base + (goal - base) * (year - base_year) / years",
            ),
        ),
        "path_from_now": steps("current * (goal / current)^((year - current_year) / left)"),
        "what_if": (
            Answer("rate", "rate", "Rate tried."),
            Answer("level", "level", "Level in the goal's year.", "base * (1 + rate)^span"),
            Answer("share_of_goal", "share", "Share of the goal.", "level / goal"),
            Answer("first_year_at_goal", "year", "First year at the goal.", missing="never"),
        ),
    },
    settle=settle,
    solve=solve,
    formulas=FORMULAS,
    solved=SOLVED,
    headline=headline,
    sentence=sentence,
    examples=(
        "tradecalc target --base 4 --goal 10 --year 2030",
        "tradecalc target --base USD4bn --goal USD10bn --rate 18",
        "tradecalc target --base 4+ --goal 10 --year 2030 --current 4.53 --what-if '15;18'",
        "tradecalc target --rows partners.csv --map base=2024 --year 2030 --answers required_cagr",
    ),
    has_rows=True,
    defaults={"base_year": BASE_YEAR},
    span=("base_year", "year"),
)
