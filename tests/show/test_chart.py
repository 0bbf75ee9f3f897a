"""Charts: drawn whole, the same twice, no label over another, a bar or a line."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from tradecalc.core.growth import cagr, compound
from tradecalc.core.ranges import Range
from tradecalc.errors import InputError
from tradecalc.show import chart
from tradecalc.show.chart import InProgress, Picture, draw, save


def line(base: float, rate: float, first: int, last: int) -> tuple[tuple[int, float], ...]:
    """Levels that grow at one rate from year to year."""
    years = range(first, last + 1)
    return tuple((year, compound(base=base, rate=rate, years=year - first)) for year in years)


def picture(base: float, goal: float, last: int, pace: float, running: float) -> Picture:
    """A case with 2024 known and 2025 in progress."""
    rate = cagr(base=base, goal=goal, years=last - 2024)
    likely = Range(0.956 * running, 1.057 * running)
    return Picture(
        "Kazakhstan and Uzbekistan: trade on its way to its goal",
        "BAQ.kz, 2025-11-14",
        "bn USD",
        goal=(last, goal),
        known=((2024, base),),
        running=InProgress(2025, 9, 0.74 * running, running, "blend", likely),
        path=line(base, rate, 2024, last),
        pace=line(base, pace, 2024, last),
        path_rate=rate,
        pace_rate=pace,
    )


HOME = picture(4, 10, 2030, 0.1474, 4.59)
BLEND = InProgress(2025, 9, 3.4, 4.59, "blend")
PICTURES = {
    "home": HOME,
    "a falling goal": picture(5, 2.5, 2030, -0.08, 4.6),
    "pace and path the same": picture(4, 10, 2030, cagr(base=4, goal=10, years=6), 4.66),
    "thousands of dollars": picture(87_180_377, 200_000_000, 2030, 0.0911, 95_123_456),
    "huge numbers": picture(4e300, 1e301, 2030, 0.1474, 4.59e300),
    "a wide range": HOME._replace(running=BLEND._replace(likely=Range(1.0, 9.5))),
    "a whole year": HOME._replace(running=None, known=((2024, 4.0), (2025, 4.6))),
    "one month": HOME._replace(running=BLEND._replace(months=1, ytd=0.3)),
    "a long record": HOME._replace(known=line(0.6, 0.055, 1988, 2024)),
    "a goal alone": Picture("A goal", "", "", goal=(2030, 10.0)),
    "nothing but zeros": Picture("A goal", "", "", goal=(2030, 0.0), known=((2024, 0.0),)),
    "one long word": HOME._replace(title="x" * 150, unit="y" * 200),
    "a long title in Russian": HOME._replace(title="Товарооборот на пути к 10 млрд: " * 6),
}


def assert_nothing_is_crossed(shown: Picture) -> None:
    """No text is cut or over another; no label is over a bar that it is not in, or a line."""
    figure = draw(shown)
    (axes,) = figure.axes
    labels = [text for text in axes.texts if text.get_text()]
    around = [*figure.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
    with mpl.rc_context({"text.hinting": "none"}):  # as it is saved
        boxes = {text: text.get_window_extent() for text in (*labels, *around) if text.get_text()}
    for (text, box), (other, other_box) in combinations(boxes.items(), 2):
        shared = Bbox.intersection(box, other_box)
        assert shared is None or min(shared.size) < 0.5, f"{text} is over {other}"
    for text, box in boxes.items():
        assert all(figure.bbox.padded(0.5).contains(*corner) for corner in (box.min, box.max)), text
    for text in labels:
        for curve in axes.lines:
            path = curve.get_path().transformed(axes.transData)
            assert not path.intersects_bbox(boxes[text], filled=False), text
        for bar in axes.patches:
            shared = Bbox.intersection(bar.get_window_extent(), boxes[text])
            is_in = shared is not None and shared.size == pytest.approx(boxes[text].size)
            assert shared is None or is_in or min(shared.size) < 0.5, text


@pytest.mark.parametrize("shown", PICTURES.values(), ids=PICTURES)
def test_nothing_is_crossed_or_cut(shown: Picture) -> None:
    assert_nothing_is_crossed(shown)


@pytest.mark.parametrize("shown", PICTURES.values(), ids=PICTURES)
def test_grid_lines_keep_clear_of_labels(shown: Picture) -> None:
    figure = draw(shown)
    canvas: Any = FigureCanvasAgg(figure)

    def pixels() -> Any:
        canvas.draw()
        return np.array(canvas.buffer_rgba())

    with mpl.rc_context({"text.hinting": "none"}):
        with_grid = pixels()
        figure.axes[0].grid(visible=False)
        rows, columns = np.nonzero((with_grid != pixels()).any(axis=2))
        points = np.column_stack((columns, figure.bbox.height - rows))
        assert len(points)
        for text in filter(Text.get_text, figure.axes[0].texts):
            assert not text.get_window_extent().padded(3).count_contains(points), text


@settings(max_examples=20)
@given(
    base=st.floats(0.01, 1e9),
    times=st.floats(0.1, 30),
    pace=st.floats(-0.3, 0.5),
    last=st.integers(2026, 2060),
    first=st.integers(2000, 2024),
)
def test_nothing_is_crossed_whatever_the_goal(
    base: float, times: float, pace: float, last: int, first: int
) -> None:
    shown = picture(base, base * times, last, pace, base * (1 + pace))
    known = [(year, base * (0.6 + year * 37 % 50 / 100)) for year in range(first, 2024)]
    assert_nothing_is_crossed(shown._replace(known=(*known, (2024, base))))


@pytest.mark.parametrize("name", ["chart.svg", "chart.PNG"])
def test_it_is_the_same_file_whatever_the_users_settings(tmp_path: Path, name: str) -> None:
    save(HOME, str(tmp_path / name))
    plain = (tmp_path / name).read_bytes()
    with mpl.rc_context({"font.size": 33, "svg.fonttype": "path", "figure.dpi": 50}):
        before = dict(mpl.rcParams)
        save(HOME, str(tmp_path / name))
        assert dict(mpl.rcParams) == before
    assert (tmp_path / name).read_bytes() == plain


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("home", "4|3.4 in|9 months|4.59 projected (blend)|likely 4.38 to 4.86 (4 in 5)"),
        ("home", "4.66 on the path|5.43|6.32|7.37|8.58|10: the goal,|9.13: the pace so far,"),
        ("home", "+16.5 % a year|+14.7 % a year|bn USD a year|0|2024|2025|2026|2030"),
        ("home", "Source: BAQ.kz, 2025-11-14. Projection, path and pace: tradecalc."),
        # What finds no room in its bar stands above the last one.
        ("thousands of dollars", "70,391,357 in 9 months|87,180,377 in 2024"),
        ("a long record", "4.12 in 2024|3.4 in 9 months|1995|2025|2030"),
        ("one month", "0.3 in 1 month"),
    ],
)
def test_an_svg_says_it_as_text(tmp_path: Path, name: str, said: str) -> None:
    title = "From $3_4bn to $10^9bn & <b>more</b> \\frac"  # signs are signs, and no mark-up
    save(PICTURES[name]._replace(title=title), str(tmp_path / "f.svg"))
    root = ET.parse(tmp_path / "f.svg").getroot()  # noqa: S314  a file that was just written
    assert root[0].text == title
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {title, *said.split("|")} <= set(texts)


@pytest.mark.parametrize("name", ["f", "svg", "f.svg.gz", "a\0b.svg"])
def test_a_file_that_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"must end in \.svg or \.png|embedded null byte"):
        save(HOME, name)


def test_the_library_is_loaded_only_to_draw_and_may_not_start() -> None:
    code = (
        "import os, sys; from tradecalc.show.chart import Picture, save\n"
        "print('matplotlib' in sys.modules); os.environ['MPLBACKEND'] = 'nonsense'\n"
        "save(Picture('t', 's', 'u', (2030, 10.0)), 'trade.svg')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "False\n"
    assert "InputError: chart cannot be drawn: Key backend: 'nonsense'" in done.stderr


def test_what_is_read_stands_out_and_the_lines_are_told_apart_without_colour() -> None:
    for color in (chart.INK, chart.SMALL["color"], chart.SLATE, chart.VERMILION, chart.BLUE):
        parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        luminance = sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), light, strict=True))
        # The contrast with white by WCAG 2, which asks for 4.5 where something is to be read.
        assert 1.05 / (luminance + 0.05) >= 4.5
    assert chart.PATH["marker"] != chart.PACE["marker"]
    assert ("dashes" in chart.PATH) != ("dashes" in chart.PACE)
