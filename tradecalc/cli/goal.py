"""The options of a goal: the path to it is what `target` asks about and `track` holds a year to."""

from typing import Annotated

from tradecalc.cli.options import figure

Base = Annotated[str | None, figure("--base", "LEVEL", "Level of the base year: 4, USD4bn, 4+.")]
Goal = Annotated[
    str | None, figure("--goal", "LEVEL", "Level aimed at; exact unless written as a range.")
]
Year = Annotated[str | None, figure("--year", "YEAR", "Year of the goal.")]
Years = Annotated[str | None, figure("--years", "N", "Years from base to goal, instead of --year.")]
BaseYear = Annotated[
    str | None, figure("--base-year", "YEAR", "Year of the base: 2024 unless set.")
]
