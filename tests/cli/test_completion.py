"""Completion, asked as the shells ask it, then in bash, zsh and fish themselves."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from select import select
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from tradecalc.cli.app import COMMANDS, app
from tradecalc.cli.completion import completed
from tradecalc.cli.options import FORMAT_NAMES
from tradecalc.commands.methods import METHODS
from tradecalc.core.quantities import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = Path(sys.executable).parent
ANSI = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[=>]|[\r\x07]")


def bash(line: str) -> list[str]:
    """The values for a line, broken into words by spaces, as bash's script hands it over."""
    words = line.split(" ")
    asked = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    return str(completed("complete_bash", asked, get_command(app))).split()


def test_completion_knows_commands_options_and_values(run: Any) -> None:
    asked = {"COMP_WORDS": "tradecalc\nproj", "COMP_CWORD": "1"}
    assert run(_TRADECALC_COMPLETE="complete_bash", **asked).stdout == "project\n"
    assert bash("tradecalc ") == list(COMMANDS)
    assert bash("tradecalc --ver") == ["--version"]
    assert bash("tradecalc target --ba") == ["--base", "--base-year"]
    assert bash("tradecalc target --base 4 --ba") == ["--base-year"]
    assert bash("tradecalc target --format j") == ["json"]
    assert bash("tradecalc target -f ") == list(FORMAT_NAMES)
    assert bash("tradecalc project --method ") == list(METHODS)
    assert bash("tradecalc backtest --flow o") == ["over-1bn", "over-100mn", "over-10mn"]
    assert bash("tradecalc track --decimal ") == ["point", "comma"]
    assert bash("tradecalc check ") == [f"{name}{sign}" for name in NAMES for sign in "=@"]
    assert bash("tradecalc target --get path") == ["path_level"]
    assert bash("tradecalc growth --answers cagr,ye") == ["cagr,years"]
    assert bash("tradecalc growth --map fr") == ["from=", "from_year="]


def test_a_value_behind_an_equals_sign_is_completed_however_bash_breaks_it() -> None:
    assert bash("tradecalc target --format = j") == ["json"]
    assert bash("tradecalc target --format =") == list(FORMAT_NAMES)
    assert bash("tradecalc target --format=j") == ["--format=json"]
    assert bash("tradecalc project --growth about : 18 --flow nat") == ["national"]
    assert bash("tradecalc decompose --part Cars = 2.2 : 26% --tot") == [
        "--total",
        "--total-growth",
    ]


def test_where_nothing_is_known_nothing_is_said(run: Any) -> None:
    for line in ("tradecalc nosuch --", "tradecalc target --base 4", "tradecalc target --no=x"):
        assert bash(line) == []
    for name in ("bash", "zsh", "fish"):
        done = run(_TRADECALC_COMPLETE=f"complete_{name}")  # by hand, with nothing to complete
        assert (done.returncode, done.stderr) == (0, "")


PIECES = (
    "target",
    "--format",
    "--format=",
    "--get",
    "a,b,",
    "=",
    ":",
    "'",
    '"',
    "\\",
    "$(x)",
    "-5",
)


@settings(max_examples=60)
@given(
    words=st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=5),
    shell=st.sampled_from(["bash", "zsh", "fish"]),
)
def test_no_line_is_too_odd_to_be_completed(words: list[str], shell: str) -> None:
    line = ["tradecalc", *words]
    asked = {"COMP_WORDS": "\n".join(line), "COMP_CWORD": str(len(words))}
    asked["_TYPER_COMPLETE_ARGS"] = " ".join(line)
    assert isinstance(completed(f"complete_{shell}", asked, get_command(app)), str)


