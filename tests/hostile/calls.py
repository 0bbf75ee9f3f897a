"""Calls of tradecalc that a person might type, and then what no person would."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.hostile import files
from tests.hostile.call import Call
from tests.hostile.series import months
from tests.hostile.spoil import NO_FILE
from tests.hostile.words import ANY, HOSTILE, NAMED, VALUES, mostly
from tradecalc.cli.app import COMMANDS, build
from tradecalc.commands.answerable import OPTIONS

if TYPE_CHECKING:
    from tests.hostile.call import Piece

# What the examples of the help leave out, so that calls reach the whole of every command.
MORE = {
    "growth": [
        "2.0 2.5 3.3 2.9 3.9 4.0 --start-year 2019",
        "--from 4+ --to 10 --years 6 --rounded",
        "--to 3.0 --rate 18.5% --from-year 2020 --to-year 2024",
        "--rows rows.csv",
        "--rows - --rounded",
        "-",
    ],
    "target": [
        "--base USD4bn+ --goal 10bn --year 2030 --rounded",
        "--base 4 --goal 10 --rate 18 --explain",
        "--goal 10 --rate 18 --years 6",
        "--rows rows.csv --goal 10 --year 2030 --strict",
        "--rows - --jobs 1",
    ],
    "project": [
        "--ytd 3.4 --months 9 --prior-year 4+ --growth 18%+ --rounded --milestone 5",
        "--ytd 3.4 --months 9 --prior-year 4 --prior-ytd 2.9 --rest-growth 5 --flow national",
        "--monthly exports.csv --series exports",
        "--monthly exports.csv --current-year 2022 --months 6 --milestone 500",
        "--monthly - --series exports --explain",
        "--monthly exports.csv --cumulative",
        "--rows rows.csv --rounded",
        "--rows -",
    ],
    "track": [
        "--ytd 4.4 --months 9 --base 4 --goal 10 --year 2030 --current-year 2027 --prior-year 5.4",
        "--ytd 3.4 --months 9 --base 4 --goal 10 --years 6 --assert -q",
        "--monthly exports.csv --series exports --base-year 2022 --goal 500000 --year 2030",
        "--monthly exports.csv --base 400 --base-year 2021 --goal 900 --year 2030 --rounded",
    ],
    "decompose": [
        "--total 3.0 --total-growth 18.5%- --exports 2.2 --exports-growth 26.7%+ --rounded",
        "--part Cars=2.2:26% --part Oil=0.8+:40%- --total 4.0 --total-growth 18.5% --explain",
        "--parts parts.csv --total 900",
        "--parts -",
        "--rows rows.csv",
        "--rows - --rounded",
    ],
    "check": [
        "--period 2025-08 total=3.0 exports=2.2 imports=1.5",
        "total@2025-09=3.4 total@2025-08=3.0 total_growth@2025-09=18%+ total@2024=4+",
        "--period 2025 exports=2.2 imports=0.8 coverage=275% balance=1.4 exports_share=73%",
    ],
    "report": ["", "case.toml", "case.toml -f md", "-", "case.toml -f json", "--chart chart.svg"],
    "backtest": [
        "exports.csv",
        "exports.csv --series exports",
        "exports.csv --each",
        "- --months 3,6,9 --flow over-1bn",
        "exports.csv imports.csv --months 9",
    ],
    "schema": ["report", "growth --rows"],
}
PLACES = ["missing.csv", "folder", "loop", "dangling", "closed.csv", "/dev/null", "/proc/self/mem"]
PLACES += ["", "/", ".", "a" * 300, "folder/", "no/such/file.csv", "\udcff.csv", "-", "~", "//"]
SHAPES = ["--format"] * 3 + ["-q", "--get", "--explain", "--digits", "--fractions"]
DEEDS = ["other"] * 5 + ["shape"] * 4 + ["add"] * 2 + ["spoil", "drop", "word", "twice", "joined"]
CHANGES = (0, 0, 1, 1, 1, 1, 2, 2, 3, 5)
ENVIRONMENTS: list[dict[str, str]] = [
    {},
    {},
    {},
    {"COLUMNS": "1"},
    {"COLUMNS": "40", "FORCE_COLOR": "1"},
    {"COLUMNS": "0", "FORCE_COLOR": "1"},
    {"COLUMNS": "99999", "FORCE_COLOR": "1", "NO_COLOR": "1"},
    {"COLUMNS": "x", "TERM": "dumb", "FORCE_COLOR": "1"},
    {"TERM": "no-such-terminal", "LANG": "xx_XX", "TZ": "nowhere"},
    {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "cp1251:strict"},
]


@cache
def options(command: str) -> dict[str, Any]:
    """Return what *command* has, as built, by each name; its arguments by what the help says."""
    found: dict[str, Any] = {}
    for param in build(command).params:
        names = param.opts if param.param_type_name == "option" else [param.metavar]
        found |= dict.fromkeys(names, param)
    return {**found, "--help": None, "-h": None}


@cache
def seeds(command: str) -> list[tuple[Piece, ...]]:
    """Return calls that are as they should be: the examples of the help, and more."""
    lines = [shlex.split(line)[2:] for line in import_module(f"tradecalc.cli.{command}").EXAMPLES]
    lines = [line[: line.index(">")] if ">" in line else line for line in lines]
    lines += [shlex.split(line) for line in MORE[command]]
    return [tuple(_pieces(command, [*line])) for line in lines]


def _pieces(command: str, words: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    while words:
        word = words.pop(0)
        param = options(command).get(word)
        has_value = param is not None and not param.is_flag
        pieces.append((word, words.pop(0)) if has_value and words else (word,))
    return pieces


def _name_of_file(command: str) -> str:
    return "case.toml" if command == "report" else "exports.csv"


def value_of(command: str, name: str) -> st.SearchStrategy[str]:
    """Return plausible values of an option, or of an argument by what the help calls it."""
    metavar = options(command)[name].metavar
    if metavar in ("FILE", "FILE...", "[CASE.toml]"):
        own = {"--rows": "rows.csv", "--parts": "parts.csv", "--chart": "chart.svg"}
        usual = own.get(name, _name_of_file(command))
        return mostly(st.sampled_from([usual, "-"]), st.sampled_from(PLACES), 3)
    return NAMED.get(name, VALUES.get(metavar, ANY))


@st.composite
def pieces(
    draw: st.DrawFn, command: str, start: tuple[Piece, ...], changes: list[int]
) -> tuple[Piece, ...]:
    """Return the words of a call: as they should be at the *start*, and then changed a little."""
    found = list(start)
    for _ in range(draw(st.sampled_from(changes))):
        deed = draw(st.sampled_from(DEEDS))
        if deed == "shape" and any(piece[0] == "--rows" for piece in found):
            deed = "other"  # rows have a shape of their own
        place = draw(st.integers(0, len(found) - 1)) if found else -1
        if deed in ("add", "word", "shape") or place < 0:
            found.insert(draw(st.integers(0, len(found))), draw(_added(command, deed)))
        elif deed == "drop":
            del found[place]
        elif deed == "twice":
            found.append(found[place])
        elif deed == "joined" and len(found[place]) == 2:
            found[place] = ("=".join(found[place]),)
        else:
            found[place] = draw(_changed(command, found[place], hostile=deed == "spoil"))
    return tuple(found)


@st.composite
def _changed(draw: st.DrawFn, command: str, piece: Piece, *, hostile: bool) -> Piece:
    """Return an option or an argument with another value."""
    arguments = [name for name in options(command) if not name.startswith("-")]
    name = piece[0] if piece[0] in options(command) else next(iter(arguments), "")
    param = options(command).get(name)
    if param is None or (len(piece) == 1 and piece[0] == name):
        return piece
    value = draw(HOSTILE if hostile else value_of(command, name))
    return (name, value) if len(piece) == 2 else (value,)


@st.composite
def _added(draw: st.DrawFn, command: str, deed: str) -> Piece:
    """Return one more option, argument or word."""
    if deed == "word":
        return (draw(HOSTILE),)
    known = options(command)
    names = [name for name in SHAPES if deed == "shape" and name in known] or [*known]
    name = draw(st.sampled_from(names))
    param = known[name]
    if param is None or getattr(param, "is_flag", False):
        return (name,)
    value = draw(mostly(value_of(command, name), HOSTILE, 9))
    return (name, value) if name.startswith("-") else (value,)


@st.composite
def calls(
    draw: st.DrawFn, *, of_files: bool | None = None, changes: tuple[int, ...] = CHANGES
) -> Call:
    """Return a call of any command, with the files that it names."""
    command = draw(st.sampled_from(COMMANDS))
    of_file = {"--rows", "--monthly", "--parts", "exports.csv", "case.toml", "-", "partners.csv"}
    fitting = [
        seed
        for seed in seeds(command)
        if of_files is None or of_files == any(piece[0] in of_file for piece in seed)
    ]
    found = draw(pieces(command, draw(st.sampled_from(fitting or seeds(command))), [*changes]))
    words = [*found]
    if draw(st.integers(0, 60)) != 60:
        words.insert(0, (command,))
    own = {word for piece in found for word in piece}
    given = {}
    for name in sorted({*own, "exports.csv"} if "case.toml" in own or "-" in own else own):
        content = _content(command, name, own, found)
        if content is not None:
            given[name] = draw(mostly(content, NO_FILE, 11))
    env = draw(st.sampled_from(ENVIRONMENTS))
    return Call(tuple(words), command, given, {"env": env} if env else {})


def _content(
    command: str, name: str, own: set[str], words: tuple[Piece, ...]
) -> st.SearchStrategy[bytes] | None:
    """Return what the file *name* may hold, where it is one that is written."""
    series = next((piece[1] for piece in words if piece[0] == "--series" and piece[1:]), "exports")
    if name in ("rows.csv", "partners.csv") or (name == "-" and "--rows" in own):
        maps = [piece[1] for piece in words if piece[0] == "--map" and piece[1:]]
        columns = tuple(dict.fromkeys(one.partition("=")[2] for one in maps))
        return files.rows(command, columns) if command in OPTIONS else months(series)
    if name == "parts.csv" or (name == "-" and "--parts" in own):
        return files.parts()
    if name == "case.toml" or (name == "-" and command == "report"):
        return files.cases()
    if name == "-" and command == "growth":
        row = st.lists(VALUES["LEVEL"], max_size=6).map(" ".join)
        return row.map(lambda text: text.encode("utf-8", "replace"))
    if name in ("exports.csv", "imports.csv", "-"):
        return months(series)
    return None


@st.composite
def endings(draw: st.DrawFn, call: Call) -> Call:
    """Return a call whose streams or whose life end before it does."""
    how: dict[str, Any] = dict(call.how)
    kind = draw(st.sampled_from(["full", "closed", "leaves", "err", "stdin", "stop", "terminal"]))
    if kind in ("full", "closed", "terminal"):
        how["out"] = kind
        how["width"] = draw(st.sampled_from([80, 40, 1, 20, 0, 1000]))
    elif kind == "leaves":
        how["leaves"] = draw(st.sampled_from([0, 1, 10, 500, 5000]))
    elif kind == "err":
        how["err"] = draw(st.sampled_from(["full", "closed", "terminal"]))
        how["out"] = draw(st.sampled_from(["pipe", "pipe", "full", "closed", "terminal"]))
    elif kind == "stdin":
        how["stdin"] = None
    if kind == "stop" or draw(st.integers(0, 9)) == 0:
        number = draw(st.sampled_from([2, 2, 2, 13, 15]))
        how["stop"] = (number, draw(st.floats(0, 0.02)))
    return replace(call, how=how)
