"""`decompose`: exports and imports, any parts of a total, and a file of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc.core.ranges import Open
from tradecalc.errors import DomainError, InputError, TradecalcError
from tradecalc.questions.decompose import DECOMPOSE
from tradecalc.questions.question import Result, ask
from tradecalc.show.text import doubts, notes, sentence

if TYPE_CHECKING:
    from pathlib import Path

HOME = {"total": "3.0", "total_growth": "18.5%-", "exports": "2.2", "exports_growth": "26.7%+"}
LEVELS = {"exports": "2.2", "imports": "0.8", "total": "3.0"}
BEFORE = {
    "prior_exports": "1.75",
    "prior_imports": "0.75",
    "prior_total": "2.5",
    "exports_growth": f"{100 * (2.2 / 1.75 - 1)}%",
    "total_growth": "20%",
    "imports_growth": f"{100 * (0.8 / 0.75 - 1)}%",
}
# What is written leaves next to nothing of the total, and the rounding nothing at all.
CUT = {"total": "3.0", "exports": "3.0", "prior_total": "2.9", "prior_exports": "2.8"}


def decompose(**given: Any) -> Result:
    """Ask as at the prompt."""
    return ask(DECOMPOSE, given, rounded=given.pop("rounded", False))


def value(result: Result, name: str) -> float:
    return float(result[name])


def ends(result: Result, name: str) -> tuple[float, float]:
    return result[name].low, result[name].high


def rows(result: Result) -> dict[str, dict[str, Any]]:
    """The table, by the name of the line."""
    (table,) = (cells for cells in result.answers.values() if isinstance(cells, list))
    return {next(iter(row.values())): row for row in table}


def column(result: Result, name: str) -> dict[str, Any]:
    """A column of the table, by the name of the line."""
    return {line: row[name] and row[name].value for line, row in rows(result).items()}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "parts.csv"


class TestFlows:
    def test_the_home_case_in_words(self) -> None:
        result = decompose(**HOME, rounded=True)
        assert sentence(result) == (
            "Imports come to 0.80, +0.6 % on the year before; rounding leaves the sign open."
            "\nOf the total's growth of just under 18.5 %, exports contribute +18.3 pp and"
            " imports +0.2 pp."
        )
        assert notes(result) == ["The rounding leaves open whether imports grew or fell."]
        assert ends(result, "imports_contribution") == pytest.approx((-0.00687, 0.00897), abs=1e-5)

    @pytest.mark.parametrize("missing", LEVELS)
    @pytest.mark.parametrize("first", [name for name in BEFORE if "exports" in name])
    @pytest.mark.parametrize("second", [name for name in BEFORE if "exports" not in name])
    def test_any_two_levels_and_any_two_facts_of_last_year_give_the_same(
        self, missing: str, first: str, second: str
    ) -> None:
        levels = {flow: text for flow, text in LEVELS.items() if flow != missing}
        result = decompose(**levels, **{name: BEFORE[name] for name in (first, second)})
        assert result.headline == missing
        assert value(result, missing) == float(LEVELS[missing])
        assert list(column(result, "prior").values()) == pytest.approx([1.75, 0.75, 2.5])
        for name, expected in {
            "exports_contribution": 0.18,
            "imports_contribution": 0.02,
            "balance_change": 0.4,
            "prior_coverage_ratio": 1.75 / 0.75,
        }.items():
            assert value(result, name) == pytest.approx(expected)

    def test_level_and_growth_that_agree_are_one_fact_and_the_answer_quotes_the_level(self) -> None:
        flows = {"exports": "3", "imports": "2", "prior_exports": "2", "prior_total": "4"}
        result = decompose(**flows, total_growth="30")
        assert value(result, "total_growth") == 0.25
        parts = decompose(part=["A=1:5%"], total="2", total_growth="5", prior_total="1.9")
        assert value(parts, "total_growth") == pytest.approx(2 / 1.9 - 1)
        for one in (result, parts):
            assert "total_growth" not in one.inputs

    def test_those_of_the_flow_that_follows_may_agree_or_clash_too(self) -> None:
        levels = {"exports": "2.2", "total": "3.0", "exports_growth": "10"}
        result = decompose(**levels, prior_imports="0.75", imports_growth="6.7%")
        assert column(result, "prior")["imports"] == 0.75
        with pytest.raises(InputError, match=r"prior_imports 0\.5 and imports_growth 6"):
            decompose(**levels, prior_imports="0.5", imports_growth="6.7%")


class TestZeroAndRounding:
    def test_no_imports_have_no_coverage_ratio(self) -> None:
        result = decompose(exports="2", imports="0")
        with pytest.raises(DomainError, match="imports came to zero"):
            value(result, "coverage_ratio")
        assert sentence(result) == "The total comes to 2.00, and the balance to 2.00."

    def test_a_total_that_stands_still_has_no_shares_of_its_change(self) -> None:
        before = {"prior_exports": "0.2", "prior_imports": "0.1"}
        result = decompose(exports="0.1", imports="0.2", **before)
        assert "share_of_change" not in rows(result)["total"]
        assert value(result, "total_growth") == 0
        assert value(result, "exports_contribution") == pytest.approx(-1 / 3)
        given = {"exports": "2.2", "total": "3.0", "exports_growth": "2", "prior_total": "3.0"}
        for one in (result, decompose(**given, rounded=True)):
            assert any(note.startswith("The total may not have changed") for note in notes(one))

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            (
                {"exports": "3.0", "total": "3.2", "prior_exports": "2.95", "prior_total": "2.9"},
                r"^last year's exports, 2\.95, exceed the total, 2\.9: ",
            ),
            (
                {"part": ["A=1.2:5%", "Grain=0.56:0.6"], "total": "1.7", "total_growth": "5"},
                r"^parts, 1\.76, exceed the total, 1\.7: ",
            ),
        ],
    )
    def test_what_is_written_must_leave_something(self, given: dict[str, Any], reason: str) -> None:
        with pytest.raises(DomainError, match=reason):
            decompose(rounded=True, **given)
        with pytest.raises(InputError, match=reason):
            decompose(**given)

    def test_every_range_ends_where_a_flow_would_be_below_zero(self) -> None:
        result = decompose(**CUT, rounded=True)
        for name, limits in {
            "imports": (0, 0.10),
            "prior_imports": (0, 0.20),
            "balance": (2.85, 3.05),
            "balance_change": (0, 0.50),
            "imports_contribution": (-0.2 / 2.95, 0.1 / 2.85),
            "exports_contribution": (0.1 / 2.95, 0.3 / 2.85),
        }.items():
            assert ends(result, name) == pytest.approx(limits)
        parts = decompose(part=["exports=3.0:2.8"], total="3.0", prior_total="2.9", rounded=True)
        for one, rest in ((result, "imports"), (parts, "rest")):
            change, share = rows(one)[rest]["change"], rows(one)["exports"]["share"]
            assert (change.low, change.high) == (-0.2, 0.1)
            assert (share.low, share.high) == (pytest.approx(2.95 / 3.05), 1.0)


class TestParts:
    def test_they_come_to_a_total(self) -> None:
        result = decompose(part=["Cars=2.2:10%", "Iron, steel=0.5:0.6", "Tea=0.3:0.4"])
        assert (value(result, "total"), value(result, "prior_total")) == (3.0, 3.0)
        assert list(rows(result)) == ["Cars", "Iron, steel", "Tea", "total"]
        added = column(result, "contribution")
        assert math.fsum(list(added.values())[:3]) == pytest.approx(added["total"])
        assert sentence(result) == "3 parts come to 3.00, 0.00 % on the year before."
        alone = sentence(decompose(part=["Cars=2:1"]))
        assert alone == "1 part comes to 2.00, +100.0 % on the year before."

    def test_of_a_stated_total_there_is_a_rest(self) -> None:
        parts = ["Cars=2.2:26%", "Tea=0.5:0.6"]
        result = decompose(part=parts, total="3.0", prior_total="2.5")
        assert (result.headline, value(result, "rest")) == ("rest", 0.3)
        assert value(result, "prior_rest") == pytest.approx(2.5 - 2.2 / 1.26 - 0.6)
        assert value(result, "total_growth") == pytest.approx(0.2)
        added = column(result, "contribution")
        assert added["rest"] == value(result, "rest_contribution")
        assert math.fsum(list(added.values())[:3]) == pytest.approx(0.2)

    def test_one_part_and_its_rest_are_as_exports_and_imports(self) -> None:
        flows = decompose(**HOME, rounded=True)
        total = {"total": "3.0", "total_growth": "18.5%-"}
        parts = decompose(part=["exports=2.2:26.7%+"], **total, rounded=True)
        for name in ("rest", "rest_growth", "rest_contribution", "prior_rest"):
            assert parts.answers[name] == flows.answers[name.replace("rest", "imports")]

    def test_without_a_parts_last_year_only_the_others_contribute(self) -> None:
        parts = ["Cars=2.2:2", "Tea=0.5"]
        result = decompose(part=parts, total="3.0", prior_total="2.5")
        known = {"Cars": pytest.approx(0.08), "total": pytest.approx(0.2)}
        assert column(result, "contribution") == {**known, "Tea": None, "rest": None}
        alone = decompose(part=parts)
        assert column(alone, "growth") == {"Cars": pytest.approx(0.1), "Tea": None, "total": None}
        for one in (result, alone):
            assert any(note.endswith("last year's level of Tea.") for note in notes(one))

    def test_a_growth_of_a_rest_from_what_may_be_nothing_is_open(self) -> None:
        parts = {"part": ["A=1.3:1.2", "B=1.7:1.5"], "total": "3.1", "prior_total": "2.8"}
        result = decompose(**parts, rounded=True)
        assert isinstance(result.answers["rest_growth"], Open)
        why = "rest_growth has no range: within the rounding, last year's rest may be zero"
        assert any(note.startswith(why) for note in notes(result))

    def test_units_are_brought_to_one(self) -> None:
        result = decompose(part=["Cars=USD2.2bn", "Tea=800 mn:1bn"])
        assert (value(result, "total"), result.unit) == (3.0, "bn USD")

    def test_a_row_of_totals_under_another_name_is_noted(self) -> None:
        parts = ["Gesamt=18.0", "China=15.0", "Turkey=3.0"]
        told = "Gesamt is as much as all other parts together; if it is their total, use"
        assert notes(decompose(part=parts))[0].startswith(told)
        for others in (["Gesamt=18.1", *parts[1:]], parts[1:], ["A=1", "B=1"]):
            assert not any("all other parts" in note for note in notes(decompose(part=others)))

    @pytest.mark.parametrize(
        ("part", "doubted"),
        [("A=1:18", True), ("A=1:0.1", True), ("A=1:18%", False), ("A=1:0.9", False)],
    )
    def test_a_growth_without_its_per_cent_sign_is_doubted(self, part: str, doubted: bool) -> None:
        found = doubts(decompose(part=[part, "B=1:1"]))
        assert ["was read as last year's level" in doubt for doubt in found] == [True] * doubted


class TestAFileOfParts:
    def test_it_is_as_good_as_options_and_these_may_add_to_it(self, file: Path) -> None:
        file.write_text("partner,2024,2025\nChina,12.0,15.0\nTurkey,4.0,3.0\n")
        of_file = decompose(parts=str(file), total="20.0", rounded=True)
        parts = ["China=15.0:12.0", "Turkey=3.0:4.0"]
        assert of_file.tables == decompose(part=parts, total="20.0", rounded=True).tables
        result = decompose(parts=str(file), part=["Mongolia=1:1"])
        assert list(rows(result)) == ["Mongolia", "China", "Turkey", "total"]

    def test_a_column_of_fractions_is_one_doubt(self, file: Path) -> None:
        file.write_text("part,level,growth,note\nA,1,0.001,x\nB,2,0.002,y\nC,4,0.003,z\n")
        result = decompose(parts=str(file))
        assert notes(result)[0] == "Columns not read: note."
        (doubt,) = doubts(result)
        assert "line 2: part 'A', growth 0.001 was read as 0.001 %;" in doubt

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("B,abc,,", "line 3: part 'B' 'abc' is not a figure"),
            ("B,-1,,", "line 3: part 'B' must be zero or more, not -1"),
            ("B,2.4,40%,2.0", r"line 3: part 'B', last year 2\.0 and .*, growth 40% contradict"),
        ],
    )
    def test_a_cell_is_named_by_line_and_part(self, file: Path, row: str, reason: str) -> None:
        file.write_text("part,level,growth,last_year\nA,1.1,10%,1.0\n")
        assert column(decompose(parts=str(file)), "prior") == {"A": 1.0, "total": 1.0}
        file.write_text(f"{file.read_text()}{row}\n")
        with pytest.raises(TradecalcError, match=reason):
            decompose(parts=str(file))
