"""Formulas of two levels and the years between them, which several commands use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.core.growth import cagr, change, growth_rate, log_growth
from tradecalc.core.target import yearly_increase

if TYPE_CHECKING:
    from fractions import Fraction

    from tradecalc.core.ranges import Formula

    Ends = tuple[Fraction, Fraction]

TWO_LEVELS: dict[str, Formula] = {
    "cagr": lambda start, end, years: cagr(base=start, goal=end, years=years),
    "change": lambda start, end, years: change(previous=start, current=end),  # noqa: ARG005  one shape for all
    "total_growth": lambda start, end, years: growth_rate(previous=start, current=end),  # noqa: ARG005  the same
    "yearly_increase": lambda start, end, years: yearly_increase(base=start, goal=end, years=years),
    "log_growth": lambda start, end, years: log_growth(base=start, goal=end, years=years),
}


def disagree(now: Ends, then: Ends, growth: Ends) -> bool:
    """Whether no level *now* is a level *then* after a growth as stated, each from low to high.

    In whole fractions, so that ranges that just touch agree: now = then * (1 + growth).
    """
    grown = [level * (1 + rate) for level in then for rate in growth]
    return now[1] < min(grown) or now[0] > max(grown)
