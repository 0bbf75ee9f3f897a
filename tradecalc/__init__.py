"""Trade-target calculator: growth, full-year projections and what a goal requires.

The names here are the library. Formulas take plain numbers by name, and rates are fractions.
`evaluate` gives the range that rounded figures leave a formula; it is for formulas of plain
numbers that vary smoothly, so not for `goal_year`, `verdict` and `least_squares_rate`.

>>> import tradecalc
>>> round(tradecalc.cagr(base=4, goal=10, years=6), 6)
0.164993
"""

from tradecalc.core.growth import (
    cagr,
    compound,
    doubling_time,
    growth_rate,
    halving_time,
    log_growth,
    years_to_reach,
)
from tradecalc.core.projection import (
    blend,
    flat_remainder,
    rest_growth,
    same_growth,
    straight_line,
    with_rest_growth,
)
from tradecalc.core.ranges import Estimate, Range, evaluate
from tradecalc.core.target import goal_year, path_level, yearly_increase
from tradecalc.core.trend import least_squares_rate
from tradecalc.errors import DomainError, InputError, TradecalcError

TYPE_CHECKING = False  # as typing has it, without the time that loading typing takes
if TYPE_CHECKING:
    from tradecalc.commands.rows import answer_rows
    from tradecalc.core.claims import Claim, check_claims
    from tradecalc.core.decomposition import contribution, coverage_ratio, trade_balance
    from tradecalc.core.quantities import Quantity
    from tradecalc.core.seasonal import SeasonalProjection, seasonal_projection
    from tradecalc.core.track import pace_ratio, verdict

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "DomainError",
    "Estimate",
    "InputError",
    "Quantity",
    "Range",
    "SeasonalProjection",
    "TradecalcError",
    "answer_rows",
    "blend",
    "cagr",
    "check_claims",
    "compound",
    "contribution",
    "coverage_ratio",
    "doubling_time",
    "evaluate",
    "flat_remainder",
    "goal_year",
    "growth_rate",
    "halving_time",
    "least_squares_rate",
    "log_growth",
    "pace_ratio",
    "path_level",
    "rest_growth",
    "same_growth",
    "seasonal_projection",
    "straight_line",
    "trade_balance",
    "verdict",
    "with_rest_growth",
    "yearly_increase",
    "years_to_reach",
]


LAZY = {  # public names that few calls need, and the modules that they are then loaded from
    **dict.fromkeys(("SeasonalProjection", "seasonal_projection"), "core.seasonal"),
    **dict.fromkeys(("contribution", "coverage_ratio", "trade_balance"), "core.decomposition"),
    **dict.fromkeys(("Claim", "check_claims"), "core.claims"),
    "Quantity": "core.quantities",
    **dict.fromkeys(("pace_ratio", "verdict"), "core.track"),
    "answer_rows": "commands.rows",
}


def __getattr__(name: str) -> object:
    """Return a public name whose module is loaded when it is first asked for."""
    if name not in LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  most calls ask for none of these

    return getattr(import_module(f"tradecalc.{LAZY[name]}"), name)
