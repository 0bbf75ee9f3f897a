"""The formats a Report is rendered in: one function and one line of FORMATS each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tradecalc.core.ranges import Estimate
from tradecalc.outputs.bare import bare_estimate, bare_number, csv_text, machine_unit
from tradecalc.outputs.display import Style, decimals_for, estimate_text, suffix
from tradecalc.outputs.folding import folded, padded, width_of
from tradecalc.outputs.grid import GAP
from tradecalc.outputs.layout import (
    column_decimals,
    grids,
    likely_ends,
    put_in,
    summary,
    workings,
)
from tradecalc.outputs.report import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tradecalc.inputs.question import Reading
    from tradecalc.outputs.grid import Grid
    from tradecalc.outputs.report import Cell, Column, Report, Table


def table(report: Report, style: Style) -> str:
    """Return the report for reading: drawn on a terminal, else as aligned text, never folded."""
    if style.drawn:
        from tradecalc.outputs.table import draw  # noqa: PLC0415  rich, on terminals only

        return draw(report, style)
    return text(report, style)


def text(report: Report, style: Style) -> str:
    """Return the report as aligned text, its sentences folded where a terminal sets a width."""
    blocks = [_underlined(_folded(report.title, style), "=")] if report.title else []
    blocks.append(_folded(summary(report, style), style))
    blocks += [_aligned(grid) for grid in grids(report, style)]
    if style.explain and (lines := workings(report, style)):
        blocks.append("\n".join(_folded(line, style) for line in lines))
    blocks += [_folded(f"Note: {note}", style) for note in report.notes]
    for part in report.parts:
        heading = _folded(part.heading, style)
        blocks += [_underlined(heading, "-"), text(part.report, style)]
    return "\n\n".join(blocks)


def _folded(sentences: str, style: Style) -> str:
    if style.width is None:
        return sentences
    return "\n".join(folded(sentence, style.width) for sentence in sentences.split("\n"))


def _underlined(heading: str, sign: str) -> str:
    return f"{heading}\n{sign * max(map(width_of, heading.splitlines()))}"


def plain(report: Report, style: Style) -> str:
    """Return the report for `cut` and `awk`: tabs between fields, blank lines between blocks."""
    return "\n".join(_plain_lines(report, style, "")).lstrip("\n")


def _plain_lines(report: Report, style: Style, prefix: str) -> list[str]:
    """Return the lines of a report; those of a part have its name before theirs."""
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
        lines.append("\t".join((prefix + answer.name, *fields, *likely)))
    for one in report.tables:
        columns = [_plain_column(report, one, k, style) for k in range(len(one.columns))]
        lines += ["", prefix + one.name]
        lines += ["\t".join(cells) for cells in zip(*(f for c in columns for f in c), strict=True)]
    if style.explain and (worked := workings(report, style)):
        lines += ["", *(f"working\t{line}" for line in worked)]
    if report.notes:
        lines += ["", *(f"note\t{note}" for note in report.notes)]
    for part in report.parts:
        lines += ["", *_plain_lines(part.report, style, f"{prefix}{part.name}.")]
    return lines


def json(report: Report, style: Style) -> str:
    """Return the report as one JSON object, numbers at full precision."""
    from json import dumps  # noqa: PLC0415  2 ms that only this format needs

    return dumps(_document(report, style), ensure_ascii=False, indent=2, allow_nan=False)


def _document(report: Report, style: Style) -> dict[str, Any]:
    inputs = {name: _reading_fields(reading) for name, reading in report.readings.items()}
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
    tables = {one.name: [_row_fields(one, row) for row in one.rows] for one in report.tables}
    head = {"schema": SCHEMA, "command": report.command}
    rest = {"tables": tables, "notes": list(report.notes)}
    if not report.parts:
        return {**head, "inputs": inputs, "answers": answers, **rest}
    said = {"title": report.title, "summary": summary(report, style).split("\n")}
    parts = {part.name: _document(part.report, style) for part in report.parts}
    return {**head, **said, "inputs": inputs, **rest, "reports": parts}


def csv(report: Report, style: Style) -> str:  # noqa: ARG001  one shape for all formats
    """Return the answers as CSV, one a line, numbers at full precision."""
    head = ["name", "value", "unit", "low", "high", "likely_low", "likely_high"]
    return csv_text([head, *_csv_rows(report, "")])


def _csv_rows(report: Report, prefix: str) -> list[list[str]]:
    rows = []
    for answer in report.answers:
        value, low, high = bare_estimate(answer.value)
        likely = (
            [bare_number(answer.likely.low), bare_number(answer.likely.high)]
            if answer.likely
            else ["", ""]
        )
        unit = machine_unit(answer.kind, report.unit)
        rows.append([prefix + answer.name, value, unit, low, high, *likely])
    for part in report.parts:
        rows += _csv_rows(part.report, f"{prefix}{part.name}.")
    return rows


def md(report: Report, style: Style) -> str:
    """Return the report as Markdown that pastes into a document."""
    said = _md_escaped(summary(report, style))
    blocks = [f"# {_md_escaped(report.title)}"] if report.title else []
    blocks += said.split("\n") if report.parts else [f"**{said}**"]
    for grid in grids(report, style):
        heading = [f"**{_md_escaped(grid.heading)}**", ""] if grid.title else []
        left = (0, *grid.left)
        sides = ("---" if k in left else "---:" for k in range(len(grid.header)))
        rule = f"|{'|'.join(sides)}|"
        lines = [_md_row(grid.header), rule, *(_md_row(row) for row in grid.rows)]
        blocks.append("\n".join(heading + lines))
    if style.explain and (worked := workings(report, style)):
        blocks.append("\n".join(f"- `{line}`" for line in worked))
    if report.notes:
        blocks.append("\n".join(f"- {_md_escaped(note)}" for note in report.notes))
    for part in report.parts:
        blocks += [f"## {_md_escaped(part.heading)}", md(part.report, style)]
    return "\n\n".join(blocks)


def _plain_column(report: Report, one: Table, k: int, style: Style) -> list[list[str]]:
    """Return a table's column for `plain`, its heading first, and with ranges two more."""
    column: Column = one.columns[k]
    places = column_decimals(report, one, k, style)
    texts = []
    for n, row in enumerate(one.rows):
        value, kind, toward = row[k], one.kind(n, k), column.toward
        texts.append(
            estimate_text(value, kind, places[n], thousands=False, toward=toward)
            if isinstance(value, Estimate)
            else (value or "", "", "")
        )
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
    left = (0, *grid.left)
    for line in lines:
        cells = (padded(line[k], widths[k], left=k in left) for k in range(len(line)))
        text_lines.append((" " * GAP).join(cells).rstrip())
    return "\n".join([grid.title, *text_lines] if grid.title else text_lines)


