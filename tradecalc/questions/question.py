"""A question, declared once: its figures, its answers, and the functions between them.

From the declaration follow the command's options and help, the columns of `--rows`, the Python
function, the keys of a case, the names for `--get`, the JSON and its schema, and `--explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from tradecalc.core.ranges import Estimate, Missing, Open, Range, over_box, work_out
from tradecalc.core.target import LATEST_YEAR
from tradecalc.errors import DomainError, InputError, Note, meant
from tradecalc.figures.reading import Reading

Known = Mapping[str, Any]
Row = dict[str, Any]

NOTHING: Mapping[str, Any] = MappingProxyType({})
WHOLE = ("year", "years", "count")  # kinds of figures that are whole numbers
NAMED = ("text", "texts", "flag")  # kinds that are not numbers: files, series, choices
ARITHMETIC = "arithmetic"


class Figure(NamedTuple):
    """An input of a question: an option, a column of rows, a key of a case, an argument.

    *kind* is level, rate, rates, year, years, count or word; text, texts or flag are not numbers.
    A *chosen* one, such as a goal, is exact unless written as a range; a *flow* is not below zero.
    *reads* names the figures of one option: `value_{n}`, `total@{period}`.
    """

    name: str
    kind: str
    text: str
    example: str = ""
    chosen: bool = False
    flow: bool = False
    least: int = 1
    most: int = LATEST_YEAR
    among: Sequence[str] = ()
    metavar: str = ""
    panel: str = "Figures"
    in_rows: bool = True
    is_input: bool = True
    argument: bool = False
    reads: Mapping[str, str] = NOTHING


class Answer(NamedTuple):
    """An answer of a question, or a column of a table.

    *kind* is level, rate, share, points, chance, log, ratio, years, year, count, word, text, or
    mixed in a table where each row has its own in a column `kind`. *by* and *solves* come from the
    question's `formulas` and `solved`. A missing *optional* answer is left out.

    An answer of the *point* has no range: a forecast, a choice. A *step* goes from another answer,
    *of*, to this one, and its range follows. *widen* gives the meaning of a range's ends, *pole*
    the answer that this is divided by, *likely* the two that are its forecast range. A column has
    a bar *against* the marks of another, or with "" against none.
    """

    name: str
    kind: str
    text: str
    formula: str = ""
    term: str = ""
    source: str = ARITHMETIC
    by: Callable[..., Any] | None = None
    solves: Sequence[str] = ()
    optional: bool = False
    point: bool = False
    step: Callable[[float, Known, Known], Any] | None = None
    of: str = ""
    widen: Callable[[float, float], tuple[float, float]] | None = None
    pole: str = ""
    likely: tuple[str, str] | None = None
    shown: bool = True
    heading: str = ""
    digits: int | None = None
    missing: str = ""
    against: str | None = None
    toward: str = "nearest"

    @property
    def takes(self) -> tuple[str, ...]:
        """The names of the figures and answers that its formula takes."""
        if self.by is None:
            return ()
        code = self.by.__code__
        return tuple(name.rstrip("_") for name in code.co_varnames[: code.co_argcount])

    def is_for(self, solved: str) -> bool:
        """Whether there is such an answer when the figure *solved* is missing."""
        return not self.solves or solved in self.solves


class Settled(NamedTuple):
    """The checked figures, and in *frame* the choices and defaults, which no rounding changes.

    *formulas* and *headings* replace declared ones, by the name of an answer, `table.column`, or
    `table.column.word` for the row that begins with that word. A question that finds its ranges
    itself gives *answers*; for others, *possible* tells whether figures are possible together.
    """

    figures: Known
    frame: Known = NOTHING
    notes: Sequence[Note] = ()
    formulas: Mapping[str, str | tuple[str, str, str]] = NOTHING
    headings: Mapping[str, str] = NOTHING
    answers: Mapping[str, Any] | None = None
    says_no: bool = False
    possible: Callable[..., bool] | None = None


class Question:
    """A question: *settle* checks its figures and makes every choice, *solve* answers.

    *settle* runs once, on the figures as read. *solve* runs at every corner of the rounding, for
    the answers without a formula; *conclude* adds what follows from the ranges. *formulas* give
    answers from figures and earlier answers, by the names of their arguments; *solved* lists the
    answers for each missing figure. If it *is_published*, figures are rounded as written. A row
    that lacks figures has *defaults*, and years from the *span* of two figures. *brief* names what
    a screen shows: under "" the answers, and of each table the columns, of which a narrow screen
    drops the last; and the parts of which it shows the answers.
    """

    def __init__(
        self,
        name: str,
        asks: str,
        *,
        figures: tuple[Figure, ...],
        answers: tuple[Answer, ...],
        settle: Callable[[Reading], Settled],
        headline: Callable[[Known], str],
        sentence: Callable[[Result], Note],
        solve: Callable[..., dict[str, Any]] | None = None,
        formulas: Mapping[str, Callable[..., Any]] = NOTHING,
        solved: Mapping[str, Collection[str]] = NOTHING,
        conclude: Callable[[Result], None] | None = None,
        tables: Mapping[str, tuple[Answer, ...]] = NOTHING,
        about: str = "",
        example: str = "",
        is_published: bool = False,
        has_rows: bool = False,
        defaults: Known = NOTHING,
        span: tuple[str, str] = ("", ""),
        parts: Sequence[Question] = (),
        brief: Mapping[str, Sequence[str]] = NOTHING,
    ) -> None:
        self.name, self.asks, self.about, self.example = name, asks, about, example
        self.figures = {figure.name: figure for figure in figures}
        self.answers = _by_name(answers)
        for key, one in self.answers.items():
            solves = [figure for figure, names in solved.items() if key in names]
            self.answers[key] = one._replace(by=formulas.get(key), solves=solves)
        self.tables = {table: _by_name(columns) for table, columns in tables.items()}
        self.settle, self.solve, self.headline, self.sentence = settle, solve, headline, sentence
        self.conclude, self.is_published, self.has_rows = conclude, is_published, has_rows
        self.defaults, self.span, self.parts, self.brief = defaults, span, parts, brief

    @property
    def row_figures(self) -> tuple[str, ...]:
        """The names of the figures that a row may have."""
        other = {*NAMED, "rates"}
        return tuple(n for n, one in self.figures.items() if one.in_rows and one.kind not in other)

    def work_out(self, known: Known) -> dict[str, Any]:
        """Return the answers that have a formula of what is *known*."""
        found, answers = dict(known), dict[str, Any]()
        for name, one in self.answers.items():
            if one.by and one.is_for(known.get("solved", "")):
                if name not in found and found.keys() >= {*one.takes}:
                    found[name] = work_out(one.by, *(found[taken] for taken in one.takes))
                if name in found:
                    answers[name] = found[name]
        return answers

    def __call__(
        self, *values: str | float, rounded: bool = False, fractions: bool = False, **given: Any
    ) -> Result:
        """Answer the question; texts are read as at the prompt, and rates as numbers are fractions.

        Raises InputError where the figures do not suffice, DomainError where there is no answer.
        """
        if values:
            listed = [name for name, figure in self.figures.items() if figure.argument]
            if not listed or listed[0] in given:
                raise InputError(f"{self.name} takes its figures by name")
            several = self.figures[listed[0]].kind == "texts"
            given[listed[0]] = values if several else values[0]
        named = {name.rstrip("_"): said for name, said in given.items()}
        return ask(self, named, rounded=rounded, fractions=fractions)


class Value(NamedTuple):
    """An answer; both ends are the value if it is exact, None if it is open, and *why_open*."""

    value: Any
    low: Any
    high: Any
    likely: Range | None = None
    unit: str = ""
    why_open: str = ""

    def __float__(self) -> float:
        return float(self.value)


def option_name(name: str) -> str:
    """Return the name of a figure at the prompt; values of a row and claims have no option.

    >>> option_name("base_year"), option_name("what_if_2"), option_name("value_2")
    ('--base-year', '--what-if', 'value 2')
    """
    if "@" in name:
        return name
    word, _, number = name.rpartition("_")
    if not number.isdigit():
        return f"--{name.replace('_', '-')}"
    return f"value {number}" if word == "value" else f"--{word.replace('_', '-')}"


class Result:
    """A question's answers, each by its name: `result.required_cagr`, `result["from"]`.

    In *answers* each is an `Estimate`, `Open` or `Missing`, a word, or a table: a list of rows.
    """

    named = staticmethod(option_name)  # for notes; a case has keys instead
    title = ""  # of a report; its parts are the results of other questions
    parts: Mapping[str, Result] = NOTHING

    def __init__(self, question: Question, reading: Reading, settled: Settled, found: Row) -> None:
        self.question, self.answers, self.inputs = question, found, reading.inputs
        self.unit, self.scale, self.decimals = reading.unit, reading.scale, reading.decimals
        self.taken, self.notes, self.doubts = settled.frame, tuple(settled.notes), reading.doubts
        self.formulas, self.headings = settled.formulas, settled.headings
        self.says_no, self.fractions = settled.says_no, reading.fractions

    @property
    def headline(self) -> str:
        """The name of the main answer."""
        return self.question.headline(self.answers)

    @property
    def sentence(self) -> Note:
        """The sentence that answers the question, or says why there is no answer."""
        lacking = self.answers.get(self.headline)
        if isinstance(lacking, Missing):
            return Note("There is no {name}: {why}.", name=self.headline, why=lacking.why)
        return self.question.sentence(self)

    @property
    def tables(self) -> dict[str, list[Row]]:
        """The tables as plain records: `result.tables["path"][0]["level"]`."""
        found = {name: rows for name, rows in self.answers.items() if isinstance(rows, list)}
        columns = self.question.tables
        return {name: [_record(row, columns[name]) for row in rows] for name, rows in found.items()}

    def __getitem__(self, name: str) -> Value:
        """Return an answer; raise KeyError where there is none, DomainError for no value."""
        found = self.answers[name]
        if isinstance(found, Missing):
            raise found.why
        if isinstance(found, list):
            raise KeyError(f"{name} is a table: see tables[{name!r}]")
        declared = self.question.answers[name]
        unit = self.unit if declared.kind == "level" else ""
        ends = [self.answers.get(end) for end in declared.likely or ()]
        values = [end.value for end in ends if isinstance(end, Estimate)]
        likely = Range(*values) if values else None
        if isinstance(found, Open):
            return Value(found.value, None, None, likely, unit, str(found.why))
        if isinstance(found, Estimate):
            return Value(found.value, found.low, found.high, likely, unit)
        return Value(found, found, found)

    def __getattr__(self, name: str) -> Value:
        """Return an answer by its name."""
        there = self.__dict__.get("answers", ())
        if name.startswith("_") or name not in there:
            raise AttributeError(f"no answer {name!r}: {meant(name, there)}")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self.answers]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON document."""
        from tradecalc.show.machine import document  # noqa: PLC0415  a question needs no format

        return document(self)

    def _repr_html_(self) -> str:
        """Return the result as a notebook shows it."""
        from tradecalc.show.document import html  # noqa: PLC0415  the same

        return html(self)

    def __str__(self) -> str:
        from tradecalc.show.text import text  # noqa: PLC0415  the same

        return text(self)


