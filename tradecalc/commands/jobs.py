"""Work on many things at once, over processes, with the order kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Progress = Callable[[int, int], None]  # how many are done, and of how many

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    *,
    workers: int,
    progress: Progress | None,
) -> list[Result]:
    """Return what *work* makes of each of *items*, however many processes share them.

    *progress* is told of each that is done, and at last, however it ends, that all are.
    Raises InputError where a process is ended from outside.
    """
    if workers == 1 or len(items) == 1:
        return _gathered(map(work, items), len(items), progress)
    # Both take 20 ms to load, which one process does not need.
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415

    # Started afresh, processes behave alike on every system, threads or none.
    pool = ProcessPoolExecutor(min(workers, len(items)), mp_context=get_context("spawn"))
    try:
        # Ctrl-C is for this process alone: those it starts inherit that they do not hear it.
        before = signal(SIGINT, SIG_IGN)
        try:
            results = pool.map(work, items)
        finally:
            signal(SIGINT, before)
        return _gathered(results, len(items), progress)
    except BrokenExecutor:
        raise InputError(
            f"one of the {workers} processes was ended from outside: try --jobs 1"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _gathered(results: Iterable[Result], count: int, progress: Progress | None) -> list[Result]:
    """Collect *count* results, and tell of each."""
    gathered: list[Result] = []
    try:
        for result in results:
            if progress and gathered:
                progress(len(gathered), count)
            gathered.append(result)
    finally:
        if progress:
            progress(count, count)  # also where it ends early: nothing is left of a bar
    return gathered
