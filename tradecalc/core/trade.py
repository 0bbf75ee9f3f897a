"""What is known of exports, imports and their total, this year and the last, as formulas."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tradecalc.core.decomposition import (
    change_by_growth,
    contribution,
    coverage_ratio,
    less,
    share_of_change,
)
from tradecalc.core.feasible import Point, feasible_corners
from tradecalc.core.growth import growth_rate, share
from tradecalc.core.projection import prior_ytd
from tradecalc.core.ranges import Estimate, Formula, given

TRADE_FLOWS = ("exports", "imports", "total")


@dataclass(frozen=True, slots=True)
class Trade:
    """What is known of exports, imports and their total, and of the same a year before.

    *figures* are two of exports, imports and total, and for up to two of them, the third
    included, `prior_FLOW` or `FLOW_growth`: three bound by an identity are not a box. *corners*
    are those of the part of their box where no flow is below zero, none if that is all of it.
    """

    figures: Mapping[str, Estimate]
    corners: Sequence[Point] = field(init=False)

    def __post_init__(self) -> None:
        """Find where no flow that is left of a total is below zero."""
        left = [self.now(self.missing)] if self.missing != "total" else []
        if self.is_complete and (flow := self.missing_before) != "total":
            left.append(self.before(flow))
        object.__setattr__(self, "corners", feasible_corners(left, **self.figures))

    @property
    def missing(self) -> str:
        """The flow that follows from the other two."""
        return next(flow for flow in TRADE_FLOWS if flow not in self.figures)

    @property
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

    def now(self, flow: str) -> Formula:
        """Formula of this year's level of *flow*."""
        if flow in self.figures:
            return given(flow)
        return self._by_identity(flow, given)

    def before(self, flow: str) -> Formula:
        """Formula of last year's level of *flow*."""
        if f"prior_{flow}" in self.figures:
            return given(f"prior_{flow}")
        if f"{flow}_growth" in self.figures:
            now = self.now(flow)
            return lambda **f: prior_ytd(ytd=now(**f), growth=f[f"{flow}_growth"])
        return self._by_identity(flow, self.before)

    def growth(self, flow: str) -> Formula:
        """Formula of the growth of *flow*."""
        if f"{flow}_growth" in self.figures:
            return given(f"{flow}_growth")
        now, before = self.now(flow), self.before(flow)
        return lambda **f: growth_rate(previous=before(**f), current=now(**f))

    def change(self, flow: str) -> Formula:
        """Formula of the change of *flow* on last year."""
        now, rate = self.now(flow), f"{flow}_growth"
        if rate in self.figures:
            return lambda **f: change_by_growth(level=now(**f), growth=f[rate])
        if flow in self.stated_before:
            return less(self.figures, now, self.before(flow))
        return self._by_identity(flow, self.change)

    def share(self, flow: str) -> Formula:
        """Formula of the share of the total that *flow* is."""
        now, total = self.now(flow), self.now("total")
        return lambda **f: share(part=now(**f), total=total(**f))

    def contribution(self, flow: str) -> Formula:
        """Formula of what *flow* contributes to the growth of the total."""
        if flow == "total":
            return self.growth(flow)
        moved, before = self.change(flow), self.before("total")
        return lambda **f: contribution(change=moved(**f), previous_total=before(**f))

    def share_of_change(self, flow: str) -> Formula:
        """Formula of the share of the total's change that *flow* makes up."""
        moved, whole = self.change(flow), self.change("total")
        return lambda **f: share_of_change(change=moved(**f), total_change=whole(**f))

    def balance(self, year: str = "") -> Formula:
        """Formula of the balance, for "prior_" that of last year."""
        level = self.before if year else self.now
        return less(self.figures, level("exports"), level("imports"))

    def balance_change(self) -> Formula:
        """Formula of the change of the balance on last year."""
        return less(self.figures, self.change("exports"), self.change("imports"))

    def coverage_ratio(self, year: str = "") -> Formula:
        """Formula of the coverage ratio, for "prior_" that of last year."""
        level = self.before if year else self.now
        exports, imports = level("exports"), level("imports")
        return lambda **f: coverage_ratio(exports=exports(**f), imports=imports(**f))

    def _by_identity(self, flow: str, level: Callable[[str], Formula]) -> Formula:
        """Formula of *flow* from the *level* of the other two: total = exports + imports."""
        if flow != "total":
            other = "imports" if flow == "exports" else "exports"
            return less(self.figures, level("total"), level(other))
        exports, imports = level("exports"), level("imports")
        return less(self.figures, exports, lambda **f: -imports(**f))
