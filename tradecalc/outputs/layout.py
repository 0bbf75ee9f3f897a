"""A Report as people see it: a sentence, grids of text, workings; whatever draws them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tradecalc.core.ranges import Estimate
from tradecalc.outputs.display import decimals_for, estimate_text, label, span, suffix
from tradecalc.outputs.report import LIKELY_ENDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.inputs.question import Kind
    from tradecalc.outputs.display import Style
    from tradecalc.outputs.report import Answer, Cell, Report, Table, Working

ROUNDING = "rounding"
LIKELY = "likely, 4 in 5"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text, with a heading a column; the first column is to the left.

    *strong* is the row to stress, if any.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: int | None = None

    @property
    def heading(self) -> str:
        """The title with a capital, where it stands as a heading."""
        return self.title[:1].upper() + self.title[1:]

    @property
    def widths(self) -> tuple[int, ...]:
        """Width of each column in characters."""
        columns = zip(self.header, *self.rows, strict=True)
        return tuple(max(len(text) for text in column) for column in columns)


def grids(report: Report, style: Style) -> list[Grid]:
    """Return the answers, then each table, as grids that fit the terminal, if there is one."""
    drawn = [_answers_grid(report, style)]
    drawn += [_table_grid(report, table, style) for table in report.tables]
    return drawn if style.width is None else [_fitted(grid, style.width) for grid in drawn]


def _fitted(grid: Grid, width: int) -> Grid:
    """Return a grid no wider than *width*: as it is, with ranges below, as records, or broken."""
    for shape in (grid, _stacked(grid), _as_records(grid)):
        # Three spaces stand between two columns, whatever draws them.
        if sum(shape.widths) + 3 * (len(shape.header) - 1) <= width:
            return shape
    return _broken(_as_records(grid))


def summary(report: Report, style: Style) -> str:
    """Return the report's sentence, with its answers and figures put in."""

    def named(match: re.Match[str]) -> str:
        name = match[1]
        reading = report.readings.get(name)
        if reading and reading.written:
            written = " ".join(reading.written.split())
            if reading.kind != "rate" or reading.estimate is None or "%" in written:
                return written
            in_per_cent = f"{100 * reading.estimate.value:.10g}"
            return f"{in_per_cent if reading.estimate.range is None else written} %"
        return shown(report, name, style) or label(name)

    return re.sub(r"\{(\w+)\}", named, report.summary)


def shown(report: Report, name: str, style: Style) -> str:
    """Return the answer or figure *name* as people read it, with its unit; "" where it is none."""
    if name in LIKELY_ENDS:
        headline = report.answer(report.headline)
        ends = likely_ends(report, headline, style)
        return ends[LIKELY_ENDS.index(name)] if ends else ""
    for answer in report.answers:
        if answer.name == name:
            return _value(report, answer, style)[0]
    reading = report.readings.get(name)
    if reading and reading.estimate:
        return _number(report, reading.estimate, reading.kind, style)[0]
    return ""


def workings(report: Report, style: Style) -> list[str]:
    """Return a line for each formula: in names, with the numbers put in, its answer, its source."""
    lines = []
    for answer in report.answers:
        if answer.working:
            parts = [put_in(report, answer.name, answer.working), shown(report, answer.name, style)]
            lines.append(f"{' = '.join(parts)} [{_origin(answer.working)}]")
    for table in report.tables:
        for n, k, working in table.workings:
            column, row = table.columns[k], table.rows[n]
            names = (other.name for other in table.columns)
            cells = dict(zip(names, row, strict=True))
            values = {name: c.value for name, c in cells.items() if isinstance(c, Estimate)}
            where = f"{table.name}, {row[0]}" if isinstance(row[0], str) else table.name
            value = _cell_value(report, row[k], column.kind, style)
            worked = _put_in(report, column.name, working, values)
            lines.append(f"{where}: {worked} = {value} [{_origin(working)}]")
    return lines


def _cell_value(report: Report, value: Cell, kind: Kind, style: Style) -> str:
    return _number(report, value, kind, style)[0] if isinstance(value, Estimate) else str(value)


def put_in(report: Report, name: str, working: Working) -> str:
    """Return the formula of the answer *name* in names, then with the numbers put in."""
    return _put_in(report, name, working, {})


def _put_in(report: Report, name: str, working: Working, values: Mapping[str, float]) -> str:
    numbers = {n: f"{r.estimate.value:.12g}" for n, r in report.readings.items() if r.estimate}
    for answer in report.answers:
        if isinstance(answer.value, Estimate) and answer.name != name:
            numbers.setdefault(answer.name, f"{answer.value.value:.8g}")
    numbers |= {n: f"{value:.8g}" for n, value in values.items() if n != name}
    in_names = working.formula
    in_numbers = re.sub(r"[a-z_]\w*", lambda m: numbers.get(m[0], m[0]), in_names)
    return f"{name} = {in_names}" + (f" = {in_numbers}" if in_numbers != in_names else "")


def _origin(working: Working) -> str:
    return f"{working.term}; {working.source}"


def _value(report: Report, answer: Answer, style: Style) -> tuple[str, str]:
    if isinstance(answer.value, str):
        return answer.value.replace("_", " "), ""
    return _number(report, answer.value, answer.kind, style)


