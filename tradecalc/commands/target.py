"""What does the goal require? Whichever of base, goal, year and rate is missing, and the path."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tradecalc.commands.draft import Draft
from tradecalc.commands.outlook import add_current, add_path, add_what_if, leave_out_outlook
from tradecalc.commands.two_levels import TWO_LEVELS
from tradecalc.commands.words import CAGR, LOG_GROWTH, RATE, arithmetic, years_text
from tradecalc.core.growth import cagr, compound
from tradecalc.core.ranges import Estimate, evaluate_whole, given
from tradecalc.core.target import LATEST_YEAR, Path, goal_year, years_to_goal
from tradecalc.errors import DomainError, InputError
from tradecalc.outputs.report import Report, Working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.core.kinds import Kind
    from tradecalc.core.ranges import Formula
    from tradecalc.inputs.question import Question

DEFAULT_BASE_YEAR = 2024
SOLVED_FOR = {  # the headline and the sentence, by what is missing
    "rate": (
        "required_cagr",
        "From {{base}} in {first} to {{goal}} {when} takes {{required_cagr}} a year.",
    ),
    "goal": ("goal", "{{base}} in {first} at {{rate}} a year comes to {{goal}} {when}."),
    "base": ("base", "{{goal}} {when} at {{rate}} a year starts from {{base}} in {first}."),
    "year": (
        "years_to_goal",
        "From {{base}} in {first} at {{rate}} a year, {{goal}} is reached {when}.",
    ),
}


def target(
    question: Question,
    *,
    base: str | None = None,
    goal: str | None = None,
    year: str | None = None,
    years: str | None = None,
    rate: str | None = None,
    base_year: str | None = None,
    current: str | None = None,
    current_year: str | None = None,
    what_if: str | None = None,
) -> Report:
    """Report the missing one of base, goal, year and rate, and the path from base to goal.

    Raises InputError where the figures are too few or too many, DomainError where no rate
    or year leads from base to goal.
    """
    _require_one_missing(base=base, goal=goal, year=year, years=years, rate=rate)
    if current is None and current_year is not None:
        raise InputError("--current-year is the year of --current: add --current")
    figures: dict[str, Estimate] = {}
    if base is not None:
        figures["base"] = question.level("base", base)
    if goal is not None:
        figures["goal"] = question.level("goal", goal, chosen=True)
    if rate is not None:
        figures["rate"] = question.rate("rate", rate)
    draft = Draft("target", question)
    first = read_base_year(draft, base_year)
    horizon = read_horizon(draft, first, year, years)
    missing = next((name for name in ("rate", "goal", "base") if name not in figures), "year")
    headline, sentence = SOLVED_FOR[missing]
    path = _solve(draft, figures, first, horizon)
    if path is not None and headline not in draft.left_out:
        _add_outlook(draft, path, current, current_year, what_if)
    else:
        leave_out_outlook(draft, current, current_year, what_if)
    last = f"in {first + horizon}" if horizon else "in {goal_year}"
    if "goal_year" in draft.left_out:
        last = "after {years_to_goal}"
    return draft.report(sentence.format(first=first, when=last), headline=headline)


def _add_outlook(
    draft: Draft,
    path: Path,
    current: str | None,
    current_year: str | None,
    what_if: str | None,
) -> None:
    """Add the path, what the goal requires from a later year on, and where other rates lead."""
    elapsed = "(year - base_year)"
    if "rate" in path.figures:
        level, end = f"base * (1 + rate)^{elapsed}", f"base * (1 + rate)^{path.years}"
    else:
        level, end = f"base * (goal / base)^({elapsed} / {path.years})", "goal"
    if path.years:
        line = f"base + ({end} - base) * {elapsed} / {path.years}"
        add_path(draft, "path", path, level, line)
    if current is not None:
        estimate = draft.question.level("current", current)
        add_current(draft, path, level, estimate, current_year)
    if what_if is not None:
        add_what_if(draft, path, what_if)


def _require_one_missing(
    *, base: str | None, goal: str | None, year: str | None, years: str | None, rate: str | None
) -> None:
    """Require that just one of the four is missing."""
    refuse_two_horizons(year, years)
    horizon = year if year is not None else years
    facts = {"--base": base, "--goal": goal, "--year": horizon, "--rate": rate}
    missing = [name for name, text in facts.items() if text is None]
    if not missing:
        span = "--year" if years is None else "--years"
        raise InputError(
            f"--base, --goal, {span} and --rate are one fact too many: drop the one to solve for"
        )
    if len(missing) > 1:
        number = ("one", "two", "three")[len(missing) - 2]
        raise InputError(
            "target needs three of --base, --goal, --year and --rate: add"
            f" {number} of {', '.join(missing)}"
        )


def refuse_two_horizons(year: str | None, years: str | None) -> None:
    """Require that the goal's year is given once."""
    if year is not None and years is not None:
        raise InputError("--year and --years say the same thing: drop one")


def read_base_year(draft: Draft, text: str | None) -> int:
    """Read the base year, which is 2024 unless it is given."""
    if text is not None:
        return draft.question.whole("base_year", text, kind="year", least=1, most=LATEST_YEAR)
    return draft.question.default("base_year", DEFAULT_BASE_YEAR, "year")


def read_horizon(draft: Draft, base_year: int, year: str | None, years: str | None) -> int | None:
    """Read the number of years from base to goal, and say so where a default stands in it.

    Raises InputError where the goal's year does not come after the base year.
    """
    question = draft.question
    if years is not None:
        span = question.whole("years", years, kind="years", least=1, most=LATEST_YEAR - base_year)
    elif year is not None:
        last = question.whole("year", year, kind="year", least=1, most=LATEST_YEAR)
        span = last - base_year
        if span < 1:
            raise InputError(
                f"{question.shown('year')} {last} is not after the base year {base_year}: write a"
                " later year, or set --base-year"
            )
    else:
        span = 0
    if not question.readings["base_year"].written:
        if span:
            interval = f"{base_year} to {base_year + span}, {years_text(span)}"
        else:
            interval = f"The base year is {base_year}"
        draft.notes.append(f"{interval}; set --base-year.")
    return span or None


