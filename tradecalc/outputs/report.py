"""What a command answers: named results as data, with no thought of how they will look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.ranges import Estimate, Range, evaluate
from tradecalc.errors import DomainError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Kind, Question, Reading

Cell = Estimate | str | None


class Working(NamedTuple):
    """How an answer is worked out: a formula in the names of figures and answers, and its source.

    *term* is the field's name for the quantity. A tuple, for terms come with their sources.
    """

    formula: str
    term: str
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One named result: a number with the range that rounding leaves it, or a word.

    *likely* is a forecast range, where one is known: never the same thing as the rounding.
    """

    name: str
    kind: Kind
    value: Estimate | str
    working: Working | None = None
    likely: Range | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; *missing* is what people read where a cell has no value."""

    name: str
    kind: Kind
    missing: str = ""
    working: Working | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: one row of cells a line, in the order of its columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a command has to say, in the order to say it.

    *summary* is a sentence with `{name}` where an answer or a figure stands. *headline* is
    the answer that `-q` gives. *left_out* tells, by name, why an answer has no value.
    *warnings* are doubts about what was typed, for the person who typed it.
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

    def answer(self, name: str) -> Answer:
        """Return the answer called *name*.

        Raises DomainError where it was asked and has no value, InputError where there is none.
        """
        for answer in self.answers:
            if answer.name == name:
                return answer
        if name in self.left_out:
            raise DomainError(self.left_out[name])
        names = ", ".join([a.name for a in self.answers] + [t.name for t in self.tables])
        raise InputError(f"there is no answer {name!r} here: there are {names}")

    def table(self, name: str) -> Table | None:
        """Return the table called *name*, if there is one."""
        return next((table for table in self.tables if table.name == name), None)


class Draft:
    """A report in the making: a command adds to it what it works out, and files it.

    An answer that the figures do not have is left out with its reason, and becomes a note.
    """

    def __init__(self, command: str, question: Question) -> None:
        """Start the report of *command* on the figures of *question*."""
        self.command = command
        self.question = question
        self.answers: list[Answer] = []
        self.tables: list[Table] = []
        self.notes: list[str] = []
        self.left_out: dict[str, str] = {}

    def work_out(
        self,
        name: str,
        kind: Kind,
        formula: Formula,
        working: Working | None = None,
        /,
        **figures: float | Estimate,
    ) -> Estimate | None:
        """Add the answer *name*: *formula* evaluated over its *figures*."""
        try:
            estimate = evaluate(formula, **figures)
        except DomainError as error:
            self.left_out[name] = str(error)
            return None
        self.add(name, kind, estimate, working)
        return estimate

    def add(
        self, name: str, kind: Kind, value: Estimate | str, working: Working | None = None
    ) -> None:
        """Add an answer that is known already."""
        self.answers.append(Answer(name, kind, value, working))

    def table(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table."""
        self.tables.append(Table(name, tuple(columns), tuple(tuple(row) for row in rows)))

    def report(self, summary: str, *, headline: str) -> Report:
        """File the report under its *headline*."""
        question = self.question
        reasons = [f"{name} is left out: {why}." for name, why in self.left_out.items()]
        return Report(
            command=self.command,
            summary=summary,
            headline=headline,
            unit=question.unit,
            readings=dict(question.readings),
            answers=tuple(self.answers),
            tables=tuple(self.tables),
            notes=(*self.notes, *reasons),
            warnings=tuple(question.warnings),
            left_out=dict(self.left_out),
        )


def cell(formula: Formula, /, **figures: float | Estimate) -> Estimate | None:
    """Return *formula* evaluated for a table's cell, or nothing where it has no value."""
    try:
        return evaluate(formula, **figures)
    except DomainError:
        return None
