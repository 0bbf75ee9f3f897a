"""Where will the year end? Every projection beside the others, and what each claims."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tradecalc.commands.words import RATE, arithmetic
from tradecalc.core.growth import growth_rate
from tradecalc.core.projection import per_month
from tradecalc.core.projection import prior_ytd as prior_ytd_of
from tradecalc.core.ranges import Estimate
from tradecalc.core.year import Year
from tradecalc.errors import InputError
from tradecalc.outputs.report import Column, Draft, Report, Working, cell

if TYPE_CHECKING:
    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Question

METHODS = {  # in the names of the figures; last year's same months are `prior_ytd` or follow
    "straight_line": Working(
        "ytd * 12 / months", "straight-line projection", "OECD, Glossary of Statistical Terms, 6681"
    ),
    "flat_remainder": arithmetic("ytd + prior_year - prior_ytd", "flat remainder"),
    "same_growth": arithmetic("prior_year * ytd / prior_ytd", "same growth, prior-year share"),
    "blend": Working(
        "(straight_line * flat_remainder * same_growth)^(1/3)",
        "geometric mean of the three",
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
    elapsed = question.whole("months", months, kind="count", least=1, most=12)
    figures = {"ytd": question.level("ytd", ytd)}
    if prior_year is not None:
        figures["prior_year"] = question.level("prior_year", prior_year)
    if prior_ytd is not None:
        figures["prior_ytd"] = question.level("prior_ytd", prior_ytd)
    if growth is not None:
        stated = question.rate("growth", growth)
        if prior_ytd is None:
            figures["growth"] = stated
        else:
            _hold_one_fact(draft)
    year = Year(elapsed, figures)
    _hold_part_below_whole(year)
    own = None
    if rest_growth is not None:
        if not year.has_last_year:
            raise InputError(f"--rest-growth needs a remainder to grow: add {NEEDS_LAST_YEAR}")
        own = question.rate("rest_growth", rest_growth, chosen=True)
    headline = _add_methods(draft, year, own, method)
    _add_same_months(draft, year)
    if milestone is not None:
        _add_milestone(draft, year, question.level("milestone", milestone, chosen=True))
    _add_notes(draft, year, headline, asked=method is not None)
    return draft.report(_sentence(elapsed, headline), headline="full_year")


def _hold_one_fact(draft: Draft) -> None:
    """Refuse a growth that its two levels do not have, whichever way they were rounded."""
    now, before, stated = (draft.question.as_written(n) for n in ("ytd", "prior_ytd", "growth"))
    given = draft.question.readings
    if before.high <= 0:
        return
    low = now.low / before.high - 1
    high = now.high / before.low - 1 if before.low > 0 else float("inf")
    if stated.high < low - 1e-12 or stated.low > high + 1e-12:
        levels = [given[name].estimate.value for name in ("ytd", "prior_ytd")]
        implied, said = levels[0] / levels[1] - 1, given["growth"].estimate.value
        raise InputError(
            f"--ytd {levels[0]:g} after --prior-ytd {levels[1]:g} is a growth of"
            f" {100 * implied:.4g} %, and --growth says {100 * said:.4g} %: one of them is wrong"
        )
    draft.notes.append("--growth and --prior-ytd agree within their rounding; --prior-ytd is used.")


def _hold_part_below_whole(year: Year) -> None:
    """Refuse months of last year that come to more than all of it."""
    if not year.has_same_months:
        return
    point = {name: figure.value for name, figure in year.figures.items()}
    part, total = year.prior_ytd(**point), point.get("prior_year", math.inf)
    if part > total:
        reason = "--prior-ytd" if "prior_ytd" in point else "by --growth, last year's same months"
        raise InputError(
            f"{reason} came to {part:.6g}, above --prior-year {total:.6g}: a part exceeds the whole"
        )


def _add_methods(draft: Draft, year: Year, own: Estimate | None, asked: str | None) -> str:
    """Add the table of methods and, as answers, the row of the headline; return its method."""
    names = ["straight_line"]
    if year.has_last_year:
        names += ["flat_remainder", "same_growth", "blend"]
    figures = dict(year.figures)
    if own is not None:
        figures["rest_growth"] = own
        names.append("rest_growth")
    method = _headline(year, figures, names, asked)
    draft.work_out("full_year", "level", year.full_year(method), METHODS[method], **figures)
    draft.add("method", "word", method)
    if "full_year" not in draft.left_out:
        _add_claims(draft, year, method, figures)
    rows = []
    for name in names:
        full_year = year.full_year(name)
        rest = None
        if year.has_last_year:
            rest = _exact_rest_growth(name, figures)
            rest = rest or cell(year.rest_growth(full_year), **figures)
        rows.append(
            (
                name,
                cell(full_year, **figures),
                cell(_growth_to(full_year), **figures) if "prior_year" in figures else None,
                rest,
                cell(_per_month(full_year, year.months), **figures),
            )
        )
    formulas = "; ".join(f"{name}: {METHODS[name].formula}" for name in names)
    columns = [
        Column("method", "word"),
        Column("full_year", "level", "none", arithmetic(formulas, "full year by each method")),
        Column("growth", "rate", working=arithmetic("full_year / prior_year - 1", "on last year")),
        Column("rest_growth", "rate", working=REST_GROWTH),
        Column("rest_per_month", "level", working=PER_MONTH),
    ]
    draft.table("methods", columns, rows)
    return method


def _headline(year: Year, figures: dict[str, Estimate], names: list[str], asked: str | None) -> str:
    """Return the method asked for, or else the blend where it has a value."""
    if asked is not None:
        name = asked.strip().replace("-", "_")
        if name not in METHODS:
            raise InputError(f"--method {asked!r} is none of {', '.join(METHODS)}")
        if name not in names:
            needed = "--rest-growth" if name == "rest_growth" else NEEDS_LAST_YEAR
            why = "the year is complete" if year.months == 12 else f"add {needed}"
            raise InputError(f"--method {name} has nothing to work on: {why}")
        return name
    if "blend" in names and cell(year.full_year("blend"), **figures) is not None:
        return "blend"
    return "straight_line"


def _exact_rest_growth(method: str, figures: dict[str, Estimate]) -> Estimate | None:
    """Return the growth of the rest where a method states it: no arithmetic can blur it then."""
    if method == "flat_remainder":
        return Estimate(0.0)
    if method == "rest_growth":
        return figures["rest_growth"]
    if method == "same_growth":
        return figures.get("growth") or cell(_ytd_growth, **figures)
    return None


def _add_claims(draft: Draft, year: Year, method: str, figures: dict[str, Estimate]) -> None:
    """Add what the headline's full year claims of growth and of the remaining months."""
    full_year = year.full_year(method)
    if "prior_year" in figures:
        working = Working("(full_year - prior_year) / prior_year", *RATE)
        draft.work_out("full_year_growth", "rate", _growth_to(full_year), working, **figures)
    if year.has_last_year:
        stated = _exact_rest_growth(method, figures)
        if stated is not None:
            draft.add("rest_growth", "rate", stated, REST_GROWTH)
        else:
            formula = year.rest_growth(full_year)
            draft.work_out("rest_growth", "rate", formula, REST_GROWTH, **figures)
    if year.months < 12:
        formula = _per_month(full_year, year.months)
        draft.work_out("rest_per_month", "level", formula, PER_MONTH, **figures)


