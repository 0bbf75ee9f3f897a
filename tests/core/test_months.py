"""A monthly series knows which of its years are whole."""

from __future__ import annotations

import pytest

from tradecalc.core.months import MonthlySeries


def series(start: tuple[int, int], count: int) -> MonthlySeries:
    return MonthlySeries("exports", start, tuple(float(k) for k in range(count)))


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [((2024, 1), 1, 2024), ((2024, 1), 12, 2024), ((2024, 1), 13, 2025), ((2024, 12), 2, 2025)],
)
def test_the_last_year_is_that_of_the_last_month(
    start: tuple[int, int], count: int, last: int
) -> None:
    assert series(start, count).last_year == last


def test_a_year_begins_in_january_and_the_history_is_of_whole_years_just_before() -> None:
    whole, late = series((2021, 1), 48), series((2021, 2), 47)
    assert whole.year(2022) == tuple(float(k) for k in range(12, 24))
    assert late.year(2021) == ()
    assert (whole.complete_years, late.complete_years) == (
        (2021, 2022, 2023, 2024),
        (2022, 2023, 2024),
    )
    assert whole.history(2023) == tuple(whole.year(year) for year in (2021, 2022))
    assert late.history(2025) == tuple(late.year(year) for year in range(2022, 2025))
    assert whole.history(2021) == whole.history(2027) == ()  # 2026 is not known
