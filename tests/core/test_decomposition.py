"""A total and its parts: exact ranges however many parts, against every corner and drawn points."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradecalc import DomainError, Estimate, Range
from tradecalc.core.components import Component, ExactSum, growth_of_sum, total_of
from tradecalc.core.decomposition import untraced
from tradecalc.core.feasible import evaluate_over
from tradecalc.core.ranges import evaluate
from tradecalc.core.split import REST, TOTAL, Split, evaluate_asked
from tradecalc.core.trade import TRADE_FLOWS, Trade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


def rounded(value: float, half: float) -> Estimate:
    return Estimate(value, Range(max(value - half, 0.0), value + half))


def ends(estimate: Estimate) -> tuple[float, float]:
    found = estimate.range or Range(estimate.value, estimate.value)
    return found.low, found.high


HOME = Trade(
    {
        "exports": Estimate(2.2, Range(2.15, 2.25)),
        "total": Estimate(3.0, Range(2.95, 3.05)),
        "exports_growth": Estimate(0.267, Range(0.267, 0.268)),
        "total_growth": Estimate(0.185, Range(0.184, 0.185)),
    }
)
HOME_ROWS: dict[str, tuple[Callable[..., float], float, float, float]] = {
    "imports": (HOME.now["imports"], 0.8, 0.7, 0.9),
    "imports last year": (HOME.before["imports"], 0.79526, 0.713603, 0.880430),
    "total last year": (HOME.before["total"], 2.531646, 2.489451, 2.576014),
    "imports' growth": (HOME.growth("imports"), 0.0059598, -0.02385436, 0.02632197),
    "exports' contribution": (HOME.contribution("exports"), 0.183128, 0.175883, 0.191027),
    "imports' contribution": (HOME.contribution("imports"), 0.001872, -0.006866, 0.008968),
    "balance": (HOME.balance(), 1.4, 1.25, 1.55),
    "coverage": (HOME.coverage_ratio(), 2.75, 2.388889, 3.214286),
}


@pytest.mark.parametrize("row", HOME_ROWS)
def test_the_home_case(row: str) -> None:
    formula, value, low, high = HOME_ROWS[row]
    found = evaluate(formula, **HOME.figures)
    assert (found.value, *ends(found)) == pytest.approx((value, low, high), abs=1e-6)


LEVELS = st.floats(0.5, 100)
HALVES = st.sampled_from([0.0, 0.05, 0.4])
RATES = st.floats(-0.5, 2)


@st.composite
def components(draw: Any) -> Component:
    """A component known by its growth, or by last year's level, each rounded or not."""
    level = rounded(draw(LEVELS), draw(HALVES))
    if draw(st.booleans()):
        return Component({"level": level, "prior": rounded(draw(LEVELS), draw(HALVES))})
    rate, half = draw(RATES), draw(st.sampled_from([0.0, 0.005]))
    return Component({"level": level, "growth": Estimate(rate, Range(rate - half, rate + half))})


def corners(parts: Sequence[Component]) -> Iterator[list[tuple[float, float]]]:
    """Levels now and before of all parts, at every corner of their common box."""
    boxes = [
        [
            (now, now / (1 + second) if "growth" in part.figures else second)
            for now in ends(part.figures["level"])
            for second in ends(list(part.figures.values())[1])
        ]
        for part in parts
    ]
    return (list(corner) for corner in itertools.product(*boxes))


def close(estimate: Estimate, values: Sequence[float]) -> None:
    low, high = ends(estimate)
    assert (low, high) == pytest.approx((min(values), max(values)), rel=1e-9, abs=1e-11)


