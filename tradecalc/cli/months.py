"""The options of a year in progress, by totals or by a file of months, and how that is read."""

from collections.abc import Callable
from typing import Any

from tradecalc.cli.files import DECIMAL, ENCODING, FILE, of_file
from tradecalc.cli.options import figure, flag
from tradecalc.commands.methods import METHODS
from tradecalc.core.reference import FLOWS
from tradecalc.outputs.report import Report

FLOW = figure(
    "--flow",
    "KIND",
    "Kind of flow, for the likely range: national, or by its size in USD a year: over-1bn,"
    " over-100mn, over-10mn or under-10mn.",
    among=FLOWS,
)
YEAR_IN_PROGRESS = {
    "ytd": figure("--ytd", "LEVEL", "Total of this year's months so far."),
    "months": figure(
        "--months",
        "N",
        "How many months --ytd covers, 1 to 12; with --monthly, after which to cut the year.",
    ),
    "prior_year": figure("--prior-year", "LEVEL", "Last year's total."),
    "prior_ytd": figure("--prior-ytd", "LEVEL", "Total of the same months of last year."),
    "growth": figure(
        "--growth", "RATE", "Growth of --ytd on the same months of last year, in per cent."
    ),
    "rest_growth": figure(
        "--rest-growth", "RATE", "Your own growth of the rest of the year, in %."
    ),
    "method": figure(
        "--method", "NAME", f"Method of the headline: {', '.join(METHODS)}.", among=tuple(METHODS)
    ),
    "flow": FLOW,
    "monthly": of_file("--monthly", "FILE", "CSV of monthly levels, or - for standard input."),
}
READING = {  # a file of months: the names are those of a Choice
    "series": of_file("--series", "NAME", "Which of the file's series."),
    "value_column": of_file("--value-column", "COLUMN", "Which column holds the levels."),
    "period_column": of_file("--period-column", "COLUMN", "Which column holds the months."),
    "where": of_file(
        "--where", "COLUMN=VALUE", "Only rows with this value; may be repeated.", several=True
    ),
    "decimal": DECIMAL,
    "encoding": ENCODING,
    "cumulative": flag(
        "--cumulative", text="Levels are totals from January to the month.", panel=FILE
    ),
}


def reads_months(command: Callable[..., Report]) -> Callable[..., Report]:
    """Return *command* with what is given of the options in READING as its `choice`."""

    def chosen(*args: Any, **given: Any) -> Report:
        said = {name: given.pop(name) for name in READING if name in given}
        if not said:
            return command(*args, **given)
        from tradecalc.inputs.monthly import Choice  # noqa: PLC0415  totals need no reader

        said["where"] = tuple(said.get("where", ()))
        return command(*args, choice=Choice(**said), **given)

    return chosen
