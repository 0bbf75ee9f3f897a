"""What is a total made of? Exports and imports, or any parts: growth, shares, contributions."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from tradecalc.core.decomposition import LINES, Line, Parts, Stated, Trade
from tradecalc.core.ranges import Estimate, Missing, Open
from tradecalc.errors import DomainError, InputError, Note, TradecalcError, filled
from tradecalc.questions.question import Answer, Figure, Question, Result, Settled, option_name
from tradecalc.questions.target import RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.figures.parts import Part
    from tradecalc.figures.reading import Reading

    Row = dict[str, Any]

LONGEST_SUM = 12  # parts that a person may want to see added up
# A level of a fifth or of five times last year's is seldom one: growth by -80 or +400 %.
LEAST_RATIO, MOST_RATIO = 0.2, 5.0


def settle(reading: Reading) -> Settled:
    """Read what is stated of the flows, or of the parts, and find all that follows from it."""
    if "parts" not in reading and ("decimal" in reading or "encoding" in reading):
        raise InputError("{--decimal} and {--encoding} are of a file", remedy="add {--parts} FILE")
    if reading.get("part") or "parts" in reading:
        return _settle_parts(reading)
    return _settle_flows(reading)


# Exports, imports and their total


def _settle_flows(reading: Reading) -> Settled:
    missing = [flow for flow in LINES if flow not in reading]
    if not missing:
        raise InputError(
            "{--exports}, {--imports} and {--total} are one fact too many",
            remedy="drop one, or ask tradecalc check whether they agree",
        )
    if len(missing) > 1:
        needed = ("one", "two")[len(missing) - 2]
        raise InputError(
            "decompose needs two of {--exports}, {--imports} and {--total}, or {--part} NAME=LEVEL"
            " or {--parts} FILE",
            remedy=f"add {needed} of {', '.join(f'{{--{flow}}}' for flow in missing)}",
        )
    levels = {flow: (flow,) for flow in LINES if flow in reading}
    named = {flow: (flow, f"prior_{flow}", f"{flow}_growth") for flow in LINES}
    notes = []
    for flow in LINES:
        notes += _keep_one(reading, flow, levels | {flow: named[flow]})
    lines = {flow: _line(reading, names) for flow, names in named.items()}
    stated = [flow for flow, line in lines.items() if line.prior or line.growth]
    if len(stated) > 2:
        raise InputError(
            "last year's exports, imports and total are one fact too many, as levels or as growth",
            remedy="drop one",
        )
    trade, solved = Trade(lines), missing[0]
    notes += _hold_rest(reading, trade, {"exports": "exports", "imports": "imports"})
    order = sorted(LINES, key=lambda flow: flow != solved)
    names = [name for flow in order for name in (flow, f"{flow}_growth", f"prior_{flow}")]
    answers = _answers(reading, trade, {name: name for name in (*names, *OF_BOTH)})
    if not reading.answers_only:
        rows = [_row("flow", flow, trade, flow) for flow in LINES]
        notes += _open_signs(rows, {n: found for n, found in answers.items() if "balance" in n})
        answers["flows"] = _table(rows, notes)
    if len(stated) < 2:
        wanted = [flow for flow in levels if flow not in stated]
        each = [f"{{--{flow}_growth}} or {{--prior_{flow}}}" for flow in wanted]
        joined = (", or " if stated else ", and ").join(each)
        notes.append(Note(f"For contributions to growth and last year's balance add {joined}."))
    formulas = {f"prior_{flow}": f"{flow} / (1 + {flow}_growth)" for flow in stated}
    return Settled({}, {}, notes, formulas=formulas, answers=answers)


# Any number of parts


def _settle_parts(reading: Reading) -> Settled:
    for name in (name for name in reading if name in DECOMPOSE.row_figures):
        if "total" not in name:
            raise InputError(
                f"{{--part}} and {{--parts}} split a total, and {{--{name}}} is of exports and"
                " imports",
                remedy="drop one, or write exports as a part",
            )
        if "total" not in reading:
            remedy = "add {--total}, or leave it to the sum of the parts"
            raise InputError(f"{{--{name}}} is of a stated total", remedy=remedy)
    parts, notes = _parts(reading)
    lines = _lines(reading, parts, notes)
    total, asked = None, {name: name for name in DECOMPOSE.answers if "total" in name}
    if "total" in reading:
        notes += _keep_one(reading, "total", {"total": TOTAL})
        total = _line(reading, TOTAL)
        asked = {name: name.replace("rest", "imports") for name in REST} | asked
    split = Parts(lines, total)
    notes += _hold_rest(reading, split.whole, {"exports": "the parts", "imports": "the rest"})
    before = split.whole.ask("prior_total")
    if isinstance(before, Estimate) and (known := split.sum(prior=True)) > before.value:
        raise _exceeds(reading, split.whole, "last year's parts", known, before.value)
    answers = _answers(reading, split.whole, asked)
    if not reading.answers_only:
        rows = [_row("part", part.name, split.part(k), "exports") for k, part in enumerate(parts)]
        notes += _note_total(reading, rows) + _note_last_year(rows, total)
        rows += [_row("part", "rest", split.whole, "imports")] if total else []
        rows.append(_row("part", "total", split.whole, "total"))
        notes += _open_signs(rows, {})
        answers["parts"] = _table(rows, notes)
    names = [f"part_{k}" for k in range(1, len(parts) + 1)]
    names = names if len(parts) <= LONGEST_SUM else ["sum of level"]
    formulas = {"total": " + ".join(names), "rest": " - ".join(["total", *names])}
    formulas["prior_total"] = "total / (1 + total_growth)" if total else "sum of prior"
    return Settled({}, {"count": len(parts)}, notes, formulas=formulas, answers=answers)


def _parts(reading: Reading) -> tuple[list[Part], list[Note]]:
    """Return the parts of the options, then those in a file, and which columns were not read."""
    from tradecalc.figures.parts import parse_part, read_parts, require_names  # noqa: PLC0415  flows need none

    parts, notes = [parse_part(text) for text in reading.get("part", ())], list[Note]()
    if "parts" in reading:
        how = {name: reading.get(name) for name in ("decimal", "encoding")}
        of_file, unread = read_parts(reading["parts"], **how)
        parts += of_file
        if unread:
            notes.append(Note("Columns not read: {names}.", names=_first_of(unread)))
    require_names(parts, has_total="total" in reading)
    return parts, notes


def _lines(reading: Reading, parts: Sequence[Part], notes: list[Note]) -> list[Line]:
    """Read the figures of each part, which messages call by its name or by its place in a file."""
    called, lines, agreed = dict[str, str](), [], False

    def named(name: str) -> str:
        return called.get(name, option_name(name))

    for k, part in enumerate(parts, start=1):
        names = {"level": f"part_{k}", "prior": f"part_{k}_prior", "growth": f"part_{k}_growth"}
        called |= {names[role]: said for role, said in part.called.items() if role in names}
        three = tuple(names.values())
        try:
            for role, text in part.figures.items():
                if role == "growth":
                    reading.rate(names[role], text)
                else:
                    reading.level(names[role], text, flow=True)
            agreed |= bool(_keep_one(reading, "exports", {"exports": three}))
        except TradecalcError as error:
            raise type(error)("{said}", said=error.sentence(named)) from None
        lines.append(_line(reading, three))
        if "prior" in part.figures and k <= len(reading.get("part", ())):
            _doubt_prior(reading, part, *three[:2])
    if agreed:
        said = "Growth and last year's levels agree; last year's levels are used."
        notes.append(Note(said))
    doubted = [name for name in reading.doubts if name in called and "growth" in name]
    if doubted:  # a column of fractions is one doubt, not one a row
        first, *others = (reading.doubts.pop(name) for name in doubted)
        said = filled(first.said, first.fields, named)
        template = "{said} So were {more} more." if others else "{said}"
        reading.doubts[doubted[0]] = Note(template, said=said, more=len(others))
    return lines


def _doubt_prior(reading: Reading, part: Part, level: str, prior: str) -> None:
    """Doubt last year's level of an option, which may be a growth without its per cent sign."""
    now, before = reading[level], reading[prior]
    if now < LEAST_RATIO * before or now > MOST_RATIO * before > 0:
        reading.doubts[prior] = Note(
            "{place}: {text} was read as last year's level, which makes the growth {growth:+.0f} %;"
            " write {text}% if it is the growth.",
            place=part.place,
            text=part.figures["prior"],
            growth=100 * (now / before - 1),
        )


