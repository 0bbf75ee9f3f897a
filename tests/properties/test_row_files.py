"""Files of rows: however they are cut, no cell is lost, and every row is as wide as the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc import TradecalcError
from tradecalc.commands.row_stream import row_stream
from tradecalc.commands.row_work import ObjectWork, TableWork
from tradecalc.commands.rows import row_question
from tradecalc.inputs.blocks import Block, Cutter, cells_of, text_lines
from tradecalc.inputs.records import table_records
from tradecalc.inputs.rows import open_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tradecalc.commands.row_work import Outcome
    from tradecalc.inputs.rows import Layout

PIECES = [b'"', b'""', b",", b",", b"\n", b"\r", b"\r\n", b" ", b"4", b"10", b"2030", b"\0", b"x"]
PIECES += [b"\xe9", "é".encode(), b"\xef\xbb\xbf", b";", b"a,b,c\n", b'"a\nb",']
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
TARGET = row_question("target", {"goal": "10", "year": "2030"}, renamed={})


@given(data=TEXTS, eol=st.sampled_from([b"\n", b"\r\n", b"\r"]), cuts=st.data())
def test_records_are_the_same_however_a_stream_is_cut(
    data: bytes, eol: bytes, cuts: st.DataObject
) -> None:
    cutter = Cutter("-", eol, ",")
    places = sorted(cuts.draw(st.lists(st.integers(0, len(data)))))
    chunks = [data[i:j] for i, j in zip([0, *places], [*places, len(data)], strict=True)]
    blocks = list(cutter.blocks(chunks, 1))
    ended = data if not data or data.endswith(eol) else data + eol
    assert b"".join(block.data for block in blocks) == ended
    mixed = eol == b"\r" and b"\n" in data  # its \r\n may be cut in two, and counted as two

    def records(blocks: list[Block]) -> list[tuple[Any, ...]]:
        found = [table_records(b, eol=eol.decode(), separator=",", width=3) for b in blocks]
        return [
            (written, line * (not mixed), *row, one.faults.get(place))
            for one in found
            for place, (written, line, row) in enumerate(
                zip(one.written, one.lines, one.rows, strict=True)
            )
        ]

    assert records(blocks) == records(list(cutter.blocks([data], 1)))


@given(data=TEXTS, size=st.integers(1, 20))
def test_no_row_waits_for_what_follows_it(data: bytes, size: int) -> None:
    """Whatever arrives, all the records that have ended by then have been given."""
    given_out = b""
    arrived = b""

    def chunks() -> Iterator[bytes]:
        nonlocal arrived
        for place in range(0, len(data), size):
            assert not _whole(arrived[len(given_out) :]), "a record was kept back"
            arrived += data[place : place + size]
            yield data[place : place + size]

    for block in Cutter("-", b"\n", ",").blocks(chunks(), 1):
        given_out += block.data


def _whole(data: bytes) -> bool:
    """Whether a record ends in *data*, by reading it until then, one line more each time."""
    lines = text_lines(data[: data.rfind(b"\n") + 1].decode("latin-1"))
    return any(
        len(list(cells_of([*lines[:count], "x"], ","))) == 2 and lines[count - 1].endswith("\n")
        for count in range(1, len(lines) + 1)
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows") / "rows.csv"


def _answered(path: Path, size: int) -> tuple[Layout, list[Outcome]]:
    layout, blocks = open_rows(str(path), size, 1 << 11)
    work = TableWork(
        TARGET, strict=False, layout=layout, column_map=TARGET.column_map(layout.header)
    )
    return layout, [work(block) for block in blocks]


HEADS = [b"id,base,id", b'"i\nd",base, "a, b"', b"\xef\xbb\xbfbase,error,years", b"\n \nbase,b,c"]


@given(data=TEXTS, head=st.sampled_from(HEADS), eol=st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_a_table_keeps_every_cell_and_every_row_is_as_wide(
    path: Path, data: bytes, head: bytes, eol: bytes
) -> None:
    path.write_bytes(head + eol + data)
    layout, outcomes = _answered(path, 1 << 16)
    width, wide = len(layout.header), len(TARGET.column_map(layout.header).names)
    found = b"".join([layout.head, eol, *(outcome.data for outcome in outcomes)])
    lines = text_lines(found.decode("utf-8-sig", "surrogateescape"))
    out = list(cells_of(lines, layout.separator))[1:]
    assert {len(row) for row in out} <= {width + wide}
    assert len(out) == sum(outcome.rows for outcome in outcomes)
    lines = text_lines((data + eol).decode("utf-8", "surrogateescape"))
    rows = list(cells_of([*lines, "x"], layout.separator))
    is_open = any("nothing closes it" in row[-1] for row in out)
    if rows.pop() == ["x"] and not is_open:
        rows = list(filter(any, rows))  # a quoted empty cell is a row, an empty line is none
        out = [row for row in out if any(row[:width]) or " beyond " in row[-1]]
        kept = [[*row[:width], *[""] * (width - len(row))] for row in rows]
        assert [row[:width] for row in out] == kept
        for row, said in zip(rows, out, strict=True):
            assert len(row) == width or said[-1] or not any(map(str.strip, row[width:]))
            assert all(cell.strip() in said[-1] for cell in row[width:] if '"' not in cell)


@given(data=TEXTS, head=st.sampled_from(HEADS), size=st.integers(1, 30))
def test_a_file_is_read_alike_in_pieces_of_any_size(
    path: Path, data: bytes, head: bytes, size: int
) -> None:
    path.write_bytes(head + b"\n" + data)
    layout, outcomes = _answered(path, 1 << 16)
    again, pieces = _answered(path, size)
    assert again == layout
    assert b"".join(o.data for o in outcomes) == b"".join(o.data for o in pieces)
    assert sum(o.failed for o in outcomes) == sum(o.failed for o in pieces)


CELLS = ["4", "3,4", "", " ", "n/a", "1e400", "\udce9", "\ud800", '"', "\0", "4bn"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(CELLS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
KEYS = st.sampled_from(["base", "Base", "error", "years", "answer_error", "\ud800", ""]) | st.text()


@given(
    rows=st.lists(st.dictionaries(KEYS, JSON | st.sampled_from(CELLS), max_size=4) | JSON),
    spaces=st.sampled_from([(",", ":"), (" , ", " : ")]),
)
def test_json_lines_stay_json_with_their_members_in_order(
    rows: list[Any], spaces: tuple[str, str]
) -> None:
    lines = [json.dumps(row, separators=spaces) for row in rows]
    out = ObjectWork(TARGET, strict=False)(Block(1, "\n".join([*lines, ""]).encode()))
    assert out.rows == len(lines)
    for line, said in zip(lines, out.data.decode().splitlines(), strict=True):
        members = json.loads(said, object_pairs_hook=list, parse_constant=_refuse)
        assert members[-1][0].endswith("error")
        names = [name for name, _ in members]
        try:
            row = json.loads(line, object_pairs_hook=_Pairs, parse_constant=_refuse)
        except ValueError:
            row = None
        if isinstance(row, _Pairs):
            assert members[: len(row)] == row
            assert len(set(names[len(row) :]) | set(names[: len(row)])) == len(set(names))
        else:
            assert members[0] == ["row", line] or members[0] == ("row", line)
            assert members[-1][1]


class _Pairs(list[Any]):
    """The members of an object, told from an array."""


def _refuse(name: str) -> None:
    raise ValueError(name)


@given(
    data=st.binary() | TEXTS.map(b"base,b\n".__add__) | st.binary().map(b'{"base": 4}\n'.__add__),
    strict=st.booleans(),
    rounded=st.booleans(),
)
def test_no_bytes_raise_anything_but_our_own_errors(
    path: Path, data: bytes, strict: bool, rounded: bool
) -> None:
    path.write_bytes(data)
    question = row_question("target", {"goal": "10", "year": "2030"}, renamed={}, rounded=rounded)
    try:
        stream = row_stream(question, str(path), strict=strict, jobs=1)
        out = b"".join(stream)
    except TradecalcError:
        return
    assert out.count(b"\n") >= out.count(b"\r\n")
    assert bool(stream.complaint()) == bool(stream.failed)
    stream.warnings()
