"""Which keys a case file may have, in which section, and what to write instead of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tradecalc.core.trade import TRADE_FLOWS
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.stated import Spot, ValueType, nearest

if TYPE_CHECKING:
    from tradecalc.inputs.toml_file import TomlFile

TOP = ("title", "source", "date", "unit", "flow", "quantity", "notes", "claims")
SECTIONS: dict[str, dict[str, ValueType]] = {
    "target": {
        "base": "text",
        "base_year": "whole",
        "goal": "text",
        "year": "whole",
        "years": "whole",
    },
    "year_to_date": {
        "ytd": "text",
        "months": "whole",
        "growth": "text",
        "prior_ytd": "text",
        "prior_year": "text",
        "rest_growth": "text",
        "method": "text",
        "current_year": "whole",
    },
    "parts": {
        "period": "whole",
        **dict.fromkeys(TRADE_FLOWS, "text"),
        **dict.fromkeys((f"{part}_growth" for part in TRADE_FLOWS), "text"),
        **dict.fromkeys((f"prior_{part}" for part in TRADE_FLOWS), "text"),
        "part": "list",
    },
    "monthly": {
        **dict.fromkeys(("file", "series", "value_column", "period_column"), "text"),
        "where": "list",
        **dict.fromkeys(("decimal", "encoding"), "text"),
        "cumulative": "flag",
    },
}


def unknown_name(file: TomlFile, name: str, value: Any) -> InputError:
    """Return the error for a name that no case has at its top: what it should be."""
    spot = Spot(file, name) if isinstance(value, dict) else Spot(file, "", name)
    where = file.at(spot.section, spot.key)
    if isinstance(value, dict):
        near = nearest(f"[{name}]", tuple(f"[{section}]" for section in SECTIONS))
        return InputError(f"{where}: {quoted(name)} is not a section of a case: write {near}")
    home = [section for section, kinds in SECTIONS.items() if name in kinds]
    if home:
        return spot.error(f"stands above every section: write it below [{home[0]}]")
    near = nearest(name, (*TOP, *SECTIONS))
    return InputError(f"{where}: {quoted(name)} is not a key of a case: write {near}")


def unknown_key(spot: Spot) -> InputError:
    """Return the error for a key that a section does not have: what it should be, or where."""
    if spot.key in TOP:
        return spot.error(f"stands below [{spot.section}]: write it above the first section")
    home = [section for section, others in SECTIONS.items() if spot.key in others]
    if home:
        return spot.error(f"stands below [{spot.section}]: write it below [{home[0]}]")
    where = spot.file.at(spot.section, spot.key)
    near = nearest(spot.key, tuple(SECTIONS[spot.section]))
    return InputError(f"{where}: {quoted(spot.key)} is not a key of [{spot.section}]: write {near}")
