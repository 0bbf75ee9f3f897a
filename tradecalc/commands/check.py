"""Do published figures agree with one another, and what do they imply?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.claimed import Claimed, kind_of, nearest, outward, read_claims
from tradecalc.commands.clash import because, listed, resting_on, smallest_clash
from tradecalc.commands.draft import Draft
from tradecalc.core.claims import Bounds, ClaimCheck
from tradecalc.core.quantities import GROWTHS
from tradecalc.core.ranges import Estimate
from tradecalc.errors import DomainError, InputError
from tradecalc.inputs.claims import FORM, parse_to_date
from tradecalc.outputs.report import Column, Working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.core.quantities import Quantity
    from tradecalc.inputs.question import Question
    from tradecalc.outputs.report import Cell, Report

MOST = 100  # claims; more would take seconds
LOW, HIGH = Column("low", "level", toward="down"), Column("high", "level", toward="up")
CLAIMS = (Column("claim", "text"), LOW, HIGH)
IMPLIED = (Column("quantity", "text"), LOW, HIGH, Column("note", "text"))
BETWEEN = (Column("flow", "text"), Column("after", "text"), Column("to", "text"), *IMPLIED[1:])
VERDICT = Working(
    "low <= quantity <= high for every claim, with exports, imports >= 0",
    "consistency of rounded figures",
    "linear programming, exact; Bland, 1977",
)


def check(question: Question, *, claims: Sequence[str] = (), period: str | None = None) -> Report:
    """Report whether *claims* can all be true at once, and what they leave open.

    *period* is that of the claims without their own.
    Raises InputError where one is not a claim, DomainError where a number is too large.
    """
    if not claims:
        raise InputError(f"check needs claims: {FORM}")
    if len(claims) > MOST:
        raise InputError(
            f"{len(claims)} claims are more than the {MOST} that are checked at once: drop some"
        )
    if period is not None:
        parse_to_date(period, "--period")  # also where every claim has its own
    draft = Draft("check", question)
    stated = read_claims(question, claims, period)
    clash = smallest_clash(stated)
    draft.add("verdict", "word", "inconsistent" if clash else "consistent", VERDICT)
    if not question.answers_only:
        _add_tables(draft, stated, clash)
    if clash:
        _note_conventions(draft, clash)
        sentence = f"These figures cannot all be true: {because(clash, question.unit)}."
        return draft.report(sentence, headline="verdict", says_no=True)
    all_of_them = "This figure can be" if len(stated) == 1 else "These figures can all be"
    return draft.report(f"{all_of_them} true{' at once' * (len(stated) > 1)}.", headline="verdict")


def _add_tables(draft: Draft, stated: Sequence[Claimed], clash: Sequence[Claimed]) -> None:
    """Add the tables of the claims, of those that clash, and else of what they imply."""
    if clash:
        _add_claims(draft, "clash", clash)
        _add_claims(draft, "claims", stated)
        return
    found = ClaimCheck([one.claim for one in stated])
    _add_claims(draft, "claims", stated, found)
    _add_implied(draft, found)


def _add_claims(
    draft: Draft, name: str, claims: Sequence[Claimed], found: ClaimCheck | None = None
) -> None:
    """Add a table of claims as they were read; *found* has levels that all of them are true of."""
    rows = []
    for one in claims:
        row = [one.written, outward(one.claim.low, up=False), outward(one.claim.high, up=True)]
        if found:
            row.append(Estimate(nearest(one.claim.quantity.value(found.witness))))
        rows.append(row)
    columns = (*CLAIMS, Column("witness", "level", heading="such as")) if found else CLAIMS
    draft.table(name, columns, rows, {}, kinds=[one.kind for one in claims])


def _add_implied(draft: Draft, found: ClaimCheck) -> None:
    """Add the table of what the claims leave open of every quantity of their periods."""
    quantities = found.quantities()
    rows = [_implied(found, quantity) for quantity in quantities]
    draft.table("implied", IMPLIED, rows, {}, kinds=[kind_of(one) for one in quantities])
    gains = [
        (earlier.name, earlier.period, later.period, *_shown(found.gain(earlier, later)))
        for earlier, later in found.gains()
    ]
    if gains:
        draft.table("between", BETWEEN, gains, {})


def _implied(found: ClaimCheck, quantity: Quantity) -> tuple[Cell, ...]:
    """Return a quantity, the ends of its exact range, and what to note of it."""
    try:
        low, high, note = _shown(found.bounds(quantity))
    except DomainError as error:
        return str(quantity), None, None, f"none: {error}"
    if quantity.name in GROWTHS and low and high and low.value < 0 < high.value:
        note = "sign open"
    return str(quantity), low, high, note


def _shown(bounds: Bounds) -> tuple[Estimate | None, Estimate | None, str]:
    """Return both ends of a range, and where it has none."""
    low, high = bounds.low, bounds.high
    note = ""
    if low is None or high is None:
        note = "unbounded" if low == high else f"unbounded {'below' if low is None else 'above'}"
    return outward(low, up=False), outward(high, up=True), note


def _note_conventions(draft: Draft, clash: Sequence[Claimed]) -> None:
    """Say where a clash rests on how "more than" and its like are read."""
    if far := resting_on(clash):
        ends, them = ("far end", "its") if len(far) == 1 else ("far ends", "their")
        draft.notes.append(
            f"The clash rests on the {ends} of {listed(far)}, which only a convention sets: with"
            f" {them} {ends} open these figures agree."
        )
