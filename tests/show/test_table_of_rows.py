"""Rows for people: one table of names and main answers, and why some rows have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.test_cli import STYLE

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
    assert "Nepal: column 2024 'x' is not a figure" in done.stdout
    assert "Chad: column 2024 is empty." in done.stdout
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
    file.write_text(PARTNERS)
    screen = terminal(*TRACK, str(file), "-f", "table", width=60)
    assert "\x1b[33m▲\x1b[0m accelerate" in screen
    plain = STYLE.sub("", screen)
    assert max(map(len, plain.replace("\r", "\n").split("\n"))) <= 60
    assert re.search(r"No room for .*required from now", " ".join(plain.split()))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("-f", "json"), "--format goes with a table of the rows"),
        (("--sort", "year"), "--sort goes with a table of the rows"),
        (
            ("-f", "table", "--sort", "yaer"),
            "--sort is no answer and no column: did you mean year?",
        ),
    ],
)
def test_what_a_table_cannot_do_is_refused(run: Any, more: tuple[str, ...], said: str) -> None:
    done = run("growth", "--rows", "-", *more, stdin="year,from,to\n2024,4,5\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_table_has_ten_thousand_rows_at_most(run: Any) -> None:
    many = "from,to\n" + "4,5\n" * 10_001
    done = run("growth", "--rows", "-", "-f", "table", stdin=many)
    assert (done.returncode, done.stdout) == (2, "")
    assert "more than 10,000 rows" in done.stderr
    assert run("growth", "--rows", "-", "-f", "table", stdin=many[:-4]).stdout.count("\n") > 10_000
