"""A total and its parts: exact ranges however many parts, against corners and drawn points."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradecalc.core.decomposition import (
    LINES,
    Line,
    Parts,
    Stated,
    Trade,
    contribution,
    coverage_ratio,
    trade_balance,
)
from tradecalc.core.ranges import Estimate, Missing, Open, Range
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Both = tuple[Fraction, Fraction]  # a level, and that of a year before


def stated(value: Any, half: Any = 0) -> Stated:
    """A level or rate and what rounds to it; a level is not below zero."""
    exact, off = Fraction(str(value)), Fraction(str(half))
    return Stated(exact, max(exact - off, min(exact, Fraction(0))), exact + off)


def growth(low: str, value: str, high: str) -> Stated:
    return Stated(Fraction(value), Fraction(low), Fraction(high))


def two_years(now: Any, before: Any, half: Any = 0) -> Line:
    return Line(stated(now, half), stated(before, half))


def ends(found: Any) -> tuple[float, float]:
    assert isinstance(found, Estimate)
    return found.low, found.high


def value(found: Any) -> float:
    assert isinstance(found, Estimate)
    return float(found.value)


def test_the_formulas_of_plain_numbers() -> None:
    assert contribution(change=0.3, previous_total=2) == 0.15
    assert trade_balance(exports=1.1, imports=1.4) == -0.3
    assert coverage_ratio(exports=3, imports=2) == 1.5
    without_value: list[Callable[[], float]] = [
        lambda: contribution(change=1, previous_total=0),
        lambda: coverage_ratio(exports=1, imports=0),
        lambda: coverage_ratio(exports=-1, imports=2),
        lambda: trade_balance(exports=1e308, imports=-1e308),
    ]
    for wrong in without_value:
        with pytest.raises(DomainError):
            wrong()


# The same figures drawn at random, worked out at every corner of their rounding

LEVELS = st.integers(50, 10_000).map(lambda n: Fraction(n, 100))
HALVES = st.sampled_from(["0", "0.05", "0.4"])
RATES = st.integers(-500, 2000).map(lambda n: Fraction(n, 1000))


@st.composite
def lines(draw: Any, more: int = 0, rates: Any = RATES) -> Line:
    """A part known by its growth, or by last year's level, each rounded or not."""
    level = stated(more + draw(LEVELS), draw(HALVES))
    if draw(st.booleans()):
        return Line(level, stated(more + draw(LEVELS), draw(HALVES)))
    return Line(level, None, stated(draw(rates), draw(st.sampled_from(["0", "0.005"]))))


def at(part: Line, level: Fraction, second: Fraction) -> Both:
    """Both levels of a part, of its figures at some place of their rounding."""
    return level, level / (1 + second) if part.growth else second


def figures(part: Line) -> tuple[Stated, Stated]:
    second = part.growth or part.prior
    assert part.level
    assert second
    return part.level, second


def corners(parts: Sequence[Line]) -> Iterator[list[Both]]:
    """Levels of all parts now and before, at every corner of their common box."""
    boxes = [
        [at(p, *two) for two in itertools.product(*(f[1:] for f in figures(p)))] for p in parts
    ]
    return (list(corner) for corner in itertools.product(*boxes))


def sums(corner: Sequence[Both]) -> Both:
    now, before = zip(*corner, strict=True)
    return sum(now, Fraction(0)), sum(before, Fraction(0))


def close(found: Any, values: Sequence[Fraction]) -> None:
    expected = float(min(values)), float(max(values))
    assert ends(found) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(parts=st.lists(lines(), min_size=2, max_size=4))
def test_of_a_sum_every_range_is_that_of_the_corners(parts: list[Line]) -> None:
    split, rows = Parts(parts), []
    for corner in corners(parts):
        (now, before), (own, own_before) = sums(corner), corner[0]
        moved = (own - own_before) / (now - before) if now != before else None
        rows.append((now / before - 1, own / now, (own - own_before) / before, moved, now - before))
    growths, shares, contributions, moves, changes = zip(*rows, strict=True)
    close(split.whole.ask("total_growth"), growths)
    close(split.part(0).ask("exports_share"), shares)
    close(split.part(0).ask("exports_contribution"), contributions)
    if min(changes) > 0 or max(changes) < 0:
        close(split.part(0).ask("exports_share_of_change"), moves)


