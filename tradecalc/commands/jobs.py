"""Work on many things at once, over processes, with the order kept."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from tradecalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

    Progress = Callable[[int, int], None]  # how many are done, and of how many

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    items: Iterable[Item], work: Callable[[Item], Result], *, workers: int
) -> Generator[Result]:
    """Yield what *work* makes of each of *items*, in their order, by so many processes.

    Items are taken as they come, but no more than it takes to keep the processes busy; a result
    is yielded as soon as it is made, even while the next item is awaited.
    Raises InputError where a process cannot be started, or is ended from outside.
    """
    if workers == 1:
        yield from map(work, items)
        return
    # These take 20 ms to load, which one process does not need.
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415
    from queue import Queue  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    results: Queue[Future[Result] | BaseException | None] = Queue(2 * workers)

    def take_items() -> None:
        try:
            for item in items:
                with _starting(workers):  # one more process, where none is idle
                    future = pool.submit(work, item)
                results.put(future)
            results.put(None)
        except BaseException as error:  # noqa: BLE001  raised again where the results are taken
            results.put(error)

    pool = _started(workers)
    try:
        # In a thread, waiting for an item keeps no result back, and as a daemon not the end either.
        Thread(target=take_items, daemon=True).start()
        while (result := results.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            yield result.result()
    except BrokenExecutor:
        raise InputError(
            f"one of the {workers} processes was ended from outside: try --jobs 1"
        ) from None
    finally:
        with _unheard():
            pool.shutdown(cancel_futures=True)


def _started(workers: int) -> ProcessPoolExecutor:
    """Return so many processes, all of them started."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  one process needs none
    from multiprocessing import get_context  # noqa: PLC0415

    if os.name == "posix":
        from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415

        with _starting(workers):
            ensure_running()  # first, for it lets Ctrl-C through again when it is started
    # Started afresh, processes behave alike on every system, threads or none.
    afresh = get_context("spawn")
    with _starting(workers):
        pool = ProcessPoolExecutor(workers, mp_context=afresh, initializer=_follow_parent)
        try:
            for _ in range(workers):
                pool.submit(int)  # each finds no process idle yet
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return pool


@contextmanager
def _starting(workers: int) -> Iterator[None]:
    """Keep Ctrl-C waiting while processes are started, and say where they cannot be.

    They inherit the mask, so that Ctrl-C reaches this process alone.
    """
    import signal  # noqa: PLC0415  one process needs none of it

    has_mask = hasattr(signal, "pthread_sigmask")  # Windows has none, and no Ctrl-C to inherit
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if has_mask else ()
    try:
        yield
    except OSError as error:
        raise InputError(
            f"the {workers} processes cannot be started: {error.strerror}; try --jobs 1"
        ) from None
    finally:
        if has_mask:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _unheard() -> Iterator[None]:
    """Ignore Ctrl-C while the processes end: broken off, that would leave some running."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415  one process needs none of it
    from threading import current_thread, main_thread  # noqa: PLC0415

    if current_thread() is not main_thread():  # no other thread hears it, nor may turn it off
        yield
        return
    before = signal(SIGINT, SIG_IGN)
    try:
        yield
    finally:
        signal(SIGINT, before)


def _follow_parent() -> None:
    """Let a process hear no Ctrl-C, and end when the one that started it is gone."""
    from signal import SIG_IGN, SIGINT, signal  # noqa: PLC0415  one process needs none of it
    from threading import Thread  # noqa: PLC0415

    signal(SIGINT, SIG_IGN)  # for systems that do not inherit it
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    """Wait until the parent has ended, and end too: nobody wants the result any more."""
    from multiprocessing import parent_process  # noqa: PLC0415  one process needs none of it

    if parent := parent_process():
        parent.join()
    os._exit(1)  # the main thread waits for a next item, which nothing else ends


def gathered(results: Iterable[Result], count: int, progress: Progress | None) -> list[Result]:
    """Collect *count* results, telling *progress* of each and, however it ends, of the end."""
    found: list[Result] = []
    try:
        for result in results:
            if progress and found:
                progress(len(found), count)
            found.append(result)
    finally:
        if progress:
            progress(count, count)  # also where it ends early: nothing is left of a bar
    return found
