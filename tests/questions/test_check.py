"""Claims held against each other: the home case, doctored ones, and what a reader is told."""

from __future__ import annotations

from typing import Any

import pytest

from tradecalc.errors import DomainError, InputError
from tradecalc.questions.check import CHECK
from tradecalc.questions.question import Result, ask
from tradecalc.show.text import doubts, notes, sentence

HOME = [
    *("total@2025-08=3.0", "total_growth@2025-08=18.5%-"),
    *("exports@2025-08=2.2", "exports_growth@2025-08=26.7%+"),
    *("total@2025-09=3.4", "total_growth@2025-09=18%+", "total@2024=4+"),
]


def checked(*claims: str, **options: Any) -> Result:
    return ask(CHECK, {"claims": claims, **options})


def rows(result: Result, name: str) -> dict[str, tuple[Any, ...]]:
    """A table's ends, and what stands behind them, by its first column."""
    return {
        next(iter(row.values())): tuple(row[c] for c in row if c not in ("claim", "quantity"))
        for row in result.tables[name]
    }


class TestTheHomeCase:
    def test_it_is_consistent_and_every_claim_holds_its_witness(self) -> None:
        result = checked(*HOME)
        assert (result.answers["verdict"], result.says_no) == ("consistent", False)
        assert list(rows(result, "claims")) == HOME
        for low, high, witness in rows(result, "claims").values():
            assert low <= witness <= high
        low, high, note = rows(result, "implied")["imports_growth@2025-08"]
        assert (low, high) == pytest.approx((-0.02386, 0.02633), abs=1e-5)
        assert note == "sign open"

    def test_a_period_for_all_is_the_period_of_each(self) -> None:
        short = [claim.replace("@2025-08", "") for claim in HOME]
        assert checked(*short, period="2025-08").tables == checked(*HOME).tables


CLASHES = {  # by the claims of it, where the others put one of them
    "total@2025-08=3.0 exports@2025-08=2.2 imports@2025-08=1.5": (
        "Exports of 2.2 and imports of 1.5 put the total at 3.60 or more; 3.0 is 3.05 at most."
    ),
    "total@2025-08=3.0 total@2025-09=2.8": (
        "The total of 2.8 in 2025-09 puts the total in 2025-08 at 2.85 or less; 3.0 is 2.95 at"
    ),
    "total@2025-08=3.0 total@2024-08=2.53 total_growth@2025-08=30%": "3.2698 or more",
    "exports@2025=-5": "puts exports at 0.0 or more; -5 is -4.5 at most.",
    "coverage_ratio@2025=-5%": "puts the coverage ratio at 0.0 % or more; -5 %",
    "total@2024=exact:0 total_growth@2025=18%": (
        "The total of 0 in 2024 and the growth of the total of 18 % in 2025 exclude one another"
    ),
    "total@2025=3.04 total@2025=3.06": "The total of 3.06 puts the total at 3.055 or more",
}


@pytest.mark.parametrize("clash", CLASHES)
def test_a_clash_goes_before_one_that_a_convention_sets(clash: str) -> None:
    claims = [*clash.split(), "total@2023-09=5.2", "total@2023=4+"]
    result = checked(*claims)
    assert result.answers["verdict"] == "inconsistent"
    assert result.says_no
    assert sorted(row["claim"] for row in result.tables["clash"]) == sorted(clash.split())
    assert CLASHES[clash] in sentence(result)
    assert notes(result) == []
    assert len(result.inputs) == len(claims)


def test_a_clash_that_only_a_convention_brings_about_says_so() -> None:
    result = checked("total@2024-09=5.2", "total@2024=4+")
    assert set(rows(result, "clash")) == {"total@2024-09=5.2", "total@2024=4+"}
    said = "Only the usual reach of the mark in total@2024=4+ makes this a clash"
    assert notes(result) == [f"{said}."]


def test_what_is_left_open_says_so() -> None:
    found = rows(checked("exports@2025=2.2", "total@2024=3.0"), "implied")
    assert found["imports@2025"] == (0.0, None, "unbounded above")
    assert found["balance@2025"][1:] == (2.25, "unbounded below")
    assert found["exports_growth@2025"] == (None, None, "none: exports@2024 may be zero")


def test_a_ratio_too_large_for_a_number_is_left_out_alone() -> None:
    found = rows(checked("exports@2025=1e300", "imports@2025=exact:1e-300"), "implied")
    assert found["coverage_ratio@2025"][:2] == (None, None)
    assert "too large" in found["coverage_ratio@2025"][2]
    assert found["imports@2025"][:2] == (1e-300, 1e-300)


def test_shares_are_read_in_per_cent_and_doubted_where_they_look_like_fractions() -> None:
    result = checked("total@2025=4", "exports_share@2025=75%", "coverage_ratio@2025=300%")
    low, high, _ = rows(result, "implied")["exports@2025"]
    assert 0.745 * 3.5 <= low < high <= 0.755 * 4.5
    assert doubts(result) == []
    said = "exports_share@2025 0.75 was read as 0.75 %; write 75, or add --fractions."
    assert doubts(checked("exports_share@2025=0.75", "exports@2025=2.2")) == [said]


@pytest.mark.parametrize(
    ("claims", "period", "reason"),
    [
        (["total@2025=3", "exports@2025=x"], None, r"^exports@2025 'x' is not a figure"),
        (["exports@2025=3bn", "total@2024=4"], None, "exports@2025 has a scale and total@2024 has"),
        (["total=3"], "2025-Q1", r"^'2025-Q1' is a quarter"),
    ],
)
def test_what_cannot_be_read(claims: list[str], period: str | None, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        checked(*claims, period=period)


def test_claims_near_the_largest_number_are_answered_or_refused() -> None:
    checked("total@2025-09=3.4", "total@2024-08=1e308", "total@2024-09=1e308")
    growth = ("total@2025-09=3.4", "total_growth@2025-09=18%+")
    with pytest.raises(DomainError, match="too large to calculate"):
        checked(*growth, "total@2024-09=1.7976931348623157e308")