def _note_total(reading: Reading, rows: Sequence[Row]) -> list[Note]:
    """Note a part that is all the others together, as a row of totals is."""
    values = [Fraction(repr(reading[f"part_{k}"])) for k in range(1, len(rows) + 1)]
    others = sum(values) - max(values)
    k = values.index(max(values))
    low, high = reading.ends(f"part_{k + 1}")
    if len(values) < 3 or not others or not low <= others <= high:
        return []  # two parts may well be equal
    said = "{name} is as much as all other parts together: if it is their total, drop it, or give"
    return [Note(f"{said} it as {{--total}}.", name=rows[k]["part"])]


def _note_last_year(rows: Sequence[Row], total: Line | None) -> list[Note]:
    """Say what would add what is not known of last year."""
    lacking = [row["part"] for row in rows if row["prior"] is None]
    if lacking:
        said = (
            "Last year is missing for {names}: for growth and contributions to it give it for every"
            " part, as NAME=LEVEL:GROWTH% or NAME=LEVEL:LAST_YEAR, or in a column growth or"
            " last_year of a file."
        )
        return [Note(said, names=_first_of(lacking))]
    if total and not (total.prior or total.growth):
        return [Note("For contributions to growth add {--total_growth} or {--prior_total}.")]
    return []


# What is stated of a line, what is left of a total, and the table of all lines


