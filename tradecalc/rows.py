"""A question a row: each row of a file, or of a library's caller, with its answers behind it.

Rows of plain numbers are answered by the declared formulas, a column at a time; any other row,
and one for which a formula has no value, is asked as a single question is.
"""

import builtins
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import lru_cache, partial
from importlib import import_module
from itertools import combinations
from typing import Any, NamedTuple

from tradecalc.core.ranges import Estimate, Missing, Open, finite, work_out
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import DomainError, InputError, TradecalcError, filled, quoted
from tradecalc.figures.number import LONGEST_FIGURE
from tradecalc.figures.reading import DOUBTED_BELOW, Input, Reading
from tradecalc.figures.records import Layout, Rows, as_bytes, open_rows, quoted_cell
from tradecalc.figures.sheet import listed, matching
from tradecalc.jobs import in_order
from tradecalc.questions.question import Question, Result, answer, ask, option_name, read

Value = float | str | None
Cells = dict[str, list[str]]  # of the columns that feed figures
Faults = dict[int, str]  # by the place of a row, why it lacks an answer
Doubts = dict[str, tuple[str, int]]  # by what is doubted: the first sentence, and in how many
# Rows with their answers, how many there were and failed, and what a strict reading stops at.
Outcome = tuple[bytes, int, int, Doubts, str]
# What is the same for all rows, formulas in order with the names they take, and the answers.
Plan = tuple[dict[str, Any], list[tuple[str, Callable[..., Any], Sequence[str]]], list[str]]

QUESTIONS = ("growth", "target", "project", "track", "decompose")
ROWS, RANGED_ROWS = 1 << 11, 1 << 6  # answered at once, so that answers come several times a second
COMMA, POINT = "decimal comma", "point in "  # a point is doubted where there are decimal commas
_DIGITS = str.maketrans("", "", "0123456789.\n")
_DECIMAL_COMMA = re.compile(r"^\d+,\d", re.MULTILINE)
_THREE_PLACES = re.compile(r"^[1-9]\d{0,2}\.\d{3}$", re.MULTILINE)


def answer_rows(
    rows: Iterable[Mapping[str, Any]],
    command: str,
    *,
    answers: Sequence[str] | str = (),
    map: Mapping[str, str] | None = None,  # noqa: A002  every option is called as on the command line
    rounded: bool = False,
    fractions: bool = False,
    **options: object,
) -> Iterator[dict[str, Any]]:
    """Answers to one question a row: each row as it was, then its answers, then its `error`.

    A key of a row named as a figure of *command* gives that figure, as text or number; *map* names
    another key for it, and *options* are the same for all rows. *answers* picks some. Rates are
    read in per cent, unless *fractions*, and answered as fractions; without *rounded* every figure
    counts by its value, with it each answer is followed by NAME_low and NAME_high. An answer that
    a row does not have is None, and so is the error of a row that is fine; one called as a key of
    the row is `answer_NAME`.

    Rows can be cut into parts, which answer alike. The iterator can be pickled.

    Raises InputError where the options cannot be those of any row.

    >>> row, = answer_rows([{"partner": "UZB", "base": 4}], "target", goal=10, year=2030,
    ...                    answers=["required_cagr"])
    >>> row["partner"], round(row["required_cagr"], 4), row["error"]
    ('UZB', 0.165, None)
    """
    held = {name: _text_of(value) for name, value in options.items() if value is not None}
    picked = answers if isinstance(answers, str) else ",".join(answers)
    reading = Reading(fractions=fractions, rounded=rounded)
    asked = _asked_of_rows(command, held, picked, (map or {}).items(), reading)
    return builtins.map(partial(_with_answers, asked), rows)


class RowSummary(NamedTuple):
    """How a file of rows went: *complaint* says why the answer to it all is no, "" for none."""

    doubts: list[str]
    notes: list[str]  # for a person alone
    complaint: str


