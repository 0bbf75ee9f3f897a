"""Periods as written: every notation, what a column settles, and what is not a month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.figures import period
from tradecalc.figures.period import ENGLISH, Period, month_number, read_period, read_periods

SEPTEMBER = [
    *("2025-09", "2025M09", "2025-M09", "2025.09", "2025/09", "202509", "2025-9", "2025M9"),
    *("2025.9", "2025-09-01", "2025/9/1", "2025.09.30", "20250901", "09.2025", "9/2025"),
    *("01.09.2025", "30.09.2025", "Sep-25", "sep25", "Sep/2025", "2025-Sep", "01-Sep-2025"),
    *("Sep'25", "2025-09-01T00:00:00", "2025-09-01 00:00:00", " Sep 2025 ", "Sept. 2025"),
    *("SEPTEMBER, 2025", "2025 September", "сентябрь 2025", "сентября 2025 г.", "Сен.25"),
    *("сентябрь 2025 года", "1 сентября 2025", "сентябрь\u00a02025", "қыркүйек 2025"),
    *("sentabr 2025", "sentyabr 2025 yil"),
]
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
RUSSIAN = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"


@pytest.mark.parametrize("text", SEPTEMBER)
def test_every_notation_of_a_month_is_read(text: str) -> None:
    assert read_period(text) == Period(period.MONTH, 2025, 9)


OTHERS = {
    period.YEAR: ["2022", "2022 год"],
    period.QUARTER: ["2022-Q1", "Q1 2022", "1 кв. 2022", "IV квартал 2022"],
    period.HALF: ["2022-S1"],
    period.WEEK: ["2022-W05"],
    period.DAY: ["2025-09-13", "13.09.2025"],
    period.NO_YEAR: ["Januari", "сентябрь", "25-Sep"],
    period.TENTH: ["2001.1"],
    period.EITHER_WAY: ["01/09/2025"],
    period.TO_DATE: ["январь-сентябрь 2025", "Jan-Sep 2025"],
    period.NO_PERIOD: ["Mar-Sep 2025", "Total", "2025-13", "2025-02-30", "31.13.2025", "12", ""],
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_month_is_named_for_what_it_is(kind: str) -> None:
    assert {read_period(text).kind for text in OTHERS[kind]} == {kind}


def test_a_leap_day_ends_its_month_and_two_digits_are_a_year_from_1969_to_2068() -> None:
    assert read_period("2024-02-29") == Period(period.MONTH, 2024, 2)
    assert read_period("2023-02-29").kind == period.NO_PERIOD
    assert read_period("2024-02-28").kind == period.DAY
    assert (read_period("Jan-69").year, read_period("Jan-68").year) == (1969, 2068)


@pytest.mark.parametrize(
    ("beside", "month"),
    [(["2001.09"], 10), (["2001.9"], 1), (["2001.10"], 1), ([], 0), (["2001.09", "2001.8"], 0)],
)
def test_the_column_tells_whether_a_zero_was_eaten(beside: list[str], month: int) -> None:
    read = read_periods([*beside, "2001.1"])["2001.1"]
    assert read == (Period(period.MONTH, 2001, month) if month else Period(period.TENTH, 2001))


@pytest.mark.parametrize(
    ("texts", "months"),
    [
        (["01/09/2025", "01/10/2025"], [9, 10]),
        (["9/1/2025", "10/1/2025"], [9, 10]),
        (["01-09-2025", "01-10-2025"], [9, 10]),
        (["31/01/2025", "28/02/2025"], [1, 2]),
        (["1/31/2025", "2/28/2025", "3/1/2025"], [1, 2, 3]),
        (["31/01/2025"], [1]),
    ],
)
def test_the_column_tells_the_day_from_the_month(texts: list[str], months: list[int]) -> None:
    found = list(read_periods(texts).values())
    assert found == [Period(period.MONTH, 2025, month) for month in months]


def test_a_day_told_by_the_column_may_be_inside_its_month_and_a_word_stays_one() -> None:
    assert read_periods(["1/15/2025"])["1/15/2025"] == Period(period.DAY, 2025, 1)
    for days in (("13/09/2025", "01/10/2025"), ("09/13/2025", "10/01/2025")):
        found = read_periods([*days, "total"])
        assert (found[days[0]].month, found[days[1]].month) == (9, 10)
        assert found["total"].kind == period.NO_PERIOD


@pytest.mark.parametrize("texts", ["01/09/2025", "01/02/2025 02/01/2025", "31/01/2025 01/31/2025"])
def test_a_column_that_does_not_tell_stays_open(texts: str) -> None:
    found = read_periods(texts.split())
    assert {one.kind for one in found.values()} == {period.EITHER_WAY}


@given(year=st.integers(1969, 2068), month=st.integers(1, 12))
def test_a_month_written_in_any_notation_is_read_back(year: int, month: int) -> None:
    name, short = ENGLISH[month - 1], year % 100
    for text in (
        *(f"{year}-{month:02}", f"{year}M{month:02}", f"{year}.{month:02}", f"{year}/{month:02}"),
        *(f"{year}{month:02}", f"{year}-{month:02}-01", f"01.{month:02}.{year}", f"{name} {year}"),
        *(f"{name[:3]}-{short:02}", f"{month:02}.{year}", f"{RUSSIAN.split()[month - 1]} {year}"),
        f"{GERMAN.split()[month - 1]} {year}",
    ):
        assert read_period(text) == Period(period.MONTH, year, month), text


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    found = read_period(text)
    assert found.kind != period.MONTH or 1 <= found.month <= 12


def test_the_beginning_of_a_name_is_of_its_month_alone() -> None:
    months: dict[str, set[int]] = {}
    for names in period._MONTH_NAMES:  # noqa: SLF001
        for number, name in enumerate(names.split(), start=1):
            for length in range(3, len(name) + 1):
                months.setdefault(name[:length], set()).add(number)
    assert {start for start, numbers in months.items() if len(numbers) > 1} == {"iyu"}
    assert month_number("iyu") == 0
    assert all({month_number(s)} == numbers for s, numbers in months.items() if s != "iyu")