@given(
    parts=st.lists(lines(), min_size=1, max_size=3),
    whole=lines(more=1000, rates=st.integers(-300, -10).map(lambda n: Fraction(n, 1000))),
)
def test_of_a_stated_total_every_range_is_that_of_the_corners(
    parts: list[Line], whole: Line
) -> None:
    split, rows = Parts(parts, whole), []
    for total, *corner in corners([whole, *parts]):
        now, before = sums(corner)
        left, left_before = total[0] - now, total[1] - before
        rows.append(
            (
                left / left_before - 1,
                (left - left_before) / total[1],
                left / total[0],
                corner[0][0] / total[0],
                (corner[0][0] - corner[0][1]) / total[1],
            )
        )
    names = ("imports_growth", "imports_contribution", "imports_share")
    found = [split.whole.ask(name) for name in names]
    found += [split.part(0).ask(name) for name in ("exports_share", "exports_contribution")]
    for answer, values in zip(found, zip(*rows, strict=True), strict=True):
        close(answer, values)


@given(parts=st.lists(lines(), min_size=1, max_size=30))
def test_contributions_add_up_to_growth_and_shares_to_one(parts: list[Line]) -> None:
    exact = [Line(*(f and Stated(f.value, f.value, f.value) for f in part)) for part in parts]
    split, places = Parts(exact), range(len(parts))
    for name, whole in (
        ("exports_contribution", value(split.whole.ask("total_growth"))),
        ("exports_share", 1.0),
        ("exports_change", value(split.whole.ask("total_change"))),
    ):
        added = sum(value(split.part(k).ask(name)) for k in places)
        assert added == pytest.approx(whole, abs=1e-9)


@given(parts=st.lists(lines(), min_size=1, max_size=5), data=st.data())
def test_ranges_of_parts_hold_every_point_where_no_rest_is_below_zero(
    parts: list[Line], data: st.DataObject
) -> None:
    now, before = sums([at(part, *(f.value for f in figures(part))) for part in parts])
    whole = two_years(now + Fraction(1, 20), round(before + Fraction(1, 20), 2), "0.5")
    split = Parts(parts, whole)
    assume(split.whole.left.keys() == {"imports", "prior_imports"})
    assume(before > 1)
    asked = ("", "_change", "_share", "_contribution")
    found = {name: ends(split.part(0).ask(f"exports{name}")) for name in asked}
    rest = {name: ends(split.whole.ask(f"imports{name}")) for name in asked}
    seed = random.Random(data.draw(st.integers(0, 99)))
    for _ in range(60):
        total, *own = (
            at(line, *(f.low + (f.high - f.low) * Fraction(seed.random()) for f in figures(line)))
            for line in (whole, *parts)
        )
        left = total[0] - sums(own)[0], total[1] - sums(own)[1]
        if min(left) < 0:
            continue
        for ranges, (this, last) in ((found, own[0]), (rest, left)):
            values = this, this - last, this / total[0], (this - last) / total[1]
            for (low, high), inside in zip(ranges.values(), values, strict=True):
                assert low - 1e-12 <= inside <= high + 1e-12


# Two of three flows, and two facts of last year


@st.composite
def trades(draw: Any, half: str = "0") -> tuple[Trade, dict[str, Both]]:
    """Two of this year's levels and two facts of last year, and all six levels."""
    (exports, imports), (were, came) = ((draw(LEVELS), draw(LEVELS)) for _ in range(2))
    true = {"exports": (exports, were), "imports": (imports, came)}
    true["total"] = exports + imports, were + came
    pairs = st.sampled_from(list(itertools.combinations(LINES, 2)))
    told: dict[str, list[Stated | None]] = {flow: [None, None, None] for flow in LINES}
    for flow in draw(pairs):
        told[flow][0] = stated(true[flow][0], half)
    for flow in draw(pairs):
        if draw(st.booleans()):
            rate = true[flow][0] / true[flow][1] - 1
            off = Fraction(half) / 10
            told[flow][2] = Stated(rate, max(rate - off, Fraction(-99, 100)), rate + off)
        else:
            told[flow][1] = stated(true[flow][1], half)
    return Trade({flow: Line(*line) for flow, line in told.items()}), true


