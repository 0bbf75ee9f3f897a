"""Every method's full year beside the others, and the one that is the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import cell
from tradecalc.commands.likely import endings_of, why
from tradecalc.commands.words import RATE, all_of, arithmetic, in_words
from tradecalc.core.growth import growth_rate
from tradecalc.core.ranges import Estimate, evaluate
from tradecalc.core.reference import best_first
from tradecalc.errors import DomainError, InputError, quoted
from tradecalc.outputs.report import Cell, Column, Working

if TYPE_CHECKING:
    from tradecalc.commands.draft import Draft
    from tradecalc.commands.from_months import Known
    from tradecalc.commands.likely import Flow
    from tradecalc.core.kinds import Kind
    from tradecalc.core.ranges import Formula, Range
    from tradecalc.core.reference import Endings
    from tradecalc.core.year import Year

METHODS = {  # in the names of the figures; last year's same months are `prior_ytd` or follow
    "straight_line": arithmetic("ytd * 12 / months", "straight-line projection"),
    "flat_remainder": arithmetic("ytd + prior_year - prior_ytd", "flat remainder"),
    "same_growth": arithmetic("prior_year * ytd / prior_ytd", "same growth, prior-year share"),
    "blend": Working(
        "((ytd * 12 / months) * (ytd + prior_year - prior_ytd)"
        " * (prior_year * ytd / prior_ytd))^(1/3)",
        "geometric mean of straight line, flat remainder and same growth",
        "measured on real trade flows",
    ),
    "seasonal": Working(
        "ytd + level * sum of factor * exp(drift * (months_ahead + age) / 12)",
        "smoothed level times seasonal factors, with a drift",
        "measured on real trade flows",
    ),
    "rest_growth": arithmetic(
        "ytd + (prior_year - prior_ytd) * (1 + rest_growth)", "own assumption of the rest's growth"
    ),
}
WORKINGS = {  # of what follows from the full year
    "growth": Working("(full_year - prior_year) / prior_year", *RATE),
    "rest_growth": arithmetic(
        "(full_year - ytd) / (prior_year - prior_ytd) - 1", "growth of the remaining months, h"
    ),
    "rest_per_month": arithmetic("(full_year - ytd) / (12 - months)", "a remaining month"),
    "error": arithmetic("full_year / actual - 1", "error of the projection"),
}
KINDS: dict[str, Kind] = {  # of what a method says of the year
    "full_year": "level",
    "growth": "rate",
    "rest_growth": "rate",
    "rest_per_month": "level",
    "error": "rate",
}
NEEDS_LAST_YEAR = "--prior-year with --growth or --prior-ytd"
SEASONAL = (
    "The seasonal projection is the level without its seasons, smoothed in four ways, times the"
    " seasonal factors of the months to come. Its range follows from the flow's own volatility and"
    " errors, and from how other flows have ended."
)


def add_methods(
    draft: Draft, year: Year, flow: Flow, *, asked: str | None, known: Known | None
) -> str:
    """Add the table of methods and, as answers, the row of the headline; return its method.

    *known* is what a file of months tells of the year, where there is one.
    Raises InputError where the method asked for is none, or has nothing to work on.
    """
    method = headline_method(draft, year, flow, asked=asked, known=known)
    add_full_year(draft, year, flow, method, known.likely if known else None)
    for name, formula in _implied(year, method).items():
        if name != "full_year":
            answer = "full_year_growth" if name == "growth" else name
            draft.work_out(answer, KINDS[name], formula, WORKINGS[name], **year.figures)
    if not draft.question.answers_only:
        _add_table(draft, year)
    return method


def _add_table(draft: Draft, year: Year) -> None:
    """Add the table of what every method says of the year."""
    names = methods_of(year)
    note_missing(draft, year)
    rows = [_row(year, name) for name in names]
    kinds = {name: kind for name, kind in KINDS.items() if name != "error" or year.is_over}
    columns = [Column("method", "word"), *(Column(name, kind) for name, kind in kinds.items())]
    by_method = {"full_year": [working_of(year, name) for name in names]}
    draft.table(
        "methods", columns, [row[: len(columns)] for row in rows], {**WORKINGS, **by_method}
    )


def methods_of(year: Year) -> list[str]:
    """Return the methods whose figures are known."""
    return [name for name in METHODS if _has(year, name)]


def headline_method(
    draft: Draft, year: Year, flow: Flow, *, asked: str | None, known: Known | None
) -> str:
    """Return the method *asked* for, else the one to prefer.

    Raises InputError where the method asked for is none, or has nothing to work on.
    """
    if asked is None:
        return _preferred(year, methods_of(year), flow)
    shown = draft.question.shown("method")
    name = read_method(asked, shown)
    if name in methods_of(year):
        return name
    if name != "seasonal":
        why_not = "add --rest-growth" if year.has_remainder else lacking(year)
    elif known:
        why_not = f"{known.why_not}: take another method"
    else:
        why_not = "add --monthly FILE, with two complete years before this one"
    raise InputError(f"{shown} {name} has nothing to work on: {why_not}")


def read_method(text: str, shown: str) -> str:
    """Return the method that *text* names; *shown* is what a message calls it.

    Raises InputError where it is none.
    """
    name = text.strip().replace("-", "_").replace(" ", "_")
    if name not in METHODS:
        raise InputError(f"{shown} {quoted(text)} is not one of {', '.join(METHODS)}")
    return name


def add_full_year(
    draft: Draft, year: Year, flow: Flow, method: str, seasonal: Range | None
) -> None:
    """Add the full year by *method*, with the range that such years have ended in."""
    working = working_of(year, method)
    full = draft.work_out("full_year", "level", year.full_year(method), working, **year.figures)
    draft.add("method", "word", method)
    if method == "seasonal":
        draft.expect("full_year", seasonal)
    elif full:
        _add_likely(draft, year, full.value, endings_of(method, flow, year.months))
    if year.is_over:
        draft.add("actual", "level", year.figures["actual"])


def working_of(year: Year, method: str) -> Working:
    """Return how *method* works, in the names that the year's figures go by."""
    working = METHODS[method]
    return working._replace(formula=working.formula.replace("prior_year", year.prior))