def row_stream(
    question: Question,
    path: str,
    held: Mapping[str, str],
    write: Callable[[bytes, int], object],
    *,
    answers: str | None = None,
    renamed: Sequence[str] = (),
    rounded: bool = False,
    fractions: bool = False,
    strict: bool = False,
    jobs: int = 1,
) -> RowSummary:
    """Answer the rows of the file at *path* as they come, by so many processes as *jobs*.

    *write* is given whole rows, and how many there were so far. The figures *held* are the same
    for all of them, and *renamed* has entries `figure=column`.
    Raises InputError where the file cannot be read, or where its columns cannot ask the question.
    """
    entries = [entry.partition("=") for entry in renamed]
    if bare := [quoted(name) for name, sign, _ in entries if not sign]:
        remedy = "write NAME=COLUMN"
        raise InputError("names no column", figure="map", written=bare[0], remedy=remedy)
    mapped = [(name, column.strip()) for name, _, column in entries]
    reading = Reading(fractions=fractions, rounded=rounded, typed=True)
    asked = _asked_of_rows(question.name, held, answers, mapped, reading)
    layout, blocks = open_rows(path, RANGED_ROWS if rounded else ROWS)
    where, notes = "the member error", list[str]()
    if layout.separator:
        columns = _columns_of_table(asked, layout)
        where = f"the column {columns.names[-1]}"
        notes = [f"{option_name(n)} is {v} in every row." for n, v in columns.defaults.items()]
        write(as_bytes(layout.separator.join((layout.head, *columns.names)) + layout.eol), 0)
    rows = failed = 0
    complaint, doubts = "", dict[str, tuple[str, int]]()
    with closing(in_order(blocks, partial(_answer_block, asked, layout, strict), jobs)) as outcomes:
        for data, answered, lacking, more, complaint in outcomes:
            rows, failed = rows + answered, failed + lacking
            for key, (sentence, times) in more.items():
                _count(doubts, key, sentence, times)
            write(data, rows)
            if complaint:
                break
    if failed and not complaint:
        lack = "row lacks" if rows == 1 else "rows lacks" if failed == 1 else "rows lack"
        complaint = f"{failed:,} of {rows:,} {lack} an answer: {where} says why"
    told = [
        f"{sentence.removesuffix('.')} ({times:,} {'row' if times == 1 else 'rows'})."
        for key, (sentence, times) in doubts.items()
        if sentence and not (key.startswith(POINT) and COMMA not in doubts)
    ]
    return RowSummary(told, notes, complaint)


def _count(doubts: Doubts, key: str, sentence: str, times: int = 1) -> None:
    first, before = doubts.get(key, (sentence, 0))
    doubts[key] = first, before + times


class _Asked(NamedTuple):
    """A question of many rows: the figures held for all of them, and the columns renamed."""

    command: str
    held: tuple[tuple[str, str], ...]
    picked: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    rounded: bool
    fractions: bool

    def given(self, fed: Iterable[str]) -> frozenset[str]:
        """Return the figures of a row of which columns feed some."""
        return frozenset((*fed, *dict(self.held)))


def _asked_of_rows(
    command: str,
    held: Mapping[str, str],
    answers: str | None,
    renamed: Iterable[tuple[str, str]],
    reading: Reading,
) -> _Asked:
    """Return the question, where it can be asked of some row; *reading* reads what is held."""
    if command not in QUESTIONS:
        rule = "rows cannot be asked of {command}: there are {names}"
        raise InputError(rule, command=quoted(command), names=", ".join(QUESTIONS))
    question = _question(command)
    fixed = {_figure_name(name): text for name, text in held.items()}
    mapped = {_figure_name(name): column for name, column in renamed}
    for name in (*fixed, *mapped):
        if name not in question.row_figures:
            rule, names = "{name} has no place in rows: there are {names}", question.row_figures
            raise InputError(rule, name=quoted(name), names=", ".join(names))
        if name in fixed and mapped.get(name):
            rule = f"{{--{name}}} holds for all rows, and {{--map}} names a column for it"
            raise InputError(rule, remedy="drop one")
    read(question, fixed, reading)
    there = [name for name, declared in question.answers.items() if declared.shown]
    picked = [name.strip().replace("-", "_") for name in answers.split(",")] if answers else []
    for k, name in enumerate(picked):
        if name not in there or name in picked[:k]:
            rule = "names {name} twice" if name in there else "has no {name}: there are {names}"
            fields = {"name": quoted(name), "names": ", ".join(there)}
            raise InputError(rule, figure="answers", written=quoted(answers or ""), **fields)
    same = tuple(fixed.items()), tuple(picked), tuple(mapped.items())
    return _Asked(command, *same, reading.rounded, reading.fractions)


