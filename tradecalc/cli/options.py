"""The options that several commands share, each declared once, and the decorator that adds them.

A command's own options stand in its module, those of a goal in goal.py and those of a year in
progress in months.py, so that a call builds no others.

Annotations are read when a command is built, so they stand here as objects, not as text.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, Protocol, runtime_checkable

import typer

from tradecalc.errors import InputError
from tradecalc.inputs.figures import parse_whole, quoted
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

FORMAT_NAMES = ("table", "plain", "json", "csv", "md")  # loaded when one is used

FIGURES = "Figures"
OUTPUT = "Output"


def figure(name: str, metavar: str, text: str) -> Any:
    """Return the option *name*, which takes a figure as written."""
    return typer.Option(name, metavar=metavar, help=text, rich_help_panel=FIGURES)


def flag(*names: str, text: str, panel: str) -> Any:
    """Return an option that is there or not."""
    return typer.Option(*names, help=text, rich_help_panel=panel)


def _answers(ctx: typer.Context) -> list[str]:
    """Return the names of a command's answers, for a shell to complete."""
    from tradecalc.commands.answerable import OPTIONS, answers_of  # noqa: PLC0415  few calls do

    command = str(ctx.info_name)
    return list(answers_of(command, OPTIONS[command])) if command in OPTIONS else []


Rate = Annotated[str | None, figure("--rate", "RATE", "Growth a year, in per cent: 18 or 18%.")]
Rounded = Annotated[
    bool,
    flag(
        "--rounded",
        text="Read plain levels and rates as rounded to their last digit: 3.4 is 3.35..3.45.",
        panel=FIGURES,
    ),
]
Fractions = Annotated[
    bool,
    flag(
        "--fractions",
        text="Read rates without a per cent sign as fractions: 0.18 is 18 %.",
        panel=FIGURES,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="table (the default), plain, json, csv or md.",
        rich_help_panel=OUTPUT,
        autocompletion=lambda: list(FORMAT_NAMES),
    ),
]
Quiet = Annotated[
    bool, flag("--quiet", "-q", text="Only the headline, bare and unrounded.", panel=OUTPUT)
]
Get = Annotated[
    str | None,
    typer.Option(
        "--get",
        metavar="NAME",
        help="Only this answer, bare and unrounded; of a table, its CSV.",
        rich_help_panel=OUTPUT,
        autocompletion=_answers,
    ),
]
Explain = Annotated[
    bool,
    flag("--explain", text="Add each formula with its numbers, term and source.", panel=OUTPUT),
]
Digits = Annotated[
    str | None,
    typer.Option(
        "--digits",
        metavar="N",
        help="Digits after the point, in formats for people.",
        rich_help_panel=OUTPUT,
    ),
]


class Answered(NamedTuple):
    """What a command came to, and how to show it.

    *bare* is the name of the one answer asked for, or None for all of them in *format*.
    """

    report: Report
    format: str
    bare: str | None
    explain: bool
    digits: int | None


@runtime_checkable
class Streamed(Protocol):
    """Rows that are printed as they come, and then what to say of them.

    *rows* is how many there have been, *notes* are for whoever sits at a terminal. The complaint
    is "" where every row has an answer.
    """

    rows: int
    notes: tuple[str, ...]

    def __iter__(self) -> Iterator[bytes]:
        """Yield whole rows."""

    def doubts(self) -> list[str]:
        """Return what to doubt in them."""

    def complaint(self) -> str:
        """Return why the answer to it all is no."""


def shared(
    command: Callable[..., Report | str],
    *,
    alone: Mapping[str, str] = MappingProxyType({}),
    published: bool = False,
) -> Callable[..., Answered | str]:
    """Add the options that every command shares to *command*, whose first argument they make.

    A command may also return a text that is printed as it is.

    *alone* are flags of its own that print one thing and nothing else, with the table's name if
    it is one.
    A command that deals in *published* figures always reads them as rounded, and has no option
    for it.
    """

    def answered(
        *,
        rounded: Rounded = False,
        fractions: Fractions = False,
        format_: Format = None,
        quiet: Quiet = False,
        get: Get = None,
        explain: Explain = False,
        digits: Digits = None,
        **figures: Any,
    ) -> Answered | str:
        asked = {"-q": quiet, "--get": get is not None, "--format": format_ is not None}
        asked |= {f"--{flag.replace('_', '-')}": figures[flag] for flag in alone}
        given = [name for name, is_given in asked.items() if is_given]
        if len(given) > 1:
            raise InputError(f"{' and '.join(given)} exclude one another: keep one")
        name = format_ or "table"
        get = next((table for flag, table in alone.items() if figures[flag]), get)
        _check_format(
            name, bare=quiet or get is not None, explain=explain, rounded=digits is not None
        )
        places = None if digits is None else parse_whole("--digits", digits, least=0, most=15)
        question = Question(rounded=rounded or published, fractions=fractions, answers_only=quiet)
        report = command(question, **figures)
        if isinstance(report, str):
            return report
        return Answered(report, name, report.headline if quiet else get, explain, places)

    own = list(inspect.signature(command).parameters.values())[1:]
    added = list(inspect.signature(answered).parameters.values())[published:-1]
    keyword = inspect.Parameter.KEYWORD_ONLY
    answered.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=keyword) for parameter in (*own, *added)]
    )
    answered.__doc__, answered.__name__ = command.__doc__, command.__name__
    return answered


def _check_format(name: str, *, bare: bool, explain: bool, rounded: bool) -> None:
    """Hold that there is such a format, and that it has a place for what else was asked."""
    if name not in FORMAT_NAMES:
        raise InputError(f"--format {quoted(name)} is none of {', '.join(FORMAT_NAMES)}")
    shape = "a bare answer" if bare else f"--format {name}"
    if rounded and (bare or name in ("json", "csv")):
        raise InputError(f"--digits rounds what people read, and {shape} is unrounded: drop one")
    if explain and (bare or name == "csv"):
        raise InputError(f"--explain has no place in {shape}: use table, plain, md or json")
