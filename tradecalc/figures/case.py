"""A case: published figures, as text, where their source states them, and what to ask, in TOML."""

import difflib
import os.path
import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from tradecalc.core.reference import FLOWS
from tradecalc.errors import InputError, quoted
from tradecalc.figures.text_file import read_bytes, source_name
from tradecalc.figures.vocabulary import read_words

Sections = Mapping[str, Mapping[str, str]]  # the kind of each key, as a question declares it

QUANTITIES = ("total", "exports", "imports")
TOP = {  # the keys above the first section
    **dict.fromkeys(("title", "source"), "text"),
    **{kind: kind for kind in ("date", "unit", "flow", "quantity")},
    **dict.fromkeys(("notes", "claims"), "texts"),
}

_START = "tradecalc report --print-case writes a case to start from"
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
    """What a case states behind a key, as written, and the *place* in its source, if it is said."""

    text: str
    place: str = ""


class _Digits(str):
    """A TOML number with a point or a power, as it was written."""

    __slots__ = ()


class Case(NamedTuple):
    """What a case states: in *said* `Stated`, a list of them or a flag, by its key.

    *homes* tells the section of each key that there may be, "" above the first.
    """

    source: str
    text: str
    folder: str
    homes: dict[str, str]
    said: dict[str, Any]

    def prose(self, key: str) -> str:
        """Return a text for people, "" where there is none."""
        return one_line(self.said[key].text) if key in self.said else ""

    def given(self, *sections: str) -> dict[str, Any]:
        """Return what *sections* state as a question is given it: texts, lists of them, flags."""
        found = {k: one for k, one in self.said.items() if self.homes[k] in sections}
        for key, one in found.items():
            if isinstance(one, Stated):
                found[key] = one.text
            elif isinstance(one, list):
                found[key] = [stated.text for stated in one]
        return found

    def at(self, section: str, key: str = "") -> str:
        """Return where a key stands: the file, and the line of it, or else of its section."""
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
        """Return an *error* about a key, or about a whole section, behind where that stands."""
        error.figure = error.figure or key or f"[{section}]"
        return InputError("{where}: {said}", where=self.at(section, key), said=str(error))


def built_in_text() -> str:
    """Return the built-in case as a file, commented, to start one's own from."""
    return (pkgutil.get_data("tradecalc.figures", "home.toml") or b"").decode()


def read_case(path: str | None, sections: Sections) -> Case:
    """Read a case file, or standard input for `-`; without *path* it is the built-in case.

    Raises InputError, with file, line and key, for what is not a case.
    """
    if path is None:
        data, source = built_in_text().encode(), "the built-in case"
    else:
        data, source = read_bytes(path), source_name(path)
    text, values = _toml(data, source)
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
    """Return prose on one line, without what would steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _toml(data: bytes, source: str) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
        # With the end of its last line, what is wrong there is told with its number.
        return text, tomllib.loads(f"{text}\n", parse_float=_Digits)
    except UnicodeDecodeError:
        remedy = f"save it as UTF-8, if it is a case; {_START}"
        raise InputError("is not UTF-8 text", written=source, remedy=remedy) from None
    except (ValueError, RecursionError) as error:  # numbers too long, or lists in lists, as well
        rule = "cannot be read as TOML, {reason}"
        remedy = f'write every text and figure in quotes, such as base = "4+"; {_START}'
        raise InputError(rule, written=source, remedy=remedy, reason=f"{error}") from None


def _value(key: str, value: Any, kind: str) -> Any:
    """Read what stands behind a key: `Stated`, a list of them, or true or false."""
    if kind == "flag":
        if not isinstance(value, bool):
            raise InputError("is not a flag", remedy="write true or false, without quotes")
        return value
    if kind != "texts":
        return _stated(value, kind)
    if not isinstance(value, list):
        raise InputError("is not a list", remedy=f'write {key} = ["..."], with brackets')
    return [_stated(one, kind, key.removesuffix("s")) for one in value]


def _stated(value: Any, kind: str, word: str = "figure") -> Stated:
    """Read a text or a whole number, alone or as `{figure = "3.4", place = "paragraph 2"}`."""
    parts = value if isinstance(value, dict) else {word: value}
    if word not in parts or parts.keys() - {word, "place"}:
        remedy = f'write {{{word} = "...", place = "..."}}'
        raise InputError(f"does not hold {word} and place alone", remedy=remedy)
    return Stated(_plain(parts[word], kind), one_line(_plain(parts.get("place", ""), "place")))


def _plain(value: Any, kind: str) -> str:
    """Return a text as it is, and a whole number or a date where *kind* allows it."""
    is_number = type(value) is int and abs(value) < _MOST
    if (is_number and kind in _WHOLE) or (type(value) is date and kind == "date"):
        return str(value)
    if is_number or isinstance(value, _Digits):
        raise InputError("is {value} without quotes", remedy='write "{value}"', value=value)
    if not isinstance(value, str):
        raise InputError("is not a text", remedy='write it in quotes, "..."')
    if not value.strip() and kind != "place":
        raise InputError("is empty", remedy="write something, or drop it")
    if value not in (words := _WORDS.get(kind, (value,))):
        raise InputError(f"is not one of {', '.join(words)}", written=quoted(value))
    if kind == "unit" and read_words("", value).percent:
        raise InputError("is a per cent", remedy="write that of levels, such as bn USD")
    return value


def _unknown(section: str, key: str, homes: Mapping[str, str]) -> InputError:
    if key in homes:
        places = {"": "above every section"}
        here, there = (places.get(one, f"below [{one}]") for one in (section, homes[key]))
        return InputError(f"stands {here}", remedy=f"write it {there}")
    names = [name for name, home in homes.items() if home == section]
    names += [f"[{home}]" for home in dict.fromkeys(homes.values()) if home and not section]
    near = difflib.get_close_matches(key.casefold().replace("-", "_"), names, n=1) or names
    rule = f"is not a key of {f'[{section}]' if section else 'a case'}"
    return InputError(rule, figure=quoted(key), remedy=f"write {', '.join(near)}")


def _require_complete(case: Case, sections: Iterable[str]) -> None:
    said = case.said
    if "title" not in said:
        raise InputError("has no title", written=case.source, remedy='begin it with title = "..."')
    if not (said.keys() - case.given("").keys() or said.get("claims")):
        remedy = "add [target], [year_to_date], [parts], [monthly] or claims"
        raise InputError("has no figures", written=case.source, remedy=remedy)
    for section in sections:
        for key, example in _NEEDED[section].items():
            is_in_months = "file" in said and key in ("base", "ytd", "months")
            if not (key in said or is_in_months or (key == "year" and "years" in said)):
                wrong = InputError(f"has no {key}", remedy=f"write {key} = {example} below it")
                raise case.placed(wrong, section)
