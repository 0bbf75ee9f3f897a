"""What holds for any claims: levels are drawn, and written down as people write figures."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tradecalc.core.claims import Claim, ClaimCheck
from tradecalc.core.quantities import FLOWS, LEVELS, NAMES, Quantity
from tradecalc.errors import DomainError
from tradecalc.figures.claim import parse_claim
from tradecalc.figures.reading import Reading

Levels = dict[Quantity, Fraction]
HAIR = Fraction(1, 10**9)


class Written(NamedTuple):
    """Levels that are true, and claims that are true of them as text."""

    levels: Levels
    texts: list[str]


@st.composite
def drawn_levels(draw: Any) -> Levels:
    """Exports and imports to date of two or three years; some months bring nothing."""
    months = sorted(draw(st.sets(st.sampled_from([1, 6, 8, 9, 12]), min_size=1, max_size=3)))
    most = draw(st.sampled_from([3, 400, 99_999]))
    gains = st.one_of(st.integers(0, most), st.just(0)).map(lambda n: Fraction(n, 100))
    levels = {}
    for year in range(2025 - draw(st.integers(1, 2)), 2026):
        for flow in FLOWS:
            to_date = Fraction(0)
            for month in months:
                to_date += draw(gains)
                levels[Quantity(flow, year, month)] = to_date
    return levels


def true_value(quantity: Quantity, levels: Levels) -> Fraction | None:
    """Return a quantity's value, or None where it has none."""
    try:
        return quantity.value(levels)
    except (DomainError, KeyError):
        return None


def all_true(levels: Levels) -> dict[Quantity, Fraction]:
    periods = dict.fromkeys((level.year, level.months) for level in levels)
    every = [Quantity(name, *period) for period in periods for name in NAMES]
    return {q: value for q in every if (value := true_value(q, levels)) is not None}


def digits(number: int, decimals: int) -> str:
    """Return *number* units of the last of so many decimals, as it is written."""
    text = f"{abs(number):0{decimals + 1}}"
    sign = "-" if number < 0 else ""
    return sign + (f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text)


@st.composite
def figures(draw: Any, value: Fraction, suffix: str) -> str:
    """Any figure as written whose rounding, both ends included, holds the value."""
    decimals = draw(st.integers(0, 3))
    units = value * 10**decimals
    below, above, nearest = math.floor(units), math.ceil(units), round(units)
    more = draw(st.integers(0, 2))
    notations = [
        f"{digits(nearest, decimals)}{suffix}",
        f"{digits(below, decimals)}{suffix}+",
        f">{digits(below, decimals)}{suffix}",
        f"{digits(above, decimals)}{suffix}-",
        f"<{digits(above, decimals)}{suffix}",
        f"about:{digits(draw(st.sampled_from([below, nearest, above])), decimals)}{suffix}",
        f"~{digits(nearest, decimals)}{suffix}",
        f"{digits(below - more, decimals)}..{digits(above + more, decimals)}{suffix}",
        f"{digits(nearest, decimals)}+-{digits(1 + more, decimals)}{suffix}",
    ]
    exact = value * 10**6
    if exact.denominator == 1:
        notations += [f"{mark}{digits(int(exact), 6)}{suffix}" for mark in ("=", "exact:")]
    return str(draw(st.sampled_from(notations)))


@st.composite
def written(draw: Any) -> Written:
    """Levels, and some of what is true of them as claims."""
    levels = draw(drawn_levels())
    truth = all_true(levels)
    scales = draw(st.sampled_from([((1, ""),), ((1, "bn"), (1000, "mn"), (1000, " million USD"))]))
    texts = []
    for quantity in draw(st.lists(st.sampled_from(list(truth)), min_size=1, max_size=8)):
        shown = [(100, "%"), (100, "")]
        if quantity.name in LEVELS:
            shown = scales
        times, suffix = draw(st.sampled_from(shown))
        texts.append(f"{quantity}={draw(figures(truth[quantity] * times, suffix))}")
    return Written(levels, texts)


