"""The reference: its table is whole and in order, and its ranges are what it says."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from tradecalc.core.reference import FLOWS, POINTS, TOTALS_ONLY, endings, flow_of_size

MONTHS = range(1, 12)
METHODS = (*TOTALS_ONLY, "seasonal")
ROWS = [(method, flow) for method in METHODS for flow in FLOWS]


@pytest.mark.parametrize(
    ("method", "flow"), [*ROWS, ("seasonal", "all"), ("seasonal_scaled", "all")]
)
def test_points_are_in_order_and_narrow_as_months_pass(method: str, flow: str) -> None:
    table = [endings(method, flow, months) for months in MONTHS]
    for row in table:
        assert len(row.points) == len(POINTS)
        assert row.points == tuple(sorted(row.points))
        assert row.series_years > 150
        assert 0 < row.median_error < row.mean_error  # errors have a long tail
    if method == "seasonal_scaled":
        assert all(row.points[1] < 0 < row.points[5] for row in table)
        return
    widths = [row.points[5] - row.points[1] for row in table]
    assert all(later <= sooner + 2e-4 for sooner, later in pairwise(widths))
    errors = [row.mean_error for row in table]
    assert errors[0] > errors[5] > errors[10]


def test_a_likely_range_is_the_point_times_what_years_came_to() -> None:
    found = endings("straight_line", "over-1bn", 9)
    likely = found.likely(4.0)
    assert likely.low == pytest.approx(4 * math.exp(found.points[1]))
    assert likely.high == pytest.approx(4 * math.exp(found.points[5]))


def test_no_year_has_ended_below_its_months_so_far() -> None:
    found = endings("flat_remainder", "under-10mn", 9)
    assert found.likely(3.5, ytd=3.4).low == 3.4
    assert found.likely(3.0, ytd=9.0).high == 9.0


def test_a_flow_is_filed_by_its_size() -> None:
    sizes = (1e9, 999e6, 1e8, 5e7, 0)
    found = [flow_of_size(usd) for usd in sizes]
    assert found == ["over-1bn", "over-100mn", "over-100mn", "over-10mn", "under-10mn"]
