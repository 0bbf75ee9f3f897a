"""`project`: the home case's numbers, each method's claim, and figures that clash."""

from __future__ import annotations

from typing import Any

import pytest

from tradecalc.core.ranges import Estimate, Missing, Open
from tradecalc.errors import DomainError, InputError
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Result, ask, option_name
from tradecalc.show.text import notes, sentence

NINE: dict[str, Any] = {"ytd": "3.4", "months": "9"}
HOME: dict[str, Any] = {**NINE, "prior_year": "4", "growth": "18%"}
WHOLE: dict[str, Any] = {"ytd": "3.4", "months": "12", "prior_year": "4"}
FROM_LAST_YEAR = ("flat_remainder", "same_growth", "blend")
REST = 4 - 3.4 / 1.18  # last year's other months


def project(*, rounded: bool = False, **given: Any) -> Result:
    """Ask as at the prompt."""
    return ask(PROJECT, given, rounded=rounded)


def rows(result: Result) -> dict[str, dict[str, Any]]:
    return {row["method"]: row for row in result.answers["methods"]}


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (NINE, {"full_year": 3.4 / 0.75}),
        (HOME, {"full_year": 4.589752, "prior_ytd": 2.881356}),
        ({**NINE, "prior_year": "4"}, {"full_year_growth": 3.4 / 3 - 1}),
        ({**NINE, "growth": "18"}, {"prior_ytd": 3.4 / 1.18}),
        ({**NINE, "prior_ytd": "2.88"}, {"ytd_growth": 3.4 / 2.88 - 1}),
        ({**HOME, "rest_growth": "10", "method": "same-growth"}, {"full_year": 4.72}),
        ({**HOME, "rest_growth": "10", "method": "rest_growth"}, {"full_year": 3.4 + REST * 1.1}),
        ({**WHOLE, "growth": "-15"}, {"full_year": 3.4}),
        ({**WHOLE, "growth": "-15", "method": "straight-line"}, {"full_year": 3.4}),
        # Figures that state one fact twice agree within their digits.
        ({**HOME, "prior_ytd": "2.88"}, {"ytd_growth": 3.4 / 2.88 - 1}),
        ({**WHOLE, "ytd": "4.73", "growth": "18%"}, {"full_year": 4.73}),
        ({**WHOLE, "prior_ytd": "4.1"}, {"full_year_growth": -0.15}),
        ({**HOME, "milestone": "5"}, {"still_needed": 1.6, "needed_per_month": 1.6 / 3}),
        ({**HOME, "milestone": "5"}, {"needed_rest_growth": 1.6 / REST - 1}),
        ({**HOME, "milestone": "3"}, {"still_needed": -0.4}),
    ],
)
def test_known_answers(given: dict[str, Any], known: dict[str, float]) -> None:
    result = project(**given)
    assert {name: float(result[name]) for name in known} == pytest.approx(known, rel=1e-6)


def test_a_straight_line_is_all_that_two_figures_give() -> None:
    result = project(**NINE)
    assert list(rows(result)) == [result.method.value] == ["straight_line"]
    likely = result.full_year.likely
    assert likely is not None
    assert likely == pytest.approx((4.4, 4.8), abs=0.1)
    assert likely.low < float(result.likely_median) < likely.high
    assert notes(result)[0].startswith("For last year's pattern add --prior-year with --growth")


def test_four_methods_with_last_year() -> None:
    result = project(**HOME)
    assert {name: row["full_year"].value for name, row in rows(result).items()} == pytest.approx(
        {"straight_line": 4.5333, "flat_remainder": 4.5186, "same_growth": 4.72, "blend": 4.5898},
        abs=1e-4,
    )
    rest = [row["rest_growth"].value for row in rows(result).values()]
    assert rest[:3] == [pytest.approx(0.0132, abs=1e-4), 0, 0.18]
    assert result.method.value == "blend"
    assert (
        "Median error of the blend: 2.2 % in 2,834 years of flows over 1 bn USD" in notes(result)[0]
    )


def test_a_complete_year_and_an_own_assumption_have_no_likely_range() -> None:
    result = project(**WHOLE, growth="-15", milestone="5")
    assert list(rows(result)) == [result.method.value] == ["complete"]
    assert sentence(result) == "3.4 in twelve months: the year is complete."
    own = project(**HOME, rest_growth="10", method="rest_growth")
    assert result.full_year.likely is own.full_year.likely is None
    assert own.answers["rest_growth"] == Estimate(0.1)
    for name in ("still_needed", "needed_per_month", "needed_rest_growth"):
        assert "all 12 months are in" in str(result.answers[name].why)


