"""The house: every floor imports only from those above it, and the library stays light."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

import tradecalc
from tests.conftest import UNMEASURED
from tradecalc.cli.app import COMMANDS
from tradecalc.cli.months import READING
from tradecalc.cli.options import FORMAT_NAMES
from tradecalc.inputs.monthly import Choice
from tradecalc.outputs.formats import FORMATS

PACKAGE = Path(tradecalc.__file__).parent
FLOORS = ["errors", "core", "inputs", "outputs", "commands", "cli"]
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _floor(name: str) -> int:
    return FLOORS.index(name)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
class TestEveryModule:
    def test_it_imports_only_from_its_floor_and_those_above(self, path: Path) -> None:
        place = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if place in ("__init__", "__main__"):
            return
        for name in _imports(path):
            parts = name.split(".")
            if parts[0] == "tradecalc" and parts[1] in FLOORS:
                assert _floor(parts[1]) <= _floor(place), f"{path} imports {name}"

    def test_only_the_standard_library_below_the_outputs(self, path: Path) -> None:
        place = str(path.relative_to(PACKAGE))
        allowed = {"tradecalc", *sys.stdlib_module_names}
        if place.startswith("cli/"):
            allowed.add("typer")
        if place == "outputs/table.py":
            allowed.add("rich")
        if place in ("outputs/chart.py", "outputs/sheet.py"):
            allowed.add("matplotlib")
        assert {name.split(".")[0] for name in _imports(path)} <= allowed

    def test_core_does_no_input_or_output(self, path: Path) -> None:
        if path.parent.name == "core":
            doors = {"io", "os", "sys", "time", "datetime", "locale", "pathlib", "random"}
            assert not {name.split(".")[0] for name in _imports(path)} & doors

    def test_only_the_app_and_its_printer_print_or_exit(self, path: Path) -> None:
        if str(path.relative_to(PACKAGE)) in ("cli/app.py", "cli/printer.py", "__main__.py"):
            return
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name):
                assert node.id not in ("print", "exit", "quit")
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("stdout", "stderr", "exit", "echo")

    def test_it_can_be_read_in_one_sitting(self, path: Path) -> None:
        assert len(path.read_text().splitlines()) <= 300
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0]
                is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                start = (first.end_lineno or 0) + 1 if is_doc else first.lineno
                lines = (node.end_lineno or 0) - start + 1
                assert lines <= 40, f"{node.name} has {lines} lines"


def _module(path: Path) -> str:
    """The name that a file is imported by."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_imports_run_in_a_circle_not_even_of_types() -> None:
    names = {_module(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        found = _imports(path)
        packages = {name.rpartition(".")[0] for name in found}
        graph[_module(path)] = names & (found | packages) - {_module(path)}
    order = list(TopologicalSorter(graph).static_order())  # raises where there is a circle
    assert order.index("tradecalc.errors") < order.index("tradecalc.__main__")


def _loaded(code: str) -> set[str]:
    """Modules, and the packages they are of, that a fresh interpreter has loaded after *code*."""
    script = f"{code}\nimport sys\nprint(*sys.modules, *{{n.split('.')[0] for n in sys.modules}})"
    # Where coverage is measured, it would load its own modules into the interpreter.
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=UNMEASURED
    )
    return set(done.stdout.split("\n")[-2].split())


def test_the_library_loads_neither_typer_nor_rich() -> None:
    loaded = _loaded("import tradecalc\ntradecalc.cagr(base=4, goal=10, years=6)")
    assert not loaded & {"typer", "rich", "json", "csv", "decimal", "fractions", "pkgutil"}


def test_a_pipe_call_loads_no_rich() -> None:
    call = (
        "from tradecalc.cli.app import run\n"
        "run(['target', '--base', '4', '--goal', '10', '--year', '2030'])"
    )
    assert "typer" in _loaded(call)
    assert not _loaded(call) & {"tradecalc.core.seasonal", "tradecalc.inputs.monthly"}
    assert not _loaded(call) & {"rich", "matplotlib", "tomllib", "tradecalc.outputs.contract"}


def test_every_public_name_is_there_and_documented() -> None:
    for name in tradecalc.__all__:
        assert getattr(tradecalc, name).__doc__, name


def test_the_top_level_holds_what_the_owner_wants_and_nothing_else() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PACKAGE.parent, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    seen = {name for name in top if not name.startswith(".")}
    assert seen <= {"README.md", "pyproject.toml", "tradecalc", "tests"}


def test_the_formats_offered_are_the_formats_there_are() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES


def _takes(command: str) -> set[str]:
    """The options that the command itself takes, by the names of its arguments."""
    function = getattr(import_module(f"tradecalc.commands.{command}"), command)
    return set(inspect.signature(function).parameters) - {"question", "choice", "progress"}


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("report", "schema")])
def test_the_prompt_offers_what_the_command_takes(command: str) -> None:
    offered = import_module(f"tradecalc.cli.{command}").OPTIONS
    reading = READING if READING.keys() <= offered.keys() else {}
    assert offered.keys() - reading.keys() == _takes(command)


def test_the_prompt_offers_all_ways_to_read_a_file_of_months() -> None:
    assert tuple(READING) == Choice._fields


def test_every_public_name_is_loaded_from_where_it_is_written() -> None:
    assert set(tradecalc.__all__) <= {*dir(tradecalc)}
    for name in tradecalc.__all__:
        assert getattr(tradecalc, name).__module__.startswith("tradecalc.")
    with pytest.raises(AttributeError, match="has no attribute 'cargo'"):
        tradecalc.cargo  # noqa: B018  asked for, and there is none
