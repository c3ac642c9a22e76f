"""Recurrent layers against real Keras: masks, states, wrappers, files of both kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine
from tests.layer_cases import Inner, made

RNG = np.random.default_rng(5)
WORDS = RNG.integers(0, 4, (6, 7)).astype("int32")
WORDS[0, 0] = 0  # the first step masked
WORDS[1, -1] = 0


def trained(k: Any, model: Any, x: Any, y: Any) -> list[np.ndarray]:
    model.compile(k.optimizers.SGD(0.05), "mse")
    model.fit(x, y, batch_size=6, epochs=1, verbose=0)
    return model.get_weights()


def leaves(value: Any) -> list[np.ndarray]:
    return [np.asarray(v) for v in (value if isinstance(value, (list, tuple)) else [value])]


def compare(make: Callable[[Any], Any], x: Any, rtol: float = 1e-4) -> Any:
    """Equal outputs, and equal weights after a step of training; return our model."""
    theirs, ours = make(real), make(engine)
    assert [w.shape for w in ours.get_weights()] == [w.shape for w in theirs.get_weights()]
    rng = np.random.default_rng(7)
    weights = [rng.normal(scale=0.5, size=w.shape).astype("f") for w in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    wanted = leaves(theirs.predict(x, verbose=0))
    for one, other in zip(leaves(ours.predict(x, verbose=0)), wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-5)
    targets = [rng.normal(size=w.shape).astype("f") for w in wanted]
    y = targets if len(targets) > 1 else targets[0]
    pairs = zip(trained(engine, ours, x, y), trained(real, theirs, x, y), strict=True)
    for one, other in pairs:
        np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-5)
    return ours


def masked(layer: Inner) -> Callable[[Any], Any]:
    def make(k: Any) -> Any:
        inputs = k.Input((7,), dtype="int32")
        h = k.layers.Embedding(4, 3, mask_zero=True)(inputs)
        return k.Model(inputs, made(k.layers, layer)(h))

    return make


SEQUENCE = {"units": 3, "return_sequences": True}
MASKED = [
    Inner("LSTM", {"units": 3}),
    Inner("GRU", SEQUENCE),
    Inner("GRU", {"units": 3, "reset_after": False}),
    Inner("GRU", {**SEQUENCE, "go_backwards": True, "recurrent_activation": "hard_sigmoid"}),
    Inner("SimpleRNN", SEQUENCE),
    Inner("SimpleRNN", {"units": 3, "activation": "softsign", "go_backwards": True}),
    Inner("LSTM", {**SEQUENCE, "zero_output_for_mask": True}),
    Inner("RNN", {"cell": Inner("GRUCell", {"units": 3}), "return_sequences": True}),
    Inner(
        "RNN",
        {
            "cell": [Inner("LSTMCell", {"units": 3}), Inner("LSTMCell", {"units": 2})],
            "return_sequences": True,
            "zero_output_for_mask": True,
        },
    ),
    Inner("Bidirectional", {"layer": Inner("LSTM", SEQUENCE)}),
    Inner("Bidirectional", {"layer": Inner("GRU", SEQUENCE), "merge_mode": "mul"}),
    Inner("Bidirectional", {"layer": Inner("GRU", {"units": 3}), "merge_mode": "ave"}),
    Inner("Bidirectional", {"layer": Inner("SimpleRNN", SEQUENCE), "merge_mode": "sum"}),
    Inner("TimeDistributed", {"layer": Inner("Dense", {"units": 2})}),
]


@pytest.mark.parametrize("layer", MASKED, ids=str)
def test_masked_sequences(layer: Inner) -> None:
    compare(masked(layer), WORDS)


def test_masking_skips_steps() -> None:
    x = RNG.normal(size=(6, 5, 2)).astype("f")
    x[:, 1] = x[2, 3:] = x[4] = 0.5

    def make(k: Any) -> Any:
        inputs = k.Input((5, 2))
        h = k.layers.GRU(3, return_sequences=True)(k.layers.Masking(0.5)(inputs))
        return k.Model(inputs, k.layers.LSTM(2)(h))

    compare(make, x)


def test_stacked_masks_reach_the_loss() -> None:
    def make(k: Any) -> Any:
        inputs = k.Input((7,), dtype="int32")
        h = k.layers.Embedding(4, 3, mask_zero=True)(inputs)
        h = k.layers.Bidirectional(k.layers.GRU(3, return_sequences=True))(h)
        h = k.layers.SimpleRNN(3, return_sequences=True)(h)
        return k.Model(inputs, k.layers.TimeDistributed(k.layers.Dense(2))(h))

    compare(make, WORDS)


SEQ = RNG.normal(size=(6, 5, 2)).astype("f")
STATE = [RNG.normal(size=(6, 3)).astype("f") for _ in range(4)]


@pytest.mark.parametrize(
    ("layer", "count"),
    [
        (Inner("LSTM", {"units": 3}), 2),
        (Inner("GRU", {**SEQUENCE, "go_backwards": True}), 1),
        (Inner("SimpleRNN", {"units": 3}), 1),
        (Inner("Bidirectional", {"layer": Inner("LSTM", {"units": 3})}), 4),
        (Inner("Bidirectional", {"layer": Inner("GRU", SEQUENCE), "merge_mode": "sum"}), 2),
        (Inner("RNN", {"cell": Inner("LSTMCell", {"units": 3})}), 2),
    ],
    ids=str,
)
def test_states_given_and_returned(layer: Inner, count: int) -> None:
    """An encoder's states start a decoder; they are outputs of the model, too."""

    def make(k: Any) -> Any:
        inputs = [k.Input((5, 2)), *(k.Input((3,)) for _ in range(count))]
        given = made(k.layers, layer)
        states = inputs[1:]
        outer, inner = layer.config, layer.config.get("layer")
        config = (
            {**outer, "layer": Inner(inner.name, {**inner.config, "return_state": True})}
            if inner
            else {**outer, "return_state": True}
        )
        returning = made(k.layers, Inner(layer.name, config))
        first, *last = returning(inputs[0], initial_state=states)
        second = given(inputs[0], initial_state=list(last))
        return k.Model(inputs, [first, second, *last])

    x = [SEQ, *STATE[:count]]
    ours = compare(make, x)
    ours.summary(print_fn=lambda line: None)


