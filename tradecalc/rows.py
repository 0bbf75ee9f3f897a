"""One question a row: each row of a file, or from Python, is followed by its answers.

Rows of plain numbers are answered by the declared formulas, a column at a time. Any other row,
and one for which a formula has no value, is asked like a single question.
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

from tradecalc.core.ranges import Estimate, Missing, Open, Range, finite, work_out
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import DomainError, InputError, TradecalcError, filled, listed, meant, quoted
from tradecalc.figures.layout import place_of
from tradecalc.figures.number import LONGEST_FIGURE
from tradecalc.figures.reading import DOUBTED_BELOW, Input, Reading
from tradecalc.figures.records import Layout, Rows, as_bytes, open_rows, quoted_cell
from tradecalc.figures.vocabulary import read_words
from tradecalc.jobs import in_order
from tradecalc.questions.question import Question, Result, answer, ask, option_name, read

Value = float | str | None
Cells = dict[str, list[str]]  # the columns of figures
Faults = dict[int, str]  # why rows lack an answer, by their places
Doubts = dict[str, tuple[str, int]]  # by subject, the first sentence and how many rows it is of
# Rows with their answers, how many there were, how many failed, and the error of a strict reading.
Outcome = tuple[Any, int, int, Doubts, str]
# The figures common to all rows, formulas in order with the names they take, and the answers.
Plan = tuple[dict[str, Any], list[tuple[str, Callable[..., Any], Sequence[str]]], list[str]]

QUESTIONS = ("growth", "target", "project", "track", "decompose")
ROWS, RANGED_ROWS = 1 << 11, 1 << 6  # answered at once, so that answers come several times a second
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

    A row's key gives the figure of *command* with that name, as text or number; *map* names another
    key for a figure, and *options* are the same for all rows. *answers* picks some. Rates are read
    in per cent, unless *fractions*, and answered as fractions. With *rounded* each answer is
    followed by NAME_low and NAME_high; without it every figure is exact. An answer that a row does
    not have is None, and so is the error of a row that is fine. Where a row has a key of an
    answer's name, the answer is `answer_NAME`.

    Rows can be cut into parts, which answer alike. The iterator can be pickled.

    Raises InputError for options that no row can have.

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


class AnsweredRow(NamedTuple):
    """A row with its *line*, its *cells* by column, its *answers*, and *why* it lacks one.

    Columns that feed a figure are *fed*. A range with ends in the answers is an Estimate. Levels
    are in full; *scale* and *currency* are those that the row's figures were written in.
    """

    line: int
    cells: dict[str, str]
    fed: frozenset[str]
    answers: dict[str, Any]
    why: str
    scale: int
    currency: str


class RowSummary(NamedTuple):
    """How a file of rows went: *complaint* tells what failed, "" for nothing."""

    doubts: list[str]
    notes: list[str]  # for people only
    complaint: str


def row_stream(
    question: Question,
    path: str,
    held: Mapping[str, str],
    write: Callable[[Any, int], object],
    *,
    as_written: bool = True,
    answers: str | None = None,
    renamed: Sequence[str] = (),
    rounded: bool = False,
    fractions: bool = False,
    strict: bool = False,
    jobs: int = 1,
) -> RowSummary:
    """Answer the rows of the file at *path* as they arrive, with as many processes as *jobs*.

    *write* takes whole rows, as bytes *as_written* or as AnsweredRows, and their number so far.
    The figures *held* are the same for all rows, and *renamed* has entries `figure=column`.
    Raises InputError where the file cannot be read, or its columns do not suffice.
    """
    entries = [entry.partition("=") for entry in renamed]
    if bare := [quoted(name) for name, sign, _ in entries if not sign]:
        raise InputError("must be NAME=COLUMN, not {written}", figure="map", written=bare[0])
    mapped = [(name, column.strip()) for name, _, column in entries]
    reading = Reading(fractions=fractions, rounded=rounded, typed=True)
    asked = _asked_of_rows(question.name, held, answers, mapped, reading)
    layout, blocks = open_rows(path, RANGED_ROWS if rounded else ROWS)
    notes = list[str]()
    if layout.separator:
        columns = _columns_of_table(asked, layout)
        notes = [f"{option_name(n)} is {v} in every row." for n, v in columns.defaults.items()]
        if as_written:
            write(as_bytes(layout.separator.join((layout.head, *columns.names)) + layout.eol), 0)
    rows = failed = 0
    complaint, doubts = "", dict[str, tuple[str, int]]()
    work = partial(_answer_block, asked, layout, strict, as_written)
    with closing(in_order(blocks, work, jobs)) as outcomes:
        for data, answered, lacking, more, complaint in outcomes:
            rows, failed = rows + answered, failed + lacking
            for key, (sentence, times) in more.items():
                _count(doubts, key, sentence, times)
            write(data, rows)
            if complaint:
                break
    if failed and not complaint:
        complaint = f"no answer for {failed:,} of {rows:,} rows"
        complaint += ": their error says why" if as_written else ""
    told = [
        f"{sentence.removesuffix('.')} ({times:,} {'row' if times == 1 else 'rows'})."
        for sentence, times in doubts.values()
    ]
    return RowSummary(told, notes, complaint)


def _count(doubts: Doubts, key: str, sentence: str, times: int = 1) -> None:
    first, before = doubts.get(key, (sentence, 0))
    doubts[key] = first, before + times


class _Asked(NamedTuple):
    """A question about many rows: the figures held for all of them, and the columns renamed."""

    command: str
    held: tuple[tuple[str, str], ...]
    picked: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    rounded: bool
    fractions: bool


def _asked_of_rows(
    command: str,
    held: Mapping[str, str],
    answers: str | None,
    renamed: Iterable[tuple[str, str]],
    reading: Reading,
) -> _Asked:
    """Check what is the same for all rows, and return it; *reading* reads the figures *held*."""
    if command not in QUESTIONS:
        remedy = meant(command, QUESTIONS)
        raise InputError("{command} takes no rows", command=quoted(command), remedy=remedy)
    question = _question(command)
    fixed = {_figure_name(name): text for name, text in held.items()}
    mapped = {_figure_name(name): column for name, column in renamed}
    for name in (*fixed, *mapped):
        if name not in question.row_figures:
            remedy = meant(name, question.row_figures)
            raise InputError("rows have no figure {name}", name=quoted(name), remedy=remedy)
        if name in fixed and mapped.get(name):
            raise InputError("is given for all rows and by {--map}", figure=name, remedy="drop one")
    read(question, fixed, reading)
    there = [name for name, declared in question.answers.items() if declared.shown]
    names = answers.split(",") if answers else ()
    picked = dict.fromkeys(Reading().word("answers", name, there) for name in names)
    same = tuple(fixed.items()), tuple(picked), tuple(mapped.items())
    return _Asked(command, *same, reading.rounded, reading.fractions)


@lru_cache
def _question(command: str) -> Question:
    found: Question = getattr(import_module(f"tradecalc.questions.{command}"), command.upper())
    return found


def _figure_name(name: str) -> str:
    """Return the Python name of a column or an option: prior_year for `Prior year`."""
    return re.sub("[-_ ]+", "_", name.strip().casefold()).strip("_")


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return value
    # In data frames what is missing is not equal to itself; pandas' NA, or a signalling Decimal,
    # raises.
    with suppress(ArithmeticError, TypeError, ValueError):
        if value is None or value != value:  # noqa: PLR0124  so says what is missing
            return ""
        return repr(float(value)) if isinstance(value, float) else str(value)
    # Python writes out no more than 4,300 digits of a whole number.
    return "a number of too many digits" if isinstance(value, int) else ""


@lru_cache(maxsize=1024)
def _example(asked: _Asked, *fed: str) -> Result | None:
    """Return the result for examples of figures *fed* and held; None if they do not suffice."""
    question = _question(asked.command)
    given = {name: question.figures[name].example for name in (*dict(asked.held), *fed)}
    with suppress(TradecalcError):
        return ask(question, given, tables=False)
    return None


def _defaults(inputs: Mapping[str, Input]) -> dict[str, Any]:
    """Return the figures that were not written, with their defaults."""
    return {n: one.estimate.value for n, one in inputs.items() if one.estimate and not one.written}


@lru_cache(maxsize=64)
def _answers_of(asked: _Asked, fed: tuple[str, ...]) -> list[str]:
    """Return the answers that a row may have, where any of the figures *fed* may be empty."""
    found: set[str] = set()
    for size in range(len(fed), -1, -1):  # as long as that finds more answers
        before = len(found)
        for some in combinations(fed, size):
            example = _example(asked, *some)
            found.update(example.answers if example else ())
        if found and len(found) == before:
            break
    declared = _question(asked.command).answers
    return [name for name in declared if name in found and declared[name].shown]


class _Columns:
    """The columns of some rows: which figures they feed, and how such rows are answered.

    *names* are the new columns: the answers, their ends and the error.
    """

    def __init__(self, asked: _Asked, header: tuple[str, ...]) -> None:
        self.asked, self.question = asked, _question(asked.command)
        times = [header[:place].count(name) for place, name in enumerate(header)]
        self.keys = [
            f"{name} ({k + 1})" if k else name for name, k in zip(header, times, strict=True)
        ]
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
        example = _example(asked, *self.places)
        self.defaults = _defaults(example.inputs) if example else {}
        self.plan = self._plan(example) if example and not asked.rounded else None

    def _has_ends(self, name: str) -> bool:
        """Whether rounding can move an answer, and is asked for."""
        declared = self.question.answers[name]
        is_fixed = declared.point or (declared.kind in ("word", "text") and not declared.step)
        return self.asked.rounded and not is_fixed

    def _plan(self, example: Result) -> Plan | None:
        """Return how plain numbers are answered; None where formulas alone cannot do it."""
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
        is_enough = used.issuperset((*self.places, *dict(self.asked.held))) and {*wanted} <= {
            *there,
            "",
        }
        if not first or not is_enough or None in known.values():
            return None
        needed = {"years", *wanted}
        for name, _, takes in reversed(formulas):
            needed.update(takes if name in needed else ())
        return known, [one for one in formulas if one[0] in needed], wanted

    def named(self, figure: str) -> str:
        """Return a figure's name in messages: its column, or else its option."""
        return f"column {self.called[figure]}" if figure in self.called else option_name(figure)

    def answer(
        self, cells: Cells, faults: Faults, count: int, doubts: Doubts
    ) -> tuple[list[Sequence[Value]], Faults]:
        """Return the answers to *count* rows, column by column, and why rows lack some."""
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

    def answered(
        self, line: int, cells: Sequence[str], values: Sequence[Value], why: str | None
    ) -> AnsweredRow:
        """Return a row with its cells and answers by their names."""
        found, left = dict[str, Any](), iter(values)
        for name in self.answers:
            found[name] = next(left, None)
            if self._has_ends(name):
                low, high = next(left, None), next(left, None)
                if low is not None and high is not None:
                    found[name] = Estimate(found[name], Range(low, high))
        fed = frozenset(self.keys[place] for place in self.places.values())
        written, reading = dict(zip(self.keys, cells, strict=True)), Reading()
        with suppress(TradecalcError):
            read(self.question, self._given({n: cells[k] for n, k in self.places.items()}), reading)
        currency = read_words("", reading.unit).currency
        return AnsweredRow(line, written, fed, found, why or "", reading.scale, currency)

    def _given(self, row: Mapping[str, str]) -> dict[str, str]:
        return dict(self.asked.held) | {name: text for name, text in row.items() if text.strip()}

    def _by_plan(self, numbers: dict[str, list[Any]], count: int) -> list[Sequence[Value]]:
        """Return the answers to rows of plain numbers; none where a row has any other."""
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
        """Ask one row as a single question; return its values, and why it lacks an answer."""
        given = self._given(row)
        rounded, fractions = self.asked.rounded, self.asked.fractions
        reading = Reading(rounded=rounded, fractions=fractions, exact=not rounded)
        try:
            result = answer(self.question, reading, given, tables=False)
            values = [one for name in self.answers for one in self._values(result, name)]
            return values, self._lacking(result)
        except TradecalcError as error:
            empty = [name for name in self.question.figures if name in row and name not in given]
            lacked = [name for name in empty if not _example(self.asked, *({*row} - {name}))]
            why = error.sentence(self.named)
            if lacked and not error.figure and _example(self.asked, *row):
                names = " and ".join(map(self.named, lacked))
                why = f"{names} {'is' if len(lacked) == 1 else 'are'} empty"
            return [None] * (len(self.names) - 1), why
        finally:
            self._doubt(reading, doubts)

    def _values(self, result: Result, name: str) -> Sequence[Value]:
        found = result.answers.get(name)
        values: Sequence[Any] = (found if isinstance(found, str) else None, None, None)
        if isinstance(found, Estimate | Open):
            values = (found.value, *(found.range or (None, None)))
        if self.question.answers[name].kind == "level":
            values = [in_full(value, result.scale) for value in values]
        return values if self._has_ends(name) else values[:1]

    def _lacking(self, result: Result) -> str:
        """Return why an answer that was asked for has no value; "" if all have one."""
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
            said = "marks such as + in 4+ do not count without --rounded."
            _count(doubts, "marks", said)


