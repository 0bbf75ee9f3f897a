"""Work on many things at once, over processes, with the order kept."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_order(
    items: Iterable[Item], work: Callable[[Item], Made], workers: int
) -> Generator[Made, None, None]:
    """Yield *work* of each of *items* in order, with as many processes as *workers*.

    Items are taken as the processes need them, and results are yielded at once.
    Raises InputError where a process cannot be started, or is killed.
    """
    if workers == 1:
        yield from map(work, items)
        return
    # These take 20 ms to load, which one process does not need.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415
    from queue import Queue  # noqa: PLC0415

    made: Queue[Future[Made] | BaseException | None] = Queue(2 * workers)

    def take_items() -> None:
        try:
            for item in items:
                made.put(pool.submit(work, item))
            made.put(None)
        except BaseException as error:  # noqa: BLE001  raised again where the results are taken
            made.put(error)

    pool = _started(workers)
    try:
        # In a thread, waiting for an item delays no result; a daemon does not delay the end.
        Thread(target=take_items, daemon=True).start()
        while (one := made.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one.result()
    except BrokenExecutor:
        raise InputError("a process was killed", remedy="try {--jobs} 1") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def interrupt_waits() -> Iterator[None]:
    """Hold Ctrl-C back; a process that is started meanwhile never gets it."""
    if sys.platform == "win32":  # which has no such mask
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _started(workers: int) -> ProcessPoolExecutor:
    """Start fresh processes, which behave alike on every system."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  one process needs no pool
    from multiprocessing import get_context, resource_tracker  # noqa: PLC0415  the same

    try:
        if sys.platform != "win32":
            # It cleans up after a killed process, and would warn of it on standard error. Its
            # start lets Ctrl-C through again, and so comes first.
            sys.warnoptions.append("ignore:resource_tracker")
            resource_tracker.ensure_running()
            sys.warnoptions.pop()
        with interrupt_waits():
            pool = ProcessPoolExecutor(workers, get_context("spawn"), _follow_parent)
            for _ in range(workers):
                pool.submit(int)  # which starts a process, for none is idle yet
    except OSError as error:
        rule = f"{workers} processes cannot be started ({error.strerror})"
        raise InputError(rule, remedy="try {--jobs} 1") from None
    return pool


def _follow_parent() -> None:
    """Let a process ignore Ctrl-C, and end when its parent is gone."""
    from multiprocessing import parent_process  # noqa: PLC0415  one process needs none of it

    def end_after_parent() -> None:
        if parent := parent_process():
            parent.join()
        os._exit(1)  # the main thread waits for an item, and nothing else ends it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where the mask is not inherited
    Thread(target=end_after_parent, daemon=True).start()