def test_states_may_stand_in_the_list_of_inputs(tmp_path: Path) -> None:
    inputs = [engine.Input((5, 2)), engine.Input((3,)), engine.Input((3,))]
    model = engine.Model(inputs, engine.layers.LSTM(3)(inputs))
    x = [SEQ, *STATE[:2]]
    wanted = model.predict(x, verbose=0)
    model.save(tmp_path / "m.keras")
    for k in (real, engine):
        again = k.models.load_model(tmp_path / "m.keras")
        np.testing.assert_allclose(again.predict(x, verbose=0), wanted, rtol=1e-5, atol=1e-6)


def test_both_outputs_of_an_unmerged_pair() -> None:
    def make(k: Any) -> Any:
        inputs = k.Input((7,), dtype="int32")
        h = k.layers.Embedding(4, 3, mask_zero=True)(inputs)
        layer = k.layers.GRU(3, return_sequences=True)
        forward, backward = k.layers.Bidirectional(layer, merge_mode=None)(h)
        last = k.layers.LSTM(2)(forward)
        return k.Model(inputs, [last, backward])

    compare(make, WORDS)


def test_a_state_alone_feeds_the_next_layer() -> None:
    def make(k: Any) -> Any:
        inputs = k.Input((5, 2))
        _, h, c = k.layers.LSTM(3, return_state=True)(inputs)
        return k.Model(inputs, k.layers.Dense(2)(k.layers.Concatenate()([h, c])))

    compare(make, SEQ)


