"""The parts of a total as they are stated: a name, a level, and its growth or last year's level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.figures import parse_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WHOLE = r"(?:grand |sub)?total\b.*|(?:the )?(?:whole )?world|all|итого\b.*|всего\b.*|(?:весь )?мир"
# A colon stands between two figures, and in `exact:10` and `about:4` in one.
_COLON = r"(?i)(?<!exact)(?<!about):"
_FORM = "write NAME=LEVEL, NAME=LEVEL:GROWTH% or NAME=LEVEL:LAST_YEAR, such as 'Cars=2.2:26%'"


class StatedPart(NamedTuple):
    """A part of a total as stated in *place*.

    *figures* are the texts of its `level` and, where they are given, of its `growth` and of
    `prior`, last year's level; *called* is what messages call each of them.
    """

    name: str
    place: str
    figures: Mapping[str, str]
    called: Mapping[str, str]


def parse_part(text: str) -> StatedPart:
    """Read `NAME=LEVEL`, with `:GROWTH%` or `:LAST_YEAR` behind it; a per cent is a growth.

    Raises InputError where it is not of that form.

    >>> part = parse_part("Iron, steel=1.2:18%+")
    >>> part.name, part.figures
    ('Iron, steel', {'level': '1.2', 'growth': '18%+'})
    """
    name, equals, figures = text.partition("=")
    name = " ".join(name.split())
    level, *second = (figure.strip() for figure in re.split(_COLON, figures))
    if not (name and name.isprintable() and equals) or len(second) > 1 or "" in second:
        raise InputError(f"--part {quoted(text)} is not a part: {_FORM}")
    if not level:
        raise InputError(
            f"--part {quoted(text)} has no level. If it was > or <, the shell took it away: write"
            " 4+ for '>4' and 18.5%- for '<18.5%', or put it in quotes"
        )
    place = f"--part {quoted(name)}"
    if "=" in level.lstrip("="):
        raise InputError(
            f"{place} ends at the first =, and {quoted(level)} is not a level: write the name"
            " without an ="
        )
    stated = {"level": level}
    if second:
        try:
            is_growth = parse_figure(second[0]).percent
        except InputError as error:
            raise InputError(f"{place}, behind the colon: {error}") from None
        stated["growth" if is_growth else "prior"] = second[0]
    called = {"level": place, "growth": f"{place}, its growth", "prior": f"{place}, last year"}
    return StatedPart(name, place, stated, called)


def require_names(parts: Iterable[StatedPart], *, has_total: bool) -> None:
    """Refuse a name that two parts have, and those that the total and what is left of it have."""
    places: dict[str, str] = {}
    for part in parts:
        name = part.name.casefold()
        if re.fullmatch(_WHOLE, name.rstrip(" :")):
            raise InputError(
                f"{part.place}: {quoted(part.name)} is not a part, it is what the parts come to:"
                f" drop it, or give it as --total {part.figures['level']}"
            )
        if name == "rest" and has_total:
            raise InputError(
                f"{part.place}: 'rest' is what --total has beside its parts: rename the part"
            )
        if name in places:
            raise InputError(
                f"{part.place}: {quoted(part.name)} is named twice, first in {places[name]}:"
                " rename one, or add them up"
            )
        places[name] = part.place
