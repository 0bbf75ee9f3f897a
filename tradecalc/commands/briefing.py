"""What a reader of a case sees first: its title, and the answers in three sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.commands.published import years_of
from tradecalc.commands.spoken import growth_in_words, level_in_words
from tradecalc.commands.words import all_of, in_words
from tradecalc.core.ranges import Estimate
from tradecalc.core.track import ON_TRACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.inputs.cases import Case
    from tradecalc.outputs.report import Report

SUBJECTS = {"total": "Trade", "exports": "Exports", "imports": "Imports"}
VERDICTS = {
    "on-track": "the year is on track",
    "acceleration-needed": "the year is behind the path, and growth has to accelerate",
    "limited-progress": "the year makes limited progress only",
    "deterioration": "the year moves away from the goal",
}


def title(case: Case) -> str:
    """Return the case's title with its source and date."""
    origin = ", ".join(part for part in (case.source, case.date) if part)
    return f"{case.title} ({origin})" if origin else case.title


def sentences(case: Case, reports: Mapping[str, Report], *, fractions: bool) -> str:
    """Return the answers in plain sentences, a line each: the year, the goal, the verdict."""
    lines = []
    if "project" in reports:
        so_far = _so_far(case, reports, fractions=fractions)
        lines.append(f"{so_far}{_ending(reports)}.")
    if "target" in reports or "track" in reports:
        lines.append(f"{_goal(case, reports)}.")
    if not lines and "decompose" in reports:
        lines.append(re.sub(r"\{(\w+)\}", r"{decompose.\1}", reports["decompose"].summary))
    verdicts = [_verdict(reports["track"])] if "track" in reports else []
    if "check" in reports:
        agreement = reports["check"].summary
        verdicts.append(f"{agreement[0].lower()}{agreement[1:].rstrip('.')}")
    if verdicts:
        said = "; ".join(verdicts)
        lines.append(f"{said[0].upper()}{said[1:]}.")
    return "\n".join(lines)


def _so_far(case: Case, reports: Mapping[str, Report], *, fractions: bool) -> str:
    """Return the months so far in words, and their growth where it is known."""
    months = int(number(reports["project"], "months"))
    span = "January of " if months == 1 else f"the first {months} months of " if months < 12 else ""
    stated = case.year_to_date
    if "ytd" not in stated:
        year = int(number(reports["project"], "current_year"))
        return f"In {span}{year} {{project.series}} came to {{project.ytd}}"
    _, year = years_of(case)
    level = level_in_words(stated["ytd"].text, case.unit)
    line = f"{SUBJECTS[case.quantity]} came to {level} in {span}{year}"
    if "growth" in stated:
        return f"{line}, {growth_in_words(stated['growth'].text, fractions=fractions)}"
    if "prior_ytd" in stated and "growth" in reports:
        same = {1: "the same month of ", 12: ""}.get(months, "the same months of ")
        return f"{line}, {{growth.growth_rate}} on {same}{year - 1}"
    return line


def _ending(reports: Mapping[str, Report]) -> str:
    """Return what the months point to, in words."""
    if int(number(reports["project"], "months")) == 12:
        return ": the year is complete"
    line = ", which points to {project.full_year} for the year"
    if reports["project"].answer("full_year").likely:
        line += ", between {project.likely_low} and {project.likely_high} four times in five"
    return line


def _goal(case: Case, reports: Mapping[str, Report]) -> str:
    """Return the goal, the growth that it requires, and the year's milestone, in words."""
    whose = "track" if "track" in reports else "target"
    first, last = span_of(reports[whose])
    goal, base = level_in_words(case.target["goal"].text, case.unit), "{track.base}"
    if "base" in case.target:
        base = level_in_words(case.target["base"].text, case.unit)
    line = f"The goal of {goal} in {last} takes {{{whose}.required_cagr}} a year from {base}"
    if whose == "track" and (year := int(number(reports[whose], "current_year"))) < last:
        return f"{line} in {first}, which makes {{track.milestone}} in {year}"
    return f"{line} in {first}"


def _verdict(track: Report) -> str:
    """Return the verdict in words, and the methods that turn it."""
    said = word(track, "verdict")
    line = f"at {{track.full_year}} {VERDICTS[said]}"
    table = track.table("methods")
    names = [column.name for column in table.columns] if table else []
    rows = [dict(zip(names, row, strict=True)) for row in table.rows] if table else []
    others = [
        in_words(str(row["method"]))
        for row in rows
        if row["verdict"] and (row["verdict"] == ON_TRACK) != (said == ON_TRACK)
    ]
    if others:
        turned = "not" if said == ON_TRACK else "on track"
        line += f", though by {all_of(others)} it is {turned}"
    return line


def span_of(report: Report) -> tuple[int, int]:
    """Return the base year and the goal's year."""
    first = int(number(report, "base_year"))
    if "year" in report.readings:
        return first, int(number(report, "year"))
    return first, first + int(number(report, "years"))


def number(report: Report, name: str) -> float:
    """Return the number that a figure was read as, or an answer came to."""
    reading = report.readings.get(name)
    found = reading.estimate if reading else report.answer(name).value
    if not isinstance(found, Estimate):
        raise KeyError(name)
    return found.value


def word(report: Report, name: str) -> str:
    """Return the word that an answer is."""
    return str(report.answer(name).value)
