"""Exports, imports and their total: the missing one, contributions, balance and coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import cell
from tradecalc.commands.lines import (
    CONTRIBUTION,
    Line,
    add_lines,
    cut,
    note_open_signs,
    read_before,
    require_rest,
)
from tradecalc.commands.words import RATE, arithmetic, in_words
from tradecalc.core.components import total_of
from tradecalc.core.ranges import Estimate
from tradecalc.core.trade import TRADE_FLOWS, Trade
from tradecalc.errors import InputError
from tradecalc.outputs.report import Report, Working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.commands.draft import Draft
    from tradecalc.commands.two_levels import Ends
    from tradecalc.core.kinds import Kind
    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Question

BALANCE = ("trade balance", "INSEE, definitions, c1793")
COVERAGE = ("coverage ratio", "INSEE, definitions, c1793")


def decompose_flows(draft: Draft, stated: Mapping[str, str | None]) -> Report:
    """Report exports, imports and their total, two of which are *stated*.

    Raises InputError where the figures are too few, too many or clash, DomainError where one
    of them is below zero or leaves nothing to have grown from.
    """
    trade = _read(draft, stated)
    _require_left(draft, trade)
    missing = trade.missing
    draft.add(missing, "level", cut(_level(trade, missing)), _by_identity(missing, ""))
    for flow in (missing, *(flow for flow in TRADE_FLOWS if flow != missing)):
        _add_before(draft, trade, flow)
    if trade.is_complete:
        for flow in TRADE_FLOWS[:2]:
            formula = f"({flow} - prior_{flow}) / prior_total"
            draft.work_out(
                f"{flow}_contribution",
                "points",
                trade.contribution(flow),
                Working(formula, *CONTRIBUTION),
                trade.corners,
                **trade.figures,
            )
    _add_balance(draft, trade)
    if not draft.question.answers_only:
        _add_table(draft, trade)
    if not trade.is_complete:
        _note_wanted(draft, trade)
    return draft.report(_sentence(draft, trade), headline=missing)


def _read(draft: Draft, stated: Mapping[str, str | None]) -> Trade:
    """Read two of the three flows, and what is said of them a year before."""
    question = draft.question
    levels = {flow: text for flow in TRADE_FLOWS if (text := stated[flow]) is not None}
    if len(levels) == 3:
        raise InputError(
            "--exports, --imports and --total are one fact too many: drop one, or ask tradecalc"
            " check whether they agree"
        )
    if len(levels) < 2:
        others = ", ".join(f"--{flow}" for flow in TRADE_FLOWS if flow not in levels)
        needed = f"add {'one' if levels else 'two'} of {others}"
        raise InputError(
            "decompose needs two of --exports, --imports and --total, or --part NAME=LEVEL or"
            f" --parts FILE: {needed}"
        )
    figures = {flow: question.flow_level(flow, text) for flow, text in levels.items()}
    known = dict(figures)
    for flow in TRADE_FLOWS:
        names = f"prior_{flow}", f"{flow}_growth"
        before = read_before(
            draft,
            prior=(names[0], stated[names[0]]),
            growth=(names[1], stated[names[1]]),
            now=lambda: _ends(question, flow, known),  # noqa: B023  called at once, in this turn
        )
        if before is not None:
            figures[names[0] if stated[names[0]] is not None else names[1]] = before
    if len(figures) > 4:
        raise InputError(
            "last year's exports, imports and total are one fact too many, as levels or as growth:"
            " drop one"
        )
    return Trade(figures)


def _ends(question: Question, flow: str, known: Mapping[str, Estimate]) -> Ends:
    """Return the exact ends of a flow's level, which may follow from the other two."""
    if flow in known:
        return question.as_written(flow)
    if flow == "total":
        exports, imports = (question.as_written(other) for other in TRADE_FLOWS[:2])
        return exports[0] + imports[0], exports[1] + imports[1]
    other = question.as_written("imports" if flow == "exports" else "exports")
    total = question.as_written("total")
    return total[0] - other[1], total[1] - other[0]


def _require_left(draft: Draft, trade: Trade) -> None:
    """Require that no flow that is left of a total is below zero, this year or the last."""
    point = {name: figure.value for name, figure in trade.figures.items()}
    if (flow := trade.missing) != "total":
        part, shown = _other(flow), draft.question.shown
        too_much = f"{shown(part)} {point[part]:.6g} is above {shown('total')} {point['total']:.6g}"
        require_rest(draft, _level(trade, flow), flow, too_much)
    if not trade.is_complete or (flow := trade.missing_before) == "total":
        return
    left = cell("level", trade.before[flow], **trade.figures)
    other, whole = (trade.before[name](**point) for name in (_other(flow), "total"))
    too_much = (
        f"last year's {_other(flow)} came to {other:.6g}, above last year's total, {whole:.6g}"
    )
    require_rest(
        draft, left or Estimate(trade.before[flow](**point)), f"last year's {flow}", too_much
    )


def _level(trade: Trade, flow: str) -> Estimate:
    """Return this year's level of a flow, below zero too where it is what is left of a total."""
    figures = trade.figures
    if flow in figures:
        return figures[flow]
    if flow == "total":
        return total_of([figures["exports"], figures["imports"]])
    return total_of([figures["total"]], [figures[_other(flow)]])


