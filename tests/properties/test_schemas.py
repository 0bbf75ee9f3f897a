"""Whatever is asked, what is answered in JSON is what the schemas say, or an error says why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tradecalc.core.quantities import NAMES
from tradecalc.errors import TradecalcError
from tradecalc.questions.check import CHECK
from tradecalc.questions.decompose import DECOMPOSE
from tradecalc.questions.growth import GROWTH
from tradecalc.questions.project import PROJECT
from tradecalc.questions.question import ask
from tradecalc.questions.target import TARGET
from tradecalc.questions.track import TRACK
from tradecalc.show.digits import Style
from tradecalc.show.machine import as_json
from tradecalc.show.schema import schema
from tradecalc.show.text import text

if TYPE_CHECKING:
    from tradecalc.questions.question import Question


def figures(least: int, most: int, *odd: str) -> st.SearchStrategy[str]:
    """Figures as people write them, in one unit or none."""
    plain = st.integers(least, most).map(lambda tenths: f"{tenths / 10:.1f}")
    marked = st.tuples(plain, st.sampled_from(["", "", "", "+", "-", "bn"])).map("".join)
    around = st.tuples(st.sampled_from(["about:", "exact:", "", "USD"]), marked).map("".join)
    return st.one_of(*[plain] * 6, around, st.sampled_from(odd))


LEVELS = figures(1, 99, "0", "1e-300", "1e300", "3..5", "0..6", "-3", "USD4bn", "4000mn")
RATES = figures(-400, 900, "18%+", "-5..5", "0", "-100", "-150", "1e9", "about:-3")
PARTS = st.tuples(LEVELS, st.sampled_from(["", ":3", ":0.5", ":5%", ":-2..2%"])).map("".join)
CLAIMS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["@2025-08=", "@2025=", "@2024-08="]),
    st.one_of(LEVELS, st.integers(20, 99).map(str)),
).map("".join)
BY_KIND = {"level": LEVELS, "rate": RATES, "rates": st.lists(RATES, min_size=1, max_size=3)}
BY_NAME = {
    **dict.fromkeys(("base_year", "from_year", "current_year"), st.integers(2019, 2025).map(str)),
    **dict.fromkeys(("year", "to_year"), st.integers(2025, 2032).map(str)),
    "start_year": st.integers(1, 2025).map(str),
    "months": st.integers(1, 12).map(str),
    "years": st.integers(1, 9).map(str),
    "values": st.lists(LEVELS, min_size=2, max_size=5),
    "part": st.lists(PARTS, min_size=1, max_size=4).map(
        lambda texts: [f"P{k}={text}" for k, text in enumerate(texts)]
    ),
    "claims": st.lists(CLAIMS, min_size=1, max_size=5),
}


def asked(question: Question, needed: str) -> st.SearchStrategy[dict[str, Any]]:
    """Figures for all options that are needed and some of the others."""
    drawn: dict[str, st.SearchStrategy[Any]] = {}
    for name, figure in question.figures.items():
        if name in BY_NAME or figure.kind in BY_KIND:
            drawn[name] = BY_NAME[name] if name in BY_NAME else BY_KIND[figure.kind]
        elif figure.kind == "word":
            drawn[name] = st.sampled_from(figure.among)
    must = needed.split()
    others = {name: one for name, one in drawn.items() if name not in (*must, *LISTS)}
    chosen = (
        st.lists(st.sampled_from(sorted(others)), max_size=4, unique=True)
        if others
        else st.just([])
    )
    return chosen.flatmap(
        lambda more: st.fixed_dictionaries({name: drawn[name] for name in (*must, *more)})
    )


LISTS = ("values", "part", "claims")
QUESTIONS: list[tuple[Question, str]] = [
    *((GROWTH, needed) for needed in ("values", "from to", "from rate", "to rate")),
    *((TARGET, needed) for needed in ("base goal year", "base goal rate", "base rate years")),
    *((TARGET, needed) for needed in ("goal rate year",)),
    *((PROJECT, needed) for needed in ("ytd months", "ytd months prior_year growth")),
    *((TRACK, needed) for needed in ("ytd months base goal year", "ytd months base goal years")),
    *((DECOMPOSE, needed) for needed in ("exports imports", "exports total", "part")),
    (CHECK, "claims"),
]
VALIDATORS = {name: Draft202012Validator(schema(q)) for q, _ in QUESTIONS for name in (q.name,)}


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
@settings(
    max_examples=settings().max_examples // 10,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data(), rounded=st.booleans(), explain=st.booleans())
def test_what_is_answered_is_in_the_schema(
    number: int, data: st.DataObject, *, rounded: bool, explain: bool
) -> None:
    question, needed = QUESTIONS[number]
    try:
        result = ask(question, data.draw(asked(question, needed)), rounded=rounded)
    except TradecalcError as error:
        assert str(error)
        return
    style = Style(explain=explain)
    VALIDATORS[question.name].validate(json.loads(as_json(result, style)))
    assert text(result, style)
