"""A chart of the way to a goal, as SVG or PNG, by the plotting library's defaults and ours."""

from __future__ import annotations

import os.path
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tradecalc.errors import InputError, quoted
from tradecalc.outputs.composition import compose
from tradecalc.outputs.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from tradecalc.outputs.picture import Picture

_ENDINGS = (".svg", ".png")
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
        raise InputError(f"--chart {quoted(path)} is not a file name") from None


def draw(picture: Picture) -> Figure:
    """Return *picture* as the library's figure, with nothing of its global state.

    Raises InputError where the plotting library is not installed.
    """
    with _library():
        sheet = Sheet()
        compose(picture, sheet)
        return sheet.figure


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