@given(parts=st.lists(components(), min_size=2, max_size=4))
def test_of_a_sum_every_range_is_that_of_the_corners(parts: list[Component]) -> None:
    split = Split(parts)
    seen: dict[str, list[float]] = {name: [] for name in ("growth", "share", "pp", "of change")}
    for corner in corners(parts):
        now, before = (math.fsum(levels) for levels in zip(*corner, strict=True))
        seen["growth"].append(now / before - 1)
        seen["share"].append(corner[0][0] / now)
        seen["pp"].append((corner[0][0] - corner[0][1]) / before)
        if abs(now - before) > 0.01:
            seen["of change"].append((corner[0][0] - corner[0][1]) / (now - before))
    moved = ends(evaluate_asked(split.total("change")))
    may_stand_still = moved[0] <= 0.01 and moved[1] >= -0.01
    close(growth_of_sum(parts), seen["growth"])
    close(split.share(0), seen["share"])
    close(split.contribution(0), seen["pp"])
    if not may_stand_still:
        close(split.share_of_change(0), seen["of change"])


@st.composite
def totals(draw: Any) -> Component:
    """A total that is more than three such components, this year and the last."""
    level = rounded(1000 + draw(LEVELS), draw(HALVES))
    if draw(st.booleans()):
        return Component({"level": level, "prior": rounded(1000 + draw(LEVELS), draw(HALVES))})
    rate = draw(st.floats(-0.3, -0.01))
    return Component({"level": level, "growth": Estimate(rate, Range(rate - 0.005, rate))})


@given(parts=st.lists(components(), min_size=1, max_size=3), whole=totals())
def test_of_a_stated_total_every_range_is_that_of_the_corners(
    parts: list[Component], whole: Component
) -> None:
    split = Split(parts, whole)
    rows = []
    for total, *corner in corners([whole, *parts]):
        now, before = (math.fsum(levels) for levels in zip(*corner, strict=True))
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
    found = [
        split.rest_growth(),
        split.contribution(REST),
        split.share(REST),
        split.share(0),
        split.contribution(0),
    ]
    for estimate, values in zip(found, zip(*rows, strict=True), strict=True):
        close(estimate, values)


@given(parts=st.lists(components(), min_size=1, max_size=12), data=st.data())
def test_a_range_holds_every_point_of_the_box(parts: list[Component], data: st.DataObject) -> None:
    growth, total = growth_of_sum(parts), total_of([part.figures["level"] for part in parts])
    both = []
    for part in parts:
        point = {}
        for name, estimate in part.figures.items():
            low, high = ends(estimate)
            point[name] = min(max(low + (high - low) * data.draw(st.floats(0, 1)), low), high)
        both.append((point["level"], part.before(**point)))
    now, before = (math.fsum(levels) for levels in zip(*both, strict=True))
    assert ends(growth)[0] - 1e-12 <= now / before - 1 <= ends(growth)[1] + 1e-12
    assert ends(total)[0] <= untraced(now, *(level for level, _ in both)) <= ends(total)[1]


@given(parts=st.lists(components(), min_size=1, max_size=30))
def test_contributions_add_up_to_growth_and_shares_to_one(parts: list[Component]) -> None:
    split = Split(parts)
    places = range(len(parts))
    added = math.fsum(split.contribution(k).value for k in places)
    assert added == pytest.approx(growth_of_sum(parts).value, abs=1e-12)
    assert math.fsum(split.share(k).value for k in places) == pytest.approx(1)


@st.composite
def trades(draw: Any) -> tuple[Trade, dict[str, float], dict[str, float]]:
    """Two of this year's levels and two facts of last year, and all six levels."""
    now, before = (
        dict(zip(TRADE_FLOWS, (exports, imports, exports + imports), strict=True))
        for exports, imports in (draw(st.tuples(LEVELS, LEVELS)) for _ in range(2))
    )
    pairs = st.sampled_from(list(itertools.combinations(TRADE_FLOWS, 2)))
    figures = {flow: Estimate(now[flow]) for flow in draw(pairs)}
    for flow in draw(pairs):
        if draw(st.booleans()):
            figures[f"{flow}_growth"] = Estimate(now[flow] / before[flow] - 1)
        else:
            figures[f"prior_{flow}"] = Estimate(before[flow])
    return Trade(figures), now, before