def all_of(true: dict[str, Both]) -> dict[str, Fraction]:
    """Every quantity by its definition."""
    (exports, were), (imports, came), (total, before) = (true[flow] for flow in LINES)
    found = {"balance": exports - imports, "prior_balance": were - came}
    found["balance_change"] = found["balance"] - found["prior_balance"]
    found |= {"coverage_ratio": exports / imports, "prior_coverage_ratio": were / came}
    for flow, (now, then) in true.items():
        found |= {flow: now, f"prior_{flow}": then, f"{flow}_growth": now / then - 1}
        found[f"{flow}_change"] = now - then
        if flow != "total":
            found |= {f"{flow}_share": now / total, f"{flow}_contribution": (now - then) / before}
            if total != before:
                found[f"{flow}_share_of_change"] = (now - then) / (total - before)
    return found


@given(drawn=trades())
def test_two_levels_and_two_facts_of_last_year_are_all_there_is_to_know(drawn: Any) -> None:
    trade, true = drawn
    for name, expected in all_of(true).items():
        assert value(trade.ask(name)) == float(expected)


@given(drawn=trades(half="0.3"))
def test_a_rounding_range_of_flows_holds_what_is_true(drawn: Any) -> None:
    trade, true = drawn
    for name, expected in all_of(true).items():
        found = trade.ask(name)
        if isinstance(found, Estimate):
            assert found.low <= float(expected) <= found.high
        else:
            assert isinstance(found, Open) or "share_of_change" in name


class TestWhatHasNoValue:
    def test_growth_from_zero_and_the_coverage_of_nothing(self) -> None:
        trade = Trade({"exports": two_years(2, 0), "imports": two_years(0, 0)})
        reasons = {
            "exports_growth": "last year's exports came to zero",
            "coverage_ratio": "imports came to zero",
            "exports_contribution": "last year's total came to zero",
        }
        for name, why in reasons.items():
            found = trade.ask(name)
            assert isinstance(found, Missing)
            assert str(found.why) == why

    def test_what_may_be_divided_by_zero_is_open(self) -> None:
        trade = Trade({"exports": two_years(2, "0.04", "0.05"), "imports": two_years(1, 1)})
        found = trade.ask("exports_growth")
        assert isinstance(found, Open)
        assert found.value == 49
        assert str(found.why) == "within the rounding, last year's exports may be zero"

    def test_a_growth_that_is_given_stays_though_its_level_is_nothing(self) -> None:
        given_growth = growth("0.09", "0.1", "0.11")
        lines = {"exports": Line(stated(0), None, given_growth), "imports": two_years(3, 2, 1)}
        assert Trade(lines).ask("exports_growth") == Estimate(0.1, Range(0.09, 0.11))

    def test_what_is_too_large_to_be_held(self) -> None:
        trade = Trade({flow: Line(stated("1e308")) for flow in LINES[:2]})
        found = trade.ask("total")
        assert isinstance(found, Missing)
        assert "too large" in str(found.why)


