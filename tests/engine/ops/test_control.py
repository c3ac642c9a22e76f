"""Control flow in a compiled step, gradients of one's own, and what errors say."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine import ops
from engine.graph import trace
from engine.tape import GradientTape
from engine.tensor import Spec, TraceError, Variable


def test_a_gradient_of_ones_own_replaces_the_derivative() -> None:
    @ops.custom_gradient
    def clipped(x):
        return ops.square(x), lambda upstream: ops.clip(upstream * 2.0 * x, -1.0, 1.0)

    x = Variable(np.array([0.2, 3.0], "float32"))
    with GradientTape() as tape:
        y = clipped(x)
    np.testing.assert_allclose(y.numpy(), [0.04, 9.0], rtol=1e-6)
    np.testing.assert_allclose(tape.gradient(y, x).numpy(), [0.4, 1.0], rtol=1e-6)


def test_a_scan_is_differentiated_through_all_its_steps() -> None:
    x = Variable(np.array([2.0, 3.0, 4.0], "float32"))
    with GradientTape() as tape:
        last, _ = ops.scan(lambda c, v: (c * v, c), np.float32(1.0), x)
    np.testing.assert_allclose(tape.gradient(last, x).numpy(), [12.0, 8.0, 6.0])


def test_layers_with_control_flow_train_compiled() -> None:
    class Gate(engine.Layer):
        def call(self, x):
            return ops.cond(ops.mean(x) > 0.0, lambda: ops.sort(x, axis=-1), lambda: x * 0.5)

    model = engine.Sequential([engine.Input((4,)), engine.layers.Dense(4), Gate()])
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
    history = model.fit(x, x, epochs=3, verbose=0).history["loss"]
    assert history[-1] < history[0]


def test_a_loop_that_depends_on_values_says_what_to_do_instead() -> None:
    def halve(x):
        return ops.while_loop(lambda v: ops.sum(v) > 1.0, lambda v: v * 0.5, x)

    with pytest.raises(TraceError, match="fori_loop with fixed bounds"):
        trace(halve, [Spec((3,), "float32")])


def test_elastic_pictures_move_pixels_and_repeat_with_a_seed() -> None:
    picture = np.zeros((2, 20, 20, 1), "float32")
    picture[:, 5:15, 5:15] = 1.0
    first, again, other = (
        ops.image.elastic_transform(picture, alpha=30.0, sigma=2.0, seed=seed).numpy()
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.1
    assert first.min() >= 0.0 and first.max() <= 1.0
    assert np.abs(first - picture).max() > 0.5
    even = ops.image.elastic_transform(np.full((8, 8, 3), 0.25, "float32"), seed=1).numpy()
    np.testing.assert_allclose(even, 0.25, rtol=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: ops.add(x, np.ones((2, 5))), r"\(3, 4\) and \(2, 5\)"),
        (lambda x: ops.sort(x, axis=2), "axis 2 does not exist in a shape of rank 2"),
        (lambda x: ops.take(x, 9, axis=1), r"index 9 is outside axis 1 of the shape \(3, 4\)"),
        (lambda x: ops.bitwise_and(x, x), "bits are those of whole numbers, got float"),
        (lambda x: ops.inv(x), r"square matrices .* got the shape \(3, 4\)"),
        (lambda x: ops.inv(np.zeros((2, 2))), "the matrix has no inverse"),
        (lambda x: ops.cholesky(-np.eye(2)), "not positive definite"),
        (lambda x: ops.solve(np.eye(2), x), r"\(2, 2\) and \(3, 4\)"),
        (lambda x: ops.split(x, 3, axis=1), "cannot be cut into 3 equal parts"),
        (lambda x: ops.quantile(x, 0.5, method="middle"), "method must be one of linear"),
        (lambda x: ops.top_k(x, 5), "5 elements cannot be taken"),
        (lambda x: ops.scatter_update(x, [[0, 0]], [1.0], "avg"), "reduction must be None or"),
        (lambda x: ops.conv(x, x), "signals, images or volumes"),
        (lambda x: ops.tensordot(x, x, 1), r"\(3, 4\) and \(3, 4\)"),
        (lambda x: ops.rearrange(x, "a b -> b c"), "must name the same axes"),
        (lambda x: ops.cast(x, "float23"), "float23"),
    ],
)
def test_errors_name_what_was_given(call, message: str) -> None:
    with pytest.raises((ValueError, TypeError, IndexError), match=message):
        call(np.ones((3, 4), "float32"))
