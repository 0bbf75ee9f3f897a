"""The options of any file that a command reads: those that several commands have."""

from typing import Annotated, Any

import typer

FILE = "File"


def of_file(name: str, metavar: str, text: str, **more: Any) -> Any:
    """Return the option *name*, which says what a file is or how it is read."""
    return typer.Option(name, metavar=metavar, help=text, rich_help_panel=FILE, **more)


Decimal = Annotated[
    str | None,
    of_file(
        "--decimal",
        "MARK",
        "point or comma, where the file leaves it open.",
        autocompletion=lambda: ["point", "comma"],
    ),
]
Encoding = Annotated[
    str | None, of_file("--encoding", "NAME", "Such as cp1251, where it is not found out.")
]
