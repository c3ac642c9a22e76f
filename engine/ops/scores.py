"""Cross-entropies, codes of classes, and how alike two images are."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.config import epsilon, floatx
from engine.dtypes import floating, standardize_dtype
from engine.ops.activation import log_softmax, one_hot
from engine.ops.activations import log_sigmoid
from engine.ops.elementwise import (
    add,
    cast,
    clip,
    divide,
    log,
    multiply,
    negative,
    square,
    subtract,
)
from engine.ops.reduce import max as reduce_max
from engine.ops.reduce import mean
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import squeeze
from engine.ops.ufuncs import log10
from engine.tensor import Tensor, as_operand


def _same_shape(name: str, target: Any, output: Any) -> tuple[Any, Any]:
    output = as_operand(output)
    output = cast(output, floating(output.dtype))
    target = as_operand(target, like=output)
    if target.ndim != output.ndim or any(
        a != b and None not in (a, b) for a, b in zip(target.shape, output.shape, strict=True)
    ):
        raise ValueError(
            f"{name}: target and output must have one shape, got {target.shape} and {output.shape}."
        )
    return cast(target, output.dtype), output


def _limited(p: Any) -> Tensor:
    return clip(p, epsilon(), 1.0 - epsilon())


def _log_probabilities(output: Any, from_logits: bool, axis: int) -> Tensor:
    if from_logits:
        return log_softmax(output, axis)
    return log(_limited(divide(output, reduce_sum(output, axis, keepdims=True))))


def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Return -sum(target log(output)) along an axis; output as probabilities or scores."""
    target, output = _same_shape("categorical_crossentropy", target, output)
    return negative(
        reduce_sum(multiply(target, _log_probabilities(output, from_logits, axis)), axis)
    )


def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Return -log(output[target]) along an axis; targets are class numbers."""
    output, target = as_operand(output), as_operand(target)
    output = cast(output, floating(output.dtype))
    if target.ndim == output.ndim and target.shape[-1] == 1:
        target = squeeze(target, -1)
    if target.ndim != output.ndim - 1:
        raise ValueError(
            f"sparse_categorical_crossentropy: targets of shape {target.shape} do not fit an output"
            f" of shape {output.shape}."
        )
    found = _log_probabilities(output, from_logits, axis)
    hot = one_hot(target, output.shape[axis], axis=axis, dtype=output.dtype)
    return negative(reduce_sum(multiply(hot, found), axis))


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Tensor:
    """Return the cross-entropy of yes/no answers, element by element."""
    target, output = _same_shape("binary_crossentropy", target, output)
    if from_logits:
        yes, no = log_sigmoid(output), log_sigmoid(negative(output))
    else:
        p = _limited(output)
        yes, no = log(p), log(subtract(1.0, p))
    return negative(add(multiply(target, yes), multiply(subtract(1.0, target), no)))


def multi_hot(
    inputs: Any,
    num_classes: int | None = None,
    axis: int = -1,
    dtype: Any = None,
    sparse: bool = False,
    num_tokens: int | None = None,
) -> Tensor:
    """Return ones at the classes that each row of class numbers names."""
    count = num_tokens if num_classes is None else num_classes
    if count is None:
        raise ValueError("multi_hot: num_classes is missing.")
    if sparse:
        raise ValueError("multi_hot: there are no sparse tensors here; use sparse=False.")
    x = as_operand(inputs)
    hot = one_hot(x, count, axis=axis, dtype=standardize_dtype(dtype or floatx()))
    return reduce_max(hot, 1 if x.ndim > 1 else 0)


def psnr(x1: Any, x2: Any, max_val: Any) -> Tensor:
    """Return the peak signal-to-noise ratio of two images in decibels."""
    x1, x2 = _same_shape("psnr", x1, x2)
    error = mean(square(subtract(x1, x2)))
    peak = log10(as_operand(np.asarray(max_val, x2.dtype)))
    return subtract(multiply(peak, 20.0), multiply(log10(error), 10.0))


__all__ = [
    "binary_crossentropy",
    "categorical_crossentropy",
    "multi_hot",
    "psnr",
    "sparse_categorical_crossentropy",
]
