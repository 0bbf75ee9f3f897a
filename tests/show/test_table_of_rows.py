"""Rows for people: one table of names and main answers, and why some rows have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_cli import STYLE
from tradecalc.show.text import width_of

if TYPE_CHECKING:
    from collections.abc import Callable

PARTNERS = "partner,2024,goal,ytd,growth\nUzbekistan,4,10,3.4,18\nChina,43.8,60,33.1,4.2\n"
PARTNERS += "Turkey,5.1,15,3.6,-2\nNepal,x,1,2,\nChad,,12,3,5\n"
TRACK = ("track", "--map", "base=2024", "--months", "9", "--year", "2030", "--rows")


def rows(text: str) -> list[list[str]]:
    """The cells of the lines that have columns."""
    return [re.split(r"\s{3,}", line.strip()) for line in text.split("\n") if "   " in line]


def test_names_stand_before_the_main_answers_rounded_and_in_per_cent(run: Any) -> None:
    done = run(*TRACK, "-", "-f", "table", stdin=PARTNERS)
    head, *lines = rows(done.stdout)
    assert head[:2] == ["partner", "full year"]
    assert lines[0][:2] == ["Uzbekistan", "4.59"]
    assert lines[1][-1] == "▲ limited"
    assert {"+16.50 %", "+5.39 %"} <= {cell for line in lines for cell in line}
    assert done.stdout.startswith("5 rows, 2 without an answer.")
    assert "No answer for Nepal (line 5): column 2024 'x' is not a figure" in done.stdout
    assert "No answer for Chad (line 6): column 2024 is empty." in done.stdout
    assert done.returncode == 1
    wanted = ("--answers", "chance,full_year")
    assert rows(run(*TRACK, "-", "-f", "table", *wanted, stdin=PARTNERS).stdout)[0] == [
        *("partner", "chance", "full year")  # as they were asked for
    ]


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("verdict", ["Uzbekistan", "China", "Turkey", "Nepal", "Chad"]),  # best first
        ("required-cagr", ["Turkey", "Uzbekistan", "China", "Nepal", "Chad"]),
        ("partner", ["Chad", "China", "Nepal", "Turkey", "Uzbekistan"]),
        ("2024", ["China", "Turkey", "Uzbekistan", "Nepal", "Chad"]),
    ],
)
def test_rows_are_sorted_and_those_without_come_last(run: Any, name: str, order: list[str]) -> None:
    text = PARTNERS if name != "2024" else PARTNERS.replace(",x,", ",,")
    done = run(*TRACK, "-", "-f", "md", "--sort", name, stdin=text)
    lines = [line for line in done.stdout.split("\n") if line.startswith("|")]
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == order


def test_json_lines_and_a_file_of_figures_alone_are_a_table_too(run: Any) -> None:
    lines = '{"a": "x", "base": 4, "goal": 10}\n{"a": "y", "base": 5, "goal": 20}\n'
    call = ("target", "--rows", "-", "--year", "2030", "-f", "table", "--answers", "required_cagr")
    assert rows(run(*call, stdin=lines).stdout)[1] == ["x", "+16.50 %"]
    bare = rows(run(*call, "--rounded", stdin="base,goal\n4,10\n5,20\n").stdout)
    assert bare[0] == ["base", "goal", "required CAGR", "rounding"]
    assert bare[1] == ["4", "10", "+16.5 %", "+14.2..+19.2 %"]


def test_at_a_terminal_a_verdict_has_its_colour_and_what_has_no_room_is_named(
    terminal: Callable[..., str], tmp_path: Any
) -> None:
    file = tmp_path / "partners.csv"
    text = "".join(f"KAZ,{line}\n" for line in PARTNERS.splitlines())
    file.write_text(text.replace("KAZ", "reporter", 1).replace("China", "韩国"))
    screen = terminal(*TRACK, str(file), "-f", "table", width=60)
    assert "\x1b[33m▲\x1b[0m accelerate" in screen
    plain = STYLE.sub("", screen)
    assert "\npartner      full year" in plain.replace("\r", "\n")
    assert max(map(width_of, plain.replace("\r", "\n").split("\n"))) <= 60
    # What is the same in all rows goes first.
    assert re.search(r"No room for reporter, .*required from now", " ".join(plain.split()))


def test_a_table_may_have_ten_thousand_rows(run: Any) -> None:
    done = run("growth", "--rows", "-", "-f", "table", stdin="from,to\n" + "4,5\n" * 10_000)
    assert done.stdout.count("\n") > 10_000


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("y,from,to\nA,1,2\nB,1,3", "y CAGR|A +100.0 %|B +200.0 %"),
        # Where names do not tell the rows apart, the figures stand beside them.
        ("y,from,to\nA,1,2\nA,1,3", "y from to CAGR|A 1 2 +100.0 %|A 1 3 +200.0 %"),
        ("y,from,to\nA,$1,$2\nB,€1,€3", "y from to CAGR|A $1 $2 +100.0 %|B €1 €3 +200.0 %"),
        ("y;y;from;to\nA;B;1,5;3,0", "y y (2) CAGR|A B +100.0 %"),
        ("y,from,to\n\x1b[31m\u202eA,1,2", "y CAGR|[31m A +100.0 %"),
        (
            '{"n": "\\ud800\\u001b[1m", "from": 1, "to": 2}\n{"m": 7, "from": 1, "to": 3}',
            "n m CAGR|[1m +100.0 %|7 +200.0 %",
        ),
        ("страна,from,to\nКазахстан,1,2".encode("cp1251"), "страна CAGR|Казахстан +100.0 %"),
        ("café,from,to\nCôte,1,2".encode("latin-1"), "café CAGR|Côte +100.0 %"),
        (f"y,from,to\n{'z' * 500},1,2", f"y CAGR|{'z' * 45}... +100.0 %"),
    ],
)
def test_names_are_those_of_the_file_in_signs_that_print(
    run: Any, text: str | bytes, table: str
) -> None:
    done = run("growth", "--rows", "-", "-f", "table", "--answers", "cagr", stdin=text)
    lines = [" ".join(line.split()) for line in done.stdout.split("\n")[2:]]
    assert lines[: len(table.split("|"))] == table.split("|")


def test_levels_have_one_unit(run: Any) -> None:
    text = "n,ytd,months\na,USD3.4bn,9\nb,USD876mn,9\n"
    done = run("project", "--rows", "-", "-f", "table", stdin=text)
    table = "in bn USD\nn   full year\na        4.53\nb        1.17\n"
    assert done.stdout.startswith(f"2 rows.\n\n{table}")