def point_of(trade: Trade, scale: float = 1) -> dict[str, float]:
    return {
        name: figure.value * (1 if name.endswith("growth") else scale)
        for name, figure in trade.figures.items()
    }


@given(drawn=trades())
def test_two_levels_and_two_facts_of_last_year_are_all_there_is_to_know(drawn: Any) -> None:
    trade, now, before = drawn
    point = point_of(trade)
    for flow in TRADE_FLOWS:
        assert trade.now[flow](**point) == pytest.approx(now[flow], abs=1e-9)
        assert trade.before[flow](**point) == pytest.approx(before[flow], abs=1e-9)
    balances = [year["exports"] - year["imports"] for year in (now, before)]
    assert trade.balance("prior_")(**point) == pytest.approx(balances[1], abs=1e-9)
    assert trade.balance_change()(**point) == pytest.approx(balances[0] - balances[1], abs=1e-9)
    added = sum(trade.contribution(flow)(**point) for flow in TRADE_FLOWS[:2])
    assert added == pytest.approx(now["total"] / before["total"] - 1, abs=1e-9)
    assert trade.contribution("total")(**point) == pytest.approx(added, abs=1e-9)


@given(drawn=trades(), scale=st.sampled_from([1e-3, 1e6]))
def test_a_scale_change_leaves_rates_alone(drawn: Any, scale: float) -> None:
    trade = drawn[0]
    for formula in (
        trade.growth("imports"),
        trade.contribution("exports"),
        trade.coverage_ratio("prior_"),
        trade.share("imports"),
    ):
        scaled = formula(**point_of(trade, scale))
        assert scaled == pytest.approx(formula(**point_of(trade)), rel=1e-7, abs=1e-9)


@given(drawn=trades(), data=st.data())
def test_a_rounding_range_of_flows_holds_every_point_of_the_box(
    drawn: Any, data: st.DataObject
) -> None:
    """Of any two levels and two facts: growth, contribution, share, balance and coverage."""
    trade = Trade(
        {
            name: Estimate(figure.value, Range(figure.value - half, figure.value + half))
            for name, figure in drawn[0].figures.items()
            for half in [0.005 if name.endswith("growth") else 0.05]
        }
    )
    unit = st.floats(-1, 1)
    for formula in (
        trade.before["imports"],
        trade.growth("imports"),
        trade.growth("total"),
        trade.contribution("exports"),
        trade.contribution("imports"),
        trade.share("exports"),
        trade.balance_change(),
        trade.coverage_ratio(),
        trade.coverage_ratio("prior_"),
    ):
        try:
            low, high = ends(evaluate(formula, **trade.figures))
        except DomainError:  # a level that follows may be none within the rounding
            continue
        inside = {}
        for name, figure in trade.figures.items():
            least, most = ends(figure)
            at = least + (most - least) * (1 + data.draw(unit)) / 2
            inside[name] = min(max(at, least), most)
        assert low <= formula(**inside) <= high


def test_a_sum_that_may_be_nothing_has_no_growth() -> None:
    nothing = Component({"level": Estimate(1.0), "prior": Estimate(0.2, Range(0, 0.5))})
    with pytest.raises(DomainError, match="a year before is, or within the rounding may be"):
        growth_of_sum([nothing])


def test_what_is_written_with_few_digits_comes_to_no_more() -> None:
    assert total_of([Estimate(0.1), Estimate(0.2)]) == Estimate(0.3)
    assert total_of([Estimate(0.3)], [Estimate(0.1), Estimate(0.2)]) == Estimate(0.0)
    assert untraced(1e300 - 1e299, 1e300, 1e299) == pytest.approx(9e299)
    with pytest.raises(DomainError, match="too large"):
        total_of([Estimate(1e308), Estimate(1e308)])


