"""The report of a case: the other questions' answers as they are, three sentences, a picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc.core.ranges import Estimate
from tradecalc.errors import DomainError, InputError
from tradecalc.figures.case import built_in_text
from tradecalc.questions.check import CHECK
from tradecalc.questions.decompose import DECOMPOSE
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Result, ask
from tradecalc.questions.report import REPORT
from tradecalc.questions.target import TARGET
from tradecalc.questions.track import TRACK
from tradecalc.show import text
from tradecalc.show.chart import picture_of
from tradecalc.show.digits import estimate_text
from tradecalc.show.machine import document

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[str], Result]

NO_RATE = 'title = "T"\n[target]\nbase = "0"\ngoal = "10"\nyear = 2030\n'
TRADE = Path(__file__).parent.parent / "data" / "us_trade.csv"
MONTHS = f"""
title = "Exports to Mexico"
[target]
base_year = 2021
goal = "500000"
year = 2030
[monthly]
file = "{TRADE}"
series = "exports to Mexico"
"""
HOME_ROWS = {
    "growth.from": "2.88 2.81 2.93",
    "decompose.prior_total": "2.53 2.48 2.58",
    "decompose.imports": "0.80 0.70 0.90",
    "decompose.imports_growth": "+0.6 -2.4 +2.7",
    "decompose.imports_contribution": "+0.2 -0.7 +0.9",
    "decompose.balance": "1.40 1.25 1.55",
    "decompose.coverage_ratio": "275 238 322",
    "project.full_year": "4.59 4.56 5.34",
    "target.required_cagr": "+16.5 +12.2 +16.5",
    "track.milestone": "4.66 4.65 5.62",
    "track.pace_ratio": "0.89 0.41 0.97",
    "project.methods.straight_line.full_year": "4.53 4.46 4.60",
    "project.methods.same_growth.full_year": "4.72 4.72 5.95",
    "project.methods.straight_line.rest_growth": "+1.3 -48.9 +6.9",
    "track.methods.same_growth.pace_ratio": "1.09 1.09 1.56",
    "track.methods.blend.pace_ratio": "0.89 0.41 0.97",
    "track.methods.straight_line.required_from_now": "+17.1 +16.8 +17.5",
    "track.methods.same_growth.required_from_now": "+16.2 +10.9 +16.3",
    "track.methods.straight_line.pace_ratio": "0.81 -0.88 0.91",
    "project.methods.straight_line.growth": "+13.3 -10.7 +15.0",
    "project.methods.flat_remainder.full_year": "4.52 4.51 5.56",
}
SO_FAR = 'title = "T"\n[year_to_date]\nytd = "3.4"\nmonths = 9\n'


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Report the case of a text."""
    path = tmp_path / "case.toml"

    def ask_it(text: str) -> Result:
        path.write_text(text)
        return REPORT(str(path))

    return ask_it


@pytest.fixture(scope="module")
def home() -> Result:
    return REPORT()


def notes(result: Result) -> list[str]:
    return [note for part in (result, *result.parts.values()) for note in text.notes(part)]


def plain(result: Result) -> tuple[Any, ...]:
    """The tables and the answers, but for the reasons of those that have no value."""
    found = {n: one for n, one in result.answers.items() if isinstance(one, (Estimate, str))}
    return result.tables, found


def home_with(old: str, new: str) -> str:
    assert old in built_in_text()
    return built_in_text().replace(old, new)


