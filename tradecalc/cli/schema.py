"""The options of `tradecalc schema`."""

from typing import Annotated

import typer

from tradecalc.cli.options import OUTPUT, flag
from tradecalc.errors import InputError
from tradecalc.outputs.contract import ANSWERING
from tradecalc.outputs.schemas import row_schema
from tradecalc.outputs.schemas import schema as schema_of

EXAMPLES = (
    "tradecalc schema target",
    "tradecalc schema report > report.schema.json",
    "tradecalc schema target --rows",
)

Command = Annotated[
    str | None,
    typer.Argument(
        metavar="COMMAND",
        help=f"One of {', '.join(ANSWERING)}.",
        show_default=False,
        autocompletion=lambda: list(ANSWERING),
    ),
]
Rows = Annotated[
    bool, flag("--rows", text="That of a line of JSON that --rows gives.", panel=OUTPUT)
]


def schema(*, command: Command = None, rows: Rows = False) -> str:
    """What may stand in a command's JSON?

    Prints the JSON Schema, draft 2020-12, of what a command answers with -f json: every input,
    answer, table and column, what it is and in which unit, and no others.
    """
    from json import dumps  # noqa: PLC0415  help needs none

    there = ", ".join(ANSWERING)
    if command is None:
        raise InputError(f"schema needs a command, as in: schema target; there are {there}")
    if command not in ANSWERING:
        raise InputError(f"there is no schema of {command!r}: there are {there}")
    found = row_schema(command) if rows else schema_of(command)
    if found is None:
        asked = ", ".join(name for name in ANSWERING if row_schema(name))
        raise InputError(f"{command} answers no --rows: there are {asked}")
    return dumps(found, ensure_ascii=False, indent=2)
