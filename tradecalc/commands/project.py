"""Where will the year end? Every projection beside the others, and what each implies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.commands.last_year import read_year
from tradecalc.commands.likely import read_flow, why
from tradecalc.commands.methods import add_methods, lacking, needed
from tradecalc.commands.same_year import add_milestone, add_same_months
from tradecalc.core.reference import best_first
from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.commands.from_months import Known
    from tradecalc.commands.likely import Flow
    from tradecalc.core.year import Year
    from tradecalc.inputs.monthly import Choice
    from tradecalc.inputs.question import Question
    from tradecalc.outputs.report import Report

SEASONAL = (
    "The seasonal projection is a level without seasons, smoothed four ways, times the seasonal"
    " factors of the months to come; its range is as wide as the flow's own restlessness"
    " and errors make it, by how other flows have ended."
)


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
        known, year = None, from_totals(draft, {**totals, "months": months})
    else:
        refuse_beside_file(totals)
        refuse_rounded_months(question)
        from tradecalc.commands.from_months import add_months, read_months  # noqa: PLC0415

        known = read_months(draft, monthly, choice, current_year=current_year, months=months)
        year = known.year
    year = with_own_growth(draft, year, rest_growth)
    kind = read_flow(question, flow, year)
    headline = add_methods(
        draft, year, kind, asked=method, seasonal=known.likely if known else None
    )
    add_same_months(draft, year)
    if milestone is not None:
        add_milestone(draft, year, question.level("milestone", milestone, chosen=True))
    if known and not draft.question.answers_only:
        add_months(draft, known)
    add_basis(draft, year, kind, headline, known, asked=method is not None)
    return draft.report(_sentence(draft, year, kind, headline, known), headline="full_year")


def from_totals(
    draft: Draft, totals: Mapping[str, str | None], *, prior: str = "prior_year"
) -> Year:
    """Read the year from its totals, `prior_year` among them under the name *prior*.

    Raises InputError where figures are missing or clash.
    """
    ytd, months = totals["ytd"], totals["months"]
    if ytd is None or months is None:
        missing = " and ".join(
            name for name, text in (("--ytd", ytd), ("--months", months)) if text is None
        )
        raise InputError(
            f"{draft.command} needs --ytd and --months, or --monthly FILE: add {missing}"
        )
    return read_year(
        draft,
        ytd=ytd,
        months=months,
        prior_year=totals["prior_year"],
        prior_ytd=totals["prior_ytd"],
        growth=totals["growth"],
        prior=prior,
    )


def refuse_beside_file(totals: Mapping[str, str | None]) -> None:
    """Refuse totals beside the file of months that they would come from."""
    for name, text in totals.items():
        if text is not None:
            raise InputError(f"--monthly FILE gives --{name.replace('_', '-')}: drop one of them")


def refuse_rounded_months(question: Question) -> None:
    """Refuse to read months as rounded, where no other figure could be."""
    if question.rounded:
        raise InputError("--rounded reads figures as written, and --monthly reads months: drop one")


def with_own_growth(draft: Draft, year: Year, text: str | None) -> Year:
    """Return the year with the user's own growth of its rest, if there is one.

    Raises InputError where there is no rest to grow.
    """
    if text is None:
        return year
    if not year.has_remainder:
        raise InputError(f"--rest-growth needs a remainder to grow: {lacking(year)}")
    own = draft.question.rate("rest_growth", text, chosen=True)
    return replace(year, figures={**year.figures, "rest_growth": own})


def add_basis(
    draft: Draft, year: Year, flow: Flow, method: str, known: Known | None, *, asked: bool
) -> None:
    """Say what the headline rests on, and what would make it better."""
    if known and known.why_not and year.months < 12:
        draft.notes.append(f"The seasonal projection is left out: {known.why_not}.")
    if year.months == 12:
        draft.notes.append(
            "All 12 months are in: the year is complete, and nothing is projected"
            + ("; --months 9 shows how it would have been." if known else ".")
        )
    elif method == "seasonal":
        draft.notes.append(SEASONAL)
    elif year.has_remainder and not asked:
        best = best_first(flow.kind, year.months)[0]
        if method != best:
            name = best.replace("_", " ")
            draft.notes.append(
                f"The {name} has no value here, so the {method.replace('_', ' ')} is the headline."
            )
        else:
            draft.notes.append(why(flow, year.months))
    elif not year.has_remainder:
        lack = "the total of last year, --prior-year, is needed for the other methods"
        if known:
            lack = "the file has no complete year before this one for the other methods"
        elif not year.has_same_months:
            lack = f"for last year's pattern add {needed(year)}"
        draft.notes.append(
            f"A straight line takes the months to come to be like those so far; {lack}."
        )


def _sentence(draft: Draft, year: Year, flow: Flow, method: str, known: Known | None) -> str:
    """Return the line that says where the year ends and, where it is known, how surely."""
    whose = "{series}: " if known else ""
    which = " of {current_year}" if known else ""
    if year.months == 12:
        return f"{whose}{{ytd}} in 12 months{which}: the year is complete."
    span = "the first month" if year.months == 1 else f"{year.months} months"
    words = "own growth of the rest" if method == "rest_growth" else method.replace("_", " ")
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
