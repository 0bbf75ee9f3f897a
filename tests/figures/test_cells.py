"""Columns of numbers: one cell settles the decimal mark of all, however they are grouped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.figures.cells import decimal_mark, is_number, read_levels
from tradecalc.figures.number import parse_number
from tradecalc.figures.sheet import Sheet


def sheet_of(cells: list[str]) -> Sheet:
    return Sheet("f.csv", ["value"], [cells], [*range(2, len(cells) + 2)], "|")


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=12),
    st.sampled_from([1, 2, 4]),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", "."), ("'", "."), ("", ",")]),
)
def test_a_column_grouped_in_either_way_is_read_back(
    numbers: list[int], decimals: int, marks: tuple[str, str]
) -> None:
    cells = []
    for number in numbers:
        whole, rest = divmod(abs(number), 10**decimals)
        digits = f"{whole:,}".replace(",", marks[0]) + f"{marks[1]}{rest:0{decimals}}"
        cells.append("-" * (number < 0) + digits)
    mark = decimal_mark(sheet_of(cells), 0)
    levels = [float(f"{number}e-{decimals}") for number in numbers]
    assert mark == marks[1]
    assert read_levels(sheet_of(cells), 0, mark) == (levels, "", decimals)


@given(st.lists(st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True), min_size=1))
def test_plain_numbers_have_the_value_and_the_decimals_of_figures(cells: list[str]) -> None:
    levels, _, places = read_levels(sheet_of(cells), 0, ".")
    numbers = [parse_number(cell) for cell in cells]
    assert levels == [number.estimate(rounded=False).value for number in numbers]
    assert places == max(number.places for number in numbers)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1,187", ".5", "−5", "3.4bn", "USD 3", "1 234,5", "5%", ">4"], True),
        (["", "n/a", "2010 Mexico", "HS27", "Total"], False),
    ],
)
def test_numbers_are_told_from_words(cells: list[str], found: bool) -> None:
    assert {cell: is_number(cell) for cell in cells} == dict.fromkeys(cells, found)