def _other(flow: str) -> str:
    return "imports" if flow == "exports" else "exports"


def _add_table(draft: Draft, trade: Trade) -> None:
    """Add the table of flows, and say what the rounding leaves either sign."""
    answered = {a.name: a.value for a in draft.answers if isinstance(a.value, Estimate)}
    lines = [_line(trade, flow, answered) for flow in TRADE_FLOWS]
    add_lines(draft, "flows", "flow", lines)
    named: list[tuple[str, Kind, Estimate | None]] = [
        (f"growth of {line.name}", "rate", line.growth) for line in lines
    ]
    named += [
        (in_words(name), "level", answer) for name, answer in answered.items() if "balance" in name
    ]
    note_open_signs(draft, named)


def _line(trade: Trade, flow: str, answered: Mapping[str, Estimate]) -> Line:
    """Return what is known of a flow, some of it *answered* already."""

    def found(kind: Kind, formula: Formula, name: str = "") -> Estimate | None:
        known = answered.get(name)
        return known or cell(kind, formula, trade.corners, **trade.figures)

    share = found("share", trade.share(flow))
    line = Line(flow, cut(_level(trade, flow)), share=share and cut(share, most=1.0))
    if not trade.has_before(flow):
        return line
    before = found("level", trade.before[flow], f"prior_{flow}")
    line = line._replace(
        prior=before and cut(before),
        change=found("level", trade.change[flow]),
        growth=found("rate", trade.growth(flow), f"{flow}_growth"),
    )
    if not trade.is_complete:
        return line
    return line._replace(
        contribution=found("points", trade.contribution(flow), f"{flow}_contribution"),
        share_of_change=found("share", trade.share_of_change(flow)),
    )


def _add_before(draft: Draft, trade: Trade, flow: str) -> None:
    """Add a flow's growth and last year's level, where they follow and were not given."""
    if not trade.has_before(flow):
        return
    prior, growth = f"prior_{flow}", f"{flow}_growth"
    if growth not in draft.question.readings:
        working = Working(f"({flow} - {prior}) / {prior}", *RATE)
        draft.work_out(growth, "rate", trade.growth(flow), working, trade.corners, **trade.figures)
    if prior in draft.question.readings:
        return
    level = cell("level", trade.before[flow], trade.corners, **trade.figures)
    if level is None:
        return
    working = _by_identity(flow, "prior_")
    if flow in trade.stated_before:
        working = arithmetic(f"{flow} / (1 + {growth})", "last year's level")
    draft.add(prior, "level", cut(level), working)


def _by_identity(flow: str, prefix: str) -> Working:
    """Return how a flow follows from the other two, this year or with *prefix* the last."""
    exports, imports, total = (f"{prefix}{name}" for name in TRADE_FLOWS)
    formula = {
        "exports": f"{total} - {imports}",
        "imports": f"{total} - {exports}",
        "total": f"{exports} + {imports}",
    }[flow]
    return arithmetic(formula, "total = exports + imports")


def _add_balance(draft: Draft, trade: Trade) -> None:
    """Add the balance and the coverage ratio, and last year's where they are known."""

    def add(name: str, kind: Kind, formula: Formula, working: Working) -> None:
        draft.work_out(name, kind, formula, working, trade.corners, **trade.figures)

    complete = trade.is_complete
    years = ("", "prior_") if complete else ("",)
    for year in years:
        add(
            f"{year}balance",
            "level",
            trade.balance(year),
            Working(f"{year}exports - {year}imports", *BALANCE),
        )
    if complete:
        working = arithmetic("balance - prior_balance", "change of the balance")
        add("balance_change", "level", trade.balance_change(), working)
    for year in years:
        working = Working(f"{year}exports / {year}imports", *COVERAGE)
        add(f"{year}coverage_ratio", "share", trade.coverage_ratio(year), working)


def _note_wanted(draft: Draft, trade: Trade) -> None:
    """Say what would add what is not known of last year."""
    wanted = [
        flow for flow in TRADE_FLOWS if flow in trade.figures and flow not in trade.stated_before
    ]
    if trade.stated_before:
        options = ", ".join(f"--{flow}-growth, --prior-{flow}" for flow in wanted)
        needed = f"contributions to growth and last year's balance add one of {options}"
    else:
        options = ", and ".join(f"for {flow} --{flow}-growth or --prior-{flow}" for flow in wanted)
        needed = f"growth and contributions to it add last year: {options}"
    draft.notes.append(f"For {needed}.")


def _sentence(draft: Draft, trade: Trade) -> str:
    """Return the line that says the missing flow, its growth and who contributed what."""
    known = {answer.name for answer in draft.answers} | draft.question.readings.keys()
    missing = trade.missing
    line = f"The total comes to {{{missing}}}" if missing == "total" else ""
    line = line or f"{missing.capitalize()} come to {{{missing}}}"
    if f"{missing}_growth" in known:
        line += f", {{{missing}_growth}} on the year before"
    if {"total_growth", "exports_contribution", "imports_contribution"} <= known:
        return (
            f"{line}; to the total's growth of {{total_growth}} exports contribute"
            " {exports_contribution} and imports {imports_contribution}."
        )
    line += ", and the balance to {balance}"
    if "coverage_ratio" in known:
        line += ": exports cover {coverage_ratio} of imports"
    return f"{line}."
