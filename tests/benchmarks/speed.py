"""How long a projection from months takes, and the backtest of every year of its series.

    python tests/benchmarks/speed.py FILES...

A projection is timed with its range, alone, after 9 months, for as many complete years before it
as stand in the table; each figure is the median over the series that have so many. The backtest
is that of the command, after 3, 6 and 9 months, its reading included. What the other methods
take, accuracy.py prints. Nothing is asserted here.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from tradecalc.core.seasonal import seasonal_projection
from tradecalc.figures.months import read_each
from tradecalc.questions.backtest import BACKTEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradecalc.core.months import MonthlySeries


def main() -> None:
    """Print the figures."""
    files = sys.argv[1:]
    series = [one for file in files for one in read_each(file)[0]]
    print(f"a projection from {len(series)} series")
    for years in (3, 5, 10, 20, 35):
        print(f"{years} years {_milliseconds(series, years):10.3f} ms")
    print(f"the backtest {_seconds(lambda: BACKTEST(*files)):10.1f} s")


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _milliseconds(series: Sequence[MonthlySeries], years: int) -> float:
    """Median time of a projection of the last complete year from the *years* before it."""
    spent: list[float] = []
    for one in series:
        last = max(one.complete_years, default=0)
        history, months = one.history(last)[-years:], one.year(last)[:9]
        if last and len(history) == years:
            spent.append(1000 * _seconds(partial(seasonal_projection, history, months)))
    return median(spent or [0.0])


if __name__ == "__main__":
    main()
