"""One question's figures: one scale, one currency, rates in per cent or as fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tradecalc import Estimate, InputError, Range
from tradecalc.inputs.question import Question


def test_the_first_level_sets_scale_and_unit() -> None:
    question = Question()
    assert question.level("base", "$4bn") == Estimate(4)
    assert question.level("goal", "10000mn") == Estimate(10)
    assert question.level("current", "exact:4,53 млрд") == Estimate(4.53)
    assert question.unit == "bn USD"


def test_conversion_rounds_once() -> None:
    question = Question()
    question.level("base", "1bn")
    assert question.level("goal", "1.1mn").value == 0.0011
    assert question.level("current", "3 thousand").value == 3e-6


def test_zero_needs_no_scale() -> None:
    question = Question()
    assert question.level("ytd", "0").value == 0
    assert question.level("prior_year", "4bn").value == 4
    assert question.unit == "bn"


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("USD4bn", "EUR10bn", "--base is in USD and --goal in EUR"),
        ("4bn", "10", "--base has a scale and --goal has none"),
        ("4", "10bn", "--goal has a scale and --base has none"),
        ("4", "18%", "--goal is a level, and '18%' is a per cent: write the level itself"),
    ],
)
def test_levels_that_do_not_go_together_are_refused(first: str, second: str, reason: str) -> None:
    question = Question()
    question.level("base", first)
    with pytest.raises(InputError, match=reason):
        question.level("goal", second)


def test_a_rate_is_per_cent_unless_fractions_are_asked_for() -> None:
    assert Question().rate("rate", "18").value == 0.18
    assert Question().rate("rate", "18.5%").value == 0.185
    assert Question(fractions=True).rate("rate", "0.18").value == 0.18
    assert Question(fractions=True).rate("rate", "18%").value == 0.18
    assert Question().rate("rate", ">18%").range == Range(0.18, 0.19)
    with pytest.raises(InputError, match="--rate is a rate, and '18bn' is an amount: write it"):
        Question().rate("rate", "18bn")


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("0.165", ["--rate 0.165 was read as 0.165 %; write 16.5, or add --fractions."]),
        ("-0.5", ["--rate -0.5 was read as -0.5 %; write -50, or add --fractions."]),
        ("0", []),
        ("1", []),
        ("0.165%", []),
        ("16.5", []),
    ],
)
def test_a_rate_that_looks_like_a_fraction_is_doubted(text: str, doubts: list[str]) -> None:
    question = Question()
    question.rate("rate", text)
    assert question.warnings == doubts


def test_rounded_reads_plain_figures_but_not_chosen_ones() -> None:
    question = Question(rounded=True)
    assert question.level("base", "4").range == Range(3.5, 4.5)
    assert question.level("goal", "10", chosen=True).range is None
    assert question.level("milestone", ">5", chosen=True).range == Range(5, 6)
    assert question.rate("rate", "18").range == Range(0.175, 0.185)


def test_the_rounding_as_written_is_known_whatever_the_rules() -> None:
    question = Question()
    question.level("ytd", "3.4bn")
    question.level("prior_ytd", "2880mn")
    question.rate("growth", "18")
    assert question.as_written("ytd") == (Fraction("3.35"), Fraction("3.45"))
    assert question.as_written("prior_ytd") == (Fraction("2.8795"), Fraction("2.8805"))
    assert question.as_written("growth") == (Fraction("0.175"), Fraction("0.185"))
    fractions = Question(fractions=True)
    fractions.level("ytd", "3.4bn")
    fractions.rate("growth", "0.18")
    assert fractions.as_written("growth") == (Fraction("0.175"), Fraction("0.185"))


def test_what_rounds_to_zero_is_not_below_it() -> None:
    assert Question(rounded=True).level("ytd", "0").range == Range(0, 0.5)
    assert Question(rounded=True).level("ytd", "0.0").range == Range(0, 0.05)
    assert Question().level("ytd", "-1..1").range == Range(-1, 1)


@pytest.mark.parametrize("text", [">0.18", "0.18..0.2"])
def test_the_doubt_about_a_marked_rate_names_no_wrong_figure(text: str) -> None:
    question = Question()
    question.rate("rate", text)
    (doubt,) = question.warnings
    assert "write it with its per cent sign" in doubt


class TestAUnitForPlainLevels:
    def test_a_plain_level_is_in_it_and_others_are_brought_to_it(self) -> None:
        question = Question(unit="bn USD")
        assert question.level("base", "4").value == 4
        assert question.level("goal", "10000mn").value == 10
        assert (question.unit, question.dollars) == ("bn USD", 1e9)

    def test_a_file_of_another_scale_takes_plain_levels_in_it_all_the_same(self) -> None:
        question = Question(unit="bn USD")
        question.measured_in("mn USD")
        assert question.level("base", "4").value == 4000
        assert question.unit == "mn USD"

    def test_a_level_in_another_currency_is_refused(self) -> None:
        with pytest.raises(InputError, match="--unit is in USD and --base in EUR"):
            Question(unit="bn USD").level("base", "EUR4bn")

    def test_a_word_that_is_no_unit_is_refused(self) -> None:
        with pytest.raises(InputError, match="apples"):
            Question(unit="apples")


def test_a_figure_that_is_no_option_is_called_what_it_is_known_as() -> None:
    question = Question()
    question.called["part_1"] = "parts.csv, line 2, column level"
    question.level("part_1", "2.2bn")
    with pytest.raises(InputError, match="column level has a scale and --total has"):
        question.level("total", "3")


def test_a_bare_zero_is_rounded_in_the_scale_of_the_others() -> None:
    question = Question(rounded=True)
    question.level("total", "3.0bn")
    assert question.level("imports", "0.0").range == Range(0.0, 0.05)
    assert [float(end) for end in question.as_written("imports")] == [-0.05, 0.05]


def test_what_is_named_has_no_value() -> None:
    question = Question()
    question.named("series", "exports")
    question.level("base", "4")
    assert question.value("base") == 4
    with pytest.raises(KeyError):
        question.value("series")
