"""How long a projection from months takes, and the backtest of every year of a folder of series.

    python tests/benchmarks/speed.py FILES_OR_FOLDERS... [--jobs 1,2]

A projection is timed with its range, alone, after 9 months, for as many complete years before it
as stand in the table; each figure is the median over up to thirty series that have so many. The
simple methods and, where statsforecast is installed, its AutoETS and AutoTheta are timed on the
same months. The backtest is that of the command, after 3, 6 and 9 months, its reading included.
Nothing is asserted here.
"""

from __future__ import annotations

import argparse
import math
import time
import warnings
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from tradecalc.commands.backtest import backtest
from tradecalc.core import projection
from tradecalc.core.ranges import Estimate
from tradecalc.core.seasonal import seasonal_projection
from tradecalc.inputs.monthly import Choice, read_each
from tradecalc.inputs.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradecalc.core.months import MonthlySeries

    History = Sequence[tuple[float, ...]]
    Method = Callable[[History, Sequence[float]], object]

YEARS = (3, 5, 10, 20, 35)
MOST = 30  # series a figure


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_FOLDER")
    parser.add_argument("--jobs", default="1,2", help="numbers of processes, as in 1,2")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    files = [str(file) for path in options.paths for file in _files(Path(path))]
    start = time.perf_counter()
    series = [one for file in files for one in read_each(file)[0]]
    spent = time.perf_counter() - start
    months = sum(len(one.values) for one in series)
    print(f"reading {len(series)} series, {months:,} months: {spent:.2f} s\n")
    _print_projections(series)
    print("\nbacktest, every year, months 3, 6, 9")
    for jobs in options.jobs.split(","):
        start = time.perf_counter()
        report = backtest(Question(), files=files, choice=Choice(), jobs=jobs)
        spent = time.perf_counter() - start
        years = report.answer("years").value
        assert isinstance(years, Estimate)
        each = 1000 * spent / (3 * years.value)
        print(f"--jobs {jobs:3}{years.value:8,} years{spent:8.1f} s{each:8.3f} ms a projection")


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.csv")) if path.is_dir() else [path]


def _print_projections(series: Sequence[MonthlySeries]) -> None:
    print(f"{'ms a projection':20}" + "".join(f"{f'{n} years':>10}" for n in YEARS))
    for name, method in {**SIMPLE, **_libraries()}.items():
        cells = [_milliseconds(method, series, n) for n in YEARS]
        print(f"{name:20}" + "".join(f"{ms:10.3f}" if ms else f"{'':10}" for ms in cells))


def _milliseconds(method: Method, series: Sequence[MonthlySeries], years: int) -> float | None:
    """Median time of a projection of the last complete year from the *years* before it."""
    spent: list[float] = []
    for one in series:
        last = max(one.complete_years, default=0)
        history = one.history(last)[-years:] if last else ()
        if len(history) == years and len(spent) < MOST and sum(history[-1][:9]) > 0:
            start = time.perf_counter()
            method(history, one.year(last)[:9])
            spent.append(time.perf_counter() - start)
    return 1000 * median(spent) if spent else None


def _same_growth(history: History, months: Sequence[float]) -> float:
    return projection.same_growth(
        ytd=math.fsum(months),
        prior_year=math.fsum(history[-1]),
        prior_ytd=math.fsum(history[-1][: len(months)]),
    )


def _five_year_share(history: History, months: Sequence[float]) -> float:
    shares = [sum(year[: len(months)]) / sum(year) for year in history[-5:] if sum(year) > 0]
    return sum(months) / fmean(shares)


SIMPLE: dict[str, Method] = {
    "seasonal, range": seasonal_projection,
    "straight line": lambda _, months: projection.straight_line(
        ytd=math.fsum(months), months=len(months)
    ),
    "same growth": _same_growth,
    "five-year share": _five_year_share,
}


def _libraries() -> dict[str, Method]:
    """AutoETS and AutoTheta, each called once so that it is compiled; nothing without them."""
    try:
        from statsforecast.models import AutoETS, AutoTheta  # noqa: PLC0415  may not be there
    except ImportError:
        return {}
    methods = {f"{model.__name__}, range": _statsforecast(model) for model in (AutoETS, AutoTheta)}
    for method in methods.values():
        method([(8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14)] * 5, [9.0] * 9)
    return methods


def _statsforecast(model: Any) -> Method:
    import numpy as np  # noqa: PLC0415  it comes with the library

    def method(history: History, months: Sequence[float]) -> object:
        values = np.array([*(level for year in history for level in year), *months], dtype=float)
        return model(season_length=12).forecast(y=values, h=12 - len(months), level=[80])

    return method


if __name__ == "__main__":
    main()
