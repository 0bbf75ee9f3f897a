"""How long a call takes to start, against the least that a typer command can take.

    python tests/benchmarks/startup.py [PAIRS]

Each figure is a ratio, or a difference, of two processes run in turn on this machine: pair by
pair, so that a machine whose speed drifts does not blur it. Nothing is asserted here.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import tradecalc

CALL = "tradecalc target --base 4 --goal 10 --year 2030 -q"
LEAST = """import typer
def main(base: float = 4, goal: float = 10): print((goal / base) ** (1 / 6) - 1)
typer.run(main)
"""
BARE = "import dataclasses"
LIBRARY = "import tradecalc; tradecalc.cagr(base=4, goal=10, years=6)"


def pairs(first: list[str], second: list[str], count: int) -> list[tuple[float, float]]:
    """Milliseconds of two commands in turn, after one run each that does not count."""

    def wall(command: list[str]) -> float:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        return 1000 * (time.perf_counter() - start)

    return [(wall(first), wall(second)) for _ in range(count + 1)][1:]


def main() -> None:
    """Print the two figures."""
    compileall.compile_dir(Path(tradecalc.__file__).parent, quiet=1)  # as an installer does
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    python = [sys.executable, "-c"]
    command = [str(Path(sys.executable).parent / "tradecalc"), *CALL.split()[1:]]
    times = pairs(command, [*python, LEAST], count)
    print(f"tradecalc target ... -q       {median(ours for ours, _ in times):7.1f} ms")
    print(f"three-line typer command      {median(least for _, least in times):7.1f} ms")
    print(f"ratio                         {median(a / b for a, b in times):7.3f}")
    times = pairs([*python, LIBRARY], [*python, BARE], count)
    over = median(ours - bare for ours, bare in times)
    print(f"import tradecalc and one cagr {over:7.1f} ms over python -c '{BARE}'")


if __name__ == "__main__":
    main()
