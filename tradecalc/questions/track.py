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
from tradecalc.questions.target import CAGR, GOAL, REQUIRED, one_horizon, required_cagr, span_of

NEEDS = "track needs {--base}, {--goal} and {--year}, and {--ytd} with {--months} or {--monthly}"
CERTAIN = {1.0: "have reached it already", 0.0: "are above it already"}
NONE_LEFT = Missing(DomainError("it is the goal's year, and none is left after it"))


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
        notes.append(Note("The year in progress is {current_year}; set {--current_year}."))
    current = reading["current_year"]
    if not first < current <= last:
        rule = "the year in progress, {year}, is not one from {first} to {last}, on the path"
        remedy = "set {--current_year}, {--base_year} or {--year}"
        raise InputError(rule, year=current, first=first + 1, last=last, remedy=remedy)
    prior, called = _settle_base(reading, frame, first, notes)
    frame |= {"current_year": current, "elapsed": current - first, "left": last - current}
    frame |= {"rising": reading["goal"] >= reading["base"], "is_asserted": "assert" in reading}
    if not frame["rising"]:
        notes.append(Note("The goal lies below the base: on track is at or below the path."))
    settled = year.settle_year(reading, frame, prior, called if prior == "base" else prior)
    for name, said in (("base", called), ("goal", "goal")):
        if reading.estimate(name).low <= 0:
            written = reading.inputs[name].written
            raise DomainError("must be above zero, however rounded", figure=said, written=written)
    notes += settled.notes
    return settled._replace(notes=notes, headings={"methods.full_year": f"{current}"})


def _settle_base(reading: Reading, frame: Row, first: int, notes: list[Note]) -> tuple[str, str]:
    """Find the base; return the figure that is last year's total, and what is called the base."""
    is_given, series = "base" in reading, frame.get("file")
    months = series.year(first) if series else ()
    if series and not is_given:
        if len(months) < 12:
            rule = "{series} has not all 12 months of the base year {first}"
            remedy = "add {--base}, or set {--base_year}"
            raise InputError(rule, series=series.name, first=first, remedy=remedy)
        reading.from_file("base", year.total(months))
    elif len(months) == 12:
        low, high = reading.ends("base")
        if not low <= (found := year.total(months)) <= high:
            said = "By its months {first} came to {found:,.6g}, which is not {--base}: both count."
            notes.append(Note(said, first=first, found=found))
    if reading["current_year"] > first + 1 or (series and is_given):
        year.require(reading, f"the path begins at the total of {first}", ["base"])
        return "prior_year", "base"
    called = "base" if "base" in reading else "prior_year"
    if "prior_year" in reading:
        if reading.estimate(called) != reading.estimate("prior_year"):
            rule = "and {--prior_year} are one figure, the total of {first}, and differ"
            raise reading.error("base", rule, "drop one", first=first)
        reading["base"] = reading.pop("prior_year")
        reading.inputs["base"] = reading.inputs.pop("prior_year")
    return "base", called


def solve(*, tables: bool, **known: Any) -> Row:  # noqa: ARG001  all turn the verdict
    """Return where the year ends, and each method's full year held against the path."""
    known = year.completed(known)
    full_years = year.full_years(known)
    held = {method: _held(level, known) for method, level in full_years.items()}
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


def _held(level: Any, known: Known) -> Row:
    """Return a full year held against the path: its pace, verdict, and what it leaves to do."""
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
        "pace_so_far": pace,
        "pace_ratio": ratio,
        "required_from_now": from_now,
        "verdict": word,
        "first_year_at_goal": work_out(lambda _: goal_year(**way, base_year=current), word),
        "arrival": work_out(lambda _: current + years_to_goal(**way), word),
    }


def _pace(base: float, full_year: float, years: int) -> float:
    if not full_year > 0:
        rule, remedy = "a full year of {level:.12g} has no pace", "take a later month or {--method}"
        raise DomainError(rule, level=full_year, remedy=remedy)
    return cagr(base=base, goal=full_year, years=years)


