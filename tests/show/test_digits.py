"""Shown digits: outward, never more than earned, never through a second rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.core.ranges import Estimate, Open, Range
from tradecalc.errors import DomainError
from tradecalc.show.digits import bars, decimals_for, estimate_text, number, suffix

NUMBERS = st.floats(-1e12, 1e12)


def read(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


@given(value=NUMBERS, places=st.integers(0, 8))
def test_a_number_is_rounded_once_and_outwards_contains_itself(value: float, places: int) -> None:
    unit, exact = Fraction(1, 10**places), Fraction(repr(value))
    noise = min(abs(exact) / 10**9, unit / 1000)
    low, high = (read(number(value, places, direction=way)) for way in ("down", "up"))
    assert low - noise <= exact <= high + noise
    assert high - low <= unit
    half_up = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert read(number(value, places)) == Fraction(half_up)


def test_a_half_goes_away_from_zero_where_the_float_lies_below_it() -> None:
    assert number((803 - 800) / 800, 2, "rate") == "+0.38"
    assert number(-0.00375, 2, "rate") == "-0.38"
    assert [number(half, 2) for half in (4.605, 2.675)] == ["4.61", "2.68"]


@given(
    low=st.floats(0.001, 1e6), width=st.floats(0, 1e3), at=st.floats(0, 1), places=st.integers(0, 6)
)
def test_a_shown_range_contains_the_shown_value(
    low: float, width: float, at: float, places: int
) -> None:
    estimate = Estimate(low + width * at, Range(low, max(low + width, low + width * at)))
    value, shown_low, shown_high = map(read, estimate_text(estimate, "level", places))
    assert shown_low <= value <= shown_high


def test_noise_of_the_arithmetic_moves_no_end() -> None:
    for end in (1234567.75, 1234567.85, 3.45, 1.95, 4.6000000000000005, 4.1 + 1e-12):
        assert {number(end, 2, direction=way) for way in ("down", "up")} == {f"{end:,.2f}"}
    change = Estimate(0.5, Range(-8e-16, 1.0))
    assert estimate_text(change, "level", 2) == ("0.50", "0.00", "1.00")
    assert estimate_text(change, "rate", 1) == ("+50.0", "0.0", "+100.0")


@pytest.mark.parametrize(
    ("value", "kind", "written", "decimals"),
    [
        *((4.5333, "level", 1, 2), (0.47, "level", 2, 2), (0.0123, "level", 0, 3)),
        *((453.33, "level", 0, 1), (4533.3, "level", 0, 0), (4533.3, "level", 1, 1)),
        *((0.164993, "rate", 0, 2), (1.5, "rate", 0, 1)),
        *((5.536, "years", 0, 2), (6, "years", 0, 0), (2030, "year", 0, 0)),
        *((0.8081, "ratio", 1, 2), (0.5963, "ratio", 1, 3), (0.60, "ratio", 1, 2)),
        *((0.949996, "ratio", 1, 6), (0.95 - 1e-13, "ratio", 1, 2), (-0.003, "ratio", 1, 4)),
        (2488.4, "ratio", 1, 0),
    ],
)
def test_digits_that_a_value_shows(value: float, kind: str, written: int, decimals: int) -> None:
    assert decimals_for(kind, [Estimate(value)], written=written) == decimals


def test_a_range_shows_as_many_digits_as_its_width_earns() -> None:
    wide = Estimate(275.0, Range(238.0, 322.0))
    assert decimals_for("level", [wide], written=3) == 1
    assert decimals_for("level", [wide], written=3, digits=4) == 4
    assert decimals_for("rate", [Estimate(0.165, Range(0.12, 0.17))]) == 1
    assert decimals_for("rate", [Estimate(0.0018, Range(0.00175, 0.00185))]) == 2


@pytest.mark.parametrize(
    ("estimate", "shown", "read"),
    [
        (Estimate(0.394, Range(0.071, 0.516)), ("39", "7", "52"), ("39", "7", "52")),
        (Estimate(0.05, Range(0.0, 0.05)), ("under 5", "", ""), ("5", "0", "5")),
        (Estimate(0.95, Range(0.95, 1.0)), ("over 95", "", ""), ("95", "95", "100")),
        (Estimate(0.05, Range(0.0, 0.2)), ("under 5", "0", "20"), ("5", "0", "20")),
        (Estimate(1.0, Range(0.95, 1.0)), ("100", "95", "100"), ("100", "95", "100")),
        (Open(0.0, DomainError("it has none")), ("0", "open", ""), ("0", "", "")),
    ],
)
def test_a_word_stands_for_what_is_not_known_to_people_alone(
    estimate: Estimate, shown: tuple[str, str, str], read: tuple[str, str, str]
) -> None:
    assert decimals_for("chance", [estimate], written=2) == 0
    assert estimate_text(estimate, "chance", 0) == shown
    assert estimate_text(estimate, "chance", 0, thousands=False) == read


def test_signs_thousands_and_units() -> None:
    assert estimate_text(Estimate(-0.0001), "rate", 1)[0] == "0.0"
    assert estimate_text(Estimate(1.08), "share", 1)[0] == "108.0"
    assert estimate_text(Estimate(12345.6), "level", 1)[0] == "12,345.6"
    assert estimate_text(Estimate(12345.6), "level", 1, thousands=False)[0] == "12345.6"
    assert estimate_text(Estimate(2030), "year", 0)[0] == "2030"
    assert suffix("points", "bn USD") == " pp"
    assert suffix("years", of="1.00") == " years"


def test_a_bar_is_as_long_as_its_number_and_the_mark_where_the_other_is() -> None:
    assert bars([5.0, 10.0], [10.0, 5.0]) == ["#" * 12 + " " * 11 + "|", "#" * 12 + "|" + "#" * 11]
    assert bars([5.0, 10.0], [None, None]) == ["#" * 12 + " " * 12, "#" * 24]
    assert bars([0.0, -3.0, None], [10.0, None, 1.0])[1:] == [" " * 24, ""]
    assert bars([0.0, -3.0], [0.0, -1.0]) == ["", ""]


def test_a_bar_far_beyond_the_marks_is_cut_and_squashes_no_other() -> None:
    path, pace = bars([4.6, 197.0], [4.7, 35.0])
    assert path.startswith("##|")
    assert pace == "#" * 16 + "|" + "#" * 6 + ">"
    assert max(map(len, bars([1e308, 1.0], [1.0, 1e308]))) == 24
