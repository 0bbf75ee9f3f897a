"""What a published figure of trade may be of: exports and imports, and what follows from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tradecalc.errors import DomainError, InputError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tradecalc.core.simplex import Form

LEVELS = {"total": (1, 1), "exports": (1, 0), "imports": (0, 1), "balance": (1, -1)}
GROWTHS = {"total_growth": "total", "exports_growth": "exports", "imports_growth": "imports"}
RATIOS = {
    "coverage_ratio": ("exports", "imports"),
    "exports_share": ("exports", "total"),
    "imports_share": ("imports", "total"),
}
NAMES = (*LEVELS, *GROWTHS, *RATIOS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of trade from January to the month *months* of *year*; 12 is the whole year.

        total = exports + imports          balance = exports - imports
        growth = level / same months of the year before - 1
        coverage ratio = exports / imports       share = exports or imports / total

    *name* is one of `total`, `exports`, `imports`, `balance`, `total_growth`, `exports_growth`,
    `imports_growth`, `coverage_ratio`, `exports_share` and `imports_share`; rates are fractions.

    Raises InputError for another name or a month that is not 1 to 12.
    Source: INSEE, c1793 (balance, coverage); year-to-date growth by arithmetic.

    >>> str(Quantity("total_growth", 2025, 8)), str(Quantity("total", 2024))
    ('total_growth@2025-08', 'total@2024')
    """

    name: str
    year: int
    months: int = 12

    def __post_init__(self) -> None:
        """Refuse a name that is not a quantity's and a month that is not 1 to 12."""
        if self.name not in NAMES:
            raise InputError(
                f"there is no quantity {quoted(self.name)}: there are {', '.join(NAMES)}"
            )
        if not 1 <= self.months <= 12:
            raise InputError(f"{self.months} is not a month: a period ends with month 1 to 12")

    def __str__(self) -> str:
        """Return the quantity as a claim names it."""
        return f"{self.name}@{self.period}"

    @property
    def period(self) -> str:
        """The period as it is written: `2025-08`, or `2025` for the whole year."""
        return f"{self.year}" if self.months == 12 else f"{self.year}-{self.months:02}"

    @property
    def top(self) -> Quantity:
        """The level that is measured: above the line, where the quantity is a ratio."""
        name = self.name
        if name in RATIOS:
            name = RATIOS[name][0]
        return Quantity(GROWTHS.get(name, name), self.year, self.months)

    @property
    def bottom(self) -> Quantity | None:
        """The level below the line, if there is one, which must be above zero."""
        if self.name in GROWTHS:
            return Quantity(GROWTHS[self.name], self.year - 1, self.months)
        if self.name in RATIOS:
            return Quantity(RATIOS[self.name][1], self.year, self.months)
        return None

    @property
    def offset(self) -> int:
        """What is subtracted from the ratio: one for a growth, nothing for a share or coverage."""
        return int(self.name in GROWTHS)

    def value(self, levels: Mapping[Quantity, Fraction]) -> Fraction:
        """Return the quantity's value, given the *levels* of exports and imports.

        Raises DomainError where the level below the line is zero.
        """
        if self.bottom is not None:
            below = self.bottom.value(levels)
            if below == 0:
                raise DomainError(f"{self} has no value, for {self.bottom} is zero")
            return self.top.value(levels) / below - self.offset
        flows = (Quantity(flow, self.year, self.months) for flow in ("exports", "imports"))
        pairs = zip(LEVELS[self.name], flows, strict=True)
        return sum((sign * levels[flow] for sign, flow in pairs), Fraction(0))


class Unknowns:
    """The unknown numbers behind some quantities, none of them below zero.

    They are what each flow gained from one period of a year to the next, so that totals to date
    do not fall and do not exceed the full year, whatever the numbers are.
    """

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        """Take the periods of *quantities*, and of the levels that they are held against."""
        months: dict[int, set[int]] = defaultdict(set)
        for quantity in quantities:
            for level in (quantity.top, quantity.bottom):
                if level is not None:
                    months[level.year].add(level.months)
        self.periods = [(year, month) for year in sorted(months) for month in sorted(months[year])]
        self.count = 2 * len(self.periods)

    def form(self, level: Quantity) -> Form:
        """Return a level as a sum of unknowns.

        Raises DomainError for a level of another period: these unknowns say nothing of it.
        """
        if (level.year, level.months) not in self.periods:
            raise DomainError(f"no claim is of {level.period}, so there is no range of {level}")
        return {
            2 * k + flow: sign
            for k, (year, months) in enumerate(self.periods)
            if year == level.year and months <= level.months
            for flow, sign in enumerate(LEVELS[level.name])
            if sign
        }
