"""How long it takes to answer a million rows, against scripts and tools that compute one formula.

    python tests/benchmarks/rows.py [ROWS] [--rounds N] [--memory] [--loop [CALLS]]

The rows are drawn with a fixed seed. Each contender is a whole process with the file on its
standard input, or named to it, and its output in a file; they run in turn, round by round, so
that a machine whose speed drifts does not blur the ratios, and each figure is a median. Seconds
are of the clock and of all cores together; memory is the peak of the largest of its processes.

The yardstick is the script that one would write by hand: it computes one rate and checks nothing.
Miller (mlr) and DuckDB do the same where they are installed. --memory asks what ten times the
rows take, and --loop what a shell loop of CALLS calls (200) takes, scaled to 10,000 rows.
Nothing is asserted here, but the first thousand rates are compared with those of the script.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

BIN = Path(sys.executable).parent
SCRIPT = """import csv
import sys

reader = csv.reader(sys.stdin)
writer = csv.writer(sys.stdout, lineterminator="\\n")
header = next(reader)
base, goal, year = (header.index(name) for name in ("base", "goal", "year"))
writer.writerow([*header, "required_cagr"])
for row in reader:
    years = int(row[year]) - 2024
    rate = (float(row[goal]) / float(row[base])) ** (1 / years) - 1
    writer.writerow([*row, rate])
"""
FORMULA = "$required_cagr = ($goal / $base) ** (1 / ($year - 2024)) - 1"
QUERY = """import duckdb
duckdb.sql("select *, (goal / base) ^ (1 / (year - 2024)) - 1 as required_cagr"
           " from read_csv('{}')").write_csv('/dev/stdout')
"""
LOOP = """while IFS=, read -r _ _ _ _ base goal year; do
    tradecalc target --base "$base" --goal "$goal" --year "$year" -q
