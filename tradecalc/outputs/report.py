"""What a command answers: named results as data, with no thought of how they will look.

The classes are named tuples: every call defines them as it starts, and to define a dataclass
takes five times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.ranges import Estimate, Range
from tradecalc.errors import DomainError, InputError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.core.kinds import Kind
    from tradecalc.inputs.question import Reading
    from tradecalc.outputs.display import Direction
    from tradecalc.outputs.picture import Picture

Cell = Estimate | str | None
SCHEMA = 1  # of the JSON; a change that breaks a reader raises it
LIKELY_ENDS = ("likely_low", "likely_high")
ANSWERING = (  # the commands whose answer is a Report
    "growth",
    "target",
    "project",
    "track",
    "decompose",
    "check",
    "report",
    "backtest",
)


class Working(NamedTuple):
    """How an answer is worked out: a formula in the names of figures and answers, and its source.

    *term* is the field's name for the quantity. Term and source come last, for they are kept in
    pairs: `Working(formula, *CAGR)`.
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
    read after the point where its numbers earn fewer than their kind has. Where *against* names
    another column, people see a bar of the numbers too, with a mark where those of the other are.
    *toward* is "down" for low ends and "up" for high ones, which people read rounded outwards.
    """

    name: str
    kind: Kind
    missing: str = ""
    heading: str = ""
    digits: int | None = None
    against: str = ""
    toward: Direction = "nearest"


class Table(NamedTuple):
    """A named table: one row of cells a line, in the order of its columns.

    *workings* tell, by the numbers of a row and a column, how that cell is worked out. A table
    of unlike quantities has *kinds*: that of each row's numbers, whatever its column's is.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    workings: tuple[tuple[int, int, Working], ...] = ()
    kinds: tuple[Kind, ...] = ()

    def kind(self, row: int, column: int) -> Kind:
        """Return the kind of a cell by its place."""
        return self.kinds[row] if self.kinds else self.columns[column].kind


class Report(NamedTuple):
    """Everything a command has to say, in the order to say it.

    *summary* is a sentence with `{name}` where an answer or a figure stands. *headline* is
    the answer that `-q` gives. *left_out* tells, by name, why an answer has no value, or a table
    no place. *warnings* are doubts about what was typed, for the person who typed it. *says_no*
    is set where the question was one of yes or no and the answer is no, which a shell is told too.

    A report with *parts* is several put together under a *title*: its summary is a sentence a
    line, `{name.answer}` in it is a part's answer, and it has no headline of its own. *picture*
    is what a chart of it shows, where there is one.
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
    title: str = ""
    parts: tuple[Part, ...] = ()
    picture: Picture | None = None

    def part(self, name: str) -> tuple[Report, str]:
        """Return whose answer *name* is, and what it is called there: `track.verdict` is a part's.

        Raises InputError where a report of parts has no such part.
        """
        whole, _, rest = name.partition(".")
        for part in self.parts:
            if part.name == whole and rest:
                return part.report, rest
        if not self.parts or self.table(name):
            return self, name
        names = ", ".join([*(table.name for table in self.tables), *(p.name for p in self.parts)])
        first = self.parts[0]
        such = f"name a part and its answer, such as {first.name}.{first.report.headline}"
        if not name:
            raise InputError(f"a {self.command} of {names} has no one headline: {such}")
        raise InputError(
            f"there is no answer {quoted(name)} in a {self.command} of {names}: {such}"
        )

    def answer(self, name: str) -> Answer:
        """Return the answer *name*, which may be an end of a likely range.

        Raises DomainError where it was asked and has no value, InputError where there is none.
        """
        by_name = self.by_name()
        if name in by_name:
            return by_name[name]
        # An answer that follows from a headline left out has no value for the same reason.
        for missing in (name, self.headline):
            if missing in self.left_out:
                raise DomainError(self.left_out[missing])
        names = ", ".join([*by_name, *(table.name for table in self.tables)])
        raise InputError(f"there is no answer {quoted(name)} here: there are {names}")

    def by_name(self) -> dict[str, Answer]:
        """Return the answers by their names; the ends of a likely range are answers too."""
        found = {answer.name: answer for answer in self.answers}
        likely = next((answer for answer in self.answers if answer.likely), None)
        if likely and likely.likely:
            ends = (likely.likely.low, likely.likely.high)
            for name, end in zip(LIKELY_ENDS, ends, strict=True):
                found[name] = Answer(name, likely.kind, Estimate(end))
        return found

    @property
    def decimals(self) -> int:
        """Most digits after the point that a level of the question was written with."""
        levels = [r.decimals for r in self.readings.values() if r.kind == "level"]
        return max(levels, default=0)

    def table(self, name: str) -> Table | None:
        """Return the table called *name*, if there is one."""
        return next((table for table in self.tables if table.name == name), None)


class Part(NamedTuple):
    """A report within a report; *heading* is the question that it answers."""

    name: str
    heading: str
    report: Report
