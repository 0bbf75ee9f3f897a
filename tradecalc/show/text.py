"""A result as text: a sentence, its answers and tables in aligned columns, workings and notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.core.ranges import Estimate, Missing, Open, Range
from tradecalc.errors import filled
from tradecalc.show import digits, machine
from tradecalc.show.digits import AS_EARNED, Style, label, suffix
from tradecalc.show.machine import answered, columns_of, estimate_of, is_empty, tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tradecalc.errors import Note
    from tradecalc.questions.question import Answer, Result

    Row = Mapping[str, Any]

ROUNDING, LIKELY = "rounding", "likely, 4 in 5"
OPEN = "open"  # stands for a range that has no end
GAP = 3  # spaces between two columns, whatever draws them


class Column(NamedTuple):
    """A column of texts, set to the *left* or the right; its *heading* stands above them."""

    heading: str
    texts: list[str]
    left: bool = False
    is_bar: bool = False


class Grid(NamedTuple):
    """A table of texts; *strong* is the row to stress, if any."""

    title: str
    columns: list[Column]
    strong: int | None = None

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The headings, then the texts of each row."""
        return list(zip(*([c.heading, *c.texts] for c in self.columns), strict=True))


def text(result: Result, style: Style = AS_EARNED) -> str:
    """Return a result as a pipe shows it: aligned, and never folded."""
    drawn: dict[str, Callable[[Any], str]] = {
        "title": lambda title: f"{title}\n{'=' * width_of(title)}",
        "part": lambda asks: f"{asks}\n{'-' * width_of(asks)}",
        "grid": _aligned,
        "workings": "\n".join,
        "notes": lambda notes: "\n\n".join(f"Note: {note}" for note in notes),
    }
    return "\n\n".join(drawn.get(kind, str)(block) for kind, block in blocks(result, style))


def blocks(result: Result, style: Style) -> Iterator[tuple[str, Any]]:
    """Yield what people read of a result, each with what it is."""
    if result.title:
        yield "title", result.title
    yield "sentence", sentence(result, style)
    yield from (("grid", grid) for grid in grids(result, style))
    if style.explain and (lines := workings(result, style)):
        yield "workings", lines
    if found := notes(result, style):
        yield "notes", found
    for part in result.parts.values():
        yield "part", part.question.asks
        yield from blocks(part, style)


def _aligned(grid: Grid) -> str:
    lines = [grid.title[:1].lower() + grid.title[1:]] if grid.title else []
    widths = [max(map(width_of, (c.heading, *c.texts))) for c in grid.columns]
    for cells in grid.lines:
        line = ""
        for cell, width, column in zip(cells, widths, grid.columns, strict=True):
            spaces = " " * (width - width_of(cell))
            line += (cell + spaces if column.left else spaces + cell) + " " * GAP
        lines.append(line.rstrip())
    return "\n".join(lines).lstrip("\n")


def width_of(words: str) -> int:
    """Return how many columns of a terminal *words* take: a sign takes one, two or none."""
    if words.isascii():
        return len(words)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415  most text is plain

    return sum(1 + (east_asian_width(sign) in "WF") for sign in words if not combining(sign))


def sentence(result: Result, style: Style = AS_EARNED) -> str:
    """Return the sentence that answers, a line each where there are several."""
    return _said(result, result.sentence, style)


def notes(result: Result, style: Style = AS_EARNED) -> list[str]:
    """Return what to mind of a result, what it leaves out, and what has no range, and why."""
    found = [_said(result, note, style) for note in result.notes]
    for name, value in result.answers.items():
        declared = result.question.answers.get(name)
        if declared is None or (declared.shown and not declared.optional):
            if isinstance(value, Missing):
                found.append(f"{name} is left out: {machine.reason(result, value)}.")
            elif isinstance(value, Open):
                found.append(f"{name} has no range: {machine.reason(result, value)}.")
    return found


def doubts(result: Result) -> list[str]:
    """Return what to doubt of the figures as they were written."""
    return [_said(result, doubt, AS_EARNED) for doubt in result.doubts.values()]


def _said(result: Result, note: Note, style: Style) -> str:
    return filled(note.said, note.fields, result.named, lambda name: _shown(result, name, style))


