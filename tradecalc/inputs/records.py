"""The records of a block: each as it stands in the file, and its cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.inputs.blocks import as_text, cells_of, text_lines, well_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tradecalc.inputs.blocks import Block


class Records(NamedTuple):
    """Some rows: each as written but for its line end, its line and, in a table, its cells.

    JSON objects have no cells: their *rows* are empty. *faults* tell, by the place of a row
    among these, why it cannot be asked anything.
    """

    written: list[str]
    lines: Sequence[int]
    rows: Sequence[Sequence[str]]
    faults: dict[int, str]

    def first(self, count: int) -> Records:
        """Return the first *count* rows."""
        faults = {place: fault for place, fault in self.faults.items() if place < count}
        return Records(self.written[:count], self.lines[:count], self.rows[:count], faults)


def table_records(block: Block, *, eol: str, separator: str, width: int) -> Records:
    r"""Return the rows of a table, each *width* cells wide; lines with nothing in them are none.

    A row that is wider or narrower is at fault, unless it is wider by empty cells alone, which
    are left out. It is written as wide as the header, and what it has beyond that stands in what
    is said of it, so that no cell is lost. One that other tools would read differently,
    or not at all, is quoted again.

    >>> from tradecalc.inputs.blocks import Block
    >>> found = table_records(Block(2, b'1,"a, b"\n2\n'), eol="\n", separator=",", width=2)
    >>> found.written, found.rows[0], found.faults
    (['1,"a, b"', '2,'], ['1', 'a, b'], {1: 'the row has 1 cell and the header 2'})
    """
    text = as_text(block.data)
    if block.broken:
        return _broken(block.line, text.rstrip("\r\n"), separator, width)
    lines: Sequence[int]
    if '"' not in text and _ends_alike(text, eol):
        written = text.split(eol)
        del written[-1]
        lines = range(block.line, block.line + len(written))
        rows = [line.split(separator) for line in written]
    else:
        written, lines, rows = _with_quotes(text, block.line, separator)
    found = Records(written, lines, rows, {})
    # In a table of one column a line of spaces is as wide as any, and nothing is in it either.
    if set(map(len, rows)) != {width} or (width == 1 and any(map(_is_empty, written))):
        return _fitted(found, separator, width)
    return found


def _ends_alike(text: str, eol: str) -> bool:
    """Whether every line of *text* ends in *eol*, and nothing else in it ends a line."""
    ends = text.count(eol)
    return text.count("\r") == (0 if eol == "\n" else ends) and text.count("\n") == (
        0 if eol == "\r" else ends
    )


def _with_quotes(
    text: str, line: int, separator: str
) -> tuple[list[str], list[int], list[list[str]]]:
    """Return records that may reach over several lines, the line that each begins in, its cells."""
    taken: list[str] = []

    def noted(lines: Iterable[str]) -> Iterable[str]:
        for one in lines:
            taken.append(one)
            yield one

    written, begins, rows = [], [], []
    reader = cells_of(noted(text_lines(text)), separator)
    before = 0
    for row in reader:
        record = "".join(taken).rstrip("\r\n")
        begins.append(line + before)
        if '"' in record:
            written.append(as_all_read(record, row, separator))
            rows.append(row)
        else:  # the reader drops spaces before a cell, as it does not where no row has a mark
            written.append(record)
            rows.append(record.split(separator))
        before = reader.line_num
        taken.clear()
    return written, begins, rows


def as_all_read(record: str, cells: Sequence[str], separator: str) -> str:
    """Return a record as it stands, or quoted again where a cell is quoted in part: 6" pipe.

    A stray quotation mark would keep other tools from reading all of the table.
    """
    return record if well_quoted(separator)(record) else written_as(cells, separator)


def _broken(line: int, text: str, separator: str, width: int) -> Records:
    """Return the one row of a line that opens a cell and never closes it."""
    cells = [
        quoted_cell(cell) if re.search('["\r\n]', cell) else cell for cell in text.split(separator)
    ]
    fault = "a quotation mark opens a cell and nothing closes it"
    row, beyond = _cut(cells, width)
    if beyond:
        fault += f"; beyond the header's {width} cells stands {separator.join(beyond)}"
    return Records([separator.join(row)], [line], [row], {0: fault})


def _fitted(found: Records, separator: str, width: int) -> Records:
    """Return rows as wide as the header, and say of which they are not; empty lines are none."""
    fitted = Records([], [], [], {})
    lines: list[int] = []
    rows: list[Sequence[str]] = []
    for written, line, row in zip(found.written, found.lines, found.rows, strict=True):
        if _is_empty(written):
            continue
        count = len(row)
        if count == width:
            fitted.written.append(written)
        elif count < width:
            said = "1 cell" if count == 1 else f"{count} cells"
            fitted.faults[len(lines)] = f"the row has {said} and the header {width}"
            fitted.written.append(written + separator * (width - count))
        else:
            put_together = written_as if '"' in written else _unquoted
            kept, beyond = _cut(row, width)
            if any(cell.strip() for cell in beyond):
                fitted.faults[len(lines)] = (
                    f"the row has {count} cells and the header {width}; beyond it stands"
                    f" {put_together(beyond, separator)}: quote a cell with a separator in it"
                )
            fitted.written.append(put_together(kept, separator))
        lines.append(line)
        rows.append(_cut(row, width)[0])
    return fitted._replace(lines=lines, rows=rows)


def _is_empty(written: str) -> bool:
    return not written.strip(" ")


def _cut(cells: Sequence[str], width: int) -> tuple[list[str], list[str]]:
    """Return the first *width* cells, empty ones for those that are not there, and the others."""
    row = [*cells[:width], *[""] * (width - len(cells))]
    return row, list(cells[width:])


def _unquoted(cells: Sequence[str], separator: str) -> str:
    return separator.join(cells)


def quoted_cell(text: str) -> str:
    """Return a text in quotation marks, those in it doubled."""
    return '"' + text.replace('"', '""') + '"'


def written_as(cells: Sequence[str], separator: str) -> str:
    """Return cells as a row of a table, quoted where they must be.

    >>> written_as(["Iron, steel", "1.2"], ",")
    '"Iron, steel",1.2'
    """
    # Python's own writer leaves the ends of lines bare before 3.13, and spaces before a cell.
    special = (separator, '"', "\r", "\n")
    return separator.join(
        quoted_cell(cell) if cell.startswith(" ") or any(mark in cell for mark in special) else cell
        for cell in cells
    )
