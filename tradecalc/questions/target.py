"""What does the goal require? The missing one of base, goal, year and rate, and the path."""

from collections.abc import Mapping
from typing import Any

from tradecalc.core import target
from tradecalc.core.growth import cagr, change, compound, growth_rate, log_growth, share
from tradecalc.core.ranges import Missing, work_out
from tradecalc.errors import DomainError, InputError, Note
from tradecalc.figures.number import by_convention
from tradecalc.figures.reading import Reading
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled

BASE_YEAR = 2024  # the latest year with published totals: data of the release, never the clock
LONGEST_PATH = 100  # years in a table for people
AT_ONCE = Missing(DomainError("the goal is reached in the base year, so there is no path"))
CAGR = ("compound annual growth rate (CAGR)", "World Bank, growth rates, end-point method")
RATE = ("growth rate", "OECD, Data and Metadata Reporting and Presentation Handbook, 2007")
LOG_GROWTH = ("continuous growth a year", "UNCTAD, Handbook of Statistics, methods")
FROM_NOW = ("(goal / current)^(1 / left) - 1", *CAGR)
STRAIGHT = "base + (goal - base) * (year - base_year) / years"

GOAL = (  # of `track` too
    Figure("base", "level", "Level of the base year: 4, USD4bn, 4+.", "4"),
    Figure("goal", "level", "The goal; exact unless written as a range.", "10", chosen=True),
    Figure("year", "year", "Year of the goal.", "2030"),
    Figure("years", "years", "Years from base to goal, instead of --year.", "6", metavar="N"),
    Figure("base_year", "year", f"Year of the base: {BASE_YEAR} unless set.", f"{BASE_YEAR}"),
)


def required_cagr(base: float, goal: float, years: float) -> float:
    """Return the growth a year from base to goal, or refuse the one that is not above zero."""
    for name, level in (("base", base), ("goal", goal)):
        if not level > 0:
            raise DomainError("must be above zero, not {level:.12g}", figure=name, level=level)
    return cagr(base=base, goal=goal, years=years)


NEEDED = ("(goal / base)^(1 / years) - 1", *CAGR)
REQUIRED = Answer("required_cagr", "rate", "Growth a year to the goal.", *NEEDED)
TO_GOAL = "base * (goal / base)^((year - base_year) / years)"
ON_FROM_NOW = "current * (goal / current)^((year - current_year) / left)"
YEAR = Answer("year", "year", "Calendar year.")
LEVEL = Answer("level", "level", "Level on the path of equal growth.", TO_GOAL, against="")
INCREASE = Answer("increase", "level", "Increase on the year before.")
LINE = Answer("straight_line", "level", "Level by equal steps.", STRAIGHT)
BY_RATE = {  # formulas where the rate is known
    "path.level": "base * (1 + rate)^(year - base_year)",
    "path.straight_line": "base + (base * (1 + rate)^span - base) * (year - base_year) / span",
    "path_level": "base * (1 + rate)^elapsed",
}


def settle(reading: Reading) -> Settled:
    """Check the figures, take the defaults, and find what is missing and how long the path is."""
    horizon = one_horizon(reading)
    missing = [one for one in ("base", "goal", horizon or "year", "rate") if one not in reading]
    if len(missing) != 1:
        named = [f"{{--{name}}}" for name in missing]
        remedies = {0: "drop the one to solve for", 2: f"add {' or '.join(named)}"}
        remedies[3] = f"add two of {', '.join(named)}"
        rule = "target needs three of {--base}, {--goal}, {--year} and {--rate}"
        raise InputError(rule, remedy=remedies.get(len(missing), ""))
    if "current_year" in reading and "current" not in reading:
        raise InputError("{--current_year} needs {--current}")
    frame, notes = span_of(reading, horizon)
    varied = ("base", "goal", "rate", "current", "what_if")
    figures = {name: reading[name] for name in varied if name in reading}
    solved = frame["solved"] = missing[0]
    base, goal, rate = (reading.get(name, 0.0) for name in ("base", "goal", "rate"))
    if solved == "year":
        frame["rising"] = goal > base or (goal == base and rate > 0)
        reached = work_out(_first_year, base, goal, rate, frame["base_year"], frame["rising"])
        frame["span"] = 0 if isinstance(reached, Missing) else reached - frame["base_year"]
    else:
        frame["span"] = frame["years"]
        frame["rising"] = goal >= base if solved == "rate" else rate >= 0
    for k, _ in enumerate(figures.get("what_if", ()), start=1):
        if reading.estimate(f"what_if_{k}").low <= -1:
            written, rule = reading.text(f"what_if_{k}"), "must be above -100 %, not {written}"
            raise DomainError(rule, figure="what_if", written=written)
    if "current" in reading:
        notes += _settle_current(reading, frame)
    found = TARGET.work_out({**frame, **figures})
    lacking = (found[name] for name in (next(iter(found)), "goal_year") if name in found)
    frame["lacking"] = next((one for one in lacking if isinstance(one, Missing)), None)
    formulas = {} if frame["rising"] else {"ahead_of_path": "path_level - current"}
    formulas |= {} if solved == "rate" else BY_RATE
    return Settled(figures, frame, notes, formulas=formulas)


