"""Metrics of one's own, names, directions, and metrics inside a compiled step."""

import numpy as np
import pytest

from engine import losses, metrics, ops
from engine.graph import trace
from engine.metrics import Metric
from engine.plan import Plan
from engine.tensor import Spec


class Share(Metric):
    """Share of the predictions above a limit, written as Keras's guide does."""

    def __init__(self, limit=0.5, name="share", **kwargs):
        super().__init__(name=name, **kwargs)
        self.limit = limit
        self.hits = self.add_weight(name="hits", initializer="zeros")
        self.all = self.add_weight("all")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.hits.assign_add(ops.sum(ops.cast(ops.greater(y_pred, self.limit), "float32")))
        self.all.assign_add(float(np.prod(y_pred.shape)))

    def result(self):
        return self.hits / self.all


def test_a_metric_of_ones_own():
    metric = Share(0.3)
    metric.update_state(None, ops.convert_to_tensor([0.1, 0.4, 0.9]))
    assert float(metric.result()) == pytest.approx(2 / 3)
    assert [v.name for v in metric.variables] == ["hits", "all"]
    assert [v.path for v in metric.variables] == ["share/hits", "share/all"]
    metric.reset_state()
    assert [float(v) for v in metric.variables] == [0, 0]
    assert metric.dtype == "float32"
    assert metric.direction is None


@pytest.mark.parametrize("metric", [metrics.BinaryAccuracy(), metrics.Sum(), metrics.Mean()])
def test_a_compiled_step_collects_like_an_eager_one(metric):
    rng = np.random.default_rng(0)
    batches = [rng.integers(0, 2, (2, 4, 3)).astype(np.float32) for _ in range(3)]
    binary = isinstance(metric, metrics.BinaryAccuracy)

    def step(y, p):
        return metric(y, p) if binary else metric(p)

    plan = Plan(trace(step, [Spec((4, 3), "float32")] * 2))
    metric.reset_state()
    traced = []
    for pair in batches:
        for buffer, values in zip(plan.inputs, pair, strict=True):
            buffer[...] = values
        plan.run()
        traced.append(float(plan.outputs[0]))
    metric.reset_state()
    assert traced == [float(step(*pair)) for pair in batches]


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("accuracy", "up"), ("acc", "up"), ("binary_accuracy", "up"), ("mse", "down"),
        ("MeanAbsoluteError", "down"), ("binary_crossentropy", "down"), ("mean", None),
        ("unheard_of", None),
    ],
)
def test_directions_by_name(name, direction):
    assert metrics.direction_of(name) == direction


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("mse", "MeanSquaredError", "mse"),
        ("MeanSquaredError", "MeanSquaredError", "MeanSquaredError"),
        ("binary_crossentropy", "BinaryCrossentropy", "binary_crossentropy"),
        ("ce", "CategoricalCrossentropy", "ce"),
        (losses.mean_squared_error, "MeanMetricWrapper", "mean_squared_error"),
        (metrics.Accuracy, "Accuracy", "accuracy"),
        (metrics.BinaryAccuracy(name="mine"), "BinaryAccuracy", "mine"),
        ({"class_name": "BinaryAccuracy", "config": {"threshold": 0.3}}, "BinaryAccuracy",
         "binary_accuracy"),
        ({"class_name": "MeanMetricWrapper",
          "config": {"name": "accuracy", "dtype": "float32", "fn": "binary_accuracy"}},
         "MeanMetricWrapper", "accuracy"),
    ],
)
def test_what_compile_is_given_becomes_a_metric(given, kind, name):
    metric = metrics.resolve(given, (4, 3), (4, 3))
    assert type(metric).__name__ == kind
    assert metric.name == name


@pytest.mark.parametrize("given", ["acuracy", 3, None])
def test_what_is_no_metric_is_refused(given):
    with pytest.raises(ValueError, match="metric"):
        metrics.resolve(given, (4, 3), (4, 3))


def test_shapes_that_differ_are_named():
    with pytest.raises(ValueError, match=r"\(4, 3\).*\(4, 2\)"):
        metrics.BinaryAccuracy()(np.zeros((4, 3)), np.zeros((4, 2)))


def test_functions_in_files():
    def own(y_true, y_pred):
        return y_true - y_pred

    known = metrics.deserialize(metrics.serialize(metrics.binary_accuracy))
    assert known.name == "binary_accuracy"
    assert known.direction == "up"
    for written in (metrics.serialize(own), metrics.serialize(metrics.MeanMetricWrapper(own))):
        with pytest.raises(ValueError, match="'own'.*compile=False"):
            metrics.deserialize(written)
