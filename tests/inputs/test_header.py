"""Where the names of a table end and its data begin."""

from __future__ import annotations

import pytest

from tradecalc.errors import InputError
from tradecalc.inputs.header import refuse_cut_numbers, refuse_no_header


def test_rows_of_names_alone_are_left_to_who_looks_for_data() -> None:
    refuse_no_header([["month", "value"]], [1], "file.csv")
    refuse_no_header([["month", "value"], ["period", "exports"]], [1, 2], "file.csv")


def test_two_rows_of_names_above_data_are_one_too_many() -> None:
    rows = [["month", "value"], ["period", "exports"], ["2025-01", "3.4"]]
    with pytest.raises(InputError, match="delete the one that is not the header"):
        refuse_no_header(rows, [1, 2, 3], "file.csv")


def test_a_stray_number_in_a_last_column_without_a_name_is_no_part_of_another() -> None:
    rows = [["month", "value", ""], *(["2025-01", "3", ""] for _ in range(5))]
    rows[3] = ["2025-03", "3", "5"]
    refuse_cut_numbers(rows, [*range(1, 7)], "file.csv")
    rows[1:] = [["2025-01", "3", "5"]] * 5
    with pytest.raises(InputError, match="last column without a name"):
        refuse_cut_numbers(rows, [*range(1, 7)], "file.csv")
