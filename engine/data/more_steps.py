"""Steps of a pipeline that cut, join and choose elements in less usual ways."""

from __future__ import annotations

import glob
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.tensor import TEXT, Tensor, dtype_of, storage
from engine.tree import flatten, map_structure, pack_like

if TYPE_CHECKING:
    from engine.data.dataset import Dataset


class MoreSteps:
    """What ``Dataset`` inherits; see there."""

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError

    def window(
        self,
        size: int,
        shift: int | None = None,
        stride: int = 1,
        drop_remainder: bool = False,
        name: str | None = None,
    ) -> Dataset:
        """Return a data set of small data sets of neighbouring elements.

        Args:
            size: Elements in each.
            shift: How far the next one's first element is; ``size`` by default.
            stride: How far neighbours are apart.
            drop_remainder: Whether to leave out those at the end that are too short.
        """
        step, span = int(shift or size), (int(size) - 1) * int(stride) + 1

        def make() -> Iterator[Any]:
            source, buffer = iter(self), []  # type: ignore[var-annotated]
            while True:
                buffer += itertools.islice(source, max(span - len(buffer), 0))
                part = buffer[:span:stride]
                if not part or (drop_remainder and len(part) < size):
                    return
                yield _as_datasets(part)
                if step > len(buffer):
                    list(itertools.islice(source, step - len(buffer)))
                del buffer[:step]

        return _dataset(make)

    def flat_map(self, map_func: Callable[..., Any], name: str | None = None) -> Dataset:
        """Return the elements of the data sets that a function makes of the elements, in turn."""

        def make() -> Iterator[Any]:
            for element in self:
                yield from _called(map_func, element)

        return _dataset(make)

    def interleave(
        self,
        map_func: Callable[..., Any],
        cycle_length: int | None = None,
        block_length: int = 1,
        num_parallel_calls: Any = None,
        deterministic: Any = None,
        name: str | None = None,
    ) -> Dataset:
        """Return the elements of the data sets that a function makes, several of them by turns.

        Args:
            map_func: Makes a data set of an element.
            cycle_length: How many of them take turns; one by default.
            block_length: How many elements each gives before the next one's turn.
            num_parallel_calls, deterministic: Kept for TensorFlow's signature.
        """
        width = cycle_length if cycle_length and cycle_length > 0 else 1

        def make() -> Iterator[Any]:
            source = iter(self)
            slots = [iter(_called(map_func, e)) for e in itertools.islice(source, width)]
            place = 0
            while slots:
                place %= len(slots)
                block = list(itertools.islice(slots[place], block_length))
                yield from block
                if len(block) == block_length:
                    place += 1
                    continue
                following = list(itertools.islice(source, 1))
                slots[place : place + 1] = [iter(_called(map_func, e)) for e in following]
                place += 1 if following else 0

        return _dataset(make)

    def padded_batch(
        self,
        batch_size: int,
        padded_shapes: Any = None,
        padding_values: Any = None,
        drop_remainder: bool = False,
        name: str | None = None,
    ) -> Dataset:
        """Join elements of different sizes, each filled up to the largest of its batch.

        Args:
            batch_size: Elements in each batch.
            padded_shapes: Sizes to fill up to, in the elements' structure; None or -1 for the
                largest of the batch, which is the default.
            padding_values: What to fill with, in the elements' structure; 0 or "" by default.
            drop_remainder: Whether to leave out the last batch when it is smaller.
        """
        count = int(batch_size)

        def make() -> Iterator[Any]:
            source = iter(self)
            while part := list(itertools.islice(source, count)):
                if len(part) < count and drop_remainder:
                    return
                yield _padded(part, padded_shapes, padding_values)

        size = self._divided(count, drop_remainder)  # type: ignore[attr-defined]
        return _dataset(make, size, count)

    def bucket_by_sequence_length(
        self,
        element_length_func: Callable[..., Any],
        bucket_boundaries: Sequence[int],
        bucket_batch_sizes: Sequence[int],
        padded_shapes: Any = None,
        padding_values: Any = None,
        pad_to_bucket_boundary: bool = False,
        no_padding: bool = False,
        drop_remainder: bool = False,
        name: str | None = None,
    ) -> Dataset:
        """Join elements of about the same length into batches, filled up to the longest.

        Args:
            element_length_func: Returns an element's length.
            bucket_boundaries: The lengths at which the next group begins.
            bucket_batch_sizes: Elements in a batch of each group, one more than boundaries.
            padded_shapes, padding_values: As for ``padded_batch``.
            pad_to_bucket_boundary: Whether to fill up to the group's last length instead.
            no_padding: Whether all elements of a batch have one length already.
            drop_remainder: Whether to leave out batches that are not full.

        Raises:
            ValueError: unless there is one batch size more than boundaries.
        """
        if len(bucket_batch_sizes) != len(bucket_boundaries) + 1:
            raise ValueError(
                f"{len(bucket_boundaries)} boundaries make {len(bucket_boundaries) + 1} groups, "
                f"got {len(bucket_batch_sizes)} batch sizes."
            )

        def joined(part: list[Any], group: int) -> Any:
            if not pad_to_bucket_boundary:
                return _padded(part, padded_shapes, padding_values)
            longest = bucket_boundaries[group] - 1
            shapes = [(longest, *t.shape[1:]) if t.ndim else () for t in flatten(part[0])]
            return _padded(part, _Shapes(shapes), padding_values)

        def make() -> Iterator[Any]:
            groups: dict[int, list[Any]] = {}
            for element in self:
                length = int(_called(element_length_func, element))
                group = int(np.searchsorted(bucket_boundaries, length, side="right"))
                waiting = groups.setdefault(group, [])
                waiting.append(element)
                if len(waiting) == bucket_batch_sizes[group]:
                    yield joined(groups.pop(group), group)
            if not drop_remainder:
                for group in sorted(groups):
                    yield joined(groups[group], group)

        return _dataset(make)

    def reduce(self, initial_state: Any, reduce_func: Callable[..., Any], name: Any = None) -> Any:
        """Return the state after a function took it and every element, one after the other."""
        state = map_structure(_tensor, initial_state)
        for element in self:
            state = map_structure(_tensor, reduce_func(state, element))
        return state

    def shard(self, num_shards: int, index: int) -> Dataset:
        """Keep every ``num_shards``-th element, from the one numbered ``index`` on."""
        if not 0 <= index < num_shards:
            raise ValueError(f"index must be from 0 to {num_shards - 1}, got {index}.")
        return _dataset(lambda: itertools.islice(iter(self), index, None, num_shards))

    def take_while(self, predicate: Callable[..., Any], name: str | None = None) -> Dataset:
        """Keep the elements before the first for which a function returns false."""
        return _dataset(
            lambda: itertools.takewhile(lambda e: bool(_called(predicate, e)), iter(self))
        )

    def apply(self, transformation_func: Callable[[Any], Any]) -> Any:
        """Return what a function makes of this data set."""
        return transformation_func(self)

    def get_single_element(self, name: str | None = None) -> Any:
        """Return the only element.

        Raises:
            ValueError: when there is none, or another one.
        """
        found = list(itertools.islice(iter(self), 2))
        if len(found) != 1:
            raise ValueError(f"The data set has {'no' if not found else 'more than one'} element.")
        return found[0]

    @staticmethod
    def list_files(
        file_pattern: Any, shuffle: bool | None = None, seed: int | None = None, name: Any = None
    ) -> Dataset:
        """Return a data set of the paths that fit a pattern, or several, as ``*.png``.

        Args:
            file_pattern: One pattern or a list of them.
            shuffle: Whether to give them in another order each time, the default.
            seed: Where the orders start.

        Raises:
            FileNotFoundError: when no file fits.
        """
        from engine.data.dataset import Dataset

        patterns = [file_pattern] if isinstance(file_pattern, (str, os.PathLike)) else file_pattern
        names = [os.fspath(p) for p in np.asarray(patterns, object).ravel().tolist()]
        paths = sorted({path for name in names for path in glob.glob(os.path.expanduser(name))})
        if not paths:
            raise FileNotFoundError(f"No file fits {', '.join(names)}.")
        found = Dataset.from_tensor_slices(np.asarray(paths))
        return found if shuffle is False else found.shuffle(len(paths), seed)


