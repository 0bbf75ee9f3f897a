"""Files of rows: however they are cut, no cell is lost, and every row is as wide as the others."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc import TradecalcError
from tradecalc.figures import records
from tradecalc.questions.target import TARGET
from tradecalc.rows import row_stream

if TYPE_CHECKING:
    from pathlib import Path

    from tradecalc.rows import RowSummary

PIECES = [b'"', b'""', b",", b",", b"\n", b"\r", b"\r\n", b" ", b"4", b"10", b"2030", b"\0", b"x"]
PIECES += [b"\xe9", "é".encode(), b"\xef\xbb\xbf", b";", b"a,b,c\n", b'"a\nb",']
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
HEADS = [b"id,base,id", b'"i\nd",base, "a, b"', b"\xef\xbb\xbfbase,error,years", b"\n \nbase,b,c"]
BROKEN = "is not closed"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows") / "rows.csv"


def _answered(path: Path, size: int = 1 << 16, **options: Any) -> tuple[str, RowSummary]:
    """What the rows of a file come to that is read *size* bytes at a time."""
    written: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "CHUNK", size)
        given = {"goal": "10", "year": "2030"}
        found = row_stream(
            TARGET, str(path), given, lambda data, _: written.append(data), **options
        )
    return b"".join(written).decode("utf-8", "surrogateescape"), found


def _cells(text: str, separator: str = ",") -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    return list(csv.reader(lines, delimiter=separator, skipinitialspace=True))


@given(data=TEXTS, head=st.sampled_from(HEADS), eol=st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_a_table_keeps_every_cell_and_every_row_is_as_wide(
    path: Path, data: bytes, head: bytes, eol: bytes
) -> None:
    path.write_bytes(head + eol + data)
    out, _ = _answered(path)
    header, *found = _cells(out.removeprefix("\ufeff"))
    assert {len(row) for row in found} <= {len(header)}
    text = (data + eol).decode("utf-8", "surrogateescape")
    if any(BROKEN in row[-1] for row in found) or _cells(text + "x").pop() != ["x"]:
        return  # a mark that nothing closes: csv would make one cell of all that follows
    rows = list(filter(any, _cells(text)))  # a quoted empty cell is a row, an empty line is none
    found = [row for row in found if any(row[:3]) or " left over " in row[-1]]
    assert [row[:3] for row in found] == [[*row[:3], *[""] * (3 - len(row))] for row in rows]
    for row, said in zip(rows, found, strict=True):
        assert len(row) == 3 or said[-1] or not any(map(str.strip, row[3:]))
        assert all(cell.strip() in said[-1] for cell in row[3:] if '"' not in cell)


@given(data=TEXTS, head=st.sampled_from(HEADS), size=st.integers(1, 30), strict=st.booleans())
def test_a_file_is_read_alike_in_pieces_of_any_size(
    path: Path, data: bytes, head: bytes, size: int, *, strict: bool
) -> None:
    path.write_bytes(head + b"\n" + data)
    assert _answered(path, size, strict=strict) == _answered(path, strict=strict)


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
    path: Path, rows: list[Any], spaces: tuple[str, str]
) -> None:
    lines = ["{}", *(json.dumps(row, separators=spaces) for row in rows)]
    path.write_text("\n".join([*lines, ""]))
    found = _answered(path)[0].split("\n")
    for line, said in zip(lines, found[:-1], strict=True):
        members = json.loads(said, object_pairs_hook=list, parse_constant=_refuse)
        names = [name for name, _ in members]
        assert names[-1].endswith("error")
        assert len(set(names)) == len(names)
        try:
            row = json.loads(line, object_pairs_hook=tuple, parse_constant=_refuse)
        except ValueError:
            row = None
        if isinstance(row, tuple):
            own = json.loads(line, object_pairs_hook=list)
            assert members[: len(own)] == own
        else:
            assert list(members[0]) == ["row", line]
            assert members[-1][1]


def _refuse(name: str) -> None:
    raise ValueError(name)


@given(
    data=st.binary() | TEXTS.map(b"base,b\n".__add__) | st.binary().map(b'{"base": 4}\n'.__add__),
    strict=st.booleans(),
    rounded=st.booleans(),
)
def test_no_bytes_raise_anything_but_our_own_errors(
    path: Path, data: bytes, *, strict: bool, rounded: bool
) -> None:
    path.write_bytes(data)
    try:
        _answered(path, strict=strict, rounded=rounded)
    except TradecalcError:
        return
