"""The projection against the path: identities, and ranges that hold every value of the box."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradecalc.core.growth import compound
from tradecalc.core.ranges import Estimate
from tradecalc.core.reference import FLOWS, TOTALS_ONLY, endings
from tradecalc.core.track import chance_of_reaching
from tradecalc.questions.question import Result, ask
from tradecalc.questions.track import TRACK

METHODS = st.sampled_from(TOTALS_ONLY)
MONTHS = st.integers(1, 11)
units = st.floats(0, 1)
LEVELS = ("ytd", "base", "prior_year", "goal")

Figures = dict[str, Any]


@st.composite
def years(draw: st.DrawFn) -> Figures:
    """A year on a path, in exact figures of which every method has a full year."""
    ytd, growth = draw(st.floats(0.5, 50)), draw(st.floats(-0.5, 1.5))
    before = ytd / (1 + growth)
    base = before / draw(st.floats(0.05, 0.95))
    goal = base * math.exp(draw(st.floats(-2, 2)))
    assume(abs(math.log(goal / base)) > 1e-3)
    span = draw(st.integers(1, 12))
    elapsed = draw(st.integers(1, span))
    found = {"ytd": ytd, "months": draw(MONTHS), "growth": growth, "base": base, "goal": goal}
    found |= {"base_year": 2024, "years": span, "current_year": 2024 + elapsed}
    if elapsed > 1:
        found["prior_year"] = before / draw(st.floats(0.05, 0.95))
    return found


def rising(figures: Figures) -> bool:
    return bool(figures["goal"] >= figures["base"])


@given(figures=years(), method=METHODS)
def test_what_a_year_leaves_to_do_leads_to_the_goal(figures: Figures, method: str) -> None:
    left = figures["base_year"] + figures["years"] - figures["current_year"]
    result = ask(TRACK, {**figures, "method": method})
    if left:
        level, rate = result.full_year.value, result.required_from_now.value
        assert compound(base=level, rate=rate, years=left) == pytest.approx(figures["goal"])
    ahead = result.gap.value if rising(figures) else -result.gap.value
    ratio = result.pace_ratio.value
    if abs(ahead) < 1e-9 * result.milestone.value:
        assert ratio == pytest.approx(1, abs=1e-3)
    else:
        assert (ratio > 1) == (ahead > 0)


@given(figures=years())
def test_a_year_that_ends_on_the_path_has_the_pace_required(figures: Figures) -> None:
    ytd = ask(TRACK, figures).milestone.value * figures["months"] / 12
    del figures["growth"]
    result = ask(TRACK, {**figures, "ytd": ytd})
    assert result.pace_ratio.value == pytest.approx(1, rel=1e-6)
    assert result.verdict.value == "on-track"


@given(figures=years(), power=st.integers(-30, 30))
def test_a_scale_change_leaves_pace_verdict_and_chance_alone(figures: Figures, power: int) -> None:
    scaled = {n: math.ldexp(v, power) if n in LEVELS else v for n, v in figures.items()}
    one, other = ask(TRACK, figures), ask(TRACK, scaled)
    assert one.verdict == other.verdict
    for name in ("pace_ratio", "chance"):
        assert other[name].value == pytest.approx(one[name].value, rel=1e-9, abs=1e-12)


@given(
    kind=st.tuples(METHODS, st.sampled_from(FLOWS), MONTHS),
    ratios=st.lists(st.floats(-0.8, 0.8), min_size=2, max_size=8),
    ytd=st.floats(0.1, 1),
)
def test_a_higher_milestone_is_never_likelier_reached(
    kind: tuple[str, str, int], ratios: list[float], ytd: float
) -> None:
    points, levels = endings(*kind).points, [math.exp(ratio) for ratio in sorted(ratios)]
    for rises in (True, False):
        known: Any = {"points": points, "ytd": ytd, "rising": rises}
        chances = [chance_of_reaching(level=one, full_year=1.0, **known) for one in levels]
        assert chances == sorted(chances, reverse=rises)
        assert all(0 <= chance <= 1 for chance in chances)


# The home case, wide; in the second last year's months may exceed last year, in the third too.
BOXES: list[dict[str, tuple[float, float]]] = [
    {"ytd": (3.0, 4.0), "growth": (0.01, 0.5), "base": (4.1, 8.0), "goal": (9.0, 20.0)},
    {"ytd": (3.0, 4.0), "growth": (0.01, 0.5), "base": (3.2, 8.0), "goal": (9.0, 20.0)},
    {"ytd": (3.0, 4.0), "prior_ytd": (2.0, 4.0), "base": (3.5, 8.0), "goal": (0.5, 3.0)},
]


def cells(result: Result) -> list[tuple[str, Any]]:
    answers = [(n, a) for n, a in result.answers.items() if not isinstance(a, list)]
    return answers + [(n, cell) for row in result.answers["methods"] for n, cell in row.items()]


@given(data=st.data(), box=st.sampled_from(BOXES), elapsed=st.integers(1, 5))
def test_a_range_holds_every_value_of_the_box(
    data: st.DataObject, box: dict[str, tuple[float, float]], elapsed: int
) -> None:
    """Whatever can be: a part of last year is not above it."""
    frame: Figures = {"months": 9, "base_year": 2024, "years": 6, "current_year": 2024 + elapsed}
    if elapsed > 1:
        box = {**box, "prior_year": box["base"]}
    last, ends = "prior_year" if elapsed > 1 else "base", {}
    for name, (least, most) in box.items():
        low, high = sorted(least + (most - least) * data.draw(units) for _ in range(2))
        ends[name] = (low, high)

    def part(figures: dict[str, float]) -> float:
        return figures.get("prior_ytd", figures["ytd"] / (1 + figures.get("growth", 0.0)))

    point = {name: (low + high) / 2 for name, (low, high) in ends.items()}
    assume(part(point) <= point[last] * (1 - 1e-6))
    written = {n: f"{low!r}..{high!r}" if low < high else low for n, (low, high) in ends.items()}
    found = cells(ask(TRACK, {**frame, **written}, fractions=True))
    method = next(answer for name, answer in found if name == "method")
    for _ in range(6):
        inside = {n: low + (high - low) * data.draw(units) for n, (low, high) in ends.items()}
        if part(inside) > inside[last]:
            continue
        at = cells(ask(TRACK, {**frame, **inside, "method": method}))
        for (name, cell), (_, there) in zip(found, at, strict=True):
            is_ranged = isinstance(cell, Estimate) and not name.startswith("likely")
            number = there.value if isinstance(there, Estimate) else None
            if is_ranged and isinstance(number, (int, float)):
                slack = 1e-8 * max(1, abs(number))
                assert cell.low - slack <= number <= cell.high + slack, name
