"""One report in every format: the same answers, each readable by what will read it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, InputError
from tradecalc.commands.decompose import decompose
from tradecalc.commands.growth import growth
from tradecalc.commands.project import project
from tradecalc.commands.target import target
from tradecalc.commands.track import track
from tradecalc.inputs.question import Question
from tradecalc.outputs.bare import bare
from tradecalc.outputs.display import Style
from tradecalc.outputs.formats import FORMATS

if TYPE_CHECKING:
    from tradecalc.outputs.report import Report

GROWTHS = {"exports_growth": "26.7%+", "total_growth": "18.5%-"}
HOME: dict[str, Any] = {"ytd": "3.4", "months": "9", "prior_year": ">4", "growth": ">18%"}

TRACK: dict[str, Any] = {"ytd": "3.4", "months": "9", "base": "4", "goal": "10", "year": "2030"}


def reports() -> list[Report]:
    return [
        growth(Question(), values=["2.53", "3.0"]),
        growth(Question(rounded=True), values=["2.0", "2.5", "3.3", "2.9"], start_year="2019"),
        growth(Question(), values=["2", "0", "3"]),
        growth(Question(), from_="4", to="10", years="6"),
        growth(Question(), to="3,0", rate="18.5%"),
        target(Question(), base="USD4bn+", goal="10000mn", year="2030", what_if="10;150;-5"),
        target(Question(), base="10", goal="4", rate="-5", current="9.5"),
        project(Question(rounded=True), **HOME, milestone="5", rest_growth="10"),
        project(Question(), ytd="0", months="12"),
        track(Question(rounded=True), **TRACK, growth=">18%"),
        track(Question(), **TRACK | {"goal": "100"}, current_year="2030"),
        track(Question(), **TRACK | {"goal": "3"}),
        decompose(Question(rounded=True), exports="2.2", total="3.0", **GROWTHS),
        decompose(Question(), exports="0.8bn", imports="2bn", prior_exports="1bn"),
        decompose(Question(rounded=True), part=["Cars=2.2:26%", "Tea|x=0.5:0.6"], total="3.0"),
        decompose(Question(), part=["Cars=2.2:26%", "Tea=0.5:0.6"], total="3", total_growth="9"),
    ]


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.summary)
class TestEveryFormat:
    def test_json_has_the_contract_and_no_more(self, report: Report) -> None:
        document = json.loads(FORMATS["json"](report, Style()))
        assert list(document) == ["schema", "command", "inputs", "answers", "tables", "notes"]
        assert document["schema"] == 1
        for reading in document["inputs"].values():
            assert set(reading) <= {"written", "value", "low", "high"}
        for answer in document["answers"].values():
            assert set(answer) <= {"value", "unit", "low", "high", "likely_low", "likely_high"}
            if "low" in answer:
                assert answer["low"] <= answer["value"] <= answer["high"]
        for rows in document["tables"].values():
            assert all(isinstance(cell, int | float | str) for row in rows for cell in row.values())
        assert "NaN" not in json.dumps(document)
        assert not re.search(r"-0\.0\b(?!\d)", json.dumps(document))

    def test_csv_has_the_answers_of_json(self, report: Report) -> None:
        document = json.loads(FORMATS["json"](report, Style()))
        rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](report, Style()))))
        assert [row["name"] for row in rows] == list(document["answers"])
        for row in rows:
            answer = document["answers"][row["name"]]
            for field in ("value", "low", "high"):
                assert row[field] == ("" if field not in answer else str(answer[field]))
            assert row["unit"] == answer.get("unit", "")

    def test_plain_gives_awk_a_name_a_value_a_unit_and_two_ends(self, report: Report) -> None:
        answers, *blocks = FORMATS["plain"](report, Style()).split("\n\n")
        lines = [line.split("\t") for line in answers.split("\n")]
        assert [line[0] for line in lines] == [answer.name for answer in report.answers]
        with_range = {answer.name for answer in report.answers if answer.likely}
        assert all(len(line) == (7 if line[0] in with_range else 5) for line in lines)
        for one, block in zip(report.tables, blocks, strict=False):
            name, header, *rows = block.split("\n")
            assert name == one.name
            assert all(len(row.split("\t")) == len(header.split("\t")) for row in rows)

    def test_get_gives_each_answer_and_each_table(self, report: Report) -> None:
        document = json.loads(FORMATS["json"](report, Style()))
        for name, answer in document["answers"].items():
            assert bare(report, name) == str(answer["value"])
        for name, rows in document["tables"].items():
            read = list(csv.DictReader(io.StringIO(bare(report, name))))
            assert len(read) == len(rows)
            for got, row in zip(read, rows, strict=True):
                assert {k: v for k, v in got.items() if v} == {k: str(v) for k, v in row.items()}

    def test_markdown_tables_are_square(self, report: Report) -> None:
        for block in FORMATS["md"](report, Style()).split("\n\n"):
            rows = [line for line in block.split("\n") if line.startswith("|")]
            assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1

    def test_text_fits_the_width_it_is_given(self, report: Report) -> None:
        for width in (40, 60, 80, 160):
            text = FORMATS["table"](report, Style(width=width))
            grids = [part for part in text.split("\n\n")[1:] if not part.startswith("Note: ")]
            assert max(len(line) for part in grids for line in part.split("\n")) <= width

    def test_explain_puts_the_numbers_in(self, report: Report) -> None:
        document = json.loads(FORMATS["json"](report, Style(explain=True)))
        explained = [answer for answer in document["answers"].values() if "formula" in answer]
        assert explained
        assert all(answer["term"] and answer["source"] for answer in explained)
        for name in ("table", "plain", "md"):
            text = FORMATS[name](report, Style(explain=True))
            assert all(answer["formula"] in text for answer in explained)


def test_numbers_are_put_into_a_formula_so_that_it_gives_the_answer() -> None:
    checked = 0
    for report in reports():
        document = json.loads(FORMATS["json"](report, Style(explain=True)))
        for name, answer in document["answers"].items():
            expression = answer.get("formula", "").split(" = ")[-1].replace("^", "**")
            if expression and set(expression) <= set("0123456789.+-*/() e"):
                worked = eval(expression)  # noqa: S307  digits and signs of a formula of ours
                assert worked == pytest.approx(answer["value"], rel=1e-4, abs=1e-9), name
                checked += 1
    assert checked > 20


def test_a_tables_formulas_are_put_in_for_a_row_that_has_a_value() -> None:
    report = project(Question(), **{**HOME, "growth": "18"}, rest_growth="10")
    text = FORMATS["plain"](report, Style(explain=True))
    assert (
        "methods, rest_growth: full_year = ytd + (prior_year - prior_ytd) * (1 + rest_growth)"
        " = 3.4 + (4 - 2.8813559) * (1 + 0.1) = 4.63" in text
    )
    alone = project(Question(), ytd="3.4", months="9")
    assert "prior_year" not in FORMATS["plain"](alone, Style(explain=True)).split("note")[0]


def test_an_answer_that_was_left_out_is_an_error_only_when_asked_for() -> None:
    report = growth(Question(), values=["2", "0", "3"])
    assert "cagr" in json.loads(FORMATS["json"](report, Style()))["answers"]
    assert any("least_squares_rate is left out" in note for note in report.notes)
    with pytest.raises(DomainError, match="a trend needs levels above zero, and 0 is not"):
        bare(report, "least_squares_rate")
    with pytest.raises(InputError, match="there is no answer 'speed' here: there are cagr, "):
        bare(report, "speed")


def test_names_may_be_typed_with_hyphens() -> None:
    report = growth(Question(), values=["2.53", "3.0"])
    assert bare(report, "growth-rate") == bare(report, "growth_rate")


def test_plain_has_no_thousands_in_its_likely_range() -> None:
    report = project(Question(), ytd="3412345", months="9")
    line = FORMATS["plain"](report, Style()).split("\n")[0].split("\t")
    low, high = map(float, line[5:])
    assert 4_000_000 < low < float(line[1]) < high


def test_a_long_range_is_broken_where_a_terminal_is_narrow() -> None:
    report = project(Question(), ytd="3412345678", months="9", prior_year="4000000000+")
    drawn = FORMATS["table"](report, Style(width=40))
    lines = drawn.split("\n\n", 1)[1].split("Note:")[0].splitlines()
    assert max(map(len, lines)) <= 40
    assert any(line.rstrip().endswith("..") for line in lines)


@pytest.mark.parametrize("name", FORMATS)
def test_the_largest_levels_are_answered_in_every_format(name: str) -> None:
    report = project(Question(), ytd="1e308", months="9")
    assert "full" in FORMATS[name](report, Style())