def _line(reading: Reading, names: Sequence[str], *, as_written: bool = False) -> Line:
    """Return the figures *names* of a line, by the rounding asked for or by their last digits."""
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


def _keep_one(reading: Reading, flow: str, named: dict[str, tuple[str, ...]]) -> list[Note]:
    """Keep last year's level where the growth is given too and agrees, and say so.

    *named* are the figures of the *flow* and of those that its level may follow from.
    Raises InputError where the two clash, DomainError where the growth leaves nothing.
    """
    _, prior, growth = named[flow]
    if growth not in reading.inputs:
        return []
    written = reading.inputs[growth].written
    if reading.estimate(growth).low <= -1:
        raise DomainError(
            "leaves nothing to have grown from",
            figure=growth,
            written=written,
            remedy="it must be above -100 %, or give last year's level instead",
        )
    if prior not in reading.inputs:
        return []
    lines = {one: _line(reading, names, as_written=True) for one, names in named.items()}
    if not Trade(lines).is_possible:
        raise InputError(
            f"{{--{prior}}} {{level}} and {{--{growth}}} {{rate}} state one growth twice, and"
            " differently",
            level=reading.inputs[prior].written,
            rate=written,
            remedy="drop the wrong one",
        )
    del reading.inputs[growth]  # or the answer would quote a growth it does not rest on
    agree = f"{{--{growth}}} and {{--{prior}}} agree within their rounding; {{--{prior}}} is used."
    return [Note(agree)]


def _hold_rest(reading: Reading, trade: Trade, called: dict[str, str]) -> list[Note]:
    """Hold what is left of a total to be no less than nothing, and say where it may be nothing."""
    notes = []
    for name, other in trade.left.items():
        prefix = "prior_" * name.startswith("prior_")
        found: Row = {one: trade.ask(one) for one in (name, other, f"{prefix}total")}
        if any(isinstance(one, Missing) for one in found.values()):
            continue  # too large to be held
        rest, part, whole = found.values()
        rest_name, part_name = (called[one.removeprefix(prefix)] for one in (name, other))
        if prefix:
            rest_name = f"last year's {rest_name.removeprefix('the ')}"
            part_name = f"last year's {part_name.removeprefix('the ')}"
        if rest.value < 0:
            raise _exceeds(reading, trade, part_name, part.value, whole.value)
        if rest.range and rest.low <= 0:
            said = "Within the rounding {rest} may be zero: ranges end there, because a flow cannot"
            notes.append(Note(f"{said} be below zero.", rest=rest_name))
    return notes


def _exceeds(
    reading: Reading, trade: Trade, name: str, part: float, whole: float
) -> TradecalcError:
    """Return the error of a part above its whole: an InputError unless the rounding allows it."""
    rule = "{name}, {part:.6g}, exceed the total, {whole:.6g}"
    fields: Row = {"name": name, "part": part, "whole": whole}
    if trade.is_possible:
        remedy = "within the rounding they need not: write the figures with more digits"
        return DomainError(rule, remedy=remedy, **fields)
    remedy = "a part is no more than its whole"
    remedy += "" if reading.rounded else "; if the figures are rounded, add {--rounded}"
    return InputError(rule, remedy=remedy, **fields)


