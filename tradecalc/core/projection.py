"""A full year from its total to date, with last year's totals where they are known.

Every projection is a claim about one number: the growth of the remaining months on last year's
(`rest_growth`). *ytd* is the total of the first *months*; *prior_year* and *prior_ytd* are last
year's total and that of its same months. All raise DomainError unless ytd >= 0 and
prior_year >= prior_ytd >= 0.
"""

import math

from tradecalc.core.ranges import finite, require
from tradecalc.errors import DomainError


def straight_line(*, ytd: float, months: float) -> float:
    """Full year if the remaining months are like those so far.

        full_year = ytd * 12 / months

    Raises DomainError unless *months* is from 1 to 12. Source: arithmetic.

    >>> round(straight_line(ytd=3.4, months=9), 6)
    4.533333
    """
    _refuse_negative(ytd)
    require(1 <= months <= 12, "the months must be from 1 to 12, not {x:.12g}", months)
    return finite(ytd * (12 / months))


def flat_remainder(*, ytd: float, prior_year: float, prior_ytd: float) -> float:
    """Full year if the remaining months repeat last year's.

        full_year = ytd + prior_year - prior_ytd

    Source: arithmetic; the growth of the rest is zero.

    >>> round(flat_remainder(ytd=3.4, prior_year=4, prior_ytd=2.88), 6)
    4.52
    """
    _refuse_negative(ytd)
    return finite(ytd + _remainder(prior_year, prior_ytd))


def same_growth(*, ytd: float, prior_year: float, prior_ytd: float) -> float:
    """Full year if the remaining months grow like those so far: the prior-year share.

        full_year = prior_year * ytd / prior_ytd

    Raises DomainError unless *prior_ytd* is above zero.
    Source: identity; last year's total grows like the year to date (one-year chain ladder).

    >>> round(same_growth(ytd=3.4, prior_year=4, prior_ytd=2.88), 6)
    4.722222
    """
    _refuse_negative(ytd)
    require(prior_ytd > 0, "last year's same months must be above zero, not {x:.12g}", prior_ytd)
    _remainder(prior_year, prior_ytd)
    return finite(prior_year * (ytd / prior_ytd))


def blend(*, ytd: float, months: float, prior_year: float, prior_ytd: float) -> float:
    """Full year as the geometric mean of straight line, flat remainder and same growth.

        full_year = (straight_line * flat_remainder * same_growth) ** (1/3)

    Raises DomainError where one of the three has no value.
    Source: the least error, or nearly, for most partners and months of trade (core/reference.csv).

    >>> round(blend(ytd=3.4, months=9, prior_year=4, prior_ytd=3.4 / 1.18), 6)
    4.589752
    """
    flat = flat_remainder(ytd=ytd, prior_year=prior_year, prior_ytd=prior_ytd)
    line = straight_line(ytd=ytd, months=months)
    same = same_growth(ytd=ytd, prior_year=prior_year, prior_ytd=prior_ytd)
    return finite(math.cbrt(line) * math.cbrt(flat) * math.cbrt(same))


def with_rest_growth(
    *, ytd: float, prior_year: float, prior_ytd: float, rest_growth: float
) -> float:
    """Full year if the remaining months grow by *rest_growth* on last year's.

        full_year = ytd + (prior_year - prior_ytd) * (1 + rest_growth)

    Raises DomainError unless *rest_growth* is -1 or more. Source: the inverse of `rest_growth`.

    >>> round(with_rest_growth(ytd=3.4, prior_year=4, prior_ytd=2.88, rest_growth=0.1), 6)
    4.632
    """
    _refuse_negative(ytd)
    rule = "rest growth must be -100 % or more, not {x:.12g} %"
    require(rest_growth >= -1, rule, rest_growth * 100)
    return finite(ytd + _remainder(prior_year, prior_ytd) * (1 + rest_growth))


def rest_growth(*, full_year: float, ytd: float, prior_year: float, prior_ytd: float) -> float:
    """Growth of the remaining months on last year's, as a full year implies it.

        rest_growth = (full_year - ytd) / (prior_year - prior_ytd) - 1

    Raises DomainError unless last year's remaining months are above zero. Source: arithmetic.

    >>> round(rest_growth(full_year=4.5333, ytd=3.4, prior_year=4, prior_ytd=2.88), 4)
    0.0119
    """
    rest = _remainder(prior_year, prior_ytd)
    require(rest > 0, "last year's remaining months must be above zero, not {x:.12g}", rest)
    return finite(((full_year - ytd) - rest) / rest)


def prior_ytd(*, ytd: float, growth: float) -> float:
    """Total of last year's same months, ytd / (1 + growth).

    Raises DomainError unless *growth* is above -1.

    >>> round(prior_ytd(ytd=3.4, growth=0.18), 6)
    2.881356
    """
    _refuse_negative(ytd)
    require(growth > -1, "a growth must be above -100 %, not {x:.12g} %", growth * 100)
    return finite(ytd / (1 + finite(growth)))


def per_month(*, full_year: float, ytd: float, months: float) -> float:
    """Average of the remaining months, (full_year - ytd) / (12 - months).

    Raises DomainError unless *months* is from 1 to 11.

    >>> round(per_month(full_year=5, ytd=3.4, months=9), 6)
    0.533333
    """
    require(1 <= months < 12, "the months must be from 1 to 11, not {x:.12g}", months)
    return finite((full_year - ytd) / (12 - months))


def _refuse_negative(ytd: float) -> None:
    require(ytd >= 0, "the total to date must be zero or more, not {x:.12g}", ytd)


def _remainder(prior_year: float, prior_ytd: float) -> float:
    require(prior_ytd >= 0, "last year's same months must be zero or more, not {x:.12g}", prior_ytd)
    if not prior_year >= prior_ytd:
        both = f"{prior_ytd:.6g}, are above its total, {prior_year:.6g}"
        raise DomainError(f"last year's same months, {both}", remedy="check both")
    return prior_year - prior_ytd
