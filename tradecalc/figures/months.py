"""A file of months -> the series in it, each month by month, as offices publish them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.core.months import MonthlySeries
from tradecalc.errors import InputError, Note, quoted
from tradecalc.figures import layout, period
from tradecalc.figures.cells import decimal_mark, is_missing, read_levels
from tradecalc.figures.sheet import listed, matching, read_sheet
from tradecalc.figures.text_file import read_text, source_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.figures.sheet import Sheet

_REMEDIES = {  # what to do with a cell that is of no month
    period.NO_PERIOD: "write a month like 2025-09, or leave the row out",
    period.NO_YEAR: "write it like 2025-09, or add a column Year",
    period.DAY: "write months like 2025-09, or name another column with {--period_column}",
    period.TENTH: "write 2001-01 or 2001-10, as the month is",
    period.EITHER_WAY: "write the date like 2025-09-01",
    period.TO_DATE: "add {--cumulative}",
}
# Where a format names its periods so, another column of dates is something else.
_SURE = ("time_period", "observation_date", "ref_date")
_FLAGS = r".*status|.*flags?|.*статус"
_STATES = rf"{_FLAGS}|.*type|kind|вид|тип"
_WORD = r"(?:forecast|projecti|projected|прогноз)\w*"
# It says so with a word beside it; a longer text is a note that may say anything.
_FORECAST = rf"\W*(?:(?!(?:no|not|non|не|нет)\b)\w+\W+)?{_WORD}\W*|\W*{_WORD}\W+\w+\W*"
_CUMULATIVE = (
    "{names}: the levels rise through every year and fall back in January, as totals from January"
    " to the month do; add {--cumulative} if they are published so."
)
_ZEROS = "{names}: the last months are 0; if they are still to come, leave their cells empty."


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
    """A sheet, the places of its periods and levels, and the rows of each series by name."""

    sheet: Sheet
    when: int
    value: int
    months: list[int]  # of each row, counted from the year 0
    mark: str
    labels: list[int]
    beside: list[int]  # all columns but those of the periods and the levels
    rows: dict[str, list[int]]


def read_one(path: str, choice: Choice = UNSAID) -> MonthlySeries:
    """Return the one series of a file, or the one that *choice* names; `-` is standard input.

    Raises InputError, with the line and what to do, where the file is not monthly levels, and
    with the names where it holds several series.
    """
    table = _read_table(path, choice)
    if len(table.rows) > 1:
        rule, remedy = "holds {count} series", "choose one with {--series}: {names}"
        count, names = len(table.rows), listed(table.rows)
        raise table.sheet.error(rule, remedy=remedy, count=count, names=names)
    return _series(table, next(iter(table.rows)), choice)


def read_each(path: str, choice: Choice = UNSAID) -> tuple[list[MonthlySeries], list[InputError]]:
    """Return every series of a file that can be read, and of each other one why it cannot.

    Raises InputError where the file as a whole cannot be read; `-` is standard input.
    """
    table = _read_table(path, choice)
    series, reasons = [], []
    for name in table.rows:
        try:
            series.append(_series(table, name, choice))
        except InputError as reason:
            reasons.append(reason)
    return series, reasons


def told_apart(by_file: Sequence[tuple[str, list[MonthlySeries]]]) -> list[MonthlySeries]:
    """Return the series of several files, with a file's name before a name that two files have."""
    files_with = Counter(name for _, found in by_file for name in {one.name for one in found})
    return [
        one._replace(name=f"{PurePath(path).stem}: {one.name}") if files_with[one.name] > 1 else one
        for path, found in by_file
        for one in found
    ]


def doubts(series: Sequence[MonthlySeries], choice: Choice = UNSAID) -> list[Note]:
    """Return what to mind: months like totals to date, and zeros where months are to come."""
    rising = [one.name for one in series if not choice.cumulative and looks_cumulative(one)]
    empty = [one.name for one in series if any(one.values) and not one.values[-1]]
    doubted = ((_CUMULATIVE, rising), (_ZEROS, empty))
    return [Note(said, names=listed(names, 3)) for said, names in doubted if names]


def looks_cumulative(series: MonthlySeries) -> bool:
    """Whether levels look like totals from January on: each year rises, each January falls back.

    It takes two complete years: monthly flows hardly rise eleven times running, twice.
    """
    return len(series.complete_years) > 1 and all(
        later < earlier if (series.start[1] + place) % 12 == 1 else later >= earlier
        for place, (earlier, later) in enumerate(pairwise(series.values), start=1)
    )