@pytest.mark.parametrize("name", ["LSTM", "GRU", "SimpleRNN"])
def test_stateful_layers_carry_on_from_batch_to_batch(name: str) -> None:
    def make(k: Any) -> Any:
        inputs = k.Input((5, 2), batch_size=6)
        return k.Model(inputs, getattr(k.layers, name)(3, stateful=True)(inputs))

    theirs, ours = make(real), make(engine)
    ours.set_weights(theirs.get_weights())
    for _ in range(2):
        for _ in range(2):
            found = ours.predict(SEQ, batch_size=6, verbose=0)
            wanted = np.asarray(theirs(SEQ))  # predict on JAX loses the states
            np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
        for model in (ours, theirs):
            model.layers[-1].reset_state()


@pytest.mark.parametrize("name", ["LSTM", "GRU", "SimpleRNN"])
def test_a_stateful_layer_trains_from_the_states_before_its_batch(name: str) -> None:
    models = []
    for k in (real, engine):
        inputs = k.Input((5, 2), batch_size=6)
        models.append(k.Model(inputs, getattr(k.layers, name)(3, stateful=True)(inputs)))
    theirs, ours = models
    ours.set_weights(theirs.get_weights())
    for model, k in ((theirs, real), (ours, engine)):
        model(SEQ)  # the states are no zeros now
        model.compile(k.optimizers.SGD(0.5), "mse", run_eagerly=k is real)
        model.train_on_batch(SEQ, STATE[0])
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def lengths(kind: str) -> np.ndarray:
    """Masks of six rows of five steps: padded on either side, with holes, nothing at all."""
    steps, row = np.arange(5), np.arange(6)[:, None]
    return {
        "right": steps < row,
        "left": steps >= row,
        "holes": (steps + row) % 3 > 0,
    }[kind]


@pytest.mark.parametrize("kind", ["right", "left", "holes"])
@pytest.mark.parametrize(
    "layer",
    [
        Inner("LSTM", {**SEQUENCE, "unroll": True, "zero_output_for_mask": True}),
        Inner("GRU", {"units": 3, "go_backwards": True, "unroll": True}),
        Inner("RNN", {"cell": [Inner("GRUCell", {"units": 3}), Inner("LSTMCell", {"units": 3})]}),
        Inner("SimpleRNN", {**SEQUENCE, "activity_regularizer": "l2"}),
        Inner("LSTM", {**SEQUENCE, "return_state": True, "activity_regularizer": "l2"}),
        Inner("Bidirectional", {"layer": Inner("GRU", SEQUENCE), "merge_mode": None}),
    ],
    ids=str,
)
def test_masks_given_to_the_call(layer: Inner, kind: str) -> None:
    def make(k: Any) -> Any:
        inputs, mask = k.Input((5, 2)), k.Input((5,), dtype="bool")
        outputs = made(k.layers, layer)(inputs, mask=mask)
        return k.Model([inputs, mask], outputs)

    compare(make, [SEQ, lengths(kind)])


def test_given_states_put_carried_masks_aside_as_in_keras() -> None:
    def make(k: Any) -> Any:
        inputs, state = k.Input((7,), dtype="int32"), k.Input((3,))
        h = k.layers.Embedding(4, 3, mask_zero=True)(inputs)
        return k.Model([inputs, state], k.layers.GRU(3)(h, initial_state=state))

    compare(make, [WORDS, STATE[0]])


def test_penalties_inside_a_model_count_at_every_step() -> None:
    def make(k: Any) -> Any:
        inputs, inner = k.Input((5, 2)), k.Input((2,))
        hidden = k.layers.Dense(3, activity_regularizer="l2")(inner)
        model = k.Model(inner, k.layers.Dense(2)(hidden))
        return k.Model(inputs, k.layers.TimeDistributed(model)(inputs))

    compare(make, SEQ)


