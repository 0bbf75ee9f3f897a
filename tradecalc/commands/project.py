"""Where will the year end? Every projection beside the others, and what each claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft, cell
from tradecalc.commands.last_year import read_year
from tradecalc.commands.words import RATE, arithmetic
from tradecalc.core.growth import change
from tradecalc.core.ranges import Estimate, evaluate, given, renamed
from tradecalc.errors import DomainError, InputError
from tradecalc.outputs.report import Cell, Column, Report, Working

if TYPE_CHECKING:
    from tradecalc.core.ranges import Formula
    from tradecalc.core.year import Year
    from tradecalc.inputs.question import Kind, Question

METHODS = {  # in the names of the figures; last year's same months are `prior_ytd` or follow
    "straight_line": Working(
        "ytd * 12 / months", "straight-line projection", "OECD, Glossary of Statistical Terms, 6681"
    ),
    "flat_remainder": arithmetic("ytd + prior_year - prior_ytd", "flat remainder"),
    "same_growth": arithmetic("prior_year * ytd / prior_ytd", "same growth, prior-year share"),
    "blend": Working(
        "((ytd * 12 / months) * (ytd + prior_year - prior_ytd)"
        " * (prior_year * ytd / prior_ytd))^(1/3)",
        "geometric mean of straight line, flat remainder and same growth",
        "measured on real trade flows",
    ),
    "rest_growth": arithmetic(
        "ytd + (prior_year - prior_ytd) * (1 + rest_growth)", "own assumption of the rest's growth"
    ),
}
REST_GROWTH = arithmetic(
    "(full_year - ytd) / (prior_year - prior_ytd) - 1", "growth of the remaining months, h"
)
PER_MONTH = arithmetic("(full_year - ytd) / (12 - months)", "a remaining month")
KINDS: dict[str, Kind] = {  # of what a method says of the year
    "full_year": "level",
    "growth": "rate",
    "rest_growth": "rate",
    "rest_per_month": "level",
}
NEEDS_LAST_YEAR = "--prior-year with --growth or --prior-ytd"


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
) -> Report:
    """Report where the year ends by every method that the figures allow.

    Raises InputError where figures are missing or clash, DomainError where they have no
    projection.
    """
    if ytd is None or months is None:
        missing = " and ".join(
            name for name, text in (("--ytd", ytd), ("--months", months)) if text is None
        )
        raise InputError(f"project needs --ytd and --months: add {missing}")
    draft = Draft("project", question)
    year = read_year(
        draft,
        ytd=ytd,
        months=months,
        prior_year=prior_year,
        prior_ytd=prior_ytd,
        growth=growth,
    )
    own = None
    if rest_growth is not None:
        if not year.has_remainder:
            raise InputError(f"--rest-growth needs a remainder to grow: {_lacking(year)}")
        own = question.rate("rest_growth", rest_growth, chosen=True)
    headline = _add_methods(draft, year, own, method)
    _add_same_months(draft, year)
    if milestone is not None:
        _add_milestone(draft, year, question.level("milestone", milestone, chosen=True))
    _add_notes(draft, year, headline, asked=method is not None)
    return draft.report(_sentence(year.months, headline), headline="full_year")


def _lacking(year: Year) -> str:
    """Return what keeps last year's remaining months from being known."""
    return "the year is complete" if year.months == 12 else f"add {NEEDS_LAST_YEAR}"


def _add_methods(draft: Draft, year: Year, own: Estimate | None, asked: str | None) -> str:
    """Add the table of methods and, as answers, the row of the headline; return its method."""
    names = ["straight_line"]
    if year.has_remainder:
        names += ["flat_remainder", "same_growth", "blend"]
    figures = dict(year.figures)
    if own is not None:
        figures["rest_growth"] = own
        names.append("rest_growth")
    method = _headline(year, figures, names, asked)
    workings = {
        "full_year": METHODS[method],
        "growth": Working("(full_year - prior_year) / prior_year", *RATE),
        "rest_growth": REST_GROWTH,
        "rest_per_month": PER_MONTH,
    }
    for name, formula in _claims(year, method).items():
        answer = "full_year_growth" if name == "growth" else name
        draft.work_out(answer, KINDS[name], formula, workings[name], **figures)
        if name == "full_year":
            draft.add("method", "word", method)
    columns = [Column("method", "word"), *(Column(name, kind) for name, kind in KINDS.items())]
    rows = [_row(draft, year, name, figures) for name in names]
    by_method = {"full_year": [METHODS[name] for name in names]}
    draft.table("methods", columns, rows, {**workings, **by_method})
    return method


