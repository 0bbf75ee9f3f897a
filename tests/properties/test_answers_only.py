"""A question that asks for less gets the same: answers without tables, values without ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradecalc.commands.decompose import decompose
from tradecalc.commands.growth import growth
from tradecalc.commands.project import project
from tradecalc.commands.target import target
from tradecalc.commands.track import track
from tradecalc.core.ranges import Estimate
from tradecalc.errors import TradecalcError
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradecalc.outputs.report import Report


class Written(NamedTuple):
    """A figure as written, and the same value written as exact."""

    text: str
    exact: str


def _decimals(least: int, most: int, places: tuple[int, int]) -> st.SearchStrategy[Written]:
    plain = st.builds(
        lambda units, places: f"{units / 10**places:.{places}f}",
        st.integers(least, most),
        st.integers(*places),
    )
    return plain.map(lambda text: Written(text, f"exact:{text}"))


ODD_LEVELS = (
    ("4+", "exact:4"),
    ("<4.5", "exact:4.5"),
    ("3..5", "exact:4"),
    ("about:3", "exact:3"),
    ("3.4±0.05", "exact:3.4"),
    ("0..6", "exact:3"),
    ("-3", "exact:-3"),
    ("0", "exact:0"),
    ("0.3-", "exact:0.3"),
    ("1e300", "exact:1e300"),
    ("1e-300", "exact:1e-300"),
    ("9e307", "exact:9e307"),
    ("1e400", "exact:1e400"),
    ("12345678901234567890", "exact:12345678901234567890"),
    ("USD4bn", "exact:USD4bn"),
    ("4100mn", "exact:4100mn"),
    ("EUR5", "exact:EUR5"),
    ("5%", "exact:5%"),
    ("four", "four"),
)
ODD_RATES = (
    ("18%+", "exact:18%"),
    ("18.5%-", "exact:18.5%"),
    ("-5..5", "exact:0"),
    ("about:-3", "exact:-3"),
    ("0", "exact:0"),
    ("0.165", "exact:0.165"),
    ("-99.9", "exact:-99.9"),
    ("-100", "exact:-100"),
    ("-150%", "exact:-150%"),
    ("1e9", "exact:1e9"),
    ("1e-12", "exact:1e-12"),
    ("3bn", "3bn"),
)
_ODD = st.sampled_from([Written(*pair) for pair in ODD_LEVELS])
LEVELS = st.one_of(*[_decimals(1, 999, (1, 2))] * 8, _ODD)
WHOLES = st.one_of(*[_decimals(100, 9999, (0, 1))] * 8, _ODD)  # of which the others are parts
RATES = st.one_of(
    *[_decimals(-40, 400, (0, 1))] * 5, st.sampled_from([Written(*pair) for pair in ODD_RATES])
)


def _whole(least: int, most: int) -> st.SearchStrategy[Written]:
    return st.integers(least, most).map(str).map(lambda text: Written(text, text))


FIGURES: dict[str, st.SearchStrategy[Written]] = {
    **dict.fromkeys(("from_", "to", "base", "goal", "current", "ytd", "prior_ytd"), LEVELS),
    **dict.fromkeys(("exports", "imports", "prior_exports", "prior_imports"), LEVELS),
    **dict.fromkeys(("total", "prior_total", "prior_year", "milestone"), WHOLES),
    **dict.fromkeys(("rate", "growth", "rest_growth"), RATES),
    **dict.fromkeys(("exports_growth", "imports_growth", "total_growth"), RATES),
    **dict.fromkeys(("from_year", "base_year"), _whole(2020, 2026)),
    **dict.fromkeys(("to_year", "year", "current_year"), _whole(2025, 2035)),
    "what_if": st.lists(RATES, min_size=1, max_size=3).map(
        lambda rates: Written(*(";".join(texts) for texts in zip(*rates, strict=True)))
    ),
    "years": _whole(0, 12),
    "months": _whole(1, 12),
    "method": st.sampled_from(["blend", "straight-line", "same-growth", "none"]).map(
        lambda text: Written(text, text)
    ),
}


def _some(*names: str, least: int = 0, most: int | None = None) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(names), min_size=least, max_size=most)


def _all(*sets: st.SearchStrategy[set[str]]) -> st.SearchStrategy[set[str]]:
    return st.tuples(*sets).map(lambda found: set[str]().union(*found))


def _or_none(name: str, *others: str) -> st.SearchStrategy[set[str]]:
    return st.sampled_from([set[str](), {name}, *({other} for other in others)])


# By command: what it is asked of, in all its forms; any other choice is refused early.
COMMANDS: dict[Callable[..., Report], st.SearchStrategy[set[str]]] = {
    growth: st.one_of(
        _all(_some("from_", "to", "rate", least=2, most=2), _or_none("years")),
        st.just({"from_", "to", "rate"}),
        _some("from_", "to", "rate", "years", "from_year", "to_year"),
    ),
    target: _all(
        _some("base", "goal", "rate", "year", least=3, most=3),
        _some("base_year"),
        st.one_of(st.just(set[str]()), _some("current", "current_year", "what_if", "years")),
    ),
    project: _all(
        st.just({"ytd", "months"}),
        _or_none("prior_year"),
        _or_none("growth", "prior_ytd"),
        _some("milestone"),
        st.one_of(st.just(set[str]()), _some("rest_growth", "method", "prior_ytd")),
    ),
    decompose: _all(
        _some("exports", "imports", "total", least=2, most=2),
        _or_none("prior_total", "total_growth"),
        _or_none("prior_exports", "exports_growth", "imports_growth"),
        st.one_of(
            st.just(set[str]()), _some("prior_imports", "exports", "imports_growth", "prior_total")
        ),
    ),
}
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)


def _drawn(data: st.DataObject, command: Callable[..., Report]) -> dict[str, Written]:
    return {name: data.draw(FIGURES[name]) for name in sorted(data.draw(COMMANDS[command]))}


def _asked(
    command: Callable[..., Report], question: Question, **figures: Any
) -> Report | TradecalcError:
    try:
        return command(question, **figures)
    except TradecalcError as error:
        return error


def _said(outcome: Report | TradecalcError) -> tuple[object, ...]:
    """All that a caller of many questions reads."""
    if isinstance(outcome, TradecalcError):
        return type(outcome), str(outcome)
    # Answers alone are without tables, and without what is said of those left out.
    left_out = {k: why for k, why in outcome.left_out.items() if not k.startswith("path")}
    return outcome.answers, left_out, outcome.headline, outcome.warnings


def _values(report: Report) -> dict[str, float | str]:
    return {
        a.name: a.value.value if isinstance(a.value, Estimate) else a.value for a in report.answers
    }


@each_command
@given(data=st.data(), rounded=st.booleans(), fractions=st.booleans())
def test_answers_alone_are_the_answers_with_tables(
    command: Callable[..., Report], data: st.DataObject, *, rounded: bool, fractions: bool
) -> None:
    figures = {name: figure.text for name, figure in _drawn(data, command).items()}
    whole = _asked(command, Question(rounded=rounded, fractions=fractions), **figures)
    question = Question(rounded=rounded, fractions=fractions, answers_only=True)
    alone = _asked(command, question, **figures)
    assert _said(alone) == _said(whole)
    if not isinstance(alone, TradecalcError):
        assert not alone.tables


@each_command
@given(data=st.data())
def test_an_exact_question_counts_every_figure_by_its_value(
    command: Callable[..., Report], data: st.DataObject
) -> None:
    drawn = _drawn(data, command)
    texts = {name: figure.text for name, figure in drawn.items()}
    exact = _asked(command, Question(exact=True), **texts)
    as_exact = _asked(command, Question(), **{name: f.exact for name, f in drawn.items()})
    if isinstance(exact, TradecalcError):
        assert isinstance(as_exact, TradecalcError)
        return
    assert not any(isinstance(a.value, Estimate) and a.value.range for a in exact.answers)
    if not isinstance(as_exact, TradecalcError):  # two exact figures of one fact clash sooner
        assert exact.answers == as_exact.answers
        assert exact.left_out.keys() == as_exact.left_out.keys()
    plain = _asked(command, Question(), **texts)
    if not isinstance(plain, TradecalcError):
        values, others = _values(exact), _values(plain)
        if values.get("method") == others.get("method"):  # a range may rule a method out
            shared = values.keys() & others.keys()
            assert {n: values[n] for n in shared} == {n: others[n] for n in shared}


def test_what_is_written_still_says_whether_two_figures_clash() -> None:
    question = Question(exact=True)
    assert question.level("prior_ytd", "4+") == Estimate(4)
    assert [float(end) for end in question.as_written("prior_ytd")] == [4, 5]


def test_a_row_of_values_keeps_the_years_that_its_table_tells() -> None:
    values = ["2.0", "2.5", "3.3", "2.9"]
    alone = growth(Question(answers_only=True), values=values)
    assert alone.answers == growth(Question(), values=values).answers
    assert {"best_year", "worst_year"} <= {answer.name for answer in alone.answers}


def test_every_rate_of_a_table_is_read_without_it() -> None:
    figures = {"base": "4", "goal": "10", "year": "2030", "what_if": "10;-150"}
    outcome = _asked(target, Question(answers_only=True), **figures)
    assert "--what-if -150 leaves nothing" in str(outcome)


def test_a_verdict_is_the_same_without_the_table_of_methods() -> None:
    whole, alone = (
        track(question, base="4+", goal="10", year="2030", ytd="3.4", months="9", growth="18%")
        for question in (Question(), Question(answers_only=True))
    )
    assert alone == whole._replace(tables=())
