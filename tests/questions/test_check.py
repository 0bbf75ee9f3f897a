"""Claims held against each other: the home case, doctored ones, and what a reader is told."""

from __future__ import annotations

from typing import Any

import pytest

from tradecalc.errors import DomainError, InputError
from tradecalc.questions.check import CHECK
from tradecalc.questions.question import Result, ask
from tradecalc.show.text import doubts, notes, sentence, text

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


def clash(result: Result) -> set[str]:
    assert result.answers["verdict"] == "inconsistent"
    assert result.says_no
    return set(rows(result, "clash"))


class TestTheHomeCase:
    # As rounded outwards in the definitions.
    @pytest.mark.parametrize(
        ("quantity", "low", "high", "note"),
        [
            ("total@2024-08", 2.48, 2.58, ""),
            ("imports@2025-08", 0.70, 0.90, ""),
            ("imports@2024-08", 0.71, 0.89, ""),
            ("imports_growth@2025-08", -0.02386, 0.02633, "sign open"),
            ("balance@2025-08", 1.25, 1.55, ""),
            ("coverage_ratio@2025-08", 2.38, 3.22, ""),
            ("total@2024-09", 2.81, 2.93, ""),
        ],
    )
    def test_what_follows_is_as_known(
        self, quantity: str, low: float, high: float, note: str
    ) -> None:
        found = rows(checked(*HOME), "implied")[quantity]
        step = 0.01 if abs(low) > 0.1 else 1e-5
        assert low <= found[0] + 1e-12
        assert found[0] < low + step
        assert high - step < found[1]
        assert found[1] <= high + 1e-12
        assert found[2] == note

    def test_it_is_consistent_and_every_claim_holds_its_witness(self) -> None:
        result = checked(*HOME)
        assert (result.answers["verdict"], result.says_no) == ("consistent", False)
        for low, high, witness in rows(result, "claims").values():
            assert low <= witness <= high
        assert list(rows(result, "claims")) == HOME

    def test_a_period_for_all_is_the_period_of_each(self) -> None:
        short = [claim.replace("@2025-08", "") for claim in HOME]
        assert checked(*short, period="2025-08").tables == checked(*HOME).tables


class TestDoctoredCases:
    def test_parts_above_their_total(self) -> None:
        claims = [*HOME, "imports@2025-08=1.5"]
        result = checked(*claims)
        assert clash(result) == {"total@2025-08=3.0", "exports@2025-08=2.2", claims[-1]}
        assert sentence(result) == (
            "These figures cannot all be true: exports@2025-08=2.2 and imports@2025-08=1.5 put"
            " total@2025-08 at 3.60 or more, and total@2025-08=3.0 is at most 3.05."
        )

    def test_nine_months_below_eight(self) -> None:
        result = checked("total@2025-08=3.0", "total@2025-09=2.8", "exports@2025-08=2.2")
        assert clash(result) == {"total@2025-08=3.0", "total@2025-09=2.8"}
        assert "puts total@2025-08 at 2.85 or less" in sentence(result)

    def test_a_growth_that_cannot_meet_the_levels(self) -> None:
        claims = ["total@2025-08=3.0", "total@2024-08=2.53", "total_growth@2025-08=30%"]
        assert clash(checked(*claims, "exports@2025-08=2.2")) == set(claims)

    def test_a_year_to_date_above_its_full_year(self) -> None:
        result = checked("total@2024-09=5.2", "total@2024=4+")
        assert clash(result) == {"total@2024-09=5.2", "total@2024=4+"}

    def test_a_clash_that_only_a_convention_brings_about_says_so(self) -> None:
        result = checked("total@2024-09=5.2", "total@2024=4+")
        (note,) = notes(result)
        assert note == (
            "The clash rests on the far end of total@2024=4+, which only a convention sets: with"
            " its far end open these figures agree."
        )

    def test_a_clash_that_no_convention_sets_goes_first(self) -> None:
        firm = {"total@2025-08=3.0", "exports@2025-08=3.2"}
        result = checked("total@2024-09=5.2", "total@2024=4+", *firm)
        assert clash(result) == firm
        assert notes(result) == []

    def test_one_claim_may_be_impossible_alone(self) -> None:
        result = checked("exports@2025=-5")
        assert clash(result) == {"exports@2025=-5"}
        assert "exports@2025 is never below 0.0, and exports@2025=-5 is at most -4.5" in sentence(
            result
        )

    def test_a_ratio_below_zero_is_impossible_alone(self) -> None:
        result = checked("coverage_ratio@2025=-5%")
        assert clash(result) == {"coverage_ratio@2025=-5%"}
        assert "coverage_ratio@2025 is never below 0.0 %" in sentence(result)

    def test_growth_from_nothing_is_no_growth(self) -> None:
        result = checked("total@2024=exact:0", "total_growth@2025=18%")
        assert clash(result) == {"total@2024=exact:0", "total_growth@2025=18%"}
        assert "leaves nothing in total@2024, and total_growth@2025=18%" in sentence(result)

    def test_the_same_claim_twice_may_clash_with_itself(self) -> None:
        result = checked("total@2025=3.0", "total@2025=3.2")
        assert clash(result) == {"total@2025=3.0", "total@2025=3.2"}
        assert len(result.inputs) == 2

    def test_ranges_that_touch_agree(self) -> None:
        assert not checked("total@2025=3.05", "total@2025=3.06").says_no
        assert checked("total@2025=3.04", "total@2025=3.06").says_no


