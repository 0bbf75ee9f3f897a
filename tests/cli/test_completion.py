"""Completion, asked as the shells' scripts ask it, then in bash, zsh and fish themselves."""

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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tradecalc import __version__
from tradecalc.cli.app import COMMANDS
from tradecalc.cli.app import run as run_here
from tradecalc.cli.options import FORMAT_NAMES
from tradecalc.commands.methods import METHODS
from tradecalc.core.quantities import NAMES
from tradecalc.core.reference import FLOWS
from tradecalc.outputs.contract import names
from tradecalc.outputs.report import ANSWERING

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = Path(sys.executable).parent
ANSI = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[=>]|[\r\x07]")
ASKED = "_TRADECALC_COMPLETE"


class Asked:
    """Asks for what may stand at the end of a line, in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, shell: str, line: str) -> str:
        """What the script of *shell* is answered, which is never an error."""
        words = line.split(" ")
        asked = {ASKED: f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        asked |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
        for name, value in {**asked, "_TYPER_COMPLETE_ARGS": line}.items():
            self.monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            run_here([])
        done = self.capsys.readouterr()
        assert (end.value.code, done.err) == (0, "")
        return done.out

    def values(self, line: str) -> list[str]:
        """The values that bash is answered."""
        return self("bash", line).split()


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Asks as a shell's script does."""
    return Asked(capsys, monkeypatch)


def test_completion_knows_commands_options_and_values(asked: Asked) -> None:
    offered = asked.values
    assert offered("tradecalc ") == list(COMMANDS)
    assert offered("tradecalc --ver") == ["--version"]
    assert offered("tradecalc --version tar") == ["target"]
    assert offered("tradecalc target --ba") == ["--base", "--base-year"]
    assert offered("tradecalc target --base 4 --ba") == ["--base-year"]
    assert offered("tradecalc target --rate -5 --ba") == ["--base", "--base-year"]
    assert offered("tradecalc target --format j") == ["json"]
    assert offered("tradecalc target -f ") == list(FORMAT_NAMES)
    assert offered("tradecalc project --method ") == list(METHODS)
    assert offered("tradecalc backtest --flow ") == list(FLOWS)
    assert offered("tradecalc track --decimal ") == ["point", "comma"]
    assert offered("tradecalc check ") == [f"{name}{sign}" for name in NAMES for sign in "=@"]
    assert offered("tradecalc growth --answers cagr,ye") == ["cagr,years"]
    assert offered("tradecalc growth --map fr") == ["from=", "from_year="]
    assert offered("tradecalc schema ") == list(ANSWERING)
    assert offered("tradecalc target --base 4") == []


def test_every_command_offers_its_options_and_the_names_of_its_answers(asked: Asked) -> None:
    for command in COMMANDS:
        assert {"--help", "--rows" if command == "schema" else "--get"} <= {
            *asked.values(f"tradecalc {command} --")
        }
    for command in ANSWERING:
        assert asked.values(f"tradecalc {command} --get ") == names(command)


def test_a_call_by_hand_is_no_error(run: Any) -> None:
    for name in ("bash", "zsh", "fish"):
        done = run(_TRADECALC_COMPLETE=f"complete_{name}")
        assert (done.returncode, done.stderr) == (0, "")


PIECES = (
    "target",
    "nosuch",
    "--version",
    "--format",
    "--format=",
    "--get",
    "--map",
    "a,b,",
    "=",
    ":",
    "'",
    '"',
    "\\",
    "$(x)",
    "-5",
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
        max_size=5,
    ),
    shell=st.sampled_from(["bash", "zsh", "fish"]),
)
def test_no_line_is_too_odd_to_be_completed(asked: Asked, words: list[str], shell: str) -> None:
    asked(shell, " ".join(["tradecalc", *words]))


def test_zsh_reads_what_it_is_told_of_every_command(asked: Asked) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    code = "_arguments() { print -r -- $# $1 }; _files() { print files }; eval $(cat)"
    for command in COMMANDS:
        told = asked("zsh", f"tradecalc {command} --")
        read = subprocess.run(
            ["zsh", "-fc", code], input=told, capture_output=True, text=True, check=False
        )
        assert read.stderr == ""
        assert read.stdout.startswith("1 *: :((")
        assert '"--help":"' in read.stdout


LINES = [  # what is typed before TAB, and what then stands there
    ("tradecalc proj", "tradecalc project "),
    ("tradecalc target --goal 10 --yearl", "--yearl"),
    ("tradecalc project --growth about:18 --milest", "--milestone "),
    ("tradecalc target --format js", "--format json "),
    ("tradecalc project --method sam", "--method same_growth "),
    ("tradecalc growth --rows - --answers cagr,ye", "--answers cagr,years "),
    ("tradecalc project --monthly exp", "--monthly exports.csv "),
    ("tradecalc report ca", "report case.toml "),
    ("tradecalc report --get target.required_c", "--get target.required_cagr "),
    ("tradecalc backtest --flow nat", "--flow national "),
    ("tradecalc schema targ", "schema target "),
    ("tradecalc target --rate -5 --yearl", "--yearl"),
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
            shell.press("tradecalc --version \t\n", f"tradecalc {__version__}")
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
