"""Calls of tradecalc that a person might type, and then what no person would."""

from __future__ import annotations

import re
import shlex
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.hostile import files
from tests.hostile.words import VALUES, hostile, level
from tradecalc.cli import COMMANDS, build

if TYPE_CHECKING:
    from random import Random

# As they should be: together they reach the whole of every command.
CALLS = """
growth 2.0 2.5 3.3 2.9 3.9 4.0 --start-year 2019
growth --rows partners.csv --map from=2023 --map to=2024
target --base 4+ --goal 10 --year 2030 --current 4.53 --what-if '15;18'
target --base USD4bn --goal USD10bn --rate 18
track --monthly exports.csv --base-year 2021 --goal 500000 --year 2030 --assert
decompose --exports 2.2 --imports 0.8 --prior-exports 1.74 --prior-imports 0.8
report
report --print-case
backtest exports.csv imports.csv --months 6,9
backtest exports.csv --each
growth --from 4+ --to 10 --years 6 --rounded
growth --rows rows.csv
growth -
target --base USD4bn+ --goal 10bn --year 2030 --rounded
target --rows rows.csv --goal 10 --year 2030 --strict
project --ytd 3.4 --months 9 --prior-year 4 --prior-ytd 2.9 --rest-growth 5 --flow national
project --monthly exports.csv --series exports --current-year 2022 --months 6 --milestone 500
project --monthly - --explain
project --rows rows.csv --rounded
track --ytd 4.4 --months 9 --base 4 --goal 10 --year 2030 --current-year 2027 --prior-year 5.4
track --ytd 3.4 --months 9 --base 4 --goal 10 --years 6 --assert -q
track --monthly exports.csv --base 400 --base-year 2021 --goal 900 --year 2030 --rounded
track --rows rows.csv
track --rows rows.csv -f table --sort verdict
decompose --total 3.0 --total-growth 18.5%- --exports 2.2 --exports-growth 26.7%+ --rounded
decompose --part Cars=2.2:26% --part Oil=0.8+:40%- --total 4.0 --total-growth 18.5% --explain
decompose --parts parts.csv --total 900
decompose --rows rows.csv --rounded
check total@2025-09=3.4 total@2025-08=3.0 total_growth@2025-09=18%+ total@2024=4+
check --period 2025 exports=2.2 imports=0.8 coverage=275% balance=1.4 exports_share=73%
report case.toml
report -
report --chart chart.svg
backtest - --months 3,6,9 --flow over-1bn
schema growth --rows
help numbers
"""
PLACES = ["missing.csv", "folder", "/dev/null", "", "/", "a" * 300, "no/such/file.csv", "~"]
PLACES += ["\udcff.csv", "-", "/proc/self/mem"]
OWN = {"--rows": "rows.csv", "--parts": "parts.csv", "--chart": "chart.svg"}
FILES = {"rows.csv", "parts.csv", "case.toml", "exports.csv", "imports.csv", "partners.csv", "-"}
SHAPES = ["--format"] * 3 + ["-q", "--get", "--explain", "--digits", "--fractions"]
ENVIRONMENTS: list[dict[str, str]] = [
    *({}, {}, {}, {"COLUMNS": "1"}, {"COLUMNS": "40", "FORCE_COLOR": "1", "NO_COLOR": "1"}),
    {"COLUMNS": "x", "TERM": "dumb", "FORCE_COLOR": "1", "LANG": "xx_XX", "TZ": "nowhere"},
]


class Call(NamedTuple):
    """A call: its *args*, the files that it meets by name, and what its streams are like."""

    args: tuple[str, ...]
    given: dict[str, bytes]
    env: dict[str, str]
    encoding: str

    @property
    def command(self) -> str:
        """The command called, if it is one."""
        return self.args[0] if self.args and self.args[0] in COMMANDS else ""


@cache
def options(command: str) -> dict[str, str]:
    """Return what the help calls the value of each option, "" of a flag, and of an argument."""
    found: dict[str, str] = {}
    for param in build(command).params:
        metavar = "" if getattr(param, "is_flag", False) else str(param.metavar)
        names = [name for name in param.opts if name.startswith("-")]
        found |= dict.fromkeys(names or [metavar], metavar)
    return found


@cache
def seeds(command: str) -> list[list[str]]:
    """Return calls of a command that are as they should be."""
    return [shlex.split(line) for line in CALLS.splitlines() if line.split(" ")[0] == command]


def value(random: Random, command: str, name: str) -> str:
    """Return a plausible value of an option, or of an argument, now and then a hostile one."""
    if random.random() < 0.08:
        return hostile(random)
    metavar = options(command)[name]
    if "FILE" in metavar or "CASE" in metavar:
        usual = OWN.get(name, "case.toml" if command == "report" else "exports.csv")
        return random.choice([usual, usual, "-", random.choice(PLACES)])
    return (VALUES.get(name) or VALUES.get(metavar, level))(random)


def call(random: Random, *, of_files: bool) -> Call:
    """Return a call of any command, with the files that it names: right, then changed a little."""
    command = random.choice(COMMANDS)
    fitting = [one for one in seeds(command) if of_files == bool(FILES & {*one})]
    words = [*random.choice(fitting or seeds(command))]
    for _ in range(random.choice([0, 0, 0, 1, 1, 1, 2, 2, 4])):
        _change(random, command, words)
    given = {name: _content(random, command, name, words) for name in sorted(FILES & {*words})}
    encoding = random.choice(["utf-8"] * 4 + ["ascii", "latin-1", "cp1251"])
    args = tuple(re.sub("[\0\ud800]", "", word) for word in words)  # no system hands these over
    return Call(args, given, random.choice(ENVIRONMENTS), encoding)


def _change(random: Random, command: str, words: list[str]) -> None:
    """Change a word, drop one, repeat one, or put an option with its value among them."""
    place = random.randrange(max(1, len(words)))
    deed = random.choice(["value"] * 5 + ["option"] * 4 + ["shape"] * 3 + ["drop", "word", "twice"])
    if deed == "drop":
        del words[place : place + 1]
    elif deed == "twice":
        words += words[place : place + 1]
    elif deed == "word":
        words.insert(place, hostile(random))
    elif deed == "value" and words:
        before = words[place - 1] if place else ""
        if options(command).get(before):
            words[place] = value(random, command, before)
        elif place and not words[place].startswith("-"):
            words[place] = hostile(random)
    else:
        shapes = [name for name in SHAPES if name in options(command)]
        name = random.choice(shapes if deed == "shape" and shapes else [*options(command)])
        words += [name] if name.startswith("-") else []
        words += [value(random, command, name)] if options(command)[name] else []


def _content(random: Random, command: str, name: str, words: list[str]) -> bytes:
    """Return what the file *name* may hold."""
    if "--rows" in words and name in ("rows.csv", "partners.csv", "-") and command in files.USUAL:
        return files.rows(random, command)
    if name == "parts.csv" or (name == "-" and "--parts" in words):
        return files.parts(random)
    if name == "case.toml" or (name == "-" and command == "report"):
        return files.case(random)
    if name == "-" and command == "growth":
        return " ".join(level(random) for _ in range(6)).encode("utf-8", "replace")
    return files.months(random, "exports")
