"""A question's figures read together: one scale, one currency, rates in per cent or fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tradecalc import DomainError, Estimate, InputError, Range
from tradecalc.errors import filled
from tradecalc.figures.reading import Reading


def doubts(reading: Reading) -> list[str]:
    return [filled(note.template, note.fields) for note in reading.doubts.values()]


@pytest.mark.parametrize(
    ("texts", "values", "unit"),
    [
        (["$4bn", "10000mn", "exact:4,53 млрд"], [4, 10, 4.53], "bn USD"),
        (["1bn", "1.1mn", "3 thousand"], [1, 0.0011, 3e-6], "bn"),  # each rounds once
        (["0", "4bn"], [0, 4], "bn"),  # nothing needs no scale
        (["4", "10"], [4, 10], ""),
    ],
)
def test_the_first_level_sets_scale_and_unit(
    texts: list[str], values: list[float], unit: str
) -> None:
    reading = Reading()
    assert reading.levels("value", texts) == [Estimate(value) for value in values]
    assert reading.unit == unit


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("USD4bn", "EUR10bn", "base is in USD and goal in EUR: write both in one currency"),
        ("4bn", "10", "base has a scale and goal has none: write both with a scale"),
        ("4", "10bn", "goal has a scale and base has none"),
        ("4", "18%", "goal must be a level such as 4 or USD4bn, not '18%'"),
        ("4", "x", "goal 'x' is not a figure"),
        (4, float("nan"), "goal must be a number, not nan"),
        (4, float("inf"), "goal must be a number, not inf"),
    ],
)
def test_levels_that_do_not_go_together_are_refused(first: Any, second: Any, reason: str) -> None:
    reading = Reading()
    reading.level("base", first)
    with pytest.raises(InputError, match=f"^{reason}"):
        reading.level("goal", second)


def test_a_rate_is_per_cent_unless_fractions_are_asked_for() -> None:
    assert Reading().rate("rate", "18").value == 0.18
    assert Reading().rate("rate", "18.5%").value == 0.185
    assert Reading(fractions=True).rate("rate", "0.18").value == 0.18
    assert Reading(fractions=True).rate("rate", "18%").value == 0.18
    assert Reading().rate("rate", ">18%").range == Range(0.18, 0.19)
    with pytest.raises(InputError, match="rate must be a rate such as 18%, not '18bn'"):
        Reading().rate("rate", "18bn")


MEANT = "; write the per cent sign, or add fractions."


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("0.165", "rate 0.165 was read as 0.165 %; write 16.5, or add fractions."),
        ("-0.5", "rate -0.5 was read as -0.5 %; write -50, or add fractions."),
        (">0.18", f"rate >0.18 was read as >0.18 %{MEANT}"),
        ("0.18..0.2", f"rate 0.18..0.2 was read as 0.18..0.2 %{MEANT}"),
        (18, "rate 18 was read as 1800 %; for 18 % write 0.18."),
        *((said, "") for said in ("0", "1", "0.165%", "16.5", 0.18)),
    ],
)
def test_a_rate_that_looks_like_a_fraction_is_doubted(said: str | float, doubt: str) -> None:
    reading = Reading()
    reading.rate("rate", said)
    assert doubts(reading) == ([doubt] if doubt else [])


def test_rounded_reads_plain_figures_but_not_chosen_ones() -> None:
    reading = Reading(rounded=True)
    assert reading.level("base", "4").range == Range(3.5, 4.5)
    assert reading.level("goal", "10", chosen=True).range is None
    assert reading.level("milestone", ">5", chosen=True).range == Range(5, 6)
    assert reading.rate("rate", "18").range == Range(0.175, 0.185)
    assert reading.box(("base", "goal", "rate")) == {"base": (3.5, 4.5), "rate": (0.175, 0.185)}


@pytest.mark.parametrize(("fractions", "growth"), [(False, "18"), (True, "0.18"), (True, "18%")])
def test_the_rounding_as_written_is_known_whatever_the_rules(fractions: bool, growth: str) -> None:
    reading = Reading(fractions=fractions)
    reading.levels("level", ["3.4bn", "2880mn"])
    reading.rate("growth", growth)
    assert reading.ends("level_1") == (Fraction("3.35"), Fraction("3.45"))
    assert reading.ends("level_2") == (Fraction("2.8795"), Fraction("2.8805"))
    assert reading.ends("growth") == (Fraction("0.175"), Fraction("0.185"))


def test_what_rounds_to_zero_is_not_below_it() -> None:
    reading = Reading(rounded=True)
    assert reading.level("total", "3.0bn").range == Range(2.95, 3.05)
    assert reading.level("imports", "0.0").range == Range(0, 0.05)  # in the scale of the others
    assert [float(end) for end in reading.ends("imports")] == [-0.05, 0.05]
    assert reading.level("balance", "0.0", signed=True).range == Range(-0.05, 0.05)
    assert Reading().level("ytd", "-1..1").range == Range(-1, 1)
    with pytest.raises(DomainError, match=r"^ytd must be zero or more, not -1\.\.1"):
        Reading().level("ytd", "-1..1", flow=True)


def test_a_unit_is_that_of_plain_levels() -> None:
    reading = Reading(unit="bn USD")
    assert reading.levels("value", ["4", "10000mn"]) == [Estimate(4), Estimate(10)]
    assert (reading.unit, reading.dollars) == ("bn USD", 1e9)
    reading = Reading(unit="bn USD")
    reading.measured_in("mn USD")  # a file of another scale
    assert (reading.level("base", "4").value, reading.unit) == (4000, "mn USD")
    with pytest.raises(InputError, match="unit is in USD and base in EUR"):
        Reading(unit="bn USD").level("base", "EUR4bn")
    with pytest.raises(InputError, match="apples"):
        Reading(unit="apples")


def test_a_number_of_python_is_exact_and_a_rate_a_fraction() -> None:
    reading = Reading(rounded=True)
    assert reading.level("base", 4) == Estimate(4)
    assert reading.rate("rate", 0.18) == Estimate(0.18)
    assert reading.rates("what_if", [0.1, "12"]) == (0.1, 0.12)
    assert reading.whole("year", 2030.0, kind="year", least=1, most=9999) == 2030
    assert reading.ends("base") == (Fraction(4), Fraction(4))


def test_a_point_may_begin_a_figure_where_no_shell_took_its_digits() -> None:
    assert Reading().level("base", ".5").value == 0.5
    with pytest.raises(InputError, match="must begin with a digit"):
        Reading(typed=True).level("base", ".5")


def test_a_question_that_is_exact_says_whether_it_passed_over_a_mark() -> None:
    reading = Reading(exact=True)
    assert (reading.level("base", "4"), reading.marks_ignored) == (Estimate(4), False)
    assert (reading.level("goal", "10+"), reading.marks_ignored) == (Estimate(10), True)


def test_a_word_is_read_whatever_joins_it_and_what_is_named_has_no_value() -> None:
    reading = Reading()
    for said in ("straight line", "Straight-Line", "straight_line"):
        assert reading.word("method", said, ("straight_line", "blend")) == "straight_line"
    with pytest.raises(InputError, match="method 'seasonl' is unknown: choose from straight_line"):
        reading.word("method", "seasonl", ("straight_line", "blend"))
    with pytest.raises(KeyError):
        reading.estimate("method")
