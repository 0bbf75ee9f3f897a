"""The chart of the way to a goal, as SVG or PNG; it reads without colours."""

import logging
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from math import fsum
from pathlib import Path
from typing import Any, NamedTuple

from tradecalc.core.ranges import Range
from tradecalc.errors import InputError, quoted
from tradecalc.questions.question import Result
from tradecalc.questions.report import number_of
from tradecalc.show.digits import decimals_for, label, magnitude, number

Point = tuple[int, float]  # a year and the level of that whole year
Style = dict[str, Any]


class InProgress(NamedTuple):
    """A year of which *months* are known: what they come to, and where it is projected to end."""

    year: int
    months: int
    ytd: float
    full_year: float
    method: str
    likely: Range | None = None


class Picture(NamedTuple):
    """What a chart shows: levels of whole years in one *unit*, rates as fractions a year."""

    title: str
    source: str
    unit: str
    goal: Point
    known: tuple[Point, ...] = ()
    running: InProgress | None = None
    path: tuple[Point, ...] = ()
    pace: tuple[Point, ...] = ()
    path_rate: float | None = None
    pace_rate: float | None = None


# Lengths are points, 1/72 inch: of the picture, the plot, the margin, and a year that is narrow.
WIDTH, HEIGHT, MARGIN, NARROW = 576, 260, 14, 28

# Vermilion and blue are told apart by every kind of colour blindness.
INK, SLATE, VERMILION, BLUE = "#222222", "#5b6670", "#b84a00", "#00609c"
SOLID: Style = {"color": SLATE}
HATCHED: Style = {"color": "white", "ec": SLATE, "hatch": "////", "lw": 0.8}
RANGE: Style = {"color": "#111111", "lw": 1.6, "marker": "_", "ms": 8, "mew": 1.6}
PATH: Style = {"color": VERMILION, "lw": 2.4, "marker": "o", "ms": 6, "zorder": 3}
PACE: Style = {"color": BLUE, "lw": 1.7, "dashes": (4.5, 2.2), "zorder": 4}
PACE |= {"marker": "D", "ms": 4.5, "mew": 1.2, "mfc": "white"}
HAIRLINE: Style = {"arrowstyle": "-", "color": "#777777", "lw": 0.6, "shrinkB": 3}
LEADER: Style = {"arrowprops": HAIRLINE, "zorder": 1.6, "textcoords": "offset points"}
TITLE: Style = {"size": 14, "color": INK, "weight": "bold"}
SMALL: Style = {"size": 8, "color": "#555555"}
# Around a label the grid breaks off; bars and lines, which it never crosses, lie above its ground.
CLEAR = 4
LABEL: Style = {"size": 9, "color": INK, "zorder": 1.8}
LABEL |= {"bbox": {"fc": "white", "ec": "none", "pad": CLEAR}}
IN_BAR: Style = {"size": 8.5, "color": "white", "weight": "bold", "zorder": 5}

# Where a label may go: how far right of its point, how far above it, and how it is aligned there.
Spot = tuple[float, float, str, str]
BESIDE: list[Spot] = [(4, 5, "right", "bottom"), (0, 6, "center", "bottom")]
BESIDE += [(-5, 4, "right", "bottom"), (5, -5, "left", "top"), (-5, -5, "right", "top")]
BEHIND: list[Spot] = [(13, up, "left", "center") for up in range(HEIGHT)]
UNDER: list[Spot] = [(0, -down, "center", "top") for down in range(5, HEIGHT, 3)]
UPS, RIGHTS = (*range(7, HEIGHT, 3), *range(4, -HEIGHT, -3)), (*range(-6, -240, -24), 20, 60)
OVER: list[Spot] = [(right, up, "left", "bottom") for up in UPS for right in RIGHTS]


