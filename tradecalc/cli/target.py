"""What does the goal require?

Give all but one of --base, --goal, --year and --rate: the missing one is solved for.
"""

from tradecalc.cli.goal import GOAL
from tradecalc.cli.options import RATE, figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import target as command

EXAMPLES = (
    "tradecalc target --base 4 --goal 10 --year 2030",
    "tradecalc target --base USD4bn --goal USD10bn --rate 18",
    "tradecalc target --base 4+ --goal 10 --year 2030 --current 4.53 --what-if '15;18'",
    "tradecalc target --rows partners.csv --map base=2024 --year 2030 --answers required_cagr",
)

OPTIONS = {
    **GOAL,
    "rate": RATE,
    "current": figure("--current", "LEVEL", "Level of a year in between."),
    "current_year": figure(
        "--current-year", "YEAR", "Year of --current: base year + 1 unless set."
    ),
    "what_if": figure("--what-if", "RATES", "Other rates to try, in per cent: '10;12;15,5'."),
}

target = asks_rows("target", shared(command.target, OPTIONS))
