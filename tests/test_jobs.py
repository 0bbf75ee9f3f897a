"""Work over processes: in order, as items come, and with an end whatever happens."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from tradecalc.errors import InputError
from tradecalc.jobs import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator


def slower_first(item: int) -> int:
    time.sleep(0.05 if item % 2 == 0 else 0)
    return item * item


def refuse(item: int) -> int:
    if item == 3:
        raise InputError("3 is refused")
    return item


@pytest.mark.parametrize("workers", [1, 2])
class TestInOrder:
    def test_results_come_in_the_order_of_the_items(self, workers: int) -> None:
        found = list(in_order(range(9), slower_first, workers))
        assert found == [k * k for k in range(9)]

    def test_a_result_does_not_wait_for_the_next_item(self, workers: int) -> None:
        heard = threading.Event()

        def items() -> Iterator[int]:
            yield 2
            assert heard.wait(30), "the first result was kept back"
            yield 3

        results = in_order(items(), abs, workers)
        assert next(results) == 2
        heard.set()
        assert list(results) == [3]

    def test_what_an_item_or_the_work_raises_is_raised(self, workers: int) -> None:
        def items() -> Iterator[int]:
            yield 1
            raise InputError("no more can be read")

        with pytest.raises(InputError, match="no more can be read"):
            list(in_order(items(), abs, workers))
        with pytest.raises(InputError, match="3 is refused"):
            list(in_order(range(9), refuse, workers))

    def test_items_are_not_taken_long_before_they_are_worked_on(self, workers: int) -> None:
        taken = []

        def items() -> Iterator[int]:
            for item in range(1000):
                taken.append(item)
                yield item

        results = in_order(items(), abs, workers)
        assert next(results) == 0
        time.sleep(0.2)
        assert len(taken) < 10
        results.close()


def test_work_begun_beside_the_main_thread_ends_too() -> None:
    found: list[int] = []
    beside = threading.Thread(target=lambda: found.extend(in_order(range(3), abs, 2)))
    beside.start()
    beside.join(30)
    assert found == [0, 1, 2]