def months_of_totals(series: MonthlySeries) -> MonthlySeries:
    """Return the months behind totals that run from January of each year to the month.

        month = total - total of the month before, and January as it stands

    Raises InputError where the first total is not a January's and where a total falls.

    >>> totals = MonthlySeries("exports", (2024, 1), (3.0, 5.5, 9.0), decimals=1)
    >>> months_of_totals(totals).values
    (3.0, 2.5, 3.5)
    """
    year, month = series.start
    if month != 1:
        rule = "begins with {month}, and a month is the difference of two totals"
        remedy, name = "begin with a January", period.month_name(12 * year + month - 1)
        raise InputError(rule, written=series.name, remedy=remedy, month=name)
    months = [series.values[0]]
    for place, (before, total) in enumerate(pairwise(series.values), start=1):
        if place % 12 and total < before:
            rule = "falls from {before} to {total} in {month}, so it is no total from January on"
            remedy = "leave {--cumulative} out, or correct it"
            fields: dict[str, Any] = {"before": before, "total": total}
            fields["month"] = period.month_name(12 * year + place)
            raise InputError(rule, written=series.name, remedy=remedy, **fields)
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
    beside = [place for place in range(len(sheet.header)) if place not in (when, value)]
    rows = layout.rows_by_name(sheet, labels, sheet.header[value])
    if choice.series is not None:
        name = _name_of(choice.series, list(rows), sheet.source)
        rows = {name: rows[name]}
    return _Table(sheet, when, value, months, mark, labels, beside, rows)


def _name_of(wanted: str, names: Sequence[str], source: str) -> str:
    """Return the one of the *names* of series that is *wanted*, whatever its capitals."""
    if len(places := matching(wanted, names)) == 1:
        return names[places[0]]
    from difflib import get_close_matches  # noqa: PLC0415  3 ms, which only a slip costs

    nearest = listed(get_close_matches(wanted, names, 5, 0.4) or names, 5)
    rule, remedy = "is not a series of {source}", "nearest are {nearest}"
    fields = {"source": source, "nearest": nearest}
    raise InputError(rule, figure="series", written=quoted(wanted), remedy=remedy, **fields)


def _series(table: _Table, name: str, choice: Choice) -> MonthlySeries:
    if len(table.rows) > 1:
        table = table._replace(sheet=table.sheet._replace(series=name))
    rows = _in_order(table, table.rows[name])
    _refuse_forecasts(table, rows)
    levels, unit, decimals = read_levels(table.sheet, table.value, rows, table.mark)
    series = MonthlySeries(name, *_without_gaps(table, rows, levels), unit, decimals)
    return months_of_totals(series) if choice.cumulative else series


def _months_of_rows(sheet: Sheet, when: int, *, cumulative: bool) -> list[int]:
    """Return the month of each row, counted from the year 0; refuse the first that is of none."""
    texts = _with_years(sheet, when)
    periods = period.read_periods(texts)
    of_months = {period.MONTH, period.TO_DATE} if cumulative else {period.MONTH}
    if {one.kind for one in periods.values()} <= of_months:
        counted = {text: 12 * one.year + one.month - 1 for text, one in periods.items()}
        return [counted[text] for text in texts]
    wrong = [row for row, text in enumerate(texts) if periods[text].kind not in of_months]
    if not sheet.columns[when][wrong[0]]:
        raise sheet.error("is empty", wrong[0], when, remedy="write its month")
    kind, keep = periods[texts[wrong[0]]].kind, ""
    rule = "may be {kind}" if kind in (period.TENTH, period.EITHER_WAY) else "is {kind}"
    remedy = _REMEDIES.get(kind, "monthly levels are wanted")
    if kind not in _REMEDIES and (right := sorted(set(range(len(texts))) - set(wrong))):
        # A frequency is a word, and a number may be the same by chance.
        beside = (k for k in range(len(sheet.header)) if k != when)
        words = (k for k in beside if not layout.holds_numbers(sheet.columns[k]))
        keep = layout.condition_for(sheet, right, wrong, words)
        remedy = "keep the months with {--where} {keep}" if keep else "leave such rows out"
    raise sheet.error(rule, wrong[0], when, remedy=remedy, kind=kind, keep=keep)


