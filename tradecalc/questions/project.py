"""Where will the year end? Every projection beside the others, and what each implies."""

from typing import Any

from tradecalc.core.growth import change, growth_rate
from tradecalc.core.projection import per_month, rest_growth
from tradecalc.core.ranges import Missing, work_out
from tradecalc.errors import DomainError, Note, counted
from tradecalc.figures.reading import Reading
from tradecalc.questions import year
from tradecalc.questions.question import Answer, Figure, Known, Question, Result, Row, Settled
from tradecalc.questions.target import RATE

NEEDS = "project needs {--ytd} and {--months}, or {--monthly} FILE"
NONE_LEFT = Missing(DomainError("all 12 months are in, and none is left to bring anything"))
REACHED = Missing(DomainError("the milestone is reached already"))


def settle(reading: Reading) -> Settled:
    """Check the year and the goal for it, and choose the method of the headline."""
    known = year.read_months(reading, "current_year")
    year.require(reading, NEEDS, ("ytd", "months"))
    if "milestone" in reading:
        known["is_reached"] = reading.estimate("milestone").high <= reading.estimate("ytd").low
    return year.settle_year(reading, known, "prior_year", "prior_year")


def solve(*, tables: bool, **known: Any) -> Row:
    """Return where the year ends, what that says of its rest, and what a goal still needs."""
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
    """Return what a full year says of growth, of the rest of the year and of each month left."""
    says: Row = {}
    ytd, months = known["ytd"], known["months"]
    if "prior_year" in known:
        says["growth"] = work_out(growth_rate, previous=known["prior_year"], current=level)
    if known["has_last"]:
        last = {name: known[name] for name in ("ytd", "prior_year", "prior_ytd")}
        rest = work_out(rest_growth, full_year=level, **last) if months < 12 else NONE_LEFT
        says["rest_growth"] = rest
        so_far, own = known["growth_so_far"], known.get("rest_growth")
        exact = {"flat_remainder": 0.0, "same_growth": so_far, "rest_growth": own}
        if method in exact and not isinstance(level, Missing):  # by definition, without any blur
            says["rest_growth"] = exact[method]
            says |= {"growth": so_far} if method == "same_growth" else {}
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
        return dict.fromkeys([*a, *needed], NONE_LEFT)
    return a | (dict.fromkeys(needed, REACHED) if known["is_reached"] else needed)


def sentence(result: Result) -> Note:
    """Return where the year ends and, where that is known, how surely."""
    known, answers = result.taken, result.answers
    span, flows = counted(known["months"], "month"), year.FLOW_WORDS[known["flow"]]
    line = "{series}: {ytd} in {span} of {current_year}" if "file" in known else "{ytd} in {span}"
    if known["method"] == year.COMPLETE:
        return Note(f"{line}: the year is complete.", span=span)
    if "actual" in answers:
        line += " pointed to {full_year} for the year ({method}), and it came to {actual}."
    else:
        line += " points to {full_year} for the year ({method})."
    if not isinstance(answers["likely_low"], Missing):
        some = "Of {flows}, four"
        if known["method"] == "seasonal":
            some = "Four"
        elif known["flow_is_assumed"]:
            some = "If it is one of the {flows}, four"
        line += f" {some} such years in five ended between {{likely_low}} and {{likely_high}}."
    return Note(line, span=span, flows=flows)


H, G = "(full_year - ytd) / (prior_year - prior_ytd) - 1", "(full_year - prior_year) / prior_year"
NEEDED, A_MONTH = H.replace("full_year", "milestone"), "(full_year - ytd) / (12 - months)"
GROWTH = Answer("growth", "rate", "Growth on last year.", G, *RATE)
REST = (
    Answer("rest_growth", "rate", "Growth of the remaining months, h.", H),
    Answer("rest_per_month", "level", "A remaining month.", A_MONTH, optional=True),
    Answer("error", "rate", "Error of the projection.", "full_year / actual - 1"),
)
PROJECT = Question(
    "project",
    "Where will the year end?",
    about="Needs --ytd and --months; last year's --prior-year with --growth or --prior-ytd adds"
    " methods. Or a file of months, --monthly, with two complete years before this one.",
    figures=(
        *year.YEAR,
        Figure("milestone", "level", "A goal for this year alone.", "5", chosen=True, flow=True),
        year.MONTHLY,
        year.of_file("current_year", "year", "Year to project, the file's last unless set."),
        *year.READING,
    ),
    answers=(
        *year.FULL_YEAR,
        GROWTH._replace(name="full_year_growth"),
        *REST,
        *year.SAME_MONTHS,
        Answer("still_needed", "level", "What the rest must bring.", "milestone - ytd"),
        Answer("needed_per_month", "level", "That, each month.", "still_needed / (12 - months)"),
        Answer("needed_rest_growth", "rate", "Growth it takes.", NEEDED),
    ),
    tables={
        "methods": (*year.METHOD_ROW, GROWTH, *REST),
        "months": (
            Answer("month", "word", "Month to come."),
            Answer("projected", "level", "Level projected."),
            Answer("prior", "level", "Same month of last year."),
            Answer("growth", "rate", "Growth on that.", "(projected - prior) / prior", *RATE),
            Answer("actual", "level", "What it came to."),
        ),
    },
    settle=settle,
    solve=solve,
    headline=lambda answers: "full_year",  # noqa: ARG005  of every year
    sentence=sentence,
    example="tradecalc project --ytd 3.4 --months 9",
    has_rows=True,
)
