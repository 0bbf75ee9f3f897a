"""The plot of a chart: its place in the picture, its levels and years, its title and source."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.ranges import Estimate
from tradecalc.outputs.display import decimals_for, number
from tradecalc.outputs.placement import Anchor, Point
from tradecalc.outputs.sheet import Ink, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tradecalc.outputs.picture import Picture
    from tradecalc.outputs.sheet import Sheet

WIDTH = 576.0  # 8 inches
PLOT = 260.0  # height of the plot
MARGIN = 14.0
TICKS = 5
GAP = 9.0  # between the end of a line and its label


# Vermilion and blue are told apart by every kind of colour blindness.
BAR, GRID = "#5b6670", "#d9d9d9"
PATH = Stroke("#b84a00", 2.4, marker="o", marker_size=6)
PACE = Stroke("#00609c", 1.7, (4.5, 2.2), marker="D", marker_size=4.5, filled="white")
RANGE = Stroke("#111111", 1.6)
LEADER = Stroke("#777777", 0.6)
TITLE, LABEL, SMALL = Ink(14, bold=True), Ink(9), Ink(8, "#555555")
IN_BAR = Ink(8.5, "white", bold=True)


class Plot(NamedTuple):
    """The part of a picture that years and levels span, and how levels are written.

    *left* is where the first year begins, *step* how wide a year is, and *right* where the plot
    ends: in the middle of the last year where it has no bar.
    """

    left: float
    right: float
    bottom: float
    step: float
    first: int
    highest: float
    decimals: int

    @property
    def top(self) -> float:
        """How high the plot reaches."""
        return self.bottom + PLOT

    @property
    def half(self) -> float:
        """Half of how wide a bar is."""
        return 0.39 * self.step

    @property
    def is_dense(self) -> bool:
        """Whether the years are too many for each to be labelled."""
        return self.step < 28

    def x(self, year: int) -> float:
        """Where the middle of a year is."""
        return self.left + self.step * (year - self.first + 0.5)

    def y(self, level: float) -> float:
        """Where a level is."""
        return self.bottom + PLOT * (level / self.highest)

    def points(self, line: Iterable[tuple[int, float]]) -> list[Point]:
        """Where years and their levels are."""
        return [(self.x(year), self.y(level)) for year, level in line]

    def worked_out(self, level: float) -> str:
        """Write a level that was calculated."""
        return number(level, self.decimals)

    def given(self, level: float) -> str:
        """Write a level that was given."""
        return given_level(level, self.decimals)


def frame(picture: Picture, sheet: Sheet, margin: float) -> Plot:
    """Write title, source, unit, levels and years around the plot; *margin* stays at its right."""
    highest = _highest(picture)
    ticks = _ticks(highest)
    title, source = (
        _wrapped(sheet, text, ink)
        for text, ink in ((picture.title, TITLE), (_source(picture), SMALL))
    )
    bottom = MARGIN + sheet.size(source, SMALL)[1] + 30
    top = bottom + PLOT
    sheet.resize(WIDTH, top + 26 + sheet.size(title, TITLE)[1] + MARGIN)
    sheet.write(title, Anchor(MARGIN, top + 26, "left"), TITLE)
    sheet.write(source, Anchor(MARGIN, MARGIN, "left"), SMALL)
    left = MARGIN + max(sheet.size(text, SMALL)[0] for _, text in ticks) + 6
    right = WIDTH - MARGIN - margin - GAP
    first, last = _years(picture)
    barred = first == last or last in {year for year, *_ in bars(picture)}
    step = (right - left) / (last - first + (1 if barred else 0.5))
    plot = Plot(left, right, bottom, step, first, highest, earned_decimals(picture))
    for level, text in ticks:
        y = plot.y(level)
        end = right + (0 if barred or level else step / 2)
        sheet.line([(left, y), (end, y)], Stroke(GRID if level else BAR, 0.8))
        sheet.write(text, Anchor(left - 6, y, "right", "center"), SMALL)
    if picture.unit:
        sheet.write(f"{picture.unit} a year", Anchor(MARGIN, top + 3, "left"), SMALL)
    _write_years(picture, sheet, plot, last)
    return plot


def _highest(picture: Picture) -> float:
    """The level at the plot's top, with room for the projection's label where that is high."""
    highest = max(_levels(picture))
    label_at = 0.0
    if year := picture.projected:
        label_at = max(year.level, year.high or year.level)
    room = 1.35 if label_at > 0.78 * highest else 1.06
    return min(room * highest, sys.float_info.max) or 1.0


def _source(picture: Picture) -> str:
    own = "Projection, path and pace: tradecalc."
    return f"Source: {picture.source.rstrip('.')}. {own}" if picture.source else own


def _ticks(highest: float) -> list[tuple[float, str]]:
    """Round levels from zero to *highest*, and how they are written."""
    power = math.floor(math.log10(highest / TICKS))
    for leading in (1, 2, 5, 10):
        step = leading * 10.0**power
        if highest < (TICKS + 1) * step:
            break
    decimals = max(0, -power) if leading < 10 else max(0, -power - 1)
    return [(k * step, number(k * step, decimals)) for k in range(int(highest / step) + 1)]


def _wrapped(sheet: Sheet, text: str, ink: Ink) -> str:
    """Break a text into lines that fit into the picture."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and sheet.size(longer, ink)[0] > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def _write_years(picture: Picture, sheet: Sheet, plot: Plot, last: int) -> None:
    """Write every year, or round ones where there is no room, but first those that matter."""
    width = sheet.size("2000", LABEL)[0]
    every = next((n for n in (1, 2, 5, 10, 20, 50, 100) if n * plot.step > width + 8), 1000)
    running = [year for year, *_ in bars(picture)][-1:]
    years = [year for year in range(plot.first, last + 1) if year % every == 0]
    written: list[float] = []
    for year in (picture.goal[0], *running, plot.first, last, *years):
        x = plot.x(year)
        if all(abs(x - other) > width + 8 for other in written):
            sheet.write(str(year), Anchor(x, plot.bottom - 5, "center", "top"), LABEL)
            written.append(x)


def bars(picture: Picture) -> list[tuple[int, float, float, str]]:
    """The bars: the year of each, from which level to which, and how it is hatched."""
    found = [(year, 0.0, level, "") for year, level in picture.known]
    known = 0.0
    if so_far := picture.to_date:
        known = so_far.level
        found.append((so_far.year, 0.0, known, ""))
    if whole := picture.projected:
        found.append((whole.year, min(known, whole.level), whole.level, "////"))
    return found


def _levels(picture: Picture) -> list[float]:
    """Every level that the picture shows."""
    levels = [level for _, level in (picture.goal, *picture.known, *picture.path, *picture.pace)]
    if picture.to_date:
        levels.append(picture.to_date.level)
    if year := picture.projected:
        levels += [level for level in (year.level, year.low, year.high) if level is not None]
    return levels


def earned_decimals(picture: Picture) -> int:
    """Digits after the point that the levels of the picture are written with."""
    estimates = [Estimate(float(level)) for level in _levels(picture)]
    return decimals_for("level", estimates, written=0, digits=None)


def _years(picture: Picture) -> tuple[int, int]:
    """The first year of the picture and its last one."""
    years = [year for year, _ in (picture.goal, *picture.known, *picture.path, *picture.pace)]
    years += [running.year for running in (picture.to_date, picture.projected) if running]
    return min(years), max(years)


def given_level(level: float, decimals: int) -> str:
    """Write a level that was given: without zeros at its end."""
    text = number(level, decimals)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
