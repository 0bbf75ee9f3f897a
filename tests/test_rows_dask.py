"""The manual's Dask snippet, on two processes of which one is killed half way.

Half way is made certain by a gate: from the moment that half of the partitions are begun, each
further one stops among its own rows until the worker is dead. So some partitions are answered,
some are begun and some are not when the worker is killed, however fast the machine is.
"""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tradecalc

distributed: Any = pytest.importorskip("distributed", reason="distributed is not installed")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Row = Mapping[str, object]

PAGE = Path(__file__).parent.parent / "tradecalc" / "manual" / "rows.md"
BLOCK = re.compile(r"^```python\n(import .*?)^```$", re.MULTILINE | re.DOTALL)
PARTITIONS = 24
ROWS = 125  # a partition
PATIENCE = 60  # seconds, after which a test that waits has failed


def _snippet() -> str:
    """The block of the manual that uses Dask."""
    blocks: list[str] = BLOCK.findall(PAGE.read_text())
    [found] = [block for block in blocks if "import dask.bag" in block]
    return found


def _rows() -> list[dict[str, str]]:
    """Rows as people write them; one in fifty has no answer."""
    rows = [
        {
            "flow": str(number),
            "base": f"{1 + number % 700 / 100:.2f}bn",
            "goal": f"USD{10 + number % 13}bn",
            "year": str(2026 + number % 10),
        }
        for number in range(PARTITIONS * ROWS)
    ]
    for number in range(7, len(rows), 50):
        rows[number]["base"] = ("0", "n/a", "")[number % 3]
    return rows


def _written(folder: Path, rows: list[dict[str, str]]) -> Path:
    """Write the rows, as one CSV and as a file of JSON lines for each partition."""
    (folder / "flows").mkdir()
    for part in range(PARTITIONS):
        lines = [json.dumps(row) for row in rows[part * ROWS : (part + 1) * ROWS]]
        (folder / f"flows/{part:02}.jsonl").write_text("\n".join(lines) + "\n")
    table = folder / "flows.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return table


def _gated(folder: Path) -> Callable[..., Iterator[Row]]:
    """`tradecalc.answer_rows` that keeps a ledger and stops at the gate.

    It is defined in here so that it reaches the workers by value: they cannot import a test.
    """
    ledger, gate = folder / "ledger", folder / "gate"
    half, share, patience = PARTITIONS // 2, ROWS, PATIENCE

    def gated(rows: Iterable[Row], *args: Any, **options: Any) -> Iterator[Row]:
        import os  # noqa: PLC0415  it runs in another process, without this module
        import time  # noqa: PLC0415

        from tradecalc import answer_rows  # noqa: PLC0415

        def note(what: str, row: Row) -> int:
            """Write a line of the ledger; how many of its kind stand before it."""
            line = f"{what} {int(str(row['flow'])) // share} {os.getpid()}"
            with ledger.open("a") as file:
                file.write(line + "\n")
            kind = [one for one in ledger.read_text().splitlines() if one.startswith(what)]
            return kind.index(line)

        answered: Row = {}
        before = 0
        for number, answered in enumerate(answer_rows(rows, *args, **options)):
            if number == 0:
                before = note("begun", answered)
            until = time.monotonic() + patience
            while number == 50 and before >= half and not gate.exists():
                assert time.monotonic() < until, "the gate stayed shut"
                time.sleep(0.01)
            yield answered
        note("done", answered)

    return gated


def _noted(folder: Path, what: str) -> list[tuple[int, int]]:
    """Of each note of a kind in the ledger, the partition and the process."""
    ledger = folder / "ledger"
    notes = [line.split() for line in ledger.read_text().splitlines()] if ledger.exists() else []
    return [(int(part), int(process)) for kind, part, process in notes if kind == what]


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _killed_half_way(client: Any, folder: Path, pids: dict[str, int]) -> int:
    """Kill the worker that holds most results, when half of them are there; its process."""
    _wait(lambda: len(_noted(folder, "begun")) == PARTITIONS // 2 + len(pids))
    _wait(lambda: len(_noted(folder, "done")) == PARTITIONS // 2)
    _wait(lambda: any(client.has_what().values()))
    held: dict[str, Any] = client.has_what()
    worker = max(held, key=lambda address: len(held[address]))
    assert held[worker]
    os.kill(pids[worker], signal.SIGKILL)
    _wait(lambda: worker not in client.scheduler_info()["workers"])
    _wait(lambda: not _runs(pids[worker]))
    assert len(_noted(folder, "done")) == PARTITIONS // 2
    (folder / "gate").touch()
    return pids[worker]


def _answered(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / "answers").iterdir())
    assert len(files) == PARTITIONS
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def test_a_worker_killed_half_way_loses_no_row_and_answers_none_twice(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = _rows()
    table = _written(tmp_path, rows)
    monkeypatch.chdir(tmp_path)  # the snippet's paths are relative, and workers start here
    monkeypatch.setattr(tradecalc, "answer_rows", _gated(tmp_path))
    with (
        # The dashboard's own port may be taken, which distributed warns of: any port will do.
        distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
        ThreadPoolExecutor(1) as thread,
    ):
        snippet = thread.submit(lambda: exec(_snippet(), {}))  # noqa: S102  it is the manual's
        killed = _killed_half_way(client, tmp_path, client.run(os.getpid))
        snippet.result(timeout=PATIENCE)

    begun = _noted(tmp_path, "begun")
    lost = {part for part, process in begun if process == killed}
    assert {part for part, process in begun if process != killed} == set(range(PARTITIONS))
    assert len(lost) >= 2  # results that it held, and the partition that it was at
    assert len(begun) >= PARTITIONS + len(lost)

    done = run("target", "--rows", str(table), "--answers", "required_cagr")
    assert done.returncode == 1  # some rows have no answer, and say so
    expected = list(csv.DictReader(done.stdout.splitlines()))
    answers = _answered(tmp_path)
    assert [{key: answer[key] for key in rows[0]} for answer in answers] == rows
    assert [answer["error"] or "" for answer in answers] == [row["error"] for row in expected]
    rates = [float(row["required_cagr"] or "nan") for row in expected]
    assert [answer["required_cagr"] for answer in answers] == [
        None if row["error"] else rate for row, rate in zip(expected, rates, strict=True)
    ]
    assert sum(answer["error"] is not None for answer in answers) == len(rows) // 50
