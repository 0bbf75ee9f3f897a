"""An exact linear programme over unknowns that are not below zero.

    maximise c x  subject to  A x + b >= 0, x >= 0

Nothing is rounded: the tableau is kept in whole numbers, several times faster than fractions. It
is sparse, and stays where the last answer left it: the next one is near.
Source: the simplex method with the least-index rule of Bland (1977).
"""

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm

Form = Mapping[int, Fraction | int]  # a linear form: a coefficient for each unknown, and of ONE
Equation = dict[int, int]  # the same in whole numbers; it sums to zero

ONE = -1  # stands for the number one among the unknowns: its coefficient is the constant
GOAL = -2  # stands for the form that is maximised


class Programme:
    """The numbers, none below zero, that meet some inequalities over *unknowns* of them.

    A variable is an unknown or the slack of an inequality. The tableau holds an equation for each
    basic variable in terms of the others, which are zero where it stands:

        0 = constant + sum of coefficient * variable - d * basic, d > 0

    *clash* holds variables whose inequalities cannot all be met or, after `maximise`, that bound
    the form. Where nothing bounds it, *ray* is the variable that it grows with.
    """

    def __init__(self, unknowns: int) -> None:
        self._unknowns = self._variables = unknowns
        self._rows: dict[int, Equation] = {}
        self.clash: frozenset[int] = frozenset()
        self.ray: int | None = None

    def hold_at_least(self, form: Form) -> int:
        """Add the inequality *form* >= 0, and return the number of its slack."""
        slack = self._variables
        self._variables += 1
        self._rows[slack] = self._equation(form, slack)
        return slack

    def is_possible(self) -> bool:
        """Whether any numbers meet the inequalities; if so, the tableau stands at such a point."""
        while below := [basic for basic, row in self._rows.items() if row.get(ONE, 0) < 0]:
            leaving = min(below)
            row = self._rows[leaving]
            raising = [v for v, coefficient in row.items() if v >= 0 and coefficient > 0]
            if not raising:
                self.clash = frozenset(v for v in row if v >= 0)
                return False
            self._exchange(leaving, min(raising))
        return True

    def maximise(self, form: Form) -> Fraction | None:
        """Move from a possible point to where *form* is greatest, and return its value, or None."""
        self.ray = None
        self._rows[GOAL] = self._equation(form, GOAL)
        while rising := [v for v, c in self._rows[GOAL].items() if v >= 0 and c > 0]:
            entering = min(rising)
            leaving = self._first_at_zero(entering)
            if leaving is None:
                self.ray = entering
                del self._rows[GOAL]
                return None
            self._exchange(leaving, entering)
        goal = self._rows.pop(GOAL)
        self.clash = frozenset(v for v in goal if v >= 0)
        return Fraction(goal.get(ONE, 0), -goal[GOAL])

    def value(self, form: Form, along: int = ONE) -> Fraction:
        """Return *form* where the tableau stands, or its gain for each unit of the *ray*."""
        row = self._equation(form, GOAL)
        return Fraction(row.get(along, 0), -row[GOAL])

    def point(self) -> dict[int, Fraction]:
        """Return the unknowns where the tableau stands, or one step further along the *ray*."""
        point = {v: self.value({v: 1}) for v in (*range(self._unknowns), ONE)}
        if self.ray is None:
            return point
        return {v: at + self.value({v: 1}, self.ray) for v, at in point.items()}

    def greatest_ratio(self, top: Form, bottom: Form) -> Fraction | None:
        """Return the least upper bound of *top* / *bottom* where *bottom* is above zero, or None.

        Some point must have it above. Along a ray the ratio is approached, never reached.
        Source: Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967).
        """
        self.ray = None
        if self.value(bottom) == 0:
            self.maximise(bottom)
        while True:  # until top - ratio * bottom is nowhere above zero
            along = ONE if self.ray is None else self.ray
            above, below = self.value(top, along), self.value(bottom, along)
            if below == 0:
                return None
            ratio = above / below
            excess = combined((ratio.denominator, top), (-ratio.numerator, bottom))
            most = self.maximise(excess)
            if most is not None and most <= 0:
                return ratio

    def _equation(self, form: Form, basic: int) -> Equation:
        scale = lcm(*(c.denominator for c in form.values()))
        whole = {v: int(c * scale) for v, c in form.items() if c}
        row = {**whole, basic: -scale}
        for unknown in whole:
            if unknown in self._rows:
                row = _without(row, unknown, self._rows[unknown])
        return {v: coefficient for v, coefficient in row.items() if coefficient}

    def _first_at_zero(self, entering: int) -> int | None:
        """Return the basic variable that first falls to zero as *entering* grows, or None."""
        rows = [(v, row) for v, row in self._rows.items() if v >= 0 and row.get(entering, 0) < 0]
        falling = [(Fraction(row.get(ONE, 0), -row[entering]), v) for v, row in rows]
        return min(falling)[1] if falling else None

    def _exchange(self, leaving: int, entering: int) -> None:
        """Make *entering* basic in the equation of *leaving*, and put it into all others."""
        pivot = self._rows.pop(leaving)
        if pivot[entering] > 0:
            pivot = {v: -coefficient for v, coefficient in pivot.items()}
        for basic, row in self._rows.items():
            if entering in row:
                self._rows[basic] = _without(row, entering, pivot)
        self._rows[entering] = pivot


def combined(*parts: tuple[Fraction | int, Form]) -> Form:
    """Return the sum of forms, each times its number."""
    form: dict[int, Fraction | int] = {}
    for times, part in parts:
        form |= {v: form.get(v, 0) + times * coefficient for v, coefficient in part.items()}
    return form


def negative(form: Form) -> Form:
    """Return minus *form*."""
    return combined((-1, form))


def value_at(form: Form, point: Mapping[int, Fraction]) -> Fraction:
    """Return the value of *form* at a point."""
    return sum((coefficient * point[v] for v, coefficient in form.items()), Fraction(0))


def _without(row: Equation, variable: int, other: Equation) -> Equation:
    """Return *row* with *variable* replaced by means of the equation *other*."""
    by, times = -other[variable], row[variable]
    found = {v: by * coefficient for v, coefficient in row.items()}
    found |= {v: found.get(v, 0) + times * coefficient for v, coefficient in other.items()}
    shared = gcd(*found.values())
    return {v: coefficient // shared for v, coefficient in found.items() if coefficient}
