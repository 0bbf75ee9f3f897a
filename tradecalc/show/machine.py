"""A result for machines: JSON, CSV, lines for `cut` and `awk`, one bare answer.

A shell loop asks for bare answers ten thousand times: nothing that they do not need is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tradecalc.core.ranges import Estimate, Missing, Open
from tradecalc.errors import InputError, meant, quoted

if TYPE_CHECKING:
    from tradecalc.questions.question import Answer, Result
    from tradecalc.show.digits import Style

Cell = tuple[str, ...]  # a value and the ends of its range, as text
Record = dict[str, Any]

NO_HEADLINE = "a report has no single headline"
SCHEMA = 2  # of the JSON; a change that breaks a reader raises it
OF_ONE, OF_MANY = ("answers",), ("title", "summary", "reports")  # keys of a question, a report
WORKING = ("formula", "term", "source")  # what --explain adds to an answer
UNITS = dict.fromkeys(("rate", "share", "points", "chance"), "fraction")
UNITS |= {"log": "log", "years": "years"}


def bare(result: Result, name: str) -> str:
    """Return one answer, unrounded; raise InputError for no such name, DomainError for no value."""
    name = name.replace("-", "_")
    part, _, inner = name.partition(".")
    if inner and part in result.parts:
        return bare(result.parts[part], inner)
    declared = result.question.answers
    names = [n for n in result.answers if n not in declared or declared[n].shown]
    if name not in names:
        rule = "unknown answer {name}" if name or not result.parts else NO_HEADLINE
        names += [f"{part}.{of_part.headline}" for part, of_part in result.parts.items()]
        raise InputError(rule, name=quoted(name), remedy=meant(name, names))
    value = result.answers[name]
    if isinstance(value, Missing):
        raise value.why
    if not isinstance(value, list):
        return bare_cell(value)[0]
    columns = columns_of(result, name)
    return _csv(_joined((c.name, [bare_cell(row.get(c.name)) for row in value]) for c in columns))


def cell(value: Any) -> tuple[Any, ...]:
    """Return a value and the ends of its range, "" for what there is not; zero has no sign."""
    is_none = value is None or isinstance(value, (Missing, list))
    read = "" if is_none else getattr(value, "value", value)
    whole = (read, *(getattr(value, "range", None) or ("", "")))
    return tuple(one if isinstance(one, str) else one + 0 for one in whole)


def bare_cell(value: Any) -> Cell:
    """Return a value and the ends of its range as text, at full precision."""
    return tuple(one if isinstance(one, str) else repr(one) for one in cell(value))


def unit_of(kind: str, unit: str) -> str:
    """Return the unit of a number that a machine reads: rates are fractions there."""
    return unit if kind == "level" else UNITS.get(kind, "")


def answered(result: Result, *, missing: bool = False) -> list[tuple[Answer, Any]]:
    """Return the answers that are shown; with those *missing*, if they are not optional."""
    declared = result.question.answers
    ends = {end for one in declared.values() for end in one.likely or ()}  # stand beside it
    return [
        (declared[name], value)
        for name, value in result.answers.items()
        if name in declared and declared[name].shown and name not in ends
        if not isinstance(value, list)  # a table may have an answer's name
        if not isinstance(value, Missing) or (missing and not declared[name].optional)
    ]


def tables_of(result: Result) -> list[str]:
    """Return the names of the tables that there are."""
    return [name for name, value in result.answers.items() if isinstance(value, list)]


def columns_of(result: Result, table: str) -> list[Answer]:
    """Return the columns of a table that are shown, as declared."""
    there = {name for row in result.answers[table] for name in row}
    declared = result.question.tables[table].values()
    return [column for column in declared if column.shown and column.name in there]


def likely(result: Result, declared: Answer) -> Estimate | None:
    """Return the forecast range of an answer, around its middle, if it has one."""
    ends = result[declared.name].likely  # which need not hold the answer itself
    return Estimate(ends.low / 2 + ends.high / 2, ends) if ends else None


def reason(result: Result, value: Missing | Open) -> str:
    """Return why there is no value, or no range, and which figures' rounding takes it away."""
    why = value.why.sentence(result.named)
    if isinstance(value, Missing) or not value.figures:
        return why
    return f"within the rounding of {' and '.join(map(result.named, value.figures))}, {why}"


def as_json(result: Result, style: Style) -> str:
    """Return a result as one JSON object, numbers at full precision."""
    from json import dumps  # noqa: PLC0415  2 ms that only this format needs

    whole = document(result, explain=style.explain)
    return dumps(whole, ensure_ascii=not style.signs, indent=2, allow_nan=False)


