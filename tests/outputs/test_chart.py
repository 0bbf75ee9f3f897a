"""Charts: drawn whole, the same twice, and no label over another."""

from __future__ import annotations

import hashlib
import re
import struct
import subprocess
import sys
from itertools import combinations
from operator import mul
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D

from tradecalc.core.growth import cagr, compound
from tradecalc.errors import InputError
from tradecalc.outputs.chart import draw, save
from tradecalc.outputs.picture import Picture, Projected, ToDate
from tradecalc.outputs.placement import Box, apart
from tradecalc.outputs.plot import BAR, LABEL, LEADER, PACE, PATH, RANGE, SMALL, TITLE


def line(base: float, rate: float, first: int, last: int) -> tuple[tuple[int, float], ...]:
    """Levels that grow at one rate from year to year."""
    return tuple(
        (year, compound(base=base, rate=rate, years=year - first))
        for year in range(first, last + 1)
    )


def picture(base: float, goal: float, last: int, pace: float, running: float) -> Picture:
    """A case with 2024 known and 2025 in progress."""
    rate = cagr(base=base, goal=goal, years=last - 2024)
    return Picture(
        "Kazakhstan and Uzbekistan: trade on its way to its goal",
        "BAQ.kz, 2025-11-14",
        "bn USD",
        goal=(last, goal),
        known=((2024, base),),
        to_date=ToDate(2025, 9, 0.74 * running),
        projected=Projected(2025, running, 0.956 * running, 1.057 * running, "blend"),
        path=line(base, rate, 2024, last),
        pace=line(base, pace, 2024, last),
        path_rate=rate,
        pace_rate=pace,
    )


HOME = picture(4, 10, 2030, 0.1474, 4.59)
PICTURES = {
    "the home case": HOME,
    "a falling goal": picture(5, 2.5, 2030, -0.08, 4.6),
    "a goal far away": picture(4, 100, 2060, 0.08, 4.59),
    "a pace far above the path": picture(4, 10, 2060, 0.1474, 4.59),
    "pace and path the same": picture(4, 10, 2030, cagr(base=4, goal=10, years=6), 4.66),
    "tiny numbers": picture(0.004, 0.01, 2030, 0.1474, 0.00459),
    "millions": picture(876, 2000, 2030, 0.0616, 930),
    "thousands of dollars": picture(87_180_377, 200_000_000, 2030, 0.0911, 95_123_456),
    "hardly any growth": picture(4, 4.2, 2030, 0.01, 4.05),
    "the goal's own year": picture(4, 5, 2025, 0.1474, 4.59),
    "no range": HOME._replace(projected=Projected(2025, 4.59, None, None, "blend")),
    "no projection": HOME._replace(projected=None, to_date=None),
    "one month": HOME._replace(to_date=ToDate(2025, 1, 0.3)),
    "a long record": HOME._replace(known=line(0.6, 0.055, 1988, 2024)),
    "a goal alone": Picture("A goal", "", "", goal=(2030, 10.0)),
    "nothing but zeros": Picture("A goal", "", "", goal=(2030, 0.0), known=((2024, 0.0),)),
    "a long title in Russian": HOME._replace(
        title="Товарооборот Казахстана и Узбекистана на пути к 10 млрд долларов США: " * 3
    ),
}


def boxes(shown: Picture) -> dict[str, Box]:
    """What every text of the picture fills, in points, and the picture itself."""
    figure = draw(shown)
    found = {"": Box(0, 0, *figure.bbox.size)}
    with mpl.rc_context({"text.hinting": "none"}):  # as it is saved
        canvas: Any = FigureCanvasAgg(figure)  # the method has no types
        for number, text in enumerate(figure.texts):
            extent = text.get_window_extent(canvas.get_renderer())
            found[f"{number}: {text.get_text()}"] = Box(*map(float, extent.extents))
    return found


