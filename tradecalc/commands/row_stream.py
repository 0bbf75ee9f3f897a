"""A file of rows as it streams by: its blocks with their answers, then what to doubt."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tradecalc.commands.answerable import OPTIONS, answers_of
from tradecalc.commands.jobs import in_order
from tradecalc.commands.row_work import ObjectWork, Outcome, TableWork
from tradecalc.commands.seen import Seen
from tradecalc.commands.target import DEFAULT_BASE_YEAR
from tradecalc.commands.words import all_of
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.blocks import as_bytes
from tradecalc.inputs.feeds import dashed
from tradecalc.inputs.names import listed
from tradecalc.inputs.records import written_as
from tradecalc.inputs.rows import open_rows
from tradecalc.outputs.rows import ERROR

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from tradecalc.commands.rows import ColumnMap, RowQuestion
    from tradecalc.inputs.rows import Layout

BLOCK = 1 << 16  # bytes that are read at once
# Rows that are answered at once, so that answers come several times a second: a command takes
# some hundred microseconds for a row, and with ranges some thousand.
ROWS, RANGED_ROWS = 1 << 11, 1 << 6


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

    def warnings(self) -> list[str]:
        """Return what to doubt in columns as they were read."""
        found = list(self.seen.warnings.values())
        if self.seen.has_commas:
            found += [
                f"{column} holds {figure}, read as a number below a thousand, in a table of decimal"
                " commas: write it without its point if that groups thousands."
                for column, figure in self.seen.points.items()
            ]
        if self.year_column and self.seen.behind and not (self.seen.ahead or self.stopped):
            found.append(
                f"no year in column {self.year_column} is after the base year: if it is the year of"
                " the data and not of the goal, add --year 2030, which then holds for all rows."
            )
        return found

    def complaint(self) -> str:
        """Return why the answer to it all is no: the row that stopped it, or how many failed."""
        if self.stopped or not self.failed:
            return self.stopped
        rows = "row" if self.rows == 1 else "rows"
        lack = "lacks" if self.failed == 1 else "lack"
        where = f"the column {self.error_column}" if self.head else "its error"
        return f"{self.failed:,} of {self.rows:,} {rows} {lack} an answer: {where} says why"


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
