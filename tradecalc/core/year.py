"""A year in progress as it is known: its months so far and what is given of last year."""

from dataclasses import dataclass

from tradecalc.core import projection
from tradecalc.core.ranges import Estimate, Formula


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of the year in progress and of last year.

    *figures* are those given of ytd, prior_year, growth and prior_ytd, never both of the last
    two: three figures bound by an identity are not a box.
    """

    months: int
    figures: dict[str, Estimate]

    @property
    def has_same_months(self) -> bool:
        """Whether last year's total for the same months is known."""
        return "growth" in self.figures or "prior_ytd" in self.figures

    @property
    def has_last_year(self) -> bool:
        """Whether last year is known whole and in part, and so its remaining months."""
        return "prior_year" in self.figures and self.has_same_months and self.months < 12

    def prior_ytd(self, **f: float) -> float:
        """Formula of last year's same months, from the figures given."""
        if "prior_ytd" in self.figures:
            return f["prior_ytd"]
        return projection.prior_ytd(ytd=f["ytd"], growth=f["growth"])

    def full_year(self, method: str) -> Formula:
        """Formula of the full year by *method*, from the figures given."""
        if method == "straight_line":
            return lambda ytd, **_: projection.straight_line(ytd=ytd, months=self.months)

        def full_year(**f: float) -> float:
            known = {
                "ytd": f["ytd"],
                "prior_year": f["prior_year"],
                "prior_ytd": self.prior_ytd(**f),
            }
            if method == "flat_remainder":
                return projection.flat_remainder(**known)
            if method == "same_growth":
                return projection.same_growth(**known)
            if method == "blend":
                return projection.blend(months=self.months, **known)
            return projection.with_rest_growth(rest_growth=f["rest_growth"], **known)

        return full_year

    def rest_growth(self, full_year: Formula) -> Formula:
        """Formula of the growth of the remaining months when the year ends at *full_year*."""
        return lambda **f: projection.rest_growth(
            full_year=full_year(**f),
            ytd=f["ytd"],
            prior_year=f["prior_year"],
            prior_ytd=self.prior_ytd(**f),
        )
