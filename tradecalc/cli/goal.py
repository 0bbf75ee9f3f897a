"""The options of a goal: the path to it is what `target` asks about and `track` holds a year to."""

from tradecalc.cli.options import figure

GOAL = {
    "base": figure("--base", "LEVEL", "Level of the base year: 4, USD4bn, 4+."),
    "goal": figure("--goal", "LEVEL", "Level aimed at; exact unless written as a range."),
    "year": figure("--year", "YEAR", "Year of the goal."),
    "years": figure("--years", "N", "Years from base to goal, instead of --year."),
    "base_year": figure("--base-year", "YEAR", "Year of the base: 2024 unless set."),
}
