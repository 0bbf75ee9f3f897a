"""The formats a Report is rendered in: one function and one line of FORMATS each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradecalc.core.ranges import Estimate
from tradecalc.outputs.bare import bare_estimate, bare_number, csv_text, machine_unit
from tradecalc.outputs.display import Style, decimals_for, estimate_text, suffix
from tradecalc.outputs.layout import Grid, grids, likely_ends, put_in, summary, workings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tradecalc.outputs.report import Cell, Column, Report, Table

SCHEMA = 1  # of the JSON; a change that breaks a reader raises it


def table(report: Report, style: Style) -> str:
    """Return the report for reading: drawn on a terminal, else as aligned text, never folded."""
    if style.drawn:
        from tradecalc.outputs.table import draw  # noqa: PLC0415  rich, on terminals only

        return draw(report, style)
    return text(report, style)


def text(report: Report, style: Style) -> str:
    """Return the report as aligned text."""
    blocks = [summary(report, style)]
    blocks += [_aligned(grid) for grid in grids(report, style)]
    if style.explain:
        blocks.append("\n".join(workings(report, style)))
    blocks += [f"Note: {note}" for note in report.notes]
    return "\n\n".join(blocks)


def plain(report: Report, style: Style) -> str:
    """Return the report for `cut` and `awk`: tabs between fields, blank lines between blocks."""
    lines = []
    for answer in report.answers:
        if isinstance(answer.value, str):
            fields = (answer.value, "", "", "")
        else:
            decimals = decimals_for(
                answer.kind, [answer.value], written=report.decimals, digits=style.digits
            )
            value, low, high = estimate_text(answer.value, answer.kind, decimals, thousands=False)
            fields = (value, suffix(answer.kind, report.unit).strip(), low, high)
        likely = likely_ends(report, answer, style, thousands=False)
        lines.append("\t".join((answer.name, *fields, *likely)))
    for one in report.tables:
        columns = [_plain_column(report, one, k, style) for k in range(len(one.columns))]
        lines += ["", one.name]
        lines += ["\t".join(cells) for cells in zip(*(f for c in columns for f in c), strict=True)]
    if style.explain:
        lines += ["", *(f"working\t{line}" for line in workings(report, style))]
    if report.notes:
        lines += ["", *(f"note\t{note}" for note in report.notes)]
    return "\n".join(lines)


def json(report: Report, style: Style) -> str:
    """Return the report as one JSON object, numbers at full precision."""
    from json import dumps  # noqa: PLC0415  2 ms that only this format needs

    inputs = {
        name: ({"written": reading.written} if reading.written else {})
        | (_estimate_fields(reading.estimate) if reading.estimate else {})
        for name, reading in report.readings.items()
    }
    answers: dict[str, dict[str, Any]] = {}
    for answer in report.answers:
        fields: dict[str, Any] = (
            {"value": answer.value}
            if isinstance(answer.value, str)
            else _estimate_fields(answer.value)
        )
        if unit := machine_unit(answer.kind, report.unit):
            fields["unit"] = unit
        if answer.likely:
            fields |= {"likely_low": answer.likely.low, "likely_high": answer.likely.high}
        if style.explain and answer.working:
            fields["formula"] = put_in(report, answer.name, answer.working)
            fields |= {"term": answer.working.term, "source": answer.working.source}
        answers[answer.name] = fields
    document = {
        "schema": SCHEMA,
        "command": report.command,
        "inputs": inputs,
        "answers": answers,
        "tables": {one.name: [_row_fields(one, row) for row in one.rows] for one in report.tables},
        "notes": list(report.notes),
    }
    return dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def csv(report: Report, style: Style) -> str:  # noqa: ARG001  one shape for all formats
    """Return the answers as CSV, one a line, numbers at full precision."""
    rows: list[list[str]] = [["name", "value", "unit", "low", "high", "likely_low", "likely_high"]]
    for answer in report.answers:
        value, low, high = bare_estimate(answer.value)
        likely = (
            [bare_number(answer.likely.low), bare_number(answer.likely.high)]
            if answer.likely
            else ["", ""]
        )
        unit = machine_unit(answer.kind, report.unit)
        rows.append([answer.name, value, unit, low, high, *likely])
    return csv_text(rows)


def md(report: Report, style: Style) -> str:
    """Return the report as Markdown that pastes into a document."""
    blocks = [f"**{_md_escaped(summary(report, style))}**"]
    for grid in grids(report, style):
        heading = [f"**{grid.heading}**", ""] if grid.title else []
        rule = "|" + "|".join(["---", *["---:"] * (len(grid.header) - 1)]) + "|"
        lines = [_md_row(grid.header), rule, *(_md_row(row) for row in grid.rows)]
        blocks.append("\n".join(heading + lines))
    if style.explain:
        blocks.append("\n".join(f"- `{line}`" for line in workings(report, style)))
    if report.notes:
        blocks.append("\n".join(f"- {_md_escaped(note)}" for note in report.notes))
    return "\n\n".join(blocks)


FORMATS: dict[str, Callable[[Report, Style], str]] = {
    "table": table,
    "plain": plain,
    "json": json,
    "csv": csv,
    "md": md,
}


def _plain_column(report: Report, one: Table, k: int, style: Style) -> list[list[str]]:
    """Return a table's column for `plain`, its heading first, and with ranges two more."""
    column: Column = one.columns[k]
    cells: list[Cell] = [row[k] for row in one.rows]
    decimals = decimals_for(
        column.kind,
        [c for c in cells if isinstance(c, Estimate)],
        written=report.decimals,
        digits=column.digits if style.digits is None else style.digits,
    )
    texts = [
        estimate_text(c, column.kind, decimals, thousands=False)
        if isinstance(c, Estimate)
        else (c or "", "", "")
        for c in cells
    ]
    values, lows, highs = (list(part) for part in zip(*texts, strict=True))
    unit = suffix(column.kind, "").strip()
    fields = [[f"{column.name} {unit}".strip(), *values]]
    if any(lows):
        fields += [[f"{column.name}_low", *lows], [f"{column.name}_high", *highs]]
    return fields


def _aligned(grid: Grid) -> str:
    """Return a grid as lines: the first column to the left, the others to the right."""
    lines = [grid.header, *grid.rows] if any(grid.header) else list(grid.rows)
    widths = grid.widths
    text_lines = []
    for line in lines:
        first = line[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))
        text_lines.append("   ".join((first, *rest)).rstrip())
    return "\n".join([grid.title, *text_lines] if grid.title else text_lines)


def _estimate_fields(estimate: Estimate) -> dict[str, Any]:
    fields = {"value": estimate.value + 0}
    if estimate.range:
        fields |= {"low": estimate.range.low + 0, "high": estimate.range.high + 0}
    return fields


def _row_fields(one: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
    """Return a row for JSON: the column's name, and NAME_low and NAME_high; nothing for nothing."""
    fields: dict[str, Any] = {}
    for column, value in zip(one.columns, row, strict=True):
        if isinstance(value, str):
            fields[column.name] = value
        elif value is not None:
            for end, at in _estimate_fields(value).items():
                fields[column.name if end == "value" else f"{column.name}_{end}"] = at
    return fields


def _md_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_md_escaped(cell.strip()) for cell in cells) + " |"


def _md_escaped(words: str) -> str:
    for sign in ("\\", "|", "*", "_", "<", ">", "~", "`"):
        words = words.replace(sign, f"\\{sign}")
    return words
