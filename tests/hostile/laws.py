"""What holds of every call, whatever it is given: codes, streams, and outputs that can be read."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import tomllib
from math import isfinite
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from tradecalc.cli.app import COMMANDS, build
from tradecalc.errors import TradecalcError
from tradecalc.outputs.contract import ANSWERING
from tradecalc.outputs.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.hostile.calls import Call
    from tests.hostile.server import Done

MOST_KILOBYTES = 700_000
LONGEST_COMPLAINT = 700  # characters
BREAKS = ("Traceback", "Exception ignored", "Error in ", "most recent call", "Warning: ")
CONTROL = re.compile("[\0-\x08\x0b-\x1e\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NO_NUMBER = re.compile(r"(?<![^\W_])[-+−]?(nan|inf|infinity)(?![^\W_])", re.IGNORECASE)
STYLE = re.compile(r"\x1b\[[0-9;]*m")
VALIDATORS = {name: Draft202012Validator(schema(name)) for name in ANSWERING}
HEAD = ["name", "value", "unit", "low", "high", "likely_low", "likely_high"]
STOPPED = {signal.SIGTERM, signal.SIGPIPE}


def hold(call: Call, done: Done, folder: Path) -> None:
    """Hold all laws of what came of a call."""
    how = call.how
    assert done.code is not None, f"no end after {done.seconds:.0f} s"
    assert done.kilobytes < MOST_KILOBYTES, f"{done.kilobytes:,} kB of memory"
    encoding = how.get("env", {}).get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    at_terminal = "terminal" in (how.get("out"), how.get("err"))
    err = done.err.decode(encoding).replace("\r\n", "\n" if at_terminal else "\r\n")
    stop = how.get("stop", (None,))[0]
    if how.get("installed") and stop == signal.SIGINT and _is_before_main(done.code, err):
        return
    for sign in BREAKS:
        assert sign not in err
    if done.code == -(stop or 0) and stop is not None:
        assert stop in STOPPED
        return
    if done.code == 130:
        assert stop == signal.SIGINT
        return
    assert done.code in (0, 1, 2, 3)
    if how.get("err") != "terminal" and how.get("out") != "terminal":
        _hold_complaint(call, done, err, encoding)
    if stop is None and "leaves" not in how and done.code < 2 and how.get("out", "pipe") == "pipe":
        _hold_answer(call, done, encoding, folder)
    if stop is None and done.code < 2 and how.get("out") == "terminal":
        _hold_screen(call, done.out.decode(encoding, "replace"))


def _hold_screen(call: Call, text: str) -> None:
    """Hold that a table fits a terminal of 40 columns or more, with nothing cut."""
    options, width = asked(call), call.how.get("width", 80)
    if options is None or width < 40 or call.how.get("env", {}).get("COLUMNS"):
        return
    others = ("quiet", "get", "each", "print_case", "rows")
    is_table = options["command"] != "schema" and options["format_"] in (None, "table")
    if is_table and not any(options.get(name) for name in others):
        lines = STYLE.sub("", text).replace("\r\n", "\n").split("\n")
        assert max(map(_columns, lines)) <= width, f"a line beyond {width} columns"


def _columns(line: str) -> int:
    """Return how many columns a terminal gives to a line."""
    wide = (1 + (east_asian_width(sign) in "WF") for sign in line if not combining(sign))
    return sum(wide)


def _is_before_main(code: int, err: str) -> bool:
    """Whether Ctrl-C came while Python itself started, which no program hears."""
    return code == -signal.SIGINT or ("KeyboardInterrupt" in err and ", in main\n" not in err)


def _hold_complaint(call: Call, done: Done, err: str, encoding: str) -> None:
    """Hold what stands on standard error."""
    how = call.how
    lines = err.removesuffix("\n").split("\n") if err else []
    assert not CONTROL.search(err), "a control sign on standard error"
    out_ends = how.get("out", "pipe") != "pipe" or "leaves" in how
    notes = [line for line in lines if line.startswith("Note: ")]
    others = [line for line in lines if not line.startswith("Note: ")]
    assert all(len(line) < LONGEST_COMPLAINT for line in others)
    assert _speaks_of_none(call) or not NO_NUMBER.search(err), "a number that is none"
    if how.get("err", "pipe") != "pipe":
        return
    if done.code == 0:
        assert not others
        assert done.out or out_ends, "no answer"
    elif done.code == 1:
        said = len(others) == 1 and others[0].startswith("tradecalc: ")
        if "--rows" in call.texts or _has_joined(call, "--rows"):
            assert said
        else:
            assert not others
            assert call.command == "check" or "--assert" in call.texts, "no question answers no"
    else:
        assert len(others) == 1
        assert others[0].startswith("tradecalc: ")
        assert "not enough memory" not in others[0]
        assert not notes or out_ends
        is_rows = "--rows" in call.texts or _has_joined(call, "--rows")
        assert is_rows or out_ends or not done.out or "written" in others[0], encoding
    if how.get("out") == "closed" and "leaves" not in how:
        assert done.code == 2


def _speaks_of_none(call: Call) -> bool:
    """Whether what is typed or given has a NaN or an infinity in it already."""
    everything = b" ".join([*call.args, *call.given.values()]).decode("latin-1")
    return bool(NO_NUMBER.search(everything.replace("\0", "")))


def _has_joined(call: Call, option: str) -> bool:
    return any(word.startswith(f"{option}=") for word in call.texts)


def asked(call: Call) -> dict[str, Any] | None:
    """Return the options of a call as the tool reads them; None for a help page or the like."""
    words = [word.decode("utf-8", "surrogateescape") for word in call.args]
    if not words or words[0] not in COMMANDS or {"--help", "-h"} & {*words}:
        return None
    try:
        context = build(words[0]).make_context(words[0], words[1:])
    except TradecalcError:
        return None
    return {**context.params, "command": words[0]}


def _hold_answer(call: Call, done: Done, encoding: str, folder: Path) -> None:
    """Hold that an answer can be read by what it is for."""
    options = asked(call)
    if options is None:
        return
    if options.get("rows") is not None:
        _hold_rows(call, done, options["rows"])
        return
    text = done.out.decode(encoding)
    assert text.endswith("\n")
    _reader(options)(text)
    if not call.how.get("env", {}).get("FORCE_COLOR") and not options.get("get"):
        assert not CONTROL.search(text), "a control sign in the answer"
    assert _speaks_of_none(call) or not NO_NUMBER.search(text), "a number that is none"
    if options.get("chart"):
        _hold_picture(folder / options["chart"])


def _reader(options: dict[str, Any]) -> Callable[[str], Any]:
    """Return what holds that an answer is as its options ask."""
    if options["command"] == "schema":
        return _read_json
    if options.get("print_case"):
        return tomllib.loads
    if options["quiet"]:
        return _hold_value
    if options.get("each"):
        return _hold_projections
    if options["get"] is not None:
        return _hold_bare
    formats = {"json": _hold_json, "csv": _hold_csv, "plain": _hold_plain, "md": _hold_markdown}
    return formats.get(options["format_"], _hold_some)


def _hold_some(text: str) -> None:
    assert text.strip()


def _hold_bare(text: str) -> None:
    (_hold_square if text.count("\n") > 1 else _hold_value)(text)


def _hold_projections(text: str) -> None:
    _hold_square(text)
    assert text.startswith("series,year,months,method,projected,low,high,actual,error\n")


def _hold_value(line: str) -> None:
    """Hold that a line, or a cell, is a number or a word."""
    word = line.removesuffix("\n")
    assert "\n" not in word
    try:
        assert isfinite(float(word))
    except ValueError:
        assert re.fullmatch(r"[a-z]+([-_][a-z]+)*", word), f"{word!r} is neither number nor word"


def _hold_square(text: str) -> None:
    """Hold that a CSV has as many cells in each row."""
    rows = csv.reader(io.StringIO(text, newline=""))
    assert len({len(row) for row in rows}) == 1


def _refuse(name: str) -> None:
    raise AssertionError(f"{name} in JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({name for name, _ in pairs}) == len(pairs), "a name twice in JSON"
    return dict(pairs)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _numbers(one)
    elif isinstance(value, float | int):
        yield value


def _read_json(text: str) -> Any:
    document = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    assert all(isfinite(number) for number in _numbers(document))
    return document


def _hold_json(text: str) -> None:
    _hold_document(_read_json(text))


def _hold_document(document: dict[str, Any]) -> None:
    """Hold the contract of a JSON document."""
    VALIDATORS[document["command"]].validate(document)
    of_parts = ["schema", "command", "title", "summary", "inputs", "tables", "notes", "reports"]
    of_one = ["schema", "command", "inputs", "answers", "tables", "notes"]
    assert list(document) == (of_parts if "reports" in document else of_one)
    for reading in document["inputs"].values():
        assert set(reading) <= {"written", "value", "low", "high"}
        if "low" in reading:
            assert reading["low"] <= reading["value"] <= reading["high"]
    for answer in document.get("answers", {}).values():
        assert isinstance(answer["value"], str | float | int)
        if "low" in answer:
            assert answer["low"] <= answer["value"] <= answer["high"]
        if "likely_low" in answer:
            assert answer["likely_low"] <= answer["likely_high"]
        more = {"formula", "term", "source"}
        assert set(answer) <= {"value", "unit", "low", "high", "likely_low", "likely_high"} | more
    for rows in document["tables"].values():
        assert all(isinstance(cell, str | float | int) for row in rows for cell in row.values())
    assert all(isinstance(note, str) for note in document["notes"])
    for part in document.get("reports", {}).values():
        _hold_document(part)


def _hold_csv(text: str) -> None:
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == HEAD
    assert rows
    for row in rows:
        assert len(row) == len(HEAD)
        _hold_value(row[1])
        assert all(isfinite(float(cell)) for cell in row[3:] if cell)


def _hold_plain(text: str) -> None:
    blocks = text[:-1].split("\n\n")
    for block in blocks:
        lines = [line.split("\t") for line in block.split("\n")]
        if lines[0][0] in ("note", "working"):
            assert {line[0] for line in lines} == {lines[0][0]}
        elif len(lines[0]) == 1:  # a table under its name
            assert len({len(line) for line in lines[1:]}) == 1
        else:
            assert {len(line) for line in lines} <= {5, 7}


def _hold_markdown(text: str) -> None:
    for block in text.split("\n\n"):
        rows = [line for line in block.split("\n") if line.startswith("|")]
        assert len({line.replace("\\|", "").count("|") for line in rows}) <= 1


def _hold_picture(path: Path) -> None:
    data = path.read_bytes()
    if path.suffix == ".svg":
        ET.fromstring(data)  # noqa: S314  drawn by the call under test
    else:
        assert data.startswith(b"\x89PNG\r\n")


def _hold_rows(call: Call, done: Done, name: str) -> None:
    """Hold that rows came back as what they were: as wide as their header, or strict JSON."""
    source, out = call.given.get(name), done.out
    if source is None:
        return
    if source.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        failed = False
        for line in out.decode("utf-8", "surrogateescape").split("\n")[:-1]:
            members = json.loads(line, parse_constant=_refuse, object_pairs_hook=list)
            assert members[-1][0].endswith("error")
            failed |= members[-1][1] is not None
        assert failed == (done.code == 1) or "--strict" in call.texts
        return
    text = out.decode("utf-8-sig", "surrogateescape")
    heads = {mark: text.splitlines()[0].count(mark) for mark in ",;\t|"} if text else {}
    fits = []
    for mark in heads:
        csv.field_size_limit(1 << 30)
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row]
        if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1:
            fits.append(any(row[-1] for row in rows[1:]) == (done.code == 1))
    assert fits, "rows of several widths"
    assert any(fits) or "--strict" in call.texts, "rows with errors, and an exit code without"
