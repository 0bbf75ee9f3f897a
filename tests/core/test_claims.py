"""Claims that agree and claims that clash: the home case to the fraction, and the edges."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tradecalc.core.claims import Bounds, Claim, ClaimCheck, check_claims, outward
from tradecalc.core.quantities import Quantity
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence


def quantity(text: str) -> Quantity:
    """Return what `total@2025-08` names."""
    name, _, period = text.partition("@")
    year, _, month = period.partition("-")
    return Quantity(name, int(year), int(month or 12))


def claims(text: str) -> list[Claim]:
    """Return claims such as `total@2024 4 _; exports@2024 _ 3`, where `_` is an open end."""
    found = []
    for said in text.split(";"):
        name, *two = said.split()
        low, high = (None if end == "_" else Fraction(end) for end in two)
        found.append(Claim(quantity(name), low, high))
    return found


def ends(check: ClaimCheck | str, text: str) -> tuple[object, object]:
    check = ClaimCheck(claims(check)) if isinstance(check, str) else check
    bounds = check.bounds(quantity(text))
    return bounds.low, bounds.high


def no_value(check: ClaimCheck | str, text: str) -> str:
    """Return why a quantity has no range."""
    with pytest.raises(DomainError) as caught:
        ends(check, text)
    return str(caught.value)


def clashing(held: Sequence[Claim]) -> set[str]:
    """Return the names of the smallest clash, and hold that it is one and that none is spared."""
    check = ClaimCheck(held)
    assert not check.consistent
    assert check.witness == {}
    clash = [held[k] for k in check.clash]
    assert not ClaimCheck(clash).consistent
    for k in range(len(clash)):
        assert ClaimCheck(clash[:k] + clash[k + 1 :]).consistent
    return {str(one.quantity) for one in clash}


AUGUST = "total@2025-08 2.95 3.05; total_growth@2025-08 0.184 0.185"
EXPORTS = "exports@2025-08 2.15 2.25; exports_growth@2025-08 0.267 0.268"
SINCE = "total@2025-09 3.35 3.45; total_growth@2025-09 0.18 0.19; total@2024 4 5"
FALLING = "exports_growth@2025 -0.2 -0.1; imports_growth@2025 -0.3 -0.1"
HOME = f"{AUGUST}; {EXPORTS}; {SINCE}"
F = Fraction
# Each end is reached at a corner of the figures as written: total / 1.184, exports / 1.268, ...
HOME_ROWS = {
    "total@2024-08": (F("2.95") / F("1.185"), F("3.05") / F("1.184")),
    "exports@2024-08": (F("2.15") / F("1.268"), F("2.25") / F("1.267")),
    "imports@2025-08": (F("0.7"), F("0.9")),
    "imports@2024-08": (
        F("2.95") / F("1.185") - F("2.25") / F("1.267"),
        F("3.05") / F("1.184") - F("2.15") / F("1.268"),
    ),
    "imports_growth@2025-08": (
        F("0.7") / (F("2.95") / F("1.184") - F("2.25") / F("1.268")) - 1,
        F("0.9") / (F("3.05") / F("1.185") - F("2.15") / F("1.267")) - 1,
    ),
    "balance@2025-08": (F("1.25"), F("1.55")),
    "coverage_ratio@2025-08": (F("2.15") / F("0.9"), F("2.25") / F("0.7")),
    "total@2024-09": (F("3.35") / F("1.19"), F("3.45") / F("1.18")),
    "total@2024": (4, 5),
    "exports@2025-09": (F("2.15"), F("2.75")),
}


@pytest.mark.parametrize("row", HOME_ROWS)
def test_the_ranges_of_the_article_to_the_fraction(row: str) -> None:
    assert ends(HOME, row) == HOME_ROWS[row]


def test_nothing_in_the_article_contradicts_itself_and_later_months_narrow_none_before() -> None:
    check = check_claims(claims(HOME))
    assert check.consistent
    assert check.clash == ()
    for row in ("total@2024-08", "imports@2024-08", "imports_growth@2025-08"):
        assert ends(f"{AUGUST}; {EXPORTS}", row) == HOME_ROWS[row]
    assert ends(SINCE, "exports@2025-09") == (0, F("3.45"))


@pytest.mark.parametrize(
    ("said", "clash"),
    [
        (f"{HOME}; imports@2025-08 1.45 1.55", "total@2025-08 exports@2025-08 imports@2025-08"),
        (f"{AUGUST}; {EXPORTS}; total@2025-09 2.75 2.85", "total@2025-08 total@2025-09"),
        (f"{HOME}; total@2025 3.2 3.3", "total@2025-09 total@2025"),
        ("exports@2025-11 4.15 4.25; total@2025 4.05 4.1", "exports@2025-11 total@2025"),
        (
            "exports_share@2025 0.6 0.7; imports_share@2025 0.5 0.6",
            "exports_share@2025 imports_share@2025",
        ),
        (  # both flows fall, and trade grows
            f"{FALLING}; total_growth@2025 0.01 0.02; total@2025 3 4",
            "exports_growth@2025 imports_growth@2025 total_growth@2025",
        ),
        ("total@2025 3 4; exports@2025 -0.2 -0.1", "exports@2025"),
        # What is below the line of a ratio is above zero.
        (
            "exports_growth@2025 0.1 0.2; imports@2025 1 2; exports@2024 0 0",
            "exports_growth@2025 exports@2024",
        ),
        (  # zero that follows is zero too
            "total@2024 3 3; total@2025 4 5; imports@2024 3 4; exports_growth@2025 -1 _",
            "total@2024 imports@2024 exports_growth@2025",
        ),
        (  # nothing in the year is nothing to date
            "exports@2024 0 0; exports_growth@2025-08 _ 5",
            "exports@2024 exports_growth@2025-08",
        ),
        ("total@2025 0 0; exports_share@2025 _ _", "total@2025 exports_share@2025"),
        (  # of every ratio, not of the first alone
            "coverage_ratio@2024 1 2; imports@2024 3 3; coverage_ratio@2025 1 2; imports@2025 0 0",
            "coverage_ratio@2025 imports@2025",
        ),
    ],
)
def test_a_smallest_set_that_clashes(said: str, clash: str) -> None:
    assert clashing(claims(said)) == set(clash.split())
    # Turned round it may be another one, of as many.
    assert len(clashing(claims(said)[::-1])) == len(clash.split())


def test_a_hair_apart_two_ranges_clash_and_where_they_touch_they_agree() -> None:
    hair = Fraction(1, 10**30)
    check = ClaimCheck(claims("total@2025 2.95 3.05; total@2025 3.05 3.15"))
    assert ends(check, "total@2025") == (F("3.05"), F("3.05"))
    assert quantity("total@2025").value(check.witness) == F("3.05")
    above = Claim(quantity("total@2025"), F("3.05") + hair, F("3.15"))
    assert clashing([*claims("total@2025 2.95 3.05"), above]) == {"total@2025"}


def test_two_things_are_above_zero_at_once() -> None:
    check = ClaimCheck(claims("exports_growth@2025 _ _; coverage_ratio@2025 _ _"))
    assert check.consistent
    assert check.witness[quantity("exports@2024")] > 0
    assert check.witness[quantity("imports@2025")] > 0


@pytest.mark.parametrize(
    ("said", "asked", "why"),
    [
        ("imports@2025 0 0", "coverage_ratio@2025", "imports@2025 is zero"),
        ("total@2025 3 4; total@2024 0 2", "total_growth@2025", "total@2024 may be zero"),
        ("total@2025 3 4; total@2024 0 2", "coverage_ratio@2025", "imports@2025 may be zero"),
        (  # it comes near to zero, which counts as zero
            "exports_share@2024 1 1; total@2025 0 1",
            "exports_growth@2025",
            "exports@2024 may be zero",
        ),
        (
            "total@2024 3 5; total@2025 4 4",
            "exports_share_of_change@2025",
            "total_change@2025 may be zero",
        ),
        ("total@2025-08 1 2", "total@2025-10", "no claim is of 2025-10"),
        ("total@2025 1 2; exports@2025 3 4", "total@2025", "the claims contradict each other"),
    ],
)
def test_what_has_no_range(said: str, asked: str, why: str) -> None:
    assert no_value(said, asked) == why


@pytest.mark.parametrize(
    ("said", "asked", "expected"),
    [
        # What may be zero may still have a bounded ratio,
        ("exports@2025 0 2", "exports_share@2025", (0, 1)),
        ("exports_growth@2025 0.1 0.2", "exports_growth@2025", (F("0.1"), F("0.2"))),
        # and one that is only come near to: exports are imports less one, or fewer.
        ("balance@2025 -2 -1", "coverage_ratio@2025", (0, 1)),
        ("balance@2025 1 _; coverage_ratio@2025 _ 9", "coverage_ratio@2025", (1, 9)),
        ("balance@2025 1 1", "imports_share@2025", (0, F(1, 2))),
        # A claim may have one end, or none.
        ("total@2024 4 _; exports@2024 _ 3", "total@2024", (4, None)),
        ("total@2024 4 _; exports@2024 _ 3", "exports@2024", (0, 3)),
        ("total@2024 4 _; exports@2024 _ 3", "balance@2024", (None, 2)),
        ("balance@2024 _ _", "balance@2024", (None, None)),
        ("total@2024 4 5; total@2025 6 _", "total_growth@2025", (F("0.2"), None)),
        # A balance may be below zero, and shares add up.
        ("balance@2025 -1.5 -1.4; total@2025 3 4", "coverage_ratio@2025", (F(1, 3), F(13, 27))),
        ("exports_share@2025 0.6 0.7; total@2025 3 4", "imports_share@2025", (F("0.3"), F("0.4"))),
        ("exports_share@2025 0.6 0.7; total@2025 3 4", "coverage_ratio@2025", (F(3, 2), F(7, 3))),
    ],
)
def test_a_range_worked_by_hand(said: str, asked: str, expected: tuple[object, object]) -> None:
    assert ends(said, asked) == expected


class TestWhatIsSpokenOf:
    def test_no_claims_agree_and_say_nothing(self) -> None:
        check = ClaimCheck([])
        assert check.consistent
        assert (check.clash, check.witness, check.quantities()) == ((), {}, [])

    def test_the_periods_of_the_claims_and_of_growths(self) -> None:
        plain = ("total", "exports", "imports", "balance", "coverage_ratio")
        names = [str(q) for q in ClaimCheck(claims(AUGUST)).quantities()]
        assert names == [
            *(f"{n}@2024-08" for n in plain),
            *(f"{n}@2025-08" for n in plain),
            *(f"{n}_growth@2025-08" for n in ("total", "exports", "imports")),
        ]
        names = [q.name for q in ClaimCheck(claims("imports_share@2025 0 1")).quantities()]
        assert names == [*plain, "exports_share", "imports_share"]

    def test_other_periods_where_they_are_asked_for(self) -> None:
        check = ClaimCheck(claims("total@2025-08 1 2"), also=[quantity("total_growth@2025-08")])
        assert quantity("exports_growth@2025-08") in check.quantities()
        assert ends(check, "total@2024-08") == (0, None)
        months = claims("exports@2025-03 1 2; exports@2025 5 6")
        check = ClaimCheck(months, also=[quantity("exports@2025-06")])
        assert ends(check, "exports@2025-06") == (1, 6)

    def test_what_the_months_between_bring(self) -> None:
        check = ClaimCheck(claims("total@2025-08 3 4; total@2025-09 5 5; total@2024 9 9"))
        pairs = [(earlier.period, later.period) for earlier, later in check.gains()]
        assert pairs == [("2025-08", "2025-09")] * 3
        gained = check.gain(quantity("total@2025-08"), quantity("total@2025-09"))
        assert gained == Bounds(Fraction(1), Fraction(2))
        check = ClaimCheck(claims("total@2025-08 3 3; total@2025-09 2 2"))
        with pytest.raises(DomainError, match="contradict each other"):
            check.gain(quantity("total@2025-08"), quantity("total@2025-09"))


class TestChanges:
    HELD = "exports@2024 2 3; imports@2024 1 1; exports@2025 4 5; imports@2025 2 2"

    def test_they_have_ranges_of_their_own(self) -> None:
        assert ends(self.HELD, "exports_change@2025") == (1, 3)
        assert ends(self.HELD, "balance_change@2025") == (0, 2)
        assert ends(self.HELD, "exports_contribution@2025") == (F(1, 4), 1)
        assert ends(self.HELD, "imports_share_of_change@2025") == (F(1, 4), F(1, 2))
        fall = "total@2024 5 5; total@2025 4 4; exports_change@2025 -2 -1"
        assert ends(fall, "exports_share_of_change@2025") == (1, 2)

    def test_a_change_may_be_claimed_and_a_share_of_one_may_not(self) -> None:
        assert ends(f"{self.HELD}; total_change@2025 2 3", "exports_change@2025") == (1, 2)
        clash = clashing(claims(f"{self.HELD}; exports_change@2025 -1 0"))
        assert clash == {"exports@2024", "exports@2025", "exports_change@2025"}
        with pytest.raises(DomainError, match="cannot be claimed"):
            ClaimCheck(claims("exports_share_of_change@2025 0 1"))


def test_an_end_is_shown_to_the_outside() -> None:
    third = Fraction(1, 3)
    assert outward(third, up=False) < third < outward(third, up=True)
    assert outward(Fraction(1, 4), up=True) == outward(Fraction(1, 4), up=False) == 0.25
    assert outward(Fraction("3.35"), up=False) == 3.35
    with pytest.raises(DomainError, match="too large"):
        outward(Fraction(10) ** 400, up=True)
