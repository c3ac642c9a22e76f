"""Recurrent layers: cells of one's own, states, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import ops
from tests.layer_cases import real

SEQ = real(4, 5, 2)


class Minimal(engine.layers.Layer):
    """The cell of Keras's documentation, its output the state times two."""

    def __init__(self, units: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape: Any) -> None:
        self.kernel = self.add_weight((input_shape[-1], self.units), name="kernel")
        self.recurrent_kernel = self.add_weight((self.units, self.units), name="recurrent_kernel")

    def call(self, inputs: Any, states: Any) -> Any:
        state = ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.recurrent_kernel)
        return state * 2.0, [state]

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "units": self.units}


def by_hand(cell: Minimal, x: np.ndarray) -> np.ndarray:
    kernel, recurrent = cell.get_weights()
    state, outputs = np.zeros((len(x), cell.units)), []
    for t in range(x.shape[1]):
        state = x[:, t] @ kernel + state @ recurrent
        outputs.append(2 * state)
    return np.stack(outputs, 1)


@pytest.mark.parametrize("steps", [5, None])
def test_a_cell_of_ones_own(steps: int | None) -> None:
    inputs, cell = engine.Input((steps, 2)), Minimal(3)
    outputs = engine.layers.RNN(cell, return_sequences=True)(inputs)
    assert outputs.shape == (None, steps, 3)
    model = engine.Model(inputs, outputs)
    wanted = by_hand(cell, SEQ)
    np.testing.assert_allclose(model.predict(SEQ, verbose=0), wanted, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(model(SEQ).numpy(), wanted, rtol=1e-4, atol=1e-5)
    model.compile("sgd", "mse")
    before = model.get_weights()
    losses = model.fit(SEQ, np.zeros_like(wanted), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert not np.array_equal(before[1], model.get_weights()[1])


def test_a_cell_of_ones_own_stacked_both_ways_and_in_a_file(tmp_path: Path) -> None:
    inputs = engine.Input((5, 2))
    stack = engine.layers.RNN([Minimal(3), engine.layers.LSTMCell(2)], name="stack")
    pair = engine.layers.Bidirectional(engine.layers.RNN(Minimal(3)))
    model = engine.Model(inputs, [stack(inputs), pair(inputs)])
    model.save(tmp_path / "m.keras")
    again = engine.models.load_model(tmp_path / "m.keras", custom_objects={"Minimal": Minimal})
    for one, other in zip(
        again.predict(SEQ, verbose=0), model.predict(SEQ, verbose=0), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_a_cell_without_a_state_size_is_refused() -> None:
    with pytest.raises(ValueError, match="state_size"):
        engine.layers.RNN(engine.layers.Dense(3))


def test_dropout_is_the_same_at_every_step() -> None:
    """An all-linear cell that only drops inputs gives the same row at every step."""
    x = np.ones((3, 6, 8), "float32")
    config = {"activation": None, "recurrent_initializer": "zeros", "dropout": 0.5, "seed": 3}
    cell = engine.layers.SimpleRNNCell(4, **config)
    for layer in (
        engine.layers.SimpleRNN(4, return_sequences=True, **config),
        engine.layers.RNN(cell, return_sequences=True),
    ):
        outputs = layer(x, training=True).numpy()
        plain = layer(x, training=False).numpy()
        np.testing.assert_allclose(outputs, outputs[:, :1].repeat(6, 1), rtol=1e-6)
        assert not np.allclose(outputs, plain)


@pytest.mark.parametrize("name", ["LSTM", "GRU", "SimpleRNN"])
def test_unfit_states_and_masks_are_refused(name: str) -> None:
    layer = getattr(engine.layers, name)(3)
    number = 2 if name == "LSTM" else 1
    with pytest.raises(ValueError, match=r"\(4, 7\)"):
        layer(SEQ, initial_state=[real(4, 7)] * number)
    with pytest.raises(ValueError, match=f"has {number} states, initial_state gives 3"):
        layer(SEQ, initial_state=[real(4, 3)] * 3)
    with pytest.raises(ValueError, match=r"mask of shape \(4, 2\)"):
        layer(SEQ, mask=np.ones((4, 2), bool))


def test_a_stateful_layer_names_a_batch_that_does_not_fit() -> None:
    inputs = engine.Input((5, 2), batch_size=4)
    layer = engine.layers.GRU(3, stateful=True)
    engine.Model(inputs, layer(inputs))
    with pytest.raises(ValueError, match="stateful with 4 samples per batch, but gets 2"):
        layer(SEQ[:2])
    with pytest.raises(ValueError, match="batch_size"):
        engine.layers.GRU(3, stateful=True)(engine.Input((5, 2)))
    start = real(4, 3)
    layer.reset_states([start])
    np.testing.assert_array_equal(layer.states[0].numpy(), start)


@pytest.mark.parametrize("both_ways", [False, True])
def test_time_major_data_give_what_turned_data_give(both_ways: bool) -> None:
    """Keras 2's argument: steps first in data, masks and returned sequences."""
    assert "time_major" not in engine.layers.LSTM(3, time_major=False).get_config()
    mask = np.arange(5) < np.array([[5], [3], [0], [1]])
    config = {"return_sequences": True, "return_state": True, "go_backwards": not both_ways}
    plain, turned = (
        engine.layers.GRU(3, **config, time_major=major, implementation=1) for major in (0, 1)
    )
    if both_ways:
        plain, turned = engine.layers.Bidirectional(plain), engine.layers.Bidirectional(turned)
    wanted, *states = plain(SEQ, mask=mask)
    turned.build((5, 4, 2))
    turned.set_weights(plain.get_weights())
    found, *last = turned(SEQ.transpose(1, 0, 2), mask=mask.T)
    np.testing.assert_allclose(found.numpy().transpose(1, 0, 2), wanted, rtol=1e-6)
    for one, other in zip(last, states, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    again = type(turned).from_config(turned.get_config())
    assert again(engine.Input((4, 2), batch_size=5))[0].shape == found.shape


def test_directions_must_differ_and_agree_in_what_they_give() -> None:
    lstm = engine.layers.LSTM
    with pytest.raises(ValueError, match="go_backwards"):
        engine.layers.Bidirectional(lstm(3), backward_layer=lstm(3))
    with pytest.raises(ValueError, match="return_sequences"):
        engine.layers.Bidirectional(
            lstm(3), backward_layer=lstm(3, go_backwards=True, return_sequences=True)
        )
    with pytest.raises(ValueError, match="recurrent layer"):
        engine.layers.Bidirectional(engine.layers.Dense(3))


def test_a_frozen_layer_stays_frozen_inside_a_wrapper() -> None:
    inner = engine.layers.Dense(3, trainable=False)
    wrapper = engine.layers.TimeDistributed(inner)
    wrapper.build((None, 4, 2))
    assert wrapper.trainable_weights == []
    assert [w.path for w in wrapper.weights] == [
        f"{wrapper.name}/{inner.name}/kernel",
        f"{wrapper.name}/{inner.name}/bias",
    ]
    frozen = engine.layers.Bidirectional(engine.layers.GRU(3), trainable=False)
    frozen.build((None, 4, 2))
    assert frozen.trainable_weights == []
    assert len(frozen.weights) == 6


def test_open_sizes_stay_open_in_wrappers() -> None:
    inputs = engine.Input((None, 4))
    dense = engine.layers.TimeDistributed(engine.layers.Dense(3))(inputs)
    both = engine.layers.Bidirectional(engine.layers.GRU(2, return_sequences=True))(dense)
    assert dense.shape == (None, None, 3)
    assert both.shape == (None, None, 4)
    model = engine.Model(inputs, both)
    for steps in (3, 6):
        assert model.predict(real(2, steps, 4), verbose=0).shape == (2, steps, 4)


@pytest.mark.parametrize("name", ["Bidirectional", "TimeDistributed"])
def test_a_wrapper_can_be_made_from_what_a_form_begins_with(name: str) -> None:
    cls = getattr(engine.layers, name)
    assert cls(cls.params["layer"].kind.start())(engine.Input((4, 2))).shape[0] is None
