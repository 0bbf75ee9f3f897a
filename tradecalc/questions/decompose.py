"""What is the total made of? Exports and imports, or any parts: growth, shares, contributions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from tradecalc.core.decomposition import LINES, Line, Parts, Stated, Trade
from tradecalc.core.ranges import Estimate, Missing, Open
from tradecalc.errors import DomainError, InputError, Note, TradecalcError, filled
from tradecalc.questions.question import Answer, Figure, Question, Result, Row, Settled, option_name
from tradecalc.questions.target import RATE

if TYPE_CHECKING:
    from tradecalc.figures.parts import Part
    from tradecalc.figures.reading import Reading

# A fifth of last year's level, or five times, is hardly a level: growth of -80 or +400 %.
LEAST_RATIO, MOST_RATIO = 0.2, 5.0
DOUBTED = "{place}: {text} was read as last year's level; write {text}% if it is the growth."
LACKING = "For contributions to growth add the growth or last year's level of {names}."


def settle(reading: Reading) -> Settled:
    """Read the figures of the flows or parts, and find all that follows from them."""
    if "parts" not in reading and ("decimal" in reading or "encoding" in reading):
        raise InputError("{--decimal} and {--encoding} need {--parts} FILE")
    if reading.get("part") or "parts" in reading:
        return _settle_parts(reading)
    levels = [flow for flow in LINES if flow in reading]
    if len(levels) != 2:
        rule = "decompose needs two of {--exports}, {--imports} and {--total}, or parts"
        raise InputError(rule, remedy="write {--part} NAME=LEVEL or {--parts} FILE")
    named = {flow: (flow, f"prior_{flow}", f"{flow}_growth") for flow in LINES}
    notes = list[Note]()
    for flow in LINES:
        _keep_one(reading, flow, named[flow], *levels)
    lines = {flow: _line(reading, names) for flow, names in named.items()}
    stated = [flow for flow, line in lines.items() if line.prior or line.growth]
    if len(stated) > 2:
        raise InputError("two of last year's three flows are enough", remedy="drop one")
    trade = Trade(lines)
    missing = next(names for flow, names in named.items() if flow not in levels)
    for left, beside in trade.left.items():
        total = "prior_total" if "prior" in left else "total"
        _hold(reading, trade, beside.replace("prior_", "last year's "), trade.ask(beside), total)
    names = [name for name in DECOMPOSE.answers if "rest" not in name]
    answers = _answers(reading, trade, sorted(names, key=lambda name: name not in missing))
    if not reading.answers_only:
        rows = [_row("flow", flow, trade, flow) for flow in LINES]
        answers["flows"] = _table(rows, notes)
    if len(stated) < 2:
        notes += _noted(LACKING, [flow for flow in levels if flow not in stated])
    formulas = {f"prior_{flow}": f"{flow} / (1 + {flow}_growth)" for flow in stated}
    return Settled({}, {}, notes, formulas=formulas, answers=answers)


def _settle_parts(reading: Reading) -> Settled:
    for name in (name for name in DECOMPOSE.row_figures if name in reading):
        if name not in TOTAL or "total" not in reading:
            remedy = "add {--total}" if name in TOTAL else "drop it, or the parts"
            raise InputError("does not go with parts", figure=name, remedy=remedy)
    from tradecalc.figures.parts import parse_part, read_parts, require_names  # noqa: PLC0415  flows need none

    notes: list[Note] = []
    parts = [parse_part(text) for text in reading.get("part", ())]
    if "parts" in reading:
        how = {name: reading.get(name) for name in ("decimal", "encoding")}
        of_file, unread = read_parts(reading["parts"], **how)
        parts += of_file
        notes += _noted("Columns not read: {names}.", unread)
    require_names(parts, has_total="total" in reading)
    lines = _lines(reading, parts)
    _keep_one(reading, "total", TOTAL)
    total = _line(reading, TOTAL) if "total" in reading else None
    split = Parts(lines, total)
    for year, of_year in (("", "total"), ("last year's ", "prior_total")):
        _hold(reading, split.whole, f"{year}parts", Estimate(split.sum(prior=bool(year))), of_year)
    names = [n for n in DECOMPOSE.answers if "total" in n or ("rest" in n and total)]
    answers = _answers(reading, split.whole, names)
    if not reading.answers_only:
        rows = [_row("part", part.name, split.part(k), "exports") for k, part in enumerate(parts)]
        notes += _note_total(reading, rows)
        whole = _row("part", "total", split.whole, "total")
        of_last = [*rows, whole] if total else rows
        notes += _noted(LACKING, [row["part"] for row in of_last if row["prior"] is None])
        rows += [_row("part", "rest", split.whole, "imports"), whole] if total else [whole]
        answers["parts"] = _table(rows, notes)
    names = [f"part_{k}" for k in range(1, len(parts) + 1)]
    formulas = {"total": " + ".join(names), "rest": " - ".join(["total", *names])}
    formulas["prior_total"] = "total / (1 + total_growth)" if total else "sum of prior"
    return Settled({}, {"count": len(parts)}, notes, formulas=formulas, answers=answers)


def _lines(reading: Reading, parts: Sequence[Part]) -> list[Line]:
    """Read the figures of each part; messages name it, or its place in a file."""
    called, lines = dict[str, str](), []

    def named(name: str) -> str:
        return called.get(name, option_name(name))

    for k, part in enumerate(parts, start=1):
        three = level, prior, growth = f"part_{k}", f"part_{k}_prior", f"part_{k}_growth"
        called |= {level: part.place, prior: f"{part.place}, last year"}
        called[growth] = f"{part.place}, growth"
        try:
            for role, text in part.figures.items():
                if role == "growth":
                    reading.rate(growth, text)
                else:
                    reading.level(prior if role == "prior" else level, text, flow=True)
            _keep_one(reading, "exports", three)
        except TradecalcError as error:
            raise type(error)("{said}", said=error.sentence(named)) from None
        lines.append(_line(reading, three))
        if doubt := reading.doubts.pop(growth, None):  # of a column of fractions one will do
            said = filled(doubt.template, doubt.fields, named)
            reading.doubts.setdefault("parts", Note("{said}", said=said))
        if "prior" in part.figures and k <= len(reading.get("part", ())):
            now, before = reading[level], reading[prior]
            if now < LEAST_RATIO * before or now > MOST_RATIO * before > 0:
                reading.doubts[prior] = Note(DOUBTED, place=part.place, text=part.figures["prior"])
    return lines


def _note_total(reading: Reading, rows: Sequence[Row]) -> list[Note]:
    """Note a part that is the sum of the others, as a row of totals would be."""
    values = [reading[f"part_{k}"] for k in range(1, len(rows) + 1)]
    k, others = values.index(max(values)), sum(values) - max(values)
    low, high = reading.ends(f"part_{k + 1}")
    if len(values) < 3 or not others or not low <= others <= high:
        return []  # two parts may well be equal
    said = "{name} is as much as all other parts together; if it is their total, use {--total}."
    return [Note(said, name=rows[k]["part"])]


def _noted(said: str, names: Sequence[str]) -> list[Note]:
    """Return a note with the first of some *names*, if there are any."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return [Note(said, names=", ".join(names[:3]) + more)] if names else []


