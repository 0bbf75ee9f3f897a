"""The options of `tradecalc growth`."""

from typing import Annotated

import typer

from tradecalc.cli.options import Rate, figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import growth as command
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc growth 2.53 3.0",
    "tradecalc growth 2.0 2.5 3.3 2.9 3.9 4.0 --start-year 2019",
    "tradecalc growth --from 4 --rate 18 --years 6",
    "tradecalc growth --rows partners.csv --map from=2023 --map to=2024",
)

Values = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[VALUES]...",
        help="Levels in one unit, oldest first, one a year; - reads them from standard input.",
        rich_help_panel="Values",
    ),
]
StartYear = Annotated[str | None, figure("--start-year", "YEAR", "Year of the first value.")]
From = Annotated[str | None, figure("--from", "LEVEL", "Level at the start.")]
To = Annotated[str | None, figure("--to", "LEVEL", "Level at the end.")]
Years = Annotated[
    str | None, figure("--years", "N", "Years from --from to --to: 1 unless it is solved for.")
]
FromYear = Annotated[str | None, figure("--from-year", "YEAR", "Year of --from.")]
ToYear = Annotated[str | None, figure("--to-year", "YEAR", "Year of --to.")]


@asks_rows
@shared
def growth(
    question: Question,
    *,
    values: Values = None,
    start_year: StartYear = None,
    from_: From = None,
    to: To = None,
    rate: Rate = None,
    years: Years = None,
    from_year: FromYear = None,
    to_year: ToYear = None,
) -> Report:
    """How fast did it grow?

    Give two levels, a row of levels, or all but one of --from, --to, --rate and --years.
    """
    return command.growth(
        question,
        values=values or (),
        start_year=start_year,
        from_=from_,
        to=to,
        rate=rate,
        years=years,
        from_year=from_year,
        to_year=to_year,
    )
