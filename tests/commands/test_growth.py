"""`growth`: known answers of the field's handbooks, and what is missing solved for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import Estimate, InputError
from tradecalc.commands.growth import growth
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from tradecalc.outputs.report import Report


def value(report: Report, name: str) -> Any:
    found = report.answer(name).value
    return found.value if isinstance(found, Estimate) else found


def test_two_values() -> None:
    report = growth(Question(), values=["2.53", "3.0"])
    assert value(report, "change") == pytest.approx(0.47)
    assert value(report, "growth_rate") == pytest.approx(0.185770750988)
    assert report.headline == "growth_rate"
    assert not report.tables


def test_a_row_of_years() -> None:
    values = ["2.0", "2.5", "3.3", "2.9", "3.9", "4.0"]
    report = growth(Question(), values=values, start_year="2019")
    assert report.headline == "cagr"
    assert value(report, "cagr") == pytest.approx(0.148698, abs=5e-7)
    assert value(report, "least_squares_rate") == pytest.approx(0.142758, abs=1e-6)
    assert value(report, "growth_rate") == pytest.approx(4.0 / 3.9 - 1)
    assert value(report, "doubling_time") == pytest.approx(5)
    assert value(report, "best_year") == 2023
    assert value(report, "worst_year") == 2022
    table = report.table("years")
    assert table is not None
    assert [column.name for column in table.columns] == ["year", "level", "change", "growth"]
    assert table.rows[0] == (Estimate(2019), Estimate(2.0), None, None)
    assert len(table.rows) == 6


def test_a_falling_row_halves() -> None:
    report = growth(Question(), values=["8", "4", "2"])
    assert value(report, "cagr") == pytest.approx(-0.5)
    assert value(report, "halving_time") == pytest.approx(1)
    assert "doubling_time" not in [answer.name for answer in report.answers]


def test_a_level_row_neither_doubles_nor_halves() -> None:
    names = [answer.name for answer in growth(Question(), values=["4", "5", "4"]).answers]
    assert "doubling_time" not in names
    assert "halving_time" not in names


def test_many_rounded_values_have_ranges() -> None:
    values = [str(k) for k in range(10, 40)]
    report = growth(Question(rounded=True), values=values)
    trend = report.answer("least_squares_rate").value
    assert isinstance(trend, Estimate)
    assert trend.range is not None
    assert trend.range.low < trend.value < trend.range.high


@pytest.mark.parametrize(
    ("given", "name", "answer"),
    [
        ({"to": "3.0", "rate": "18.5%"}, "from", 2.5316455696),
        ({"from_": "4", "rate": "18", "years": "6"}, "to", 10.7982166121),
        ({"from_": "4", "to": "10", "years": "6"}, "cagr", 0.16499305075071),
        ({"from_": "4", "to": "10", "from_year": "2024", "to_year": "2030"}, "cagr", 0.164993051),
        ({"from_": "4", "to": "10", "rate": "18%"}, "years", 5.5360169197),
        ({"from_": "3500", "to": "10000", "years": "10"}, "cagr", 0.110691),
        ({"from_": "100", "to": "200", "years": "5"}, "cagr", 0.148698),
        ({"from_": "1000", "to": "1500", "years": "5"}, "cagr", 0.084472),
    ],
)
def test_what_is_missing_is_solved_for(given: dict[str, str], name: str, answer: float) -> None:
    report = growth(Question(), **given)
    assert report.headline == name
    assert value(report, name) == pytest.approx(answer, rel=1e-5)


def test_solving_for_each_of_the_four_agrees() -> None:
    cagr = growth(Question(), from_="4", to="10", years="6").answer("cagr").value
    assert isinstance(cagr, Estimate)
    rate = repr(cagr.value)
    fractions = {"rate": rate, "years": "6"}
    assert value(growth(Question(fractions=True), from_="4", **fractions), "to") == pytest.approx(
        10, rel=1e-12
    )
    assert value(growth(Question(fractions=True), to="10", **fractions), "from") == pytest.approx(
        4, rel=1e-12
    )
    solved = growth(Question(fractions=True), from_="4", to="10", rate=rate)
    assert value(solved, "years") == pytest.approx(6, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "needs two values or more"),
        ({"values": ["3"]}, "needs two values or more, oldest first"),
        ({"values": ["3", "4"], "to": "5", "years": "1"}, "drop --to, --years"),
        ({"from_": "4"}, "add --to or --rate"),
        ({"from_": "4", "to": "10", "rate": "18", "years": "6"}, "one fact too many"),
        ({"from_": "4", "to": "10", "years": "6", "to_year": "2030"}, "say the same thing"),
        ({"from_": "4", "to": "10", "to_year": "2030"}, "add --from-year"),
        ({"from_": "4", "to": "10", "start_year": "2024"}, "goes with a row of values"),
        ({"from_": "4", "to": "10", "years": "0"}, "not a whole number from 1"),
    ],
)
def test_too_many_or_too_few_figures(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        growth(Question(), **given)


def test_the_figure_in_the_way_is_named() -> None:
    report = growth(Question(), values=["2", "~1", "3"])
    assert any("within the rounding of value 2, growth from 0" in note for note in report.notes)


def test_equal_years_are_neither_best_nor_worst() -> None:
    names = [answer.name for answer in growth(Question(), values=["4", "4", "4"]).answers]
    assert "best_year" not in names


def test_a_long_rounded_row_takes_no_quadratic_time() -> None:
    values = [str(1000 + k) for k in range(3000)]
    report = growth(Question(rounded=True), values=values)
    trend = report.answer("least_squares_rate").value
    assert isinstance(trend, Estimate)
    assert trend.range is not None


@pytest.mark.parametrize("values", [["-1.7e308", "1.7e308"], ["3.4", "1e200", "1e308"]])
def test_no_answer_is_infinite(values: list[str]) -> None:
    report = growth(Question(), values=values)
    for answer in report.answers:
        assert isinstance(answer.value, Estimate)
        assert math.isfinite(answer.value.value)


def test_a_small_fall_within_the_rounding_is_not_cut_off() -> None:
    change = growth(Question(), values=["4", "3.9999999999999..5"]).answer("change").value
    assert isinstance(change, Estimate)
    assert change.range is not None
    assert change.range.low <= 3.9999999999999 - 4 < 0
