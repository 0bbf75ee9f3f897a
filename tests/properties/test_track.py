"""The projection against the path: identities, and ranges that hold every value of the box."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradecalc import DomainError, Estimate, Range, compound, evaluate, verdict
from tradecalc.core import ranges
from tradecalc.core.reference import FLOWS, TOTALS_ONLY, endings
from tradecalc.core.target import Path
from tradecalc.core.track import Track, chance_of_reaching
from tradecalc.core.year import Year

if TYPE_CHECKING:
    from collections.abc import Mapping

METHODS = st.sampled_from(TOTALS_ONLY)
MONTHS = st.integers(1, 11)
POINTS = endings("blend", "over-1bn", 9).points
units = st.floats(0, 1)


def tracked(
    figures: Mapping[str, Estimate], *, months: int = 9, elapsed: int = 1, years: int = 6
) -> Track:
    """A year on a path of *years*, in which `base` is last year's total only in the first."""
    ends = {name: figures[name] for name in ("base", "goal")}
    path = Path(ends, 2024, years, ranges.given("base"), ranges.given("goal"), ranges.given("goal"))
    prior = "base" if elapsed == 1 else "prior_year"
    known = {n: figures[n] for n in ("ytd", "growth", prior)}
    return Track(path, Year(months, known, prior), 2024 + elapsed)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """A track of exact figures whose every method has a full year."""
    ytd, growth = draw(st.floats(0.5, 50)), draw(st.floats(-0.5, 1.5))
    before = ytd / (1 + growth)
    values = {
        "ytd": ytd,
        "growth": growth,
        "base": before / draw(st.floats(0.05, 0.95)),
        "prior_year": before / draw(st.floats(0.05, 0.95)),
    }
    values["goal"] = values["base"] * math.exp(draw(st.floats(-2, 2)))
    years = draw(st.integers(1, 12))
    elapsed = draw(st.integers(1, years))
    assume(abs(math.log(values["goal"] / values["base"])) > 1e-3)
    figures = {name: Estimate(value) for name, value in values.items()}
    return tracked(figures, months=draw(MONTHS), elapsed=elapsed, years=years)


def at_point(track: Track) -> dict[str, float]:
    return {name: figure.value for name, figure in track.figures.items()}


@given(track=tracks(), method=METHODS)
def test_compounding_at_the_required_rate_from_the_full_year_returns_the_goal(
    track: Track, method: str
) -> None:
    assume(track.left > 0)
    f = at_point(track)
    level, rate = track.year.full_year(method)(**f), track.required_from_now(method)(**f)
    assert compound(base=level, rate=rate, years=track.left) == pytest.approx(f["goal"])


@given(track=tracks(), method=METHODS)
def test_the_pace_is_that_required_just_where_the_year_ends_on_the_path(
    track: Track, method: str
) -> None:
    f = at_point(track)
    ratio, gap = track.pace_ratio(method)(**f), track.gap(method)(**f)
    ahead = gap if track.rising else -gap
    near = abs(gap) < 1e-9 * track.milestone(**f)
    assert near or (ratio > 1) == (ahead > 0)
    if near:
        assert ratio == pytest.approx(1, abs=1e-3)


@given(track=tracks())
def test_a_year_that_ends_on_the_path_has_the_pace_required(track: Track) -> None:
    f = at_point(track)
    months = track.year.months
    ytd = track.milestone(**f) * months / 12
    ratio = track.pace_ratio("straight_line")(**{**f, "ytd": ytd})
    assert ratio == pytest.approx(1, rel=1e-6)
    assert verdict(ratio) == "on-track"


@given(track=tracks(), method=METHODS, power=st.integers(-30, 30))
def test_a_scale_change_leaves_pace_verdict_and_chance_alone(
    track: Track, method: str, power: int
) -> None:
    f = at_point(track)
    scaled = {n: v if n == "growth" else math.ldexp(v, power) for n, v in f.items()}
    for formula in (track.pace_ratio(method), track.chance(method, POINTS)):
        assert formula(**scaled) == pytest.approx(formula(**f), rel=1e-9, abs=1e-12)


