"""Every loss with drawn arguments, shapes, weights, masks and reductions against real Keras.

LAYERLOOM_DRAWS=200 draws that many for each loss.
"""

import os
import warnings
import zlib

import jax
import keras
import numpy as np
import pytest

from engine import losses, ops, registry
from engine.tape import GradientTape

DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "2"))
REDUCTIONS = (
    "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", None, "none",
)
#: What each loss compares: numbers, yes and no, one-hot classes, class numbers, ...
KIND = {
    "MeanSquaredError": "numbers",
    "MeanAbsoluteError": "numbers",
    "MeanAbsolutePercentageError": "numbers",
    "MeanSquaredLogarithmicError": "counts",
    "Huber": "numbers",
    "LogCosh": "numbers",
    "CosineSimilarity": "numbers",
    "Poisson": "counts",
    "KLDivergence": "shares",
    "Hinge": "signs",
    "SquaredHinge": "signs",
    "CategoricalHinge": "one hot",
    "BinaryCrossentropy": "yes or no",
    "BinaryFocalCrossentropy": "yes or no",
    "CategoricalCrossentropy": "one hot",
    "CategoricalFocalCrossentropy": "one hot",
    "SparseCategoricalCrossentropy": "labels",
    "CategoricalGeneralizedCrossEntropy": "plain labels",
    "Dice": "yes or no",
    "Tversky": "yes or no",
    "Circle": "embeddings",
    "CTC": "texts",
}
#: Arguments and values drawn for them, beside reduction and name.
ARGUMENTS = {
    "from_logits": (True,),
    "label_smoothing": (0.1, 0.5),
    "axis": (-1, -2, 1),
    "gamma": (0.0, 0.5, 1.0, 3.0),
    "alpha": (0.1, 0.6),
    "beta": (0.3, 0.8),
    "apply_class_balancing": (True,),
    "ignore_class": (-1, 0, 2, 255),
    "delta": (0.1, 2.5),
    "margin": (0.1, 0.6),
    "remove_diagonal": (False,),
    "q": (0.05, 0.9),
}
ENTRIES = [entry for entry in registry.entries("loss") if hasattr(keras.losses, entry.name)]


def test_every_loss_has_a_case():
    assert {entry.name for entry in registry.entries("loss")} == set(KIND)
    for entry in ENTRIES:
        own = set(entry.target.params) - {"reduction", "name", "dtype"}
        assert own <= set(ARGUMENTS), entry.name


def drawn(rng, entry):
    options = {
        name: values[rng.integers(len(values))]
        for name, values in ARGUMENTS.items()
        if name in entry.target.params and rng.random() < 0.4
    }
    options["reduction"] = REDUCTIONS[rng.integers(len(REDUCTIONS))]
    return options


def data(rng, kind, options):
    """Targets of any fitting type, and predictions; sometimes a last axis of 1 is missing."""
    lead = (6, 3)[: 1 + rng.integers(2)]  # few shapes: Keras compiles each anew
    if kind == "embeddings":
        p = rng.normal(size=(6, 4))
        return rng.integers(0, 3, 6), (p / np.linalg.norm(p, axis=-1, keepdims=True))
    if kind == "texts":
        y = rng.integers(1, 4, (6, 3)) * (np.arange(3) < rng.integers(0, 4, (6, 1)))
        return y, rng.normal(size=(6, 8, 4)) * rng.choice([0.5, 4.0])
    shape = (*lead, 4 if kind not in ("numbers", "yes or no") else int(rng.choice([1, 4])))
    p = rng.random(shape) * 0.98 + 0.01
    if options.get("from_logits") or kind in ("numbers", "signs"):
        p = rng.normal(size=shape) * rng.choice([0.5, 4.0])
    if kind.endswith("labels"):
        return labels(rng, kind, shape, options), p
    y = {
        "numbers": lambda: rng.normal(size=shape) * rng.choice([0.3, 10.0]),
        "counts": lambda: rng.integers(0, 5, shape),
        "shares": lambda: rng.random(shape),
        "signs": lambda: rng.integers(0, 2, shape) * 2 - 1,
        "yes or no": lambda: rng.integers(0, 2, shape),
        "one hot": lambda: np.eye(4)[rng.integers(0, 4, lead)],
    }[kind]()
    if kind not in ("numbers", "shares"):
        y = y.astype(("float32", "int32", "float64")[rng.integers(3)])
    if shape[-1] == 1 and rng.random() < 0.4 and "axis" not in options:
        return (y[..., 0], p) if rng.random() < 0.5 else (y, p[..., 0])
    return y, p


