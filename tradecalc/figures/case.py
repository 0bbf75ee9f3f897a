"""A case, in TOML: published figures as texts, with their places in the source."""

import os.path
import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from tradecalc.core.reference import FLOWS
from tradecalc.errors import InputError, meant, quoted
from tradecalc.figures.text_file import read_bytes, source_name
from tradecalc.figures.vocabulary import read_words

Sections = Mapping[str, Mapping[str, str]]  # the kind of each key, as a question declares it

QUANTITIES = ("total", "exports", "imports")
TOP = {  # the keys above the first section
    **dict.fromkeys(("title", "source"), "text"),
    **{kind: kind for kind in ("date", "unit", "flow", "quantity")},
    **dict.fromkeys(("notes", "claims"), "texts"),
}

_WHOLE = ("year", "years", "count", "whole")  # kinds that need no quotes
_WORDS = {"flow": FLOWS, "quantity": QUANTITIES}
_NEEDED = {  # of each section, with what may stand there
    "monthly": {"file": '"months.csv"'},
    "target": {"base": '"4"', "goal": '"10"', "year": "2030"},
    "year_to_date": {"ytd": '"3.4"', "months": "9"},
    "parts": {"period": '"2025-08"'},
}
_MOST = 10**15  # a longer number is neither a year nor a count, and may be too long to be shown


class Stated(NamedTuple):
    """A figure or text of a case as written, and its *place* in the source, if given."""

    text: str
    place: str = ""


class _Digits(str):
    """A TOML number with a point or a power, as it was written."""

    __slots__ = ()


class Case(NamedTuple):
    """A case as read: in *said* a `Stated`, a list of them or a flag, by key.

    *homes* gives the section of each possible key, "" above the first section.
    """

    source: str
    text: str
    folder: str
    homes: dict[str, str]
    said: dict[str, Any]

    def prose(self, key: str) -> str:
        """Return a text for people, "" if there is none."""
        return one_line(self.said[key].text) if key in self.said else ""

    def given(self, *sections: str) -> dict[str, Any]:
        """Return the figures of *sections* as a question takes them: texts, lists, flags."""
        found = {k: one for k, one in self.said.items() if self.homes[k] in sections}
        for key, one in found.items():
            if isinstance(one, Stated):
                found[key] = one.text
            elif isinstance(one, list):
                found[key] = [stated.text for stated in one]
        return found

    def at(self, section: str, key: str = "") -> str:
        """Return the file and the line of a key, or else of its section."""
        where, current = self.source, ""
        for number, line in enumerate(self.text.split("\n"), start=1):
            name = line.partition("#")[0].partition("=")[0].strip(" \t\r\"'[]")
            is_header = line.lstrip().startswith("[")
            inside = "" if is_header else current
            if name and (inside, name) in ((section, key), ("", section)):
                where = f"{self.source}, line {number}"
            current = name if is_header else current
        return where

    def placed(self, error: InputError, section: str, key: str = "") -> InputError:
        """Return an *error* about a key or a section, with its line in front."""
        error.figure = error.figure or key or f"[{section}]"
        return InputError("{where}: {said}", where=self.at(section, key), said=str(error))


def built_in_text() -> str:
    """Return the text of the built-in case, with comments."""
    return (pkgutil.get_data("tradecalc.figures", "home.toml") or b"").decode()


