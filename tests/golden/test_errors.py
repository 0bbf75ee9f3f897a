"""The catalogue of errors: for each way to fail, the command, its exact words and its exit code.

    $ the command as typed
    exit code
    the line on standard error

After a change of words: `TRADECALC_GOLDEN=write pytest tests/golden`, and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

CATALOGUE = sorted((Path(__file__).parent / "errors").glob("*.txt"))


def _cases(path: Path) -> list[str]:
    return [block.strip("\n") for block in path.read_text().split("\n\n") if block.strip()]


def _command(case: str) -> str:
    return case.split("\n", maxsplit=1)[0].removeprefix("$ ")


def _now(shell: Any, case: str) -> str:
    done = shell(_command(case))
    assert done.stdout == ""
    return f"$ {_command(case)}\n{done.returncode}\n{done.stderr.rstrip()}"


@pytest.mark.parametrize(
    "case", [case for path in CATALOGUE for case in _cases(path)], ids=_command
)
@pytest.mark.skipif(os.environ.get("TRADECALC_GOLDEN") == "write", reason="is being written")
def test_an_error_says_this(shell: Any, case: str) -> None:
    now = _now(shell, case)
    assert now == case
    _, code, *lines = now.split("\n")
    assert code in ("2", "3")
    assert len(lines) == 1
    assert lines[0].startswith("tradecalc: ")


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
@pytest.mark.skipif(os.environ.get("TRADECALC_GOLDEN") != "write", reason="only on request")
def test_write_the_catalogue(shell: Any, path: Path) -> None:
    path.write_text("\n\n".join(_now(shell, case) for case in _cases(path)) + "\n")
