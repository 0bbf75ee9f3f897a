"""How good are projections?

Every year of your own monthly series is projected as it could have been after so many
months, and held against what it came to.
"""

from functools import partial

from tradecalc.cli.files import FILE
from tradecalc.cli.months import FLOW, READING, reads_months
from tradecalc.cli.options import OUTPUT, argument, figure, flag, shared
from tradecalc.cli.printer import progress
from tradecalc.commands import backtest as command

EXAMPLES = (
    "tradecalc backtest exports.csv",
    "tradecalc backtest exports.csv imports.csv --months 6,9 --jobs 2",
    "tradecalc backtest exports.csv --each > projections.csv",
)

OPTIONS = {
    "files": argument(
        "FILE...", "CSVs of monthly levels, - for one on standard input.", panel=FILE, several=True
    ),
    "months": figure("--months", "LIST", "After how many months to project: 3,6,9 unless set."),
    "jobs": figure("--jobs", "N", "Processes to work on the series: 1 unless set."),
    "flow": FLOW,
    "each": flag("--each", text="Every single projection as CSV, and nothing else.", panel=OUTPUT),
    **READING,
}

backtest = shared(
    reads_months(partial(command.backtest, progress=progress)),
    OPTIONS,
    alone={"each": "projections"},
    without=("rounded", "fractions"),  # which are of figures
)
