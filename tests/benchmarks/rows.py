"""How long it takes to answer a million rows, against scripts that one would write by hand.

    python tests/benchmarks/rows.py [ROWS] [--rounds N]

The rows are drawn with a fixed seed. Each contender is a whole process with the file on its
standard input and its output in a file; they run in turn, round by round, so that a machine whose
speed drifts does not blur the ratios, and each figure is a median. Seconds are of the clock and of
all cores together; memory is the peak of the largest of its processes.

The yardsticks compute one rate, or all answers, and check nothing. Nothing is asserted here, but
the first thousand rates are compared with the script.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

BIN = Path(sys.executable).parent
SCRIPT = """import csv
import math
import sys

reader, writer = csv.reader(sys.stdin), csv.writer(sys.stdout, lineterminator="\\n")
header = next(reader)
base_at, goal_at, year_at = (header.index(name) for name in ("base", "goal", "year"))
writer.writerow([*header, {names}])
for row in reader:
    base, goal, years = float(row[base_at]), float(row[goal_at]), int(row[year_at]) - 2024
    writer.writerow([*row, {answers}])
"""
RATE = "(goal / base) ** (1 / years) - 1"
OTHERS = "years, (goal - base) / base, (goal - base) / years, math.log(goal / base) / years"
NAMES = "'years', 'total_growth', 'yearly_increase', 'log_growth'"
COLUMNS = {  # of each command's table, and its cells
    "target": (
        "reporter,partner,ytd,months,base,goal,year",
        "{reporter},{partner},{ytd:.3f},{months},{base:.3f},{goal:.3f},{year}",
    ),
    "growth": ("from,to", "{base:.3f},{goal:.3f}"),
    "project": ("ytd,months,prior_year", "{ytd:.3f},{months},{base:.3f}"),
    "track": (
        "ytd,months,base,goal,year",
        "{ytd:.3f},{months},{base:.3f},{goal:.3f},{year}",
    ),
    "decompose": (
        "exports,imports,prior_exports,prior_imports",
        "{base:.3f},{goal:.3f},{ytd:.3f},{goal:.3f}",
    ),
}


class Spent(NamedTuple):
    """What a process took: seconds of the clock, of all cores, and its peak in MB."""

    wall: float
    cores: float
    peak: float


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}", end=""
    )
    print(f", load before {os.getloadavg()[0]:.1f}")
    print(f"{options.rows:,} rows, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = _drawn(folder / "rows.csv", options.rows)
        _print_contest(table, folder, options)
        _print_others(folder, max(options.rows // 10, 1), options.rounds)


def _drawn(path: Path, count: int, command: str = "target") -> Path:
    """Write *count* rows, the same ones each time, for a command."""
    header, line = COLUMNS[command]
    draw = random.Random(2030)
    with path.open("w") as file:
        file.write(header + "\n")
        for _ in range(count):
            months, base = draw.randint(1, 11), draw.lognormvariate(2, 2) + 0.05
            values = {
                "reporter": draw.choice(("KAZ", "UZB", "ARM", "USA", "CHN")),
                "partner": draw.choice(("RUS", "DEU", "MEX", "KOR", "IND")),
                "months": months,
                "ytd": base * months / 12 * draw.uniform(0.8, 1.3) + 0.001,
                "base": base,
                "goal": base * draw.uniform(1, 3),
                "year": draw.randint(2026, 2035),
            }
            file.write(line.format_map(values) + "\n")
    return path


def _ours(command: str, *options: str) -> list[str]:
    return [str(BIN / "tradecalc"), command, "--rows", "-", *options]


def _spent(command: list[str], given: Path, written: Path) -> Spent:
    """What a process takes that reads one file and writes another."""
    start = time.perf_counter()
    with given.open() as file, written.open("w") as output:
        process = subprocess.Popen(command, stdin=file, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:  # some row may have no answer
        print(f"exit code {process.returncode}: {' '.join(command)}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _print_contest(table: Path, folder: Path, options: argparse.Namespace) -> None:
    """Run all in turn, and print what each takes, and how that stands to the script before it."""
    one, every = folder / "one.py", folder / "every.py"
    one.write_text(SCRIPT.format(names="'required_cagr'", answers=RATE))
    every.write_text(SCRIPT.format(names=f"'required_cagr', {NAMES}", answers=f"{RATE}, {OTHERS}"))
    picked = ("--answers", "required_cagr")
    contenders = {
        "by hand, one answer": [sys.executable, str(one)],
        "one answer": _ours("target", *picked),
        "one answer, --jobs 2": _ours("target", *picked, "--jobs", "2"),
        "by hand, all answers": [sys.executable, str(every)],
        "all answers": _ours("target"),
        "all answers, --jobs 2": _ours("target", "--jobs", "2"),
    }
    rounds = [
        {name: _spent(command, table, folder / name) for name, command in contenders.items()}
        for _ in range(options.rounds)
    ]
    print(f"\n{'':24}{'seconds':>9}{'of cores':>9}{'rows a s':>12}{'ratio':>8}{'peak MB':>9}")
    hand = ""
    for name in contenders:
        hand = name if name.startswith("by hand") else hand
        wall, cores, peak = map(median, zip(*(one[name] for one in rounds), strict=True))
        ratio = median(one[name].wall / one[hand].wall for one in rounds)
        print(f"{name:24}{wall:9.2f}{cores:9.2f}{options.rows / wall:12,.0f}", end="")
        print(f"{ratio:8.2f}{peak:9.1f}")
    first, *others = (_rates(folder / name) for name in contenders)
    apart = max(abs(a - b) for other in others for a, b in zip(first, other, strict=True))
    holds = "agree" if apart <= 1e-9 else "DO NOT AGREE"
    print(f"The first {len(first):,} rates {holds}: at most {apart:.1g} apart.")


def _rates(path: Path) -> list[float]:
    with path.open(newline="") as file:
        return [float(row["required_cagr"]) for row in islice(csv.DictReader(file), 1000)]


def _print_others(folder: Path, count: int, rounds: int) -> None:
    """Print what each command takes, with all its answers, on a tenth of the rows."""
    print(f"\n{count:,} rows, all answers")
    for command in COLUMNS:
        table = _drawn(folder / f"{command}.csv", count, command)
        spent = [_spent(_ours(command), table, folder / "answers.csv") for _ in range(rounds)]
        wall = median(one.wall for one in spent)
        print(f"{command:24}{wall:9.2f}{'':9}{count / wall:12,.0f}{'':8}{spent[0].peak:9.1f}")


if __name__ == "__main__":
    main()
