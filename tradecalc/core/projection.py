"""A full year from its total to date, with last year's totals where they are known.

Every projection is a claim about one number: the growth of the remaining months on the same
months of the year before (`rest_growth`). Months run from 1 to 12, and levels are not negative.
"""

import math

from tradecalc.core.ranges import finite
from tradecalc.errors import DomainError


def straight_line(*, ytd: float, months: float) -> float:
    """Full year if the remaining months are like those so far.

        full_year = ytd * 12 / months

    *ytd* is the total of the first *months* months. Under steady growth it falls short: by
    2.1 % at 9 months and 18 % a year, by 4.1 % at 6.

    Raises DomainError where *months* is not from 1 to 12 or *ytd* is below zero.
    Source: arithmetic. It is not the annualised growth rate of the OECD's glossary (6681), which
    compounds.

    >>> round(straight_line(ytd=3.4, months=9), 6)
    4.533333
    >>> straight_line(ytd=4.6, months=12)
    4.6
    """
    _refuse_negative(ytd)
    if not 1 <= months <= 12:
        raise DomainError(
            "{months:.12g} months have passed",
            months=months,
            remedy="a year in progress has 1 to 12",
        )
    return finite(ytd * (12 / months))


def flat_remainder(*, ytd: float, prior_year: float, prior_ytd: float) -> float:
    """Full year if the remaining months repeat last year's.

        full_year = ytd + prior_year - prior_ytd

    *prior_year* is last year's total and *prior_ytd* its first months, as many as *ytd* has.

    Raises DomainError where *ytd* is below zero or last year's remainder is.
    Source: arithmetic; the growth of the rest is zero.

    >>> round(flat_remainder(ytd=3.4, prior_year=4, prior_ytd=2.88), 6)
    4.52
    """
    _refuse_negative(ytd)
    return finite(ytd + _remainder(prior_year, prior_ytd))


def same_growth(*, ytd: float, prior_year: float, prior_ytd: float) -> float:
    """Full year if the remaining months grow as those so far: the prior-year share.

        full_year = prior_year * ytd / prior_ytd

    The same number as last year's total times one plus the year-to-date growth, and as a
    one-year chain ladder. *prior_ytd* is above zero.

    Raises DomainError where *prior_ytd* is not above zero, *ytd* is below zero or last
    year's remainder is.
    Source: identity.

    >>> round(same_growth(ytd=3.4, prior_year=4, prior_ytd=2.88), 6)
    4.722222
    """
    _refuse_negative(ytd)
    if not prior_ytd > 0:
        raise DomainError(
            "the same months of last year came to {prior_ytd:.12g}",
            prior_ytd=prior_ytd,
            remedy="growth needs them above zero",
        )
    _remainder(prior_year, prior_ytd)
    return finite(prior_year * (ytd / prior_ytd))


def blend(*, ytd: float, months: float, prior_year: float, prior_ytd: float) -> float:
    """Full year as the geometric mean of straight line, flat remainder and same growth.

        full_year = (straight_line * flat_remainder * same_growth) ** (1/3)

    Raises DomainError where one of the three has no value.
    Source: measured on real trade flows, where it errs least of the four, or hardly more, for
    most partners and months (core/reference.csv); a nation's whole trade is nearer to same growth.

    >>> round(blend(ytd=3.4, months=9, prior_year=4, prior_ytd=3.4 / 1.18), 6)
    4.589752
    """
    flat = flat_remainder(ytd=ytd, prior_year=prior_year, prior_ytd=prior_ytd)
    return finite(
        math.cbrt(straight_line(ytd=ytd, months=months))
        * math.cbrt(flat)
        * math.cbrt(same_growth(ytd=ytd, prior_year=prior_year, prior_ytd=prior_ytd))
    )


def with_rest_growth(
    *, ytd: float, prior_year: float, prior_ytd: float, rest_growth: float
) -> float:
    """Full year if the remaining months grow by *rest_growth* on last year's.

        full_year = ytd + (prior_year - prior_ytd) * (1 + rest_growth)

    *rest_growth* is a fraction, at least -1.

    Raises DomainError where *rest_growth* is below -1, *ytd* or last year's remainder below
    zero.
    Source: arithmetic; the inverse of `rest_growth`.

    >>> round(with_rest_growth(ytd=3.4, prior_year=4, prior_ytd=2.88, rest_growth=0.1), 6)
    4.632
    """
    _refuse_negative(ytd)
    if not rest_growth >= -1:
        raise DomainError(
            "the rest of the year cannot grow by {percent:.12g} %",
            percent=rest_growth * 100,
            remedy="-100 % is the least",
        )
    return finite(ytd + _remainder(prior_year, prior_ytd) * (1 + rest_growth))


def rest_growth(*, full_year: float, ytd: float, prior_year: float, prior_ytd: float) -> float:
    """Growth of the remaining months on last year's that a full year implies: h for short.

        h = (full_year - ytd) / (prior_year - prior_ytd) - 1

    Last year's remaining months came to more than zero.

    Raises DomainError where last year's remaining months did not come to more than zero.
    Source: arithmetic.

    >>> round(rest_growth(full_year=4.5333, ytd=3.4, prior_year=4, prior_ytd=2.88), 4)
    0.0119
    """
    rest = _remainder(prior_year, prior_ytd)
    if not rest > 0:
        raise DomainError(
            "last year's other months came to {rest:.12g}",
            rest=rest,
            remedy="growth needs more than 0",
        )
    return finite(((full_year - ytd) - rest) / rest)


def prior_ytd(*, ytd: float, growth: float) -> float:
    """Total of last year's same months, from this year's and the year-to-date growth.

        prior_ytd = ytd / (1 + growth)

    *growth* is a fraction above -1.

    Raises DomainError where *growth* is not above -1 or *ytd* is below zero.
    Source: arithmetic; the inverse of year-to-date growth.

    >>> round(prior_ytd(ytd=3.4, growth=0.18), 6)
    2.881356
    """
    _refuse_negative(ytd)
    if not growth > -1:
        raise DomainError(
            "a growth of {percent:.12g} % leaves nothing",
            percent=growth * 100,
            remedy="it must be above -100 %",
        )
    return finite(ytd / (1 + finite(growth)))


def per_month(*, full_year: float, ytd: float, months: float) -> float:
    """What each remaining month brings on average when the year ends at *full_year*.

        level a month = (full_year - ytd) / (12 - months)

    *months* is from 1 to 11.

    Raises DomainError where no month remains.
    Source: arithmetic.

    >>> round(per_month(full_year=5, ytd=3.4, months=9), 6)
    0.533333
    """
    if not 1 <= months < 12:
        raise DomainError(
            "after {months:.12g} months no month remains to bring anything", months=months
        )
    return finite((full_year - ytd) / (12 - months))


def _refuse_negative(ytd: float) -> None:
    if not ytd >= 0:
        raise DomainError(
            "a total to date of {ytd:.12g} is below zero", ytd=ytd, remedy="a trade flow is not"
        )


def _remainder(prior_year: float, prior_ytd: float) -> float:
    """Last year's remaining months, which no range of rounded figures may turn below zero."""
    if not prior_ytd >= 0:
        raise DomainError(
            "last year's same months, {prior_ytd:.12g}, are below zero", prior_ytd=prior_ytd
        )
    if not prior_year >= prior_ytd:
        raise DomainError(
            "last year's same months, {prior_ytd:.6g}, are more than all of last year, {prior_year:.6g}",
            prior_ytd=prior_ytd,
            prior_year=prior_year,
            remedy="write both with more digits, or check them",
        )
    return prior_year - prior_ytd
