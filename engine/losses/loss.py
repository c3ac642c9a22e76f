"""Loss: what training makes small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import registry
from engine.kinds import Choice, Optional, Text
from engine.losses.reduction import REDUCTIONS, as_float, both_masks, match_ranks, reduce_losses
from engine.op import is_tracing
from engine.param import Configurable, param
from engine.tensor import Tensor, as_operand
from engine.tree import flatten, map_structure


class Reduction:
    """Keras 2's names of the reductions."""

    AUTO = "auto"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"


class _Reductions(Choice):
    """The reductions; Keras 2's "auto" is the mean."""

    def validate(self, value: Any) -> Any:
        return super().validate("sum_over_batch_size" if value == Reduction.AUTO else value)


class Loss(Configurable):
    """Base of losses: override ``call(y_true, y_pred)``, one loss per sample.

    Calling the loss weights, masks and reduces what ``call`` returns.
    """

    #: Whether targets are cast to the predictions' dtype before ``call``.
    casts_targets = True

    reduction = param(
        _Reductions(*REDUCTIONS), "sum_over_batch_size", last=True, advanced=True,
        doc="How the losses of a batch become one number: their mean, their sum or none.",
    )
    name = param(Optional(Text()), None, last=True, advanced=True, hidden=True,
                 doc="Name of the loss in messages.")
    dtype = param(
        Optional(Choice("float32", "float64")), None, last=True, advanced=True, hidden=True,
        in_config=False, doc="Precision of the calculation; that of the predictions by default.",
    )

    def check_params(self) -> None:
        if self.name is None:
            self.name = registry.snake_case(type(self).__name__)

    def __call__(
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> Tensor:
        """Return the loss of a batch, a scalar tensor (losses per sample for no reduction).

        Args:
            y_true: Targets.
            y_pred: Predictions; a mask they carry is used when ``mask`` is None.
            sample_weight: One weight per sample, or per loss.
            mask: Booleans; False leaves a position out.
        """
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        y_pred = _convert(y_pred, lambda t: as_float(t, self.dtype))
        losses = self.call(self._targets(y_true, y_pred), y_pred)
        mask = both_masks(mask, getattr(losses, "_keras_mask", None))
        return reduce_losses(losses, sample_weight, mask, self.reduction)

    def _targets(self, y_true: Any, y_pred: Any) -> Any:
        if not self.casts_targets:
            return _convert(y_true, as_operand)
        dtype = self.dtype or getattr(y_pred, "dtype", None)
        return _convert(y_true, lambda t: as_float(t, dtype))

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return one loss per sample (the predictions' shape without its last axis)."""
        raise NotImplementedError(f"{type(self).__name__} does not define call(y_true, y_pred).")

    def check_labels(self, y: Any, n_classes: int) -> None:
        """Raise ValueError when an array of targets cannot be learned with ``n_classes`` outputs.

        The fit loop calls it once before training; most losses take any numbers.
        """


class LossFunctionWrapper(Loss):
    """A loss made of a function ``fn(y_true, y_pred, **kwargs)``."""

    def __init__(
        self,
        fn: Any,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            reduction=reduction, name=name or getattr(fn, "__name__", None), dtype=dtype
        )
        self.fn = fn
        self._kwargs = kwargs

    def call(self, y_true: Any, y_pred: Any) -> Any:
        if hasattr(y_true, "shape") and hasattr(y_pred, "shape"):
            y_true, y_pred = match_ranks(y_true, y_pred)
        return self.fn(y_true, y_pred, **self._kwargs)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "fn": registry.function_reference(self.fn), **self._kwargs}


def _convert(value: Any, function: Callable[[Any], Any]) -> Any:
    """Apply a function to a tensor, or to each of several; a list of numbers is one tensor."""
    several = isinstance(value, dict) or (
        isinstance(value, (list, tuple)) and any(hasattr(leaf, "shape") for leaf in flatten(value))
    )
    return map_structure(function, value) if several else function(value)


def concrete(value: Any) -> bool:
    """Whether a tensor's value can be looked at now (not inside a trace)."""
    return not is_tracing() and getattr(value, "value", None) is not None
