"""Metrics over several batches against real Keras."""

import keras
import numpy as np
import pytest

from engine import metrics, ops

NAMES = [
    "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy",
    "MeanSquaredError", "MeanAbsoluteError",
]


def batch(name, rng, lead):
    if name == "SparseCategoricalAccuracy":
        return rng.integers(0, 4, lead), rng.random((*lead, 4)).astype(np.float32)
    if name == "CategoricalAccuracy":
        labels = np.eye(4, dtype=np.float32)[rng.integers(0, 4, lead)]
        return labels, rng.random((*lead, 4)).astype(np.float32)
    if name == "Accuracy":
        return rng.integers(0, 3, (*lead, 2)), rng.integers(0, 3, (*lead, 2))
    if name == "BinaryAccuracy":
        return rng.integers(0, 2, (*lead, 3)), rng.random((*lead, 3)).astype(np.float32)
    return (rng.normal(size=(*lead, 3)).astype(np.float32) for _ in range(2))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("steps", [(), (5,)])
@pytest.mark.parametrize("name", NAMES)
def test_several_updates(name, steps, weighted):
    rng = np.random.default_rng(8)
    mine, theirs = getattr(metrics, name)(), getattr(keras.metrics, name)()
    for _ in range(2):
        for size in (8, 8, 3):
            y, p = batch(name, rng, (size, *steps))
            weights = rng.random((size, *steps)).astype(np.float32) if weighted else None
            mine.update_state(y, p, sample_weight=weights)
            theirs.update_state(y, p, sample_weight=weights)
            assert float(mine.result()) == pytest.approx(float(theirs.result()), abs=1e-6)
        mine.reset_state()
        theirs.reset_state()
        assert float(mine.result()) == 0


@pytest.mark.parametrize("name", NAMES)
def test_weights_of_samples_with_time_steps(name):
    rng = np.random.default_rng(9)
    y, p = batch(name, rng, (8, 5))
    weights = rng.random(8).astype(np.float32)
    mine, theirs = getattr(metrics, name)(), getattr(keras.metrics, name)()
    assert float(mine(y, p, weights)) == pytest.approx(float(theirs(y, p, weights)), abs=1e-6)


def test_a_mask_leaves_positions_out():
    rng = np.random.default_rng(10)
    y, p = batch("SparseCategoricalAccuracy", rng, (8, 5))
    mask = rng.random((8, 5)) > 0.5
    theirs = keras.ops.convert_to_tensor(p)
    theirs._keras_mask = keras.ops.convert_to_tensor(mask)
    want = keras.metrics.SparseCategoricalAccuracy()(y, theirs)
    carried = ops.convert_to_tensor(p)
    carried._keras_mask = ops.convert_to_tensor(mask)
    assert float(metrics.SparseCategoricalAccuracy()(y, carried)) == pytest.approx(float(want))


@pytest.mark.parametrize("name", ["Mean", "Sum"])
def test_mean_and_sum(name):
    rng = np.random.default_rng(11)
    mine, theirs = getattr(metrics, name)(), getattr(keras.metrics, name)()
    for shape, weight in [((), None), ((4,), None), ((4,), (4,)), ((4, 3), None), ((4, 3), (4,)),
                          ((4, 3), (4, 3)), ((4, 3), (4, 1))]:
        values = rng.random(shape).astype(np.float32)
        weights = None if weight is None else rng.random(weight).astype(np.float32)
        mine.update_state(values, weights)
        theirs.update_state(values, weights)
        assert float(mine.result()) == pytest.approx(float(theirs.result()), rel=1e-6)


def test_binary_accuracy_threshold_is_exclusive():
    for threshold in (0.5, 0.3):
        mine = metrics.BinaryAccuracy(threshold=threshold)
        theirs = keras.metrics.BinaryAccuracy(threshold=threshold)
        y, p = [[1], [0], [1]], [[0.5], [0.3], [0.4]]
        assert float(mine(y, p)) == pytest.approx(float(theirs(y, p)))


@pytest.mark.parametrize(
    ("true", "pred"),
    [((8, 1), (8, 1)), ((8,), (8, 1)), ((8,), (8, 4)), ((8, 1), (8, 4)), ((8, 4), (8, 4)),
     ((8, 5), (8, 5, 4)), ((8, 5, 4), (8, 5, 4)), ((8, 5, 1), (8, 5, 1))],
)
def test_accuracy_is_chosen_by_shapes_as_keras_does(true, pred):
    chosen = keras.src.trainers.compile_utils.get_metric
    compiled = chosen("accuracy", np.zeros(true), np.zeros(pred))
    mine = metrics.resolve("accuracy", true, pred)
    assert type(mine).__name__ == type(compiled).__name__
    assert mine.name == compiled.name == "accuracy"
    assert metrics.resolve("acc", true, pred).name == "acc"


def test_wrapped_functions():
    rng = np.random.default_rng(12)
    y, p = (rng.random((8, 3)).astype(np.float32) for _ in range(2))
    mine = metrics.MeanMetricWrapper(metrics.mean_squared_error, name="error")
    theirs = keras.metrics.MeanMetricWrapper(keras.losses.mean_squared_error, name="error")
    assert float(mine(y, p)) == pytest.approx(float(theirs(y, p)), abs=1e-6)
    assert mine.get_config() == theirs.get_config()
    assert mine.direction == theirs._direction == "down"
    again = metrics.deserialize(metrics.serialize(mine))
    assert float(again(y, p)) == pytest.approx(float(theirs(y, p)), abs=1e-6)


@pytest.mark.parametrize("name", [*NAMES, "Mean", "Sum"])
def test_configuration_and_direction(name):
    mine, theirs = getattr(metrics, name)(), getattr(keras.metrics, name)()
    assert mine.get_config() == theirs.get_config()
    assert mine.direction == getattr(theirs, "_direction", None)
    assert metrics.deserialize(metrics.serialize(mine)).get_config() == theirs.get_config()


def test_golden(golden):
    table, at = golden["metrics"], golden["losses"]["inputs"]
    given = {
        "CategoricalAccuracy": ("yt", "yp"),
        "SparseCategoricalAccuracy": ("sparse", "yp"),
        "BinaryAccuracy(bt,bp)": ("bt", "bp"),
        "MeanSquaredError": ("rt", "rp"),
    }
    for key, want in table.items():
        name = key.split()[0]
        y, p = (at[k] for k in given[name])
        weights = at["sw"] if name != "MeanSquaredError" else [1.0, 2.0, 3.0]
        metric = getattr(metrics, name.split("(")[0])()
        got = float(metric(y, p, weights if key.endswith("sw") else None))
        assert got == pytest.approx(want, abs=1e-6), key
