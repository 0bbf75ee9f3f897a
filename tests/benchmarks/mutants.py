"""Whether the tests notice when a formula is changed: every mutant of the functions of core/.

    python tests/benchmarks/mutants.py FILE [--workers N] [--module NAME] [--again] [--seconds S]

A mutant is the core with one small change: an operator, a bound, a constant, a condition, a
statement left out. The tests that run in this process are collected and run once, to see which
lines of core/ each of them executes; then each mutant is put into a forked child, which runs the
tests of its lines, the quickest first, until one fails. FILE takes one JSON line for each mutant
and is continued where it stands; --again tries once more those that survived in it, --seconds is
the time of a mutant's tests, by which the slowest are left out.

What stands outside all functions is read once, before any test, and is not changed.

Tests that run the installed command are left out, for a change in this process would not reach
them; so are the words of errors, docstrings and types, for they calculate nothing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import json
import os
import random
import resource
import signal
import time
import types
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
CORE = ROOT / "tradecalc" / "core"
LIMIT = 60  # seconds of processor time for a mutant: more is a loop without end
OUTSIDE = {"run", "run_bytes", "start", "shell", "terminal"}  # fixtures of the installed command
SURVIVED, KILLED, LEFT_OUT = 0, 1, 2
TESTS = (
    "tests/core",
    "tests/properties",
    "tests/commands",
    "tests/inputs",
    "tests/outputs",
    "tradecalc",
    "--ignore=tests/commands/test_rows_dask.py",
    "--ignore=tests/commands/test_rows_other_tools.py",
    "--ignore=tests/commands/test_jobs.py",
    "--ignore=tests/outputs/test_chart.py",
)

COMPARED = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
CALCULATED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OTHER_CALL = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
}
BARE_CALL = {"abs", "finite", "sorted", "reversed", "set", "frozenset", "tuple", "list"}
"""Calls that are left out, so that their argument stands alone."""


@dataclass(frozen=True)
class Mutant:
    """One change: *at* is the place of the node in the walk of the module, *kind* its number."""

    module: str
    at: int
    kind: int
    line: int
    last: int
    function: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.module}:{self.at}:{self.kind}"


def _new(node: Any, **changes: Any) -> Any:
    """A copy of *node* with some of its fields changed."""
    made = copy.copy(node)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def _of_expression(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901, PLR0912  a list, one case each
    """Every change of an expression, but for constants."""
    match node:
        case ast.Compare(ops=ops):
            for k, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    yield _new(node, ops=[*ops[:k], other(), *ops[k + 1 :]])
        case ast.BinOp(op=op) if type(op) in CALCULATED:
            yield _new(node, op=CALCULATED[type(op)]())
        case ast.BoolOp(op=op, values=values):
            yield _new(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for k in range(len(values)):
                rest = [*values[:k], *values[k + 1 :]]
                yield rest[0] if len(rest) == 1 else _new(node, values=rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=other):
            yield body
            yield other
        case ast.Call(func=func, args=args, keywords=keywords):
            name = getattr(func, "attr", getattr(func, "id", ""))
            if name in OTHER_CALL:
                field = "id" if isinstance(func, ast.Name) else "attr"
                yield _new(node, func=_new(func, **{field: OTHER_CALL[name]}))
            if name in BARE_CALL and len(args) == 1 and not keywords:
                yield args[0]
            if len(args) == 2 and name not in ("isinstance", "min", "max", "zip", "gcd"):
                yield _new(node, args=args[::-1])
        case ast.Slice(lower=lower, upper=upper):
            if lower is not None:
                yield _new(node, lower=None)
            if upper is not None:
                yield _new(node, upper=None)
        case ast.comprehension(ifs=[_, *_] as ifs):
            for k in range(len(ifs)):
                yield _new(node, ifs=[*ifs[:k], *ifs[k + 1 :]])


def _is_whole(test: ast.expr) -> bool:
    """Whether no change of the expression itself is its opposite."""
    opposite = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    types_only = getattr(test, "id", "") == "TYPE_CHECKING"
    return not (opposite or types_only or isinstance(test, ast.Compare))


def _of_statement(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901  a list, one case each
    """Every change of a statement."""
    empty = ast.Pass()
    match node:
        case ast.If(test=test) | ast.While(test=test) if _is_whole(test):
            yield _new(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.AugAssign(op=op):
            yield empty
            if type(op) in CALCULATED:
                yield _new(node, op=CALCULATED[type(op)]())
        case ast.Raise() | ast.Delete():
            yield empty
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield empty
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield empty
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Return(value=value) if value is not None:
            if not (isinstance(value, ast.Constant) and value.value is None):
                yield _new(node, value=ast.Constant(None))


def _of_constant(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 2 or 1.0)
        yield ast.Constant(value / 2 or -1.0)
    elif isinstance(value, str):
        yield ast.Constant(value + "_")


def _changes(node: ast.AST) -> list[ast.AST]:
    found = (*_of_expression(node), *_of_statement(node), *_of_constant(node))
    return [ast.copy_location(made, node) for made in found]


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """The parts of *node* that calculate: no types, words of errors, docstrings, decorators."""
    leave = {"annotation", "returns", "decorator_list", "type_params"}
    if isinstance(node, ast.JoinedStr | ast.Raise):
        return
    if isinstance(node, ast.keyword) and node.arg in ("strict", "slots", "frozen"):
        return  # a guard that the house's rules ask for
    if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
        return
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return
    for field, value in ast.iter_fields(node):
        if field in leave:
            continue
        for k, item in enumerate(value if isinstance(value, list) else [value]):
            doc = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
            if isinstance(item, ast.AST) and not doc:
                yield field, k if isinstance(value, list) else None, item


def _walk(
    node: ast.AST, function: str = "", statement: ast.AST | None = None
) -> Iterator[tuple[ast.AST, str, Any, str, int | None, ast.AST]]:
    """Every part that calculates, in order, with its function, its statement and its place."""
    for field, k, child in _children(node):
        where = statement
        if isinstance(child, ast.stmt):
            where = child
        inside = function
        if isinstance(node, ast.FunctionDef) and field == "body" and not function:
            inside = node.name
        yield child, inside, where, field, k, node
        yield from _walk(child, inside, where)


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module of core/."""
    found = []
    for at, (node, function, where, *_) in enumerate(_walk(ast.parse(_text(module)))):
        for kind, made in enumerate(_changes(node) if function else ()):
            line = min(getattr(where, "lineno", 0), getattr(node, "lineno", 10**6))
            last = getattr(node, "end_lineno", 0) or getattr(where, "end_lineno", 0)
            before, after = (ast.unparse(n).split("\n")[0] for n in (node, made))
            text = f"{before}  ->  {after}"
            found.append(Mutant(module, at, kind, line, last, function, text))
    return found