@lru_cache
def _question(command: str) -> Question:
    found: Question = getattr(import_module(f"tradecalc.questions.{command}"), command.upper())
    return found


def _figure_name(name: str) -> str:
    """Return a column's or an option's name as Python has it: prior_year for `Prior year`."""
    return re.sub("[-_ ]+", "_", name.strip().casefold()).strip("_")


def _text_of(value: object) -> str:
    """Return a figure as it would be written, "" for one that is missing."""
    if isinstance(value, str):
        return value
    # As data frames have it, what is missing is not equal to itself; pandas' NA, or a Decimal
    # that signals, cannot say.
    with suppress(ArithmeticError, TypeError, ValueError):
        if value is None or value != value:  # noqa: PLR0124  so says what is missing
            return ""
        return repr(float(value)) if isinstance(value, float) else str(value)
    # Python writes out no more than 4,300 digits of a whole number.
    return "a number of too many digits" if isinstance(value, int) else ""


@lru_cache(maxsize=1024)
def _example(command: str, given: frozenset[str]) -> Result | None:
    """Return what examples of the figures *given* come to, None where they are no question."""
    question = _question(command)
    with suppress(TradecalcError):
        return ask(question, {name: question.figures[name].example for name in given}, tables=False)
    return None


def _defaults(inputs: Mapping[str, Input]) -> dict[str, Any]:
    """Return the figures that were not written, and what was taken for them."""
    return {n: one.estimate.value for n, one in inputs.items() if one.estimate and not one.written}


@lru_cache(maxsize=64)
def _answers_of(asked: _Asked, fed: tuple[str, ...]) -> list[str]:
    """Return the answers that a row may have to the figures *fed*, any of which may be empty."""
    found: set[str] = set()
    for size in range(len(fed), -1, -1):  # as long as that finds more answers
        before = len(found)
        for some in combinations(fed, size):
            example = _example(asked.command, asked.given(some))
            found.update(example.answers if example else ())
        if found and len(found) == before:
            break
    declared = _question(asked.command).answers
    return [name for name in declared if name in found and declared[name].shown]


