"""Cutting data in two."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.data import Dataset
from engine.random import draw_seed, stream
from engine.tensor import Tensor
from engine.tree import flatten, pack_like


def split_dataset(
    dataset: Any,
    left_size: int | float | None = None,
    right_size: int | float | None = None,
    shuffle: bool = False,
    seed: int | None = None,
    preferred_backend: str | None = None,
) -> tuple[Dataset, Dataset]:
    """Return two data sets, of the first and of the last samples of one.

    Args:
        dataset: A Dataset, an array, or a list or tuple of arrays of the same
            length. All of it is held in memory; a Dataset that was made by
            ``batch`` is cut by samples and batched again.
        left_size: Samples on the left: a number, or a share between 0 and 1.
        right_size: The same for the right; one of the two may be left out.
        shuffle: Whether samples are drawn at random.
        seed: Makes the drawing repeatable.
        preferred_backend: Kept for Keras's signature.

    Raises:
        TypeError: for data or sizes of another kind.
        ValueError: for sizes that do not fit, or leave a side empty.
    """
    arrays, batch_size = _columns(dataset)
    count = len(flatten(arrays)[0])
    left, right = _sizes(left_size, right_size, count)
    order = stream(draw_seed(seed)).permutation(count) if shuffle else np.arange(count)
    halves = []
    for chosen in (order[:left], order[count - right :]):
        samples = pack_like(arrays, [column[chosen] for column in flatten(arrays)])
        half = Dataset.from_tensor_slices(samples)
        halves.append(half if batch_size is None else half.batch(batch_size))
    return halves[0], halves[1]


def _columns(dataset: Any) -> tuple[Any, int | None]:
    """Return all samples as arrays, in the structure of one, and the size of the batches."""
    columns: Any = dataset
    size: int | None = None
    if isinstance(dataset, np.ndarray):
        pass
    elif isinstance(dataset, (list, tuple)):
        if not all(isinstance(part, np.ndarray) for part in dataset):
            raise ValueError(
                "split_dataset takes a list or tuple of arrays, got one that holds "
                f"{', '.join(sorted({type(part).__name__ for part in dataset}))}."
            )
        columns = tuple(dataset)
    elif isinstance(dataset, Dataset):
        size = dataset.batch_size
        samples = list(dataset if size is None else dataset.unbatch())
        columns = _stacked(samples) if samples else ()
    else:
        raise TypeError(
            "split_dataset takes a Dataset, an array, or a list or tuple of arrays, got "
            f"{type(dataset).__name__}."
        )
    lengths = {len(column) for column in flatten(columns)}
    if not lengths or lengths == {0}:
        raise ValueError("split_dataset got no samples.")
    if len(lengths) > 1:
        raise ValueError(
            "split_dataset needs arrays of the same length, got lengths "
            f"{', '.join(map(str, sorted(lengths)))}."
        )
    return columns, size


def _stacked(samples: list[Any]) -> Any:
    leaves = [[_array(leaf) for leaf in flatten(sample)] for sample in samples]
    return pack_like(samples[0], [np.stack(column) for column in zip(*leaves, strict=True)])


def _array(leaf: Any) -> np.ndarray:
    return leaf.array() if isinstance(leaf, Tensor) else np.asarray(leaf)


def _sizes(left: Any, right: Any, count: int) -> tuple[int, int]:
    if left is None and right is None:
        raise ValueError("split_dataset needs left_size or right_size.")
    for name, size in (("left_size", left), ("right_size", right)):
        _check_size(name, size, count)
    if isinstance(left, float) and isinstance(right, float) and left + right > 1:
        raise ValueError(
            f"left_size and right_size may be at most 1 together, got {left} + {right}."
        )
    at, behind = (round(s * count) if isinstance(s, float) else s for s in (left, right))
    at = count - behind if at is None else at
    behind = count - at if behind is None else behind
    if at + behind > count:
        raise ValueError(
            f"left_size and right_size ask for {at} + {behind} samples, there are {count}."
        )
    for side, size in (("left", at), ("right", behind)):
        if size == 0:
            raise ValueError(
                f"Of {count} samples, left_size={left} and right_size={right} leave none on the "
                f"{side}."
            )
    return at, behind


def _check_size(name: str, size: Any, count: int) -> None:
    if size is None:
        return
    if isinstance(size, bool) or not isinstance(size, (int, float)):
        raise TypeError(
            f"{name} must be a number of samples or a share between 0 and 1, got {size!r} "
            f"({type(size).__name__})."
        )
    most = count if isinstance(size, int) else 1
    if not 0 < size < most:
        raise ValueError(
            f"{name} must be a whole number from 1 to {count - 1}, or a share between 0 and 1, "
            f"got {size!r}."
        )
