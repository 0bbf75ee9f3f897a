"""The house: every floor imports only from those above it, and the library stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import tradecalc
from tests.stubs import stubs
from tradecalc.cli import QUESTIONS, build, question_of

PACKAGE = Path(tradecalc.__file__).parent
FLOORS = ["errors", "core", "jobs", "figures", "questions", "rows", "show", "cli"]
# What a Result shows of itself when it is printed, and a report's picture, are made in show/.
LATE = {("questions", "show")}
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


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
class TestEveryModule:
    def test_it_imports_only_from_its_floor_and_those_above(self, path: Path) -> None:
        place = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if place in ("__init__", "__main__"):
            return
        for name in _imports(path):
            parts = name.split(".")
            if parts[0] == "tradecalc" and parts[1] in FLOORS and (place, parts[1]) not in LATE:
                assert FLOORS.index(parts[1]) <= FLOORS.index(place), f"{path} imports {name}"

    def test_only_the_standard_library_but_for_what_draws_and_the_prompt(self, path: Path) -> None:
        place = str(path.relative_to(PACKAGE))
        beside = {"cli.py": "typer", "show/screen.py": "rich", "show/chart.py": "matplotlib"}
        beside["show/manual.py"] = "rich"
        allowed = {"tradecalc", *sys.stdlib_module_names, beside.get(place, "tradecalc")}
        assert {name.split(".")[0] for name in _imports(path)} <= allowed

    def test_core_does_no_input_or_output(self, path: Path) -> None:
        if path.parent.name == "core":
            doors = {"io", "os", "sys", "time", "datetime", "locale", "pathlib", "random"}
            assert not {name.split(".")[0] for name in _imports(path)} & doors

    def test_only_the_command_line_prints_or_exits(self, path: Path) -> None:
        if path.name in ("cli.py", "__main__.py"):
            return
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name):
                assert node.id not in ("print", "exit", "quit")
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("stdout", "stderr", "exit", "echo")


def _module(path: Path) -> str:
    """The name that a file is imported by."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_module_imports_one_that_imports_it_while_it_loads() -> None:
    """Imports at the top of modules run in no circle."""
    names = {_module(path) for path in MODULES}
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        top = [n for n in ast.parse(path.read_text()).body if isinstance(n, ast.ImportFrom)]
        graph[_module(path)] = {f"{n.module}" for n in top} & names - {_module(path)}
    order = list(TopologicalSorter(graph).static_order())  # raises where there is a circle
    assert order.index("tradecalc.errors") < order.index("tradecalc.cli")


def _loaded(code: str) -> set[str]:
    """Modules, and the packages they are of, that a fresh interpreter has loaded after *code*."""
    script = f"{code}\nimport sys\nprint(*sys.modules, *{{n.split('.')[0] for n in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("\n")[-2].split())


def test_the_library_loads_neither_typer_nor_rich() -> None:
    loaded = _loaded("import tradecalc\ntradecalc.cagr(base=4, goal=10, years=6)")
    assert not loaded & {"typer", "rich", "json", "csv", "decimal", "fractions", "pkgutil"}


def test_a_pipe_call_loads_no_rich() -> None:
    call = (
        "from tradecalc.cli import run\n"
        "run(['target', '--base', '4', '--goal', '10', '--year', '2030'])"
    )
    loaded = _loaded(call)
    assert "typer" in loaded
    assert not loaded & {"tradecalc.core.seasonal", "tradecalc.figures.months", "tradecalc.rows"}
    assert not loaded & {"rich", "matplotlib", "tomllib", "json", "dataclasses_json"}


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


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_prompt_offers_each_figure_of_a_question_and_says_what_it_is(name: str) -> None:
    question = question_of(name)
    params = {param.name[:-1]: param for param in build(name).params}
    for figure in question.figures.values():
        assert params[figure.name].help == figure.text


def test_the_types_of_the_library_are_fresh() -> None:
    """`python -m tests.stubs` writes them anew."""
    assert (PACKAGE / "__init__.pyi").read_text() == stubs()


def test_every_public_name_is_loaded_from_where_it_is_written() -> None:
    assert set(tradecalc.__all__) <= {*dir(tradecalc)}
    for name in tradecalc.__all__:
        assert getattr(tradecalc, name).__module__.startswith("tradecalc.")
    with pytest.raises(AttributeError, match="has no attribute 'cargo'"):
        tradecalc.cargo  # type: ignore[attr-defined]  # noqa: B018  there is none
