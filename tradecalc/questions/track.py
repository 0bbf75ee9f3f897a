"""Are we on track? The year in progress held against the path from base to goal."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from tradecalc.core.growth import cagr, change
from tradecalc.core.ranges import Estimate, Missing, Open, work_out
from tradecalc.core.target import goal_year, in_calendar, path_level, years_to_goal
from tradecalc.core.track import ON_TRACK, chance_of_reaching, pace_ratio, unknown_ends, verdict
from tradecalc.errors import DomainError, InputError, Note
from tradecalc.questions import year
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled
from tradecalc.questions.target import (
    CAGR,
    GOAL,
    RATE,
    REQUIRED,
    one_horizon,
    required_cagr,
    span_of,
)

if TYPE_CHECKING:
    from tradecalc.core.months import MonthlySeries
    from tradecalc.figures.reading import Reading
    from tradecalc.questions.year import Known

CERTAIN = {1.0: "have reached it already", 0.0: "are above it already"}
NONE_LEFT = Missing(DomainError("it is the goal's year, and none is left after it"))


def settle(reading: Reading) -> Settled:
    """Check the path and the year on it; in the year after the base year, base is last year."""
    horizon = one_horizon(reading)
    needed = ["goal", horizon or "year"]
    if "monthly" not in reading:
        needed = ["prior_year" if "prior_year" in reading else "base", *needed, "ytd", "months"]
    needs = (
        "track needs {--base}, {--goal} and {--year}, and {--ytd} with {--months} or {--monthly}"
    )
    year.require(reading, needs, needed)
    frame, notes = span_of(reading, horizon)
    first, last = frame["base_year"], frame["base_year"] + frame["years"]
    from_months = year.read_months(reading)
    if "current_year" not in reading:
        reading.default("current_year", first + 1, "year")
        notes.append(Note("The year in progress is {current_year}; set {--current_year}."))
    current = reading["current_year"]
    if not first < current <= last:
        rule = "the year in progress, {year}, is not one from {first} to {last}, on the path"
        remedy = "set {--current_year}, {--base_year} or {--year}"
        raise InputError(rule, year=current, first=first + 1, last=last, remedy=remedy)
    base, prior = _settle_base(reading, from_months.get("file"), first, notes)
    settled = year.settle_year(reading, from_months, prior, base if prior == "base" else prior)
    for name, said in (("base", base), ("goal", "goal")):
        if reading.estimate(name).low <= 0:
            written = reading.inputs[name].written
            raise DomainError("must be above zero, however rounded", figure=said, written=written)
    rising = reading["goal"] >= reading["base"]
    frame |= {"current_year": current, "elapsed": current - first, "left": last - current}
    frame |= {"rising": rising, "is_asserted": "assert" in reading}
    if not rising:
        notes.append(Note("The goal lies below the base: on track is at or below the path."))
    return settled._replace(
        figures={**settled.figures, "base": reading["base"], "goal": reading["goal"]},
        frame={**settled.frame, **frame},
        notes=[*notes, *settled.notes],
        formulas={**settled.formulas, **_formulas(frame)},
        headings={"methods.full_year": f"{current}"},
    )


def _settle_base(
    reading: Reading, series: MonthlySeries | None, first: int, notes: list[Note]
) -> tuple[str, str]:
    """Find the base; return what the user calls it, and the figure that is last year's total.

    In the year after the base year the two are one figure, the base, unless a file gives last
    year's beside a base.
    """
    follows, is_given = reading["current_year"] == first + 1, "base" in reading
    if series:
        months = series.year(first)
        if not is_given and len(months) < 12:
            rule = "{series} has not all 12 months of the base year {first}"
            remedy = "add {--base}, or set {--base_year}"
            raise InputError(rule, series=series.name, first=first, remedy=remedy)
        if not is_given:
            reading.from_file("base", year.total(months))
        elif len(months) == 12 and (found := year.total(months)) != reading["base"]:
            low, high = reading.ends("base")
            stand = "agrees with" if low <= found <= high else "is not"
            said = (
                f"By its months {first} came to {{found:,.6g}}, which {stand} {{--base}}: the path"
            )
            said += " begins at {--base}, and the projection uses the months."
            notes.append(Note(said, found=found))
    if not follows or (series and is_given):
        year.require(reading, f"the path begins at the total of {first}", ["base"])
        return "base", "prior_year"
    said = "base" if "base" in reading else "prior_year"
    if "prior_year" in reading:
        if reading.estimate(said) != reading.estimate("prior_year"):
            rule = "and {--prior_year} are one figure, the total of {first}, and differ"
            raise reading.error("base", rule, "drop one", first=first)
        reading["base"] = reading.pop("prior_year")
        reading.inputs["base"] = reading.inputs.pop("prior_year")
    return said, "base"


def solve(*, tables: bool, **known: Any) -> dict[str, Any]:  # noqa: ARG001  all turn the verdict
    """Return where the year ends, and each method's full year held against the path."""
    known = year.completed(known)
    found = year.full_years(known)
    held = {method: _held(level, known) for method, level in found.items()}
    a = year.headline(found, known)
    chosen = held[a["method"]]
    a |= {"gap": chosen["gap"], **year.same_months(known)}
    a |= {name: chosen[name] for name in ("pace_so_far", "pace_ratio", "verdict")}
    a["turned_by"] = ""  # until the ranges are known
    a["chance"] = work_out(_chance, a["full_year"], known["milestone"], known=known)
    a |= {name: chosen[name] for name in ("required_from_now", "first_year_at_goal", "arrival")}
    for row in held.values():
        if not known["left"]:
            del row["required_from_now"]
        if isinstance(row["pace_ratio"], Missing):
            row["first_year_at_goal"] = ""  # not even never
    a["methods"] = [{"method": method, **row} for method, row in held.items()]
    return a