def _number(report: Report, estimate: Estimate, kind: Kind, style: Style) -> tuple[str, str]:
    """Return a number with its unit, and its range."""
    decimals = decimals_for(kind, [estimate], written=report.decimals, digits=style.digits)
    value, low, high = estimate_text(estimate, kind, decimals)
    return value + suffix(kind, report.unit), span(low, high) + _per_cent(kind, low)


def likely_ends(
    report: Report, answer: Answer, style: Style, *, thousands: bool = True
) -> tuple[str, ...]:
    """Return both ends of an answer's forecast range, if it has one, rounded outwards.

    The range need not hold the value: a nation's year has ended above most straight lines.
    """
    if not answer.likely:
        return ()
    middle = answer.likely.low / 2 + answer.likely.high / 2
    whole = Estimate(middle, answer.likely)
    decimals = decimals_for(answer.kind, [whole], written=report.decimals, digits=style.digits)
    _, low, high = estimate_text(whole, answer.kind, decimals, thousands=thousands)
    return low, high


def _answers_grid(report: Report, style: Style) -> Grid:
    rows, strong = [], None
    for k, answer in enumerate(report.answers):
        value, rounding = _value(report, answer, style)
        likely = "..".join(likely_ends(report, answer, style))
        rows.append((label(answer.name), value, rounding, likely))
        strong = k if answer.name == report.headline else strong
    return _without_empty(Grid("", ("", "", ROUNDING, LIKELY), tuple(rows), strong))


def _table_grid(report: Report, table: Table, style: Style) -> Grid:
    """Return a table's grid: a column of values and, where there are ranges, one beside it."""
    header: list[str] = []
    columns: list[list[str]] = []
    for k, column in enumerate(table.columns):
        cells = [row[k] for row in table.rows]
        estimates = [c for c in cells if isinstance(c, Estimate)]
        digits = column.digits if style.digits is None else style.digits
        decimals = decimals_for(column.kind, estimates, written=report.decimals, digits=digits)
        texts = [_cell_text(c, column.kind, decimals, column.missing) for c in cells]
        header += [column.heading or label(column.name), ROUNDING]
        columns += [[value for value, _ in texts], [rounding for _, rounding in texts]]
    rows = tuple(zip(*columns, strict=True))
    has_levels = any(column.kind == "level" for column in table.columns)
    unit = f" ({report.unit})" if has_levels and report.unit else ""
    return _without_empty(Grid(label(table.name) + unit, tuple(header), rows))


def _cell_text(value: Cell, kind: Kind, decimals: int, missing: str) -> tuple[str, str]:
    if value is None:
        return missing, ""
    if isinstance(value, str):
        return value.replace("_", " "), ""
    text, low, high = estimate_text(value, kind, decimals)
    return text + suffix(kind, ""), span(low, high) + _per_cent(kind, low)


def _per_cent(kind: Kind, low: str) -> str:
    """Return the sign behind a range of rates; other ranges go without their unit."""
    return " %" if low and kind in ("rate", "share") else ""


def _without_empty(grid: Grid) -> Grid:
    """Drop the columns behind the first in which no row has anything."""
    kept = [k for k in range(len(grid.header)) if k == 0 or any(row[k] for row in grid.rows)]
    rows = tuple(tuple(row[k] for k in kept) for row in grid.rows)
    return Grid(grid.title, tuple(grid.header[k] for k in kept), rows, grid.strong)


def _stacked(grid: Grid) -> Grid:
    """Return a grid with each range below its value instead of beside it."""
    values = [k for k, name in enumerate(grid.header) if name not in (ROUNDING, LIKELY)]
    rows: list[tuple[str, ...]] = []
    strong = None
    for number, row in enumerate(grid.rows):
        strong = len(rows) if number == grid.strong else strong
        rows.append(tuple(row[k] for k in values))
        for name in (ROUNDING, LIKELY):
            below = tuple(
                row[k + grid.header[k:].index(name)] if name in _behind(grid, k) else ""
                for k in values
            )
            if any(below):
                rows.append((f"  {name}", *below[1:]))
    return Grid(grid.title, tuple(grid.header[k] for k in values), tuple(rows), strong)


def _behind(grid: Grid, k: int) -> tuple[str, ...]:
    """Return the headings of the ranges that stand directly behind column *k*."""
    behind = []
    for name in grid.header[k + 1 :]:
        if name not in (ROUNDING, LIKELY):
            break
        behind.append(name)
    return tuple(behind)


def _as_records(grid: Grid) -> Grid:
    """Return a wide grid as two columns: each row's first cell, and below it its others."""
    rows: list[tuple[str, str]] = []
    strong = None
    for k, (first, *cells) in enumerate(grid.rows):
        strong = len(rows) if k == grid.strong else strong
        heading = f"{grid.header[0]} {first}".strip()
        below = [(name, text) for name, text in zip(grid.header[1:], cells, strict=True) if text]
        beside = below.pop(0)[1] if below and not below[0][0] else ""
        rows.append((heading, beside))
        rows += [(f"  {name}", text) for name, text in below]
    return Grid(grid.title, ("", ""), tuple(rows), strong)


def _broken(grid: Grid) -> Grid:
    """Return records with each range on two lines, broken behind its points."""
    rows: list[tuple[str, ...]] = []
    strong = None
    for k, (name, text) in enumerate(grid.rows):
        strong = len(rows) if k == grid.strong else strong
        low, points, high = text.partition("..")
        rows.append((name, low + points))
        if points:
            rows.append(("", high))
    return Grid(grid.title, ("", ""), tuple(rows), strong)