def _line(reading: Reading, names: Sequence[str], *, as_written: bool = False) -> Line:
    return Line(*(_stated(reading, name, as_written) for name in names))


def _stated(reading: Reading, name: str, as_written: bool) -> Stated | None:
    if name not in reading.inputs:
        return None
    estimate = reading.estimate(name)
    value = Fraction(repr(estimate.value))
    if not (estimate.range or as_written):
        return Stated(value, value, value)
    low, high = reading.ends(name)
    return Stated(value, low if estimate.low < 0 else max(low, Fraction(0)), high)


def _keep_one(reading: Reading, flow: str, names: Sequence[str], *levels: str) -> None:
    """Drop the growth of a *flow* where last year's level is given and agrees."""
    _, prior, growth = names
    if growth not in reading.inputs:
        return
    if reading.estimate(growth).low <= -1:
        rule, remedy = "must be above -100 %, not {written}", "give last year's level instead"
        raise DomainError(rule, figure=growth, written=reading.text(growth), remedy=remedy)
    if prior not in reading.inputs:
        return
    lines = {one: _line(reading, [one], as_written=True) for one in levels}
    if not Trade(lines | {flow: _line(reading, names, as_written=True)}).is_possible:
        rule = f"and {{--{growth}}} {{rate}} contradict each other"
        raise reading.error(prior, rule, "drop one", rate=reading.text(growth))
    del reading.inputs[growth]  # or the answer would show an unused figure


