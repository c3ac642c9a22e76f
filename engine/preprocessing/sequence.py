"""Sequences of different lengths in one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.preprocessing.skipgrams import TimeseriesGenerator, make_sampling_table, skipgrams

__all__ = ["TimeseriesGenerator", "make_sampling_table", "pad_sequences", "skipgrams"]


def pad_sequences(
    sequences: Sequence[Any],
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> np.ndarray:
    """Return sequences in one array, short ones filled up and long ones cut.

    Args:
        sequences: Lists (or arrays whose first axis is the step).
        maxlen: Length of the result's rows; that of the longest sequence by default.
        dtype: Element type of the result.
        padding: "pre" fills up before a sequence, "post" after it.
        truncating: "pre" cuts off a sequence's beginning, "post" its end.
        value: What short sequences are filled with.

    Returns:
        Array (number of sequences, maxlen, ...).

    Raises:
        ValueError: for sequences without a length, steps of other shapes, or a text
            put into an array of numbers.
    """
    for name, choice in (("padding", padding), ("truncating", truncating)):
        if choice not in ("pre", "post"):
            raise ValueError(f"pad_sequences: {name} must be 'pre' or 'post', got {choice!r}.")
    if not hasattr(sequences, "__len__"):
        raise ValueError("pad_sequences expects a list of sequences.")
    for row in sequences:
        if not hasattr(row, "__len__"):
            raise ValueError(f"pad_sequences expects a list of sequences, found {row!r} in it.")
    if isinstance(value, str) and np.dtype(dtype).kind not in "OUS":
        raise ValueError(
            f"pad_sequences: the value {value!r} is a text, but dtype is {dtype}. For texts use "
            "dtype=object."
        )
    length = max(map(len, sequences), default=0) if maxlen is None else int(maxlen)
    step = next((np.shape(row)[1:] for row in sequences if len(row)), ())
    result = np.full((len(sequences), length, *step), value, dtype)
    for i, row in enumerate(sequences):
        kept = np.asarray(row[-length:] if truncating == "pre" else row[:length], dtype)
        if not len(row) or not length:
            continue
        if kept.shape[1:] != step:
            raise ValueError(
                f"pad_sequences: the steps of sequence {i} have the shape {kept.shape[1:]}, those "
                f"of the others {step}."
            )
        place = slice(None, len(kept)) if padding == "post" else slice(length - len(kept), None)
        result[i, place] = kept
    return result
