"""How long it takes to tell whether claims agree, and what they leave every quantity.

    python tests/benchmarks/claims.py [CASES]

The home case, and random claims that agree, of levels, growths and ratios rounded to a few
digits: the verdict with its witness, then all ranges. Nothing is asserted here.
"""

from __future__ import annotations

import random
import sys
import time
from contextlib import suppress
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from tradecalc.core.claims import Claim, ClaimCheck
from tradecalc.core.quantities import NAMES, Quantity
from tradecalc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = [
    Claim(Quantity(name, year, months), Fraction(low), Fraction(high))
    for name, year, months, low, high in (
        ("total", 2025, 8, "2.95", "3.05"),
        ("total_growth", 2025, 8, "0.184", "0.185"),
        ("exports", 2025, 8, "2.15", "2.25"),
        ("exports_growth", 2025, 8, "0.267", "0.268"),
        ("total", 2025, 9, "3.35", "3.45"),
        ("total_growth", 2025, 9, "0.18", "0.19"),
        ("total", 2024, 12, "4", "5"),
    )
]


def main() -> None:
    """Print a row for the home case, and one for each number of claims."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    print(f"median (slowest) of {count}, ms")
    show("home case", [HOME] * count)
    for claims in (10, 20, 50, 100):
        show(f"{claims} claims", [agreeing(claims, seed) for seed in range(count)])


def agreeing(count: int, seed: int) -> list[Claim]:
    """Return so many claims of levels that are drawn, in more years the more claims there are."""
    draw = random.Random(seed)
    years = range(2025 - max(1, count // 20), 2026)
    levels: dict[Quantity, Fraction] = {}
    for flow, year in ((flow, year) for flow in ("exports", "imports") for year in years):
        to_date = Fraction(0)
        for month in range(1, 13):
            to_date += Fraction(draw.randint(10, 40), 100)
            levels[Quantity(flow, year, month)] = to_date
    found: dict[Quantity, Claim] = {}
    while len(found) < count:
        name = draw.choice(NAMES)
        first = years[0] + name.endswith("_growth")
        months = draw.choice((3, 6, 8, 9, 12) if count < 50 else range(1, 13))
        quantity = Quantity(name, draw.choice(range(first, 2026)), months)
        half = Fraction(1, 2 * draw.choice((10, 100, 1000)))
        middle = round(quantity.value(levels) / half / 2) * half * 2
        found[quantity] = Claim(quantity, middle - half, middle + half)
    return list(found.values())


def all_ranges(check: ClaimCheck) -> None:
    """Find the range of every quantity that has one."""
    for quantity in check.quantities():
        with suppress(DomainError):  # its lower level may be zero
            check.bounds(quantity)


def show(name: str, cases: Sequence[list[Claim]]) -> None:
    """Print the median and the slowest of the verdict and of the ranges, in milliseconds."""
    verdicts, ranges = [], []
    for case in cases:
        start = time.process_time()
        check = ClaimCheck(case)
        told = time.process_time()
        all_ranges(check)
        verdicts.append(1000 * (told - start))
        ranges.append(1000 * (time.process_time() - told))
    print(f"{name:12}verdict {median(verdicts):7.1f} ({max(verdicts):.1f})", end="")
    print(f"   all ranges {median(ranges):8.1f} ({max(ranges):.1f})", flush=True)


if __name__ == "__main__":
    main()