def labels(rng, kind, shape, options):
    axis = options.get("axis", -1) % len(shape)
    if axis == 0:
        axis, options["axis"] = len(shape) - 1, -1
    y = rng.integers(0, shape[axis], shape[:axis] + shape[axis + 1 :])
    if "ignore_class" in options:
        y = np.where(rng.random(y.shape) < 0.3, options["ignore_class"], y)
    if kind == "labels" and rng.random() < 0.3:
        y = np.expand_dims(y, axis)
    return y.astype(("int64", "int32", "float32")[rng.integers(3)])


def weighting(rng, shape):
    """Weights and a mask that fit losses of a shape, either may be None."""
    weight = mask = None
    if rng.random() < 0.5:
        of = (shape, shape[:1] if len(shape) == 1 else shape, (*shape[:1], 1), ())
        found = of[rng.integers(4)] if len(shape) in (1, 2) else of[0]
        weight = (rng.random(found) * 2).astype(np.float32)
    if shape and rng.random() < 0.3:
        mask = rng.random(shape) < 0.6
    return weight, mask


def masked(tensor, mask, convert):
    if mask is not None:
        tensor._keras_mask = convert(mask)
    return tensor


def close(got, want, what):
    want = np.asarray(want)
    scale = 1e-6 * max(1.0, np.abs(want).max(initial=0))
    np.testing.assert_allclose(np.asarray(got), want, rtol=2e-5, atol=scale, err_msg=str(what))


def gradient_of(loss, y, p, weight):
    given = ops.convert_to_tensor(p)
    with GradientTape() as tape:
        tape.watch(given)
        total = ops.sum(loss(y, given, weight))
    return tape.gradient(total, given)


@pytest.mark.filterwarnings("ignore")  # of single classes; and of Keras's own making
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_drawn_losses(entry):
    compared = 0
    for draw in range(DRAWS):
        rng = np.random.default_rng([zlib.crc32(entry.name.encode()), draw])
        options = drawn(rng, entry)
        y, p = data(rng, KIND[entry.name], options)
        p = p.astype(np.float32)
        theirs = getattr(keras.losses, entry.name)(**options)
        mine = entry.target(**options)
        try:
            plain = getattr(keras.losses, entry.name)(**{**options, "reduction": None})(y, p)
        except (ValueError, IndexError):
            continue  # an axis that these shapes do not have
        weight, mask = weighting(rng, tuple(plain.shape))
        what = (draw, options, y.shape, p.shape, np.shape(weight), np.shape(mask))
        to, own = keras.ops.convert_to_tensor, ops.convert_to_tensor
        want = theirs(y, masked(to(p), mask, to), weight)
        got = mine(y, masked(own(p), mask, own), weight)
        assert tuple(got.shape) == tuple(want.shape), what
        close(got, want, what)
        if mask is None and draw % 2 == 0:
            their_sum = jax.grad(lambda x: keras.ops.sum(theirs(y, x, weight)))  # noqa: B023
            close(gradient_of(mine, y, p, weight), their_sum(p), what)
        compared += 1
    assert compared


@pytest.mark.parametrize("fn", [lambda y, p: ops.mean(ops.square(y - p), axis=-1)])
def test_a_function_of_ones_own_gets_targets_of_the_predictions_rank(fn):
    rng = np.random.default_rng(2)
    y, p = rng.normal(size=5), rng.normal(size=(5, 1)).astype(np.float32)
    wrapped = losses.LossFunctionWrapper(fn)
    want = keras.losses.MeanSquaredError()(y, p)
    close(wrapped(y, p), want, "wrapped")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        close(losses.resolve(fn, y.shape, p.shape)(y, p), want, "resolved")
