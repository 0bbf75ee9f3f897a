"""How fast did it grow?

Give two levels, a row of levels, or all but one of --from, --to, --rate and --years.
"""

from tradecalc.cli.options import RATE, argument, figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import growth as command

EXAMPLES = (
    "tradecalc growth 2.53 3.0",
    "tradecalc growth 2.0 2.5 3.3 2.9 3.9 4.0 --start-year 2019",
    "tradecalc growth --from 4 --rate 18 --years 6",
    "tradecalc growth --rows partners.csv --map from=2023 --map to=2024",
)

OPTIONS = {
    "values": argument(
        "[VALUES]...",
        "Levels in one unit, oldest first, one a year; - reads them from standard input.",
        panel="Values",
        several=True,
    ),
    "start_year": figure("--start-year", "YEAR", "Year of the first value."),
    "from_": figure("--from", "LEVEL", "Level at the start."),
    "to": figure("--to", "LEVEL", "Level at the end."),
    "rate": RATE,
    "years": figure("--years", "N", "Years from --from to --to: 1 unless it is solved for."),
    "from_year": figure("--from-year", "YEAR", "Year of --from."),
    "to_year": figure("--to-year", "YEAR", "Year of --to."),
}

growth = asks_rows("growth", shared(command.growth, OPTIONS))