def _text(module: str) -> str:
    return (CORE / f"{module}.py").read_text()


def mutated(mutant: Mutant) -> types.CodeType:
    """The code of the mutant's module."""
    tree = ast.parse(_text(mutant.module))
    for at, (node, _, _, field, k, parent) in enumerate(_walk(tree)):
        if at == mutant.at:
            made = _changes(node)[mutant.kind]
            if k is None:
                setattr(parent, field, made)
            else:
                getattr(parent, field)[k] = made
            break
    ast.fix_missing_locations(tree)
    return compile(tree, str(CORE / f"{mutant.module}.py"), "exec", dont_inherit=True)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield const
            yield from _codes(const)


def swap(mutant: Mutant, things: list[Any]) -> bool:
    """Give every function of the loaded module the mutant's code; whether that is possible."""
    changed = {(c.co_qualname, c.co_firstlineno): c for c in _codes(mutated(mutant))}
    for thing in things:
        if not isinstance(thing, types.FunctionType):
            thing.cache_clear()
        elif thing.__module__ == f"tradecalc.core.{mutant.module}":
            code = changed.get((thing.__code__.co_qualname, thing.__code__.co_firstlineno))
            if code is not None:
                if code.co_freevars != thing.__code__.co_freevars:
                    return False
                thing.__code__ = code
    return True


def _swappable() -> list[Any]:
    """Every function that is loaded of tradecalc, and all that remembers answers."""
    return [
        thing
        for thing in gc.get_objects()
        if isinstance(thing, types.FunctionType) or hasattr(type(thing), "cache_clear")
        if (thing.__module__ or "").startswith("tradecalc.")
    ]


