"""A monthly series knows which of its years are whole."""

from __future__ import annotations

import pytest

from tradecalc.core.months import MonthlySeries


def series(start: tuple[int, int], count: int) -> MonthlySeries:
    return MonthlySeries("exports", start, tuple(float(k) for k in range(count)))


def test_a_series_is_of_plain_whole_numbers_unless_it_says_otherwise() -> None:
    assert (series((2024, 1), 1).unit, series((2024, 1), 1).decimals) == ("", 0)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [((2024, 1), 1, 2024), ((2024, 1), 12, 2024), ((2024, 1), 13, 2025), ((2024, 12), 2, 2025)],
)
def test_the_last_year_is_that_of_the_last_month(
    start: tuple[int, int], count: int, last: int
) -> None:
    assert series(start, count).last_year == last


def test_a_year_begins_in_january() -> None:
    whole = series((2022, 1), 30)
    assert whole.year(2022) == tuple(float(k) for k in range(12))
    assert whole.year(2024) == tuple(float(k) for k in range(24, 30))
    assert series((2022, 2), 30).year(2022) == ()
    assert whole.complete_years == (2022, 2023)
    assert series((2022, 2), 23).complete_years == (2023,)


def test_the_history_is_of_the_whole_years_just_before() -> None:
    whole = series((2021, 1), 48)
    assert whole.history(2025) == tuple(whole.year(year) for year in range(2021, 2025))
    assert whole.history(2023) == tuple(whole.year(year) for year in (2021, 2022))
    assert whole.history(2021) == ()
    assert whole.history(2027) == ()  # 2026 is not known
    late = series((2021, 2), 47)
    assert late.history(2025) == tuple(late.year(year) for year in range(2022, 2025))
