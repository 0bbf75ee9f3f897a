"""Work on many things at once, over processes, with the order kept."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_order(
    items: Iterable[Item], work: Callable[[Item], Made], workers: int
) -> Generator[Made, None, None]:
    """Yield what *work* makes of each of *items*, in their order, by so many processes.

    Items are taken as they come, but no more than it takes to keep the processes busy; what one
    comes to is yielded as soon as it is made, even while the next item is awaited.
    Raises InputError where a process cannot be started, or is ended from outside.
    """
    if workers == 1:
        yield from map(work, items)
        return
    # These take 20 ms to load, which one process does not need.
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415
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

    with _starting(workers):
        # Started afresh, processes behave alike on every system, threads or none.
        pool = ProcessPoolExecutor(workers, get_context("spawn"), _follow_parent)
        for _ in range(workers):
            pool.submit(int)  # each finds no process idle yet
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
def _starting(workers: int) -> Iterator[None]:
    """Keep Ctrl-C waiting, which processes inherit, so that it reaches this one alone."""
    import signal  # noqa: PLC0415  one process needs none of it

    has_mask = sys.platform != "win32"
    before = None
    try:
        if has_mask:
            from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415  the same

            # Where this process is killed it cleans up, and would tell of it on standard error.
            # It lets Ctrl-C through again when it is started, and so that comes first.
            sys.warnoptions.append("ignore:resource_tracker")
            ensure_running()
            sys.warnoptions.pop()
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    except OSError as error:
        rule = "the {count} processes cannot be started: {why}"
        why = error.strerror
        raise InputError(rule, count=workers, why=why, remedy="try {--jobs} 1") from None
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    """Let a process hear no Ctrl-C, and end when the one that started it is gone."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415  one process needs none of it
    from threading import Thread  # noqa: PLC0415

    signal(SIGINT, SIG_IGN)  # where the mask is not inherited
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    """Wait until the parent has ended, and end too: nobody wants what is made any more."""
    from multiprocessing import parent_process  # noqa: PLC0415  one process needs none of it

    if parent := parent_process():
        parent.join()
    os._exit(1)  # the main thread waits for a next item, which nothing else ends
