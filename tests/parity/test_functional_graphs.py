"""Random graphs of layers and ops, made once with Keras and once with this engine.

Predictions, weights, their order and paths, configurations read by the other
library, and one training step must agree.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine

DRAWS = int(os.environ.get("LAYERLOOM_DRAWS", "6"))
WIDTH = 4


def unary(k: Any, r: np.random.Generator, x: Any) -> Any:
    """Something made of one tensor of ``WIDTH`` features."""
    c = float(np.round(r.normal(), 2)) + 0.5
    choices: list[Callable[[], Any]] = [
        lambda: 2 * x,
        lambda: x + c,
        lambda: c - x,
        lambda: -x,
        lambda: abs(x) + 0.5,
        lambda: x**2,
        lambda: c / (x**2 + 1.0),
        lambda: x / 2,
        lambda: k.ops.concatenate([x[:, 2:], x[:, :2]], axis=1),
        lambda: k.ops.concatenate([x[:, 0:1], x[..., 1:]], axis=-1),
        lambda: k.ops.reshape(k.ops.reshape(x, (-1, 2, 2)), (-1, WIDTH)),
        lambda: k.ops.squeeze(k.ops.expand_dims(x, 1), axis=1),
        lambda: x[:, None][:, 0],
        lambda: k.ops.transpose(k.ops.stack([x, x * 2], axis=1), (0, 2, 1))[:, :, 1],
        lambda: k.ops.clip(x, -1, 1),
        lambda: k.ops.sum(x, axis=-1, keepdims=True) + x,
        lambda: x - k.ops.mean(x, axis=1, keepdims=True),
        lambda: k.ops.where(x > c, x, x * 0.1),
        lambda: k.ops.cast(x >= 0.0, "float32") * x,
        lambda: k.activations.relu(x),
        lambda: k.ops.silu(x),
        lambda: k.ops.swish(x) + k.ops.logsumexp(x, axis=-1, keepdims=True),
        lambda: k.ops.einsum("bi,bj->bi", x, k.ops.sigmoid(x)),
        lambda: k.ops.matmul(x, np.eye(WIDTH, dtype=np.float32)),
        lambda: k.ops.split(x, 2, axis=1)[1][:, :1] + x,
        lambda: k.ops.cast(k.ops.argmax(x, axis=-1), np.float32)[:, None] * x,
        lambda: k.ops.take(x, [3, 2, 1, 0], axis=1),
        lambda: k.ops.flip(x, axis=1) // 1.0 + x % 2.0,
        lambda: k.ops.pad(x, ((0, 0), (1, 1)))[:, 1:-1],
        lambda: k.ops.repeat(x, 2, axis=1)[:, :WIDTH],
        lambda: k.ops.leaky_relu(x, 0.3) + k.ops.elu(x),
        lambda: k.ops.one_hot(k.ops.argmin(x, axis=1), WIDTH) * x,
        lambda: k.ops.where(k.ops.logical_and(x > -1.0, x < 1.0), x, 0.0),
        lambda: k.ops.cumsum(x, axis=1) + k.ops.ones_like(x),
        lambda: k.ops.top_k(x, WIDTH)[0] + x,
        lambda: k.activations.gelu(x),
        lambda: k.ops.tanh(x),
        lambda: k.ops.softmax(x),
        lambda: k.ops.exp(k.ops.minimum(x, 1.0)),
        lambda: k.ops.log(k.ops.maximum(x, 0.0) + 1.0),
        lambda: x + np.arange(WIDTH, dtype="float32"),
        lambda: k.layers.Dense(WIDTH, activation="tanh")(x),
        lambda: k.layers.BatchNormalization()(x),
        lambda: k.layers.LayerNormalization()(x),
    ]
    return choices[r.integers(len(choices))]()


def binary(k: Any, r: np.random.Generator, x: Any, y: Any) -> Any:
    choices: list[Callable[[], Any]] = [
        lambda: x + y,
        lambda: x - y,
        lambda: x * y,
        lambda: x / (k.ops.square(y) + 1.0),
        lambda: k.ops.maximum(x, y),
        lambda: k.ops.where(x < y, x, y * 0.5),
        lambda: k.layers.Add()([x, y]),
        lambda: k.layers.Multiply()([x, y]),
        lambda: k.layers.Dense(WIDTH)(k.layers.Concatenate()([x, y])),
        lambda: (
            k.ops.squeeze(
                k.ops.matmul(k.ops.expand_dims(x, 1), k.ops.reshape(y, (-1, WIDTH, 1))), axis=2
            )
            + x
        ),
    ]
    return choices[r.integers(len(choices))]()


def part(k: Any, r: np.random.Generator) -> Any:
    """A model to be used as a layer."""
    kind = r.integers(3)
    layers = [k.layers.Dense(3, activation="relu"), k.layers.Dense(WIDTH)]
    if kind == 0:
        return k.Sequential([k.Input((WIDTH,)), *layers])
    if kind == 1:
        return k.Sequential(layers)
    inputs = k.Input((WIDTH,))
    return k.Model(inputs, layers[1](layers[0](inputs)) * 0.5 + inputs)


def ends(r: np.random.Generator, made: list[Any], names: list[str]) -> Any:
    """One tensor, a list or a dict of them."""
    kind = r.integers(3)
    if kind == 0:
        return made[0] if len(made) == 1 else made
    return list(made) if kind == 1 else dict(zip(names, made, strict=True))


def drawn(k: Any, seed: int) -> Any:
    """A model that only the seed decides."""
    r = np.random.default_rng([seed, 77])
    k.utils.clear_session()
    names = ["in_b", "in_a"][: 1 + r.integers(2)]
    sources = [k.Input((WIDTH,), name=name) for name in names]
    inputs = ends(r, sources, names)
    tensors = list(sources)
    shared: list[Any] = []
    for _ in range(4 + r.integers(8)):
        x, y = (tensors[r.integers(len(tensors))] for _ in "xy")
        step = r.integers(8)
        if step < 4:
            made = unary(k, r, x)
        elif step < 6:
            made = binary(k, r, x, y)
        else:
            if not shared or r.integers(2):
                shared.append(part(k, r) if r.integers(2) else k.layers.Dense(WIDTH))
            made = shared[r.integers(len(shared))](x)
        tensors.append(made)
    results = [tensors[-1], *(tensors[r.integers(len(tensors))] for _ in range(r.integers(3)))]
    results = [k.layers.Dense(2)(t) if r.integers(2) else t for t in results]
    used = sum(k.ops.sum(t, axis=-1, keepdims=True) for t in sources)
    outputs = ends(r, [*results, used], ["out_c", "out_a", "out_b", "out_d"][-len(results) - 1 :])
    return k.Model(inputs, outputs, name="drawn")


def data(model: Any, seed: int) -> Any:
    r = np.random.default_rng([seed, 78])
    arrays = {n: r.normal(size=(6, WIDTH)).astype("f") for n in ("in_b", "in_a")}
    given = model.input
    if isinstance(given, dict):
        return {n: arrays[n] for n in given}
    found = [arrays[t.name] for t in model.inputs]
    return found if isinstance(given, list) else found[0]


def flat(structure: Any) -> list[np.ndarray]:
    if isinstance(structure, dict):
        return [structure[key] for key in sorted(structure)]
    return list(structure) if isinstance(structure, (list, tuple)) else [structure]


def same(ours: Any, theirs: Any) -> None:
    if isinstance(theirs, dict):
        assert sorted(ours) == sorted(theirs)
    assert len(flat(ours)) == len(flat(theirs))
    for one, other in zip(flat(ours), flat(theirs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("seed", range(DRAWS))
def test_a_drawn_graph_is_the_same_in_both_libraries(seed: int) -> None:
    theirs, ours = drawn(real, seed), drawn(engine, seed)
    assert [w.path for w in ours.weights] == [w.path for w in theirs.weights]
    assert [layer.name for layer in ours.layers] == [layer.name for layer in theirs.layers]
    assert ours.output_names == theirs.output_names
    assert ours.count_params() == theirs.count_params()
    assert ours.input_shape == theirs.input_shape
    assert ours.output_shape == theirs.output_shape
    r = np.random.default_rng([seed, 79])
    weights = [r.uniform(0.1, 0.6, size=w.shape).astype("f") for w in theirs.weights]
    x = data(theirs, seed)
    for model in (theirs, ours):
        model.set_weights(weights)
    wanted = theirs.predict(x, verbose=0)
    same(ours.predict(x, verbose=0), wanted)

    written, read = json.loads(ours.to_json()), json.loads(theirs.to_json())
    steps = [[entry["class_name"] for entry in c["config"]["layers"]] for c in (written, read)]
    assert steps[0] == steps[1]
    for k, text in ((real, ours.to_json()), (engine, theirs.to_json()), (engine, ours.to_json())):
        again = k.models.model_from_json(text)
        again.set_weights(weights)
        same(again.predict(x, verbose=0), wanted)

    targets = (
        {n: np.zeros_like(v) for n, v in wanted.items()}
        if isinstance(wanted, dict)
        else ([np.zeros_like(v) for v in flat(wanted)])
    )
    for model, k in ((theirs, real), (ours, engine)):
        model.compile(k.optimizers.SGD(0.001), "mse")
        model.fit(x, targets, batch_size=6, epochs=1, verbose=0)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_files_are_opened_by_both_libraries(ending: str, tmp_path: Path) -> None:
    theirs, ours = drawn(real, 3), drawn(engine, 3)
    weights = [np.full(w.shape, 0.1 + 0.02 * i, "f") for i, w in enumerate(theirs.weights)]
    x, path = data(theirs, 3), tmp_path / f"model{ending}"
    for model in (theirs, ours):
        model.set_weights(weights)
    wanted = theirs.predict(x, verbose=0)
    for model, k in ((theirs, engine), (ours, real), (ours, engine)):
        model.save(path)
        same(k.models.load_model(path).predict(x, verbose=0), wanted)


@pytest.mark.parametrize("seed", range(2))
def test_the_script_written_for_a_graph_makes_it_in_keras(seed: int) -> None:
    r = np.random.default_rng(seed)
    engine.utils.clear_session()
    x = tensor = engine.Input((WIDTH,), name="x")
    for _ in range(12):
        tensor = binary(engine, r, unary(engine, r, tensor), x)
    ours = engine.Model(x, tensor)
    names: dict[str, Any] = {}
    exec(compile(engine.saving.python_code(ours), "script", "exec"), names)
    theirs = names["model"]
    theirs.set_weights(ours.get_weights())
    values = r.normal(size=(5, WIDTH)).astype("f")
    same(ours.predict(values, verbose=0), theirs.predict(values, verbose=0))


def test_sizes_named_by_the_caller_stay_in_files(tmp_path: Path) -> None:
    x = np.arange(48, dtype="float32").reshape(2, 4, 6)
    inputs = engine.Input((4, 6), batch_size=2)
    model = engine.Model(inputs, engine.ops.rearrange(inputs, "b (h g) c -> b h (g c)", g=2))
    model.save(tmp_path / "model.keras")
    want = np.stack([x[:, 0::2], x[:, 1::2]], axis=2).reshape(2, 2, 12)
    for library in (real, engine):
        again = library.models.load_model(tmp_path / "model.keras")
        # Called, not predict: Keras cannot compile its rearrange with JAX.
        np.testing.assert_array_equal(np.asarray(again(x)), want)