_columns = lru_cache(maxsize=64)(_Columns)


def _columns_of_table(asked: _Asked, layout: Layout) -> _Columns:
    columns = _columns(asked, layout.header)
    if columns.fault:
        raise columns.fault
    there = _answers_of(asked, tuple(columns.places))
    if not columns.places or not there:
        remedy = "rename some of {columns} to {names}, or add {--map} NAME=COLUMN"
        names, header = ", ".join(columns.question.row_figures), listed(layout.header)
        rule = f"{layout.source} has no columns for {asked.command}"
        raise InputError(rule, remedy=remedy, names=names, columns=header)
    for name in asked.picked:
        Reading().word("answers", name, there)
    return columns


def _free(name: str, taken: set[str]) -> str:
    """Return *name*, or a longer one where it is *taken*, and take it."""
    while name.casefold() in taken:
        name = f"answer_{name}"
    taken.add(name.casefold())
    return name


def _places(asked: _Asked, header: tuple[str, ...]) -> dict[str, int]:
    """Return the place of the column of each figure; raise InputError for none or for two."""
    question, held, found = _question(asked.command), dict(asked.held), dict[str, int]()
    for name, column in asked.renamed:
        if column:
            found[name] = place_of(column, header, figure="map", kind="column")
    ends = [name for name in question.span if name not in question.defaults]
    same = ends if "years" in held else ["years"] if held.keys() & ends else []  # one fact twice
    left = {*question.row_figures}.difference(dict(asked.renamed), held, same)
    mapped = {*found.values()}
    for place, name in enumerate(map(_figure_name, header)):
        if name in left and place not in mapped:
            if name in found:
                rule = f"columns {{both}} are both {{--{name}}}"
                both = " and ".join(quoted(header[one]) for one in (found[name], place))
                raise InputError(rule, remedy="choose one with {--map}", both=both)
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
    """Return the figures in *cells*, None for one that is not a plain number."""
    kind, joined = _question(asked.command).figures[name].kind, "\n".join(cells) + "\n"
    shift = "e-2" if kind == "rate" and not asked.fractions else ""
    # Only digits and points, for a whole column: a tenth of the time that a pattern takes.
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
    """Return a plain figure, without unit or doubt; None for any other."""
    reading = Reading(fractions=asked.fractions, exact=True)
    with suppress(TradecalcError):
        read(_question(asked.command), {name: text}, reading)
        if not (reading.unit or reading.doubts or reading.marks_ignored):
            value: float = reading[name]
            return value
    return None


