"""A CSV of the parts of a total -> the parts as stated, each cell with its line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tradecalc.errors import InputError, quoted
from tradecalc.inputs.delimited import read_sheet
from tradecalc.inputs.levels import decimal_mark, is_missing, settled
from tradecalc.inputs.names import listed
from tradecalc.inputs.parts import StatedPart
from tradecalc.inputs.text_file import read_text, source_name

if TYPE_CHECKING:
    from tradecalc.inputs.sheet import Sheet

_NAMES = {  # headers in small letters, without a unit behind them
    "name": (
        *("name", "part", "component", "partner", "country", "product", "commodity", "item"),
        *("group", "sector", "section", "category", "series", "flow", "наименование", "название"),
        *("страна", "партнёр", "партнер", "товар", "группа", "раздел"),
    ),
    "level": (
        *("level", "value", "amount", "current", "this year", "now", "obs value", "primaryvalue"),
        *("стоимость", "значение", "сумма", "объём", "объем", "этот год"),
    ),
    "growth": ("growth", "growth rate", "yoy", "y/y", "прирост", "темп прироста"),
    "prior": (
        *("last year", "prior", "prior year", "previous", "previous year", "before"),
        *("year before", "year ago", "year earlier", "прошлый год", "год назад"),
        *("предыдущий год",),
    ),
}


def read_parts(
    path: str, *, decimal: str | None = None, encoding: str | None = None
) -> tuple[list[StatedPart], list[str]]:
    """Read the parts in a file, or standard input for `-`, and the names of columns not read.

    Columns are known by their names; two of consecutive years are last year and this one.
    Raises InputError where the file cannot be read, or a part has no name or no level.
    """
    text = read_text(path, encoding)
    wanted = "columns of names and of levels"
    sheet = read_sheet(text, source_name(path), columns=wanted, named_rows=True)
    places = _places(sheet)
    columns = {role: place for role, place in places.items() if role != "name"}
    marks = {role: decimal_mark(sheet, place, decimal) for role, place in columns.items()}
    parts = []
    for k, row in enumerate(sheet.rows):
        figures = {
            role: settled(cell, marks[role])
            for role, place in columns.items()
            if not is_missing(cell := row[place].strip())
        }
        called = {role: f"{sheet.at(k)}, column {sheet.header[p]}" for role, p in places.items()}
        name = " ".join(row[places["name"]].split())
        for role, read in (("name", name), ("level", figures.get("level"))):
            if not read:
                cell = row[places[role]].strip()
                holds = f"holds {quoted(cell)}, which is not a {role}" if cell else "is empty"
                raise InputError(f"{called[role]} {holds}: write the {role}, or delete the row")
        if not name.isprintable():
            raise InputError(
                f"{called['name']} holds {quoted(name)}: write a name that can be shown"
            )
        parts.append(StatedPart(name, sheet.at(k), figures, called))
    return parts, [name for k, name in enumerate(sheet.header) if k not in places.values()]


def _places(sheet: Sheet) -> dict[str, int]:
    """Return the column of each role: the names, the levels and, where there are any, the others.

    Raises InputError where none holds the levels, and where two hold the same.
    """
    names = [_bare(name) for name in sheet.names()]
    places: dict[str, int] = {}
    for role, known in _NAMES.items():
        found = [k for k, name in enumerate(names) if name in known]
        if len(found) > 1 and role != "name":
            raise InputError(
                f"{sheet.source} has {listed(sheet.header[k] for k in found)}, which all may be"
                f" the column {role}: rename those that are not"
            )
        if found:
            places[role] = found[0]
    years = [k for k, name in enumerate(names) if re.fullmatch(r"(?:19|20)\d\d", name)]
    if "level" not in places and "prior" not in places and len(years) == 2:
        before, now = sorted(years, key=lambda k: names[k])
        if int(names[now]) == int(names[before]) + 1:
            places |= {"level": now, "prior": before}
    if "level" not in places:
        raise InputError(
            f"{sheet.source} has no column level (its columns are {listed(sheet.header, 6)}): name"
            " its columns name, level and growth or last_year"
        )
    others = [k for k in range(len(names)) if k not in places.values()]
    if "name" not in places and others:
        places["name"] = others[0]
    if "name" not in places:
        raise InputError(f"{sheet.source} has no column name beside its figures: add one")
    return places


def _bare(name: str) -> str:
    """Return a header without its unit, and with spaces between its words.

    >>> _bare("last_year, mn usd"), _bare("growth (%)"), _bare("growth %")
    ('last year', 'growth', 'growth')
    """
    return " ".join(re.sub(r"[,(\[%].*", "", name).replace("_", " ").replace("-", " ").split())