def _hold(reading: Reading, trade: Trade, name: str, part: Any, total: str) -> None:
    """Refuse a part above its whole: a wrong input, or no answer if the rounding allows it."""
    whole = trade.ask(total)
    if isinstance(part, Estimate) and isinstance(whole, Estimate) and part.value > whole.value:
        kind = DomainError if trade.is_possible else InputError
        rule = "{name}, {part:.6g}, exceed the total, {whole:.6g}"
        remedy = "write more digits" + ", or add {--rounded}" * (not reading.rounded)
        raise kind(rule, remedy=remedy, name=name, part=part.value, whole=whole.value)


def _answers(reading: Reading, trade: Trade, names: Sequence[str]) -> Row:
    asked = (name for name in names if name not in reading.inputs)
    found = {name: trade.ask(name.replace("rest", "imports")) for name in asked}
    return {name: answer for name, answer in found.items() if answer is not None}


def _row(first: str, name: str, trade: Trade, flow: str) -> Row:
    """Return the known cells of a line, which is *flow* in its trade."""
    names = {"level": flow, "prior": f"prior_{flow}"}
    names |= {column: f"{flow}_{column}" for column in ("change", "growth")}
    if flow != "total":
        names |= {c: f"{flow}_{c}" for c in ("share", "contribution", "share_of_change")}
    row = {column: trade.ask(quantity) for column, quantity in names.items()}
    cells: Row = {c: None if isinstance(cell, Missing) else cell for c, cell in row.items()}
    if flow == "total":
        cells["share"] = Estimate(1.0) if cells["level"] and cells["level"].value > 0 else None
        cells["contribution"] = cells["growth"]
        cells["share_of_change"] = cells["change"] and Estimate(1.0)
    return {first: name, **cells}


def _table(rows: list[Row], notes: list[Note]) -> list[Row]:
    """Return the rows, the total last, without empty columns."""
    growths = ((next(iter(row.values())), row["growth"]) for row in rows)
    signs = [name for name, one in growths if isinstance(one, Estimate) and one.low < 0 < one.high]
    notes += _noted("The rounding leaves open whether {names} grew or fell.", signs)
    hidden, moved = list[str](), rows[-1]["change"]
    if moved and moved.low <= 0 <= moved.high:
        hidden.append("share_of_change")
        notes.append(Note("The total may not have changed: shares of its change are left out."))
    if all(row["contribution"] is None for row in rows[:-1]):  # that of the total says nothing
        hidden += ["contribution", "share_of_change"]
    shown = [c for c in rows[0] if c not in hidden and any(row[c] is not None for row in rows)]
    return [{column: row[column] for column in shown} for row in rows]


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    solved, count = result.headline, result.taken.get("count", 0)
    known = {name for name, found in result.answers.items() if isinstance(found, (Estimate, Open))}
    known |= result.inputs.keys()
    subjects = {"exports": "Exports come", "imports": "Imports come", "rest": "The rest comes"}
    subject = subjects.get(solved, "The total comes")
    if count and solved == "total":
        subject = f"{count} parts come" if count > 1 else "1 part comes"
    said = f"{subject} to {{{solved}}}{' of {total}' * (solved == 'rest')}"
    if f"{solved}_growth" in known:
        said += f", {{{solved}_growth}} on the year before"
        grown = result.answers.get(f"{solved}_growth")
        if isinstance(grown, Estimate) and grown.low < 0 < grown.high:
            said += "; rounding leaves the sign open"
    if {"total_growth", "rest_contribution"} <= known:
        said += ".\nOf the total's growth of {total_growth}, it contributes {rest_contribution}"
    elif {"total_growth", "exports_contribution"} <= known:
        said += ".\nOf the total's growth of {total_growth}, exports contribute"
        said += " {exports_contribution} and imports {imports_contribution}"
    elif not count:
        said += ", and the balance to {balance}"
        said += ": exports cover {coverage_ratio} of imports" * ("coverage_ratio" in known)
    return Note(f"{said}.")


CONTRIBUTION = ("contribution to growth, in percentage points", "INSEE, definitions, c1207")
BALANCE = ("trade balance", "INSEE, definitions, c1793")
LAST_RATIO = "prior_exports / prior_imports"
COVERAGE = ("coverage ratio", "INSEE, definitions, c1793")
OF_CHANGE = ("change / (total - prior_total)", "share of the total's change")
TOTAL = ("total", "prior_total", "total_growth")
IDENTITY = {  # each level by the others, this year and last
    "exports": ("total - imports", "prior_total - prior_imports"),
    "imports": ("total - exports", "prior_total - prior_exports"),
    "rest": ("total - sum of level", "prior_total - sum of prior"),
    "total": ("exports + imports", "prior_exports + prior_imports"),
}


