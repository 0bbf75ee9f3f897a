"""Rows for people: one table of names and answers, in a pipe, in Markdown and at a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc.show.text import width_of

if TYPE_CHECKING:
    from pathlib import Path

PARTNERS = """reporter,partner,ytd,months,base,growth
KAZ,Uzbekistan,3.4,9,4+,18%+
KAZ,Kyrgyzstan,1.2,9,1.5,12
KAZ,Tajikistan,0.9,9,,5
,,,,,
KAZ,Turkmenistan,0.4,9,0.6,-12
"""
TRACK = ("track", "--goal", "10", "--year", "2030", "--rows")
GROWTH = ("growth", "--rows", "-", "-f", "table", "--answers", "cagr")


def test_a_table_has_the_names_the_answers_and_why_a_row_has_none(run: Any) -> None:
    call = (*TRACK, "-", "-f", "table")
    done = run(*call, "--answers", "verdict,full_year,pace_so_far", stdin=PARTNERS)
    assert done.stdout.split("\n") == [
        "4 rows, 1 without an answer.",
        "",
        "reporter   partner        verdict         full year   pace so far",
        "KAZ        Uzbekistan     ▲ accelerate         4.59      +14.74 %",
        "KAZ        Kyrgyzstan     ▲ limited            1.64       +9.06 %",
        "KAZ        Tajikistan",
        "KAZ        Turkmenistan   ▼ moving away        0.54      -10.74 %",
        "",
        "Note: No answer for Tajikistan (line 4): column base is empty.",
        "",
    ]
    assert done.returncode == 1
    assert done.stderr.endswith("(1 row).\ntradecalc: no answer for 1 of 5 rows\n")
    heading = run(*call, stdin=PARTNERS).stdout.split("\n")[2]
    assert re.split("  +", heading)[2:4] == ["full year", "milestone"]
    assert heading.endswith("verdict")


def test_in_markdown_sorted_with_ranges(run: Any) -> None:
    options = ("--rounded", "--sort", "verdict", "--answers", "full_year,verdict", "--digits", "1")
    done = run(*TRACK, "-", "-f", "md", *options, stdin=PARTNERS)
    assert done.stdout.split("\n")[2:8] == [
        "| reporter | partner | full year | rounding | verdict |",
        "|---|---|---:|---:|---|",
        "| KAZ | Uzbekistan | 4.6 | 4.5..5.4 | ▲ accelerate |",
        "| KAZ | Kyrgyzstan | 1.6 | 1.5..1.7 | ▲ limited |",
        "| KAZ | Turkmenistan | 0.5 | 0.4..0.6 | ▼ moving away |",
        "| KAZ | Tajikistan |  |  |  |",
    ]
    parallel = run(*TRACK, "-", "-f", "md", *options, "--jobs", "2", stdin=PARTNERS)
    assert parallel.stdout == done.stdout


@pytest.mark.parametrize(
    ("name", "order"),
    [("cagr", "d b a c"), ("who", "a b c d"), ("from", "c b d a"), ("pop", "b a d c")],
)
def test_numbers_are_sorted_from_the_greatest_and_words_from_a(
    run: Any, name: str, order: str
) -> None:
    rows = "who,from,to,pop\nb,2,4,1.5bn\na,1,1.5,9mn\nd,2,5,0.5\nc,3.0,x,\n"
    done = run(*GROWTH, "--sort", name, stdin=rows)
    assert [line[0] for line in done.stdout.split("\n")[3:7]] == order.split()


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ("y,from,to\nA,1,2\nB,1,3", "y CAGR|A +100.0 %|B +200.0 %"),
        # Where names do not tell the rows apart, the figures stand beside them.
        ("y,from,to\nA,1,2\nA,1,3", "y from to CAGR|A 1 2 +100.0 %|A 1 3 +200.0 %"),
        ("from,to\n1,2", "from to CAGR|1 2 +100.0 %"),
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
    run: Any, rows: str | bytes, table: str
) -> None:
    done = run(*GROWTH, stdin=rows)
    lines = [" ".join(line.split()) for line in done.stdout.split("\n")[2:]]
    assert lines[: len(table.split("|"))] == table.split("|")


def test_levels_have_one_unit(run: Any) -> None:
    call = ("project", "--rows", "-", "-f", "table")
    done = run(*call, stdin="n,ytd,months\na,USD3.4bn,9\nb,USD876mn,9\n")
    table = "in bn USD\nn   full year\na        4.53\nb        1.17\n"
    assert done.stdout == f"2 rows.\n\n{table}"


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_terminal_drops_whole_columns_and_says_so(
    terminal: Any, tmp_path: Path, width: int
) -> None:
    (tmp_path / "rows.csv").write_text(PARTNERS.replace("Kyrgyzstan", "韩国" * 4))
    drawn = terminal(*TRACK, str(tmp_path / "rows.csv"), "-f", "table", width=width)
    assert "\x1b[33m▲\x1b[0m limited" in drawn
    assert "\x1b[31m▼\x1b[0m moving away" in drawn
    said = re.sub(r"\x1b\[[0-9;]*m", "", drawn.split("\x1b[K")[-1])
    _, table, notes = said.split("\nNote: ")[0].split("\n\n")
    assert max(map(width_of, table.split("\n"))) <= width
    notes = " ".join(notes.split())
    assert notes.startswith("No answer for Tajikistan (line 4): column base is empty.")
    heading = table.split("\n")[0]
    assert heading.startswith("partner" if width < 120 else "reporter")
    for name in ("reporter", "full year", "milestone", "pace so far", "required from now"):
        assert (name in heading) != (name in notes.partition("No room for")[2])
