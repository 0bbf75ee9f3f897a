"""Every method's full year held against the path to the goal: pace, verdict, and the chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tradecalc.commands.draft import cell
from tradecalc.commands.likely import endings_of
from tradecalc.commands.methods import methods_of, note_missing, working_of
from tradecalc.commands.outlook import open_or_never
from tradecalc.commands.words import CAGR, RATE, arithmetic, in_words, months_text
from tradecalc.core.ranges import evaluate
from tradecalc.core.track import ON_TRACK, verdict, with_unknown_ends
from tradecalc.errors import DomainError
from tradecalc.outputs.report import Cell, Column, Working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tradecalc.commands.draft import Draft
    from tradecalc.commands.likely import Flow
    from tradecalc.core.ranges import Estimate
    from tradecalc.core.seasonal import SeasonalProjection
    from tradecalc.core.track import Track, Verdict

OPEN_SDG = "Open SDG, progress calculation, after Eurostat"
VERDICT = Working("pace_ratio against 0.95, 0.60 and 0", "verdict", OPEN_SDG)
GAP = arithmetic("full_year - milestone", "distance from the path")
COLUMNS = (  # with headings that let a table without ranges stand in 80 characters
    Column("method", "word"),
    Column("full_year", "level"),
    Column("gap", "level"),
    Column("pace_ratio", "ratio", heading="pace"),
    Column("required_from_now", "rate", heading="required"),
    Column("verdict", "word"),
    Column("first_year_at_goal", "year", missing="never", heading="at goal"),
)


class Held(NamedTuple):
    """A *method* held against a path of growth *required*: its pace *ratio*, or *why_not*."""

    method: str
    required: Estimate
    ratio: Estimate | None
    why_not: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The verdict at the figures as written."""
        return verdict(self.ratio.value, required=self.required.value) if self.ratio else None

    @property
    def is_on_track(self) -> bool:
        """Whether the verdict is that."""
        return self.verdict == ON_TRACK

    @property
    def ends(self) -> tuple[Verdict, ...]:
        """The verdicts at both ends of the rounding, the lower first, where they differ."""
        if self.ratio is None or self.ratio.range is None:
            return ()
        least = min(self.required.low, self.required.high, key=abs)
        low, high = (
            verdict(end, required=least) for end in (self.ratio.range.low, self.ratio.range.high)
        )
        return (low, high) if low != high else ()

    @property
    def is_turned_by_rounding(self) -> bool:
        """Whether rounding leaves open if it is on track."""
        return ON_TRACK in self.ends


def hold(draft: Draft, track: Track, required: Estimate) -> dict[str, Held]:
    """Hold every method of the year against the path, which requires a growth of *required*."""
    held = {}
    note_missing(draft, track.year)
    for method in methods_of(track.year):
        try:
            held[method] = Held(method, required, _pace_ratio(track, method, required))
        except DomainError as error:
            why = _points_to_nothing(draft, track, method) or str(error)
            held[method] = Held(method, required, None, why)
    return held


def _points_to_nothing(draft: Draft, track: Track, method: str) -> str:
    """Return that the full year is nothing, to which no growth a year leads, where it is."""
    full_year = cell("level", track.year.full_year(method), **track.figures)
    if full_year is None or full_year.value > 0:
        return ""
    written = draft.question.readings["ytd"].written
    return (
        f"{f'--ytd {written}' if written else 'the year to date'} points to a full year of"
        f" {full_year.value:.6g} ({in_words(method)}), and a pace needs one above zero:"
        " take a later month, or another --method"
    )


def _pace_ratio(track: Track, method: str, required: Estimate) -> Estimate:
    """Return a pace ratio, unless the growth that it is held against may be none."""
    if required.range and required.range.low <= 0 <= required.range.high:
        raise DomainError(
            "within the rounding the goal may require no growth, which no pace can be held against:"
            " write base and goal with more digits"
        )
    return evaluate(track.pace_ratio(method), **track.figures)


def add_pace(draft: Draft, track: Track, held: Held) -> None:
    """Add at what pace the headline has come, and the verdict on it."""
    working = Working(_rate("full_year", "base", track.elapsed), *(CAGR, RATE)[track.elapsed == 1])
    pace = draft.work_out("pace_so_far", "rate", track.pace(held.method), working, **track.figures)
    if pace is None and (why := _points_to_nothing(draft, track, held.method)):
        draft.left_out["pace_so_far"] = why
    if held.ratio and held.verdict:
        working = Working("pace_so_far / required_cagr", "pace ratio", OPEN_SDG)
        draft.add("pace_ratio", "ratio", held.ratio, working)
        draft.add("verdict", "word", held.verdict, VERDICT)
    else:
        draft.left_out |= dict.fromkeys(("pace_ratio", "verdict"), held.why_not)


