"""A chart of the way to a goal, as SVG or PNG: the only importer of the plotting library.

Everything is placed in points of 1/72 inch, without the library's axes, for every label stands
beside what it names and is measured before it is placed.
"""

from __future__ import annotations

import os.path
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tradecalc.errors import InputError
from tradecalc.inputs.figures import quoted
from tradecalc.outputs.composition import compose
from tradecalc.outputs.placement import Anchor, Box, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from tradecalc.outputs.picture import Picture
    from tradecalc.outputs.plot import Ink, Stroke

_ENDINGS = (".svg", ".png")
LINE = 1.25  # height of a line, in sizes of its font
_PNG_DPI = 200
_SETTINGS = {  # beside the library's own defaults, whatever the user's are
    "font.family": "sans-serif",
    # The first comes with the library, and has Cyrillic; an SVG may be read where it is not.
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "text.parse_math": False,  # a dollar sign is a dollar sign
    "text.hinting": "none",  # a text is as wide in the file as when it was measured
    "svg.fonttype": "none",  # text stays text, to be found and edited
    "svg.hashsalt": "tradecalc",  # the same picture gives the same bytes
    "hatch.linewidth": 0.7,
}


def save(picture: Picture, path: str) -> None:
    """Draw *picture* and write it to *path*, as SVG or PNG by its ending.

    Raises InputError for another ending, where the plotting library is not installed, and where
    the file cannot be written.
    """
    from io import BytesIO  # noqa: PLC0415  for a picture only

    ending = os.path.splitext(path)[1].casefold()  # noqa: PTH122  pathlib for this alone
    if ending not in _ENDINGS:
        raise InputError(
            f"--chart {quoted(path)} ends neither in .svg nor in .png: write a name that does"
        )
    data = BytesIO()
    with _library():
        nothing = {"Date": None, "Creator": None} if ending == ".svg" else {"Software": None}
        draw(picture).savefig(
            data, format=ending[1:], dpi=_PNG_DPI, metadata={**nothing, "Title": picture.title}
        )
    try:
        with open(path, "wb") as file:  # noqa: PTH123  pathlib would be loaded for this alone
            file.write(data.getvalue())
    except OSError as error:
        raise InputError(f"--chart {quoted(path)} cannot be written: {error.strerror}") from None
    except ValueError:
        raise InputError(f"--chart {quoted(path)} is no file name") from None


def draw(picture: Picture) -> Figure:
    """Return *picture* as the library's figure, with nothing of its global state.

    Raises InputError where the plotting library is not installed.
    """
    with _library():
        sheet = Sheet()
        compose(picture, sheet)
        return sheet.figure


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


@contextmanager
def _library() -> Iterator[None]:
    """Let the plotting library draw by its own defaults and ours, and leave it as it was."""
    import logging  # noqa: PLC0415  the library has loaded it, and no one else needs it
    import warnings  # noqa: PLC0415  the same

    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.ERROR)  # what it says of its caches is of no use to the reader
    try:
        library = _plotting()
        with library.rc_context(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a sign that the font lacks is shown as a box
            library.rcdefaults()
            library.rcParams.update(_SETTINGS)
            yield
    finally:
        log.setLevel(level)


def _plotting() -> Any:
    """Load the plotting library."""
    try:
        import matplotlib as library  # noqa: ICN001, PLC0415  it takes a third of a second
    except ImportError:
        raise InputError(
            "--chart needs a plotting library: pip install 'tradecalc[chart]'"
        ) from None
    except ValueError as error:  # such as MPLBACKEND=nonsense
        reason = str(error).partition(";")[0]
        raise InputError(f"--chart: the plotting library does not start: {reason}") from None
    return library
