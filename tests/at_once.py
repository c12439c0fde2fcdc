"""Several people, or several tabs, at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def all_at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """What each work returned; every one in a thread and with a connection of its own, starting together."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        try:
            barrier.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return [running.result(60) for running in [threads.submit(run, work) for work in works]]
