"""A Report as people see it: a sentence, grids of text, workings; whatever draws them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.core.ranges import Estimate, Range
from tradecalc.outputs.display import (
    UNITS,
    bar,
    decimals_for,
    estimate_text,
    label,
    span,
    suffix,
    two_digits,
)
from tradecalc.outputs.grid import LIKELY, ROUNDING, Grid, fitted, without_empty
from tradecalc.outputs.report import LIKELY_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tradecalc.core.kinds import Kind
    from tradecalc.outputs.display import Style
    from tradecalc.outputs.report import Answer, Cell, Column, Report, Table, Working


def grids(report: Report, style: Style) -> list[Grid]:
    """Return the answers, then each table, as grids that fit the terminal, if there is one."""
    drawn = [_answers_grid(report, style)] if report.answers else []
    drawn += [_table_grid(report, table, style) for table in report.tables]
    return drawn if style.width is None else [fitted(grid, style.width) for grid in drawn]


def summary(report: Report, style: Style) -> str:
    """Return the report's sentence, with its answers and figures put in."""

    def named(match: re.Match[str]) -> str:
        whose, name = report.part(match[1])
        reading = whose.readings.get(name)
        if reading and reading.written:
            written = " ".join(reading.written.split())
            if reading.kind != "rate" or reading.estimate is None or "%" in written:
                return written
            in_per_cent = f"{100 * reading.estimate.value:.10g}"
            return f"{in_per_cent if reading.estimate.range is None else written} %"
        return shown(whose, name, style) or label(name)

    return re.sub(r"\{([\w.]+)\}", named, report.summary)


def shown(report: Report, name: str, style: Style) -> str:
    """Return the answer or figure *name* as people read it, with its unit; "" where it is none."""
    if name in LIKELY_ENDS:
        expected = next((answer for answer in report.answers if answer.likely), None)
        return likely_ends(report, expected, style)[LIKELY_ENDS.index(name)] if expected else ""
    for answer in report.answers:
        if answer.name == name:
            return _shown_answer(report, answer, style)[0]
    reading = report.readings.get(name)
    if reading and reading.estimate:
        return _shown_number(report, reading.estimate, reading.kind, style)[0]
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
            value = _shown_cell(report, row[k], table.kind(n, k), style)
            worked = put_in(report, column.name, working, values)
            lines.append(f"{where}: {worked} = {value} [{_origin(working)}]")
    return lines


def _shown_cell(report: Report, value: Cell, kind: Kind, style: Style) -> str:
    if isinstance(value, Estimate):
        return _shown_number(report, value, kind, style)[0]
    return str(value)


def put_in(
    report: Report, name: str, working: Working, cells: Mapping[str, float] | None = None
) -> str:
    """Return the formula of *name* in names, then with the numbers put in.

    *name* is an answer, or a column whose row has the other *cells*.
    """
    numbers = {n: f"{r.estimate.value + 0:.12g}" for n, r in report.readings.items() if r.estimate}
    for answer in report.answers:
        if isinstance(answer.value, Estimate) and answer.name != name:
            numbers.setdefault(answer.name, f"{answer.value.value + 0:.8g}")
    numbers |= {n: f"{value + 0:.8g}" for n, value in (cells or {}).items() if n != name}
    in_names = working.formula
    in_numbers = re.sub(r"[a-z_]\w*", lambda m: numbers.get(m[0], m[0]), in_names)
    return f"{name} = {in_names}" + (f" = {in_numbers}" if in_numbers != in_names else "")


def _origin(working: Working) -> str:
    return f"{working.term}; {working.source}"


def _shown_answer(report: Report, answer: Answer, style: Style) -> tuple[str, str]:
    """Return an answer with its unit, and its range."""
    if isinstance(answer.value, str):
        return answer.value.replace("_", " "), ""
    return _shown_number(report, answer.value, answer.kind, style)


def _shown_number(report: Report, estimate: Estimate, kind: Kind, style: Style) -> tuple[str, str]:
    """Return a number with its unit, and its range."""
    decimals = decimals_for(kind, [estimate], written=report.decimals, digits=style.digits)
    value, low, high = estimate_text(estimate, kind, decimals)
    return value + suffix(kind, report.unit), span(low, high) + _per_cent(kind, low)


