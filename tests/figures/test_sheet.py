"""Tables as text: where names end and data begin, what is no table; and columns of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.errors import InputError
from tradecalc.figures.number import parse_number
from tradecalc.figures.sheet import Sheet, decimal_mark, is_number, read_levels, read_sheet

ROWS = "2025-01,5.5\n2025-02,6.5\n"
REFUSED = [  # and more in golden/errors/months.txt
    (ROWS, "line 1: the table has no header"),
    ("\n2025-09,134.1\n2025-08,139.9\n", "line 2: the table has no header"),
    ("2025-01,KZ,5.5\n2025-02,KZ,6.5\n", "line 1: the table has no header"),
    ("2025,1,5.5\n2025,2,6.5\n", "line 1: the table has no header"),
    ("2025,January,5.5\n2025,February,6.5\n", "line 1: the table has no header"),
    ("2025-01,..\n2025-02,6.5\n", "line 1: the table has no header"),
    (f"Exports\n{ROWS}", "line 2: the table has no header"),
    (f"# 2024-12,4.5\n{ROWS}", "line 2: the table has no header"),
    ("period\n2025-01\n", "f.csv holds no table: write a header and rows"),
    ("Month,Flow,x\n2025-01,5\n", "the row must have 3 cells, not 2: write the missing cells"),
    (f'period,value\n2025-01,"{"5" * 131_073}\n', "line 2: a quotation mark is not closed"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_table_is_told_why(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_sheet(text, "f.csv")


def test_a_stray_number_in_a_last_column_without_a_name_is_no_part_of_another() -> None:
    rows = ["month,value,", *("2025-01,3," for _ in range(5))]
    rows[3] = "2025-03,3,5"
    sheet = read_sheet("\n".join(rows), "f.csv")
    assert sheet.header == ["month", "value", "column 3"]


@pytest.mark.parametrize("separator", [",", ";", "|"])
def test_a_separator_is_told_and_a_cell_keeps_it(separator: str) -> None:
    sheet = read_sheet(f'a{separator}b\nx{separator}"1{separator} 5"\n', "f.csv")
    assert sheet.columns == [["x"], [f"1{separator} 5"]]


def test_a_thousand_titles_are_passed_over_and_lines_are_counted_as_an_editor_does() -> None:
    sheet = read_sheet("# c,d\n" * 1000 + 'Month,"x\ny"\n2025-01,5\n\n2025-02,6\n', "f.csv")
    assert sheet.header == ["Month", "x y"]
    assert sheet.lines == [1003, 1005]


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