class _Columns:
    """The columns of some rows: which figures they feed, and how rows with them are answered.

    *names* are those of the answers, of their ends and of the error; none is a column's.
    """

    def __init__(self, asked: _Asked, header: tuple[str, ...]) -> None:
        self.asked, self.question = asked, _question(asked.command)
        self.places: dict[str, int] = {}
        self.fault: InputError | None = None
        try:
            self.places = _places(asked, header)
        except InputError as error:
            self.fault = error
        self.called = {name: header[place] for name, place in self.places.items()}
        self.answers = asked.picked or _answers_of(asked, tuple(self.places))
        taken = {column.casefold() for column in header}
        self.names: list[str] = []
        for name in self.answers:
            ends = ("", "_low", "_high") if self._has_ends(name) else ("",)
            self.names += [_free(name + end, taken) for end in ends]
        self.names.append(_free("error", taken))
        example = _example(asked.command, asked.given(self.places))
        self.defaults = _defaults(example.inputs) if example else {}
        self.plan = self._plan(example) if example and not asked.rounded else None

    def _has_ends(self, name: str) -> bool:
        """Whether rounding can move an answer, and is asked for."""
        declared = self.question.answers[name]
        is_fixed = declared.point or declared.kind in ("word", "text")
        return self.asked.rounded and not is_fixed

    def _plan(self, example: Result) -> Plan | None:
        """Return how plain numbers are answered, where formulas take all figures to all answers."""
        first, last = self.question.span
        known = _defaults(example.inputs)
        known |= {name: _number(self.asked, name, text) for name, text in self.asked.held}
        there, used = {*known, *self.places}, {first, last}
        years = (_years_between, (first, last)), (_years_from, (first, "years"))
        formulas: list[Any] = [("years", *one) for one in years if there.issuperset(one[1])][:1]
        there |= {name for name, _, _ in formulas}
        for name, declared in self.question.answers.items():
            takes, by = declared.takes, declared.by
            if by and declared.is_for(example.taken.get("solved", "")) and there.issuperset(takes):
                used.update(takes)
                if name not in there:
                    formula = partial(_or_none, by) if declared.optional else by
                    formulas.append((name, formula, takes))
                    there.add(name)
        wanted = [name if name in example.answers else "" for name in self.answers]
        is_enough = used.issuperset(self.asked.given(self.places)) and {*wanted} <= {*there, ""}
        if not first or not is_enough or None in known.values():
            return None
        needed = {"years", *wanted}
        for name, _, takes in reversed(formulas):
            needed.update(takes if name in needed else ())
        return known, [one for one in formulas if one[0] in needed], wanted

    def named(self, figure: str) -> str:
        """Return what messages call a figure: its column, or else its option."""
        return f"column {self.called[figure]}" if figure in self.called else option_name(figure)

    def answer(
        self, cells: Cells, faults: Faults, count: int, doubts: Doubts
    ) -> tuple[list[Sequence[Value]], Faults]:
        """Return the answers to *count* rows, a column each, and why rows lack some."""
        if self.fault:
            faults = dict.fromkeys(range(count), self.fault.sentence(self.named)) | faults
        numbers = {n: _numbers(self.asked, n, c) for n, c in cells.items()} if self.plan else {}
        if not faults and (columns := self._by_plan(numbers, count)):
            return columns, {}
        rows: list[Sequence[Value]] = []
        errors = dict(faults)
        for k in range(count):
            own = {name: column[k : k + 1] for name, column in numbers.items()}
            if k in faults:
                rows.append([None] * (len(self.names) - 1))
            elif columns := self._by_plan(own, 1):
                rows.append([column[0] for column in columns])
            else:
                values, why = self._ask({name: c[k] for name, c in cells.items()}, doubts)
                rows.append(values)
                errors |= {k: why} if why else {}
        return list(zip(*rows, strict=True)), errors

    def _by_plan(self, numbers: dict[str, list[Any]], count: int) -> list[Sequence[Value]]:
        """Return the answers to rows of plain numbers; none where some row is no such."""
        if self.plan is None or any(None in column for column in numbers.values()):
            return []
        known, formulas, answers = self.plan
        found = {name: [value] * count for name, value in known.items()} | numbers
        try:
            for name, formula, takes in formulas:
                found[name] = [*map(formula, *(found[taken] for taken in takes))]
        except DomainError:
            return []
        return [found[name] if name else [None] * count for name in answers]

    def _ask(self, row: dict[str, str], doubts: Doubts) -> tuple[list[Value], str]:
        """Ask a row as a single question; return its values, and why it lacks an answer."""
        given = dict(self.asked.held) | {name: text for name, text in row.items() if text.strip()}
        rounded, fractions = self.asked.rounded, self.asked.fractions
        reading = Reading(rounded=rounded, fractions=fractions, exact=not rounded)
        try:
            result = answer(self.question, reading, given, tables=False)
            values = [one for name in self.answers for one in self._values(result, name)]
            return values, self._lacking(result)
        except TradecalcError as error:
            why, empty = error.sentence(self.named), self._lacked(given, row)
            if empty and not error.figure:
                names = " and ".join(map(self.named, empty))
                why = f"{names} {'is' if len(empty) == 1 else 'are'} empty"
            return [None] * (len(self.names) - 1), why
        finally:
            self._doubt(reading, doubts)

    def _lacked(self, given: Iterable[str], row: Mapping[str, str]) -> list[str]:
        """Return which of the empty figures of a *row* it has to have beside those *given*."""
        there, every = frozenset(given), frozenset((*given, *row))
        empty = [name for name in self.question.figures if name in row and name not in there]
        if _example(self.asked.command, every):
            return [name for name in empty if not _example(self.asked.command, every - {name})]
        return [name for name in empty if _example(self.asked.command, there | {name})]

    def _values(self, result: Result, name: str) -> Sequence[Value]:
        """Return the value of an answer and, with rounding, its ends; levels in full."""
        found = result.answers.get(name)
        values: Sequence[Any] = (found if isinstance(found, str) else None, None, None)
        if isinstance(found, Estimate | Open):
            values = (found.value, *(found.range or (None, None)))
        if self.question.answers[name].kind == "level":
            values = [_in_full(value, result.scale) for value in values]
        return values if self._has_ends(name) else values[:1]

    def _lacking(self, result: Result) -> str:
        """Return why an answer that was asked for has no value; "" where all of them have one."""
        for name in self.asked.picked or (result.headline,):
            found = result.answers.get(name)
            if found is None or self.question.answers[name].optional:
                found = result.answers.get(result.headline)  # what rests on it goes with it
            if isinstance(found, Missing):
                return found.why.sentence(self.named)
        return ""

    def _doubt(self, reading: Reading, doubts: Doubts) -> None:
        for name, note in reading.doubts.items():
            _count(doubts, self.named(name), filled(note.template, note.fields, self.named))
        for name, value in _defaults(reading.inputs).items():
            if name in self.called:
                said = f"where {self.named(name)} is empty, {value} is taken."
                _count(doubts, f"{self.named(name)} is empty", said)
        if reading.marks_ignored:
            said = "what a mark as in 4+ leaves open is not counted: add --rounded."
            _count(doubts, "marks", said)


