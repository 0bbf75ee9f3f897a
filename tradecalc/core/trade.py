"""What is known of exports, imports and their total, this year and the last, as formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tradecalc.core.decomposition import (
    change_by_growth,
    contribution,
    coverage_ratio,
    difference_of,
    share_of_change,
)
from tradecalc.core.feasible import Point, feasible_corners
from tradecalc.core.growth import growth_rate, share
from tradecalc.core.projection import prior_ytd
from tradecalc.core.ranges import Estimate, Formula, given

TRADE_FLOWS = ("exports", "imports", "total")


@dataclass(frozen=True)  # without slots: what is found of it once is kept
class Trade:
    """What is known of exports, imports and their total, and of the same a year before.

    *figures* are two of exports, imports and total, and for up to two of them, the third
    included, `prior_FLOW` or `FLOW_growth`: three bound by an identity are not a box.
    """

    figures: Mapping[str, Estimate]

    @cached_property
    def corners(self) -> Sequence[Point]:
        """The corners of the part of the figures' box where no flow is below zero.

        Empty if that is all of it.
        """
        left = [self.now[self.missing]]
        if self.is_complete and (flow := self.missing_before) != "total":
            left.append(self.before[flow])
        return feasible_corners(left, **self.figures)

    @cached_property
    def missing(self) -> str:
        """The flow that follows from the other two."""
        return next(flow for flow in TRADE_FLOWS if flow not in self.figures)

    @cached_property
    def stated_before(self) -> tuple[str, ...]:
        """The flows of which last year's level or the growth is given."""
        return tuple(
            flow
            for flow in TRADE_FLOWS
            if f"prior_{flow}" in self.figures or f"{flow}_growth" in self.figures
        )

    @property
    def missing_before(self) -> str:
        """The flow whose last year follows from that of the other two, where it does."""
        return next(flow for flow in TRADE_FLOWS if flow not in self.stated_before)

    @property
    def is_complete(self) -> bool:
        """Whether all of last year is known."""
        return len(self.stated_before) > 1

    def has_before(self, flow: str) -> bool:
        """Whether last year's level of *flow* is known or follows."""
        return flow in self.stated_before or self.is_complete

    @cached_property
    def now(self) -> Mapping[str, Formula]:
        """Formulas of this year's level of each flow."""
        stated = {flow: given(flow) for flow in TRADE_FLOWS if flow in self.figures}
        return self._with_missing(stated)

    @cached_property
    def before(self) -> Mapping[str, Formula]:
        """Formulas of last year's level of each flow where it is known or follows."""
        return self._with_missing({flow: self._before(flow) for flow in self.stated_before})

    def _before(self, flow: str) -> Formula:
        if f"prior_{flow}" in self.figures:
            return given(f"prior_{flow}")
        now, rate = self.now[flow], f"{flow}_growth"
        return lambda **f: prior_ytd(ytd=now(**f), growth=f[rate])

    @cached_property
    def change(self) -> Mapping[str, Formula]:
        """Formulas of the change on last year of each flow where it is known or follows."""
        return self._with_missing({flow: self._change(flow) for flow in self.stated_before})

    def _change(self, flow: str) -> Formula:
        now, rate = self.now[flow], f"{flow}_growth"
        if rate in self.figures:
            return lambda **f: change_by_growth(level=now(**f), growth=f[rate])
        return difference_of(self.figures, now, self.before[flow])

    def _with_missing(self, known: Mapping[str, Formula]) -> Mapping[str, Formula]:
        """Return two *known* formulas with the third's: total = exports + imports."""
        if len(known) < 2:
            return known
        flow = next(flow for flow in TRADE_FLOWS if flow not in known)
        if flow != "total":
            other = "imports" if flow == "exports" else "exports"
            return {**known, flow: difference_of(self.figures, known["total"], known[other])}
        exports, imports = known["exports"], known["imports"]
        return {**known, flow: difference_of(self.figures, exports, lambda **f: -imports(**f))}

    def growth(self, flow: str) -> Formula:
        """Formula of the growth of *flow*."""
        if f"{flow}_growth" in self.figures:
            return given(f"{flow}_growth")
        now, before = self.now[flow], self.before[flow]
        return lambda **f: growth_rate(previous=before(**f), current=now(**f))

    def share(self, flow: str) -> Formula:
        """Formula of the share of the total that *flow* is."""
        now, total = self.now[flow], self.now["total"]
        return lambda **f: share(part=now(**f), total=total(**f))

    def contribution(self, flow: str) -> Formula:
        """Formula of what *flow* contributes to the growth of the total."""
        if flow == "total":
            return self.growth(flow)
        moved, before = self.change[flow], self.before["total"]
        return lambda **f: contribution(change=moved(**f), previous_total=before(**f))

    def share_of_change(self, flow: str) -> Formula:
        """Formula of the share of the total's change that *flow* makes up."""
        moved, whole = self.change[flow], self.change["total"]
        return lambda **f: share_of_change(change=moved(**f), total_change=whole(**f))

    def balance(self, year: str = "") -> Formula:
        """Formula of the balance of this year, or of last year where *year* is "prior_"."""
        level = self.before if year else self.now
        return difference_of(self.figures, level["exports"], level["imports"])

    def balance_change(self) -> Formula:
        """Formula of the change of the balance on last year."""
        return difference_of(self.figures, self.change["exports"], self.change["imports"])

    def coverage_ratio(self, year: str = "") -> Formula:
        """Formula of the coverage ratio of this year, or of last year where *year* is "prior_"."""
        level = self.before if year else self.now
        exports, imports = level["exports"], level["imports"]
        return lambda **f: coverage_ratio(exports=exports(**f), imports=imports(**f))
