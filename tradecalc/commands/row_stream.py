"""A file of rows as it streams by: each block answered, with what was wrong and what to doubt."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.commands.answerable import OPTIONS, answers_of
from tradecalc.commands.jobs import in_order
from tradecalc.commands.seen import Seen
from tradecalc.commands.target import DEFAULT_BASE_YEAR
from tradecalc.commands.words import all_of
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.blocks import as_bytes
from tradecalc.inputs.feeds import dashed
from tradecalc.inputs.json_lines import object_records
from tradecalc.inputs.names import listed
from tradecalc.inputs.records import table_records, written_as
from tradecalc.inputs.rows import open_rows
from tradecalc.outputs.rows import ERROR, object_row, table_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from tradecalc.commands.rows import ColumnMap, RowQuestion
    from tradecalc.inputs.blocks import Block
    from tradecalc.inputs.records import Records
    from tradecalc.inputs.rows import Layout

BLOCK = 1 << 16  # bytes that are read at once
# Rows that are answered at once, so that answers come several times a second: a command takes
# some hundred microseconds for a row, and with ranges some thousand.
ROWS, RANGED_ROWS = 1 << 11, 1 << 6


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


@dataclass(slots=True)
class RowStream:
    """The rows of a file with their answers, in whole rows, as they come; then how it went."""

    source: str
    head: bytes
    outcomes: Generator[Outcome]
    year_column: str = ""  # what feeds --year, if anything does
    error_column: str = ERROR
    notes: tuple[str, ...] = ()  # on what was not said and matters
    rows: int = 0
    failed: int = 0
    stopped: str = ""
    seen: Seen = field(default_factory=Seen)

    def __iter__(self) -> Iterator[bytes]:
        """Yield whole rows."""
        yield self.head
        with closing(self.outcomes):
            for outcome in self.outcomes:
                self.rows += outcome.rows
                self.failed += outcome.failed
                self.seen.add(outcome.seen)
                yield outcome.data
                if outcome.stop:
                    line, error = outcome.stop
                    self.stopped = f"{self.source}, line {line}: {error}"
                    return

    def doubts(self) -> list[str]:
        """Return what to doubt in columns as they were read."""
        found = list(self.seen.doubts.values())
        if self.seen.has_commas:
            found += [
                f"{column} holds {figure}, read as a number below a thousand, in a table of decimal"
                " commas: write it without its point if that groups thousands."
                for column, figure in self.seen.points.items()
            ]
        if self.year_column and self.seen.behind and not (self.seen.ahead or self.stopped):
            found.append(
                f"no year in column {self.year_column} is after the base year: if it is the year of"
                " the data and not of the goal, add --year 2030, which then holds for all rows"
            )
        return found

    def complaint(self) -> str:
        """Return why the answer to it all is no: the row that stopped it, or how many failed."""
        if self.stopped or not self.failed:
            return self.stopped
        rows = "row" if self.rows == 1 else "rows"
        have = "has" if self.failed == 1 else "have"
        return (
            f"{self.failed:,} of {self.rows:,} {rows} {have} no answer: the column"
            f" {self.error_column} says why"
        )


def row_stream(question: RowQuestion, path: str, *, strict: bool, jobs: int) -> RowStream:
    """Return the rows of the file at *path* with their answers.

    Raises InputError where it cannot be read, or where its columns cannot ask the question.
    """
    asker = question.asker
    layout, blocks = open_rows(path, BLOCK, RANGED_ROWS if asker.rounded else ROWS)
    if not layout.is_table:
        outcomes = in_order(blocks, ObjectWork(question, strict), workers=jobs)
        is_held = "year" in dict(asker.held)
        year = "" if is_held else dict(question.renamed).get("year", "year")
        return RowStream(layout.source, b"", outcomes, year)
    column_map = _column_map(question, layout)
    names = layout.separator + written_as(column_map.names, layout.separator) + layout.eol
    outcomes = in_order(blocks, TableWork(question, strict, layout, column_map), workers=jobs)
    head = layout.head + as_bytes(names)
    notes = _notes(asker.command, {*column_map.places, *dict(asker.held)})
    year = column_map.columns.get("year", "")
    return RowStream(layout.source, head, outcomes, year, column_map.names[-1], notes)


def _notes(command: str, given: Collection[str]) -> tuple[str, ...]:
    """Return notes on what is assumed of every row, as the options *given* do not say it."""
    dated = "year" in given or {"base", "goal", "rate"} <= set(given)
    if command == "target" and dated and "base_year" not in given:
        return (f"The base year is {DEFAULT_BASE_YEAR} in every row; set --base-year.",)
    if command == "project" and {"growth", "prior_ytd"} & set(given) and "prior_year" not in given:
        return ("Without --prior-year, last year's total, the year is projected by itself.",)
    is_solved = {"from", "to", "rate"} <= set(given)
    if command == "growth" and not (is_solved or {"years", "from_year"} & set(given)):
        return ("Growth is over 1 year in every row; set --years.",)
    return ()


def _column_map(question: RowQuestion, layout: Layout) -> ColumnMap:
    """Return which columns of a table feed which options.

    Raises InputError where none does, or where they are too few to ask anything.
    """
    try:
        column_map = question.column_map(layout.header)
    except InputError as error:
        raise InputError(f"{layout.source}: {error}") from None
    command = question.asker.command
    if not column_map.places:
        raise InputError(
            f"{layout.source} has no column named as an option of {command} for rows"
            f" ({', '.join(OPTIONS[command])}): there are {listed(layout.header)}; name one so, or"
            " add --map OPTION=COLUMN"
        )
    given = {**column_map.places, **dict(question.asker.held)}
    there = answers_of(command, given)
    if there and not (gone := [name for name in question.asker.picked if name not in there]):
        return column_map
    said = all_of([f"--{dashed(option)}" for option in given])
    if not there:
        raise InputError(
            f"{layout.source}: {said} are too few figures for {command} to answer any row: add"
            " columns or options"
        )
    raise InputError(
        f"{layout.source}: with {said} no row has an answer {quoted(gone[0])}: there are"
        f" {', '.join(there)}"
    )
