"""A claim as people write it: `total@2025-08=3.0`, `exports_growth@2025-08=26.7%+`."""

from __future__ import annotations

import re
from typing import NamedTuple

from tradecalc.core.quantities import NAMES, Quantity
from tradecalc.errors import InputError, quoted
from tradecalc.figures.period import MONTH, NO_PERIOD, TO_DATE, YEAR, read_period

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
    """Read a claim, `NAME=FIGURE` or `NAME@PERIOD=FIGURE`, whose *period* may be given apart.

    A period is January to the month written, or a whole year. The figure stays text, for a
    question reads it.
    Raises InputError, saying what to write instead, where the name, the period or the figure
    is missing or none.

    >>> str(parse_claim("Exports-Growth=26.7%+", "2025-08"))
    'exports_growth@2025-08=26.7%+'
    >>> str(parse_claim("coverage@2025=275%"))
    'coverage_ratio@2025=275%'
    """
    left, equals, figure = (part.strip() for part in text.partition("="))
    name, at, own_period = (part.strip() for part in left.partition("@"))
    key = re.sub(r"[-\s]+", "_", name.casefold())
    key = SHORT.get(key, key)
    claim = f"claim {quoted(text)}"
    if not equals or not key or re.search("[<>≤≥]", left):
        raise InputError("is not NAME=FIGURE", written=claim, remedy=f"{FORM}; {SHELL}")
    _require_name(key, name)
    if not figure:
        raise InputError("has no figure behind its =", written=claim, remedy=f"{FORM}; {SHELL}")
    written = own_period if at else period
    if written is None:
        remedy = "write {key}@2025-08={said}, January to August, or {key}@2025={said}"
        remedy += ", the year"
        raise InputError("has no period", written=claim, remedy=remedy, key=key, said=figure)
    try:
        return StatedClaim(Quantity(key, *parse_to_date(written)), figure)
    except InputError as error:
        if at:
            error.written = f"{claim}: {error.written}"
            raise
        raise error.about("period") from None


def parse_to_date(text: str) -> tuple[int, int]:
    """Read a period from January on, as the year and its last month; 12 for the whole year.

    Raises InputError where it is none or does not begin in January.

    >>> parse_to_date("2025-08"), parse_to_date("2025")
    ((2025, 8), (2025, 12))
    """
    period = read_period(text)
    if period.kind == YEAR:
        return period.year, 12
    if period.kind in (MONTH, TO_DATE):
        return period.year, period.month
    raise InputError(
        "is {what}, and a claim is of January to a month or of a year",
        written=quoted(text),
        what="not a period" if period.kind == NO_PERIOD else period.kind,
        remedy="write 2025-08 for January to August, 2025 for the year",
    )


def _require_name(key: str, name: str) -> None:
    """Refuse what is not a quantity, with the nearest that is one."""
    if key in NAMES:
        return
    if key == "balance_growth":
        raise InputError(
            "balance_growth is not a claim, for the growth of a balance means nothing across zero",
            remedy="claim the two balances, balance@2025=1.4 and balance@2024=1.2",
        )
    from difflib import get_close_matches  # noqa: PLC0415  3 ms, which only a slip costs

    close = [OTHER_WORDS[key]] if key in OTHER_WORDS else get_close_matches(key, NAMES, n=1)
    remedy = "did you mean {close}?" if close else f"there are {', '.join(NAMES)}"
    if key in ("deficit", "trade_deficit"):
        remedy = "write a deficit of 1.2 as balance=-1.2"
    raise InputError(
        "there is no claim of {name}", remedy=remedy, name=quoted(name), close="".join(close)
    )
