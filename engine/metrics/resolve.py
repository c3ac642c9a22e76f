"""From what ``compile(metrics=...)`` is given to a metric, by the shapes it will see."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from engine import losses, registry
from engine.custom_objects import custom_object_scope
from engine.losses import kind_of_targets
from engine.losses.references import named_function
from engine.metrics.metric import Metric
from engine.metrics.wrapper import FUNCTIONS, MeanMetricWrapper

_BY_KIND = {
    "binary": "BinaryAccuracy",
    "sparse": "SparseCategoricalAccuracy",
    "categorical": "CategoricalAccuracy",
}


def resolve(
    identifier: Any, y_true_shape: Sequence[Any], y_pred_shape: Sequence[Any]
) -> Metric:
    """Return the metric an output is compiled with.

    Args:
        identifier: A Metric, a name, a function or a configuration. "accuracy"
            and "acc" stand for the accuracy that fits the shapes.
        y_true_shape: Shape of the targets, with the batch.
        y_pred_shape: Shape of the predictions, with the batch.

    A metric given by name keeps that name in the logs.
    """
    if not isinstance(identifier, str):
        metric = _from_object(identifier)
        if inspect.isroutine(identifier):  # Keras logs <lambda> as "lambda"
            metric.name = registry.snake_case(identifier.__name__)
        return metric
    if identifier.lower() in ("accuracy", "acc"):
        metric = get(_BY_KIND[kind_of_targets(y_true_shape, y_pred_shape)])
    elif identifier.lower() in ("crossentropy", "ce"):
        metric = get(losses.crossentropy_for(y_true_shape, y_pred_shape))
    else:
        metric = get(identifier)
    metric.name = identifier
    return metric


def _from_object(identifier: Any) -> Metric:
    if isinstance(identifier, Metric):
        return identifier
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if inspect.isclass(identifier) and issubclass(identifier, Metric):
        return identifier()
    if callable(identifier):
        return MeanMetricWrapper(identifier)
    raise ValueError(
        f"A metric must be a name, a function, a Metric or its configuration, got {identifier!r}."
    )


def get(identifier: Any) -> Any:
    """Return the metric an identifier stands for; a loss's name gives its mean."""
    if identifier is None:
        return None
    if not isinstance(identifier, str):
        return _from_object(identifier)
    try:
        return registry.get("metric", identifier)
    except ValueError:
        if identifier in losses.FUNCTIONS:
            return MeanMetricWrapper(losses.FUNCTIONS[identifier])
        raise


def serialize(metric: Any) -> Any:
    """Return the JSON-able form of a metric; a function is written by its name."""
    if not inspect.isroutine(metric):
        return registry.serialize(metric)
    return registry.function_reference(metric)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a metric from ``serialize``'s form."""
    with custom_object_scope(custom_objects):
        if isinstance(config, dict) and config.get("class_name") == "function":
            known = {**losses.FUNCTIONS, **FUNCTIONS}
            return MeanMetricWrapper(named_function(known, config, "metric"))
        return registry.deserialize(config, "metric") if isinstance(config, dict) else get(config)


def direction_of(name: str) -> str | None:
    """Return "up" or "down" for a built-in metric's or loss's name, None for another name."""
    for category, default in (("metric", None), ("loss", "down")):
        try:
            target = registry.find(category, name).target
        except ValueError:
            continue
        return getattr(target, "direction", default)
    return "up" if name in ("acc", "accuracy") else None
