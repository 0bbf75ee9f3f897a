"""A question's figures read together: one scale, one currency, rates in per cent or as fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tradecalc import Estimate, InputError, Range
from tradecalc.errors import Note, filled
from tradecalc.figures.reading import Reading


def sentence(note: Note) -> str:
    return filled(note.said, note.fields)


def test_the_first_level_sets_scale_and_unit() -> None:
    reading = Reading()
    assert reading.level("base", "$4bn") == Estimate(4)
    assert reading.level("goal", "10000mn") == Estimate(10)
    assert reading.level("current", "exact:4,53 млрд") == Estimate(4.53)
    assert reading.unit == "bn USD"


def test_conversion_rounds_once() -> None:
    reading = Reading()
    reading.level("base", "1bn")
    assert reading.level("goal", "1.1mn").value == 0.0011
    assert reading.level("current", "3 thousand").value == 3e-6


def test_zero_needs_no_scale() -> None:
    reading = Reading()
    assert reading.level("ytd", "0").value == 0
    assert reading.level("prior_year", "4bn").value == 4
    assert reading.unit == "bn"


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("USD4bn", "EUR10bn", "base is in USD and goal in EUR"),
        ("4bn", "10", "base has a scale and goal has none"),
        ("4", "10bn", "goal has a scale and base has none"),
        ("4", "18%", "goal is a level, and '18%' is a per cent: write the level itself"),
    ],
)
def test_levels_that_do_not_go_together_are_refused(first: str, second: str, reason: str) -> None:
    reading = Reading()
    reading.level("base", first)
    with pytest.raises(InputError, match=reason):
        reading.level("goal", second)


def test_a_rate_is_per_cent_unless_fractions_are_asked_for() -> None:
    assert Reading().rate("rate", "18").value == 0.18
    assert Reading().rate("rate", "18.5%").value == 0.185
    assert Reading(fractions=True).rate("rate", "0.18").value == 0.18
    assert Reading(fractions=True).rate("rate", "18%").value == 0.18
    assert Reading().rate("rate", ">18%").range == Range(0.18, 0.19)
    with pytest.raises(InputError, match="rate is a rate, and '18bn' is an amount: write it"):
        Reading().rate("rate", "18bn")


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("0.165", ["rate 0.165 was read as 0.165 %; write 16.5, or add fractions."]),
        ("-0.5", ["rate -0.5 was read as -0.5 %; write -50, or add fractions."]),
        ("0", []),
        ("1", []),
        ("0.165%", []),
        ("16.5", []),
    ],
)
def test_a_rate_that_looks_like_a_fraction_is_doubted(text: str, doubts: list[str]) -> None:
    reading = Reading()
    reading.rate("rate", text)
    assert [sentence(doubt) for doubt in reading.doubts.values()] == doubts


def test_rounded_reads_plain_figures_but_not_chosen_ones() -> None:
    reading = Reading(rounded=True)
    assert reading.level("base", "4").range == Range(3.5, 4.5)
    assert reading.level("goal", "10", chosen=True).range is None
    assert reading.level("milestone", ">5", chosen=True).range == Range(5, 6)
    assert reading.rate("rate", "18").range == Range(0.175, 0.185)


def test_the_rounding_as_written_is_known_whatever_the_rules() -> None:
    reading = Reading()
    reading.level("ytd", "3.4bn")
    reading.level("prior_ytd", "2880mn")
    reading.rate("growth", "18")
    assert reading.ends("ytd") == (Fraction("3.35"), Fraction("3.45"))
    assert reading.ends("prior_ytd") == (Fraction("2.8795"), Fraction("2.8805"))
    assert reading.ends("growth") == (Fraction("0.175"), Fraction("0.185"))
    fractions = Reading(fractions=True)
    fractions.level("ytd", "3.4bn")
    fractions.rate("growth", "0.18")
    assert fractions.ends("growth") == (Fraction("0.175"), Fraction("0.185"))


def test_what_rounds_to_zero_is_not_below_it() -> None:
    assert Reading(rounded=True).level("ytd", "0").range == Range(0, 0.5)
    assert Reading(rounded=True).level("ytd", "0.0").range == Range(0, 0.05)
    assert Reading().level("ytd", "-1..1").range == Range(-1, 1)


@pytest.mark.parametrize("text", [">0.18", "0.18..0.2"])
def test_the_doubt_about_a_marked_rate_names_no_wrong_figure(text: str) -> None:
    reading = Reading()
    reading.rate("rate", text)
    (doubt,) = reading.doubts.values()
    assert "write it with its per cent sign" in sentence(doubt)


class TestAUnitForPlainLevels:
    def test_a_plain_level_is_in_it_and_others_are_brought_to_it(self) -> None:
        reading = Reading(unit="bn USD")
        assert reading.level("base", "4").value == 4
        assert reading.level("goal", "10000mn").value == 10
        assert (reading.unit, reading.dollars) == ("bn USD", 1e9)

    def test_a_file_of_another_scale_takes_plain_levels_in_it_all_the_same(self) -> None:
        reading = Reading(unit="bn USD")
        reading.measured_in("mn USD")
        assert reading.level("base", "4").value == 4000
        assert reading.unit == "mn USD"

    def test_a_level_in_another_currency_is_refused(self) -> None:
        with pytest.raises(InputError, match="unit is in USD and base in EUR"):
            Reading(unit="bn USD").level("base", "EUR4bn")

    def test_a_word_that_is_no_unit_is_refused(self) -> None:
        with pytest.raises(InputError, match="apples"):
            Reading(unit="apples")


class TestNumbersOfPython:
    def test_a_number_is_exact_and_a_rate_a_fraction(self) -> None:
        reading = Reading(rounded=True)
        assert reading.level("base", 4) == Estimate(4)
        assert reading.rate("rate", 0.18) == Estimate(0.18)
        assert reading.rates("what_if", [0.1, "12"]) == (0.1, 0.12)
        assert reading.whole("year", 2030, kind="year", least=1, most=9999) == 2030
        assert reading.ends("base") == (4, 4)

    def test_a_rate_in_per_cent_is_doubted(self) -> None:
        reading = Reading()
        reading.rate("growth", 18)
        assert [sentence(doubt) for doubt in reading.doubts.values()] == [
            "growth 18 is a fraction, 1,800 %: write 0.18 or '18%' if that is not meant."
        ]

    @pytest.mark.parametrize("number", [float("nan"), float("inf")])
    def test_what_is_no_number_is_refused_by_name(self, number: float) -> None:
        with pytest.raises(InputError, match=f"^base is {number}: write a number"):
            Reading().level("base", number)


def test_a_point_may_begin_a_figure_where_no_shell_took_its_digits() -> None:
    assert Reading().level("base", ".5").value == 0.5
    with pytest.raises(InputError, match="begins with a point"):
        Reading(typed=True).level("base", ".5")


def test_a_question_that_is_exact_says_whether_it_passed_over_a_mark() -> None:
    reading = Reading(exact=True)
    assert (reading.level("base", "4"), reading.marks_ignored) == (Estimate(4), False)
    assert (reading.level("goal", "10+"), reading.marks_ignored) == (Estimate(10), True)


def test_a_bare_zero_is_rounded_in_the_scale_of_the_others() -> None:
    reading = Reading(rounded=True)
    reading.level("total", "3.0bn")
    assert reading.level("imports", "0.0").range == Range(0.0, 0.05)
    assert [float(end) for end in reading.ends("imports")] == [-0.05, 0.05]


def test_what_is_named_has_no_value() -> None:
    reading = Reading()
    reading.named("series", "exports")
    reading.level("base", "4")
    assert reading["base"] == 4
    with pytest.raises(KeyError):
        reading.estimate("series")
