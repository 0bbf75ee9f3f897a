"""Shown digits: outward, never more than earned, never through a second rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc import Estimate, Range
from tradecalc.core.track import BOUNDS, LEAST, MOST
from tradecalc.outputs.bare import machine_unit
from tradecalc.outputs.display import (
    RATIO_BOUNDS,
    UNKNOWN,
    decimals_for,
    estimate_text,
    number,
    rounded,
    suffix,
)

NUMBERS = st.floats(-1e12, 1e12)


@given(value=NUMBERS, places=st.integers(0, 8))
def test_rounding_outwards_contains_the_value(value: float, places: int) -> None:
    unit = Fraction(1, 10**places)
    exact = Fraction(value)
    noise = abs(exact) / 10**13
    low, high = rounded(value, places, "down") * unit, rounded(value, places, "up") * unit
    assert low - noise <= exact <= high + noise
    assert high - low <= unit
    assert abs(rounded(value, places) * unit - exact) <= unit / 2


@given(value=NUMBERS, decimals=st.integers(0, 8))
def test_a_shown_number_is_what_python_rounds_to(value: float, decimals: int) -> None:
    shown = Fraction(number(value, decimals).replace(",", ""))
    assert shown == Fraction(f"{value:.{decimals}f}")


@given(
    low=st.floats(0.001, 1e6), width=st.floats(0, 1e3), at=st.floats(0, 1), places=st.integers(0, 6)
)
def test_a_shown_range_contains_the_shown_value(
    low: float, width: float, at: float, places: int
) -> None:
    estimate = Estimate(low + width * at, Range(low, max(low + width, low + width * at)))
    value, shown_low, shown_high = (
        Fraction(text.replace(",", "")) for text in estimate_text(estimate, "level", places)
    )
    assert shown_low <= value <= shown_high


@pytest.mark.parametrize(
    ("value", "kind", "written", "decimals"),
    [
        (4.5333, "level", 1, 2),
        (0.47, "level", 2, 2),
        (0.0123, "level", 0, 3),
        (453.33, "level", 0, 1),
        (4533.3, "level", 0, 0),
        (4533.3, "level", 1, 1),
        (0.164993, "rate", 0, 2),
        (1.5, "rate", 0, 1),
        (5.536, "years", 0, 2),
        (6, "years", 0, 0),
        (2030, "year", 0, 0),
    ],
)
def test_digits_that_a_value_shows(value: float, kind: str, written: int, decimals: int) -> None:
    shown = decimals_for(kind, [Estimate(value)], written=written, digits=None)  # type: ignore[arg-type]
    assert shown == decimals


@pytest.mark.parametrize(
    ("estimate", "shown"),
    [
        (Estimate(0.394), ("39", "", "")),
        (Estimate(0.394, Range(0.071, 0.516)), ("39", "7", "52")),
        (Estimate(0.05, Range(0.0, 0.05)), ("under 5", "", "")),
        (Estimate(0.95, Range(0.95, 1.0)), ("over 95", "", "")),
        (Estimate(0.05, Range(0.0, 0.2)), ("under 5", "0", "20")),
        (Estimate(0.95, Range(0.5, 1.0)), ("over 95", "50", "100")),
        (Estimate(0.3, Range(0.0, 0.4)), ("30", "0", "40")),
        (Estimate(1.0, Range(0.95, 1.0)), ("100", "95", "100")),
        (Estimate(1.0), ("100", "", "")),
        (Estimate(0.0), ("0", "", "")),
    ],
)
def test_a_chance_is_a_word_where_it_is_not_known(
    estimate: Estimate, shown: tuple[str, str, str]
) -> None:
    assert decimals_for("chance", [estimate], written=2, digits=None) == 0
    assert estimate_text(estimate, "chance", 0) == shown


def test_a_program_reads_a_chance_beyond_what_is_known_as_its_bound() -> None:
    for chance, shown in (
        (Estimate(0.05, Range(0.0, 0.05)), ("5", "0", "5")),
        (Estimate(0.95, Range(0.95, 1.0)), ("95", "95", "100")),
        (Estimate(0.05, Range(0.0, 0.2)), ("5", "0", "20")),
    ):
        assert estimate_text(chance, "chance", 0, thousands=False) == shown


def test_the_words_of_a_chance_stand_for_the_outermost_points_of_the_reference() -> None:
    assert [ends for _, ends in UNKNOWN.values()] == [(0.0, LEAST), (MOST, 1.0)]
    assert list(UNKNOWN) == [LEAST, MOST]


def test_a_pace_is_shown_on_its_side_of_the_bounds_of_a_verdict() -> None:
    assert tuple(least for least, _ in reversed(BOUNDS)) == RATIO_BOUNDS
    shown = {0.8081: 2, 0.5963: 3, 0.60: 2, 0.949996: 6, 0.95 - 1e-13: 2, -0.003: 4, 0.0: 2}
    for ratio, digits in shown.items():
        assert decimals_for("ratio", [Estimate(ratio)], written=1, digits=None) == digits


def test_a_small_rate_shows_how_wide_its_range_is() -> None:
    stated = Estimate(0.0018, Range(0.00175, 0.00185))
    assert decimals_for("rate", [stated], written=0, digits=None) == 2


def test_a_range_shows_no_more_digits_than_its_width_earns() -> None:
    wide = Estimate(275.0, Range(238.0, 322.0))
    assert decimals_for("level", [wide], written=3, digits=None) == 1
    assert decimals_for("rate", [Estimate(0.165, Range(0.12, 0.17))], written=0, digits=None) == 1
    assert decimals_for("level", [wide], written=3, digits=4) == 4


def test_signs_and_thousands() -> None:
    assert estimate_text(Estimate(0.165), "rate", 1)[0] == "+16.5"
    assert estimate_text(Estimate(-0.0001), "rate", 1)[0] == "0.0"
    assert estimate_text(Estimate(1.08), "share", 1)[0] == "108.0"
    assert estimate_text(Estimate(12345.6), "level", 1)[0] == "12,345.6"
    assert estimate_text(Estimate(12345.6), "level", 1, thousands=False)[0] == "12345.6"
    assert estimate_text(Estimate(2030), "year", 0)[0] == "2030"


def test_an_end_that_is_the_value_is_shown_as_the_value() -> None:
    milestone = Estimate(4.65997220, Range(4.65997220, 5.6123))
    assert estimate_text(milestone, "level", 2) == ("4.66", "4.66", "5.62")


def test_the_written_ends_are_shown_as_written() -> None:
    for end in (1234567.75, 1234567.85, 3.45, 1.95, 4.6000000000000005):
        assert number(end, 2, direction="up") == f"{end:,.2f}"
        assert number(end, 2, direction="down") == f"{end:,.2f}"


def test_what_no_reader_could_count_has_a_power_of_ten() -> None:
    assert number(9.9999999e20, 2) == "1.00000e+21"
    assert number(-1e-310, 12) == "-1.00000e-310"
    assert number(1.5e300, 1, shift=2, sign=True) == "+1.50000e+302"
    assert estimate_text(Estimate(1e307), "rate", 0)[0] == "+1.00000e+309"


def test_an_end_at_zero_stays_there() -> None:
    change = Estimate(0.5, Range(-8e-16, 1.0))
    assert estimate_text(change, "level", 2) == ("0.50", "0.00", "1.00")
    assert estimate_text(change, "rate", 1) == ("+50.0", "0.0", "+100.0")


def test_a_whole_unit_is_itself_in_every_direction() -> None:
    for value in (0.0, 2.5, -3.0):
        assert {rounded(value, 2, toward) for toward in ("nearest", "down", "up")} == {value * 100}


def test_a_contribution_is_read_in_percentage_points_and_held_as_a_fraction() -> None:
    contribution = Estimate(0.18313, Range(0.17588, 0.19103))
    assert estimate_text(contribution, "points", 1) == ("+18.3", "+17.5", "+19.2")
    assert suffix("points", "bn USD") == " pp"
    assert machine_unit("points", "bn USD") == "fraction"