def _answers(reading: Reading, trade: Trade, asked: dict[str, str]) -> Row:
    """Return what a trade says of the quantities *asked*, by the names of the answers."""
    found = {n: trade.ask(quantity) for n, quantity in asked.items() if n not in reading.inputs}
    return {name: answer for name, answer in found.items() if answer is not None}


def _row(first: str, name: str, trade: Trade, flow: str) -> Row:
    """Return what is known of a line, which goes by *flow* in its trade."""
    names = {"level": flow, "prior": f"prior_{flow}"}
    names |= {column: f"{flow}_{column}" for column in ("change", "growth")}
    if flow != "total":
        names |= {c: f"{flow}_{c}" for c in ("share", "contribution", "share_of_change")}
    row = {column: trade.ask(quantity) for column, quantity in names.items()}
    cells: Row = {c: None if isinstance(cell, Missing) else cell for c, cell in row.items()}
    if flow == "total":
        cells["share"] = Estimate(1.0) if cells["level"].value > 0 else None
        cells["contribution"] = cells["growth"]
        cells["share_of_change"] = cells["change"] and Estimate(1.0)
    return {first: name, **cells}


def _table(rows: list[Row], notes: list[Note]) -> list[Row]:
    """Return the rows, the total the last, without columns that say nothing."""
    hidden, moved = list[str](), rows[-1]["change"]
    if moved and moved.low <= 0 <= moved.high:
        hidden.append("share_of_change")
        notes.append(Note("The total may not have changed: shares of its change are left out."))
    if all(row["contribution"] is None for row in rows[:-1]):  # that of the total says nothing
        hidden += ["contribution", "share_of_change"]
    shown = [c for c in rows[0] if c not in hidden and any(row[c] is not None for row in rows)]
    return [{column: row[column] for column in shown} for row in rows]


def _open_signs(rows: Sequence[Row], others: Row) -> list[Note]:
    """Say which growths, and which *others*, the rounding leaves either sign."""
    named = {f"growth of {next(iter(row.values()))}": row["growth"] for row in rows}
    named |= {name.replace("_", " "): found for name, found in others.items()}
    names = [
        name
        for name, found in named.items()
        if isinstance(found, Estimate) and found.range
        if min(-found.low, found.high) > 1e-9 * (found.high - found.low)  # the arithmetic's noise
    ]
    said = "Within the rounding these may be of either sign: {names}."
    return [Note(said, names=_first_of(names))] if names else []


