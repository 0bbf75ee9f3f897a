"""The path to a goal and the year in progress on it, read together.

Where the running year follows the base year, the base is last year's total: one figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.commands.target import (
    base_to_goal,
    read_base_year,
    read_horizon,
    refuse_two_horizons,
)
from tradecalc.commands.words import all_of
from tradecalc.commands.year_to_date import (
    read_year,
    refuse_beside_file,
    refuse_rounded_months,
    with_own_growth,
)
from tradecalc.core.target import LATEST_YEAR
from tradecalc.core.track import Track
from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.commands.draft import Draft
    from tradecalc.commands.from_months import Known
    from tradecalc.core.ranges import Estimate
    from tradecalc.core.year import Year
    from tradecalc.inputs.monthly import Choice

    Said = Mapping[str, str | None]  # what was written, by option

TOTALS = ("ytd", "prior_year", "prior_ytd", "growth")


def read_track(draft: Draft, said: Said, choice: Choice | None) -> tuple[Track, Known | None]:
    """Read the path and the year in progress, from totals or from a file of months.

    Raises InputError where figures are missing or clash, or the year is not on the path.
    """
    _require_enough(said, choice)
    if said["monthly"] is not None and said["base"] is None:
        refuse_rounded_months(draft.question)
    first = read_base_year(draft, said["base_year"])
    span = read_horizon(draft, first, said["year"], said["years"]) or 0
    known = None
    if said["monthly"] is None:
        current = _current_year(draft, first, said["current_year"])
        _require_on_path(draft, current, first, span)
        year, base = _from_totals(draft, said, first, current)
    else:
        known, base = _from_file(draft, said, choice, first, span)
        year, current = known.year, known.current_year
    goal = draft.question.level("goal", said["goal"] or "", chosen=True)
    path = base_to_goal({"base": base, "goal": goal}, first, span)
    return Track(path, with_own_growth(draft, year, said["rest_growth"]), current), known


def _require_enough(said: Said, choice: Choice | None) -> None:
    """Require that a path and a year are given, each by one kind of figure."""
    refuse_two_horizons(said["year"], said["years"])
    needed = {"goal": said["goal"], "year": _either(said, "year", "years")}
    if said["monthly"] is None:
        if choice is not None:
            raise InputError("the options of a file need --monthly FILE: add it")
        needed = {"base": _either(said, "base", "prior_year"), **needed}
        needed |= {name: said[name] for name in ("ytd", "months")}
    else:
        refuse_beside_file({name: said[name] for name in TOTALS})
    missing = [f"--{name}" for name, text in needed.items() if text is None]
    if missing:
        raise InputError(
            "track needs --base, --goal and --year, and --ytd with --months or --monthly FILE: add"
            f" {all_of(missing)}"
        )


def _either(said: Said, name: str, other: str) -> str | None:
    """Return what was written for one of two options."""
    return said[other] if said[name] is None else said[name]


def _current_year(draft: Draft, first: int, text: str | None) -> int:
    if text is not None:
        return draft.question.whole("current_year", text, kind="year", least=1, most=LATEST_YEAR)
    draft.notes.append(f"The year in progress is {first + 1}; set --current-year.")
    return draft.question.default("current_year", first + 1, "year")


def _require_on_path(draft: Draft, current: int, first: int, span: int) -> None:
    """Refuse a year in progress that is not after the base year, or is after the goal's."""
    written = draft.question.readings["current_year"].written
    name = f"--current-year {current}" if written else f"the file's last year, {current},"
    if current <= first:
        raise InputError(f"{name} is not after the base year {first}: set an earlier --base-year")
    if current > first + span:
        raise InputError(
            f"{name} is after the goal's year {first + span}: set an earlier --current-year, or a"
            " later --year"
        )


def _from_totals(draft: Draft, said: Said, first: int, current: int) -> tuple[Year, Estimate]:
    """Read the year and the base, which may be last year's total."""
    base, last = said["base"], said["prior_year"]  # one of them at least
    if current > first + 1:
        if base is None:
            raise InputError(
                f"--prior-year is the total of {current - 1}, and the path begins at that of"
                f" {first}: add --base"
            )
        year = read_year(draft, said)
        return year, draft.question.level("base", base)
    if base is not None and last is not None and base.strip() != last.strip():
        raise InputError(
            f"--base {base} and --prior-year {last} are one figure, the total of {first}: drop one"
        )
    if base is None:
        draft.question.called["base"] = "--prior-year"
    totals = {**said, "prior_year": _either(said, "base", "prior_year")}
    year = read_year(draft, totals, prior="base")
    return year, year.figures["base"]


def _from_file(
    draft: Draft, said: Said, choice: Choice | None, first: int, span: int
) -> tuple[Known, Estimate]:
    """Read the year from its months, and the base from the figure given or from its months."""
    from tradecalc.commands.from_months import read_months, total  # noqa: PLC0415

    known = read_months(
        draft,
        said["monthly"] or "",
        choice,
        current_year=said["current_year"],
        months=said["months"],
        base_year=first if said["base"] is None else None,
    )
    _require_on_path(draft, known.current_year, first, span)
    months = known.series.year(first)
    if said["base"] is not None:
        base = draft.question.level("base", said["base"])
        if len(months) == 12:
            _compare(draft, first, base.value, total(months))
        return known, base
    if len(months) < 12:
        raise InputError(
            f"{known.series.name} has not all 12 months of the base year {first}: add --base, or"
            " set --base-year"
        )
    return known, known.year.figures.get("base") or draft.question.from_file("base", total(months))


def _compare(draft: Draft, first: int, base: float, found: float) -> None:
    """Note how the base given stands to what its months come to."""
    if found == base:
        return
    low, high = draft.question.as_written("base")
    stand = "agrees with" if low <= found <= high else "is not"
    total = f"{found:,.6g} {draft.question.unit}".rstrip()
    draft.notes.append(
        f"{first} comes to {total} by its months, which {stand} --base"
        f" {draft.question.readings['base'].written}: the path begins at --base, and the projection"
        " uses the months."
    )
