"""Whatever is asked, what is answered in JSON is what the schemas say, or an error says why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tradecalc.commands.check import check
from tradecalc.commands.decompose import decompose
from tradecalc.commands.growth import growth
from tradecalc.commands.methods import METHODS
from tradecalc.commands.project import project
from tradecalc.commands.target import target
from tradecalc.commands.track import track
from tradecalc.core.quantities import NAMES
from tradecalc.core.reference import FLOWS
from tradecalc.core.trade import TRADE_FLOWS
from tradecalc.errors import TradecalcError
from tradecalc.inputs.question import Question
from tradecalc.outputs.display import Style
from tradecalc.outputs.formats import FORMATS
from tradecalc.outputs.report import ANSWERING
from tradecalc.outputs.schemas import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradecalc.outputs.report import Report

VALIDATORS = {name: Draft202012Validator(schema(name)) for name in ANSWERING}


def _figures(least: int, most: int, *odd: str) -> st.SearchStrategy[str]:
    """Figures as people write them, in one unit or none."""
    plain = st.integers(least, most).map(lambda tenths: f"{tenths / 10:.1f}")
    marked = st.tuples(plain, st.sampled_from(["", "", "", "+", "-", "bn"])).map("".join)
    around = st.tuples(st.sampled_from(["about:", "exact:", "", "USD"]), marked).map("".join)
    return st.one_of(*[plain] * 6, around, st.sampled_from(odd))


LEVELS = _figures(1, 99, "0", "1e-300", "1e300", "3..5", "0..6", "-3", "USD4bn", "4000mn")
WHOLES = _figures(30, 200, "USD9bn", "4..12", "1e308", "0")
RATES = _figures(-400, 900, "18%+", "-5..5", "0", "-100", "-150", "1e9", "about:-3")
FIGURES: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("from_", "to", "base", "goal", "current", "ytd", "prior_ytd"), LEVELS),
    **dict.fromkeys(("total", "prior_year", "milestone", "prior_total"), WHOLES),
    **dict.fromkeys((*TRADE_FLOWS[:2], *(f"prior_{flow}" for flow in TRADE_FLOWS[:2])), LEVELS),
    **dict.fromkeys(("rate", "growth", "rest_growth"), RATES),
    **dict.fromkeys((f"{flow}_growth" for flow in TRADE_FLOWS), RATES),
    **dict.fromkeys(("base_year", "from_year"), st.integers(2019, 2025).map(str)),
    **dict.fromkeys(("year", "to_year"), st.integers(2025, 2032).map(str)),
    "current_year": st.integers(2024, 2029).map(str),
    "start_year": st.integers(1, 2025).map(str),
    "years": st.integers(1, 9).map(str),
    "months": st.integers(1, 12).map(str),
    "method": st.sampled_from(list(METHODS)),
    "flow": st.sampled_from(list(FLOWS)),
    "what_if": st.lists(RATES, min_size=1, max_size=3).map(";".join),
}
PARTS = st.lists(
    st.tuples(LEVELS, st.sampled_from(["", ":3", ":0.5", ":5%", ":-2..2%"])).map("".join),
    min_size=1,
    max_size=4,
).map(lambda texts: [f"P{k}={text}" for k, text in enumerate(texts)])
CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["@2025-08=", "@2025=", "@2024-08="]),
        st.one_of(LEVELS, st.integers(20, 99).map(str)),
    ).map("".join),
    min_size=1,
    max_size=5,
)


def _options(needed: str, *others: str) -> st.SearchStrategy[dict[str, Any]]:
    """Figures for all options that are needed and some of the others."""
    return st.fixed_dictionaries(
        {name: FIGURES[name] for name in needed.split()},
        optional={name: FIGURES[name] for name in others},
    )


YEAR = ("prior_year", "prior_ytd", "growth", "rest_growth", "method", "flow")
OUTLOOK = ("base_year", "current", "current_year", "what_if")
FLOWS_BEFORE = [f"{flow}_growth" for flow in TRADE_FLOWS] + [f"prior_{f}" for f in TRADE_FLOWS]
ASKED: list[tuple[Callable[..., Report], st.SearchStrategy[dict[str, Any]]]] = [
    (growth, st.fixed_dictionaries({"values": st.lists(LEVELS, min_size=2, max_size=5)})),
    (growth, _options("from_ to", "years", "rate")),
    (growth, _options("from_ rate", "years")),
    (growth, _options("to rate", "from_year", "to_year")),
    (target, _options("base goal year", *OUTLOOK)),
    (target, _options("base goal rate", *OUTLOOK)),
    (target, _options("base rate years", *OUTLOOK)),
    (target, _options("goal rate year", *OUTLOOK)),
    (project, _options("ytd months", *YEAR, "milestone")),
    (project, _options("ytd months prior_year growth", "milestone", "method", "rest_growth")),
    (track, _options("ytd months base goal year", *YEAR[1:])),
    (track, _options("ytd months base goal years", *YEAR, "base_year", "current_year")),
    (decompose, _options("exports imports", *FLOWS_BEFORE)),
    (decompose, _options("exports total", *FLOWS_BEFORE)),
    (decompose, st.fixed_dictionaries({"part": PARTS}, optional={"total": WHOLES})),
    (check, st.fixed_dictionaries({"claims": CLAIMS})),
]


@pytest.mark.parametrize("asked", range(len(ASKED)))
@settings(
    max_examples=settings().max_examples // 10,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data(), rounded=st.booleans(), explain=st.booleans())
def test_what_is_answered_is_in_the_schema(
    asked: int, data: st.DataObject, *, rounded: bool, explain: bool
) -> None:
    command, drawn = ASKED[asked]
    try:
        report = command(Question(rounded=rounded), **data.draw(drawn))
        report.answer(report.headline)  # as the command line does: such a report is not an answer
    except TradecalcError as error:
        assert str(error)
        return
    document = json.loads(FORMATS["json"](report, Style(explain=explain)))
    VALIDATORS[report.command].validate(document)
