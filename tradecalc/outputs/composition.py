"""What stands where in a chart of the way to a goal: bars, lines, and a label beside each.

Bars are the years so far and the year in progress; the lines lead to the goal and on at the pace
so far. Every element has its own shade, stroke and marker, so that it reads without colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tradecalc.outputs.display import label, number, suffix
from tradecalc.outputs.placement import Anchor, Box, along, apart, freest
from tradecalc.outputs.plot import (
    BAR,
    GAP,
    IN_BAR,
    LABEL,
    LEADER,
    PACE,
    PATH,
    RANGE,
    Plot,
    bars,
    earned_decimals,
    frame,
    given_level,
)

if TYPE_CHECKING:
    from tradecalc.outputs.picture import Picture
    from tradecalc.outputs.sheet import Ink, Sheet


def compose(picture: Picture, sheet: Sheet) -> None:
    """Draw *picture* on *sheet*."""
    ends = _end_labels(picture)
    plot = frame(picture, sheet, max(sheet.size(text, ink)[0] for text, ink in ends))
    _bars(picture, sheet, plot)
    _lines(picture, sheet, plot)
    _write_ends(picture, sheet, plot, ends)
    known = _write_known(picture, sheet, plot)
    rest = _write_to_date(picture, sheet, plot) + _write_path(picture, sheet, plot) + known
    _write_projection(picture, sheet, plot, rest)


def _end_labels(picture: Picture) -> list[tuple[str, Ink]]:
    """What stands at the end of the path, and of the pace where there is one."""
    decimals = earned_decimals(picture)
    ends = [(f"{given_level(picture.goal[1], decimals)}: the goal", picture.path_rate, PATH)]
    if picture.pace:
        level = number(picture.pace[-1][1], decimals)
        ends.append((f"{level}: the pace so far", picture.pace_rate, PACE))
    return [
        (text if rate is None else f"{text},\n{_rate(rate)} a year", LABEL._replace(color=s.color))
        for text, rate, s in ends
    ]


def _rate(rate: float) -> str:
    return f"{number(rate, 1, shift=2, sign=True)}{suffix('rate', '')}"


def _bars(picture: Picture, sheet: Sheet, plot: Plot) -> None:
    """Draw the years so far, the running one as far as it is known, and its likely range."""
    for year, low, high, hatch in bars(picture):
        x = plot.x(year)
        box = Box(x - plot.half, plot.y(low), x + plot.half, plot.y(high))
        if hatch:
            sheet.bar(box, face="white", edge=BAR, hatch=hatch)
            sheet.taken.append(box)
        else:
            sheet.bar(box, face=BAR)
    running = picture.projected
    if running and running.low is not None and running.high is not None:
        x, cap = _left_of(plot, running.year), min(4.0, plot.half)
        span = Box(x - cap, plot.y(running.low), x + cap, plot.y(running.high))
        sheet.line([(x, span.bottom), (x, span.top)], RANGE)
        for y in (span.bottom, span.top):
            sheet.line([(span.left, y), (span.right, y)], RANGE)
        sheet.taken.append(span.wider(1))


def _left_of(plot: Plot, year: int) -> float:
    """Where the range of a year stands: in its bar, clear of the path's marker if there is room."""
    return plot.x(year) - max(0.0, plot.half - 6)


def _lines(picture: Picture, sheet: Sheet, plot: Plot) -> None:
    """Draw the path to the goal and the line of the pace so far."""
    for line, stroke in ((picture.path or (picture.goal,), PATH), (picture.pace, PACE)):
        points = plot.points(line)
        sheet.line(points, stroke._replace(marker=""))
        marked = plot.points(
            (year, level)
            for year, level in line
            if not plot.is_dense or year % 5 == 0 or (year, level) in (line[0], line[-1])
        )
        sheet.line(marked, stroke._replace(width=0, dashes=()))
        sheet.taken += along(points, reach=2)
        sheet.taken += [Box(x, y, x, y).wider(4) for x, y in marked]


def _write_ends(picture: Picture, sheet: Sheet, plot: Plot, ends: list[tuple[str, Ink]]) -> None:
    """Write what the lines are beside their ends, one above the other."""
    middles = [plot.y((line or (picture.goal,))[-1][1]) for line in (picture.path, picture.pace)]
    if picture.pace:
        goal, pace = (
            (y, sheet.size(text, ink)[1] + 4) for y, (text, ink) in zip(middles, ends, strict=True)
        )
        middles = list(apart(pace, goal, low=plot.bottom, high=plot.top))[::-1]
    else:
        middles[0] = max(middles[0], plot.bottom + sheet.size(*ends[0])[1] / 2)
    for (text, ink), middle in zip(ends, middles, strict=False):
        sheet.write(text, Anchor(plot.right + GAP, middle, "left", "center"), ink)


