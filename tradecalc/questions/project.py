"""Where will the year end? Every projection, and what each implies."""

from typing import Any

from tradecalc.core.growth import change, growth_rate
from tradecalc.core.projection import per_month
from tradecalc.core.ranges import Missing, work_out
from tradecalc.errors import DomainError, Note, counted
from tradecalc.figures.reading import Reading
from tradecalc.questions import year
from tradecalc.questions.question import Answer, Figure, Known, Question, Result, Row, Settled
from tradecalc.questions.target import RATE

NEEDS = "project needs {--ytd} and {--months}, or {--monthly} FILE"
REACHED = Missing(DomainError("the milestone is reached already"))


def settle(reading: Reading) -> Settled:
    """Check the year and the goal for it, and choose the method of the headline."""
    known = year.read_months(reading, "current_year")
    year.require(reading, NEEDS, ("ytd", "months"))
    if "milestone" in reading:
        known["is_reached"] = reading.estimate("milestone").high <= reading.estimate("ytd").low
    return year.settle_year(reading, known, "prior_year", "prior_year")


def solve(*, tables: bool, **known: Any) -> Row:
    """Return the full year, what it implies for the rest, and what a milestone still needs."""
    known = year.completed(known)
    found = year.full_years(known)
    a = year.headline(found, known)
    implied = _implied(a["method"], a["full_year"], known)
    a |= {"full_year_growth" if name == "growth" else name: v for name, v in implied.items()}
    if "milestone" in known:
        a |= _to_milestone(known)
    a = {name: a[name] for name in PROJECT.answers if name in a}
    if tables:
        rows = found.items()
        a["methods"] = [{"method": m, "full_year": v, **_implied(m, v, known)} for m, v in rows]
        a |= {"months": known["to_come"]} if "to_come" in known else {}
    return a


def _implied(method: str, level: Any, known: Known) -> Row:
    """Return the growth that a full year implies, of the year, of its rest and of a month."""
    says: Row = {}
    ytd, months = known["ytd"], known["months"]
    if "prior_year" in known:
        says["growth"] = work_out(growth_rate, previous=known["prior_year"], current=level)
    says |= year.rest_of(method, level, known)
    if method == "same_growth" and known["has_last"] and not isinstance(level, Missing):
        says["growth"] = known["growth_so_far"]
    says["rest_per_month"] = work_out(per_month, full_year=level, ytd=ytd, months=months)
    if "actual" in known:
        says["error"] = work_out(growth_rate, previous=known["actual"], current=level)
    return says


def _to_milestone(known: Known) -> Row:
    implied = _implied("", known["milestone"], known)
    a = {"still_needed": work_out(change, previous=known["ytd"], current=known["milestone"])}
    rest = {"needed_per_month": "rest_per_month", "needed_rest_growth": "rest_growth"}
    needed = {name: implied[of] for name, of in rest.items() if of in implied}
    if known["months"] == 12:
        return dict.fromkeys([*a, *needed], year.NONE_LEFT)
    return a | (dict.fromkeys(needed, REACHED) if known["is_reached"] else needed)


def sentence(result: Result) -> Note:
    """Return where the year ends and, where that is known, how surely."""
    known, answers = result.taken, result.answers
    span = counted(known["months"], "month")
    line = "{series}: {ytd} in {span} of {current_year}" if "file" in known else "{ytd} in {span}"
    if known["method"] == year.COMPLETE:
        return Note(f"{line}: the year is complete.", span=span)
    if "actual" in answers:
        line += " was heading for {full_year} ({method}); the year came to {actual}."
    else:
        line += " is heading for {full_year}"
        is_plain = known["method"] not in ("blend", "seasonal")
        line += f" if the rest of the year {year.RESTS[known['method']]}." if is_plain else "."
    if not isinstance(answers["likely_low"], Missing):
        line += "\nFour such years in five ended between {likely_low} and {likely_high},"
        line += " half above {likely_median}."
    return Note(line, span=span, months="they do" if span == "one month" else "them")


G = "(full_year - prior_year) / prior_year"
NEEDED, A_MONTH = year.H.replace("full_year", "milestone"), "(full_year - ytd) / (12 - months)"
GROWTH = Answer("growth", "rate", "Growth on last year.", G, *RATE)
REST = (
    year.REST_GROWTH,
    Answer("rest_per_month", "level", "Each remaining month.", A_MONTH, optional=True),
    Answer("error", "rate", "Error of the projection.", "full_year / actual - 1"),
)
NEEDS_YET = ("still_needed", "needed_per_month", "needed_rest_growth")
PROJECT = Question(
    "project",
    "Where will the year end?",
    about="Needs --ytd and --months; last year's --prior-year with --growth or --prior-ytd adds"
    " methods. Or a file of months, --monthly, with two complete years before this one.",
    figures=(
        *year.YEAR,
        Figure("milestone", "level", "A goal for this year.", "5", chosen=True, flow=True),
        year.MONTHLY,
        year.of_file("current_year", "year", "Year to project, the file's last unless set."),
        *year.READING,
    ),
    answers=(
        *year.FULL_YEAR,
        GROWTH._replace(name="full_year_growth"),
        *REST,
        *year.SAME_MONTHS,
        Answer("still_needed", "level", "Needed for the milestone.", "milestone - ytd"),
        Answer("needed_per_month", "level", "Needed each month.", "still_needed / (12 - months)"),
        Answer("needed_rest_growth", "rate", "Growth needed in the rest.", NEEDED),
    ),
    tables={
        "methods": (*year.METHOD_ROW, GROWTH, *REST),
        "months": (
            Answer("month", "text", "Month to come."),
            Answer("projected", "level", "Level projected."),
            Answer("prior", "level", "Same month of last year."),
            Answer("growth", "rate", "Growth on that.", "(projected - prior) / prior", *RATE),
            Answer("actual", "level", "Actual level."),
        ),
    },
    settle=settle,
    solve=solve,
    headline=lambda answers: "full_year",  # noqa: ARG005  of every year
    sentence=sentence,
    example="tradecalc project --ytd 3.4 --months 9",
    has_rows=True,
    brief={
        "": ("full_year", "full_year_growth", "rest_growth", *NEEDS_YET),
        "methods": ("method", "full_year", "growth", "rest_growth", "rest_per_month", "error"),
    },
)
