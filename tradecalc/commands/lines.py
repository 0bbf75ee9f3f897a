"""The lines of a decomposition, whatever the total is split into: read, held, laid out, noted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.commands.two_levels import disagree
from tradecalc.commands.words import RATE, arithmetic, first_of
from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import DomainError, InputError
from tradecalc.outputs.report import Column, Working

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradecalc.commands.draft import Draft
    from tradecalc.commands.two_levels import Ends
    from tradecalc.core.kinds import Kind

CONTRIBUTION = ("contribution to growth, in percentage points", "INSEE, definitions, c1207")
COLUMNS = (  # with headings and digits that let a table without ranges fit 80 columns
    Column("level", "level"),
    Column("prior", "level"),
    Column("change", "level"),
    Column("growth", "rate", digits=1),
    Column("share", "share", digits=1),
    Column("contribution", "points", digits=1),
    Column("share_of_change", "share", heading="of change", digits=1),
)
WORKINGS = {
    "change": arithmetic("level - prior", "change"),
    "growth": Working("(level - prior) / prior", *RATE),
    "share": arithmetic("level / total", "share of the total"),
    "contribution": Working("change / prior_total", *CONTRIBUTION),
    "share_of_change": arithmetic("change / (total - prior_total)", "share of the total's change"),
}


class Line(NamedTuple):
    """What is known of one component of a total, or of the total, in the order of COLUMNS."""

    name: str
    level: Estimate
    prior: Estimate | None = None
    change: Estimate | None = None
    growth: Estimate | None = None
    share: Estimate | None = None
    contribution: Estimate | None = None
    share_of_change: Estimate | None = None


def read_before(
    draft: Draft,
    *,
    prior: tuple[str, str | None],
    growth: tuple[str, str | None],
    now: Callable[[], Ends],
) -> Estimate | None:
    """Read what is said of a flow a year before: last year's level, else the growth on it.

    *prior* and *growth* are the name and the text of each, *now* gives the exact ends of this
    year's level. Where both are said and agree, last year's level is used, and a note says so.
    Raises InputError where the two clash, DomainError where the growth leaves nothing.
    """
    question = draft.question
    stated = None
    if growth[1] is not None:
        stated = question.rate(growth[0], growth[1])
        if stated.low <= -1:
            raise DomainError(
                f"{question.shown(growth[0])} {growth[1]} leaves nothing to have grown from: it"
                " must be above -100 %, or give last year's level instead"
            )
    if prior[1] is None:
        return stated
    level = question.flow_level(prior[0], prior[1])
    if growth[1] is not None:
        then, rate = (question.as_written(name) for name in (prior[0], growth[0]))
        if disagree(now(), then, rate):
            raise InputError(
                f"{question.shown(prior[0])} {prior[1]} and {question.shown(growth[0])}"
                f" {growth[1]} state one growth twice, and differently: drop the wrong one"
            )
        del question.readings[growth[0]]  # or the answer would quote a growth it does not rest on
        draft.notes.append(
            f"{question.shown(growth[0])} and {question.shown(prior[0])} agree within their"
            f" rounding; {question.shown(prior[0])} is used."
        )
    return level


def require_rest(draft: Draft, rest: Estimate, name: str, too_much: str) -> None:
    """Require that *name*, what is left of a total, is not below zero, and note where it may be.

    *too_much* says whose parts are how much.
    Raises InputError where the parts exceed the total, whatever the rounding or as written.
    """
    if rest.value < 0:
        reason = "a part exceeds the whole"
        if rest.range and rest.range.high >= 0:
            reason = (
                f"within the rounding {name} may be zero or more, but the figures as written leave"
                " less: write them with more digits"
            )
        elif not draft.question.rounded:
            reason += "; if the figures are rounded, add --rounded"
        raise InputError(f"{too_much}: {reason}")
    if rest.range and rest.range.low < 0:
        draft.notes.append(
            f"Within the rounding {name} may be zero: ranges end there, because a flow cannot be"
            " below zero."
        )


def cut(estimate: Estimate, *, most: float = math.inf) -> Estimate:
    """Return the level of a flow, not below zero, or a share, which is 1 at *most*."""
    ends = estimate.range
    if ends is None or 0 <= ends.low <= ends.high <= most:
        return estimate
    low, high = (min(max(end, 0.0), most) for end in (ends.low, ends.high))
    return Estimate(min(max(estimate.value, low), high), Range(low, high))


def add_lines(draft: Draft, table: str, first: str, lines: Sequence[Line]) -> None:
    """Add the table of *lines*, the total the last, without columns that none of them fills."""
    moved = lines[-1].change
    if moved and _may_be_zero(moved):
        lines = [line._replace(share_of_change=None) for line in lines]
        draft.notes.append(
            "The total may not have changed, within the rounding: shares of its change are left"
            " out."
            if moved.range
            else "The total has not changed: there are no shares of its change."
        )
    if all(line.contribution is None for line in lines[:-1]):  # then that of the total says nothing
        lines = [line._replace(contribution=None, share_of_change=None) for line in lines]
    kept = [k for k in range(1, len(Line._fields)) if any(line[k] is not None for line in lines)]
    draft.table(
        table,
        [Column(first, "text"), *(COLUMNS[k - 1] for k in kept)],
        [(line.name, *(line[k] for k in kept)) for line in lines],
        WORKINGS,
        explained=0,
    )


def note_open_signs(draft: Draft, named: Sequence[tuple[str, Kind, Estimate | None]]) -> None:
    """Say which quantities the rounding leaves either sign."""
    found = [(name, kind, e) for name, kind, e in named if e and e.range and _is_open(e.range)]
    if len(found) > 3:
        names = first_of([name for name, _, _ in found])
        draft.notes.append(f"Within the rounding these may be of either sign: {names}.")
        return
    for name, kind, estimate in found:
        from tradecalc.outputs.display import decimals_for, estimate_text, span, suffix  # noqa: PLC0415  a bare answer seldom needs it

        decimals = decimals_for(kind, [estimate], written=2, digits=None)
        ends = span(*estimate_text(estimate, kind, decimals)[1:])
        unit = suffix(kind, draft.question.unit)
        draft.notes.append(f"The {name} may be of either sign: {ends}{unit}.")


def _is_open(ends: Range) -> bool:
    """Whether a range reaches to both sides of zero, by more than the arithmetic may be off."""
    return min(-ends.low, ends.high) > 1e-9 * (ends.high - ends.low)


def _may_be_zero(change: Estimate) -> bool:
    return change.low <= 0 <= change.high
