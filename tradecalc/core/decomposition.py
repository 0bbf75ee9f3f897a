"""What a total is made of: the missing flow, shares, contributions to growth, balance, coverage.

Levels are in one unit and not below zero; rates, shares and contributions are fractions, and a
contribution is read in percentage points.
"""

import math
from collections.abc import Mapping

from tradecalc.core.growth import change
from tradecalc.core.projection import prior_ytd
from tradecalc.core.ranges import Estimate, Formula, finite
from tradecalc.errors import DomainError


def untraced(value: float, *figures: float) -> float:
    """Return a sum or difference of *figures* without the traces of their binary digits.

    0.7999999999999998 becomes 0.8: the result is rounded to as many decimals as move it by no
    more than eight units in the last place of the largest figure.

    >>> untraced(3.0 - 2.2, 3.0, 2.2), untraced(0.1 + 0.2 - 0.3, 0.1, 0.2, 0.3)
    (0.8, 0.0)
    """
    unit = math.ulp(max(map(abs, figures), default=0.0))
    if unit >= 1:
        return finite(value)  # whole numbers as large as these have no digits to spare
    if abs(value) <= 8 * unit:
        return 0.0
    return round(finite(value), math.ceil(-math.log10(16 * unit)))


def untraced_change(*, previous: float, current: float) -> float:
    """Change of a level, without the traces of binary digits (`untraced`).

        change = current - previous

    Raises DomainError where it is too large to be held.
    Source: arithmetic.

    >>> untraced_change(previous=2.2, current=3.0)
    0.8
    """
    return untraced(current - previous, previous, current)


def change_by_growth(*, level: float, growth: float) -> float:
    """Change that took a level to what it is, from its growth.

        change = level * growth / (1 + growth)

    *growth* is a fraction above -1. However small it is, no digits of the change are lost, as
    they would be in a difference of two levels.

    Raises DomainError where it is not, or *level* is below zero.
    Source: arithmetic.

    >>> round(change_by_growth(level=2.2, growth=0.1), 12)
    0.2
    """
    return finite(prior_ytd(ytd=level, growth=growth) * growth)


def contribution(*, change: float, previous_total: float) -> float:
    """Contribution of a part to the growth of its total, which those of all parts add up to.

        contribution = change / previous_total

    *change* is the part's, from one period to the next, and *previous_total* the total of the
    first, above zero. A fraction: 0.183 is 18.3 percentage points.

    Raises DomainError where *previous_total* is not above zero.
    Source: INSEE, definitions, c1207.

    >>> round(contribution(change=2.2 - 1.736, previous_total=2.532), 4)
    0.1833
    >>> contribution(change=0, previous_total=3)
    0.0
    """
    if not previous_total > 0:
        raise DomainError(
            f"nothing contributes to growth from {previous_total:.12g}: the total a year before"
            " must be above zero"
        )
    return finite(change / previous_total)


def share_of_change(*, change: float, total_change: float) -> float:
    """Share of a total's increase, or decrease, that a part of it makes up.

        share = change / total_change

    Below zero for a part that went the other way.

    Raises DomainError where the total does not change.
    Source: arithmetic.

    >>> round(share_of_change(change=0.46, total_change=0.47), 4)
    0.9787
    """
    if total_change == 0:
        raise DomainError("the total does not change, so nothing has a share of its change")
    return finite(change / total_change)


def trade_balance(*, exports: float, imports: float) -> float:
    """Trade balance: a surplus above zero, a deficit below it.

        balance = exports - imports

    Its change can be given, its growth cannot: that is meaningless across zero.

    Raises DomainError where it is too large to be held.
    Source: INSEE, definitions, c1793.

    >>> trade_balance(exports=2.2, imports=0.8)
    1.4
    """
    return untraced_change(previous=imports, current=exports)


def coverage_ratio(*, exports: float, imports: float) -> float:
    """Coverage ratio: how far exports pay for imports.

        coverage_ratio = exports / imports

    *imports* are above zero. A fraction: 2.75 is 275 %.

    Raises DomainError where *imports* are not above zero or *exports* are below it.
    Source: INSEE, definitions, c1793.

    >>> round(coverage_ratio(exports=2.2, imports=0.8), 6)
    2.75
    >>> coverage_ratio(exports=0, imports=0.8)
    0.0
    """
    if not (imports > 0 and exports >= 0):
        raise DomainError(
            f"exports of {exports:.12g} cover imports of {imports:.12g} by no ratio: it needs"
            " imports above zero and exports of zero or more"
        )
    return finite(exports / imports)


def difference_of(figures: Mapping[str, Estimate], current: Formula, previous: Formula) -> Formula:
    """Formula of *current* minus *previous*, untraced where all *figures* are as written.

    So the value shown is what the written digits come to. The ends of a range are not rounded to
    decimals, which could take them inside it.

    >>> figures = {"total": Estimate(3.0), "part": Estimate(2.2)}
    >>> left = difference_of(figures, lambda total, part: total, lambda total, part: part)
    >>> left(total=3.0, part=2.2), left(total=3.1, part=2.2)
    (0.8, 0.8999999999999999)
    """
    written = [(name, figure.value) for name, figure in figures.items()]

    def formula(**f: float) -> float:
        subtract = untraced_change
        for name, value in written:
            if f[name] != value:
                subtract = change
                break
        return subtract(previous=previous(**f), current=current(**f))

    return formula
