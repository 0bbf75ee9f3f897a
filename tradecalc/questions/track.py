"""Are we on track? The year in progress held against the path from base to goal."""

from math import ceil
from typing import Any

from tradecalc.core.growth import cagr, change
from tradecalc.core.ranges import Estimate, Missing, Open, work_out
from tradecalc.core.target import goal_year, in_calendar, path_level, years_to_goal
from tradecalc.core.track import ON_TRACK, chance_of_reaching, pace_ratio, unknown_ends, verdict
from tradecalc.errors import DomainError, InputError, Note
from tradecalc.figures.reading import Reading
from tradecalc.questions import year
from tradecalc.questions.question import Answer, Figure, Known, Question, Result, Row, Settled
from tradecalc.questions.target import (
    CAGR,
    GOAL,
    REQUIRED,
    if_over,
    one_horizon,
    required_cagr,
    span_of,
)

NEEDS = "track needs {--base}, {--goal} and {--year}, and {--ytd} with {--months} or {--monthly}"
CERTAIN = {1.0: "have reached", 0.0: "are above"}
NONE_LEFT = Missing(DomainError("this is the goal's year, and no year is left"))


def settle(reading: Reading) -> Settled:
    """Check the path and the year on it; in the year after the base year, base is last year."""
    horizon = one_horizon(reading)
    needed = ["goal", horizon or "year"]
    if "monthly" not in reading:
        needed = ["prior_year" if "prior_year" in reading else "base", *needed, "ytd", "months"]
    year.require(reading, NEEDS, needed)
    frame, notes = span_of(reading, horizon)
    first, last = frame["base_year"], frame["base_year"] + frame["years"]
    frame |= year.read_months(reading)
    if "current_year" not in reading:
        reading.default("current_year", first + 1, "year")
        notes.append(Note("Year in progress {current_year} ({--current_year})."))
    current = reading["current_year"]
    if not first < current <= last:
        rule = f"the year in progress must be from {first + 1} to {last}, not {current}"
        raise InputError(rule, remedy="set {--current_year}, {--base_year} or {--year}")
    prior, called = _settle_base(reading, frame, first, notes)
    frame |= {"current_year": current, "elapsed": current - first, "left": last - current}
    frame |= {"rising": reading["goal"] >= reading["base"], "is_asserted": "assert" in reading}
    if not frame["rising"]:
        notes.append(Note("The goal is below the base: on track means at or below the path."))
    settled = year.settle_year(reading, frame, prior, called if prior == "base" else prior)
    for name, said in (("base", called), ("goal", "goal")):
        if reading.estimate(name).low <= 0:
            rule, least = "must be above zero, not {least:.12g}", reading.estimate(name).low
            raise DomainError(rule, figure=said, least=least)
    notes += settled.notes
    headings = {"methods.full_year": f"{current}", "full_year": f"full year {current}"}
    since = f"in {current}" if current == first + 1 else f"a year since {first}"
    headings |= {"milestone": f"path in {current}", "pace_so_far": f"growth {since}"}
    return settled._replace(notes=notes, headings=headings)


def _settle_base(reading: Reading, frame: Row, first: int, notes: list[Note]) -> tuple[str, str]:
    """Find the base; return the figure for last year's total, and the user's name of the base."""
    is_given, series = "base" in reading, frame.get("file")
    months = series.year(first) if series else ()
    if series and not is_given:
        if len(months) < 12:
            rule, remedy = f"lacks months of the base year {first}", "add {--base} or {--base_year}"
            raise InputError(rule, written=series.name, remedy=remedy)
        reading.default("base", year.total(months))
    elif len(months) == 12:
        low, high = reading.ends("base")
        if not low <= (found := year.total(months)) <= high:
            said = "By its months {first} came to {found:,.6g}, which is not {--base}: both count."
            notes.append(Note(said, first=first, found=found))
    if reading["current_year"] > first + 1 or (series and is_given):
        year.require(reading, f"track needs {{--base}}, the total of {first}", ["base"])
        return "prior_year", "base"
    called = "base" if "base" in reading else "prior_year"
    if "prior_year" in reading:
        if reading.estimate(called) != reading.estimate("prior_year"):
            rule = f"and {{--prior_year}} differ, but both are the total of {first}"
            raise reading.error("base", rule, "drop one")
        reading["base"] = reading.pop("prior_year")
        reading.inputs["base"] = reading.inputs.pop("prior_year")
    return "base", called


