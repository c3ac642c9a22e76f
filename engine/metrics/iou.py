"""Intersection over union: how well predicted areas cover true ones."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Bool, Choice, Float, Int, IntList, Optional
from engine.metrics.confusion import weight_like
from engine.metrics.metric import Metric
from engine.ops.counting import confusion_matrix
from engine.param import param
from engine.tensor import Tensor, as_operand


def _classes() -> Any:
    return param(Int(low=1), doc="Number of classes.")


def _targets(default: Any = None) -> Any:
    doc = "The classes to look at, by their numbers."
    kind = IntList(low=0)
    return param(kind, doc=doc) if default is None else param(kind, default, doc=doc)


def _ignored() -> Any:
    return param(
        Optional(Int()), None, last=True, advanced=True,
        doc="A class number whose places do not count, for example -1 for unknown ones.",
    )


def _sparse(what: str, default: bool) -> Any:
    return param(
        Bool(), default, last=True, advanced=True,
        doc=f"Whether {what} are class numbers; otherwise an axis holds one number per class.",
    )


def _axis() -> Any:
    return param(
        Int(), -1, last=True, advanced=True, hidden=True, doc="Axis of the classes."
    )


class _IoU(Metric):
    """Counts pairs of true and predicted classes in a table."""

    direction = "up"
    dtype = param(
        Optional(Choice("int32", "int64", "int", "float32", "float64")), None, last=True,
        advanced=True, hidden=True,
        doc="Type of the counts; whole numbers by default, which cut off weights' fractions.",
    )
    num_classes: int
    target_class_ids: Any = None
    ignore_class: int | None = None
    sparse_y_true = True
    sparse_y_pred = True
    axis = -1

    def check_params(self) -> None:
        self.dtype = "int32" if self.dtype in (None, "int") else self.dtype
        super().check_params()
        ids = self.target_class_ids
        if ids is not None and max(ids, default=0) >= self.num_classes:
            raise ValueError(
                f"{type(self).__name__}: the class {max(ids)} in 'target_class_ids' is not one of "
                f"the {self.num_classes} classes 0 to {self.num_classes - 1}."
            )
        shape = (self.num_classes, self.num_classes)
        self.table = self.add_variable(shape, name="total_confusion_matrix")

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        labels = self._numbers(y_true, self.sparse_y_true)
        found = self._numbers(y_pred, self.sparse_y_pred)
        self._check_weight(sample_weight)
        weight = weight_like(labels, sample_weight, mask, self.dtype)
        if self.ignore_class is not None:
            kept = ops.cast(ops.not_equal(labels, self.ignore_class), self.dtype)
            weight = ops.multiply(weight, kept)
        true, said, weight = (ops.reshape(x, (-1,)) for x in (labels, found, weight))
        if true.shape != said.shape:
            raise ValueError(
                f"{self.name}: targets of shape {tuple(labels.shape)} do not fit predicted "
                f"classes of shape {tuple(found.shape)}."
            )
        ops.assign_add(self.table, confusion_matrix(true, said, weight, self.num_classes))

    def _check_weight(self, sample_weight: Any) -> None:
        """Warn of weights that lose their fractions, as in Keras."""
        if sample_weight is None or not self.dtype.startswith("int"):
            return
        given = getattr(as_operand(sample_weight), "value", None)
        if given is not None and np.any(given != np.trunc(given)):
            warnings.warn(
                f"{type(self).__name__} '{self.name}' counts in whole numbers, so sample weights "
                "lose their fractions (0.5 becomes 0). Make it with dtype='float32' to keep them.",
                stacklevel=4,
            )

    def _numbers(self, x: Any, sparse: bool) -> Any:
        x = as_operand(x)
        return ops.cast(x if sparse else ops.argmax(x, axis=self.axis), "int32")

    def result(self) -> Tensor:
        table = ops.cast(self.table, "float64")
        right = ops.sum(ops.multiply(table, np.eye(self.num_classes)), axis=0)
        union = ops.subtract(ops.add(ops.sum(table, axis=0), ops.sum(table, axis=1)), right)
        present = ops.multiply(ops.cast(ops.greater(union, 1e-9), "float64"), self._chosen())
        shares = ops.multiply(ops.divide(right, ops.add(union, epsilon())), present)
        mean = ops.divide(ops.sum(shares), ops.add(ops.sum(present), epsilon()))
        return ops.cast(mean, "float32")

    def _chosen(self) -> np.ndarray:
        """Return how often each class is to be looked at."""
        if self.target_class_ids is None:
            return np.ones(self.num_classes)
        ids = np.asarray(self.target_class_ids, np.int64)
        return np.bincount(ids, minlength=self.num_classes).astype(np.float64)


@registry.register("metric")
class IoU(_IoU):
    """The mean over some classes of how well their areas are covered (from 0 to 1)."""

    num_classes = _classes()
    target_class_ids = _targets()
    ignore_class = _ignored()
    sparse_y_true = _sparse("targets", True)
    sparse_y_pred = _sparse("predictions", True)
    axis = _axis()


@registry.register("metric")
class BinaryIoU(_IoU):
    """How well the areas of yes and no are covered, for yes/no answers (from 0 to 1)."""

    num_classes = 2
    target_class_ids = _targets((0, 1))
    threshold = param(
        Float(low=0, high=1), 0.5, doc="A probability of at least this number counts as yes."
    )

    def _numbers(self, x: Any, sparse: bool) -> Any:
        return ops.cast(as_operand(x), "int32")

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        yes = ops.greater_equal(y_pred, self.threshold)
        super().update_state(y_true, yes, sample_weight, mask)


@registry.register("metric")
class MeanIoU(_IoU):
    """The mean over all classes of how well their areas are covered (from 0 to 1)."""

    num_classes = _classes()
    ignore_class = _ignored()
    sparse_y_true = _sparse("targets", True)
    sparse_y_pred = _sparse("predictions", True)
    axis = _axis()


@registry.register("metric")
class OneHotIoU(_IoU):
    """IoU for one-hot targets and a probability for each class."""

    sparse_y_true = False
    num_classes = _classes()
    target_class_ids = _targets()
    ignore_class = _ignored()
    sparse_y_pred = _sparse("predictions", False)
    axis = _axis()


@registry.register("metric")
class OneHotMeanIoU(_IoU):
    """MeanIoU for one-hot targets and a probability for each class."""

    sparse_y_true = False
    num_classes = _classes()
    ignore_class = _ignored()
    sparse_y_pred = _sparse("predictions", False)
    axis = _axis()
