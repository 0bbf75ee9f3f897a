"""Work on many things at once, over processes, with the order kept."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
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
    """Yield what *work* makes of each of *items*, in their order, by so many processes.

    Items are taken as the processes need them, and what is made is yielded at once.
    Raises InputError where a process cannot be started, or is ended from outside.
    """
    if workers == 1:
        yield from map(work, items)
        return
    # These take 20 ms to load, which one process does not need.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415
    from queue import Queue  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

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
        # In a thread, waiting for an item keeps no result back; as a daemon not the end either.
        Thread(target=take_items, daemon=True).start()
        while (one := made.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one.result()
    except BrokenExecutor:
        rule = "one of the {count} processes was ended from outside"
        raise InputError(rule, count=workers, remedy="try {--jobs} 1") from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def interrupt_waits() -> Iterator[None]:
    """Keep Ctrl-C waiting; a process that is started meanwhile never hears it."""
    if sys.platform == "win32":  # which has no such mask
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _started(workers: int) -> ProcessPoolExecutor:
    """Start processes, afresh so that they behave alike on every system, threads or none."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  one process needs no pool
    from multiprocessing import get_context, resource_tracker  # noqa: PLC0415  the same

    try:
        if sys.platform != "win32":
            # Where this process is killed it cleans up, and would tell of it on standard error.
            # It lets Ctrl-C through again when it is started, and so that comes first.
            sys.warnoptions.append("ignore:resource_tracker")
            resource_tracker.ensure_running()
            sys.warnoptions.pop()
        with interrupt_waits():
            pool = ProcessPoolExecutor(workers, get_context("spawn"), _follow_parent)
            for _ in range(workers):
                pool.submit(int)  # each finds no process idle yet
    except OSError as error:
        rule, remedy = "the {count} processes cannot be started: {why}", "try {--jobs} 1"
        raise InputError(rule, count=workers, why=error.strerror, remedy=remedy) from None
    return pool


def _follow_parent() -> None:
    """Let a process hear no Ctrl-C, and end when the one that started it is gone."""
    from multiprocessing import parent_process  # noqa: PLC0415  one process needs none of it
    from threading import Thread  # noqa: PLC0415  the same

    def end_after_parent() -> None:
        if parent := parent_process():
            parent.join()
        os._exit(1)  # the main thread waits for a next item, which nothing else ends

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where the mask is not inherited
    Thread(target=end_after_parent, daemon=True).start()
