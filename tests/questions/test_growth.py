"""`growth`: known answers of the field's handbooks, and what is missing solved for."""

from __future__ import annotations

from typing import Any

import pytest

from tradecalc import InputError
from tradecalc.core.ranges import Missing
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.question import Result, ask
from tradecalc.show.text import notes


def growth(*, rounded: bool = False, fractions: bool = False, **given: Any) -> Result:
    """Ask as at the prompt."""
    named = {name.rstrip("_"): said for name, said in given.items()}
    return ask(GROWTH, named, rounded=rounded, fractions=fractions)


def value(result: Result, name: str) -> Any:
    return result[name].value


def test_two_values() -> None:
    result = growth(values=["2.53", "3.0"])
    assert value(result, "change") == pytest.approx(0.47)
    assert value(result, "growth_rate") == pytest.approx(0.185770750988)
    assert result.headline == "growth_rate"
    assert not result.tables


def test_a_row_of_years() -> None:
    values = ["2.0", "2.5", "3.3", "2.9", "3.9", "4.0"]
    result = growth(values=values, start_year="2019")
    assert result.headline == "cagr"
    assert value(result, "cagr") == pytest.approx(0.148698, abs=5e-7)
    assert value(result, "least_squares_rate") == pytest.approx(0.142758, abs=1e-6)
    assert value(result, "growth_rate") == pytest.approx(4.0 / 3.9 - 1)
    assert value(result, "doubling_time") == pytest.approx(5)
    assert value(result, "best_year") == 2023
    assert value(result, "worst_year") == 2022
    table = result.tables["years"]
    assert table[0] == {"year": 2019, "level": 2.0, "change": None, "growth": None}
    assert len(table) == 6
    falling = growth(values=["8", "4", "2"])
    assert (value(falling, "cagr"), value(falling, "halving_time")) == pytest.approx((-0.5, 1))
    assert isinstance(falling.answers["doubling_time"], Missing)


def test_many_rounded_values_have_ranges() -> None:
    values = [str(k) for k in range(10, 40)]
    result = growth(rounded=True, values=values)
    trend = result["least_squares_rate"]
    assert trend.low < trend.value < trend.high


@pytest.mark.parametrize(
    ("given", "name", "answer"),
    [
        ({"to": "3.0", "rate": "18.5%"}, "from", 2.5316455696),
        ({"from_": "4", "rate": "18", "years": "6"}, "to", 10.7982166121),
        ({"from_": "4", "to": "10", "years": "6"}, "cagr", 0.16499305075071),
        ({"from_": "4", "to": "10", "from_year": "2024", "to_year": "2030"}, "cagr", 0.164993051),
        ({"values": ["4", "10"], "years": "6"}, "cagr", 0.16499305075071),
        ({"values": ["4", "10"], "from_year": "2024", "to_year": "2030"}, "cagr", 0.164993051),
        ({"from_": "4", "to": "10", "rate": "18%"}, "years", 5.5360169197),
        ({"from_": "3500", "to": "10000", "years": "10"}, "cagr", 0.110691),
        ({"from_": "100", "to": "200", "years": "5"}, "cagr", 0.148698),
        ({"from_": "1000", "to": "1500", "years": "5"}, "cagr", 0.084472),
    ],
)
def test_what_is_missing_is_solved_for(given: dict[str, Any], name: str, answer: float) -> None:
    result = growth(**given)
    assert result.headline == name
    assert value(result, name) == pytest.approx(answer, rel=1e-5)


def test_the_figure_in_the_way_is_named() -> None:
    result = growth(values=["2", "~1", "3"])
    assert any("within the rounding of previous, growth from 0" in note for note in notes(result))


def test_a_small_fall_within_the_rounding_is_not_cut_off() -> None:
    change = growth(values=["4", "3.9999999999999..5"])["change"]
    assert change.low <= 3.9999999999999 - 4 < 0


def test_years_between_are_between_two_values() -> None:
    with pytest.raises(InputError, match="one a year"):
        growth(values=["4", "5", "10"], years="6")
