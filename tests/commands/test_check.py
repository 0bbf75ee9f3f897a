"""Claims held against each other: the home case, doctored ones, and what a reader is told."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, Estimate, InputError
from tradecalc.commands.check import check
from tradecalc.commands.claimed import outward
from tradecalc.inputs.question import Question
from tradecalc.outputs.display import Style
from tradecalc.outputs.formats import FORMATS

if TYPE_CHECKING:
    from tradecalc.outputs.report import Report

HOME = [
    *("total@2025-08=3.0", "total_growth@2025-08=18.5%-"),
    *("exports@2025-08=2.2", "exports_growth@2025-08=26.7%+"),
    *("total@2025-09=3.4", "total_growth@2025-09=18%+", "total@2024=4+"),
]


def checked(*claims: str, **options: Any) -> Report:
    return check(Question(rounded=True), claims=claims, **options)


def rows(report: Report, name: str) -> dict[str, tuple[Any, ...]]:
    table = report.table(name)
    assert table is not None
    return {
        str(first): tuple(c.value if isinstance(c, Estimate) else c for c in rest)
        for first, *rest in table.rows
    }


def clash(report: Report) -> set[str]:
    assert report.answer("verdict").value == "inconsistent"
    assert report.says_no
    return set(rows(report, "clash"))


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
        report = checked(*HOME)
        assert (report.answer("verdict").value, report.says_no) == ("consistent", False)
        for low, high, witness in rows(report, "claims").values():
            assert low <= witness <= high
        assert list(rows(report, "claims")) == HOME

    def test_a_period_for_all_is_the_period_of_each(self) -> None:
        short = [claim.replace("@2025-08", "") for claim in HOME]
        assert checked(*short, period="2025-08").tables == checked(*HOME).tables

    def test_it_was_printed_by_the_command(self, run: Any) -> None:
        done = run("check", *HOME, "--get", "implied")
        assert done.returncode == 0
        got = {row["quantity"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
        assert float(got["imports@2025-08"]["low"]) == pytest.approx(0.7)
        assert run("check", *HOME, "-q").stdout == "consistent\n"


class TestDoctoredCases:
    def test_parts_above_their_total(self, run: Any) -> None:
        claims = [*HOME, "imports@2025-08=1.5"]
        report = checked(*claims)
        assert clash(report) == {"total@2025-08=3.0", "exports@2025-08=2.2", claims[-1]}
        assert report.summary == (
            "These figures cannot all be true: exports@2025-08=2.2 and imports@2025-08=1.5 put"
            " total@2025-08 at 3.60 or more, and total@2025-08=3.0 is at most 3.05."
        )
        done = run("check", *claims, "-q")
        assert (done.returncode, done.stdout) == (1, "inconsistent\n")

    def test_nine_months_below_eight(self) -> None:
        report = checked("total@2025-08=3.0", "total@2025-09=2.8", "exports@2025-08=2.2")
        assert clash(report) == {"total@2025-08=3.0", "total@2025-09=2.8"}
        assert "puts total@2025-08 at 2.85 or less" in report.summary

    def test_a_growth_that_cannot_meet_the_levels(self) -> None:
        claims = ["total@2025-08=3.0", "total@2024-08=2.53", "total_growth@2025-08=30%"]
        assert clash(checked(*claims, "exports@2025-08=2.2")) == set(claims)

    def test_a_year_to_date_above_its_full_year(self) -> None:
        report = checked("total@2024-09=5.2", "total@2024=4+")
        assert clash(report) == {"total@2024-09=5.2", "total@2024=4+"}

    def test_a_clash_that_only_a_convention_brings_about_says_so(self) -> None:
        report = checked("total@2024-09=5.2", "total@2024=4+")
        (note,) = report.notes
        assert note == (
            "The clash rests on the far end of total@2024=4+, which only a convention sets: with"
            " its far end open these figures agree."
        )

    def test_a_clash_that_no_convention_sets_goes_first(self) -> None:
        firm = {"total@2025-08=3.0", "exports@2025-08=3.2"}
        report = checked("total@2024-09=5.2", "total@2024=4+", *firm)
        assert clash(report) == firm
        assert report.notes == ()

    def test_one_claim_may_be_impossible_alone(self) -> None:
        report = checked("exports@2025=-5")
        assert clash(report) == {"exports@2025=-5"}
        assert (
            "exports@2025 is never below 0.0, and exports@2025=-5 is at most -4.5" in report.summary
        )

    def test_a_ratio_below_zero_is_impossible_alone(self) -> None:
        report = checked("coverage_ratio@2025=-5%")
        assert clash(report) == {"coverage_ratio@2025=-5%"}
        assert "coverage_ratio@2025 is never below 0.0 %" in report.summary

    def test_growth_from_nothing_is_no_growth(self) -> None:
        report = checked("total@2024=exact:0", "total_growth@2025=18%")
        assert clash(report) == {"total@2024=exact:0", "total_growth@2025=18%"}
        assert "leaves nothing in total@2024, and total_growth@2025=18%" in report.summary

    def test_the_same_claim_twice_may_clash_with_itself(self) -> None:
        report = checked("total@2025=3.0", "total@2025=3.2")
        assert clash(report) == {"total@2025=3.0", "total@2025=3.2"}
        assert len(report.readings) == 2

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
        report = checked("total@2025=4", "exports_share@2025=75%", "coverage_ratio@2025=300%")
        assert not report.says_no
        found = rows(report, "implied")
        low, high, _ = found["exports@2025"]
        assert 0.745 * 3.5 <= low < high <= 0.755 * 4.5

    def test_a_ratio_that_looks_like_a_fraction_is_doubted(self) -> None:
        report = checked("exports_share@2025=0.75", "exports@2025=2.2")
        assert report.warnings == (
            "exports_share@2025 0.75 was read as 0.75 %; write 75, or add --fractions.",
        )

    def test_a_balance_may_be_below_zero(self) -> None:
        found = rows(checked("balance@2025=-0.5", "exports@2025=2.0"), "implied")
        low, high, _ = found["imports@2025"]
        assert (low, high) == pytest.approx((2.4, 2.6))


class TestReading:
    def test_levels_are_brought_to_one_scale(self) -> None:
        assert not checked(
            "total@2025=USD3.0bn", "exports@2025=2200mn", "imports@2025=800mn"
        ).says_no

    def test_no_claim_and_too_many_are_refused(self) -> None:
        with pytest.raises(InputError, match="check needs claims"):
            checked()
        with pytest.raises(InputError, match="101 claims are more than the 100"):
            checked(*["total@2025=3"] * 101)

    def test_an_end_is_shown_to_the_outside(self) -> None:
        third = Fraction(1, 3)
        low, high = outward(third, up=False), outward(third, up=True)
        assert low is not None
        assert high is not None
        assert low.value < third < high.value
        assert outward(Fraction(1, 4), up=True) == outward(Fraction(1, 4), up=False)
        with pytest.raises(DomainError, match="too large"):
            outward(Fraction(10) ** 400, up=True)


@pytest.mark.parametrize("claims", [HOME, [*HOME, "imports@2025-08=1.5"], ["exports@2025=2.2"]])
def test_every_format_holds_the_same(claims: list[str]) -> None:
    report = checked(*claims)
    document = json.loads(FORMATS["json"](report, Style(explain=True)))
    assert document["answers"]["verdict"]["value"] == report.answer("verdict").value
    assert {row["claim"] for row in document["tables"]["claims"]} == set(claims)
    for name in ("table", "plain", "md"):
        text = FORMATS[name](report, Style()).replace("\\", "")
        assert all(claim.replace(" ", "") in text for claim in claims)


def test_claims_near_the_largest_number_are_answered_or_refused(run: Any) -> None:
    wide = run("check", "total@2025-09=3.4", "total@2024-08=1e308", "total@2024-09=1e308")
    assert wide.returncode == 0
    claims = (
        "total@2025-09=3.4",
        "total_growth@2025-09=18%+",
        "total@2024-09=1.7976931348623157e308",
    )
    beyond = run("check", *claims)
    assert beyond.returncode == 3
    assert "too large to be calculated" in beyond.stderr
