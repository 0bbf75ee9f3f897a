"""How long it takes to answer a million rows, against scripts that one would write by hand.

    python tests/benchmarks/rows.py [ROWS] [--rounds N]

The rows are drawn with a fixed seed. Each contender is a whole process with the file on its
standard input and its output in a file; they run in turn, round by round, so that a machine whose
speed drifts does not blur the ratios, and each figure is a median. Memory is the peak of the
largest of its processes. The yardsticks compute one rate, or all answers, and check nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

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
COLUMNS = {  # of each command's table; its cells are these of what is drawn
    "target": "reporter,partner,ytd,months,base,goal,year",
    "growth": "from,to",
    "project": "ytd,months,prior_year",
    "track": "ytd,months,base,goal,year",
    "decompose": "exports,imports,prior_exports,prior_imports",
}
ALSO = {  # what those of another name hold
    "base": ("from", "prior_year", "exports"),
    "goal": ("to", "imports", "prior_imports"),
    "ytd": ("prior_exports",),
}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _print_contest(Path(folder), options.rows, options.rounds)
        print(f"\nall answers, {options.rows // 10:,} rows: rows a second")
        for command in COLUMNS:
            table = _drawn(Path(folder, command), options.rows // 10, command)
            wall, _ = _spent(_ours(command), table)
            print(f"{command:24}{options.rows / 10 / wall:12,.0f}")


def _drawn(path: Path, count: int, command: str = "target") -> Path:
    """Write *count* rows, the same ones each time, for a command."""
    names = COLUMNS[command].split(",")
    draw = random.Random(2030)
    with path.open("w") as file:
        file.write(COLUMNS[command] + "\n")
        for _ in range(count):
            months, base = draw.randint(1, 11), draw.lognormvariate(2, 2) + 0.05
            cells = {
                "reporter": draw.choice(("KAZ", "UZB", "ARM", "USA", "CHN")),
                "partner": draw.choice(("RUS", "DEU", "MEX", "KOR", "IND")),
                "months": f"{months}",
                "ytd": f"{base * months / 12 * draw.uniform(0.8, 1.3) + 0.001:.3f}",
                "base": f"{base:.3f}",
                "goal": f"{base * draw.uniform(1, 3):.3f}",
                "year": f"{draw.randint(2026, 2035)}",
            }
            cells |= {other: cells[name] for name, others in ALSO.items() for other in others}
            file.write(",".join(cells[name] for name in names) + "\n")
    return path


def _ours(command: str, *options: str) -> list[str]:
    return [str(BIN / "tradecalc"), command, "--rows", "-", *options]


def _spent(command: list[str], given: Path) -> tuple[float, float]:
    """Seconds that a process takes to read a file and write another, and its peak in MB."""
    start = time.perf_counter()
    with given.open() as file, given.with_suffix(".out").open("w") as output:
        process = subprocess.Popen(command, stdin=file, stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode < 2, command  # some row may have no answer
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _print_contest(folder: Path, count: int, rounds: int) -> None:
    """Run all in turn, and print what each takes, and how that stands to the script before it."""
    table, one, every = _drawn(folder / "rows", count), folder / "one.py", folder / "every.py"
    one.write_text(SCRIPT.format(names="'required_cagr'", answers=RATE))
    every.write_text(SCRIPT.format(names=f"'required_cagr', {NAMES}", answers=f"{RATE}, {OTHERS}"))
    contenders = {
        "by hand, one answer": [sys.executable, str(one)],
        "one answer": _ours("target", "--answers", "required_cagr"),
        "by hand, all answers": [sys.executable, str(every)],
        "all answers": _ours("target"),
        "all answers, --jobs 2": _ours("target", "--jobs", "2"),
    }
    took = [
        {name: _spent(command, table) for name, command in contenders.items()}
        for _ in range(rounds)
    ]
    print(f"{f'{count:,} rows':24}{'seconds':>9}{'rows a s':>12}{'ratio':>8}{'peak MB':>9}")
    hand = ""
    for name in contenders:
        hand = name if name.startswith("by hand") else hand
        wall, peak = map(median, zip(*(each[name] for each in took), strict=True))
        ratio = median(each[name][0] / each[hand][0] for each in took)
        print(f"{name:24}{wall:9.2f}{count / wall:12,.0f}{ratio:8.2f}{peak:9.1f}")


if __name__ == "__main__":
    main()
