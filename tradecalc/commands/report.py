"""The whole picture of a case: the other commands' reports, put together."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from tradecalc.commands import briefing, outline
from tradecalc.commands.check import check
from tradecalc.commands.decompose import decompose
from tradecalc.commands.growth import growth
from tradecalc.commands.project import project
from tradecalc.commands.published import claims_of, years_of
from tradecalc.commands.target import target
from tradecalc.commands.track import track
from tradecalc.errors import DomainError, InputError
from tradecalc.inputs.case_keys import SECTIONS
from tradecalc.inputs.cases import Case, read_case
from tradecalc.inputs.claims import parse_claim
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Part, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tradecalc.inputs.question import Reading
    from tradecalc.inputs.stated import Stated

YEARS = {"base_year", "current_year"}  # either tells of which year the months so far are
HEADINGS = {
    "growth": "How fast did it grow?",
    "project": "Where will the year end?",
    "target": "What does the goal require?",
    "track": "Is it on track?",
    "decompose": "What made the growth?",
    "check": "Do the figures agree?",
}


def report(question: Question, *, case: str | None = None, drawn: bool = False) -> Report:
    """Report all that the figures of a *case* file, or of the built-in case, say together.

    A question that the figures have no answer to is left out, and a note says why. One that is
    *drawn* holds what a chart of it shows.
    Raises InputError where the file or a figure in it cannot be read, DomainError where no
    question has an answer.
    """
    stated = read_case(case)
    try:
        whole = _put_together(question, stated)
    except InputError as error:
        message = _in_keys(str(error))
        raise InputError(f"{_where(stated, message)}: {message}") from None
    if drawn:
        parts = {part.name: part.report for part in whole.parts}
        whole = whole._replace(picture=outline.picture(stated, parts))
    return whole


def _in_keys(text: str) -> str:
    """Return a message with the keys of a case where it names the options of a command."""
    keys = {"unit", "flow"}.union(*SECTIONS.values())
    text = text.replace(", or add --period 2025-08", "")  # claims of a case have their own
    text = text.replace("--monthly FILE", "[monthly]").replace("--part and --parts", "parts")
    for option in re.findall(r"--([a-z]+(?:-[a-z]+)*)", text):
        key = "file" if option == "monthly" else option.replace("-", "_")
        if key in keys:
            text = text.replace(f"--{option}", key, 1)
    return text


def _where(case: Case, message: str) -> str:
    """Return where the key that a message begins with is stated: its file and line."""
    key = message.split(" ", 1)[0]
    sections = {"target": case.target, "year_to_date": case.year_to_date, "parts": case.parts}
    for name, section in {**sections, "monthly": case.monthly}.items():
        if key in section:
            return case.file.at(name, key)
    return case.file.at("", "claims") if key == "claim" else case.file.source


def _put_together(question: Question, case: Case) -> Report:
    notes, reports = list(case.notes), dict[str, Report]()
    if "ytd" in case.year_to_date and not {*case.target, *case.year_to_date} & YEARS:
        notes.append(f"The months so far are taken to be of {years_of(case)[1]}; set current_year.")
    for name, ask in _questions(case, fractions=question.fractions):
        try:
            answered = ask(_question(name, question, case))
            answered.answer(answered.headline)  # raises where it has no value
        except DomainError as error:
            notes.append(f"{HEADINGS[name]} There is no answer: {_in_keys(str(error))}.")
        else:
            said = {note for one in reports.values() for note in one.notes}
            own_notes = (_in_keys(note) for note in answered.notes)
            reports[name] = answered._replace(notes=tuple(n for n in own_notes if n not in said))
    if not reports:
        raise DomainError(notes[-1].rstrip("."))
    tables = [outline.figures_table(case), outline.years_table(reports.get("track"))]
    return Report(
        command="report",
        summary=briefing.sentences(case, reports, fractions=question.fractions),
        headline="",
        unit=next(iter(reports.values())).unit,
        readings=_readings(reports),
        answers=(),
        tables=tuple(table for table in tables if table),
        notes=tuple(notes),
        warnings=_warnings(case, reports),
        left_out={},
        title=briefing.title(case),
        parts=tuple(Part(name, HEADINGS[name], one) for name, one in reports.items()),
    )


def _warnings(case: Case, reports: Mapping[str, Report]) -> tuple[str, ...]:
    """Return the doubts about figures, each once: claims that the sections make repeat theirs."""
    own = {str(parse_claim(claim.text).quantity) for claim in case.claims}
    lines = [
        _in_keys(line)
        for name, one in reports.items()
        for line in one.warnings
        if name != "check" or line.split(" ")[0] in own
    ]
    return tuple(dict.fromkeys(lines))


def _question(name: str, question: Question, case: Case) -> Question:
    """Return a question for the command *name*, in which figures go by their keys in the case."""
    of_months = ("project",) if "base" in case.target else ("project", "track")
    exact = name in of_months and case.monthly_file is not None  # months are not rounded
    own = Question(rounded=not exact, fractions=question.fractions, unit=case.unit)
    if name == "growth":
        own.called |= {"to": "ytd", "rate": "growth", "value_1": "prior_ytd", "value_2": "ytd"}
    return own


def _readings(reports: Mapping[str, Report]) -> dict[str, Reading]:
    """Return the figures of all reports, but for those that only repeat another by its part."""
    return {
        name: reading
        for command, one in reports.items()
        if command != "growth"
        for name, reading in one.readings.items()
        if not name.startswith("what_if")
    }


def _questions(
    case: Case, *, fractions: bool
) -> Iterator[tuple[str, Callable[[Question], Report]]]:
    """Tell which commands the case has figures for, and how each is asked."""
    goal, so_far, parts = (_texts(part) for part in (case.target, case.year_to_date, case.parts))
    months: dict[str, Any] = {"flow": case.flow} if case.flow else {}
    if case.monthly_file == "-":
        raise InputError("the months are read more than once: write them to a file and name it")
    if case.monthly_file:
        months |= {"monthly": case.monthly_file, "choice": case.choice}
    base_year, year = years_of(case)
    if "base" in goal and year == base_year + 1:
        _refuse_two_of_one(goal["base"], so_far.pop("prior_year", goal["base"]), base_year)
    is_running = "ytd" in so_far or "monthly" in months
    if to_date := _growth_to_date(so_far):
        yield "growth", to_date
    if is_running:
        yield "project", partial(project, **_with_last_year(case, so_far), **months)
    if "base" in goal:
        kept = _kept(so_far["growth"], fractions=fractions) if "growth" in so_far else None
        yield "target", partial(target, **goal, what_if=kept)
    if goal and is_running:
        yield "track", partial(track, **so_far, **goal, **months)
    if parts or case.part:
        own = {name: text for name, text in parts.items() if name != "period"}
        yield "decompose", partial(decompose, **own, part=[part.text for part in case.part])
    claims = claims_of(case)
    if len(claims) > 1 or case.claims:
        yield "check", partial(check, claims=claims)


def _refuse_two_of_one(base: str, last: str, year: int) -> None:
    """Require that what is said of the base and of last year, the same total, is the same."""
    if base.strip() != last.strip():
        raise InputError(
            f"base {base} and prior_year {last} are one figure, the total of {year}: drop one, or"
            " make it a claim"
        )


def _growth_to_date(so_far: Mapping[str, Any]) -> Callable[[Question], Report] | None:
    """Return how the growth to date is asked, or nothing where it is not known."""
    if "ytd" in so_far and "growth" in so_far:
        return partial(growth, to=so_far["ytd"], rate=so_far["growth"], years="1")
    if "ytd" in so_far and "prior_ytd" in so_far:
        return partial(growth, values=[so_far["prior_ytd"], so_far["ytd"]])
    return None


def _texts(section: Mapping[str, Stated]) -> dict[str, Any]:
    """Return what a section states as the options of a command."""
    return {name: stated.text for name, stated in section.items()}


def _kept(growth: str, *, fractions: bool) -> str | None:
    """Return the growth so far as a rate that might be kept: the number written, exactly.

    One that leaves nothing can be kept for no year.
    """
    rate = Question(fractions=fractions).rate("growth", growth)
    return f"exact:{100 * rate.value:.12g}%" if rate.value > -1 else None


def _with_last_year(case: Case, so_far: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a year in progress, with the base where that is last year's total."""
    base_year, year = years_of(case)
    totals = dict(so_far)
    if case.monthly_file is None:
        totals.pop("current_year", None)  # totals have no other year that they might be of
        if year == base_year + 1 and "base" in case.target:
            totals["prior_year"] = case.target["base"].text
    return totals
