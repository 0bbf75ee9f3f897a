"""Which column of a row feeds which option: by its name, or by what the user said of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.names import listed, matching

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def option_name(name: str) -> str:
    """Return a column's name as that of an option would be written in Python.

    >>> option_name("Prior year"), option_name("--prior-year")
    ('prior_year', 'prior_year')
    """
    return re.sub("[-_ ]+", "_", name.strip().casefold()).strip("_")


def parse_map(entries: Sequence[str], options: Collection[str]) -> dict[str, str]:
    """Read `option=column` entries; an entry without a column says that none feeds the option.

    Raises InputError for an option that rows do not have, or have twice.

    >>> parse_map(["base=TradeValue2024", "prior-year="], ["base", "prior_year"])
    {'base': 'TradeValue2024', 'prior_year': ''}
    """
    renamed: dict[str, str] = {}
    for entry in entries:
        name, sign, column = entry.partition("=")
        option = option_name(name)
        if option in options and not sign:
            raise InputError(
                f"--map {quoted(entry)} names no column: write --map {dashed(option)}=COLUMN"
            )
        if option not in options:
            raise InputError(
                f"--map {quoted(entry)}: rows have no option {quoted(name.strip())}: there are"
                f" {', '.join(options)}"
            )
        if option in renamed:
            raise InputError(f"--map names two columns for {dashed(option)}: drop one")
        renamed[option] = column.strip()
    return renamed


def feeds(
    names: Sequence[str],
    options: Collection[str],
    renamed: Mapping[str, str],
    held: Collection[str],
) -> dict[str, int]:
    """Return, for each option that a column feeds, the place of that column among *names*.

    *renamed* says which column feeds an option, or with "" that none does; *held* are options
    that have one figure for all rows, whatever a column of their name holds.
    Raises InputError where two columns of one name would feed an option, or a column is not there.

    >>> feeds(["Country", "Base", "prior-year"], ["base", "prior_year", "goal"], {}, ["goal"])
    {'base': 1, 'prior_year': 2}
    """
    found: dict[str, int] = {}
    for option, column in renamed.items():
        if column:
            found[option] = _place(names, option, column)
    taken = set(found.values())
    for place, name in enumerate(names):
        option = option_name(name)
        if option not in options or option in renamed or option in held or place in taken:
            continue
        if option in found:
            other = names[found[option]]
            remedy = f"choose with --map {dashed(option)}=COLUMN, or rename one"
            raise InputError(
                f"two columns, {quoted(other)} and {quoted(name)}, would feed --{dashed(option)}:"
                f" {'rename one' if name == other else remedy}"
            )
        found[option] = place
    return found


def _place(names: Sequence[str], option: str, column: str) -> int:
    """Return the place of the one column called *column*."""
    places = matching(column, names)
    entry = quoted(f"{dashed(option)}={column}")
    if not places:
        raise InputError(f"--map {entry}: there is no such column: there are {listed(names)}")
    if len(places) > 1:
        raise InputError(f"--map {entry}: {len(places)} columns are called so: rename one")
    return places[0]


def dashed(option: str) -> str:
    """Return an option's name as it is written on the command line, without its hyphens."""
    return option.replace("_", "-")


def text_of(name: str, value: object) -> str:
    """Return a figure as a text: a number as it would be written, "" for one that is missing.

    Missing are None and what is not equal to itself, as data frames have it.
    Raises InputError, naming the figure, for what can be none: true, a list, an object.

    >>> text_of("base", 4.5), text_of("base", None), text_of("base", float("nan"))
    ('4.5', '', '')
    """
    if isinstance(value, str):
        return value
    try:
        is_missing = value is None or bool(value != value)  # noqa: PLR0124  so says what is missing
    except ArithmeticError:  # a Decimal that signals when it is compared
        is_missing = True
    except (TypeError, ValueError):  # pandas' NA is neither equal to itself nor not
        is_missing = type(value).__name__ == "NAType"
    if is_missing:
        return ""
    if isinstance(value, bool):
        raise InputError(f"{name} is {str(value).lower()}: write a number or a text, such as 3.4")
    if isinstance(value, list | tuple | dict):
        raise InputError(f"{name} holds several values: write a number or a text, such as 3.4")
    if isinstance(value, float):
        return repr(float(value))
    try:
        return str(value)
    except ValueError:  # Python writes out no more than 4,300 digits of a whole number
        raise InputError(f"{name} is too long a number for a figure: write it shorter") from None
