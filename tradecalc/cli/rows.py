"""The options of many questions at once, a row of a file each, and the decorator that adds them."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import typer

from tradecalc.cli.files import FILE, of_file
from tradecalc.cli.options import flag, given, signature
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


ROWS = {
    "rows": of_file(
        "--rows", "FILE", "CSV or JSON lines, a question a row, or - for standard input."
    ),
    "map_": of_file(
        "--map",
        "OPTION=COLUMN",
        "Which column of --rows feeds an option; may be repeated.",
        several=True,
        among=_mapped,
    ),
    "answers": of_file(
        "--answers",
        "NAMES",
        "Which answers to add to --rows, by name, separated by commas.",
        among=_listed,
    ),
    "strict": flag("--strict", text="Stop at the first of --rows that has no answer.", panel=FILE),
    "jobs": of_file("--jobs", "N", "Processes to work on --rows: 1 unless set."),
}


def asks_rows(name: str, command: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command *name* with the options of rows: --rows asks it a file of questions."""

    def asked(
        *,
        rows: str | None,
        map_: list[str] | None,
        answers: str | None,
        strict: bool,
        jobs: str | None,
        **own: Any,
    ) -> Any:
        beside = {"--map": map_, "--answers": answers, "--strict": strict, "--jobs": jobs}
        if rows is None:
            for option in given(beside):
                raise InputError(f"{option} goes with --rows: add --rows FILE")
            return command(**own)
        from tradecalc.commands.row_stream import row_stream  # noqa: PLC0415  one question needs none

        question = _question(name, own, map_ or [], answers)
        workers = 1 if jobs is None else parse_whole("--jobs", jobs, least=1, most=64)
        return row_stream(question, rows, strict=strict, jobs=workers)

    own = inspect.signature(command).parameters.values()
    added = signature(ROWS).parameters.values()
    asked.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    return asked


def _question(name: str, own: Mapping[str, Any], renamed: list[str], answers: str | None) -> Any:
    """Return the question that *name* is asked of each row, with those of its options given.

    Raises InputError for an option that has no place beside rows.
    """
    from tradecalc.commands.answerable import OPTIONS  # noqa: PLC0415  the same
    from tradecalc.commands.rows import row_question  # noqa: PLC0415
    from tradecalc.inputs.feeds import parse_map  # noqa: PLC0415

    held: dict[str, str] = {}
    for option, value in given(own).items():
        fact = option.rstrip("_")
        if fact in OPTIONS[name]:
            held[fact] = value
        elif fact not in ("rounded", "fractions"):
            if fact == "values":
                raise InputError("values as arguments have no place beside --rows: drop them")
            shown = "-q" if fact == "quiet" else f"--{fact.replace('_', '-')}"
            raise InputError(
                f"{shown} has no place beside --rows, which answers every row: drop it"
            )
    return row_question(
        name,
        held,
        answers=answers,
        renamed=parse_map(renamed, OPTIONS[name]),
        rounded=own["rounded"],
        fractions=own["fractions"],
    )
