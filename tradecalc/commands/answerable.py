"""For each command that rows can ask: the options that a row may fill, and the answers it may get.

Which answers there are depends on which options are given, never on their values, so that the
columns of the output are known before the first row is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.core.trade import TRADE_FLOWS
from tradecalc.errors import InputError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

OPTIONS = {  # of a row; the other options of a command are of files and tables
    "growth": ("from", "to", "rate", "years", "from_year", "to_year"),
    "target": ("base", "goal", "year", "years", "rate", "base_year", "current", "current_year"),
    "project": (
        "ytd",
        "months",
        "prior_year",
        "prior_ytd",
        "growth",
        "rest_growth",
        "method",
        "milestone",
        "flow",
    ),
    "decompose": tuple(
        name for flow in TRADE_FLOWS for name in (flow, f"{flow}_growth", f"prior_{flow}")
    ),
}
# Which options say the same as one: where that holds for all rows, no column feeds these.
ONE_FACT = {
    "year": ("years",),
    "years": ("year", "from_year", "to_year"),
    "from_year": ("years",),
    "to_year": ("years",),
}
RATES = ("rate", "growth")  # how the names of options end whose value is a rate
# Options whose value is a whole number.
WHOLE = ("years", "from_year", "to_year", "year", "base_year", "current_year", "months")
WITHOUT_RANGE = ("method", "likely_low", "likely_median", "likely_high")  # that rounding would move


def answers_of(command: str, given: Collection[str]) -> tuple[str, ...]:
    """Return the answers that *command* may have to figures of the *given* options, in order.

    There are none where these options are too few to ask it anything.

    >>> answers_of("target", {"base", "goal", "year"})
    ('required_cagr', 'years', 'total_growth', 'yearly_increase', 'log_growth')
    """
    return tuple(name for name, is_there in _RULES[command](frozenset(given)).items() if is_there)


def chosen(command: str, names: str) -> tuple[str, ...]:
    """Read a list of answers, `required_cagr,years`.

    Raises InputError where *command* has no such answer to any row, or one is named twice.
    """
    there = answers_of(command, OPTIONS[command])
    found: list[str] = []
    for name in names.split(","):
        answer = name.strip().replace("-", "_")
        if answer not in there:
            raise InputError(
                f"--answers {quoted(names)}: {command} has no answer {quoted(name.strip())} to a"
                f" row: there are {', '.join(there)}"
            )
        if answer in found:
            raise InputError(f"--answers {quoted(names)} names {answer} twice: drop one")
        found.append(answer)
    return tuple(found)


def _growth(given: frozenset[str]) -> dict[str, bool]:
    pair = {"from", "to"} <= given
    forwards, backwards = {"from", "rate"} <= given, {"to", "rate"} <= given
    return {
        "cagr": pair,
        "to": forwards,
        "from": backwards,
        "years": pair and "rate" in given,
        "change": pair or forwards or backwards,
        "total_growth": pair,
        "log_growth": pair,
        "doubling_time": pair,
        "halving_time": pair,
    }


def _target(given: frozenset[str]) -> dict[str, bool]:
    facts = {"base", "goal", "rate"} & given | ({"year"} if {"year", "years"} & given else set())

    def solved(missing: str) -> bool:
        return {"base", "goal", "rate", "year"} - {missing} <= facts

    rate, goal, base, year = map(solved, ("rate", "goal", "base", "year"))
    spanned = rate or goal or base
    now = "current" in given and (spanned or year)
    return {
        "required_cagr": rate,
        "goal": goal,
        "base": base,
        "years_to_goal": year,
        "goal_year": year,
        "years": spanned,
        "total_growth": spanned or year,
        "yearly_increase": spanned,
        "log_growth": spanned,
        "required_from_now": now,
        "path_level": now,
        "ahead_of_path": now,
    }


def _project(given: frozenset[str]) -> dict[str, bool]:
    asked = {"ytd", "months"} <= given
    prior, same = "prior_year" in given, bool({"growth", "prior_ytd"} & given)
    return {
        "full_year": asked,
        "likely_low": asked,
        "likely_median": asked,
        "likely_high": asked,
        "method": asked,
        "full_year_growth": asked and prior,
        "rest_growth": asked and prior and same,
        "rest_per_month": asked,
        "prior_ytd": asked and "growth" in given,
        "ytd_growth": asked and "prior_ytd" in given,
        "still_needed": asked and "milestone" in given,
        "needed_per_month": asked and "milestone" in given,
        "needed_rest_growth": asked and "milestone" in given and prior and same,
    }


def _decompose(given: frozenset[str]) -> dict[str, bool]:
    levels = set(TRADE_FLOWS) & given
    before = {flow for flow in TRADE_FLOWS if {f"prior_{flow}", f"{flow}_growth"} & given}
    asked, whole = len(levels) > 1, len(before) > 1
    missing = {flow: asked and not set(TRADE_FLOWS) - {flow} - levels for flow in TRADE_FLOWS}
    follows = {flow: len(before - {flow}) > 1 for flow in TRADE_FLOWS}
    growths = {
        f"{flow}_growth": asked and (f"prior_{flow}" in given or follows[flow])
        for flow in TRADE_FLOWS
    }
    priors = {
        f"prior_{flow}": asked and (f"{flow}_growth" in given or follows[flow])
        for flow in TRADE_FLOWS
    }
    return {
        **missing,
        **growths,
        **priors,
        **{f"{flow}_contribution": asked and whole for flow in TRADE_FLOWS[:2]},
        "balance": asked,
        "prior_balance": asked and whole,
        "balance_change": asked and whole,
        "coverage_ratio": asked,
        "prior_coverage_ratio": asked and whole,
    }


_RULES: dict[str, Callable[[frozenset[str]], dict[str, bool]]] = {
    "growth": _growth,
    "target": _target,
    "project": _project,
    "decompose": _decompose,
}
