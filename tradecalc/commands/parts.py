"""A total and any number of its parts: by commodity, by partner, from options or a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tradecalc.commands.draft import of_kind
from tradecalc.commands.lines import (
    CONTRIBUTION,
    Line,
    add_lines,
    cut,
    note_open_signs,
    require_rest,
)
from tradecalc.commands.stated_parts import components, from_file, refuse_beside_parts, whole
from tradecalc.commands.words import RATE, arithmetic, first_of
from tradecalc.core.components import total_of
from tradecalc.core.ranges import Estimate
from tradecalc.core.split import REST, TOTAL, Split, evaluate_asked
from tradecalc.errors import DomainError
from tradecalc.inputs.parts import parse_part, require_names
from tradecalc.outputs.report import Report, Working

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tradecalc.commands.draft import Draft
    from tradecalc.core.components import Which
    from tradecalc.core.kinds import Kind

LONGEST_SUM = 12  # parts that a person may want to see added up


def decompose_parts(
    draft: Draft,
    stated: Mapping[str, str | None],
    *,
    part: Sequence[str],
    path: str | None,
    decimal: str | None,
    encoding: str | None,
) -> Report:
    """Report what the parts are of their sum or, with a rest, of the total that is *stated*.

    *part* are parts as options have them, *path* is a file of more.
    Raises InputError where the parts cannot be read, have one name or exceed the total,
    DomainError where one of them is below zero.
    """
    refuse_beside_parts(stated)
    parts = [parse_part(text) for text in part]
    if path is not None:
        parts += from_file(draft, path, decimal, encoding)
    require_names(parts, has_total=stated["total"] is not None)
    split = Split(components(draft, parts, options=len(part)), whole(draft, stated))
    lines = [_part_line(split, k, one.name) for k, one in enumerate(parts)]
    lines += [_rest_line(draft, split)] if split.whole else []
    lines.append(_total_line(draft, split))
    for line in lines[len(parts) :]:
        _add_answers(draft, split, line)
    add_lines(draft, "parts", "part", lines)
    _add_notes(draft, split, lines)
    return draft.report(_sentence(draft, split), headline="rest" if split.whole else "total")


def _part_line(split: Split, k: int, name: str) -> Line:
    """Return what is known of a part."""
    part = split.parts[k]
    line = Line(name, part.figures["level"], share=_share(split, k))
    if part.has_before:
        line = line._replace(
            prior=_level(split, k, "before"),
            change=_level(split, k, "change"),
            growth=_cell("rate", partial(split.growth, k)),
        )
    return _with_contribution(line, split, k) if part.has_before else line


def _rest_line(draft: Draft, split: Split) -> Line:
    """Return what is known of the rest, held to be no less than nothing."""
    parts, total = split.sum("now"), evaluate_asked(split.total("now"))
    level = total_of([total], [parts])
    too_much = f"the parts come to {parts.value:.6g}, above --total {total.value:.6g}"
    require_rest(draft, level, "the rest", too_much)
    line = Line("rest", cut(level), share=_share(split, REST))
    if not split.rest_has_prior:
        return line
    parts, total = split.sum("before"), evaluate_asked(split.total("before"))
    before = total_of([total], [parts])
    too_much = (
        f"a year before the parts came to {parts.value:.6g}, above the total, {total.value:.6g}"
    )
    require_rest(draft, before, "last year's rest", too_much)
    if not split.has_before:  # what is left is that of some parts too
        return line
    line = line._replace(
        prior=cut(before),
        change=_level(split, REST, "change"),
        growth=_growth(draft, "rest", split.rest_growth),
    )
    return _with_contribution(line, split, REST)


def _total_line(draft: Draft, split: Split) -> Line:
    """Return what is known of the total, of which the others are shares."""
    level = evaluate_asked(split.total("now"))
    line = Line("total", level, share=Estimate(1.0) if level.value > 0 else None)
    if not split.has_total_before:
        return line
    growth = _growth(draft, "total", split.total_growth)
    return line._replace(
        prior=_level(split, TOTAL, "before"),
        change=_level(split, TOTAL, "change"),
        growth=growth,
        contribution=growth,
        share_of_change=Estimate(1.0),
    )


def _with_contribution(line: Line, split: Split, k: int) -> Line:
    if not split.has_total_before:
        return line
    return line._replace(
        contribution=_cell("points", partial(split.contribution, k)),
        share_of_change=_cell("share", partial(split.share_of_change, k)),
    )


def _level(split: Split, k: int, which: Which) -> Estimate | None:
    try:
        return split.level(k, which)
    except DomainError:
        return None


def _share(split: Split, k: int) -> Estimate | None:
    share = _cell("share", partial(split.share, k))
    return share and cut(share, most=1.0)


def _cell(kind: Kind, ask: Callable[[], Estimate]) -> Estimate | None:
    try:
        return of_kind(kind, ask())
    except DomainError:
        return None


def _growth(draft: Draft, name: str, growth: Callable[[], Estimate]) -> Estimate | None:
    """Return the growth of a sum, or leave it out with its reason."""
    try:
        return of_kind("rate", growth())
    except DomainError as error:
        draft.left_out[f"{name}_growth"] = str(error)
        return None


def _add_answers(draft: Draft, split: Split, line: Line) -> None:
    """Add what is known of the total or the rest, and was not given."""
    name = line.name
    prior, growth = f"prior_{name}", f"{name}_growth"
    names = [f"part_{k}" for k in range(1, len(split.parts) + 1)]
    if len(names) > LONGEST_SUM:
        names = ["sum of level"]
    if split.whole is None:
        level = arithmetic(" + ".join(names), "sum of the parts")
        before = arithmetic("sum of prior", "sum of the parts a year before")
    elif name == "rest":
        level = arithmetic(" - ".join(["total", *names]), "what the parts leave of the total")
        before = arithmetic("prior_total - sum of prior", "what the parts left of the total")
    else:
        level = before = arithmetic("total / (1 + total_growth)", "last year's level")
    workings: dict[str, tuple[Kind, Estimate | None, Working]] = {
        name: ("level", line.level, level),
        growth: ("rate", line.growth, Working(f"({name} - {prior}) / {prior}", *RATE)),
        prior: ("level", line.prior, before),
    }
    if name == "rest":
        working = Working("(rest - prior_rest) / prior_total", *CONTRIBUTION)
        workings["rest_contribution"] = ("points", line.contribution, working)
    for answer, (kind, estimate, working) in workings.items():
        if estimate is not None and answer not in draft.question.readings:
            draft.add(answer, kind, estimate, working)


def _add_notes(draft: Draft, split: Split, lines: Sequence[Line]) -> None:
    """Say what the rounding leaves either sign, and what would add what is not known."""
    _note_total(draft, split, lines)
    note_open_signs(draft, [(f"growth of {one.name}", "rate", one.growth) for one in lines])
    parts = lines[: len(split.parts)]
    if rootless := [one.name for one in parts if one.prior and not one.growth]:
        draft.notes.append(
            f"No growth for {first_of(rootless)}: last year's level is, or within the rounding may"
            " be, zero."
        )
    lacking = [
        line.name for line, part in zip(lines, split.parts, strict=False) if not part.has_before
    ]
    if len(lacking) == len(split.parts):
        draft.notes.append(
            "For growth and contributions to it give last year too, as NAME=LEVEL:GROWTH% or"
            " NAME=LEVEL:LAST_YEAR, or in a file in a column growth or last_year."
        )
    elif lacking:
        they = "they" if len(lacking) > 1 else "it"
        draft.notes.append(
            f"Last year is missing for {first_of(lacking)}: "
            + (
                f"{they} and the rest have no growth and no contribution to it."
                if split.has_total_before
                else "contributions to growth need it for every part."
            )
        )
    elif not split.has_total_before:
        draft.notes.append("For contributions to growth add --total-growth or --prior-total.")


def _note_total(draft: Draft, split: Split, lines: Sequence[Line]) -> None:
    """Note a part that is all the others together, as a row of totals is."""
    values = [part.figures["level"].value for part in split.parts]
    if len(values) < 3:
        return  # two parts may well be equal
    k = values.index(max(values))
    others = total_of([Estimate(value) for value in values[:k] + values[k + 1 :]]).value
    if not 0 < values[k] < 2 * others < 4 * values[k]:
        return  # nor is it near: exact ends cost a moment
    low, high = draft.question.as_written(f"part_{k + 1}")
    if low <= others <= high:
        draft.notes.append(
            f"{lines[k].name} is as much as all other parts together: if it is their total, drop"
            " it, or give it as --total."
        )


def _sentence(draft: Draft, split: Split) -> str:
    """Return the line that says what the parts come to, or leave."""
    known = {answer.name for answer in draft.answers} | draft.question.readings.keys()
    count = len(split.parts)
    name = "rest" if split.whole else "total"
    line = f"{count} parts come to {{total}}" if count > 1 else "1 part comes to {total}"
    if split.whole:
        line = "The rest comes to {rest} of {total}"
    if f"{name}_growth" in known:
        line += f", {{{name}_growth}} on the year before"
    if {"rest_contribution", "total_growth"} <= known:
        line += "; to the total's growth of {total_growth} it contributes {rest_contribution}"
    return f"{line}."
