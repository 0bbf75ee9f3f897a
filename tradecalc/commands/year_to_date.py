"""The year in progress, by totals: read, and held to be possible all at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tradecalc.commands.methods import lacking
from tradecalc.commands.two_levels import disagree
from tradecalc.core.ranges import evaluate
from tradecalc.core.year import Year
from tradecalc.errors import DomainError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.commands.draft import Draft
    from tradecalc.inputs.question import Question


def read_year(draft: Draft, totals: Mapping[str, str | None], *, prior: str = "prior_year") -> Year:
    """Read what is known of this year and the last from *totals*, and require that it can be true.

    *prior* is the name that last year's total, `prior_year`, goes by: its option.
    Raises InputError where figures are missing, two are one fact twice and clash, or a part
    exceeds its whole, DomainError where a growth leaves nothing to have grown from.
    """
    question = draft.question
    ytd, months = _needed(draft, totals)
    prior_year, prior_ytd, growth = (totals[name] for name in ("prior_year", "prior_ytd", "growth"))
    elapsed = question.whole("months", months, kind="count", least=1, most=12)
    figures = {"ytd": question.flow_level("ytd", ytd)}
    if prior_year is not None:
        figures[prior] = question.flow_level(prior, prior_year)
    if prior_ytd is not None:
        figures["prior_ytd"] = question.flow_level("prior_ytd", prior_ytd)
    if growth is not None:
        stated = question.rate("growth", growth)
        if stated.low <= -1:
            raise DomainError(
                f"{question.shown('growth')} {growth} leaves nothing: it must be above -100 %"
            )
        if prior_ytd is None:
            figures["growth"] = stated
        else:
            _require_growth(draft, "prior_ytd")
            note = "--growth and --prior-ytd agree within their rounding; --prior-ytd is used."
            draft.notes.append(note)
    year = Year(elapsed, figures, prior)
    if elapsed == 12 and prior in figures:
        year = _whole_year(draft, year)
    else:
        _require_part_below_whole(draft, year)
    return year


def _needed(draft: Draft, totals: Mapping[str, str | None]) -> tuple[str, str]:
    """Return the total so far and the number of its months, without which there is no year.

    Raises InputError where one is missing.
    """
    ytd, months = totals["ytd"], totals["months"]
    if ytd is None or months is None:
        missing = " and ".join(f"--{name}" for name in ("ytd", "months") if totals[name] is None)
        raise InputError(
            f"{draft.command} needs --ytd and --months, or --monthly FILE: add {missing}"
        )
    return ytd, months


def _require_growth(draft: Draft, before: str) -> None:
    """Refuse a growth that --ytd does not have on the level *before*, however they were rounded."""
    now, then, stated = (draft.question.as_written(name) for name in ("ytd", before, "growth"))
    if disagree(now, then, stated):
        ytd, prior, growth = (_said(draft, name) for name in ("ytd", before, "growth"))
        raise InputError(
            f"{ytd} after {prior} and {growth} state one growth twice, and differently:"
            f" {_implied(draft, before)} and {_in_per_cent(draft)}; drop the wrong one"
        )


def _said(draft: Draft, name: str) -> str:
    """Return a figure by its name and as it was written."""
    return f"{draft.question.shown(name)} {draft.question.readings[name].written}"


def _implied(draft: Draft, before: str) -> str:
    """Return the growth that the two levels say, in words."""
    now, then = (draft.question.value(name) for name in ("ytd", before))
    return f"{100 * (now / then - 1):.4g} %" if then > 0 else "growth from nothing"


def _in_per_cent(draft: Draft) -> str:
    return f"{100 * draft.question.value('growth'):.4g} %"


def _whole_year(draft: Draft, year: Year) -> Year:
    """Return the year at 12 months, when last year's same months are last year: one number."""
    if "growth" in year.figures:
        _require_growth(draft, year.prior)
    elif "prior_ytd" in year.figures:
        part, total = (draft.question.as_written(name) for name in ("prior_ytd", year.prior))
        if part[1] < total[0] or part[0] > total[1]:
            raise InputError(
                f"{_said(draft, 'prior_ytd')} and {_said(draft, year.prior)} are the same 12 months"
                " and clash: drop one"
            )
        prior, same = (draft.question.shown(name) for name in (year.prior, "prior_ytd"))
        draft.notes.append(f"{same} and {prior} agree within their rounding; {prior} is used.")
        figures = {name: f for name, f in year.figures.items() if name != "prior_ytd"}
        return replace(year, figures=figures)
    return year


def _require_part_below_whole(draft: Draft, year: Year) -> None:
    """Refuse months of last year that come to more than all of it, whatever the rounding.

    Where they do by the figures as written alone, what last year's other months are needed for
    has no value.
    """
    if year.prior not in year.figures or not year.has_same_months:
        return
    point = {name: figure.value for name, figure in year.figures.items()}
    if year.prior_ytd(**point) <= point[year.prior]:
        return
    part, whole = evaluate(year.prior_ytd, **year.figures), year.figures[year.prior]
    shown = draft.question.shown
    reason = f"by {shown('growth')}, last year's same months"
    if "prior_ytd" in point:
        reason = shown("prior_ytd")
    above = f"{reason} came to {part.value:.6g}, above {shown(year.prior)} {whole.value:.6g}"
    least = part.low
    if least > whole.high:
        remedy = "; if the figures are rounded, add --rounded" if _may_fit(draft, year) else ""
        raise InputError(f"{above}: a part exceeds the whole{remedy}")
    draft.notes.append(
        f"{above[:1].upper()}{above[1:]}, though within the rounding the part fits the whole:"
        " write more digits."
    )


def _may_fit(draft: Draft, year: Year) -> bool:
    """Whether last year's same months may be part of last year, were all figures rounded."""
    written = draft.question.as_written
    most = written(year.prior)[1]
    if "prior_ytd" in year.figures:
        return written("prior_ytd")[0] <= most
    return written("ytd")[0] <= most * (1 + written("growth")[1])


def refuse_beside_file(totals: Mapping[str, str | None]) -> None:
    """Refuse totals beside the file of months that they would come from."""
    for name, text in totals.items():
        if text is not None:
            raise InputError(f"--monthly FILE gives --{name.replace('_', '-')}: drop one of them")


def refuse_rounded_months(question: Question) -> None:
    """Refuse to read months as rounded, where no other figure could be."""
    if question.rounded:
        raise InputError(
            "--rounded is for figures that were rounded for print, and the months of a file are"
            " taken as exact: drop one"
        )


def with_own_growth(draft: Draft, year: Year, text: str | None) -> Year:
    """Return the year with the user's own growth of its rest, if there is one.

    Raises InputError where there is no rest to grow, DomainError where less than nothing is left.
    """
    if text is None:
        return year
    if not year.has_remainder:
        raise InputError(f"--rest-growth needs a remainder to grow: {lacking(year)}")
    own = draft.question.rate("rest_growth", text, chosen=True)
    if own.low < -1:
        raise DomainError(
            f"{draft.question.shown('rest_growth')} {text} leaves less than nothing: -100 % is the"
            " least"
        )
    return replace(year, figures={**year.figures, "rest_growth": own})
