"""The quantities that published figures of trade measure, and how they follow from the flows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, Self

from tradecalc.errors import DomainError, InputError, meant, quoted

FLOWS = ("exports", "imports")
LEVELS = {"total": (1, 1), "exports": (1, 0), "imports": (0, 1), "balance": (1, -1)}  # of the flows
CHANGES = {f"{level}_change": level for level in LEVELS}
# The quantities above and below the line, and how many years earlier the latter is.
GROWTHS = {f"{flow}_growth": (flow, flow, 1) for flow in ("total", *FLOWS)}
SHARES = {f"{flow}_share": (flow, "total", 0) for flow in FLOWS}
COVERAGE = {"coverage_ratio": ("exports", "imports", 0)}
CONTRIBUTIONS = {f"{flow}_contribution": (f"{flow}_change", "total", 1) for flow in FLOWS}
SHARES_OF_CHANGE = {f"{f}_share_of_change": (f"{f}_change", "total_change", 0) for f in FLOWS}
RATIOS = GROWTHS | COVERAGE | SHARES | CONTRIBUTIONS | SHARES_OF_CHANGE
NAMES = (*LEVELS, *GROWTHS, *COVERAGE, *SHARES)  # those that are published
KNOWN = (*NAMES, *CHANGES, *CONTRIBUTIONS, *SHARES_OF_CHANGE)


class Quantity(NamedTuple("_Quantity", [("name", str), ("year", int), ("months", int)])):
    """A quantity of trade from January to the month *months* of *year*; 12 is the whole year.

        total = exports + imports          balance = exports - imports
        growth = level / same months of the year before - 1
        coverage ratio = exports / imports       share = exports or imports / total
        change = level - same months of the year before
        contribution = change / total of the year before
        share of change = change / change of the total

    Raises InputError for a *name* that is not in `KNOWN` or a month that is not from 1 to 12.
    Source: INSEE, c1793 (balance, coverage), c1207 (contribution); the others by arithmetic.

    >>> str(Quantity("total_growth", 2025, 8)), str(Quantity("total", 2024))
    ('total_growth@2025-08', 'total@2024')
    """

    __slots__ = ()

    def __new__(cls, name: str, year: int, months: int = 12) -> Self:
        """Refuse an unknown name and a month that is not from 1 to 12."""
        if name not in KNOWN:
            raise InputError(f"unknown quantity {quoted(name)}", remedy=meant(name, KNOWN))
        if not 1 <= months <= 12:
            raise InputError(f"a period must end with a month from 1 to 12, not {months}")
        return super().__new__(cls, name, year, months)

    def __str__(self) -> str:
        return f"{self.name}@{self.period}"

    @property
    def period(self) -> str:
        """The period as it is written: `2025-08`, or `2025`."""
        return f"{self.year}" if self.months == 12 else f"{self.year}-{self.months:02}"

    def other(self, name: str, before: int = 0) -> Quantity:
        """Return another quantity of the same months, or of *before* years earlier."""
        return Quantity(name, self.year - before, self.months)

    @property
    def top(self) -> Quantity:
        """The level or change above the line of a ratio, or else the quantity itself."""
        return self.other(RATIOS[self.name][0]) if self.name in RATIOS else self

    @property
    def bottom(self) -> Quantity | None:
        """The level or change below the line of a ratio."""
        return self.other(*RATIOS[self.name][1:]) if self.name in RATIOS else None

    @property
    def offset(self) -> int:
        """The number subtracted from the ratio: 1 for a growth, 0 for any other."""
        return int(self.name in GROWTHS)

    @property
    def terms(self) -> list[tuple[int, Quantity]]:
        """The terms of a level (flows) or of a change (levels of two years), with their signs."""
        if self.name in CHANGES:
            level = CHANGES[self.name]
            return [(1, self.other(level)), (-1, self.other(level, before=1))]
        signs = zip(LEVELS[self.name], FLOWS, strict=True)
        return [(sign, self.other(flow)) for sign, flow in signs if sign]

    def value(self, levels: Mapping[Quantity, Fraction]) -> Fraction:
        """Return the quantity's value, given *levels* of exports and imports, or its own.

        Raises DomainError for zero below the line, KeyError for a level not given.
        """
        if self in levels or self.name in FLOWS:
            return levels[self]
        if self.bottom is None:
            return sum((sign * term.value(levels) for sign, term in self.terms), Fraction(0))
        below = self.bottom.value(levels)
        if below == 0:
            raise DomainError(f"{self} has no value: {self.bottom} is zero")
        return self.top.value(levels) / below - self.offset