class TestTheBuiltInCase:
    # The rows of the home case, as people read them: a value and its range, rounded outwards.
    @pytest.mark.parametrize("row", HOME_ROWS)
    def test_it_reproduces_what_follows_from_the_article(self, home: Result, row: str) -> None:
        part, answer, *cell = row.split(".")
        found, declared = home.parts[part].answers[answer], home.parts[part].question.answers
        if cell:
            found = next(row for row in found if row["method"] == cell[0])[cell[1]]
            declared = home.parts[part].question.tables[answer]
        value, *_ = shown = tuple(HOME_ROWS[row].split())
        digits = len(value.partition(".")[2])
        assert estimate_text(found, declared[cell[1] if cell else answer].kind, digits) == shown

    def test_every_part_is_the_answer_of_its_own_question(self, home: Result) -> None:
        months: dict[str, Any] = {"ytd": "3.4", "months": "9", "growth": "18%+"}
        goal: dict[str, Any] = {"base": "4+", "goal": "10", "year": "2030", "base_year": "2024"}
        parts = {"total": "3.0", "total_growth": "18.5%-", "exports": "2.2"}
        flow = {"flow": "over-1bn"}
        claims = [
            f"{row['figure']}@{row['period']}={row['written']}" for row in home.tables["figures"]
        ]
        asked = {
            PROJECT: {**months, **flow, "prior_year": "4+"},
            TARGET: {**goal, "what_if": "18%"},
            TRACK: {**months, **goal, **flow, "current_year": "2025"},
            DECOMPOSE: {**parts, "exports_growth": "26.7%+"},
            CHECK: {"claims": [claim for claim in claims if not claim.startswith("goal")]},
        }
        assert list(home.parts) == ["growth", *(question.name for question in asked)]
        for question, given in asked.items():
            alone = ask(question, given, rounded=True, unit="bn USD")
            assert plain(home.parts[question.name]) == plain(alone)

    def test_it_says_nothing_twice(self, home: Result) -> None:
        said = [
            (note.template, *note.fields.items()) for r in home.parts.values() for note in r.notes
        ]
        assert len(set(said)) == len(said)
        rows = [tuple(row.values()) for row in home.tables["figures"]]
        assert len(set(rows)) == len(rows) == 8

    def test_the_picture_holds_the_path_and_the_pace(self, home: Result) -> None:
        picture = picture_of(home)
        levels = [round(level, 2) for _, level in picture.path]
        assert levels == [4.0, 4.66, 5.43, 6.32, 7.37, 8.58, 10.0]
        assert picture.running is not None
        assert picture.pace[0] == (picture.running.year, picture.running.full_year)
        assert picture.pace[-1][1] == pytest.approx(4 * (picture.pace[0][1] / 4) ** 6)

    def test_the_case_that_is_printed_gives_the_same_document(
        self, home: Result, report: Report
    ) -> None:
        found = document(home)
        assert document(report(built_in_text())) == found
        assert (found["command"], list(found["reports"])) == ("report", list(home.parts))
        assert found["inputs"]["ytd"] == {"written": "3.4", "value": 3.4, "low": 3.35, "high": 3.45}
        assert not {"to", "what_if_1"} & found["inputs"].keys()


class TestMonths:
    def test_they_give_the_base_and_the_years_before(self, report: Report) -> None:
        whole = report(MONTHS)
        assert list(whole.parts) == ["project", "track"]
        assert "exports to Mexico came to" in text.sentence(whole)
        known = picture_of(whole).known
        assert [year for year, _ in known] == [2018, 2019, 2020, 2021]
        track = whole.parts["track"]
        growth = 1 + track.required_cagr.value
        assert known[-1][1] == pytest.approx(track.milestone.value / growth)

    def test_a_file_without_a_unit_is_in_that_of_the_case(self, report: Report) -> None:
        whole = report(MONTHS.replace("[target]", 'unit = "mn USD"\n[target]'))
        assert whole.parts["track"].milestone.unit == "mn USD"
        assert "The goal of 500,000 mn USD in 2030" in text.sentence(whole)


UNREAD = {  # in the place of a text of the built-in case; the line and what is said
    ('"4+"', '"4x"'): "line 27: base '4x' ",  # as `project` has it, it is last year's total
    ('"3.4"', '"3.4%"'): "line 33: ytd must be a level such as 4 or USD4bn, not '3.4%'",
    ('"2.2"', '"2.2 bn EUR"'): "exports in EUR: write both in one currency",
    ('# part = ["Cars=2.2:26%"', 'part = ["Cars=2.x"'): "line 49: part '2.x' ",
}


