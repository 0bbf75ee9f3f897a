"""How an option is declared, those that every command shares, and what they make of an answer.

An option is declared once, by the name under which its command takes it: a command's own in its
module, those of a goal in goal.py, of a year in progress in months.py, of rows in rows.py, so
that a call builds no others. From the prompt to the command none is named again.
"""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, Protocol, runtime_checkable

import typer

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.figures import parse_whole
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

FORMAT_NAMES = ("table", "plain", "json", "csv", "md")  # loaded when one is used

Offered = Sequence[str] | Callable[..., Sequence[str]]  # values for a shell to complete

FIGURES = "Figures"
OUTPUT = "Output"


def option(
    name: str,
    metavar: str,
    text: str,
    *,
    panel: str,
    short: str | None = None,
    among: Offered = (),
    several: bool = False,
) -> Any:
    """Return an option that takes a value, or *several*, *among* those that a shell offers."""
    return Annotated[
        list[str] | None if several else str | None,
        typer.Option(
            *([name, short] if short else [name]),
            metavar=metavar,
            help=text,
            rich_help_panel=panel,
            autocompletion=_offer(among),
        ),
    ]


def _offer(among: Offered) -> Callable[..., Sequence[str]] | None:
    """Return what answers a shell that completes a value."""
    return among if callable(among) else (lambda: list(among)) if among else None


def figure(name: str, metavar: str, text: str, **more: Any) -> Any:
    """Return the option *name* of a question, which takes a figure or a name as written."""
    return option(name, metavar, text, panel=FIGURES, **more)


def flag(*names: str, text: str, panel: str) -> Any:
    """Return an option that is there or not."""
    return Annotated[bool, typer.Option(*names, help=text, rich_help_panel=panel)]


def argument(
    metavar: str,
    text: str,
    *,
    panel: str | None = None,
    among: Offered = (),
    several: bool = False,
) -> Any:
    """Return an argument, or *several* of them, which need no option's name."""
    return Annotated[
        list[str] | None if several else str | None,
        typer.Argument(
            metavar=metavar,
            help=text,
            show_default=False,
            rich_help_panel=panel,
            autocompletion=_offer(among),
        ),
    ]


def _answers(ctx: typer.Context) -> list[str]:
    """Return the names of a command's answers and tables, for a shell to complete."""
    from tradecalc.outputs.contract import names  # noqa: PLC0415  few calls do

    return names(str(ctx.info_name))


RATE = figure("--rate", "RATE", "Growth a year, in per cent: 18 or 18%.")
SHARED = {
    "rounded": flag(
        "--rounded",
        text="Read plain levels and rates as rounded to their last digit: 3.4 is 3.35..3.45.",
        panel=FIGURES,
    ),
    "fractions": flag(
        "--fractions",
        text="Read rates without a per cent sign as fractions: 0.18 is 18 %.",
        panel=FIGURES,
    ),
    "format_": option(
        "--format",
        "FORMAT",
        "table (the default), plain, json, csv or md.",
        panel=OUTPUT,
        short="-f",
        among=FORMAT_NAMES,
    ),
    "quiet": flag("--quiet", "-q", text="Only the headline, bare and unrounded.", panel=OUTPUT),
    "get": option(
        "--get",
        "NAME",
        "Only this answer, bare and unrounded; of a table, its CSV.",
        panel=OUTPUT,
        among=_answers,
    ),
    "explain": flag(
        "--explain", text="Add each formula with its numbers, term and source.", panel=OUTPUT
    ),
    "digits": option(
        "--digits",
        "N",
        "Digits after the point, in formats for people.",
        panel=OUTPUT,
    ),
}


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of *options* that were given."""
    return {name: value for name, value in options.items() if value not in (None, False, [])}


def signature(options: Mapping[str, Any]) -> inspect.Signature:
    """Return *options* as typer reads them off a function; one that is not given is false."""
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if kind.__origin__ is bool else None,
                annotation=kind,
            )
            for name, kind in options.items()
        ]
    )


def taking(command: Callable[..., str], options: Mapping[str, Any]) -> Callable[..., str]:
    """Return *command* with its *options* for typer to read; it is told those that are given."""

    def told(**own: Any) -> str:
        return command(**given(own))

    told.__signature__ = signature(options)  # type: ignore[attr-defined]
    return told


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

    def warnings(self) -> list[str]:
        """Return what to doubt in them."""

    def complaint(self) -> str:
        """Return why the answer to it all is no."""


def shared(
    command: Callable[..., Report | str],
    options: Mapping[str, Any],
    *,
    alone: Mapping[str, str] = MappingProxyType({}),
    without: Collection[str] = (),
    published: bool = False,
) -> Callable[..., Answered | str]:
    """Return *command* with its own *options* and those that every command shares.

    It takes a question, which the shared ones make, and of its own options those that are given.
    It may also return a text that is printed as it is.

    *alone* are flags of its own that print one thing and nothing else, with the table's name if
    it is one. *without* are shared options that it has no use for.
    A command that deals in *published* figures always reads them as rounded, and has no option
    for it.
    """

    def answered(
        *,
        rounded: bool = False,
        fractions: bool = False,
        format_: str | None,
        quiet: bool,
        get: str | None,
        explain: bool,
        digits: str | None,
        **own: Any,
    ) -> Answered | str:
        asked = {"-q": quiet, "--get": get is not None, "--format": format_ is not None}
        asked |= {f"--{flag.replace('_', '-')}": own[flag] for flag in alone}
        clash = [name for name, is_asked in asked.items() if is_asked]
        if len(clash) > 1:
            raise InputError(f"{' and '.join(clash)} exclude one another: keep one")
        name = format_ or "table"
        get = next((table for flag, table in alone.items() if own[flag]), get)
        _check_format(
            name, bare=quiet or get is not None, explain=explain, rounded=digits is not None
        )
        places = None if digits is None else parse_whole("--digits", digits, least=0, most=15)
        question = Question(rounded=rounded or published, fractions=fractions, answers_only=quiet)
        report = command(question, **given(own))
        if isinstance(report, str):
            return report
        return Answered(report, name, report.headline if quiet else get, explain, places)

    dropped = {*without, "rounded"} if published else {*without}
    added = {name: kind for name, kind in SHARED.items() if name not in dropped}
    answered.__signature__ = signature({**options, **added})  # type: ignore[attr-defined]
    return answered


def _check_format(name: str, *, bare: bool, explain: bool, rounded: bool) -> None:
    """Require that there is such a format, and that it has a place for what else was asked."""
    if name not in FORMAT_NAMES:
        raise InputError(f"--format {quoted(name)} is not one of {', '.join(FORMAT_NAMES)}")
    shape = "a bare answer" if bare else f"--format {name}"
    if rounded and (bare or name in ("json", "csv")):
        raise InputError(f"--digits rounds what people read, and {shape} is unrounded: drop one")
    if explain and (bare or name == "csv"):
        raise InputError(f"--explain has no place in {shape}: use table, plain, md or json")
