"""Make tradecalc/core/reference.csv: how far full years ended from each projection.

    python tests/benchmarks/reference.py INDEX > tradecalc/core/reference.csv

INDEX is a CSV with the columns series, file, kind (national or partner) and usd_bn_per_unit; the
files beside it hold series, period (2025-09) and value. Every complete year with a complete year
before it counts once for each of months 1 to 11; seasonal needs two. A partner's or product's
flow is filed by last year's total in US dollars.

The points of the seasonal projection's scaled errors count each series alike, for its range is to
hold for a series and not for the longest of them.

Errors and their points are smoothed over months: each is divided by the share of the year that
remains, averaged over three months with weights 1, 2, 1, and multiplied back; points are held from
widening as months pass.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import statistics
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tradecalc.core import projection, seasonal
from tradecalc.core.reference import FLOWS, POINTS, TOTALS_ONLY, flow_of_size
from tradecalc.figures.months import read_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tradecalc.core.months import MonthlySeries

MONTHS = range(1, 12)
EVENLY = 3600  # trials of a series, however many it has, in the points of scaled errors
Errors = dict[tuple[str, str, int], list[float]]


def main() -> None:
    """Print the table."""
    index = Path(sys.argv[1])
    with index.open(encoding="utf-8") as file:
        kinds = {row["series"]: row for row in csv.DictReader(file)}
    files = sorted({row["file"] for row in kinds.values()})
    tasks = [
        (series, kinds[series.name]["kind"], 1e9 * float(kinds[series.name]["usd_bn_per_unit"]))
        for name in files
        for series in read_each(str(index.parent / name))[0]
        if series.name in kinds  # a sum of two others is left out of INDEX
    ]
    errors: Errors = defaultdict(list)
    by_series: list[list[tuple[int, float, seasonal.Forecast]]] = []
    with ProcessPoolExecutor() as pool:
        for found, origins in pool.map(errors_of, tasks, chunksize=4):
            for key, values in found.items():
                errors[key] += values
            by_series.append(origins)
    sizes = _smoothed([_sizes(errors["seasonal", "all", m]) for m in MONTHS])
    expected = {m: mean for m, (_, mean) in zip(MONTHS, sizes, strict=True)}
    for origins in by_series:
        for m, error, foreseen in origins:
            scaled = error / foreseen.scale(expected[m])
            errors["seasonal_scaled", "all", m] += [scaled] * round(EVENLY / len(origins))
    _print_table(errors, len(tasks), files)


def errors_of(
    task: tuple[MonthlySeries, str, float],
) -> tuple[Errors, list[tuple[int, float, seasonal.Forecast]]]:
    """Errors of every method in every year of one series, and what scales the seasonal ones."""
    series, kind, usd = task
    errors: Errors = defaultdict(list)
    unscaled = []
    for year in series.complete_years:
        history, actual = series.history(year), series.year(year)
        if not history or not sum(history[-1]) > 0 or not sum(actual) > 0:
            continue
        flow = "national" if kind == "national" else flow_of_size(usd * sum(history[-1]))
        for m in MONTHS:
            for method, projected in _from_totals(history[-1], actual, m):
                errors[method, flow, m].append(math.log(sum(actual) / projected))
            if len(history) < seasonal.LEAST_YEARS:
                continue
            found = seasonal.forecast(history, actual[:m])
            if found.full_year > 0:
                error = math.log(sum(actual) / found.full_year)
                errors["seasonal", flow, m].append(error)
                errors["seasonal", "all", m].append(error)
                unscaled.append((m, error, found))
    return errors, unscaled


def _from_totals(
    before: tuple[float, ...], actual: tuple[float, ...], m: int
) -> Iterator[tuple[str, float]]:
    """Full years by the methods that need totals alone."""
    ytd, prior = sum(actual[:m]), {"prior_year": sum(before), "prior_ytd": sum(before[:m])}
    if ytd > 0 and prior["prior_ytd"] > 0:
        yield "straight_line", projection.straight_line(ytd=ytd, months=m)
        yield "flat_remainder", projection.flat_remainder(ytd=ytd, **prior)
        yield "same_growth", projection.same_growth(ytd=ytd, **prior)
        yield "blend", projection.blend(ytd=ytd, months=m, **prior)


def _print_table(errors: Errors, count: int, files: list[str]) -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    print(
        f"# ln(actual / projected) of full years: {count} monthly series of exports and imports in"
    )
    for name in files:
        print(f"# {Path(name).stem}")
    print(f"# Made {today} by tests/benchmarks/reference.py, which says how it smooths them.")
    print("# method,flow,months,series_years,median_error,mean_error,"
          + ",".join(f"p{p}" for p in POINTS))  # fmt: skip
    groups = [(method, flow) for method in (*TOTALS_ONLY, "seasonal") for flow in FLOWS]
    for method, flow in [*groups, ("seasonal", "all"), ("seasonal_scaled", "all")]:
        columns = [errors[method, flow, m] for m in MONTHS]
        points = _narrowing(_smoothed([_points(column) for column in columns]))
        errors_made = _smoothed([_sizes(column) for column in columns])
        for m, column, made, row in zip(MONTHS, columns, errors_made, points, strict=True):
            numbers = ",".join(f"{number:.4f}" for number in (*made, *row))
            count = len(errors["seasonal", flow, m] if method == "seasonal_scaled" else column)
            print(f"{method},{flow},{m},{count},{numbers}")


def _points(errors: list[float]) -> list[float]:
    cuts = statistics.quantiles(errors, n=100, method="inclusive")
    return [cuts[p - 1] for p in POINTS]


def _sizes(errors: list[float]) -> list[float]:
    """Median and mean of the absolute errors."""
    sizes = [abs(error) for error in errors]
    return [statistics.median(sizes), statistics.fmean(sizes)]


def _smoothed(rows: list[list[float]]) -> list[list[float]]:
    """Rows smoothed over months, in proportion to the share of the year that remains."""
    left = [(12 - m) / 12 for m in MONTHS]
    a_share = [[number / share for number in row] for row, share in zip(rows, left, strict=True)]
    smooth = []
    for k, share in enumerate(left):
        around = [a_share[min(max(n, 0), len(rows) - 1)] for n in (k - 1, k, k, k + 1)]
        smooth.append([share * statistics.fmean(column) for column in zip(*around, strict=True)])
    return smooth


def _narrowing(rows: list[list[float]]) -> list[list[float]]:
    """Points each held as near the median as they were a month before."""
    middle = POINTS.index(50)
    for before, row in pairwise(rows):
        for k in range(len(row)):
            off, most = row[k] - row[middle], before[k] - before[middle]
            row[k] = row[middle] + (max(off, most) if k < middle else min(off, most))
    return rows


if __name__ == "__main__":
    main()
