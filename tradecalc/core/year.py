"""A year in progress as it is known: its months so far and what is given of last year."""

from collections.abc import Mapping
from dataclasses import dataclass

from tradecalc.core import projection
from tradecalc.core.growth import growth_rate
from tradecalc.core.ranges import Estimate, Formula, given

WITH_LAST_YEAR: dict[str, Formula] = {
    "flat_remainder": projection.flat_remainder,
    "same_growth": projection.same_growth,
    "blend": projection.blend,
    "rest_growth": projection.with_rest_growth,
}


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of the year in progress and of last year.

    *figures* are those given of ytd, prior_year, growth and prior_ytd, never both of the last
    two: three figures bound by an identity are not a box. `seasonal` among them is a full year
    that was projected from months, `rest_growth` the user's assumption, `actual` what a year
    that is over came to. *prior* is the name that last year's total goes by: `base` where a path
    begins at it, for one figure is boxed once.
    """

    months: int
    figures: Mapping[str, Estimate]
    prior: str = "prior_year"

    @property
    def has_same_months(self) -> bool:
        """Whether last year's total for the same months is known."""
        return "growth" in self.figures or "prior_ytd" in self.figures

    @property
    def has_remainder(self) -> bool:
        """Whether last year's remaining months are known, and some remain this year."""
        return self.prior in self.figures and self.has_same_months and self.months < 12

    @property
    def is_over(self) -> bool:
        """Whether the year's total is known, though only its first months are projected from."""
        return "actual" in self.figures

    def prior_ytd(self, **f: float) -> float:
        """Formula of last year's same months, from the figures given."""
        if "prior_ytd" in self.figures:
            return f["prior_ytd"]
        return projection.prior_ytd(ytd=f["ytd"], growth=f["growth"])

    def full_year(self, method: str) -> Formula:
        """Formula of the full year by *method*, from the figures given."""
        if method == "straight_line":
            return lambda ytd, **_: projection.straight_line(ytd=ytd, months=self.months)
        if method == "seasonal":
            return given("seasonal")
        formula = WITH_LAST_YEAR[method]

        def full_year(**f: float) -> float:
            known = {"ytd": f["ytd"], "prior_year": f[self.prior]}
            if method == "blend":
                known["months"] = self.months
            if method == "rest_growth":
                known["rest_growth"] = f["rest_growth"]
            return formula(prior_ytd=self.prior_ytd(**f), **known)

        return full_year

    def ytd_growth(self, **f: float) -> float:
        """Formula of the growth to date, from the figures given."""
        if "growth" in self.figures:
            return f["growth"]
        return growth_rate(previous=f["prior_ytd"], current=f["ytd"])

    def growth(self, method: str) -> Formula:
        """Formula of the growth on last year that *method* ends with."""
        if method == "same_growth":
            return self.ytd_growth  # by definition: no arithmetic need blur it
        full_year = self.full_year(method)
        return lambda **f: growth_rate(previous=f[self.prior], current=full_year(**f))

    def rest_growth(self, method: str) -> Formula:
        """Formula of the growth of the remaining months that *method* claims."""
        if method == "flat_remainder":
            return lambda **_: 0.0
        if method == "same_growth":
            return self.ytd_growth
        if method == "rest_growth":
            return given("rest_growth")
        return self.rest_growth_to(self.full_year(method))

    def rest_growth_to(self, full_year: Formula) -> Formula:
        """Formula of the growth of the remaining months when the year ends at *full_year*."""
        return lambda **f: projection.rest_growth(
            full_year=full_year(**f),
            ytd=f["ytd"],
            prior_year=f[self.prior],
            prior_ytd=self.prior_ytd(**f),
        )

    def per_month(self, full_year: Formula) -> Formula:
        """Formula of what each remaining month brings when the year ends at *full_year*."""
        return lambda **f: projection.per_month(
            full_year=full_year(**f), ytd=f["ytd"], months=self.months
        )