def conclude(result: Result) -> None:
    """Say what would turn the verdict between on track and not, and whether the answer is no."""
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
    turned = [row["method"] for row in rows if _is_on_track(row["verdict"]) is (not is_on)]
    return [year.in_words(method) for method in turned]


def sentence(result: Result) -> Note:
    """Return the verdict, what it rests on, and what turns it."""
    known, answers = result.taken, result.answers
    found, chance = answers["verdict"], answers["chance"]
    word = "no verdict" if isinstance(found, Missing) else str(getattr(found, "value", found))
    line = "{series}: {word}, {current_year}"
    if "file" not in known:
        line, word = "{word}: {current_year}", word.capitalize()
    if known["method"] == year.COMPLETE:
        line += " came to {full_year}"
    elif "actual" in answers:
        line += " pointed to {full_year} ({method}) and came to {actual}"
    else:
        line += " is heading for {full_year} ({method})"
    line += "; the path to {goal} in {last} asks for {milestone}."
    if isinstance(chance, Estimate) and chance.value in CERTAIN:
        written = " by the figures as written" if chance.range else ""
        line += f" The months so far {CERTAIN[chance.value]}{written}."
    elif not isinstance(chance, Missing):
        line += " The chance of that is {chance}."
    if others := other_methods(result):
        line += f" By {{others}} it would {'not ' if _is_on_track(found) else ''}be on track."
    if answers["turned_by"] in ("rounding", "method-and-rounding"):
        line += " The rounding alone could turn the verdict."
    last = known["base_year"] + known["years"]
    return Note(line, word=year.in_words(word), last=last, others=", ".join(others))


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
PACE = Answer("pace_so_far", "rate", "Growth a year from the base on.", SO_FAR, *CAGR)
RATIO = Answer("pace_ratio", "ratio", "Pace so far over that required.", OVER, "", SDG)
RATIO = RATIO._replace(pole="required_cagr", heading="pace")
VERDICT = Answer("verdict", "word", "Verdict.", BOUNDS, "", SDG, step=_verdict_at, of="pace_ratio")
NOW = Answer("required_from_now", "rate", "Growth from now.", FROM_NOW, *CAGR, heading="required")
FIRST = Answer("first_year_at_goal", "year", "First calendar year at the goal.", AT_GOAL)
FIRST = FIRST._replace(step=_year_at, of="arrival", missing="never", heading="at goal")
ARRIVAL = Answer("arrival", "years", "When the goal is reached.", shown=False)
ROW = (PACE._replace(shown=False), GAP, RATIO, NOW, VERDICT, FIRST, ARRIVAL)
TRACK = Question(
    "track",
    "Are we on track?",
    about="Holds the year in progress against the path from --base to --goal. Give these, --year,"
    " and --ytd with --months, or a file, --monthly, that may have the base too. In the year after"
    " the base year --base is last year's total; later add --prior-year.",
    figures=(
        *year.YEAR,
        *GOAL,
        Figure("current_year", "year", "Year in progress: base year + 1 or a file's last.", "2025"),
        Figure("assert", "flag", "Exit with 1 unless on track.", in_rows=False, is_input=False),
        year.MONTHLY,
        *year.READING,
    ),
    answers=(
        Answer("milestone", "level", "Level on the path of equal growth.", PATH),
        REQUIRED,
        *year.FULL_YEAR,
        GAP,
        *year.SAME_MONTHS,
        PACE,
        RATIO,
        VERDICT,
        Answer("turned_by", "word", "What would turn the verdict.", point=True),
        Answer("chance", "chance", "Chance of the milestone.", ENDINGS, widen=unknown_ends),
        NOW,
        FIRST,
        ARRIVAL,
    ),
    tables={"methods": (*year.METHOD_ROW, *ROW)},
    settle=settle,
    solve=solve,
    formulas={"milestone": _milestone, "required_cagr": required_cagr},
    conclude=conclude,
    headline=lambda answers: "verdict",  # noqa: ARG005  of every year
    sentence=sentence,
    example="tradecalc track --ytd 3.4 --months 9 --base 4 --goal 10 --year 2030",
    has_rows=True,
)
