"""A report in the making: formulas evaluated over a question's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.core.ranges import Estimate, Range, evaluate
from tradecalc.errors import DomainError
from tradecalc.outputs.report import Answer, Cell, Column, Report, Table, Working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Kind, Question


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
        if kind in ("rate", "years") and estimate.range:
            # No widening takes a rate of growth below -100 %, or a number of years below none.
            least = -1.0 if kind == "rate" else 0.0
            low = max(estimate.range.low, min(least, estimate.value))
            estimate = Estimate(estimate.value, Range(low, estimate.range.high))
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