def _reading_fields(reading: Reading) -> dict[str, Any]:
    """Return a figure for JSON; a name, which has no value, is written though it be empty."""
    if reading.estimate is None:
        return {"written": reading.written}
    written = {"written": reading.written} if reading.written else {}
    return written | _estimate_fields(reading.estimate)


def _estimate_fields(estimate: Estimate) -> dict[str, Any]:
    fields = {"value": estimate.value + 0}
    if estimate.range:
        fields |= {"low": estimate.range.low + 0, "high": estimate.range.high + 0}
    return fields


def _row_fields(one: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
    """Return a row for JSON: the column's name, and NAME_low and NAME_high; nothing for nothing."""
    fields: dict[str, Any] = {}
    for column, value in zip(one.columns, row, strict=True):
        if not value:
            continue
        if isinstance(value, str):
            fields[column.name] = value
        else:
            for end, at in _estimate_fields(value).items():
                fields[column.name if end == "value" else f"{column.name}_{end}"] = at
    return fields


def _md_row(cells: Iterable[str]) -> str:
    # Markdown makes one space of many, and a bar's mark stands where it stands.
    texts = (re.sub(" (?= )|(?<= ) ", "\u00a0", cell.strip()) for cell in cells)
    return f"| {' | '.join(map(_md_escaped, texts))} |"


def _md_escaped(words: str) -> str:
    for sign in ("\\", "|", "*", "_", "<", ">", "~", "`", "[", "]"):
        words = words.replace(sign, f"\\{sign}")
    # What begins a line as a heading or a list does is text here.
    return re.sub(r"^(\d+(?=[.)] )|(?=[#+-]( |$)))", r"\1\\", words)


FORMATS: dict[str, Callable[[Report, Style], str]] = {
    "table": table,
    "plain": plain,
    "json": json,
    "csv": csv,
    "md": md,
}
