"""Connectionist temporal classification (Graves et al. 2006): loss and decoding."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dtypes import floating
from engine.op import apply
from engine.ops.activation import log_softmax
from engine.ops.elementwise import (
    add,
    cast,
    equal,
    greater_equal,
    less,
    logical_or,
    maximum,
    multiply,
    negative,
    not_equal,
    where,
)
from engine.ops.function import Function
from engine.ops.indexing import take_along_axis
from engine.ops.pad import pad
from engine.ops.reduce import argmax
from engine.ops.reduce import max as reduce_max
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import (
    broadcast_to,
    expand_dims,
    get_item,
    reshape,
    stack,
)
from engine.ops.sorting import argsort
from engine.ops.ufuncs import logaddexp
from engine.tensor import Spec, Tensor, as_operand

#: The logarithm of a probability of nothing; finite, so that gradients stay so.
_NEVER = -1e5


def _whole(x: Any) -> Any:
    return cast(as_operand(x), "int32")


def ctc_loss(
    target: Any, output: Any, target_length: Any, output_length: Any, mask_index: int = 0
) -> Tensor:
    """Return -log of the probability that outputs read as targets, for each sample.

    Args:
        target: (batch, labels) class numbers.
        output: (batch, time, classes) scores.
        target_length: (batch,) number of labels that count.
        output_length: (batch,) number of time steps that count.
        mask_index: The class that stands for no label.
    """
    target, output = _whole(target), as_operand(output)
    output = cast(output, floating(output.dtype))
    if target.ndim != 2 or output.ndim != 3 or None in output.shape[1:]:
        raise ValueError(
            "ctc_loss: expected targets (batch, labels) and outputs (batch, time, classes), got "
            f"the shapes {target.shape} and {output.shape}."
        )
    # between labels, before and after them a pause may stand
    blank = broadcast_to(np.asarray(mask_index, "int32"), target.shape)
    states = reshape(stack([blank, target], -1), (-1, 2 * target.shape[1]))
    states = pad(states, ((0, 0), (0, 1)), constant_values=mask_index)
    chances = take_along_axis(log_softmax(output), expand_dims(states, 1), -1)
    differ = not_equal(_columns(states, 2, None), _columns(states, None, -2))
    skips = pad(differ, ((0, 0), (2, 0)), constant_values=False)
    score = _first(states, output.dtype)
    lengths = _whole(output_length)
    for t in range(output.shape[1]):
        moved = _advanced(score, skips) if t else score
        found = add(moved, get_item(chances, (slice(None), t)))
        score = where(expand_dims(less(t, lengths), -1), found, score)
    return negative(_at_end(score, _whole(target_length)))


def _columns(x: Any, start: int | None, stop: int | None) -> Tensor:
    return get_item(x, (slice(None), slice(start, stop)))


def _first(states: Any, dtype: str) -> Tensor:
    """A reading begins with a pause or the first label."""
    row = np.full(states.shape[1], _NEVER, dtype)
    row[:2] = 0
    return broadcast_to(row, states.shape)


def _advanced(score: Any, skips: Any) -> Tensor:
    """Stay, move on by one state, or over a pause between different labels."""
    one = _shifted(score, 1)
    two = where(skips, _shifted(score, 2), _NEVER)
    return logaddexp(logaddexp(score, one), two)


def _shifted(score: Any, by: int) -> Tensor:
    if score.shape[1] <= by:
        return multiply(score, 0.0) + _NEVER
    return pad(_columns(score, None, -by), ((0, 0), (by, 0)), constant_values=_NEVER)


def _at_end(score: Any, lengths: Any) -> Tensor:
    """A reading ends with the last label or the pause after it."""
    last = expand_dims(multiply(lengths, 2), -1)
    pause = take_along_axis(score, last, -1)
    label = take_along_axis(score, maximum(add(last, -1), 0), -1)
    label = where(equal(last, 0), _NEVER, label)
    return get_item(logaddexp(pause, label), (slice(None), 0))


# -- decoding ----------------------------------------------------------------


def ctc_decode(
    inputs: Any,
    sequence_lengths: Any,
    strategy: str = "greedy",
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
    mask_index: int = 0,
) -> tuple[Tensor, Tensor]:
    """Return the most likely readings of outputs, filled up with -1, and their scores.

    Args:
        inputs: (batch, time, classes) scores.
        sequence_lengths: (batch,) number of time steps that count.
        strategy: "greedy" takes the best class of each step; "beam_search" follows the
            ``beam_width`` best readings.
        top_paths: How many readings a beam search returns.
        merge_repeated: Whether the greedy strategy joins repeated classes.
        mask_index: The class that stands for no label.

    Returns:
        (readings, batch, time) class numbers; (batch, readings) minus the sum of the best
        scores for "greedy", logarithms of probabilities for "beam_search".
    """
    x = as_operand(inputs)
    x = cast(x, floating(x.dtype))
    lengths = _whole(sequence_lengths)
    if strategy == "greedy":
        return _greedy(x, lengths, merge_repeated, mask_index)
    if strategy != "beam_search":
        raise ValueError(f"strategy must be 'greedy' or 'beam_search', got {strategy!r}.")
    labels, scores = apply(
        _BEAM, log_softmax(x), lengths, width=beam_width, paths=top_paths, blank=mask_index
    )
    return labels, scores


def _greedy(x: Any, lengths: Any, merge: bool, blank: int) -> tuple[Tensor, Tensor]:
    steps = np.arange(x.shape[1], dtype=np.int32)
    over = greater_equal(expand_dims(steps, 0), expand_dims(lengths, -1))
    labels = where(over, np.asarray(blank, "int32"), argmax(x, -1))
    scores = where(over, 0.0, reduce_max(x, -1))
    silent = equal(labels, blank)
    if merge:
        again = equal(_columns(labels, 1, None), _columns(labels, None, -1))
        again = pad(again, ((0, 0), (1, 0)), constant_values=False)
        silent = logical_or(silent, again)
    labels = where(silent, np.asarray(-1, "int32"), labels)
    order = argsort(cast(silent, "int32"), -1)
    found = take_along_axis(labels, order, -1)
    return expand_dims(found, 0), expand_dims(negative(reduce_sum(scores, 1)), -1)


def _beam_spec(x: Spec, lengths: Spec, *, paths: int, **others: Any) -> tuple[Spec, Spec]:
    batch, time, _ = x.shape
    return Spec((paths, batch, time), "int32"), Spec((batch, paths), x.dtype)


def _beam(
    x: np.ndarray, lengths: np.ndarray, *, width: int, paths: int, blank: int
) -> tuple[np.ndarray, np.ndarray]:
    batch, time, _ = x.shape
    labels = np.full((paths, batch, time), -1, np.int32)
    scores = np.full((batch, paths), -np.inf)
    for sample in range(batch):
        found = _search(x[sample, : max(int(lengths[sample]), 1)], width, blank)[:paths]
        for place, (reading, score) in enumerate(found):
            labels[place, sample, : len(reading)] = reading
            scores[sample, place] = score
    return labels, scores


def _search(x: np.ndarray, width: int, blank: int) -> list[tuple[tuple[int, ...], float]]:
    """The best readings with the logarithms of their probabilities, the best first.

    A reading's probability is kept in two parts: ending in a pause, ending in its label.
    """
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, -math.inf)}
    for row in x:
        after: dict[tuple[int, ...], tuple[float, float]] = {}

        def put(reading: tuple[int, ...], pause: float, label: float, into: Any = after) -> None:
            old = into.get(reading, (-math.inf, -math.inf))
            into[reading] = float(np.logaddexp(old[0], pause)), float(np.logaddexp(old[1], label))

        for reading, (pause, label) in beams.items():
            both = float(np.logaddexp(pause, label))
            put(reading, both + row[blank], -math.inf)
            for number, chance in enumerate(row):
                if number == blank:
                    continue
                if reading and reading[-1] == number:
                    put(reading, -math.inf, label + chance)
                    put((*reading, number), -math.inf, pause + chance)
                else:
                    put((*reading, number), -math.inf, both + chance)
        best = sorted(after.items(), key=lambda item: -np.logaddexp(*item[1]))
        beams = dict(best[:width])
    return [(reading, float(np.logaddexp(*parts))) for reading, parts in beams.items()]


_BEAM = Function("ctc_beam_search", _beam, _beam_spec)


__all__ = ["ctc_decode", "ctc_loss"]
