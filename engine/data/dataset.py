"""Dataset: a pipeline of elements, each a nested structure of tensors.

The names and rules are those of ``tf.data.Dataset``. A data set is a recipe:
nothing is read before it is iterated, and every iteration starts anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from engine.data.more_steps import MoreSteps
from engine.ops.elementwise import cast
from engine.param import suggest
from engine.random import draw_seed, stream
from engine.tensor import TEXT, Tensor, TensorSpec, Variable, as_operand, dtype_of
from engine.tree import flatten, map_structure, pack_like

#: What ``cardinality`` returns when it is not finite or cannot be known beforehand.
INFINITE_CARDINALITY = -1
UNKNOWN_CARDINALITY = -2
AUTOTUNE = -1

Make = Callable[[], Iterator[Any]]


class Dataset(MoreSteps):
    """A recipe for a sequence of elements.

    Made by ``from_tensor_slices``, ``from_tensors``, ``from_generator``,
    ``range`` or ``zip``; each method returns a new data set.
    """

    def __init__(
        self, make: Make, size: int = UNKNOWN_CARDINALITY, batch_size: int | None = None
    ) -> None:
        self._make = make
        self._size = size
        #: Elements in each batch, None if ``batch`` was not the last step.
        self.batch_size = batch_size
        #: Where elements are the rows of arrays: the arrays, and a data set of row numbers.
        #: Reordering then moves numbers, and a batch is gathered in one go.
        self._rows: tuple[Any, Dataset] | None = None

    # -- sources -----------------------------------------------------------------

    @staticmethod
    def from_tensor_slices(tensors: Any) -> Dataset:
        """Return a data set of the slices along the first axis.

        Args:
            tensors: A nested structure of arrays with the same first size.

        Raises:
            ValueError: when the first sizes differ or there is no first axis.
        """
        arrays = map_structure(_array, _lists_as_arrays(tensors))
        leaves = flatten(arrays)
        for leaf in leaves:
            if leaf.ndim == 0:
                raise ValueError("from_tensor_slices cannot cut a single number into slices.")
        sizes = [len(leaf) for leaf in leaves]
        if len(set(sizes)) > 1:
            raise ValueError(
                "from_tensor_slices needs arrays with the same first size, got "
                f"{', '.join(map(str, sizes))}."
            )

        return _rows_of(arrays, Dataset(lambda: iter(range(sizes[0])), sizes[0]))

    @staticmethod
    def from_tensors(tensors: Any) -> Dataset:
        """Return a data set of one element."""
        element = map_structure(_tensor, tensors)
        return Dataset(lambda: iter([element]), 1)

    @staticmethod
    def from_generator(
        generator: Callable[..., Iterable[Any]],
        output_types: Any = None,
        output_shapes: Any = None,
        args: Any = (),
        output_signature: Any = None,
        name: str | None = None,
    ) -> Dataset:
        """Return a data set of what a generator function yields, called anew for each iteration.

        Args:
            generator: A function that yields elements.
            output_types: Their element types, in their structure; as they come by default.
            output_shapes: Kept for TensorFlow's signature.
            args: Arguments of the function.
            output_signature: The types as ``TensorSpec``.
        """
        wanted = output_types if output_signature is None else output_signature

        def make() -> Iterator[Any]:
            for element in generator(*(map_structure(_tensor, a) for a in args)):
                yield map_structure(_tensor, element) if wanted is None else _typed(element, wanted)

        return Dataset(make)

    @staticmethod
    def range(*bounds: int) -> Dataset:
        """Return a data set of whole numbers, as Python's ``range``."""
        numbers = range(*bounds)
        return Dataset(lambda: (_tensor(np.int64(n)) for n in numbers), len(numbers))

    @staticmethod
    def zip(*datasets: Any) -> Dataset:
        """Return a data set of tuples of the elements of several; it ends with the shortest."""
        parts = datasets[0] if len(datasets) == 1 and isinstance(datasets[0], tuple) else datasets

        def make() -> Iterator[Any]:
            return zip(*(iter(d) for d in parts), strict=False)

        sizes = [d._size for d in parts]
        if UNKNOWN_CARDINALITY in sizes:
            return Dataset(make)
        finite = [s for s in sizes if s != INFINITE_CARDINALITY]
        return Dataset(make, min(finite) if finite else INFINITE_CARDINALITY)

    # -- steps -------------------------------------------------------------------

    def batch(
        self,
        batch_size: int,
        drop_remainder: bool = False,
        num_parallel_calls: Any = None,
        deterministic: Any = None,
        name: str | None = None,
    ) -> Dataset:
        """Join every ``batch_size`` elements along a new first axis.

        Args:
            batch_size: Elements in a batch.
            drop_remainder: Whether to leave out a last batch that is smaller.
            num_parallel_calls, deterministic, name: Kept for TensorFlow's signature.
        """
        _positive("batch_size", batch_size)
        arrays, source = self._rows or (None, self)

        def make() -> Iterator[Any]:
            elements = source._make()
            while part := list(itertools.islice(elements, batch_size)):
                if len(part) < batch_size and drop_remainder:
                    return
                yield _stack(part) if arrays is None else _gathered(arrays, part)

        return Dataset(make, self._divided(batch_size, drop_remainder), batch_size)

    def unbatch(self) -> Dataset:
        """Cut every element along its first axis."""

        def make() -> Iterator[Any]:
            for element in self:
                leaves = flatten(element)
                for i in range(len(leaves[0])):
                    yield pack_like(element, [_tensor(leaf.numpy()[i]) for leaf in leaves])

        return Dataset(make)

    def shuffle(
        self, buffer_size: int, seed: int | None = None, reshuffle_each_iteration: bool = True
    ) -> Dataset:
        """Draw elements at random from a buffer that is refilled in order.

        A buffer at least as large as the data set shuffles it evenly.
        """
        _positive("buffer_size", buffer_size)
        if self._rows is not None:
            return self._reordered("shuffle", buffer_size, seed, reshuffle_each_iteration)
        start, rounds = draw_seed(seed), itertools.count()

        def make() -> Iterator[Any]:
            rng = stream(start, next(rounds) if reshuffle_each_iteration else 0)
            source = iter(self)
            buffer = list(itertools.islice(source, buffer_size))
            for element in source:
                place = int(rng.integers(len(buffer)))
                chosen, buffer[place] = buffer[place], element
                yield chosen
            for place in rng.permutation(len(buffer)):
                yield buffer[place]

        return Dataset(make, self._size)

    def map(
        self,
        map_func: Callable[..., Any],
        num_parallel_calls: Any = None,
        deterministic: Any = None,
    ) -> Dataset:
        """Apply a function to every element; a tuple is handed over as several arguments."""

        def make() -> Iterator[Any]:
            for element in self:
                result = map_func(*element) if isinstance(element, tuple) else map_func(element)
                yield map_structure(_tensor, result)

        return Dataset(make, self._size)

    def filter(self, predicate: Callable[..., Any]) -> Dataset:
        """Keep the elements for which a function returns true."""

        def make() -> Iterator[Any]:
            for element in self:
                keep = predicate(*element) if isinstance(element, tuple) else predicate(element)
                if bool(keep):
                    yield element

        return Dataset(make)

    def repeat(self, count: int | None = None) -> Dataset:
        """Go through the data set ``count`` times, without end for None or -1."""
        if self._rows is not None:
            return self._reordered("repeat", count)
        endless = count is None or count == -1

        def make() -> Iterator[Any]:
            rounds = itertools.count() if endless else range(count or 0)
            for _ in rounds:
                empty = True
                for element in self:
                    empty = False
                    yield element
                if empty:
                    return

        if endless:
            return Dataset(make, 0 if self._size == 0 else INFINITE_CARDINALITY)
        return Dataset(make, self._size * (count or 0) if self._size >= 0 else self._size)

    def take(self, count: Any) -> Dataset:
        """Keep the first ``count`` elements (all for -1)."""
        count = int(count)
        if self._rows is not None:
            return self._reordered("take", count)
        if count < 0:
            return self
        size = self._size
        known = min(size, count) if size >= 0 else count if size == INFINITE_CARDINALITY else size
        return Dataset(lambda: itertools.islice(iter(self), count), known)

    def skip(self, count: Any) -> Dataset:
        """Leave the first ``count`` elements out (all for -1)."""
        count = int(count)
        if self._rows is not None:
            return self._reordered("skip", count)
        if count < 0:
            return Dataset(lambda: iter(()), 0)
        size = max(self._size - count, 0) if self._size >= 0 else self._size
        return Dataset(lambda: itertools.islice(iter(self), count, None), size)

    def concatenate(self, dataset: Dataset) -> Dataset:
        """Append another data set."""
        sizes = (self._size, dataset._size)
        if UNKNOWN_CARDINALITY in sizes:
            size = UNKNOWN_CARDINALITY
        else:
            size = INFINITE_CARDINALITY if INFINITE_CARDINALITY in sizes else sum(sizes)
        return Dataset(lambda: itertools.chain(iter(self), iter(dataset)), size)

    def enumerate(self, start: int = 0) -> Dataset:
        """Pair every element with its number."""

        def make() -> Iterator[Any]:
            for number, element in enumerate(self, start):
                yield _tensor(np.int64(number)), element

        return Dataset(make, self._size)

    def cache(self, filename: str = "") -> Dataset:
        """Keep the elements in memory after the first whole iteration."""
        kept: list[Any] = []
        whole = [False]

        def make() -> Iterator[Any]:
            if whole[0]:
                yield from kept
                return
            seen = []
            for element in self:
                seen.append(element)
                yield element
            kept[:], whole[0] = seen, True

        return Dataset(make, self._size)

    def prefetch(self, buffer_size: Any = None) -> Dataset:
        """Kept for scripts: elements are made when they are asked for."""
        return self

    def _reordered(self, method: str, *args: Any) -> Dataset:
        """Apply a method to the numbers of the rows instead of to the rows."""
        assert self._rows is not None
        arrays, numbers = self._rows
        return _rows_of(arrays, getattr(numbers, method)(*args))

    # -- reading -----------------------------------------------------------------

    def __iter__(self) -> Iterator[Any]:
        return self._make()

    def as_numpy_iterator(self) -> Iterator[Any]:
        """Iterate over elements with arrays instead of tensors."""
        return (map_structure(lambda t: t.numpy(), element) for element in self)

    def cardinality(self) -> Tensor:
        """Return the number of elements, or a negative constant."""
        return _tensor(np.int64(self._size))

    def __len__(self) -> int:
        if self._size < 0:
            what = "endless" if self._size == INFINITE_CARDINALITY else "of unknown length"
            raise TypeError(f"The data set is {what}; count the elements by iterating.")
        return self._size

    @property
    def element_spec(self) -> Any:
        """Shapes and dtypes of the first element, in its structure."""
        try:
            first = next(iter(self))
        except AttributeError as error:  # it would be taken for a missing name
            raise TypeError(f"The first element cannot be made: {error}") from error
        return map_structure(lambda t: TensorSpec(t.shape, t.dtype), first)

    def _divided(self, size: int, drop_remainder: bool) -> int:
        if self._size < 0:
            return self._size
        return self._size // size if drop_remainder else -(-self._size // size)

    def __getattr__(self, name: str) -> Any:
        known = [n for n in dir(type(self)) if not n.startswith("_")]
        raise AttributeError(f"A Dataset has no '{name}'.{suggest(name, known)}")

    def __repr__(self) -> str:
        return f"<Dataset of {self._size if self._size >= 0 else 'unknown many'} elements>"


