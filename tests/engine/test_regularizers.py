"""Penalties and rules on weights against Keras."""

import keras
import numpy as np
import pytest

from engine import constraints, ops, regularizers
from engine.tape import GradientTape

W = np.random.default_rng(0).normal(size=(3, 4, 5)).astype(np.float32) * 2


@pytest.mark.parametrize(
    ("name", "options"),
    [("L1", {}), ("L2", {}), ("L1", {"l1": 0.3}), ("L2", {"l2": 0.3}), ("L1L2", {}),
     ("L1L2", {"l1": 0.2}), ("L1L2", {"l2": 0.2}), ("L1L2", {"l1": 0.1, "l2": 0.2})],
)
def test_penalties(name, options):
    mine, theirs = (getattr(m, name)(**options) for m in (regularizers, keras.regularizers))
    assert float(mine(W)) == pytest.approx(float(theirs(W)), rel=1e-5)
    assert mine.get_config() == pytest.approx(theirs.get_config())
    again = regularizers.get(regularizers.serialize(mine))
    assert float(again(W)) == float(mine(W))


@pytest.mark.parametrize("options", [{}, {"factor": 0.3, "mode": "columns"}])
def test_right_angles(options):
    mine, theirs = (
        m.OrthogonalRegularizer(**options) for m in (regularizers, keras.regularizers)
    )
    given = keras.ops.convert_to_tensor(W[0])
    assert float(mine(W[0])) == pytest.approx(float(theirs(given)), rel=1e-5)
    assert mine.get_config() == pytest.approx(theirs.get_config())
    assert float(mine(np.eye(4, dtype="f"))) == 0
    assert isinstance(
        regularizers.get("orthogonal_regularizer"), regularizers.OrthogonalRegularizer
    )
    with pytest.raises(ValueError, match=r"\(3, 4, 5\)"):
        mine(W)


def test_a_penalty_has_a_gradient():
    w = ops.convert_to_tensor(W)
    with GradientTape() as tape:
        tape.watch(w)
        penalty = regularizers.L1L2(0.1, 0.2)(w)
    np.testing.assert_allclose(
        tape.gradient(penalty, w).numpy(), 0.1 * np.sign(W) + 0.4 * W, rtol=1e-5
    )


@pytest.mark.parametrize(("name", "kind"), [("l1", "L1"), ("l2", "L2"), ("l1_l2", "L1L2")])
def test_penalties_by_name(name, kind):
    want = getattr(keras.regularizers, kind)().get_config()
    for given in (name, kind):
        assert regularizers.get(given).get_config() == pytest.approx(want)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("MaxNorm", {}), ("MaxNorm", {"max_value": 0.5, "axis": [0, 1]}), ("UnitNorm", {}),
        ("UnitNorm", {"axis": [0, 1, 2]}), ("NonNeg", {}), ("MinMaxNorm", {}),
        ("MinMaxNorm", {"min_value": 0.5, "max_value": 0.8, "rate": 0.3, "axis": 1}),
    ],
)
def test_constraints(name, options):
    mine, theirs = (getattr(m, name)(**options) for m in (constraints, keras.constraints))
    np.testing.assert_allclose(mine(W).numpy(), theirs(W), rtol=1e-5, atol=1e-7)
    assert mine.get_config() == theirs.get_config()
    again = constraints.get(constraints.serialize(mine))
    np.testing.assert_array_equal(again(W).numpy(), mine(W).numpy())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: regularizers.L2(-1), "at least 0"),
        (lambda: constraints.MinMaxNorm(2.0, 1.0), "min_value"),
        (lambda: constraints.get("max_nrom"), "MaxNorm"),
    ],
)
def test_mistakes_are_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()
