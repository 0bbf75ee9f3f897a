"""One result in every format: the same answers, each readable by what will read it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc.core.ranges import Estimate, Open, Range
from tradecalc.errors import DomainError, InputError
from tradecalc.questions.check import CHECK
from tradecalc.questions.decompose import DECOMPOSE
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Result, ask
from tradecalc.questions.report import REPORT
from tradecalc.questions.target import TARGET
from tradecalc.questions.track import TRACK
from tradecalc.show.digits import Style
from tradecalc.show.document import html, md
from tradecalc.show.machine import as_json, bare, document, plain
from tradecalc.show.machine import csv as as_csv
from tradecalc.show.screen import screen
from tradecalc.show.text import notes, sentence, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradecalc.questions.question import Question

FORMATS: dict[str, Callable[[Result, Style], str]] = {
    "text": text,
    "screen": screen,
    "plain": plain,
    "md": md,
    "json": as_json,
    "csv": as_csv,
}
HOME = {"ytd": "3.4", "months": "9", "prior_year": "4+", "growth": "18%+"}
GOAL = {"ytd": "3.4", "months": "9", "base": "4", "goal": "10", "year": "2030"}
GROWTHS = {"exports_growth": "26.7%+", "total_growth": "18.5%-"}
PARTS = ["Cars=2.2:26%", "Tea|x=0.5:0.6"]
EXPLAINED = Style(explain=True)

ASKED: list[tuple[Question, bool, dict[str, Any]]] = [
    (GROWTH, False, {"values": ["2.53", "3.0"]}),
    (GROWTH, True, {"values": ["2.0", "2.5", "3.3", "2.9"], "start_year": "2019"}),
    (GROWTH, False, {"values": ["2", "0", "3"]}),
    (GROWTH, False, {"from": "4", "to": "10", "years": "6"}),
    (GROWTH, False, {"to": "3,0", "rate": "18.5%"}),
    (TARGET, False, {"base": "USD4bn+", "goal": "10000mn", "year": "2030", "what_if": "10;-5"}),
    (TARGET, False, {"base": "10", "goal": "4", "rate": "-5", "current": "9.5"}),
    (PROJECT, True, {**HOME, "milestone": "5", "rest_growth": "10"}),
    (PROJECT, False, {"ytd": "0", "months": "12"}),
    (PROJECT, False, {"ytd": "3412345", "months": "9"}),
    (TRACK, True, {**GOAL, "growth": "18%+"}),
    (TRACK, False, {**GOAL, "goal": "100", "current_year": "2030"}),
    (TRACK, False, {**GOAL, "goal": "3"}),
    (DECOMPOSE, True, {"exports": "2.2", "total": "3.0", **GROWTHS}),
    (DECOMPOSE, False, {"exports": "0.8bn", "imports": "2bn", "prior_exports": "1bn"}),
    (DECOMPOSE, True, {"part": PARTS, "total": "3.0", "total_growth": "9"}),
    (CHECK, True, {"claims": ["total@2025-08=3.0", "exports_growth@2025-08=26.7%"]}),
    (CHECK, True, {"claims": ["total@2025=3.0bn", "exports@2025=4.0bn"]}),
]


def asked(number: int) -> Result:
    question, rounded, given = ASKED[number]
    return ask(question, given, rounded=rounded)


@pytest.fixture(scope="module")
def report() -> Result:
    return ask(REPORT, {})


@pytest.mark.parametrize("number", range(len(ASKED)))
class TestEveryFormat:
    def test_json_has_the_contract_and_no_more(self, number: int) -> None:
        printed = as_json(asked(number), Style())
        whole = json.loads(printed)
        assert list(whole) == ["schema", "command", "inputs", "answers", "tables", "notes"]
        for answer in whole["answers"].values():
            assert answer["value"] is None or isinstance(answer["value"], int | float | str)
            if isinstance(answer.get("low"), float):
                assert answer["low"] <= answer["value"] <= answer["high"]
        for rows in whole["tables"].values():
            assert all(isinstance(cell, int | float | str) for row in rows for cell in row.values())
        assert "NaN" not in printed
        assert not re.search(r"-0\.0\b(?!\d)", printed)

    def test_csv_has_the_answers_of_json(self, number: int) -> None:
        answers = document(asked(number))["answers"]
        rows = {
            row["name"]: row for row in csv.DictReader(io.StringIO(as_csv(asked(number), Style())))
        }
        assert set(rows) == {
            name for name, answer in answers.items() if answer["value"] is not None
        }
        for name, row in rows.items():
            fields = {key: str(answers[name].get(key, "")) for key in list(row)[1:]}
            assert fields == {key: one for key, one in row.items() if key != "name"}

    def test_plain_gives_awk_a_name_a_value_a_unit_and_two_ends(self, number: int) -> None:
        whole = document(asked(number))
        answers, *blocks = plain(asked(number), Style()).split("\n\n")
        valued = {name: one for name, one in whole["answers"].items() if one["value"] is not None}
        lines = [line.split("\t") for line in answers.split("\n")]
        assert [line[0] for line in lines] == list(valued)
        for line in lines:
            assert len(line) == (7 if "likely_low" in valued[line[0]] else 5)
        for table, block in zip(whole["tables"], blocks, strict=False):
            name, *rows = block.split("\n")
            assert name == table
            assert len({row.count("\t") for row in rows}) == 1

    def test_get_gives_each_answer_and_each_table(self, number: int) -> None:
        result = asked(number)
        whole = document(result)
        for name, answer in whole["answers"].items():
            if answer["value"] is None:
                with pytest.raises(DomainError):
                    bare(result, name)
            else:
                assert bare(result, name) == str(answer["value"])
        for name, rows in whole["tables"].items():
            for got, row in zip(csv.DictReader(io.StringIO(bare(result, name))), rows, strict=True):
                told = {key: str(one) for key, one in row.items() if not key.endswith("_open")}
                assert {key: one for key, one in got.items() if one} == told

    def test_markdown_and_html_tables_are_square(self, number: int) -> None:
        for block in md(asked(number), Style()).split("\n\n"):
            rows = [line for line in block.split("\n") if line.startswith("|")]
            assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1
        for table in html(asked(number)).split("<table>")[1:]:
            rows = table.split("</table>")[0].split("<tr>")[1:]
            assert len({row.count("<td") for row in rows}) == 1

    @pytest.mark.parametrize("width", [40, 60, 80, 120])
    def test_a_screen_fits_its_width_and_cuts_no_number(self, number: int, width: int) -> None:
        drawn = re.sub(r"\x1b\[[0-9;]*m", "", screen(asked(number), Style(width=width)))
        assert max(map(len, drawn.split("\n"))) <= width
        shown = " ".join(drawn.split())
        numbers = re.findall(r"[-+]?\d[\d,.]*(?:\.\.[-+]?\d[\d,.]*)?", text(asked(number)))
        assert all(one.rstrip(".,") in shown for one in numbers)

    def test_explain_puts_the_numbers_in(self, number: int) -> None:
        answers = document(asked(number), explain=True)["answers"].values()
        explained = [answer for answer in answers if "formula" in answer]
        assert explained
        assert all(answer["source"] for answer in explained)
        for show in (text, plain, md):
            assert all(answer["formula"] in show(asked(number), EXPLAINED) for answer in explained)


def test_numbers_are_put_into_a_formula_so_that_it_gives_the_answer() -> None:
    checked = 0
    for number in range(len(ASKED)):
        for name, answer in document(asked(number), explain=True)["answers"].items():
            expression = answer.get("formula", "").split(" = ")[-1].replace("^", "**")
            if expression and set(expression) <= set("0123456789.+-*/() e"):
                worked = eval(expression)  # noqa: S307  digits and signs of a formula of ours
                assert worked == pytest.approx(answer["value"], rel=1e-4, abs=1e-9), name
                checked += 1
    assert checked > 20


def test_a_formula_of_a_row_is_explained_with_the_numbers_of_the_row() -> None:
    given = {**HOME, "prior_year": "4", "growth": "18", "rest_growth": "10"}
    assert (
        "methods, rest_growth: full_year = ytd + (prior_year - prior_ytd) * (1 + rest_growth)"
        " = 3.4 + (4 - 2.8813559) * (1 + 0.1) = 4.63" in plain(ask(PROJECT, given), EXPLAINED)
    )


class TestWords:
    def test_a_figure_stands_in_the_sentence_as_it_was_written(self) -> None:
        assert sentence(TARGET(base="USD4bn+", goal="10bn", year=2030)).startswith(
            "From USD4bn+ in 2024 to 10bn in 2030 takes "
        )
        assert sentence(TARGET(base=4, goal=12.5, rate=0.18)).startswith(
            "From 4 in 2024 at 18 % a year, 12.5 is reached in 2031"
        )
        given = {"from": "4", "rate": "0.185", "years": "1"}
        assert sentence(ask(GROWTH, given, fractions=True)).startswith("A growth of 18.5 % from 4")

    def test_one_year_is_a_year(self) -> None:
        lines = text(TARGET(base=4, goal=10, year=2025)).split("\n")
        assert "years                1 year" in [re.sub(" {3,}", " " * 16, line) for line in lines]

    def test_what_is_left_out_and_what_has_no_range_is_said_with_its_reason(self) -> None:
        result = asked(2)
        assert any(note.startswith("least_squares_rate is left out: ") for note in notes(result))
        with pytest.raises(DomainError, match="above zero"):
            bare(result, "least_squares_rate")
        why = DomainError("growth from {level} is none", level=0)
        result.answers["cagr"] = Open(0.2, why, ("value_1", "value_2"))
        said = "within the rounding of value 1 and value 2, growth from 0 is none"
        assert f"cagr has no range: {said}." in notes(result)
        assert document(result)["answers"]["cagr"]["open"] == said
        assert re.search(r"^CAGR +\+20\.00 % +open$", text(result), re.MULTILINE)

    def test_signs_of_two_columns_and_of_none_are_aligned(self) -> None:
        result = ask(DECOMPOSE, {"part": ["韓国=2.2", "Tée=0.5"]})
        lines = text(result).split("parts\n")[1].split("\n")
        assert lines[1].startswith("韓国     ")
        assert lines[2].startswith("Tée      ")

    def test_a_title_and_a_name_leave_no_mark_in_a_document(self) -> None:
        result = ask(DECOMPOSE, {"part": ["<b>*A*|[x]=2.2", "# B=0.5"]})
        assert "| \\<b\\>\\*A\\*\\|\\[x\\] |" in md(result)
        assert "| \\# B |" in md(result)
        tags = re.findall(r"<(\w+)", html(result))
        assert set(tags) == {"p", "b", "table", "caption", "tr", "td"}
        assert tags.count("b") == 1


class TestReport:
    def test_people_read_the_title_the_sentences_then_each_question_and_its_answers(
        self, report: Result
    ) -> None:
        order = [report.title.split(" (")[0], *sentence(report).split("\n")]
        for part in report.parts.values():
            order += [part.question.asks, sentence(part)]
        for show in (text, md, screen):
            said, place = re.sub(r"\x1b\[[0-9;]*m|\\", "", show(report, Style())), 0
            for words in order:
                place = said.index(words, place)
        headings = [line for line in md(report).split("\n") if line.startswith("#")]
        assert headings[1:] == [f"## {part.question.asks}" for part in report.parts.values()]

    def test_json_holds_each_part_whole(self, report: Result) -> None:
        whole = document(report)
        assert list(whole) == [
            *("schema", "command", "title", "summary", "inputs", "tables", "notes", "reports")
        ]
        assert "\n".join(whole["summary"]) == sentence(report)
        assert whole["reports"] == {name: document(part) for name, part in report.parts.items()}

    def test_the_names_of_csv_and_plain_are_those_that_get_takes(self, report: Result) -> None:
        rows = list(csv.DictReader(io.StringIO(as_csv(report, Style()))))
        assert {"target.required_cagr", "track.verdict"} <= {row["name"] for row in rows}
        for row in rows:
            assert bare(report, row["name"]) == row["value"]
        lines = plain(report, Style()).split("\n")
        assert {row["name"] for row in rows} <= {line.split("\t")[0] for line in lines}
        assert "target.path" in lines
        assert bare(report, "years").startswith("year,path,pace\n2024,4.0,4.0\n")

    @pytest.mark.parametrize("name", ["", "required_cagr", "nothing.required_cagr", "target."])
    def test_a_name_of_no_part_is_refused_with_those_there_are(
        self, report: Result, name: str
    ) -> None:
        with pytest.raises(InputError, match=r"there are figures, years, .*track\.verdict"):
            bare(report, name)

    def test_bars_stand_beside_their_numbers_for_people_alone(self, report: Result) -> None:
        assert re.search(
            r"year +path +pace +\| path\n2024 +4\.00 +4\.00 +█+\|", text(report, Style(block="█"))
        )
        assert "#" not in screen(report, Style(width=30)) + plain(report, Style())


def test_names_may_be_typed_with_hyphens_and_others_are_refused() -> None:
    assert bare(asked(0), "growth-rate") == bare(asked(0), "growth_rate")
    with pytest.raises(InputError, match="there is no answer 'speed' here: there are "):
        bare(asked(0), "speed")
    with pytest.raises(InputError, match="there is no answer 'speed'"):
        bare(ask(REPORT, {}), "target.speed")


@pytest.mark.parametrize("name", FORMATS)
def test_the_largest_levels_are_answered_in_every_format(name: str) -> None:
    assert "full" in FORMATS[name](ask(PROJECT, {"ytd": "1e308", "months": "9"}), Style(width=80))


def test_a_word_may_step_between_others() -> None:
    result = asked(10)
    result.answers["verdict"] = Estimate("on-track", Range("limited-progress", "on-track"))
    assert document(result)["answers"]["verdict"]["low"] == "limited-progress"
    assert "limited-progress..on-track" in text(result)