def one_horizon(reading: Mapping[str, Any]) -> str:
    """Return the one of `year` and `years` that is given, or ""; raise InputError for both."""
    given = [name for name in ("year", "years") if name in reading]
    if len(given) > 1:
        raise InputError("{--year} and {--years} say the same thing", remedy="drop one")
    return given[0] if given else ""


def span_of(reading: Reading, horizon: str) -> tuple[dict[str, Any], list[Note]]:
    """Return the base year and the years to the *horizon*; raise InputError for none after it."""
    is_assumed = "base_year" not in reading
    first = reading.default("base_year", BASE_YEAR, "year") if is_assumed else reading["base_year"]
    notes = [Note("Base year {first} ({--base_year}).", first=first)] * is_assumed
    if not horizon:
        return {"base_year": first}, notes
    years = reading["years"] if horizon == "years" else reading["year"] - first
    most = target.LATEST_YEAR - first
    if not 1 <= years <= most:
        low, high = (first + 1, target.LATEST_YEAR) if horizon == "year" else (1, most)
        rule = f"must be from {low} to {high}, not {{written}}"
        raise reading.error(horizon, rule, f"the base year is {first} ({{--base_year}})")
    return {"base_year": first, "years": years}, notes


def _settle_current(reading: Reading, frame: dict[str, Any]) -> list[Note]:
    first, last = frame["base_year"], frame["base_year"] + frame["span"]
    said = Note("The current level is of {year} ({--current_year}).", year=first + 1)
    notes = [said] * ("current_year" not in reading)
    year = reading.get("current_year") or reading.default("current_year", first + 1, "year")
    if frame["span"] and not first < year < last:
        raise reading.error("current_year", f"must be after {first} and before {last}")
    frame |= {"current_year": year, "elapsed": year - first, "left": last - year}
    frame["has_now"] = reading["current"] > 0
    return notes


def solve(*, tables: bool, **known: Any) -> dict[str, Any]:
    """Return the growth required from the current level on, the path, and other rates."""
    base, goal, first, span = (known[name] for name in ("base", "goal", "base_year", "span"))
    lacking, rising, current = known["lacking"], known["rising"], known.get("current")
    why = lacking or (None if span else AT_ONCE)
    end = goal
    if known["solved"] == "year":
        end = work_out(compound, base=base, rate=known["rate"], years=span)
    a: dict[str, Any] = {}
    if current is not None:
        elapsed, left = known["elapsed"], known["left"]
        then = why or work_out(target.path_level, base=base, goal=end, years=span, elapsed=elapsed)
        behind, ahead = (then, current) if rising else (current, then)
        a["required_from_now"] = why or work_out(cagr, base=current, goal=goal, years=left)
        a["path_level"] = then
        a["ahead_of_path"] = work_out(change, previous=behind, current=ahead)
    if not tables:
        return a
    a["path"] = why or _path(base, end, first, span, has_line=True)
    if current is not None and known["has_now"]:
        a["path_from_now"] = why or _path(current, goal, known["current_year"], left)
    if "what_if" in known:
        a["what_if"] = lacking or [
            {
                "rate": one,
                "level": (level := work_out(compound, base=base, rate=one, years=span)),
                "share_of_goal": work_out(share, part=level, total=goal),
                "first_year_at_goal": work_out(_first_year, base, goal, one, first, rising),
            }
            for one in known["what_if"]
        ]
    return a


def _path(base: Any, goal: Any, first: int, years: int, *, has_line: bool = False) -> Any:
    if years > LONGEST_PATH:
        rule = f"the path has {years} years, and a table has room for {LONGEST_PATH}"
        return Missing(DomainError(rule, remedy="set a nearer year, or a later base year"))
    rows: list[dict[str, Any]] = []
    for k in range(years + 1):
        level = work_out(target.path_level, base=base, goal=goal, years=years, elapsed=k)
        step = work_out(change, previous=rows[-1]["level"], current=level) if rows else None
        rows.append({"year": first + k, "level": level, "increase": step})
        if has_line:
            line = work_out(target.straight_level, base=base, goal=goal, years=years, elapsed=k)
            rows[-1]["straight_line"] = line
    return rows