def solve(*, tables: bool, **known: Any) -> Row:  # noqa: ARG001  all turn the verdict
    """Return the full year, and each method's full year compared with the path."""
    known = year.completed(known)
    full_years = year.full_years(known)
    held = {method: _held(method, level, known) for method, level in full_years.items()}
    a = year.headline(full_years, known)
    a |= held[a["method"]]
    a["turned_by"] = a["verdict"]  # until the ranges are known
    year_end = {name: known[name] for name in ("points", "ytd", "rising")}
    year_end |= {"full_year": a["full_year"], "level": known["milestone"]}
    a["chance"] = work_out(chance_of_reaching, **year_end)
    for row in held.values():
        if not known["left"]:
            del row["required_from_now"]
        if isinstance(row["pace_ratio"], Missing):
            row["first_year_at_goal"] = ""  # not even never
    found = {name: a[name] for name in TRACK.answers if name in a}
    return {**found, "methods": [{"method": method, **row} for method, row in held.items()]}


def _held(method: str, level: Any, known: Known) -> Row:
    """Compare a full year with the path: its gap, pace, verdict and the growth from then on."""
    goal, left, required = known["goal"], known["left"], known["required_cagr"]
    pace = work_out(_pace, known["base"], level, known["elapsed"])
    ratio = work_out(pace_ratio, pace=pace, required=required)
    word = work_out(verdict, ratio, required=required)
    from_now = work_out(cagr, base=level, goal=goal, years=left) if left else NONE_LEFT
    way = {"base": level, "goal": goal, "rate": pace, "rising": known["rising"]}
    current = known["current_year"]
    return {
        "full_year": level,
        "gap": work_out(change, previous=known["milestone"], current=level),
        **year.rest_of(method, level, known),
        "pace_so_far": pace,
        "pace_ratio": ratio,
        "required_from_now": from_now,
        "verdict": word,
        "first_year_at_goal": work_out(lambda _: goal_year(**way, base_year=current), word),
        "arrival": work_out(lambda _: current + years_to_goal(**way), word),
    }


def _pace(base: float, full_year: float, years: int) -> float:
    if not full_year > 0:
        rule, remedy = "a full year of {level:.12g} has no pace", "try another {--method}"
        raise DomainError(rule, level=full_year, remedy=remedy)
    return cagr(base=base, goal=full_year, years=years)


def conclude(result: Result) -> None:
    """Find what would turn the verdict between on track and not, and whether the answer is no."""
    found = result.answers["verdict"]
    is_open = isinstance(found, Open)
    by = ["method"] if other_methods(result) else []
    if is_open or ON_TRACK in (getattr(found, "range", None) or ()):
        by.append("rounding")
    if not isinstance(found, Missing):
        result.answers["turned_by"] = "-and-".join(by) or "nothing"
    result.says_no = result.taken["is_asserted"] and (is_open or not _is_on_track(found))


def _is_on_track(found: Any) -> bool | None:
    return None if isinstance(found, Missing) else getattr(found, "value", found) == ON_TRACK


def other_methods(result: Result) -> list[str]:
    """Return the methods that turn the verdict between on track and not."""
    is_on = _is_on_track(result.answers["verdict"])
    rows = [] if is_on is None else result.answers["methods"]
    return [row["method"] for row in rows if _is_on_track(row["verdict"]) is (not is_on)]


def sentence(result: Result) -> Note:
    """Return where the year ends, what the path needs, and what would turn the verdict."""
    known, answers = result.taken, result.answers
    chance, rising, more = answers["chance"], known["rising"], list[str]()
    line = "{series}: {current_year}" if "file" in known else "{current_year}"
    if known["method"] == year.COMPLETE:
        line += " came to {full_year}"
    elif "actual" in answers:
        line += " was heading for {full_year} ({method}) and came to {actual}"
    else:
        line += " is heading for {full_year}"
    line += "; the path from {base} to {goal} in {last} needs {milestone}" + if_over(
        result, " or more"
    )
    if isinstance(chance, Estimate) and chance.value in CERTAIN:
        written = " by the figures as written" if chance.range else ""
        more.append(f"The months so far {CERTAIN[chance.value]} that already{written}.")
    elif not isinstance(chance, Missing):
        reaching = "reaching" if rising else "ending at or below"
        more.append(f"The chance of {reaching} {{milestone}} is {{chance}}.")
    if turned := what_turns(result):
        more.append(f"{turned.capitalize()}.")
    if answers["turned_by"] in ("rounding", "method-and-rounding"):
        more.append("Rounding alone could turn the verdict.")
    said = f"{line}.\n{' '.join(more)}".rstrip()
    return Note(said, last=known["base_year"] + known["years"])


