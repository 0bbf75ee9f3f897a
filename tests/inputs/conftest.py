"""What the tests of files share."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tradecalc.inputs.monthly import UNSAID, Choice, read_each

from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradecalc.core.months import MonthlySeries


def read_all(path: str, choice: Choice = UNSAID) -> list[MonthlySeries]:
    """Every series of a file, all of which can be read."""
    series, refusals = read_each(path, choice)
    if refusals:
        raise InputError(refusals[0])
    return series


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a file where the test runs, so that messages call it f.csv."""
    monkeypatch.chdir(tmp_path)

    def write(content: str | bytes, encoding: str = "utf-8") -> str:
        data = content if isinstance(content, bytes) else content.encode(encoding)
        Path("f.csv").write_bytes(data)
        return "f.csv"

    return write


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Give these bytes to whatever reads standard input."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
