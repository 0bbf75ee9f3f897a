"""Files of months, of rows, of parts and cases, as people have them, and then spoilt."""

from __future__ import annotations

import csv
import io
import json
import re
from calendar import month_name
from datetime import date
from importlib.resources import files
from math import sin
from typing import TYPE_CHECKING

from tests.hostile.words import HOSTILE, claim, count, hostile, level, rate, year
from tradecalc.cli import question_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

BUILT_IN = (files("tradecalc.figures") / "home.toml").read_text("utf-8")
MONTH = ["%Y-%m", "%YM%m", "%Y%m", "%Y-%m-%d", "%B %Y", "%b-%y", "01/%m/%Y"]
NUMBER = ["{:.1f}", "{:.6g}", "{:,.1f}", "USD{:.1f}mn"]
PIECES = [
    *(b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf"),
    *(b"\xff\xfe", b"\x1b[2J", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xe9", b"1e400", b"nan", b"=["),
    *(b"inf", b"-1e308", b"1e308", b"5e-324", b"9" * 400, b"=", b"[", b"]", b"{", b"}", b"null"),
    *(b"#", b"..", b"-", b"0", b"1,234", b"2024-13", b"Total", b"[/]", b"{x}", b"|", b"x" * 3000),
    *(b"\\", b"\\u0000", b"\\ud800", b'"""', b"'''", b"\n\n", b"NaN", b"Infinity", b"true", b"1e5"),
    *(word.encode("utf-8", "surrogatepass") for word in HOSTILE),
]
NO_FILES = [
    *(b"", b" ", b"\n", b"\0", b"\xef\xbb\xbf", b"PK\x03\x04xl/", b"<html>", b"{}", b"[]", b"["),
    *(b"\x1f\x8b\x08\0", b"%PDF-1.7", b"\xff\xfea\0", bytes(range(256)), b"a,b\n" * 500),
    *(b'"' * 99, b"," * 999, b"[" * 5000, b"a" * 70000),
]
USUAL = {
    "growth": ["from", "to"],
    "target": ["base", "goal", "year"],
    "project": ["ytd", "months", "prior_year"],
    "track": ["ytd", "months", "base", "goal", "year"],
    "decompose": ["exports", "total", "prior_total", "prior_exports"],
}


def spoilt(random: Random, text: str) -> bytes:
    """Return a file with something wrong in a place or a few, or from its first byte, or not."""
    if random.random() < 0.08:
        return random.choice(NO_FILES)
    content = text.encode("utf-8", "surrogatepass")
    for _ in range(random.choice([0] * 6 + [1, 1, 2, 5])):
        start = random.randint(0, len(content))
        piece = random.choice([*PIECES, content[start : start + 60]])
        content = content[:start] + piece + content[start + random.choice([0, 0, 1, 5, 40]) :]
    if random.random() < 0.05:
        content = content[: random.randint(0, len(content))]
    if random.random() < 0.08:
        encoding = random.choice(["utf-16", "utf-8-sig", "cp1251", "latin-1", "utf-32"])
        content = content.decode("utf-8", "replace").encode(encoding, "replace")
    if random.random() < 0.08:
        content = content.replace(b"\n", random.choice([b"\r\n", b"\r"]))
    return content


def _table(random: Random, rows: list[list[str]]) -> str:
    """Return rows of cells as a table, in one of the ways that programs write one."""
    out = io.StringIO()
    mark = random.choice([",", ",", ";", "\t", "|"])
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue()


def months(random: Random, series: str) -> bytes:
    """Return a file of months, of *series* or others, in one of the layouts that there are."""
    number = random.choice([45, 45, 57, 40, 36, 33, 24, 1, 120, 600])
    first = random.choice([2021, 2019, 2022] * 4 + [1990, 9990])
    shown, wrote = random.choice(MONTH), random.choice(NUMBER)
    if random.random() < 0.6:
        shown, wrote = MONTH[0], NUMBER[0]
    days = (date(min(first + k // 12, 9999), k % 12 + 1, 1) for k in range(number))
    dates = [day.strftime(shown) for day in days]
    names = random.choice([[series]] * 5 + [[series, "imports"], ["a", hostile(random)]])
    levels = [[wrote.format(x) for x in _levels(random, number)] for _ in names]
    layout = random.choice(["tidy", "wide", "years"])
    if layout == "tidy":
        rows = [["series", "period", "value"]]
        for name, own in zip(names, levels, strict=True):
            rows += [[name, *pair] for pair in zip(dates, own, strict=True)]
    elif layout == "wide":
        rows = [["observation_date", *names], *map(list, zip(dates, *levels, strict=True))]
    else:
        rows = [["Year", *month_name[1:]]]
        for k in range(0, number, 12):
            row = [str(first + k // 12), *levels[0][k : k + 12]]
            rows.append(row + [""] * (13 - len(row)))
    return spoilt(random, _table(random, rows))


def _levels(random: Random, number: int) -> list[float]:
    """Return levels of so many months: with seasons, and now and then with what breaks them."""
    size, growth = 10 ** random.uniform(-1, 6), random.uniform(0.98, 1.03)
    found = [size * growth**k * (1.3 + sin(k * 0.5236)) for k in range(number)]
    found = [x * random.uniform(0.8, 1.2) for x in found]
    breaks: list[Callable[[float], float]] = [
        lambda x: 0.0 if random.random() < 0.3 else x,
        lambda x: -x if random.random() < 0.1 else x,
        lambda _: size,
        lambda x: x * 10 ** random.uniform(-300, 300),
    ]
    tilt = random.choice(breaks) if random.random() < 0.2 else None
    return [tilt(x) for x in found] if tilt else found


def _cell(random: Random, command: str, name: str) -> str:
    """Return what may stand in the cell of an option."""
    drawn = {"year": year, "years": count, "count": count, "rate": rate}
    figure = question_of(command).figures.get(name)
    if figure is None or figure.among:
        return random.choice(
            ["Uzbekistan", "Korea, Republic of", *(figure.among if figure else ())]
        )
    return hostile(random) if random.random() < 0.06 else drawn.get(figure.kind, level)(random)


def rows(random: Random, command: str) -> bytes:
    """Return a table of questions to *command*, or JSON lines of them."""
    options = list(question_of(command).row_figures)
    chosen = USUAL[command] if random.random() < 0.75 else random.sample(options, 3)
    header = ["partner", *chosen, *([hostile(random)] if random.random() < 0.2 else [])]
    number = random.choice([0, 1, 2, 4, 4, 40])
    cells = [[_cell(random, command, name) for name in header] for _ in range(number)]
    if random.random() < 0.7:
        return spoilt(random, _table(random, [header, *cells]))
    values = [[random.choice([x] * 9 + [None, 4.5, [x]]) for x in row] for row in cells]
    lines = [json.dumps(dict(zip(header, row, strict=True))) for row in values]
    return spoilt(random, "\n".join([*lines, ""]))


def parts(random: Random) -> bytes:
    """Return a table of parts."""
    last, drawn = random.choice([("growth", rate), ("yoy", rate), ("last_year", level)])
    names = [random.choice([f"{k}", hostile(random)]) for k in range(random.randrange(5))]
    cells = [[name, level(random), drawn(random)] for name in names]
    return spoilt(random, _table(random, [["name", "level", last], *cells]))


def case(random: Random) -> bytes:
    """Return a case file: the built-in one with other figures, and lines of it alone."""
    text = BUILT_IN
    if random.random() < 0.5:  # a part of a case is a case
        blocks = text.replace("\n[", "\n\n[").split("\n\n")
        text = "\n\n".join(b for b in blocks if "title" in b or random.random() < 0.5)
    if random.random() < 0.2:
        text += '[monthly]\nfile = "exports.csv"\n'
    for _ in range(random.choice([0, 0, 0, 1, 1, 2, 4])):
        text = _with_another_value(random, text)
    return spoilt(random, text)


def _with_another_value(random: Random, text: str) -> str:
    """Return the text of a case with another value in the place of one."""
    places = [m.span(1) for m in re.finditer(r'^[^#\n]*?= *("[^"\n]*"|\d+)', text, re.MULTILINE)]
    if not places:
        return text
    start, end = random.choice(places)
    value = random.choice([level, level, rate, year, claim, hostile])(random)
    quoted = json.dumps(value)
    other = [quoted] * 6 + [value, f"[{quoted}]", f"'{value}'", f"{{figure = {quoted}}}"]
    return text[:start] + random.choice(other) + text[end:]
