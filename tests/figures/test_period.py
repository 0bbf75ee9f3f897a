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
OTHERS = {
    period.YEAR: ["2022", "2022 год"],
    period.QUARTER: ["2022-Q1", "Q1 2022", "1 кв. 2022", "IV квартал 2022"],
    period.HALF: ["2022-S1"],
    period.WEEK: ["2022-W05"],
    period.DAY: ["2025-09-13", "13.09.2025", "2024-02-28"],
    period.NO_YEAR: ["Januari", "сентябрь", "25-Sep"],
    period.TENTH: ["2001.1"],
    period.EITHER_WAY: ["01/09/2025"],
    period.TO_DATE: ["январь-сентябрь 2025", "Jan-Sep 2025"],
    period.NO_PERIOD: [
        *("Mar-Sep 2025", "Total", "2025-13", "2025-02-30", "2023-02-29", "31.13.2025", "12", "")
    ],
}


def test_every_notation_is_named_for_what_it_is() -> None:
    assert {text: read_period(text) for text in SEPTEMBER} == dict.fromkeys(
        SEPTEMBER, Period(period.MONTH, 2025, 9)
    )
    for kind, texts in OTHERS.items():
        assert {text: read_period(text).kind for text in texts} == dict.fromkeys(texts, kind)
    assert read_period("2024-02-29") == Period(period.MONTH, 2024, 2)
    assert (read_period("Jan-69").year, read_period("Jan-68").year) == (1969, 2068)


# What a column holds, and the month of its last text; 0 where the column does not tell.
COLUMNS = [
    *(("2001.09 2001.1", 10), ("2001.9 2001.1", 1), ("2001.10 2001.1", 1)),
    *(("2001.1", 0), ("2001.09 2001.8 2001.1", 0)),
    *(("01/09/2025 01/10/2025", 10), ("9/1/2025 10/1/2025", 10), ("01-09-2025 01-10-2025", 10)),
    *(("31/01/2025 28/02/2025", 2), ("1/31/2025 2/28/2025 3/1/2025", 3), ("31/01/2025", 1)),
    *(("total 13/09/2025 01/10/2025", 10), ("total 09/13/2025 10/01/2025", 10)),
    *(("01/09/2025", 0), ("02/01/2025 01/02/2025", 0), ("31/01/2025 01/31/2025", 0)),
]


@pytest.mark.parametrize(("texts", "month"), COLUMNS)
def test_the_column_tells_a_zero_that_was_eaten_and_the_day_from_the_month(
    texts: str, month: int
) -> None:
    *_, found = read_periods(texts.split()).values()
    is_open = found.kind in (period.TENTH, period.EITHER_WAY)
    assert (found.month, found.kind) == (month, period.MONTH) if month else is_open


def test_a_day_told_by_the_column_may_be_inside_its_month() -> None:
    assert read_periods(["1/15/2025"])["1/15/2025"] == Period(period.DAY, 2025, 1)


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
    assert months.pop("iyu") == {6, 7}
    assert month_number("iyu") == 0
    assert {start: {month_number(start)} for start in months} == months
