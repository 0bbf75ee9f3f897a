"""The report of a case: the other commands' reports as they are, three sentences, a picture."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, Estimate, InputError, Range
from tradecalc.commands.check import check
from tradecalc.commands.decompose import decompose
from tradecalc.commands.project import project
from tradecalc.commands.published import claims_of
from tradecalc.commands.report import report
from tradecalc.commands.target import target
from tradecalc.commands.track import track
from tradecalc.inputs.cases import built_in_text, read_case
from tradecalc.inputs.question import Question
from tradecalc.outputs.display import Style, estimate_text
from tradecalc.outputs.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradecalc.outputs.report import Report

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


def parts(whole: Report) -> dict[str, Report]:
    return {part.name: part.report for part in whole.parts}


def point(whole: Report, name: str) -> Estimate:
    found, rest = whole.part(name)
    value = found.answer(rest).value
    assert isinstance(value, Estimate)
    return value


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "case.toml"
        path.write_text(text)
        return str(path)

    return write


@pytest.fixture(scope="module")
def home() -> Report:
    return report(Question(rounded=True), drawn=True)


class TestTheBuiltInCase:
    def test_it_opens_with_three_sentences_that_hold_the_figures(self, home: Report) -> None:
        text = FORMATS["table"](home, Style())
        title, rule, blank, *sentences = text.split("\n")[:6]
        place = "(BAQ.kz, 2025-11-14)"
        assert title == f"Kazakhstan and Uzbekistan: trade on its way to 10 bn USD {place}"
        assert (set(rule), blank) == ({"="}, "")
        year = (
            "Trade came to 3.4 bn USD in the first 9 months of 2025, up more than 18 %, which"
            " points to 4.59 bn USD for the year, between 4.39 and 4.85 four times in five."
        )
        goal = (
            "The goal of 10 bn USD in 2030 takes +16.5 % a year from more than 4 bn USD in 2024,"
            " which makes 4.66 bn USD in 2025."
        )
        verdict = (
            "At 4.59 bn USD the year is behind the path, and growth has to accelerate, though by"
            " same growth it is on track; these figures can all be true at once."
        )
        assert sentences == [year, goal, verdict]

    # The rows of the home case, as people read them: a value and its range, rounded outwards;
    # an end that is the value itself is written as the value is.
    @pytest.mark.parametrize(
        ("name", "digits", "shown"),
        [
            ("growth.from", 2, ("2.88", "2.81", "2.93")),
            ("decompose.prior_total", 2, ("2.53", "2.48", "2.58")),
            ("decompose.imports", 2, ("0.80", "0.70", "0.90")),
            ("decompose.prior_imports", 2, ("0.80", "0.71", "0.89")),
            ("decompose.imports_growth", 1, ("+0.6", "-2.4", "+2.7")),
            ("decompose.exports_contribution", 1, ("+18.3", "+17.5", "+19.2")),
            ("decompose.imports_contribution", 1, ("+0.2", "-0.7", "+0.9")),
            ("decompose.balance", 2, ("1.40", "1.25", "1.55")),
            ("decompose.coverage_ratio", 0, ("275", "238", "322")),
            ("project.full_year", 2, ("4.59", "4.56", "5.34")),
            ("project.prior_ytd", 2, ("2.88", "2.81", "2.93")),
            ("target.required_cagr", 1, ("+16.5", "+12.2", "+16.5")),
            ("track.milestone", 2, ("4.66", "4.66", "5.62")),
            ("track.pace_ratio", 2, ("0.89", "0.41", "0.97")),
        ],
    )
    def test_it_reproduces_what_follows_from_the_article(
        self, home: Report, name: str, digits: int, shown: tuple[str, str, str]
    ) -> None:
        part, rest = home.part(name)
        assert estimate_text(point(home, name), part.answer(rest).kind, digits) == shown

    @pytest.mark.parametrize(
        ("table", "row", "column", "shown"),
        [
            ("project.methods", "straight_line", "full_year", ("4.53", "4.46", "4.60")),
            ("project.methods", "same_growth", "full_year", ("4.72", "4.72", "5.95")),
            ("project.methods", "flat_remainder", "full_year", ("4.52", "4.51", "5.56")),
            ("project.methods", "blend", "full_year", ("4.59", "4.56", "5.34")),
            ("project.methods", "straight_line", "growth", ("+13.3", "-10.7", "+15.0")),
            ("project.methods", "straight_line", "rest_growth", ("+1.3", "-48.9", "+6.9")),
            ("track.methods", "straight_line", "pace_ratio", ("0.81", "-0.88", "0.91")),
            ("track.methods", "same_growth", "pace_ratio", ("1.09", "1.09", "1.56")),
            ("track.methods", "blend", "pace_ratio", ("0.89", "0.41", "0.97")),
            ("track.methods", "straight_line", "required_from_now", ("+17.1", "+16.8", "+17.5")),
            ("track.methods", "same_growth", "required_from_now", ("+16.2", "+10.9", "+16.2")),
            ("target.what_if", 0.18, "level", ("10.80", "10.80", "13.50")),
            ("target.what_if", 0.18, "first_year_at_goal", ("2030", "2029", "2030")),
        ],
    )
    def test_so_do_its_tables(
        self, home: Report, table: str, row: str | float, column: str, shown: tuple[str, str, str]
    ) -> None:
        part, name = home.part(table)
        found = part.table(name)
        assert found is not None
        k = [one.name for one in found.columns].index(column)
        firsts = [c.value if isinstance(c, Estimate) else c for c, *_ in found.rows]
        value = found.rows[firsts.index(row)][k]
        assert isinstance(value, Estimate)
        digits = len(shown[0].partition(".")[2])
        assert estimate_text(value, found.columns[k].kind, digits) == shown

    # September alone, and what only the claims imply: the ends as shown outwards.
    @pytest.mark.parametrize(
        ("table", "row", "low", "high"),
        [
            ("between", ("total", "2025-08", "2025-09"), "0.30", "0.50"),
            ("between", ("total", "2024-08", "2024-09"), "0.23", "0.44"),
            ("implied", ("total@2024-09",), "2.81", "2.93"),
            ("implied", ("total@2024-08",), "2.48", "2.58"),
            ("implied", ("imports@2024-08",), "0.71", "0.89"),
        ],
    )
    def test_so_does_what_the_claims_imply(
        self, home: Report, table: str, row: tuple[str, ...], low: str, high: str
    ) -> None:
        text = FORMATS["table"](parts(home)["check"], Style())
        block = next(part for part in text.split("\n\n") if part.startswith(table))
        line = next(ln for ln in block.split("\n") if tuple(ln.split()[: len(row)]) == row)
        assert line.split()[len(row) :][:2] == [low, high]

    def test_every_part_is_the_command_s_own_report(self, home: Report) -> None:
        def ask() -> Question:
            return Question(rounded=True, unit="bn USD")

        months: dict[str, Any] = {"ytd": "3.4", "months": "9", "growth": "18%+"}
        goal: dict[str, Any] = {"base": "4+", "goal": "10", "year": "2030", "base_year": "2024"}
        expected = {
            "project": project(ask(), **months, prior_year="4+", flow="over-1bn"),
            "target": target(ask(), **goal, what_if="18%"),
            "track": track(ask(), **months, **goal, current_year="2025", flow="over-1bn"),
            "decompose": decompose(
                ask(),
                exports="2.2",
                exports_growth="26.7%+",
                total="3.0",
                total_growth="18.5%-",
            ),
            "check": check(ask(), claims=claims_of(read_case())),
        }
        assert list(parts(home)) == ["growth", *expected]
        for name, alone in expected.items():
            mine = parts(home)[name]
            assert (mine.summary, mine.answers, mine.tables) == (
                *(alone.summary, alone.answers, alone.tables),
            )

    def test_it_says_nothing_twice(self, home: Report) -> None:
        notes = [note for part in home.parts for note in part.report.notes]
        assert len(set(notes)) == len(notes)
        figures = home.table("figures")
        assert figures is not None
        assert len(set(figures.rows)) == len(figures.rows) == 8

    def test_the_picture_holds_the_path_and_the_pace(self, home: Report) -> None:
        picture = home.picture
        assert picture is not None
        assert [round(level, 2) for _, level in picture.path] == [
            *(4.0, 4.66, 5.43, 6.32, 7.37, 8.58, 10.0)
        ]
        assert picture.projected is not None
        assert picture.pace[0] == picture.projected[:2]
        assert picture.pace[-1][1] == pytest.approx(4 * (picture.pace[0][1] / 4) ** 6)

    def test_the_case_that_is_printed_gives_the_same_report(
        self, home: Report, written: Callable[[str], str]
    ) -> None:
        assert report(Question(), case=written(built_in_text()), drawn=True) == home


class TestOwnCases:
    def test_months_of_a_file_give_the_base_and_the_years_before(
        self, written: Callable[[str], str]
    ) -> None:
        whole = report(Question(), case=written(MONTHS), drawn=True)
        assert list(parts(whole)) == ["project", "track"]
        assert "exports to Mexico came to" in FORMATS["table"](whole, Style())
        assert whole.picture is not None
        assert [year for year, _ in whole.picture.known] == [2018, 2019, 2020, 2021]
        growth = 1 + point(whole, "track.required_cagr").value
        base = point(whole, "track.milestone").value / growth
        assert whole.picture.known[-1][1] == pytest.approx(base)

    def test_a_base_beside_the_months_is_rounded_as_everything_published(
        self, written: Callable[[str], str]
    ) -> None:
        text = MONTHS.replace("goal =", 'base = "3.0e5"\ngoal =')
        whole = report(Question(), case=written(text))
        base = parts(whole)["track"].readings["base"].estimate
        assert base == Estimate(300000.0, Range(295000.0, 305000.0))

    def test_a_contradiction_is_said_in_the_third_sentence(
        self, written: Callable[[str], str]
    ) -> None:
        text = built_in_text().replace("claims = [", 'claims = [\n"imports@2025-08=1.5",')
        whole = report(Question(), case=written(text))
        assert whole.summary.endswith(
            "these figures cannot all be true: exports@2025-08=2.2 and imports@2025-08=1.5 put"
            " total@2025-08 at 3.60 bn USD or more, and total@2025-08=3.0 is at most 3.05 bn USD."
        )
        assert parts(whole)["check"].says_no
        assert not whole.says_no  # a report answers; `check` is asked for a yes or a no

    def test_a_question_without_an_answer_is_left_out_and_the_note_says_why(
        self, written: Callable[[str], str]
    ) -> None:
        text = f'{NO_RATE}[parts]\nperiod = 2025\nexports = "2"\nimports = "1"'
        whole = report(Question(), case=written(text))
        assert list(parts(whole)) == ["decompose", "check"]
        assert len(whole.notes) == 1
        assert whole.notes[0].startswith("What does the goal require? There is no answer: ")

    def test_nothing_to_answer_is_an_error(self, written: Callable[[str], str]) -> None:
        with pytest.raises(DomainError, match="What does the goal require"):
            report(Question(), case=written(NO_RATE))

    def test_a_wrong_figure_is_named_with_its_file(self, written: Callable[[str], str]) -> None:
        path = written('title = "T"\n[target]\nbase = "4x"\ngoal = "10"\nyear = 2030')
        with pytest.raises(InputError, match=rf"^{re.escape(path)}, line 3: base '4x' "):
            report(Question(), case=path)

    def test_a_picture_needs_a_year_on_its_way_to_a_goal(
        self, written: Callable[[str], str]
    ) -> None:
        path = written('title = "T"\n[target]\nbase = "4"\ngoal = "10"\nyear = 2030')
        with pytest.raises(InputError, match="--chart draws the way to a goal"):
            report(Question(), case=path, drawn=True)

    @pytest.mark.parametrize("months", ["1", "12"])
    def test_the_first_month_and_a_whole_year_have_their_words(
        self, written: Callable[[str], str], months: str
    ) -> None:
        text = f'title = "T"\n[year_to_date]\nytd = "0.4"\nmonths = {months}'
        first = report(Question(), case=written(text)).summary
        assert ("in January of 2025" in first) == (months == "1")
        assert ("the year is complete" in first) == (months == "12")


def test_json_holds_the_contract(home: Report) -> None:
    document = json.loads(FORMATS["json"](home, Style()))
    assert (document["schema"], document["command"]) == (1, "report")
    assert list(document["reports"]) == list(parts(home))
    assert len(document["summary"]) == 3
    assert document["inputs"]["ytd"] == {"written": "3.4", "value": 3.4, "low": 3.35, "high": 3.45}
    assert not {"to", "years", "what_if_1"} & set(document["inputs"])


class TestTheSentences:
    @pytest.mark.parametrize(
        ("quantity", "growth", "words"),
        [
            ("total", "18%+", "Trade came to 3.4 bn USD in the first 9 months of 2025, up more"),
            (
                "exports",
                "-5%",
                "Exports came to 3.4 bn USD in the first 9 months of 2025, a growth",
            ),
            ("imports", "about:7", "2025, up about 7 %, which points to"),
        ],
    )
    def test_the_year_is_told_in_the_words_of_its_figures(
        self, written: Callable[[str], str], quantity: str, growth: str, words: str
    ) -> None:
        text = (
            f'title = "T"\nunit = "bn USD"\nquantity = "{quantity}"\n'
            f'[year_to_date]\nytd = "3.4"\nmonths = 9\ngrowth = "{growth}"\n'
        )
        assert words in report(Question(), case=written(text)).summary

    @pytest.mark.parametrize(
        ("ytd", "goal", "verdict"),
        [
            ("4.5", "10", "the year is on track"),
            ("3.4", "10", "the year is behind the path, and growth has to accelerate"),
            ("3.1", "10", "the year makes limited progress only"),
            ("2.4", "10", "the year moves away from the goal"),
            ("2.4", "2", "the year is on track"),
        ],
    )
    def test_the_verdict_is_told_in_words(
        self, written: Callable[[str], str], ytd: str, goal: str, verdict: str
    ) -> None:
        text = (
            f'title = "T"\n[target]\nbase = "4"\ngoal = "{goal}"\nyear = 2030\n'
            f'[year_to_date]\nytd = "{ytd}"\nmonths = 9\n'
        )
        assert f"t {{track.full_year}} {verdict}" in report(Question(), case=written(text)).summary

    def test_a_later_year_has_its_own_last_year(self, written: Callable[[str], str]) -> None:
        text = (
            'title = "T"\n[target]\nbase = "4"\nbase_year = 2024\ngoal = "10"\nyears = 6\n'
            '[year_to_date]\nytd = "4.4"\nmonths = 9\nprior_year = "5.4"\ngrowth = "12%"\n'
            "current_year = 2027\n"
        )
        whole = report(Question(), case=written(text), drawn=True)
        assert "of 2027" in whole.summary
        assert "which makes {track.milestone} in 2027" in whole.summary
        assert claims_of(read_case(written(text))) == [
            *("total@2024=4", "total@2026=5.4", "total@2027-09=4.4", "total_growth@2027-09=12%")
        ]
        picture = whole.picture
        assert picture is not None
        assert (picture.goal[0], picture.pace[0][0], picture.path[0][0]) == (2030, 2027, 2024)


class TestOddCases:
    def test_a_file_without_a_unit_is_in_that_of_the_case(
        self, written: Callable[[str], str]
    ) -> None:
        text = MONTHS.replace("[target]", 'unit = "mn USD"\n[target]')
        whole = report(Question(), case=written(text))
        assert whole.part("track.milestone")[0].unit == "mn USD"
        assert "The goal of 500,000 mn USD in 2030" in whole.summary

    def test_a_year_that_nobody_stated_is_noted(self, written: Callable[[str], str]) -> None:
        text = 'title = "T"\n[year_to_date]\nytd = "3.4"\nmonths = 9\nprior_ytd = "2.9"\n'
        assert report(Question(), case=written(text)).notes == (
            *("The months so far are taken to be of 2025; set current_year.",),
        )
        stated = report(Question(), case=written(f"{text}current_year = 2023\n"))
        assert stated.notes == ()
        assert "of 2023, +17.2 % on the same months of 2022," in FORMATS["table"](stated, Style())

    def test_a_doubtful_figure_is_doubted_once_by_its_key(
        self, written: Callable[[str], str]
    ) -> None:
        text = built_in_text().replace('"18%+"', '"0.18"')
        assert report(Question(), case=written(text)).warnings == (
            "growth 0.18 was read as 0.18 %; write 18, or add --fractions.",
        )

    def test_the_years_of_a_goal_are_counted_from_the_base(
        self, written: Callable[[str], str]
    ) -> None:
        text = 'title = "T"\n[target]\nbase = "4"\ngoal = "10"\nbase_year = 2023\nyears = 5\n'
        figures = report(Question(), case=written(text)).table("figures")
        assert figures is not None
        assert [row[:2] for row in figures.rows] == [("total", "2023"), ("goal", "2028")]

    def test_a_complete_year_is_known_and_not_projected(
        self, written: Callable[[str], str]
    ) -> None:
        text = built_in_text().replace("months = 9", "months = 12").replace('"3.4"', '"4.7"')
        picture = report(Question(), case=written(text), drawn=True).picture
        assert picture is not None
        assert picture.known == ((2024, 4.0), (2025, 4.7))
        assert (picture.projected, picture.to_date) == (None, None)

    def test_parts_alone_have_a_sentence(self, written: Callable[[str], str]) -> None:
        text = 'title = "T"\n[parts]\nperiod = 2025\npart = ["Cars=2.2:26%", "Tea=0.5:0.6"]\n'
        whole = report(Question(), case=written(text))
        assert "2.7" in FORMATS["table"](whole, Style()).split("\n")[3]

    def test_the_base_and_last_year_s_total_are_one_figure(
        self, written: Callable[[str], str]
    ) -> None:
        months = "[year_to_date]\n"
        text = built_in_text().replace(months, f'{months}prior_year = "4.4"\n')
        with pytest.raises(InputError, match=r"base 4\+ and prior_year 4.4 are one figure"):
            report(Question(), case=written(text))
        same = report(Question(), case=written(text.replace('"4.4"', '"4+"')))
        assert {part.name for part in same.parts} >= {"project", "target", "track"}

    def test_a_growth_that_leaves_nothing_keeps_no_goal_from_its_answer(
        self, written: Callable[[str], str]
    ) -> None:
        text = built_in_text().replace('figure = "18%+"', 'figure = "-100%"')
        whole = report(Question(), case=written(text))
        assert "target" in {part.name for part in whole.parts}
        assert not any("what-if" in note for note in whole.notes)

    def test_a_case_of_one_claim_is_one(self, written: Callable[[str], str]) -> None:
        whole = report(Question(), case=written('title = "T"\nclaims = ["total@2025=3"]\n'))
        assert whole.summary == "This figure can be true."

    def test_nothing_advises_an_option_that_a_case_has_not(
        self, written: Callable[[str], str]
    ) -> None:
        text = built_in_text().replace('flow = "over-1bn"', "").replace('unit = "bn USD"', "")
        whole = report(Question(), case=written(text))
        notes = [note for part in whole.parts for note in part.report.notes]
        assert any("set flow" in note for note in notes)
        assert not any("--" in note for note in notes)
        with pytest.raises(InputError, match=r"has no period: write .* for the year$"):
            report(Question(), case=written('title = "T"\nclaims = ["total=3"]\n'))
