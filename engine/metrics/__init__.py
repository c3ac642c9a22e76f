"""Metrics: classes, functions, and finding one by name."""

from engine.losses import kind_of_targets, mean_absolute_error, mean_squared_error
from engine.metrics.accuracies import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    accuracy,
    binary_accuracy,
    categorical_accuracy,
    sparse_categorical_accuracy,
)
from engine.metrics.metric import Metric
from engine.metrics.reduction import Mean, Sum
from engine.metrics.regression import MeanAbsoluteError, MeanSquaredError
from engine.metrics.resolve import (
    deserialize,
    direction_of,
    get,
    resolve,
    serialize,
)
from engine.metrics.wrapper import MeanMetricWrapper

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Mean",
    "MeanAbsoluteError",
    "MeanMetricWrapper",
    "MeanSquaredError",
    "Metric",
    "SparseCategoricalAccuracy",
    "Sum",
    "accuracy",
    "binary_accuracy",
    "categorical_accuracy",
    "deserialize",
    "direction_of",
    "get",
    "kind_of_targets",
    "mean_absolute_error",
    "mean_squared_error",
    "resolve",
    "serialize",
    "sparse_categorical_accuracy",
]