class TestRangesWhereTheRestMayBeNothingAreNoWiderThanNeedBe:
    """Each is worked out by hand: the rest is the total less the parts, and is not below zero."""

    def test_of_a_flow_whose_total_last_year_is_known(self) -> None:
        # Exports fell by 8.3 % at least, from 2.4 at most: they are 2.2008 at most.
        trade = Trade(
            {
                "exports": Line(None, None, growth("-0.085", "-0.084", "-0.083")),
                "imports": Line(stated("0.08", "0.005")),
                "total": Line(stated(2, "0.5"), growth("2.3", "2.3", "2.4")),
            }
        )
        assert trade.ask("exports") == Estimate(1.92, Range(1.415, 2.2008))

    def test_of_the_rest_and_of_the_total(self) -> None:
        parts = [two_years(1, 1, "0.1"), two_years(2, "1.5", "0.1")]
        whole = Parts(parts, two_years("3.1", "2.6", "0.2")).whole
        assert ends(whole.ask("imports")) == ends(whole.ask("prior_imports")) == (0.0, 0.5)
        assert ends(whole.ask("imports_change")) == (-0.5, 0.5)
        whole = Parts(parts, two_years("3.1", "2.6", "0.5")).whole
        assert ends(whole.ask("total")) == (2.8, 3.6)
        assert ends(whole.ask("prior_total")) == (2.3, 3.1)

    @pytest.mark.parametrize("k", [0, 1])
    def test_of_a_part(self, k: int) -> None:
        parts = [two_years(1, 1, "0.5"), two_years(3, 2, "0.1")]
        part = Parts(parts[::-1] if k else parts, two_years("4.2", "3.2", "0.1")).part(k)
        assert ends(part.ask("exports")) == ends(part.ask("prior_exports")) == (0.5, 1.4)
        assert ends(part.ask("exports_change")) == (-0.9, 0.9)

    def test_of_the_rest_beside_parts_with_growths(self) -> None:
        part = Line(stated(3, "0.2"), None, stated("0.1"))
        whole = Parts([part], two_years("3.1", "2.9")).whole
        change = [0.2 - level * (1 - 1 / 1.1) for level in (3.1, 2.8)]
        assert ends(whole.ask("imports_change")) == pytest.approx(change)
        # Both parts together are 2.8 to 3.1 and grew by 10 %: growths bind their two sums.
        halves = [Line(stated("1.5", "0.1"), None, stated("0.1"))] * 2
        whole = Parts(halves, two_years("3.1", "2.9")).whole
        assert ends(whole.ask("imports_change")) == pytest.approx(change)

    def test_where_nothing_can_be_left_nothing_is(self) -> None:
        parts = [
            Line(growth("2", "2", "2.1"), stated("1.5")),
            Line(growth("1", "1", "1.1"), stated("0.5")),
        ]
        total = Line(growth("2.9", "3", "3"), growth("1.9", "2", "2"))
        assert Parts(parts, total).whole.ask("imports_change") == Estimate(0.0)

    def test_a_total_that_stands_still_only_without_room_for_the_parts_is_no_pole(self) -> None:
        parts = [two_years(4, 5), Line(stated(5), stated("5.05", "0.01"))]
        total = Line(stated(10), None, growth("-0.02", "-0.01", "0"))
        most = (1 - (10 / 0.98 - 10.04)) / (10 - 10 / 0.98)
        found = Parts(parts, total).whole.ask("imports_share_of_change")
        assert ends(found) == pytest.approx((1 / (10 - 10.04), most))

    def test_a_part_without_last_year_leaves_room_for_it(self) -> None:
        parts = [two_years(2, "1.5", "0.1"), Line(stated(1, "0.1"))]
        whole = Parts(parts, Line(stated("3.1", "0.3"), growth("1.2", "1.5", "1.7"))).whole
        assert ends(whole.ask("imports")) == (0.0, 0.6)
        assert ends(whole.ask("prior_total")) == (1.4, 1.7)
        assert whole.ask("imports_change") is None


def test_three_hundred_parts_are_as_exact_as_three() -> None:
    seed = random.Random(3)
    rates = [Fraction(seed.randint(-200, 400), 1000) for _ in range(300)]
    parts = [
        Line(stated(k + 1, "0.5"), None, stated(rate, "0.0005")) for k, rate in enumerate(rates)
    ]
    now, before = sums([at(part, *(f.value for f in figures(part))) for part in parts])
    split = Parts(parts)
    assert (split.sum(), split.sum(prior=True)) == (float(now), float(before))
    assert value(split.whole.ask("total_growth")) == pytest.approx(float(now / before - 1))
    # Levels and rates at one end are the corner of the most growth, or near it.
    high, low = sums([at(p, figures(p)[0].high, figures(p)[1].high) for p in parts])
    assert ends(split.whole.ask("total_growth"))[1] >= float(high / low - 1)
    greatest = float(Fraction(17, 2) / (now - 149))
    assert ends(split.part(7).ask("exports_share"))[1] == pytest.approx(greatest)