def likely_ends(
    report: Report, answer: Answer, style: Style, *, thousands: bool = True
) -> tuple[str, ...]:
    """Return both ends of an answer's forecast range, rounded outwards; nothing where it has none.

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
        value, rounding = _shown_answer(report, answer, style)
        ends = likely_ends(report, answer, style)
        likely = span(*ends) if ends else ""
        rows.append((label(answer.name), value, rounding, likely))
        strong = k if answer.name == report.headline else strong
    return without_empty(Grid("", ("", "", ROUNDING, LIKELY), tuple(rows), strong))


def _table_grid(report: Report, table: Table, style: Style) -> Grid:
    """Return a table's grid: a column of values and, where there are ranges, one beside it."""
    header: list[str] = []
    columns: list[list[str]] = []
    left: list[int] = []
    bars: list[int] = []
    for k, column in enumerate(table.columns):
        places = column_decimals(report, table, k, style)
        texts = [
            _cell_text(row[k], column, table.kind(n, k), places[n])
            for n, row in enumerate(table.rows)
        ]
        if column.kind in ("word", "text"):
            left.append(len(header))
        header += [column.heading or label(column.name), ROUNDING]
        columns += [[value for value, _ in texts], [rounding for _, rounding in texts]]
        if column.against:
            bars.append(len(header))
            left.append(len(header))
            header.append(f"| {label(column.against)}")
            columns.append(_bars(table, k, style.block))
    rows = tuple(zip(*columns, strict=True))
    has_levels = any(column.kind == "level" for column in table.columns)
    unit = f" ({report.unit})" if has_levels and report.unit else ""
    title = label(table.name) + unit
    return without_empty(Grid(title, tuple(header), rows, left=tuple(left), bars=tuple(bars)))


def _bars(table: Table, k: int, block: str) -> list[str]:
    """Return a bar for each row of column *k*, with the marks of the column it stands against."""
    names = [column.name for column in table.columns]
    pairs = [(row[k], row[names.index(table.columns[k].against)]) for row in table.rows]
    numbers = [[c.value if isinstance(c, Estimate) else None for c in pair] for pair in pairs]
    most = max((n for pair in numbers for n in pair if n is not None), default=0.0)
    if most <= 0:
        return [""] * len(pairs)
    return ["" if v is None else bar(v, mark, most, block) for v, mark in numbers]


def column_decimals(report: Report, table: Table, k: int, style: Style) -> list[int]:
    """Digits after the point of each cell of a column.

    They are as many as its column has earned or, in a table of unlike quantities, its row: the
    numbers of such a row belong together, and their spread is what is left open. A column that
    has a number of digits has more where its largest number would not show two.
    """
    own = table.columns[k].digits

    def earned(cells: Iterable[Cell], kind: Kind) -> int:
        found = [c for c in cells if isinstance(c, Estimate)]
        digits = style.digits
        if digits is None and own is not None:
            digits = max(own, min(two_digits(kind, found), 12))
        if table.kinds and found:
            ends = sorted(c.value for c in found)
            found = [Estimate(ends[0], Range(ends[0], ends[-1]))]
        return decimals_for(kind, found, written=report.decimals, digits=digits)

    if table.kinds:
        return [earned(row, kind) for row, kind in zip(table.rows, table.kinds, strict=True)]
    return [earned((row[k] for row in table.rows), table.columns[k].kind)] * len(table.rows)


def _cell_text(value: Cell, column: Column, kind: Kind, decimals: int) -> tuple[str, str]:
    if value is None:
        return column.missing, ""
    if isinstance(value, str):
        return value if column.kind == "text" else value.replace("_", " "), ""
    text, low, high = estimate_text(value, kind, decimals, toward=column.toward)
    return text + suffix(kind, ""), span(low, high) + _per_cent(kind, low)


def _per_cent(kind: Kind, low: str) -> str:
    """Return what stands behind a range of rates; other ranges go without their unit."""
    return suffix(kind, "") if low and kind in UNITS else ""
