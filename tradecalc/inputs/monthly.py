"""Monthly series from CSV, TSV and semicolon files and from standard input, as offices publish.

The headers tell the layout: tidy (`period,value`, with `series` or not), FRED, SDMX-CSV, UN
Comtrade, a date beside columns of values, months side by side. What they leave open is asked for
by the option that settles it, and never guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.months import MonthlySeries
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.columns import period_column, value_column
from tradecalc.inputs.conditions import rows_where
from tradecalc.inputs.cumulative import months_of_totals
from tradecalc.inputs.delimited import read_sheet
from tradecalc.inputs.labels import label_columns, refuse_forecasts, status_columns
from tradecalc.inputs.levels import decimal_mark, read_levels
from tradecalc.inputs.names import listed, matching
from tradecalc.inputs.sequence import in_order, without_gaps
from tradecalc.inputs.text_file import read_text, source_name
from tradecalc.inputs.timeline import months_of_rows, refuse_other_months
from tradecalc.inputs.wide import lengthened

if TYPE_CHECKING:
    from tradecalc.inputs.sheet import Sheet


class Choice(NamedTuple):
    """What the user said of a file: each is an option of its name, and none is needed."""

    series: str | None = None
    value_column: str | None = None
    period_column: str | None = None
    where: tuple[str, ...] = ()
    decimal: str | None = None
    encoding: str | None = None
    cumulative: bool = False


UNSAID = Choice()


class _Table(NamedTuple):
    """A sheet, what its columns are, and the rows of each series by name."""

    sheet: Sheet
    period: int
    value: int
    months: list[int]
    mark: str
    statuses: list[int]
    rows: dict[str, list[int]]


def read_each(path: str, choice: Choice = UNSAID) -> tuple[list[MonthlySeries], list[str]]:
    """Every series of a file that can be read, and of each other one a sentence why it cannot.

    `-` is standard input.

    Raises InputError where the file as a whole cannot be read.
    """
    table = _read_table(path, choice)
    series, refusals = [], []
    for name in _names(table, choice):
        try:
            series.append(_series(table, name, choice))
        except InputError as refusal:
            refusals.append(str(refusal))
    return series, refusals


def read_one(path: str, choice: Choice = UNSAID) -> MonthlySeries:
    """The one series of a file, or the one that *choice* names; `-` is standard input.

    Raises InputError, with the line and what to do, where the file is not monthly levels, and
    with the names where it holds several series.
    """
    table = _read_table(path, choice)
    names = _names(table, choice)
    if len(names) > 1:
        raise InputError(
            f"{table.sheet.source} holds {len(table.rows)} series: choose one with --series:"
            f" {listed(table.rows)}"
        )
    return _series(table, names[0], choice)


def _read_table(path: str, choice: Choice) -> _Table:
    sheet = lengthened(read_sheet(read_text(path, choice.encoding), source_name(path)))
    sheet = rows_where(sheet, choice.where)
    period = period_column(sheet, choice.period_column)
    months = months_of_rows(sheet, period, cumulative=choice.cumulative)
    value = value_column(sheet, period, choice.value_column)
    if choice.period_column is None:
        refuse_other_months(sheet, period, value, months)
    mark = decimal_mark(sheet, value, choice.decimal)
    statuses = status_columns(sheet, value)
    return _Table(sheet, period, value, months, mark, statuses, _rows_by_name(sheet, period, value))


def _rows_by_name(sheet: Sheet, period: int, value: int) -> dict[str, list[int]]:
    """The rows of each series under its name, in the order in which the names come up."""
    labels = [sheet.column(place) for place in label_columns(sheet, period, value)]
    if not labels:
        return {sheet.header[value]: list(range(len(sheet.rows)))}
    names = labels[0] if len(labels) == 1 else map(" | ".join, zip(*labels, strict=True))
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    return rows


def _names(table: _Table, choice: Choice) -> list[str]:
    """The names of all series, or of the one that is chosen, whatever its capitals."""
    names = list(table.rows)
    if (wanted := choice.series) is None:
        return names
    if len(places := matching(wanted, names)) == 1:
        return [names[places[0]]]
    import difflib  # noqa: PLC0415  for this message only

    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(wanted.casefold(), folded, cutoff=0.4)
    inside = [name for name in names if wanted.casefold() in name.casefold()]
    nearest = list(dict.fromkeys((*inside, *(folded[name] for name in near)))) or names
    raise InputError(
        f"--series {quoted(wanted)} is not in {table.sheet.source}: nearest of its"
        f" {len(names)} series: {listed(nearest, 5)}"
    )


def _series(table: _Table, name: str, choice: Choice) -> MonthlySeries:
    sheet, value = table.sheet, table.value
    if len(table.rows) > 1:
        sheet = sheet._replace(series=name)
    rows = in_order(sheet, table.rows[name], table.months, period=table.period, value=value)
    refuse_forecasts(sheet, rows, value, table.statuses)
    cells = [sheet.rows[row][value].strip() for row in rows]
    levels = read_levels(sheet, value, rows=rows, cells=cells, mark=table.mark)
    start, values = without_gaps(sheet, rows, table.months, levels.values)
    series = MonthlySeries(name, start, values, levels.unit, levels.decimals)
    return months_of_totals(series) if choice.cumulative else series
