"""How long a total takes to be decomposed into many rounded parts.

    python tests/benchmarks/parts.py [COUNT...]

Each part has a level and a growth; each figure is the least of three runs on this machine, with
and without a stated total. Nothing is asserted here.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from tradecalc.questions.decompose import DECOMPOSE
from tradecalc.questions.question import ask


def seconds(count: int, total: str | None) -> float:
    """Seconds of processor time that *count* parts take."""
    parts = [f"P{k}={k * 37 % 1000 + 1}.5:{k % 90 - 30}.5%" for k in range(count)]
    times = []
    for _ in range(3):
        start = time.process_time()
        given: dict[str, Any] = {"part": parts}
        if total:
            given |= {"total": total, "total_growth": "5%"}
        ask(DECOMPOSE, given, rounded=True)
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the figures."""
    print("parts    their sum   with a rest")
    for count in map(int, sys.argv[1:] or ("50", "500", "5000")):
        print(f"{count:5}   {seconds(count, None):8.2f} s   {seconds(count, '9000000'):9.2f} s")


if __name__ == "__main__":
    main()
