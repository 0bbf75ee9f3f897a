"""Names in a file, such as those of its columns: found by what the user wrote, and listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.errors import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

_MANY = 10  # names that a message lists


def listed(names: Iterable[str], most: int = _MANY) -> str:
    """Return names as a message lists them: the first ones, and how many more there are.

    >>> listed(["Exports", "Imports", "Balance"], most=2)
    "'Exports', 'Imports' and 1 more"
    """
    shown = [quoted(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")


def matching(wanted: str, names: Iterable[str]) -> list[int]:
    """Return the places of the *names* that are *wanted*, or else differ in capitals alone.

    >>> matching("flow", ["Flow", "flow"]), matching("flow", ["Flow", "FLOW"])
    ([1], [0, 1])
    """
    listing = list(names)
    if exact := [place for place, name in enumerate(listing) if name == wanted]:
        return exact
    folded = wanted.strip().casefold()
    return [place for place, name in enumerate(listing) if name.casefold() == folded]
