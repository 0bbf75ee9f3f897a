"""A claim as people write it: `total@2025-08=3.0`, `exports_growth@2025-08=26.7%+`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NamedTuple

from tradecalc.core.quantities import NAMES, Quantity
from tradecalc.errors import InputError, quoted
from tradecalc.inputs.periods import MONTH, NO_PERIOD, TO_DATE, YEAR, read_period

FORM = "write it like total@2025-08=3.0 or exports_growth@2025=18%+"
SHELL = "for more than 4 write total=4+, for almost 4 total=4- (a shell takes > and <)"
OTHER_WORDS = {  # what people call some of the quantities
    **dict.fromkeys(("turnover", "trade", "trade_turnover"), "total"),
    **dict.fromkeys(("growth", "turnover_growth", "trade_growth"), "total_growth"),
    "cover": "coverage_ratio",
    **dict.fromkeys(("trade_balance", "surplus", "net_exports"), "balance"),
}
SHORT = {"coverage": "coverage_ratio"}  # taken as it stands


class StatedClaim(NamedTuple):
    """A claim in parts: the quantity that it is of, and its figure as written."""

    quantity: Quantity
    figure: str

    def __str__(self) -> str:
        """Return the claim as it can be written again."""
        return f"{self.quantity}={self.figure}"


def parse_claim(text: str, period: str | None = None) -> StatedClaim:
    """Read a claim, `NAME=FIGURE` or `NAME@PERIOD=FIGURE`, whose period may be given apart.

    A period is January to the month written, or a whole year. The figure stays text, for a
    question reads it.
    Raises InputError, saying what to write instead, where the name, the period or the figure
    is missing or none.

    >>> str(parse_claim("Exports-Growth=26.7%+", "2025-08"))
    'exports_growth@2025-08=26.7%+'
    >>> str(parse_claim("coverage@2025=275%"))
    'coverage_ratio@2025=275%'
    >>> parse_claim("total@2025==10")
    StatedClaim(quantity=Quantity(name='total', year=2025, months=12), figure='=10')
    """
    left, equals, figure = text.partition("=")
    name, at, own_period = left.partition("@")
    key = re.sub(r"[-\s]+", "_", name.strip().casefold())
    key = SHORT.get(key, key)
    if not equals or not key or re.search("[<>≤≥]", left):
        raise InputError(f"claim {quoted(text)} is not NAME=FIGURE: {FORM}; {SHELL}")
    _require_name(key, name.strip())
    if not figure.strip():
        raise InputError(f"claim {quoted(text)} has no figure behind its =: {FORM}; {SHELL}")
    written = own_period if at else period
    if written is None:
        raise InputError(
            f"claim {quoted(text)} has no period: write {key}@2025-08={figure.strip()} for January"
            f" to August, {key}@2025={figure.strip()} for the year, or add --period 2025-08"
        )
    year, months = parse_to_date(written, f"claim {quoted(text)}" if at else "--period")
    return StatedClaim(Quantity(key, year, months), figure.strip())


def parse_to_date(text: str, whose: str) -> tuple[int, int]:
    """Read a period from January on, as the year and its last month; 12 for the whole year.

    Raises InputError, naming *whose* period it is, where it is none or does not begin in January.

    >>> parse_to_date("2025-08", "--period"), parse_to_date("2025", "--period")
    ((2025, 8), (2025, 12))
    """
    period = read_period(text)
    if period.kind == YEAR:
        return period.year, 12
    if period.kind in (MONTH, TO_DATE):
        return period.year, period.month
    what = "not a period" if period.kind == NO_PERIOD else period.kind
    raise InputError(
        f"{whose}: {quoted(text)} is {what}; a claim is of January to a month or of a year:"
        " write 2025-08 for January to August, 2025 for the year"
    )


def _require_name(key: str, name: str) -> None:
    """Refuse what is not a quantity, with the nearest that is one."""
    if key in NAMES:
        return
    if key == "balance_growth":
        raise InputError(
            "balance_growth is not a claim, for the growth of a balance means nothing across zero:"
            " claim the two balances, balance@2025=1.4 and balance@2024=1.2"
        )
    if key in ("deficit", "trade_deficit"):
        raise InputError(
            f"there is no claim of {quoted(name)}: write a deficit of 1.2 as balance=-1.2"
        )
    close = [OTHER_WORDS[key]] if key in OTHER_WORDS else get_close_matches(key, NAMES, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(NAMES)}"
    raise InputError(f"there is no claim of {quoted(name)}: {hint}")
