"""How long a call takes to start, against the least that a typer command can take.

    python tests/benchmarks/startup.py [PAIRS]

Each figure is a ratio, or a difference, of two processes run in turn on this machine: pair by
pair, so that a machine whose speed drifts does not blur it. Nothing is asserted here.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import tradecalc

BIN = Path(sys.executable).parent
CALL = [str(BIN / "tradecalc"), "target", "--base", "4", "--goal", "10", "--year", "2030", "-q"]
LEAST = """import typer
def main(base: float = 4, goal: float = 10): print((goal / base) ** (1 / 6) - 1)
typer.run(main)
"""
BARE = "import dataclasses"
LIBRARY = "import tradecalc; tradecalc.cagr(base=4, goal=10, years=6)"


def wall(command: list[str]) -> float:
    """Seconds that *command* takes, as a whole process."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def pairs(first: list[str], second: list[str], count: int) -> list[tuple[float, float]]:
    """Times of the two commands in turn, after one run each that does not count."""
    wall(first), wall(second)
    return [(wall(first), wall(second)) for _ in range(count)]


def main() -> None:
    """Print the two figures."""
    compileall.compile_dir(Path(tradecalc.__file__).parent, quiet=1)  # as an installer does
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "least.py"
        script.write_text(LEAST)
        times = pairs(CALL, [sys.executable, str(script)], count)
    ratios = [ours / least for ours, least in times]
    low, _, high = quantiles(ratios, n=4)
    print(f"{count} pairs")
    print(f"tradecalc target ... -q       {median(t for t, _ in times) * 1000:7.1f} ms")
    print(f"three-line typer command      {median(t for _, t in times) * 1000:7.1f} ms")
    print(f"ratio, median (quartiles)     {median(ratios):7.3f} ({low:.3f}..{high:.3f})")
    times = pairs([sys.executable, "-c", LIBRARY], [sys.executable, "-c", BARE], count)
    over = median(ours - bare for ours, bare in times) * 1000
    print(f"import tradecalc and one cagr {over:7.1f} ms over python -c '{BARE}'")


if __name__ == "__main__":
    main()