def _answers_of(name: str, now: str, before: str) -> Iterator[Answer]:
    of_change = f"({name} - prior_{name}) / prior_"
    yield Answer(name, "level", f"{name.capitalize()}.", now)
    yield Answer(f"{name}_growth", "rate", f"Growth of {name}.", f"{of_change}{name}", *RATE)
    yield Answer(f"prior_{name}", "level", f"{name.capitalize()} a year before.", before)
    if name != "total":
        said, formula = f"Contribution of {name} to growth.", f"{of_change}total"
        yield Answer(f"{name}_contribution", "points", said, formula, *CONTRIBUTION)


OF_LEVELS = [one for name, formulas in IDENTITY.items() for one in _answers_of(name, *formulas)]
_rate = partial(Answer, digits=1)
COLUMNS = (
    Answer("level", "level", "Level."),
    Answer("prior", "level", "Level a year before."),
    Answer("change", "level", "Change on the year before.", "level - prior", "change"),
    _rate("growth", "rate", "Growth.", "(level - prior) / prior", *RATE),
    _rate("share", "share", "Share of the total.", "level / total", "share of the total"),
    _rate("contribution", "points", "To its growth.", "change / prior_total", *CONTRIBUTION),
    _rate("share_of_change", "share", "Share of its change.", *OF_CHANGE, heading="of change"),
)
PART = "A part, with its growth, :26%, or last year, :1.7, behind it; repeatable."
OF_PART = {"part_{n}": "level", "part_{n}_growth": "rate", "part_{n}_prior": "level"}
FLOWS = [
    f"{flow}{end}" for end in ("", "_growth") for flow in ("exports", "imports", "rest", "total")
]
SHOWN = ("level", "growth", "contribution", "share", "prior", "share_of_change")
_flow = partial(Figure, kind="level", flow=True)
_of_file = partial(Figure, kind="text", panel="File", in_rows=False)
DECOMPOSE = Question(
    "decompose",
    "What is the total made of?",
    about="Give two of --exports, --imports and --total, with growth or last year's level; or parts"
    " of a total, each as --part or all in --parts FILE. With --total the rest is shown too.",
    figures=(
        _flow("exports", text="Exports: 2.2, USD2.2bn.", example="2.2"),
        _flow("imports", text="Imports.", example="0.8"),
        _flow("total", text="Exports and imports, or the total of all parts.", example="3"),
        *(Figure(f"{flow}_growth", "rate", f"Growth of {flow}, in %.", "25%") for flow in LINES),
        _flow("prior_exports", text="Last year's exports.", example="1.76"),
        _flow("prior_imports", text="Last year's imports.", example="0.64"),
        _flow("prior_total", text="Last year's total.", example="2.4"),
        Figure("part", "texts", PART, metavar="NAME=LEVEL", in_rows=False)._replace(
            is_input=False, reads=OF_PART
        ),
        _of_file("parts", text="CSV of parts: name, level, growth or last_year.", metavar="FILE"),
        _of_file("decimal", text="Point or comma.", among=("point", "comma"), metavar="MARK"),
        _of_file("encoding", text="Encoding, such as cp1251.", metavar="NAME"),
    ),
    answers=(
        *sorted(OF_LEVELS, key=lambda one: one.kind == "points"),  # contributions go together
        Answer("balance", "level", "Exports less imports.", "exports - imports", *BALANCE),
        Answer("prior_balance", "level", "Last year's.", "prior_exports - prior_imports", *BALANCE),
        Answer("balance_change", "level", "Change of the balance.", "balance - prior_balance"),
        Answer("coverage_ratio", "share", "Exports over imports.", "exports / imports", *COVERAGE),
        Answer("prior_coverage_ratio", "share", "Last year's.", LAST_RATIO, *COVERAGE),
    ),
    tables={
        "flows": (Answer("flow", "text", "Exports, imports or the total."), *COLUMNS),
        "parts": (Answer("part", "text", "Name of the part."), *COLUMNS),
    },
    settle=settle,
    headline=lambda answers: next(iter(answers)),
    sentence=sentence,
    example="tradecalc decompose --total 3.0 --exports 2.2",
    has_rows=True,
    brief={
        "": (*FLOWS, "imports_contribution", "rest_contribution", "balance", "coverage_ratio"),
        "flows": ("flow", *SHOWN),
        "parts": ("part", *SHOWN),
    },
)
