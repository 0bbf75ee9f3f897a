"""A total to date is of a trade flow, and so is not below zero, for whichever method."""

from __future__ import annotations

from typing import Any

import pytest

from tradecalc.core import projection
from tradecalc.errors import DomainError

LAST: dict[str, float] = {"prior_year": 4.0, "prior_ytd": 3.0}


@pytest.mark.parametrize(
    ("formula", "known"),
    [
        (projection.straight_line, {"months": 9.0}),
        (projection.flat_remainder, LAST),
        (projection.same_growth, LAST),
        (projection.blend, {**LAST, "months": 9.0}),
        (projection.with_rest_growth, {**LAST, "rest_growth": 0.0}),
        (projection.prior_ytd, {"growth": 0.1}),
    ],
)
def test_no_method_takes_a_total_to_date_below_zero(formula: Any, known: dict[str, float]) -> None:
    assert formula(ytd=0.0, **known) >= 0
    with pytest.raises(DomainError, match=r"must be zero or more, not -0.1$"):
        formula(ytd=-0.1, **known)
