"""What a case file states behind a key, and where in the source that stands.

A figure is text: its written digits are information, which a TOML number would lose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.toml_file import Decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradecalc.inputs.toml_file import TomlFile

# What stands behind a key: text; a whole number, such as a year, with quotes or without; a list
# of texts; true or false.
ValueType = Literal["text", "whole", "list", "flag"]

_MOST = 10**15  # a longer number is neither a year nor a count, and may be too long to be shown


class Stated(NamedTuple):
    """What a source states, as written, and the *place* in it where it does ("" if not said)."""

    text: str
    place: str = ""


class Spot(NamedTuple):
    """A key of a file, or a whole section where there is no key, for messages to begin with.

    *item* counts the entries of a list, from 1, and *nth* the sections of one name.
    """

    file: TomlFile
    section: str = ""
    key: str = ""
    item: int = 0
    nth: int = 1

    def error(self, rest: str) -> InputError:
        """Return the error that says *rest* of what stands here."""
        where = self.file.at(self.section, self.key, nth=self.nth)
        name = f"{self.key} {self.item}" if self.item else self.key or f"[{self.section}]"
        return InputError(f"{where}: {name} {rest}")


def read_plain(spot: Spot, value: Any, kind: ValueType = "text") -> str:
    """Read a text, or where *kind* allows it a whole number.

    Raises InputError where it is neither, or is empty.
    """
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST
    if is_number and kind == "whole":
        return str(value)
    if is_number or isinstance(value, Decimal):
        if kind == "whole":
            raise spot.error(f"is {value}, which is not a whole number: write one, such as 2030")
        raise spot.error(f'is {value} without quotes, and its digits count: write "{value}"')
    if not isinstance(value, str):
        raise spot.error(f'is {_what(value)}: write a text in quotes, "..."')
    if not value.strip():
        raise spot.error("is empty: write something, or drop it")
    return value


def read_stated(
    spot: Spot, value: Any, kind: ValueType = "text", *, word: str = "figure"
) -> Stated:
    """Read a text or a whole number, alone or as `{figure = "3.4", place = "paragraph 2"}`.

    Raises InputError where it is neither, or is empty.
    """
    if not isinstance(value, dict):
        return Stated(read_plain(spot, value, kind))
    for key in value:
        if key not in (word, "place"):
            raise spot.error(f"holds {quoted(key)}: write {word} and place")
    if word not in value:
        raise spot.error(f'holds no {word}: write {{{word} = "...", place = "..."}}')
    place = one_line(read_plain(spot, value["place"])) if "place" in value else ""
    return Stated(read_plain(spot, value[word], kind), place)


def read_list(spot: Spot, value: Any, word: str) -> tuple[Stated, ...]:
    """Read a list of texts, each with its place or without.

    Raises InputError where it is not a list, or one of them is not text.
    """
    if not isinstance(value, list):
        raise spot.error(f'is {_what(value)}: write {spot.key} = ["..."], with brackets')
    spots = (spot._replace(item=number) for number in range(1, len(value) + 1))
    return tuple(
        read_stated(spot, item, word=word) for spot, item in zip(spots, value, strict=True)
    )


def read_flag(spot: Spot, value: Any) -> bool:
    """Read true or false. Raises InputError for anything else."""
    if not isinstance(value, bool):
        raise spot.error(f"is {_what(value)}: write true or false, without quotes")
    return value


def one_line(text: str) -> str:
    r"""Return prose on one line, without what would steer a terminal.

    >>> one_line("Trade on\n  its\x1b way")
    'Trade on its way'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def nearest(wanted: str, names: Sequence[str]) -> str:
    """Return the one of *names* that was meant, or all of them.

    >>> nearest("base-year", ("base", "base_year")), nearest("x", ("base", "base_year"))
    ('base_year', 'base, base_year')
    """
    import difflib  # noqa: PLC0415  for messages only

    near = difflib.get_close_matches(wanted.casefold().replace("-", "_"), names, n=1)
    return near[0] if near else ", ".join(names)


def _what(value: Any) -> str:
    """Say what a TOML value is."""
    kinds = {bool: "true or false", int: "a number", Decimal: "a number", str: "a text"}
    kinds.update({list: "a list", dict: "a table"})
    return kinds.get(type(value), "a date or a time")