def _held(level: Any, known: Known) -> dict[str, Any]:
    """Return a full year held against the path: its pace, verdict, and what it leaves to do."""
    goal, current, left = known["goal"], known["current_year"], known["left"]
    pace = work_out(cagr, base=known["base"], goal=level, years=known["elapsed"])
    ratio = work_out(pace_ratio, pace=pace, required=known["required_cagr"])
    word = arrival = reached = work_out(verdict, ratio, required=known["required_cagr"])
    way = {"base": level, "goal": goal, "rate": pace, "rising": known["rising"]}
    if not isinstance(word, Missing):
        arrival = work_out(lambda: current + years_to_goal(**way))
        reached = work_out(lambda: goal_year(**way, base_year=current))
    required = work_out(cagr, base=level, goal=goal, years=left) if left else NONE_LEFT
    return {
        "full_year": level,
        "gap": work_out(change, previous=known["milestone"], current=level),
        "pace_so_far": pace,
        "pace_ratio": ratio,
        "required_from_now": required,
        "verdict": word,
        "first_year_at_goal": reached,
        "arrival": arrival,
    }


def _chance(level: float, milestone: float, *, known: Known) -> float:
    if known["method"] == year.COMPLETE:
        raise DomainError("the year is complete, and its end is known")
    if not known["points"]:
        raise DomainError("how years end beside an own {--rest_growth} is not known")
    more = {"points": known["points"], "ytd": known["ytd"], "rising": known["rising"]}
    return chance_of_reaching(level=milestone, full_year=level, **more)


def conclude(result: Result) -> None:
    """Add what would turn the verdict between on track and not, and whether it is a no."""
    found, chance = result.answers["verdict"], result.answers["chance"]
    by = ["method"] if _other_methods(result) else []
    if isinstance(found, Open) or (isinstance(found, Estimate) and ON_TRACK in (found.range or ())):
        by.append("rounding")
    word = "-and-".join(by) or "nothing"
    result.answers["turned_by"] = found if isinstance(found, Missing) else word
    is_sure = _is_on_track(found) and not isinstance(found, Open)
    result.says_no = result.taken["is_asserted"] and not is_sure
    if isinstance(chance, Estimate) and (chance.value not in CERTAIN or chance.range):
        said = "The chance follows from how far such years ended from their projections; under 5 %"
        result.notes = (*result.notes, Note(f"{said} and over 95 % are not told apart."))


def _is_on_track(found: Any) -> bool:
    return bool(getattr(found, "value", found) == ON_TRACK)


def _other_methods(result: Result) -> list[str]:
    """Return the methods that turn the verdict between on track and not."""
    is_on = _is_on_track(result.answers["verdict"])
    rows = [row for row in result.answers["methods"] if not isinstance(row["verdict"], Missing)]
    return [year.in_words(row["method"]) for row in rows if _is_on_track(row["verdict"]) != is_on]


def sentence(result: Result) -> Note:
    """Return the verdict, what it rests on, and what turns it."""
    known, answers = result.taken, result.answers
    found, chance = answers["verdict"], answers["chance"]
    line = "{series}: {word}, {current_year}" if "file" in known else "{word}: {current_year}"
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
    if others := [] if isinstance(found, Missing) else _other_methods(result):
        line += f" By {{others}} it would {'not ' if _is_on_track(found) else ''}be on track."
    if answers["turned_by"] in ("rounding", "method-and-rounding"):
        line += " The rounding alone could turn the verdict."
    word = "no verdict" if isinstance(found, Missing) else str(getattr(found, "value", found))
    word = year.in_words(word if "file" in known else word.capitalize())
    last = known["base_year"] + known["years"]
    return Note(line, word=word, last=last, others=", ".join(others))