def picture_of(report: Result) -> Picture:
    """Return what a chart of a *report* shows; raise InputError where it has no way to a goal."""
    way, case = report.taken["way"], report.taken["pool"].case
    if not way:
        raise InputError("needs a case with [target] and [year_to_date]", figure="chart")
    track = report.parts["track"]
    value = partial(number_of, track)
    year, months = int(value("current_year")), int(value("months"))
    known = {year - 1: value("prior_year")} if "prior_year" in track.inputs else {}
    if series := track.taken.get("file"):
        past = [one for one in series.complete_years if one < year][-4:]
        known = {one: fsum(series.year(one)) for one in past}
    known[int(value("base_year"))] = value("base")
    running = None
    if months == 12:
        known[year] = value("full_year")
    else:
        whole, method = track["full_year"], track["method"].value
        running = InProgress(year, months, value("ytd"), whole.value, method, whole.likely)
    rows = [{name: cell.value for name, cell in row.items()} for row in way]
    goal, so_far = (rows[-1]["year"], value("goal")), tuple(sorted(known.items()))
    path = tuple((row["year"], row["path"]) for row in rows)
    pace = tuple((r["year"], r["pace"]) for r in rows if "pace" in r and r["year"] >= year)
    source = ", ".join(filter(None, (case.prose("source"), case.prose("date"))))
    titled = case.prose("title"), source, track.unit
    rates = value("required_cagr"), value("pace_so_far")
    return Picture(*titled, goal, so_far, running, path, pace, *rates)


def save(picture: Picture, path: str) -> None:
    """Write *picture* to *path*, .svg or .png; raise InputError where that cannot be done."""
    ending = Path(path).suffix.casefold()
    if ending not in (".svg", ".png"):
        rule = "must end in .svg or .png, not {written}"
        raise InputError(rule, figure="chart", written=quoted(path))
    data = BytesIO()
    with _library():
        named = {"Date": None, "Creator": None, "Title": picture.title}
        draw(picture).savefig(data, format=ending[1:], dpi=200, metadata=named)
    try:
        Path(path).write_bytes(data.getvalue())
    except (OSError, ValueError) as error:  # such as a NUL in the name
        why, rule = getattr(error, "strerror", error), "cannot be written: {why}"
        raise InputError(rule, figure="chart", written=quoted(path), why=why) from None


def draw(picture: Picture) -> Any:
    """Return *picture* as the library's figure; raise InputError without the library."""
    with _library():
        return _Chart(picture).figure


