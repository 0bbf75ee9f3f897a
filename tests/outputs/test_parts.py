"""Reports put together into one, and bars: the same in every format, each name told apart."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tradecalc import Estimate, InputError
from tradecalc.commands.growth import growth
from tradecalc.commands.target import target
from tradecalc.inputs.question import Question
from tradecalc.outputs.bare import bare
from tradecalc.outputs.display import Style, bar
from tradecalc.outputs.formats import FORMATS
from tradecalc.outputs.report import Column, Part, Report, Table


def whole() -> Report:
    years = Table(
        "years",
        (Column("year", "year"), Column("path", "level"), Column("pace", "level", against="path")),
        (
            (Estimate(2024), Estimate(4.0), Estimate(4.0)),
            (Estimate(2025), Estimate(5.0), Estimate(4.5)),
            (Estimate(2026), Estimate(6.0), None),
        ),
    )
    parts = (
        Part("growth", "How fast did it grow?", growth(Question(), values=["2.53", "3.0"])),
        Part(
            "target",
            "What does the goal require?",
            target(Question(), base="4", goal="10", year="2030"),
        ),
    )
    return Report(
        command="report",
        summary="It grew by {growth.growth_rate}.\nIt must by {target.required_cagr}.",
        headline="",
        unit="",
        readings={},
        answers=(),
        tables=(years,),
        notes=("a note",),
        warnings=(),
        left_out={},
        title="A case | of * stars",
        parts=parts,
    )


@pytest.mark.parametrize("name", ["table", "md"])
def test_people_read_the_title_the_sentences_then_each_question_and_its_answers(name: str) -> None:
    text = FORMATS[name](whole(), Style())
    places = [
        text.index(words)
        for words in (
            "A case",
            "It grew by +18.58 %.\n",
            "It must by +16.50 %.",
            "a note",
            "How fast did it grow?",
            "From 2.53 to 3.0",
            "What does the goal require?",
            "From 4 in 2024",
        )
    ]
    assert places == sorted(places)


def test_markdown_has_a_heading_a_part_and_no_mark_of_its_own_from_a_title() -> None:
    lines = FORMATS["md"](whole(), Style()).split("\n")
    headings = [line for line in lines if line.startswith("#")]
    assert headings == [
        "# A case \\| of \\* stars",
        "## How fast did it grow?",
        "## What does the goal require?",
    ]


def test_json_holds_each_report_whole() -> None:
    report = whole()
    document = json.loads(FORMATS["json"](report, Style()))
    assert list(document) == [
        *("schema", "command", "title", "summary", "inputs", "tables", "notes", "reports")
    ]
    assert document["summary"] == ["It grew by +18.58 %.", "It must by +16.50 %."]
    for part in report.parts:
        alone = json.loads(FORMATS["json"](part.report, Style()))
        assert document["reports"][part.name] == alone
    assert document["tables"]["years"][2] == {"year": 2026, "path": 6.0}


def test_the_names_of_csv_and_plain_are_those_that_get_takes() -> None:
    report = whole()
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](report, Style()))))
    assert {"growth.growth_rate", "target.required_cagr"} <= {row["name"] for row in rows}
    for row in rows:
        assert bare(report, row["name"]) == row["value"]
    plain = FORMATS["plain"](report, Style()).split("\n")
    assert [line.split("\t")[0] for line in plain if "\t" in line and "." in line.split("\t")[0]][
        : len(rows)
    ] == [row["name"] for row in rows if row["name"]]
    assert "target.path" in plain
    assert bare(report, "target.path").startswith("year,level,increase,straight_line\n")
    assert bare(report, "years").startswith("year,path,pace\n2024,4.0,4.0\n")


@pytest.mark.parametrize("name", ["required_cagr", "nothing.required_cagr", "target", "target."])
def test_a_name_of_no_part_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError, match=r"years, growth, target: name .* growth\.growth_rate$"):
        bare(whole(), name)


def test_a_name_that_a_part_has_not_is_refused_with_those_it_has() -> None:
    with pytest.raises(InputError, match="there are required_cagr, years"):
        bare(whole(), "target.speed")


class TestBars:
    def test_a_bar_is_as_long_as_its_number_and_the_mark_where_the_other_is(self) -> None:
        assert bar(5, None, 10, "#") == "#" * 12 + " " * 12
        assert bar(5, 10, 10, "#") == "#" * 12 + " " * 11 + "|"
        assert bar(10, 5, 10, "#") == "#" * 12 + "|" + "#" * 11

    def test_nothing_and_less_has_no_bar(self) -> None:
        assert bar(0, None, 10, "#").strip() == bar(-3, -1, 10, "#").strip() == ""

    def test_bars_stand_to_the_left_beside_their_numbers(self) -> None:
        lines = FORMATS["table"](whole(), Style(block="█")).split("\n")
        assert "year   path   pace   | path" in lines
        assert "2025   5.00   4.50   " + "█" * 18 + "  |" in lines
        assert "2026   6.00" in lines

    def test_a_narrow_terminal_goes_without_them(self) -> None:
        text = FORMATS["table"](whole(), Style(width=40))
        assert "#" not in text
        assert "2025   5.00   4.50" in text.split("\n")

    def test_machines_get_none(self) -> None:
        for name in ("plain", "json", "csv"):
            assert "#" not in FORMATS[name](whole(), Style())


def test_a_report_of_parts_has_no_headline() -> None:
    with pytest.raises(InputError, match="has no one headline: name a part and its answer"):
        bare(whole(), "")


def test_long_words_are_folded_between_words_and_none_is_cut() -> None:
    place = "the third paragraph of the release of the fourteenth of November"
    name = "Machinery and mechanical appliances, parts thereof"
    table = Table("parts", (Column("part", "text"), Column("where", "text")), ((name, place),))
    report = whole()._replace(tables=(table,), parts=())
    for width in (30, 40, 60):
        text = FORMATS["table"](report, Style(width=width)).split("parts\n", 1)[1].split("\n\n")[0]
        assert max(map(len, text.split("\n"))) <= width
        for word in f"{name} {place}".split():
            assert all(part in text.replace("\n", " ") for part in word.split(",")), word
