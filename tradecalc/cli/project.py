"""Where will the year end?

Needs --ytd and --months; last year's --prior-year with --growth or --prior-ytd adds methods.
Or a file of months, --monthly, with two complete years before this one.
"""

from tradecalc.cli.files import of_file
from tradecalc.cli.months import READING, YEAR_IN_PROGRESS, reads_months
from tradecalc.cli.options import figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import project as command

EXAMPLES = (
    "tradecalc project --ytd 3.4 --months 9",
    "tradecalc project --ytd 3.4 --months 9 --prior-year 4 --growth 18%",
    "tradecalc project --ytd 3.4 --months 9 --prior-year 4+ --growth 18%+ --milestone 5",
    "tradecalc project --monthly exports.csv --series 'exports to Mexico'",
    "tradecalc project --rows partners.csv --months 9 --answers full_year",
)

OPTIONS = {
    **YEAR_IN_PROGRESS,
    "milestone": figure("--milestone", "LEVEL", "A goal for this year alone."),
    "current_year": of_file(
        "--current-year", "YEAR", "Year to project: the file's last one unless set."
    ),
    **READING,
}

project = asks_rows("project", shared(reads_months(command.project), OPTIONS))
