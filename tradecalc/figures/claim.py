"""A claim as people write it: `total@2025-08=3.0`, `exports_growth@2025-08=26.7%+`."""

import re
from typing import NamedTuple

from tradecalc.core.quantities import NAMES, Quantity
from tradecalc.errors import InputError, meant, quoted
from tradecalc.figures.period import MONTH, NO_PERIOD, TO_DATE, YEAR, read_period

FORM = "write total@2025-08=3.0 or exports_growth@2025=18%+"
MEANT = {  # by other names that people use
    **dict.fromkeys(("turnover", "trade", "trade_turnover"), "did you mean total?"),
    **dict.fromkeys(("growth", "turnover_growth", "trade_growth"), "did you mean total_growth?"),
    **dict.fromkeys(("trade_balance", "surplus", "net_exports"), "did you mean balance?"),
    **dict.fromkeys(("deficit", "trade_deficit"), "write a deficit of 1.2 as balance=-1.2"),
    "balance_growth": "a balance has no growth; claim balance@2025=1.4 and balance@2024=1.2",
}


class StatedClaim(NamedTuple):
    """A claim in parts: the quantity, and the figure as written."""

    quantity: Quantity
    figure: str

    def __str__(self) -> str:
        return f"{self.quantity}={self.figure}"


def parse_claim(text: str, period: str | None = None) -> StatedClaim:
    """Read a claim, `NAME@PERIOD=FIGURE`; one without a period takes *period*.

    Raises InputError where the name, the period or the figure is missing or wrong.

    >>> str(parse_claim("Exports-Growth=26.7%+", "2025-08"))
    'exports_growth@2025-08=26.7%+'
    """
    left, _, figure = (part.strip() for part in text.partition("="))
    name, at, own_period = (part.strip() for part in left.partition("@"))
    key = re.sub(r"[-\s]+", "_", name.casefold())
    key = "coverage_ratio" if key == "coverage" else key
    claim = f"claim {quoted(text)}"
    if not (key and figure) or re.search("[<>≤≥]", left):
        remedy = "write total@2025-08=3.0, or total=4+ for more than 4"
        raise InputError("is not NAME=FIGURE", written=claim, remedy=remedy)
    if key not in NAMES:
        remedy = MEANT.get(key) or meant(key, NAMES)
        raise InputError("unknown quantity {name}", remedy=remedy, name=quoted(name))
    written = [one for one in (period, own_period if at else None) if one is not None]
    if not written:
        remedy = "write {key}@2025-08={said} for January to August, or {key}@2025={said}"
        raise InputError("has no period", written=claim, remedy=remedy, key=key, said=figure)
    *_, to_date = map(parse_to_date, written)
    return StatedClaim(Quantity(key, *to_date), figure)


def parse_to_date(text: str) -> tuple[int, int]:
    """Read a period from January on as its year and last month, or raise InputError.

    >>> parse_to_date("2025-08"), parse_to_date("2025")
    ((2025, 8), (2025, 12))
    """
    period = read_period(text)
    if period.kind in (YEAR, MONTH, TO_DATE):
        return period.year, period.month or 12
    what = "not a period" if period.kind == NO_PERIOD else period.kind
    remedy = "write 2025-08 for January to August, 2025 for the year"
    raise InputError(f"is {what}", written=quoted(text), remedy=remedy)
