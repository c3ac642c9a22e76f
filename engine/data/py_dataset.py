"""PyDataset: batches made in Python, one at a time and by number."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any


class PyDataset:
    """Base of data sets that make whole batches: define ``__getitem__`` and ``__len__``.

    Args:
        workers: How many workers make batches while the model computes; with 1,
            batches are made when they are asked for.
        use_multiprocessing: Whether workers are processes instead of threads.
        max_queue_size: How many batches may wait.

    ``fit`` calls ``on_epoch_begin`` and ``on_epoch_end`` around each epoch, there
    the data may change. For endless data override ``num_batches`` to return None.
    """

    # of the class, for data sets whose __init__ does not call this one
    workers: int = 1
    use_multiprocessing: bool = False
    max_queue_size: int = 10

    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers = workers
        self.use_multiprocessing = use_multiprocessing
        self.max_queue_size = max_queue_size

    def __getitem__(self, index: int) -> Any:
        """Return the batch of a number: x, (x,), (x, y) or (x, y, sample_weight)."""
        raise NotImplementedError(
            f"{type(self).__name__} must define __getitem__(self, index), which returns a batch."
        )

    @property
    def num_batches(self) -> int | None:
        """Number of batches in an epoch, None for endless data."""
        if hasattr(self, "__len__"):
            return len(self)
        raise NotImplementedError(
            f"{type(self).__name__} must define __len__(self), the number of batches, or "
            "num_batches."
        )

    def __iter__(self) -> Iterator[Any]:
        count = self.num_batches
        numbers = itertools.count() if count is None else range(count)
        return (self[number] for number in numbers)

    def on_epoch_begin(self) -> None:
        """Called before each epoch."""

    def on_epoch_end(self) -> None:
        """Called after each epoch, and once before the first."""
