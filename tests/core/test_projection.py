"""A total to date is of a trade flow, and so is not below zero, for whichever method."""

from __future__ import annotations

import pytest

from tradecalc import DomainError
from tradecalc.core import projection
from tradecalc.core.year import WITH_LAST_YEAR


def test_no_method_takes_a_total_to_date_below_zero() -> None:
    last = {"prior_year": 4.0, "prior_ytd": 3.0}
    more: dict[str, dict[str, float]] = {"blend": {"months": 9}, "rest_growth": {"rest_growth": 0}}
    for name, formula in WITH_LAST_YEAR.items():
        assert formula(ytd=0.0, **last, **more.get(name, {})) >= 0
        with pytest.raises(DomainError, match="is below zero: a trade flow is not"):
            formula(ytd=-0.1, **last, **more.get(name, {}))
    with pytest.raises(DomainError, match="is below zero: a trade flow is not"):
        projection.straight_line(ytd=-0.1, months=9)
    with pytest.raises(DomainError, match="is below zero: a trade flow is not"):
        projection.prior_ytd(ytd=-0.1, growth=0.1)
