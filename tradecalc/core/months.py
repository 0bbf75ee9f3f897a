"""A flow month by month, as it is read from a file and handed to the projections."""

from itertools import count, takewhile
from typing import NamedTuple


class MonthlySeries(NamedTuple):
    """Levels of one flow in consecutive months, none left out, from *start* on."""

    name: str
    start: tuple[int, int]  # the year and the month of the first of the values
    values: tuple[float, ...]
    unit: str = ""  # what people read behind a level
    decimals: int = 0  # the most digits after the point that a level was written with

    @property
    def last_year(self) -> int:
        """The year of the last month known."""
        year, month = self.start
        return year + (month + len(self.values) - 2) // 12

    @property
    def complete_years(self) -> tuple[int, ...]:
        """The years of which every month is known, oldest first."""
        years = range(self.start[0], self.last_year + 1)
        return tuple(year for year in years if len(self.year(year)) == 12)

    def year(self, year: int) -> tuple[float, ...]:
        """Return the months of *year* that are known, from January on; none without January."""
        first = (year - self.start[0]) * 12 + 1 - self.start[1]
        return self.values[first : first + 12] if first >= 0 else ()

    def history(self, year: int) -> tuple[tuple[float, ...], ...]:
        """Return the complete years just before *year*, oldest first, as far as they go back."""
        years = map(self.year, count(year - 1, -1))
        return tuple(takewhile(lambda months: len(months) == 12, years))[::-1]
