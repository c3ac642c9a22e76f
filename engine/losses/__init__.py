"""Losses: classes, functions, and finding one by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from engine import registry
from engine.custom_objects import custom_object_scope
from engine.losses.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from engine.losses.ctc import CTC, ctc
from engine.losses.focal import (
    BinaryFocalCrossentropy,
    CategoricalFocalCrossentropy,
    CategoricalGeneralizedCrossEntropy,
    binary_focal_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
)
from engine.losses.hinge import (
    CategoricalHinge,
    Hinge,
    SquaredHinge,
    categorical_hinge,
    hinge,
    squared_hinge,
)
from engine.losses.loss import Loss, LossFunctionWrapper, Reduction
from engine.losses.overlap import Dice, Tversky, dice, tversky
from engine.losses.references import named_function
from engine.losses.regression import (
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    huber,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
)
from engine.losses.similarity import (
    Circle,
    CosineSimilarity,
    KLDivergence,
    circle,
    cosine_similarity,
    kl_divergence,
)

mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
bce = BCE = binary_crossentropy
kld = KLD = kullback_leibler_divergence = kl_divergence
logcosh = log_cosh

_BUILT_IN: tuple[Callable[..., Any], ...] = (
    mean_squared_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_logarithmic_error,
    huber,
    log_cosh,
    poisson,
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
    binary_focal_crossentropy,
    categorical_focal_crossentropy,
    categorical_generalized_cross_entropy,
    hinge,
    squared_hinge,
    categorical_hinge,
    cosine_similarity,
    kl_divergence,
    circle,
    ctc,
    dice,
    tversky,
)

#: Every built-in loss function, by its name and its short and older names.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{function.__name__: function for function in _BUILT_IN},
    "mse": mse,
    "MSE": mse,
    "mae": mae,
    "MAE": mae,
    "mape": mape,
    "MAPE": mape,
    "msle": msle,
    "MSLE": msle,
    "bce": bce,
    "BCE": bce,
    "kld": kld,
    "KLD": kld,
    "kullback_leibler_divergence": kld,
    "logcosh": log_cosh,
    "huber_loss": huber,
    "cosine_proximity": cosine_similarity,
}


def get(identifier: Any) -> Any:
    """Return what an identifier stands for, as ``keras.losses.get`` does.

    A function's name gives the function, a class's name or configuration an
    object; functions, objects and None are returned as they are.
    """
    if identifier is None:
        return None
    if isinstance(identifier, str) and identifier in FUNCTIONS:
        return FUNCTIONS[identifier]
    return registry.get("loss", identifier)


def kind_of_targets(y_true_shape: Sequence[Any], y_pred_shape: Sequence[Any]) -> str:
    """Return "binary", "sparse" or "categorical" by Keras's rule.

    A prediction of one number is binary. Targets with one axis less, or with a
    last axis of size 1, are class numbers. Everything else is taken for one-hot,
    several independent yes/no answers included.
    """
    if y_pred_shape[-1] == 1:
        return "binary"
    if len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1:
        return "sparse"
    return "categorical"


def crossentropy_for(y_true_shape: Sequence[Any], y_pred_shape: Sequence[Any]) -> str:
    """Return the name of the cross-entropy that fits the shapes."""
    kind = kind_of_targets(y_true_shape, y_pred_shape)
    return "sparse_categorical_crossentropy" if kind == "sparse" else f"{kind}_crossentropy"


def resolve(identifier: Any, y_true_shape: Sequence[Any], y_pred_shape: Sequence[Any]) -> Loss:
    """Return the Loss an output is compiled with.

    Args:
        identifier: A Loss, a function, a name or a configuration; "crossentropy"
            or "ce" stands for the cross-entropy that fits the shapes.
        y_true_shape: Shape of the targets, with the batch.
        y_pred_shape: Shape of the predictions, with the batch.
    """
    if isinstance(identifier, Loss):
        return identifier
    if isinstance(identifier, str):
        if identifier.lower() in ("crossentropy", "ce"):
            identifier = crossentropy_for(y_true_shape, y_pred_shape)
        return registry.get("loss", identifier)
    if isinstance(identifier, dict):
        return resolve(deserialize(identifier), y_true_shape, y_pred_shape)
    for entry in registry.entries("loss"):
        if FUNCTIONS.get(registry.snake_case(entry.name)) is identifier:
            return entry.target()  # a built-in function: its class can be written to a file
    if inspect.isclass(identifier):
        return resolve(identifier(), y_true_shape, y_pred_shape)
    if callable(identifier):
        return LossFunctionWrapper(identifier)
    raise ValueError(
        f"A loss must be a name, a function, a Loss or its configuration, got {identifier!r}."
    )


def serialize(loss: Any) -> Any:
    """Return the JSON-able form of a loss.

    A built-in function is written by its name. One of your own is written as a
    reference, as Keras does, which only a program that defines it can read back.
    """
    for name, function in FUNCTIONS.items():
        if loss is function:
            return name
    if inspect.isroutine(loss):
        return registry.function_reference(loss)
    return registry.serialize(loss)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a loss from ``serialize``'s form, or from that of an older Keras.

    Older files wrap functions under ``fn``.
    """
    with custom_object_scope(custom_objects):
        if not isinstance(config, dict):
            return get(config)
        if config.get("class_name") == "function":
            return named_function(FUNCTIONS, config, "loss")
        if config.get("class_name") == "LossFunctionWrapper":
            return _wrapped(dict(config.get("config") or {}))
        return registry.deserialize(config, "loss")


def _wrapped(settings: dict[str, Any]) -> Any:
    function = named_function(FUNCTIONS, settings.pop("fn", None), "loss")
    if function not in FUNCTIONS.values():
        return LossFunctionWrapper(function, **settings)
    return registry.find("loss", function.__name__).target.from_config(settings)


__all__ = [
    "BCE",
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CTC",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy",
    "CategoricalHinge",
    "Circle",
    "CosineSimilarity",
    "Dice",
    "FUNCTIONS",
    "Hinge",
    "Huber",
    "KLD",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "LossFunctionWrapper",
    "MAE",
    "MAPE",
    "MSE",
    "MSLE",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "Reduction",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "Tversky",
    "bce",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_cross_entropy",
    "categorical_hinge",
    "circle",
    "cosine_similarity",
    "crossentropy_for",
    "ctc",
    "deserialize",
    "dice",
    "get",
    "hinge",
    "huber",
    "kind_of_targets",
    "kl_divergence",
    "kld",
    "kullback_leibler_divergence",
    "log_cosh",
    "logcosh",
    "mae",
    "mape",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "mse",
    "msle",
    "poisson",
    "resolve",
    "serialize",
    "sparse_categorical_crossentropy",
    "squared_hinge",
    "tversky",
]
