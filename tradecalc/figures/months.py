"""A file of months -> the series in it, each month by month, as offices publish them."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from tradecalc.core.months import MonthlySeries
from tradecalc.errors import InputError, Note, listed
from tradecalc.figures import layout, period
from tradecalc.figures.sheet import Sheet, decimal_mark, is_missing, read_levels, read_sheet
from tradecalc.figures.text_file import read_text, source_name

_CHOOSE = "drop such rows, or choose with {--where} COLUMN=VALUE"
_REMEDIES = {  # for a cell that is no month
    period.NO_PERIOD: "write one like 2025-09, or drop the row",
    period.NO_YEAR: "write 2025-09, or add a column Year",
    period.DAY: "write months like 2025-09, or choose another {--period_column}",
    period.TENTH: "write 2001-10 for October",
    period.EITHER_WAY: "write it like 2025-09-01",
    period.TO_DATE: "add {--cumulative}",
}
# Where a format names its periods so, another column of dates is something else.
_SURE = ("time_period", "observation_date", "ref_date")
_FLAGS = r".*status|.*flags?|.*статус"
_STATES = rf"{_FLAGS}|.*type|kind|вид|тип"
_WORD = r"(?:forecast|projecti|projected|прогноз)\w*"
# One word more may stand beside it; a longer text is a note that may say anything.
_FORECAST = rf"\W*(?:(?!(?:no|not|non|не|нет)\b)\w+\W+)?{_WORD}\W*|\W*{_WORD}\W+\w+\W*"
_CUMULATIVE = "{names}: the levels rise through every year; if they are totals, add {--cumulative}."
_ZEROS = "{names}: the last months are 0; if they are still to come, leave their cells empty."


class Choice(NamedTuple):
    """The user's options on how to read a file; none is needed."""

    series: str | None = None
    value_column: str | None = None
    period_column: str | None = None
    where: tuple[str, ...] = ()
    decimal: str | None = None
    encoding: str | None = None
    cumulative: bool = False


UNSAID = Choice()


class _Table(NamedTuple):
    sheet: Sheet
    when: int
    value: int
    months: list[int]  # of each row, counted from the year 0
    mark: str
    labels: list[int]
    rows: dict[str, list[int]]


def read_one(path: str, choice: Choice = UNSAID) -> MonthlySeries:
    """Return the one series of a file, or the one that *choice* names; `-` is standard input."""
    table = _read_table(path, choice)
    if len(table.rows) > 1:
        rule, remedy = f"has {len(table.rows)} series", "choose with {--series} from {names}"
        raise table.sheet.error(rule, remedy=remedy, names=listed(table.rows))
    return _series(table, next(iter(table.rows)), choice)


def read_each(path: str, choice: Choice = UNSAID) -> tuple[list[MonthlySeries], list[InputError]]:
    """Return the series of a file that can be read, and the errors of the others."""
    table = _read_table(path, choice)
    series, reasons = [], []
    for name in table.rows:
        try:
            series.append(_series(table, name, choice))
        except InputError as reason:
            reasons.append(reason)
    return series, reasons


def told_apart(by_file: Sequence[tuple[str, list[MonthlySeries]]]) -> list[MonthlySeries]:
    """Return the series of several files; a name in two files gets its file's name in front."""
    files_with = Counter(name for _, found in by_file for name in {one.name for one in found})
    return [
        one._replace(name=f"{PurePath(path).stem}: {one.name}") if files_with[one.name] > 1 else one
        for path, found in by_file
        for one in found
    ]


def doubts(series: Sequence[MonthlySeries], choice: Choice = UNSAID) -> list[Note]:
    """Return doubts about months that look like totals to date, or that may be to come."""
    rising = [one.name for one in series if not choice.cumulative and looks_cumulative(one)]
    empty = [one.name for one in series if any(one.values) and not one.values[-1]]
    doubted = {_CUMULATIVE: rising, _ZEROS: empty}
    return [Note(said, names=listed(names, 3)) for said, names in doubted.items() if names]


def looks_cumulative(series: MonthlySeries) -> bool:
    """Whether levels rise through two years or more, and fall back each January."""
    return len(series.complete_years) > 1 and all(
        later < earlier if (series.start[1] + place) % 12 == 1 else later >= earlier
        for place, (earlier, later) in enumerate(pairwise(series.values), start=1)
    )


def months_of_totals(series: MonthlySeries) -> MonthlySeries:
    """Return the months of totals from January on, month = total - total of the month before.

    Raises InputError where the first total is not a January's and where a total falls.
    """
    if series.start[1] != 1:
        raise InputError("must begin in January for {--cumulative}", written=series.name)
    months = [series.values[0]]
    for place, (before, total) in enumerate(pairwise(series.values), start=1):
        if place % 12 and total < before:
            month = period.month_name(12 * series.start[0] + place)
            rule, remedy = f"falls in {month}, so it is no total to date", "drop {--cumulative}"
            raise InputError(rule, written=series.name, remedy=remedy)
        # Both were written with so many decimals, and so is their difference.
        months.append(round(total - before, series.decimals) if place % 12 else total)
    return series._replace(values=tuple(months))


