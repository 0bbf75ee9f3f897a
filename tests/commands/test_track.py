"""`track`: the home case's numbers, later years, months, falling goals, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tradecalc import DomainError, Estimate, InputError, Range
from tradecalc.commands.project import project
from tradecalc.commands.target import target
from tradecalc.commands.track import track
from tradecalc.inputs.monthly import Choice
from tradecalc.inputs.question import Question
from tradecalc.outputs.display import Style
from tradecalc.outputs.formats import FORMATS
from tradecalc.outputs.layout import put_in

if TYPE_CHECKING:
    from tradecalc.outputs.report import Report

GOAL: dict[str, Any] = {"base": "4", "goal": "10", "year": "2030"}
NINE: dict[str, Any] = {"ytd": "3.4", "months": "9"}
PLAIN: dict[str, Any] = {**GOAL, **NINE}
HOME: dict[str, Any] = {**PLAIN, "base": "4+", "growth": "18%+"}
LATER: dict[str, Any] = {**GOAL, "ytd": "5", "months": "9", "current_year": "2027"}
DATA = str(Path(__file__).parent.parent / "data" / "us_trade.csv")
MEXICO = Choice(series="exports to Mexico")
TO_2030: dict[str, Any] = {"goal": "500000", "year": "2030"}


def home() -> Report:
    return track(Question(rounded=True), **HOME)


def estimate(report: Report, name: str) -> Estimate:
    found = report.answer(name).value
    assert isinstance(found, Estimate)
    return found


def value(report: Report, name: str) -> Any:
    found = report.answer(name).value
    return found.value if isinstance(found, Estimate) else found


def rows(report: Report) -> dict[str, dict[str, Any]]:
    table = report.table("methods")
    assert table is not None
    names = [column.name for column in table.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in table.rows}


def holds(cell: Estimate, low: float, high: float, unit: float) -> None:
    """Hold that a range, rounded outwards to *unit*, is from *low* to *high*."""
    assert cell.range is not None
    assert low - 1e-9 <= cell.range.low < low + unit
    assert high - unit < cell.range.high <= high + 1e-9


def test_three_figures_and_a_goal() -> None:
    report = track(Question(), **PLAIN)
    assert value(report, "milestone") == pytest.approx(4 * 2.5 ** (1 / 6))
    assert value(report, "full_year") == pytest.approx(3.4 / 0.75)
    assert value(report, "gap") == pytest.approx(3.4 / 0.75 - 4 * 2.5 ** (1 / 6))
    assert value(report, "pace_so_far") == pytest.approx(0.13333, abs=1e-5)
    assert value(report, "pace_ratio") == pytest.approx(0.13333 / 0.164993, abs=1e-4)
    assert value(report, "verdict") == "acceleration-needed"
    assert value(report, "turned_by") == "nothing"
    assert value(report, "required_from_now") == pytest.approx(0.1714, abs=5e-5)
    assert value(report, "first_year_at_goal") == 2032
    assert report.headline == "verdict"
    assert not report.says_no


# DEFINITIONS: the home case, ranges rounded outwards.
@pytest.mark.parametrize(
    ("method", "full_year", "low", "high"),
    [
        ("straight_line", 4.53, 4.46, 4.60),
        ("same_growth", 4.72, 4.72, 5.95),
        ("flat_remainder", 4.52, 4.51, 5.56),
        ("blend", 4.59, 4.56, 5.34),
    ],
)
def test_the_home_case_s_full_years(method: str, full_year: float, low: float, high: float) -> None:
    cell = rows(home())[method]["full_year"]
    assert cell.value == pytest.approx(full_year, abs=0.005)
    holds(cell, low, high, 0.01)


def test_the_home_case_s_milestone() -> None:
    milestone = estimate(home(), "milestone")
    assert milestone.value == pytest.approx(4.66, abs=0.005)
    assert milestone.range is not None
    assert milestone.range.low == pytest.approx(milestone.value)
    assert 5.61 < milestone.range.high <= 5.62


@pytest.mark.parametrize(
    ("method", "ratio", "low", "high", "verdict"),
    [
        ("straight_line", 0.81, -0.88, 0.91, "acceleration-needed"),
        ("same_growth", 1.09, 1.09, 1.56, "on-track"),
        ("blend", 0.89, 0.41, 0.97, "acceleration-needed"),
    ],
)
def test_the_home_case_s_pace_ratios(
    method: str, ratio: float, low: float, high: float, verdict: str
) -> None:
    row = rows(home())[method]
    assert row["pace_ratio"].value == pytest.approx(ratio, abs=0.005)
    holds(row["pace_ratio"], low, high, 0.01)
    assert row["verdict"] == verdict


@pytest.mark.parametrize(
    ("method", "required", "low", "high"),
    [("straight_line", 0.1714, 0.168, 0.175), ("same_growth", 0.1620, 0.109, 0.163)],
)
def test_what_the_home_case_requires_from_2025_on(
    method: str, required: float, low: float, high: float
) -> None:
    cell = rows(home())[method]["required_from_now"]
    assert cell.value == pytest.approx(required, abs=5e-5)
    holds(cell, low, high, 0.001)


def test_18_per_cent_kept_from_4_is_at_10_in_2030() -> None:
    row = rows(track(Question(), **HOME | {"base": "4", "growth": "18%"}))["same_growth"]
    assert row["first_year_at_goal"] == Estimate(2030)
    assert rows(home())["same_growth"]["first_year_at_goal"] == Estimate(2030, Range(2028, 2030))


def test_the_method_turns_the_verdict_and_the_rounding_of_the_straight_line_does_not() -> None:
    report = track(Question(rounded=True), **HOME, method="straight_line")
    assert value(report, "turned_by") == "method"
    assert "; another method puts it on track (same growth), the rounding does not." in (
        report.summary
    )
    blend = home()
    assert value(blend, "turned_by") == "method-and-rounding"
    assert blend.summary.endswith("puts it on track (same growth), and so may the rounding.")
    note = "straight line, deterioration to acceleration-needed; blend, limited-progress to"
    assert any(note in text for text in blend.notes)


@pytest.mark.parametrize(
    ("given", "turned", "clause"),
    [
        ({"base": "3.95..4.0"}, "nothing", "; the rounding does not put it on track."),
        ({"base": "3.9..4.3", "ytd": "3.5"}, "rounding", "; the rounding may put it on track."),
        ({"growth": "18%"}, "method", "; another method puts it on track (same growth)."),
        ({"growth": "14.5%"}, "nothing", "; no method puts it on track."),
        ({"growth": "35%", "ytd": "4"}, "nothing", "; no method takes it off track."),
        (
            {"growth": "14.5%", "base": "4..4.01"},
            "nothing",
            "; neither the method nor the rounding",
        ),
        (
            {"base": "3.8..4.2", "growth": "17%", "method": "same_growth"},
            "method",
            "(straight line, flat remainder, blend: acceleration needed), the rounding does not.",
        ),
        (
            {"ytd": "4.11..4.35", "months": "11", "growth": "15%"},
            "rounding",
            "; the rounding may put it on track, no other method does.",
        ),
    ],
)
def test_what_turns_the_verdict(given: dict[str, Any], turned: str, clause: str) -> None:
    report = track(Question(), **{**PLAIN, **given})
    assert clause in report.summary
    assert value(report, "turned_by") == turned


def test_base_and_last_year_s_total_are_one_figure() -> None:
    report = home()
    assert "prior_year" not in report.readings
    both = track(Question(rounded=True), **HOME, prior_year=" 4+")
    assert both == report
    alone = track(Question(rounded=True), **{**HOME, "base": None, "prior_year": "4+"})
    assert alone == report
    straight = rows(report)["same_growth"]["pace_ratio"]
    # Were the two boxed apart, their quotient would run below and above the growth stated.
    assert straight.value == pytest.approx(0.18 / 0.164993, abs=1e-5)
    assert straight.range.low == pytest.approx(straight.value)


def test_project_and_target_say_the_same() -> None:
    report = home()
    year = project(Question(rounded=True), **NINE, prior_year="4+", growth="18%+")
    for name in ("full_year", "method", "likely_low", "likely_high", "likely_median", "prior_ytd"):
        assert value(report, name) == value(year, name)
    assert estimate(report, "full_year").range == estimate(year, "full_year").range
    path = target(Question(rounded=True), base="4+", goal="10", year="2030", current="4.5")
    assert estimate(report, "milestone") == estimate(path, "path_level")
    assert estimate(report, "required_cagr") == estimate(path, "required_cagr")


def test_a_later_year_has_a_last_year_of_its_own() -> None:
    report = track(Question(), **LATER, prior_year="6", growth="10%")
    assert value(report, "milestone") == pytest.approx(4 * 2.5**0.5)
    assert rows(report)["same_growth"]["full_year"].value == pytest.approx(6.6)
    pace = (value(report, "full_year") / 4) ** (1 / 3) - 1
    assert value(report, "pace_so_far") == pytest.approx(pace)
    required = (10 / value(report, "full_year")) ** (1 / 3) - 1
    assert value(report, "required_from_now") == pytest.approx(required)
    assert not any("set --current-year" in note for note in report.notes)


def test_in_the_goal_s_year_the_milestone_is_the_goal() -> None:
    report = track(Question(), **{**LATER, "current_year": "2030"})
    assert estimate(report, "milestone") == Estimate(10.0)
    assert "required_from_now" not in rows(report)["straight_line"]
    with pytest.raises(DomainError, match="2030 is the goal's year"):
        report.answer("required_from_now")


@pytest.mark.parametrize("years", ["6", "1"])
def test_years_may_stand_for_the_year(years: str) -> None:
    report = track(Question(), **{**PLAIN, "year": None}, years=years)
    assert value(report, "required_cagr") == pytest.approx(2.5 ** (1 / int(years)) - 1)


def test_a_falling_goal_is_reached_from_above() -> None:
    figures: dict[str, Any] = {**PLAIN, "base": "10", "goal": "4", "ytd": "6"}
    report = track(Question(), **figures)
    assert value(report, "gap") == pytest.approx(8 - 10 * 0.4 ** (1 / 6))
    assert value(report, "gap") < 0
    assert value(report, "pace_ratio") > 1
    assert value(report, "verdict") == "on-track"
    assert value(report, "chance") > 0.9
    assert any("a gap above zero is behind it" in note for note in report.notes)
    above = track(Question(), **{**figures, "ytd": "8.8"})
    assert value(above, "verdict") == "deterioration"
    assert value(above, "chance") == 0
    assert "asks for {milestone}, which the months so far are above already." in above.summary
    with pytest.raises(DomainError, match="the goal is never reached"):
        above.answer("first_year_at_goal")
    assert rows(above)["straight_line"]["first_year_at_goal"] is None


def test_a_goal_that_rounding_may_have_reached_has_no_pace_ratio() -> None:
    report = track(Question(rounded=True), **{**PLAIN, "goal": "4.2"})
    for name in ("pace_ratio", "verdict"):
        with pytest.raises(DomainError, match="within the rounding the goal may require no growth"):
            report.answer(name)
    assert rows(report)["straight_line"]["verdict"] is None
    assert value(report, "gap") == pytest.approx(3.4 / 0.75 - 4 * 1.05 ** (1 / 6))
    asserted = track(Question(rounded=True), **{**PLAIN, "goal": "4.2"}, asserted=True)
    assert asserted.says_no


def test_no_path_begins_below_zero() -> None:
    with pytest.raises(DomainError, match=r"^--base -4 is below zero: a trade flow is not$"):
        track(Question(), **{**PLAIN, "base": "-4"})


@pytest.mark.parametrize("base", ["0", "0..4"])
def test_no_path_begins_at_zero(base: str) -> None:
    reason = rf"^--base {base} .* both ends of a path must be"
    with pytest.raises(DomainError, match=reason):
        track(Question(), **{**PLAIN, "base": base})


def test_a_path_leads_to_a_level_above_zero() -> None:
    with pytest.raises(DomainError, match=r"^--goal 0 is not above zero"):
        track(Question(), **{**PLAIN, "goal": "0"})


def test_a_year_that_points_to_nothing_has_no_pace() -> None:
    report = track(Question(), **{**PLAIN, "ytd": "0"})
    for name in ("verdict", "pace_ratio", "pace_so_far"):
        with pytest.raises(DomainError, match=r"^--ytd 0 points to a full year of 0 .*--method$"):
            report.answer(name)
    other = track(Question(), **{**PLAIN, "ytd": "0"}, prior_ytd="3", method="flat_remainder")
    assert value(other, "verdict") == "deterioration"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({**PLAIN, "prior_ytd": "0"}, ["same_growth", "blend"]),
        (
            {**GOAL, "ytd": "10", "months": "11", "base": "9+-0.5", "goal": "12"}
            | {"prior_ytd": "8.7+-0.3"},
            ["flat_remainder", "same_growth", "blend"],
        ),
    ],
)
def test_a_method_without_a_full_year_does_not_say_when_the_goal_is_reached(
    given: dict[str, Any], missing: list[str]
) -> None:
    report = track(Question(), **given)
    found = rows(report)
    assert [method for method in found if found[method]["full_year"] is None] == missing
    assert all(found[method]["first_year_at_goal"] == "" for method in missing)
    assert "first_year_at_goal" in FORMATS["json"](report, Style())
    text = FORMATS["table"](report, Style()).split("methods\n")[1].split("\n\n")[0]
    assert {method.replace("_", " ") for method in missing} <= set(text.split("\n"))
    table = report.table("methods")
    assert table is not None
    without = {n for n, row in enumerate(table.rows) if row[0] in missing}
    assert not without & {n for n, _, _ in table.workings}


@pytest.mark.parametrize(("ytd", "goal"), [("7", "4.5"), ("2", "3.5"), ("4", "10"), ("2.5", "2")])
def test_the_formula_of_the_first_year_holds_past_the_goal_too(ytd: str, goal: str) -> None:
    report = track(Question(), **{**LATER, "ytd": ytd, "goal": goal})
    answer = report.answer("first_year_at_goal")
    assert answer.working is not None
    _, _, numbers = put_in(report, answer.name, answer.working).split(" = ")
    formula = numbers.removesuffix(", rounded up")
    found = eval(formula, {"max": max, "ln": math.log})  # noqa: S307  our own formula, as printed
    assert math.ceil(found) == value(report, "first_year_at_goal")


def test_ranges_that_just_touch_a_bound_leave_no_verdict_open() -> None:
    for growth in (0.2, 0.02, 0.002, 2e-5):
        base, goal = 1000, 1000 * (1 + growth)
        for least, most in ((0.95, 0.97), (0.6, 0.9), (0.0, 0.5)):
            ends = (f"{base * (1 + share * growth):.10f}" for share in (least, most))
            report = track(
                Question(),
                base=str(base),
                goal=f"{goal:.10f}",
                year="2025",
                ytd="..".join(ends),
                months="12",
            )
            assert not any("verdict is open" in note for note in report.notes)


def test_a_verdict_at_a_bound_is_the_same_however_little_is_required() -> None:
    figures: dict[str, Any] = {
        "year": "2025",
        "ytd": "6508.00729488",
        "months": "12",
        "base": "6507.76",
        "goal": "6508.0203104",
    }
    assert value(track(Question(), **figures), "verdict") == "on-track"


def test_last_year_s_total_is_called_as_it_was_written() -> None:
    figures = {**PLAIN, "base": None, "prior_year": "4"}
    for given, reason in (
        ({"months": "12", "growth": "20"}, "--ytd 3.4 after --prior-year 4 and --growth 20 state"),
        ({"months": "12", "prior_ytd": "2"}, "--prior-ytd 2 and --prior-year 4 are the same"),
        ({"prior_year": "2", "growth": "18"}, "above --prior-year 2: a part exceeds"),
        ({"prior_year": "4x"}, "--prior-year '4x' has"),
    ):
        with pytest.raises(InputError, match=reason):
            track(Question(), **{**figures, **given})
    with pytest.raises(DomainError, match="--prior-year 0 is not above zero"):
        track(Question(), **{**figures, "prior_year": "0"})


def test_what_the_months_may_have_reached_is_certain_as_written_only() -> None:
    figures = {**PLAIN, "ytd": "4.7", "base": "4+"}
    report = track(Question(), **figures)
    chance = estimate(report, "chance")
    assert chance.value == 1
    assert chance.range is not None
    assert "which the months so far have reached already by the figures as written;" in (
        report.summary
    )
    falling = track(Question(), **{**figures, "base": "10+-1", "goal": "4", "ytd": "8.8"})
    assert estimate(falling, "chance").range is not None
    assert "so far are above already by the figures as written;" in falling.summary


@pytest.mark.parametrize(
    "figures",
    [{"ytd": "4.7", "base": "4", "goal": "10"}, {"ytd": "8.8", "base": "10", "goal": "4"}],
)
def test_a_chance_that_the_months_settle_is_not_said_to_follow_from_other_years(
    figures: dict[str, Any],
) -> None:
    report = track(Question(), **{**PLAIN, **figures})
    assert estimate(report, "chance").value in (0, 1)
    assert "The months so far settle the chance." in report.notes
    assert not any("four times" in note or "The chance of" in note for note in report.notes)


def test_a_pace_of_nothing_never_arrives() -> None:
    report = track(Question(), **{**PLAIN, "ytd": "3"})
    assert report.left_out["first_year_at_goal"] == (
        "at the pace so far, +0.00 %, the goal is never reached"
    )


def test_a_method_without_its_months_says_why() -> None:
    year: dict[str, Any] = {"monthly": DATA, "choice": MEXICO, "base_year": "2020"}
    reason = "--method seasonal has nothing to work on: the year is complete"
    with pytest.raises(InputError, match=reason):
        track(Question(), **TO_2030, **year, current_year="2021", method="seasonal")


def test_the_answer_is_no_unless_it_is_on_track() -> None:
    assert track(Question(), **PLAIN, asserted=True).says_no
    assert not track(Question(), **{**PLAIN, "ytd": "3.6"}, asserted=True).says_no
    assert not track(Question(), **PLAIN).says_no


def test_the_chance_is_that_of_the_likely_range() -> None:
    report = track(Question(), **PLAIN)
    likely = report.answer("full_year").likely
    assert likely is not None
    for end, chance in ((likely.low, 0.9), (likely.high, 0.1)):
        goal = 4 * (end / 4) ** 6  # whose path asks for that end this year
        met = track(Question(), **{**PLAIN, "goal": repr(goal)})
        assert value(met, "milestone") == pytest.approx(end)
        assert value(met, "chance") == pytest.approx(chance, abs=1e-6)
        assert estimate(met, "chance").range is None


def test_a_rounded_base_leaves_the_chance_open() -> None:
    chance = estimate(home(), "chance").range
    assert chance is not None
    for base in ("4", "4.5", "5"):
        exact = track(Question(), **{**HOME, "base": base, "growth": "18%"})
        assert chance.low <= value(exact, "chance") <= chance.high


def test_a_chance_beyond_the_known_points_reaches_to_certainty() -> None:
    far = track(Question(), **{**PLAIN, "goal": "100"})
    assert estimate(far, "chance") == Estimate(0.05, Range(0.0, 0.05))
    near = track(Question(), **{**PLAIN, "goal": "4.1"})
    assert estimate(near, "chance") == Estimate(0.95, Range(0.95, 1.0))
    there = track(Question(), **{**PLAIN, "ytd": "5"})
    assert estimate(there, "chance") == Estimate(1.0)
    assert "which the months so far have reached already." in there.summary


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"months": "12"}, "the year is complete"),
        ({"growth": "18", "rest_growth": "5", "method": "rest_growth"}, "own --rest-growth"),
    ],
)
def test_where_nothing_is_known_of_such_years_there_is_no_chance(
    given: dict[str, Any], reason: str
) -> None:
    with pytest.raises(DomainError, match=reason):
        track(Question(), **{**PLAIN, **given}).answer("chance")


def test_a_unit_change_leaves_the_verdict_alone() -> None:
    levels = {"ytd": "USD3.4bn", "base": "4bn", "goal": "10bn"}
    in_bn = track(Question(), **{**PLAIN, **levels, "growth": "18"})
    in_mn = track(
        Question(), **{**PLAIN, "ytd": "USD3400mn", "base": "4bn", "goal": "0.01tn", "growth": "18"}
    )
    for name in ("verdict", "turned_by", "first_year_at_goal"):
        assert value(in_mn, name) == value(in_bn, name)
    for name in ("pace_ratio", "chance", "required_from_now"):
        assert value(in_mn, name) == pytest.approx(value(in_bn, name))
    assert (in_bn.unit, in_mn.unit) == ("bn USD", "mn USD")


def test_the_first_year_is_not_looked_for_beyond_the_calendar() -> None:
    slow = track(Question(), **{**PLAIN, "ytd": "3.0003"})
    with pytest.raises(DomainError, match="not reached before the year 10000"):
        slow.answer("first_year_at_goal")


def test_months_give_the_year_and_the_base() -> None:
    report = track(Question(), **TO_2030, base_year="2021", monthly=DATA, choice=MEXICO)
    alone = project(Question(), monthly=DATA, choice=MEXICO)
    for name in ("full_year", "method", "likely_low", "likely_high", "ytd_growth"):
        assert value(report, name) == value(alone, name)
    assert report.readings["current_year"].estimate == Estimate(2022)
    assert report.readings["base"].estimate == alone.readings["prior_year"].estimate
    assert "prior_year" not in report.readings
    pace = value(alone, "full_year_growth")
    assert rows(report)["seasonal"]["pace_ratio"].value == pytest.approx(
        pace / value(report, "required_cagr")
    )


def test_months_give_the_base_of_an_earlier_year_too() -> None:
    report = track(Question(), **TO_2030, base_year="2019", monthly=DATA, choice=MEXICO)
    assert value(report, "pace_so_far") == pytest.approx(
        (value(report, "full_year") / 256676.2) ** (1 / 3) - 1, rel=1e-5
    )
    assert set(report.readings) >= {"base", "prior_year"}


def test_the_seasonal_projection_has_a_chance_too() -> None:
    likely = project(Question(), monthly=DATA, choice=MEXICO).answer("full_year").likely
    assert likely is not None
    for end, chance in ((likely.low, 0.9), (likely.high, 0.1)):
        report = track(
            Question(),
            base="260000",
            base_year="2019",
            goal=repr(end),  # in the goal's year the path asks for the goal
            year="2022",
            monthly=DATA,
            choice=MEXICO,
        )
        assert value(report, "chance") == pytest.approx(chance, abs=1e-6)
        assert any("seasonal projections after 9 months" in note for note in report.notes)


@pytest.mark.parametrize(
    ("base", "note"),
    [
        ("260000", "2019 comes to 256,676 by its months, which is not --base 260000: the path"),
        ("257 000", None),
        ("about:257000", None),
        ("250000..260000", "which agrees with --base 250000..260000: the path begins at --base"),
        ("256676", "which agrees with --base 256676"),
    ],
)
def test_a_base_beside_months_begins_the_path(base: str, note: str | None) -> None:
    report = track(Question(), **TO_2030, base=base, base_year="2019", monthly=DATA, choice=MEXICO)
    assert report.readings["base"].written == base
    assert any((note or "which is not --base") in text for text in report.notes)


def test_a_base_beside_months_is_read_in_the_file_s_unit(tmp_path: Path) -> None:
    file = tmp_path / "dollars.csv"
    cells = [f"20{24 + k // 12}-{k % 12 + 1:02},USD {3 + k % 3} mn" for k in range(21)]
    file.write_text("\n".join(["period,value", *cells]))
    report = track(Question(), base="USD0.04bn", goal="USD0.1bn", year="2030", monthly=str(file))
    assert report.unit == "mn USD"
    assert value(report, "milestone") == pytest.approx(40 * 2.5 ** (1 / 6))
    assert any("2024 comes to 48 mn USD by its months, which is" in n for n in report.notes)


def test_a_file_of_this_year_alone_needs_the_base(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("\n".join(["period,value", *(f"2025-{k:02},{k}" for k in range(1, 10))]))
    with pytest.raises(InputError, match="has not all 12 months of the base year 2024: add --base"):
        track(Question(), goal="100", year="2030", monthly=str(file))
    report = track(Question(), base="50", goal="100", year="2030", monthly=str(file))
    assert value(report, "pace_so_far") == pytest.approx(math.fsum(range(10)) / 9 * 12 / 50 - 1)


def test_a_year_that_is_over_says_what_it_came_to() -> None:
    report = track(
        Question(),
        goal="350000",
        year="2022",
        base_year="2017",
        monthly=DATA,
        choice=MEXICO,
        current_year="2019",
        months="6",
    )
    assert value(report, "actual") == pytest.approx(256676, abs=1)
    assert "pointed to {full_year} (seasonal; it came to {actual})" in report.summary


def test_rounding_may_concern_the_base_beside_months() -> None:
    report = track(
        Question(rounded=True), **TO_2030, base="2.6e5", base_year="2019", monthly=DATA,
        choice=MEXICO,
    )  # fmt: skip
    assert report.readings["base"].estimate == Estimate(260000.0, Range(255000.0, 265000.0))
    with pytest.raises(InputError, match="--rounded is for figures that were rounded"):
        track(Question(rounded=True), **TO_2030, base_year="2019", monthly=DATA, choice=MEXICO)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"goal": None}, "--monthly FILE: add --goal$"),
        ({"goal": None, "year": None, "ytd": None}, "add --goal, --year and --ytd$"),
        ({"base": None}, "add --base$"),
        ({"years": "6"}, "--year and --years say the same thing"),
        ({"year": "2024"}, "--year 2024 is not after the base year 2024"),
        ({"prior_year": "4.1"}, "--base 4 and --prior-year 4.1 are one figure, the total of 2024"),
        ({"current_year": "2024"}, "--current-year 2024 is not after the base year 2024"),
        ({"current_year": "2031"}, "--current-year 2031 is after the goal's year 2030"),
        (
            {"base": None, "prior_year": "6", "current_year": "2027"},
            "--prior-year is the total of 2026, and the path begins at that of 2024: add --base",
        ),
        ({"rest_growth": "5"}, "--rest-growth needs a remainder to grow: add --growth or"),
        ({"method": "blend"}, "--method blend has nothing to work on: add --growth or --prior-ytd"),
        ({"base": "2", "growth": "18"}, "came to 2.88136, above --base 2: a part exceeds"),
        (
            {"months": "12", "growth": "18"},
            "--ytd 3.4 after --base 4 and --growth 18 state",
        ),
        ({"months": "12", "prior_ytd": "2"}, "--prior-ytd 2 and --base 4 are the same 12 months"),
        ({"base": "4bn"}, "--base has a scale and --ytd has none"),
        ({"choice": MEXICO}, "the options of a file need --monthly FILE"),
        ({"monthly": DATA}, "--monthly FILE gives --ytd: drop one of them"),
        ({"base": ""}, "--base is empty"),
    ],
)
def test_what_cannot_be_read(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        track(Question(), **{**PLAIN, **given})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "the file's last year, 2022, is not after the base year 2024: set an earlier"),
        ({"base_year": "2015", "year": "2020"}, "the file's last year, 2022, is after the goal's"),
        ({"base_year": "1990"}, "has not all 12 months of the base year 1990"),
        ({"goal": "5bn", "base_year": "2019"}, "'5bn' is not in the unit of the file"),
    ],
)
def test_what_a_file_does_not_answer(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        track(Question(), **{**TO_2030, **given}, monthly=DATA, choice=MEXICO)