def what_turns(result: Result) -> str:
    """Return by which other methods the year is on track, or not, in words; "" for none."""
    others = " or ".join(year.RESTS[method] for method in other_methods(result))
    others = others.replace("{months}", year.first_months(result.taken["months"]))
    it_is = "it is not" if _is_on_track(result.answers["verdict"]) else "it is"
    return f"if the rest of the year {others}, {it_is} on track" if others else ""


def _verdict_at(ratio: float, row: Known, answers: Known) -> str:  # noqa: ARG001  one shape for all
    required = answers["required_cagr"]
    return verdict(ratio, required=min(required.low, required.high, key=abs))


def _year_at(arrival: float, row: Known, answers: Known) -> int:  # noqa: ARG001  the same
    return in_calendar(ceil(arrival - 1e-9))  # the arithmetic may have moved it past a year's end


def _milestone(base: float, goal: float, years: int, elapsed: int) -> float:
    return path_level(base=base, goal=goal, years=years, elapsed=elapsed)


PATH = "base * (goal / base)^((current_year - base_year) / years)"
SO_FAR, FROM_NOW = "(full_year / base)^(1 / elapsed) - 1", "(goal / full_year)^(1 / left) - 1"
AT_GOAL = "current_year + max(0, elapsed * ln(goal / full_year) / ln(full_year / base)), rounded up"
ENDINGS = "share of endings at milestone / full_year or beyond"
OVER, BOUNDS = "pace_so_far / required_cagr", "pace_ratio against 0.95, 0.60 and 0"
SDG = "Open SDG, progress calculation, after Eurostat"
GAP = Answer("gap", "level", "Distance from the path.", "full_year - milestone")
PACE = Answer("pace_so_far", "rate", "Growth a year since the base.", SO_FAR, *CAGR)
RATIO = Answer("pace_ratio", "ratio", "Pace so far over the pace required.", OVER, "", SDG)
RATIO = RATIO._replace(pole="required_cagr", heading="pace")
VERDICT = Answer("verdict", "word", "Verdict.", BOUNDS, "", SDG, step=_verdict_at, of="pace_ratio")
NOW = Answer("required_from_now", "rate", "Growth from now.", FROM_NOW, *CAGR)
FIRST = Answer("first_year_at_goal", "year", "First calendar year at the goal.", AT_GOAL)
FIRST = FIRST._replace(step=_year_at, of="arrival", missing="never", heading="at goal")
ARRIVAL = Answer("arrival", "years", "Time of the goal.", shown=False)
OF_REST = (GAP, year.REST_GROWTH, RATIO, NOW, VERDICT, FIRST, ARRIVAL)
TRACK = Question(
    "track",
    "Are we on track?",
    about="Compares the year in progress with the path from --base to --goal. Give both and --year,"
    " with --ytd and --months, or a --monthly file, which may hold the base too. In the year after"
    " the base year --base is last year's total; in a later one add --prior-year.",
    figures=(
        *year.YEAR,
        *GOAL,
        Figure("current_year", "year", "Year in progress: base year + 1 or a file's last.", "2025"),
        Figure("assert", "flag", "Exit with 1 unless on track.", in_rows=False, is_input=False),
        year.MONTHLY,
        *year.READING,
    ),
    answers=(
        *year.FULL_YEAR,
        Answer("milestone", "level", "Level on the path of equal growth.", PATH),
        GAP,
        PACE,
        REQUIRED,
        NOW,
        RATIO,
        VERDICT,
        Answer("turned_by", "word", "What would turn the verdict.", point=True),
        Answer("chance", "chance", "Chance of the milestone.", ENDINGS, widen=unknown_ends),
        FIRST,
        *year.SAME_MONTHS,
        ARRIVAL,
    ),
    tables={"methods": (*year.METHOD_ROW, PACE._replace(shown=False), *OF_REST)},
    settle=settle,
    solve=solve,
    formulas={"milestone": _milestone, "required_cagr": required_cagr},
    conclude=conclude,
    headline=lambda answers: "verdict",  # noqa: ARG005  of every year
    sentence=sentence,
    example="tradecalc track --ytd 3.4 --months 9 --base 4 --goal 10 --year 2030",
    has_rows=True,
    brief={
        "": ("full_year", "milestone", "pace_so_far", "required_cagr", NOW.name),
        "methods": (
            "method",
            "full_year",
            "verdict",
            "gap",
            "rest_growth",
            "pace_ratio",
            FIRST.name,
        ),
    },
)