class TestEveryChart:
    @pytest.mark.parametrize("shown", PICTURES.values(), ids=PICTURES)
    def test_no_label_is_over_another_or_cut(self, shown: Picture) -> None:
        texts = boxes(shown)
        whole = texts.pop("")
        for (name, one), (other_name, other) in combinations(texts.items(), 2):
            assert one.shared(other) < 0.5, f"{name} is over {other_name}"
        for name, box in texts.items():
            assert box.left >= 0, name
            assert box.right <= whole.right, name
            assert 0 <= box.bottom <= box.top <= whole.top, name

    @settings(max_examples=20)
    @given(
        base=st.floats(0.01, 1e9),
        times=st.floats(0.1, 30),
        pace=st.floats(-0.3, 0.5),
        last=st.integers(2026, 2060),
    )
    def test_no_label_is_over_another_whatever_the_goal(
        self, base: float, times: float, pace: float, last: int
    ) -> None:
        texts = boxes(picture(base, base * times, last, pace, base * (1 + pace)))
        del texts[""]
        for (name, one), (other_name, other) in combinations(texts.items(), 2):
            assert one.shared(other) < 1, f"{name} is over {other_name}"

    @pytest.mark.parametrize("ending", ["svg", "png"])
    def test_the_same_picture_is_the_same_file(self, tmp_path: Path, ending: str) -> None:
        sums = set()
        for name in ("one", "two"):
            path = tmp_path / f"{name}.{ending}"
            save(HOME, str(path))
            sums.add(hashlib.sha256(path.read_bytes()).hexdigest())
        assert len(sums) == 1

    def test_it_leaves_the_plotting_library_as_it_was(self, tmp_path: Path) -> None:
        with mpl.rc_context({"font.size": 33, "svg.fonttype": "path", "figure.dpi": 50}):
            before = dict(mpl.rcParams)
            save(HOME, str(tmp_path / "theirs.svg"))
            assert dict(mpl.rcParams) == before
        save(HOME, str(tmp_path / "plain.svg"))
        theirs, plain = (tmp_path / f"{name}.svg" for name in ("theirs", "plain"))
        assert theirs.read_bytes() == plain.read_bytes()


def svg_texts(shown: Picture, path: Path) -> list[str]:
    save(shown, str(path))
    root = ET.parse(path).getroot()  # noqa: S314  a file that was just written
    return [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]


class TestWhatItSays:
    def test_an_svg_holds_its_words_as_text(self, tmp_path: Path) -> None:
        texts = svg_texts(HOME, tmp_path / "home.svg")
        assert texts[:2] == [
            HOME.title,
            "Source: BAQ.kz, 2025-11-14. Projection, path and pace: tradecalc.",
        ]
        assert "bn USD a year" in texts
        assert {str(year) for year in range(2024, 2031)} < set(texts)

    def test_every_element_has_its_label(self, tmp_path: Path) -> None:
        texts = svg_texts(HOME, tmp_path / "home.svg")
        assert {
            *("4", "3.4 in", "9 months"),
            *("4.59 projected (blend)", "likely 4.38 to 4.86 (4 in 5)"),
            *("4.66", "5.43", "6.32", "7.37", "8.58"),
            *("10: the goal,", "+16.5 % a year", "9.13: the pace so far,", "+14.7 % a year"),
        } < set(texts)

    def test_what_finds_no_room_beside_its_mark_stands_with_the_projection(
        self, tmp_path: Path
    ) -> None:
        texts = svg_texts(PICTURES["thousands of dollars"], tmp_path / "f.svg")
        assert "100,119,949 on the path" in texts
        assert "70,391,357 in 9 months" in texts

    def test_signs_are_signs_and_no_mark_up(self, tmp_path: Path) -> None:
        title = "From $3_4bn to $10^9bn & <b>more</b> \\frac"
        assert svg_texts(HOME._replace(title=title), tmp_path / "f.svg")[0] == title

    def test_the_axis_begins_at_zero(self, tmp_path: Path) -> None:
        assert "0" in svg_texts(PICTURES["hardly any growth"], tmp_path / "f.svg")


class TestTheFile:
    def test_a_png_is_one_and_large_enough_to_print(self, tmp_path: Path) -> None:
        path = tmp_path / "HOME.PNG"
        save(HOME, str(path))
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", data[16:24])
        assert width == 1600
        assert 900 < height < 1200

    @pytest.mark.parametrize("name", ["trade.pdf", "trade", "svg", "trade.svg.gz", ".png/"])
    def test_another_ending_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(InputError, match=r"ends neither in \.svg nor in \.png: write a name"):
            save(HOME, str(tmp_path / "x") + "/" + name)

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("none/trade.svg", "'none/trade.svg' cannot be written: No such file or directory"),
            ("full.svg", "'full.svg' cannot be written: Is a directory"),
            ("a\0b.svg", r"'a\x00b.svg' is not a file name"),
        ],
    )
    def test_a_file_that_cannot_be_written_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("full.svg").mkdir()
        with pytest.raises(InputError) as refused:
            save(HOME, name)
        assert str(refused.value) == f"--chart {why}"


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