_columns = lru_cache(maxsize=64)(_Columns)


def _columns_of_table(asked: _Asked, layout: Layout) -> _Columns:
    """Return the columns of a table, which must be enough for what is asked."""
    columns, source = _columns(asked, layout.header), layout.source
    if columns.fault:
        raise columns.fault
    there = _answers_of(asked, tuple(columns.places))
    if not columns.places or not there:
        rule = "{source} has no columns that make a question: there are {columns}"
        remedy = "name some {names}, or add {--map} NAME=COLUMN"
        names, header = ", ".join(columns.question.row_figures), listed(layout.header)
        raise InputError(rule, remedy=remedy, source=source, names=names, columns=header)
    if gone := [name for name in asked.picked if name not in there]:
        rule = "{source}: such rows have no {gone}: there are {names}"
        raise InputError(rule, source=source, gone=listed(gone), names=", ".join(there))
    return columns


def _free(name: str, taken: set[str]) -> str:
    """Return a *name* for an answer that is not *taken*, and take it."""
    while name.casefold() in taken:
        name = f"answer_{name}"
    taken.add(name.casefold())
    return name


def _places(asked: _Asked, header: tuple[str, ...]) -> dict[str, int]:
    """Return the place of the column that feeds each figure.

    Raises InputError where a column is not there, or two would feed one figure.
    """
    question, held, found = _question(asked.command), dict(asked.held), dict[str, int]()
    for name, column in asked.renamed:
        places = matching(column, header) if column else []
        if column and len(places) != 1:
            rule = "{times} columns are called {column}: there are {names}"
            fields = {"column": quoted(column), "names": listed(header)}
            raise InputError(rule, times=len(places) or "no", **fields)
        found.update((name, place) for place in places)
    ends = [name for name in question.span if name not in question.defaults]
    same = ends if "years" in held else ["years"] if held.keys() & ends else []  # one fact twice
    left = {*question.row_figures}.difference(dict(asked.renamed), held, same)
    mapped = {*found.values()}
    for place, name in enumerate(map(_figure_name, header)):
        if name in left and place not in mapped:
            if name in found:
                rule = f"columns {{one}} and {{other}} would both feed {{--{name}}}"
                fields = {"one": quoted(header[found[name]]), "other": quoted(header[place])}
                raise InputError(rule, remedy="choose with {--map}, or rename one", **fields)
            found[name] = place
    return found


def _or_none(formula: Callable[..., Any], *figures: float) -> Value:
    found = work_out(formula, *figures)
    return None if isinstance(found, Missing) else found


def _years_between(first: int, last: int) -> int:
    if not first < last <= LATEST_YEAR:
        raise DomainError("there are no such years")
    return last - first


def _years_from(first: int, years: int) -> int:
    return _years_between(first, first + years)


