"""A question that asks for less gets the same: answers without tables, values without ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.test_rows import CHOICES, USUAL
from tradecalc.core.ranges import Estimate, Missing, Open
from tradecalc.errors import TradecalcError
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.question import ask
from tradecalc.questions.target import TARGET
from tradecalc.rows import QUESTIONS, _question
from tradecalc.show.text import doubts

if TYPE_CHECKING:
    from tradecalc.questions.question import Question, Result

LEVELS = ["4+", "<4.5", "3..5", "about:3", "3.4±0.05", "0..6", "-3", "0", "0.3-", "1e300", "1e-300"]
LEVELS += ["9e307", "1e400", "USD4bn", "4100mn", "EUR5", "5%", "3bn", "four"]
RATES = ["18%+", "18.5%-", "-5..5", "about:-3", "0", "0.165", "-99.9", "-100", "-150%", "1e9"]
WHOLES = {"total", "prior_total", "prior_year", "milestone"}  # of which others are parts
FORMS = {**USUAL, "target": [*USUAL["target"], "base goal year current what_if"]}
each_question = pytest.mark.parametrize("command", QUESTIONS)


def _text(question: Question, name: str) -> st.SearchStrategy[str]:
    kind = question.figures[name].kind
    if kind in ("year", "years", "count"):
        least, most = {"years": (0, 12), "count": (1, 12)}.get(kind, (2021, 2034))
        return st.integers(least, most).map(str)
    if name in CHOICES:
        return st.sampled_from(CHOICES[name])
    is_rate = kind in ("rate", "rates")
    low, high = (-4, 40) if is_rate else (10, 999) if name in WHOLES else (1, 99)
    plain = st.decimals(low, high, places=1).map(str)
    one = st.one_of(*[plain] * 6, st.sampled_from(RATES if is_rate else LEVELS))
    return st.lists(one, min_size=1, max_size=3).map(";".join) if kind == "rates" else one


@st.composite
def _drawn(draw: st.DrawFn, command: str) -> dict[str, str]:
    names = draw(st.sampled_from(FORMS[command])).split()
    return {name: draw(_text(_question(command), name)) for name in names}


def _asked(command: str, figures: dict[str, str], **how: bool) -> Result | TradecalcError:
    try:
        return ask(_question(command), figures, **how)
    except TradecalcError as error:
        return error


def _said(outcome: Result | TradecalcError) -> Any:
    """All that a caller of many questions reads: answers and doubts, without tables."""
    if isinstance(outcome, TradecalcError):
        return type(outcome), str(outcome)
    answers = {n: v for n, v in outcome.answers.items() if n not in outcome.question.tables}
    return {name: _plain(value) for name, value in answers.items()}, doubts(outcome)


def _plain(value: Any) -> Any:
    if isinstance(value, Missing):
        return str(value.why)
    return (value.value, str(value.why)) if isinstance(value, Open) else value


@each_question
@given(data=st.data(), rounded=st.booleans(), fractions=st.booleans())
def test_answers_alone_are_the_answers_with_tables(
    command: str, data: st.DataObject, *, rounded: bool, fractions: bool
) -> None:
    figures = data.draw(_drawn(command))
    how = {"rounded": rounded, "fractions": fractions}
    assert _said(_asked(command, figures, tables=False, **how)) == _said(
        _asked(command, figures, **how)
    )


@each_question
@given(data=st.data(), rounded=st.booleans())
def test_an_exact_question_counts_every_figure_by_its_value(
    command: str, data: st.DataObject, *, rounded: bool
) -> None:
    figures = data.draw(_drawn(command))
    exact, plain = _asked(command, figures, exact=True), _asked(command, figures, rounded=rounded)
    if isinstance(exact, TradecalcError) or isinstance(plain, TradecalcError):
        return
    values, others = (
        {n: v.value for n, v in one.answers.items() if isinstance(v, Estimate | Open)}
        for one in (exact, plain)
    )
    shared = values.keys() & others.keys()
    assert {n: values[n] for n in shared} == {n: others[n] for n in shared}


@each_question
@given(data=st.data(), rounded=st.booleans())
def test_which_answers_there_are_the_figures_given_decide_and_not_their_values(
    command: str, data: st.DataObject, *, rounded: bool
) -> None:
    figures = data.draw(_drawn(command))
    found = _asked(command, figures, rounded=rounded, tables=False)
    declared = _question(command).figures
    examples = {name: declared[name].example for name in figures}
    usual = ask(_question(command), examples, tables=False)
    if not isinstance(found, TradecalcError):
        assert found.answers.keys() == usual.answers.keys()


def test_what_only_a_table_tells_is_told_without_it() -> None:
    alone = ask(GROWTH, {"values": ["2.0", "2.5", "3.3", "2.9"]}, tables=False)
    assert {"best_year", "worst_year"} <= alone.answers.keys()
    figures = {"base": "4", "goal": "10", "year": "2030", "what_if": "10;-150"}
    with pytest.raises(TradecalcError, match="what_if must be above -100 %, not -150"):
        ask(TARGET, figures, tables=False)
