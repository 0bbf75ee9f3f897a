"""Rows as a table and as mappings: what is answered, what is an error, what is doubted."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc import answer_rows
from tradecalc.commands import row_stream as streams
from tradecalc.commands.rows import row_question

if TYPE_CHECKING:
    from pathlib import Path


def answered(command: str, answers: str | None = None, /, **row: object) -> dict[str, Any]:
    (found,) = answer_rows([row], command, answers=[answers] if answers else ())
    return found


def read(
    folder: Path,
    text: str,
    command: str = "target",
    *,
    strict: bool = False,
    renamed: dict[str, str] | None = None,
) -> tuple[streams.RowStream, bytes]:
    """A stream that was read to its end, and what it wrote."""
    path = folder / "rows.csv"
    path.write_text(text)
    question = row_question(command, {}, renamed=renamed or {})
    stream = streams.row_stream(question, str(path), strict=strict, jobs=1)
    written = b"".join(stream)
    return stream, written


def warnings_of(folder: Path, text: str, command: str = "target", **options: Any) -> list[str]:
    return read(folder, text, command, **options)[0].warnings()


class TestAnAnswerThatWasPicked:
    @pytest.mark.parametrize("answer", ["goal_year", "total_growth", "years_to_goal"])
    def test_is_an_error_where_it_rests_on_what_has_no_value(self, answer: str) -> None:
        found = answered("target", answer, base=4, rate=-3, goal=10)
        assert found[answer] is None
        assert found["error"] == (
            "10 is above 4, which a rate of -3 % never reaches: the rate must be above zero"
        )

    @pytest.mark.parametrize("answer", ["required_from_now", "path_level", "ahead_of_path"])
    def test_and_so_is_what_rests_on_a_path(self, answer: str) -> None:
        found = answered("target", answer, base=0, goal=10, year=2030, current=5)
        assert found["error"].startswith("base 0 is not above zero, as both ends of a path must be")

    @pytest.mark.parametrize("answer", ["doubling_time", "halving_time"])
    def test_and_a_time_to_double(self, answer: str) -> None:
        found = answered("growth", answer, **{"from": 0, "to": 3, "years": 1})
        assert found["error"] == (
            "a growth rate needs levels above zero, and 0 is not: only their change can be given"
        )

    @pytest.mark.parametrize("answer", ["full_year", "likely_low", "likely_median", "likely_high"])
    def test_and_the_likely_range_of_no_full_year(self, answer: str) -> None:
        found = answered("project", answer, ytd=1e308, months=1)
        assert found[answer] is None
        assert "too large" in found["error"]

    def test_leaves_the_others_theirs(self) -> None:
        rows = [{"exports": 2.2, "imports": 0, "exports_growth": 5, "imports_growth": 3}]
        asked = ["total_growth", "coverage_ratio"]
        (found,) = answer_rows(rows, "decompose", answers=asked)
        assert found["total_growth"] == pytest.approx(0.05)
        assert found["coverage_ratio"] is None
        assert found["error"].startswith("exports of 2.2 cover imports of 0 by no ratio")

    def test_is_none_and_no_error_where_the_row_asks_for_another(self) -> None:
        found = answered("target", "required_cagr", base=4, rate=18, year=2030)
        assert found["required_cagr"] is None
        assert found["error"] is None

    def test_may_have_a_value_where_the_headline_has_none(self) -> None:
        found = answered("growth", "change", **{"from": 0, "to": 3, "years": 1})
        assert found["change"] == 3
        assert found["error"] is None


@given(st.decimals("0.001", "999", places=3), st.sampled_from([("bn", 9), ("mn", 6), ("trn", 12)]))
def test_a_level_in_full_is_the_figure_written(figure: Decimal, scale: tuple[str, int]) -> None:
    word, power = scale
    found = answered("project", "full_year", ytd=f"{figure}{word}", months=12)
    assert found["full_year"] == float(figure.scaleb(power))


def test_ranges_of_levels_in_full_hold_every_value_that_rounds_to_the_figure() -> None:
    (found,) = answer_rows([{"ytd": "1.022trn", "months": 12}], "project", rounded=True)
    assert found["full_year_low"] <= 1021.5e9
    assert found["full_year_high"] >= 1022.5e9


class TestValuesOfDataFrames:
    def test_a_year_may_be_a_whole_float(self) -> None:
        assert answered("target", "years", base=4.0, goal=10, year=2030.0)["years"] == 6
        assert answered("target", base=4.0, goal=10, year=2030.5)["error"] == (
            "year '2030.5' is not a whole number from 1 to 9999"
        )

    @pytest.mark.parametrize("missing", [None, "", " ", math.nan, Decimal("nan")])
    def test_a_figure_may_be_missing(self, missing: object) -> None:
        found = answered("target", base=missing, goal=10, year=2030)
        assert found["error"] == (
            "target needs three of --base, --goal, --year and --rate: add one of --base, --rate"
        )

    def test_a_row_keeps_its_own_values(self) -> None:
        row = {"base": Decimal(4), "goal": 10, "year": 2030, "note": [1]}
        found = answered("target", "years", **row)
        assert list(found.items())[:4] == list(row.items())


class TestWarnings:
    def test_are_told_once_a_column(self, tmp_path: Path) -> None:
        notes = warnings_of(tmp_path, "base,rate,year\n4,0.1,2030\n4,0.2,2030\n4,0.1%,2030\n")
        assert notes == ["rate 0.1 was read as 0.1 %; write 10, or add --fractions."]

    def test_are_told_where_points_may_group_thousands_among_decimal_commas(
        self, tmp_path: Path
    ) -> None:
        (note,) = warnings_of(tmp_path, "from;to\n1,5;2,5\n999,5;1.234\n", "growth")
        assert note.startswith("to holds 1.234, read as a number below a thousand")
        assert warnings_of(tmp_path, "from;to\n1.5;2.5\n999.5;1.234\n", "growth") == []
        assert warnings_of(tmp_path, "from;to\n1,5;2,5\n999,5;1.23\n", "growth") == []

    def test_are_told_where_a_default_stands_for_an_empty_cell(self, tmp_path: Path) -> None:
        assert warnings_of(tmp_path, "from,to,years\n1,2,\n1,2,4\n1,2,\n", "growth") == [
            "where years is empty, 1 is taken."
        ]

    def test_are_of_their_own_column_where_names_begin_alike(self, tmp_path: Path) -> None:
        table = "ytd,months,prior_year,g rest,g\n3,9,4,0.2,0.3\n"
        renamed = {"growth": "g", "rest_growth": "g rest"}
        notes = warnings_of(tmp_path, table, "project", renamed=renamed)
        assert [note.split(" was")[0] for note in notes] == ["g 0.3", "g rest 0.2"]

    @given(
        st.lists(st.sampled_from(["4,18,2030", "4,0.2,2019", "x,5,2030", "4,18,2020"]), max_size=6),
        st.booleans(),
    )
    def test_are_the_same_however_the_file_comes_in(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[str], strict: bool
    ) -> None:
        folder = tmp_path_factory.mktemp("rows")
        text = "\n".join(["base,rate,year", *rows, ""])
        with pytest.MonkeyPatch.context() as patch:
            found = []
            for size in (1 << 16, 1, 7):
                patch.setattr(streams, "BLOCK", size)
                stream, written = read(folder, text, strict=strict)
                found.append((written, stream.warnings(), stream.complaint(), stream.rows))
        assert found[0] == found[1] == found[2]

    def test_the_year_of_the_data_is_doubted_unless_a_year_is_of_a_goal(
        self, tmp_path: Path
    ) -> None:
        data, goal = "base,rate,year\n4,18,2019\n4,18,2024\n", "4,18,2030\n"
        (note,) = warnings_of(tmp_path, data)
        assert note.startswith("no year in column year is after the base year")
        assert warnings_of(tmp_path, data + goal) == []


@pytest.mark.parametrize(
    ("command", "header", "note"),
    [
        ("target", "base,goal,year", "The base year is 2024 in every row; set --base-year."),
        ("target", "base,goal,rate", "The base year is 2024 in every row; set --base-year."),
        ("target", "base,goal,years", None),
        ("target", "base,goal,year,base_year", None),
        ("growth", "from,to", "Growth is over 1 year in every row; set --years."),
        ("growth", "from,rate", "Growth is over 1 year in every row; set --years."),
        ("growth", "from,to,rate", None),
        ("growth", "from,to,from_year,to_year", None),
    ],
)
def test_what_is_taken_for_granted_is_noted(
    tmp_path: Path, command: str, header: str, note: str | None
) -> None:
    stream, _ = read(tmp_path, f"{header}\n", command)
    assert stream.notes == ((note,) if note else ())


def test_rows_of_empty_cells_ask_nothing_and_fail_nothing(tmp_path: Path) -> None:
    stream, written = read(tmp_path, "from;to\n1;2\n;\n;\n", "growth")
    assert stream.complaint() == ""
    assert written.split(b"\n")[2:4] == [b";;;;;;;;"] * 2


def test_what_holds_for_all_rows_holds_though_a_column_says_the_same_fact(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("base,goal,years\n4,10,3\n")
    question = row_question("target", {"year": "2030"}, renamed={}, answers="years")
    stream = streams.row_stream(question, str(path), strict=False, jobs=1)
    assert b"".join(stream) == b"base,goal,years,answer_years,error\n4,10,3,6,\n"
