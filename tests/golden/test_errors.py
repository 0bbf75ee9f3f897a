"""The catalogue of errors: each kind of message once, by a command that makes it and its exit code.

    $ the command as typed, a line of bash
    exit code
    the line on standard error

The files are by what fails: figures as written, files of months, rows and output for every
command, the rest by command, and the library's own in library.txt, a doctest. For a new case
write the first line among its like, with an empty line before and after it; then, as after a
change of words, `TRADECALC_GOLDEN=write pytest tests/golden`, and read the difference.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import sys
from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tradecalc.cli import run

ROOT = Path(__file__).parent.parent.parent
LIBRARY = Path(__file__).parent / "errors" / "library.txt"
CATALOGUE = sorted(path for path in LIBRARY.parent.glob("*.txt") if path != LIBRARY)
IS_WRITTEN = os.environ.get("TRADECALC_GOLDEN") == "write"
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def _cases(path: Path) -> list[str]:
    return [block.strip("\n") for block in path.read_text().split("\n\n") if block.strip()]


def _command(case: str) -> str:
    return case.split("\n", maxsplit=1)[0].removeprefix("$ ")


ALL = [case for path in CATALOGUE for case in _cases(path)]


@pytest.fixture
def now(
    shell: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Any:
    """Run a line of bash, the command itself in this process where the shell only feeds it."""
    monkeypatch.chdir(ROOT)

    def described(line: str) -> str:
        fed, _, command = line.rpartition(" | ")
        if not command.startswith("tradecalc ") or re.search(r"[<>;$&]", QUOTED.sub("", command)):
            done = shell(line, TMPDIR=str(tmp_path))
            assert done.stdout == ""
            return f"$ {line}\n{done.returncode}\n{done.stderr.rstrip()}"
        given = shell(f"{fed} | base64").stdout if fed else ""
        stdin = io.TextIOWrapper(io.BytesIO(b64decode(given)))
        monkeypatch.setattr(sys, "stdin", stdin)
        code = run(shlex.split(command)[1:])
        out, err = capsys.readouterr()
        assert out == ""
        return f"$ {line}\n{code}\n{err.rstrip()}"

    return described


@pytest.mark.parametrize("case", ALL, ids=_command)
@pytest.mark.skipif(IS_WRITTEN, reason="is being written")
def test_an_error_says_this(now: Any, case: str) -> None:
    assert now(_command(case)) == case
    _, code, *lines = case.split("\n")
    assert code in ("2", "3")
    assert len(lines) == 1
    assert lines[0].startswith("tradecalc: ")
    assert lines[0].isprintable()
    assert len(lines[0]) < 300


@pytest.mark.skipif(IS_WRITTEN, reason="is being written")
def test_no_message_stands_twice() -> None:
    said = Counter(case.split("\n")[2] for case in ALL)
    assert [line for line, count in said.items() if count > 1] == []


def test_the_library_says_this() -> None:
    assert doctest.testfile(str(LIBRARY), module_relative=False).failed == 0


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
@pytest.mark.skipif(not IS_WRITTEN, reason="only on request")
def test_write_the_catalogue(now: Any, path: Path) -> None:
    path.write_text("\n\n".join(now(_command(case)) for case in _cases(path)) + "\n")
