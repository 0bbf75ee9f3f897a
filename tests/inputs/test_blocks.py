"""A stream cut into whole records: quotation marks by mistake, and blocks of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tradecalc.inputs import blocks as blocks_module
from tradecalc.inputs.blocks import Cutter

if TYPE_CHECKING:
    import pytest

CUTTER = Cutter("flows.csv", b"\n", ",")
PIECES = st.lists(st.sampled_from(['"', '""', ',"', '"x\n"', "a", ",", "\n"]), max_size=30)


def test_a_mark_that_is_never_closed_takes_one_line_and_no_other() -> None:
    blocks = list(CUTTER.blocks([b'a,1\n"b,2\nc,3\nd,4'], 7))
    assert [(block.line, block.data, block.broken) for block in blocks] == [
        (7, b"a,1\n", False),
        (8, b'"b,2\n', True),
        (9, b"c,3\nd,4\n", False),
    ]


def test_two_marks_that_open_by_mistake_swallow_no_rows_between_them() -> None:
    blocks = list(CUTTER.blocks([b'a,1\n"b,2\nc,3\n"d,4\ne,5\n'], 1))
    assert [(block.line, block.data, block.broken) for block in blocks] == [
        (1, b"a,1\n", False),
        (2, b'"b,2\n', True),
        (3, b"c,3\n", False),
        (4, b'"d,4\n', True),
        (5, b"e,5\n", False),
    ]


@given(PIECES, st.integers(1, 4))
def test_no_block_has_more_records_than_it_may(pieces: list[str], most: int) -> None:
    data = "".join(pieces).encode()
    few, many = (list(CUTTER._replace(most=k).blocks([data], 1)) for k in (most, 1000))
    assert b"".join(block.data for block in few) == b"".join(block.data for block in many)
    for block in few:
        if b'"' not in block.data:
            assert block.data.count(b"\n") <= most


def test_what_is_read_anew_at_the_most_of_a_record_comes_in_ordinary_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocks_module, "LONGEST_RECORD", 1 << 18)
    rows = b"c,3\n" * (1 << 17)
    found = list(
        CUTTER.blocks([b'"b,2\n', *(rows[k : k + 4096] for k in range(0, len(rows), 4096))], 1)
    )
    assert [block.broken for block in found].count(True) == 1
    assert b"".join(block.data for block in found) == b'"b,2\n' + rows
    assert max(len(block.data) for block in found) <= 1 << 16
