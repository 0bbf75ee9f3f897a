"""A result for machines: JSON, CSV, lines for `cut` and `awk`, one bare answer.

A shell loop asks for bare answers ten thousand times: nothing that they do not need is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradecalc.core.ranges import Estimate, Missing, Open, Range
from tradecalc.errors import InputError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tradecalc.figures.reading import Input
    from tradecalc.questions.question import Answer, Result
    from tradecalc.show.digits import Style

    Cell = tuple[str, str, str]  # a value and the ends of its range
    Record = dict[str, Any]

NO_HEADLINE = "a report has no one headline"
SCHEMA = 2  # of the JSON; a change that breaks a reader raises it
OF_ONE, OF_MANY = ("answers",), ("title", "summary", "reports")  # keys of a question, a report
UNITS = dict.fromkeys(("rate", "share", "points", "chance"), "fraction")
UNITS |= {"log": "log", "years": "years"}


def bare(result: Result, name: str) -> str:
    """Return the answer *name* and nothing else, unrounded; of a table, its CSV.

    Raises InputError where there is no such answer, DomainError where it has no value.
    """
    name = name.replace("-", "_")
    part, _, inner = name.partition(".")
    if inner and part in result.parts:
        return bare(result.parts[part], inner)
    declared = result.question.answers
    names = [n for n in result.answers if n not in declared or declared[n].shown]
    if name not in names:
        names += [f"{part}.{of_part.headline}" for part, of_part in result.parts.items()]
        raise InputError(
            "there is no answer {name} here" if name or not result.parts else NO_HEADLINE,
            name=quoted(name),
            remedy="there are {names}",
            names=", ".join(names),
        )
    value = result.answers[name]
    if isinstance(value, Missing):
        raise value.why
    return _table_csv(result, name) if isinstance(value, list) else bare_cell(value)[0]


def bare_cell(value: Any) -> Cell:
    """Return a value at full precision and the ends of its range, "" for none."""
    if is_empty(value):
        return "", "", ""
    read = estimate_of(value)
    texts = [bare_text(one) for one in (read.value, *(read.range or ("", "")))]
    return texts[0], texts[1], texts[2]


def bare_text(value: float | str) -> str:
    """Return a number at full precision, zero without a sign; a word as it is."""
    return value if isinstance(value, str) else repr(value + 0)


def estimate_of(value: Any) -> Estimate:
    """Return a value that has a range, has none, or is a word, as one that may have a range."""
    return value if isinstance(value, Estimate) else Estimate(getattr(value, "value", value))


def unit_of(kind: str, unit: str) -> str:
    """Return the unit of a number that a machine reads: rates are fractions there."""
    return unit if kind == "level" else UNITS.get(kind, "")


def answered(result: Result, *, missing: bool = False) -> list[tuple[Answer, Any]]:
    """Return the answers that are shown; with those *missing*, if they are not optional.

    The ends of a forecast range stand beside what it is of.
    """
    declared = result.question.answers
    ends = {end for one in declared.values() for end in one.likely or ()}
    return [
        (declared[name], value)
        for name, value in result.answers.items()
        if name in declared
        and declared[name].shown
        and name not in ends
        and not isinstance(value, list)
        and not (isinstance(value, Missing) and (declared[name].optional or not missing))
    ]


def tables_of(result: Result) -> list[str]:
    """Return the names of the tables that there are."""
    return [name for name, value in result.answers.items() if isinstance(value, list)]


def columns_of(result: Result, table: str) -> list[Answer]:
    """Return the columns of a table that are shown, as declared."""
    there = {name for row in result.answers[table] for name in row}
    declared = result.question.tables[table].values()
    return [column for column in declared if column.shown and column.name in there]


def is_empty(cell: Any) -> bool:
    """Whether a cell has nothing to show."""
    return cell is None or isinstance(cell, Missing) or cell == ""


def kind_of(column: Answer, row: Mapping[str, Any]) -> str:
    """Return the kind of a cell: in a column of unlike quantities, its row tells."""
    return str(row["kind"]) if column.kind == "mixed" else column.kind


def likely_range(result: Result, declared: Answer) -> Range | None:
    """Return the forecast range of an answer, if it has one."""
    ends = [result.answers.get(name) for name in declared.likely or ()]
    values = [end.value for end in ends if isinstance(end, Estimate)]
    return Range(*values) if len(values) == 2 else None


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
    return dumps(whole, ensure_ascii=False, indent=2, allow_nan=False)


def document(result: Result, *, explain: bool = False) -> Record:
    """Return a result as plain data: its inputs, answers, tables and notes."""
    from tradecalc.show.text import notes, sentence  # noqa: PLC0415  a bare answer has none

    figures, answers, parts = (
        result.inputs.items(),
        answered(result, missing=True),
        result.parts.items(),
    )
    found = {
        "schema": SCHEMA,
        "command": result.question.name,
        "title": result.title,
        "summary": sentence(result).split("\n"),
        "inputs": {name: _figure(figure) for name, figure in figures},
        "answers": {one.name: _answer(result, one, v, explain=explain) for one, v in answers},
        "tables": {
            name: [_row(result, name, row) for row in result.answers[name]]
            for name in tables_of(result)
        },
        "notes": notes(result),
        "reports": {name: document(part, explain=explain) for name, part in parts},
    }
    for key in OF_ONE if parts else OF_MANY:
        del found[key]
    return found


def _figure(figure: Input) -> Record:
    """Return a figure; a text, which has no value, is written though it be empty."""
    if figure.estimate is None:
        return {"written": figure.written}
    return ({"written": figure.written} if figure.written else {}) | _fields(figure.estimate)


def _fields(value: Any, result: Result | None = None) -> Record:
    """Return a value, and the ends of its range or why it has none; zero goes without a sign."""
    read = estimate_of(value)
    found = {"value": read.value}
    if read.range:
        found |= {"low": read.range.low, "high": read.range.high}
    found = {key: one if isinstance(one, str) else one + 0 for key, one in found.items()}
    return found | ({"open": reason(result, value)} if result and isinstance(value, Open) else {})


def _answer(result: Result, declared: Answer, value: Any, *, explain: bool = False) -> Record:
    if isinstance(value, Missing):
        return {"value": None, "why": reason(result, value)}
    found = _fields(value, result)
    if unit := unit_of(declared.kind, result.unit):
        found["unit"] = unit
    if likely := likely_range(result, declared):
        found |= {"likely_low": likely.low, "likely_high": likely.high}
    if explain:
        from tradecalc.show.text import working  # noqa: PLC0415  as above

        if worked := working(result, declared, declared.name, {}):
            found |= zip(("formula", "term", "source"), worked, strict=True)
    return found


def _row(result: Result, table: str, row: Mapping[str, Any]) -> Record:
    """Return a row with what its cells have: NAME, NAME_low and NAME_high."""
    found: Record = {}
    for name in (column.name for column in columns_of(result, table)):
        if not is_empty(row.get(name)):
            fields = _fields(row[name], result)
            found |= {name if k == "value" else f"{name}_{k}": one for k, one in fields.items()}
    return found


def csv(result: Result, style: Style) -> str:  # noqa: ARG001  one shape for all formats
    """Return the answers as CSV, one a line, numbers at full precision."""
    lines: list[tuple[str, ...]]
    lines = [("name", "value", "unit", "low", "high", "likely_low", "likely_high")]
    for prefix, whose in _whole(result):
        for one, value in answered(whose):
            read, *ends = bare_cell(value)
            likely = map(bare_text, likely_range(whose, one) or ("", ""))
            lines.append((prefix + one.name, read, unit_of(one.kind, whose.unit), *ends, *likely))
    return _csv(lines)


def _whole(result: Result) -> list[tuple[str, Result]]:
    """Return a result and its parts, each with what stands before the names of its answers."""
    return [("", result), *((f"{name}.", part) for name, part in result.parts.items())]


def _table_csv(result: Result, table: str) -> str:
    columns: list[tuple[str, ...]] = []
    for name in (column.name for column in columns_of(result, table)):
        cells = [bare_cell(row.get(name)) for row in result.answers[table]]
        columns += _with_ends(name, name, cells)
    return _csv(zip(*columns, strict=True))


def _with_ends(heading: str, name: str, cells: list[Cell]) -> list[tuple[str, ...]]:
    """Return a column and, where its cells have ranges, two more for their ends."""
    values, lows, highs = zip(*cells, strict=True)
    ends = [(f"{name}_low", *lows), (f"{name}_high", *highs)]
    return [(heading, *values), *(ends if any(lows) else ())]


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
        lines = []
        for one, value in answered(whose):
            places = text.earned(whose, one.kind, [value], style)
            read, *ends = text.rounded(value, one.kind, places, thousands=False)
            unit = suffix(one.kind, whose.unit).strip()
            likely = text.likely_ends(whose, one, style, thousands=False)
            lines.append("\t".join((prefix + one.name, read, unit, *ends, *likely)))
        worked = text.workings(whose, style) if style.explain else []
        blocks += [
            lines,
            *([prefix + table, *_plain_table(whose, table, style)] for table in tables_of(whose)),
            [f"working\t{line}" for line in worked],
            [f"note\t{note}" for note in text.notes(whose, style)],
        ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _plain_table(result: Result, table: str, style: Style) -> Iterator[str]:
    from tradecalc.show import text  # noqa: PLC0415  as above
    from tradecalc.show.digits import suffix  # noqa: PLC0415  as above

    columns: list[tuple[str, ...]] = []
    for column in columns_of(result, table):
        how = {"toward": column.toward, "thousands": False}
        cells = [
            text.rounded(value, kind, places, **how)
            for value, kind, places in text.cells_of(result, table, column, style)
        ]
        columns += _with_ends(column.name + suffix(column.kind), column.name, cells)
    return map("\t".join, zip(*columns, strict=True))