class TestWhereWhatIsLeftMayBeNothing:
    """The ranges are those of the points of the box where no flow is below zero."""

    @staticmethod
    def drawn(data: st.DataObject, names: Sequence[str], sizes: Sequence[float]) -> Trade:
        figures = {}
        for name, size in zip(names, sizes, strict=True):
            value = size + data.draw(st.sampled_from([-0.02, 0.0, 0.02]))
            half = 0.02 if "growth" in name else data.draw(st.sampled_from([0.0, 0.05, 0.1]))
            figures[name] = Estimate(value, Range(max(value - half, 0), value + half))
        return Trade(figures)

    @given(
        names=st.sampled_from(
            [
                ("exports", "total", "prior_exports", "prior_total"),
                ("exports", "total", "exports_growth", "total_growth"),
                ("exports", "total", "exports_growth", "prior_total"),
                ("exports", "total", "imports_growth", "total_growth"),
                ("imports", "total", "imports_growth", "prior_total"),
                ("exports", "imports", "exports_growth", "total_growth"),
            ]
        ),
        data=st.data(),
    )
    def test_of_flows(self, names: tuple[str, ...], data: st.DataObject) -> None:
        sizes = [0.05 if "growth" in name else 3.0 for name in names]
        sizes[1] = 0.05 if names[1] == "imports" else 3.05
        trade = self.drawn(data, names, sizes)
        formulas = [
            trade.now["imports"],
            trade.balance(),
            trade.balance_change(),
            *(trade.change[flow] for flow in TRADE_FLOWS),
            *(trade.contribution(flow) for flow in TRADE_FLOWS),
            trade.share("exports"),
        ]
        point = {name: figure.value for name, figure in trade.figures.items()}
        if not self.allowed(trade, point):
            return
        ranges = []
        for formula in formulas:
            found = evaluate_over(formula, trade.corners, **trade.figures)
            ranges.append(ends(found))
        seed = random.Random(data.draw(st.integers(0, 99)))
        for _ in range(60):
            at = {name: seed.uniform(*ends(figure)) for name, figure in trade.figures.items()}
            if self.allowed(trade, at):
                for formula, (low, high) in zip(formulas, ranges, strict=True):
                    assert low <= formula(**at) <= high or high - low < 1e-12
        for corner in trade.corners:
            assert self.allowed(trade, corner)

    @staticmethod
    def allowed(trade: Trade, at: Mapping[str, float]) -> bool:
        try:
            return all(
                level[flow](**at) >= 0
                for flow in TRADE_FLOWS
                for level in (trade.now, trade.before)
            )
        except DomainError:
            return False

    @given(parts=st.lists(components(), min_size=1, max_size=4), data=st.data())
    def test_of_a_rest(self, parts: list[Component], data: st.DataObject) -> None:
        now, before = (math.fsum(levels) for levels in zip(*(p.point for p in parts), strict=True))
        whole = Component({"level": rounded(now + 0.05, 0.5), "prior": rounded(before + 0.05, 0.5)})
        split = Split(parts, whole)
        assume(before > 0.6)
        asks: list[Callable[[int], Estimate]] = [
            split.contribution,
            split.share,
            partial(split.level, which="change"),
        ]
        found = {(k, n): ends(ask(k)) for k in (0, REST) for n, ask in enumerate(asks)}
        seed = random.Random(data.draw(st.integers(0, 99)))
        for _ in range(100):
            rows = []
            for one in (whole, *parts):
                at = {name: seed.uniform(*ends(figure)) for name, figure in one.figures.items()}
                rows.append((at["level"], one.before(**at)))
            (total, total_before), *own = rows
            left, left_before = (
                whole_level - math.fsum(levels)
                for whole_level, levels in zip(rows[0], zip(*own, strict=True), strict=True)
            )
            if left < 0 or left_before < 0:
                continue
            for k, (x, p) in ((0, own[0]), (REST, (left, left_before))):
                for n, value in enumerate(((x - p) / total_before, x / total, x - p)):
                    low, high = found[k, n]
                    assert low - 1e-9 <= value <= high + 1e-9


