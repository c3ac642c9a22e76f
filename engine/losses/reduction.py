"""From one loss per sample (or time step) to one number: weights, masks, reductions."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.config import floatx
from engine.op import elements
from engine.ops.judging import safe_divide
from engine.tensor import Tensor, as_operand

#: Keras's reductions; "none" is another spelling of None.
REDUCTIONS = ("sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", None)


def as_float(x: Any, dtype: str | None = None) -> Any:
    """Return x as a tensor of a float dtype: the given one, its own, or floatx."""
    x = as_operand(x)
    own = x.dtype if x.dtype in ("float32", "float64") else floatx()
    wanted = dtype or own
    return x if x.dtype == wanted else ops.cast(x, wanted)


def match_ranks(x: Any, y: Any) -> tuple[Any, Any]:
    """Bring two tensors whose ranks differ by a last axis of size 1 to the same rank.

    (N,) beside (N, 1) is expanded; otherwise the axis of size 1 is removed.
    """
    x, y = as_operand(x), as_operand(y)
    if x.ndim == y.ndim + 1 and x.shape[-1] == 1:
        return (x, ops.expand_dims(y, -1)) if y.ndim == 1 else (ops.squeeze(x, -1), y)
    if y.ndim == x.ndim + 1 and y.shape[-1] == 1:
        return (ops.expand_dims(x, -1), y) if x.ndim == 1 else (x, ops.squeeze(y, -1))
    return x, y


def both_masks(mask: Any, other: Any) -> Any:
    """Return where both of two masks hold; either may be None."""
    if mask is None or other is None:
        return other if mask is None else mask
    return ops.logical_and(mask, other)


def apply_mask(sample_weight: Any, mask: Any, dtype: str, reduction: str | None) -> Any:
    """Return weights that take a mask into account (None when there is neither).

    For the mean over a batch a kept position counts ``positions / kept``, so
    that the result is the mean over the kept positions alone.
    """
    if mask is None:
        return None if sample_weight is None else ops.cast(sample_weight, dtype)
    kept = ops.cast(mask, dtype)
    if reduction in ("mean", "sum_over_batch_size"):
        share = safe_divide(float(elements(kept.shape)), ops.sum(kept))
        kept = ops.multiply(kept, share)
    if sample_weight is None:
        return kept
    kept, weight = match_ranks(kept, ops.cast(sample_weight, dtype))
    return ops.multiply(*_same_rank(kept, weight))


def reduce_losses(
    values: Any,
    sample_weight: Any = None,
    mask: Any = None,
    reduction: str | None = "sum_over_batch_size",
) -> Tensor:
    """Weight losses and reduce them to a scalar (or not at all for None).

    Args:
        values: Losses of shape (batch, ...).
        sample_weight: Weights of the same shape, or with fewer axes: weights of
            shape (batch,) hold for all time steps of a sample.
        mask: Booleans of the same shape; False leaves a position out.
        reduction: "sum_over_batch_size" (= "mean") divides the weighted sum by the
            number of losses, "mean_with_sample_weight" by the sum of the
            weights; "sum"; None or "none".

    Raises:
        ValueError: when the weights' shape does not fit.
    """
    values = as_float(values)
    weight = apply_mask(sample_weight, mask, values.dtype, reduction)
    if weight is not None:
        values, weight = match_ranks(values, weight)
        values, weight = _same_rank(values, weight)
        if values.ndim:  # one loss of the whole batch is repeated, as Keras does
            _check_fit(values.shape, weight.shape)
        values = ops.multiply(values, weight)
    if reduction in (None, "none") or not values.shape or values.shape == (0,):
        return values
    total = ops.sum(values)
    if reduction == "sum":
        return total
    if reduction == "mean_with_sample_weight" and weight is not None:
        return safe_divide(total, ops.sum(weight))
    return ops.divide(total, float(max(elements(values.shape), 1)))


def _same_rank(values: Any, weight: Any) -> tuple[Any, Any]:
    """Give weights per sample the further axes of the losses.

    Keras 3 multiplies (B, T) losses by (B,) weights as NumPy broadcasts, which
    pairs weights with time steps; here, as in Keras 2, they belong to samples.
    """
    if 0 < weight.ndim < values.ndim:
        ones = (1,) * (values.ndim - weight.ndim)
        # Repeated in full, so that a sum of weights counts every time step.
        weight = ops.broadcast_to(ops.reshape(weight, (*weight.shape, *ones)), values.shape)
    return values, weight


def _check_fit(values: Any, weight: Any) -> None:
    sizes = zip(values[::-1], weight[::-1], strict=False)
    if len(weight) > len(values) or any(w not in (v, 1) for v, w in sizes):
        raise ValueError(
            f"The sample weights' shape {tuple(weight)} does not fit losses of shape "
            f"{tuple(values)}: give one weight per sample, or one per loss."
        )
