"""The parts of a total as stated: a name, a level, and its growth or last year's level."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tradecalc.errors import InputError, listed, quoted
from tradecalc.figures import text_file
from tradecalc.figures.number import parse_number
from tradecalc.figures.sheet import Sheet, decimal_mark, is_missing, read_sheet, settled

_FORM = "write 'NAME=LEVEL', 'NAME=LEVEL:GROWTH%' or 'NAME=LEVEL:LAST_YEAR', in quotes"
# A colon stands between two figures, and in `exact:10` and `about:4` in one.
_COLON = r"(?i)(?<!exact)(?<!about):"
_WHOLE = r"(?:grand |sub)?total\b.*|(?:the )?(?:whole )?world|all|итого\b.*|всего\b.*|(?:весь )?мир"
_COLUMNS = {  # headers in small letters, without their unit
    "name": (
        r"name|part|component|partner|country|product|commodity|item|group|sector|section"
        r"|category|series|flow|наименование|название|страна|партн[её]р|товар|группа|раздел"
    ),
    "level": (
        r"level|value|amount|current|this year|now|obs value|primaryvalue"
        r"|стоимость|значение|сумма|объ[её]м|этот год"
    ),
    "growth": r"growth(?: rate)?|yoy|y/y|прирост|темп прироста",
    "prior": (
        r"last year|prior(?: year)?|previous(?: year)?|before|year (?:before|ago|earlier)"
        r"|(?:прошлый|предыдущий) год|год назад"
    ),
}


class Part(NamedTuple):
    """A part, its name in messages, and the texts of its `level`, and `growth` or `prior`."""

    name: str
    place: str
    figures: Mapping[str, str]


def parse_part(text: str) -> Part:
    """Read `NAME=LEVEL`, `NAME=LEVEL:GROWTH%` or `NAME=LEVEL:LAST_YEAR`, or raise InputError.

    >>> part = parse_part("Iron, steel=1.2:18%+")
    >>> part.name, part.figures
    ('Iron, steel', {'level': '1.2', 'growth': '18%+'})
    """
    name, _, figures = text.partition("=")
    name = " ".join(name.split())
    level, *second = (figure.strip() for figure in re.split(_COLON, figures))
    is_name = "=" in text and name and name.isprintable()
    is_level = level and "=" not in level.lstrip("=")
    if not is_name or not is_level or len(second) > 1 or "" in second:
        raise InputError("is not a part", figure="part", written=quoted(text), remedy=_FORM)
    place, stated = f"part {quoted(name)}", {"level": level}
    for figure in second:
        try:
            stated["growth" if parse_number(figure).percent else "prior"] = figure
        except InputError as error:
            error.written = f"{place}, after the colon: {error.written}"
            raise
    return Part(name, place, stated)


def read_parts(
    path: str, *, decimal: str | None = None, encoding: str | None = None
) -> tuple[list[Part], list[str]]:
    """Return the parts in a file, or standard input for `-`, and the names of columns not read.

    Raises InputError where the file cannot be read, or a part has no name or no level.
    """
    text, source = text_file.read_text(path, encoding), text_file.source_name(path)
    table = read_sheet(text, source, named_rows=True)
    places = _places(table)
    columns = {role: table.columns[place] for role, place in places.items()}
    names = [" ".join(name.split()) for name in columns.pop("name")]
    marks = {role: decimal_mark(table, places[role], decimal) for role in columns}
    parts = []
    for row, name in enumerate(names):
        figures = {
            role: settled(column[row], marks[role])
            for role, column in columns.items()
            if not is_missing(column[row])
        }
        if not (name and name.isprintable() and "level" in figures):
            rule, remedy = "the row needs a name and a level", "write both, or drop the row"
            raise table.error(rule, row, remedy=remedy)
        parts.append(Part(name, f"{table.at(row)} part {quoted(name)}", figures))
    return parts, [name for k, name in enumerate(table.header) if k not in places.values()]


def require_names(parts: Iterable[Part], *, has_total: bool) -> None:
    """Refuse a name that two parts have, and the names of the total and of the rest."""
    places: dict[str, str] = {}
    for part in parts:
        name, level = part.name.casefold(), part.figures["level"]
        rule = remedy = ""
        if re.fullmatch(_WHOLE, name.rstrip(" :")):
            rule, remedy = "is the total of the parts", "write {--total} {level} instead"
        elif name == "rest" and has_total:
            rule, remedy = "has the name of the rest of {--total}", "rename it"
        elif name in places:
            rule, remedy = "has the same name as {first}", "rename one, or add them up"
        if rule:
            first = places.get(name, "")
            raise InputError(rule, written=part.place, remedy=remedy, level=level, first=first)
        places[name] = part.place


def _places(sheet: Sheet) -> dict[str, int]:
    # A header without its unit, and with spaces between its words: `last_year, mn usd`.
    bare = [re.sub("[-_ ]+", " ", re.sub(r"[,(\[%].*", "", name)).strip() for name in sheet.names()]
    places: dict[str, int] = {}
    for role, known in _COLUMNS.items():
        found = [k for k, name in enumerate(bare) if re.fullmatch(known, name)]
        if len(found) > 1 and role != "name":
            names = listed(sheet.header[k] for k in found)
            rule, remedy = f"has more than one column of {role}", "rename all but one of {names}"
            raise sheet.error(rule, remedy=remedy, names=names)
        if found:
            places[role] = found[0]
    years = {int(name): k for k, name in enumerate(bare) if re.fullmatch(r"(?:19|20)\d\d", name)}
    now = max(years, default=0)
    if places.keys().isdisjoint(("level", "prior")) and sorted(years) == [now - 1, now]:
        places |= {"level": years[now], "prior": years[now - 1]}
    if others := [k for k in range(len(bare)) if k not in places.values()]:
        places.setdefault("name", others[0])
    for role in ("level", "name"):
        if role not in places:
            rule, remedy = f"has no column {role}", "rename one of {names}"
            raise sheet.error(rule, remedy=remedy, names=listed(sheet.header))
    return places
