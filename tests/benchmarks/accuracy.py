"""How near full-year projections come, and how true their ranges are, on any monthly series.

    python tests/benchmarks/accuracy.py FILES_OR_FOLDERS... [--index INDEX] [--seed N]
        [--years N] [--arima] [--prophet]

One year is drawn of each series, among those with --years complete years before them (4), and
projected after 3, 6 and 9 months by every method: those of tradecalc, the mean share of the last
five years and, where they are installed, AutoETS and AutoTheta of statsforecast, with --arima its
AutoARIMA (a second each) and with --prophet prophet. Their months to come are added up, and so
are the limits of their 80 % ranges, as users do. Errors are |ln(projected / actual)|.

The interval score (Winkler) of a range is its width and ten times the distance by which a year
ended outside, in logarithms. It is held against one common range around the same points, from
the 10 % to the 90 % point of their errors in this very sample, which is generous to it.

With INDEX, a CSV with the columns series, kind (national or partner) and usd_bn_per_unit, the
likely ranges of the totals are tried too, on every year with a complete one before it.
"""

from __future__ import annotations

import argparse
import csv
import logging
import math
import random
import sys
import time
import warnings
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import TYPE_CHECKING, Any, NamedTuple

from tradecalc.core import projection
from tradecalc.core.reference import FLOWS, endings, flow_of_size
from tradecalc.core.seasonal import seasonal_projection
from tradecalc.inputs.monthly import read_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tradecalc.core.months import MonthlySeries

    History = Sequence[tuple[float, ...]]
    Method = Callable[[History, Sequence[float]], tuple[float, ...]]

MONTHS = (3, 6, 9)
OUTSIDE = 2 / 0.2  # what an 80 % range pays for each unit by which a year ends outside


class Case(NamedTuple):
    """A drawn year: the complete years before it, and its own months."""

    history: History
    levels: tuple[float, ...]


class Outcome(NamedTuple):
    """The error ln(actual / projected), and the ends of the range on the same scale, if any."""

    error: float
    ends: tuple[float, float] | None
    seconds: float


def main() -> None:
    """Print the figures."""
    options = _options()
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    found = sorted(series_in(options.paths), key=lambda series: series.name)
    cases = drawn(found, options.seed, options.years)
    if len(cases) < 2:
        sys.exit(f"{len(cases)} of {len(found)} series can be tried: two are the least")
    print(f"{len(cases)} of {len(found)} series have a year that all methods can project, with")
    print(f"{options.years} complete years before it; one drawn of each by --seed {options.seed}\n")
    methods = {**SIMPLE, **_libraries(arima=options.arima, prophet=options.prophet)}
    results = {
        (name, m): [outcome(method, case, m) for case in cases]
        for name, method in methods.items()
        for m in MONTHS
    }
    _print_errors(list(methods), results)
    _print_ranges(list(methods), results)
    if options.index:
        _print_likely(found, Path(options.index))


def series_in(paths: Sequence[str]) -> Iterator[MonthlySeries]:
    """Every series of the files, and of the CSV files in the folders."""
    for text in paths:
        path = Path(text)
        for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
            yield from read_each(str(file))[0]


def drawn(found: Sequence[MonthlySeries], seed: int, years: int) -> list[Case]:
    """One year of each series that has some, in the order of the series."""
    draw = random.Random(seed)
    cases = []
    for series in found:
        possible = [
            Case(series.history(year), series.year(year))
            for year in series.complete_years[years:]
            if min(series.values) >= 0  # a balance is not a flow
            and sum(series.year(year)[:3]) > 0
            and sum(series.year(year - 1)[:3]) > 0
        ]
        if possible:
            cases.append(draw.choice(possible))
    return cases


def outcome(method: Method, case: Case, m: int) -> Outcome | None:
    """How the drawn year ended beside *method* after *m* months; nothing where that failed."""
    start = time.perf_counter()
    try:
        full_year, *ends = method(case.history, case.levels[:m])
        seconds = time.perf_counter() - start
        error = math.log(math.fsum(case.levels) / full_year)
        low_high = [math.log(end / full_year) for end in ends]
    except Exception:  # noqa: BLE001  what a library cannot do is counted, whatever it raises
        return None
    return Outcome(error, (low_high[0], low_high[1]) if ends else None, seconds)


def _totals(history: History, months: Sequence[float]) -> dict[str, float]:
    return {
        "ytd": math.fsum(months),
        "prior_year": math.fsum(history[-1]),
        "prior_ytd": math.fsum(history[-1][: len(months)]),
    }


def _straight_line(history: History, months: Sequence[float]) -> tuple[float]:  # noqa: ARG001  one shape
    return (projection.straight_line(ytd=math.fsum(months), months=len(months)),)


def _flat_remainder(history: History, months: Sequence[float]) -> tuple[float]:
    return (projection.flat_remainder(**_totals(history, months)),)


def _same_growth(history: History, months: Sequence[float]) -> tuple[float]:
    return (projection.same_growth(**_totals(history, months)),)


def _blend(history: History, months: Sequence[float]) -> tuple[float]:
    return (projection.blend(**_totals(history, months), months=len(months)),)


def _five_year_share(history: History, months: Sequence[float]) -> tuple[float]:
    """The total to date by the mean share that these months had of the last five years."""
    shares = [sum(year[: len(months)]) / sum(year) for year in history[-5:] if sum(year) > 0]
    return (sum(months) / fmean(shares),)


def _seasonal(history: History, months: Sequence[float]) -> tuple[float, float, float]:
    found = seasonal_projection(history, months)
    return found.full_year, found.low, found.high


