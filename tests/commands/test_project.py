"""`project`: the home case's numbers, each method's claim, and figures that clash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, Estimate, InputError
from tradecalc.commands.project import project
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from tradecalc.outputs.report import Report

NINE: dict[str, Any] = {"ytd": "3.4", "months": "9"}
HOME: dict[str, Any] = {**NINE, "prior_year": "4", "growth": "18%"}
WHOLE: dict[str, Any] = {"ytd": "3.4", "months": "12", "prior_year": "4"}
PUBLISHED: dict[str, Any] = {**NINE, "prior_year": ">4", "growth": ">18%"}


def estimate(report: Report, name: str) -> Estimate:
    found = report.answer(name).value
    assert isinstance(found, Estimate)
    return found


def rows(report: Report) -> dict[str, dict[str, Any]]:
    table = report.table("methods")
    assert table is not None
    names = [column.name for column in table.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in table.rows}


def test_a_straight_line_is_all_that_two_figures_give() -> None:
    report = project(Question(), **NINE)
    assert estimate(report, "full_year").value == pytest.approx(4.53333333)
    assert report.answer("method").value == "straight_line"
    assert list(rows(report)) == ["straight_line"]


def test_four_methods_with_last_year() -> None:
    report = project(Question(), **HOME)
    full_years = {name: row["full_year"].value for name, row in rows(report).items()}
    assert full_years == {
        "straight_line": pytest.approx(4.5333, abs=1e-4),
        "flat_remainder": pytest.approx(4.5186, abs=1e-4),
        "same_growth": pytest.approx(4.72, abs=1e-9),
        "blend": pytest.approx(4.58975, abs=1e-5),
    }
    rest = {name: row["rest_growth"].value for name, row in rows(report).items()}
    assert rest["straight_line"] == pytest.approx(0.0132, abs=1e-4)
    assert rest["flat_remainder"] == 0
    assert rest["same_growth"] == 0.18
    assert report.answer("method").value == "blend"
    assert estimate(report, "full_year").value == full_years["blend"]
    assert estimate(report, "prior_ytd").value == pytest.approx(2.88136, abs=1e-5)


# The home case: 3.4 in nine months, more than 18 % up, over 4 last year; ranges rounded outwards.
@pytest.mark.parametrize(
    ("method", "column", "low", "high"),
    [
        ("straight_line", "full_year", 4.46, 4.60),
        ("same_growth", "full_year", 4.72, 5.95),
        ("flat_remainder", "full_year", 4.51, 5.56),
        ("blend", "full_year", 4.56, 5.34),
        ("straight_line", "growth", -0.107, 0.150),
        ("straight_line", "rest_growth", -0.489, 0.069),
    ],
)
def test_the_home_cases_ranges(method: str, column: str, low: float, high: float) -> None:
    cell = rows(project(Question(rounded=True), **PUBLISHED))[method][column]
    unit = 0.01 if column == "full_year" else 0.001
    assert low - 1e-9 <= cell.range.low < low + unit
    assert high - unit < cell.range.high <= high + 1e-9


def test_last_years_total_alone_gives_growth_and_no_more() -> None:
    report = project(Question(), **NINE, prior_year="4")
    assert list(rows(report)) == ["straight_line"]
    assert estimate(report, "full_year_growth").value == pytest.approx(4.5333333 / 4 - 1)
    assert rows(report)["straight_line"]["rest_growth"] is None


def test_growth_or_the_same_months_alone_give_each_other() -> None:
    before = project(Question(), **NINE, growth="18")
    assert estimate(before, "prior_ytd").value == pytest.approx(3.4 / 1.18)
    growth = project(Question(), **NINE, prior_ytd="2.88")
    assert estimate(growth, "ytd_growth").value == pytest.approx(3.4 / 2.88 - 1)
    for report in (before, growth):
        assert any("--prior-year, is needed" in note for note in report.notes)


def test_an_own_assumption_and_another_headline() -> None:
    report = project(Question(), **HOME, rest_growth="10", method="same-growth")
    assert estimate(report, "full_year").value == pytest.approx(4.72)
    own = rows(report)["rest_growth"]
    assert own["full_year"].value == pytest.approx(3.4 + (4 - 3.4 / 1.18) * 1.1)
    assert own["rest_growth"].value == 0.1


def test_a_goal_for_this_year() -> None:
    report = project(Question(), **HOME, milestone="5")
    assert estimate(report, "still_needed").value == pytest.approx(1.6)
    assert estimate(report, "needed_per_month").value == pytest.approx(1.6 / 3)
    needed = 1.6 / (4 - 3.4 / 1.18) - 1
    assert estimate(report, "needed_rest_growth").value == pytest.approx(needed)


def test_a_complete_year_says_so() -> None:
    report = project(Question(), ytd="3.4", months="12", prior_year="4", growth="-15")
    assert estimate(report, "full_year").value == 3.4
    assert any("the year is complete" in note for note in report.notes)
    assert list(rows(report)) == ["straight_line"]


def test_growth_and_the_same_months_may_agree() -> None:
    report = project(Question(), **HOME, prior_ytd="2.88")
    assert estimate(report, "ytd_growth").value == pytest.approx(3.4 / 2.88 - 1)
    assert any("--prior-ytd is used" in note for note in report.notes)


@pytest.mark.parametrize("last", [{"growth": "13%"}, {"prior_ytd": "3.02"}])
def test_months_that_may_be_part_of_last_year_within_the_rounding_only(
    last: dict[str, Any],
) -> None:
    figures = {"ytd": "3.4", "months": "11", "prior_year": "3", **last}
    report = project(Question(rounded=True), **figures)
    assert estimate(report, "full_year").value == pytest.approx(3.4 * 12 / 11)
    assert any("though within the rounding the part fits" in note for note in report.notes)
    table = report.table("methods")
    assert table is not None
    for method, *said in table.rows:
        assert any(said) == (method == "straight_line")
    exact = "came to 3.0.*, above --prior-year 3: .*; if the figures are rounded, add --rounded$"
    with pytest.raises(InputError, match=exact):
        project(Question(), **figures)
    for rounded in (True, False):
        with pytest.raises(InputError, match=r"above --prior-year 2: a part exceeds the whole$"):
            project(Question(rounded=rounded), **{**figures, "prior_year": "2"})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"ytd": "3.4"}, "add --months"),
        ({"months": "9"}, "add --ytd"),
        ({"ytd": "3.4", "months": "0"}, "not a whole number from 1 to 12"),
        ({"ytd": "3.4", "months": "13"}, "not a whole number from 1 to 12"),
        ({"ytd": "3.4", "months": "9.5"}, "not a whole number from 1 to 12"),
        ({**HOME, "prior_ytd": "2.5"}, "state one growth twice, and differently: 36 % and 18 %"),
        ({**NINE, "prior_year": "2", "prior_ytd": "3"}, "a part exceeds the whole"),
        ({**NINE, "prior_year": "2", "growth": "-50"}, "a part exceeds the whole"),
        ({**NINE, "method": "blend"}, "add --prior-year with --growth or --prior-ytd"),
        ({**NINE, "method": "magic"}, "is not one of straight_line"),
        ({**NINE, "rest_growth": "5"}, "--rest-growth needs a remainder"),
        ({**HOME, "method": "rest_growth"}, "add --rest-growth"),
        ({**WHOLE, "growth": "-15", "method": "blend"}, "the year is complete"),
        ({**WHOLE, "growth": "-15", "rest_growth": "5"}, "the year is complete"),
        ({**WHOLE, "growth": "18"}, "differently: -15 % and 18 %"),
        ({**WHOLE, "prior_ytd": "2"}, "are the same 12 months and clash"),
        ({**NINE, "prior_ytd": "0", "growth": "18"}, "differently: growth from nothing and 18 %"),
    ],
)
def test_what_cannot_be_read(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        project(Question(), **given)


@pytest.mark.parametrize("growth", ["-100", "-150..150"])
def test_growth_of_minus_100_per_cent_has_no_year_before(growth: str) -> None:
    with pytest.raises(DomainError, match="must be above -100 %"):
        project(Question(), **NINE, growth=growth)


def test_a_table_holds_no_impossible_rate_or_level() -> None:
    figures: dict[str, Any] = {"ytd": "0", "months": "10", "prior_year": "1000000", "growth": "-10"}
    report = project(Question(rounded=True), **figures, rest_growth="-50")
    ranges = [row["full_year"].range for row in rows(report).values() if row["full_year"]]
    assert len(ranges) == 3
    assert all(found.low >= 0 for found in ranges)


def test_the_straight_line_stands_in_where_the_blend_has_no_value() -> None:
    report = project(Question(), **NINE, prior_year="4", prior_ytd="0")
    assert report.answer("method").value == "straight_line"
    assert any("The blend has no value here" in note for note in report.notes)


def test_twelve_months_agree_within_their_rounding() -> None:
    report = project(Question(), ytd="4.73", months="12", prior_year="4", growth="18%")
    assert estimate(report, "full_year").value == 4.73


def test_a_milestone_that_is_reached_needs_no_growth() -> None:
    report = project(Question(), **HOME, milestone="3")
    assert estimate(report, "still_needed").value == pytest.approx(-0.4)
    assert "needed_rest_growth" not in [answer.name for answer in report.answers]
    assert any("reached already" in note for note in report.notes)
    with pytest.raises(DomainError, match="the milestone is reached already"):
        report.answer("needed_rest_growth")


def test_a_milestone_that_rounding_leaves_open_is_said_to_be() -> None:
    report = project(Question(), ytd="4.9..5.1", months="9", milestone="5")
    assert estimate(report, "needed_per_month").range is not None
    assert any("may be reached already" in note for note in report.notes)
    loose = project(Question(), **{**HOME, "ytd": "4.5"}, milestone="4..6")
    needed = estimate(loose, "needed_rest_growth").range
    assert needed is not None
    assert needed.low < -3  # no widening, and so not cut at -100 %


def test_a_remainder_that_rounding_turns_below_zero_has_no_range() -> None:
    report = project(Question(), **NINE, prior_year="<3", growth="18%")
    assert rows(report)["flat_remainder"]["full_year"] is None
    assert report.answer("method").value == "straight_line"
    reason = "flat remainder, same growth and blend are left out: within the rounding of prior year"
    assert any(reason in note for note in report.notes)
    assert any(
        note.endswith("write both with more digits, or check them.") for note in report.notes
    )


def test_two_totals_of_the_same_twelve_months_are_one() -> None:
    report = project(Question(), ytd="3.4", months="12", prior_year="4", prior_ytd="4.1")
    assert estimate(report, "full_year_growth").value == pytest.approx(-0.15)
    assert "ytd_growth" not in report.by_name()
    assert "--prior-ytd and --prior-year agree within their rounding; --prior-year is used." in (
        report.notes
    )


def test_a_complete_year_leaves_no_month_to_bring_what_is_needed() -> None:
    report = project(Question(), ytd="3.4", months="12", milestone="5")
    assert set(report.left_out) == {"still_needed", "needed_per_month"}


@pytest.mark.parametrize("last", ["0", "0bn"])
def test_a_last_year_of_nothing_tells_no_size(last: str) -> None:
    report = project(Question(), ytd="USD3.4bn", months="9", prior_year=last)
    assert "flows of over 1 bn USD a year" in report.summary


@pytest.mark.parametrize("name", ["prior_year", "prior_ytd", "milestone"])
def test_a_trade_flow_is_not_below_zero(name: str) -> None:
    with pytest.raises(DomainError, match=r"^--\S+ -4 is below zero: a trade flow is not$"):
        project(Question(), **{**NINE, name: "-4"})


def test_same_growth_states_its_growth_without_blur() -> None:
    report = project(Question(), **NINE, prior_year="4+", growth="18%", method="same_growth")
    for name in ("full_year_growth", "rest_growth"):
        assert estimate(report, name) == Estimate(0.18)


def test_such_years_have_ended_four_times_in_five() -> None:
    report = project(Question(), **NINE)
    likely = report.answer("full_year").likely
    assert likely is not None
    assert likely.low == pytest.approx(4.4, abs=0.1)
    assert likely.high == pytest.approx(4.8, abs=0.1)
    assert likely.low < estimate(report, "likely_median").value < likely.high
    assert estimate(report, "likely_low").value == likely.low
    assert estimate(report, "likely_high").value == likely.high
    assert "if this is a flow of over 1 bn USD a year, such years have ended" in report.summary


@pytest.mark.parametrize(
    ("figures", "kind"),
    [
        ({"ytd": "USD3.4bn"}, "flows of over 1 bn USD"),
        ({"ytd": "USD3.4bn", "prior_year": "0.4bn"}, "flows of 100 mn to 1 bn USD"),
        ({"ytd": "$34mn"}, "flows of 10 to 100 mn USD"),
        ({"ytd": "340 thousand dollars"}, "flows of under 10 mn USD"),
        ({"ytd": "USD3.4bn", "flow": "national"}, "nations' whole exports or imports"),
        ({"ytd": "3.4", "flow": "Under 10mn"}, "flows of under 10 mn USD"),
        ({"ytd": "3.4bn"}, "if this is a flow of over 1 bn USD"),
        ({"ytd": "EUR3.4bn"}, "if this is a flow of over 1 bn USD"),
        ({"ytd": "USD3.4"}, "if this is a flow of over 1 bn USD"),
    ],
)
def test_the_kind_of_flow_is_told_by_dollars_or_assumed(figures: dict[str, Any], kind: str) -> None:
    assert kind in project(Question(), months="9", **figures).summary


def test_the_headline_is_the_method_that_erred_least_on_such_flows() -> None:
    national = project(Question(), **HOME, flow="national")
    assert national.answer("method").value == "same_growth"
    assert any("The headline is same growth" in note for note in national.notes)
    large = project(Question(), **HOME)
    assert large.answer("method").value == "blend"
    assert any("within 5 % of the least" in note for note in large.notes)


def test_an_own_growth_and_a_complete_year_have_no_likely_range() -> None:
    own = project(Question(), **HOME, rest_growth="10", method="rest_growth")
    assert own.answer("full_year").likely is None
    assert project(Question(), **WHOLE).answer("full_year").likely is None
    nothing = project(Question(), ytd="0", months="9")
    assert nothing.answer("full_year").likely is None
    with pytest.raises(InputError, match="there is no answer 'likely_low'"):
        nothing.answer("likely_low")


def test_no_year_is_likely_to_end_below_its_months_so_far() -> None:
    figures: dict[str, Any] = {**NINE, "prior_year": "4", "prior_ytd": "3.95"}
    for method in ("flat_remainder", "same_growth", "blend"):
        report = project(Question(), **figures, method=method, flow="under-10mn")
        likely = report.answer("full_year").likely
        assert likely is not None
        assert likely.low >= 3.4
        assert estimate(report, "likely_median").value >= 3.4
