"""Whatever is asked, what is answered in JSON is what the schemas say, or an error says why not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tradecalc.cli import question_of
from tradecalc.core.quantities import NAMES
from tradecalc.errors import TradecalcError
from tradecalc.questions.question import ask
from tradecalc.show.digits import Style
from tradecalc.show.machine import as_json
from tradecalc.show.schema import schema
from tradecalc.show.text import text


def figures(least: int, most: int, *odd: str) -> st.SearchStrategy[str]:
    """Figures as people write them, in one unit or none."""
    plain = st.integers(least, most).map(lambda tenths: f"{tenths / 10:.1f}")
    marked = st.tuples(plain, st.sampled_from(["", "", "", "+", "-", "bn"])).map("".join)
    around = st.tuples(st.sampled_from(["about:", "exact:", "", "USD"]), marked).map("".join)
    return st.one_of(*[plain] * 6, around, st.sampled_from(odd))


def whole(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(str)


def numbered(texts: list[str]) -> list[str]:
    return [f"P{k}={text}" for k, text in enumerate(texts)]


LEVELS = figures(1, 99, "0", "1e-300", "1e300", "3..5", "0..6", "-3", "USD4bn", "4000mn")
RATES = figures(-400, 900, "18%+", "-5..5", "0", "-100", "-150", "1e9", "about:-3")
PARTS = st.tuples(LEVELS, st.sampled_from(["", ":3", ":0.5", ":5%", ":-2..2%"])).map("".join)
CLAIMS = st.tuples(
    st.sampled_from(
        [f"{name}@{when}=" for name in NAMES for when in ("2025-08", "2025", "2024-08")]
    ),
    st.one_of(LEVELS, whole(20, 99)),
).map("".join)
BY_KIND = {"level": LEVELS, "rate": RATES, "rates": st.lists(RATES, min_size=1, max_size=3)}
BY_NAME = {
    **dict.fromkeys(("base_year", "from_year", "current_year"), whole(2019, 2025)),
    **dict.fromkeys(("year", "to_year", "start_year"), whole(2025, 2032)),
    **dict.fromkeys(("months", "years"), whole(1, 12)),
    "values": st.lists(LEVELS, min_size=2, max_size=5),
    "part": st.lists(PARTS, min_size=1, max_size=4).map(numbered),
    "claims": st.lists(CLAIMS, min_size=1, max_size=5),
}
ASKED = {
    "growth": ("values", "from to", "from rate", "to rate"),
    "target": ("base goal year", "base goal rate", "base rate years", "goal rate year"),
    "project": ("ytd months", "ytd months prior_year growth"),
    "track": ("ytd months base goal year", "ytd months base goal years"),
    "decompose": ("exports imports", "exports total", "part"),
    "check": ("claims",),
}
VALIDATORS = {name: Draft202012Validator(schema(question_of(name))) for name in ASKED}


@st.composite
def figures_of(draw: st.DrawFn, command: str, needed: str) -> dict[str, Any]:
    """Figures for all options that are needed and some of the others."""
    must, found = needed.split(), {}
    others = [
        name
        for name, figure in question_of(command).figures.items()
        if name in BY_NAME or figure.kind in (*BY_KIND, "word")
        if name not in (*must, "values", "part", "claims")
    ]
    for name in must + (draw(st.lists(st.sampled_from(others), max_size=4)) if others else []):
        figure = question_of(command).figures[name]
        one = BY_NAME.get(name, BY_KIND.get(figure.kind))
        found[name] = draw(st.sampled_from(figure.among) if one is None else one)
    return found


@pytest.mark.parametrize(
    ("name", "needed"), [(name, one) for name, needed in ASKED.items() for one in needed]
)
@settings(
    max_examples=settings().max_examples // 10,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data(), rounded=st.booleans(), explain=st.booleans())
def test_what_is_answered_is_in_the_schema(
    name: str, needed: str, data: st.DataObject, *, rounded: bool, explain: bool
) -> None:
    try:
        result = ask(question_of(name), data.draw(figures_of(name, needed)), rounded=rounded)
    except TradecalcError as error:
        assert str(error)
        return
    style = Style(explain=explain)
    VALIDATORS[name].validate(json.loads(as_json(result, style)))
    assert text(result, style)
