"""Are we on track? The year in progress held against the path from base to goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.commands.likely import read_flow
from tradecalc.commands.methods import add_basis, add_full_year, headline_method
from tradecalc.commands.pace import GAP, add_arrival, add_chance, add_pace, add_table, hold
from tradecalc.commands.running_year import read_track
from tradecalc.commands.same_year import add_same_months
from tradecalc.commands.target import add_required
from tradecalc.commands.words import arithmetic, in_words
from tradecalc.core.ranges import Estimate
from tradecalc.core.track import ON_TRACK
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradecalc.commands.pace import Held
    from tradecalc.core.track import Track
    from tradecalc.inputs.monthly import Choice
    from tradecalc.inputs.question import Question
    from tradecalc.outputs.report import Report

CERTAIN = {1.0: "have reached already", 0.0: "are above already"}


def track(
    question: Question,
    *,
    base: str | None = None,
    goal: str | None = None,
    year: str | None = None,
    years: str | None = None,
    base_year: str | None = None,
    ytd: str | None = None,
    months: str | None = None,
    prior_year: str | None = None,
    prior_ytd: str | None = None,
    growth: str | None = None,
    rest_growth: str | None = None,
    method: str | None = None,
    flow: str | None = None,
    monthly: str | None = None,
    choice: Choice | None = None,
    current_year: str | None = None,
    asserted: bool = False,
) -> Report:
    """Report whether the year in progress is on the path from base to goal, by every method.

    The year's figures are totals, or those of a file of months, *monthly*, read by *choice*.
    *asserted* makes the report say no unless the year is on track.
    Raises InputError where figures are missing or clash, DomainError where they have no path.
    """
    said = {"base": base, "goal": goal, "year": year, "years": years, "base_year": base_year}
    said |= {"ytd": ytd, "months": months, "prior_year": prior_year, "prior_ytd": prior_ytd}
    said |= {"growth": growth, "rest_growth": rest_growth, "monthly": monthly}
    draft = Draft("track", question)
    way, known = read_track(draft, {**said, "current_year": current_year}, choice)
    kind = read_flow(question, flow, way.year)
    chosen = headline_method(draft, way.year, kind, asked=method, known=known)
    required = _add_path(draft, way)
    add_full_year(draft, way.year, kind, chosen, known.likely if known else None)
    draft.work_out("gap", "level", way.gap(chosen), GAP, **way.figures)
    add_same_months(draft, way.year)
    held = hold(draft, way, required)
    add_pace(draft, way, held[chosen])
    turned, clause = _turned(held, chosen)
    if held[chosen].verdict:
        draft.add("turned_by", "word", turned)
    add_chance(draft, way, kind, chosen, known.seasonal if known else None)
    add_arrival(draft, way, chosen)
    if not question.answers_only:
        add_table(draft, way, held)
    add_basis(draft, way.year, kind, chosen, known, asked=method is not None)
    _add_notes(draft, way, held)
    return draft.report(
        _sentence(draft, way, held[chosen], clause),
        headline="verdict",
        says_no=asserted and not held[chosen].is_on_track,
    )


def _add_path(draft: Draft, way: Track) -> Estimate:
    """Add what the path asks of this year, and the growth that it requires, which is returned.

    Raises DomainError where no growth leads from base to goal.
    """
    formula = f"base * (goal / base)^((current_year - base_year) / {way.path.years})"
    working = arithmetic(formula, "level on the path of equal growth")
    draft.work_out("milestone", "level", way.milestone, working, **way.path.figures)
    required = add_required(draft, way.path)
    if required is None:
        raise DomainError(draft.left_out["required_cagr"])
    return required


def _turned(held: Mapping[str, Held], chosen: str) -> tuple[str, str]:
    """Return what would turn the verdict, between on track and not: a word, and a clause."""
    leading = held[chosen]
    verb, where = ("take", "it off track") if leading.is_on_track else ("put", "it on track")
    others = [one for one in held.values() if one.verdict and one.method != chosen]
    against = [one for one in others if one.is_on_track != leading.is_on_track]
    is_ranged = bool(leading.ratio and leading.ratio.range)
    if against:
        other = f"other methods {verb}" if len(against) > 1 else f"another method {verb}s"
        clause = f"; {other} {where} ({_by_verdict(against)})"
        if leading.is_turned_by_rounding:
            return "method-and-rounding", f"{clause}, and so may the rounding"
        return "method", clause + (", the rounding does not" if is_ranged else "")
    if leading.is_turned_by_rounding:
        return "rounding", f"; the rounding may {verb} {where}" + (
            ", no other method does" if others else ""
        )
    if is_ranged:
        neither = f"neither the method nor the rounding {verb}s {where}"
        return "nothing", f"; {neither if others else f'the rounding does not {verb} {where}'}"
    return "nothing", f"; no method {verb}s {where}" if others else ""


def _by_verdict(held: Sequence[Held]) -> str:
    """Return which methods have which verdict, in words; being on track goes without saying."""
    parts = []
    for verdict in dict.fromkeys(one.verdict for one in held):
        names = ", ".join(in_words(one.method) for one in held if one.verdict == verdict)
        parts.append(names if verdict == ON_TRACK else f"{names}: {in_words(verdict or '')}")
    return "; ".join(parts)


def _add_notes(draft: Draft, way: Track, held: Mapping[str, Held]) -> None:
    """Say what the rounding does to each verdict, and which side of a falling path is ahead."""
    spans = [
        f"{in_words(one.method)}, {' to '.join(one.ends)}" for one in held.values() if one.ends
    ]
    if spans:
        draft.notes.append(f"Within the rounding the verdict is open: {'; '.join(spans)}.")
    if not way.path.rising:
        draft.notes.append(
            "The goal lies below the base: a year is on track at or below the path, and a gap above"
            " zero is behind it."
        )


def _sentence(draft: Draft, way: Track, leading: Held, clause: str) -> str:
    """Return the line that says the verdict, what it rests on, and what turns it."""
    found = in_words(leading.verdict or "no verdict")
    is_named = "series" in draft.question.readings
    line = f"{{series}}, {found}" if is_named else found.capitalize()
    if way.year.months == 12:
        line += f": {way.current_year} came to {{full_year}}"
    elif way.year.is_over:
        line += (
            f": {way.current_year} pointed to {{full_year}} ({in_words(leading.method)}; it came"
        )
        line += " to {actual})"
    else:
        line += f": {way.current_year} points to {{full_year}} ({in_words(leading.method)})"
    line += f", and the path to {{goal}} in {way.path.year} asks for {{milestone}}"
    chance = next((answer.value for answer in draft.answers if answer.name == "chance"), None)
    if isinstance(chance, Estimate) and chance.value in CERTAIN:
        line += f", which the months so far {CERTAIN[chance.value]}"
        line += " by the figures as written" if chance.range else ""
    elif chance:
        line += ", which such years reach with a chance of {chance}"
    return f"{line}{clause}."
