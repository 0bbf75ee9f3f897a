"""The figures of the parts of a total and of the total, as options and files state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.lines import read_before
from tradecalc.commands.words import first_of
from tradecalc.core.components import Component
from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradecalc.commands.draft import Draft
    from tradecalc.inputs.parts import StatedPart
    from tradecalc.inputs.question import Question

# A level of a fifth or of five times last year's is seldom one: growth by -80 or +400 %.
LEAST_RATIO, MOST_RATIO = 0.2, 5.0


def refuse_beside_parts(stated: Mapping[str, str | None]) -> None:
    """Refuse exports and imports beside parts, and a total's last year without the total."""
    for name, text in stated.items():
        if text is None:
            continue
        option = f"--{name.replace('_', '-')}"
        if "total" not in name:
            raise InputError(
                f"--part and --parts split a total, and {option} is of exports and imports: drop"
                " one, or write exports as a part"
            )
        if stated["total"] is None:
            raise InputError(
                f"{option} is of a stated total: add --total, or leave it to the sum of the parts"
            )


def from_file(
    draft: Draft, path: str, decimal: str | None, encoding: str | None
) -> list[StatedPart]:
    """Read the parts in a file, and say which of its columns were not read."""
    from tradecalc.inputs.parts_file import read_parts  # noqa: PLC0415  csv, for files alone

    draft.question.named("parts", path)
    for name, text in (("decimal", decimal), ("encoding", encoding)):
        if text is not None:
            draft.question.named(name, text)
    parts, unread = read_parts(path, decimal=decimal, encoding=encoding)
    if unread:
        draft.notes.append(f"Columns not read: {first_of(unread)}.")
    return parts


def components(draft: Draft, parts: Sequence[StatedPart], *, options: int) -> list[Component]:
    """Read the figures of each part: the first *options* of them were typed, others are a file's.

    Raises InputError where one cannot be read or two clash, DomainError where one is below zero
    or leaves nothing to have grown from.
    """
    question = draft.question
    known, noted = len(question.warnings), len(draft.notes)
    found = []
    for k, part in enumerate(parts, start=1):
        names = {role: f"part_{k}" + f"_{role}" * (role != "level") for role in part.called}
        question.called |= {names[role]: called for role, called in part.called.items()}
        level = question.flow_level(names["level"], part.figures["level"])
        prior, growth = (part.figures.get(role) for role in ("prior", "growth"))
        before = read_before(
            draft,
            prior=(f"part_{k}_prior", prior),
            growth=(f"part_{k}_growth", growth),
            now=lambda: question.as_written(f"part_{k}"),  # noqa: B023  called at once, in this turn
        )
        figures = {"level": level}
        if before is not None:
            figures["growth" if prior is None else "prior"] = before
        found.append(Component(figures))
    if len(draft.notes) > noted:
        agreed = "Growth and last year's levels agree; last year's levels are used."
        draft.notes[noted:] = [agreed]
    doubts = question.warnings[known:]
    if len(doubts) > 1:  # a column of fractions is one doubt, not one a row
        question.warnings[known:] = [f"{doubts[0]} So were {len(doubts) - 1} more."]
    for k, part in enumerate(parts[:options]):
        _doubt_growth(question, part, found[k])
    return found


def _doubt_growth(question: Question, part: StatedPart, read: Component) -> None:
    """Warn of a growth without its per cent sign, which was read as last year's level."""
    if "prior" not in read.figures:
        return
    now, before = (read.figures[name].value for name in ("level", "prior"))
    if now < LEAST_RATIO * before or now > MOST_RATIO * before > 0:
        text = part.figures["prior"]
        question.warnings.append(
            f"{part.place}: {text} was read as last year's level, which makes the growth"
            f" {100 * (now / before - 1):+.0f} %; write {text}% if it is the growth."
        )


def whole(draft: Draft, stated: Mapping[str, str | None]) -> Component | None:
    """Read the total, if it is stated; it raises as `components` does."""
    if stated["total"] is None:
        return None
    question = draft.question
    figures = {"level": question.flow_level("total", stated["total"])}
    before = read_before(
        draft,
        prior=("prior_total", stated["prior_total"]),
        growth=("total_growth", stated["total_growth"]),
        now=lambda: question.as_written("total"),
    )
    if before is not None:
        figures["growth" if stated["prior_total"] is None else "prior"] = before
    return Component(figures)
