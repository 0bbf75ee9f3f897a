"""The options of `tradecalc track`."""

from typing import Annotated, Any

from tradecalc.cli.goal import Base, BaseYear, Goal, Year, Years
from tradecalc.cli.months import (
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
from tradecalc.cli.options import FIGURES, figure, flag, shared
from tradecalc.commands import track as command
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc track --ytd 3.4 --months 9 --base 4 --goal 10 --year 2030",
    "tradecalc track --ytd 3.4 --months 9 --base 4+ --goal 10 --year 2030 --growth 18%+ --rounded",
    (
        "tradecalc track --monthly exports.csv --series 'exports to Mexico' --base-year 2021"
        " --goal 500000 --year 2030 --assert"
    ),
)

# Not the one of a projection, which is an option of the file alone: this one counts beside totals
# too, where it is base year + 1.
CurrentYear = Annotated[
    str | None,
    figure(
        "--current-year", "YEAR", "Year in progress: base year + 1, or the file's last, unless set."
    ),
]
Assert = Annotated[
    bool, flag("--assert", text="Exit with 1 unless the year is on track.", panel=FIGURES)
]


@shared
@reads_months
def track(
    question: Question,
    *,
    choice: Any,
    base: Base = None,
    goal: Goal = None,
    year: Year = None,
    years: Years = None,
    base_year: BaseYear = None,
    ytd: Ytd = None,
    months: Months = None,
    prior_year: PriorYear = None,
    prior_ytd: PriorYtd = None,
    growth: YtdGrowth = None,
    rest_growth: RestGrowth = None,
    method: Method = None,
    flow: Flow = None,
    monthly: Monthly = None,
    current_year: CurrentYear = None,
    assert_: Assert = False,
) -> Report:
    """Are we on track?

    Holds the year in progress against the path from --base to --goal. Needs these, --year, and
    --ytd with --months; in the first year --base is last year's total, later --prior-year is. Or
    a file of months, --monthly, which gives the base too where it has that year.
    """
    return command.track(
        question,
        base=base,
        goal=goal,
        year=year,
        years=years,
        base_year=base_year,
        ytd=ytd,
        months=months,
        prior_year=prior_year,
        prior_ytd=prior_ytd,
        growth=growth,
        rest_growth=rest_growth,
        method=method,
        flow=flow,
        monthly=monthly,
        choice=choice,
        current_year=current_year,
        asserted=assert_,
    )
