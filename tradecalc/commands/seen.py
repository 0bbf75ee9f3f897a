"""What was seen in rows beside their answers: what to doubt, column by column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradecalc.inputs.question import Question

DECIMAL_COMMA = re.compile(r"^\d+,\d", re.MULTILINE)
THREE_PLACES = re.compile(r"^[1-9]\d{0,2}\.\d{3}$", re.MULTILINE)


@dataclass(slots=True)
class Seen:
    """What was seen in rows that their answers do not tell.

    *warnings* are about a column each. *ahead* and *behind* tell whether a goal's year came after
    its base year, and whether one did not. *has_commas* tells whether decimal commas came, and
    *points* hold by column the first figure like 1.234, whose point may then group thousands.
    """

    warnings: dict[str, str] = field(default_factory=dict)
    ahead: bool = False
    behind: bool = False
    has_commas: bool = False
    points: dict[str, str] = field(default_factory=dict)

    def add(self, other: Seen) -> None:
        """Add what was seen in later rows."""
        for column, warning in other.warnings.items():
            self.warnings.setdefault(column, warning)
        for column, figure in other.points.items():
            self.points.setdefault(column, figure)
        self.ahead |= other.ahead
        self.behind |= other.behind
        self.has_commas |= other.has_commas

    def look_for_points(self, column: str, cells: Sequence[str]) -> None:
        """Keep whether there are decimal commas in *cells*, and a figure like 1.234."""
        joined = "\n".join(cells)
        self.has_commas |= bool(DECIMAL_COMMA.search(joined))
        if column not in self.points and (found := THREE_PLACES.search(joined)):
            self.points[column] = found[0]

    def look_at(self, question: Question, columns: Mapping[str, str]) -> None:
        """Keep the first doubt about each column, and where a goal's year lies."""
        for warning in question.warnings:
            about = [name for name in columns.values() if warning.startswith(f"{name} ")]
            self.warnings.setdefault(max(about, key=len, default=warning), warning)
        for name, column in columns.items():
            reading = question.readings.get(name)
            if reading and reading.estimate and not reading.written:
                default = f"where {column} is empty, {reading.estimate.value:g} is taken."
                self.warnings.setdefault(f"{column} left out", default)
        year, base_year = (question.readings.get(name) for name in ("year", "base_year"))
        if year and base_year and year.estimate and base_year.estimate:
            is_ahead = year.estimate.value > base_year.estimate.value
            self.ahead |= is_ahead
            self.behind |= not is_ahead
