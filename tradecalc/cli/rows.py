"""The options of many questions at once, a row of a file each, and the decorator that adds them."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from tradecalc.cli.files import FILE, of_file
from tradecalc.cli.options import flag
from tradecalc.errors import InputError
from tradecalc.inputs.figures import parse_whole


def _mapped(ctx: typer.Context) -> list[str]:
    """Return the options of a row, for a shell to complete."""
    from tradecalc.commands.answerable import OPTIONS  # noqa: PLC0415  few calls do

    return [f"{name}=" for name in OPTIONS[str(ctx.info_name)]]


def _listed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return a list of answers with each name that may come next, for a shell to complete."""
    from tradecalc.commands.answerable import OPTIONS, answers_of  # noqa: PLC0415  few calls do

    command = str(ctx.info_name)
    named = incomplete.split(",")[:-1]
    left = [name for name in answers_of(command, OPTIONS[command]) if name not in named]
    return [",".join((*named, name)) for name in left]


Rows = Annotated[
    str | None,
    of_file("--rows", "FILE", "CSV or JSON lines, a question a row, or - for standard input."),
]
Map = Annotated[
    list[str] | None,
    of_file(
        "--map",
        "OPTION=COLUMN",
        "Which column of --rows feeds an option; may be repeated.",
        autocompletion=_mapped,
    ),
]
Answers = Annotated[
    str | None,
    of_file(
        "--answers",
        "NAMES",
        "Which answers to give --rows: required_cagr,years.",
        autocompletion=_listed,
    ),
]
Strict = Annotated[
    bool, flag("--strict", text="Stop at the first of --rows that has no answer.", panel=FILE)
]
Jobs = Annotated[str | None, of_file("--jobs", "N", "Processes to work on --rows; 1.")]


def asks_rows(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of rows to *command*, which they put in the place of one question."""

    def asked(
        *,
        rows: Rows = None,
        map_: Map = None,
        answers: Answers = None,
        strict: Strict = False,
        jobs: Jobs = None,
        **own: Any,
    ) -> Any:
        given = {"--map": map_, "--answers": answers, "--strict": strict, "--jobs": jobs}
        if rows is None:
            for name, value in given.items():
                if value not in (None, False):
                    raise InputError(f"{name} is of rows: add --rows FILE")
            return command(**own)
        from tradecalc.commands.row_stream import row_stream  # noqa: PLC0415  one question needs none

        question = _question(command.__name__, own, map_ or [], answers)
        workers = 1 if jobs is None else parse_whole("--jobs", jobs, least=1, most=64)
        return row_stream(question, rows, strict=strict, jobs=workers)

    keyword = inspect.Parameter.KEYWORD_ONLY
    own = inspect.signature(command).parameters.values()
    added = list(inspect.signature(asked).parameters.values())[:-1]
    asked.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=keyword) for parameter in (*own, *added)]
    )
    asked.__doc__ = command.__doc__
    asked.__name__ = command.__name__
    return asked


def _question(name: str, given: Mapping[str, Any], renamed: list[str], answers: str | None) -> Any:
    """Return the question that *name* is asked of each row, with the options *given*.

    Raises InputError for an option that has no place beside rows.
    """
    from tradecalc.commands.answerable import OPTIONS  # noqa: PLC0415  the same
    from tradecalc.commands.rows import row_question  # noqa: PLC0415
    from tradecalc.inputs.feeds import parse_map  # noqa: PLC0415

    held: dict[str, str] = {}
    for option, value in given.items():
        if value in (None, False, []) or option in ("rounded", "fractions"):
            continue
        own = option.rstrip("_")
        if own not in OPTIONS[name]:
            shown = "-q" if own == "quiet" else f"--{own.replace('_', '-')}"
            what = "values as arguments have" if own == "values" else f"{shown} has"
            raise InputError(f"{what} no place beside --rows, which answers every row: drop it")
        held[own] = value
    return row_question(
        name,
        held,
        answers=answers,
        renamed=parse_map(renamed, OPTIONS[name]),
        rounded=given["rounded"],
        fractions=given["fractions"],
    )