def test_a_range_holds_its_exact_corner_where_a_change_is_small_beside_its_levels() -> None:
    trade = Trade(
        {
            "exports": Estimate(516.16, Range(516.155, 516.165)),
            "total": Estimate(1295.98, Range(1295.975, 1295.985)),
            "exports_growth": Estimate(0.0, Range(0.0, 0.001)),
            "prior_total": Estimate(1265.47, Range(1265.465, 1265.475)),
        }
    )
    low, high = ends(evaluate(trade.contribution("exports"), **trade.figures))
    exports, total = Fraction(516.165), Fraction(1265.465)
    exact = (exports - exports / (1 + Fraction(0.001))) / total
    assert low <= 0 <= exact <= Fraction(high)
    assert high == pytest.approx(float(exact), rel=1e-9)


@given(figures=st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=30))
def test_a_sum_gives_any_of_its_figures_back(figures: list[float]) -> None:
    added = ExactSum([Estimate(figure) for figure in figures])
    for k, figure in enumerate(figures):
        others = math.fsum(figures[:k] + figures[k + 1 :])
        assert added.without(Estimate(figure)).value == others


def test_what_is_left_beside_parts_that_stand_still_contributes_all_growth_exactly() -> None:
    whole = Component({"level": rounded(3.0, 0.5), "growth": Estimate(0.5)})
    still = Component({"level": Estimate(1.0), "prior": Estimate(1.0)})
    also_still = Component({"level": rounded(1.0, 0.5), "growth": Estimate(0.0)})
    split = Split([still, also_still], whole)
    assert split.contribution(REST) == Estimate(0.5)


def test_a_growth_that_is_given_stays_as_it_is_given() -> None:
    growth = Estimate(0.1, Range(0.095, 0.105))
    part = Component({"level": rounded(3.0, 0.05), "growth": growth})
    assert Split([part]).growth(0) == growth
    assert Split([part], part).total_growth() == growth
    growth = Estimate(0.47, Range(0.469, 0.471))
    trade = Trade(
        {
            "exports": rounded(2.2, 0.05),
            "total": rounded(3.3, 0.05),
            "exports_growth": Estimate(0.26),
            "total_growth": growth,
        }
    )
    assert evaluate_over(trade.contribution("total"), trade.corners, **trade.figures) == growth


def test_last_years_flow_that_follows_is_nowhere_below_zero() -> None:
    trade = Trade(
        {
            "exports": rounded(2.0, 0.05),
            "total": rounded(3.0, 0.05),
            "prior_exports": rounded(1.95, 0.05),
            "prior_total": rounded(2.0, 0.05),
        }
    )
    found = evaluate_over(trade.before["imports"], trade.corners, **trade.figures)
    assert ends(found) == pytest.approx((0.0, 0.15))


def test_a_growth_that_may_be_minus_100_per_cent_is_not_cut_off_with_last_years_total() -> None:
    trade = Trade(
        {
            "exports": rounded(2.0, 0.05),
            "imports": rounded(1.0, 0.05),
            "exports_growth": Estimate(-0.99, Range(-1.0, -0.98)),
            "prior_imports": rounded(1.0, 0.05),
        }
    )
    with pytest.raises(DomainError, match="a growth of -100 % leaves nothing"):
        evaluate_over(trade.contribution("exports"), trade.corners, **trade.figures)


def two_years(now: float, before: float, half: float) -> Component:
    return Component({"level": rounded(now, half), "prior": rounded(before, half)})