def test_a_figure_to_be_written_gets_a_hint_and_no_files(run: Any) -> None:
    def ask(shell: str, line: str, **env: str) -> Any:
        return run(_TRADECALC_COMPLETE=f"complete_{shell}", _TYPER_COMPLETE_ARGS=line, **env)

    hint = ask("zsh", "tradecalc project --growth ").stdout
    assert hint == "_message -r 'Growth of --ytd on those months, in per cent.'\n"
    assert ask("zsh", "tradecalc track --monthly ex").stdout == "_files\n"
    asked = {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert ask("fish", "tradecalc project --growth ", **asked).returncode == 0
    assert ask("fish", "tradecalc track --monthly ex", **asked).returncode == 1


def test_a_key_press_loads_no_rich() -> None:
    code = "import sys; from tradecalc.cli.app import run; run([]); print('rich' in sys.modules)"
    asked = {"_TRADECALC_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "tradecalc target --"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--base:Level of the base year" in done.stdout
    assert done.stdout.endswith("False\n")


LINES = [  # what is typed before TAB, and what then stands there
    ("tradecalc proj", "tradecalc project "),
    ("tradecalc target --goal 10 --yearl", "--yearl"),
    ("tradecalc project --growth about:18 --milest", "--milestone "),
    ("tradecalc target --format js", "--format json "),
    ("tradecalc target --format=js", "--format=json "),
    ("tradecalc project --method sam", "--method same_growth "),
    ("tradecalc growth --rows - --answers cagr,ye", "--answers cagr,years "),
    ("tradecalc project --monthly exp", "--monthly exports.csv "),
    ("tradecalc project --monthly=exp", "--monthly=exports.csv "),
    ("tradecalc report ca", "report case.toml "),
]


class Shell:
    """A shell at a terminal, in a folder of its own, which is its home too."""

    def __init__(self, home: Path, *command: str) -> None:
        self.process, self.screen = 0, ""
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(home)
            path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
            plain = {"PS1": "READY>", "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm"}
            os.execvpe(command[0], command, {**plain, "PATH": path})  # noqa: S606  a shell is meant

    def press(self, keys: str, until: str) -> None:
        """Type *keys*, and wait until the screen shows a text."""
        self.screen = ""
        os.write(self.terminal, keys.encode())
        end = monotonic() + 60  # a machine may have much else to do
        while until not in self.screen:
            assert monotonic() < end, f"{until!r} does not come: {self.screen!r}"
            if select([self.terminal], [], [], 0.5)[0]:
                new = os.read(self.terminal, 65536).decode(errors="replace")
                self.screen = ANSI.sub("", self.screen + new)

    def leave(self) -> None:
        """End the shell and wait for it."""
        os.close(self.terminal)
        os.waitpid(self.process, 0)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home without start-up files, where two files lie."""
    for name in ("exports.csv", "case.toml"):
        (tmp_path / name).touch()
    return tmp_path


def _opened(home: Path, *command: str) -> Iterator[Shell]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    for is_installed in (False, True):
        shell = Shell(home, *command)
        shell.press("echo up''on\n", "upon")
        if is_installed:
            yield shell
        else:
            shell.press("tradecalc --install-completion\n", "once you restart the terminal")
        shell.leave()


@pytest.mark.parametrize("command", [("bash", "-i"), ("zsh", "-i")], ids=["bash", "zsh"])
def test_a_shell_completes_a_line(home: Path, command: tuple[str, ...]) -> None:
    (home / ".zshrc").write_text("PROMPT='READY>'\n")
    for shell in _opened(home, *command):
        if command[0] == "zsh":  # the first TAB of a session loads what is installed
            shell.press("tradecalc \t\x15echo lo''aded\n", "loaded")
        for typed, then in LINES:
            shell.press(f"{typed}\t", then)
            shell.press("\x15echo do''ne\n", "done")


def test_fish_completes_a_line(home: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")

    def fish(code: str) -> str:
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        env = {"HOME": str(home), "PATH": path, "LANG": "C.UTF-8"}
        done = subprocess.run(
            ["fish", "-c", code], cwd=home, env=env, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        return done.stdout

    assert "fish completion installed" in fish("tradecalc --install-completion; true")
    asked = [f"complete -C '{typed}'; echo ==" for typed, _ in LINES]
    for (typed, then), found in zip(LINES, fish("; ".join(asked)).split("==\n"), strict=False):
        offers = [line.split("\t")[0] for line in found.splitlines()]
        whole = then.split()[-1]
        assert offers == ([] if then in typed else [whole]), typed
