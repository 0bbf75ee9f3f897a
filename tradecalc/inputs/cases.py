"""A case: published figures, where their source states them, and what to ask, as a TOML file.

The keys of its sections are the options of the commands, so that a case is a command's options
in a file. Figures stay text here: the commands read them.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, NamedTuple

from tradecalc.core.reference import FLOWS
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.case_keys import SECTIONS, TOP, unknown_key, unknown_name
from tradecalc.inputs.stated import (
    Spot,
    Stated,
    one_line,
    read_flag,
    read_list,
    read_plain,
    read_stated,
)
from tradecalc.inputs.toml_file import TomlFile, parse_toml, read_toml
from tradecalc.inputs.words import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tradecalc.inputs.monthly import Choice

BUILT_IN = "the built-in case"
QUANTITIES = ("total", "exports", "imports")

_WANTED = "a case: tradecalc report --print-case writes one to start from"


class Case(NamedTuple):
    """Published figures and what to ask of them.

    Each section holds what is stated, under the name of the option that takes it; what is not
    stated is "" or empty. *folder* is that of *file*, which knows the line of each key.
    """

    title: str
    source: str
    date: str
    unit: str
    flow: str
    quantity: str
    target: Mapping[str, Stated]
    year_to_date: Mapping[str, Stated]
    parts: Mapping[str, Stated]
    part: tuple[Stated, ...]
    monthly: Mapping[str, Stated]
    where: tuple[Stated, ...]
    cumulative: bool
    claims: tuple[Stated, ...]
    notes: tuple[str, ...]
    folder: str
    file: TomlFile

    @property
    def monthly_file(self) -> str | None:
        """The file of months, found from where the command runs; None where there is none."""
        if "file" not in self.monthly:
            return None
        name = self.monthly["file"].text
        return name if name == "-" else os.path.join(self.folder, name)  # noqa: PTH118  pathlib

    @property
    def choice(self) -> Choice:
        """How the file of months is read."""
        from tradecalc.inputs.monthly import Choice  # noqa: PLC0415  totals need no reader

        own = {name: said.text for name, said in self.monthly.items() if name != "file"}
        where = tuple(said.text for said in self.where)
        return Choice(**own, where=where, cumulative=self.cumulative)


def built_in_text() -> str:
    """Return the built-in case as a file, commented, to start one's own from."""
    import pkgutil  # noqa: PLC0415  only the built-in case lies in the package

    return (pkgutil.get_data("tradecalc.inputs", "cases/home.toml") or b"").decode()


def read_case(path: str | None = None) -> Case:
    """Read a case file, or standard input for `-`; without *path* it is the built-in case.

    Raises InputError, with file, line and key, for what is not a case.

    >>> case = read_case()
    >>> case.target["base"], case.year_to_date["growth"].text
    (Stated(text='4+', place='on 2024'), '18%+')
    """
    if path is None:
        file = parse_toml(built_in_text(), BUILT_IN, wanted=_WANTED)
    else:
        file = read_toml(path, wanted=_WANTED)
    for name, value in file.values.items():
        if name not in TOP and name not in SECTIONS:
            raise unknown_name(file, name, value)
    target, year_to_date, parts, monthly = (_section(file, name) for name in SECTIONS)
    case = Case(
        title=_prose(file, "title"),
        source=_prose(file, "source"),
        date=_date(file),
        unit=_unit(file),
        flow=_one_of(file, "flow", FLOWS),
        quantity=_one_of(file, "quantity", QUANTITIES) or QUANTITIES[0],
        target=target.stated,
        year_to_date=year_to_date.stated,
        parts=parts.stated,
        part=parts.listed,
        monthly=monthly.stated,
        where=monthly.listed,
        cumulative=monthly.flag,
        claims=_claims(file),
        notes=_notes(file),
        folder=os.path.dirname(path or ""),  # noqa: PTH120  pathlib would be loaded for it
        file=file,
    )
    _require_complete(file, case)
    return case


class _Section(NamedTuple):
    """What a section states: a text for each key, and the values of its list and its flag."""

    stated: dict[str, Stated]
    listed: tuple[Stated, ...] = ()
    flag: bool = False