def add_arrival(draft: Draft, track: Track, method: str) -> None:
    """Add what the headline leaves to do, and the year that it is done in at the pace so far."""
    later = _workings(track)
    if track.left:
        formula, working = track.required_from_now(method), later["required_from_now"]
        draft.work_out("required_from_now", "rate", formula, working, **track.figures)
    else:
        draft.left_out["required_from_now"] = (
            f"{track.current_year} is the goal's year, and none is left after it"
        )
    if "verdict" in draft.left_out:
        draft.left_out["first_year_at_goal"] = draft.left_out["verdict"]
        return
    try:
        first, working = track.estimate_first_year(method), later["first_year_at_goal"]
        draft.add("first_year_at_goal", "year", first, working)
    except DomainError as error:
        draft.left_out["first_year_at_goal"] = _away(track, method) or str(error)


def _away(track: Track, method: str) -> str:
    """Return that the pace so far leads away from the goal, where it does."""
    pace = cell("rate", track.pace(method), **track.figures)
    if pace is None or (pace.value > 0 if track.path.rising else pace.value < 0):
        return ""
    return f"at the pace so far, {100 * pace.value:+.2f} %, the goal is never reached"


def add_chance(
    draft: Draft, track: Track, flow: Flow, method: str, seasonal: SeasonalProjection | None
) -> None:
    """Add the chance of the milestone by how such years have ended, and say by which."""
    if "verdict" in draft.left_out:
        draft.left_out["chance"] = draft.left_out["verdict"]
        return
    try:
        points, basis = _endings(track, flow, method, seasonal)
        chance = evaluate(track.chance(method, points), **track.figures)
    except DomainError as error:
        draft.left_out["chance"] = str(error)
        return
    side = "above" if track.rising else "below"
    working = arithmetic(f"share of endings at or {side} milestone / full_year", "chance")
    draft.add("chance", "chance", with_unknown_ends(chance), working)
    if chance.range is None and chance.value in (0, 1):
        draft.notes.append("The months so far settle the chance.")
        return
    draft.notes.append(
        f"The chance of ending at the milestone or {side} it follows from {basis}. Chances under"
        " 5 % and over 95 % are not told apart."
    )


def _endings(
    track: Track, flow: Flow, method: str, seasonal: SeasonalProjection | None
) -> tuple[tuple[float, ...], str]:
    """Return the points of how years ended beside *method*, and what they were found on.

    Raises DomainError where there are none.
    """
    months = track.year.months
    if months == 12:
        raise DomainError("the year is complete, and its end is known")
    if method == "seasonal" and seasonal:
        return seasonal.points, (
            f"how far years have ended from seasonal projections after {months_text(months)},"
            " scaled to this flow's own volatility and errors"
        )
    found = endings_of(method, flow, months)
    if found is None:
        raise DomainError(
            "how years end beside an own --rest-growth is not known: take another --method"
        )
    assumed = ", assumed; set --flow" if flow.is_assumed else ""
    return found.points, (
        f"how far years have ended from the {in_words(method)} after {months_text(months)}"
        f" ({found.series_years:,} series-years of {flow.plural}{assumed})"
    )


def add_table(draft: Draft, track: Track, held: Mapping[str, Held]) -> None:
    """Add the table of all methods, each held against the path."""
    columns = [
        column._replace(heading=str(track.current_year)) if column.name == "full_year" else column
        for column in COLUMNS
        if track.left or column.name != "required_from_now"
    ]
    workings: dict[str, Working | list[Working]] = {
        **_workings(track),
        "full_year": [working_of(track.year, method) for method in held],
    }
    cells = [_row(track, one) for one in held.values()]
    rows = [[row[column.name] for column in columns] for row in cells]
    draft.table("methods", columns, rows, workings)


def _row(track: Track, held: Held) -> dict[str, Cell]:
    """Return what a method says of the way to the goal, by column."""
    method, figures = held.method, track.figures
    return {
        "method": method,
        "full_year": cell("level", track.year.full_year(method), **figures),
        "gap": cell("level", track.gap(method), **figures),
        "pace_ratio": held.ratio,
        "required_from_now": cell("rate", track.required_from_now(method), **figures),
        "verdict": held.verdict,
        "first_year_at_goal": _first_year(track, method) if held.ratio else "",
    }


def _first_year(track: Track, method: str) -> Cell:
    """Return the cell of the first year at the goal; an empty one where there is no pace."""
    try:
        return track.estimate_first_year(method)
    except DomainError:
        if cell("rate", track.pace(method), **track.figures) is None:
            return ""
        return open_or_never(track.first_year(method), track.figures)


def _workings(track: Track) -> dict[str, Working]:
    """Return how the columns are worked out, in the names of figures, answers and columns."""
    pace = _rate("full_year", "base", track.elapsed)
    ahead = "ln(goal / full_year) / ln(full_year / base)"
    if track.elapsed > 1:
        ahead = f"{track.elapsed} * {ahead}"
    return {
        "gap": GAP,
        "pace_ratio": Working(f"({pace}) / required_cagr", "pace ratio", OPEN_SDG),
        "required_from_now": Working(_rate("goal", "full_year", track.left), *CAGR),
        "verdict": VERDICT,
        "first_year_at_goal": arithmetic(
            f"current_year + max(0, {ahead}), rounded up", "first calendar year at the goal"
        ),
    }


def _rate(level: str, base: str, years: int) -> str:
    """Return the formula of a growth a year, in the names of the two levels."""
    if years == 1:
        return f"({level} - {base}) / {base}"
    return f"({level} / {base})^(1 / {years}) - 1"
