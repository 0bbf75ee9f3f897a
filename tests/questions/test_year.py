"""A year from a file of months: in progress or cut short, and every method on the same months."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from tradecalc.core.seasonal import seasonal_projection
from tradecalc.figures.months import Choice, read_one
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Result, ask
from tradecalc.show.text import doubts, notes, sentence

DATA = str(Path(__file__).parent.parent / "data" / "us_trade.csv")
SERIES = read_one(DATA, Choice(series="exports to Mexico"))
YEAR = [8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14]


def project(monthly: str = DATA, **given: Any) -> Result:
    return ask(PROJECT, {"monthly": monthly, **given})


def mexico(**given: Any) -> Result:
    return project(series="exports to Mexico", **given)


def column(result: Result, table: str, name: str) -> list[Any]:
    return [row[name] for row in result.tables[table]]


def write(path: Path, years: list[list[float]], unit: str = "") -> str:
    months = [
        f"{2020 + k}-{m:02},{unit}{level}{' mn' if unit else ''}"
        for k, year in enumerate(years)
        for m, level in enumerate(year, 1)
    ]
    file = path / "months.csv"
    file.write_text("\n".join(["period,exports", *months]))
    return str(file)


def test_the_year_in_progress_is_projected_from_its_months() -> None:
    result = mexico()
    found = seasonal_projection(SERIES.history(2022), SERIES.year(2022))
    assert float(result.full_year) == found.full_year
    assert result.full_year.likely == (found.low, found.high)
    assert column(result, "months", "month") == ["2022-10", "2022-11", "2022-12"]
    assert column(result, "months", "projected") == list(found.rest)
    assert column(result, "months", "prior") == list(SERIES.year(2021)[9:])
    assert " in nine months of 2022 is heading for 331,940." in sentence(result)
    ytd, last = math.fsum(SERIES.year(2022)), SERIES.year(2021)
    methods = {row["method"]: row["full_year"] for row in result.tables["methods"]}
    assert methods["straight_line"] == pytest.approx(ytd * 12 / 9)
    assert methods["same_growth"] == pytest.approx(math.fsum(last) * ytd / math.fsum(last[:9]))
    assert list(methods) == ["straight_line", "flat_remainder", "same_growth", "blend", "seasonal"]


def test_an_earlier_year_is_cut_and_its_end_stands_beside_it() -> None:
    result = mexico(current_year="2019", months="6")
    actual = math.fsum(SERIES.year(2019))
    assert float(result.actual) == pytest.approx(actual)
    assert float(result.error) == pytest.approx(float(result.full_year) / actual - 1)
    assert column(result, "months", "actual") == list(SERIES.year(2019)[6:])
    line = result.tables["methods"][0]
    assert line["error"] == pytest.approx(line["full_year"] / actual - 1)
    found = seasonal_projection(SERIES.history(2019), SERIES.year(2019)[:6])
    assert float(result.full_year) == found.full_year  # and so of nothing that came later
    assert "was heading for 262,014 (seasonal); the year came to 256,676" in sentence(result)


def test_fewer_months_than_are_known_are_taken_of_the_year_in_progress() -> None:
    result = mexico(months="3")
    found = seasonal_projection(SERIES.history(2022), SERIES.year(2022)[:3])
    assert float(result.full_year) == found.full_year
    assert "actual" not in result.answers
    assert len(column(result, "months", "month")) == 9


def test_short_and_complete_files(tmp_path: Path) -> None:
    result = project(write(tmp_path, [YEAR, YEAR[:9]]))
    assert column(result, "methods", "method")[-1] == result.method.value == "blend"
    assert "needs 2 complete years before" in notes(result)[0]
    assert project(write(tmp_path, [YEAR[:9]])).method.value == "straight_line"
    complete = project(write(tmp_path, [YEAR] * 3))
    assert float(complete.full_year) == 126
    assert "--months 9 shows how" in notes(complete)[0]


def test_another_method_own_growth_and_a_milestone_go_with_months(tmp_path: Path) -> None:
    file = write(tmp_path, [YEAR, YEAR, YEAR[:9]])
    result = project(file, method="rest_growth", rest_growth="10", milestone="130")
    assert float(result.full_year) == pytest.approx(88 + 38 * 1.1)
    assert result.full_year.likely is None
    assert float(result.still_needed) == pytest.approx(42)
    assert project(file, method="same_growth", flow="national").full_year.likely is not None


def test_what_a_file_leaves_in_doubt_is_said(tmp_path: Path) -> None:
    totals = [[math.fsum(YEAR[: k + 1]) for k in range(12)]] * 3 + [[8.0, 17.0, 27.0]]
    file = write(tmp_path, totals)
    assert "add --cumulative" in doubts(project(file))[0]
    result = project(file, cumulative=True)
    assert not result.doubts
    assert float(result.full_year) == pytest.approx(126)
    empty = project(write(tmp_path, [YEAR, YEAR, [*YEAR[:9], 0.0, 0.0, 0.0]]))
    assert "the last months are 0" in doubts(empty)[0]


def test_the_unit_of_a_file_is_that_of_the_question_and_tells_the_flow(tmp_path: Path) -> None:
    file = write(tmp_path, [[5.5] * 12, [5.5] * 9], unit="USD ")
    result = project(file, milestone="USD0.1bn")
    assert result.unit == "mn USD"
    assert "of flows of 10 to 100 mn USD." in notes(result)[-1]
    assert float(result.still_needed) == pytest.approx(100 - 9 * 5.5)


def test_what_was_said_of_the_file_stands_among_the_inputs() -> None:
    said = {"value_column": "value", "decimal": "point"}
    result = project(**said, where=["series=exports to Mexico"])
    said |= {"where": "series=exports to Mexico", "series": "exports to Mexico"}
    assert {name: result.inputs[name].written for name in said} == said