def _section(file: TomlFile, section: str) -> _Section:
    values = file.values.get(section, {})
    if not isinstance(values, dict):
        raise Spot(file, section).error(f"is a section: write [{section}] on its own line")
    kinds = SECTIONS[section]
    read = _Section({})
    for key, value in values.items():
        spot = Spot(file, section, key)
        kind = kinds.get(key)
        if kind is None:
            raise unknown_key(spot)
        if kind == "list":
            read = read._replace(listed=read_list(spot, value, key))
        elif kind == "flag":
            read = read._replace(flag=read_flag(spot, value))
        else:
            read.stated[key] = read_stated(spot, value, kind)
    return read


def _prose(file: TomlFile, key: str) -> str:
    """Read a text for people, "" where it is not there."""
    if key not in file.values:
        return ""
    return one_line(read_plain(Spot(file, "", key), file.values[key]))


def _date(file: TomlFile) -> str:
    """Read the date as it is written, a TOML date or a text."""
    from datetime import date  # noqa: PLC0415  tomllib has loaded it, and no one else needs it

    value = file.values.get("date")
    return str(value) if type(value) is date else _prose(file, "date")


def _unit(file: TomlFile) -> str:
    """Read the unit of plain figures, in the words that may stand with a figure."""
    unit = _prose(file, "unit")
    spot = Spot(file, "", "unit")
    try:
        percent = read_words("", unit, quoted(unit)).percent
    except InputError as error:
        raise spot.error(str(error)) from None
    if percent:
        raise spot.error(f"{quoted(unit)} is a per cent: write that of levels, such as bn USD")
    return unit


def _one_of(file: TomlFile, key: str, names: Sequence[str]) -> str:
    """Read one of *names*, "" where the key is not there."""
    word = _prose(file, key)
    if word and word not in names:
        raise Spot(file, "", key).error(f"{quoted(word)} is not one of {', '.join(names)}")
    return word


def _claims(file: TomlFile) -> tuple[Stated, ...]:
    """Read the claims: a list of texts or tables, or a section `[[claims]]` each."""
    value = file.values.get("claims", [])
    if not isinstance(value, list) or "[[claims]]" not in file.text.replace(" ", ""):
        return read_list(Spot(file, "", "claims"), value, "claim")
    spots = (Spot(file, "claims", nth=nth) for nth in range(1, len(value) + 1))
    return tuple(
        read_stated(spot, item, word="claim") for spot, item in zip(spots, value, strict=True)
    )


def _notes(file: TomlFile) -> tuple[str, ...]:
    notes = file.values.get("notes", [])
    return tuple(one_line(note.text) for note in read_list(Spot(file, "", "notes"), notes, "note"))


def _require_complete(file: TomlFile, case: Case) -> None:
    """Require that a case has a title, figures, and a file where it says how to read one."""
    if not case.title:
        raise InputError(f'{file.source} has no title: begin it with title = "..."')
    if "monthly" in file.values and "file" not in case.monthly:
        raise Spot(file, "monthly").error('has no file: write file = "months.csv" below it')
    has_months = "file" in case.monthly
    if case.target:
        needed = ("goal",) if has_months else ("base", "goal")
        _require_keys(file, "target", case.target, needed)
        if not case.target.keys() & {"year", "years"}:
            raise Spot(file, "target").error("has no year: write year = 2030 below it")
    if case.year_to_date and not has_months:
        _require_keys(file, "year_to_date", case.year_to_date, ("ytd", "months"))
    if case.parts or case.part:
        _require_keys(file, "parts", case.parts, ("period",))
    said = (case.target, case.year_to_date, case.parts, case.part, case.monthly, case.claims)
    if not any(said):
        raise InputError(
            f"{file.source} has no figures: add [target], [year_to_date], [parts], [monthly] or"
            " claims"
        )


def _require_keys(
    file: TomlFile, section: str, stated: Mapping[str, Stated], needed: Sequence[str]
) -> None:
    for key in needed:
        if key not in stated:
            example = {"months": "9", "period": '"2025-08"'}.get(key, '"3.4"')
            raise Spot(file, section).error(f"has no {key}: write {key} = {example} below it")
