"""Rows as they were written, each with its answers and its error at the end: CSV or JSON lines."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from tradecalc.inputs.records import quoted_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

Value = float | str | None

ERROR = "error"


def free_names(names: Sequence[str], there: Collection[str]) -> tuple[str, ...]:
    """Return *names* for a row's answers; one that the row has already becomes `answer_NAME`.

    >>> free_names(["goal", "error"], ["base", "Goal"])
    ('answer_goal', 'error')
    """
    taken = {name.casefold() for name in there}
    found = []
    for name in names:
        while name.casefold() in taken:
            name = f"answer_{name}"  # noqa: PLW2901  until it is free
        taken.add(name.casefold())
        found.append(name)
    return tuple(found)


def table_rows(
    written: Sequence[str],
    columns: Iterable[Sequence[Value]],
    errors: Mapping[int, str],
    separator: str,
    eol: str,
) -> Iterator[str]:
    r"""Return a table's rows, as *written*, each followed by its cells of *columns* and its error.

    Numbers are at full precision; the cell of a value that is missing is empty.

    >>> errors = {1: "x is not a figure"}
    >>> list(table_rows(['KAZ,"4"', "UZB,x"], [[0.165, None]], errors, ",", "\n"))
    ['KAZ,"4",0.165,\n', 'UZB,x,,"x is not a figure"\n']
    """
    said = [(quoted_cell(errors[k]) if k in errors else "") + eol for k in range(len(written))]
    return map(separator.join, zip(written, *map(_cells, columns), said, strict=True))


def _cells(column: Sequence[Value]) -> list[str]:
    if None in column:
        return ["" if value is None else str(value) for value in column]
    return [*map(str, column)]


def object_row(written: str, said: Mapping[str, Value]) -> str:
    r"""Return an object, *written* but for its closing brace, with the members *said* at its end.

    >>> object_row('{"base": 4', {"goal": 10.0, "error": None})
    '{"base": 4, "goal": 10.0, "error": null}\n'
    """
    members = dumps(said, ensure_ascii=False, allow_nan=False)[1:]
    return f"{written}{'' if written == '{' else ', '}{members}\n"
