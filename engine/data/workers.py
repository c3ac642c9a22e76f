"""Batches of a PyDataset made ahead by threads or processes, handed out in order."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

#: In a worker process: the data set that it makes batches of.
_held: Any = None


def prepared(dataset: Any, numbers: Iterable[int]) -> Iterator[Any]:
    """Return an iterator over ``dataset[number]`` for each number, in that order.

    Args:
        dataset: A PyDataset; its ``workers``, ``use_multiprocessing`` and
            ``max_queue_size`` say who makes the batches, and how many ahead.
        numbers: Numbers of the batches; may be endless.

    An error that making a batch raises comes out where that batch is asked for.
    """
    workers, processes = int(dataset.workers), bool(dataset.use_multiprocessing)
    if workers > 1 or (workers > 0 and processes):
        return _ahead(dataset, numbers, workers, processes)
    return (dataset[number] for number in numbers)


def _ahead(
    dataset: Any, numbers: Iterable[int], workers: int, processes: bool
) -> Iterator[Any]:
    pool = _pool(dataset, workers, processes)
    waiting: deque[Future[Any]] = deque()
    remaining = iter(numbers)
    try:
        for number in itertools.islice(remaining, max(int(dataset.max_queue_size), 1)):
            waiting.append(_submit(pool, dataset, number, processes))
        while waiting:
            batch = waiting.popleft().result()
            for number in itertools.islice(remaining, 1):
                waiting.append(_submit(pool, dataset, number, processes))
            yield batch
    except BrokenProcessPool:
        raise RuntimeError(
            f"A worker process of {type(dataset).__name__} died while it made a batch. Try "
            "use_multiprocessing=False."
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(dataset: Any, workers: int, processes: bool) -> Executor:
    if processes:
        return ProcessPoolExecutor(workers, initializer=_hold, initargs=(dataset,))
    return ThreadPoolExecutor(workers, thread_name_prefix="batches")


def _submit(pool: Executor, dataset: Any, number: int, processes: bool) -> Future[Any]:
    return pool.submit(_make, number) if processes else pool.submit(dataset.__getitem__, number)


def _hold(dataset: Any) -> None:
    global _held
    _held = dataset


def _make(number: int) -> Any:
    return _held[number]
