"""Trade-target calculator: growth, full-year projections and what a goal requires.

The names here are the library. Formulas take plain numbers by name, such as a float can hold, and
rates are fractions. `evaluate` gives the range that rounded figures leave a formula; it is for
formulas of plain numbers that vary smoothly, so not for `goal_year`, `verdict` and
`least_squares_rate`, nor for `pace_ratio` where no growth may be required.

>>> import tradecalc
>>> round(tradecalc.cagr(base=4, goal=10, years=6), 6)
0.164993
"""

TYPE_CHECKING = False  # as typing has it, without the time that loading typing takes
if TYPE_CHECKING:
    from tradecalc.commands.rows import answer_rows
    from tradecalc.core.claims import Claim, check_claims
    from tradecalc.core.decomposition import contribution, coverage_ratio, trade_balance
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
    from tradecalc.core.quantities import Quantity
    from tradecalc.core.ranges import Estimate, Range, evaluate
    from tradecalc.core.seasonal import SeasonalProjection, seasonal_projection
    from tradecalc.core.target import goal_year, path_level, yearly_increase
    from tradecalc.core.track import pace_ratio, verdict
    from tradecalc.core.trend import least_squares_rate
    from tradecalc.errors import DomainError, InputError, TradecalcError

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

_MODULES = {  # the public names, by the module that each is loaded from when it is asked for
    "commands.rows": "answer_rows",
    "core.claims": "Claim check_claims",
    "core.decomposition": "contribution coverage_ratio trade_balance",
    "core.growth": "cagr compound doubling_time growth_rate halving_time log_growth years_to_reach",
    "core.projection": (
        "blend flat_remainder rest_growth same_growth straight_line with_rest_growth"
    ),
    "core.quantities": "Quantity",
    "core.ranges": "Estimate Range evaluate",
    "core.seasonal": "SeasonalProjection seasonal_projection",
    "core.target": "goal_year path_level yearly_increase",
    "core.track": "pace_ratio verdict",
    "core.trend": "least_squares_rate",
    "errors": "DomainError InputError TradecalcError",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: Ctrl-C may come before the command hears it.

    A call of the command loads no more than its own modules, and a library no more than it uses.
    """
    module = next((module for module, names in _MODULES.items() if name in names.split()), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  a call of the command asks for none

    found: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return [*globals(), *__all__]
