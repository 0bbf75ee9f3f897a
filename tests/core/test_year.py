"""A year in progress: what a method claims of its rest is what the method is."""

from __future__ import annotations

from tradecalc import Estimate, Range
from tradecalc.core.ranges import evaluate
from tradecalc.core.year import Year


def test_a_flat_remainder_grows_by_nothing_whatever_is_rounded() -> None:
    figures = {
        "ytd": Estimate(3.4, Range(3.35, 3.45)),
        "prior_year": Estimate(4.3, Range(4.25, 4.35)),
        "growth": Estimate(0.13, Range(0.125, 0.135)),
    }
    assert evaluate(Year(9, figures).rest_growth("flat_remainder"), **figures) == Estimate(0.0)
