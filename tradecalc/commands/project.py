"""Where will the year end? Every projection beside the others, and what each implies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.commands.likely import read_flow
from tradecalc.commands.methods import add_basis, add_methods
from tradecalc.commands.same_year import add_milestone, add_same_months
from tradecalc.commands.words import in_words
from tradecalc.commands.year_to_date import (
    read_year,
    refuse_beside_file,
    refuse_rounded_months,
    with_own_growth,
)
from tradecalc.errors import InputError

if TYPE_CHECKING:
    from tradecalc.commands.from_months import Known
    from tradecalc.commands.likely import Flow
    from tradecalc.core.year import Year
    from tradecalc.inputs.monthly import Choice
    from tradecalc.inputs.question import Question
    from tradecalc.outputs.report import Report


def project(
    question: Question,
    *,
    ytd: str | None = None,
    months: str | None = None,
    prior_year: str | None = None,
    prior_ytd: str | None = None,
    growth: str | None = None,
    rest_growth: str | None = None,
    method: str | None = None,
    milestone: str | None = None,
    flow: str | None = None,
    monthly: str | None = None,
    choice: Choice | None = None,
    current_year: str | None = None,
) -> Report:
    """Report where the year ends by every method that the figures allow.

    The figures are totals, or those of a file of months, *monthly*, read by *choice*.
    Raises InputError where figures are missing or clash, DomainError where they have no
    projection.
    """
    draft = Draft("project", question)
    totals = {"ytd": ytd, "prior_year": prior_year, "prior_ytd": prior_ytd, "growth": growth}
    if monthly is None:
        if current_year is not None or choice is not None:
            raise InputError("--current-year and the options of a file need --monthly FILE: add it")
        known, year = None, read_year(draft, {**totals, "months": months})
    else:
        refuse_beside_file(totals)
        refuse_rounded_months(question)
        from tradecalc.commands.from_months import add_months, read_months  # noqa: PLC0415

        known = read_months(draft, monthly, choice, current_year=current_year, months=months)
        year = known.year
    year = with_own_growth(draft, year, rest_growth)
    kind = read_flow(question, flow, year)
    chosen = add_methods(draft, year, kind, asked=method, known=known)
    add_same_months(draft, year)
    if milestone is not None:
        add_milestone(draft, year, question.flow_level("milestone", milestone, chosen=True))
    if known and not draft.question.answers_only:
        add_months(draft, known)
    add_basis(draft, year, kind, chosen, known, asked=method is not None)
    return draft.report(_sentence(draft, year, kind, chosen, known), headline="full_year")


def _sentence(draft: Draft, year: Year, flow: Flow, method: str, known: Known | None) -> str:
    """Return the line that says where the year ends and, where it is known, how surely."""
    whose = "{series}: " if known else ""
    which = " of {current_year}" if known else ""
    if year.months == 12:
        return f"{whose}{{ytd}} in 12 months{which}: the year is complete."
    span = "the first month" if year.months == 1 else f"{year.months} months"
    words = "own growth of the rest" if method == "rest_growth" else in_words(method)
    points = "pointed" if year.is_over else "points"
    line = f"{whose}{{ytd}} in {span}{which} {points} to {{full_year}} for the year ({words})"
    if any(answer.likely for answer in draft.answers):
        between = "between {likely_low} and {likely_high} four times in five"
        if method == "seasonal":
            line += f", {between}"
        elif flow.is_assumed:
            line += f"; if this is {flow.name}, such years have ended {between}"
        else:
            line += f"; with {flow.plural} the year has ended {between}"
    return line + ("; it came to {actual}." if year.is_over else ".")
