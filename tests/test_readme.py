"""The README and the manual hold: every console block is run and compared, every name exists.

After a change of output: `TRADECALC_GOLDEN=write pytest -n 0 tests/test_readme.py` writes the
blocks and the picture; read the difference.
"""

from __future__ import annotations

import doctest
import html
import io
import math
import os
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

import tradecalc
from tradecalc.cli import COMMANDS, FORMATS, question_of
from tradecalc.core.reference import FLOWS, endings
from tradecalc.figures.case import built_in_text
from tradecalc.figures.vocabulary import CURRENCIES, PER_CENT, SCALES
from tradecalc.show.manual import TOPICS

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "tradecalc" / "manual"
FILES = [ROOT / "README.md", *sorted(MANUAL.glob("*.md"))]
TEXTS = {path.stem: path.read_text() for path in FILES}
TEXT = "\n".join(TEXTS.values())
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(name, block) for name, text in TEXTS.items() for block in BLOCK.findall(text)]
SHARED = ("output", "numbers", "rows", "months")  # pages on options of several commands
PICTURE = MANUAL / "track.svg"
WRITING = os.environ.get("TRADECALC_GOLDEN") == "write"


def _calls(block: str) -> list[str]:
    """The command lines of a console block."""
    return [line.removeprefix("$ ") for line in block.split("\n") if line.startswith("$ ")]


def played(shell: Any, block: str) -> str:
    """The block as a terminal would show it now."""
    shown = [(call, shell(f"{{ {call}\n}} 2>&1").stdout.rstrip("\n")) for call in _calls(block)]
    return "\n\n".join(f"$ {call}\n{out}" for call, out in shown) + "\n"


@pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[f"{n}: {_calls(b)[0]}" for n, b in BLOCKS])
@pytest.mark.skipif(WRITING, reason="is being written")
def test_a_console_block_is_what_the_command_prints(shell: Any, name: str, block: str) -> None:
    assert played(shell, block) == block, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.skipif(not WRITING, reason="only on request")
def test_write_the_console_blocks(shell: Any, path: Path) -> None:
    text = TEXTS[path.stem]
    path.write_text(BLOCK.sub(lambda match: f"```console\n{played(shell, match[1])}```", text))


def test_the_picture_is_what_a_terminal_shows(terminal: Any) -> None:
    """The screen of `track` in colour, as rich itself draws a terminal."""
    args = "track --ytd 3.4 --months 9 --base 4+ --goal 10 --year 2030 --growth 18%+ --rounded"
    prompt = f"$ tradecalc {args}".replace(" --growth", " \\\n    --growth")
    screen = terminal(*args.split(), width=80).replace("\r", "").strip("\n")
    if WRITING:
        console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
        console.print(Text(f"{prompt}\n"), Text.from_ansi(screen), sep="\n")
        PICTURE.write_text(console.export_svg(title="tradecalc track", unique_id="track"))
    shown = html.unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", PICTURE.read_text())))
    assert "".join(Text.from_ansi(screen).plain.split()) in "".join(shown.split())


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if "\n>>> " in text])
def test_what_is_said_of_the_library_is_a_doctest(name: str) -> None:
    blocks = re.findall(r"^```python\n(>>> .*?)^```$", TEXTS[name], re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_topic_has_a_page_with_its_title() -> None:
    assert sorted(TOPICS) == sorted(TEXTS.keys() - {"README"})
    assert all(TEXTS[topic].startswith(f"# {topic}: ") for topic in TOPICS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", path.read_text()):
        assert (path.parent / link).exists(), link


def test_the_set_up_is_two_lines_and_ci_runs_the_second() -> None:
    lines = re.findall(r"^python3 -m venv \.venv && .+$", TEXTS["README"], re.MULTILINE)
    assert len(lines) == 2
    assert lines[0].split(" && ")[-1].startswith(".venv/bin/tradecalc ")
    assert lines[1] in (ROOT / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize("command", [name for name in COMMANDS if name in TOPICS])
def test_every_option_stands_on_the_page_of_its_command(run: Any, command: str) -> None:
    pages = "".join(TEXTS[topic] for topic in (command, *SHARED))
    for option in set(re.findall(r"│ (--[a-z-]+)", run(command, "-h", COLUMNS="120").stdout)):
        assert f"`{option}" in pages, option


def test_every_name_stands_in_the_manual() -> None:
    methods = question_of("project").figures["method"].among
    for name in (*FORMATS, *SCALES, *PER_CENT, *CURRENCIES, *methods, *tradecalc.__all__):
        assert f"`{name}`" in TEXT, name


def _cells(line: str) -> list[str]:
    return [cell.strip(" `") for cell in line.strip().strip("|").split("|")]


def test_the_evidence_is_what_the_reference_holds() -> None:
    tables = re.findall(r"^\| after (\d+) months \|.*\n\|---.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert [months for months, _ in tables] == ["9", "3", "9"]  # the README's, the manual's
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
