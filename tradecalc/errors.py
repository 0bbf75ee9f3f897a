"""What tradecalc says when something is wrong or to be minded.

    TradecalcError (a ValueError)
    ├── InputError     the question cannot be read: a figure, an option, a file     exit code 2
    └── DomainError    the question is readable and has no answer                   exit code 3
    Note               what to mind; it stops nothing

Each is a template and the fields that stand in it. Whoever shows one writes the sentence: the
prompt calls a figure `--base`, a row `column base`, a case by its line and key.

In a template `{name}` is a field, with a format if need be (`{level:.6g}`), and `{--name}` is
what the reader calls the figure *name*.
"""

import re
from collections.abc import Callable
from typing import Any, Self

_FIELD = re.compile(r"\{(--)?([\w.@#-]+)(?::([^{}]*))?\}")  # of a claim: total@2025-08
_LONGEST = 40  # characters of what was written that a message shows

Named = Callable[[str], str]  # what the reader calls a figure


class TradecalcError(ValueError):
    """Any error that tradecalc raises itself; the command then ends with *exit_code*.

    *figure* is what the error is about, *written* what was written for it, *rule* what is wrong,
    and *remedy* what to write instead. *rule* and *remedy* are templates for *fields*.

    >>> str(InputError("must be above zero", figure="base", written="0", remedy="write {--goal}"))
    'base 0 must be above zero: write goal'
    """

    exit_code = 2

    def __init__(
        self, rule: str, *, figure: str = "", written: str = "", remedy: str = "", **fields: Any
    ) -> None:
        """Keep the fields."""
        super().__init__(rule)
        self.figure, self.written = figure, written
        self.rule, self.remedy, self.fields = rule, remedy, fields

    def about(self, figure: str) -> Self:
        """Say which *figure* the error is about, and return it."""
        self.figure = figure
        return self

    def sentence(self, named: Named = str) -> str:
        """Return the error in one line; *named* gives what the reader calls a figure."""
        subject = (self.figure and named(self.figure), self.written)
        rule, remedy = (filled(text, self.fields, named) for text in (self.rule, self.remedy))
        said = " ".join(part for part in (*subject, rule) if part)
        return f"{said}: {remedy}" if remedy else said

    def __str__(self) -> str:
        """Return the sentence as Python users read it: a figure goes by its argument's name."""
        return self.sentence()


class InputError(TradecalcError):
    """The question cannot be read: a figure, an option or a file is not as it must be."""


class DomainError(TradecalcError):
    """The question is readable and has no answer, such as growth from zero."""

    exit_code = 3


class Note:
    """A sentence about a question or an answer, as a template and *fields*.

    `{name}` is a field, else the figure or answer of that name as people read it.
    """

    __slots__ = ("fields", "template")

    def __init__(self, template: str, **fields: Any) -> None:
        """Keep the template and its fields."""
        self.template, self.fields = template, fields

    def __eq__(self, other: object) -> bool:
        """Whether two notes say the same."""
        if not isinstance(other, Note):
            return NotImplemented
        return (self.template, self.fields) == (other.template, other.fields)

    def __hash__(self) -> int:
        """Return the hash of the template: equal notes have equal ones."""
        return hash(self.template)


def filled(
    template: str,
    fields: dict[str, Any],
    named: Named = str,
    shown: Callable[[str], str | None] = lambda name: None,  # noqa: ARG005  a name alone says nothing
) -> str:
    """Return a *template* with figures' names, its *fields*, and what is *shown* of other names.

    >>> filled("{--base} is {level:.1f}", {"level": 4.04}, lambda name: f"--{name}")
    '--base is 4.0'
    """

    def put(match: re.Match[str]) -> str:
        option, name, spec = match.groups()
        if option:
            return named(name)
        if name in fields:
            return format(fields[name], spec or "")
        return shown(name) or match[0]

    return _FIELD.sub(put, template)


def quoted(text: str) -> str:
    """Return *text* as a message shows it: on one line, in quotes, not too long."""
    return repr(text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "...")


_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_IN_WORDS = dict(enumerate((*_TO_TEN, "eleven", "twelve"), start=1))


def counted(number: int, thing: str) -> str:
    """Return a number of things, to twelve in words.

    >>> counted(1, "year"), counted(9, "month"), counted(120, "year")
    ('one year', 'nine months', '120 years')
    """
    return f"{_IN_WORDS.get(number, number)} {thing}{'s' * (number != 1)}"
