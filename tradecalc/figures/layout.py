"""How a sheet is laid out: which columns hold the periods, the levels and the names of series.

The headers tell (tidy, FRED, SDMX-CSV, UN Comtrade, months side by side), else an option does.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from tradecalc.errors import InputError, listed, meant, quoted
from tradecalc.figures import period
from tradecalc.figures.sheet import FIRST_ROWS, Sheet, is_missing, is_number, matching

# In the order in which they are looked for.
_PERIODS = (
    *("time_period", "observation_date", "period", "ref_date", "date", "month", "time"),
    *("период", "дата", "месяц", "bulan", "refmonth", "ref_month", "mon"),
)
_YEARS = ("year", "год", "жыл", "yil", "tahun", "refyear", "ref_year", "reference year", "yr")
_VALUES = ("obs_value", "primaryvalue", "trade value (us$)", "value", "значение")
_NUMBERING = r"no\.?|n|№|#|id|index|row|№ п/п|.*\bcode|.*\bid|код.*"
# UN Comtrade has some forty columns beside the value; these name a flow.
_COMTRADE = (
    r"(?:reporter|flow|partner2?|cmd|customs|mot)desc"
    r"|reporter|trade flow|partner|2nd partner|commodity|customs"
)
# Remarks on one number or on one file, which tell no series from another.
REMARKS = (
    r"obs_(?!value).*|conf_.*|.*flag|flags?|status|notes?|footnotes?|comments?|remarks?|source"
    r"|symbols?|quality|revis.*|decimals|time_format|last.update|примечани[ея]|источник"
)
# A quarter, or how final a number is.
_QUARTER_OR_STATE = (
    r"(?:q|кв\.?) ?[1-4]|(?:[1-4]|i{1,3}|iv) ?(?:q|кв\.?|квартал)|"
    r"|p|r|e|final|provisional|preliminary|revised|estimated?|actual|forecast|projection|projected"
    r"|прогноз|факт|оценка|предварительные|окончательные|уточн[её]нные"
)


def lengthened(sheet: Sheet) -> Sheet:
    """Return a table with a column a month, or years down and months across, as a long one."""
    periods = [period.read_period(name) for name in sheet.header]
    months = {k: sheet.header[k] for k, one in enumerate(periods) if one.kind == period.MONTH}
    year, years = None, [""] * len(sheet.lines)
    if len(months) < 2:
        months = {k: f"-{p.month:02}" for k, p in enumerate(periods) if p.kind == period.NO_YEAR}
        year = year_column(sheet)
        if year is None or len(set(months.values())) != 12:
            return sheet
        years = sheet.columns[year]
    kept = [k for k in range(len(sheet.header)) if k not in months and k != year]
    values = zip(*(sheet.columns[k] for k in months), strict=True)
    columns = [[cell for cell in sheet.columns[k] for _ in months] for k in kept]
    columns.append([year + month for year in years for month in months.values()])
    columns.append([cell for row in values for cell in row])
    header = [*(sheet.header[k] for k in kept), "period", "value"]
    lines = [line for line in sheet.lines for _ in months]
    return sheet._replace(header=header, columns=columns, lines=lines)


def rows_where(sheet: Sheet, conditions: Iterable[str]) -> Sheet:
    """Return the rows that fit every `COLUMN=VALUE`, whatever the capitals of the value."""
    for written in conditions:
        name, sign, value = written.partition("=")
        if not sign:
            rule = "must be COLUMN=VALUE, not {written}"
            raise InputError(rule, figure="where", written=quoted(written))
        place = _column_named(sheet, name, "where")
        values = list(dict.fromkeys(sheet.columns[place]))
        kind = f"value of {sheet.header[place]} in {sheet.source}"
        wanted = values[place_of(value, values, figure="where", kind=kind)]
        sheet = sheet.only([k for k, cell in enumerate(sheet.columns[place]) if cell == wanted])
    return sheet


def place_of(wanted: str, names: Sequence[str], *, figure: str, kind: str) -> int:
    """Return the place of the name *wanted* among *names*, in these or other capitals."""
    if len(places := matching(wanted, names)) == 1:
        return places[0]
    rule = f"is {'more than one' if places else 'not a'} {{kind}}"
    fields = {"kind": kind, "meant": meant(wanted, () if places else names, of_file=True)}
    remedy = "rename one" if places else "{meant}"
    raise InputError(rule, figure=figure, written=quoted(wanted), remedy=remedy, **fields)


def period_column(sheet: Sheet, chosen: str | None) -> int:
    """Return the place of the column of periods: the one *chosen*, or the likeliest."""
    if chosen is not None:
        return _column_named(sheet, chosen, "period_column")
    headers = sheet.names()
    named = [headers.index(name) for name in _PERIODS if name in headers]
    # A name goes before its cells: Comtrade dates an annual row 20220101 beside its period, 2022.
    kinds = {place: _kinds(sheet.columns[place]) for place in named or range(len(headers))}
    months = {period.MONTH, period.TO_DATE, period.TENTH, period.EITHER_WAY}
    found = [place for place, seen in kinds.items() if seen and set(seen) <= months]
    found = found or named
    for place, seen in kinds.items():
        of_time = [kind for kind in seen if kind not in (period.NO_PERIOD, period.YEAR)]
        if seen and (2 * len(of_time) >= len(seen) or set(seen) == {period.YEAR}):
            found.append(place)
    if not found:
        remedy = "choose one of {columns} with {--period_column}"
        raise sheet.error("has no column of months", remedy=remedy, columns=listed(sheet.header, 6))
    return found[0]


def year_column(sheet: Sheet) -> int | None:
    """Return the place of the column of years, if any: months without a year need it."""
    headers = sheet.names()
    places = (headers.index(name) for name in _YEARS if name in headers)
    return next((k for k in places if set(_kinds(sheet.columns[k])) == {period.YEAR}), None)


def value_column(sheet: Sheet, when: int, chosen: str | None) -> int:
    """Return the place of the column of levels: the one *chosen*, or the only one of numbers."""
    if chosen is not None:
        return _column_named(sheet, chosen, "value_column")
    headers = sheet.names()
    known = next((name for name in _VALUES if name in headers), "")
    found = [place for place, name in enumerate(headers) if name == known]
    if not found:
        others = (k for k, name in enumerate(headers) if name not in (*_YEARS, *_PERIODS))
        levels = [k for k in others if k != when and _holds_levels(headers[k], sheet.columns[k])]
        found = [k for k in levels if len(set(sheet.columns[k])) > 1] or levels
    if len(found) == 1:
        return found[0]
    rule = f"has {'several columns' if found else 'no column'} of numbers"
    columns = listed([sheet.header[k] for k in found] or sheet.header)
    raise sheet.error(rule, remedy="choose one of {columns} with {--value_column}", columns=columns)


def holds_months(cells: Sequence[str]) -> bool:
    """Whether a column holds months that vary, and not numbers that only look like them."""
    known = {cell for cell in cells if not is_missing(cell)}
    if len(known) < 2 or not set(_kinds(cells)) <= {period.MONTH, period.EITHER_WAY}:
        return False
    return not all(is_number(cell) and len(cell) not in (6, 8) for cell in known)


def _holds_numbers(cells: Sequence[str]) -> bool:
    first = _first(cells)  # where half of them are numbers, a stray word is an error
    return 2 * sum(map(is_number, first)) >= max(len(first), 1)


def _holds_levels(name: str, cells: Sequence[str]) -> bool:
    first = _first(cells)
    counted = [[str(k) for k in range(start, start + len(first))] for start in (0, 1)]
    is_numbering = re.fullmatch(_NUMBERING, name) or (len(first) > 2 and first in counted)
    return _holds_numbers(cells) and not is_numbering


def label_columns(sheet: Sheet, when: int, value: int) -> list[int]:
    """Return the places of the columns that tell series apart: `series`, or varying words."""
    headers = sheet.names()
    if "series" in headers:
        return [headers.index("series")]
    is_comtrade = headers[value] in ("primaryvalue", "trade value (us$)")
    # Of a code and its name, which tell the same rows apart, the wordier one counts.
    wordiest: dict[tuple[int, ...], tuple[int, int]] = {}
    for place, name in enumerate(headers):
        if place in (when, value) or (is_comtrade and not re.fullmatch(_COMTRADE, name)):
            continue
        cells = sheet.columns[place]
        numbers = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
        if (
            len(numbers) == 1
            or re.fullmatch(REMARKS, name)
            or all(re.fullmatch(_QUARTER_OR_STATE, cell.casefold()) for cell in numbers)
            or (headers[value] != "obs_value" and _holds_numbers(cells))
            or period.NO_PERIOD not in _kinds(cells)
        ):
            continue
        apart, length = tuple(map(numbers.__getitem__, cells)), sum(map(len, numbers))
        if length > wordiest.get(apart, (0, 0))[0]:
            wordiest[apart] = length, place
    return [place for _, place in wordiest.values()]


def _kinds(cells: Sequence[str]) -> list[str]:
    return [period.read_period(cell).kind for cell in dict.fromkeys(_first(cells))]


def _first(cells: Sequence[str]) -> list[str]:
    return list(islice((cell for cell in cells if not is_missing(cell)), FIRST_ROWS))


def _column_named(sheet: Sheet, name: str, option: str) -> int:
    return place_of(name, sheet.header, figure=option, kind=f"column of {sheet.source}")
