"""Files that a command is given: as offices, spreadsheets and programs write them, then spoilt."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from math import sin
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.hostile.words import CLAIMS, COUNTS, HOSTILE, LEVELS, PARTS, RATES, YEARS, mostly
from tradecalc.commands.answerable import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

BUILT_IN = (files("tradecalc.inputs") / "cases" / "home.toml").read_text("utf-8")
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
PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                b'"',
                b'""',
                b",",
                b";",
                b"\t",
                b"\n",
                b"\r",
                b"\r\n",
                b"\0",
                b"\xff",
                b"\xef\xbb\xbf",
            ),
            *(b"\xff\xfe", b"\x1b[2J", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xe9", b"1e400", b"nan"),
            *(b"inf", b"-1e308", b"1e308", b"5e-324", b"9" * 400, b"=", b"[", b"]", b"{", b"}"),
            *(b"#", b"..", b"-", b"0", b"1,234", b"2024-13", b"Total", b"e", b"[/]", b"{x}", b"|"),
            *(b"\\", b"\\u0000", b"\\ud800", b'"""', b"'''", b"\n\n", b"x" * 3000, b"NaN", b"null"),
        ]
    ),
    st.binary(max_size=6),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")),
    HOSTILE.map(lambda text: text.encode("utf-8", "surrogatepass")),
)
NO_FILE = st.one_of(
    st.sampled_from([b"", b" ", b"\n", b"\0", b"\xef\xbb\xbf", b"PK\x03\x04xl/", b"<html>", b"{}"]),
    st.sampled_from(
        [b"\x1f\x8b\x08\0", b"%PDF-1.7", b"\xff\xfea\0", bytes(range(256)), b"[]", b"["]
    ),
    st.sampled_from([b"a,b\n" * 500, b'"' * 99, b"," * 999, b"[" * 5000, b"a" * 70000]),
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(PIECES, max_size=40).map(b"".join),
)


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    """Return *content* with something wrong in a place or a few, or not."""
    for _ in range(draw(st.sampled_from([0] * 7 + [1, 1, 2, 5]))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 0, 1, 5, 40]))
        piece = draw(st.one_of(PIECES, st.just(content[start : start + 60])))
        content = content[:start] + piece + content[start + length :]
    if draw(st.integers(0, 19)) == 0:
        content = content[: draw(st.integers(0, len(content)))]
    if draw(st.integers(0, 11)) == 0:
        encoding = draw(st.sampled_from(["utf-16", "utf-8-sig", "cp1251", "latin-1", "utf-32"]))
        content = content.decode("utf-8", "replace").encode(encoding, "replace")
    if draw(st.integers(0, 11)) == 0:
        content = content.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r"])))
    return content


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
    lines = [[_quoted(cell, separator, quote=True) for cell in row] for row in lines]
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


CELLS: dict[str, st.SearchStrategy[str]] = {"year": YEARS, "months": COUNTS, "growth": RATES}


def _cell(option: str) -> st.SearchStrategy[str]:
    """Return what may stand in the cell of an option."""
    last = option.rsplit("_", 1)[-1]
    if option in ("years", "months"):
        usual: st.SearchStrategy[str] = COUNTS
    elif option in ("method", "flow"):
        usual = st.sampled_from(["blend", "seasonal", "straight_line", "national", "over-1bn", ""])
    elif option == "prior_year":
        usual = LEVELS
    else:
        usual = RATES if option == "rate" else CELLS.get(last, LEVELS)
    return mostly(usual, HOSTILE, 15)


@st.composite
def rows(draw: st.DrawFn, command: str, columns: tuple[str, ...]) -> bytes:
    """Return a table of questions to *command*, with *columns* more, or JSON lines of them."""
    options = list(OPTIONS[command])
    usual = {
        "growth": ["from", "to"],
        "target": ["base", "goal", "year"],
        "project": ["ytd", "months", "prior_year"],
        "decompose": ["exports", "total", "prior_total", "prior_exports"],
    }.get(command, options)
    some = st.lists(st.sampled_from(options), min_size=2, unique=True)
    chosen = draw(mostly(st.just(usual), some, 3))
    header = ["partner", *columns, *chosen]
    odd = {"partner"}
    if draw(st.integers(0, 4)) == 0:
        odd.add(draw(HOSTILE))
        header += odd - {"partner"}
    bodies = [
        [draw(_cell(name) if name not in odd else HOSTILE) for name in header]
        for _ in range(draw(st.integers(0, 4)))
    ]
    if draw(st.booleans()) and bodies:
        bodies *= draw(st.sampled_from([1, 1, 5, 40]))
    if draw(st.integers(0, 2)) == 0:
        lines = [_object(draw, header, body) for body in bodies]
    else:
        separator = draw(st.sampled_from([",", ",", ";", "\t", "|"]))
        quote = draw(st.booleans())
        lines = [
            separator.join(_quoted(cell, separator, quote=quote) for cell in line)
            for line in [header, *bodies]
        ]
    return draw(spoilt("\n".join([*lines, ""]).encode("utf-8", "surrogatepass")))


