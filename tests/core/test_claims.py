"""Claims that agree and claims that clash: the home case to the fraction, and the edges."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tradecalc.core.claims import Claim, ClaimCheck, check_claims, outward
from tradecalc.core.quantities import Quantity
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence


def quantity(text: str) -> Quantity:
    """Return what `total@2025-08` names."""
    name, _, period = text.partition("@")
    year, _, month = period.partition("-")
    return Quantity(name, int(year), int(month or 12))


def claim(text: str, low: str | int | None, high: str | int | None) -> Claim:
    ends = (None if end is None else Fraction(end) for end in (low, high))
    return Claim(quantity(text), *ends)


def ends(check: ClaimCheck, text: str) -> tuple[object, object]:
    bounds = check.bounds(quantity(text))
    return bounds.low, bounds.high


def clashing(claims: Sequence[Claim]) -> set[str]:
    """Return the names of the smallest clash, and hold that it is one and that none is spared."""
    check = ClaimCheck(claims)
    assert not check.consistent
    assert check.witness == {}
    clash = [claims[k] for k in check.clash]
    assert not ClaimCheck(clash).consistent
    for k in range(len(clash)):
        assert ClaimCheck(clash[:k] + clash[k + 1 :]).consistent
    return {str(one.quantity) for one in clash}


HOME = [
    claim("total@2025-08", "2.95", "3.05"),
    claim("total_growth@2025-08", "0.184", "0.185"),
    claim("exports@2025-08", "2.15", "2.25"),
    claim("exports_growth@2025-08", "0.267", "0.268"),
    claim("total@2025-09", "3.35", "3.45"),
    claim("total_growth@2025-09", "0.18", "0.19"),
    claim("total@2024", 4, 5),
]
# Each end is reached at a corner of the figures as written: total / 1.184, exports / 1.268, ...
HOME_ROWS = {
    "total@2024-08": (Fraction("2.95") / Fraction("1.185"), Fraction("3.05") / Fraction("1.184")),
    "exports@2024-08": (Fraction("2.15") / Fraction("1.268"), Fraction("2.25") / Fraction("1.267")),
    "imports@2025-08": (Fraction("0.7"), Fraction("0.9")),
    "imports@2024-08": (
        Fraction("2.95") / Fraction("1.185") - Fraction("2.25") / Fraction("1.267"),
        Fraction("3.05") / Fraction("1.184") - Fraction("2.15") / Fraction("1.268"),
    ),
    "imports_growth@2025-08": (
        Fraction("0.7")
        / (Fraction("2.95") / Fraction("1.184") - Fraction("2.25") / Fraction("1.268"))
        - 1,
        Fraction("0.9")
        / (Fraction("3.05") / Fraction("1.185") - Fraction("2.15") / Fraction("1.267"))
        - 1,
    ),
    "balance@2025-08": (Fraction("1.25"), Fraction("1.55")),
    "coverage_ratio@2025-08": (
        Fraction("2.15") / Fraction("0.9"),
        Fraction("2.25") / Fraction("0.7"),
    ),
    "total@2024-09": (Fraction("3.35") / Fraction("1.19"), Fraction("3.45") / Fraction("1.18")),
    "total@2024": (Fraction(4), Fraction(5)),
}


class TestTheHomeCase:
    def test_nothing_in_the_article_contradicts_itself(self) -> None:
        check = check_claims(HOME)
        assert check.consistent
        assert check.clash == ()
        assert all(one.low <= one.quantity.value(check.witness) <= one.high for one in HOME)  # type: ignore[operator]  # both ends are there

    @pytest.mark.parametrize("row", HOME_ROWS)
    def test_its_ranges_to_the_fraction(self, row: str) -> None:
        assert ends(ClaimCheck(HOME), row) == HOME_ROWS[row]

    def test_totals_to_date_narrow_nothing_but_what_is_not_claimed(self) -> None:
        alone = ClaimCheck(HOME[:4])
        for row in ("total@2024-08", "imports@2024-08", "imports_growth@2025-08"):
            assert ends(alone, row) == ends(ClaimCheck(HOME), row)
        assert ends(ClaimCheck(HOME), "exports@2025-09") == (Fraction("2.15"), Fraction("2.75"))
        assert ends(ClaimCheck(HOME[4:]), "exports@2025-09") == (0, Fraction("3.45"))


@pytest.mark.parametrize(
    ("claims", "clash"),
    [
        (
            [*HOME, claim("imports@2025-08", "1.45", "1.55")],
            {"total@2025-08", "exports@2025-08", "imports@2025-08"},
        ),
        (
            [*HOME[:4], claim("total@2025-09", "2.75", "2.85")],
            {"total@2025-08", "total@2025-09"},
        ),
        (
            [*HOME, claim("total@2024-08", "2.75", "2.85")],
            {"total@2025-08", "total_growth@2025-08", "total@2024-08"},
        ),
        ([*HOME, claim("total@2025", "3.2", "3.3")], {"total@2025-09", "total@2025"}),
        (
            [claim("exports@2025-11", "4.15", "4.25"), claim("total@2025", "4.05", "4.1")],
            {"exports@2025-11", "total@2025"},
        ),
        (
            [claim("exports_share@2025", "0.6", "0.7"), claim("imports_share@2025", "0.5", "0.6")],
            {"exports_share@2025", "imports_share@2025"},
        ),
        (
            [claim("coverage_ratio@2025", "1.1", "1.2"), claim("balance@2025", "-0.6", "-0.4")],
            {"coverage_ratio@2025", "balance@2025"},
        ),
        (  # both flows fall, and trade grows
            [
                claim("exports_growth@2025", "-0.2", "-0.1"),
                claim("imports_growth@2025", "-0.3", "-0.1"),
                claim("total_growth@2025", "0.01", "0.02"),
                claim("total@2025", 3, 4),
            ],
            {"exports_growth@2025", "imports_growth@2025", "total_growth@2025"},
        ),
        (
            [claim("total@2025", 3, 4), claim("exports@2025", "-0.2", "-0.1")],
            {"exports@2025"},
        ),
        ([claim("total@2025", 3, 4), claim("exports@2025", 2, 1)], {"exports@2025"}),
    ],
)
def test_a_smallest_set_that_clashes(claims: list[Claim], clash: set[str]) -> None:
    assert clashing(claims) == clash
    assert len(clashing(claims[::-1])) == len(clash)  # another one, where there are two


class TestWhatIsBelowTheLine:
    def test_nothing_grows_from_zero(self) -> None:
        claims = [
            claim("exports_growth@2025", "0.1", "0.2"),
            claim("imports@2025", 1, 2),
            claim("exports@2024", 0, 0),
        ]
        assert clashing(claims) == {"exports_growth@2025", "exports@2024"}

    def test_zero_that_follows_is_zero_too(self) -> None:
        claims = [
            claim("total@2024", 3, 3),
            claim("total@2025", 4, 5),
            claim("imports@2024", 3, 4),
            claim("exports_growth@2025", "-1", None),
        ]
        assert clashing(claims) == {"total@2024", "imports@2024", "exports_growth@2025"}

    def test_zero_to_date_is_zero_where_the_year_is(self) -> None:
        claims = [claim("exports@2024", 0, 0), claim("exports_growth@2025-08", None, 5)]
        assert clashing(claims) == {"exports@2024", "exports_growth@2025-08"}

    def test_nothing_is_covered_where_nothing_is_imported(self) -> None:
        claims = [claim("imports@2025", 0, 0), claim("coverage_ratio@2025", 0, 10)]
        assert clashing(claims) == {"imports@2025", "coverage_ratio@2025"}
        check = ClaimCheck(claims[:1])
        with pytest.raises(DomainError, match=r"^imports@2025 is zero$"):
            check.bounds(quantity("coverage_ratio@2025"))
        with pytest.raises(
            DomainError, match=r"^coverage_ratio@2025 has no value, for imports@2025 is"
        ):
            quantity("coverage_ratio@2025").value(check.witness)

    def test_nothing_has_no_shares(self) -> None:
        claims = [claim("total@2025", 0, 0), claim("exports_share@2025", None, None)]
        assert clashing(claims) == {"total@2025", "exports_share@2025"}

    def test_two_things_that_are_above_zero_at_once(self) -> None:
        claims = [
            claim("exports_growth@2025", None, None),
            claim("coverage_ratio@2025", None, None),
        ]
        check = ClaimCheck(claims)
        assert check.consistent
        assert check.witness[quantity("exports@2024")] > 0
        assert check.witness[quantity("imports@2025")] > 0

    def test_what_may_be_zero_bounds_no_ratio(self) -> None:
        check = ClaimCheck([claim("total@2025", 3, 4), claim("total@2024", 0, 2)])
        with pytest.raises(DomainError, match=r"^total@2024 may be zero$"):
            check.bounds(quantity("total_growth@2025"))
        with pytest.raises(DomainError, match=r"^imports@2025 may be zero$"):
            check.bounds(quantity("coverage_ratio@2025"))

    def test_what_may_be_zero_may_still_have_a_bounded_ratio(self) -> None:
        check = ClaimCheck([claim("exports@2025", 0, 2)])
        assert ends(check, "exports_share@2025") == (0, 1)
        held = ClaimCheck([claim("exports_growth@2025", "0.1", "0.2")])
        assert ends(held, "exports_growth@2025") == (Fraction("0.1"), Fraction("0.2"))

    def test_what_may_come_near_to_zero_counts_as_zero(self) -> None:
        check = ClaimCheck([claim("exports_share@2024", 1, 1), claim("total@2025", 0, 1)])
        with pytest.raises(DomainError, match=r"^exports@2024 may be zero$"):
            check.bounds(quantity("exports_growth@2025"))

    def test_a_ratio_that_is_only_come_near_to(self) -> None:
        # exports = imports - 1 or less: their ratio comes near to one, and is never there.
        check = ClaimCheck([claim("balance@2025", -2, -1)])
        assert ends(check, "coverage_ratio@2025") == (0, 1)
        check = ClaimCheck([claim("balance@2025", 1, None), claim("coverage_ratio@2025", None, 9)])
        assert ends(check, "coverage_ratio@2025") == (1, 9)
        check = ClaimCheck([claim("balance@2025", 1, 1)])
        assert ends(check, "imports_share@2025") == (0, Fraction(1, 2))


class TestOpenEnds:
    def test_a_claim_may_have_one_end(self) -> None:
        check = ClaimCheck([claim("total@2024", 4, None), claim("exports@2024", None, 3)])
        assert ends(check, "total@2024") == (4, None)
        assert ends(check, "exports@2024") == (0, 3)
        assert ends(check, "imports@2024") == (1, None)
        assert ends(check, "balance@2024") == (None, 2)
        assert ends(check, "coverage_ratio@2024") == (0, 3)

    def test_a_claim_may_have_no_end(self) -> None:
        check = ClaimCheck([claim("balance@2024", None, None)])
        assert ends(check, "balance@2024") == (None, None)
        assert ends(check, "total@2024") == (0, None)
        assert ends(check, "exports_share@2024") == (0, 1)

    def test_a_growth_without_levels_bounds_itself_alone(self) -> None:
        check = ClaimCheck([claim("total_growth@2025-08", "0.18", "0.19")])
        assert ends(check, "total_growth@2025-08") == (Fraction("0.18"), Fraction("0.19"))
        assert ends(check, "total@2025-08") == (0, None)
        with pytest.raises(DomainError, match=r"^exports@2024-08 may be zero$"):
            check.bounds(quantity("exports_growth@2025-08"))

    def test_a_growth_bounded_from_below_alone(self) -> None:
        check = ClaimCheck([claim("total@2024", 4, 5), claim("total@2025", 6, None)])
        assert ends(check, "total_growth@2025") == (Fraction("0.2"), None)


class TestLevels:
    def test_ranges_that_touch_agree_at_one_value(self) -> None:
        check = ClaimCheck(
            [claim("total@2025", "2.95", "3.05"), claim("total@2025", "3.05", "3.15")]
        )
        assert check.consistent
        assert ends(check, "total@2025") == (Fraction("3.05"), Fraction("3.05"))
        assert check.witness[quantity("exports@2025")] + check.witness[
            quantity("imports@2025")
        ] == Fraction("3.05")

    def test_a_hair_apart_they_clash(self) -> None:
        hair = Fraction(1, 10**30)
        above = Claim(quantity("total@2025"), Fraction("3.05") + hair, Fraction("3.15"))
        assert clashing([claim("total@2025", "2.95", "3.05"), above]) == {"total@2025"}

    def test_the_same_claim_twice_is_the_claim(self) -> None:
        twice = ClaimCheck([HOME[0], HOME[2], HOME[0], HOME[2]])
        once = ClaimCheck([HOME[0], HOME[2]])
        assert twice.consistent
        assert [twice.bounds(q) for q in once.quantities()] == [
            once.bounds(q) for q in once.quantities()
        ]
        assert twice.quantities() == once.quantities()

    def test_one_of_two_equal_claims_is_enough_for_no_clash(self) -> None:
        small = claim("total@2025", 1, 2)
        assert clashing([small, claim("total@2024", 1, 2), claim("exports@2025", 3, 4)]) == {
            "total@2025",
            "exports@2025",
        }
        assert ClaimCheck([small, small, claim("exports@2025", 3, 4)]).clash in ((0, 2), (1, 2))

    def test_a_balance_may_be_below_zero(self) -> None:
        check = ClaimCheck([claim("balance@2025", "-1.5", "-1.4"), claim("total@2025", 3, 4)])
        assert ends(check, "exports@2025") == (Fraction("0.75"), Fraction("1.3"))
        assert ends(check, "coverage_ratio@2025") == (
            Fraction("0.75") / Fraction("2.25"),
            Fraction(13, 27),
        )

    def test_shares_add_up(self) -> None:
        check = ClaimCheck([claim("exports_share@2025", "0.6", "0.7"), claim("total@2025", 3, 4)])
        assert ends(check, "imports_share@2025") == (Fraction("0.3"), Fraction("0.4"))
        assert ends(check, "exports@2025") == (Fraction("1.8"), Fraction("2.8"))
        assert ends(check, "coverage_ratio@2025") == (Fraction(3, 2), Fraction(7, 3))

    def test_the_longer_period_holds_the_shorter(self) -> None:
        check = ClaimCheck([claim("exports@2025-03", 1, 2), claim("exports@2025", 5, 6)],
                           also=[quantity("exports@2025-06")])  # fmt: skip
        assert ends(check, "exports@2025-06") == (1, 6)


class TestWhatIsSpokenOf:
    def test_no_claims_agree_and_say_nothing(self) -> None:
        check = ClaimCheck([])
        assert check.consistent
        assert (check.clash, check.witness, check.quantities()) == ((), {}, [])

    def test_the_periods_of_the_claims_and_of_growths(self) -> None:
        names = [str(q) for q in ClaimCheck(HOME[:2]).quantities()]
        assert names == [
            *(f"{n}@2024-08" for n in ("total", "exports", "imports", "balance", "coverage_ratio")),
            *(f"{n}@2025-08" for n in ("total", "exports", "imports", "balance", "coverage_ratio")),
            *(f"{n}_growth@2025-08" for n in ("total", "exports", "imports")),
        ]

    def test_shares_where_one_is_claimed(self) -> None:
        names = {q.name for q in ClaimCheck([claim("imports_share@2025", 0, 1)]).quantities()}
        assert names == {"total", "exports", "imports", "balance", "coverage_ratio"} | {
            "exports_share",
            "imports_share",
        }

    def test_other_periods_where_they_are_asked_for(self) -> None:
        check = ClaimCheck(HOME[:1], also=[quantity("total_growth@2025-08")])
        assert quantity("exports_growth@2025-08") in check.quantities()
        assert ends(check, "total@2024-08") == (0, None)
        with pytest.raises(DomainError, match=r"^total@2024-08 may be zero$"):
            check.bounds(quantity("total_growth@2025-08"))

    @pytest.mark.parametrize("text", ["total@2025-10", "total@2024-08", "total_growth@2025-08"])
    def test_of_another_period_nothing_is_made_up(self, text: str) -> None:
        with pytest.raises(DomainError, match=r"^no claim is of 202\d-\d\d, so there is no range"):
            ClaimCheck(HOME[:1]).bounds(quantity(text))

    def test_claims_that_clash_have_no_ranges(self) -> None:
        check = ClaimCheck([claim("total@2025", 1, 2), claim("exports@2025", 3, 4)])
        with pytest.raises(DomainError, match=r"^the claims clash: "):
            check.bounds(quantity("total@2025"))


class TestChanges:
    CHECK = ClaimCheck(
        [
            claim("exports@2024", 2, 3),
            claim("imports@2024", 1, 1),
            claim("exports@2025", 4, 5),
            claim("imports@2025", 2, 2),
        ]
    )

    def test_they_have_ranges_of_their_own(self) -> None:
        assert ends(self.CHECK, "exports_change@2025") == (1, 3)
        assert ends(self.CHECK, "balance_change@2025") == (0, 2)
        assert ends(self.CHECK, "exports_contribution@2025") == (Fraction(1, 4), 1)
        assert ends(self.CHECK, "imports_share_of_change@2025") == (Fraction(1, 4), Fraction(1, 2))

    def test_a_change_may_be_claimed(self) -> None:
        more = ClaimCheck([*self.CHECK.claims, claim("total_change@2025", 2, 3)])
        assert ends(more, "exports_change@2025") == (1, 2)
        assert clashing([*self.CHECK.claims, claim("exports_change@2025", -1, 0)]) == {
            *("exports@2024", "exports@2025", "exports_change@2025"),
        }

    def test_of_a_fall_there_are_shares_too(self) -> None:
        fall = ClaimCheck([claim("total@2024", 5, 5), claim("total@2025", 4, 4),
                           claim("exports_change@2025", -2, -1)])  # fmt: skip
        assert ends(fall, "exports_share_of_change@2025") == (1, 2)

    def test_of_a_change_of_either_sign_there_are_none(self) -> None:
        check = ClaimCheck([claim("total@2024", 3, 5), claim("total@2025", 4, 4)])
        with pytest.raises(DomainError, match=r"^total_change@2025 may be zero$"):
            check.bounds(quantity("exports_share_of_change@2025"))
        with pytest.raises(DomainError, match="cannot be claimed"):
            ClaimCheck([claim("exports_share_of_change@2025", 0, 1)])
        still = ClaimCheck([claim("total@2024", 4, 4), claim("total@2025", 4, 4)])
        with pytest.raises(DomainError, match=r"^total_change@2025 is zero$"):
            still.bounds(quantity("exports_share_of_change@2025"))


def test_an_end_is_shown_to_the_outside() -> None:
    third = Fraction(1, 3)
    assert outward(third, up=False) < third < outward(third, up=True)
    assert outward(Fraction(1, 4), up=True) == outward(Fraction(1, 4), up=False) == 0.25
    assert outward(Fraction("3.35"), up=False) == 3.35
    with pytest.raises(DomainError, match="too large"):
        outward(Fraction(10) ** 400, up=True)


def test_claims_that_clash_leave_no_gain_either() -> None:
    check = check_claims([claim("total@2025-08", 3, 3), claim("total@2025-09", 2, 2)])
    with pytest.raises(DomainError, match="nothing lies within all of them"):
        check.gain(quantity("total@2025-08"), quantity("total@2025-09"))


def test_every_ratio_needs_something_below_its_line_not_the_first_alone() -> None:
    fine = [claim("coverage_ratio@2024", 1, 2), claim("imports@2024", 3, 3)]
    none = [claim("coverage_ratio@2025", 1, 2), claim("imports@2025", 0, 0)]
    assert clashing([*fine, *none]) == {"coverage_ratio@2025", "imports@2025"}
