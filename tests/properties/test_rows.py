"""Rows: what is said of each is what its command says, however the file and the work are cut."""

from __future__ import annotations

import pickle
import re
from decimal import Decimal
from functools import cache, partial
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradecalc import Estimate, InputError, TradecalcError, answer_rows
from tradecalc.commands.answerable import ONE_FACT, OPTIONS, WHOLE, answers_of
from tradecalc.commands.rows import row_question
from tradecalc.commands.seen import Seen
from tradecalc.core.ranges import finite
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.outputs.report import Report

COMMANDS = sorted(OPTIONS)
CHOICES = {
    "method": ["straight-line", "flat-remainder", "same-growth", "blend", "rest_growth", "best"],
    "flow": ["national", "over-1bn", "under-10mn", "huge"],
}
PLAIN = ["4", "3.4", "0", "-5", "0.165", "007", "100", "-100", "1e3", "123456789.123456789", "0.00"]
# Figures that are not plain numbers, or not figures at all.
WRITTEN = (
    "4bn|USD3.4bn|3,4|1,234|1 234,5|18%|-18.5%|4+|18.5-|=4|about:4|3.35..3.45|3.4+-0.05|-1..1|"
    "0.5%|-0.9|4.|.4|1_000|−5|٤|４|²|n/a|nan|inf|-inf|1e400|1e-400|1e308|1e-308|EUR4|4 mn|- 5|"
    '| |\t|\0|4\0|4\n|\ufeff4|\udce9|\ud800|"|' + "9" * 101 + "|" + "9" * 400
).split("|")
SPANS = [
    "2030",
    "2024",
    "6",
    "0",
    "-1",
    "9999",
    "10000",
    "13",
    "9",
    "2030.0",
    "٦",
    "２０３０",
    " 6 ",
]


def _texts(option: str) -> st.SearchStrategy[str]:
    """What may stand under an option: mostly figures that can be answered, and anything else."""
    hostile = st.sampled_from([*WRITTEN, *SPANS]) | st.text(max_size=6)
    if option in CHOICES:
        return st.sampled_from(CHOICES[option]) | hostile
    if option in WHOLE:
        return st.sampled_from(SPANS) | st.integers(1, 12).map(str) | hostile
    decimals = st.decimals(-10, 1000, places=2, allow_nan=False).map(str)
    return st.sampled_from(PLAIN) | decimals | st.integers(0, 10**6).map(str) | hostile


@st.composite
def _questions(draw: st.DrawFn) -> tuple[str, list[dict[str, str]], dict[str, str], dict[str, Any]]:
    """A command, rows that feed some of its options, others that are held, and how to read them."""
    command = draw(st.sampled_from(COMMANDS))
    usual = st.sampled_from(USUAL[command])
    fed = draw(usual | st.lists(st.sampled_from(OPTIONS[command]), unique=True).map(tuple))
    held = [option for option in fed if draw(st.integers(0, 4)) == 0]
    row = st.fixed_dictionaries({name: _texts(name) for name in fed if name not in held})
    flags = {name: draw(st.booleans()) for name in ("rounded", "fractions")}
    return command, draw(st.lists(row, max_size=4)), {n: draw(_texts(n)) for n in held}, flags


USUAL = {
    "growth": [("from", "to"), ("from", "to", "years"), ("from", "to", "from_year", "to_year")],
    "target": [
        ("base", "goal", "year"),
        ("base", "goal", "years", "base_year"),
        ("base", "rate", "year"),
        ("goal", "rate", "years"),
        ("base", "goal", "rate"),
        ("base", "goal", "year", "base_year", "current", "current_year"),
    ],
    "project": [
        ("ytd", "months"),
        ("ytd", "months", "prior_year", "growth", "milestone"),
        ("ytd", "months", "prior_year", "prior_ytd", "rest_growth", "method", "flow"),
    ],
    "decompose": [
        ("exports", "imports"),
        ("exports", "total", "exports_growth", "total_growth"),
        ("imports", "total", "prior_imports", "prior_total"),
    ],
}


def _report(
    command: str, row: Mapping[str, str], held: Mapping[str, str], **flags: bool
) -> tuple[Report, Question]:
    """What the command itself answers to one row's figures."""
    rounded, fractions = flags.get("rounded", False), flags.get("fractions", False)
    question = Question(exact=not rounded, rounded=rounded, fractions=fractions)
    question.called = {option: option for option in row}
    texts = {**held, **{name: text for name, text in row.items() if text.strip()}}
    asked = {("from_" if name == "from" else name): text for name, text in texts.items()}
    function = getattr(import_module(f"tradecalc.commands.{command}"), command)
    return function(question, **asked), question


def _written(figures: Mapping[str, str]) -> dict[str, str]:
    """Figures as they are read in rows: a whole number may have been taken for a float."""
    return {
        name: re.sub(r"\.0+$", "", text.strip()) if name in WHOLE else text.strip()
        for name, text in figures.items()
    }


def _in_full(value: float, scale: int) -> float:
    """A number times ten to *scale*, by its decimal digits."""
    return finite(float(Decimal(repr(value)).scaleb(scale)))