def _growth_to(full_year: Formula) -> Formula:
    return lambda **f: growth_rate(previous=f["prior_year"], current=full_year(**f))


def _per_month(full_year: Formula, months: int) -> Formula:
    return lambda **f: per_month(full_year=full_year(**f), ytd=f["ytd"], months=months)


def _ytd_growth(*, ytd: float, prior_ytd: float, **_: float) -> float:
    return growth_rate(previous=prior_ytd, current=ytd)


def _add_same_months(draft: Draft, year: Year) -> None:
    """Add the one of last year's same months and the growth on them that was not given."""
    if "growth" in year.figures:
        working = arithmetic("ytd / (1 + growth)", "same months of last year")
        known = {name: year.figures[name] for name in ("ytd", "growth")}
        draft.work_out("prior_ytd", "level", prior_ytd_of, working, **known)
    elif "prior_ytd" in year.figures:
        working = Working("(ytd - prior_ytd) / prior_ytd", *RATE)
        known = {name: year.figures[name] for name in ("ytd", "prior_ytd")}
        draft.work_out("ytd_growth", "rate", _ytd_growth, working, **known)


def _add_milestone(draft: Draft, year: Year, milestone: Estimate) -> None:
    """Add what is still needed to reach a goal for this year, and the growth that it takes."""
    figures = {**year.figures, "milestone": milestone}

    def full_year(**f: float) -> float:
        return f["milestone"]

    working = arithmetic("milestone - ytd", "what the rest of the year must bring")
    needed = draft.work_out(
        "still_needed", "level", lambda **f: f["milestone"] - f["ytd"], working, **figures
    )
    if needed is not None and needed.value <= 0:
        draft.notes.append("The milestone is reached already: what is still needed is not above 0.")
    if year.months < 12:
        formula = _per_month(full_year, year.months)
        working = arithmetic("still_needed / (12 - months)", "a month")
        draft.work_out("needed_per_month", "level", formula, working, **figures)
    if year.has_last_year:
        working = arithmetic(
            "(milestone - ytd) / (prior_year - prior_ytd) - 1", "growth of the rest"
        )
        formula = year.rest_growth(full_year)
        draft.work_out("needed_rest_growth", "rate", formula, working, **figures)


def _add_notes(draft: Draft, year: Year, method: str, *, asked: bool) -> None:
    """Say what the headline rests on, and what would make it better."""
    if year.months == 12:
        draft.notes.append("All 12 months are in: the year is complete, and nothing is projected.")
    elif method == "blend":
        draft.notes.append(
            "The blend is the geometric mean of the three above it. On real trade with larger"
            " partners it erred least; on a nation's whole trade same growth did, which --method"
            " same_growth makes the headline."
        )
    elif year.has_last_year and method == "straight_line" and not asked:
        draft.notes.append("The blend has no value here, so the straight line is the headline.")
    elif not year.has_last_year:
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