def _solve(
    draft: Draft, figures: dict[str, Estimate], first: int, horizon: int | None
) -> Path | None:
    """Add what was solved for, and return the path; none where the goal is never reached."""
    if horizon is None:
        return _solve_year(draft, figures, first)
    if "rate" not in figures:
        path = base_to_goal(figures, first, horizon)
        add_required(draft, path)
        return _add_totals(draft, path)
    if "goal" not in figures:

        def end(*, base: float, rate: float, **_: float) -> float:
            return compound(base=base, rate=rate, years=horizon)

        working = arithmetic(f"base * (1 + rate)^{horizon}", "level compounded at a rate")
        _work_out_end(draft, "goal", end, working, figures)
        return _add_totals(draft, Path(figures, first, horizon, given("base"), end, end))

    def start(*, goal: float, rate: float, **_: float) -> float:
        return compound(base=goal, rate=rate, years=-horizon)

    working = arithmetic(f"goal / (1 + rate)^{horizon}", "level that grows to the goal")
    _work_out_end(draft, "base", start, working, figures)
    path = Path(figures, first, horizon, start, given("goal"), given("goal"))
    return _add_totals(draft, path)


def _work_out_end(
    draft: Draft, name: str, formula: Formula, working: Working, figures: Mapping[str, Estimate]
) -> None:
    """Add the end of the path that is solved for, from the other one."""
    found = draft.work_out(name, "level", formula, working, **figures)
    if found is None and (why := _not_above_zero(draft, figures)):
        draft.left_out[name] = why


def base_to_goal(figures: Mapping[str, Estimate], first: int, horizon: int) -> Path:
    """Return the path between the two *figures*, `base` and `goal`."""
    return Path(figures, first, horizon, given("base"), given("goal"), given("goal"))


def add_required(draft: Draft, path: Path) -> Estimate | None:
    """Add the growth a year that takes the base to the goal."""
    working = Working(f"(goal / base)^(1 / {path.years}) - 1", *CAGR)
    formula = partial(cagr, years=path.years)
    required = draft.work_out("required_cagr", "rate", formula, working, **path.figures)
    if required is None and (why := _not_above_zero(draft, path.figures)):
        draft.left_out["required_cagr"] = why
    return required


def _not_above_zero(draft: Draft, ends: Mapping[str, Estimate]) -> str:
    """Return which end of a path is or may be nothing, and what to write instead, if one is."""
    for name in ("base", "goal"):
        if name not in ends:
            continue
        end = ends[name]
        written = draft.question.readings[name].written
        figure = f"{draft.question.shown(name)} {written}" if written else f"the {name}"
        if end.value <= 0:
            return f"{figure} is not above zero, as both ends of a path must be: set one that is"
        if end.range and end.range.low <= 0:
            return (
                f"{figure} may be no more than zero within its rounding, and both ends of a path"
                " must be above it: write it more exactly"
            )
    return ""


def _solve_year(draft: Draft, figures: dict[str, Estimate], first: int) -> Path | None:
    """Add the years to the goal and its calendar year."""
    base, goal, rate = (figures[name].value for name in ("base", "goal", "rate"))
    rising = goal > base or (goal == base and rate > 0)
    time = partial(years_to_goal, rising=rising)
    year = partial(goal_year, rising=rising, base_year=first)
    working = arithmetic("ln(goal / base) / ln(1 + rate)", "years to reach a level")
    taken = draft.work_out("years_to_goal", "years", time, working, **figures)
    if taken is None:
        if why := _not_above_zero(draft, figures):
            draft.left_out["years_to_goal"] = why
        return None
    try:
        reached = evaluate_whole(year, **figures)
    except DomainError as error:
        draft.left_out["goal_year"] = str(error)
        return None
    working = arithmetic("base_year + years_to_goal, rounded up", "first calendar year at the goal")
    draft.add("goal_year", "year", reached, working)
    years = int(reached.value) - first

    def end(*, base: float, rate: float, **_: float) -> float:
        return compound(base=base, rate=rate, years=years)

    path = Path(figures, first, years, given("base"), end, given("goal"))
    _add_total_growth(draft, path)
    return path


def _add_totals(draft: Draft, path: Path) -> Path:
    """Add the years, the total growth, the equal yearly step and the log growth."""
    years = path.years
    dated = "year" in draft.question.readings
    working = arithmetic("year - base_year", "intervals") if dated else None
    draft.add("years", "years", Estimate(years), working)
    _add_total_growth(draft, path)
    step = arithmetic(f"(goal - base) / {years}", "equal yearly step")
    _work_out_span(draft, path, "yearly_increase", "level", step)
    logs = Working(f"ln(goal / base) / {years}", *LOG_GROWTH)
    _work_out_span(draft, path, "log_growth", "log", logs)
    return path


def _add_total_growth(draft: Draft, path: Path) -> None:
    working = Working("(goal - base) / base", *RATE)
    _work_out_span(draft, path, "total_growth", "rate", working)


def _work_out_span(draft: Draft, path: Path, name: str, kind: Kind, working: Working) -> None:
    """Add what the levels at the ends of a path say."""

    def formula(**f: float) -> float:
        return TWO_LEVELS[name](path.start(**f), path.goal(**f), path.years)

    draft.work_out(name, kind, formula, working, **path.figures)