def _shown(result: Result, name: str, style: Style) -> str:
    """Return a figure as it was written, or an answer with its unit; the label of another name."""
    part, _, inner = name.partition(".")
    if inner and part in result.parts:
        return _shown(result.parts[part], inner, style)
    if name in result.inputs:
        return _as_written(result, name, style)
    for declared in result.question.answers.values():
        if declared.likely and name in declared.likely and machine.likely_range(result, declared):
            return likely_ends(result, declared, style)[declared.likely.index(name)]
    value = result.answers.get(name)
    if is_empty(value) or isinstance(value, list):
        return label(name)
    return spoken(result, result.question.answers[name].kind, value, style)[0]


def _as_written(result: Result, name: str, style: Style) -> str:
    """Return a figure as it was written; a rate has its per cent sign."""
    written, estimate, kind, *_ = result.inputs[name]
    written = " ".join(written.split())
    if estimate is None or (written and (kind != "rate" or "%" in written)):
        return written
    if written and estimate.range:
        return f"{written} %"
    if kind not in ("level", "rate"):
        return spoken(result, kind, estimate, style)[0]
    value = 100 * estimate.value if kind == "rate" else estimate.value
    return f"{value:,.10g}{suffix(kind, result.unit)}"


def spoken(result: Result, kind: str, value: Any, style: Style) -> tuple[str, str]:
    """Return a number with its unit, or a word, and its range, as people read them."""
    return _spoken(value, kind, earned(result, kind, [value], style), unit=result.unit)


def _spoken(
    value: Any, kind: str, places: int, *, unit: str = "", toward: str = "nearest"
) -> tuple[str, str]:
    shown, *ends = rounded(value, kind, places, toward=toward)
    if kind == "word":
        shown, *ends = (word.replace("_", " ") for word in (shown, *ends))
    ranged = OPEN if isinstance(value, Open) else "..".join(filter(None, ends))
    if ends[0] and kind in digits.UNITS:
        ranged += suffix(kind)
    return shown + suffix(kind, unit, of=shown), ranged


def rounded(value: Any, kind: str, places: int, **how: Any) -> tuple[str, str, str]:
    """Return a value and the ends of its range as text, with *places* after the point."""
    if is_empty(value):
        return "", "", ""
    read = estimate_of(value)
    if isinstance(read.value, str):
        return (read.value, *(read.range or ("", "")))
    return digits.estimate_text(read, kind, places, **how)


def earned(
    result: Result, kind: str, values: Iterable[Any], style: Style, *, own: int | None = None
) -> int:
    """Digits after the point that *values* have earned together, or a column's *own*.

    A column that has its own has more where its largest number would not show two.
    """
    numbers, asked = _numbers(values), style.digits
    if asked is None and own is not None:
        largest = max((abs(one.value) for one in numbers), default=0.0)
        shift = 2 if kind in digits.IN_HUNDREDTHS else 0
        asked = max(own, min(1 - digits.magnitude(largest) - shift, 12))
    return digits.decimals_for(kind, numbers, written=result.decimals, digits=asked)


def _numbers(values: Iterable[Any]) -> list[Estimate]:
    found = [estimate_of(value) for value in values if isinstance(value, (Estimate, Open))]
    return [one for one in found if not isinstance(one.value, str)]


def likely_ends(result: Result, declared: Answer, style: Style, **how: Any) -> tuple[str, ...]:
    """Return both ends of an answer's forecast range, rounded outwards; nothing for none."""
    if not (ends := machine.likely_range(result, declared)):
        return ()
    # It need not hold the value: a nation's year has ended above most straight lines.
    whole = Estimate(ends.low / 2 + ends.high / 2, ends)
    return rounded(whole, declared.kind, earned(result, declared.kind, [whole], style), **how)[1:]


def grids(result: Result, style: Style) -> list[Grid]:
    """Return the answers, then each table, as people read them."""
    tables = [_table_grid(result, table, style) for table in tables_of(result)]
    answers = answered(result)
    if not answers:
        return tables
    names = [one.name for one, _ in answers]
    pairs = [spoken(result, one.kind, value, style) for one, value in answers]
    columns = [
        Column("", [result.headings.get(name) or label(name) for name in names], left=True),
        Column("", [shown for shown, _ in pairs]),
        Column(ROUNDING, [ranged for _, ranged in pairs]),
        Column(LIKELY, ["..".join(likely_ends(result, one, style)) for one, _ in answers]),
    ]
    strong = names.index(result.headline) if result.headline in names else None
    return [Grid("", [column for column in columns if any(column.texts)], strong), *tables]