def _numbers(asked: _Asked, name: str, cells: list[str]) -> list[Any]:
    """Return the figures in *cells*, None for one that has to be read beside others, or refused."""
    kind, joined = _question(asked.command).figures[name].kind, "\n".join(cells) + "\n"
    shift = "e-2" if kind == "rate" and not asked.fractions else ""
    # Digits and points alone, for a whole column: a tenth of the time that a pattern takes.
    is_plain = not joined.translate(_DIGITS) and ".\n" not in joined
    if is_plain and kind in ("level", "rate") and len(max(cells, key=len)) <= LONGEST_FIGURE:
        with suppress(ValueError):  # an empty cell, or two points
            found = [float(cell + shift) for cell in cells] if shift else [*map(float, cells)]
            if not shift or min(found) >= DOUBTED_BELOW:
                return found
    known = {cell: _number(asked, name, cell) for cell in {*cells}}
    return [known[cell] for cell in cells]


@lru_cache(maxsize=1 << 14)
def _number(asked: _Asked, name: str, text: str) -> float | None:
    """Return a figure that is read alike whatever stands beside it, and that nobody doubts."""
    reading = Reading(fractions=asked.fractions, exact=True)
    with suppress(TradecalcError):
        read(_question(asked.command), {name: text}, reading)
        if not (reading.unit or reading.doubts or reading.marks_ignored):
            value: float = reading[name]
            return value
    return None


def _in_full(value: float | None, scale: int) -> Value:
    """Return *value* times ten to *scale*, by moving the point in its digits: it rounds once."""
    if value is None or not scale:
        return value
    digits, _, power = repr(value).partition("e")
    return finite(float(f"{digits}e{int(power or 0) + scale}"))


def _with_answers(asked: _Asked, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its answers and its error behind it."""
    columns, members = _columns(asked, tuple(map(str, row))), [*row.values()]
    cells = {name: [_text_of(members[place])] for name, place in columns.places.items()}
    values, errors = columns.answer(cells, {}, 1, {})
    said = [*(value for (value,) in values), errors.get(0)]
    return {**row, **dict(zip(columns.names, said, strict=True))}


def _answer_block(asked: _Asked, layout: Layout, strict: bool, rows: Rows) -> Outcome:
    """Return rows with their answers, where reading is *strict* those before an error."""
    is_table, count, doubts = bool(layout.separator), len(rows), dict[str, tuple[str, int]]()
    columns = _columns(asked, layout.header if is_table else tuple(rows[0][2]))
    members = [row[2] if is_table else [*map(_text_of, row[2].values())] for row in rows]
    cells = {name: [one[place] for one in members] for name, place in columns.places.items()}
    faults = {k: row[3] for k, row in enumerate(rows) if row[3]}
    values, errors = columns.answer(cells, faults, count, doubts)
    if is_table:  # a row of empty cells, as spreadsheets leave behind, asks nothing
        errors = {k: why for k, why in errors.items() if k in faults or any(members[k])}
    end, stop = min(errors, default=count) if strict else count, ""
    if end + 1 < count:
        return _answer_block(asked, layout, strict, rows[: end + 1])
    if end < count:
        stop = f"{layout.source}, line {rows[end][1]}: {errors[end]}"
    if layout.separator not in ("", ","):
        _look_for_points(columns, cells, doubts)
    written, whys = [row[0] for row in rows], [errors.get(k) for k in range(count)]
    if is_table:
        texts = [["" if v is None else str(v) for v in column] for column in values]
        ends = [(quoted_cell(why) if why else "") + layout.eol for why in whys]
        lines = [*map(layout.separator.join, zip(written, *texts, ends, strict=True))]
    else:
        lines = []
        for begun, *said in zip(written, *values, whys, strict=True):
            more = json.dumps(dict(zip(columns.names, said, strict=True)), ensure_ascii=False)[1:]
            head = begun[:-1].rstrip()
            lines.append(f"{head}{'' if head == '{' else ', '}{more}\n")
    return as_bytes("".join(lines[:end])), count, len(errors), doubts, stop


def _look_for_points(columns: _Columns, cells: Cells, doubts: Doubts) -> None:
    """Count points that may group thousands, as decimal commas beside them make likely."""
    for name, column in cells.items():
        joined = "\n".join(column)
        if _DECIMAL_COMMA.search(joined):
            doubts[COMMA] = "", 0
        if found := _THREE_PLACES.findall(joined):
            said = f"{columns.named(name)} holds {found[0]}, read as below a thousand, among"
            _count(doubts, POINT + name, f"{said} decimal commas.", len(found))
