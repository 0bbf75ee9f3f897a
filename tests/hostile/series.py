"""Files of months, as offices, spreadsheets and programs lay them out."""

from __future__ import annotations

from math import sin
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.hostile.spoil import quoted, spoilt
from tests.hostile.words import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = "January February March April May June July August September October November December"
NAMES = MONTHS.split()
MONTH: list[Callable[[int, int], str]] = [
    lambda year, month: f"{year}-{month:02}",
    lambda year, month: f"{year}M{month:02}",
    lambda year, month: f"{year}{month:02}",
    lambda year, month: f"{year}-{month:02}-01",
    lambda year, month: f"{NAMES[month - 1]} {year}",
    lambda year, month: f"{NAMES[month - 1][:3]}-{year % 100:02}",
    lambda year, month: f"01/{month:02}/{year}",
]
NUMBER: list[Callable[[float], str]] = [
    "{:.1f}".format,
    "{:.6g}".format,
    "{:,.1f}".format,
    lambda x: f"{x:.2f}".replace(".", ","),
    "USD{:.1f}mn".format,
    "{:.0f}".format,
]


def _levels(random: Random, count: int, tilt: int) -> list[float]:
    """Return levels of so many months: with seasons, or as *tilt* says with what breaks them."""
    size, growth = 10 ** random.uniform(-1, 6), random.uniform(0.98, 1.03)
    found = [
        size * growth**k * (1.3 + sin(k * 0.5236)) * random.uniform(0.8, 1.2) for k in range(count)
    ]
    if tilt == 1:
        found = [0.0 if random.random() < 0.3 else x for x in found]
    elif tilt == 2:
        found = [-x if random.random() < 0.1 else x for x in found]
    elif tilt == 3:
        found = [size] * count
    elif tilt == 4:
        found = [x * 10 ** random.uniform(-300, 300) for x in found]
    elif tilt == 5:  # totals since January
        for k in range(1, count):
            found[k] += found[k - 1] if k % 12 else 0
    return found


@st.composite
def months(draw: st.DrawFn, series: str = "exports") -> bytes:
    """Return a file of months, of *series* among others, in one of the layouts that there are."""
    random = Random(draw(st.integers(0, 10**6)))
    count = draw(st.sampled_from([45, 45, 57, 40, 36, 45, 57, 33, 24, 1, 120, 600]))
    tilt = draw(st.sampled_from([0] * 9 + [1, 2, 3, 4, 5]))
    first = draw(st.sampled_from([2021, 2019, 2022] * 4 + [1990, 9990]))
    month, number = random.choice(MONTH), random.choice(NUMBER)
    if draw(st.sampled_from([True, True, False])):
        month, number = MONTH[0], NUMBER[0]
    dates = [(first + k // 12, k % 12 + 1) for k in range(count)]
    names = draw(st.sampled_from([[series]] * 5 + [[series, "imports"], ["a", "b"]]))
    if draw(st.integers(0, 9)) == 0:
        names = draw(st.lists(HOSTILE, min_size=1, max_size=3))
    separator = draw(st.sampled_from([",", ",", ";", "\t", "|"]))
    layout = draw(
        st.sampled_from(["tidy"] * 4 + ["fred"] * 3 + ["sdmx", "comtrade", "years", "across"])
    )
    if layout in ("sdmx", "years"):
        names = names[:1]
    rows = _laid_out(layout, dates, names, [_levels(random, count, tilt) for _ in names], month)
    lines = [[cell if isinstance(cell, str) else number(cell) for cell in row] for row in rows]
    lines = [[quoted(cell, separator, quote=True) for cell in row] for row in lines]
    if draw(st.integers(0, 6)) == 0:
        lines = [lines[0], *random.sample(lines[1:], len(lines) - 1)]
    text = "\n".join(separator.join(line) for line in lines) + "\n"
    return draw(spoilt(text.encode("utf-8", "surrogatepass")))


def _laid_out(
    layout: str,
    dates: list[tuple[int, int]],
    names: list[str],
    levels: list[list[float]],
    month: Callable[[int, int], str],
) -> list[list[str | float]]:
    """Return the rows of a table of months."""
    pairs = list(zip(names, levels, strict=True))
    heads: dict[str, list[str]] = {
        "fred": ["observation_date", *names],
        "sdmx": ["REF_AREA", "TIME_PERIOD", "OBS_VALUE"],
        "comtrade": ["refPeriodId", "flowDesc", "primaryValue"],
        "tidy": ["series", "period", "value"],
    }
    rows: list[list[str | float]] = [[*heads.get(layout, [])]]
    if layout == "fred":
        return rows + [[month(*date), *(x[k] for x in levels)] for k, date in enumerate(dates)]
    if layout == "years":
        whole = {year for year, _ in dates}
        rows = [["Year", *NAMES]]
        for year in sorted(whole):
            here = [x for x, date in zip(levels[0], dates, strict=True) if date[0] == year]
            rows.append([str(year), *here, *[""] * (12 - len(here))])
        return rows
    if layout == "across":
        rows = [["Flow", *(month(*date) for date in dates)]]
        return rows + [[name, *own] for name, own in pairs]
    for name, own in pairs:
        for (year, number), level in zip(dates, own, strict=True):
            period = month(year, number) if layout != "comtrade" else f"{year}{number:02}01"
            rows.append([period, name, level] if layout == "comtrade" else [name, period, level])
    return rows
