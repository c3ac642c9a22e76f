"""Joined ops give what the same ops give one after the other, eagerly."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ops
from engine.fusion import fuse
from engine.graph import trace
from engine.op import Node
from engine.plan import Plan
from engine.tape import GradientTape
from engine.tensor import Spec, Tensor, Variable
from engine.tree import flatten

SHAPE = (6, 9, 10, 20)


def relu_of_batch_norm(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    y, mean, variance = ops.batch_norm(x, gamma, beta, 1e-3)
    return [ops.relu(y), mean, variance]


def residual_block(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    first = ops.relu(ops.batch_norm(x, gamma, beta, 1e-3)[0])
    y = ops.relu(skip + ops.batch_norm(first, beta, gamma, 1e-3)[0])
    return [ops.relu(ops.batch_norm(y, gamma, gamma, 1e-3)[0] + y)]


def two_norms_added(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    return [ops.relu(ops.batch_norm(x, gamma, beta, 1e-3)[0]
                     + ops.batch_norm(skip, beta, gamma, 1e-3)[0])]


def norm_read_twice(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    y = ops.batch_norm(x, gamma, beta, 1e-3)[0]
    return [ops.relu(y) * skip + y, ops.relu(y + y)]


def added_with_broadcasting(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    y = ops.batch_norm(x, gamma, beta, 1e-3)[0]
    return [ops.relu(y + gamma), ops.relu(ops.batch_norm(skip, beta, gamma, 1e-3)[0] + y[:, :1])]


def pooled(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    y = ops.relu(x * gamma + beta)
    return [ops.max_pool(y, (2, 2), (2, 2), "valid"), ops.max_pool(ops.relu(skip), (3, 3), (2, 2),
                                                                   "same")]


def dense_with_bias(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    y = ops.dense(x, ops.reshape(gamma, (20, 1)) * beta, beta, 1)
    return [ops.max_pool(y, (2, 2), (2, 2), "same"), ops.relu(y), y * skip]


def dropped_relu(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    key = np.array([3, 4], np.uint64)
    y = ops.dense(ops.reshape(x, (-1, 20)), ops.reshape(gamma, (20, 1)) * beta, beta, 1)
    return [ops.dropout(y, key, 0.4), skip * ops.dropout(ops.relu(skip), key, 1.0)]


def dropped_relu_read_twice(x, gamma, beta, skip):  # type: ignore[no-untyped-def]
    key = np.array([3, 4], np.uint64)
    y = ops.dense(ops.reshape(x, (-1, 20)), ops.reshape(gamma, (20, 1)) * beta, beta, 1)
    return [ops.dropout(y, key, 0.4) + y * ops.reshape(skip, (-1, 20))]


FUNCTIONS = [dropped_relu, dropped_relu_read_twice, relu_of_batch_norm, residual_block,
             two_norms_added, norm_read_twice, added_with_broadcasting, pooled, dense_with_bias]


def values(dtype: str) -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    return [rng.normal(size=s).astype(dtype) for s in (SHAPE, (20,), (20,), SHAPE)]


def with_gradients(function):  # type: ignore[no-untyped-def]
    """The function's results and its gradients, for sums weighted so that no two are alike."""

    def step(*arguments):  # type: ignore[no-untyped-def]
        with GradientTape() as tape:
            for argument in arguments:
                tape.watch(argument)
            results = function(*arguments)
            loss = ops.sum(results[0] * results[0] * 0.1)
            for result in results[1:]:
                loss = loss + ops.sum(ops.sin(result)) if result.shape != (20,) else loss
        return [*results, *(g for g in tape.gradient(loss, list(arguments)) if g is not None)]

    return step


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_plan_gives_what_eager_execution_gives(function, dtype) -> None:  # type: ignore[no-untyped-def]
    arrays = values(dtype)
    step = with_gradients(function)
    plan = Plan(trace(step, [Spec(a.shape, dtype) for a in arrays]))
    eager = step(*(ops.convert_to_tensor(a) for a in arrays))
    limit = 3e-5 if dtype == "float32" else 1e-12
    for _ in range(2):  # a second run starts from dirty buffers
        for place, array in zip(plan.inputs, arrays, strict=True):
            place[...] = array
        plan.run()
        assert len(plan.outputs) == len(eager)
        for got, wanted in zip(plan.outputs, eager, strict=True):
            scale = max(1.0, float(np.abs(wanted.numpy()).max()))
            np.testing.assert_allclose(got, wanted.numpy(), rtol=0, atol=limit * scale)


def names(function) -> list[str]:  # type: ignore[no-untyped-def]
    graph = trace(with_gradients(function), [Spec(a.shape, "float32") for a in values("float32")])
    leaves = [t for t in flatten(graph.outputs) if isinstance(t, Tensor)]
    return [node.op.name for node in fuse(graph.needed(), leaves)]


def test_no_pass_is_left_that_rides_along_with_another() -> None:
    block = names(residual_block)
    assert "relu" not in block and block.count("batch_norm") == 3
    assert block.count("act_gradient") == 0, "of the first relu's own, of the others' with sums"
    assert "relu" not in names(two_norms_added)
    order = names(pooled)
    slopes = [i for i, name in enumerate(order) if name in ("act_gradient", "relu_slopes")]
    pools = [i for i, name in enumerate(order) if name == "max_pool_gradient"]
    assert len(slopes) == len(pools) == 2
    assert all(s < p for s, p in zip(slopes, pools, strict=True)), "fewer numbers before than after"


def test_no_element_is_drawn_again_behind_relu() -> None:
    """One dropout of two gives its gradient from what came out of it."""
    assert names(dropped_relu).count("dropout") == 3


def test_what_others_read_too_stays() -> None:
    kept = names(norm_read_twice)
    assert kept.count("relu") == 2


def test_every_value_is_made_before_it_is_read() -> None:
    for function in FUNCTIONS:
        graph = trace(with_gradients(function), [Spec(a.shape, "float32")
                                                 for a in values("float32")])
        known = {id(t) for t in graph.inputs}
        leaves = [t for t in flatten(graph.outputs) if isinstance(t, Tensor)]
        nodes: list[Node] = fuse(graph.needed(), leaves)
        for node in nodes:
            for operand in node.inputs:
                constant = isinstance(operand, Variable) or operand.value is not None
                assert constant or id(operand) in known, node
            known.update(id(output) for output in node.outputs)
        assert all(id(leaf) in known for leaf in leaves)