class Runner:
    """Runs the tests of every mutant in the place of pytest's own loop."""

    def __init__(self, options: argparse.Namespace, chosen: list[Mutant]) -> None:
        self.options, self.chosen = options, chosen
        self.seconds: dict[str, float] = {}
        self.running: dict[int, Mutant] = {}
        self.things: list[Any] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items: dict[str, pytest.Item] = {}
        for item in session.items:
            if not OUTSIDE & set(getattr(item, "fixturenames", ())):
                items[item.nodeid] = item
        by_line = self._baseline(items)
        print(f"{len(items)} tests, {sum(self.seconds.values()):.0f} s", flush=True)
        self.things = _swappable()
        gc.collect()
        gc.freeze()
        for mutant in self.chosen:
            while len(self.running) >= self.options.workers:
                self._reap()
            names = {
                n
                for line in range(mutant.line, mutant.last + 1)
                for n in by_line.get((mutant.module, line), ())
            }
            if len(names) < 9:  # what is remembered is executed but once
                names |= {
                    n
                    for (module, _), all_ in by_line.items()
                    if module == mutant.module
                    for n in all_
                }
            pid = os.fork()
            if pid == 0:
                self._child(mutant, [items[n] for n in self._in_order(names, mutant.module)])
            self.running[pid] = mutant
        while self.running:
            self._reap()
        return True

    def _in_order(self, names: set[str], module: str) -> list[str]:
        """Those of the module itself, then the quickest, and no more than there is time for."""
        left, found = self.options.seconds, []
        own = (f"tests/core/test_{module}.py", f"tradecalc/core/{module}.py")
        for name in sorted(names, key=lambda n: (not n.startswith(own), self.seconds[n], n)):
            left -= self.seconds[name]
            if left < 0:
                break
            found.append(name)
        return found

    def _baseline(self, items: dict[str, pytest.Item]) -> dict[tuple[str, int], list[str]]:
        """Run every test once: how long it takes, and the lines of core/ that it executes."""
        seen = coverage.Coverage(data_file=None, config_file=False, include=[f"{CORE}/*"])
        seen.start()
        for name, item in list(items.items()):
            seen.switch_context(name)
            start = time.process_time()
            reports = runtestprotocol(item, nextitem=None, log=False)
            self.seconds[name] = time.process_time() - start
            if not all(report.passed for report in reports):
                print("left out:", name, [r.outcome for r in reports], flush=True)
                del items[name]
        seen.stop()
        found: dict[tuple[str, int], list[str]] = {}
        data = seen.get_data()
        for file in data.measured_files():
            for line, names in data.contexts_by_lineno(file).items():
                found[Path(file).stem, line] = [name for name in names if name in items]
        return found

    def _child(self, mutant: Mutant, items: list[pytest.Item]) -> None:
        """Run *items* with the mutant in place, and end with what became of it."""
        needed = sum(self.seconds[item.nodeid] for item in items)
        signal.setitimer(signal.ITIMER_PROF, min(5 + 3 * needed, LIMIT))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = KILLED
        try:
            code = SURVIVED if swap(mutant, self.things) else LEFT_OUT
            if code == SURVIVED:
                for item in items:
                    reports = runtestprotocol(item, nextitem=None, log=False)
                    if any(report.failed for report in reports):
                        code = KILLED
                        break
        finally:
            os._exit(code)

    def _reap(self) -> None:
        pid, status = os.wait()
        mutant = self.running.pop(pid, None)
        if mutant is None:
            return
        code = os.waitstatus_to_exitcode(status)
        became = {SURVIVED: "survived", KILLED: "killed", LEFT_OUT: "left out"}.get(code, "timeout")
        line = {
            "key": mutant.key,
            "became": became,
            "code": code,
            "line": mutant.line,
            "function": mutant.function,
            "text": mutant.text,
        }
        with self.options.file.open("a") as stream:
            print(json.dumps(line), file=stream)


def _pytest(args: list[str], plugin: object) -> int:
    settings.register_profile(
        "mutants",
        max_examples=25,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
    )
    os.environ["TRADECALC_PROFILE"] = "mutants"
    return int(
        pytest.main(
            [
                "-p",
                "no:cacheprovider",
                "-p",
                "no:xdist",
                "-s",
                "--tb=native",
                "-W",
                "ignore::pytest.PytestAssertRewriteWarning",
                *args,
            ],
            [plugin],
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--module", action="append")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    os.chdir(ROOT)
    modules = options.module or sorted(p.stem for p in CORE.glob("[a-z]*.py"))
    every = [mutant for module in modules for mutant in mutants(module)]
    lines = options.file.read_text().splitlines() if options.file.exists() else []
    became = {found["key"]: found["became"] for found in map(json.loads, lines)}
    done = {key for key, end in became.items() if not (options.again and end == "survived")}
    chosen = [mutant for mutant in every if mutant.key not in done]
    random.Random(6).shuffle(chosen)  # so that those tried are a fair draw, whenever it ends
    print(f"{len(every)} mutants, {len(chosen)} to try", flush=True)
    if chosen:
        _pytest([*TESTS], Runner(options, chosen))
    became |= {
        found["key"]: found["became"]
        for found in map(json.loads, options.file.read_text().splitlines())
    }
    print(Counter(became.values()))


if __name__ == "__main__":
    main()
