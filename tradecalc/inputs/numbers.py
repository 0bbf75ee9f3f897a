"""Columns of plain numbers, read all at once, each as `Question` would read it.

A cell that is anything but digits, perhaps with a point, a minus before it or a per cent sign
behind it, is left to `Question`, and so is one that it would refuse or doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.errors import InputError
from tradecalc.inputs.figures import LONGEST_FIGURE, parse_whole
from tradecalc.inputs.question import DOUBTED_BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = str.maketrans("", "", "0123456789.\n")
_PLAIN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%?)")


def plain_levels(cells: Sequence[str]) -> list[float | None]:
    """Return the levels in *cells*, None for one that is not a plain number.

    >>> plain_levels(["3.4", "4", "3,4", ""])
    [3.4, 4.0, None, None]
    """
    if _all_digits(cells):
        try:
            return list(map(float, cells))
        except ValueError:  # an empty cell, or two points
            pass
    return [_number(cell, percent=False) for cell in cells]


def plain_rates(cells: Sequence[str], *, fractions: bool) -> list[float | None]:
    """Return the rates in *cells* as fractions, None for one that is not a plain number or doubted.

    >>> plain_rates(["18", "18%", "0.165", "n/a"], fractions=False)
    [0.18, 0.18, None, None]
    """
    rates = [_number(cell, percent=True, shifted=not fractions) for cell in cells]
    if fractions:
        return rates
    return [
        None if rate and abs(rate) < DOUBTED_BELOW and "%" not in cell else rate
        for rate, cell in zip(rates, cells, strict=True)
    ]


def plain_whole(cell: str, *, least: int, most: int) -> int | None:
    """Return a whole number from *least* to *most*, None for anything else.

    >>> plain_whole("2030", least=1, most=9999), plain_whole("2030.5", least=1, most=9999)
    (2030, None)
    """
    try:
        return parse_whole("", without_point(cell), least=least, most=most)
    except InputError:
        return None


def without_point(cell: str) -> str:
    """Return a whole number without the `.0` of a float: `2030.0` is 2030.

    Data frames hold a column of years as floats where one of them is missing.

    >>> without_point("2030.0"), without_point("2030.5")
    ('2030', '2030.5')
    """
    body = cell.strip()
    whole, _, zeros = body.partition(".")
    return whole if whole and zeros and not zeros.strip("0") else body


def _all_digits(cells: Sequence[str]) -> bool:
    """Whether there are digits and points alone, no point first or last, and no cell is too long.

    That takes a tenth of the time that a pattern takes on each cell.
    """
    joined = "\n".join(cells)
    return (
        not joined.translate(_DIGITS)
        and "\n." not in joined
        and ".\n" not in joined
        and not joined.startswith(".")
        and not joined.endswith(".")
        and max(map(len, cells), default=0) <= LONGEST_FIGURE
    )


def _number(cell: str, *, percent: bool, shifted: bool = False) -> float | None:
    """Return a plain number; a hundredth of it where it is a *percent*, or *shifted*."""
    body = cell.strip()
    found = _PLAIN.fullmatch(body)
    if not found or len(body) > LONGEST_FIGURE or (found[2] and not percent):
        return None
    # Moved by its exponent, for a division by a hundred would round once more.
    value = float(found[1] + "e-2") if found[2] or shifted else float(found[1])
    return value + 0  # takes the sign of -0.0 away
