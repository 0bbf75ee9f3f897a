"""The options of a year in progress, by totals or by a file of months, and how that is read."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from tradecalc.cli.files import FILE, Decimal, Encoding, of_file
from tradecalc.cli.options import FIGURES, figure, flag
from tradecalc.commands.methods import METHODS
from tradecalc.core.reference import FLOWS
from tradecalc.outputs.report import Report

Monthly = Annotated[
    str | None, of_file("--monthly", "FILE", "CSV of monthly levels, or - for standard input.")
]
CurrentYear = Annotated[
    str | None, of_file("--current-year", "YEAR", "The year to project; the file's last one.")
]
Flow = Annotated[
    str | None,
    typer.Option(
        "--flow",
        metavar="KIND",
        help=f"Kind of flow, for the likely range: {', '.join(FLOWS)}, by its USD a year.",
        rich_help_panel=FIGURES,
        autocompletion=lambda: list(FLOWS),
    ),
]
Ytd = Annotated[str | None, figure("--ytd", "LEVEL", "Total of this year's months so far.")]
Months = Annotated[
    str | None, figure("--months", "N", "How many months that is, 1 to 12; of a file, to cut at.")
]
PriorYear = Annotated[str | None, figure("--prior-year", "LEVEL", "Last year's total.")]
PriorYtd = Annotated[
    str | None, figure("--prior-ytd", "LEVEL", "Total of the same months of last year.")
]
YtdGrowth = Annotated[
    str | None, figure("--growth", "RATE", "Growth of --ytd on those months, in per cent.")
]
RestGrowth = Annotated[
    str | None,
    figure("--rest-growth", "RATE", "Your own growth of the rest of the year, in %."),
]
Method = Annotated[
    str | None,
    typer.Option(
        "--method",
        metavar="NAME",
        help=f"Method of the headline: {', '.join(METHODS)}.",
        rich_help_panel=FIGURES,
        autocompletion=lambda: list(METHODS),
    ),
]
Series = Annotated[str | None, of_file("--series", "NAME", "Which of the file's series.")]
ValueColumn = Annotated[
    str | None, of_file("--value-column", "COLUMN", "Which column holds the levels.")
]
PeriodColumn = Annotated[
    str | None, of_file("--period-column", "COLUMN", "Which column holds the months.")
]
Where = Annotated[
    list[str] | None,
    of_file("--where", "COLUMN=VALUE", "Only rows with this value; may be repeated."),
]
Cumulative = Annotated[
    bool, flag("--cumulative", text="Levels are totals from January to the month.", panel=FILE)
]


def reads_months(command: Callable[..., Report]) -> Callable[..., Report]:
    """Add the options that say how a file of months is read; they make *command*'s `choice`."""

    def chosen(
        *args: Any,
        series: Series = None,
        value_column: ValueColumn = None,
        period_column: PeriodColumn = None,
        where: Where = None,
        decimal: Decimal = None,
        encoding: Encoding = None,
        cumulative: Cumulative = False,
        **own: Any,
    ) -> Report:
        choice = None
        if any((series, value_column, period_column, where, decimal, encoding, cumulative)):
            from tradecalc.inputs.monthly import Choice  # noqa: PLC0415  totals need no reader

            choice = Choice(
                series=series,
                value_column=value_column,
                period_column=period_column,
                where=tuple(where or ()),
                decimal=decimal,
                encoding=encoding,
                cumulative=cumulative,
            )
        return command(*args, choice=choice, **own)

    own = [p for p in inspect.signature(command).parameters.values() if p.name != "choice"]
    added = list(inspect.signature(chosen).parameters.values())[1:-1]
    chosen.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    chosen.__doc__, chosen.__name__ = command.__doc__, command.__name__
    return chosen
