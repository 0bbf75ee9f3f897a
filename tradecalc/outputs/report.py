"""What a command answers: named results as data, with no thought of how they will look.

They are named tuples, which take a fifth of the time that a dataclass takes to be made: a call
makes them all before it starts, and five dataclasses are a fifteenth of what it may last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import DomainError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.inputs.question import Kind, Reading

Cell = Estimate | str | None
LIKELY_ENDS = ("likely_low", "likely_high")


class Working(NamedTuple):
    """How an answer is worked out: a formula in the names of figures and answers, and its source.

    *term* is the field's name for the quantity. A tuple, for terms come with their sources.
    """

    formula: str
    term: str
    source: str


class Answer(NamedTuple):
    """One named result: a number with the range that rounding leaves it, or a word.

    *likely* is a forecast range, where one is known: never the same thing as the rounding.
    """

    name: str
    kind: Kind
    value: Estimate | str
    working: Working | None = None
    likely: Range | None = None


class Column(NamedTuple):
    """One column of a table; *missing* is what people read where a cell has no value.

    *heading* is what they read above it where its name is too long, and *digits* how many they
    read after the point where its numbers earn fewer than their kind has.
    """

    name: str
    kind: Kind
    missing: str = ""
    heading: str = ""
    digits: int | None = None


class Table(NamedTuple):
    """A named table: one row of cells a line, in the order of its columns.

    *workings* tell, by the numbers of a row and a column, how that cell is worked out.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    workings: tuple[tuple[int, int, Working], ...] = ()


class Report(NamedTuple):
    """Everything a command has to say, in the order to say it.

    *summary* is a sentence with `{name}` where an answer or a figure stands. *headline* is
    the answer that `-q` gives. *left_out* tells, by name, why an answer has no value.
    *warnings* are doubts about what was typed, for the person who typed it. *says_no* is set
    where the question was one of yes or no and the answer is no, which a shell is told too.
    """

    command: str
    summary: str
    headline: str
    unit: str
    readings: Mapping[str, Reading]
    answers: tuple[Answer, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    left_out: Mapping[str, str]
    says_no: bool = False

    def answer(self, name: str) -> Answer:
        """Return the answer called *name*; `likely_low` and `likely_high` are the headline's.

        Raises DomainError where it was asked and has no value, InputError where there is none.
        """
        for answer in self.answers:
            if answer.name == name:
                return answer
            if answer.name == self.headline and answer.likely and name in LIKELY_ENDS:
                end = answer.likely.low if name == LIKELY_ENDS[0] else answer.likely.high
                return Answer(name, answer.kind, Estimate(end))
        for missing in (name, self.headline):  # without a headline there may be no other answer
            if missing in self.left_out:
                raise DomainError(self.left_out[missing])
        likely = LIKELY_ENDS if any(answer.likely for answer in self.answers) else ()
        names = ", ".join(
            [*(a.name for a in self.answers), *likely, *(t.name for t in self.tables)]
        )
        raise InputError(f"there is no answer {name!r} here: there are {names}")

    @property
    def decimals(self) -> int:
        """Most digits after the point that a level of the question was written with."""
        levels = [r.decimals for r in self.readings.values() if r.kind == "level"]
        return max(levels, default=0)

    def table(self, name: str) -> Table | None:
        """Return the table called *name*, if there is one."""
        return next((table for table in self.tables if table.name == name), None)
