"""A table as it was read from a file: its header and its rows, each with its line."""

from __future__ import annotations

from typing import NamedTuple

from tradecalc.errors import quoted


class Sheet(NamedTuple):
    """A table as read: *rows* are as wide as the *header*, and begin in *lines* of *source*.

    A message names the *series* that it is about, where there are several.
    """

    source: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    separator: str = ","
    series: str = ""

    def names(self) -> list[str]:
        """The header in small letters, as columns are looked up by their names."""
        return [name.casefold() for name in self.header]

    def column(self, place: int) -> list[str]:
        """The cells of the column at *place*, without spaces around them."""
        return [row[place].strip() for row in self.rows]

    def at(self, row: int) -> str:
        """Where a row stands, as a message begins with it."""
        series = f" (series {quoted(self.series)})" if self.series else ""
        return f"{self.source}, line {self.lines[row]}{series}"

    def only(self, kept: list[int]) -> Sheet:
        """The same table with the rows *kept* alone."""
        rows, lines = self.rows, self.lines
        return self._replace(rows=[rows[row] for row in kept], lines=[lines[row] for row in kept])
