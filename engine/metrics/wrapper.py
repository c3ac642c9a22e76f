"""A metric made of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from engine import losses, registry
from engine.losses.references import named_function
from engine.metrics.accuracies import (
    accuracy,
    binary_accuracy,
    categorical_accuracy,
    sparse_categorical_accuracy,
)
from engine.metrics.correlation import concordance_correlation, pearson_correlation
from engine.metrics.reduction import FunctionMean
from engine.metrics.top_k import sparse_top_k_categorical_accuracy, top_k_categorical_accuracy

#: Functions that can be named in a file, beside the losses.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        accuracy,
        binary_accuracy,
        categorical_accuracy,
        sparse_categorical_accuracy,
        top_k_categorical_accuracy,
        sparse_top_k_categorical_accuracy,
        pearson_correlation,
        concordance_correlation,
    )
}


@registry.register("metric", hidden=True)
class MeanMetricWrapper(FunctionMean):
    """The mean of what a function ``fn(y_true, y_pred, **kwargs)`` gives for each sample."""

    def __init__(
        self,
        fn: Callable[..., Any],
        name: str | None = None,
        dtype: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name or _name_of(fn), dtype=dtype)
        self._fn = fn
        self._kwargs = kwargs
        if isinstance(fn, losses.Loss) or fn in losses.FUNCTIONS.values():
            self.direction = "down"  # type: ignore[misc]
        elif fn in FUNCTIONS.values():
            self.direction = "up"  # type: ignore[misc]

    def values(self, y_true: Any, y_pred: Any) -> Any:
        return self._fn(y_true, y_pred, **self._kwargs)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "dtype": self.dtype, "fn": _written(self._fn), **self._kwargs}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(**{**config, "fn": _read(config["fn"])})


def _name_of(fn: Any) -> str:
    return getattr(fn, "__name__", None) or getattr(fn, "name", None) or "mean_metric_wrapper"


def _written(fn: Any) -> Any:
    return registry.function_reference(fn) if inspect.isroutine(fn) else registry.serialize(fn)


def _read(fn: Any) -> Any:
    """Return the function of a name, of Keras's function dict or of a loss's configuration."""
    if isinstance(fn, str) or (isinstance(fn, dict) and fn.get("class_name") == "function"):
        return named_function({**losses.FUNCTIONS, **FUNCTIONS}, fn, "metric")
    return losses.deserialize(fn) if isinstance(fn, dict) else fn
