"""What is said of hostile text: one line that a terminal can show, and no more than can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tradecalc.cli import COMMANDS, build, run

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "4\n\x1b[31m\u202e\r=" + "x" * 10_000
PLAIN = {
    "growth": ["--from", "4", "--to", "5"],
    "target": ["--base", "4", "--goal", "10", "--year", "2030"],
    "project": ["--ytd", "3.4", "--months", "9"],
    "track": ["--base", "4", "--goal", "10", "--year", "2030", "--ytd", "3.4", "--months", "9"],
    "decompose": ["--exports", "2.2", "--imports", "0.8"],
    "check": ["total@2025=3"],
}
OPTIONS = [
    (command, option.opts[0])
    for command in COMMANDS
    for option in build(command).params
    if option.opts[0].startswith("-") and not option.is_flag
]


def _months(folder: Path, *, header: str = "value", cell: str = "5") -> str:
    file = folder / "months.csv"
    rows = [f"{year}-{month:02},{cell}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    file.write_text("\n".join([f'period,"{header}"', *rows, ""]))
    return str(file)


def _hold_short(said: str) -> None:
    assert said.startswith("tradecalc: ")
    assert said.endswith("\n")
    assert said[:-1].isprintable()
    assert len(said) < 700


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_what_is_said_of_an_option(
    command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = PLAIN.get(command) or ([_months(tmp_path)] if command == "backtest" else [])
    assert run([command, *plain, option, HOSTILE]) == 2
    _hold_short(capsys.readouterr().err)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("typed", [[HOSTILE], [f"--{HOSTILE}"], ["x", HOSTILE], [f"-q={HOSTILE}"]])
def test_what_is_said_of_arguments(
    command: str, typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, *typed]) == 2
    _hold_short(capsys.readouterr().err)


@pytest.mark.parametrize("cells", [{"header": HOSTILE, "cell": "x"}, {"cell": "4" + "x" * 10_000}])
def test_what_is_said_of_a_command_and_of_a_file(
    cells: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for args in ([HOSTILE], ["project", "--monthly", _months(tmp_path, **cells)]):
        assert run(args) == 2
        _hold_short(capsys.readouterr().err)
