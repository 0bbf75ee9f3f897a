"""Claims as people write them: names, periods, and what to write instead of the rest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.core.quantities import NAMES, Quantity
from tradecalc.errors import InputError
from tradecalc.figures.claim import StatedClaim, parse_claim

EIGHT, YEAR = Quantity("total", 2025, 8), Quantity("total", 2025, 12)
READ = {
    "total@2025-08=3.0": (EIGHT, "3.0"),
    " total @ 2025-08 = 3.0 ": (EIGHT, "3.0"),
    "TOTAL@2025M08=USD3.0bn": (EIGHT, "USD3.0bn"),
    "total@Jan-Aug 2025=3,0 млрд": (EIGHT, "3,0 млрд"),
    "total@август 2025=3.0": (EIGHT, "3.0"),
    "total@2025=>4": (YEAR, ">4"),
    "total@2025==4": (YEAR, "=4"),
    "total@2025-12=4.5..4.6": (YEAR, "4.5..4.6"),
    "balance@2025-08=-1.4": (Quantity("balance", 2025, 8), "-1.4"),
    "Exports growth@2025-08=26.7%+": (Quantity("exports_growth", 2025, 8), "26.7%+"),
    "imports-share@2025=about:27%": (Quantity("imports_share", 2025), "about:27%"),
}


@pytest.mark.parametrize("text", READ)
def test_a_claim_with_its_period(text: str) -> None:
    claim = StatedClaim(*READ[text])
    assert parse_claim(text) == parse_claim(text, "2001") == parse_claim(str(claim)) == claim


def test_the_period_may_be_given_apart() -> None:
    assert parse_claim("total=3.0", "2025-08") == StatedClaim(EIGHT, "3.0")
    assert parse_claim("total=3.0", "2025") == StatedClaim(YEAR, "3.0")


FORM = "is not NAME=FIGURE: write total@2025-08=3.0, or total=4+ for"
TO_DATE = "write 2025-08 for January to August,"
REFUSED = {
    **dict.fromkeys(("", "total", "=4", "total@2024>4", "total@2024>=4", "total<=4"), FORM),
    "total@2024=": FORM,  # `total@2024=>4` where a shell has taken >4
    "total=3": "has no period: write total@2025-08=3 for January to August, or total@2025=3",
    "total@=3": f"'' is not a period: {TO_DATE}",
    "total@2025-Q1=3": f"'2025-Q1' is a quarter: {TO_DATE}",
    "total@13.08.2025=3": f"'13.08.2025' is a day: {TO_DATE}",
    "turnover@2025=3": "unknown quantity 'turnover': did you mean total?",
    "exprts@2025=3": "unknown quantity 'exprts': did you mean exports?",
    "deficit@2025=1.2": "unknown quantity 'deficit': write a deficit of 1.2 as balance=-1.2",
    "gdp@2025=3": f"unknown quantity 'gdp': choose from {', '.join(NAMES)}",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_claim_is_told_what_to_write(text: str) -> None:
    with pytest.raises(InputError, match=re.escape(REFUSED[text])):
        parse_claim(text)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("period", [(2025, 12), (2025, 9), (1999, 1)])
def test_a_quantity_reads_as_it_is_shown(name: str, period: tuple[int, int]) -> None:
    quantity = Quantity(name, *period)
    assert parse_claim(f"{quantity}=3").quantity == quantity


@given(text=st.text(max_size=30) | st.from_regex(r"[a-z_]{4,8}@[0-9-]{4,7}=.*", fullmatch=True))
def test_any_text_is_a_claim_or_says_why_not(text: str) -> None:
    try:
        claim = parse_claim(text, "2025-08")
    except InputError as error:
        assert str(error).startswith(("claim ", "unknown quantity "))
    else:
        assert claim.quantity.name in NAMES
        assert claim.figure
