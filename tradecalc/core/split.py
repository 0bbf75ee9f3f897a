"""A total split into any number of components: what each is of it, and what is left of it.

Every formula here has few rounded figures, however many components there are: those of one
component, and the sum of the others or the stated total.
"""

from collections.abc import Callable, Sequence

from tradecalc.core.components import (
    Asked,
    Component,
    ExactSum,
    Which,
    growth_of_sum,
    total_of,
)
from tradecalc.core.decomposition import contribution, difference_of, share_of_change
from tradecalc.core.feasible import Point, evaluate_over, feasible_corners
from tradecalc.core.growth import share
from tradecalc.core.ranges import (
    Estimate,
    Formula,
    Range,
    box_corners,
    given,
    point_and_box,
    renamed,
)

Region = tuple[list[Point], dict[str, Estimate]]  # corners, and the figures they are of

# Places that are no component's:
REST = -1  # what a stated total has beside its components
APART = -2  # the rest, as if its two years were independent: its range holds that of REST
TOTAL = -3  # the total itself


class Split:
    """Components of a total, which is their sum, or is stated and has a rest beside them.

    A component is asked for by its place among them, the rest by REST and the total by TOTAL.
    """

    def __init__(self, parts: Sequence[Component], whole: Component | None = None) -> None:
        """Split *whole* into *parts* and a rest, or their sum into *parts* alone."""
        self.parts = parts
        self.whole = whole
        self.has_before = all(part.has_before for part in parts)
        self._own: dict[Which, list[Estimate | None]] = {
            "now": [part.figures["level"] for part in parts],
            "before": [_known(part, "before") for part in parts],
            "change": [_known(part, "change") for part in parts],
        }
        self._sums = {which: ExactSum(self._all(which)) for which in self._own}
        self._regions: dict[int, Region] = {}

    @property
    def has_total_before(self) -> bool:
        """Whether last year's total is known."""
        return self.whole.has_before if self.whole else self.has_before

    @property
    def rest_has_prior(self) -> bool:
        """Whether last year leaves a rest, which must not be below zero."""
        return self.has_total_before and any(part.has_before for part in self.parts)

    def level(self, k: int, which: Which) -> Estimate:
        """Level of a component, the rest or the total, now or before, or its change."""
        return self._evaluate(k, lambda place: self._level(place, which))

    def share(self, k: int) -> Estimate:
        """Share of the total that a component is."""
        return self._evaluate(k, self._share)

    def growth(self, k: int) -> Estimate:
        """Growth of a component."""
        return self._evaluate(k, self._growth)

    def contribution(self, k: int) -> Estimate:
        """Contribution of a component to the growth of the total."""
        return self._evaluate(k, self._contribution)

    def share_of_change(self, k: int) -> Estimate:
        """Share of the total's change that a component makes up."""
        return self._evaluate(k, self._share_of_change, has_pole=True)

    def total(self, which: Which) -> Asked:
        """Level of the total now or before, or its change."""
        if self.whole is None:
            return self._parts(which)
        formula, figures = self.whole.asked(which)
        names = {name: f"total_{name}" for name in figures}
        return renamed(formula, **names), {names[n]: figure for n, figure in figures.items()}

    def sum(self, which: Which) -> Estimate:
        """Return the sum of the components, of those where it is known."""
        return total_of(self._all(which))

    def rest_growth(self) -> Estimate:
        """Return the growth of the rest."""
        return growth_of_sum([self.whole] if self.whole else [], self.parts)

    def total_growth(self) -> Estimate:
        """Return the growth of the total."""
        if self.whole is None:
            return growth_of_sum(self.parts)
        figures = {f"total_{name}": figure for name, figure in self.whole.figures.items()}
        growth = renamed(
            self.whole.growth, **{name: f"total_{name}" for name in self.whole.figures}
        )
        return self._evaluate(TOTAL, lambda _: (growth, figures))

    def _evaluate(self, k: int, ask: Callable[[int], Asked], *, has_pole: bool = False) -> Estimate:
        """Evaluate what is asked of a component, the rest or the total where no rest is below zero.

        The range is exact, but for what follows from the change of the rest of several
        components, some with a growth, where rounding may take the rest below zero: that may be
        too wide, and is never too narrow.
        """
        region, figures = self._region(k)
        formula, own = ask(k)
        if not region:
            return evaluate_over(formula, (), **own)
        if k != REST or not own.keys() - figures.keys():
            apart = point_and_box({n: own[n] for n in own.keys() - figures.keys()})
            region = [{**at, **free} for at in region for free in box_corners(*apart)]
            return evaluate_over(formula, region, **figures | own)
        found = self._evaluate(APART, ask)
        change = evaluate_asked(self.total("change")).range if has_pole else None
        if change and change.low <= 0 <= change.high:
            return found  # beyond the region the share has a pole
        wide = evaluate_over(formula, (), **own)
        if found.range is None or wide.range is None:
            return wide if wide.range is None else found  # it is the same wherever it is
        low = max(found.range.low, wide.range.low)
        high = min(found.range.high, wide.range.high)
        return Estimate(found.value, Range(min(low, found.value), max(high, found.value)))

    def _level(self, k: int, which: Which) -> Asked:
        """Level of a component now or before, or its change."""
        if k == TOTAL:
            return self.total(which)
        if k not in (REST, APART):
            return self.parts[k].asked(which)
        (total, of_total), (parts, of_parts) = self.total(which), self._parts(which)
        if k == APART and which == "change":
            (now, of_now), (before, of_before) = self._parts("now"), self._parts("before")
            of_parts = of_now | of_before
            parts = difference_of(of_parts, now, before)
        figures = of_total | of_parts
        return difference_of(figures, total, parts), figures

    def _share(self, k: int) -> Asked:
        """Share of the total that a component is."""
        return _of(share, part=self._level(k, "now"), total=self._total_beside(k, "now"))

    def _growth(self, k: int) -> Asked:
        """Growth of a component."""
        return self.parts[k].growth, dict(self.parts[k].figures)

    def _contribution(self, k: int) -> Asked:
        """Contribution of a component to the growth of the total."""
        before = self._total_beside(k, "before")
        return _of(contribution, change=self._level(k, "change"), previous_total=before)

    def _share_of_change(self, k: int) -> Asked:
        """Share of the total's change that a component makes up."""
        whole = self._total_beside(k, "change")
        return _of(share_of_change, change=self._level(k, "change"), total_change=whole)

    def _region(self, k: int) -> Region:
        """Return the corners of where no rest is below zero, and the figures they are of."""
        if self.whole is None:
            return [], {}
        if k not in self._regions:
            if k != REST and not self._region(REST)[0]:
                return [], {}  # no rounding takes the rest below zero
            asked = [self._left(k, "now")]
            if self.rest_has_prior:
                asked.append(self._left(k, "before"))
            figures = {name: figure for _, own in asked for name, figure in own.items()}
            corners = feasible_corners([left for left, _ in asked], **figures)
            self._regions[k] = corners, figures
        return self._regions[k]

    def _left(self, k: int, which: Which) -> Asked:
        """Most that a component can leave of the total, were the others as low as they may be."""
        total, figures = self.total(which)
        if k in (REST, APART):
            return self._level(APART, which)
        own = None if k == TOTAL else self._own[which][k]
        others = self._sums[which].without(own)
        if own is None:
            return lambda **f: total(**f) - others.low, figures
        part, of_part = self._level(k, which)
        return lambda **f: total(**f) - part(**f) - others.low, figures | of_part

    def _all(self, which: Which) -> list[Estimate]:
        return [own for own in self._own[which] if own is not None]

    def _parts(self, which: Which) -> Asked:
        """Sum of the components: one figure, or those of the only one."""
        if len(self.parts) == 1:
            return self.parts[0].asked(which)
        name = f"parts_{which}"
        return given(name), {name: self.sum(which)}

    def _total_beside(self, k: int, which: Which) -> Asked:
        """Return the total as a component sees it: where it is a sum, itself and the others."""
        if self.whole is not None:
            return self.total(which)
        own, figures = self.parts[k].asked(which)
        others = self._sums[which].without(self._own[which][k])
        return lambda **f: own(**f) + f["others"], {**figures, "others": others}


def _known(part: Component, which: Which) -> Estimate | None:
    return evaluate_asked(part.asked(which)) if part.has_before else None


def _of(formula: Formula, **asked: Asked) -> Asked:
    """Return *formula* of formulas, and all their figures."""
    figures = {name: figure for _, own in asked.values() for name, figure in own.items()}
    return (
        lambda **f: formula(**{name: inner(**f) for name, (inner, _) in asked.items()}),
        figures,
    )


def evaluate_asked(asked: Asked) -> Estimate:
    """Evaluate a formula over the figures that it is asked of."""
    formula, figures = asked
    return evaluate_over(formula, (), **figures)
