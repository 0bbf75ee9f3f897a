"""A report in the making: formulas evaluated over a question's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.core.ranges import Estimate, Range, evaluate
from tradecalc.errors import DomainError
from tradecalc.outputs.report import Answer, Cell, Column, Report, Table, Working

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradecalc.core.feasible import Point
    from tradecalc.core.kinds import Kind
    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Question

LEAST: dict[Kind, float] = {"rate": -1.0, "years": 0.0}


class Draft:
    """A report in the making: a command adds to it what it works out, and files it.

    An answer that the figures do not have is left out with its reason, and becomes a note.
    Where the question is one of answers only, nothing is worked out for a table alone.
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
        corners: Sequence[Point] = (),
        /,
        **figures: float | Estimate,
    ) -> Estimate | None:
        """Add the answer *name*: *formula* evaluated over its *figures*, or *corners* of them."""
        try:
            estimate = _worked(kind, formula, figures, corners)
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

    def expect(self, name: str, likely: Range | None) -> None:
        """Give the answer *name* its forecast range, if there is one."""
        self.answers = [a._replace(likely=likely) if a.name == name else a for a in self.answers]

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        workings: Mapping[str, Working | list[Working]],
        *,
        explained: int = -1,
        kinds: Sequence[Kind] = (),
    ) -> None:
        """Add a table with the *workings* of its columns, and the *kinds* of unlike rows.

        One working is shown for the last row that has a value, or for the first where
        *explained* is 0, a list of them for each row.
        """
        found = []
        for k, column in enumerate(columns):
            filled = [n for n, row in enumerate(rows) if row[k] not in (None, "")]
            working = workings.get(column.name, [])
            if isinstance(working, list):
                found += [(n, k, working[n]) for n in filled if working]
            elif filled:
                found.append((filled[explained], k, working))
        cells = tuple(tuple(row) for row in rows)
        self.tables.append(Table(name, tuple(columns), cells, tuple(found), tuple(kinds)))

    def report(self, summary: str, *, headline: str, says_no: bool = False) -> Report:
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
            says_no=says_no,
        )


def cell(
    kind: Kind, formula: Formula, corners: Sequence[Point] = (), /, **figures: float | Estimate
) -> Estimate | None:
    """Return *formula* evaluated for a table's cell, or nothing where it has no value."""
    try:
        return _worked(kind, formula, figures, corners)
    except DomainError:
        return None


def _worked(
    kind: Kind,
    formula: Formula,
    figures: Mapping[str, float | Estimate],
    corners: Sequence[Point],
) -> Estimate:
    """Evaluate a formula over its figures, or where they may only be part of their box over that.

    *corners* are those of that part.
    """
    if not corners:
        return of_kind(kind, evaluate(formula, **figures))
    from tradecalc.core.feasible import evaluate_over  # noqa: PLC0415  few commands have corners

    return of_kind(kind, evaluate_over(formula, corners, **figures))


def of_kind(kind: Kind, estimate: Estimate) -> Estimate:
    """Return an estimate without a widening beyond what its kind can be.

    A rate of growth is not below -100 %, and a number of years not below none. A level may be
    below zero, because a change is one.
    """
    least = LEAST.get(kind)
    if estimate.range is None or least is None:
        return estimate
    low, high = estimate.range.low, estimate.range.high
    if estimate.value >= least > low >= least - 1e-12 * max(1.0, high):
        return Estimate(estimate.value, Range(least, high))
    return estimate
