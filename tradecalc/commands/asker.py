"""One question a row: what a command answers to it, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.commands.answerable import WHOLE, WITHOUT_RANGE, answers_of
from tradecalc.commands.plain import plain_question
from tradecalc.core.ranges import Estimate, finite
from tradecalc.errors import DomainError, TradecalcError
from tradecalc.inputs.numbers import without_point
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tradecalc.commands.plain import Plain, RowFormula
    from tradecalc.commands.seen import Seen
    from tradecalc.outputs.report import Answer, Report
    from tradecalc.outputs.rows import Value


class Answers(NamedTuple):
    """The answers to some rows: a column of values for each of the `Asker.names`.

    A value is None where its row does not have that answer. *errors* tell, by the place of a
    row, what is wrong with it.
    """

    columns: Sequence[Sequence[Value]]
    errors: Mapping[int, str]

    def unless(self, faults: Mapping[int, str]) -> Answers:
        """Return the same, but no answers to rows that have *faults*: those become their errors."""
        if not faults:
            return self
        columns = [
            [None if place in faults else value for place, value in enumerate(column)]
            for column in self.columns
        ]
        return Answers(columns, {**self.errors, **faults})


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks *command* one question a row, with the options in *held* the same for all of them.

    It gives the answers *picked*, or all. Without *rounded* every figure counts by its value.
    """

    command: str
    held: tuple[tuple[str, str], ...]
    picked: tuple[str, ...] = ()
    rounded: bool = False
    fractions: bool = False

    def names(self, fed: Collection[str]) -> tuple[str, ...]:
        """Return the names of a row's values in order: of answers and, if rounded, range ends."""
        return _shape(self, tuple(fed)).names

    def ask(
        self,
        columns: Mapping[str, str],
        texts: Mapping[str, Sequence[str]],
        count: int,
        seen: Seen,
    ) -> Answers:
        """Return the answers to *count* rows, whose *texts* stand under the options they feed.

        *columns* are what the user calls those. Rows of plain numbers are answered by the
        formulas alone, all others by the command as it answers anyone.
        """
        shape = _shape(self, tuple(columns))

        def asked(place: int) -> tuple[list[Value], str]:
            row = {option: cells[place] for option, cells in texts.items()}
            return self._asked(columns, row, shape.answers, seen)

        if shape.plain is None:
            return _row_by_row(repeat((None,), count), (), asked, len(shape.names))
        figures = shape.plain.figures(texts, dict(self.held), count, fractions=self.fractions)
        formulas = [shape.plain.formulas[name] for name in shape.answers]
        if "year" in texts:
            seen.ahead |= any(span is not None for span in figures[-1])
        if not any(None in column for column in figures):
            try:
                return Answers([[*map(formula, *figures)] for formula in formulas], {})
            except DomainError:
                pass  # some row has no answer: each for itself, then
        return _row_by_row(zip(*figures, strict=True), formulas, asked, len(shape.names))

    def _asked(
        self,
        columns: Mapping[str, str],
        texts: Mapping[str, str],
        answers: Sequence[str],
        seen: Seen,
    ) -> tuple[list[Value], str]:
        """Ask the command itself; *columns* are what messages call the figures in *texts*.

        Return the values of its answers, and why one that was asked for is not among them.
        """
        question = Question(
            rounded=self.rounded,
            fractions=self.fractions,
            exact=not self.rounded,
            answers_only=True,
        )
        question.called = dict(columns)
        written = {
            name: without_point(text) if name in WHOLE else text.strip()
            for name, text in texts.items()
        }
        given = {**dict(self.held), **{name: text for name, text in written.items() if text}}
        try:
            report = _command(self.command)(question, **_keywords(given))
            return self._values(report, answers, question.scale), self._lacking(report)
        finally:
            seen.look_at(question, columns)

    def _values(self, report: Report, answers: Sequence[str], scale: int) -> list[Value]:
        """Return the values of answers; levels in full, which a report counts in ten to *scale*."""
        by_name = report.by_name()
        values: list[Value] = []
        for name in answers:
            values += self._said(name, by_name, scale)
        return values

    def _lacking(self, report: Report) -> str:
        """Return why an answer that was asked for has no value; "" where all of them have one."""
        by_name = report.by_name()
        without_headline = report.left_out.get(report.headline, "")
        for name in self.picked or (report.headline,):
            # What rests on the headline is not tried where that has no value.
            rests_on = without_headline if name not in by_name else ""
            if why := report.left_out.get(name, rests_on):
                return why
        return ""

    def _said(self, name: str, by_name: Mapping[str, Answer], scale: int) -> list[Value]:
        """Return the value of an answer and, with rounding, the ends of its range."""
        found = by_name.get(name)
        shift = scale if found and found.kind == "level" else 0
        value = found.value if found else None
        numbers: list[Value] = [value if isinstance(value, str) else None, None, None]
        if isinstance(value, Estimate):
            ends = value.range
            known = (value.value, ends.low, ends.high) if ends else (value.value,)
            numbers[: len(known)] = [_in_full(number, shift) for number in known]
        return numbers if self.rounded and name not in WITHOUT_RANGE else numbers[:1]


class _Shape(NamedTuple):
    """Rows with the same options: their answers, what is said of them, how plainly."""

    answers: tuple[str, ...]
    names: tuple[str, ...]
    plain: Plain | None


@lru_cache(maxsize=64)
def _shape(asker: Asker, fed: tuple[str, ...]) -> _Shape:
    """Return what rows with the options in *fed* have in common."""
    given = {*fed, *dict(asker.held)}
    answers = asker.picked or answers_of(asker.command, given)
    if asker.rounded:
        return _Shape(answers, tuple(name for one in answers for name in _with_ends(one)), None)
    plain = plain_question(asker.command, given)
    is_plain = plain is not None and set(answers) <= plain.formulas.keys()
    return _Shape(answers, answers, plain if is_plain else None)


def _in_full(value: float, scale: int) -> float:
    """Return *value* times ten to *scale*, by moving the point in its digits: it rounds once."""
    if not scale:
        return value + 0
    digits, _, power = repr(value + 0).partition("e")
    return finite(float(f"{digits}e{int(power or 0) + scale}"))


def _with_ends(answer: str) -> tuple[str, ...]:
    """Return the names of an answer and, where it is a number, of the ends of its range."""
    return (answer,) if answer in WITHOUT_RANGE else (answer, f"{answer}_low", f"{answer}_high")


def _row_by_row(
    rows: Iterable[Sequence[float | None]],
    formulas: Sequence[RowFormula],
    asked: Callable[[int], tuple[list[Value], str]],
    width: int,
) -> Answers:
    """Return the answers to *rows* of figures, by *formulas* where all of them are there.

    Any other row is *asked*, by its number, and so is one for which a formula has no value: the
    command says why in its own words. An answer to a row has *width* values.
    """
    found: list[Sequence[Value]] = []
    errors: dict[int, str] = {}
    for place, figures in enumerate(rows):
        if None not in figures:
            try:
                found.append([formula(*figures) for formula in formulas])
            except DomainError:
                pass
            else:
                continue
        try:
            values, error = asked(place)
        except TradecalcError as refusal:
            values, error = [None] * width, str(refusal)
        found.append(values)
        if error:
            errors[place] = error
    return Answers([*zip(*found, strict=True)], errors)


@lru_cache
def _command(name: str) -> Callable[..., Report]:
    command: Callable[..., Report] = getattr(import_module(f"tradecalc.commands.{name}"), name)
    return command


def _keywords(given: Mapping[str, str]) -> dict[str, str]:
    return {"from_" if name == "from" else name: text for name, text in given.items()}