class TestTheLibrary:
    def test_without_it_one_line_says_what_to_install(self) -> None:
        done = python(
            "import sys; sys.modules['matplotlib'] = None\n"
            "from tradecalc.outputs.chart import save\n"
            "from tradecalc.outputs.picture import Picture\n"
            "save(Picture('t', 's', 'u', (2030, 10.0)), 'trade.svg')"
        )
        assert done.stderr.splitlines()[-1] == (
            "tradecalc.errors.InputError: --chart needs a plotting library: pip install"
            " 'tradecalc[chart]'"
        )

    def test_what_keeps_it_from_starting_is_told_in_one_line(self) -> None:
        done = python(
            "import os; os.environ['MPLBACKEND'] = 'nonsense'\n"
            "from tradecalc.outputs.chart import save\n"
            "from tradecalc.outputs.picture import Picture\n"
            "save(Picture('t', 's', 'u', (2030, 10.0)), 'trade.svg')"
        )
        assert done.stderr.splitlines()[-1].startswith(
            "tradecalc.errors.InputError: --chart: the plotting library does not start: "
        )

    def test_it_is_loaded_only_to_draw(self) -> None:
        done = python("import sys, tradecalc.outputs.chart\nprint('matplotlib' in sys.modules)")
        assert done.stdout == "False\n"


class TestTwoLabelsBesideEachOther:
    HEIGHTS = st.floats(1, 40)
    PLACES = st.floats(0, 300)

    @given(one=st.tuples(PLACES, HEIGHTS), other=st.tuples(PLACES, HEIGHTS))
    def test_are_apart_and_in_order(
        self, one: tuple[float, float], other: tuple[float, float]
    ) -> None:
        first, second = apart(one, other, low=0, high=300)
        assert abs(first - second) >= (one[1] + other[1]) / 2 - 1e-9
        if one[0] != other[0]:
            assert (first < second) == (one[0] < other[0])
        for middle, (_, height) in ((first, one), (second, other)):
            assert height / 2 - 1e-9 <= middle <= 300 - height / 2 + 1e-9

    def test_stay_where_they_are_if_there_is_room(self) -> None:
        assert apart((50, 20), (90, 20), low=0, high=300) == (50, 90)


def test_a_line_of_markers_alone_has_no_dashes() -> None:
    # The library refuses dashes of no width before 3.11.
    lines = [one for one in draw(HOME).get_children() if isinstance(one, Line2D)]
    bare = [one for one in lines if one.get_linewidth() == 0]
    assert bare
    assert {one.get_linestyle() for one in bare} == {"-"}


def _linear(color: str) -> list[float]:
    """Red, green and blue as amounts of light (sRGB)."""
    parts = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2: 1 for the same lightness, 21 for black on white."""
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in map(_linear, (one, other))
    )
    return (high + 0.05) / (low + 0.05)


WHITE = "#ffffff"
SEEN_BY = {  # what light there is for an eye that lacks a kind of cone: Machado (2009), severity 1
    "without red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "without green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "without blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def test_what_is_drawn_and_written_stands_out_from_white() -> None:
    for ink in (TITLE, LABEL, SMALL, LABEL._replace(color=PATH.color)):
        assert _contrast(ink.color, WHITE) >= 4.5
    assert _contrast(WHITE, BAR) >= 4.5  # what is written in a bar
    for color in (BAR, PATH.color, PACE.color, RANGE.color, LEADER.color):
        assert _contrast(color, WHITE) >= 3


@pytest.mark.parametrize("eye", SEEN_BY)
def test_path_and_pace_are_told_apart_by_every_eye_and_in_grey(eye: str) -> None:
    lights = [_linear(stroke.color) for stroke in (PATH, PACE)]
    seen = [[sum(map(mul, row, light)) for row in SEEN_BY[eye]] for light in lights]
    assert max(abs(a - b) for a, b in zip(*seen, strict=True)) > 0.15  # a black to white is 1
    assert (PATH.dashes, PATH.marker, PATH.filled) != (PACE.dashes, PACE.marker, PACE.filled)
    assert bool(PATH.dashes) != bool(PACE.dashes)


def test_a_chart_can_be_read_aloud(tmp_path: Path) -> None:
    save(HOME, str(tmp_path / "chart.svg"))
    text = (tmp_path / "chart.svg").read_text()
    assert f"<title>{HOME.title}</title>" in text
    for word in ("path", "pace", "blend", "4.59", HOME.source):
        assert re.search(rf"<text[^>]*>[^<]*{re.escape(word)}", text), word