def _table_grid(result: Result, table: str, style: Style) -> Grid:
    """Return a table's grid: a column of values and, where there are ranges, one beside it."""
    rows, found, unit = result.answers[table], list[Column](), ""
    for column in columns_of(result, table):
        pairs = [
            (column.missing, "")
            if is_empty(value)
            else _spoken(value, kind, places, toward=column.toward)
            for value, kind, places in cells_of(result, table, column, style)
        ]
        own = result.headings.get(f"{table}.{column.name}") or column.heading
        is_left = not found or column.kind in ("word", "text")
        found.append(Column(own or label(column.name), [shown for shown, _ in pairs], is_left))
        found.append(Column(ROUNDING, [ranged for _, ranged in pairs]))
        if column.against:
            numbers = [
                [next((one.value for one in _numbers([row.get(name)])), None) for row in rows]
                for name in (column.name, column.against)
            ]
            bars = digits.bars(numbers[0], numbers[1], style.block)
            found.append(Column(f"| {label(column.against)}", bars, left=True, is_bar=True))
        if column.kind in ("level", "mixed") and result.unit:
            unit = f" ({result.unit})"
    return Grid(
        label(table).capitalize() + unit, [c for c in found if c is found[0] or any(c.texts)]
    )


def cells_of(
    result: Result, table: str, column: Answer, style: Style
) -> Iterator[tuple[Any, str, int]]:
    """Yield each cell of a column, its kind, and its digits after the point.

    They are as many as its column has earned or, where each row is of its own kind, its row: the
    numbers of such a row belong together, and their spread is what is left open.
    """
    rows, own = result.answers[table], column.digits
    cells = [row.get(column.name) for row in rows]
    places = earned(result, column.kind, cells, style, own=own)
    alike = [one.name for one in columns_of(result, table) if one.kind == "mixed"]
    for row, cell in zip(rows, cells, strict=True):
        kind = machine.kind_of(column, row)
        if column.kind == "mixed":
            ends = sorted(one.value for one in _numbers(row.get(name) for name in alike))
            spread = [Estimate(ends[0], Range(ends[0], ends[-1]))] if ends else []
            places = earned(result, kind, spread, style, own=own)
        yield cell, kind, places


def workings(result: Result, style: Style) -> list[str]:
    """Return a line for each formula: in names, with numbers, its answer, term and source.

    Of a column the last cell is explained, or those that have a formula of their row.
    """
    found: list[tuple[Answer, str, Any, Row]]
    found = [(declared, declared.name, value, {}) for declared, value in answered(result)]
    for table in tables_of(result):
        for column in columns_of(result, table):
            name = f"{table}.{column.name}"
            rows = [row for row in result.answers[table] if not is_empty(row.get(column.name))]
            own = [row for row in rows if f"{name}.{_first(row)}" in result.formulas]
            found += [(column, name, row[column.name], row) for row in own or rows[-1:]]
    lines = []
    for declared, name, value, row in found:
        if worked := working(result, declared, name, row):
            first, origin = _first(row), "; ".join(filter(None, worked[1:]))
            where = name.partition(".")[0] + (f", {first}" if isinstance(first, str) else "")
            shown, _ = spoken(result, machine.kind_of(declared, row), value, style)
            lines.append(f"{where + ': ' if row else ''}{worked[0]} = {shown} [{origin}]")
    return lines


def _first(row: Row) -> Any:
    return next(iter(row.values()), None)


def working(result: Result, declared: Answer, name: str, row: Row) -> tuple[str, str, str] | None:
    """Return the formula of an answer, or of a cell of a *row*, its term and its source.

    The formula is in names, and then has the numbers put in. What is given already has none.
    """
    found = result.formulas.get(f"{name}.{_first(row)}") or result.formulas.get(name)
    whole = found if isinstance(found, tuple) else (found or declared.formula,)
    formula, term, source = (*whole, declared.term, declared.source)[:3]
    if not formula or name in result.inputs:
        return None
    known = {n: Estimate(v) for n, v in result.taken.items() if v.__class__ in (int, float)}
    known |= {n: v for n, v in {**result.answers, **row}.items() if n != declared.name}
    numbers = {n: f"{one.value + 0:.8g}" for n, value in known.items() for one in _numbers([value])}
    for n, figure in result.inputs.items():
        if figure.estimate and n not in row:
            numbers[n] = f"{figure.estimate.value + 0:.12g}"
    worked = re.sub(r"[a-z_]\w*", lambda match: numbers.get(match[0], match[0]), formula)
    equation = f"{declared.name} = {formula}" + (f" = {worked}" if worked != formula else "")
    return equation, term, source