# At one corner of the box last year's months would be above last year: that is no corner.
def test_rounding_does_not_change_the_headline() -> None:
    figures = {"ytd": "3.8", "months": "10", "prior_year": "4", "prior_ytd": "3.5"}
    exact, rounded = (project(rounded=r, **figures, flow="national") for r in (False, True))
    assert exact.method.value == "same_growth"
    for name in ("full_year", "method", "likely_low", "likely_high"):
        assert rounded[name].value == exact[name].value
    # 3.5..4.5 above 3.45..3.55 is cut at 3.5, 3.5 and 3.55, 3.55, where no month is left.
    for method in ("flat_remainder", "same_growth"):
        assert rows(rounded)[method]["full_year"].low == pytest.approx(3.75)
    assert rows(rounded)["straight_line"]["growth"].high == pytest.approx(3.85 * 1.2 / 3.5 - 1)
    assert isinstance(rounded.answers["rest_growth"], Estimate)  # what the method says itself
    assert isinstance(rows(rounded)["blend"]["rest_growth"], Open)
    assert project(**NINE, prior_year="4", prior_ytd="0").method.value == "straight_line"


def test_a_box_is_cut_to_what_can_be_of_every_figure() -> None:
    result = project(**NINE, prior_year="<3", growth="18%")  # last year is 2..3, its months 2.88
    assert result.method.value == "blend"
    flat, line = rows(result)["flat_remainder"], rows(result)["straight_line"]
    assert flat["full_year"].range == pytest.approx((3.4, 3.4 + 3 - 3.4 / 1.18))
    assert line["growth"].high == pytest.approx(3.4 / 0.75 / (3.4 / 1.18) - 1)


@pytest.mark.parametrize("last", [{"growth": "13%"}, {"prior_ytd": "3.02"}])
def test_months_that_may_be_part_of_last_year_within_the_rounding_only(
    last: dict[str, Any],
) -> None:
    figures = {"ytd": "3.4", "months": "11", "prior_year": "3", **last}
    result = project(rounded=True, **figures)
    assert float(result.full_year) == pytest.approx(3.4 * 12 / 11)
    assert any("though within the rounding the part fits" in note for note in notes(result))
    assert all(isinstance(rows(result)[method]["full_year"], Missing) for method in FROM_LAST_YEAR)
    with pytest.raises(InputError, match="check both, or add rounded"):
        project(**figures)
    for rounded in (True, False):
        with pytest.raises(InputError, match=r"above prior_year 2: check both$"):
            project(rounded=rounded, **{**figures, "prior_year": "2"})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({**NINE, "method": "seasonal"}, "is not possible: add --monthly FILE"),
        ({**HOME, "method": "rest_growth"}, "is not possible: add --rest-growth"),
        ({**WHOLE, "growth": "-15", "method": "blend"}, "the year is complete"),
        ({**WHOLE, "growth": "18"}, "contradicts --ytd and --prior-year, which give -15 %"),
        (
            {**NINE, "prior_ytd": "0", "growth": "18"},
            "--prior-ytd, which give growth from nothing: drop",
        ),
        ({**NINE, "growth": "-150..150"}, "--growth must be above -100 %, not -150..150"),
        ({**NINE, "prior_year": "-4"}, "--prior-year must be zero or more, not -4"),
    ],
)
def test_what_is_refused(given: dict[str, Any], reason: str) -> None:
    with pytest.raises((InputError, DomainError)) as caught:
        project(**given)
    assert reason in caught.value.sentence(option_name)


def test_no_year_ends_below_zero_or_below_its_months_so_far() -> None:
    figures = {"ytd": "0", "months": "10", "prior_year": "1000000", "growth": "-10"}
    result = project(rounded=True, **figures, rest_growth="-50")
    found = [row["full_year"] for row in rows(result).values()]
    assert all(cell.low >= 0 for cell in found if isinstance(cell, Estimate))
    assert isinstance(project(ytd="0", months="9").answers["likely_low"], Missing)
    late = {**NINE, "prior_year": "4", "prior_ytd": "3.95", "flow": "under-10mn"}
    assert all(float(project(**late, method=m).likely_low) >= 3.4 for m in FROM_LAST_YEAR)


def test_what_a_method_is_by_definition_is_not_blurred() -> None:
    result = project(**NINE, prior_year="4+", growth="18%", method="same_growth")
    for name in ("full_year_growth", "rest_growth"):
        assert result.answers[name] == Estimate(0.18)
    rounded = project(rounded=True, **{**HOME, "prior_year": "4.3", "growth": "13%"})
    assert rows(rounded)["flat_remainder"]["rest_growth"] == Estimate(0.0)


@pytest.mark.parametrize(
    ("figures", "kind"),
    [
        ({"ytd": "USD3.4bn"}, "of flows over 1 bn USD"),
        ({"ytd": "USD3.4bn", "prior_year": "0"}, "of flows over 1 bn USD"),  # which tells no size
        ({"ytd": "USD3.4bn", "prior_year": "0.4bn"}, "of flows of 100 mn to 1 bn USD"),
        ({"ytd": "$34mn"}, "of flows of 10 to 100 mn USD"),
        ({"ytd": "USD3.4bn", "flow": "national"}, "of nations' exports or imports."),
        ({"ytd": "EUR3.4bn"}, "of flows over 1 bn USD (assumed: --flow)."),
        ({"ytd": "USD3.4"}, "of flows over 1 bn USD (assumed: --flow)."),
    ],
)
def test_the_kind_of_flow_is_told_by_dollars_or_assumed(figures: dict[str, Any], kind: str) -> None:
    assert kind in " ".join(notes(project(months="9", **figures)))
