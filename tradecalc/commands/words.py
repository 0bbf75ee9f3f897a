"""Words that several commands use: terms and sources for `--explain`, names and numbers in text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.outputs.report import Working

if TYPE_CHECKING:
    from collections.abc import Sequence

ARITHMETIC = "arithmetic"
CAGR = ("compound annual growth rate (CAGR)", "World Bank, growth rates, end-point method")
RATE = ("growth rate", "OECD, Data and Metadata Reporting and Presentation Handbook, 2007")
LEAST_SQUARES = ("least-squares growth rate, exp(b) - 1", "UNCTAD, Handbook of Statistics, methods")
LOG_GROWTH = ("continuous growth a year", "UNCTAD, Handbook of Statistics, methods")


def arithmetic(formula: str, term: str) -> Working:
    """Return a working that needs no source but arithmetic."""
    return Working(formula, term, ARITHMETIC)


def years_text(years: int) -> str:
    """Return a number of years in words.

    >>> years_text(1), years_text(6)
    ('1 year', '6 years')
    """
    return "1 year" if years == 1 else f"{years} years"


def months_text(months: int) -> str:
    """Return a number of months in words."""
    return "1 month" if months == 1 else f"{months} months"


def in_words(name: str) -> str:
    """Return the name of a method, an answer or a verdict as a sentence has it.

    >>> in_words("straight_line"), in_words("on-track")
    ('straight line', 'on track')
    """
    return name.replace("_", " ").replace("-", " ")


def all_of(names: Sequence[str]) -> str:
    """Return *names* as a sentence lists them.

    >>> all_of(["Cars"]), all_of(["Cars", "Tea"]), all_of(["Cars", "Tea", "Oil"])
    ('Cars', 'Cars and Tea', 'Cars, Tea and Oil')
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def first_of(names: Sequence[str]) -> str:
    """Return the first of *names* as a sentence lists them, and how many more there are.

    >>> first_of(["Cars", "Tea"]), first_of(["Cars", "Tea", "Oil", "Gas", "Iron"])
    ('Cars, Tea', 'Cars, Tea, Oil and 2 more')
    """
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
