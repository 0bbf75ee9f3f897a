"""Monthly files as offices publish them: every layout, and every refusal word for word."""

from __future__ import annotations

import os
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inputs.conftest import read_all
from tradecalc.core.months import MonthlySeries
from tradecalc.errors import InputError
from tradecalc.inputs.cumulative import looks_cumulative, months_of_totals
from tradecalc.inputs.delimited import read_sheet
from tradecalc.inputs.figures import parse_figure
from tradecalc.inputs.levels import decimal_mark, read_levels
from tradecalc.inputs.monthly import Choice, read_one
from tradecalc.inputs.text_file import detect_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

Read = tuple[str, tuple[int, int], tuple[float, ...]]


COMTRADE = (
    "freqCode,refPeriodId,refMonth,period,reporterDesc,flowCode,flowDesc,partnerISO,partnerDesc,"
    "cmdDesc,qty,isReported,primaryValue\r\n"
    "M,20250101,1,202501,Kazakhstan,X,Export,UZB,Uzbekistan,All,0,true,5.5,\r\n"
    "M,20250201,2,202502,Kazakhstan,X,Export,UZB,Uzbekistan,All,1,false,6.5,\r\n"
    "M,20250101,1,202501,Kazakhstan,X,Export,TUR,Türkiye,All,0,true,7.5,\r\n"
)
ANNUAL = "A,20250101,52,2025,Kazakhstan,X,Export,UZB,Uzbekistan,All,0,true,99,\r\n"
LEGACY = (
    "Classification,Year,Period,Period Desc.,Trade Flow Code,Trade Flow,Reporter,Partner,"
    "Commodity Code,Trade Value (US$)\n"
    "H4,2014,201401,January 2014,2,Export,Australia,World,TOTAL,5\n"
    "H4,2014,201402,February 2014,2,Export,Australia,World,TOTAL,6\n"
)
JANUARY = (2025, 1)
LAYOUTS: dict[str, tuple[str, list[Read]]] = {
    "tidy": ("period,value\n2025-01,5\n2025-02,6\n", [("value", JANUARY, (5, 6))]),
    "tidy with series": (
        "series,period,value,note\nA,2025-01,5,\nB,2025-01,6,p\nA,2025-02,7,p\n",
        [("A", JANUARY, (5, 7)), ("B", JANUARY, (6,))],
    ),
    "FRED": ("DATE,EXPCH\n2025-01-01,5.5\n2025-02-01,.\n", [("EXPCH", JANUARY, (5.5,))]),
    "FRED of today": ("observation_date,EXPCH\n2025-01-01,5.5\n", [("EXPCH", JANUARY, (5.5,))]),
    "SDMX-CSV": (
        (
            "DATAFLOW,LAST UPDATE,freq,flow,hs,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
            "X,1,M,EXP,27,2025-01,5,\nX,1,M,EXP,27,2025-02,6,p\nX,1,M,EXP,28,2025-01,7,p\n"
        ),
        [("27", JANUARY, (5, 6)), ("28", JANUARY, (7,))],
    ),
    "Comtrade+": (
        COMTRADE,
        [("Uzbekistan", JANUARY, (5.5, 6.5)), ("Türkiye", JANUARY, (7.5,))],
    ),
    "Comtrade before": (LEGACY, [("Trade Value (US$)", (2014, 1), (5, 6))]),
    "labels": (
        (
            "Country,Flow,ISO,Date,Level\nKorea,X,KR,2025.01,5\nKorea,M,KR,2025.01,6\n"
            "China,X,CN,2025.01,7\n"
        ),
        [("Korea | X", JANUARY, (5,)), ("Korea | M", JANUARY, (6,)), ("China | X", JANUARY, (7,))],
    ),
    "newest first, semicolons": (
        "Month;Exports\nFebruary 2025;1,187.5\nJanuary 2025;999.0\n",
        [("Exports", JANUARY, (999, 1187.5))],
    ),
    "title, comment, blank lines and a note": (
        "Exports of the country\n# mn USD\n\nMonth,Exports\n2025-01,5\n\n2025-02,6\nSource: it\n",
        [("Exports", JANUARY, (5, 6))],
    ),
    "a cell of two lines": (
        'Month,"Exports,\nmn USD"\n2025-01,5\n',
        [("Exports, mn USD", JANUARY, (5,))],
    ),
    "year and month": ("Year,Month,Exports\n2025,1,5\n2025,02,6\n", [("Exports", JANUARY, (5, 6))]),
    "year and name": (
        "Год\tМесяц\tЭкспорт\n2025\tянварь\t5\n2025\tфевраль\t6\n",
        [("Экспорт", JANUARY, (5, 6))],
    ),
    "a month's number beside its date": (
        "Date,Month,Exports\n2025-01-01,1,5\n2025-02-01,2,6\n",
        [("Exports", JANUARY, (5, 6))],
    ),
    "remarks that vary": (
        "Month,Exports,Status,Note\n2025-01,5,final,\n2025-02,6,early,p\n",
        [("Exports", JANUARY, (5, 6))],
    ),
    "a decimal comma and a comma in the header": (
        "Month;Exports, mn USD\n2025-01;1234,5\n2025-02;1234,6\n",
        [("Exports, mn USD", JANUARY, (1234.5, 1234.6))],
    ),
    "years down, months across": (
        (
            "Year;Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sep;Oct;Nov;Dec;Total\n"
            "2024;1;2;3;4;5;6;7;8;9;10;11;12;78\n2025;1;2;;;;;;;;;;;3\n"
        ),
        [("value", (2024, 1), (*range(1, 13), 1, 2))],
    ),
    "a column a month": (
        "Flow|2025-01|2025-02\nExports|5|6\nImports|7|8\n",
        [("Exports", JANUARY, (5, 6)), ("Imports", JANUARY, (7, 8))],
    ),
    "an index without a header": (",Exports\n2025-01,5\n", [("Exports", JANUARY, (5,))]),
    "running numbers and constants": (
        "No.,n2,period,Exports,one\n7,1,2025-01,5,1\n9,2,2025-02,6,1\n8,3,2025-03,7,1\n",
        [("Exports", JANUARY, (5, 6, 7))],
    ),
    "unpublished ends": (
        "period,value\n2024-12,..\n2025-01,5\n2025-02,-.5\n2025-03,n/a\n2025-05,\n",
        [("value", JANUARY, (5, -0.5))],
    ),
    "a year of three points": (
        "period;value\n2025-01;999\n2025-02;1.234\n2025-03;1.234.567\n",
        [("value", JANUARY, (999, 1234, 1234567))],
    ),
    "Russian": (
        "Период;Экспорт\nянварь 2025;19 173,4\nфевраль 2025 г.;2\u00a0000,5\n",
        [("Экспорт", JANUARY, (19173.4, 2000.5))],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_read_without_a_word_of_help(layout: str, written: Callable[..., str]) -> None:
    content, expected = LAYOUTS[layout]
    read = read_all(written(content))
    assert [(s.name, s.start, s.values) for s in read] == expected
    if len(expected) == 1:
        assert read_one("f.csv") == read[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_encoding_is_told_by_the_bytes(
    encoding: str, newline: str, written: Callable[..., str]
) -> None:
    content = LAYOUTS["Russian"][0].replace("\n", newline)
    assert read_one(written(content, encoding)).name == "Экспорт"


def test_latin_1_is_told_from_cp1251(written: Callable[..., str]) -> None:
    assert [s.name for s in read_all(written(COMTRADE, "latin-1"))] == ["Uzbekistan", "Türkiye"]
    path = written("period,Экспорт\n2025-01,5\n", "cp866")
    assert read_one(path, Choice(encoding="cp866")).name == "Экспорт"
    assert detect_encoding(b"\x81\xe9") == "latin-1"  # cp1252 has no such byte


def test_standard_input_is_a_file_too(standard_input: Callable[[bytes], None]) -> None:
    standard_input(b"period,value\n2025-01,5\n")
    assert read_one("-").values == (5,)
    standard_input(b"")
    with pytest.raises(InputError, match=r"^standard input is empty: write"):
        read_one("-")


def test_units_and_scales_are_brought_to_those_of_the_first_cell(
    written: Callable[..., str],
) -> None:
    series = read_one(written("period,value\n2025-01,USD 3.4 bn\n2025-02,987 mn USD\n"))
    assert (series.values, series.unit, series.decimals) == ((3.4, 0.987), "bn USD", 3)


def test_options_choose(written: Callable[..., str]) -> None:
    path = written(
        "Date,Revised,Flow,Exports,Imports\n2025-01,2025-03,X,5,6\n2025-01,2025-03,M,7,8\n"
    )
    choice = Choice(value_column="imports", where=("flow=M",))
    assert read_one(path, choice).values == (8,)
    assert read_one(path, choice._replace(period_column="Revised")).start == (2025, 3)
    path = written("Country,period,value\nChina,2025-01,5\nKorea,2025-01,6\n")
    assert read_one(path, Choice(series="korea")).values == (6,)
    assert [series.name for series in read_all(path, Choice(series="Korea"))] == ["Korea"]
    path = written('period,value\n2025-01,"1,234"\n')
    assert read_one(path, Choice(decimal="point")).values == (1234,)
    assert read_one(path, Choice(decimal="comma")).values == (1.234,)
    path = written(COMTRADE + ANNUAL)
    assert len(read_all(path, Choice(where=("freqCode=M",)))) == 2


def _two(first: str, second: str = "5") -> str:
    return f"period;value\n2025-01;{first}\n2025-02;{second}\n"


REFUSED: dict[str, tuple[str | bytes, dict[str, Any], str]] = {
    "several values": (
        "Month;Exports;Imports\n2025-01;5;6\n2025-02;6;7\n",
        {},
        "f.csv holds 'Exports', 'Imports': choose one with --value-column",
    ),
    "ambiguous commas": (
        _two("1,234", "2,345"),
        {},
        (
            "f.csv, line 2: '1,234' in column value may be 1234 or 1.234, and no other row"
            " tells: add --decimal point or --decimal comma"
        ),
    ),
    "ambiguous points": (
        _two("999", "1.234"),
        {},
        (
            "f.csv, line 3: '1.234' in column value may be 1234 or 1.234, and no other row"
            " tells: add --decimal point or --decimal comma"
        ),
    ),
    "both marks": (
        _two("1,5", "1.5"),
        {},
        (
            "f.csv, line 3: '1.5' in column value has a decimal point, and '1,5' in line 2 a"
            " decimal comma: write both alike"
        ),
    ),
    "against --decimal": (
        _two("1,5"),
        {"decimal": "point"},
        (
            "f.csv, line 2: '1,5' in column value cannot be read with --decimal point: leave that"
            " out, or correct the cell"
        ),
    ),
    "no such decimal": (
        _two("1"),
        {"decimal": "."},
        "--decimal '.' is neither point nor comma: write one of them",
    ),
    "words": (
        _two("5", "secret"),
        {},
        (
            "f.csv, line 3: 'secret' in column value is not a number: write one, or leave the"
            " cell empty where the month is not published"
        ),
    ),
    "a word and a number": (
        _two("5", "5 parsecs"),
        {},
        (
            "f.csv, line 3: in column value, '5 parsecs' has 'parsecs' in it, which is neither a"
            " scale (thousand, mn, bn, trn) nor a currency sign or code (USD, EUR, KZT): drop it,"
            " or write one of those"
        ),
    ),
    "per cent": (
        _two("5%"),
        {},
        (
            "f.csv, line 2: '5%' in column value is a per cent, and a level is wanted: choose"
            " another column with --value-column"
        ),
    ),
    "a mark of rounding": (
        _two(">4"),
        {},
        "f.csv, line 2: '>4' in column value is not one number: write the level alone",
    ),
    "a range": (
        _two("3..4"),
        {},
        "f.csv, line 2: '3..4' in column value is not one number: write the level alone",
    ),
    "two currencies": (
        _two("USD 3.4", "EUR 5"),
        {},
        (
            "f.csv, line 3: 'EUR 5' and 'USD 3.4' are not in one unit: write every level of a"
            " series in the same"
        ),
    ),
    "a gap": (
        "period,value\n2025-01,5\n2025-04,6\n",
        {},
        (
            "f.csv, line 3: February 2025 is missing before April 2025: add its row, or leave"
            " the earlier ones out"
        ),
    ),
    "a month without a number": (
        "period,value\n2025-01,5\n2025-02,:\n2025-03,6\n",
        {},
        (
            "f.csv, line 3: February 2025 has no number, and later months have: write it, or"
            " leave the earlier rows out"
        ),
    ),
    "no number at all": (
        _two("", ".."),
        {},
        "f.csv, line 2: from this row on, no month has a number: write those published",
    ),
    "a month twice": (
        "period,value\n2025-01,5\n2025-01,6\n",
        {},
        (
            "f.csv, line 2: this row and that of line 3 are both of January 2025: leave one of"
            " them out"
        ),
    ),
    "a month of two kinds": (
        "HS group,period,value\n27,2025-01,5\n28,2025-01,6\n",
        {},
        (
            "f.csv, line 2: this row and that of line 3 are both of January 2025: choose with"
            " --where 'HS group=27'"
        ),
    ),
    "a year among months": (
        COMTRADE + ANNUAL,
        {},
        (
            "f.csv, line 5: '2025' in column period is a year among months: keep the months with"
            " --where freqCode=M"
        ),
    ),
    "a quarter among months": (
        "period,value\n2025-01,5\n2025-Q1,6\n",
        {},
        "f.csv, line 3: '2025-Q1' in column period is a quarter among months: leave such rows out",
    ),
    "years": (
        COMTRADE.partition("\n")[0] + "\n" + ANNUAL,
        {},
        "f.csv holds years, not months ('2025' in column period): monthly levels are wanted",
    ),
    "a column of years": (
        "Year,Exports\n2001,5\n2002,6\n",
        {},
        "f.csv holds years, not months ('2001' in column Year): monthly levels are wanted",
    ),
    "months without years": (
        'No.,Bulan,Nilai\n1,Januari,"19 173,4"\n2,Februari,"20 472,8"\n',
        {},
        (
            "f.csv, line 2: 'Januari' in column Bulan is a month without a year: write it like"
            " 2025-09, or add a column Year"
        ),
    ),
    "a total below": (
        "Month,Exports\n2025-01,5\nTotal,11\n",
        {},
        (
            "f.csv, line 3: 'Total' in column Month is not a month: write a month like 2025-09, or"
            " leave the row out"
        ),
    ),
    "a total among numbered months": (
        "Year,Month,Exports\n2025,1,5\n2025,Total,6\n",
        {},
        (
            "f.csv, line 3: 'Total' in column Month is not a month: write a month like 2025-09, or"
            " leave the row out"
        ),
    ),
    "two columns of one name": (
        "period,value,Value\n2025-01,5,6\n",
        {},
        "f.csv has 2 columns named 'value': rename them",
    ),
    "an empty period": (
        "Month,Exports\n2025-01,5\n,11\n",
        {},
        "f.csv, line 3: column Month is empty: write its month",
    ),
    "a zero eaten": (
        "Month,Exports\n2001.1,5\n2001.11,6\n",
        {},
        (
            "f.csv, line 2: '2001.1' in column Month may be January or October: write 2001-01 or"
            " 2001-10, as the month is"
        ),
    ),
    "a day or a month first": (
        "Month,Exports\n01/09/2025,5\n",
        {},
        (
            "f.csv, line 2: '01/09/2025' in column Month may have its day first or its month:"
            " write the date like 2025-09-01"
        ),
    ),
    "totals to date": (
        "Month,Exports\nJanuary 2025,5\nJan-Feb 2025,9\n",
        {},
        (
            "f.csv, line 3: 'Jan-Feb 2025' in column Month is a total from January on: add"
            " --cumulative"
        ),
    ),
    "no months": (
        "Importers,Value\nWorld,2022\nItaly,5\n",
        {},
        (
            "f.csv has no column of months (its columns are 'Importers', 'Value'): if one holds"
            " them, name it with --period-column"
        ),
    ),
    "no numbers": (
        "Month,Exports\n2025-01,high\n",
        {},
        (
            "f.csv has no column of numbers beside its periods (its columns are 'Month',"
            " 'Exports'): if one holds them, name it with --value-column"
        ),
    ),
    "a falling total": (
        "Month,Exports\n2025-01,5\n2025-02,4\n",
        {"cumulative": True},
        (
            "the total of Exports falls from 5.0 to 4.0 in February 2025, so it does not run"
            " from January on: leave --cumulative out, or correct it"
        ),
    ),
    "no January": (
        "Month,Exports\n2025-02,5\n2025-03,7\n",
        {"cumulative": True},
        (
            "the totals of Exports begin with February 2025, and a month is the difference of"
            " two: begin with a January"
        ),
    ),
    "no such column": (
        _two("5"),
        {"value_column": "Exports"},
        "--value-column 'Exports' is not a column of f.csv, which has 'period', 'value'",
    ),
    "no such row": (
        _two("5"),
        {"where": ("period=May",)},
        "--where 'period=May' fits no row of f.csv, where period is '2025-01', '2025-02'",
    ),
    "no condition": (
        _two("5"),
        {"where": ("May",)},
        "--where 'May' is not of the form COLUMN=VALUE: write it like partner=Mexico",
    ),
    "no such series": (
        "series,period,value\nExports,2025-01,5\nImports,2025-01,6\n",
        {"series": "Export"},
        "--series 'Export' is not in f.csv: nearest of its 2 series: 'Exports', 'Imports'",
    ),
    "a long row": (
        "Month,Exports\n2025-01,5,1\n",
        {},
        (
            "f.csv, line 2: the row has 3 cells and the header 2 ('Month, Exports'): quote a"
            ' cell with a comma in it ("1,5"), or put semicolons between the columns'
        ),
    ),
    "a short row": (
        "Month,Flow,Exports\n2025-01,5\n",
        {},
        (
            "f.csv, line 2: the row has 2 cells and the header 3 ('Month, Flow, Exports'): write"
            " the missing cells"
        ),
    ),
    "a quotation mark": (
        'Month,Exports\n2025-01,"5\n',
        {},
        (
            "f.csv, line 2: a quotation mark opens a cell and does not close it; write it twice"
            ' ("")'
            " inside a quoted cell"
        ),
    ),
    "one column": (
        "period\n2025-01\n",
        {},
        (
            "f.csv holds no table: write a column of months and a column of values, with commas,"
            " semicolons or tabs between them"
        ),
    ),
    "a header": ("period,value\n", {}, "f.csv holds a header and no rows below it"),
    "nothing": ("\n\n", {}, "f.csv is empty: write the figures into it first"),
    "an encoding unknown": (
        _two("5"),
        {"encoding": "base64"},
        "--encoding 'base64' is not an encoding known here: write utf-8, latin-1, cp1251 or utf-16",
    ),
    "another encoding": (
        "Month,Exports\n2025-01,é\n".encode("latin-1"),
        {"encoding": "utf-8"},
        "f.csv, line 2 is not utf-8 text: write --encoding utf-8, latin-1, cp1251 or utf-16",
    ),
    "half a letter": (
        b"\xff\xfea",
        {},
        (
            "f.csv, line 1 is not text in the encoding that it begins in: write --encoding utf-8,"
            " latin-1, cp1251 or utf-16"
        ),
    ),
    "Excel": (
        b"PK\x03\x04....xl/workbook.xml",
        {},
        "f.csv is an Excel workbook: save the sheet as CSV",
    ),
    "old Excel": (
        b"\xd0\xcf\x11\xe0\xa1",
        {},
        "f.csv is an Excel workbook: save the sheet as CSV",
    ),
    "OpenDocument": (
        b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        {},
        "f.csv is an OpenDocument spreadsheet: save the sheet as CSV",
    ),
    "zip": (b"PK\x03\x04data.csv", {}, "f.csv is a zip archive: unpack it first"),
    "gzip": (b"\x1f\x8b\x08", {}, "f.csv is a gzip archive: unpack it first"),
    "PDF": (b"%PDF-1.7", {}, "f.csv is a PDF: copy its table into a CSV file"),
    "a web page": ("<!DOCTYPE html><html>", {}, "f.csv is a web page: save the table as CSV"),
    "XML": ('<?xml version="1.0"?><a/>', {}, "f.csv is XML: save the table as CSV"),
    "JSON": ('{"a": 1}', {}, "f.csv is JSON: save the table as CSV"),
    "binary": (b"\x01\x00\x02\x00", {}, "f.csv is not text: save the table as CSV"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_where_and_what_to_do(case: str, written: Callable[..., str]) -> None:
    content, options, message = REFUSED[case]
    with pytest.raises(InputError) as refused:
        read_all(written(content), Choice(**options))
    assert str(refused.value) == message


def test_files_that_cannot_be_opened(written: Callable[..., str]) -> None:
    written("")
    for path, message in {
        "none.csv": "none.csv cannot be read: No such file or directory",
        ".": ". is a directory: name a file in it",
        "a\0b": r"'a\x00b' is not a file name",
    }.items():
        with pytest.raises(InputError) as refused:
            read_one(path)
        assert str(refused.value) == message


def test_many_series_are_named_ten_at_most(written: Callable[..., str]) -> None:
    path = written("series,period,value\n" + "".join(f"s{k},2025-01,5\n" for k in range(13)))
    names = ", ".join(f"'s{k}'" for k in range(10))
    with pytest.raises(InputError) as refused:
        read_one(path)
    assert str(refused.value) == (
        f"f.csv holds 13 series: choose one with --series: {names} and 3 more"
    )


def test_totals_to_date_are_differenced(written: Callable[..., str]) -> None:
    path = written(
        "Month;Exports\nянварь 2025;1,1\nянварь-февраль 2025;3,3\nянварь-март 2025;3,4\n"
    )
    assert read_one(path, Choice(cumulative=True)).values == (1.1, 2.2, 0.1)


months = st.lists(st.integers(0, 10**9), min_size=12, max_size=40)


@given(months, st.integers(0, 4))
def test_the_totals_of_a_series_are_differenced_back(values: list[int], decimals: int) -> None:
    levels = tuple(value / 10**decimals for value in values)
    totals = [
        total / 10**decimals
        for k in range(0, len(values), 12)
        for total in accumulate(values[k : k + 12])
    ]
    series = MonthlySeries("exports", (2020, 1), tuple(totals), "", decimals)
    assert months_of_totals(series).values == levels


def test_what_looks_cumulative() -> None:
    totals = tuple(float(k) for k in range(1, 13))
    assert looks_cumulative(MonthlySeries("", (2023, 1), (*totals, *totals, 1.0, 2.0)))
    assert looks_cumulative(MonthlySeries("", (2022, 11), (11.0, 12.0, *totals, *totals)))
    assert not looks_cumulative(MonthlySeries("", (2023, 1), (*totals, *totals, 13.0)))
    assert not looks_cumulative(MonthlySeries("", (2023, 1), (*totals, *totals[::-1])))
    assert not looks_cumulative(MonthlySeries("", (2023, 1), totals))


def _grouped(number: int, decimals: int, group: str, mark: str) -> str:
    whole, rest = divmod(abs(number), 10**decimals)
    sign = "-" if number < 0 else ""
    fraction = f"{mark}{rest:0{decimals}}" if decimals else ""
    return sign + f"{whole:,}".replace(",", group) + fraction


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=12),
    st.sampled_from([1, 2, 4]),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", "."), ("'", "."), ("", ",")]),
)
def test_a_column_grouped_in_either_way_is_read_back(
    numbers: list[int], decimals: int, marks: tuple[str, str]
) -> None:
    group, mark = marks
    cells = [_grouped(number, decimals, group, mark) for number in numbers]
    text = "n|value\n" + "".join(f"r|{cell}\n" for cell in cells)
    sheet = read_sheet(text, "f.csv")
    found = decimal_mark(sheet, 1)
    levels = read_levels(sheet, 1, rows=range(len(cells)), cells=cells, mark=found)
    assert found == mark
    assert levels.values == [float(f"{number}e-{decimals}") for number in numbers]
    assert levels.decimals == decimals


@given(st.lists(st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True), min_size=1))
def test_plain_numbers_have_the_value_and_the_decimals_of_figures(cells: list[str]) -> None:
    sheet = read_sheet("n|value\n" + "".join(f"r|{cell}\n" for cell in cells), "f.csv")
    levels = read_levels(sheet, 1, rows=range(len(cells)), cells=cells, mark=".")
    figures = [parse_figure(cell) for cell in cells]
    assert levels.values == [figure.estimate(rounded=False).value for figure in figures]
    assert levels.decimals == max(-figure.exponent - 1 for figure in figures)


def test_eighty_thousand_rows_are_so_many_series(written: Callable[..., str]) -> None:
    rows = "".join(
        f"partner {p},{2000 + m // 12}-{m % 12 + 1:02},{p}.{m}\n"
        for p in range(200)
        for m in range(400)
    )
    path = written(f"series,period,value\n{rows}")
    assert [len(series.values) for series in read_all(path)] == [400] * 200


@given(
    st.sampled_from(["period,value\n", "Month;Exports;Flow\n", "Year,Month,Exports\n", ""]),
    st.text('0123456789,;\t|"\n\r.- /MQабя%><\u00a0', max_size=80),
    st.booleans(),
)
def test_no_text_breaks_it(tmp_path_factory: Any, header: str, text: str, totals: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes((header + text).encode())
    try:
        series = read_all(str(path), Choice(cumulative=totals))
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert all(one.values for one in series)


@given(st.binary(max_size=60))
def test_no_bytes_break_it(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read_all(str(path))


# What the files as offices publish them hold: a series' start and months, or the message's end.
RAW_SAMPLES: dict[str, tuple[dict[str, Any], tuple[tuple[int, int], int] | str]] = {
    "FRED_EXPCH.csv": ({}, ((2006, 12), 121)),
    "FRED_IMPCH_longer.csv": ({}, ((1985, 1), 411)),
    "bns_kz_exports_processed.csv": ({}, ((2019, 1), 90)),
    "census_style_usa_china.csv": ({"value_column": "Balance"}, ((2001, 1), 228)),
    "japan_customs_china_semicolon.csv": ({"value_column": "Imports"}, ((2001, 1), 228)),
    "kosis_korea_china.csv": ({"value_column": "Exports"}, ((2001, 1), 228)),
    "ITC_TradeMap_2024_tabseparated.txt": ({}, "name it with --period-column"),
    "bps_indonesia_raw_data.csv": ({}, "write it like 2025-09, or add a column Year"),
    "comtrade_legacy_export.csv": ({}, "holds years, not months ('2014' in column Period): "),
    "comtradeplus_TradeData_export.csv": ({}, "holds years, not months ('2022' in column period)"),
    "eurostat_databrowser_DS-045409_EU_by_partner_incl_KZ_UZ_2020_2022.xlsx": (
        {},
        "is an Excel workbook: save the sheet as CSV",
    ),
}


@pytest.mark.parametrize("name", RAW_SAMPLES)
def test_files_as_offices_publish_them(name: str) -> None:
    place = os.environ.get("TRADECALC_RAW_SAMPLES")
    if not place:
        pytest.skip("TRADECALC_RAW_SAMPLES names no directory of published files")
    options, expected = RAW_SAMPLES[name]
    path = str(Path(place) / name)
    if isinstance(expected, str):
        with pytest.raises(InputError) as refused:
            read_all(path)
        assert expected in str(refused.value)
        assert "\n" not in str(refused.value)
        return
    if options:
        with pytest.raises(InputError, match="--value-column"):
            read_one(path)
    series = read_one(path, Choice(**options))
    assert (series.start, len(series.values)) == expected


def test_a_second_column_of_months_names_no_series(written: Callable[..., str]) -> None:
    rows = ("2024-01,2024-02,A,3", "2024-02,2024-03,A,4", "2024-01,2024-02,B,5")
    path = written("\n".join(("month,published,flow,value", *rows)))
    found = read_all(path, Choice(period_column="month"))
    assert [series.name for series in found] == ["A", "B"]


@pytest.mark.parametrize("names", ["code,flow", "flow,code"])
def test_of_a_code_and_its_name_the_wordier_names_a_series(
    names: str, written: Callable[..., str]
) -> None:
    series = [("X", "Exports"), ("M", "Imports")]
    if names == "flow,code":
        series = [(name, code) for code, name in series]
    rows = [f"2024-0{k},{one},{two},{k}" for one, two in series for k in (1, 2)]
    found = read_all(written("\n".join((f"month,{names},value", *rows))))
    assert [series.name for series in found] == ["Exports", "Imports"]
