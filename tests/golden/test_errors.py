"""The catalogue of errors: for each way to fail, the command, its exact words and its exit code.

    $ the command as typed, a line of bash
    exit code
    the line on standard error

The files are by what fails: figures as written, files of months, rows and output for every
command, the rest by command, and the library's own in library.txt, a doctest. For a new case
write the first line among its like, with an empty line before and after it; then, as after a
change of words, `TRADECALC_GOLDEN=write pytest tests/golden`, and read the difference.

Every place that makes an error is reached by a case here or by one of rows/, where errors stand in
a column of the output: they are the same, said of a cell. `python tests/golden/reached.py` tells
which are not.
"""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent
LIBRARY = GOLDEN / "errors" / "library.txt"
CATALOGUE = sorted(path for path in LIBRARY.parent.glob("*.txt") if path != LIBRARY)
WRITES = os.environ.get("TRADECALC_GOLDEN") == "write"


def _cases(path: Path) -> list[str]:
    return [block.strip("\n") for block in path.read_text().split("\n\n") if block.strip()]


def _command(case: str) -> str:
    return case.split("\n", maxsplit=1)[0].removeprefix("$ ")


def _now(shell: Any, case: str, folder: Path) -> str:
    done = shell(_command(case), TMPDIR=str(folder))
    assert done.stdout == ""
    return f"$ {_command(case)}\n{done.returncode}\n{done.stderr.rstrip()}"


@pytest.mark.parametrize(
    "case", [case for path in CATALOGUE for case in _cases(path)], ids=_command
)
@pytest.mark.skipif(WRITES, reason="is being written")
def test_an_error_says_this(shell: Any, case: str, tmp_path: Path) -> None:
    now = _now(shell, case, tmp_path)
    assert now == case
    _, code, *lines = now.split("\n")
    assert code in ("2", "3")
    assert len(lines) == 1
    assert lines[0].startswith("tradecalc: ")
    assert lines[0].isprintable()


def test_the_library_says_this() -> None:
    assert doctest.testfile(str(LIBRARY), module_relative=False).failed == 0


@pytest.mark.skipif(WRITES, reason="is being written")
def test_every_raise_is_reached() -> None:
    done = subprocess.run(
        [sys.executable, GOLDEN / "reached.py"], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
@pytest.mark.skipif(not WRITES, reason="only on request")
def test_write_the_catalogue(shell: Any, path: Path, tmp_path: Path) -> None:
    path.write_text("\n\n".join(_now(shell, case, tmp_path) for case in _cases(path)) + "\n")
