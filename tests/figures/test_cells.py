"""Columns of numbers: one cell settles the decimal mark of all, however they are grouped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.figures.cells import is_number
from tradecalc.figures.levels import decimal_mark, read_levels
from tradecalc.figures.number import parse_number
from tradecalc.figures.sheet import Sheet


def sheet_of(cells: list[str]) -> Sheet:
    return Sheet("f.csv", ["value"], [cells], [*range(2, len(cells) + 2)], "|")


def grouped(number: int, decimals: int, group: str, mark: str) -> str:
    whole, rest = divmod(abs(number), 10**decimals)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole:,}".replace(",", group) + f"{mark}{rest:0{decimals}}"


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=12),
    st.sampled_from([1, 2, 4]),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u00a0", "."), ("'", "."), ("", ",")]),
)
def test_a_column_grouped_in_either_way_is_read_back(
    numbers: list[int], decimals: int, marks: tuple[str, str]
) -> None:
    sheet = sheet_of([grouped(number, decimals, *marks) for number in numbers])
    mark = decimal_mark(sheet, 0)
    levels, _, places = read_levels(sheet, 0, range(len(numbers)), mark)
    assert mark == marks[1]
    assert levels == [float(f"{number}e-{decimals}") for number in numbers]
    assert places == decimals


@given(st.lists(st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True), min_size=1))
def test_plain_numbers_have_the_value_and_the_decimals_of_figures(cells: list[str]) -> None:
    levels, _, places = read_levels(sheet_of(cells), 0, range(len(cells)), ".")
    numbers = [parse_number(cell) for cell in cells]
    assert levels == [number.estimate(rounded=False).value for number in numbers]
    assert places == max(number.places for number in numbers)


@pytest.mark.parametrize("cell", ["1,187", ".5", "−5", "3.4bn", "USD 3", "1 234,5", "5%", ">4"])
def test_numbers(cell: str) -> None:
    assert is_number(cell)


@pytest.mark.parametrize("cell", ["", "n/a", "2010 Mexico", "HS27", "Total"])
def test_words(cell: str) -> None:
    assert not is_number(cell)