def _answers(
    command: str, row: Mapping[str, str], held: Mapping[str, str], **flags: bool
) -> dict[str, Any]:
    """Its answers as numbers in plain units, by name, or its error."""
    try:
        report, question = _report(command, _written(row), _written(held), **flags)
        found: dict[str, Any] = {"error": report.left_out.get(report.headline)}
        for answer in report.answers:
            scale = question.scale if answer.kind == "level" else 0
            if not isinstance(answer.value, Estimate):
                found[answer.name] = answer.value
                continue
            found[answer.name] = _in_full(answer.value.value, scale)
            if ends := answer.value.range:
                found[f"{answer.name}_low"] = _in_full(ends.low, scale)
                found[f"{answer.name}_high"] = _in_full(ends.high, scale)
            if likely := answer.likely:
                found["likely_low"] = _in_full(likely.low, scale)
                found["likely_high"] = _in_full(likely.high, scale)
    except TradecalcError as error:
        return {"error": str(error)}
    return found


@given(asked=_questions())
def test_a_row_is_answered_as_its_command_answers_it(asked: Any) -> None:
    command, rows, held, flags = asked
    try:
        answered = list(answer_rows(rows, command, **held, **flags))
    except InputError:  # what is held is not a figure for any row
        assert all(_answers(command, row, held, **flags)["error"] for row in rows)
        return
    told = {other for name in held for other in ONE_FACT.get(name, ())}
    for row, said in zip(rows, answered, strict=True):
        asks = {name: text for name, text in row.items() if name not in told}
        expected = _answers(command, asks, held, **flags)
        given_names = {name: said[name] for name in row}
        assert given_names == row
        own = {
            name.removeprefix("answer_"): value for name, value in said.items() if name not in row
        }
        for name, value in own.items():
            assert repr(_number(value)) == repr(_number(expected.get(name))), name
        assert {name for name, value in expected.items() if value is not None} <= {*own}


def _number(value: Any) -> Any:
    return float(value) + 0 if isinstance(value, int | float) else value


@pytest.mark.parametrize("command", COMMANDS)
@settings(max_examples=max(75, settings().max_examples // 4))  # of four commands
@given(data=st.data())
def test_plain_numbers_are_answered_alike_one_by_one_and_by_the_column(
    command: str, data: st.DataObject
) -> None:
    """A block of plain rows is worked out by columns; a row beside a hostile one is not."""
    fed = data.draw(st.sampled_from(USUAL[command]))
    row = st.fixed_dictionaries({name: _texts(name) for name in fed})
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    question = row_question(command, {}, renamed={})
    together = list(question.of_objects(rows, Seen()))
    assert together == [said for row in rows for said in question.of_objects([row], Seen())]
    cut = data.draw(st.integers(0, len(rows)))
    parts = [*answer_rows(rows[:cut], command), *answer_rows(rows[cut:], command)]
    assert parts == list(answer_rows(rows, command))
    assert [{**row, **said} for row, said in zip(rows, together, strict=True)] == parts


FIGURES = {  # for each command, figures under its options that between them reach every answer
    "growth": ["4 10 18 6 2024 2030", "10 4 -18 6 2024 2030", "4 10 18 1 2024 2025"],
    "target": ["4 10 2030 6 18 2024 4.5 2025"],
    "project": ["3.4 9 4 2.9 18 10 blend 5 national"],
    "decompose": ["2 25 1.6 1 25 0.8 3 25 2.4"],
}


@cache
def _reached(command: str, fed: frozenset[str]) -> frozenset[str]:
    """The answers that figures under the options *fed* reach."""
    found: set[str] = set()
    for figures in FIGURES[command]:
        row = dict(zip(OPTIONS[command], figures.split(), strict=True))
        said = _answers(command, {name: row[name] for name in fed}, {})
        found |= said.keys() - {"error"}
    return frozenset(found)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_answers_of_columns_are_those_that_a_row_of_them_can_have(command: str) -> None:
    """A row may leave any of its cells empty, so what fewer figures reach is among them."""
    options = OPTIONS[command]
    reach: dict[frozenset[str], frozenset[str]] = {}
    for is_fed in product([False, True], repeat=len(options)):
        fed = frozenset(name for name, there in zip(options, is_fed, strict=True) if there)
        fewer = [reach[fed - {name}] for name in fed]
        reach[fed] = _reached(command, fed).union(*fewer)
        assert set(answers_of(command, fed)) == reach[fed], fed


def test_the_iterator_is_pickled_half_way_and_goes_on() -> None:
    rows = [{"base": str(base)} for base in range(1, 9)]
    expected = list(answer_rows(rows, "target", goal=10, year=2030))
    answered = answer_rows(iter(rows), "target", goal=10, year=2030)
    first = [next(answered) for _ in range(3)]
    rest = pickle.loads(pickle.dumps(answered))  # noqa: S301  our own bytes
    assert [*first, *rest] == expected
    again = partial(answer_rows, command="target", goal=10, year=2030)
    assert list(pickle.loads(pickle.dumps(again))(rows)) == expected  # noqa: S301