def _object(draw: st.DrawFn, names: list[str], cells: list[str]) -> str:
    values = [
        draw(mostly(st.just(cell), st.one_of(st.none(), st.floats(), st.just([cell])), 9))
        for cell in cells
    ]
    return json.dumps(dict(zip(names, values, strict=True)))


def _quoted(cell: str, separator: str, *, quote: bool) -> str:
    if quote and re.search(f'[{re.escape(separator)}"\r\n]', cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@st.composite
def parts(draw: st.DrawFn) -> bytes:
    """Return a table of parts."""
    header = draw(
        st.sampled_from(
            [
                ["name", "level", "growth"],
                ["name", "level", "last_year"],
                ["partner", "2021", "2022"],
                ["partner", "value", "yoy"],
                ["name", "level"],
            ]
        )
    )
    kinds = [HOSTILE, LEVELS, LEVELS]
    lines = [header]
    for number in range(draw(st.sampled_from([2, 3, 1, 0, 5]))):
        row = [draw(kind) for kind in kinds[: len(header)]]
        if header[-1] in ("growth", "yoy"):
            row[-1] = draw(RATES)
        if draw(st.integers(0, 2)):
            row[0] = f"part {number}"
        lines.append(row)
    separator = draw(st.sampled_from([",", ";", "\t"]))
    text = "\n".join(
        separator.join(_quoted(cell, separator, quote=True) for cell in line) for line in lines
    )
    return draw(spoilt(text.encode("utf-8", "surrogatepass")))


WHOLE = """title = "Exports"
source = "Office"
date = 2025-11-14
unit = "mn USD"
quantity = "exports"
{claims}
[target]
base = "{base}"
base_year = 2024
goal = "{goal}"
year = {year}
[year_to_date]
ytd = "{ytd}"
months = {months}
growth = "{growth}"
[parts]
period = "2025-08"
exports = "2.2"
total = "3.0"
part = ["{part}"]
"""
MONTHLY = """title = "Months"
[target]
base_year = 2021
goal = "{goal}"
year = {year}
[monthly]
file = "exports.csv"
series = "exports"
"""


@st.composite
def cases(draw: st.DrawFn) -> bytes:
    """Return a case file: the built-in one or another, with other figures and lines in it."""
    fields = {
        "base": draw(LEVELS),
        "goal": draw(LEVELS),
        "year": draw(st.sampled_from(["2030", "2026", "2025", "1", "99999"])),
        "ytd": draw(LEVELS),
        "months": draw(st.sampled_from(["9", "1", "12", "0"])),
        "growth": draw(RATES),
        "part": draw(PARTS),
        "claims": draw(st.sampled_from(["", 'notes = ["n"]', 'claims = ["total@2024=4+"]'])),
    }
    text = draw(st.sampled_from([BUILT_IN, BUILT_IN, WHOLE, MONTHLY]))
    text = text.format(**fields) if text is not BUILT_IN else text
    if draw(st.booleans()):  # a part of a case is a case
        text = "\n\n".join(
            block for block in text.split("\n\n") if "title" in block or draw(st.booleans())
        )
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 4]))):
        text = _with_another_value(draw, text)
    return draw(spoilt(text.encode("utf-8", "surrogatepass")))


def _with_another_value(draw: st.DrawFn, text: str) -> str:
    """Return the text of a case with another value in the place of one."""
    places = [m.span(1) for m in re.finditer(r'^[^#\n]*?= *("[^"\n]*"|\d+)', text, re.MULTILINE)]
    places += [
        m.span(1) for m in re.finditer(r'^[^#\n]*?figure = ("[^"\n]*"|\d+)', text, re.MULTILINE)
    ]
    if not places:
        return text
    start, end = draw(st.sampled_from(places))
    value = draw(mostly(LEVELS | RATES, st.one_of(YEARS, CLAIMS, HOSTILE), 3))
    as_toml = draw(st.sampled_from(["json"] * 9 + ["bare", "list", "literal", "table", "table"]))
    other: dict[str, str] = {
        "json": json.dumps(value, ensure_ascii=draw(st.booleans())),
        "bare": value,
        "list": f"[{json.dumps(value)}]",
        "literal": f"'{value}'",
        "table": f"{{figure = {json.dumps(value)}, place = {json.dumps(value)}}}",
    }
    return text[:start] + other[as_toml] + text[end:]