class TestWhatIsLeftOpen:
    def test_what_is_not_bounded_says_so(self) -> None:
        found = rows(checked("exports@2025=2.2"), "implied")
        assert found["imports@2025"] == (0.0, None, "unbounded above")
        assert found["balance@2025"][1:] == (2.25, "unbounded below")

    def test_a_growth_from_what_may_be_nothing_has_no_range(self) -> None:
        found = rows(checked("exports@2025=2.2", "total@2024=3.0"), "implied")
        assert found["exports_growth@2025"] == (None, None, "none: exports@2024 may be zero")

    def test_a_ratio_too_large_for_a_number_is_left_out_alone(self) -> None:
        found = rows(checked("exports@2025=1e300", "imports@2025=exact:1e-300"), "implied")
        assert found["coverage_ratio@2025"][:2] == (None, None)
        assert "too large" in found["coverage_ratio@2025"][2]
        assert found["imports@2025"][:2] == (1e-300, 1e-300)

    def test_shares_and_coverages_are_read_in_per_cent(self) -> None:
        result = checked("total@2025=4", "exports_share@2025=75%", "coverage_ratio@2025=300%")
        assert not result.says_no
        found = rows(result, "implied")
        low, high, _ = found["exports@2025"]
        assert 0.745 * 3.5 <= low < high <= 0.755 * 4.5

    def test_a_ratio_that_looks_like_a_fraction_is_doubted(self) -> None:
        result = checked("exports_share@2025=0.75", "exports@2025=2.2")
        assert doubts(result) == [
            "exports_share@2025 0.75 was read as 0.75 %; write 75, or add --fractions.",
        ]

    def test_a_balance_may_be_below_zero(self) -> None:
        found = rows(checked("balance@2025=-0.5", "exports@2025=2.0"), "implied")
        low, high, _ = found["imports@2025"]
        assert (low, high) == pytest.approx((2.4, 2.6))


class TestReading:
    def test_levels_are_brought_to_one_scale(self) -> None:
        assert not checked(
            "total@2025=USD3.0bn", "exports@2025=2200mn", "imports@2025=800mn"
        ).says_no

    def test_what_is_wrong_with_a_figure_is_said_of_its_quantity(self) -> None:
        with pytest.raises(InputError, match=r"^exports@2025 'x' is not a figure"):
            checked("total@2025=3", "exports@2025=x")
        with pytest.raises(InputError, match="exports@2025 has a scale and total@2024 has none"):
            checked("exports@2025=3bn", "total@2024=4")
        with pytest.raises(InputError, match=r"^period '2025-Q1' is a quarter"):
            checked("total@2025=3", period="2025-Q1")

    def test_no_claim_and_too_many_are_refused(self) -> None:
        with pytest.raises(InputError, match="check needs claims"):
            checked()
        with pytest.raises(InputError, match="101 claims are more than the 100"):
            checked(*["total@2025=3"] * 101)


@pytest.mark.parametrize("claims", [HOME, [*HOME, "imports@2025-08=1.5"], ["exports@2025=2.2"]])
def test_text_and_json_hold_the_same(claims: list[str]) -> None:
    result = checked(*claims)
    document = result.to_dict()
    assert document["answers"]["verdict"]["value"] == result.answers["verdict"]
    assert {row["claim"] for row in document["tables"]["claims"]} == set(claims)
    assert all(claim in text(result) for claim in claims)


def test_claims_near_the_largest_number_are_answered_or_refused() -> None:
    checked("total@2025-09=3.4", "total@2024-08=1e308", "total@2024-09=1e308")
    growth = ("total@2025-09=3.4", "total_growth@2025-09=18%+")
    with pytest.raises(DomainError, match="too large to be calculated"):
        checked(*growth, "total@2024-09=1.7976931348623157e308")