def _positive(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(f"{name} must be a whole number, at least 1, got {value!r}.")


def _array(leaf: Any) -> np.ndarray:
    if isinstance(leaf, (int, float, list)):
        return _python_array(leaf)
    return leaf.value.copy() if isinstance(leaf, Variable) else np.asarray(as_operand(leaf))


def _python_array(value: Any) -> np.ndarray:
    """Numbers written in Python, in the types that a tensor of them has."""
    from engine.eager import constant

    return constant(value).array()


def _tensor(leaf: Any) -> Any:
    if isinstance(leaf, Dataset):
        return leaf  # a window's
    array = _array(leaf)
    return Tensor(array.shape, dtype_of(array), array)


def _typed(element: Any, wanted: Any) -> Any:
    """An element in the structure and with the types that are wanted.

    Raises:
        ValueError: for an element of another structure.
    """
    if isinstance(wanted, (str, TensorSpec)):
        dtype = wanted if isinstance(wanted, str) else wanted.dtype
        return _tensor(element if dtype == TEXT else cast(element, dtype))
    if isinstance(wanted, dict):
        return {key: _typed(element[key], one) for key, one in wanted.items()}
    if isinstance(wanted, (list, tuple)):
        if len(element) != len(wanted):
            raise ValueError(
                f"The generator gave {len(element)} parts where {len(wanted)} were announced."
            )
        return tuple(_typed(part, one) for part, one in zip(element, wanted, strict=True))
    return _tensor(cast(element, getattr(wanted, "dtype", wanted)))


def _lists_as_arrays(structure: Any) -> Any:
    """A list is data, not structure, as in TensorFlow."""
    if isinstance(structure, list):
        return _python_array(structure)
    if isinstance(structure, tuple):
        return tuple(_lists_as_arrays(s) for s in structure)
    if isinstance(structure, dict):
        return {k: _lists_as_arrays(v) for k, v in structure.items()}
    return structure


def _rows_of(arrays: Any, numbers: Dataset) -> Dataset:
    """Return the data set of some rows of arrays."""
    leaves = flatten(arrays)

    def make() -> Iterator[Any]:
        for i in numbers._make():
            yield pack_like(arrays, [_tensor(leaf[i]) for leaf in leaves])

    found = Dataset(make, numbers._size)
    found._rows = arrays, numbers
    return found


def _gathered(arrays: Any, rows: list[int]) -> Any:
    return pack_like(arrays, [_tensor(leaf[rows]) for leaf in flatten(arrays)])


def _stack(elements: list[Any]) -> Any:
    columns = zip(*(flatten(e) for e in elements), strict=True)
    return pack_like(elements[0], [_stacked(column) for column in columns])


def _stacked(column: tuple[Any, ...]) -> Tensor:
    shapes = {t.shape for t in column}
    if len(shapes) > 1:
        raise ValueError(
            f"Elements of the shapes {' and '.join(map(str, sorted(shapes)))} cannot be joined "
            "into one batch."
        )
    return _tensor(np.stack([t.array() for t in column]))
