"""The quantities of trade: what each is of, and what it comes to by its definition."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tradecalc.core.claims import Bounds, Claim, ClaimCheck
from tradecalc.core.quantities import CHANGES, LEVELS, NAMES, RATIOS, Quantity
from tradecalc.errors import DomainError, InputError

FOUR = {
    Quantity("exports", 2025, 8): Fraction(6),
    Quantity("imports", 2025, 8): Fraction(2),
    Quantity("exports", 2024, 8): Fraction(5),
    Quantity("imports", 2024, 8): Fraction(1),
}
BY_DEFINITION = {
    "total": Fraction(6 + 2),
    "exports": Fraction(6),
    "imports": Fraction(2),
    "balance": Fraction(6 - 2),
    "total_growth": Fraction(8, 6) - 1,
    "exports_growth": Fraction(6, 5) - 1,
    "imports_growth": Fraction(2, 1) - 1,
    "coverage_ratio": Fraction(6, 2),
    "exports_share": Fraction(6, 8),
    "imports_share": Fraction(2, 8),
    "total_change": Fraction(8 - 6),
    "exports_change": Fraction(6 - 5),
    "imports_change": Fraction(2 - 1),
    "balance_change": Fraction((6 - 2) - (5 - 1)),
    "exports_contribution": Fraction(6 - 5, 6),
    "imports_contribution": Fraction(2 - 1, 6),
    "exports_share_of_change": Fraction(6 - 5, 8 - 6),
    "imports_share_of_change": Fraction(2 - 1, 8 - 6),
}
EXACT = [Claim(level, number, number) for level, number in FOUR.items()]


@pytest.mark.parametrize("name", BY_DEFINITION)
def test_every_quantity_comes_to_its_definition(name: str) -> None:
    quantity, expected = Quantity(name, 2025, 8), BY_DEFINITION[name]
    assert quantity.value(FOUR) == expected
    assert ClaimCheck(EXACT).bounds(quantity) == Bounds(expected, expected)


def test_there_is_no_other_and_ten_are_published() -> None:
    assert set(BY_DEFINITION) == {*LEVELS, *RATIOS, *CHANGES}
    assert len(NAMES) == 10
    with pytest.raises(InputError, match="unknown quantity 'gdp'"):
        Quantity("gdp", 2025)


def test_nothing_below_the_line_gives_no_value() -> None:
    none = {level: Fraction(0) for level in FOUR}
    with pytest.raises(DomainError, match="imports@2025-08 is zero"):
        Quantity("coverage_ratio", 2025, 8).value(none)
    with pytest.raises(KeyError):
        Quantity("total_growth", 2026, 8).value(FOUR)


def test_a_period_is_a_month_or_the_whole_year() -> None:
    assert str(Quantity("total", 2025, 1)) == "total@2025-01"
    assert str(Quantity("total", 2025, 12)) == str(Quantity("total", 2025)) == "total@2025"
    assert str(Quantity("total", 2025, 11)) == "total@2025-11"
    for month in (0, 13):
        with pytest.raises(InputError, match=f"month from 1 to 12, not {month}$"):
            Quantity("total", 2025, month)