def _first_year(base: float, goal: float, rate: float, base_year: int, rising: bool) -> int:
    return target.goal_year(base=base, goal=goal, rate=rate, base_year=base_year, rising=rising)


SENTENCES = {  # by what was solved for, or the answer that there is instead
    "rate": "From {base} in {first} to {goal} in {last} takes {required_cagr} a year{less}.",
    "goal": "{base} in {first} at {rate} a year comes to {goal} in {last}.",
    "base": "{goal} in {last} at {rate} a year starts from {base} in {first}.",
    "year": "From {base} in {first} at {rate} a year, {goal} is reached in {goal_year}.",
    "years": "From {base} in {first} at {rate} a year, {goal} is reached after {years_to_goal}.",
}


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    taken, solved = result.taken, result.taken["solved"]
    if isinstance(result.answers.get("goal_year"), Missing):
        solved = "years"
    first, less = taken["base_year"], if_over(result, " or less")
    return Note(SENTENCES[solved], first=first, last=first + taken.get("years", 0), less=less)


def if_over(result: Result, words: str) -> str:
    """Return *words* if the path rises from a base such as "over 4", without an upper end."""
    base = result.inputs.get("base")
    is_over = base is not None and by_convention(base.written) == (False, True)
    return words * (is_over and result.taken["rising"])


HEADLINES = ("required_cagr", "goal", "base", "years_to_goal", "goal_year")
SPAN = ("years", "total_growth", "yearly_increase", "log_growth")
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
        Answer("goal_year", "year", "First year at the goal.", "ceil(base_year + years_to_goal)"),
        Answer("years", "years", "Years from base to goal.", "year - base_year"),
        Answer("total_growth", "rate", "Growth over all years.", "(goal - base) / base", *RATE),
        Answer("yearly_increase", "level", "Equal yearly step.", "(goal - base) / years"),
        Answer("log_growth", "log", "Continuous growth.", "ln(goal / base) / years", *LOG_GROWTH),
        Answer("required_from_now", "rate", "Growth a year from now on.", *FROM_NOW),
        Answer("path_level", "level", "Milestone then.", "base * (goal / base)^(elapsed / years)"),
        Answer("ahead_of_path", "level", "Distance ahead of the path.", "current - path_level"),
    ),
    tables={
        "path": (YEAR, LEVEL, INCREASE, LINE),
        "path_from_now": (YEAR, LEVEL._replace(formula=ON_FROM_NOW), INCREASE),
        "what_if": (
            Answer("rate", "rate", "Rate tried."),
            Answer("level", "level", "Level in the goal's year.", "base * (1 + rate)^span"),
            Answer("share_of_goal", "share", "Share of the goal.", "level / goal"),
            Answer("first_year_at_goal", "year", "First year at the goal.", missing="never"),
        ),
    },
    settle=settle,
    solve=solve,
    formulas={
        "required_cagr": required_cagr,
        "goal": lambda base, rate, years: compound(base=base, rate=rate, years=years),
        "base": lambda goal, rate, years: compound(base=goal, rate=rate, years=-years),
        "years_to_goal": lambda base, goal, rate, rising: target.years_to_goal(
            base=base, goal=goal, rate=rate, rising=rising
        ),
        "goal_year": _first_year,
        "years": lambda years: years,
        "total_growth": lambda base, goal: growth_rate(previous=base, current=goal),
        "yearly_increase": lambda base, goal, years: target.yearly_increase(
            base=base, goal=goal, years=years
        ),
        "log_growth": lambda base, goal, years: log_growth(base=base, goal=goal, years=years),
    },
    solved={
        "rate": ("required_cagr", *SPAN),
        "goal": ("goal", *SPAN),
        "base": ("base", *SPAN),
        "year": ("years_to_goal", "goal_year", "total_growth"),
    },
    headline=lambda answers: next(iter(answers)),
    sentence=sentence,
    example="tradecalc target --base 4 --goal 10 --year 2030",
    has_rows=True,
    defaults={"base_year": BASE_YEAR},
    span=("base_year", "year"),
    brief={
        "": (*HEADLINES, "required_from_now", "path_level", "ahead_of_path", "yearly_increase"),
        "path": ("year", "level", "increase"),
        "path_from_now": ("year", "level", "increase"),
        "what_if": ("rate", "level", "first_year_at_goal", "share_of_goal"),
    },
)
