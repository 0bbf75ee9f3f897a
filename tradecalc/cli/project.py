"""The options of `tradecalc project`."""

from typing import Annotated, Any

from tradecalc.cli.months import (
    CurrentYear,
    Flow,
    Method,
    Monthly,
    Months,
    PriorYear,
    PriorYtd,
    RestGrowth,
    Ytd,
    YtdGrowth,
    reads_months,
)
from tradecalc.cli.options import figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import project as command
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc project --ytd 3.4 --months 9",
    "tradecalc project --ytd 3.4 --months 9 --prior-year 4 --growth 18%",
    "tradecalc project --ytd 3.4 --months 9 --prior-year 4+ --growth 18%+ --milestone 5",
    "tradecalc project --monthly exports.csv --series 'exports to Mexico'",
    "tradecalc project --rows partners.csv --months 9 --answers full_year",
)

Milestone = Annotated[str | None, figure("--milestone", "LEVEL", "A goal for this year alone.")]


@asks_rows
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
