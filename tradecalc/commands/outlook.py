"""From here on: what the goal requires now, and where other rates lead."""

from __future__ import annotations

from tradecalc.commands.words import CAGR, arithmetic
from tradecalc.core.growth import cagr, compound, years_to_reach
from tradecalc.core.ranges import Estimate, Range, evaluate, given
from tradecalc.core.target import Path, calendar_year
from tradecalc.errors import InputError
from tradecalc.inputs.figures import parse_list
from tradecalc.outputs.report import Cell, Column, Draft, Working, cell

LEVELS = (
    Column("year", "year"),
    Column(
        "level",
        "level",
        working=arithmetic(
            "base * (goal / base)^((year - base_year) / years)", "path of equal growth"
        ),
    ),
    Column("increase", "level"),
)


def add_current(draft: Draft, path: Path, current: Estimate, year_text: str | None) -> None:
    """Add what the goal requires from the current year on, and how far from the path that is."""
    first, last = path.base_year + 1, path.year - 1
    if first > last:
        raise InputError(f"no year lies between {path.base_year} and {path.year}: drop --current")
    if year_text is None:
        year = draft.question.default("current_year", first, "year")
        draft.notes.append(f"The current level is that of {year}; set --current-year.")
    else:
        year = draft.question.whole("current_year", year_text, kind="year", least=first, most=last)
    figures = {**path.figures, "current": current}
    now = Path(figures, year, path.year - year, given("current"), path.goal, path.goal)
    then = path.level(year - path.base_year)
    draft.work_out(
        "required_from_now",
        "rate",
        lambda **f: cagr(base=f["current"], goal=path.goal(**f), years=now.years),
        Working(f"(goal / current)^(1 / {now.years}) - 1", *CAGR),
        **figures,
    )
    working = arithmetic("base * (goal / base)^((current_year - base_year) / years)", "milestone")
    draft.work_out("path_level", "level", then, working, **path.figures)
    point = {name: figure.value for name, figure in path.figures.items()}
    falling = path.goal(**point) < path.start(**point)
    sign, formula = (-1, "path_level - current") if falling else (1, "current - path_level")
    draft.work_out(
        "ahead_of_path",
        "level",
        lambda **f: sign * (f["current"] - then(**f)),
        arithmetic(formula, "distance from the path, above zero where it is ahead"),
        **figures,
    )
    rows = [step(now, k) for k in range(now.years + 1)]
    draft.table("path_from_now", LEVELS, rows)


def add_what_if(draft: Draft, path: Path, texts: str) -> None:
    """Add the table of where other rates lead: the level in the goal's year, and when it is met."""
    rows: list[tuple[Cell, ...]] = []
    for k, text in enumerate(parse_list(texts), start=1):
        rate = draft.question.rate(f"what_if_{k}", text, chosen=True)
        figures = {**path.figures, "what_if": rate}

        def level(**f: float) -> float:
            return compound(base=path.start(**f), rate=f["what_if"], years=path.years)

        def share(**f: float) -> float:
            return level(**f) / path.goal(**f)

        def years(**f: float) -> float:
            return years_to_reach(base=path.start(**f), goal=path.goal(**f), rate=f["what_if"])

        time = cell(years, **figures)
        reached = time and first_year(time, path.base_year)
        rows.append((rate, evaluate(level, **figures), cell(share, **figures), reached))
    columns = [
        Column("rate", "rate"),
        Column("level", "level", working=arithmetic("base * (1 + rate)^years", "level then")),
        Column("share_of_goal", "share"),
        Column("first_year_at_goal", "year", missing="never"),
    ]
    draft.table("what_if", columns, rows)


def first_year(years: Estimate, base_year: int) -> Estimate:
    """Return the calendar year in which *years* after *base_year* are over."""
    year = calendar_year(years.value, base_year=base_year)
    if years.range is None:
        return Estimate(year)
    low, high = years.range.low, years.range.high
    ends = (calendar_year(end, base_year=base_year) for end in (low, high))
    return Estimate(year, Range(*ends))


def step(path: Path, elapsed: int) -> tuple[Cell, Cell, Cell]:
    """Return a year of a path, its level, and what it adds to the year before."""
    increase = cell(path.increase(elapsed), **path.figures) if elapsed else None
    year = Estimate(path.base_year + elapsed)
    return year, cell(path.level(elapsed), **path.figures), increase