def _read_table(path: str, choice: Choice) -> _Table:
    sheet = read_sheet(read_text(path, choice.encoding), source_name(path))
    sheet = layout.rows_where(layout.lengthened(sheet), choice.where)
    when = layout.period_column(sheet, choice.period_column)
    months = _months_of_rows(sheet, when, cumulative=choice.cumulative)
    value = layout.value_column(sheet, when, choice.value_column)
    if choice.period_column is None and sheet.names()[when] not in _SURE:
        _refuse_other_months(sheet, when, value, months)
    mark = decimal_mark(sheet, value, choice.decimal)
    labels = layout.label_columns(sheet, when, value)
    rows = {} if labels else {sheet.header[value]: list(range(len(sheet.lines)))}
    for row, said in enumerate(zip(*(sheet.columns[k] for k in labels), strict=True)):
        rows.setdefault(" | ".join(said), []).append(row)
    if choice.series is not None:
        names, kind = list(rows), f"series of {sheet.source}"
        name = names[layout.place_of(choice.series, names, figure="series", kind=kind)]
        rows = {name: rows[name]}
    return _Table(sheet, when, value, months, mark, labels, rows)


def _series(table: _Table, name: str, choice: Choice) -> MonthlySeries:
    rows = sorted(table.rows[name], key=table.months.__getitem__)
    sheet = table.sheet.only(rows)._replace(series=name * (len(table.rows) > 1))
    table = table._replace(sheet=sheet, months=[table.months[row] for row in rows])
    for row, (month, later) in enumerate(pairwise(table.months)):
        if month == later:
            kind = period.read_period(sheet.columns[table.when][row]).kind
            remedy = _REMEDIES[kind] if kind == period.TENTH else _CHOOSE
            rule = f"and line {sheet.lines[row + 1]} are both {period.month_name(month)}"
            raise sheet.error(rule, row, table.when, remedy=remedy)
    _refuse_forecasts(table)
    levels, unit, decimals = read_levels(sheet, table.value, table.mark)
    first, values = _without_gaps(table, levels)
    series = MonthlySeries(name, (first // 12, first % 12 + 1), values, unit, decimals)
    return months_of_totals(series) if choice.cumulative else series


def _months_of_rows(sheet: Sheet, when: int, *, cumulative: bool) -> list[int]:
    texts = _with_years(sheet, when)
    periods = period.read_periods(texts)
    for row, text in enumerate(texts):
        kind = periods[text].kind
        if kind != period.MONTH and not (cumulative and kind == period.TO_DATE):
            raise sheet.error(f"is {kind}", row, when, remedy=_REMEDIES.get(kind, _CHOOSE))
    return [periods[text].ordinal for text in texts]


def _with_years(sheet: Sheet, when: int) -> list[str]:
    """Return the periods as written; a month gets the year from the column of years."""
    texts = sheet.columns[when]
    column = layout.year_column(sheet)
    if column is None or column == when:
        return texts
    dated, year, before = [], "", 0
    for row, (written, text) in enumerate(zip(sheet.columns[column], texts, strict=True)):
        month = period.month_number(text)
        # Where cells were merged, the year stands in January alone.
        if month and not written and not (year and month == before + 1):
            raise sheet.error("is empty", row, column, remedy="write the year in every row")
        year, before = written or year, month
        dated.append(f"{year}-{month:02}" if month else text)
    return dated


def _refuse_other_months(sheet: Sheet, when: int, value: int, months: Sequence[int]) -> None:
    """Refuse a second column with other *months*: either may be the month of publication."""
    for place, name in enumerate(sheet.names()):
        texts = sheet.columns[place]
        is_remark = place in (when, value) or re.fullmatch(layout.REMARKS, name)
        if is_remark or not layout.holds_months(texts):
            continue
        periods = period.read_periods(texts)
        for row, one in enumerate(periods[text] for text in texts):
            if one.kind == period.MONTH and one.ordinal != months[row]:
                rule, remedy = "differs from column {beside}", "choose one with {--period_column}"
                raise sheet.error(rule, row, when, remedy=remedy, beside=sheet.header[place])


def _refuse_forecasts(table: _Table) -> None:
    """Refuse a number marked as a forecast; an estimate is fine."""
    sheet = table.sheet
    known = [row for row, cell in enumerate(sheet.columns[table.value]) if not is_missing(cell)]
    for place, (name, cells) in enumerate(zip(sheet.names(), sheet.columns, strict=True)):
        if place in (table.when, table.value):
            continue
        is_label = place in table.labels and not re.fullmatch(_STATES, name)
        pattern = _WORD if is_label else _FORECAST
        said = {c for c in {cells[k] for k in known} if re.fullmatch(pattern, c.casefold())}
        wrong = [row for row in known if cells[row] in (said or {"F", "f"})]
        # `F` is a forecast in SDMX. Elsewhere it may be final, and then it is not at the end alone.
        is_last = len(wrong) < len(known) and wrong == known[-len(wrong) :]
        is_flag = re.fullmatch(_FLAGS if is_last else "obs_(?:status|flag)", name)
        if wrong and (said or is_flag):
            raise sheet.error("marks a forecast", wrong[0], place, remedy=_CHOOSE)


def _without_gaps(table: _Table, levels: list[float | None]) -> tuple[int, tuple[float, ...]]:
    """Drop unpublished months at both ends, and refuse any between them."""
    known = [row for row, level in enumerate(levels) if level is not None]
    if not known:
        raise table.sheet.error("no month has a number", 0, remedy="write one")
    first = table.months[known[0]]
    for due, row in enumerate(range(known[0], known[-1] + 1), start=first):
        if table.months[row] != due or levels[row] is None:
            rule = f"{period.month_name(due)} has no number"
            raise table.sheet.error(rule, row, remedy="write it, or drop the rows before")
    return first, tuple(level for level in levels if level is not None)
