"""From here on: what the goal requires now, and where other rates lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft, cell
from tradecalc.commands.words import CAGR, arithmetic
from tradecalc.core.growth import cagr, change, compound, share
from tradecalc.core.ranges import Estimate, evaluate_whole, given
from tradecalc.core.target import LATEST_YEAR, Path, goal_year
from tradecalc.errors import DomainError, InputError
from tradecalc.inputs.figures import parse_list
from tradecalc.outputs.report import Cell, Column, Working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.core.ranges import Formula

LONGEST_PATH = 100  # years in a table that people read
STEPS: tuple[Column, ...] = (
    Column("year", "year"),
    Column("level", "level"),
    Column("increase", "level"),
)


def add_path(draft: Draft, name: str, path: Path, level: str, line: str | None = None) -> None:
    """Add the table *name* of a path's levels, year by year, by the formula *level*.

    With the formula *line*, the levels of the straight line stand beside them.
    """
    if draft.question.answers_only:
        return
    if path.years > LONGEST_PATH:
        draft.left_out[name] = (
            f"the path has {path.years} years, and a table shows {LONGEST_PATH} at most: set a"
            " nearer year, or a later base year"
        )
        return
    workings = {"level": arithmetic(level, "path of equal growth")}
    columns, rows = STEPS, [_step(path, k) for k in range(path.years + 1)]
    if line is not None:
        workings["straight_line"] = arithmetic(line, "equal steps")
        columns = (*STEPS, Column("straight_line", "level"))
        rows = [
            (*row, cell("level", path.straight_level(k), **path.figures))
            for k, row in enumerate(rows)
        ]
    draft.table(name, columns, rows, workings)


def _step(path: Path, elapsed: int) -> tuple[Cell, ...]:
    """Return a year of a path, its level, and what it adds to the year before."""
    increase = cell("level", path.increase(elapsed), **path.figures) if elapsed else None
    year = Estimate(path.base_year + elapsed)
    return year, cell("level", path.level(elapsed), **path.figures), increase


def add_current(
    draft: Draft, path: Path, formula: str, current: Estimate, year_text: str | None
) -> None:
    """Add what the goal requires from the current year on, and how far from the path that is.

    *formula* is the path's level in the names of the figures.
    """
    first, last = path.base_year + 1, path.year - 1
    if first > last:
        raise InputError(
            f"no year lies between {path.base_year} and the goal's year, {path.year}: drop"
            " --current"
        )
    if year_text is None:
        year = draft.question.default("current_year", first, "year")
        draft.notes.append(f"The current level is that of {year}; set --current-year.")
    else:
        year = draft.question.whole("current_year", year_text, kind="year", least=first, most=last)
    figures = {**path.figures, "current": current}
    now = Path(figures, year, path.year - year, given("current"), path.goal, path.goal)
    then = path.level(year - path.base_year)
    required = draft.work_out(
        "required_from_now",
        "rate",
        lambda **f: cagr(base=f["current"], goal=path.goal(**f), years=now.years),
        Working(f"(goal / current)^(1 / {now.years}) - 1", *CAGR),
        **figures,
    )
    working = arithmetic(formula.replace("(year ", "(current_year "), "milestone")
    draft.work_out("path_level", "level", then, working, **path.figures)
    sign, distance = (1, "current - path_level")
    if not path.rising:
        sign, distance = (-1, "path_level - current")
    draft.work_out(
        "ahead_of_path",
        "level",
        lambda **f: sign * change(previous=then(**f), current=f["current"]),
        arithmetic(distance, "distance from the path, above zero where it is ahead"),
        **figures,
    )
    if required is not None:
        level = f"current * (goal / current)^((year - current_year) / {now.years})"
        add_path(draft, "path_from_now", now, level)


def leave_out_outlook(
    draft: Draft, current: str | None, current_year: str | None, what_if: str | None
) -> None:
    """Read what is asked of a path that there is not, and leave it out for the same reason."""
    why = next(iter(draft.left_out.values()))
    if current_year is not None:
        question = draft.question
        question.whole("current_year", current_year, kind="year", least=1, most=LATEST_YEAR)
    if current is not None:
        draft.question.level("current", current)
        answers = ("required_from_now", "path_level", "ahead_of_path")
        draft.left_out |= dict.fromkeys(answers, why)
    if what_if is not None:
        _read_rates(draft, what_if)
        draft.left_out["what_if"] = why


def _read_rates(draft: Draft, texts: str) -> list[Estimate]:
    """Read the other rates to try."""
    try:
        rates = parse_list(texts)
    except InputError as error:
        raise InputError(f"--what-if {error}") from None
    tried = []
    for k, text in enumerate(rates, start=1):
        rate = draft.question.rate(f"what_if_{k}", text, chosen=True)
        if rate.low <= -1:
            raise DomainError(f"--what-if {text} leaves nothing: a rate must be above -100 %")
        tried.append(rate)
    return tried


def add_what_if(draft: Draft, path: Path, texts: str) -> None:
    """Add the table of where other rates lead: the level in the goal's year, and when it is met."""
    tried = _read_rates(draft, texts)
    if draft.question.answers_only:
        return
    draft.table(
        "what_if",
        [
            Column("rate", "rate"),
            Column("level", "level"),
            Column("share_of_goal", "share"),
            Column("first_year_at_goal", "year", missing="never"),
        ],
        [_at_rate(path, rate) for rate in tried],
        {
            "level": arithmetic(f"base * (1 + rate)^{path.years}", "level in the goal's year"),
            "share_of_goal": arithmetic("level / goal", "share"),
        },
    )


def open_or_never(year: Formula, figures: Mapping[str, Estimate]) -> Cell:
    """Return the cell of a *year* of arrival without a range: open, or nothing for never.

    It is never at the figures as written, or only at some of those that round to them.
    """
    point = {name: Estimate(figure.value) for name, figure in figures.items()}
    return "open" if cell("year", year, **point) else None


def _at_rate(path: Path, rate: Estimate) -> tuple[Cell, ...]:
    """Return where *rate* leads: rate, level, share of the goal, first year at the goal."""
    figures = {**path.figures, "what_if": rate}

    def level(**f: float) -> float:
        return compound(base=path.start(**f), rate=f["what_if"], years=path.years)

    def reached_share(**f: float) -> float:
        return share(part=level(**f), total=path.goal(**f))

    rising = path.rising

    def year(**f: float) -> int:
        return goal_year(
            base=path.start(**f),
            goal=path.goal(**f),
            rate=f["what_if"],
            base_year=path.base_year,
            rising=rising,
        )

    reached: Cell
    try:
        reached = evaluate_whole(year, **figures)
    except DomainError:
        reached = open_or_never(year, figures)
    return rate, cell("level", level, **figures), cell("share", reached_share, **figures), reached
