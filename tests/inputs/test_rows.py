"""The header of a file of rows, as its bytes come in."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tradecalc.errors import InputError
from tradecalc.inputs import rows as rows_module
from tradecalc.inputs.rows import open_rows

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE = '"a\nname of several lines",b\n1,2\n'


@pytest.mark.parametrize("size", [3, 4, 7, 100])
def test_a_name_of_several_lines_is_one_however_it_comes_in(
    size: int, written: Callable[..., str]
) -> None:
    layout, blocks = open_rows(written(WIDE), size, 9)
    assert layout.header == ("a\nname of several lines", "b")
    assert b"".join(block.data for block in blocks) == b"1,2\n"


def test_a_header_that_is_never_closed_is_not_read_to_the_end_of_time(
    written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "LONGEST_RECORD", 50)
    with pytest.raises(InputError, match="opens a cell of the header"):
        open_rows(written('"a\n' + "4\n" * 100), 8, 9)


@pytest.mark.parametrize("name", ["a file", "-"])
def test_a_library_without_a_standard_output_reads_rows(
    name: str, written: Callable[..., str]
) -> None:
    path = written("a,b\n1,2\n")
    code = "import os, sys; from tradecalc.inputs.rows import open_rows; os.close(1); "
    code += "sys.exit(','.join(open_rows(sys.argv[1], 9, 9)[0].header))"
    done = subprocess.run(
        [sys.executable, "-c", code, path if name == "a file" else name],
        input="a,b\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "a,b\n"
