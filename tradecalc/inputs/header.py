"""Which row of a table is its header: not a title above it, and not the first row of data."""

from __future__ import annotations

from collections import Counter

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.levels import is_missing, is_number
from tradecalc.inputs.periods import (
    DAY,
    EITHER_WAY,
    MONTH,
    NO_PERIOD,
    NO_YEAR,
    TENTH,
    TO_DATE,
    YEAR,
    read_period,
)

FIRST_ROWS = 300  # as many tell what a table is, and what a column of it holds
_ABOVE = 20  # rows that may stand above the first one of data
_DATED = frozenset((MONTH, TENTH, EITHER_WAY, DAY, TO_DATE))


def drop_titles(rows: list[list[str]], lines: list[int]) -> None:
    """Delete the rows above the header: titles, comments and what fills one cell only."""
    widths = Counter(len(row) for row in rows[:FIRST_ROWS]).most_common(1)
    titles = 0
    while titles < len(rows) and _is_title(rows[titles : titles + 2], widths[0][0]):
        titles += 1
    del rows[:titles], lines[:titles]


def header_names(row: list[str]) -> list[str]:
    r"""The names in a header, each on one line; a `#` that makes a comment of it is not a name.

    >>> header_names(["# Month", "Exports,\nmn USD"]), header_names(["#", "Month"])
    (['Month', 'Exports, mn USD'], ['#', 'Month'])
    """
    names = [" ".join(name.split()) for name in row]
    return [names[0].lstrip("# ") or names[0], *names[1:]]


def refuse_no_header(rows: list[list[str]], lines: list[int], source: str) -> None:
    """Require that the first row names columns, and that the second one does not.

    Raises InputError for a row of data, which would be lost, and for two rows of names.
    """
    if _is_first_of_data(rows):
        raise InputError(
            f"{source}, line {lines[0]} is {_shown(rows[0])}, a row of data: write a header above"
            " it, such as period,value"
        )
    if set(_kinds(rows[0])) & _DATED:
        return  # months side by side: the rows below may begin as they like
    for place, row in enumerate(rows[1:_ABOVE], start=1):
        if place > 1 and _is_data(row):
            raise InputError(
                f"{source}, line {lines[0]} is {_shown(rows[0])} and line {lines[place - 1]} is"
                f" {_shown(rows[place - 1])}: delete the one that is not the header"
            )
        if not _is_of_names(row):
            return


def refuse_cut_numbers(rows: list[list[str]], lines: list[int], source: str) -> None:
    """Refuse a last column without a name that is what commas cut off the numbers before it."""
    if len(rows[0]) < 3 or rows[0][-1].strip():
        return
    cut = [place for place, row in enumerate(rows) if place and {-2, -1} <= _numbers(row)]
    if 2 * len(cut) >= len(rows) - 1:
        raise InputError(
            f"{source}, line {lines[cut[0]]}: {quoted(rows[cut[0]][-1].strip())} stands in a last"
            ' column without a name: quote a number with a comma in it ("1,5"), put semicolons'
            " between the columns, or name the column"
        )


def _is_title(rows: list[list[str]], width: int) -> bool:
    """Whether the first row is a comment, or says something in its first cell only.

    Right above the data it is the header all the same, if it is as wide as the table.
    """
    row = rows[0]
    comment = row[0].lstrip().startswith("#")
    if not comment and any(cell.strip() for cell in row[1:]):
        return False
    heads = len(row) == width > 1 and len(rows) > 1 and _is_of_a_month(rows[1])
    return not heads or (comment and not _is_of_names([cell or "#" for cell in row[1:]]))


def _is_first_of_data(rows: list[list[str]]) -> bool:
    kinds = _kinds(rows[0])
    dated = [place for place, kind in enumerate(kinds) if kind in _DATED]
    if _numbers(rows[0]):
        # `2025,1,108.4` and `2025,January,108.4` date a row too.
        in_two = YEAR in kinds and (NO_YEAR in kinds or all(is_number(c.strip()) for c in rows[0]))
        return bool(dated) or in_two
    if len(dated) != 1:
        return False
    below = [row[dated[0]].strip() for row in rows[1:FIRST_ROWS] if len(row) > dated[0]]
    return bool(below) and all(read_period(cell).kind in _DATED for cell in below)


def _is_of_a_month(row: list[str]) -> bool:
    """Whether a row is one of data, or of a month that is not published yet."""
    return _is_data(row) or sum(kind in _DATED for kind in _kinds(row)) == 1


def _is_data(row: list[str]) -> bool:
    """Whether a row says when and how much."""
    return bool(_numbers(row)) and set(_kinds(row)) != {NO_PERIOD}


def _is_of_names(row: list[str]) -> bool:
    """Whether a row holds words, and neither a number nor anything of time."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return set(_kinds(cells)) == {NO_PERIOD} and not any(
        is_missing(cell) or is_number(cell) or not any(map(str.isalpha, cell)) for cell in cells
    )


def _kinds(row: list[str]) -> list[str]:
    return [read_period(cell).kind for cell in row]


def _numbers(row: list[str]) -> set[int]:
    """The places, from the end, of the cells that are numbers and nothing of time.

    `EXP5700` would be a currency and a number elsewhere; in a header it is a name.
    """
    return {
        place - len(row)
        for place, cell in enumerate(map(str.strip, row))
        if not cell[:1].isalpha() and is_number(cell) and read_period(cell).kind == NO_PERIOD
    }


def _shown(row: list[str]) -> str:
    return quoted(", ".join(cell.strip() for cell in row))
