"""The options of `tradecalc target`."""

from typing import Annotated

from tradecalc.cli.goal import Base, BaseYear, Goal, Year, Years
from tradecalc.cli.options import Rate, figure, shared
from tradecalc.cli.rows import asks_rows
from tradecalc.commands import target as command
from tradecalc.inputs.question import Question
from tradecalc.outputs.report import Report

EXAMPLES = (
    "tradecalc target --base 4 --goal 10 --year 2030",
    "tradecalc target --base USD4bn --goal USD10bn --rate 18",
    "tradecalc target --base 4+ --goal 10 --year 2030 --current 4.53 --what-if '15;18'",
    "tradecalc target --rows partners.csv --map base=2024 --year 2030 --answers required_cagr",
)

Current = Annotated[str | None, figure("--current", "LEVEL", "Level of a year in between.")]
CurrentYear = Annotated[
    str | None, figure("--current-year", "YEAR", "Year of --current: base year + 1 unless set.")
]
WhatIf = Annotated[
    str | None, figure("--what-if", "RATES", "Other rates to try, in per cent: '10;12;15,5'.")
]


@asks_rows
@shared
def target(
    question: Question,
    *,
    base: Base = None,
    goal: Goal = None,
    year: Year = None,
    years: Years = None,
    rate: Rate = None,
    base_year: BaseYear = None,
    current: Current = None,
    current_year: CurrentYear = None,
    what_if: WhatIf = None,
) -> Report:
    """What does the goal require?

    Give all but one of --base, --goal, --year and --rate: the missing one is solved for.
    """
    return command.target(
        question,
        base=base,
        goal=goal,
        year=year,
        years=years,
        rate=rate,
        base_year=base_year,
        current=current,
        current_year=current_year,
        what_if=what_if,
    )