def _row(draft: Draft, year: Year, method: str, figures: dict[str, Estimate]) -> tuple[Cell, ...]:
    """Return what a method says of the year, and note why where it has nothing to say."""
    claims = _claims(year, method)
    try:
        evaluate(claims["full_year"], **figures)
    except DomainError as error:
        draft.notes.append(f"{method} is left out: {error}.")
    return method, *(
        cell(k, claims[c], **figures) if c in claims else None for c, k in KINDS.items()
    )


def _claims(year: Year, method: str) -> dict[str, Formula]:
    """Return the formulas of what a method says of the year, as far as the figures go."""
    full_year = year.full_year(method)
    claims = {"full_year": full_year}
    if "prior_year" in year.figures:
        claims["growth"] = year.growth(method)
    if year.has_remainder:
        claims["rest_growth"] = year.rest_growth(method)
    if year.months < 12:
        claims["rest_per_month"] = year.per_month(full_year)
    return claims


def _headline(year: Year, figures: dict[str, Estimate], names: list[str], asked: str | None) -> str:
    """Return the method asked for, or else the blend where it has a value."""
    if asked is not None:
        name = asked.strip().replace("-", "_")
        if name not in METHODS:
            raise InputError(f"--method {asked!r} is none of {', '.join(METHODS)}")
        if name not in names:
            why = _lacking(year) if not year.has_remainder else "add --rest-growth"
            raise InputError(f"--method {name} has nothing to work on: {why}")
        return name
    if "blend" in names and cell("level", year.full_year("blend"), **figures) is not None:
        return "blend"
    return "straight_line"


def _add_same_months(draft: Draft, year: Year) -> None:
    """Add the one of last year's same months and the growth on them that was not given."""
    if "growth" in year.figures:
        working = arithmetic("ytd / (1 + growth)", "same months of last year")
        known = {name: year.figures[name] for name in ("ytd", "growth")}
        draft.work_out("prior_ytd", "level", year.prior_ytd, working, **known)
    elif "prior_ytd" in year.figures:
        working = Working("(ytd - prior_ytd) / prior_ytd", *RATE)
        known = {name: year.figures[name] for name in ("ytd", "prior_ytd")}
        draft.work_out("ytd_growth", "rate", year.ytd_growth, working, **known)


def _add_milestone(draft: Draft, year: Year, milestone: Estimate) -> None:
    """Add what is still needed to reach a goal for this year, and the growth that it takes."""
    figures = {**year.figures, "milestone": milestone}
    working = arithmetic("milestone - ytd", "what the rest of the year must bring")
    needed = draft.work_out(
        "still_needed",
        "level",
        renamed(change, previous="ytd", current="milestone"),
        working,
        ytd=year.figures["ytd"],
        milestone=milestone,
    )
    if needed is None:
        return
    high = needed.range.high if needed.range else needed.value
    if high <= 0:
        reason = "the milestone is reached already"
        draft.left_out |= {"needed_per_month": reason, "needed_rest_growth": reason}
        return
    if needed.value <= 0 or (needed.range and needed.range.low <= 0):
        draft.notes.append("Within the rounding, the milestone may be reached already.")
    if year.months < 12:
        working = arithmetic("still_needed / (12 - months)", "a remaining month")
        formula = year.per_month(given("milestone"))
        draft.work_out("needed_per_month", "level", formula, working, **figures)
    if year.has_remainder:
        working = arithmetic(
            "(milestone - ytd) / (prior_year - prior_ytd) - 1", "growth of the remaining months"
        )
        formula = year.rest_growth_to(given("milestone"))
        draft.work_out("needed_rest_growth", "rate", formula, working, **figures)


def _add_notes(draft: Draft, year: Year, method: str, *, asked: bool) -> None:
    """Say what the headline rests on, and what would make it better."""
    if year.months == 12:
        draft.notes.append("All 12 months are in: the year is complete, and nothing is projected.")
    elif method == "blend":
        draft.notes.append(
            "The blend is the geometric mean of the other three methods. On real trade with larger"
            " partners it erred least; on a nation's whole trade same growth did, which --method"
            " same_growth makes the headline."
        )
    elif year.has_remainder and method == "straight_line" and not asked:
        draft.notes.append("The blend has no value here, so the straight line is the headline.")
    elif not year.has_remainder:
        lacking = "the total of last year, --prior-year, is needed for the other methods"
        if not year.has_same_months:
            lacking = f"for last year's pattern add {NEEDS_LAST_YEAR}"
        draft.notes.append(
            f"A straight line takes the months to come to be like those so far; {lacking}."
        )


def _sentence(months: int, method: str) -> str:
    if months == 12:
        return "{ytd} in 12 months: the year is complete."
    span = "the first month" if months == 1 else f"{months} months"
    words = "own growth of the rest" if method == "rest_growth" else method.replace("_", " ")
    return f"{{ytd}} in {span} points to {{full_year}} for the year ({words})."
