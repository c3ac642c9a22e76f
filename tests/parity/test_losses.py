"""Losses, their reductions, weights and masks against real Keras."""

import jax
import keras
import numpy as np
import pytest

from engine import losses, ops
from engine.tape import GradientTape
from engine.tensor import Tensor

REDUCTIONS = ["sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", None]


def close(got, want, tolerance=1e-6):
    np.testing.assert_allclose(np.asarray(got), np.asarray(want), rtol=tolerance, atol=tolerance)


def probabilities(rng, *shape):
    p = rng.random(shape).astype(np.float32) + 0.05
    return p / p.sum(-1, keepdims=True)


def case(name, rng, steps=()):
    """Targets and predictions that suit a loss; ``steps`` are axes behind the batch."""
    lead = (6, *steps)
    if name == "SparseCategoricalCrossentropy":
        return rng.integers(0, 4, lead), probabilities(rng, *lead, 4)
    if name == "CategoricalCrossentropy":
        return np.eye(4, dtype=np.float32)[rng.integers(0, 4, lead)], probabilities(rng, *lead, 4)
    if name == "BinaryCrossentropy":
        return rng.integers(0, 2, (*lead, 3)), rng.random((*lead, 3)).astype(np.float32)
    return (rng.normal(size=(*lead, 3)).astype(np.float32) for _ in range(2))


OPTIONS = [
    ("MeanSquaredError", {}),
    ("MeanAbsoluteError", {}),
    ("BinaryCrossentropy", {}),
    ("BinaryCrossentropy", {"from_logits": True}),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}),
    ("BinaryCrossentropy", {"axis": 0}),
    ("CategoricalCrossentropy", {}),
    ("CategoricalCrossentropy", {"from_logits": True}),
    ("CategoricalCrossentropy", {"label_smoothing": 0.2}),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.2}),
    ("SparseCategoricalCrossentropy", {}),
    ("SparseCategoricalCrossentropy", {"from_logits": True}),
    ("SparseCategoricalCrossentropy", {"ignore_class": 2}),
    ("SparseCategoricalCrossentropy", {"ignore_class": 2, "from_logits": True}),
]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_every_reduction_with_and_without_weights(name, options, reduction):
    rng = np.random.default_rng(3)
    for steps in ((), (5,)):
        y, p = case(name, rng, steps)
        mine = getattr(losses, name)(reduction=reduction, **options)
        theirs = getattr(keras.losses, name)(reduction=reduction, **options)
        close(mine(y, p), theirs(y, p))
        if options.get("axis") == 0:
            continue
        weights = rng.random((6, *steps)).astype(np.float32)
        close(mine(y, p, weights), theirs(y, p, weights))


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_masks_and_weights_together(reduction):
    rng = np.random.default_rng(4)
    y, p = case("CategoricalCrossentropy", rng, (5,))
    mask = rng.random((6, 5)) > 0.4
    weights = rng.random((6, 5)).astype(np.float32)
    for given in (None, weights):
        theirs = keras.ops.convert_to_tensor(p)
        theirs._keras_mask = keras.ops.convert_to_tensor(mask)
        want = keras.losses.CategoricalCrossentropy(reduction=reduction)(y, theirs, given)
        mine = losses.CategoricalCrossentropy(reduction=reduction)
        close(mine(y, p, given, mask=mask), want)
        carried = ops.convert_to_tensor(p)
        carried._keras_mask = ops.convert_to_tensor(mask)
        close(mine(y, carried, given), want)


def test_all_positions_masked_give_zero():
    loss = losses.MeanSquaredError()(np.ones((2, 3, 1)), np.zeros((2, 3, 1)), mask=np.zeros((2, 3)))
    assert float(loss) == 0


def test_weights_of_samples_hold_for_all_their_time_steps():
    y, p = np.zeros((2, 2, 1), np.float32), np.ones((2, 2, 1), np.float32)
    p[1] = 2
    loss = losses.MeanSquaredError()
    # (1 + 1) * 1 + (4 + 4) * 3, over 4 losses
    assert float(loss(y, p, np.array([1.0, 3.0]))) == pytest.approx(26 / 4)
    weighted = losses.MeanSquaredError(reduction="mean_with_sample_weight")
    assert float(weighted(y, p, np.array([1.0, 3.0]))) == pytest.approx(26 / 8)


@pytest.mark.parametrize(("true", "pred"), [((6,), (6, 1)), ((6, 1), (6,)), ((6, 5, 1), (6, 5))])
@pytest.mark.parametrize("name", ["MeanSquaredError", "MeanAbsoluteError", "BinaryCrossentropy"])
def test_a_last_axis_of_one_is_matched(name, true, pred):
    rng = np.random.default_rng(5)
    y = rng.integers(0, 2, true).astype(np.float32)
    p = rng.random(pred).astype(np.float32)
    if name == "BinaryCrossentropy" and len(true) != len(pred) and len(true) == 3:
        y = y[..., 0]
    close(getattr(losses, name)()(y, p), getattr(keras.losses, name)()(y, p))