def document(result: Result, *, explain: bool = False) -> Record:
    """Return a result as plain data: its inputs, answers, tables and notes."""
    from tradecalc.show import text  # noqa: PLC0415  a bare answer has none

    parts = result.parts.items()
    worked = {name: one for name, _, one in text.workings(result)} if explain else {}
    found = {
        "schema": SCHEMA,
        "command": result.question.name,
        "title": result.title,
        "summary": text.sentence(result).split("\n"),
        "inputs": {
            name: ({"written": one.written} if one.written or not one.estimate else {})
            | _fields(result, one.estimate)
            for name, one in result.inputs.items()
        },
        "answers": {
            one.name: _answer(result, one, value) | worked.get(one.name, {})
            for one, value in answered(result, missing=True)
        },
        "tables": {name: _rows(result, name) for name in tables_of(result)},
        "notes": text.notes(result),
        "reports": {name: document(part, explain=explain) for name, part in parts},
    }
    for key in OF_ONE if parts else OF_MANY:
        del found[key]
    return found


def _fields(result: Result, value: Any) -> Record:
    whole = zip(("value", "low", "high"), cell(value), strict=True)
    found = {name: one for name, one in whole if one != ""}
    return found | ({"open": reason(result, value)} if isinstance(value, Open) else {})


def _answer(result: Result, declared: Answer, value: Any) -> Record:
    if isinstance(value, Missing):
        return {"value": None, "why": reason(result, value)}
    found = _fields(result, value)
    if unit := unit_of(declared.kind, result.unit):
        found["unit"] = unit
    if whole := likely(result, declared):
        found |= {"likely_low": whole.low, "likely_high": whole.high}
    return found


def _rows(result: Result, table: str) -> list[Record]:
    names = [column.name for column in columns_of(result, table)]
    return [
        {
            name if key == "value" else f"{name}_{key}": one
            for name in names
            for key, one in _fields(result, row.get(name)).items()
        }
        for row in result.answers[table]
    ]


def csv(result: Result, style: Style) -> str:  # noqa: ARG001  one shape for all formats
    """Return the answers as CSV, one a line, numbers at full precision."""
    rows: list[Cell] = [("name", "value", "unit", "low", "high", "likely_low", "likely_high")]
    for prefix, whose in _whole(result):
        for one, value in answered(whose):
            shown, *ends = bare_cell(value)
            ends += bare_cell(likely(whose, one))[1:]
            rows.append((prefix + one.name, shown, unit_of(one.kind, whose.unit), *ends))
    return _csv(rows)


def _whole(result: Result) -> list[tuple[str, Result]]:
    """Return a result and its parts, each with what stands before the names of its answers."""
    return [("", result), *((f"{name}.", part) for name, part in result.parts.items())]


def _joined(columns: Iterable[tuple[str, list[Cell]]]) -> Iterator[tuple[str, ...]]:
    """Return the rows of a table from its columns; ranges add NAME_low and NAME_high."""
    found = list[Cell]()
    for heading, cells in columns:
        values, lows, highs = zip(*cells, strict=True)
        found.append((heading, *values))
        if any(lows):
            name = heading.partition(" ")[0]
            found += [(f"{name}_low", *lows), (f"{name}_high", *highs)]
    return zip(*found, strict=True)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    from csv import writer  # noqa: PLC0415  1 ms that only CSV needs
    from io import StringIO  # noqa: PLC0415  the same

    out = StringIO()
    writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")


def plain(result: Result, style: Style) -> str:
    """Return a result for `cut` and `awk`: tabs between fields, blank lines between blocks."""
    from tradecalc.show import text  # noqa: PLC0415  a bare answer has none
    from tradecalc.show.digits import suffix  # noqa: PLC0415  the same

    blocks: list[list[str]] = []
    for prefix, whose in _whole(result):
        blocks.append([])
        for one, value in answered(whose):
            shown, *ends = text.rounded(whose, one.kind, value, style, thousands=False)
            ends += text.likely_ends(whose, one, style, thousands=False)
            unit = suffix(one.kind, whose.unit).strip()
            blocks[-1].append("\t".join((prefix + one.name, shown, unit, *ends)))
        for table in tables_of(whose):
            columns = []
            for one in columns_of(whose, table):
                cells = text.cells_of(whose, table, one, style, thousands=False)
                columns.append((one.name + suffix(one.kind), [texts for _, texts in cells]))
            blocks.append([prefix + table, *map("\t".join, _joined(columns))])
        worked = text.workings(whose, style) if style.explain else []
        blocks.append([f"working\t{line}" for _, line, _ in worked])
        blocks.append([f"note\t{note}" for note in text.notes(whose, style)])
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)
