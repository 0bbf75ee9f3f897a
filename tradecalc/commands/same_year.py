"""What a year in progress says beside its projection: last year's same months, a goal's needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.words import RATE, arithmetic
from tradecalc.core.growth import change
from tradecalc.core.ranges import Estimate, given, renamed
from tradecalc.outputs.report import Working

if TYPE_CHECKING:
    from tradecalc.commands.draft import Draft
    from tradecalc.core.year import Year


def add_same_months(draft: Draft, year: Year) -> None:
    """Add the one of last year's same months and the growth on them that was not given."""
    if "growth" in year.figures:
        working = arithmetic("ytd / (1 + growth)", "same months of last year")
        known = {name: year.figures[name] for name in ("ytd", "growth")}
        draft.work_out("prior_ytd", "level", year.prior_ytd, working, **known)
    elif "prior_ytd" in year.figures:
        working = Working("(ytd - prior_ytd) / prior_ytd", *RATE)
        known = {name: year.figures[name] for name in ("ytd", "prior_ytd")}
        draft.work_out("ytd_growth", "rate", year.ytd_growth, working, **known)


def add_milestone(draft: Draft, year: Year, milestone: Estimate) -> None:
    """Add what is still needed to reach a goal for this year, and the growth that it takes."""
    names = ["still_needed", "needed_per_month", "needed_rest_growth"]
    if year.months == 12:
        reason = "all 12 months are in, and none is left to bring anything"
        draft.left_out |= dict.fromkeys(names[: 3 if year.has_same_months else 2], reason)
        return
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
    high = needed.high
    if high <= 0:
        reason = "the milestone is reached already"
        draft.left_out |= dict.fromkeys(names[1 : 3 if year.has_remainder else 2], reason)
        return
    if needed.value <= 0 or (needed.range and needed.range.low <= 0):
        draft.notes.append("Within the rounding, the milestone may be reached already.")
    working = arithmetic("still_needed / (12 - months)", "a remaining month")
    formula = year.per_month(given("milestone"))
    draft.work_out("needed_per_month", "level", formula, working, **figures)
    if year.has_remainder:
        working = arithmetic(
            "(milestone - ytd) / (prior_year - prior_ytd) - 1", "growth of the remaining months"
        )
        formula = year.rest_growth_to(given("milestone"))
        draft.work_out("needed_rest_growth", "rate", formula, working, **figures)
