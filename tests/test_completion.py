"""Completion, asked as the shells' scripts ask it, then in bash, zsh and fish themselves."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
from select import select
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import environment
from tradecalc import __version__
from tradecalc.cli import COMMANDS, FORMATS, QUESTIONS, question_of, run
from tradecalc.core.quantities import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANSI = re.compile(r"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[=>]|[\r\x07]")


@pytest.fixture
def asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], str]:
    """Ask for what may stand at the end of a line, as the script of a shell does."""

    def answered(shell: str, line: str) -> str:
        words = line.split(" ")
        said = {"_TRADECALC_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
        said |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
        for name, value in {**said, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            run([])
        done = capsys.readouterr()
        assert (end.value.code, done.err) == (0, "")
        return done.out

    return answered


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("", list(COMMANDS)),
        ("--ver", ["--version"]),
        ("target --ba", ["--base", "--base-year"]),
        ("target --rate -5 --ba", ["--base", "--base-year"]),
        ("target --format j", ["json"]),
        ("target -f ", list(FORMATS)),
        ("check ", [f"{name}{sign}" for name in NAMES for sign in "=@"]),
        ("growth --answers cagr,ye", ["cagr,years"]),
        ("growth --map fr", ["from=", "from_year="]),
        ("schema ", list(QUESTIONS)),
        ("help num", ["numbers"]),
    ],
)
def test_completion_knows_commands_options_and_values(
    asked: Any, line: str, offered: list[str]
) -> None:
    assert asked("bash", f"tradecalc {line}").split() == offered


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_command_offers_its_options_and_the_names_of_its_answers(
    asked: Any, command: str
) -> None:
    question = question_of(command)
    options = asked("bash", f"tradecalc {command} --").split()
    assert {"--help", "--get"} <= {*options}
    assert {f"--{n.replace('_', '-')}" for n, f in question.figures.items() if not f.argument} <= {
        *options
    }
    names = [name for name, one in question.answers.items() if one.shown]
    assert asked("bash", f"tradecalc {command} --get ").split() == [*names, *question.tables]


PIECES = ["target", "nosuch", "--version", "--format", "--format=", "--get", "--map", "a,b,"]
PIECES += ["=", ":", "'", '"', "\\", "$(x)", "-5"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
        max_size=5,
    ),
    shell=st.sampled_from(["bash", "zsh", "fish"]),
)
def test_no_line_is_too_odd_to_be_completed(asked: Any, words: list[str], shell: str) -> None:
    asked(shell, " ".join(["tradecalc", *words]))


LINES = [  # what is typed before TAB, and what then stands there
    ("tradecalc proj", "tradecalc project "),
    ("tradecalc target --goal 10 --yearl", "--yearl"),
    ("tradecalc project --growth about:18 --milest", "--milestone "),
    ("tradecalc project --method sam", "--method same_growth "),
    ("tradecalc growth --rows - --answers cagr,ye", "--answers cagr,years "),
    ("tradecalc project --monthly exp", "--monthly exports.csv "),
    ("tradecalc report ca", "report case.toml "),
    ("tradecalc target --rate -5 --yearl", "--yearl"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home without start-up files, where two files lie."""
    for name in ("exports.csv", "case.toml"):
        (tmp_path / name).touch()
    (tmp_path / ".zshrc").write_text("PROMPT='READY>'\n")
    return tmp_path


def _environment(home: Path) -> dict[str, str]:
    return environment({"PS1": "READY>", "HOME": str(home), "TERM": "xterm"})


class Shell:
    """A shell at a terminal, in a folder of its own, which is its home too."""

    def __init__(self, home: Path, name: str) -> None:
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(home)
            os.execvpe(name, (name, "-i"), _environment(home))  # noqa: S606  a shell is meant
        self.press("echo up''on\n", "upon")

    def press(self, keys: str, until: str) -> None:
        """Type *keys*, and wait until the screen shows a text."""
        screen, end = "", monotonic() + 60  # a machine may have much else to do
        os.write(self.terminal, keys.encode())
        while until not in screen:
            assert monotonic() < end, f"{until!r} does not come: {screen!r}"
            if select([self.terminal], [], [], 0.5)[0]:
                new = os.read(self.terminal, 65536).decode(errors="replace")
                screen = ANSI.sub("", screen + new)

    def leave(self) -> None:
        """End the shell and wait for it."""
        os.close(self.terminal)
        os.waitpid(self.process, 0)


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_shell_completes_a_line(home: Path, name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    shell = Shell(home, name)
    shell.press("tradecalc --install-completion\n", "once you restart the terminal")
    shell.leave()
    shell = Shell(home, name)
    if name == "zsh":  # the first TAB of a session loads what is installed
        shell.press("tradecalc --version \t\n", f"tradecalc {__version__}")
    for typed, then in LINES:
        shell.press(f"{typed}\t", then)
        shell.press("\x15echo do''ne\n", "done")
    shell.leave()


def test_fish_completes_a_line(home: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")

    def fish(code: str) -> str:
        done = subprocess.run(
            ["fish", "-c", code],
            cwd=home,
            env=_environment(home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.stdout

    assert "fish completion installed" in fish("tradecalc --install-completion; true")
    asked = [f"complete -C '{typed}'; echo ==" for typed, _ in LINES]
    for (typed, then), found in zip(LINES, fish("; ".join(asked)).split("==\n"), strict=False):
        offers = [line.split("\t")[0] for line in found.splitlines()]
        assert offers == ([] if then in typed else [then.split()[-1]]), typed