class TestWhatIsWrong:
    @pytest.mark.parametrize("change", UNREAD)
    def test_a_figure_that_cannot_be_read_is_refused_by_its_key_and_line(
        self, report: Report, change: tuple[str, str]
    ) -> None:
        with pytest.raises(InputError) as refused:
            report(home_with(*change))
        assert UNREAD[change] in str(refused.value)
        assert "--" not in str(refused.value)

    def test_one_that_can_be_read_and_not_used_is_a_note(self, report: Report) -> None:
        whole = report(home_with('total = {figure = "3.0"', 'total = {figure = "2.1"'))
        assert "decompose" not in whole.parts
        assert whole.parts.keys() >= {"project", "target", "track", "check"}
        (said,) = (note for note in text.notes(whole) if note.startswith("What is the total made"))
        assert "exports, 2.2, exceed the total, 2.1" in said

    def test_a_question_without_an_answer_is_left_out_and_the_note_says_why(
        self, report: Report
    ) -> None:
        whole = report(f'{NO_RATE}[parts]\nperiod = 2025\nexports = "2"\nimports = "1"')
        assert list(whole.parts) == ["decompose", "check"]
        (said,) = text.notes(whole)
        assert said.startswith("What does the goal require? There is no answer: ")
        with pytest.raises(DomainError, match=r"What does the goal require\?"):
            report(NO_RATE)

    def test_a_doubtful_figure_is_doubted_once_by_its_key(self, report: Report) -> None:
        doubted = report(home_with('"18%+"', '"0.18"'))
        said = "growth 0.18 was read as 0.18 %; write 18, or add --fractions."
        assert text.doubts(doubted) == [said]

    def test_a_contradiction_is_said_in_the_third_sentence(self, report: Report) -> None:
        whole = report(home_with("claims = [", 'claims = [\n"imports@2025-08=1.5",'))
        assert text.sentence(whole).endswith(text.sentence(whole.parts["check"]))
        assert "These figures cannot all be true" in text.sentence(whole)
        assert whole.parts["check"].says_no
        assert not whole.says_no  # a report answers; `check` is asked for a yes or a no


class TestTheSentences:
    def test_a_later_year_has_its_own_last_year(self, report: Report) -> None:
        whole = report(
            'title = "T"\n[target]\nbase = "4"\nbase_year = 2024\ngoal = "10"\nyears = 6\n'
            '[year_to_date]\nytd = "4.4"\nmonths = 9\nprior_year = "5.4"\ngrowth = "12%"\n'
            "current_year = 2027\n"
        )
        assert re.search(r"and so [\d.]+ in 2027", text.sentence(whole))
        rows = [(row["figure"], row["period"], row["written"]) for row in whole.tables["figures"]]
        assert rows == [
            ("total", "2024", "4"),
            ("total", "2026", "5.4"),
            ("total", "2027-09", "4.4"),
            ("total_growth", "2027-09", "12%"),
            ("goal", "2030", "10"),
        ]
        picture = picture_of(whole)
        assert (picture.goal[0], picture.pace[0][0], picture.path[0][0]) == (2030, 2027, 2024)

    def test_a_year_that_nobody_stated_is_noted(self, report: Report) -> None:
        said = "The months are of 2025 (current_year)."
        assert text.notes(report(SO_FAR)) == [said]
        assert text.notes(report(f"{SO_FAR}current_year = 2023\n")) == []

    def test_a_complete_year_is_known_and_not_projected(self, report: Report) -> None:
        picture = picture_of(
            report(home_with("months = 9", "months = 12").replace('"3.4"', '"4.7"'))
        )
        assert picture.known == ((2024, 4.0), (2025, 4.7))
        assert picture.running is None
