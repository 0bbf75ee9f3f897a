"""The options that say how a file of months is read, and the decorator that adds them."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from tradecalc.cli.options import FIGURES, flag
from tradecalc.core.reference import FLOWS
from tradecalc.outputs.report import Report

FILE = "File of months"


def _option(name: str, metavar: str, text: str, **more: Any) -> Any:
    return typer.Option(name, metavar=metavar, help=text, rich_help_panel=FILE, **more)


Monthly = Annotated[
    str | None, _option("--monthly", "FILE", "CSV of monthly levels, or - for standard input.")
]
CurrentYear = Annotated[
    str | None, _option("--current-year", "YEAR", "The year to project; the file's last one.")
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
Series = Annotated[str | None, _option("--series", "NAME", "Which of the file's series.")]
ValueColumn = Annotated[
    str | None, _option("--value-column", "COLUMN", "Which column holds the levels.")
]
PeriodColumn = Annotated[
    str | None, _option("--period-column", "COLUMN", "Which column holds the months.")
]
Where = Annotated[
    list[str] | None,
    _option("--where", "COLUMN=VALUE", "Only rows with this value; may be repeated."),
]
Decimal = Annotated[
    str | None,
    _option(
        "--decimal",
        "MARK",
        "point or comma, where the file leaves it open.",
        autocompletion=lambda: ["point", "comma"],
    ),
]
Encoding = Annotated[
    str | None, _option("--encoding", "NAME", "Such as cp1251, where it is not found out.")
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
    chosen.__doc__ = command.__doc__
    return chosen
