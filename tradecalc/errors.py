"""Errors and notes: what is wrong, or what to keep in mind.

    TradecalcError (a ValueError)
    ├── InputError     the question cannot be read: a figure, an option, a file     exit code 2
    └── DomainError    the question is readable and has no answer                   exit code 3
    Note               what to keep in mind; it stops nothing

Each is a template with fields. The sentence is written where it is shown, for a figure has other
names there: `--base` at the prompt, `column base` in a row, a line and a key in a case.

In a template `{name}` is a field, with a format where needed (`{level:.6g}`), and `{--name}` is
the reader's name of a figure.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Self

_FIELD = re.compile(r"\{(--)?([\w.@#-]+)(?::([^{}]*))?\}")  # of a claim: total@2025-08
_LONGEST = 40  # characters of what was written that a message shows
_MOST = 10  # names of things in a file that a message lists

Named = Callable[[str], str]  # from a figure to the reader's name of it


class TradecalcError(ValueError):
    """Any error that tradecalc raises itself; the command then ends with *exit_code*.

    The sentence is "FIGURE WRITTEN RULE: REMEDY", or "FIGURE RULE: REMEDY" where the rule says
    `{written}` itself. *rule* (what is wrong) and *remedy* (what to write) are templates.

    >>> str(InputError("is empty", figure="base", written="''", remedy="write {--base} 4"))
    "base '' is empty: write base 4"
    >>> str(InputError("must be above zero, not {written}", figure="base", written="0"))
    'base must be above zero, not 0'
    """

    exit_code = 2

    def __init__(
        self, rule: str, *, figure: str = "", written: str = "", remedy: str = "", **fields: Any
    ) -> None:
        super().__init__(rule)
        self.figure, self.written = figure, written
        self.rule, self.remedy, self.fields = rule, remedy, fields

    def about(self, figure: str) -> Self:
        """Say which *figure* the error is about, and return it."""
        self.figure = figure
        return self

    def sentence(self, named: Named = str) -> str:
        """Return the error in one line; *named* gives the reader's name of a figure."""
        fields = {**self.fields, "written": self.written}
        rule, remedy = (filled(text, fields, named) for text in (self.rule, self.remedy))
        before = "" if "{written}" in self.rule else self.written
        said = " ".join(part for part in (self.figure and named(self.figure), before, rule) if part)
        return f"{said}: {remedy}" if remedy else said

    def __str__(self) -> str:
        return self.sentence()


class InputError(TradecalcError):
    """The question cannot be read: a figure, an option or a file is wrong."""


class DomainError(TradecalcError):
    """The question is readable and has no answer, such as growth from zero."""

    exit_code = 3


class Note:
    """A sentence about a question or an answer, as a template and *fields*.

    `{name}` is a field, or else the figure or answer of that name as people read it.
    """

    __slots__ = ("fields", "template")

    def __init__(self, template: str, **fields: Any) -> None:
        self.template, self.fields = template, fields


def filled(
    template: str,
    fields: dict[str, Any],
    named: Named = str,
    shown: Callable[[str], str | None] = lambda name: None,  # noqa: ARG005  a name alone says nothing
) -> str:
    """Return a *template* with its *fields*, figures' names, and other names as *shown*.

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


def listed(names: Iterable[str], most: int = _MOST) -> str:
    """Return the first *most* names in quotes, and how many more there are."""
    shown = [quoted(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")


def meant(word: str, names: Iterable[str], *, of_file: bool = False) -> str:
    """Return the one of *names* that a wrong *word* may mean, or else those to choose from.

    >>> meant("totl", ["exports", "total"]), meant("wine", ["exports", "total"])
    ('did you mean total?', 'choose from exports, total')
    """
    from difflib import get_close_matches  # noqa: PLC0415  3 ms, which only a slip costs

    names, shown = list(dict.fromkeys(names)), listed if of_file else ", ".join
    holding = [name for name in names if word.casefold() in name.casefold()]
    close = get_close_matches(word, names, n=1) or holding
    if len(close) == 1:
        return f"did you mean {shown(close)}?"
    return f"choose from {shown(close or names)}"


def counted(number: int, thing: str) -> str:
    """Return a number of things, to twelve in words.

    >>> counted(1, "year"), counted(9, "month"), counted(120, "year")
    ('one year', 'nine months', '120 years')
    """
    return f"{_IN_WORDS.get(number, number)} {thing}{'s' * (number != 1)}"
