"""A delimited text -> its header and its rows, each with the line that it begins in."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.header import (
    FIRST_ROWS,
    drop_titles,
    header_names,
    refuse_cut_numbers,
    refuse_no_header,
)
from tradecalc.inputs.periods import NO_PERIOD, read_period
from tradecalc.inputs.sheet import Sheet

LONGEST_CELL = 131_072  # characters; where there are more, a quotation mark is missing

_SEPARATORS = "\t;,|"  # where two fit equally well, the one that numbers never hold
# What would end a line or steer a terminal; the last ones turn the direction of writing.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


def read_sheet(
    text: str,
    source: str,
    *,
    columns: str = "a column of months and a column of values",
    named_rows: bool = False,
) -> Sheet:
    r"""Read a table whose columns stand between commas, semicolons, tabs or bars.

    Blank lines, title and comment lines before the header, notes below the last row, and
    empty cells beyond the header are passed over. *columns* says what is wanted; where rows are
    named by words, *named_rows*, only words in a row of one cell are a note.
    Raises InputError for a table of one column or no rows, for a row of data where the header
    should be, and for a row that does not fit.

    >>> sheet = read_sheet("Table 1\n\nMonth;Exports\n2025-01;1,5\n", "exports.csv")
    >>> sheet.header, sheet.rows, sheet.lines
    (['Month', 'Exports'], [['2025-01', '1,5']], [4])
    """
    separator = _separator(text)
    rows, lines = _records(text, source, separator)
    drop_titles(rows, lines)
    if not rows:
        raise InputError(
            f"{source} holds no table: write {columns}, with commas, semicolons or tabs between"
            " them"
        )
    refuse_no_header(rows, lines, source)
    while len(rows) > 1 and _is_note(rows[-1]) and not (named_rows and rows[-1][1:]):
        del rows[-1], lines[-1]
    if len(rows) == 1:
        raise InputError(f"{source} holds a header and no rows below it")
    header = header_names(rows[0])
    del header[max(map(_filled, [header, *rows])) :]
    header = [name or f"column {place}" for place, name in enumerate(header, start=1)]
    sheet = Sheet(source, header, rows[1:], lines[1:], separator)
    _fit_rows(sheet)
    if separator == "," and len(header) == len(rows[0]):  # no empty column was cut off
        refuse_cut_numbers(rows, lines, source)
    return sheet


def _separator(text: str) -> str:
    """Return the separator that cuts most of the first rows, the header too, to one width."""
    best, most = ",", 0
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            rows = [row for row in islice(reader, FIRST_ROWS) if len(row) > 1]
        except csv.Error:  # the records are read again, and there it is said
            continue
        width_counts = Counter(len(row) for row in rows).most_common(1)
        if width_counts and width_counts[0][1] > most:
            best, most = separator, width_counts[0][1]
    return best


def _records(text: str, source: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """Return the rows that are not blank, and the line that each begins in."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True
    )
    rows, lines, line = [], [], 1
    try:
        for row in reader:
            if any(row) and any(cell.strip() for cell in row):
                rows.append([c if c.isprintable() else _CONTROLS.sub(" ", c) for c in row])
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise InputError(
                f"{source}, line {line}: a cell is longer than {LONGEST_CELL:,}"
                " characters: shorten it, or close the quotation mark that opens it"
            ) from None
        raise InputError(
            f"{source}, line {line}: a quotation mark opens a cell and does not close it;"
            ' write it twice ("") inside a quoted cell'
        ) from None
    return rows, lines


def _is_note(row: list[str]) -> bool:
    """Whether a row below the table is a note: words in its first cell and nothing else."""
    return not any(cell.strip() for cell in row[1:]) and read_period(row[0]).kind == NO_PERIOD


def _filled(row: list[str]) -> int:
    """Return how many cells a row has up to the last one that holds something."""
    return next((k for k in range(len(row), 0, -1) if row[k - 1].strip()), 0)


def _fit_rows(sheet: Sheet) -> None:
    """Cut empty cells beyond the header off, and refuse a row that is wider or narrower."""
    width = len(sheet.header)
    for place, row in enumerate(sheet.rows):
        if len(row) == width:
            continue
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            del row[width:]
            continue
        remedy = "write the missing cells"
        if len(row) > width:
            remedy = (
                'quote a cell with a comma in it ("1,5"), or put semicolons between the columns'
            )
        raise InputError(
            f"{sheet.at(place)}: the row has {len(row)} cells and the header {width}"
            f" ({quoted(', '.join(sheet.header))}): {remedy}"
        )
