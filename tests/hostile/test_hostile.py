"""Break it: whatever is typed and whatever stands in the files, the laws hold.

Each call runs in this process, its streams real files. `TRADECALC_PROFILE=thorough pytest
tests/hostile` tries 20,000 of them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import tomllib
from contextlib import chdir
from math import isfinite
from pathlib import Path
from random import Random
from shutil import rmtree
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.hostile.calls import Call, call, options, seeds
from tests.hostile.words import VALUES
from tradecalc.cli import COMMANDS, QUESTIONS, build, question_of, run
from tradecalc.errors import TradecalcError
from tradecalc.show.schema import schema

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS = 20.0
LONGEST_COMPLAINT = 700  # characters
CONTROL = re.compile("[\0-\x08\x0b-\x1e\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NO_NUMBER = re.compile(r"(?<![^\W_])[-+−]?(nan|inf|infinity)(?![^\W_])", re.IGNORECASE)
TYPED = re.compile(rb"nan|inf", re.IGNORECASE)
WORD = re.compile(r"[a-z]+([-_][a-z]+)*")
VALIDATORS = {name: Draft202012Validator(schema(question_of(name))) for name in QUESTIONS}


class Done(NamedTuple):
    """What came of a call."""

    code: int
    out: str
    err: str


@pytest.fixture
def make(tmp_path: Path) -> Callable[[Call], Done]:
    """Make a call in a folder of its own."""

    def made(one: Call) -> Done:
        here, out, err = tmp_path / "here", tmp_path / "out", tmp_path / "err"
        (here / "folder").mkdir(parents=True)
        for name, content in {"-": b"", **one.given}.items():
            (here / name).write_bytes(content)
        env = {"HOME": str(here), "PATH": os.environ["PATH"], "TERM": "xterm-256color", **one.env}
        started = monotonic()
        try:
            with (
                chdir(here),
                Path("-").open(encoding="utf-8") as stdin,
                out.open("w", encoding=one.encoding, newline="\n") as stdout,
                err.open("w", encoding="utf-8", newline="\n") as stderr,
                mock.patch.multiple(sys, stdin=stdin, stdout=stdout, stderr=stderr),
                mock.patch.dict(os.environ, env, clear=True),
            ):
                try:
                    code = run(one.args)
                except SystemExit as end:
                    code = int(end.code or 0)
        finally:
            rmtree(here)
        assert monotonic() - started < MOST_SECONDS
        # Rows are given back in the bytes in which they came.
        encoding, errors = (one.encoding, "strict") if not _has_rows(one) else ("utf-8", "replace")
        return Done(code, out.read_bytes().decode(encoding, errors), err.read_text("utf-8"))

    return made


@settings(suppress_health_check=[*HealthCheck], print_blob=True)
@given(seed=st.integers(0, 2**40))
@pytest.mark.parametrize("of_files", [False, True], ids=["typed", "files"])
def test_whatever_is_typed_and_whatever_stands_in_files(
    make: Any, seed: int, *, of_files: bool
) -> None:
    _hold(make, call(Random(seed), of_files=of_files))


def test_every_option_has_values_to_try() -> None:
    """A new option is among the words that are added, whatever it takes."""
    for command in COMMANDS:
        assert seeds(command)
        for name, metavar in options(command).items():
            is_file = "FILE" in metavar or "CASE" in metavar
            assert not metavar or is_file or {*VALUES} & {name, metavar}, f"{command} {name}"


def _hold(make: Callable[[Call], Done], one: Call) -> None:
    """Hold all laws of what comes of a call."""
    try:
        done = make(one)
        _hold_complaint(one, done)
        if done.code < 2:
            _hold_answer(make, one, done)
    except BaseException as error:
        error.add_note(f"\n{one}")
        raise


def _hold_complaint(one: Call, done: Done) -> None:
    """Hold what stands on standard error, and that the exit code says the same."""
    assert done.code in (0, 1, 2, 3)
    assert not CONTROL.search(done.err), "a control sign on standard error"
    lines = done.err.splitlines()
    others = [line for line in lines if not line.startswith("Note: ")]
    assert all(line.startswith("tradecalc: ") and line.isprintable() for line in others)
    assert all(len(line) < LONGEST_COMPLAINT for line in others)
    assert len(others) == (done.code > 1 or (done.code == 1 and _has_rows(one))), done
    if done.code > 1:
        assert "not enough memory" not in done.err
        assert _has_rows(one) or not done.out
    elif done.code == 1 and not _has_rows(one):
        assert one.command == "check" or "--assert" in one.args, "no question answers no"
    if not TYPED.search(repr(one).encode()):
        assert not NO_NUMBER.search(done.err + done.out), "a number that is none"


def _has_rows(one: Call) -> bool:
    return any(word.split("=")[0] == "--rows" for word in one.args)


def _asked(one: Call) -> dict[str, Any] | None:
    """Return the options of a call as the tool reads them; None for a help page or the like."""
    if not one.command or {"--help", "-h"} & {*one.args}:
        return None
    try:
        params = build(one.command).make_context(one.command, [*one.args[1:]]).params
    except TradecalcError:
        return None
    return {name[:-1]: said for name, said in params.items()}


def _hold_answer(make: Callable[[Call], Done], one: Call, done: Done) -> None:
    """Hold that an answer can be read by what it is for."""
    said = _asked(one)
    if said is None or said.get("rows") is not None or one.command == "help":
        return
    if one.command == "schema":
        _read_json(done.out)
    elif said.get("print_case"):
        tomllib.loads(done.out)
    elif said["quiet"]:
        _hold_value(done.out)
    elif said.get("each") or said["get"] is not None:
        (_hold_square if done.out.count("\n") > 1 else _hold_value)(done.out)
    elif said["format"] == "json":
        document = _read_json(done.out)
        _hold_document(document)
        _hold_quiet(make, one, document)
    elif said["format"] == "csv":
        _hold_square(done.out)
        assert done.out.startswith("name,value,unit,low,high,likely_low,likely_high\n")
    else:
        assert done.out.strip()
        assert "\x1b" not in done.out or "FORCE_COLOR" in one.env
    if not one.env.get("FORCE_COLOR") and not said.get("get"):
        assert not CONTROL.search(done.out), "a control sign in the answer"


def _hold_quiet(make: Callable[[Call], Done], one: Call, document: dict[str, Any]) -> None:
    """Hold that the bare answer is one of those in JSON, where one format is asked for."""
    words = [word for word in one.args if word not in ("json", "--format", "-f", "--format=json")]
    is_one = len(one.args) - len(words) <= 2 and "--format" not in " ".join(words)
    if "answers" in document and is_one and not {"--explain", "--each"} & {*words}:
        bare = make(one._replace(args=(*words, "-q"))).out.strip()
        assert bare in [str(answer["value"]) for answer in document["answers"].values()]


def _hold_value(line: str) -> None:
    """Hold that a line is a finite number or a word."""
    word = line.removesuffix("\n")
    try:
        assert isfinite(float(word))
    except ValueError:
        assert WORD.fullmatch(word), f"{word!r} is neither number nor word"


def _hold_square(text: str) -> None:
    """Hold that a CSV has as many cells in each row."""
    found = csv.reader(io.StringIO(text, newline=""))
    assert len({len(row) for row in found}) == 1


def _refuse(name: str) -> None:
    raise AssertionError(f"{name} in JSON")


def _read_json(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse)


def _hold_document(document: dict[str, Any]) -> None:
    """Hold a JSON document against its schema, and that every range holds its value."""
    VALIDATORS[document["command"]].validate(document)
    for found in (*document["inputs"].values(), *document.get("answers", {}).values()):
        if "low" in found and not isinstance(found["value"], str):
            assert found["low"] <= found["value"] <= found["high"]
        if "likely_low" in found:
            assert found["likely_low"] <= found["likely_high"]
    for part in document.get("reports", {}).values():
        _hold_document(part)
