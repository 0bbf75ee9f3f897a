"""Where the names of a table end and its data begin."""

from __future__ import annotations

import pytest

from tradecalc.errors import InputError
from tradecalc.inputs.header import refuse_no_header


def test_rows_of_names_alone_are_left_to_who_looks_for_data() -> None:
    refuse_no_header([["month", "value"]], [1], "file.csv")
    refuse_no_header([["month", "value"], ["period", "exports"]], [1, 2], "file.csv")


def test_two_rows_of_names_above_data_are_one_too_many() -> None:
    rows = [["month", "value"], ["period", "exports"], ["2025-01", "3.4"]]
    with pytest.raises(InputError, match="delete the one that is not the header"):
        refuse_no_header(rows, [1, 2, 3], "file.csv")
