"""Windows over a series."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.data import Dataset
from engine.random import draw_seed, stream


def timeseries_dataset_from_array(
    data: Any,
    targets: Any,
    sequence_length: int,
    sequence_stride: int = 1,
    sampling_rate: int = 1,
    batch_size: int | None = 128,
    shuffle: bool = False,
    seed: int | None = None,
    start_index: int | None = None,
    end_index: int | None = None,
) -> Dataset:
    """Return a data set of windows over a series, with a target for each.

    Args:
        data: Series (steps, ...).
        targets: Target of the window that begins at each step, or None for none.
        sequence_length: Steps in a window.
        sequence_stride: Steps from the beginning of one window to that of the next.
        sampling_rate: Steps from one entry of a window to the next.
        batch_size: Windows in a batch, None for single windows.
        shuffle: Whether the windows come in a random order.
        seed: Makes that order repeatable.
        start_index, end_index: Only the series' part from the one to below the other is used.

    Raises:
        ValueError: for numbers that do not fit the series.
    """
    series = np.asarray(data)
    start, end = start_index or 0, len(series) if end_index is None else end_index
    if not 0 <= start < end <= len(series):
        raise ValueError(
            f"start_index {start_index} and end_index {end_index} must lie in the series of "
            f"{len(series)} steps, the first below the second."
        )
    for name, value in (
        ("sequence_length", sequence_length),
        ("sequence_stride", sequence_stride),
        ("sampling_rate", sampling_rate),
    ):
        if not 1 <= value <= len(series):
            raise ValueError(f"{name} must be from 1 to {len(series)}, got {value!r}.")
    windows = end - start - (sequence_length - 1) * sampling_rate
    wanted = None if targets is None else np.asarray(targets)
    if wanted is not None:
        windows = min(windows, len(wanted))
    begins = np.arange(0, windows, sequence_stride)
    if not len(begins):
        raise ValueError(
            f"No window of {sequence_length} steps, {sampling_rate} apart, fits into {end - start} "
            "steps."
        )
    if shuffle:
        stream(draw_seed(seed)).shuffle(begins)
    steps = start + np.arange(sequence_length) * sampling_rate

    def window(begin: Any) -> Any:
        x = series[int(begin) + steps]
        return x if wanted is None else (x, wanted[start + int(begin)])

    dataset = Dataset.from_tensor_slices(begins).map(window)
    return dataset if batch_size is None else dataset.batch(batch_size)
