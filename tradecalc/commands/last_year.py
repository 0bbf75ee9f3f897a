"""What is given of last year beside this one: read, and held to be possible all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.core.year import Year
from tradecalc.errors import DomainError, InputError

if TYPE_CHECKING:
    from tradecalc.commands.draft import Draft


def read_year(
    draft: Draft,
    *,
    ytd: str,
    months: str,
    prior_year: str | None,
    prior_ytd: str | None,
    growth: str | None,
) -> Year:
    """Read what is known of this year and the last, and hold that it can all be true.

    Raises InputError where two of the figures are one fact twice and clash, or a part exceeds
    its whole, DomainError where a growth leaves nothing to have grown from.
    """
    question = draft.question
    elapsed = question.whole("months", months, kind="count", least=1, most=12)
    figures = {"ytd": question.level("ytd", ytd)}
    if prior_year is not None:
        figures["prior_year"] = question.level("prior_year", prior_year)
    if prior_ytd is not None:
        figures["prior_ytd"] = question.level("prior_ytd", prior_ytd)
    if growth is not None:
        stated = question.rate("growth", growth)
        if (stated.range.low if stated.range else stated.value) <= -1:
            raise DomainError(f"--growth {growth} leaves nothing: it must be above -100 %")
        if prior_ytd is None:
            figures["growth"] = stated
        else:
            _hold_growth(draft, "prior_ytd")
            note = "--growth and --prior-ytd agree within their rounding; --prior-ytd is used."
            draft.notes.append(note)
    year = Year(elapsed, figures)
    if elapsed == 12 and "prior_year" in figures:
        _hold_whole_year(draft, year)
    else:
        _hold_part_below_whole(year)
    return year


def _hold_growth(draft: Draft, before: str) -> None:
    """Refuse a growth that --ytd does not have on the level *before*, however they were rounded."""
    now, then, stated = (draft.question.as_written(name) for name in ("ytd", before, "growth"))
    # In whole fractions, so that ranges that just touch agree: now = then * (1 + growth).
    least = min(level * (1 + rate) for level in then for rate in stated)
    most = max(level * (1 + rate) for level in then for rate in stated)
    if now[1] < least or now[0] > most:
        written = {
            name: draft.question.readings[name].written for name in ("ytd", before, "growth")
        }
        option = before.replace("_", "-")
        raise InputError(
            f"--ytd {written['ytd']} after --{option} {written[before]} and --growth"
            f" {written['growth']} are one fact twice and clash: they say"
            f" {_implied(draft, before)} and {_in_per_cent(draft)}; drop the wrong one"
        )


def _implied(draft: Draft, before: str) -> str:
    """Return the growth that the two levels say, in words."""
    now, then = (draft.question.value(name) for name in ("ytd", before))
    return f"{100 * (now / then - 1):.4g} %" if then > 0 else "growth from nothing"


def _in_per_cent(draft: Draft) -> str:
    return f"{100 * draft.question.value('growth'):.4g} %"


def _hold_whole_year(draft: Draft, year: Year) -> None:
    """At 12 months last year's same months are last year: hold that they are one number."""
    if "growth" in year.figures:
        _hold_growth(draft, "prior_year")
    elif "prior_ytd" in year.figures:
        part, total = (draft.question.as_written(name) for name in ("prior_ytd", "prior_year"))
        if part[1] < total[0] or part[0] > total[1]:
            written = draft.question.readings
            raise InputError(
                f"--prior-ytd {written['prior_ytd'].written} and --prior-year"
                f" {written['prior_year'].written} are the same 12 months and clash: drop one"
            )


def _hold_part_below_whole(year: Year) -> None:
    """Refuse months of last year that come to more than all of it."""
    if "prior_year" not in year.figures or not year.has_same_months:
        return
    point = {name: figure.value for name, figure in year.figures.items()}
    part, total = year.prior_ytd(**point), point["prior_year"]
    if part > total:
        reason = "--prior-ytd" if "prior_ytd" in point else "by --growth, last year's same months"
        raise InputError(
            f"{reason} came to {part:.6g}, above --prior-year {total:.6g}: a part exceeds the whole"
        )
