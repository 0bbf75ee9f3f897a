"""What a chart is drawn on: texts, lines and bars, each where it is put.

Everything is placed in points of 1/72 inch, without the library's axes, for every label stands
beside what it names and is measured before it is placed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.outputs.placement import Anchor, Box, Point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.text import Text

LINE = 1.25  # height of a line, in sizes of its font


class Ink(NamedTuple):
    """How a text is written."""

    size: float
    color: str = "#222222"
    bold: bool = False


class Stroke(NamedTuple):
    """How a line is drawn, and the marker at its points; *filled* is the marker's inside."""

    color: str
    width: float
    dashes: tuple[float, ...] = ()
    marker: str = ""
    marker_size: float = 0.0
    filled: str = ""


class Sheet:
    """A figure that is drawn on in points, from its lower left corner; *taken* is what is full."""

    def __init__(self) -> None:
        """Start with an empty figure of any size."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  the library
        from matplotlib.figure import Figure  # noqa: PLC0415  the same
        from matplotlib.transforms import Affine2D  # noqa: PLC0415  the same

        self.figure = Figure(dpi=72, facecolor="white")
        canvas: Any = FigureCanvasAgg(self.figure)  # the method has no types
        self._renderer = canvas.get_renderer()
        self._points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self.taken: list[Box] = []
        self._drawn = 0

    def resize(self, width: float, height: float) -> None:
        """Make the figure as large as that."""
        self.figure.set_size_inches(width / 72, height / 72)

    def size(self, text: str, ink: Ink) -> tuple[float, float]:
        """Return how wide and how high a text is."""
        lines = text.split("\n")
        return max(self._width(line, ink) for line in lines), len(lines) * LINE * ink.size

    def covered(self, box: Box) -> float:
        """Return how much of what is taken a box would cover."""
        return sum(box.shared(other) for other in self.taken)

    def write(self, text: str, at: Anchor, ink: Ink) -> None:
        """Write a text and take its place."""
        box = at.box(*self.size(text, ink))
        for k, line in enumerate(text.split("\n")):  # each is aligned, whatever font is there
            top = box.top - (k * LINE + 0.1) * ink.size  # as much lead above as below
            self._text(line, at._replace(y=top, height="top"), ink)
        self.taken.append(box.wider(2))  # two labels do not run together

    def _width(self, line: str, ink: Ink) -> float:
        drawn = self._text(line, Anchor(0, 0, "left"), ink)
        width = drawn.get_window_extent(self._renderer).width
        drawn.remove()
        return width

    def line(self, points: Sequence[Point], stroke: Stroke) -> None:
        """Draw a line through points, with its marker at each."""
        from matplotlib.lines import Line2D  # noqa: PLC0415  the library

        drawn = Line2D(
            [x for x, _ in points],
            [y for _, y in points],
            color=stroke.color,
            linewidth=stroke.width,
            linestyle=(0, stroke.dashes) if stroke.dashes else "solid",
            marker=stroke.marker or "None",
            markersize=stroke.marker_size,
            markerfacecolor=stroke.filled or stroke.color,
            markeredgewidth=1.2,
            solid_capstyle="butt",
            transform=self._points,
        )
        self._add(drawn)

    def bar(self, box: Box, *, face: str, edge: str = "none", hatch: str = "") -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415  the library

        left, bottom, right, top = box
        drawn = Rectangle(
            (left, bottom),
            right - left,
            top - bottom,
            facecolor=face,
            edgecolor=edge,
            hatch=hatch or None,
            linewidth=0.8,
            transform=self._points,
        )
        self._add(drawn)

    def _add(self, drawn: Artist) -> None:
        """Add what is drawn over all that was drawn before, and below every text."""
        self._drawn += 1
        drawn.set_zorder(self._drawn)
        self.figure.add_artist(drawn)

    def _text(self, text: str, at: Anchor, ink: Ink) -> Text:
        return self.figure.text(
            at.x,
            at.y,
            text,
            horizontalalignment=at.side,
            verticalalignment=at.height,
            fontsize=ink.size,
            fontweight="bold" if ink.bold else "normal",
            color=ink.color,
            zorder=1000,
            transform=self._points,
        )
