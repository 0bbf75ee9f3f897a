"""`target`: solving for each of the four, the path, from now on, and other rates."""

from __future__ import annotations

from typing import Any

import pytest

from tradecalc import DomainError, Estimate, InputError, Range
from tradecalc.core.ranges import Missing, Open
from tradecalc.questions.question import Result, ask
from tradecalc.questions.target import TARGET

GOAL: dict[str, Any] = {"base": "4", "goal": "10", "year": "2030"}


def target(*, rounded: bool = False, **given: Any) -> Result:
    """Ask as at the prompt."""
    return ask(TARGET, given, rounded=rounded)


def value(result: Result, name: str) -> Any:
    return result[name].value


def column(result: Result, table: str, name: str) -> list[Any]:
    return [row[name] for row in result.tables[table]]


def test_what_the_goal_requires() -> None:
    result = target(**GOAL)
    assert value(result, "required_cagr") == pytest.approx(0.16499305075071, abs=1e-14)
    assert value(result, "years") == 6
    assert value(result, "total_growth") == 1.5
    assert value(result, "yearly_increase") == 1.0
    assert value(result, "log_growth") == pytest.approx(0.152715, abs=5e-7)
    assert column(result, "path", "year") == list(range(2024, 2031))
    levels = column(result, "path", "level")
    assert [round(level, 2) for level in levels] == [4, 4.66, 5.43, 6.32, 7.37, 8.58, 10]
    assert column(result, "path", "straight_line") == [4, 5, 6, 7, 8, 9, 10]
    increases = column(result, "path", "increase")
    assert increases[0] is None
    assert sum(increases[1:]) == pytest.approx(6)
    assert [note.template for note in result.notes] == ["Base year {first} ({--base_year})."]


FOUR: dict[str, Any] = {"base": "4", "goal": "10", "rate": "18", "year": "2030"}


@pytest.mark.parametrize(
    ("missing", "headline", "answer", "ends"),
    [
        ("year", "years_to_goal", 5.53601, (4, 10.79821)),
        ("goal", "goal", 10.79821, (4, 10.79821)),
        ("base", "base", 10 / 1.18**6, (10 / 1.18**6, 10)),
    ],
)
def test_solving_for_what_is_missing(
    missing: str, headline: str, answer: float, ends: tuple[float, float]
) -> None:
    given = {name: said for name, said in FOUR.items() if name != missing}
    result = target(**given)
    assert result.headline == headline
    assert value(result, headline) == pytest.approx(answer, abs=1e-5)
    levels = column(result, "path", "level")
    assert (levels[0], levels[-1]) == pytest.approx(ends)
    # The others may be asked as well.
    result = target(**given, current="5", what_if="10;18")
    assert value(result, "required_from_now") > 0
    assert column(result, "path_from_now", "level")[0] == 5
    assert len(column(result, "what_if", "level")) == 2


def test_from_now_on() -> None:
    result = target(**GOAL, current="4.53", current_year="2025")
    assert value(result, "required_from_now") == pytest.approx(0.17160268, abs=1e-8)
    assert value(result, "path_level") == pytest.approx(4.65997, abs=1e-5)
    assert value(result, "ahead_of_path") == pytest.approx(4.53 - 4.65997, abs=1e-5)
    assert column(result, "path_from_now", "year") == list(range(2025, 2031))
    assert column(result, "path_from_now", "level")[0] == 4.53
    assert column(result, "path_from_now", "level")[-1] == 10


def test_other_rates() -> None:
    result = target(**GOAL, what_if="10;12;15;18;20;0;-5")
    assert column(result, "what_if", "rate")[:5] == [0.10, 0.12, 0.15, 0.18, 0.20]
    years = column(result, "what_if", "first_year_at_goal")
    assert years == [2034, 2033, 2031, 2030, 2030, None, None]
    assert column(result, "what_if", "level")[3] == pytest.approx(10.79821, abs=1e-5)
    assert column(result, "what_if", "share_of_goal")[3] == pytest.approx(1.079821, abs=1e-5)
    with_commas = target(**GOAL, what_if="10,12")
    assert column(with_commas, "what_if", "rate") == [0.10, 0.12]