class TestRangesWhereTheRestMayBeNothingAreNoWiderThanNeedBe:
    """Each is worked out by hand: the rest is the total less the parts, and is not below zero."""

    def test_of_the_rest(self) -> None:
        parts = [two_years(1.0, 1.0, 0.1), two_years(2.0, 1.5, 0.1)]
        split = Split(parts, two_years(3.1, 2.6, 0.2))
        assert ends(split.level(REST, "now")) == pytest.approx((0.0, 0.5), abs=1e-9)
        assert ends(split.level(REST, "before")) == pytest.approx((0.0, 0.5), abs=1e-9)
        assert ends(split.level(REST, "change")) == pytest.approx((-0.5, 0.5), abs=1e-9)

    @pytest.mark.parametrize("k", [0, 1])
    def test_of_a_part(self, k: int) -> None:
        parts = [two_years(1.0, 1.0, 0.5), two_years(3.0, 2.0, 0.1)]
        split = Split(parts[::-1] if k else parts, two_years(4.2, 3.2, 0.1))
        assert ends(split.level(k, "now")) == pytest.approx((0.5, 4.3 - 2.9))
        assert ends(split.level(k, "before")) == pytest.approx((0.5, 3.3 - 1.9))
        assert ends(split.level(k, "change")) == pytest.approx((0.5 - 1.4, 1.4 - 0.5))

    def test_of_the_total(self) -> None:
        parts = [two_years(1.0, 1.0, 0.1), two_years(2.0, 1.5, 0.1)]
        split = Split(parts, two_years(3.1, 2.6, 0.5))
        assert ends(split.level(TOTAL, "now")) == pytest.approx((2.8, 3.6))
        assert ends(split.level(TOTAL, "before")) == pytest.approx((2.3, 3.1))

    def test_of_the_rest_beside_one_part_with_a_growth(self) -> None:
        part = Component({"level": rounded(3.0, 0.2), "growth": Estimate(0.1)})
        split = Split([part], two_years(3.1, 2.9, 0.0))
        change = [0.2 - level * (1 - 1 / 1.1) for level in (3.1, 2.8)]
        assert ends(split.level(REST, "change")) == pytest.approx(change)

    def test_to_rule_out_a_rest_below_zero_widens_nothing(self) -> None:
        parts = [Component({"level": rounded(1.5, 0.1), "growth": Estimate(0.1)})] * 2
        least, most = (level * (1 - 1 / 1.1) for level in (2.8, 3.2))
        for prior in (3.1, 2.9):
            whole = Component({"level": Estimate(3.1), "prior": rounded(prior, 0.05)})
            low, high = ends(Split(parts, whole).level(REST, "change"))
            assert low >= 3.05 - prior - most - 1e-9
            assert high <= 3.15 - prior - least + 1e-9
        low, high = ends(Split(parts, whole).share_of_change(REST))
        assert low >= 1 - most / 0.15 - 1e-9
        assert high <= 1 - least / 0.25 + 1e-9

    def test_where_nothing_can_be_left_nothing_is(self) -> None:
        parts = [
            Component({"level": Estimate(2.0, Range(2.0, 2.1)), "prior": Estimate(1.5)}),
            Component({"level": Estimate(1.0, Range(1.0, 1.1)), "prior": Estimate(0.5)}),
        ]
        total, prior = Estimate(3.0, Range(2.9, 3.0)), Estimate(2.0, Range(1.9, 2.0))
        split = Split(parts, Component({"level": total, "prior": prior}))
        assert split.level(REST, "change") == Estimate(0.0)

    def test_a_total_that_stands_still_only_without_room_for_the_parts_is_no_pole(self) -> None:
        parts = [
            two_years(4.0, 5.0, 0.0),
            Component({"level": Estimate(5.0), "prior": rounded(5.05, 0.01)}),
        ]
        growth = Estimate(-0.01, Range(-0.02, 0.0))
        split = Split(parts, Component({"level": Estimate(10.0), "growth": growth}))
        most = (1 - (10 / 0.98 - 10.04)) / (10 - 10 / 0.98)
        assert ends(split.share_of_change(REST)) == pytest.approx((1 / (10 - 10.04), most))

    def test_a_total_of_nothing_without_room_for_the_parts_is_no_pole(self) -> None:
        whole = Component({"level": rounded(0.1, 0.1), "growth": Estimate(0.1)})
        split = Split([two_years(0.02, 0.01, 0.0)] * 2, whole)
        # The total changes by 1 / 11 of itself, the parts by 0.02, and the total is 0.04 or more.
        shares = [1 - 0.02 * 11 / total for total in (0.04, 0.2)]
        assert ends(split.share_of_change(REST)) == pytest.approx(shares)
