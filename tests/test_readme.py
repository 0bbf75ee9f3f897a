"""The README holds: every console block is run and compared, every name in it exists.

After a change of output: `TRADECALC_GOLDEN=write pytest tests/test_readme.py`, and read the
difference.
"""

from __future__ import annotations

import doctest
import math
import os
import re
from pathlib import Path
from typing import Any

import pytest

import tradecalc
from tradecalc.cli import COMMANDS, FORMATS
from tradecalc.core.reference import FLOWS, endings
from tradecalc.figures.case import built_in_text
from tradecalc.figures.vocabulary import CURRENCIES, PER_CENT, SCALES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TEXT = README.read_text()
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WRITING = os.environ.get("TRADECALC_GOLDEN") == "write"


def _calls(block: str) -> list[str]:
    """The command lines of a console block."""
    return [line.removeprefix("$ ") for line in block.split("\n") if line.startswith("$ ")]


def _played(shell: Any, block: str) -> str:
    """The block as a terminal would show it now."""
    lines = []
    for call in _calls(block):
        done = shell(f"{{ {call}\n}} 2>&1")
        lines += [f"$ {call}", *done.stdout.rstrip("\n").split("\n"), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


@pytest.mark.parametrize("block", BLOCK.findall(TEXT), ids=lambda block: _calls(block)[0])
@pytest.mark.skipif(WRITING, reason="is being written")
def test_a_console_block_is_what_the_command_prints(shell: Any, block: str) -> None:
    assert _played(shell, block) == block


@pytest.mark.skipif(not WRITING, reason="only on request")
def test_write_the_console_blocks(shell: Any) -> None:
    README.write_text(BLOCK.sub(lambda match: f"```console\n{_played(shell, match[1])}```", TEXT))


def test_the_library_section_is_a_doctest() -> None:
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_set_up_is_two_lines_and_ci_runs_the_second() -> None:
    lines = re.findall(r"^python3 -m venv \.venv && .+$", TEXT, re.MULTILINE)
    assert len(lines) == 2
    assert lines[0].split(" && ")[-1].startswith(".venv/bin/tradecalc ")
    assert lines[1] in (ROOT / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_in_the_readme(run: Any, command: str) -> None:
    help_text = run(command, "-h", COLUMNS="120").stdout
    for option in set(re.findall(r"--[a-z][a-z-]+", help_text.split("Examples:")[0])):
        assert f"{option}" in TEXT, option
    assert f"### {command}" in TEXT


def test_every_name_stands_in_the_readme() -> None:
    for name in (*FORMATS, *SCALES, *PER_CENT, *CURRENCIES, *tradecalc.__all__):
        assert f"`{name}`" in TEXT, name


def _cells(line: str) -> list[str]:
    return [cell.strip(" `") for cell in line.strip().strip("|").split("|")]


def test_the_evidence_is_what_the_reference_holds() -> None:
    tables = re.findall(r"^\| after (\d+) months \|.*\n\|---.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert [months for months, _ in tables] == ["3", "9"]
    methods = ["straight_line", "flat_remainder", "same_growth", "blend", "seasonal"]
    for months, lines in tables:
        rows = [_cells(line) for line in lines.splitlines()]
        assert [row[0] for row in rows] == list(FLOWS)
        for flow, count, *errors in rows:
            found = [endings(method, flow, int(months)) for method in methods]
            shown = [f"{100 * f.median_error:.1f} / {100 * f.mean_error:.1f}" for f in found]
            assert errors == shown
            assert count == f"{found[0].series_years:,}"


def test_the_multiples_of_the_straight_line_are_what_the_reference_holds() -> None:
    lines = re.search(r"^\| straight line \|.*\n\|---.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert lines is not None
    for line in lines[1].splitlines():
        flow, *ends = _cells(line)
        for months, shown in zip((3, 6, 9, 11), ends, strict=True):
            points = endings("straight_line", flow, months).points
            assert shown == " - ".join(f"{math.exp(points[k]):.2f}" for k in (1, 3, 5))


def test_the_case_shown_is_the_built_in_one() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert block in built_in_text()


def test_nothing_stands_where_text_was_to_come() -> None:
    assert not re.findall(r"^(?:[A-Z]+|TODO.*|\.\.\.)$", TEXT, re.MULTILINE)
