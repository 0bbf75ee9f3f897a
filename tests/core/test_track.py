"""Pace ratio, verdict and chance: the bounds, the points, and what lies beyond them."""

from __future__ import annotations

import math
from functools import partial
from statistics import NormalDist

import pytest

from tradecalc.core.growth import growth_rate
from tradecalc.core.reference import POINTS, endings
from tradecalc.core.track import (
    LEAST,
    MOST,
    NORMAL_SCORES,
    chance_of_reaching,
    pace_ratio,
    unknown_ends,
    verdict,
)
from tradecalc.errors import DomainError

SPREAD = tuple(0.1 * score for score in NORMAL_SCORES)  # a normal curve of a tenth


def test_the_bounds_of_open_sdg() -> None:
    ratios = {
        "on-track": (2.95, 0.95),
        "acceleration-needed": (0.949999, 0.60),
        "limited-progress": (0.599999, 0.0, -0.0),
        "deterioration": (-0.000001, -math.inf),
    }
    assert {word: {verdict(ratio) for ratio in of} for word, of in ratios.items()} == {
        word: {word} for word in ratios
    }


def test_what_has_no_verdict() -> None:
    with pytest.raises(DomainError, match="must be a number, not nan"):
        verdict(math.nan)
    for required in (1e-15, -1e-15, math.nan):
        with pytest.raises(DomainError, match="too little growth to judge a pace"):
            verdict(-5.0, required=required)
    for formula in (partial(verdict, 0.5), partial(pace_ratio, pace=0.1)):
        with pytest.raises(DomainError, match="the goal requires no growth"):
            formula(required=0.0)


def test_rounding_of_floats_does_not_take_a_ratio_below_its_bound() -> None:
    ratio = pace_ratio(pace=growth_rate(previous=4, current=4.76), required=0.2)
    assert ratio < 0.95
    assert verdict(ratio) == "on-track"


@pytest.mark.parametrize(
    ("base", "level", "goal"),
    [
        (6507.76, 6508.00729488, 6508.0203104),  # 0.95 of the way in full digits, at 0.004 %
        (1000.0, 1000.0095, 1000.01),
        (1.0, 1.00000095, 1.000001),
        (1000.0, 999.9905, 999.99),
    ],
)
def test_a_small_required_growth_lets_rounding_of_floats_blur_the_ratio(
    base: float, level: float, goal: float
) -> None:
    pace, required = (growth_rate(previous=base, current=now) for now in (level, goal))
    ratio = pace_ratio(pace=pace, required=required)
    assert ratio == pytest.approx(0.95, abs=1e-8)
    assert verdict(ratio, required=required) == "on-track"
    just_below = ratio - 1e-6
    assert verdict(just_below, required=required) == "acceleration-needed"


@pytest.mark.parametrize("months", range(1, 12))
def test_at_a_known_point_the_chance_is_that_point(months: int) -> None:
    points = endings("blend", "over-1bn", months).points
    for share, point in zip(POINTS[1:-1], points[1:-1], strict=True):
        level = 4.5 * math.exp(point)
        above = chance_of_reaching(level=level, full_year=4.5, points=points, rising=True)
        below = chance_of_reaching(level=level, full_year=4.5, points=points, rising=False)
        assert below == pytest.approx(share / 100, abs=1e-9)
        assert above == pytest.approx(1 - share / 100, abs=1e-9)


@pytest.mark.parametrize("at", [-0.15, -0.1, -0.03, 0.0, 0.02, 0.07, 0.16])
def test_of_a_normal_curve_the_chance_is_exact(at: float) -> None:
    level = 4 * math.exp(at)
    found = chance_of_reaching(level=level, full_year=4, points=SPREAD, rising=False)
    assert found == pytest.approx(NormalDist(0, 0.1).cdf(at), rel=1e-12)


def test_beyond_the_points_a_chance_is_a_bound() -> None:
    for rising, above, below in ((True, LEAST, MOST), (False, MOST, LEAST)):
        assert chance_of_reaching(level=9, full_year=4, points=SPREAD, rising=rising) == above
        assert chance_of_reaching(level=1, full_year=4, points=SPREAD, rising=rising) == below


def test_what_the_months_so_far_decide_is_certain() -> None:
    for rising, sure in ((True, 1.0), (False, 0.0)):
        found = chance_of_reaching(level=3, full_year=4, points=SPREAD, ytd=3.4, rising=rising)
        assert found == sure
    at = chance_of_reaching(level=3.4, full_year=3.4, points=SPREAD, ytd=3.4, rising=False)
    assert at == pytest.approx(0.5)  # a level that is just held is not yet lost


def test_an_unknown_end_reaches_to_certainty() -> None:
    for known in ((0.4, 0.4), (1.0, 1.0), (0.0, 0.0)):
        assert unknown_ends(*known) == known
    assert unknown_ends(0.05, 0.05) == (0.0, 0.05)
    assert unknown_ends(0.95, 0.95) == (0.95, 1.0)
    assert unknown_ends(0.05, 0.95) == (0.0, 1.0)