def in_full(value: float | None, scale: int) -> Value:
    """Return *value* * 10 ** *scale*, rounded once: the point is moved in the digits."""
    if value is None or not scale:
        return value
    digits, _, power = repr(value).partition("e")
    return finite(float(f"{digits}e{int(power or 0) + scale}"))


def _with_answers(asked: _Asked, row: Mapping[str, Any]) -> dict[str, Any]:
    columns, members = _columns(asked, tuple(map(str, row))), [*row.values()]
    cells = {name: [_text_of(members[place])] for name, place in columns.places.items()}
    values, errors = columns.answer(cells, {}, 1, {})
    said = [*(value for (value,) in values), errors.get(0)]
    return {**row, **dict(zip(columns.names, said, strict=True))}


def _answer_block(
    asked: _Asked, layout: Layout, strict: bool, as_written: bool, rows: Rows
) -> Outcome:
    """Return rows with their answers; where *strict*, only those before an error.

    Rows are bytes *as_written* in their file, or else AnsweredRows.
    """
    is_table, count, doubts = bool(layout.separator), len(rows), dict[str, tuple[str, int]]()
    columns = _columns(asked, layout.header if is_table else tuple(rows[0][2]))
    members = [row[2] if is_table else [*map(_text_of, row[2].values())] for row in rows]
    cells = {name: [one[place] for one in members] for name, place in columns.places.items()}
    faults = {k: row[3] for k, row in enumerate(rows) if row[3]}
    values, errors = columns.answer(cells, faults, count, doubts)
    if is_table:  # rows of empty cells, as spreadsheets leave behind, are no error
        errors = {k: why for k, why in errors.items() if k in faults or any(members[k])}
    end, stop = min(errors, default=count) if strict else count, ""
    if end + 1 < count:
        return _answer_block(asked, layout, strict, as_written, rows[: end + 1])
    if end < count:
        stop = f"{layout.source}, line {rows[end][1]}: {errors[end]}"
    if layout.separator not in ("", ","):
        _look_for_points(columns, cells, doubts)
    written, whys = [row[0] for row in rows], [errors.get(k) for k in range(count)]
    if not as_written:
        found = [
            columns.answered(rows[k][1], members[k], [column[k] for column in values], whys[k])
            for k in range(end)
            if whys[k] or any(members[k])
        ]
        return found, count, len(errors), doubts, stop
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
    """Count points that may group thousands: decimal commas beside them make it likely."""
    texts = {columns.named(name): "\n".join(column) for name, column in cells.items()}
    if any(map(_DECIMAL_COMMA.search, texts.values())):
        for name, text in texts.items():
            if found := _THREE_PLACES.findall(text):
                said = f"{found[0]} in {name} was read with a decimal point, not a comma."
                _count(doubts, f"point in {name}", said, len(found))
