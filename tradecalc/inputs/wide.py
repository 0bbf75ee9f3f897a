"""A table with its months side by side -> the same with a month a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.inputs.columns import year_column
from tradecalc.inputs.periods import MONTH, NO_YEAR, read_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradecalc.inputs.sheet import Sheet


def lengthened(sheet: Sheet) -> Sheet:
    """Return a wide table as a long one, and any other as it is.

    Wide are a column a month (`2025-01`, `2025-02`, ...) and years down with the twelve months
    across. The long table has the other columns, then `period` and `value`.

    >>> from tradecalc.inputs.sheet import Sheet
    >>> sheet = Sheet("exports.csv", ["Flow", "2025-01", "2025-02"], [["Exports", "5", "6"]], [2])
    >>> lengthened(sheet).rows
    [['Exports', '2025-01', '5'], ['Exports', '2025-02', '6']]
    """
    periods = [read_period(name) for name in sheet.header]
    dated = [place for place, period in enumerate(periods) if period.kind == MONTH]
    if len(dated) > 1:
        names = {place: sheet.header[place] for place in dated}
        return _stacked(sheet, names, beside=(), period=lambda _, name: name)
    undated = {place: p.month for place, p in enumerate(periods) if p.kind == NO_YEAR}
    year = year_column(sheet)
    if set(undated.values()) != set(range(1, 13)) or year is None:
        return sheet
    names = {place: f"{month:02}" for place, month in undated.items()}
    return _stacked(
        sheet, names, beside=(year,), period=lambda row, name: f"{row[year].strip()}-{name}"
    )


def _stacked(
    sheet: Sheet,
    months: dict[int, str],
    *,
    beside: tuple[int, ...],
    period: Callable[[list[str], str], str],
) -> Sheet:
    """Stack the columns of *months*, leaving those *beside* out."""
    kept = [
        place for place in range(len(sheet.header)) if place not in months and place not in beside
    ]
    rows, lines = [], []
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        labels = [row[place] for place in kept]
        for place, name in months.items():
            rows.append([*labels, period(row, name), row[place]])
            lines.append(line)
    header = [*(sheet.header[p] for p in kept), "period", "value"]
    return sheet._replace(header=header, rows=rows, lines=lines)