FILES = [
    Inner("SimpleRNN", SEQUENCE),
    Inner("GRU", {"units": 3, "dropout": 0.1}),
    Inner("GRU", {"units": 3, "reset_after": False, "use_bias": False}),
    Inner("LSTM", {"units": 3, "go_backwards": True}),
    Inner("RNN", {"cell": Inner("GRUCell", {"units": 3})}),
    Inner(
        "RNN",
        {
            "cell": [
                Inner("LSTMCell", {"units": 3}),
                Inner("GRUCell", {"units": 2}),
                Inner("LSTMCell", {"units": 2}),
            ]
        },
    ),
    Inner("Bidirectional", {"layer": Inner("LSTM", SEQUENCE)}),
    Inner(
        "Bidirectional",
        {
            "layer": Inner("GRU", {"units": 3}),
            "merge_mode": "sum",
            "backward_layer": Inner("GRU", {"units": 3, "go_backwards": True, "use_bias": False}),
        },
    ),
    Inner("TimeDistributed", {"layer": Inner("Dense", {"units": 2})}),
    Inner("TimeDistributed", {"layer": Inner("BatchNormalization", {})}),
    Inner("Masking", {"mask_value": 0.5}),
]


@pytest.mark.parametrize("ending", ["h5", "keras", "weights.h5"])
@pytest.mark.parametrize("layer", FILES, ids=str)
def test_files_go_both_ways(layer: Inner, ending: str, tmp_path: Path) -> None:
    def make(k: Any) -> Any:
        inputs = k.Input((5, 2))
        return k.Model(inputs, made(k.layers, layer)(k.layers.Dense(2)(inputs)))

    path = tmp_path / f"m.{ending}"
    for writer, reader in ((engine, real), (real, engine)):
        model = make(writer)
        wanted = model.predict(SEQ, verbose=0)
        if ending == "weights.h5":
            model.save_weights(path)
            again = make(reader)
            again.load_weights(path)
        else:
            model.save(path)
            again = reader.models.load_model(path)
        found = again.predict(SEQ, verbose=0)
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
        path.unlink()


@pytest.mark.parametrize("ending", ["h5", "keras"])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_files_of_convolutions_go_both_ways(rank: int, ending: str, tmp_path: Path) -> None:
    x = RNG.normal(size=(2, 3, *(4, 5, 3)[:rank], 2)).astype("f")

    def make(k: Any) -> Any:
        inputs = k.Input(x.shape[1:])
        return k.Model(inputs, getattr(k.layers, f"ConvLSTM{rank}D")(2, 2)(inputs))

    for writer, reader in ((engine, real), (real, engine)):
        model = make(writer)
        model.save(tmp_path / f"m.{ending}")
        again = reader.models.load_model(tmp_path / f"m.{ending}")
        found, wanted = (m.predict(x, verbose=0) for m in (again, model))
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)


def test_film_states_given_and_returned() -> None:
    x = RNG.normal(size=(6, 3, 4, 4, 2)).astype("f")

    def make(k: Any) -> Any:
        inputs = k.Input((3, 4, 4, 2))
        config = {"filters": 2, "kernel_size": 2, "padding": "same"}
        _, h, c = k.layers.ConvLSTM2D(**config, return_state=True)(inputs)
        decoder = k.layers.ConvLSTM2D(**config, return_sequences=True)
        return k.Model(inputs, decoder(inputs, initial_state=[h, c]))

    compare(make, x)


@pytest.mark.parametrize("layer", FILES, ids=str)
def test_weights_have_keras_names(layer: Inner) -> None:
    def paths(k: Any) -> list[str]:
        inner = made(k.layers, Inner(layer.name, {**layer.config, "name": "outer"}))
        inner(k.Input((5, 2)))
        names = [w.path.split("/") for w in inner.weights]
        return ["/".join(p.rstrip("_0123456789") for p in parts) for parts in names]

    assert paths(engine) == paths(real)
