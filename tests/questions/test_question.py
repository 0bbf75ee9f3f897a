"""A question asked in Python: what it takes, and what it says where there is no answer."""

import math
from pathlib import Path
from typing import Any

import pytest

from tradecalc.errors import InputError
from tradecalc.questions.backtest import BACKTEST
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.project import PROJECT
from tradecalc.questions.target import TARGET

FILE = Path(__file__).parent.parent / "data" / "us_trade.csv"


@pytest.mark.parametrize("base", [[4], True, 10**400, math.nan, object(), {}])
def test_what_is_neither_text_nor_number_is_refused_by_name(base: Any) -> None:
    with pytest.raises(InputError, match=r"base must be a number, not"):
        TARGET(base=base, goal=10, year=2030)


def test_one_of_a_list_stands_alone_and_a_path_or_a_number_is_a_text() -> None:
    one, listed = (TARGET(base=4, goal=10, year=2030, what_if=w) for w in (0.1, [0.1]))
    assert one.tables["what_if"] == listed.tables["what_if"]
    assert BACKTEST(str(FILE), months=9).tables == BACKTEST(str(FILE), months="9").tables
    by_path, by_name = (PROJECT(monthly=f, series="exports to Mexico") for f in (FILE, str(FILE)))
    assert by_path.to_dict() == by_name.to_dict()


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        (TARGET, {"base": 0, "goal": 1, "year": 2030}, "no required_cagr: base must be above zero"),
        (TARGET, {"base": 4, "goal": 10, "rate": -0.05}, "no years_to_goal: -5 % a year"),
        (GROWTH, {"values": [0, 5]}, "no growth_rate: growth from 0 to 5 has no rate"),
    ],
)
def test_the_sentence_says_why_nothing_answers(question: Any, given: Any, said: str) -> None:
    assert str(question(**given)).startswith(f"There is {said}")
