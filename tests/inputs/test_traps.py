"""Files that look like months and mislead: what is read, and every refusal word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tradecalc.errors import InputError
from tradecalc.inputs.monthly import Choice, read_all

if TYPE_CHECKING:
    from collections.abc import Callable

Read = tuple[str, tuple[int, int], tuple[float, ...]]
JANUARY = (2025, 1)
ROWS = "2025-01,5.5\n2025-02,6.5\n"
MONTHS = (5.5, 6.5)

READ: dict[str, tuple[str, list[Read]]] = {
    "a header that looks like a title": (f"Month,\n{ROWS}", [("column 2", JANUARY, MONTHS)]),
    "a header that looks like a comment": (
        f"# Month,Exports\n{ROWS}",
        [("Exports", JANUARY, MONTHS)],
    ),
    "a header that begins with a number sign": (
        "#,Month,Exports\n1,2025-01,5.5\n2,2025-02,6.5\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "comments as wide as the table": (
        f"# made, by it\n# 2024-12,4.5\nMonth,Exports\n{ROWS}",
        [("Exports", JANUARY, MONTHS)],
    ),
    "months side by side, written as numbers": (
        "Flow,202501,202502\nExports,5.5,6.5\n",
        [("value", JANUARY, MONTHS)],
    ),
    "a table that ends in commas": (
        "Month,Exports,\n2025-01,5.5,\n2025-02,6.5,\n",
        [("Exports", JANUARY, MONTHS)],
    ),
    "names with control signs": (
        (
            'series,period,value\n"a\nb\tc",2025-01,5.5\nx\x1b[31mred,2025-01,6.5\n'
            "\u202eright,2025-01,7.5\n"
        ),
        [
            ("a b c", JANUARY, (5.5,)),
            ("x [31mred", JANUARY, (6.5,)),
            ("right", JANUARY, (7.5,)),
        ],
    ),
    "a header with control signs": (
        "period,Ex\x1bports\n2025-01,5.5\n",
        [("Ex ports", JANUARY, (5.5,))],
    ),
}


@pytest.mark.parametrize("case", READ)
def test_what_looks_odd_and_is_clear_is_read(case: str, written: Callable[..., str]) -> None:
    content, expected = READ[case]
    assert [(s.name, s.start, s.values) for s in read_all(written(content))] == expected


_HEADLESS = "a row of data: write a header above it, such as period,value"
REFUSED: dict[str, tuple[str | bytes, dict[str, Any], str]] = {
    "no header": (ROWS, {}, f"f.csv, line 1 is '2025-01, 5.5', {_HEADLESS}"),
    "no header, newest first": (
        "\n2025-09,134.1\n2025-08,139.9\n",
        {},
        f"f.csv, line 2 is '2025-09, 134.1', {_HEADLESS}",
    ),
    "no header and a label": (
        "2025-01,KZ,5.5\n2025-02,KZ,6.5\n",
        {},
        f"f.csv, line 1 is '2025-01, KZ, 5.5', {_HEADLESS}",
    ),
    "no header, year and month": (
        "2025,1,5.5\n2025,2,6.5\n",
        {},
        f"f.csv, line 1 is '2025, 1, 5.5', {_HEADLESS}",
    ),
    "no header, year and name": (
        "2025,January,5.5\n2025,February,6.5\n",
        {},
        f"f.csv, line 1 is '2025, January, 5.5', {_HEADLESS}",
    ),
    "no header and no first number": (
        "2025-01,..\n2025-02,6.5\n",
        {},
        f"f.csv, line 1 is '2025-01, ..', {_HEADLESS}",
    ),
    "a title over no header": (
        f"Exports\n{ROWS}",
        {},
        f"f.csv, line 2 is '2025-01, 5.5', {_HEADLESS}",
    ),
    "a title with a comma": (
        f"Exports, mn USD\n\nMonth,Exports\n{ROWS}",
        {},
        (
            "f.csv, line 1 is 'Exports, mn USD' and line 3 is 'Month, Exports': delete the one"
            " that is not the header"
        ),
    ),
    "units below the header": (
        f"Month,Exports\n,mn USD\n{ROWS}",
        {},
        (
            "f.csv, line 1 is 'Month, Exports' and line 2 is ', mn USD': delete the one that is"
            " not the header"
        ),
    ),
    "decimal commas not quoted": (
        "date,value,\n2025-01,108,4\n2025-02,109,1\n",
        {},
        (
            "f.csv, line 2: '4' stands in a last column without a name: quote a number with a"
            ' comma in it ("1,5"), put semicolons between the columns, or name the column'
        ),
    ),
    "a cell without an end": (
        "period,value\n2025-01," + "5" * 131_073 + "\n",
        {},
        (
            "f.csv, line 2: a cell is longer than 131,072 characters: shorten it, or close the"
            " quotation mark that opens it"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_where_and_what_to_do(case: str, written: Callable[..., str]) -> None:
    content, options, message = REFUSED[case]
    with pytest.raises(InputError) as refused:
        read_all(written(content), Choice(**options))
    assert str(refused.value) == message
