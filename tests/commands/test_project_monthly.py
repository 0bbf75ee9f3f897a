"""`project --monthly`: a year in progress or one cut short, and every method on the same months."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, Estimate, InputError, seasonal_projection
from tradecalc.commands.project import project
from tradecalc.inputs.monthly import Choice, read_one
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from tradecalc.outputs.report import Report

DATA = str(Path(__file__).parent.parent / "data" / "us_trade.csv")
MEXICO = Choice(series="exports to Mexico")
SERIES = read_one(DATA, MEXICO)
YEAR = [8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14]


def mexico(**given: Any) -> Report:
    return project(Question(), monthly=DATA, choice=MEXICO, **given)


def number(report: Report, name: str) -> float:
    found = report.answer(name).value
    assert isinstance(found, Estimate)
    return found.value


def rows(report: Report, table: str) -> list[dict[str, Any]]:
    found = report.table(table)
    assert found is not None
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def write(path: Path, years: list[list[float]], first: int = 2020) -> str:
    months = [
        f"{first + k}-{m:02},{level}" for k, y in enumerate(years) for m, level in enumerate(y, 1)
    ]
    file = path / "months.csv"
    file.write_text("\n".join(["period,exports", *months]))
    return str(file)


def test_the_year_in_progress_is_projected_from_its_months() -> None:
    report = mexico()
    found = seasonal_projection(SERIES.history(2022), SERIES.year(2022))
    assert number(report, "full_year") == found.full_year
    likely = report.answer("full_year").likely
    assert likely is not None
    assert (likely.low, likely.high) == (found.low, found.high)
    assert report.answer("method").value == "seasonal"
    assert [row["month"] for row in rows(report, "months")] == ["2022-10", "2022-11", "2022-12"]
    assert [row["projected"].value for row in rows(report, "months")] == list(found.rest)
    assert [row["prior"].value for row in rows(report, "months")] == list(SERIES.year(2021)[9:])
    assert "exports to Mexico" in report.readings["series"].written


def test_every_method_stands_beside_it_on_the_same_months() -> None:
    report = mexico()
    ytd, last = math.fsum(SERIES.year(2022)), SERIES.year(2021)
    methods = {row["method"]: row["full_year"].value for row in rows(report, "methods")}
    assert methods["straight_line"] == pytest.approx(ytd * 12 / 9)
    assert methods["same_growth"] == pytest.approx(math.fsum(last) * ytd / math.fsum(last[:9]))
    assert list(methods) == ["straight_line", "flat_remainder", "same_growth", "blend", "seasonal"]


def test_an_earlier_year_is_cut_and_its_end_stands_beside_it() -> None:
    report = mexico(current_year="2019", months="6")
    actual = math.fsum(SERIES.year(2019))
    assert number(report, "actual") == pytest.approx(actual)
    error = number(report, "full_year") / actual - 1
    assert number(report, "error") == pytest.approx(error)
    months = rows(report, "months")
    assert [row["actual"].value for row in months] == list(SERIES.year(2019)[6:])
    by_method = {row["method"]: row for row in rows(report, "methods")}
    line = by_method["straight_line"]
    assert line["error"].value == pytest.approx(line["full_year"].value / actual - 1)
    found = seasonal_projection(SERIES.history(2019), SERIES.year(2019)[:6])
    assert number(report, "full_year") == found.full_year  # and so of nothing that came later


def test_fewer_months_than_are_known_are_taken_of_the_year_in_progress() -> None:
    report = mexico(months="3")
    found = seasonal_projection(SERIES.history(2022), SERIES.year(2022)[:3])
    assert number(report, "full_year") == found.full_year
    assert "actual" not in [answer.name for answer in report.answers]


def test_one_earlier_year_leaves_the_methods_from_totals(tmp_path: Path) -> None:
    file = write(tmp_path, [YEAR, YEAR[:9]])
    report = project(Question(), monthly=file)
    assert report.answer("method").value == "blend"
    note = "needs 2 complete earlier years, and 1 is there"
    assert any(note in text for text in report.notes)
    assert [row["method"] for row in rows(report, "methods")][-1] == "blend"
    alone = project(Question(), monthly=write(tmp_path, [YEAR[:9]]))
    assert alone.answer("method").value == "straight_line"


def test_another_method_own_growth_and_a_milestone_go_with_months(tmp_path: Path) -> None:
    file = write(tmp_path, [YEAR, YEAR, YEAR[:9]])
    report = project(
        Question(), monthly=file, method="rest_growth", rest_growth="10", milestone="130"
    )
    assert number(report, "full_year") == pytest.approx(88 + 38 * 1.1)
    assert report.answer("full_year").likely is None
    assert number(report, "still_needed") == pytest.approx(42)
    national = project(Question(), monthly=file, method="same_growth", flow="national")
    assert national.answer("full_year").likely is not None


def test_a_file_s_unit_is_the_answer_s(tmp_path: Path) -> None:
    file = tmp_path / "dollars.csv"
    levels = [f"20{20 + k // 12}-{k % 12 + 1:02},USD {3 + k % 5}.5 mn" for k in range(33)]
    file.write_text("\n".join(["period,value", *levels]))
    assert "USD" in project(Question(), monthly=str(file)).unit


def test_a_complete_year_is_complete_and_says_how_to_cut_it(tmp_path: Path) -> None:
    report = project(Question(), monthly=write(tmp_path, [YEAR] * 3))
    assert number(report, "full_year") == 126
    assert any("--months 9 shows how" in note for note in report.notes)


def test_totals_to_date_are_differenced_or_doubted(tmp_path: Path) -> None:
    totals = [[math.fsum(YEAR[: k + 1]) for k in range(12)]] * 3 + [[8.0, 17.0, 27.0]]
    file = write(tmp_path, totals)
    doubted = project(Question(), monthly=file)
    assert any("add --cumulative" in warning for warning in doubted.warnings)
    report = project(Question(), monthly=file, choice=Choice(cumulative=True))
    assert not report.warnings
    assert number(report, "full_year") == pytest.approx(126)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"ytd": "3"}, "--monthly FILE gives --ytd: drop one of them"),
        ({"prior_year": "3"}, "--monthly FILE gives --prior-year: drop one of them"),
        ({"current_year": "1999"}, "1999 has no January in .*: exports to Mexico holds 2000-01 to"),
        ({"current_year": "twenty"}, "--current-year 'twenty' is not a whole number"),
        ({"months": "10"}, "--months 10: 2022 has 9 months in"),
        ({"months": "0"}, "--months '0' is not a whole number from 1 to 12"),
        ({"flow": "huge"}, "--flow 'huge' is not one of national, over-1bn"),
        ({"milestone": "5bn"}, "--milestone '5bn' is not in the unit of the file, plain numbers"),
    ],
)
def test_what_cannot_be_read(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        mexico(**given)


def test_rounding_is_for_figures_as_written() -> None:
    with pytest.raises(InputError, match="--rounded is for figures that were rounded"):
        project(Question(rounded=True), monthly=DATA, choice=MEXICO)


@pytest.mark.parametrize("given", [{"current_year": "2024"}, {"choice": MEXICO}])
def test_the_options_of_a_file_need_one(given: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="need --monthly FILE: add it"):
        project(Question(), ytd="3", months="9", **given)


def test_seasonal_needs_months() -> None:
    with pytest.raises(InputError, match="--method seasonal has nothing to work on: add --monthly"):
        project(Question(), ytd="3", months="9", method="seasonal")


def test_a_balance_has_no_projection(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="has months below zero"):
        project(Question(), monthly=write(tmp_path, [[-1.0, *YEAR[1:]], YEAR, YEAR[:3]]))


def test_the_dollars_of_a_file_tell_the_kind_of_flow(tmp_path: Path) -> None:
    file = tmp_path / "dollars.csv"
    cells = [f"20{24 + k // 12}-{k % 12 + 1:02},USD {5 + k % 3}.5 mn" for k in range(21)]
    file.write_text("\n".join(["period,value", *cells]))
    report = project(Question(), monthly=str(file))
    assert report.unit == "mn USD"
    assert "flows of 10 to 100 mn USD a year" in report.summary
    goal = project(Question(), monthly=str(file), milestone="USD0.1bn")
    ytd = sum(5.5 + k % 3 for k in range(12, 21))
    assert number(goal, "still_needed") == pytest.approx(100 - ytd)


def test_zeros_where_months_are_to_come_are_doubted(tmp_path: Path) -> None:
    file = write(tmp_path, [YEAR, YEAR, [*YEAR[:9], 0.0, 0.0, 0.0]])
    report = project(Question(), monthly=file)
    assert any("the last months are 0" in warning for warning in report.warnings)
    assert not project(Question(), monthly=write(tmp_path, [YEAR] * 2 + [YEAR[:9]])).warnings


def test_what_was_said_of_the_file_stands_among_the_inputs() -> None:
    choice = Choice(value_column="value", where=("series=exports to Mexico",), decimal="point")
    report = project(Question(), monthly=DATA, choice=choice)
    said = {name: report.readings[name].written for name in ("value_column", "where", "decimal")}
    assert said == {
        "value_column": "value",
        "where": "series=exports to Mexico",
        "decimal": "point",
    }
