"""Tables of rows and of parts, and case files, then spoilt."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from hypothesis import strategies as st

from tests.hostile.spoil import quoted, spoilt
from tests.hostile.words import CLAIMS, COUNTS, HOSTILE, LEVELS, PARTS, RATES, YEARS, mostly
from tradecalc.commands.answerable import OPTIONS

BUILT_IN = (files("tradecalc.inputs") / "cases" / "home.toml").read_text("utf-8")
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
            separator.join(quoted(cell, separator, quote=quote) for cell in line)
            for line in [header, *bodies]
        ]
    return draw(spoilt("\n".join([*lines, ""]).encode("utf-8", "surrogatepass")))


def _object(draw: st.DrawFn, names: list[str], cells: list[str]) -> str:
    values = [
        draw(mostly(st.just(cell), st.one_of(st.none(), st.floats(), st.just([cell])), 9))
        for cell in cells
    ]
    return json.dumps(dict(zip(names, values, strict=True)))


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
        separator.join(quoted(cell, separator, quote=True) for cell in line) for line in lines
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
