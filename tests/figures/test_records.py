"""Files of rows as they come in: the header in pieces of any size, and what stands around it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from tradecalc.errors import InputError
from tradecalc.figures import records
from tradecalc.figures.records import open_rows


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_a_name_of_several_lines_is_one_however_it_comes_in(
    size: int, written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "CHUNK", size)
    layout, rows = open_rows(written('"a\nname of several lines",b\n1,2\n'), 9)
    assert layout.header == ("a\nname of several lines", "b")
    assert [row for some in rows for row in some] == [("1,2", 3, ["1", "2"], "")]


def test_a_header_that_is_never_closed_is_not_read_to_the_end_of_time(
    written: Callable[..., str],
) -> None:
    with pytest.raises(InputError, match=r"^f\.csv, header: a quotation mark is not closed"):
        open_rows(written('"a\n' + "4\n" * 2 * records.MOST_LINES), 9)


def test_what_follows_a_mark_that_is_never_closed_is_read_in_parts_of_the_most_rows(
    written: Callable[..., str],
) -> None:
    count = 3 * records.MOST_LINES
    _, found = open_rows(written('a,b\n"b,2\n' + "c,3\n" * count), 100)
    parts = list(found)
    assert max(map(len, parts)) <= 100
    (first, *others) = [row for some in parts for row in some]
    assert first == ('"""b",2', 2, ['"b', "2"], records.UNCLOSED)
    assert [row[1] for row in others] == list(range(3, 3 + count))
    assert {(row[0], row[3]) for row in others} == {("c,3", "")}


@pytest.mark.parametrize("name", ["f.csv", "-"])
def test_a_library_without_a_standard_output_reads_rows(
    name: str, written: Callable[..., str]
) -> None:
    written("a,b\n1,2\n")
    code = "import os, sys; from tradecalc.figures.records import open_rows; os.close(1); "
    code += "sys.exit(','.join(open_rows(sys.argv[1], 9)[0].header))"
    done = subprocess.run(
        [sys.executable, "-c", code, name],
        input="a,b\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "a,b\n"