def test_a_falling_goal() -> None:
    result = target(base="10", goal="4", year="2030", current="8", current_year="2025")
    assert value(result, "required_cagr") == pytest.approx((4 / 10) ** (1 / 6) - 1)
    assert value(result, "yearly_increase") == -1
    assert value(result, "ahead_of_path") > 0  # below a falling path is ahead of it
    falling = target(base="10", goal="4", rate="-10")
    assert value(falling, "goal_year") == 2033


def test_the_first_year_may_depend_on_a_rounded_rate() -> None:
    result = target(**GOAL, what_if="0..10;5..10;-5")
    never, open_, reached = (row["first_year_at_goal"] for row in result.answers["what_if"][::-1])
    assert isinstance(never, Missing)
    assert open_ == Estimate(2037, Range(2034, 2043))
    assert isinstance(reached, Open)


def test_a_rounded_base_leaves_the_year_open_and_the_goal_may_be_within_it() -> None:
    year = target(base="4+", goal="10", rate="18").answers["goal_year"]
    assert year == Estimate(2030, Range(2029, 2030))
    result = target(rounded=True, base="4", goal="4.2", rate="18%")
    assert result.answers["goal_year"] == Estimate(2025, Range(2024, 2026))


def test_a_goal_never_reached_is_the_reason_whatever_is_asked() -> None:
    result = target(base="4", goal="10", rate="-5", what_if="10")
    for name in ("years_to_goal", "goal_year", "path", "what_if"):
        with pytest.raises(DomainError, match="never leads"):
            result[name]


def test_a_goal_of_nothing_at_other_rates_is_no_traceback() -> None:
    for goal in ("0", "~1"):
        result = target(base="4", goal=goal, year="2030", what_if="18")
        found = result.answers[result.headline]
        assert isinstance(found, Missing if goal == "0" else Open)
        assert str(found.why) == "goal must be above zero, not 0"


def test_a_year_beyond_the_calendar_is_never_or_open_at_other_rates() -> None:
    result = target(**GOAL, what_if="0.01%;0.011%..0.02%")
    never, open_ = (row["first_year_at_goal"] for row in result.answers["what_if"])
    assert isinstance(never, Missing)
    assert isinstance(open_, Open)


def test_no_table_is_longer_than_can_be_read() -> None:
    result = target(base="4", goal="10", year="9999", current="5")
    assert result.tables == {}
    for name in ("path", "path_from_now"):
        with pytest.raises(DomainError, match="has room for 100"):
            result[name]


def test_what_is_asked_of_a_path_that_there_is_not_is_read_and_left_out() -> None:
    never: dict[str, Any] = {"base": "4", "goal": "10", "rate": "0.001%"}
    result = target(**never, current="5", current_year="2025", what_if="15;18")
    asked = {"required_from_now", "path_level", "ahead_of_path", "what_if"}
    whys = {str(result.answers[name].why) for name in (*asked, "goal_year")}
    assert whys == {"the goal is not reached before the year 10000"}
    for name in ("current", "what_if"):
        with pytest.raises(InputError, match=f"^{name}(_1)? 'abc' is not a figure"):
            target(**{**never, name: "abc"})
    with pytest.raises(InputError, match=r"^current_year must be a whole number"):
        target(**never, current="5", current_year="abc")


@pytest.mark.parametrize(
    "given",
    [
        {"base": "-4", "goal": "10", "rate": "18"},
        {"base": "4", "goal": "0", "rate": "-18"},
        {"base": "-4", "rate": "18", "year": "2030"},
        {"goal": "-4", "rate": "18", "year": "2030"},
    ],
)
def test_an_end_that_is_not_above_zero_has_no_answer(given: dict[str, Any]) -> None:
    result = target(**given)
    with pytest.raises(DomainError, match="above zero"):
        result[result.headline]