def ask(question: Question, given: Known, *, tables: bool = True, **how: Any) -> Result:
    """Return the answers to a *question* with figures *given*; *how* are options of `Reading`.

    Raises InputError and DomainError like `Question.__call__`.
    """
    reading = Reading(**how)
    reading.rounded |= question.is_published
    return answer(question, reading, given, tables=tables)


def answer(question: Question, reading: Reading, given: Known, *, tables: bool = True) -> Result:
    """Return the answers to a *question*, with figures *given* and read by *reading*."""
    reading.answers_only = not tables
    read(question, given, reading)
    settled = question.settle(reading)

    def solve(**figures: Any) -> dict[str, Any]:
        known = {**settled.frame, **figures}
        found = question.work_out(known)
        if question.solve:
            found |= question.solve(**{**known, **found}, tables=tables)
        return found

    def has_no_range(name: str) -> bool:
        table, _, column = name.rpartition(".")
        one = (question.tables.get(table, {}) if table else question.answers).get(column)
        return one is not None and (one.point or one.step is not None)

    answers = dict(settled.answers or {})
    if settled.answers is None:
        box = {} if reading.exact else reading.box(tuple(settled.figures))
        figures, possible = dict(settled.figures), settled.possible
        found = over_box(solve, figures, box, of_the_point=has_no_range, possible=possible)
        in_order = {name: found[name] for name in question.answers if name in found}
        answers = _stepped(question, in_order | found)
    result = Result(question, reading, settled, answers)
    if question.conclude:
        question.conclude(result)
    if not tables:
        result.answers = {n: a for n, a in result.answers.items() if not isinstance(a, list)}
    return result