def read_case(path: str | None, sections: Sections) -> Case:
    """Read a case file, or standard input for `-`; without *path* it is the built-in case.

    Raises InputError, with file, line and key, where something in it is wrong.
    """
    if path is None:
        data, source = built_in_text().encode(), "the built-in case"
    else:
        data, source = read_bytes(path), source_name(path)
    try:
        text = data.decode("utf-8-sig")
        # With the end of its last line, what is wrong there is told with its number.
        values = tomllib.loads(f"{text}\n", parse_float=_Digits)
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text", written=source, remedy="save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # numbers too long, or lists in lists, as well
        rule, remedy = "is not TOML, {reason}", 'put every text and figure in quotes, base = "4+"'
        raise InputError(rule, written=source, remedy=remedy, reason=f"{error}") from None
    homes = {k: name for name, keys in {**sections, "": TOP}.items() for k in keys}
    case = Case(source, text, os.path.dirname(path or ""), homes, {})  # noqa: PTH120  pathlib costs
    tables = {name: values.pop(name) for name in sections if isinstance(values.get(name), dict)}
    for section, table in {"": values, **tables}.items():
        kinds = sections.get(section, TOP)
        for key, value in table.items():
            try:
                if key not in kinds:
                    raise _unknown(section, key, homes)
                case.said[key] = _value(key, value, kinds[key])
            except InputError as error:
                raise case.placed(error, section, key) from None
    _require_complete(case, [section for section in tables if case.given(section)])
    return case


def one_line(text: str) -> str:
    """Return prose on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _value(key: str, value: Any, kind: str) -> Any:
    if kind == "flag":
        if not isinstance(value, bool):
            raise InputError("must be true or false, without quotes")
        return value
    if kind != "texts":
        return _stated(value, kind)
    if not isinstance(value, list):
        raise InputError("must be a list", remedy=f'write {key} = ["..."]')
    return [_stated(one, kind, key.removesuffix("s")) for one in value]


def _stated(value: Any, kind: str, word: str = "figure") -> Stated:
    """Read a text or a whole number, alone or as `{figure = "3.4", place = "paragraph 2"}`."""
    parts = value if isinstance(value, dict) else {word: value}
    if word not in parts or parts.keys() - {word, "place"}:
        raise InputError(f'must be a text or {{{word} = "...", place = "..."}}')
    return Stated(_plain(parts[word], kind), one_line(_plain(parts.get("place", ""), "place")))


def _plain(value: Any, kind: str) -> str:
    """Return a text, or a whole number or a date where *kind* allows it."""
    is_number = type(value) is int and abs(value) < _MOST
    if (is_number and kind in _WHOLE) or (type(value) is date and kind == "date"):
        return str(value)
    if is_number or isinstance(value, _Digits):
        raise InputError("needs quotes", remedy='write "{value}"', value=value)
    if not isinstance(value, str):
        raise InputError('must be a text in quotes, "..."')
    if not value.strip() and kind != "place":
        raise InputError("is empty", remedy="write a value, or drop it")
    if value not in (words := _WORDS.get(kind, (value,))):
        raise InputError("is unknown", written=quoted(value), remedy=meant(value, words))
    if kind == "unit" and read_words("", value).percent:
        raise InputError("must be the unit of levels, such as bn USD")
    return value


def _unknown(section: str, key: str, homes: Mapping[str, str]) -> InputError:
    if key in homes:
        home = f"below [{homes[key]}]" if homes[key] else "above the first section"
        return InputError(f"must be {home}")
    names = [name for name, home in homes.items() if home == section]
    names += [f"[{home}]" for home in dict.fromkeys(homes.values()) if home and not section]
    rule = f"is unknown in [{section}]" if section else "is unknown"
    remedy = meant(key.casefold().replace("-", "_"), names)
    return InputError(rule, figure=quoted(key), remedy=remedy)


def _require_complete(case: Case, sections: Iterable[str]) -> None:
    said = case.said
    if "title" not in said:
        raise InputError("needs a title", written=case.source, remedy='begin with title = "..."')
    if not (said.keys() - case.given("").keys() or said.get("claims")):
        remedy = "add [target], [year_to_date], [parts], [monthly] or claims"
        raise InputError("needs figures", written=case.source, remedy=remedy)
    for section in sections:
        for key, example in _NEEDED[section].items():
            is_in_months = "file" in said and key in ("base", "ytd", "months")
            if not (key in said or is_in_months or (key == "year" and "years" in said)):
                wrong = InputError(f"needs {key}", remedy=f"write {key} = {example} below it")
                raise case.placed(wrong, section)