def test_sparse_labels_of_any_number_type_and_with_a_last_axis():
    rng = np.random.default_rng(6)
    y, p = case("SparseCategoricalCrossentropy", rng)
    want = keras.losses.SparseCategoricalCrossentropy()(y, p)
    for labels in (y.astype(np.int32), y.astype(np.uint8), y.astype(np.float32), y[:, None]):
        close(losses.SparseCategoricalCrossentropy()(labels, p), want)


def test_sparse_over_another_axis():
    rng = np.random.default_rng(7)
    p = np.moveaxis(probabilities(rng, 3, 5, 4), -1, 1)
    y = rng.integers(0, 4, (3, 5))
    want = losses.SparseCategoricalCrossentropy()(y, np.moveaxis(p, 1, -1))
    close(losses.SparseCategoricalCrossentropy(axis=1)(y, p), want)


def test_golden(golden):
    table = golden["losses"]
    at = {k: np.array(v) for k, v in table["inputs"].items()}
    weights = {"sw": at["sw"]}
    cce, scce, bce = (
        losses.CategoricalCrossentropy,
        losses.SparseCategoricalCrossentropy,
        losses.BinaryCrossentropy,
    )
    for key, want in table.items():
        words = key.split()
        weight = weights.get(words[-1])
        if key == "inputs":
            continue
        if words[0].startswith("Mean"):
            weight = None if weight is None else np.array([1.0, 2.0, 3.0])
            close(getattr(losses, words[0])()(at["rt"], at["rp"], weight), want)
        elif words[0] == "bce":
            options = {"label_smoothing": 0.1} if "smoothing" in words else {}
            options |= {"from_logits": True} if "from_logits" in words else {}
            y, p = (at["yt"], at["yp"]) if "on" in words else (at["bt"], at["bp"])
            close(bce(**options)(y, p), want)
        elif words[0] == "scce":
            options = {"ignore_class": 2} if len(words) > 1 else {}
            close(scce(**options)(at["sparse"], at["yp"]), want)
        elif words[1] in ("smoothing", "from_logits"):
            options = {"smoothing": {"label_smoothing": 0.1}, "from_logits": {"from_logits": True}}
            close(cce(**options[words[1]])(at["yt"], at["yp"]), want)
        else:
            close(cce(reduction=words[1])(at["yt"], at["yp"], weight), want)


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_configuration_is_keras_own(name, options):
    mine = getattr(losses, name)(**options)
    assert mine.get_config() == getattr(keras.losses, name)(**options).get_config()
    again = losses.deserialize(losses.serialize(mine))
    assert type(again) is type(mine)
    assert again.get_config() == mine.get_config()
    restored = keras.losses.deserialize(losses.serialize(mine))
    assert restored.get_config() == mine.get_config()


@pytest.mark.parametrize("name", ["mse", "MSE", "mae", "bce", "categorical_crossentropy"])
def test_names_of_functions_give_functions(name):
    assert losses.get(name).__name__ == keras.losses.get(name).__name__


def test_the_result_is_a_scalar_tensor():
    loss = losses.MeanSquaredError()([[1.0]], [[3.0]])
    assert isinstance(loss, Tensor)
    assert loss.shape == ()
    assert float(loss) == 4


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_gradients(name, options):
    rng = np.random.default_rng(14)
    y, p = case(name, rng)
    weights = rng.random(6).astype(np.float32) if options.get("axis") != 0 else None
    theirs = getattr(keras.losses, name)(**options)
    want = jax.grad(lambda given: theirs(y, given, weights))(p)
    given = ops.convert_to_tensor(p)
    with GradientTape() as tape:
        tape.watch(given)
        loss = getattr(losses, name)(**options)(y, given, weights)
    close(tape.gradient(loss, given), want)


@pytest.mark.parametrize(
    ("name", "activation"),
    [("CategoricalCrossentropy", "softmax"), ("SparseCategoricalCrossentropy", "softmax"),
     ("BinaryCrossentropy", "sigmoid")],
)
def test_a_recorded_activation_does_not_saturate(name, activation):
    rng = np.random.default_rng(15)
    y, _ = case(name, rng)
    scores = (rng.normal(size=(6, 3 if activation == "sigmoid" else 4)) * 100).astype(np.float32)
    theirs = getattr(keras.losses, name)(from_logits=True)
    want = jax.value_and_grad(lambda z: theirs(y, z))(scores)
    given = ops.convert_to_tensor(scores)
    with GradientTape() as tape:
        tape.watch(given)
        loss = getattr(losses, name)()(y, getattr(ops, activation)(given))
    close(loss, want[0], 1e-5)
    close(tape.gradient(loss, given), want[1])


def test_yes_no_loss_of_a_softmax_takes_its_probabilities():
    scores = ops.convert_to_tensor(np.array([[1.0, 2.0], [3.0, -1.0]], np.float32))
    y = np.array([[0.0, 1.0], [0.0, 1.0]], np.float32)
    with GradientTape() as tape:
        tape.watch(scores)
        p = ops.softmax(scores)
        loss = losses.BinaryCrossentropy()(y, p)
    close(loss, keras.losses.BinaryCrossentropy()(y, p.numpy()))
