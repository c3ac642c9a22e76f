"""Plans give what eager execution gives, in little memory."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ops
from engine.graph import trace
from engine.plan import Plan
from engine.tape import GradientTape
from engine.tensor import Spec, TraceError, Variable


def test_a_plan_computes_what_eager_execution_computes() -> None:
    def function(x, y):  # type: ignore[no-untyped-def]
        z = ops.tanh(ops.matmul(x, y))
        w = ops.reshape(z, (-1,))
        return {"sum": ops.sum(w * 2.0 + 1.0), "top": ops.max(z, axis=0), "x": x}

    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(5, 4)).astype("f"), rng.normal(size=(4, 3)).astype("f")
    graph = trace(function, [Spec(a.shape, "float32"), Spec(b.shape, "float32")])
    plan = Plan(graph)
    eager = function(ops.convert_to_tensor(a), ops.convert_to_tensor(b))
    for _ in range(2):  # a second run starts from dirty buffers
        plan.inputs[0][...], plan.inputs[1][...] = a, b
        plan.run()
        by_name = dict(zip(sorted(eager), plan.outputs, strict=True))
        for name, value in eager.items():
            np.testing.assert_array_equal(by_name[name], value.numpy())


def test_buffers_are_reused_along_a_chain() -> None:
    def chain(x):  # type: ignore[no-untyped-def]
        for _ in range(50):
            x = ops.exp(ops.transpose(x))
        return x

    size = 64 * 64 * 4
    plan = Plan(trace(chain, [Spec((64, 64), "float32")]))
    assert plan.nbytes <= 3 * size


def test_random_graphs_agree_with_eager_execution() -> None:
    """Liveness and in-place reuse must never let one value overwrite another."""
    rng = np.random.default_rng(7)
    for _ in range(60):
        choices = rng.integers(0, 6, 25)
        picks = rng.integers(0, 10**6, (25, 2))

        def function(x, choices=choices, picks=picks):  # type: ignore[no-untyped-def]
            values = [x]
            for kind, (i, j) in zip(choices, picks, strict=True):
                a, b = values[i % len(values)], values[j % len(values)]
                values.append(
                    [
                        lambda a, b: ops.add(a, b),
                        lambda a, b: ops.maximum(a, b),
                        lambda a, b: ops.tanh(a),
                        lambda a, b: ops.reshape(a, (4, 4)),
                        lambda a, b: ops.transpose(a),
                        lambda a, b: ops.subtract(a, b) * 0.5,
                    ][kind](a, b)
                )
            return values[-3:]

        data = rng.normal(size=(4, 4)).astype("f")
        plan = Plan(trace(function, [Spec((4, 4), "float32")]))
        plan.inputs[0][...] = data
        plan.run()
        for found, wanted in zip(plan.outputs, function(ops.convert_to_tensor(data)), strict=True):
            np.testing.assert_array_equal(found, wanted.numpy())


def test_assignments_happen_in_program_order() -> None:
    counter = Variable(np.float32(1.0))

    def function(x):  # type: ignore[no-untyped-def]
        before = counter * x
        counter.assign_add(2.0)
        return before, counter * x

    plan = Plan(trace(function, [Spec((), "float32")]))
    plan.inputs[0][...] = 10.0
    plan.run()
    assert [float(o) for o in plan.outputs] == [10.0, 30.0]
    plan.run()
    assert [float(o) for o in plan.outputs] == [30.0, 50.0]
    assert float(counter) == 5.0


def test_python_on_traced_values_is_refused_with_advice() -> None:
    with pytest.raises(TraceError, match="run_eagerly"):
        trace(lambda x: x if x > 0 else -x, [Spec((), "float32")])


def test_one_element_is_read_when_the_plan_runs() -> None:
    plan = Plan(trace(lambda x: x[1] * 2.0, [Spec((3,), "float32")]))
    for value in (5.0, 7.0):
        plan.inputs[0][...] = [0.0, value, 0.0]
        plan.run()
        assert float(plan.outputs[0]) == 2 * value


_READS = {
    "convert_to_tensor": ops.convert_to_tensor,
    "read_value": lambda v: v.read_value(),
    "copy": ops.copy,
    "reshape": lambda v: ops.reshape(v, (3, 1)),
    "view of a view": lambda v: ops.squeeze(ops.expand_dims(v, 0), 0),
    "stop_gradient": ops.stop_gradient,
}


@pytest.mark.parametrize("name", _READS)
def test_what_was_read_of_a_variable_stays_when_it_is_assigned(name: str) -> None:
    variable = Variable(np.array([1.0, 2.0, 3.0], "f"))

    def step(x):  # type: ignore[no-untyped-def]
        before = _READS[name](variable)
        variable.assign(variable * 2.0)
        return before, before * x

    plan = Plan(trace(step, [Spec((), "float32")]))
    plan.inputs[0][...] = 10.0
    for wanted in ([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]):  # a compiled step reads it anew each time
        plan.run()
        assert plan.outputs[0].ravel().tolist() == wanted
        assert plan.outputs[1].ravel().tolist() == [10 * w for w in wanted]
    eager = step(ops.convert_to_tensor(np.float32(1.0)))
    assert eager[0].numpy().ravel().tolist() == [4.0, 8.0, 12.0]


def test_gradients_flow_through_what_was_read_of_a_variable() -> None:
    variable = Variable(np.array([1.0, 2.0, 3.0], "f"))
    for read in (ops.convert_to_tensor, ops.copy, lambda v: v.read_value()):
        with GradientTape() as tape:
            y = ops.sum(ops.square(read(variable)))
        assert tape.gradient(y, variable).numpy().tolist() == [2.0, 4.0, 6.0]
