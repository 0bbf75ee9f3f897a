"""What every command's JSON may hold: the inputs, answers, tables and columns, each said once.

It stands in the files of the folder of this name, one a command, with an entry for each key. An
entry has its *kind* or the *words* that it may be, and a *text*; it may be *always* there,
*exact*, which is without a rounding range, and *likely*, with a forecast range. A command's name
in an entry's place tells that it is that command's too, and the name of a table of the same file
in a column's place that it is that table's. `{n}` in a key is a number from 1, `{period}` one such
as 2025-08. The shared file holds the kinds, the words, and what every document has.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tradecalc.outputs.report import LIKELY_ENDS

if TYPE_CHECKING:
    Said = dict[str, Any]


def names(command: str) -> list[str]:
    """Return what `--get` may name of *command*: its answers, then its tables.

    >>> names("check")
    ['verdict', 'clash', 'claims', 'implied', 'between']
    """
    own = read(command)
    found = [f"{part}.{name}" for part in own.get("reports", ()) for name in names(part)]
    for name, entry in entries_of(command, "answers").items():
        found += [name, *(LIKELY_ENDS if entry.get("likely") else ())]
    return list(dict.fromkeys([*found, *own["tables"]]))


@cache
def read(name: str) -> Said:
    """Return what the file of a command says, or the one that they share."""
    import json  # noqa: PLC0415  2 ms that few calls need
    import pkgutil  # noqa: PLC0415  the same

    text = pkgutil.get_data("tradecalc.outputs", f"contract/{name}.json") or b""
    found: Said = json.loads(text)
    return found


def entries_of(command: str, part: str) -> Said:
    """Return the entries of a command's inputs or answers, which may be other commands'."""
    return {
        name: entries_of(entry, part)[name] if isinstance(entry, str) else entry
        for name, entry in read(command).get(part, {}).items()
    }


def columns_of(command: str, table: str) -> Said:
    """Return the entries of a table's columns, which may be another table's."""
    tables = read(command)["tables"]
    return {
        name: tables[entry]["columns"][name] if isinstance(entry, str) else entry
        for name, entry in tables[table]["columns"].items()
    }


def always(entries: Said) -> list[str]:
    """Return the names of those that are always there."""
    return [name for name, entry in entries.items() if entry.get("always")]