@contextmanager
def _library() -> Iterator[None]:
    """Let the plotting library draw by its own defaults and ours, and leave these as they were."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # or it speaks of its caches
    try:
        from matplotlib import style  # noqa: PLC0415  it takes a third of a second
    except ImportError:
        remedy = "pip install 'tradecalc[chart]'"
        raise InputError("needs a plotting library", figure="chart", remedy=remedy) from None
    except ValueError as error:  # such as MPLBACKEND=nonsense
        why = str(error).partition(";")[0]
        raise InputError("cannot be drawn: {why}", figure="chart", why=why) from None
    with (
        style.context(["default", Path(__file__).with_suffix(".mplstyle")]),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # a sign that the font lacks is shown as a box
        yield


class _Chart:
    """A picture on the plotting library's axes, each label where it crosses nothing."""

    def __init__(self, picture: Picture) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415  only to draw

        self.figure = Figure(dpi=72, facecolor="white")  # a pixel is a point
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))  # its styles have no types
        self.picture, now = picture, picture.running
        self.likely = (now and now.likely) or ()
        self.bars = [(year, 0.0, level, SOLID) for year, level in picture.known]
        if now:
            whole = (now.year, min(now.ytd, now.full_year), now.full_year, HATCHED)
            self.bars += [(now.year, 0.0, now.ytd, SOLID), whole]
        points = [picture.goal, *picture.path, *picture.pace]
        tops = [*self.likely, *(high for _, _, high, _ in self.bars)]
        levels = [*tops, *(level for _, level in points)]
        self.decimals = decimals_for("level", map(float, levels))
        text = f"{self.given(picture.goal[1])}: the goal{_yearly(picture.path_rate)}"
        self.lines = [(picture.path or (picture.goal,), PATH, text)]
        if picture.pace:
            text = f"{self.text(picture.pace[-1][1])}: the pace so far{_yearly(picture.pace_rate)}"
            self.lines.insert(0, (picture.pace, PACE, text))
        # A last bar that is high needs room above for its label.
        room = 1.35 if max(tops, default=0.0) > 0.78 * max(levels) else 1.06
        self.axes.set_ylim(0, min(room * max(levels), 1.7e308) or 1.0)  # what a float holds
        self.frame([year for year, _ in points] + [year for year, *_ in self.bars])
        self.draw()
        self.label()

    def frame(self, years: list[int]) -> None:
        """Place the axes, and write title, unit, levels, years and source around them."""
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415  only to draw

        axes, picture = self.axes, self.picture
        axes.tick_params(length=0, pad=6, labelsize=9, labelcolor=INK)
        found = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(*axes.get_ylim())
        ticks = [float(level) for level in found if level <= axes.get_ylim()[1]]
        axes.set_yticks(ticks, [number(at, max(0, -magnitude(ticks[1]))) for at in ticks], **SMALL)
        axes.grid(axis="y", color="#d9d9d9", lw=0.8)
        axes.spines[["left", "right", "top"]].set_visible(False)
        axes.spines["bottom"].set(color=SLATE, lw=0.8)
        first, last = min(years), max(years)
        is_barred = first == last or last in (year for year, *_ in self.bars)
        end = last + 0.5 if is_barred else last
        axes.set_xlim(first - 0.5, end)
        for line, style, text in self.lines:
            self.note(text, (end, line[-1][1]), {**LABEL, "color": style["color"]})
        source = f"Source: {picture.source.rstrip('.')}. " if picture.source else ""
        title, high = self.wrapped(picture.title, TITLE)
        below, low = self.wrapped(f"{source}Projection, path and pace: tradecalc.", SMALL)
        unit, _ = self.wrapped(picture.unit and f"{picture.unit} a year", SMALL)
        top = MARGIN + low + 30 + HEIGHT
        height = top + 36 + high + MARGIN
        for written, y in (title, height - MARGIN), (unit, top + 21), (below, MARGIN + low):
            written.set_y(y / height)
        left = MARGIN + axes.yaxis.get_tightbbox().width + 6
        right = WIDTH - MARGIN - 13 - max(note.get_window_extent().width for note in axes.texts)
        self.figure.set_size_inches(WIDTH / 72, height / 72)
        width = right - left
        axes.set_position((left / WIDTH, (top - HEIGHT) / height, width / WIDTH, HEIGHT / height))
        self.year_width = width / (end - first + 0.5)
        locator = MaxNLocator(int(width / NARROW), steps=[1, 5, 10], integer=True)
        rounds = locator.tick_values(first, last)
        self.years = [last]  # with a label, as far as there is room: this one, and round ones
        for year in (*(year for year, *_ in self.bars[-1:]), *map(int, rounds)):
            room = min(abs(year - other) for other in self.years) * self.year_width
            if first <= year <= last and room >= NARROW:
                self.years.append(year)
        axes.set_xticks(self.years, [str(year) for year in self.years])

    def wrapped(self, text: str, style: Style) -> tuple[Any, float]:
        written = self.figure.text(MARGIN / WIDTH, 0, "", va="top", **style)
        for columns in range(180, 0, -1):
            written.set_text(textwrap.fill(text, columns, max_lines=9, break_on_hyphens=False))
            if written.get_window_extent().width <= WIDTH - 2 * MARGIN:
                break
        return written, written.get_window_extent().height

    def draw(self) -> None:
        axes = self.axes
        for year, low, high, style in self.bars:
            axes.bar(year, high - low, 0.78, low, zorder=2, **style)
        # The range stands in its bar clear of the path's marker, if there is room.
        last = self.bars[-1][0] if self.bars else self.years[-1]
        self.range_at = last - max(0.0, 0.39 - 6 / self.year_width)
        axes.plot([self.range_at] * len(self.likely), self.likely, **RANGE)
        for line, style, _ in self.lines:
            years, levels = zip(*line, strict=True)
            marked = [year in (years[0], *self.years) for year in years]
            axes.plot(years, levels, markevery=marked, clip_on=False, **style)
        self.taken = [bar.get_window_extent() for bar in axes.patches]
        self.curves = [line.get_path().transformed(axes.transData) for line in axes.lines]

    def label(self) -> None:
        now, path = self.picture.running, dict(self.picture.path)
        for note in sorted(self.axes.texts, key=lambda note: note.xy[1]):  # the upper one moves up
            self.place(note, BEHIND, self.figure.bbox)
        over = [f"{self.text(now.full_year)} projected ({label(now.method)})"] if now else []
        if self.likely:
            least, most = self.text(self.likely[0], "down"), self.text(self.likely[1], "up")
            over.append(f"likely {least} to {most} (4 in 5)")
        over += self.label_bars()
        path.pop(self.picture.goal[0], None)
        if now and now.year in path:
            over.append(f"{self.text(path[now.year])} on the path")
        if over:
            point = (self.range_at, max([self.bars[-1][2], *self.likely]))
            note = self.note("\n".join(over), point, LABEL)
            if self.place(note, OVER, self.axes.bbox):
                (right, up), width = note.get_position(), note.get_window_extent().width
                if 0 < -right < width and up > 9:
                    self.axes.annotate("", point, (0, up), **LEADER)
        for year in sorted(path.keys() - {year for year, *_ in self.bars}):
            text = self.text(path[year])
            if self.year_width > max(NARROW, 6 * len(text)):
                note = self.note(text, (year, path[year]), {**LABEL, "color": VERMILION})
                self.place(note, BESIDE, self.axes.bbox)

    def label_bars(self) -> list[str]:
        """Write into each solid bar what it comes to; return what of the last finds no room."""
        now, left_over = self.picture.running, list[str]()
        texts = [(self.given(level), f" in {year}") for year, level in self.picture.known]
        if now:
            months = "month" if now.months == 1 else "months"
            texts.append((f"{self.given(now.ytd)} in\n{now.months} {months}", ""))
        for k, (text, when) in enumerate(texts):
            year, _, level, _ = self.bars[k]
            is_placed = self.place(self.note(text, (year, level), IN_BAR), UNDER, self.taken[k])
            if not is_placed and k >= len(self.picture.known) - 1:
                left_over.insert(0, text.replace("\n", " ") + when)
        return left_over

    def text(self, level: float, direction: str = "nearest") -> str:
        return number(level, self.decimals, direction=direction)

    def given(self, level: float) -> str:
        text = self.text(level)
        return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text

    def note(self, text: str, point: Any, style: Style) -> Any:
        where: Style = {"textcoords": "offset points", "annotation_clip": False}
        return self.axes.annotate(text, point, (0, 0), **where, **style)

    def place(self, note: Any, spots: list[Spot], room: Any) -> bool:
        """Move a note to the first of *spots* where it crosses nothing, or take it away."""
        boxes = [box for box in self.taken if box is not room]
        for right, up, side, height in spots:
            note.set(position=(right, up), ha=side, va=height)
            box = note.get_window_extent()
            is_inside = room.contains(*box.min - 1) and room.contains(*box.max + 1)
            if is_inside and not box.count_overlaps(boxes) and not self.is_crossed(box):
                self.taken.append(box.padded(CLEAR))
                return True
        note.remove()
        return False

    def is_crossed(self, box: Any) -> bool:
        return any(
            curve.intersects_bbox(box.padded(2), filled=False)
            or box.padded(4).count_contains(curve.vertices)
            for curve in self.curves
        )


def _yearly(rate: float | None) -> str:
    return "" if rate is None else f",\n{number(rate, 1, 'rate')} % a year"