def _dataset(make: Any, size: int | None = None, batch_size: int | None = None) -> Dataset:
    from engine.data.dataset import UNKNOWN_CARDINALITY, Dataset

    return Dataset(make, UNKNOWN_CARDINALITY if size is None else size, batch_size)


def _tensor(leaf: Any) -> Any:
    from engine.data.dataset import _tensor as tensor

    return tensor(leaf)


def _called(function: Callable[..., Any], element: Any) -> Any:
    """Call a function on an element; a tuple is handed over as several arguments."""
    return function(*element) if isinstance(element, tuple) else function(element)


def _as_datasets(elements: list[Any]) -> Any:
    """The data sets of several elements' parts, in an element's structure."""
    columns = list(zip(*(flatten(e) for e in elements), strict=True))
    return pack_like(elements[0], [_of_list(list(column)) for column in columns])


def _of_list(values: list[Any]) -> Dataset:
    return _dataset(lambda: iter(values), len(values))


class _Shapes(list):
    """Shapes of an element's leaves, one after the other."""


def _flat_shapes(shapes: Any, element: Any) -> list[Any]:
    """Return the shapes that stand in an element's structure as a flat list, None for none."""
    if isinstance(shapes, _Shapes):
        return list(shapes)
    if shapes is None:
        return [None] * len(flatten(element))
    if isinstance(element, dict):
        return [s for key in sorted(element) for s in _flat_shapes(shapes[key], element[key])]
    if isinstance(element, (tuple, list)):
        pairs = zip(shapes, element, strict=True)
        return [s for shape, part in pairs for s in _flat_shapes(shape, part)]
    return [tuple(shapes)]


def _padded(elements: list[Any], padded_shapes: Any, padding_values: Any) -> Any:
    """One batch of elements of different sizes."""
    columns = list(zip(*(flatten(e) for e in elements), strict=True))
    shapes = _flat_shapes(padded_shapes, elements[0])
    if isinstance(padding_values, (tuple, list, dict)):
        values = flatten(padding_values)
    else:
        values = [padding_values] * len(columns)
    parts = zip(columns, shapes, values, strict=True)
    return pack_like(elements[0], [_filled(list(c), s, v) for c, s, v in parts])


def _filled(column: list[Any], shape: Any, value: Any) -> Tensor:
    arrays = [t.array() for t in column]
    largest = tuple(max(sizes) for sizes in zip(*(a.shape for a in arrays), strict=True))
    wanted = [None] * len(largest) if shape is None else shape
    sizes = tuple(
        most if given is None or given == -1 else int(given)
        for most, given in zip(largest, wanted, strict=True)
    )
    if any(size < most for size, most in zip(sizes, largest, strict=True)):
        raise ValueError(f"An element of the shape {largest} does not fit into {sizes}.")
    dtype = dtype_of(arrays[0])
    empty = "" if dtype == TEXT else 0
    out = np.full(
        (len(arrays), *sizes), empty if value is None else np.asarray(value)[()], storage(dtype)
    )
    for i, array in enumerate(arrays):
        place: tuple[Any, ...] = (i, *(slice(n) for n in array.shape))
        out[place] = array
    return Tensor(out.shape, dtype, out)
