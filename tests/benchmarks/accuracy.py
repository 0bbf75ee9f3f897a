"""How near full-year projections come, and how true their ranges are, on any monthly series.

    python tests/benchmarks/accuracy.py FILES_OR_FOLDERS... [--arima] [--prophet]

One year is drawn of each series, among those with four complete years before them, and
projected after 3, 6 and 9 months by every method: those of tradecalc, the mean share of the last
five years and, where they are installed, AutoETS and AutoTheta of statsforecast, with --arima its
AutoARIMA (a second each) and with --prophet prophet. Their months to come are added up, and so
are the limits of their 80 % ranges, as users do. Errors are |ln(projected / actual)|.

The interval score (Winkler) of a range is its width and ten times the distance by which a year
ended outside, in logarithms. It is held against one common range around the same points, from
the 10 % to the 90 % point of their errors in this very sample, which is generous to it.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import time
import warnings
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.core import projection
from tradecalc.core.seasonal import seasonal_projection
from tradecalc.figures.months import read_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tradecalc.core.months import MonthlySeries

    History = Sequence[tuple[float, ...]]  # the complete years before
    # A full year from those and the months so far, and the ends of its 80 % range, if it has one.
    Method = Callable[[History, Sequence[float]], tuple[float, ...]]
    Results = dict[str, dict[int, list["Outcome | None"]]]  # by method and months

MONTHS = (3, 6, 9)
OUTSIDE = 2 / 0.2  # what an 80 % range pays for each unit by which a year ends outside
FLAT = [(8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14)] * 5  # for a call that compiles


class Outcome(NamedTuple):
    """The error ln(actual / projected), the ends of the range on the same scale, and seconds."""

    error: float
    ends: list[float]
    seconds: float


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    parser.add_argument("--arima", action="store_true", help="also AutoARIMA, a second each")
    parser.add_argument("--prophet", action="store_true", help="also prophet")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    files = [f for path in options.paths for f in (sorted(path.glob("*.csv")) or [path])]
    series = sorted((one for f in files for one in read_each(str(f))[0]), key=lambda s: s.name)
    cases = drawn(series)
    print(f"{len(cases)} of {len(series)} series have a year that all methods can project\n")
    methods = SIMPLE | _libraries(arima=options.arima, prophet=options.prophet)
    results = {
        name: {m: [outcome(method, *case, m) for case in cases] for m in MONTHS}
        for name, method in methods.items()
    }
    _print_errors(results)
    _print_ranges(results)


def drawn(found: Sequence[MonthlySeries]) -> Sequence[tuple[History, Sequence[float]]]:
    """One year of each series that has some, after the complete years before it."""
    draw = random.Random(2024)
    cases = []
    for series in found:
        possible = [
            (series.history(year), series.year(year))
            for year in series.complete_years[4:]
            if min(series.values) >= 0  # a balance is not a flow
            and sum(series.year(year)[:3]) > 0
            and sum(series.year(year - 1)[:3]) > 0
        ]
        if possible:
            cases.append(draw.choice(possible))
    return cases


def outcome(method: Method, history: History, levels: Sequence[float], m: int) -> Outcome | None:
    """How the drawn year ended beside *method* after *m* months; nothing where that failed."""
    start = time.perf_counter()
    try:
        full_year, *ends = method(history, levels[:m])
        seconds = time.perf_counter() - start
        error = math.log(math.fsum(levels) / full_year)
        return Outcome(error, [math.log(end / full_year) for end in ends], seconds)
    except Exception:  # noqa: BLE001  what a library cannot do is counted, whatever it raises
        return None


def _totals(history: History, months: Sequence[float]) -> dict[str, float]:
    year, so_far = math.fsum(history[-1]), math.fsum(history[-1][: len(months)])
    return {"ytd": math.fsum(months), "prior_year": year, "prior_ytd": so_far}


def _seasonal(history: History, months: Sequence[float]) -> tuple[float, ...]:
    found = seasonal_projection(history, months)
    return found.full_year, found.low, found.high


def _five_year_share(history: History, months: Sequence[float]) -> tuple[float]:
    """The total to date by the mean share that these months had of the last five years."""
    shares = [sum(year[: len(months)]) / sum(year) for year in history[-5:] if sum(year) > 0]
    return (sum(months) / fmean(shares),)


SIMPLE: dict[str, Method] = {
    "seasonal": _seasonal,
    "straight_line": lambda _, m: (projection.straight_line(ytd=math.fsum(m), months=len(m)),),
    "flat_remainder": lambda h, m: (projection.flat_remainder(**_totals(h, m)),),
    "same_growth": lambda h, m: (projection.same_growth(**_totals(h, m)),),
    "blend": lambda h, m: (projection.blend(**_totals(h, m), months=len(m)),),
    "five_year_share": _five_year_share,
}


def _libraries(*, arima: bool, prophet: bool) -> dict[str, Method]:
    """The methods of libraries that are installed, each called once so that it is compiled."""
    methods: dict[str, Method] = {}
    try:
        from statsforecast import models  # noqa: PLC0415  it may not be there
    except ImportError:
        print("statsforecast is not installed.\n")
    else:
        names = ["AutoETS", "AutoTheta", *(["AutoARIMA"] if arima else [])]
        methods = {name: _statsforecast(getattr(models, name)) for name in names}
    if prophet:
        methods["Prophet"] = _prophet
    for method in methods.values():
        method(FLAT, [9.0, 9, 10])
    return methods


def _statsforecast(model: Any) -> Method:
    import numpy as np  # noqa: PLC0415  it comes with the library

    def method(history: History, months: Sequence[float]) -> tuple[float, ...]:
        values = np.array([*(level for year in history for level in year), *months], dtype=float)
        found = model(season_length=12).forecast(y=values, h=12 - len(months), level=[80])
        return _added_up(months, found["mean"], found["lo-80"], found["hi-80"])

    return method


def _prophet(history: History, months: Sequence[float]) -> tuple[float, ...]:
    import pandas as pd  # noqa: PLC0415  it comes with the library
    from prophet import Prophet  # noqa: PLC0415

    values = [*(level for year in history for level in year), *months]
    dates = pd.date_range(f"{2000 - len(history)}-01-01", periods=len(values), freq="MS")
    model = Prophet(interval_width=0.8)
    model.fit(pd.DataFrame({"ds": dates, "y": values}))
    future = model.make_future_dataframe(12 - len(months), freq="MS", include_history=False)
    found = model.predict(future)
    return _added_up(months, found["yhat"], found["yhat_lower"], found["yhat_upper"])


def _added_up(months: Sequence[float], *rests: Any) -> tuple[float, ...]:
    """The months so far with each way of those to come, which are not below zero together."""
    return tuple(math.fsum(months) + max(0.0, float(sum(rest))) for rest in rests)


def _print_errors(results: Results) -> None:
    """Print each method's errors, in per cent, and how long it takes."""
    print(f"{'median/mean error':18}" + "".join(f"{f'{m} months':>12}" for m in MONTHS), end="")
    print(f"{'ms each':>10}{'failed':>8}")
    for name, found in results.items():
        line = f"{name:18}"
        for m in MONTHS:
            errors = [100 * abs(one.error) for one in found[m] if one]
            line += f"{f'{median(errors):.1f}/{fmean(errors):.1f}':>12}"
        every = [one for m in MONTHS for one in found[m]]
        spent = fmean(one.seconds for one in every if one)
        print(f"{line}{1000 * spent:10.3f}{every.count(None):8}")
    print()


def _print_ranges(results: Results) -> None:
    """Print how often the 80 % ranges held the year, and their scores, in % of the point."""
    print(f"{'coverage, score':16}" + "".join(f"{f'{m} months':>18}" for m in MONTHS))
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for m in MONTHS:
        for name in results:
            found = [(one.error, *one.ends) for one in results[name][m] if one and one.ends]
            if found:
                rows[name].append(_judged(found))
        errors = [one.error for one in results["seasonal"][m] if one]
        low, *_, high = quantiles(errors, n=10, method="inclusive")
        rows["common range"].append(_judged([(error, low, high) for error in errors]))
    for name, cells in rows.items():
        print(f"{name:16}" + "".join(f"{100 * c:10.1f}{100 * s:8.1f}" for c, s in cells))


def _judged(ranges: Sequence[tuple[float, ...]]) -> tuple[float, float]:
    """Coverage and mean interval score of ranges, each with where the year ended before it."""
    inside = fmean(low <= error <= high for error, low, high in ranges)
    score = fmean(
        high - low + OUTSIDE * (max(0.0, low - error) + max(0.0, error - high))
        for error, low, high in ranges
    )
    return inside, score


if __name__ == "__main__":
    main()
