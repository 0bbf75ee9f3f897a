"""`track`: the home case's numbers, later years, months, falling goals, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from tradecalc.core.ranges import Estimate, Missing, Open, Range
from tradecalc.errors import DomainError, InputError
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import Result, ask, option_name
from tradecalc.questions.target import TARGET
from tradecalc.questions.track import TRACK
from tradecalc.show.text import notes, sentence

NINE: dict[str, Any] = {"ytd": "3.4", "months": "9"}
PLAIN: dict[str, Any] = {**NINE, "base": "4", "goal": "10", "year": "2030"}
HOME: dict[str, Any] = {**PLAIN, "base": "4+", "growth": "18%+"}
LATER: dict[str, Any] = {**PLAIN, "ytd": "5", "current_year": "2027"}
FALLING: dict[str, Any] = {**PLAIN, "base": "10", "goal": "4", "ytd": "6"}
DATA = str(Path(__file__).parent.parent / "data" / "us_trade.csv")
MEXICO: dict[str, Any] = {"monthly": DATA, "series": "exports to Mexico"}
TO_2030: dict[str, Any] = {**MEXICO, "goal": "500000", "year": "2030"}
CUT: dict[str, Any] = {"base_year": "2017", "current_year": "2019", "year": "2022"}
PACE, REQUIRED = 3.4 / 3 - 1, 2.5 ** (1 / 6) - 1


def track(*, rounded: bool = False, **given: Any) -> Result:
    """Ask as at the prompt."""
    return ask(TRACK, given, rounded=rounded)


def home() -> Result:
    return track(rounded=True, **HOME)


def rows(result: Result) -> dict[str, dict[str, Any]]:
    return {row["method"]: row for row in result.answers["methods"]}


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (PLAIN, {"milestone": 4 * (1 + REQUIRED), "full_year": 3.4 / 0.75}),
        (PLAIN, {"gap": 3.4 / 0.75 - 4 * (1 + REQUIRED), "pace_so_far": PACE}),
        (PLAIN, {"pace_ratio": PACE / REQUIRED, "first_year_at_goal": 2032}),
        (PLAIN, {"required_from_now": (10 / (3.4 / 0.75)) ** (1 / 5) - 1}),
        # A later year has a last year of its own.
        ({**LATER, "prior_year": "6", "growth": "10%"}, {"milestone": 4 * 2.5**0.5}),
        (
            LATER,
            {"pace_so_far": (5 / 0.75 / 4) ** (1 / 3) - 1, "required_from_now": 1.5 ** (1 / 3) - 1},
        ),
        (FALLING, {"gap": 8 - 10 * 0.4 ** (1 / 6), "pace_ratio": -0.2 / (0.4 ** (1 / 6) - 1)}),
    ],
)
def test_known_answers(given: dict[str, Any], known: dict[str, float]) -> None:
    result = track(**given)
    assert {name: float(result[name]) for name in known} == pytest.approx(known, rel=1e-9)


def test_the_home_case_s_milestone_and_verdicts() -> None:
    result = home()
    assert result.milestone.low == pytest.approx(float(result.milestone), rel=1e-9)
    assert 5.61 < result.milestone.high <= 5.62
    behind, far, off = "acceleration-needed", "limited-progress", "deterioration"
    assert {method: row["verdict"] for method, row in rows(result).items()} == {
        "straight_line": Estimate(behind, Range(off, behind)),
        "flat_remainder": Estimate(behind),
        "same_growth": Estimate("on-track"),
        "blend": Estimate(behind, Range(far, "on-track")),
    }
    # 18 per cent kept from 4 are at 10 in 2030.
    assert rows(result)["same_growth"]["first_year_at_goal"] == Estimate(2030, Range(2028, 2030))
    assert isinstance(rows(result)["straight_line"]["first_year_at_goal"], Open)


@pytest.mark.parametrize(
    ("given", "turned", "clause"),
    [
        ({}, "nothing", "2025 is heading for 4.53; the path from 4 to 10 in 2030 needs 4.66."),
        ({"base": "3.9..4.3", "ytd": "3.5"}, "rounding", "Rounding alone could turn"),
        (
            {"growth": "18%"},
            "method",
            "If the rest of the year grows like the first nine months, it is on track.",
        ),
        (
            {"base": "3.8..4.2", "growth": "17%", "method": "same_growth"},
            "method",
            "or equals last year's or follows the blend, it is not on track.",
        ),
    ],
)
def test_what_turns_the_verdict(given: dict[str, Any], turned: str, clause: str) -> None:
    result = track(**{**PLAIN, **given})
    assert result.turned_by.value == turned
    assert clause in sentence(result)
    assert ("If the rest" in sentence(result)) == ("method" in turned)
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
    assert ratio.value == ratio.low == pytest.approx(0.18 / REQUIRED)


def test_project_and_target_say_the_same() -> None:
    result = home()
    year = ask(PROJECT, {**NINE, "prior_year": "4+", "growth": "18%+"}, rounded=True)
    for name in ("full_year", "method", "likely_low", "likely_high", "likely_median", "prior_ytd"):
        assert result.answers[name] == year.answers[name]
    path = ask(TARGET, {"base": "4+", "goal": "10", "year": "2030", "current": "4.5"}, rounded=True)
    assert result.answers["milestone"] == path.answers["path_level"]
    assert result.answers["required_cagr"] == path.answers["required_cagr"]


def test_a_falling_goal_is_reached_from_above() -> None:
    result, above = track(**FALLING), track(**{**FALLING, "ytd": "8.8"})
    assert (result.verdict.value, above.verdict.value) == ("on-track", "deterioration")
    assert float(result.chance) > 0.9
    assert "Year in progress 2025 (--current-year)." in notes(result)
    assert "The goal is below the base: on track means at or below the path." in notes(result)
    assert above.answers["chance"] == Estimate(0.0)
    assert "needs 8.58.\nThe months so far are above that already." in sentence(above)
    assert isinstance(rows(above)["straight_line"]["first_year_at_goal"], Missing)


def test_a_goal_that_rounding_may_have_reached_leaves_the_verdict_open() -> None:
    result = track(rounded=True, **{**PLAIN, "goal": "4.2"}, **{"assert": True})
    assert isinstance(result.answers["pace_ratio"], Open)
    assert isinstance(result.answers["verdict"], Open)
    assert result.turned_by.value == "rounding"
    assert result.says_no


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
        ({"ytd": "4.7", "base": "4+"}, "have reached that already by the figures as written."),
        ({"ytd": "8.8", "base": "10+-1", "goal": "4"}, "are above that already by the figures as"),
    ],
)
def test_what_the_months_have_reached_is_certain(figures: dict[str, Any], said: str) -> None:
    result = track(**{**PLAIN, **figures})
    chance = result.answers["chance"]
    assert chance.value in (0, 1)
    assert (chance.range is not None) == ("by the figures" in said)
    assert f"The months so far {said}" in sentence(result)


def test_the_answer_is_no_unless_it_is_on_track() -> None:
    asserted: dict[str, Any] = {"assert": True}
    assert track(**PLAIN, **asserted).says_no
    assert not track(**{**PLAIN, "ytd": "3.6"}, **asserted).says_no
    assert not track(**PLAIN).says_no
    assert TRACK(base=4, goal=10, year=2030, ytd=3.4, months=9, assert_=True).says_no


@pytest.mark.parametrize(
    ("alone", "given"),
    [
        (NINE, {**PLAIN, "year": "2025"}),
        (MEXICO, {**MEXICO, "year": "2022", "base": "260000", "base_year": "2019"}),
    ],
)
def test_the_chance_is_that_of_the_likely_range(
    alone: dict[str, Any], given: dict[str, Any]
) -> None:
    likely = ask(PROJECT, alone)["full_year"].likely
    assert likely is not None
    for end, chance in ((likely.low, 0.9), (likely.high, 0.1)):
        met = track(**{**given, "goal": repr(end)})  # in whose year the path asks for it
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


@pytest.mark.parametrize(
    ("base", "is_said"), [("260000", True), ("257 000", True), ("250000..260000", False)]
)
def test_a_base_beside_months_begins_the_path(base: str, is_said: bool) -> None:
    result = track(**TO_2030, base=base, base_year="2019")
    assert result.inputs["base"].written == base
    clash = "By its months 2019 came to 256,676, which is not --base"
    assert any(clash in note for note in notes(result)) == is_said
    rounded = track(rounded=True, **TO_2030, base="2.6e5", base_year="2019")
    assert rounded.inputs["base"].estimate == Estimate(260000.0, Range(255000.0, 265000.0))


def test_a_year_that_is_over_says_what_it_came_to() -> None:
    result = track(**{**TO_2030, **CUT, "months": "6"})
    assert float(result.actual) == pytest.approx(256676, abs=1)
    assert "was heading for 262,014 (seasonal) and came to 256,676" in sentence(result)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        # Last year's total is called as it was written.
        ({**PLAIN, "base": None, "prior_year": "0"}, "--prior-year must be above zero, not 0"),
        (
            {**PLAIN, "base": None, "prior_year": "4", "months": "12", "growth": "20"},
            "contradicts --ytd and --prior-year, which give -15 %",
        ),
        ({**HOME, "base": None, "prior_year": "2"}, "above --prior-year 2: check"),
        (
            {**TO_2030, "months": "12", **CUT, "method": "seasonal"},
            "possible: the year is complete",
        ),
    ],
)
def test_what_is_refused(given: dict[str, Any], reason: str) -> None:
    with pytest.raises((InputError, DomainError)) as caught:
        track(**given)
    assert reason in caught.value.sentence(option_name)


def test_a_chance_says_on_how_many_years_it_rests_whoever_chose_the_method() -> None:
    asked: list[dict[str, Any]] = [{}, {"method": "blend"}]
    for method in asked:
        said = " ".join(notes(track(**PLAIN, growth="18%", **method)))
        assert "2,834 years of flows over 1 bn USD (assumed: --flow)" in said
