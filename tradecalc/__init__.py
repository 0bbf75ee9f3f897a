"""Trade-target calculator: growth, full-year projections and what a goal requires.

The names here are the library. Every question is a function: its figures are texts, read as at
the prompt, or numbers, which are exact, and of which a rate is a fraction. Formulas take plain
numbers by name; rates are fractions. `evaluate` gives the range that rounded figures leave a
formula; it is for formulas of plain numbers that vary smoothly, so not for `goal_year`, `verdict`
and `least_squares_rate`, nor for `pace_ratio` where no growth may be required.

>>> import tradecalc
>>> round(tradecalc.cagr(base=4, goal=10, years=6), 6)
0.164993
>>> round(tradecalc.target(base=4, goal="10", year=2030).required_cagr.value, 6)
0.164993
"""

__version__ = "0.2.0"

_MODULES = {  # the public names, by the module that each is loaded from when it is asked for
    "rows": "answer_rows",
    "core.claims": "Claim check_claims",
    "core.decomposition": "contribution coverage_ratio trade_balance",
    "core.growth": (
        "cagr compound doubling_time growth_rate halving_time least_squares_rate log_growth"
        " years_to_reach"
    ),
    "core.projection": (
        "blend flat_remainder rest_growth same_growth straight_line with_rest_growth"
    ),
    "core.quantities": "Quantity",
    "core.ranges": "Estimate Range evaluate",
    "core.seasonal": "SeasonalProjection seasonal_projection",
    "core.target": "goal_year path_level yearly_increase",
    "core.track": "pace_ratio verdict",
    "errors": "DomainError InputError TradecalcError",
    "questions.question": "Result",
}
_QUESTIONS = ("growth", "target", "project", "track", "decompose", "check", "report", "backtest")

__all__ = [*sorted(" ".join(_MODULES.values()).split()), *_QUESTIONS]  # noqa: PLE0604  all are text


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: nobody waits for what he does not use."""
    module = next((module for module, names in _MODULES.items() if name in names.split()), None)
    attribute = name
    if name in _QUESTIONS:
        module, attribute = f"questions.{name}", name.upper()
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  a call of the command asks for none

    found: object = getattr(import_module(f"{__name__}.{module}"), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return [*globals(), *__all__]
