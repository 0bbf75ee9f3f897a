"""`--where COLUMN=VALUE`: the rows that it keeps, and the one that a message advises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.columns import column_named
from tradecalc.inputs.levels import is_number
from tradecalc.inputs.names import listed, matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tradecalc.inputs.sheet import Sheet


def rows_where(sheet: Sheet, conditions: Iterable[str]) -> Sheet:
    """Return the rows that fit every `COLUMN=VALUE`, whatever the capitals of the value.

    Raises InputError for another form, an unknown column, and where no row fits.
    """
    for written in conditions:
        name, value = _parts(sheet, written)
        place = column_named(sheet, name, "--where")
        cells = sheet.column(place)
        values = list(dict.fromkeys(cells))
        fitting = matching(value.strip(), values)
        if len(fitting) != 1:
            rest = (
                f"fits no row of {sheet.source}, where {sheet.header[place]} is {listed(values)}"
                if not fitting
                else f"is one of {listed(values[k] for k in fitting)} in {sheet.source}: write it"
                " in the same capitals"
            )
            raise InputError(f"--where {quoted(written)} {rest}")
        kept = values[fitting[0]]
        sheet = sheet.only([row for row, cell in enumerate(cells) if cell == kept])
    return sheet


def condition(column: str, value: str) -> str:
    """Return `--where COLUMN=VALUE` as a shell takes it.

    >>> condition("freqCode", "M"), condition("Trade Flow", "Export")
    ('--where freqCode=M', "--where 'Trade Flow=Export'")
    """
    import shlex  # noqa: PLC0415  for messages only

    return f"--where {shlex.quote(f'{column}={value}')}"


def told_apart_by(
    sheet: Sheet,
    right: Sequence[int],
    wrong: Sequence[int],
    *,
    among: Iterable[int],
    words_only: bool = False,
) -> str:
    """Return a condition that all rows that are *right* fit and no *wrong* one does, or "".

    It is on one of the columns *among*. With *words_only* numbers are none: a frequency is a
    letter or a word, and a quantity may be the same by chance.
    """
    for place in among:
        values = {sheet.rows[row][place].strip() for row in right}
        others = {sheet.rows[row][place].strip() for row in wrong}
        if len(values) != 1 or not values.isdisjoint(others):
            continue
        if not (words_only and is_number(*values)):
            return condition(sheet.header[place], values.pop())
    return ""


def _parts(sheet: Sheet, written: str) -> tuple[str, str]:
    """The column and the value of a condition; the name of a column may hold `=` too."""
    first, *rest = written.split("=")
    if not rest:
        raise InputError(
            f"--where {quoted(written)} is not of the form COLUMN=VALUE: write it like"
            " partner=Mexico"
        )
    for count in range(1, len(rest) + 1):
        name = "=".join((first, *rest[: count - 1]))
        if matching(name, sheet.header):
            return name, "=".join(rest[count - 1 :])
    return first, "=".join(rest)
