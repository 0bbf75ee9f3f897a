"""Other tools read what --rows writes: Miller, csvkit, DuckDB and jq take it as it is.

Each reads the output of the real command, for records that are hard to read, and has to find in
it the very cells that Python's csv, or json, finds.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import environment

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[Path, str], list[list[str]]]

ENVIRONMENT = environment({})  # where csvcut is too
HEADER = "name,base,goal,year\n"
CELL_BREAK = "\v"  # a line break in a cell: a line feed alone, also where CR LF ends the lines
TABLE = (
    "a,4,10,2030\nb,3.4,USD10bn,2030\nКазахстан,4+,10,2031\n"
    '"to Russia, ""all""","4","10",2030\n" a ",4,10,2030\n'  # quoted cells
    '"two\vlines",4,10,2030\n"\v",4,10,2030\n"end\v",4,10,2030\n'
    'a,0,10,2030\nb,"n/a, or ""none""",10,2030\nc,4,10,2020\nd,,,\n'  # without an answer
    '"",4,10,2030\n,4,10,2030\n,,,\n'
    "a,4,10\nb,4,10,2030\nc,4,10,2030,5,6\nd\n"  # too short, too long
    '6" pipe,4,10,2030\n"6"" pipe",4,10,2030\n"""",4,10,2030\n'
    '"6" pipe,4,10,2030\n"x" y,4,10,2030\nb, "4",10, "2030"\n'  # quoted in part
    "\na,4,10,2030\n\n\nb,4,10,2031"  # empty lines, and no end
)
STYLES = [(",", "\n"), (",", "\r\n"), (";", "\r\n"), ("\t", "\n")]
LINES: list[dict[str, Any]] = [
    {"name": 'say "hi", \\ \t two\nlines', "base": 4, "goal": "10", "year": 2030},
    {"name": "Казахстан\u2028\x85", "base": "3.4", "goal": 10.5, "year": "2030", "extra": [1, {}]},
    {"name": "", "base": 0, "goal": 10, "year": 2030},
    {"name": None, "base": "n/a", "goal": True, "year": 2030},
    {"base": 4},
]


def _cells(text: str, mark: str) -> list[list[str]]:
    """The cells that Python's csv reads, without lines that hold none."""
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row]


def _tool(name: str, *args: str) -> str:
    """What a tool prints, which has to take its input without a complaint."""
    if shutil.which(name, path=ENVIRONMENT["PATH"]) is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run(
        [name, *args], capture_output=True, check=False, timeout=60, env=ENVIRONMENT
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def _miller(file: Path, mark: str) -> list[list[str]]:
    records = json.loads(_tool("mlr", "--icsv", "--ifs", mark, "--ojson", "-S", "cat", str(file)))
    return [list(records[0]), *(list(record.values()) for record in records)]


def _csvkit(file: Path, mark: str) -> list[list[str]]:
    return _cells(_tool("csvcut", "-d", mark, str(file)), ",")


def _duckdb(file: Path, mark: str) -> list[list[str]]:
    """DuckDB finds the separator itself, and reads an empty cell as NULL."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    found = duckdb.read_csv(str(file), all_varchar=True)
    assert mark in file.read_text()
    return [found.columns, *([cell or "" for cell in row] for row in found.fetchall())]


READERS = {"mlr": _miller, "csvcut": _csvkit, "duckdb": _duckdb}


@pytest.mark.parametrize("style", STYLES, ids=["commas", "CR LF", "semicolons", "tabs"])
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_tool_reads_the_cells_that_python_reads(
    run: Any, tmp_path: Path, *, reader: Reader, style: tuple[str, str]
) -> None:
    mark, end = style
    text = (HEADER + TABLE).replace(",", mark).replace("\n", end).replace(CELL_BREAK, "\n")
    done = run("target", "--rows", "-", "--answers", "required_cagr", stdin=text)
    answered = _cells(done.stdout, mark)
    assert len(answered) == len(_cells(text, mark))
    assert done.returncode == any(row[-1] for row in answered[1:])
    file = tmp_path / "answers"
    file.write_bytes(done.stdout.encode())
    assert reader(file, mark) == answered


def _jq(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _tool("jq", "-c", ".", str(file)).split("\n") if line]


def _duckdb_json(file: Path) -> list[dict[str, Any]]:
    """DuckDB gives every record every key, NULL where it had none."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    found = duckdb.read_json(str(file)).query("t", "select to_json(t) from t")
    return [json.loads(text) for (text,) in found.fetchall()]


@pytest.mark.parametrize("reader", [_jq, _duckdb_json], ids=["jq", "duckdb"])
def test_a_tool_reads_the_json_that_python_reads(
    run: Any, tmp_path: Path, reader: Callable[[Path], list[dict[str, Any]]]
) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES)
    done = run("target", "--rows", "-", "--answers", "required_cagr", stdin=text)
    file = tmp_path / "answers.jsonl"
    file.write_bytes(done.stdout.encode())
    expected = [json.loads(line) for line in done.stdout.split("\n") if line]
    paired = zip(expected, LINES, strict=True)
    assert [{key: record[key] for key in line} for record, line in paired] == LINES
    every = dict.fromkeys(key for record in expected for key in record)
    full = [every | record for record in expected] if reader is _duckdb_json else expected
    assert reader(file) == full