def _with_years(sheet: Sheet, when: int) -> list[str]:
    """Return the periods as written, a month with the year that stands in a column beside it.

    A sheet whose cells were merged has the year in January alone: below it, it is the same as
    long as the months follow one another.
    """
    texts = sheet.columns[when]
    column = layout.year_column(sheet)
    if column is None or column == when:
        return texts
    dated, year, before = [], "", 0
    for row, (written, text) in enumerate(zip(sheet.columns[column], texts, strict=True)):
        month = period.month_number(text)
        if month and not written and not (year and month == before + 1):
            raise sheet.error("is empty", row, column, remedy="write the year in every row")
        year, before = written or year, month
        dated.append(f"{year}-{month:02}" if month else text)
    return dated


def _refuse_other_months(sheet: Sheet, when: int, value: int, months: Sequence[int]) -> None:
    """Require that no other column has other *months* in some row.

    One of them may be that of publication, and neither its place nor its name tells which.
    """
    for place, name in enumerate(sheet.names()):
        if place in (when, value) or re.fullmatch(layout.REMARKS, name):
            continue
        texts = sheet.columns[place] if layout.holds_months(sheet.columns[place]) else []
        periods = period.read_periods(texts)
        for row, text in enumerate(texts):
            one = periods[text]
            if one.kind == period.MONTH and 12 * one.year + one.month - 1 != months[row]:
                rule = "and {other} in column {beside} are two months"
                remedy = "choose one of the columns with {--period_column}"
                fields = {"other": quoted(text), "beside": sheet.header[place]}
                raise sheet.error(rule, row, when, remedy=remedy, **fields)


def _in_order(table: _Table, rows: Sequence[int]) -> list[int]:
    """Return the *rows* of one series by their months, oldest first, no two of one month."""
    sheet, months = table.sheet, table.months
    ordered = sorted(rows, key=months.__getitem__)
    for one, other in pairwise(ordered):
        if months[one] == months[other]:
            apart = layout.condition_for(sheet, [one], [other], table.beside)
            remedy = "choose with {--where} {apart}" if apart else "leave one of them out"
            if period.read_period(sheet.columns[table.when][one]).kind == period.TENTH:
                remedy = "write the one that is October like 2001-10"
            rule = "and that in line {line} are both of {month}"
            fields: dict[str, Any] = {"line": sheet.lines[other], "apart": apart}
            fields["month"] = period.month_name(months[one])
            raise sheet.error(rule, one, table.when, remedy=remedy, **fields)
    return ordered


def _refuse_forecasts(table: _Table, rows: Sequence[int]) -> None:
    """Require that no number of a series is marked as a forecast; an estimate is published.

    `F` is a forecast in SDMX. Elsewhere it may be final, and then it does not stand at the end.
    """
    sheet = table.sheet
    known = [row for row in rows if not is_missing(sheet.columns[table.value][row])]
    for place in table.beside:
        cells = {row: sheet.columns[place][row] for row in known}
        name = sheet.names()[place]
        is_label = place in table.labels and not re.fullmatch(_STATES, name)
        pattern = _WORD if is_label else _FORECAST
        said = {cell for cell in set(cells.values()) if re.fullmatch(pattern, cell.casefold())}
        wrong = [row for row, cell in cells.items() if cell in (said or {"F", "f"})]
        is_last = len(wrong) < len(known) and wrong == known[-len(wrong) :]
        is_flag = re.fullmatch(_FLAGS if is_last else "obs_(?:status|flag)", name)
        if wrong and (said or is_flag):
            right = sorted(set(known) - set(wrong))
            keep = layout.condition_for(sheet, right, wrong, [place])
            rule = "marks a forecast, and published months are wanted"
            remedy = "keep them with {--where} {keep}" if keep else "leave such rows out"
            raise sheet.error(rule, wrong[0], place, remedy=remedy, keep=keep)


def _without_gaps(
    table: _Table, rows: Sequence[int], levels: Sequence[float | None]
) -> tuple[tuple[int, int], tuple[float, ...]]:
    """Return the first month and the levels from there on; unpublished ends are left off."""
    known = [place for place, level in enumerate(levels) if level is not None]
    if not known:
        raise table.sheet.error("no month from here on has a number", rows[0], remedy="write one")
    first = table.months[rows[known[0]]]
    values: list[float] = []
    for place in range(known[0], known[-1] + 1):
        level, due = levels[place], first + len(values)
        if table.months[rows[place]] != due or level is None:
            rule = "{month} is missing" if level is not None else "{month} has no number"
            remedy = "write every month, or leave the earlier rows out"
            raise table.sheet.error(rule, rows[place], remedy=remedy, month=period.month_name(due))
        values.append(level)
    return (first // 12, first % 12 + 1), tuple(values)
