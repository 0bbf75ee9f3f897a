"""What is given of last year beside this one: read, and held to be possible all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.core.ranges import evaluate
from tradecalc.core.year import Year
from tradecalc.errors import DomainError, InputError

if TYPE_CHECKING:
    from fractions import Fraction

    from tradecalc.commands.draft import Draft

    Ends = tuple[Fraction, Fraction]


def read_year(
    draft: Draft,
    *,
    ytd: str,
    months: str,
    prior_year: str | None,
    prior_ytd: str | None,
    growth: str | None,
    prior: str = "prior_year",
) -> Year:
    """Read what is known of this year and the last, and hold that it can all be true.

    *prior* is the name that last year's total goes by: its option.
    Raises InputError where two of the figures are one fact twice and clash, or a part exceeds
    its whole, DomainError where a growth leaves nothing to have grown from.
    """
    question = draft.question
    elapsed = question.whole("months", months, kind="count", least=1, most=12)
    figures = {"ytd": question.level("ytd", ytd)}
    if prior_year is not None:
        figures[prior] = question.level(prior, prior_year)
    if prior_ytd is not None:
        figures["prior_ytd"] = question.level("prior_ytd", prior_ytd)
    if growth is not None:
        stated = question.rate("growth", growth)
        if stated.low <= -1:
            raise DomainError(
                f"{question.shown('growth')} {growth} leaves nothing: it must be above -100 %"
            )
        if prior_ytd is None:
            figures["growth"] = stated
        else:
            _hold_growth(draft, "prior_ytd")
            note = "--growth and --prior-ytd agree within their rounding; --prior-ytd is used."
            draft.notes.append(note)
    year = Year(elapsed, figures, prior)
    if elapsed == 12 and prior in figures:
        _hold_whole_year(draft, year)
    else:
        _hold_part_below_whole(draft, year)
    return year


def _hold_growth(draft: Draft, before: str) -> None:
    """Refuse a growth that --ytd does not have on the level *before*, however they were rounded."""
    now, then, stated = (draft.question.as_written(name) for name in ("ytd", before, "growth"))
    if clash(now, then, stated):
        ytd, prior, growth = (_said(draft, name) for name in ("ytd", before, "growth"))
        raise InputError(
            f"{ytd} after {prior} and {growth} are one fact twice and clash: they say"
            f" {_implied(draft, before)} and {_in_per_cent(draft)}; drop the wrong one"
        )


def _said(draft: Draft, name: str) -> str:
    """Return a figure by its name and as it was written."""
    return f"{draft.question.shown(name)} {draft.question.readings[name].written}"


def clash(now: Ends, then: Ends, stated: Ends) -> bool:
    """Whether no level *now* is a level *then* after a growth as *stated*, each from low to high.

    In whole fractions, so that ranges that just touch agree: now = then * (1 + growth).
    """
    grown = [level * (1 + rate) for level in then for rate in stated]
    return now[1] < min(grown) or now[0] > max(grown)


def _implied(draft: Draft, before: str) -> str:
    """Return the growth that the two levels say, in words."""
    now, then = (draft.question.value(name) for name in ("ytd", before))
    return f"{100 * (now / then - 1):.4g} %" if then > 0 else "growth from nothing"


def _in_per_cent(draft: Draft) -> str:
    return f"{100 * draft.question.value('growth'):.4g} %"


def _hold_whole_year(draft: Draft, year: Year) -> None:
    """At 12 months last year's same months are last year: hold that they are one number."""
    if "growth" in year.figures:
        _hold_growth(draft, year.prior)
    elif "prior_ytd" in year.figures:
        part, total = (draft.question.as_written(name) for name in ("prior_ytd", year.prior))
        if part[1] < total[0] or part[0] > total[1]:
            raise InputError(
                f"{_said(draft, 'prior_ytd')} and {_said(draft, year.prior)} are the same 12 months"
                " and clash: drop one"
            )


def _hold_part_below_whole(draft: Draft, year: Year) -> None:
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