done"""
OTHERS = {  # each command's columns, made of ytd, months, base and goal
    "growth": ("from,to", "{base:.3f},{goal:.3f}"),
    "project": ("ytd,months,prior_year", "{ytd:.3f},{months},{base:.3f}"),
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
    parser.add_argument("--memory", action="store_true", help="ten times the rows too")
    parser.add_argument("--loop", nargs="?", type=int, const=200, help="a shell loop of N calls")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {_memory_of_machine():.0f} GB, {platform.machine()}", end="")
    print(f", Python {platform.python_version()}, load before {os.getloadavg()[0]:.1f}")
    print(f"{options.rows:,} rows, {options.rounds} rounds")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = _drawn(folder / "rows.csv", options.rows)
        contenders = _contenders(folder, table)
        _print_contest(contenders, table, folder, options)
        _print_agreement(contenders, folder)
        _print_others(folder, max(options.rows // 10, 1), options.rounds)
        if options.memory:
            _print_memory(contenders, table, folder)
        if options.loop:
            _print_loop(table, folder, options.loop)


def _memory_of_machine() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _drawn(path: Path, count: int, command: str = "target") -> Path:
    """Write *count* rows, the same ones each time, for a command."""
    header, line = "reporter,partner,ytd,months,base,goal,year", None
    if command in OTHERS:
        header, line = OTHERS[command]
    line = line or "{reporter},{partner},{ytd:.3f},{months},{base:.3f},{goal:.3f},{year}"
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


def _contenders(folder: Path, table: Path) -> dict[str, list[str]]:
    """The commands by name, the yardstick first."""
    (folder / "script.py").write_text(SCRIPT)
    ours = [str(BIN / "tradecalc"), "target", "--rows", "-"]
    one = [*ours, "--answers", "required_cagr"]
    commands = {
        "script by hand": [sys.executable, str(folder / "script.py")],
        "tradecalc, one answer": one,
        "one answer, --jobs 2": [*one, "--jobs", "2"],
        "tradecalc, all answers": ours,
        "all answers, --jobs 2": [*ours, "--jobs", "2"],
    }
    if shutil.which("mlr"):
        commands["Miller"] = ["mlr", "--icsv", "--ocsv", "put", FORMULA]
    if find_spec("duckdb"):
        commands["DuckDB"] = [sys.executable, "-c", QUERY.format(table)]
    return commands


def _spent(command: list[str], given: Path, written: Path) -> Spent:
    """What a process takes that reads one file and writes another."""
    start = time.perf_counter()
    with given.open() as file, written.open("w") as output:
        process = subprocess.Popen(command, stdin=file, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(f"exit code {process.returncode}: {' '.join(command)}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _print_contest(
    contenders: dict[str, list[str]], table: Path, folder: Path, options: argparse.Namespace
) -> None:
    """Run all in turn, and print what each takes, and how that stands to the first."""
    rounds = [
        {name: _spent(command, table, folder / name) for name, command in contenders.items()}
        for _ in range(options.rounds)
    ]
    first = next(iter(contenders))
    print(f"\n{'':24}{'seconds':>9}{'of cores':>9}{'rows a s':>12}{'ratio':>8}{'peak MB':>9}")
    for name in contenders:
        wall, cores, peak = (
            median(column) for column in zip(*(one[name] for one in rounds), strict=True)
        )
        ratio = median(one[name].wall / one[first].wall for one in rounds)
        print(f"{name:24}{wall:9.2f}{cores:9.2f}{options.rows / wall:12,.0f}", end="")
        print(f"{ratio:8.2f}{peak:9.1f}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"A peak cannot be told below {own:.1f} MB, the benchmark's own.")


def _rates(path: Path) -> list[float]:
    with path.open(newline="") as file:
        return [float(row["required_cagr"]) for row in islice(csv.DictReader(file), 1000)]


def _print_agreement(contenders: dict[str, list[str]], folder: Path) -> None:
    """Say how far the rates of the first thousand rows are from those of the script."""
    first, *others = (_rates(folder / name) for name in contenders)
    apart = max(abs(a - b) for other in others for a, b in zip(first, other, strict=True))
    holds = "agree" if apart <= 1e-9 else "DO NOT AGREE"
    print(f"The first {len(first):,} rates {holds}: at most {apart:.1g} apart.")


def _print_others(folder: Path, count: int, rounds: int) -> None:
    """Print what the other commands take, with all their answers, on a tenth of the rows."""
    print(f"\n{count:,} rows, all answers")
    for command in ("target", *OTHERS):
        table = _drawn(folder / f"{command}.csv", count, command)
        call = [str(BIN / "tradecalc"), command, "--rows", "-"]
        spent = [_spent(call, table, folder / "answers.csv") for _ in range(rounds)]
        wall = median(one.wall for one in spent)
        print(f"{command:24}{wall:9.2f}{'':9}{count / wall:12,.0f}{'':8}{spent[0].peak:9.1f}")


def _print_memory(contenders: dict[str, list[str]], table: Path, folder: Path) -> None:
    """Print the peaks for the rows, and for the same rows ten times over."""
    longer = folder / "longer.csv"
    with longer.open("wb") as output:
        for number in range(10):
            with table.open("rb") as file:
                if number:
                    file.readline()
                shutil.copyfileobj(file, output)
    print(f"\n{'peak MB':24}{'':9}{'rows':>9}{'ten times':>12}")
    for name, command in contenders.items():
        if str(table) not in command[-1]:
            peaks = [_spent(command, path, folder / "out").peak for path in (table, longer)]
            print(f"{name:24}{'':9}{peaks[0]:9.1f}{peaks[1]:12.1f}")


def _print_loop(table: Path, folder: Path, calls: int) -> None:
    """Print what ten thousand rows take in one call, and in a call each."""
    tables = {count: folder / f"{count}.csv" for count in (10_000, calls)}
    for count, path in tables.items():
        with table.open() as file:
            path.write_text("".join(islice(file, 1, count + 1)))
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    loop = _spent(["bash", "-c", LOOP], tables[calls], folder / "out").wall * 10_000 / calls
    _drawn(folder / "10000.csv", 10_000)
    call = [str(BIN / "tradecalc"), "target", "--rows", "-", "--answers", "required_cagr"]
    ours = median(_spent(call, folder / "10000.csv", folder / "out").wall for _ in range(3))
    print(f"\n10,000 rows: {ours:.2f} s in one call; {loop:,.0f} s in a loop of calls, as scaled")
    print(f"from {calls:,} of them: {loop / ours:,.0f} times as long")


if __name__ == "__main__":
    main()
