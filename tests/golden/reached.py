"""Which raises of tradecalc's own errors no case of the catalogues reaches: `python reached.py`.

Every command of errors/*.txt and rows/*.txt and every call of errors/library.txt is run once more,
in a fork of one warm process that notes the lines at work where an error is made; a command to
which the shell gives more than arguments and standard input, in a process of its own.
"""

from __future__ import annotations

import ast
import builtins
import doctest
import os
import re
import shlex
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import partial
from importlib import import_module
from inspect import currentframe
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tradecalc
from tradecalc.cli.app import COMMANDS, build, run
from tradecalc.errors import TradecalcError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOLDEN = Path(__file__).parent
LIBRARY = GOLDEN / "errors" / "library.txt"
SHIPPED = Path(tradecalc.__file__).parent
OURS = ("TradecalcError", "InputError", "DomainError")

# A shell that sets limits, variables, files or streams for the command.
ODD = re.compile(r"\bulimit\b|\bmktemp\b|^\w+=|\d?[<>]\S+$")
NOTE = 'tradecalc() { cat >"$at.in"; printf "%s\\0" "$@" >"$at.args"; }\n'

Site = tuple[str, int, int]  # a file, and the first and the last line of what makes an error
Lines = set[tuple[str, int]]


def sites() -> Iterator[Site]:
    """Yield every place that makes an error of ours, or raises one that a function of ours made."""
    for path in sorted(SHIPPED.rglob("*.py")):
        raised = set()
        for node in ast.walk(ast.parse(path.read_text())):  # what raises before what it raises
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                raised.add(node.exc)
                is_ours = not hasattr(builtins, getattr(node.exc.func, "id", ""))
            elif isinstance(node, ast.Call) and node not in raised:
                is_ours = getattr(node.func, "id", "") in OURS
            else:
                continue
            if is_ours:
                yield str(path), node.lineno, node.end_lineno or node.lineno


def commands() -> list[str]:
    """The lines of errors/*.txt that bash is given."""
    texts = [path.read_text() for path in sorted((GOLDEN / "errors").glob("*.txt"))]
    return [line[2:] for text in texts for line in text.split("\n") if line.startswith("$ ")]


def passed_by_commands(lines: list[str]) -> Lines:
    """What commands pass that get arguments and standard input of bash and nothing else."""
    passed: Lines = set()
    with tempfile.TemporaryDirectory() as folder:
        script = "\n".join(f"at={folder}/{k}\n{line}" for k, line in enumerate(lines))
        _bash(NOTE + script)
        for k in range(len(lines)):
            args = Path(folder, f"{k}.args").read_bytes().decode(errors="surrogateescape")
            passed |= _in_a_fork(partial(run, args.split("\0")[:-1]), Path(folder, f"{k}.in"))
    return passed


def passed_by_odd_commands(lines: list[str]) -> Lines:
    """What the other commands pass."""
    with tempfile.TemporaryDirectory() as folder:
        noted, stand_in = Path(folder, "noted"), Path(folder, "tradecalc")
        stand_in.write_text(
            f'#!/bin/sh\nexec {shlex.join([sys.executable, __file__, str(noted)])} "$@"\n'
        )
        stand_in.chmod(0o755)
        for line in lines:
            _bash(line, PATH=f"{folder}{os.pathsep}{os.environ['PATH']}", TMPDIR=folder)
        return _read(noted)


def passed_by_rows() -> Lines:
    """What the cases of rows/ pass."""
    passed: Lines = set()
    for case in sorted((GOLDEN / "rows").glob("*.in")):
        typed = case.with_suffix(".txt").read_text().split("\n", maxsplit=1)[0]
        passed |= _in_a_fork(partial(run, shlex.split(typed)[2:]), case)
    return passed


def passed_by_calls() -> Lines:
    """What the calls of the library pass."""
    passed: Lines = set()
    names: dict[str, Any] = {}
    for example in doctest.DocTestParser().get_examples(LIBRARY.read_text()):
        call = partial(exec, compile(example.source, LIBRARY.name, "single"), names)
        if example.exc_msg is None:
            call()
        else:
            passed |= _in_a_fork(call, Path(os.devnull))
    return passed


def _bash(script: str, **env: str) -> None:
    subprocess.run(
        ["bash", "-c", script],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=SHIPPED.parent,
        env={**os.environ, **env},
    )


def _read(noted: Path) -> Lines:
    places = (line.rpartition("\t") for line in noted.read_text().split("\n") if line)
    return {(file, int(number)) for file, _, number in places}


def _in_a_fork(act: Callable[[], object], stdin: Path) -> Lines:
    """Run *act* in a fork, and return the lines it passed that may make an error."""
    with tempfile.NamedTemporaryFile() as noted:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(stdin, os.O_RDONLY), 0)
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            _note(act, noted.name)
            os._exit(0)
        os.waitpid(child, 0)
        return _read(Path(noted.name))


def _note(act: Callable[[], object], noted: str) -> None:
    """Run *act*, and add to the file *noted* the lines that are at work where an error is made."""

    def make(error: BaseException, *words: object) -> None:
        ValueError.__init__(error, *words)
        frame = currentframe()
        with Path(noted).open("a") as file:
            while frame:
                file.write(f"{frame.f_code.co_filename}\t{frame.f_lineno}\n")
                frame = frame.f_back

    TradecalcError.__init__ = make  # type: ignore[assignment,method-assign]  # of all
    with suppress(TradecalcError):
        act()


def unreached() -> list[Site]:
    """The places that make an error which no case makes."""
    for name in COMMANDS:  # once, and not in each fork
        build(name)
        import_module(
            f"tradecalc.commands.{name}" if name != "schema" else "tradecalc.outputs.schemas"
        )
    odd = {line: bool(ODD.search(line)) for line in commands()}
    passed = passed_by_commands([line for line in odd if not odd[line]])
    passed |= passed_by_odd_commands([line for line in odd if odd[line]])
    passed |= passed_by_rows() | passed_by_calls()
    return [
        (file, first, last)
        for file, first, last in sorted(sites())
        if not any((file, k) in passed for k in range(first, last + 1))
    ]


def main() -> int:
    """Say which places are not reached; beside a file to note lines in, be `tradecalc` instead."""
    if sys.argv[1:]:
        _note(partial(run, sys.argv[2:]), sys.argv[1])
        return 0
    missed = unreached()
    for file, first, last in missed:
        text = Path(file).read_text().split("\n")[first - 1 : last]
        print(f"{Path(file).relative_to(SHIPPED.parent)}:{first}: {' '.join(map(str.strip, text))}")
    count = len(list(sites()))
    print(f"{count - len(missed)} of {count} raises are reached", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
