"""The reference: its table is whole and in order, and its ranges are what it says."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from tradecalc import DomainError
from tradecalc.core.reference import (
    FLOWS,
    POINTS,
    SIZES,
    TOTALS_ONLY,
    best_first,
    endings,
    flow_of_size,
)

MONTHS = range(1, 12)
METHODS = (*TOTALS_ONLY, "seasonal")
ROWS = [(method, flow) for method in METHODS for flow in FLOWS]


@pytest.mark.parametrize(("method", "flow"), ROWS)
def test_points_are_in_order_and_narrow_as_months_pass(method: str, flow: str) -> None:
    table = [endings(method, flow, months) for months in MONTHS]
    for row in table:
        assert len(row.points) == len(POINTS)
        assert list(row.points) == sorted(row.points)
        assert row.series_years > 150
        assert 0 < row.median_error < row.mean_error  # errors have a long tail
        assert isinstance(row.points, tuple)  # it is kept, and no caller can change it
    widths = [row.points[5] - row.points[1] for row in table]
    assert all(later <= sooner + 2e-4 for sooner, later in pairwise(widths))
    errors = [row.mean_error for row in table]
    assert errors[0] > errors[5] > errors[10]


@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("months", MONTHS)
def test_the_best_method_is_the_lowest_or_a_blend_near_it(flow: str, months: int) -> None:
    errors = {name: endings(name, flow, months).median_error for name in TOTALS_ONLY}
    best, *others = order = best_first(flow, months)
    assert order == (best, *sorted(others, key=lambda name: errors[name]))
    assert errors[best] <= 1.05 * min(errors.values())
    if errors["blend"] <= 1.05 * min(errors.values()):
        assert best == "blend"


def test_a_nations_trade_is_for_same_growth_and_a_large_partners_for_the_blend() -> None:
    assert best_first("national", 9)[0] == "same_growth"
    assert best_first("over-1bn", 9)[0] == "blend"


def test_a_likely_range_is_the_point_times_what_years_came_to() -> None:
    found = endings("straight_line", "over-1bn", 9)
    likely = found.likely(4.0)
    assert likely.low == pytest.approx(4 * math.exp(found.points[1]))
    assert likely.high == pytest.approx(4 * math.exp(found.points[5]))
    assert found.median(4.0) == pytest.approx(4 * math.exp(found.points[POINTS.index(50)]))
    assert found.likely(0.0).high == 0


def test_no_year_has_ended_below_its_months_so_far() -> None:
    found = endings("flat_remainder", "under-10mn", 9)
    likely = found.likely(3.5, ytd=3.4)
    assert likely.low == 3.4
    assert found.median(3.5, ytd=3.4) >= 3.4
    assert found.likely(3.0, ytd=9.0).high == 9.0


def test_nine_months_of_a_large_flow_end_where_the_evidence_says() -> None:
    likely = endings("straight_line", "over-1bn", 9).likely(3.4 * 12 / 9)
    assert likely.low == pytest.approx(4.4, abs=0.1)
    assert likely.high == pytest.approx(4.8, abs=0.1)


@pytest.mark.parametrize(
    ("usd", "flow"),
    [
        (1e9, "over-1bn"),
        (999e6, "over-100mn"),
        (1e8, "over-100mn"),
        (5e7, "over-10mn"),
        (0, "under-10mn"),
    ],
)
def test_a_flow_is_filed_by_its_size(usd: float, flow: str) -> None:
    assert flow_of_size(usd) == flow
    assert flow in SIZES


@pytest.mark.parametrize("row", [("seasonal", "over-1bn", 12), ("magic", "national", 9)])
def test_a_row_that_is_not_there_is_said_to_be_missing(row: tuple[str, str, int]) -> None:
    with pytest.raises(DomainError, match="the reference has no"):
        endings(*row)
