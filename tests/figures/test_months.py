"""Monthly files as offices publish them: every layout, what misleads, and what is refused."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.core.months import MonthlySeries
from tradecalc.errors import InputError
from tradecalc.figures.months import (
    UNSAID,
    Choice,
    doubts,
    looks_cumulative,
    months_of_totals,
    read_each,
    read_one,
    told_apart,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = "2025-01,5.5\n2025-02,6.5\n"
COMTRADE = (
    "freqCode,refPeriodId,refMonth,period,reporterDesc,flowCode,flowDesc,partnerISO,partnerDesc,"
    "cmdDesc,qty,isReported,primaryValue\r\n"
    "M,20250101,1,202501,Kazakhstan,X,Export,UZB,Uzbekistan,All,0,true,5.5,\r\n"
    "M,20250201,2,202502,Kazakhstan,X,Export,UZB,Uzbekistan,All,1,false,6.5,\r\n"
    "M,20250101,1,202501,Kazakhstan,X,Export,TUR,Türkiye,All,0,true,7.5,\r\n"
)
IN_SERIES = "series,period,value\nA,2025-01,5\nA,2025-02,5\n"
ANNUAL = "A,20250101,52,2025,Kazakhstan,X,Export,UZB,Uzbekistan,All,0,true,99,\r\n"


def read_all(path: str, choice: Choice = UNSAID) -> list[MonthlySeries]:
    """Every series of a file, all of which can be read."""
    series, reasons = read_each(path, choice)
    if reasons:
        raise reasons[0]
    return series


def shown(series: list[MonthlySeries]) -> str:
    """The series as `NAME YEAR-MONTH LEVEL LEVEL ..., NAME ...`."""
    return "; ".join(
        f"{s.name} {s.start[0]}-{s.start[1]} {' '.join(f'{value:g}' for value in s.values)}"
        for s in series
    )


def two(first: str, second: str = "5") -> str:
    return f"period;value\n2025-01;{first}\n2025-02;{second}\n"


HS = "DATAFLOW,LAST UPDATE,freq,hs,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
TWO_FLOWS = (
    "Country,Flow,ISO,Date,x\nKorea,X,KR,2025.01,5\nKorea,M,KR,2025.01,6\nChina,X,CN,2025.01,7\n"
)
YEARS = "Year;Jan;Feb;Mar;Apr;May;Jun;Jul;Aug;Sep;Oct;Nov;Dec;Total\n"
NOTES = "2025-01,5.5,A,above the forecast of May\n2025-02,6.5,E,no forecast\n2025-03,,F,\n"
CONTROLS = '"a\nb\tc",2025-01,5\nx\x1b[31mred,2025-01,6\n\u202ey,2025-01,7\n'
# A text and the series in it; unless said, `value` of January and February 2025.
READ = [
    (f"period,value\n{ROWS}", ""),
    ("series,period,value\nA,2025-01,5\nB,2025-01,6\nA,2025-02,7\n", "A 2025-1 5 7; B 2025-1 6"),
    ("DATE,EXPCH\n2025-01-01,5.5\n2025-02-01,.\n", "EXPCH 2025-1 5.5"),  # FRED
    (f"{HS}X,1,M,27,2025-01,5,\nX,1,M,28,2025-01,7,p\n", "27 2025-1 5; 28 2025-1 7"),  # SDMX
    (COMTRADE, "Uzbekistan 2025-1 5.5 6.5; Türkiye 2025-1 7.5"),
    (TWO_FLOWS, "Korea | X 2025-1 5; Korea | M 2025-1 6; China | X 2025-1 7"),
    ("month,code,flow,y\n2025-01,X,Exp,1\n2025-01,M,Imp,2\n", "Exp 2025-1 1; Imp 2025-1 2"),
    ("Month;x\nFebruary 2025;1,187.5\nJanuary 2025;999.0\n", "x 2025-1 999 1187.5"),
    (f"Exports of it\n# mn USD\n\nMonth,x\n{ROWS}\nSource: it\n", "x 2025-1 5.5 6.5"),
    ('Month,"x,\nmn USD"\n2025-01,5\n', "x, mn USD 2025-1 5"),
    ("Год\tМесяц\tx\n2025\tянварь\t5\n2025\tфевраль\t6\n", "x 2025-1 5 6"),
    ("Year,Month,x\n2025,1,5\n2025,02,6\n", "x 2025-1 5 6"),
    ("Year,Month,x\n2024,November,3\n,December,4\n2025,January,5\n", "x 2024-11 3 4 5"),
    ("Month,x,Status,Note\n2025-01,5,final,\n2025-02,6,early,p\n", "x 2025-1 5 6"),
    (f"{YEARS}2024;;;;;;;;;;;11;12;23\n2025;1;2;;;;;;;;;;;3\n", "value 2024-11 11 12 1 2"),
    ("Flow|2025-01|202502\nX|5|6\nM|7|8\n", "X 2025-1 5 6; M 2025-1 7 8"),
    ("No.,n2,period,x,y\n7,1,2025-01,5,1\n9,2,2025-02,6,1\n8,3,2025-03,7,1\n", "x 2025-1 5 6 7"),
    ("period,value\n2024-12,..\n2025-01,5\n2025-02,-.5\n2025-03,n/a\n", "value 2025-1 5 -0.5"),
    (two("999", "1.234.567"), "value 2025-1 999 1.23457e+06"),
    ("Период;x\nянв 2025;19 173,4\nфев 2025 г.;2\u00a0000,5\n", "x 2025-1 19173.4 2000.5"),
    (two("USD 3.4 bn", "987 mn USD"), "value 2025-1 3.4 0.987"),
    ("# Month,x\n2024-12,..\n2025-01,5\n", "x 2025-1 5"),
    (f"Exports,\nMonth,mn USD\n{ROWS}", "mn USD 2025-1 5.5 6.5"),
    (f"0,1\n{ROWS}", "1 2025-1 5.5 6.5"),
    (f"# made, by it\n# 2024-12,4.5\nMonth,x\n{ROWS}", "x 2025-1 5.5 6.5"),
    ("Month,w,value,\n2025-01,1,5.5,\n2025-02,2,6.5,\n", ""),
    (f"series,period,Ex\x1b\n{CONTROLS}", "a b c 2025-1 5; x [31mred 2025-1 6; y 2025-1 7"),
    ("date,кв,value\n2025-03,I кв.,5\n2025-04,II кв.,6\n", "value 2025-3 5 6"),
    (f"period,value,OBS_STATUS,note\n{NOTES}", ""),
    ("refPeriodId,period,value\n20250101,202501,5.5\n20250201,202502,6.5\n", ""),
    ("TIME_PERIOD,out,y\n2025-01,2025-03-01,5\n2025-02,2025-04-01,6\n", "y 2025-1 5 6"),
    ("Month,x,y\n2025-01,2001.5,1\n2025-02,2002.6,1\n", "x 2025-1 2001.5 2002.6"),
    ("Date,value\n01/31/2025,5.5\n02/28/2025,6.5\n", ""),
    (two("999.842", "1000"), "value 2025-1 999.842 1000"),
]


@pytest.mark.parametrize(("text", "series"), READ)
def test_a_layout_is_read_without_a_word_of_help(
    text: str, series: str, written: Callable[..., str]
) -> None:
    found = read_all(written(text))
    assert shown(found) == (series or "value 2025-1 5.5 6.5")
    if len(found) == 1:
        assert read_one("f.csv") == found[0]


# The text, and how the message goes on behind `f.csv, line `.
REFUSED = [
    (two("999", "1.234"), "3: '1.234' in column value could be 1234 or 1.234"),
    (two("10.842", "0"), "2: '10.842' in column value could be 10842 or 10.842"),
    (two("5", "5 parsecs"), "3: '5 parsecs' in column value has an unknown word"),
    (two("5", "1e400"), "3: '1e400' in column value is too large or too small"),
    ("Month,x\n2025.1,5\n2025.9,6\n2025.1,7\n", "2: .* 2001-10 for October"),
    (COMTRADE + ANNUAL, "5: '2025' in column period is a year"),
    ("Month,x\n2025-01,5\nTotal,11\n", "3: 'Total' in column Month is not a month: write o"),
    ("Month,x\n2025,\nJanuary,5\nFebruary,6\n", "2: '2025' in column Month is a year"),
    ("Month,x\n2001.1,5\n2001.11,6\n", "2: '2001.1' in column Month is January or October"),
    ("Month,x\nJan-Feb 2025,9\n", "2: .* is a total from January on: add cumulative"),
    ("DATE,X\n2025-01-01,5\n2025-01-02,5\n", "3: '2025-01-02' in column DATE is a day: "),
    ("period,value,flag\n2025-01,5,\n2025-02,6,F\n", "3: 'F' in column flag marks a forecast"),
    (
        "period,x,any\n2025-01,5,Actual\n2025-02,6,Forecast\n",
        "3: 'Forecast' in column any marks a forecast",
    ),
    (
        "период,x,тип\n2025-01,5,факт\n2025-02,6,прогноз\n",
        "3: 'прогноз' in column тип marks a forecast",
    ),
    ("a,b,type\n2025-01,5,x\n2025-01,6,IMF projection\n", ".*'IMF projection' in column type"),
    ("series,period,value\nforecast,2025-01,5\n", "2: 'forecast' in column series marks"),
    (f"{IN_SERIES}B,2025-01,5\nB,2025-03,5\n", r"5 \(series 'B'\): February 2025 has no number"),
]
# What was chosen, the text, and how the message begins.
CHOSEN: list[tuple[dict[str, Any], str, str]] = [
    ({}, "Month;x;y\n2025-01;5;6\n", "f.csv has several columns of numbers: choose one of 'x'"),
    ({}, "a,value,Value\n2025-01,5,6\n", "f.csv has several columns of numbers: choose one of 'va"),
    ({"value_column": "x"}, "a,x,x\n2025-01,5,6\n", "value_column 'x' is more than one column of "),
    ({"value_column": "x"}, two("5"), "value_column 'x' is not a column of f.csv: choose from"),
    ({"where": ["VALUE=ab"]}, two("Ab", "aB"), "where 'ab' is more than one value of value in f.c"),
]


@pytest.mark.parametrize(
    ("choice", "text", "message"),
    [*(({}, text, f"f.csv, line {said}") for text, said in REFUSED), *CHOSEN],
)
def test_a_refusal_says_where_and_what_to_do(
    choice: dict[str, Any], text: str, message: str, written: Callable[..., str]
) -> None:
    with pytest.raises(InputError, match=f"^{message}") as refused:
        read_all(written(text), Choice(**choice))
    assert "\n" not in str(refused.value)


def test_options_choose(written: Callable[..., str]) -> None:
    path = written("Date,Revised,Flow,x,y\n2025-01,2025-03,X,5,6\n2025-01,2025-03,M,7,8\n")
    choice = Choice(value_column="Y", where=("flow=m",))
    assert read_one(path, choice).values == (8,)
    assert read_one(path, choice._replace(period_column="Revised")).start == (2025, 3)
    path = written("Country,period,value\nChina,2025-01,5\nKorea,2025-01,6\n")
    assert shown(read_all(path, Choice(series="korea"))) == "Korea 2025-1 6"
    path = written('period,value\n2025-01,"1,234"\n')
    assert read_one(path, Choice(decimal="point")).values == (1234,)
    assert read_one(path, Choice(decimal="comma")).values == (1.234,)
    assert len(read_all(written(COMTRADE + ANNUAL), Choice(where=("freqCode=M",)))) == 2
    path = written("Flow,a,period,value\nExports,x,2025-01,5\nImports,y=z,2025-01,6\n")
    assert read_one(path, Choice(where=("A=y=z",))).values == (6,)
    series = read_one(written(two("USD 3.4 bn", "987 mn USD")))
    assert (series.unit, series.decimals) == ("bn USD", 3)


def test_each_series_is_read_or_said_why_not(written: Callable[..., str]) -> None:
    path = written(
        "series,period,value\nA,2025-01,5\nB,2025-01,5\nB,2025-03,6\nC,2025-01,secret\n"
        "D,2025-01,\nE,2025-01,7\n"
    )
    series, reasons = read_each(path)
    assert shown(series) == "A 2025-1 5; E 2025-1 7"
    assert [str(reason)[:24] for reason in reasons] == [
        f"f.csv, line {line} (series '{name}" for line, name in ((4, "B"), (5, "C"), (6, "D"))
    ]
    assert read_each(path, Choice(series="e")) == ([series[1]], [])
    with pytest.raises(InputError, match=r"^f\.csv has 5 series: choose with series from 'A', "):
        read_one(path)


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
    st.text('0123456789,;\t|"\n\r.- /MQабя%><{}\u00a0', max_size=80),
    st.booleans(),
)
def test_no_text_breaks_it(
    tmp_path_factory: pytest.TempPathFactory, header: str, text: str, totals: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes((header + text).encode())
    try:
        series = read_all(str(path), Choice(cumulative=totals))
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert all(one.values for one in series)


def test_totals_to_date_are_differenced(written: Callable[..., str]) -> None:
    path = written("Month;x\nянварь 2025;1,1\nянварь-февраль 2025;3,3\nянварь-март 2025;3,4\n")
    assert read_one(path, Choice(cumulative=True)).values == (1.1, 2.2, 0.1)


@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=40), st.integers(0, 4))
def test_the_totals_of_a_series_are_differenced_back(values: list[int], decimals: int) -> None:
    levels = tuple(value / 10**decimals for value in values)
    totals = [
        total / 10**decimals
        for k in range(0, len(values), 12)
        for total in accumulate(values[k : k + 12])
    ]
    series = MonthlySeries("exports", (2020, 1), tuple(totals), "", decimals)
    assert months_of_totals(series).values == levels


def test_what_looks_cumulative_or_unfinished_is_doubted() -> None:
    totals = tuple(float(k) for k in range(1, 13))
    two_years = MonthlySeries("x", (2023, 1), (*totals, *totals, 1.0, 2.0))
    from_november = MonthlySeries("", (2022, 11), (11.0, 12.0, *totals, *totals))
    assert looks_cumulative(two_years)
    assert looks_cumulative(from_november)
    for values in ((*totals, *totals, 13.0), (*totals, *totals[::-1]), totals):
        assert not looks_cumulative(two_years._replace(values=values))
    zeros = two_years._replace(name="y", values=(5.0, 0.0))
    said = [(note.template[:42], note.fields["names"]) for note in doubts([two_years, zeros])]
    assert said == [
        ("{names}: the levels rise through every yea", "'x'"),
        ("{names}: the last months are 0; if they ar", "'y'"),
    ]
    assert doubts([two_years], Choice(cumulative=True)) == []


def test_the_series_of_two_files_are_told_apart() -> None:
    x, y = (MonthlySeries(name, (2025, 1), (1.0,)) for name in "xy")
    found = told_apart([("a/kz.csv", [x, y]), ("uz.csv", [x])])
    assert [one.name for one in found] == ["kz: x", "y", "uz: x"]
