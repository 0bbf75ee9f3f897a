"""The catalogue of bad rows, and of good ones in files of every kind: what comes of each, exactly.

A case is NAME.in, the file on standard input; NAME.out, the file on standard output; NAME.txt:

    $ the command as typed
    exit code
    the lines on standard error

For a new case write NAME.in and the command; after a change of words the same:
`TRADECALC_GOLDEN=write pytest tests/golden`, and read the difference.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any

import pytest

CASES = sorted((Path(__file__).parent / "rows").glob("*.in"))
WRITES = os.environ.get("TRADECALC_GOLDEN") == "write"


def _command(case: Path) -> str:
    return case.with_suffix(".txt").read_text().split("\n", maxsplit=1)[0]


def _now(run_bytes: Any, case: Path, *more: str) -> tuple[str, bytes]:
    """What a case comes to: its description and its output."""
    command = _command(case)
    done = run_bytes(*shlex.split(command)[2:], *more, stdin=case.read_bytes())
    return f"{command}\n{done.returncode}\n{done.stderr.decode()}", done.stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.skipif(WRITES, reason="is being written")
def test_rows_come_to_this(run_bytes: Any, case: Path, jobs: str) -> None:
    described, out = _now(run_bytes, case, "--jobs", jobs)
    assert out == case.with_suffix(".out").read_bytes()
    assert described == case.with_suffix(".txt").read_text()
    _, code, *said = described.split("\n")
    assert code in ("0", "1")
    assert (code == "1") == any(line.startswith("tradecalc: ") for line in said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
@pytest.mark.skipif(not WRITES, reason="only on request")
def test_write_what_rows_come_to(run_bytes: Any, case: Path) -> None:
    described, out = _now(run_bytes, case)
    case.with_suffix(".out").write_bytes(out)
    case.with_suffix(".txt").write_text(described)