def note_missing(draft: Draft, year: Year) -> None:
    """Note which methods have no full year, and why."""
    missing: dict[str, list[str]] = {}
    for method in methods_of(year):
        try:
            evaluate(year.full_year(method), **year.figures)
        except DomainError as error:
            missing.setdefault(str(error), []).append(in_words(method))
    for why_not, names in missing.items():
        they = f"Method {names[0]} is" if len(names) == 1 else f"Methods {all_of(names)} are"
        draft.notes.append(f"{they} left out: {why_not}.")


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
            name = in_words(best)
            draft.notes.append(
                f"The {name} has no value here, so the {in_words(method)} is the headline."
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


def needed(year: Year) -> str:
    """Return the options that make last year's remaining months known."""
    return "--growth or --prior-ytd" if year.prior == "base" else NEEDS_LAST_YEAR


def lacking(year: Year) -> str:
    """Return what keeps last year's remaining months from being known."""
    return "the year is complete" if year.months == 12 else f"add {needed(year)}"


def _has(year: Year, method: str) -> bool:
    """Whether the figures that *method* is made of are known."""
    if method in ("seasonal", "rest_growth"):
        return method in year.figures
    return method == "straight_line" or year.has_remainder


def _add_likely(draft: Draft, year: Year, full_year: float, found: Endings | None) -> None:
    """Give the full year the range that such years have ended in four times in five."""
    if found and full_year > 0:  # nothing so far says nothing of the rest
        ytd = year.figures["ytd"].value
        draft.expect("full_year", found.likely(full_year, ytd))
        draft.add("likely_median", "level", Estimate(found.median(full_year, ytd)))


def _row(year: Year, method: str) -> tuple[Cell, ...]:
    """Return what a method says of the year: nothing where it has no full year."""
    implied = _implied(year, method)
    if cell("level", year.full_year(method), **year.figures) is None:
        implied = {}
    return method, *(
        cell(k, implied[c], **year.figures) if c in implied else None for c, k in KINDS.items()
    )


def _implied(year: Year, method: str) -> dict[str, Formula]:
    """Return the formulas of what a method says of the year, as far as the figures go."""
    full_year = year.full_year(method)
    implied = {"full_year": full_year}
    if year.prior in year.figures:
        implied["growth"] = year.growth(method)
    if year.has_remainder:
        implied["rest_growth"] = year.rest_growth(method)
    if year.months < 12:
        implied["rest_per_month"] = year.per_month(full_year)
    if year.is_over:
        implied["error"] = lambda **f: growth_rate(previous=f["actual"], current=full_year(**f))
    return implied


def _preferred(year: Year, names: list[str], flow: Flow) -> str:
    """Return the method to prefer: from months, else the one that erred least on such flows."""
    if "seasonal" in names:
        return "seasonal"
    for method in best_first(flow.kind, year.months) if year.months < 12 else ():
        formula = year.full_year(method)
        if method in names and cell("level", formula, **year.figures) is not None:
            return method
    return "straight_line"