def _first_of(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def sentence(result: Result) -> Note:
    """Return the sentence that answers."""
    solved, count = result.headline, result.taken.get("count", 0)
    known = {name for name, found in result.answers.items() if isinstance(found, (Estimate, Open))}
    known |= result.inputs.keys()
    said = {
        "rest": "The rest comes to {rest} of {total}",
        "total": "The total comes to {total}",
        "exports": "Exports come to {exports}",
        "imports": "Imports come to {imports}",
    }[solved]
    if count and solved == "total":
        said = f"{count} parts come to {{total}}" if count > 1 else "1 part comes to {total}"
    if f"{solved}_growth" in known:
        said += f", {{{solved}_growth}} on the year before"
    if {"total_growth", "rest_contribution"} <= known:
        said += "; to the total's growth of {total_growth} it contributes {rest_contribution}"
    elif {"total_growth", "exports_contribution"} <= known:
        said += "; to the total's growth of {total_growth} exports contribute"
        said += " {exports_contribution} and imports {imports_contribution}"
    elif not count:
        said += ", and the balance to {balance}"
        said += ": exports cover {coverage_ratio} of imports" * ("coverage_ratio" in known)
    return Note(f"{said}.")


CONTRIBUTION = ("contribution to growth, in percentage points", "INSEE, definitions, c1207")
BALANCE = ("trade balance", "INSEE, definitions, c1793")
COVERAGE = ("coverage ratio", "INSEE, definitions, c1793")
TOTAL = ("total", "prior_total", "total_growth")
IDENTITY = {  # how each flow follows from the other two
    "exports": "{0}total - {0}imports",
    "imports": "{0}total - {0}exports",
    "total": "{0}exports + {0}imports",
}
_LINES = tuple(
    answer
    for name, formula, before in (
        *((flow, how.format(""), how.format("prior_")) for flow, how in IDENTITY.items()),
        ("rest", "total - sum of level", "prior_total - sum of prior"),
    )
    for answer in (
        Answer(name, "level", f"{name.capitalize()}.", formula),
        Answer(
            f"{name}_growth",
            "rate",
            f"Growth of {name} on the year before.",
            f"({name} - prior_{name}) / prior_{name}",
            *RATE,
        ),
        Answer(f"prior_{name}", "level", f"{name.capitalize()} a year before.", before),
        Answer(
            f"{name}_contribution",
            "points",
            f"Contribution of {name} to the growth of the total.",
            f"({name} - prior_{name}) / prior_total",
            *CONTRIBUTION,
        ),
    )
    if answer.name != "total_contribution"
)
_BOTH = (
    Answer("balance", "level", "Exports less imports.", "exports - imports", *BALANCE),
    Answer(
        "prior_balance",
        "level",
        "Balance a year before.",
        "prior_exports - prior_imports",
        *BALANCE,
    ),
    Answer("balance_change", "level", "Change of the balance.", "balance - prior_balance"),
    Answer("coverage_ratio", "share", "Exports over imports.", "exports / imports", *COVERAGE),
    Answer(
        "prior_coverage_ratio",
        "share",
        "Coverage ratio a year before.",
        "prior_exports / prior_imports",
        *COVERAGE,
    ),
)
REST = tuple(answer.name for answer in _LINES if "rest" in answer.name)
OF_BOTH = ("exports_contribution", "imports_contribution", *(answer.name for answer in _BOTH))
OF_CHANGE = ("change / (total - prior_total)", "share of the total's change")
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
_of_file = partial(Figure, panel="File", in_rows=False)
DECOMPOSE = Question(
    "decompose",
    "What is the total made of?",
    about="Give two of --exports, --imports and --total, and for two of them growth or last year's"
    " level. Or split a total into any parts, each as --part or all in --parts FILE; with --total"
    " what is left is the rest.",
    figures=(
        Figure("exports", "level", "Exports: 2.2, USD2.2bn.", "2.2", flow=True),
        Figure("imports", "level", "Imports.", "0.8", flow=True),
        Figure("total", "level", "Exports and imports, or the total of all parts.", "3", flow=True),
        *(
            Figure(f"{flow}_growth", "rate", f"Growth of {flow} on the year before, in %.", "25%")
            for flow in LINES
        ),
        *(
            Figure(f"prior_{flow}", "level", f"Last year's {flow}.", example, flow=True)
            for flow, example in zip(LINES, ("1.76", "0.64", "2.4"), strict=True)
        ),
        Figure(
            "part",
            "texts",
            "A part of the total; NAME=LEVEL:26% has its growth and NAME=LEVEL:1.7, without a per"
            " cent sign, last year's level; may be repeated.",
            metavar="NAME=LEVEL",
            in_rows=False,
            is_input=False,
            reads={"part_{n}": "level", "part_{n}_growth": "rate", "part_{n}_prior": "level"},
        ),
        _of_file(
            "parts",
            "text",
            "CSV of parts, or - for standard input: name, level and growth or last_year.",
            metavar="FILE",
        ),
        _of_file(
            "decimal",
            "text",
            "Decimal mark, point or comma, where the file leaves it open.",
            among=("point", "comma"),
            metavar="MARK",
        ),
        _of_file(
            "encoding",
            "text",
            "Encoding, such as cp1251, where it is not recognised.",
            metavar="NAME",
        ),
    ),
    answers=(*_LINES, *_BOTH),
    tables={
        "flows": (Answer("flow", "text", "Exports, imports or the total."), *COLUMNS),
        "parts": (Answer("part", "text", "Name of the part."), *COLUMNS),
    },
    settle=settle,
    headline=lambda answers: next(iter(answers)),
    sentence=sentence,
    examples=(
        "tradecalc decompose --total 3 --total-growth 18.5%- --exports 2.2 --exports-growth 26.7%+",
        "tradecalc decompose --exports 2.2 --imports 0.8 --prior-exports 1.74 --prior-imports 0.8",
        "tradecalc decompose --part Cars=2.2:26% --part 'Iron, steel=0.5:0.6' --total 3.0",
        "tradecalc decompose --rows partners.csv --answers balance,coverage_ratio",
    ),
    has_rows=True,
)
