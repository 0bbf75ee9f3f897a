"""One result in every format: the same answers, each readable by what will read it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
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
    from tradecalc.questions.question import Question

TRADE = Path(__file__).parent.parent / "data" / "us_trade.csv"
FORMATS = (text, screen, plain, md, as_json, as_csv)
HOME = {"ytd": "3.4", "months": "9", "prior_year": "4+", "growth": "18%+"}
GOAL = {"ytd": "3.4", "months": "9", "base": "4", "goal": "10", "year": "2030"}
GROWTHS = {"exports_growth": "26.7%+", "total_growth": "18.5%-"}
EXPLAINED = Style(explain=True)

ASKED: list[tuple[Question, bool, dict[str, Any]]] = [
    (GROWTH, False, {"values": ["2.53", "3.0"]}),
    (GROWTH, True, {"values": ["2.0", "2.5", "3.3", "2.9"], "start_year": "2019"}),
    (GROWTH, False, {"values": ["2", "0", "3"]}),
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
    (DECOMPOSE, True, {"part": ["Cars=2.2:26%", "Tea|x=0.5:0.6"], "total": "3.0"}),
    (CHECK, True, {"claims": ["total@2025-08=3.0", "exports_growth@2025-08=26.7%"]}),
    (CHECK, True, {"claims": ["total@2025=3.0bn", "exports@2025=4.0bn"]}),
]


def asked(number: int) -> Result:
    question, rounded, given = ASKED[number]
    return ask(question, given, rounded=rounded)


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


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
            if isinstance(answer.get("low"), float):
                assert answer["low"] <= answer["value"] <= answer["high"]
        assert not re.search(r"NaN|-0\.0\b(?!\d)", printed)

    def test_csv_plain_and_get_have_the_answers_of_json(self, number: int) -> None:
        result = asked(number)
        whole = document(result)
        answers = {name: one for name, one in whole["answers"].items() if one["value"] is not None}
        rows = records(as_csv(result, Style()))
        assert [row["name"] for row in rows] == list(answers)
        for row in rows:
            name = row.pop("name")
            assert row == {key: str(answers[name].get(key, "")) for key in row}
            assert bare(result, name) == row["value"]
        for name in whole["answers"].keys() - answers.keys():
            with pytest.raises(DomainError):
                bare(result, name)
        first, *blocks = plain(result, Style()).split("\n\n")
        lines = [line.split("\t") for line in first.split("\n")]
        assert [line[0] for line in lines] == list(answers)
        assert {len(line) == 5 + 2 * ("likely_low" in answers[line[0]]) for line in lines} == {True}
        for (table, cells), block in zip(whole["tables"].items(), blocks, strict=False):
            name, *shown = block.split("\n")
            assert name == table
            assert len({row.count("\t") for row in shown}) == 1
            for got, row in zip(records(bare(result, table)), cells, strict=True):
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


def test_a_figure_stands_in_the_sentence_as_it_was_written() -> None:
    said = sentence(TARGET(base="USD4bn+", goal="10bn", year=2030))
    assert said.startswith("From over 4 bn USD in 2024 to 10 bn USD in 2030 takes ")
    said = sentence(TARGET(base=4, goal=12.5, rate=0.18))
    assert said.startswith("From 4 in 2024 at 18 % a year, 12.5 is reached in 2031")
    for rate in ("0.185", "=0.185", "18.5%"):  # a range of fractions would not read as per cent
        given = {"from": "4", "rate": rate, "years": "1"}
        assert " 18.5" in sentence(ask(GROWTH, given, rounded=True, fractions=True))
    months = {"monthly": str(TRADE), "series": "exports to Mexico", "current_year": "2021"}
    said = sentence(ask(PROJECT, {**months, "months": "9"}))
    assert said.startswith("exports to Mexico: 204,292 in nine months of 2021 was heading for 274,")
    said = sentence(CHECK("exports@2025=3.35..3.45bn", "exports@2025=USD40mn"))
    assert "3.35 to 3.45 bn USD" in said


def test_what_is_left_out_and_what_has_no_range_is_said_with_its_reason() -> None:
    result = asked(2)
    assert any(note.startswith("least_squares_rate is left out: ") for note in notes(result))
    why = DomainError("growth from {level} is none", level=0)
    result.answers["cagr"] = Open(0.2, why, ("value_1", "value_2"))
    said = "within the rounding of value 1 and value 2, growth from 0 is none"
    assert f"cagr has no range: {said}." in notes(result)
    assert document(result)["answers"]["cagr"]["open"] == said
    assert re.search(r"^CAGR +\+20\.00 % +open$", text(result), re.MULTILINE)


def test_signs_of_two_columns_and_of_none_are_aligned() -> None:
    result = ask(DECOMPOSE, {"part": ["韓国=2.2", "Tée=0.5"]})
    lines = text(result).split("parts\n")[1].split("\n")
    assert lines[1].startswith("韓国     ")
    assert lines[2].startswith("Tée      ")


def test_a_title_and_a_name_leave_no_mark_in_a_document() -> None:
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
            order += [part.question.asks, sentence(part).split("\n")[0]]
        for show in (text, md, screen):
            said, place = re.sub(r"\x1b\[[0-9;]*m|\\", "", show(report, Style())), 0
            for words in order:
                place = said.index(words, place)

    def test_the_names_of_csv_and_plain_are_those_that_get_takes(self, report: Result) -> None:
        rows = {row["name"]: row["value"] for row in records(as_csv(report, Style()))}
        assert {"target.required_cagr", "track.verdict"} <= rows.keys()
        assert rows == {name: bare(report, name) for name in rows}
        lines = plain(report, Style()).split("\n")
        assert {*rows, "target.path"} <= {line.split("\t")[0] for line in lines}
        assert bare(report, "years").startswith("year,path,pace\n2024,4.0,4.0\n")

    @pytest.mark.parametrize("name", ["", "required_cagr", "nothing.required_cagr", "target."])
    def test_a_name_of_no_part_is_refused_with_those_there_are(
        self, report: Result, name: str
    ) -> None:
        with pytest.raises(
            InputError, match=r"choose from figures, years, .*track\.verdict|did you mean target"
        ):
            bare(report, name)

    def test_bars_stand_beside_their_numbers_for_people_alone(self, report: Result) -> None:
        assert re.search(
            r"year +path +pace +\| path\n2024 +4\.00 +4\.00 +█+\|", text(report, Style(signs=True))
        )
        assert "#" not in screen(report, Style(width=30)) + plain(report, Style())


@pytest.mark.parametrize("show", FORMATS)
def test_the_largest_levels_are_answered_in_every_format(show: Any) -> None:
    assert "full" in show(ask(PROJECT, {"ytd": "1e308", "months": "9"}), Style(width=80))


def test_a_word_may_step_between_others() -> None:
    result = asked(9)
    result.answers["verdict"] = Estimate("on-track", Range("limited-progress", "on-track"))
    assert document(result)["answers"]["verdict"]["low"] == "limited-progress"
    assert "limited..on track" in text(result)
    result.answers["verdict"] = Open("on-track", DomainError("it has none"))
    assert re.search(r"^verdict +on track +open$", text(result), re.MULTILINE)