def _write_known(picture: Picture, sheet: Sheet, plot: Plot) -> list[str]:
    """Write each known level in its bar; where they do not fit, return the last one."""
    if not picture.known:
        return []
    texts = [plot.given(level) for _, level in picture.known]
    if all(sheet.size(text, IN_BAR)[0] < 2 * plot.half - 2 for text in texts):
        inside = [
            _write_inside(sheet, plot, text, year, level)
            for (year, level), text in zip(picture.known, texts, strict=True)
        ]
        if inside[-1]:
            return []
    (year, level), text = picture.known[-1], texts[-1]
    if picture.projected:
        return [f"{text} in {year}"]
    x = max(plot.x(year) + 4 - sheet.size(text, LABEL)[0], plot.left + 2)
    sheet.write(text, Anchor(x, plot.y(level) + 6, "left"), LABEL)
    return []


def _write_inside(sheet: Sheet, plot: Plot, text: str, year: int, level: float) -> bool:
    """Write a text into a bar, as high as it is free there, if it fits."""
    width, height = sheet.size(text, IN_BAR)
    top = plot.y(level) - 5
    room = int(top - plot.bottom - height - 2)
    if width > 2 * plot.half - 2 or room < 0:
        return False
    places = [Anchor(plot.x(year), top - k, "center", "top") for k in range(0, room + 1, 3)]
    sheet.write(text, freest(places, width, height, sheet.taken), IN_BAR)
    return True


def _write_to_date(picture: Picture, sheet: Sheet, plot: Plot) -> list[str]:
    """Write the year to date into its bar; return it where it does not fit."""
    if not picture.to_date:
        return []
    year, months, level = picture.to_date
    words = [plot.given(level), "in", str(months), "months" if months > 1 else "month"]
    for breaks in ((1,), (0, 2)):  # behind which words a line ends
        text = "".join(w + ("\n" if k in breaks else " ") for k, w in enumerate(words)).strip()
        if _write_inside(sheet, plot, text, year, level):
            return []
    return [" ".join(words)]


def _write_path(picture: Picture, sheet: Sheet, plot: Plot) -> list[str]:
    """Write the levels of the path where they are free; return the running year's if it is not."""
    known = {year for year, _ in picture.known} | {picture.goal[0]}
    running = picture.projected.year if picture.projected else None
    inner = [  # where years stand close, no level but this year's is written anyway
        (year, level)
        for year, level in picture.path
        if year not in known and (year == running or not plot.is_dense)
    ]
    ink = LABEL._replace(color=PATH.color)
    sizes = [sheet.size(plot.worked_out(level), ink) for _, level in inner]
    places = [_around(x, y) for x, y in plot.points(inner)]
    # The side of the line that is free for most of them is the first for each.
    covered = [
        sum(sheet.covered(at[k].box(*size)) for at, size in zip(places, sizes, strict=True))
        for k in range(5)
    ]
    best = covered.index(min(covered))
    rest = []
    for (year, level), size, around in zip(inner, sizes, places, strict=True):
        text = plot.worked_out(level)
        at = freest((around[best], *around), *size, sheet.taken)
        if not plot.is_dense and size[0] < plot.step and not sheet.covered(at.box(*size)):
            sheet.write(text, at, ink)
        elif year == running:
            rest.append(f"{text} on the path")
    return rest


def _around(x: float, y: float) -> list[Anchor]:
    """The places beside a marker, those above it first."""
    return [
        *(Anchor(x + 4, y + 5, "right"), Anchor(x, y + 6), Anchor(x - 4, y + 5, "left")),
        *(Anchor(x + 5, y - 5, "left", "top"), Anchor(x - 5, y - 5, "right", "top")),
    ]


def _write_projection(picture: Picture, sheet: Sheet, plot: Plot, rest: list[str]) -> None:
    """Write what the running year's bar and its range are, and the *rest*, where it is free."""
    if not picture.projected:
        return
    year, level, low, high, method = picture.projected
    lines = [f"{plot.worked_out(level)} projected ({label(method)})"]
    if low is not None and high is not None:
        least = number(low, plot.decimals, direction="down")
        most = number(high, plot.decimals, direction="up")
        lines.append(f"likely {least} to {most} (4 in 5)")
    text = "\n".join((*lines, *rest))
    width, height = sheet.size(text, LABEL)
    x, y = _left_of(plot, year), plot.y(max(level, high or level))
    starts = [
        min(max(start, plot.left + 2), plot.right - width)
        for start in (x - 6, x - width / 2, x - width + 6)
    ]
    highest = max(y + 7, plot.top - height)
    places = [
        Anchor(start, y + 6 + k, "left")
        for k in range(0, int(highest - y - 5), 3)
        for start in starts
    ]
    at = freest(places, width, height, sheet.taken)
    leader = Box(x - 1, y + 2, x + 1, at.y - 1)
    if at.y > y + 9 and not sheet.covered(leader):
        sheet.line([(x, leader.bottom), (x, leader.top)], LEADER)
    sheet.write(text, at, LABEL)
