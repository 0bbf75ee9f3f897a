"""The options of `tradecalc backtest`."""

from functools import partial
from typing import Annotated, Any

import typer

from tradecalc.cli.files import FILE
from tradecalc.cli.months import Flow, reads_months
from tradecalc.cli.options import OUTPUT, figure, flag, shared
from tradecalc.cli.printer import progress
from tradecalc.commands import backtest as command
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc backtest exports.csv",
    "tradecalc backtest exports.csv imports.csv --months 6,9 --jobs 2",
    "tradecalc backtest exports.csv --each > projections.csv",
)

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE...", help="CSVs of monthly levels, - for one on standard input.",
        rich_help_panel=FILE,
    ),
]  # fmt: skip
Months = Annotated[
    str | None, figure("--months", "LIST", "After how many months to project; 3,6,9.")
]
Jobs = Annotated[str | None, figure("--jobs", "N", "Processes to work on the series; 1.")]
Each = Annotated[
    bool, flag("--each", text="Every single projection as CSV, and nothing else.", panel=OUTPUT)
]


@partial(shared, alone={"each": "projections"})
@reads_months
def backtest(
    question: Question,
    *,
    choice: Any,
    files: Files = None,
    months: Months = None,
    jobs: Jobs = None,
    flow: Flow = None,
    each: Each = False,
) -> Report:
    """How good are projections?

    Every year of your own monthly series is projected as it could have been after so many
    months, and held against what it came to.
    """
    return command.backtest(
        question,
        files=files or (),
        choice=choice,
        months=months,
        jobs=jobs,
        flow=flow,
        each=each,
        progress=progress,
    )
