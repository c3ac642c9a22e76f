"""What batches come from: arrays, a generator, a PyDataset, or anything iterable.

A source hands out *batches*: a structure of arrays, and which of its samples are
meant. Batches of arrays share one structure, so nothing is copied before the
samples are gathered into a step's own buffers; every other source keeps one
batch at a time.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine.data.py_dataset import PyDataset
from engine.data.workers import prepared
from engine.random import stream
from engine.tensor import Tensor, Variable
from engine.training.step import Index

#: A structure of arrays, and the samples in it.
Batch = tuple[Any, Index]
#: From what a source yields to a batch.
Prepare = Callable[[Any], Batch]


class Source:
    """Base of sources.

    Attributes:
        batches: Number of batches in one pass, None if endless or unknown.
        starts_anew: Whether a pass that ended begins again with the first batch.
    """

    batches: int | None = None
    starts_anew = True

    def restart(self, number: int) -> Iterator[Batch]:
        """Return an iterator over the batches of a pass; its number makes its order."""
        raise NotImplementedError

    def on_epoch_begin(self) -> None:
        """Called before the batches of an epoch are asked for."""

    def on_epoch_end(self) -> None:
        """Called after the batches of an epoch, and once before the first."""


class ArraySource(Source):
    """Batches cut out of arrays.

    Args:
        data: Structure of arrays with the same first size.
        count: That size.
        size: Samples in a batch; the last one may be smaller.
        shuffle: True draws a new order of all samples for each pass, "batch" a
            new order within each batch.
        seed: Makes the orders repeatable.
    """

    def __init__(self, data: Any, count: int, size: int, shuffle: Any, seed: int) -> None:
        self.data, self.count, self.size = data, count, size
        self.shuffle, self.seed = shuffle, seed
        self.batches = -(-count // size)

    def restart(self, number: int) -> Iterator[Batch]:
        if self.shuffle is True:
            order = stream(self.seed, number).permutation(self.count)
            for start in range(0, self.count, self.size):
                yield self.data, order[start : start + self.size]
            return
        rng = stream(self.seed, number) if self.shuffle else None
        for start in range(0, self.count, self.size):
            stop = min(start + self.size, self.count)
            index = slice(start, stop) if rng is None else start + rng.permutation(stop - start)
            yield self.data, index


class GeneratorSource(Source):
    """Batches of a generator or iterator, which can be read only once.

    As in Keras its first two batches are looked at beforehand, and every new
    start begins with these two again.
    """

    starts_anew = False

    def __init__(self, iterator: Iterator[Any], prepare: Prepare) -> None:
        self.first = list(itertools.islice(iterator, 2))
        if not self.first:
            raise ValueError(
                "The generator ended at once. It must yield at least one batch: (x,), (x, y) or "
                "(x, y, sample_weight)."
            )
        self.iterator, self.prepare = iterator, prepare

    def restart(self, number: int) -> Iterator[Batch]:
        return map(self.prepare, itertools.chain(self.first, self.iterator))


class IterableSource(Source):
    """Batches of a Dataset, or of any object that can be iterated anew for each pass."""

    def __init__(self, iterable: Any, prepare: Prepare) -> None:
        self.iterable, self.prepare = iterable, prepare
        self.batches = _length(iterable)

    def restart(self, number: int) -> Iterator[Batch]:
        return map(self.prepare, iter(self.iterable))


class PyDatasetSource(Source):
    """Batches of a PyDataset, in order or, when shuffled, in a new order for each pass."""

    def __init__(self, dataset: PyDataset, prepare: Prepare, shuffle: bool, seed: int) -> None:
        self.dataset, self.prepare = dataset, prepare
        self.shuffle, self.seed = shuffle, seed
        self.batches = dataset.num_batches

    def restart(self, number: int) -> Iterator[Batch]:
        return map(self.prepare, prepared(self.dataset, self._numbers(number)))

    def _numbers(self, number: int) -> Any:
        count = self.dataset.num_batches
        if count is None:
            return itertools.count()
        if not self.shuffle:
            return range(count)
        return stream(self.seed, number).permutation(count).tolist()

    def on_epoch_begin(self) -> None:
        self.dataset.on_epoch_begin()

    def on_epoch_end(self) -> None:
        self.dataset.on_epoch_end()


def is_stream(x: Any) -> bool:
    """Whether data are batches to be asked for, not arrays."""
    if isinstance(x, (PyDataset, Iterator)):
        return True
    plain = isinstance(x, (list, tuple, dict, str, bytes, np.ndarray, Tensor, Variable))
    return not plain and hasattr(x, "__iter__") and not hasattr(x, "__array__")


def is_generator(x: Any) -> bool:
    """Whether data can be read only once."""
    return isinstance(x, Iterator)


def stream_source(x: Any, prepare: Prepare, shuffle: Any, seed: int) -> Source:
    """Return the source for what ``is_stream`` accepts."""
    if isinstance(x, PyDataset):
        return PyDatasetSource(x, prepare, bool(shuffle), seed)
    if is_generator(x):
        return GeneratorSource(x, prepare)
    return IterableSource(x, prepare)


def kind_of(x: Any) -> str:
    """Return what data are, in a message's words."""
    if isinstance(x, PyDataset):
        return "a PyDataset"
    return "a generator" if is_generator(x) else f"a {type(x).__name__}"


def _length(iterable: Any) -> int | None:
    try:
        return len(iterable)
    except TypeError:  # endless, or not known beforehand
        return None