def as_claims(texts: list[str]) -> tuple[list[Claim], Fraction]:
    """Read the claims as the command does, and what a level of 1 bn is in the unit of theirs."""
    reading = Reading(rounded=True)
    claims = []
    for k, text in enumerate(texts):
        quantity, figure = parse_claim(text)
        read = reading.level if quantity.name in LEVELS else reading.rate
        read(f"claim_{k}", figure)
    for k, text in enumerate(texts):
        claims.append(Claim(parse_claim(text).quantity, *reading.ends(f"claim_{k}")))
    return claims, Fraction(1000 if reading.unit.startswith("mn") else 1)


@st.composite
def mixed(draw: Any) -> list[Claim]:
    """Claims of which some are true of one drawing and some of another: many clash."""
    texts = [text for _ in range(2) for text in draw(written()).texts]
    claims = []
    for text in texts:  # each in its own unit: that is as good as any
        claims += as_claims([text])[0]
    return claims


def within(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


@given(case=written())
def test_what_is_true_is_never_called_a_clash_and_lies_within_all_ranges(case: Written) -> None:
    claims, unit = as_claims(case.texts)
    check = ClaimCheck(claims)
    assert check.consistent
    levels = {level: value * unit for level, value in case.levels.items()}
    assert all(within(one.quantity.value(levels), one.low, one.high) for one in claims)
    for quantity in check.quantities():
        value = true_value(quantity, levels)
        try:
            bounds = check.bounds(quantity)
        except DomainError as error:
            assert quantity.bottom is not None
            assert value is None or "may be zero" in str(error)
        else:
            assert value is None or within(value, *(bounds.low, bounds.high))
    for earlier, later in check.gains():
        bounds = check.gain(earlier, later)
        gained = later.value(levels) - earlier.value(levels)
        assert within(gained, bounds.low, bounds.high)
        assert bounds.low is not None
        assert bounds.low >= 0  # totals to date do not fall


@given(claims=mixed())
def test_the_verdict_is_proved(claims: list[Claim]) -> None:
    check = ClaimCheck(claims)
    if not check.consistent:
        clash = [claims[k] for k in check.clash]
        assert not ClaimCheck(clash).consistent
        assert all(ClaimCheck(clash[:k] + clash[k + 1 :]).consistent for k in range(len(clash)))
        return
    for one in claims:
        assert within(one.quantity.value(check.witness), one.low, one.high)  # nothing below is zero
    to_date: dict[tuple[str, int], Fraction] = {}
    for level, value in check.witness.items():  # month after month
        assert value >= to_date.get((level.name, level.year), 0)
        to_date[level.name, level.year] = value


@given(case=written(), data=st.data())
def test_a_range_reaches_just_as_far_as_the_claims_allow(
    case: Written, data: st.DataObject
) -> None:
    claims, _ = as_claims(case.texts)
    check = ClaimCheck(claims)
    quantity = data.draw(st.sampled_from(check.quantities()))

    def agree(low: Fraction | None, high: Fraction | None) -> bool:
        return ClaimCheck([*claims, Claim(quantity, low, high)]).consistent

    far = Fraction(10**12)
    try:
        bounds = check.bounds(quantity)
    except DomainError as error:
        assert quantity.bottom is not None
        near = HAIR if "may be zero" in str(error) else Fraction(0)
        assert agree(far, None) == (near > 0)
        assert ClaimCheck([*claims, Claim(quantity.bottom, None, near)]).consistent
        return
    low, high = bounds.low, bounds.high
    assert agree(None, -far) if low is None else agree(low, low + HAIR)
    assert agree(far, None) if high is None else agree(high - HAIR, high)
    assert low is None or not agree(None, low - HAIR)
    assert high is None or not agree(high + HAIR, None)
    if all(one.quantity.bottom is None for one in claims) and quantity.bottom is None:
        assert all(end is None or agree(end, end) for end in (low, high))