SIMPLE: dict[str, Method] = {
    "seasonal": _seasonal,
    "straight_line": _straight_line,
    "flat_remainder": _flat_remainder,
    "same_growth": _same_growth,
    "blend": _blend,
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
        method([(8.0, 9, 10, 10, 10, 11, 10, 9, 11, 12, 12, 14)] * 5, [9.0, 9, 10])
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
    ytd = math.fsum(months)
    return tuple(ytd + max(0.0, float(sum(rest))) for rest in rests)


Results = dict[tuple[str, int], list[Outcome | None]]


def _print_errors(names: Sequence[str], results: Results) -> None:
    """Print each method's errors, and how seasonal's compare on the same years."""
    print("|ln(projected / actual)| in %, median/mean; ratio: seasonal's by the method's, the same")
    print(f"{'':16}" + "".join(f"{f'{m} months':>12}{'ratio':>14}" for m in MONTHS), end="")
    print(f"{'ms each':>10}{'failed':>8}")
    for name in names:
        line = f"{name:16}"
        for m in MONTHS:
            pairs = zip(results[name, m], results["seasonal", m], strict=True)
            both = [(abs(a.error), abs(b.error)) for a, b in pairs if a and b]
            theirs, ours = [a for a, _ in both] or [math.nan], [b for _, b in both] or [math.nan]
            line += f"{f'{100 * median(theirs):.1f}/{100 * fmean(theirs):.1f}':>12}"
            line += f"{f'{_ratio(median, ours, theirs)}/{_ratio(fmean, ours, theirs)}':>14}"
        every = [found for m in MONTHS for found in results[name, m]]
        spent = fmean([found.seconds for found in every if found] or [math.nan])
        print(f"{line}{1000 * spent:10.3f}{sum(found is None for found in every):8}")
    print()


def _ratio(average: Callable[[list[float]], float], ours: list[float], theirs: list[float]) -> str:
    return f"{average(ours) / average(theirs):.3f}" if average(theirs) else "-"


def _print_ranges(names: Sequence[str], results: Results) -> None:
    """Print how often the 80 % ranges held the year, and their interval scores."""
    print("80 % ranges: coverage in %, and mean interval score in % of the point")
    print(f"{'':16}" + "".join(f"{f'{m} months':>10}{'score':>8}" for m in MONTHS))
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for m in MONTHS:
        for name in names:
            found = [one for one in results[name, m] if one and one.ends]
            if found:
                rows[name].append(_judged([(one.error, *one.ends) for one in found if one.ends]))
        errors = [one.error for one in results["seasonal", m] if one]
        cuts = quantiles(errors, n=10, method="inclusive")
        rows["common range"].append(_judged([(error, cuts[0], cuts[-1]) for error in errors]))
    for name, cells in rows.items():
        print(f"{name:16}" + "".join(f"{100 * c:10.1f}{100 * s:8.1f}" for c, s in cells))
    pairs = zip(rows["seasonal"], rows["common range"], strict=True)
    print(f"{'ratio of scores':16}" + "".join(f"{own[1] / one[1]:18.3f}" for own, one in pairs))
    print("(seasonal by the common range)")


def _judged(ranges: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Coverage and mean interval score of ranges, each with where the year ended before it."""
    inside = fmean(low <= error <= high for error, low, high in ranges)
    score = fmean(
        high - low + OUTSIDE * (max(0.0, low - error) + max(0.0, error - high))
        for error, low, high in ranges
    )
    return inside, score


def _print_likely(found: Sequence[MonthlySeries], index: Path) -> None:
    """Print how often the likely ranges of the reference held the year, by kind of flow."""
    with index.open(encoding="utf-8") as file:
        kinds = {row["series"]: row for row in csv.DictReader(file)}
    held: dict[tuple[str, str, int], list[bool]] = defaultdict(list)
    for series in found:
        if series.name not in kinds:
            continue
        usd = 1e9 * float(kinds[series.name]["usd_bn_per_unit"])
        national = kinds[series.name]["kind"] == "national"
        for year in series.complete_years[1:]:
            before, levels = series.year(year - 1), series.year(year)
            flow = "national" if national else flow_of_size(usd * sum(before))
            for m in MONTHS:
                if sum(levels[:m]) > 0 and sum(before[:m]) > 0:
                    for name in ("straight_line", "blend"):
                        (full_year,) = SIMPLE[name]([before], levels[:m])
                        likely = endings(name, flow, m).likely(full_year)
                        inside = likely.low <= sum(levels) <= likely.high
                        held[name, flow, m].append(inside)
    print("\nLikely ranges from totals: coverage in %, every year with a complete one before it")
    print(f"{'':30}{'years':>7}" + "".join(f"{f'{m} months':>10}" for m in MONTHS))
    for name in ("straight_line", "blend"):
        for flow in FLOWS:
            if held[name, flow, MONTHS[-1]]:
                shares = [100 * fmean(held[name, flow, m]) for m in MONTHS]
                line = f"{name:16}{flow:14}{len(held[name, flow, MONTHS[-1]]):7}"
                print(line + "".join(f"{share:10.1f}" for share in shares))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_FOLDER")
    parser.add_argument("--index", help="kind of each series and its factor to billion US dollars")
    parser.add_argument("--seed", type=int, default=2024, help="of the draw of years")
    parser.add_argument("--years", type=int, default=4, help="complete years before a drawn one")
    parser.add_argument("--arima", action="store_true", help="also AutoARIMA, a second each")
    parser.add_argument("--prophet", action="store_true", help="also prophet")
    return parser.parse_args()


if __name__ == "__main__":
    main()