def _formulas(frame: Known) -> dict[str, Any]:
    """Return the formulas that depend on the years there are."""
    years, elapsed = frame["years"], frame["elapsed"]
    pace, side = _rate("full_year", "base", elapsed), "above" if frame["rising"] else "below"
    times = f"{elapsed} * " if elapsed > 1 else ""
    ahead = f"max(0, {times}ln(goal / full_year) / ln(full_year / base))"
    of_row = {
        "pace_ratio": f"({pace}) / required_cagr",
        "required_from_now": (_rate("goal", "full_year", frame["left"]), *CAGR),
        "first_year_at_goal": f"current_year + {ahead}, rounded up",
    }
    return {
        **of_row,
        **{f"methods.{name}": formula for name, formula in of_row.items()},
        "milestone": f"base * (goal / base)^((current_year - base_year) / {years})",
        "required_cagr": f"(goal / base)^(1 / {years}) - 1",
        "pace_so_far": (pace, *(RATE if elapsed == 1 else CAGR)),
        "chance": f"share of endings at or {side} milestone / full_year",
    }


def _rate(level: str, base: str, years: int) -> str:
    return f"({level} - {base}) / {base}" if years == 1 else f"({level} / {base})^(1 / {years}) - 1"


def _verdict_at(ratio: float, row: Known, answers: Known) -> str:  # noqa: ARG001  one shape for all
    """Return the verdict at an end of the pace ratio's range."""
    required = answers["required_cagr"]
    return verdict(ratio, required=min(required.low, required.high, key=abs))


def _year_at(arrival: float, row: Known, answers: Known) -> int:  # noqa: ARG001  the same
    """Return the year of an arrival, which the arithmetic may have moved past the year's end."""
    return in_calendar(ceil(arrival - 1e-9))


OPEN_SDG = "Open SDG, progress calculation, after Eurostat"
BOUNDS = "pace_ratio against 0.95, 0.60 and 0"
RATIO = Answer("pace_ratio", "ratio", "Pace so far over that required.", pole="required_cagr")
VERDICT = Answer("verdict", "word", "Verdict.", BOUNDS, step=_verdict_at, of="pace_ratio")
FIRST = Answer("first_year_at_goal", "year", "First calendar year at the goal.", missing="never")
PACE = Answer("pace_so_far", "rate", "Growth a year from the base on.")
HELD = (  # the headings let a table stand in 80 characters
    Answer("gap", "level", "Distance from the path.", "full_year - milestone"),
    RATIO._replace(source=OPEN_SDG, heading="pace"),
    Answer("required_from_now", "rate", "Growth a year from now on.", heading="required"),
    VERDICT._replace(source=OPEN_SDG),
    FIRST._replace(step=_year_at, of="arrival", heading="at goal"),
    Answer("arrival", "years", "When the goal is reached.", shown=False),
)


def _milestone(base: float, goal: float, years: int, elapsed: int) -> float:
    return path_level(base=base, goal=goal, years=years, elapsed=elapsed)


TRACK = Question(
    "track",
    "Are we on track?",
    about="Holds the year in progress against the path from --base to --goal. Give these, --year,"
    " and the year so far: --ytd with --months, or a file of months, --monthly. In the first year"
    " after the base year --base is last year's total too; in a later year add --prior-year. A file"
    " gives the base itself where it has that year.",
    figures=(
        *year.YEAR,
        *GOAL,
        Figure(
            "current_year", "year", "Year in progress: base year + 1, or a file's last.", "2025"
        ),
        Figure("assert", "flag", "Exit with 1 unless on track.", in_rows=False, is_input=False),
        year.MONTHLY,
        *year.READING,
    ),
    answers=(
        Answer("milestone", "level", "Level on the path of equal growth."),
        REQUIRED,
        *year.FULL_YEAR,
        *year.SAME_MONTHS,
        PACE,
        *HELD,
        Answer("turned_by", "word", "What would turn the verdict.", point=True),
        Answer("chance", "chance", "Chance of the milestone.", widen=unknown_ends),
    ),
    tables={"methods": (*year.METHOD_ROW, PACE._replace(shown=False), *HELD)},
    settle=settle,
    solve=solve,
    formulas={"milestone": _milestone, "required_cagr": required_cagr},
    conclude=conclude,
    headline=lambda answers: "verdict",  # noqa: ARG005  of every year
    sentence=sentence,
    examples=(
        "tradecalc track --ytd 3.4 --months 9 --base 4 --goal 10 --year 2030",
        "tradecalc track --ytd 3.4 --months 9 --base 4+ --growth 18%+ --goal 10 --year 2030",
        "tradecalc track --monthly exports.csv --base-year 2021 --goal 500000 --year 2030 --assert",
        "tradecalc track --rows partners.csv --months 9 --year 2030 --answers verdict,chance",
    ),
    has_rows=True,
)
