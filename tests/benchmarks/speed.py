"""How long a projection from months takes, and the backtest of every year of a folder of series.

    python tests/benchmarks/speed.py FILES_OR_FOLDERS... [--jobs 1,2]

A projection is timed with its range, alone, after 9 months, for as many complete years before it
as stand in the table; each figure is the median over up to thirty series that have so many. The
backtest is that of the command, after 3, 6 and 9 months, its reading included. What the other
methods take, accuracy.py prints. Nothing is asserted here.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tradecalc.core.seasonal import seasonal_projection
from tradecalc.figures.months import read_each
from tradecalc.questions.backtest import BACKTEST
from tradecalc.questions.question import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradecalc.core.months import MonthlySeries

YEARS = (3, 5, 10, 20, 35)
MOST = 30  # series a figure


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes, as in 1,2")
    options = parser.parse_args()
    files = [
        str(file)
        for path in options.paths
        for file in (sorted(path.glob("*.csv")) if path.is_dir() else [path])
    ]
    series: list[MonthlySeries] = []
    spent = _seconds(lambda: series.extend(one for file in files for one in read_each(file)[0]))
    months = sum(len(one.values) for one in series)
    print(f"reading {len(series)} series, {months:,} months: {spent:.2f} s\n")
    print("a projection " + "".join(f"{f'{years} years':>10}" for years in YEARS))
    print("milliseconds " + "".join(f"{_milliseconds(series, years):10.3f}" for years in YEARS))
    print("\nbacktest, every year, months 3, 6, 9")
    for jobs in options.jobs.split(","):
        start = time.perf_counter()
        years = ask(BACKTEST, {"files": files, "jobs": jobs}).years.value
        spent = time.perf_counter() - start
        each = 1000 * spent / (3 * years)
        print(f"--jobs {jobs:3}{years:8,} years{spent:8.1f} s{each:8.3f} ms a projection")


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
        if last and len(history) == years and len(spent) < MOST and sum(history[-1][:9]) > 0:
            spent.append(1000 * _seconds(partial(seasonal_projection, history, months)))
    return median(spent or [0.0])


if __name__ == "__main__":
    main()
