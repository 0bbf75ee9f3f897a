"""What may the JSON of a command hold?

Prints the JSON Schema, draft 2020-12, of what a command answers with -f json: every input,
answer, table and column, what it is and in which unit, and no others.
"""

from tradecalc.cli.options import OUTPUT, argument, flag, taking
from tradecalc.errors import InputError, quoted
from tradecalc.outputs.report import ANSWERING
from tradecalc.outputs.schemas import row_schema
from tradecalc.outputs.schemas import schema as schema_of

EXAMPLES = (
    "tradecalc schema target",
    "tradecalc schema report > report.schema.json",
    "tradecalc schema target --rows",
)

OPTIONS = {
    "command": argument("COMMAND", f"One of {', '.join(ANSWERING)}.", among=ANSWERING),
    "rows": flag("--rows", text="That of a line of JSON that --rows gives.", panel=OUTPUT),
}


def _schema(command: str | None = None, *, rows: bool = False) -> str:
    """Return the schema of a command's JSON, or of a line that it answers rows with."""
    from json import dumps  # noqa: PLC0415  help needs none

    there = ", ".join(ANSWERING)
    if command is None:
        raise InputError(f"schema needs a command, as in: schema target; there are {there}")
    if command not in ANSWERING:
        raise InputError(f"there is no schema of {quoted(command)}: there are {there}")
    found = row_schema(command) if rows else schema_of(command)
    if found is None:
        asked = ", ".join(name for name in ANSWERING if row_schema(name))
        raise InputError(f"{command} answers no --rows: there are {asked}")
    return dumps(found, ensure_ascii=False, indent=2)


schema = taking(_schema, OPTIONS)
