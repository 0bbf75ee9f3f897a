"""The options of `tradecalc project`."""

from typing import Annotated, Any

import typer

from tradecalc.cli.months import CurrentYear, Flow, Monthly, reads_months
from tradecalc.cli.options import FIGURES, figure, shared
from tradecalc.commands import project as command
from tradecalc.commands.methods import METHODS
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc project --ytd 3.4 --months 9",
    "tradecalc project --ytd 3.4 --months 9 --prior-year 4 --growth 18%",
    "tradecalc project --ytd 3.4 --months 9 --prior-year 4+ --growth 18%+ --milestone 5",
    "tradecalc project --monthly exports.csv --series 'exports to Mexico'",
)

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
Milestone = Annotated[str | None, figure("--milestone", "LEVEL", "A goal for this year alone.")]


@shared
@reads_months
def project(
    question: Question,
    *,
    choice: Any,
    ytd: Ytd = None,
    months: Months = None,
    prior_year: PriorYear = None,
    prior_ytd: PriorYtd = None,
    growth: YtdGrowth = None,
    rest_growth: RestGrowth = None,
    method: Method = None,
    milestone: Milestone = None,
    flow: Flow = None,
    monthly: Monthly = None,
    current_year: CurrentYear = None,
) -> Report:
    """Where will the year end?

    Needs --ytd and --months; last year's --prior-year with --growth or --prior-ytd adds methods.
    Or a file of months, --monthly, with two complete years before this one.
    """
    return command.project(
        question,
        ytd=ytd,
        months=months,
        prior_year=prior_year,
        prior_ytd=prior_ytd,
        growth=growth,
        rest_growth=rest_growth,
        method=method,
        milestone=milestone,
        flow=flow,
        monthly=monthly,
        choice=choice,
        current_year=current_year,
    )