@given(track=tracks(), method=METHODS)
def test_the_first_year_at_the_goal_is_the_first(track: Track, method: str) -> None:
    f = at_point(track)
    level, pace = track.year.full_year(method)(**f), track.pace(method)(**f)
    try:
        first = int(track.estimate_first_year(method).value)
    except DomainError:
        is_beyond = level >= f["goal"] if track.rising else level <= f["goal"]
        towards = (pace > 0) == track.rising
        # Never, or later than calendars go.
        assert not is_beyond
        assert not towards or abs(pace) < 1e-3
        return
    sign = 1 if track.rising else -1
    there = compound(base=level, rate=pace, years=first - track.current_year)
    assert sign * (there / f["goal"] - 1) > -1e-9
    if first > track.current_year:
        before = compound(base=level, rate=pace, years=first - track.current_year - 1)
        assert sign * (before / f["goal"] - 1) < 1e-9


@given(
    kind=st.tuples(METHODS, st.sampled_from(FLOWS), MONTHS),
    full_year=st.floats(0.1, 100),
    ratios=st.lists(st.floats(-0.8, 0.8), min_size=2, max_size=8),
    share=st.floats(0.1, 1),
    rising=st.booleans(),
)
def test_a_higher_milestone_is_never_likelier_reached(
    *,
    kind: tuple[str, str, int],
    full_year: float,
    ratios: list[float],
    share: float,
    rising: bool,
) -> None:
    found = endings(*kind).points
    chances = [
        chance_of_reaching(
            level=full_year * math.exp(ratio),
            full_year=full_year,
            points=found,
            ytd=share * full_year,
            rising=rising,
        )
        for ratio in sorted(ratios)
    ]
    assert chances == sorted(chances, reverse=rising)
    assert all(0 <= chance <= 1 for chance in chances)


BOX = {  # the home case, wide: last year's remainder stays above zero everywhere in it
    "ytd": (3.0, 4.0),
    "growth": (0.01, 0.5),
    "base": (4.1, 8.0),
    "goal": (9.0, 20.0),
    "prior_year": (4.1, 8.0),
}
FALLING = {**BOX, "goal": (0.5, 3.5)}


@given(
    data=st.data(),
    method=METHODS,
    box=st.sampled_from([BOX, FALLING]),
    elapsed=st.integers(1, 5),
)
def test_a_range_holds_every_value_of_the_box(
    data: st.DataObject, method: str, box: dict[str, tuple[float, float]], elapsed: int
) -> None:
    figures = {}
    for name, (least, most) in box.items():
        ends = sorted(least + (most - least) * data.draw(units) for _ in range(2))
        figures[name] = Estimate(ends[0], Range(*ends))
    track = tracked(figures, elapsed=elapsed)
    formulas = {
        "milestone": track.milestone,
        "gap": track.gap(method),
        "pace_ratio": track.pace_ratio(method),
        "required_from_now": track.required_from_now(method),
        "chance": track.chance(method, POINTS),
        "first_year": track.first_year(method),
    }
    found = {name: evaluate(formulas[name], **track.figures) for name in list(formulas)[:-1]}
    try:
        found["first_year"] = track.estimate_first_year(method)
    except DomainError:
        del formulas["first_year"]
    for _ in range(6):
        inside = {
            name: figure.range.low + (figure.range.high - figure.range.low) * data.draw(units)
            for name, figure in track.figures.items()
            if figure.range
        }
        inside = {n: min(v, figures[n].range.high) for n, v in inside.items()}  # type: ignore[union-attr]
        for name, formula in formulas.items():
            value, ends_of = formula(**inside), found[name].range
            if ends_of is None:
                assert value == pytest.approx(found[name].value, rel=1e-9, abs=1e-12)
            else:
                assert ends_of.low <= value <= ends_of.high, name
