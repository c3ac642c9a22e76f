"""The rarer losses against real Keras: values, gradients, weights, reductions and files."""

import json

import jax
import keras
import numpy as np
import pytest

from engine import losses, ops
from engine.graph import trace
from engine.plan import Plan
from engine.tape import GradientTape
from engine.tensor import Spec

OPTIONS = [
    ("MeanAbsolutePercentageError", {}),
    ("MeanSquaredLogarithmicError", {}),
    ("Huber", {}),
    ("Huber", {"delta": 0.3}),
    ("LogCosh", {}),
    ("Poisson", {}),
    ("Hinge", {}),
    ("SquaredHinge", {}),
    ("CategoricalHinge", {}),
    ("CosineSimilarity", {}),
    ("CosineSimilarity", {"axis": 1}),
    ("KLDivergence", {}),
    ("BinaryFocalCrossentropy", {}),
    ("BinaryFocalCrossentropy", {"apply_class_balancing": True, "gamma": 3.0, "alpha": 0.4}),
    ("BinaryFocalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}),
    ("BinaryFocalCrossentropy", {"gamma": 0.0, "axis": 0}),
    ("CategoricalFocalCrossentropy", {}),
    ("CategoricalFocalCrossentropy", {"from_logits": True, "label_smoothing": 0.1, "gamma": 1.0}),
    ("CategoricalGeneralizedCrossEntropy", {}),
    ("CategoricalGeneralizedCrossEntropy", {"q": 0.8}),
    ("Dice", {}),
    ("Dice", {"axis": (1, 2)}),
    ("Tversky", {"alpha": 0.3, "beta": 0.8}),
    ("Tversky", {"axis": -1}),
    ("Circle", {}),
    ("Circle", {"gamma": 10.0, "margin": 0.2, "remove_diagonal": False}),
]
SPARSE = ("CategoricalGeneralizedCrossEntropy", "Circle")
ONE_HOT = ("CategoricalHinge", "CategoricalFocalCrossentropy", "KLDivergence")
YES_NO = ("BinaryFocalCrossentropy", "Hinge", "SquaredHinge", "Dice", "Tversky")


def close(got, want, tolerance=2e-6):
    np.testing.assert_allclose(np.asarray(got), np.asarray(want), rtol=tolerance, atol=tolerance)


def case(name, rng, lead):
    """Targets and predictions that suit a loss."""
    p = rng.random((*lead, 4)).astype(np.float32) * 0.9 + 0.05
    if name in SPARSE:
        p = p - 0.5 if name == "Circle" else p
        return rng.integers(0, 3, lead), p / np.linalg.norm(p, axis=-1, keepdims=True)
    if name in ONE_HOT:
        return np.eye(4, dtype=np.float32)[rng.integers(0, 4, lead)], p
    if name in YES_NO:
        return rng.integers(0, 2, (*lead, 4)).astype(np.float32), p
    return rng.normal(size=(*lead, 4)).astype(np.float32), p


def lead_of(name):
    return (8,) if name == "Circle" else (6, 5)


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_values_and_gradients(name, options):
    rng = np.random.default_rng(3)
    theirs = getattr(keras.losses, name)(**options)
    mine = getattr(losses, name)(**options)
    y, p = case(name, rng, lead_of(name))
    want = jax.value_and_grad(lambda given: theirs(y, given))(p)
    given = ops.convert_to_tensor(p)
    with GradientTape() as tape:
        tape.watch(given)
        loss = mine(y, given)
    close(loss, want[0])
    close(tape.gradient(loss, given), want[1], 1e-5)


@pytest.mark.parametrize(("name", "options"), [c for c in OPTIONS if "axis" not in c[1]])
def test_weights_and_reductions(name, options):
    rng = np.random.default_rng(4)
    y, p = case(name, rng, (6,))
    weights = rng.random(6).astype(np.float32)
    for reduction in ("sum_over_batch_size", "mean_with_sample_weight", None):
        mine = getattr(losses, name)(reduction=reduction, **options)
        theirs = getattr(keras.losses, name)(reduction=reduction, **options)
        close(mine(y, p, weights), theirs(y, p, weights))


def test_hinge_keeps_labels_that_are_not_all_zero_or_one():
    y, p = np.array([[0.0, -1.0, 1.0]]), np.array([[0.3, 0.6, -0.2]], np.float32)
    for name in ("Hinge", "SquaredHinge"):
        for labels in (y, np.abs(y), 2 * np.abs(y) - 1):
            close(getattr(losses, name)()(labels, p), getattr(keras.losses, name)()(labels, p))


def test_a_traced_loss_is_the_eager_one():
    rng = np.random.default_rng(5)
    for name, options in OPTIONS:
        y, p = case(name, rng, lead_of(name))
        loss = getattr(losses, name)(**options)
        plan = Plan(trace(loss, [Spec(y.shape, y.dtype.name), Spec(p.shape, "float32")]))
        np.copyto(plan.inputs[0], y)
        np.copyto(plan.inputs[1], p)
        plan.run()
        close(plan.outputs[0], loss(y, p))


def test_vectors_of_zeros_have_a_gradient():
    given = ops.convert_to_tensor(np.zeros((2, 3), np.float32))
    with GradientTape() as tape:
        tape.watch(given)
        loss = losses.CosineSimilarity()(np.ones((2, 3)), given)
    assert float(loss) == 0
    assert np.isfinite(tape.gradient(loss, given).numpy()).all()


def test_circle_without_partners_is_left_out():
    rng = np.random.default_rng(6)
    _, p = case("Circle", rng, (4,))
    for y in (np.array([0, 1, 2, 3]), np.array([0, 0, 1, 2]), np.array([1, 1, 1, 1])):
        given = ops.convert_to_tensor(p)
        with GradientTape() as tape:
            tape.watch(given)
            loss = losses.Circle()(y[:, None], given)
        close(loss, keras.losses.Circle()(y, p))
        assert np.isfinite(tape.gradient(loss, given).numpy()).all()


def test_circle_compares_with_other_embeddings():
    rng = np.random.default_rng(7)
    y, p = case("Circle", rng, (5,))
    refs, there = case("Circle", rng, (7,))
    given = {"ref_labels": refs, "ref_embeddings": there, "remove_diagonal": False}
    close(losses.circle(y, p, **given), keras.losses.circle(y, p, **given))


def test_golden(golden):
    at = {k: np.array(v) for k, v in golden["losses"]["inputs"].items()}
    named = {
        "binary_focal": (losses.BinaryFocalCrossentropy, "bt", "bp", {}),
        "binary_focal balanced": (
            losses.BinaryFocalCrossentropy, "bt", "bp", {"apply_class_balancing": True},
        ),
        "cat_focal": (losses.CategoricalFocalCrossentropy, "yt", "yp", {}),
        "GCE q=.5": (losses.CategoricalGeneralizedCrossEntropy, "sparse", "yp", {}),
        "Tversky a=.3 b=.7": (losses.Tversky, "yt", "yp", {"alpha": 0.3, "beta": 0.7}),
    }
    classes = ("KLDivergence", "CategoricalHinge", "Hinge", "SquaredHinge", "Dice", "Tversky")
    for key, want in golden["more_losses"].items():
        name = key.split()[0]
        y, p = ("yt", "yp") if name in classes else ("rt", "rp")
        made, y, p, options = named.get(key) or (getattr(losses, name), y, p, {})
        weight = np.array([1.0, 2.0, 3.0]) if key.endswith("sw") else None
        got = made(**options)(at[y], at[p], weight)
        np.testing.assert_allclose(float(got), want, rtol=2e-6, atol=1e-6, err_msg=key)


@pytest.mark.parametrize(("name", "options"), OPTIONS)
def test_configuration_is_keras_own(name, options):
    mine, theirs = getattr(losses, name)(**options), getattr(keras.losses, name)(**options)
    again = losses.deserialize(losses.serialize(mine))
    assert again.get_config() == mine.get_config()
    restored = keras.saving.deserialize_keras_object(losses.serialize(mine))
    plain = json.loads(json.dumps(theirs.get_config()))  # files know no tuples
    assert json.loads(json.dumps(restored.get_config())) == plain
    extra = set(mine.get_config()) - set(theirs.get_config())
    assert extra <= set(options)  # Keras forgets Huber's delta and CosineSimilarity's axis


@pytest.mark.parametrize(
    "name",
    ["mape", "MSLE", "kld", "KLD", "huber", "log_cosh", "dice", "circle", "squared_hinge",
     "categorical_focal_crossentropy", "poisson"],
)
def test_names_of_functions_give_functions(name):
    assert losses.get(name).__name__ == keras.losses.get(name).__name__


@pytest.mark.parametrize(
    ("name", "function"),
    [("logcosh", "log_cosh"), ("huber_loss", "huber"), ("cosine_proximity", "cosine_similarity"),
     ("kullback_leibler_divergence", "kl_divergence")],
)
def test_older_names_are_known(name, function):
    assert losses.get(name).__name__ == function
    assert losses.resolve(name, (4, 3), (4, 3)) is not None


def test_labels_of_the_generalized_cross_entropy_are_checked():
    loss = losses.CategoricalGeneralizedCrossEntropy()
    with pytest.raises(ValueError, match="the label 3"):
        loss(np.array([0, 3]), np.full((2, 3), 1 / 3))
    y, p = np.array([[1], [2]]), np.full((2, 3), 1 / 3, np.float32)
    close(loss(y, p), loss(y[:, 0], p))
