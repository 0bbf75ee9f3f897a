"""A block of rows -> the same with their answers, as bytes to write: what a process works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.commands.seen import Seen
from tradecalc.inputs.blocks import as_bytes
from tradecalc.inputs.json_lines import object_records
from tradecalc.inputs.records import table_records
from tradecalc.outputs.rows import ERROR, object_row, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tradecalc.commands.rows import ColumnMap, RowQuestion
    from tradecalc.inputs.blocks import Block
    from tradecalc.inputs.records import Records
    from tradecalc.inputs.rows import Layout


class Outcome(NamedTuple):
    """A block with its answers: the bytes to write, how many rows it had, how many failed.

    *stop* is the line and the error of the row at which a strict reading ends.
    """

    data: bytes
    rows: int
    failed: int
    seen: Seen
    stop: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class TableWork:
    """Answers the rows of a block of a table, whose columns feed what *column_map* says."""

    question: RowQuestion
    strict: bool
    layout: Layout
    column_map: ColumnMap

    def __call__(self, block: Block) -> Outcome:
        """Return the block with its answers."""
        separator, eol = self.layout.separator, self.layout.eol
        width = len(self.layout.header)
        return self._of(table_records(block, eol=eol, separator=separator, width=width))

    def _of(self, found: Records) -> Outcome:
        """Return rows with their answers, none beyond the one at which a strict reading ends."""
        texts = {
            option: [row[place] for row in found.rows]
            for option, place in self.column_map.places.items()
        }
        for cells in texts.values():
            for place in found.faults:
                cells[place] = ""  # what may stand in the wrong column is not worth a doubt
        seen = Seen()
        if self.layout.separator != ",":  # where numbers may have decimal commas
            for option, cells in texts.items():
                seen.look_for_points(self.column_map.columns[option], cells)
        asker = self.question.asker
        answers = asker.ask(self.column_map.columns, texts, len(found.rows), seen)
        answers = answers.unless(found.faults)
        errors = {  # a row of empty cells, as spreadsheets leave behind, asks nothing
            place: error
            for place, error in answers.errors.items()
            if place in found.faults or any(found.rows[place])
        }
        if self.strict and (last := _last_asked(errors, found)):
            return self._of(found.first(last))
        separator, eol = self.layout.separator, self.layout.eol
        rows = table_rows(found.written, answers.columns, errors, separator, eol)
        return _outcome(rows, found, errors, seen, strict=self.strict)


@dataclass(frozen=True, slots=True)
class ObjectWork:
    """Answers the rows of a block of JSON lines."""

    question: RowQuestion
    strict: bool

    def __call__(self, block: Block) -> Outcome:
        """Return the block with its answers."""
        return self._of(*object_records(block))

    def _of(self, found: Records, values: Sequence[Mapping[str, Any]]) -> Outcome:
        """Return rows with their answers, none beyond the one at which a strict reading ends."""
        seen = Seen()
        said = list(self.question.of_objects(values, seen))
        for place, fault in found.faults.items():
            said[place][ERROR] = fault
        last = [one[next(reversed(one))] for one in said]  # a row may have an `error` of its own
        errors = {place: str(error) for place, error in enumerate(last) if error}
        if self.strict and (count := _last_asked(errors, found)):
            return self._of(found.first(count), values[:count])
        rows = map(object_row, found.written, said)
        return _outcome(rows, found, errors, seen, strict=self.strict)


def _last_asked(errors: Mapping[int, str], found: Records) -> int:
    """Return how many rows there are up to the first that failed; 0 if it is the last, or none."""
    count = min(errors, default=-1) + 1
    return count if count < len(found.lines) else 0


def _outcome(
    rows: Iterable[str],
    found: Records,
    errors: Mapping[int, str],
    seen: Seen,
    *,
    strict: bool,
) -> Outcome:
    """Put rows together; where reading is *strict*, those before the one that failed."""
    written = list(rows)
    stop = None
    if strict and errors:
        stop = (found.lines[-1], errors[len(written) - 1])
        del written[-1]
    data = as_bytes("".join(written))
    return Outcome(data, len(found.lines), len(errors), seen, stop)
