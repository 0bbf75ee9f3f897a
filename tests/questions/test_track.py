"""`track`: the home case's numbers, later years, months, falling goals, and what is refused."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pytest

from tradecalc.core.ranges import Estimate, Missing, Open, Range
from tradecalc.errors import DomainError, InputError
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Result, ask, option_name
from tradecalc.questions.target import TARGET
from tradecalc.questions.track import TRACK
from tradecalc.show.digits import Style
from tradecalc.show.text import notes, sentence, text

NINE: dict[str, Any] = {"ytd": "3.4", "months": "9"}
PLAIN: dict[str, Any] = {**NINE, "base": "4", "goal": "10", "year": "2030"}
HOME: dict[str, Any] = {**PLAIN, "base": "4+", "growth": "18%+"}
LATER: dict[str, Any] = {**PLAIN, "ytd": "5", "current_year": "2027"}
DATA = str(Path(__file__).parent.parent / "data" / "us_trade.csv")
MEXICO: dict[str, Any] = {"monthly": DATA, "series": "exports to Mexico"}
TO_2030: dict[str, Any] = {**MEXICO, "goal": "500000", "year": "2030"}


def track(*, rounded: bool = False, **given: Any) -> Result:
    """Ask as at the prompt."""
    return ask(TRACK, given, rounded=rounded)


def home() -> Result:
    return track(rounded=True, **HOME)


def rows(result: Result) -> dict[str, dict[str, Any]]:
    return {row["method"]: row for row in result.answers["methods"]}


def test_three_figures_and_a_goal() -> None:
    result = track(**PLAIN)
    assert float(result.milestone) == pytest.approx(4 * 2.5 ** (1 / 6))
    assert float(result.full_year) == pytest.approx(3.4 / 0.75)
    assert float(result.gap) == pytest.approx(3.4 / 0.75 - 4 * 2.5 ** (1 / 6))
    assert float(result.pace_so_far) == pytest.approx(0.13333, abs=1e-5)
    assert float(result.pace_ratio) == pytest.approx(0.13333 / 0.164993, abs=1e-4)
    assert result.verdict.value == "acceleration-needed"
    assert result.turned_by.value == "nothing"
    assert float(result.required_from_now) == pytest.approx(0.1714, abs=5e-5)
    assert result.first_year_at_goal.value == 2032
    assert result.headline == "verdict"
    assert not result.says_no
    assert "The year in progress is 2025; set --current-year." in notes(result)


# DEFINITIONS: the home case, ranges rounded outwards.
@pytest.mark.parametrize(
    ("column", "method", "known"),
    [
        ("full_year", "straight_line", (4.53, 4.46, 4.60)),
        ("full_year", "same_growth", (4.72, 4.72, 5.95)),
        ("full_year", "flat_remainder", (4.52, 4.51, 5.56)),
        ("full_year", "blend", (4.59, 4.56, 5.34)),
        ("pace_ratio", "straight_line", (0.81, -0.88, 0.91)),
        ("pace_ratio", "same_growth", (1.09, 1.09, 1.56)),
        ("pace_ratio", "blend", (0.89, 0.41, 0.97)),
        ("required_from_now", "straight_line", (0.1714, 0.168, 0.175)),
        ("required_from_now", "same_growth", (0.1620, 0.109, 0.163)),
    ],
)
def test_the_home_case(column: str, method: str, known: tuple[float, float, float]) -> None:
    cell, unit = rows(home())[method][column], 0.001 if column == "required_from_now" else 0.01
    value, low, high = known
    assert cell.value == pytest.approx(value, abs=unit / 2)
    assert low - 1e-9 <= cell.low < low + unit
    assert high - unit < cell.high <= high + 1e-9


def test_the_home_case_s_milestone_and_verdicts() -> None:
    result = home()
    assert result.milestone.low == pytest.approx(float(result.milestone), rel=1e-9)
    assert 5.61 < result.milestone.high <= 5.62
    assert {method: row["verdict"] for method, row in rows(result).items()} == {
        "straight_line": Estimate(
            "acceleration-needed", Range("deterioration", "acceleration-needed")
        ),
        "flat_remainder": Estimate("acceleration-needed"),
        "same_growth": Estimate("on-track"),
        "blend": Estimate("acceleration-needed", Range("limited-progress", "on-track")),
    }
    # 18 per cent kept from 4 are at 10 in 2030.
    assert rows(result)["same_growth"]["first_year_at_goal"] == Estimate(2030, Range(2028, 2030))
    assert isinstance(rows(result)["straight_line"]["first_year_at_goal"], Open)


@pytest.mark.parametrize(
    ("given", "turned", "clause"),
    [
        ({"base": "3.95..4.0"}, "nothing", ""),
        ({"base": "3.9..4.3", "ytd": "3.5"}, "rounding", "The rounding alone could turn"),
        ({"growth": "18%"}, "method", "By same growth it would be on track."),
        ({"growth": "14.5%"}, "nothing", ""),
        ({"growth": "35%", "ytd": "4"}, "nothing", ""),
        (
            {"base": "3.8..4.2", "growth": "17%", "method": "same_growth"},
            "method",
            "By straight line, flat remainder, blend it would not be on track.",
        ),
    ],
)
def test_what_turns_the_verdict(given: dict[str, Any], turned: str, clause: str) -> None:
    result = track(**{**PLAIN, **given})
    assert result.turned_by.value == turned
    assert clause in sentence(result)
    assert ("would" in sentence(result)) == ("method" in turned)
    assert ("could" in sentence(result)) == ("rounding" in turned)
    assert home().turned_by.value == "method-and-rounding"


def test_base_and_last_year_s_total_are_one_figure() -> None:
    result = home()
    alone = {name: said for name, said in HOME.items() if name != "base"}
    for other in ({**HOME, "prior_year": " 4+"}, {**alone, "prior_year": "4+"}):
        again = track(rounded=True, **other)
        assert again.to_dict()["answers"] == result.to_dict()["answers"]
        assert "prior_year" not in again.inputs
    # Were the two boxed apart, their quotient would run below and above the growth stated.
    ratio = rows(result)["same_growth"]["pace_ratio"]
    assert ratio.value == ratio.low == pytest.approx(0.18 / 0.164993, abs=1e-5)


def test_project_and_target_say_the_same() -> None:
    result = home()
    year = ask(PROJECT, {**NINE, "prior_year": "4+", "growth": "18%+"}, rounded=True)
    for name in ("full_year", "method", "likely_low", "likely_high", "likely_median", "prior_ytd"):
        assert result.answers[name] == year.answers[name]
    path = ask(TARGET, {"base": "4+", "goal": "10", "year": "2030", "current": "4.5"}, rounded=True)
    assert result.answers["milestone"] == path.answers["path_level"]
    assert result.answers["required_cagr"] == path.answers["required_cagr"]


# At one corner of the box last year's months would be above last year: that is no corner.
def test_rounding_does_not_change_the_chance() -> None:
    figures = {"ytd": "3.8", "months": "10", "base": "4", "prior_ytd": "3.5", "flow": "national"}
    exact, rounded = (track(rounded=r, **{**PLAIN, **figures}) for r in (False, True))
    for name in ("full_year", "method", "chance", "verdict"):
        assert rounded[name].value == exact[name].value
    assert float(rounded.chance) < 0.5


def test_a_later_year_has_a_last_year_of_its_own() -> None:
    result = track(**LATER, prior_year="6", growth="10%")
    assert float(result.milestone) == pytest.approx(4 * 2.5**0.5)
    assert rows(result)["same_growth"]["full_year"].value == pytest.approx(6.6)
    level = float(result.full_year)
    assert float(result.pace_so_far) == pytest.approx((level / 4) ** (1 / 3) - 1)
    assert float(result.required_from_now) == pytest.approx((10 / level) ** (1 / 3) - 1)
    assert not any("set --current-year" in note for note in notes(result))


def test_in_the_goal_s_year_the_milestone_is_the_goal() -> None:
    result = track(**{**LATER, "current_year": "2030"})
    assert result.answers["milestone"] == Estimate(10.0)
    assert "required_from_now" not in rows(result)["straight_line"]
    with pytest.raises(DomainError, match="it is the goal's year"):
        _ = result.required_from_now


def test_a_falling_goal_is_reached_from_above() -> None:
    figures: dict[str, Any] = {**PLAIN, "base": "10", "goal": "4", "ytd": "6"}
    result = track(**figures)
    assert float(result.gap) == pytest.approx(8 - 10 * 0.4 ** (1 / 6))
    assert float(result.pace_ratio) > 1
    assert result.verdict.value == "on-track"
    assert float(result.chance) > 0.9
    assert any("on track is at or below the path" in note for note in notes(result))
    above = track(**{**figures, "ytd": "8.8"})
    assert above.verdict.value == "deterioration"
    assert above.answers["chance"] == Estimate(0.0)
    assert "asks for 8.58. The months so far are above it already." in sentence(above)
    with pytest.raises(DomainError, match="never reaches"):
        _ = above.first_year_at_goal
    assert isinstance(rows(above)["straight_line"]["first_year_at_goal"], Missing)


def test_a_goal_that_rounding_may_have_reached_leaves_the_verdict_open() -> None:
    result = track(rounded=True, **{**PLAIN, "goal": "4.2"}, **{"assert": True})
    for name in ("pace_ratio", "verdict"):
        assert isinstance(result.answers[name], Open)
    assert result.turned_by.value == "rounding"
    assert result.says_no
    assert float(result.gap) == pytest.approx(3.4 / 0.75 - 4 * 1.05 ** (1 / 6))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"ytd": "0"}, ["straight_line"]),
        ({"prior_ytd": "0"}, ["same_growth", "blend"]),
    ],
)
def test_a_method_without_a_pace_does_not_say_when_the_goal_is_reached(
    given: dict[str, Any], missing: list[str]
) -> None:
    result = track(**{**PLAIN, **given})
    found = rows(result)
    without = [method for method in found if isinstance(found[method]["pace_ratio"], Missing)]
    assert without == missing
    for method in missing:
        assert found[method]["first_year_at_goal"] == ""
        assert f"{method.replace('_', ' ')} " in text(result)
    other = track(**{**PLAIN, "ytd": "0"}, prior_ytd="3", method="flat_remainder")
    assert other.verdict.value == "deterioration"


@pytest.mark.parametrize(("ytd", "goal"), [("7", "4.5"), ("2", "3.5"), ("4", "10"), ("2.5", "2")])
def test_the_formula_of_the_first_year_holds_past_the_goal_too(ytd: str, goal: str) -> None:
    result = track(**{**LATER, "ytd": ytd, "goal": goal})
    explained = text(result, Style(explain=True))
    worked = re.search(
        r"^first_year_at_goal = .* = (.*), rounded up = (\d+)", explained, re.MULTILINE
    )
    assert worked
    found = eval(worked[1], {"max": max, "ln": math.log})  # noqa: S307  our own formula, as printed
    assert math.ceil(found) == int(worked[2]) == result.first_year_at_goal.value


def test_ranges_that_just_touch_a_bound_leave_no_verdict_open() -> None:
    for growth in (0.2, 0.02, 0.002, 2e-5):
        for least, most in ((0.95, 0.97), (0.6, 0.9), (0.0, 0.5)):
            ends = (f"{1000 * (1 + share * growth):.10f}" for share in (least, most))
            year: dict[str, Any] = {"ytd": "..".join(ends), "months": "12", "year": "2025"}
            result = track(base="1000", goal=f"{1000 * (1 + growth):.10f}", **year)
            assert result.answers["verdict"].range is None


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"ytd": "4.7", "base": "4+"}, "have reached it already by the figures as written."),
        ({"ytd": "4.7", "base": "4"}, "have reached it already."),
        ({"ytd": "8.8", "base": "10+-1", "goal": "4"}, "are above it already by the figures as"),
    ],
)
def test_what_the_months_have_reached_is_certain(figures: dict[str, Any], said: str) -> None:
    result = track(**{**PLAIN, **figures})
    chance = result.answers["chance"]
    assert chance.value in (0, 1)
    assert (chance.range is not None) == ("as written" in said or "figures as" in said)
    assert f"The months so far {said}" in sentence(result)
    assert any("The chance follows" in note for note in notes(result)) == bool(chance.range)


def test_the_answer_is_no_unless_it_is_on_track() -> None:
    asserted: dict[str, Any] = {"assert": True}
    assert track(**PLAIN, **asserted).says_no
    assert not track(**{**PLAIN, "ytd": "3.6"}, **asserted).says_no
    assert not track(**PLAIN).says_no
    assert TRACK(base=4, goal=10, year=2030, ytd=3.4, months=9, assert_=True).says_no


def test_the_chance_is_that_of_the_likely_range() -> None:
    likely = track(**PLAIN)["full_year"].likely
    assert likely is not None
    for end, chance in ((likely.low, 0.9), (likely.high, 0.1)):
        goal = 4 * (end / 4) ** 6  # whose path asks for that end this year
        met = track(**{**PLAIN, "goal": repr(goal)})
        assert float(met.milestone) == pytest.approx(end)
        assert float(met.chance) == pytest.approx(chance, abs=1e-6)
        assert met.answers["chance"].range is None


def test_a_chance_is_open_within_the_rounding_and_beyond_the_known_points() -> None:
    chance = home().chance
    for base in ("4", "4.5", "5"):
        exact = track(**{**HOME, "base": base, "growth": "18%"})
        assert chance.low <= float(exact.chance) <= chance.high
    far, near = (track(**{**PLAIN, "goal": goal}).answers["chance"] for goal in ("100", "4.1"))
    assert far == Estimate(0.05, Range(0.0, 0.05))
    assert near == Estimate(0.95, Range(0.95, 1.0))


def test_a_unit_change_leaves_the_verdict_alone() -> None:
    levels: dict[str, Any] = {"base": "4bn", "growth": "18"}
    in_bn = track(**{**PLAIN, **levels, "ytd": "USD3.4bn", "goal": "10bn"})
    in_mn = track(**{**PLAIN, **levels, "ytd": "USD3400mn", "goal": "0.01tn"})
    for name in ("verdict", "turned_by", "first_year_at_goal"):
        assert in_mn[name] == in_bn[name]
    for name in ("pace_ratio", "chance", "required_from_now"):
        assert float(in_mn[name]) == pytest.approx(float(in_bn[name]))
    assert (in_bn.unit, in_mn.unit) == ("bn USD", "mn USD")


def test_months_give_the_year_and_the_base() -> None:
    result, alone = track(**TO_2030, base_year="2021"), ask(PROJECT, MEXICO)
    for name in ("full_year", "method", "likely_low", "likely_high", "ytd_growth"):
        assert result.answers[name] == alone.answers[name]
    assert result.inputs["current_year"].estimate == Estimate(2022)
    assert result.inputs["base"].estimate == alone.inputs["prior_year"].estimate
    assert "prior_year" not in result.inputs
    pace = float(alone.full_year_growth) / float(result.required_cagr)
    assert rows(result)["seasonal"]["pace_ratio"].value == pytest.approx(pace)
    earlier = track(**TO_2030, base_year="2019")
    pace = (float(earlier.full_year) / 256676.2) ** (1 / 3) - 1
    assert float(earlier.pace_so_far) == pytest.approx(pace, rel=1e-5)
    assert set(earlier.inputs) >= {"base", "prior_year"}


def test_the_seasonal_projection_has_a_chance_too() -> None:
    likely = ask(PROJECT, MEXICO)["full_year"].likely
    assert likely is not None
    for end, chance in ((likely.low, 0.9), (likely.high, 0.1)):
        goal: dict[str, Any] = {
            "goal": repr(end),
            "year": "2022",
        }  # in whose year the path asks for it
        result = track(**MEXICO, **goal, base="260000", base_year="2019")
        assert float(result.chance) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(
    ("base", "stands"),
    [("260000", "is not"), ("257 000", "is not"), ("250000..260000", "agrees with")],
)
def test_a_base_beside_months_begins_the_path(base: str, stands: str) -> None:
    result = track(**TO_2030, base=base, base_year="2019")
    assert result.inputs["base"].written == base
    assert any(f"came to 256,676, which {stands} --base:" in note for note in notes(result))


def test_rounding_may_concern_the_base_beside_months() -> None:
    result = track(rounded=True, **TO_2030, base="2.6e5", base_year="2019")
    assert result.inputs["base"].estimate == Estimate(260000.0, Range(255000.0, 265000.0))
    with pytest.raises(InputError, match="is for figures rounded for print"):
        track(rounded=True, **TO_2030, base_year="2019")


def test_a_year_that_is_over_says_what_it_came_to() -> None:
    years: dict[str, Any] = {
        "year": "2022",
        "base_year": "2017",
        "current_year": "2019",
        "months": "6",
    }
    result = track(**MEXICO, goal="350000", **years)
    assert float(result.actual) == pytest.approx(256676, abs=1)
    assert "pointed to 262,014 (seasonal) and came to 256,676" in sentence(result)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"goal": None, "year": None, "ytd": None}, "add --goal, --year, --ytd"),
        ({"base": None}, "add --base"),
        ({"year": "2024"}, "--year 2024 is not after the base year 2024"),
        ({"prior_year": "4.1"}, "--base 4 and --prior-year are one figure, the total of 2024"),
        ({"current_year": "2031"}, "the year in progress, 2031, is not one from 2025 to 2030"),
        (
            {"base": None, "prior_year": "6", "current_year": "2027"},
            "the path begins at the total of 2024: add --base",
        ),
        ({"method": "blend"}, "--method blend has nothing to work on: add --growth or"),
        ({"months": "12", "growth": "18"}, "--growth 18 is not the growth of --ytd on --base, -15"),
        ({"series": "exports"}, "--series is of a file: add --monthly FILE"),
        ({"base": "-4"}, "--base -4 must be above zero, however rounded"),
        ({"base": "0..4"}, "--base 0..4 must be above zero, however rounded"),
        ({"goal": "0"}, "--goal 0 must be above zero, however rounded"),
        # Last year's total is called as it was written.
        ({"base": None, "prior_year": "0"}, "--prior-year 0 must be above zero"),
        (
            {"base": None, "prior_year": "4", "months": "12", "growth": "20"},
            "is not the growth of --ytd on --prior-year, -15 %",
        ),
        ({"base": None, "prior_year": "2", "growth": "18"}, "above --prior-year 2: a part"),
    ],
)
def test_what_is_refused(given: dict[str, Any], reason: str) -> None:
    with pytest.raises((InputError, DomainError)) as caught:
        track(**{**PLAIN, **given})
    assert reason in caught.value.sentence(option_name)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "the year in progress, 2022, is not one from 2025 to 2030, on the path"),
        ({"base_year": "2015", "year": "2020"}, "2022, is not one from 2016 to 2020"),
        ({"base_year": "1990"}, "has not all 12 months of the base year 1990: add --base"),
        ({"goal": "5bn", "base_year": "2019"}, "'5bn' is not in the unit of the file"),
        (
            {"base_year": "2020", "current_year": "2021", "method": "seasonal"},
            "--method seasonal has nothing to work on: the year is complete",
        ),
    ],
)
def test_what_a_file_does_not_answer(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError) as caught:
        track(**{**TO_2030, **given})
    assert reason in caught.value.sentence(option_name)


@pytest.mark.parametrize(
    ("given", "name", "reason"),
    [
        ({"months": "12"}, "chance", "the year is complete"),
        ({"growth": "18", "rest_growth": "5", "method": "rest_growth"}, "chance", "own"),
        ({"ytd": "3"}, "first_year_at_goal", "a rate of 0 % never reaches"),
        ({"ytd": "3.0003"}, "first_year_at_goal", "not reached before the year 10000"),
        ({"goal": "4"}, "verdict", "the goal requires no growth"),
        ({"goal": "4.00000000000001"}, "verdict", "too little to hold a pace against"),
        ({"ytd": "0"}, "verdict", "needs levels above zero"),
    ],
)
def test_what_there_is_no_answer_to(given: dict[str, Any], name: str, reason: str) -> None:
    with pytest.raises(DomainError, match=reason):
        track(**{**PLAIN, **given})[name]


def test_which_answers_there_are_depends_on_which_figures_are_given() -> None:
    for values in (
        {**PLAIN, "growth": "18%", "current_year": "2025"},
        {**PLAIN, "months": "12", "growth": "-15%", "current_year": "2030"},
        {**PLAIN, "ytd": "0", "goal": "4", "growth": "0", "current_year": "2026"},
    ):
        there = ask(TRACK, values, tables=False).answers
        assert tuple(name for name in there if name != "arrival") == TRACK.columns(values)
