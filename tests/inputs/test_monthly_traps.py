"""Files that look like months and mislead: what is read, and every refusal word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.inputs.conftest import read_all
from tradecalc.errors import InputError
from tradecalc.inputs.monthly import Choice, read_each, read_one

if TYPE_CHECKING:
    from collections.abc import Callable

Read = tuple[str, tuple[int, int], tuple[float, ...]]
JANUARY = (2025, 1)
ROWS = "2025-01,5.5\n2025-02,6.5\n"
MONTHS = (5.5, 6.5)

READ: dict[str, tuple[str, list[Read]]] = {
    "a header that looks like a title": (f"Month,\n{ROWS}", [("column 2", JANUARY, MONTHS)]),
    "a header that looks like a comment": (
        f"# Month,Exports\n{ROWS}",
        [("Exports", JANUARY, MONTHS)],
    ),
    "a header over a month not published": (
        "# Month,Exports\n2024-12,..\n2025-01,5.5\n2025-02,6.5\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "a title that commas fill up": (
        f"Exports,\nMonth,mn USD\n{ROWS}",
        [("mn USD", JANUARY, MONTHS)],
    ),
    "a title that commas fill up, over months side by side": (
        "Exports,,\nFlow,2025-01,2025-02\nExports,5.5,6.5\n",
        [("value", JANUARY, MONTHS)],
    ),
    "columns named by their numbers": (f"0,1\n{ROWS}", [("1", JANUARY, MONTHS)]),
    "a header that begins with a number sign": (
        "#,Month,Exports\n1,2025-01,5.5\n2,2025-02,6.5\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "comments as wide as the table": (
        f"# made, by it\n# 2024-12,4.5\nMonth,Exports\n{ROWS}",
        [("Exports", JANUARY, MONTHS)],
    ),
    "months side by side, written as numbers": (
        "Flow,202501,202502\nExports,5.5,6.5\n",
        [("value", JANUARY, MONTHS)],
    ),
    "a table that ends in commas": (
        "Month,Exports,\n2025-01,5.5,\n2025-02,6.5,\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "numbers side by side in a table that ends in commas": (
        "Month,weight,value,\n2025-01,1,5.5,\n2025-02,2,6.5,\n",
        [("value", JANUARY, MONTHS)],
    ),
    "names with control signs": (
        (
            'series,period,value\n"a\nb\tc",2025-01,5.5\nx\x1b[31mred,2025-01,6.5\n'
            "\u202eright,2025-01,7.5\n"
        ),
        [
            ("a b c", JANUARY, (5.5,)),
            ("x [31mred", JANUARY, (6.5,)),
            ("right", JANUARY, (7.5,)),
        ],
    ),
    "quarters beside the months": (
        "date,quarter,value\n2025-03,Q1,5.5\n2025-04,Q2,6.5\n",
        [("value", (2025, 3), MONTHS)],
    ),
    "quarters in Russian": (
        "date,квартал,value\n2025-03,I кв.,5.5\n2025-04,II кв.,6.5\n",
        [("value", (2025, 3), MONTHS)],
    ),
    "states of publication": (
        "period,value,type\n2025-01,5.5,final\n2025-02,6.5,Provisional\n",
        [("value", JANUARY, MONTHS)],
    ),
    "estimates and notes on forecasts": (
        (
            "period,value,OBS_STATUS,note\n2025-01,5.5,A,above the forecast of May\n"
            "2025-02,6.5,E,no forecast\n2025-03,,F,\n"
        ),
        [("value", JANUARY, MONTHS)],
    ),
    "final and provisional in letters": (
        "period,value,flag\n2025-01,5.5,F\n2025-02,6.5,P\n",
        [("value", JANUARY, MONTHS)],
    ),
    "two columns of months that agree": (
        "refPeriodId,period,primaryValue\n20250101,202501,5.5\n20250201,202502,6.5\n",
        [("primaryValue", JANUARY, MONTHS)],
    ),
    "months beside the dates of the last change": (
        ("TIME_PERIOD,released,OBS_VALUE\n2025-01,2025-03-01,5.5\n2025-02,2025-04-01,6.5\n"),
        [("OBS_VALUE", JANUARY, MONTHS)],
    ),
    "levels that look like months": (
        "Month,Exports,Imports\n2025-01,2001.5,1.5\n2025-02,2002.6,1.5\n",
        [("Exports", JANUARY, (2001.5, 2002.6))],
    ),
    "month ends, day first": (
        "Date,Value\n31/01/2025,5.5\n28/02/2025,6.5\n",
        [("Value", JANUARY, MONTHS)],
    ),
    "month ends, month first": (
        "Date,Value\n01/31/2025,5.5\n02/28/2025,6.5\n",
        [("Value", JANUARY, MONTHS)],
    ),
    "a year in January alone": (
        ("Year,Month,Value\n2024,November,3.5\n,December,4.5\n2025,January,5.5\n,February,6.5\n"),
        [("Value", (2024, 11), (3.5, 4.5, 5.5, 6.5))],
    ),
    "Comtrade's year and month": (
        "refYear,refMonth,Exports\n2025,1,5.5\n2025,2,6.5\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "year and month in short": (
        "Yr,Mon,Exports\n2025,1,5.5\n2025,2,6.5\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "a reference year": (
        "Reference year,Month,Exports\n2025,January,5.5\n2025,February,6.5\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "currency and scale in every cell": (
        "Month,Exports\n2025-01,USD5.5mn\n2025-02,USD6.5mn\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "three decimals between commas": (
        "Month,Exports\n2025-01,10.842\n2025-02,10.909\n",
        [("Exports", JANUARY, (10.842, 10.909))],
    ),
    "three decimals beside long numbers": (
        "Month;Exports\n2025-01;999.842\n2025-02;1000\n",
        [("Exports", JANUARY, (999.842, 1000))],
    ),
    "a header with control signs": (
        "period,Ex\x1bports\n2025-01,5.5\n",
        [("Ex ports", JANUARY, (5.5,))],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_what_looks_odd_and_is_clear_is_read(case: str, written: Callable[..., str]) -> None:
    content, expected = READ[case]
    assert [(s.name, s.start, s.values) for s in read_all(written(content))] == expected


_HEADLESS = "a row of data: write a header above it, such as period,value"
REFUSED: dict[str, tuple[str | bytes, dict[str, Any], str]] = {
    "no header": (ROWS, {}, f"f.csv, line 1 is '2025-01, 5.5', {_HEADLESS}"),
    "no header, newest first": (
        "\n2025-09,134.1\n2025-08,139.9\n",
        {},
        f"f.csv, line 2 is '2025-09, 134.1', {_HEADLESS}",
    ),
    "no header and a label": (
        "2025-01,KZ,5.5\n2025-02,KZ,6.5\n",
        {},
        f"f.csv, line 1 is '2025-01, KZ, 5.5', {_HEADLESS}",
    ),
    "no header, year and month": (
        "2025,1,5.5\n2025,2,6.5\n",
        {},
        f"f.csv, line 1 is '2025, 1, 5.5', {_HEADLESS}",
    ),
    "no header, year and name": (
        "2025,January,5.5\n2025,February,6.5\n",
        {},
        f"f.csv, line 1 is '2025, January, 5.5', {_HEADLESS}",
    ),
    "no header and no first number": (
        "2025-01,..\n2025-02,6.5\n",
        {},
        f"f.csv, line 1 is '2025-01, ..', {_HEADLESS}",
    ),
    "a title over no header": (
        f"Exports\n{ROWS}",
        {},
        f"f.csv, line 2 is '2025-01, 5.5', {_HEADLESS}",
    ),
    "a title with a comma": (
        f"Exports, mn USD\n\nMonth,Exports\n{ROWS}",
        {},
        (
            "f.csv, line 1 is 'Exports, mn USD' and line 3 is 'Month, Exports': delete the one"
            " that is not the header"
        ),
    ),
    "units below the header": (
        f"Month,Exports\n,mn USD\n{ROWS}",
        {},
        (
            "f.csv, line 1 is 'Month, Exports' and line 2 is ', mn USD': delete the one that is"
            " not the header"
        ),
    ),
    "decimal commas not quoted": (
        "date,value,\n2025-01,108,4\n2025-02,109,1\n",
        {},
        (
            "f.csv, line 2: '4' stands in a last column without a name: quote a number with a"
            ' comma in it ("1,5"), put semicolons between the columns, or name the column'
        ),
    ),
    "a cell without an end": (
        "period,value\n2025-01," + "5" * 131_073 + "\n",
        {},
        (
            "f.csv, line 2: a cell is longer than 131,072 characters: shorten it, or close the"
            " quotation mark that opens it"
        ),
    ),
}

_TWO_MONTHS = "are two months: choose one of the columns with --period-column"
_FORECAST = "marks a forecast, and published months are wanted"
_INSIDE = (
    "is a day inside its month, maybe that of publication: write the month like 2025-09, or name"
    " another column with --period-column"
)
REFUSED |= {
    "the month and that of publication": (
        "published,reference month,value\n2025-03-01,2025-01,5.5\n2025-04-01,2025-02,6.5\n",
        {},
        (
            "f.csv, line 2: '2025-03-01' in column published and '2025-01' in column reference"
            f" month {_TWO_MONTHS}"
        ),
    ),
    "a date that is not the month's": (
        "reference month,date,value\n2025-01,2025-01-01,5.5\n2025-02,2025-04-01,6.5\n",
        {},
        (
            "f.csv, line 3: '2025-04-01' in column date and '2025-02' in column reference month"
            f" {_TWO_MONTHS}"
        ),
    ),
    "nothing but three digits behind points": (
        "Monat;Wert\n2025-01;10.842\n2025-02;0\n2025-03;9.123\n",
        {},
        (
            "f.csv, line 2: '10.842' in column Wert may be 10842 or 10.842, and no other row"
            " tells: add --decimal point or --decimal comma"
        ),
    ),
    "forecasts in SDMX": (
        "TIME_PERIOD,OBS_VALUE,OBS_STATUS\n2025-01,5.5,A\n2025-02,6.5,F\n",
        {},
        f"f.csv, line 3: 'F' in column OBS_STATUS {_FORECAST}: keep them with --where OBS_STATUS=A",
    ),
    "forecasts without a flag before": (
        "period,value,flag\n2025-01,5.5,\n2025-02,6.5,F\n",
        {},
        f"f.csv, line 3: 'F' in column flag {_FORECAST}: keep them with --where flag=",
    ),
    "forecasts in words": (
        (
            "period,value,status\n2025-01,5.5,final\n2025-02,6.5,estimate\n"
            "2025-03,6.5,IMF projection\n"
        ),
        {},
        f"f.csv, line 4: 'IMF projection' in column status {_FORECAST}: leave such rows out",
    ),
    "forecasts under any header": (
        "period,value,category\n2025-01,5.5,Actual\n2025-02,6.5,Forecast\n",
        {},
        (
            f"f.csv, line 3: 'Forecast' in column category {_FORECAST}: keep them with"
            " --where category=Actual"
        ),
    ),
    "forecasts in Russian": (
        "период,значение,тип\n2025-01,5.5,факт\n2025-02,6.5,прогноз\n",
        {},
        f"f.csv, line 3: 'прогноз' in column тип {_FORECAST}: keep them with --where 'тип=факт'",
    ),
    "days": (
        "DATE,X\n2025-01-01,5\n2025-01-02,5\n2025-01-03,5\n",
        {},
        "f.csv holds days, not months ('2025-01-02' in column DATE): monthly levels are wanted",
    ),
    "a day of each month": (
        "Date,Value\n1/15/2025,5.5\n2/15/2025,6.5\n",
        {},
        f"f.csv, line 2: '1/15/2025' in column Date {_INSIDE}",
    ),
    "quarters dated by their months": (
        "DATE,X\n2025-01-01,5\n2025-04-01,5\n2025-07-01,5\n",
        {},
        (
            "f.csv, line 3: the series holds quarters, not months (its rows are 3 months apart):"
            " monthly levels are wanted"
        ),
    ),
    "years dated by their ends": (
        "DATE,X\n2023-12-31,5\n2024-12-31,5\n2025-12-31,5\n",
        {},
        (
            "f.csv, line 3: the series holds years, not months (its rows are 12 months apart):"
            " monthly levels are wanted"
        ),
    ),
    "a note with a comma": (
        f"period,value\n{ROWS}Source: it, 2025\n",
        {},
        (
            "f.csv, line 4: 'Source: it' in column period is not a month: write a month like"
            " 2025-09, or leave the row out"
        ),
    ),
    "a year in the first row alone, and months that begin again": (
        "Year,Month,Value\n2024,November,5\n,December,6\n,January,7\n",
        {},
        ("f.csv, line 4: column Year is empty beside 'January': write the year in every row"),
    ),
    "years above their months": (
        "Month,Value\n2025,\nJanuary,5\nFebruary,6\n",
        {},
        (
            "f.csv, line 2: '2025' in column Month is a year above its months: write the months"
            " like 2025-09, or add a column Year"
        ),
    ),
    "two values of one name": (
        "Month,Exports,exports\n2025-01,5,6\n2025-02,6,7\n",
        {},
        "f.csv has 2 columns named 'Exports': rename them",
    ),
    "a nought eaten in October": (
        "Month,Exports\n2025.1,5\n2025.9,6\n2025.1,7\n",
        {},
        (
            "f.csv, line 2: this row and that of line 4 are both 2025.1, one of them October"
            " without its zero: write 2025-01 and 2025-10"
        ),
    ),
    "a value in no one's capitals": (
        "flow,period,value\nExports,2025-01,5\nEXPORTS,2025-01,6\n",
        {"where": ("flow=exports",)},
        (
            "--where 'flow=exports' is one of 'Exports', 'EXPORTS' in f.csv: write it in the same"
            " capitals"
        ),
    ),
    "a line of another encoding": (
        "series,period,value\nCôte d'Ivoire,2025-01,5\n".encode() + b"caf\xe9,2025-01,5\n",
        {},
        (
            "f.csv, line 3 is not UTF-8 text, and the rest of the file looks like it: save it as"
            " UTF-8, or add --encoding cp1252 or cp1251 if it is that"
        ),
    ),
    "UTF-16 without a mark": (
        f"period,value\n{ROWS}".encode("utf-16-le"),
        {},
        "f.csv looks like utf-16 text: add --encoding utf-16",
    ),
    "UTF-16 without a mark, the other way round": (
        f"period,value\n{ROWS}".encode("utf-16-be"),
        {},
        "f.csv looks like utf-16-be text: add --encoding utf-16-be",
    ),
    "cp866": (
        "Месяц;Экспорт\n2025-01;5\n".encode("cp866"),
        {},
        "f.csv looks like cp866 text: add --encoding cp866",
    ),
    "koi8-r": (
        "Месяц;Экспорт\n2025-01;5\n".encode("koi8-r"),
        {},
        "f.csv looks like koi8-r text: add --encoding koi8-r",
    ),
    "a gap in one of two series": (
        "series,period,value\nA,2025-01,5\nA,2025-02,5\nB,2025-01,5\nB,2025-03,5\n",
        {},
        (
            "f.csv, line 5 (series 'B'): February 2025 is missing before March 2025: add its row,"
            " or leave the earlier ones out"
        ),
    ),
    "a month twice in one of two series": (
        "series,period,value\nA,2025-01,5\nB,2025-01,5\nB,2025-01,6\n",
        {},
        (
            "f.csv, line 3 (series 'B'): this row and that of line 4 are both of January 2025:"
            " leave one of them out"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_where_and_what_to_do(case: str, written: Callable[..., str]) -> None:
    content, options, message = REFUSED[case]
    with pytest.raises(InputError) as refused:
        read_all(written(content), Choice(**options))
    assert str(refused.value) == message


def test_where_minds_neither_capitals_nor_an_equals_sign(written: Callable[..., str]) -> None:
    path = written("Flow,a=b,period,value\nExports,x,2025-01,5\nImports,y=z,2025-01,6\n")
    assert read_one(path, Choice(where=("flow=exports",))).values == (5,)
    assert read_one(path, Choice(where=("A=B=y=z",))).values == (6,)
    path = written("flow,period,value\nExports,2025-01,5\nEXPORTS,2025-01,6\n")
    assert read_one(path, Choice(where=("flow=EXPORTS",))).values == (6,)


def test_a_period_column_settles_two_columns_of_months(written: Callable[..., str]) -> None:
    path = written("published,month,value\n2025-03-01,2025-01,5\n2025-04-01,2025-02,6\n")
    assert read_one(path, Choice(period_column="month")).start == (2025, 1)
    assert read_one(path, Choice(period_column="published")).start == (2025, 3)


def test_each_series_is_read_or_said_why_not(written: Callable[..., str]) -> None:
    path = written(
        "series,period,value\nA,2025-01,5\nB,2025-01,5\nB,2025-03,6\nC,2025-01,secret\n"
        "D,2025-01,\nE,2025-01,7\n"
    )
    read, refusals = read_each(path)
    assert [(series.name, series.values) for series in read] == [("A", (5,)), ("E", (7,))]
    assert refusals == [
        (
            "f.csv, line 4 (series 'B'): February 2025 is missing before March 2025: add its row,"
            " or leave the earlier ones out"
        ),
        (
            "f.csv, line 5 (series 'C'): 'secret' in column value is not a number: write one, or"
            " leave the cell empty where the month is not published"
        ),
        (
            "f.csv, line 6 (series 'D'): from this row on, no month has a number: write those"
            " published"
        ),
    ]
    assert read_each(path, Choice(series="e")) == ([read[1]], [])
    with pytest.raises(InputError, match=r"^f\.csv is empty: write"):
        read_each(written(""))
