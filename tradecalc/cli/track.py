"""Are we on track?

Holds the year in progress against the path from --base to --goal. Give these, --year, and the
year so far: --ytd with --months, or a file of months, --monthly. In the first year after the
base year --base is last year's total too; in a later year add --prior-year. A file gives the
base itself where it has that year.
"""

from tradecalc.cli.goal import GOAL
from tradecalc.cli.months import READING, YEAR_IN_PROGRESS, reads_months
from tradecalc.cli.options import FIGURES, figure, flag, shared
from tradecalc.commands import track as command

EXAMPLES = (
    "tradecalc track --ytd 3.4 --months 9 --base 4 --goal 10 --year 2030",
    "tradecalc track --ytd 3.4 --months 9 --base 4+ --goal 10 --year 2030 --growth 18%+ --rounded",
    (
        "tradecalc track --monthly exports.csv --series 'exports to Mexico' --base-year 2021"
        " --goal 500000 --year 2030 --assert"
    ),
)

OPTIONS = {
    **GOAL,
    **YEAR_IN_PROGRESS,
    # Not the one of a projection, which is an option of the file alone: this one counts beside
    # totals too, where it is base year + 1.
    "current_year": figure(
        "--current-year", "YEAR", "Year in progress: base year + 1, or the file's last, unless set."
    ),
    "asserted": flag("--assert", text="Exit with 1 unless the year is on track.", panel=FIGURES),
    **READING,
}

track = shared(reads_months(command.track), OPTIONS)
