"""What holds of an answer in each format: it can be read by what it is for."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from math import isfinite
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from tradecalc.outputs.report import ANSWERING
from tradecalc.outputs.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.hostile.call import Call
    from tests.hostile.server import Done

VALIDATORS = {name: Draft202012Validator(schema(name)) for name in ANSWERING}
HEAD = ["name", "value", "unit", "low", "high", "likely_low", "likely_high"]


def reader(options: dict[str, Any]) -> Callable[[str], Any]:
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


def hold_picture(path: Path) -> None:
    data = path.read_bytes()
    if path.suffix == ".svg":
        ET.fromstring(data)  # noqa: S314  drawn by the call under test
    else:
        assert data.startswith(b"\x89PNG\r\n")


def hold_rows(call: Call, done: Done, name: str) -> None:
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