def read(question: Question, given: Known, reading: Reading) -> None:
    """Read the figures *given* in the order declared; raise InputError where one is wrong."""
    for name in given:
        if name not in question.figures:
            remedy = meant(name, question.figures)
            raise InputError(f"{question.name} has no figure {name!r}", remedy=remedy)
    for figure in question.figures.values():
        said = given.get(figure.name)
        if said is not None and said is not False:
            _read(figure, said, reading)


def _read(figure: Figure, said: Any, reading: Reading) -> None:
    name, kind = figure.name, figure.kind
    if kind == "text":
        said = str(said)  # a path, or a year
    elif kind in ("rates", "texts") and not isinstance(said, Sequence):
        said = [said]
    if kind in NAMED:
        reading[name] = said
        several = [said] if isinstance(said, str) else said
        reading.named(name, "yes" if said is True else ", ".join(map(str, several)))
    elif kind == "word":
        reading.word(name, said, figure.among)
    elif kind in WHOLE:
        reading.whole(name, said, kind=kind, least=figure.least, most=figure.most)
    elif kind == "rates":
        reading.rates(name, said)
    elif kind == "rate":
        reading.rate(name, said, chosen=figure.chosen)
    else:
        reading.level(name, said, chosen=figure.chosen, flow=figure.flow)
    if not figure.is_input:
        reading.inputs.pop(name, None)


def _by_name(declared: Iterable[Answer]) -> dict[str, Answer]:
    """Return answers by name; one without a term has its text for a term."""
    terms = ((one, one.text[:1].lower() + one.text[1:].rstrip(".")) for one in declared)
    return {one.name: one._replace(term=one.term or term) for one, term in terms}


def _stepped(question: Question, answers: Row) -> Row:
    """Give the ranges of answers that step from another, and the meaning of others' ends."""
    found = dict(answers)
    for name, value in answers.items():
        if isinstance(value, list):
            found[name] = [dict(row) for row in value]
            for row in found[name]:
                for column, cell in row.items():
                    row[column] = _step(question.tables[name][column], cell, found, row)
        elif not isinstance(value, Missing):
            found[name] = _step(question.answers[name], value, found, found)
    return found


def _step(declared: Answer, value: Any, answers: Known, row: Known) -> Any:
    if isinstance(value, Missing) or value is None:
        return value
    plain = value.value if isinstance(value, (Estimate, Open)) else value
    below, of = answers.get(declared.pole), row.get(declared.of)
    if isinstance(below, Estimate) and below.range and below.low <= 0 <= below.high:
        why = DomainError("within the rounding, {name} may be zero", name=declared.pole)
        return Open(plain, why)
    if isinstance(of, Open):
        return Open(plain, of.why, of.figures)
    if declared.widen and isinstance(value, Estimate):
        low, high = declared.widen(value.low, value.high)
        return Estimate(plain, Range(low, high)) if low < high else value
    if declared.step and isinstance(of, Estimate) and of.range:
        return _between(plain, [work_out(declared.step, end, row, answers) for end in of.range])
    return value


def _between(value: Any, ends: Sequence[Any]) -> Estimate | Open:
    for end in ends:
        if isinstance(end, Missing):
            return Open(value, end.why)
    low, high = ends if isinstance(value, str) else (min(value, *ends), max(value, *ends))
    return Estimate(value, Range(low, high) if low != high else None)


def _record(row: Row, columns: Mapping[str, Answer]) -> Row:
    found: Row = {}
    for name, cell in row.items():
        if columns[name].shown:
            is_number = isinstance(cell, (Estimate, Open))
            found[name] = cell.value if is_number else None if isinstance(cell, Missing) else cell
            if is_number and cell.range:
                found |= {f"{name}_low": cell.range.low, f"{name}_high": cell.range.high}
    return found
