"""Numbers that Keras 3.15.1 gave for activations and layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine import activations, layers

#: Steps that count, where a result is named "masked".
MASK = np.array([[True, True, False], [True, False, True]])
#: Golden name -> the activation's name and arguments, where they are not the name itself.
CALLED = {
    "gelu_exact": ("gelu", {}),
    "gelu_approximate": ("gelu", {"approximate": True}),
    "relu(max_value=2,negative_slope=0.1,threshold=0.25)": (
        "relu",
        {"max_value": 2.0, "negative_slope": 0.1, "threshold": 0.25},
    ),
}


def test_activations(golden: Any) -> None:
    table = golden["activations"]
    x = np.array(table["x"], np.float32)
    for key, want in table.items():
        if key == "x":
            continue
        name, options = CALLED.get(key, (key, {}))
        given = x.reshape(np.shape(want))  # softmax and its like took them as one row
        y = getattr(activations, name)(given, **options).numpy()
        np.testing.assert_allclose(y, want, rtol=1e-5, atol=2e-6, err_msg=key)


def waves(layer: Any, sign: bool = False) -> Any:
    """Set the weights the golden numbers were made with: half a sine of 1, 2, 3, ..."""
    halves = [0.5 * np.sin(np.arange(1, w.size + 1)).reshape(w.shape) for w in layer.weights]
    layer.set_weights(halves if sign else [np.abs(h) for h in halves])
    return layer


PLAIN = {
    "LayerNormalization": (layers.LayerNormalization, {}),
    "LayerNormalization axis[1,2]": (layers.LayerNormalization, {"axis": [1, 2]}),
    "GroupNormalization(2)": (layers.GroupNormalization, {"groups": 2}),
    "GroupNormalization(1)": (layers.GroupNormalization, {"groups": 1}),
    "RMSNormalization": (layers.RMSNormalization, {}),
    "UnitNormalization": (layers.UnitNormalization, {}),
    "BatchNormalization infer": (layers.BatchNormalization, {}),
    "PReLU": (layers.PReLU, {}),
    "Dense": (layers.Dense, {"units": 3, "activation": "tanh"}),
}
TOGETHER = {
    "Attention([X,X])": (layers.Attention, {}, {}),
    "Attention masked": (layers.Attention, {}, {"mask": [MASK, MASK]}),
    "AdditiveAttention no scale": (layers.AdditiveAttention, {"use_scale": False}, {}),
    "Dot axes=2 normalized": (layers.Dot, {"axes": 2, "normalize": True}, {}),
}
HEADS = {
    "MultiHeadAttention(2,2) sin weights": {},
    "MHA causal": {"use_causal_mask": True},
    # Keras 3.15 heeds the mask a query carries, not the one given as an argument.
    "MHA masked": {"query_mask": MASK},
}
TRAINED = {
    "BatchNormalization train (fresh weights)": {},
    "BatchNormalization train masked": {"mask": MASK},
}
AVERAGE = "GlobalAveragePooling1D masked"


def test_every_layer_of_the_list_is_compared(golden: Any) -> None:
    listed = {k for k in golden["layers"] if k not in ("X", "_weights")}
    assert listed == {*PLAIN, *TOGETHER, *HEADS, *TRAINED, AVERAGE}


def vectors(golden: Any) -> Any:
    return np.array(golden["layers"]["X"], np.float32)


def compare(y: Any, want: Any) -> None:
    np.testing.assert_allclose(np.asarray(y), want, rtol=1e-4, atol=2e-6)


@pytest.mark.parametrize("name", PLAIN)
def test_one_input(golden: Any, name: str) -> None:
    cls, config = PLAIN[name]
    x, layer = vectors(golden), cls(**config)
    layer(x)
    compare(waves(layer)(x), golden["layers"][name])


@pytest.mark.parametrize("name", TOGETHER)
def test_the_input_twice(golden: Any, name: str) -> None:
    cls, config, call = TOGETHER[name]
    x = vectors(golden)
    given = {k: [engine.convert_to_tensor(m) for m in v] for k, v in call.items()}
    compare(cls(**config)([x, x], **given), golden["layers"][name])


@pytest.mark.parametrize("name", HEADS)
def test_heads(golden: Any, name: str) -> None:
    x, layer = vectors(golden), layers.MultiHeadAttention(2, 2)
    layer(x, x)
    options = {
        k: v if isinstance(v, bool) else engine.convert_to_tensor(v) for k, v in HEADS[name].items()
    }
    compare(waves(layer, sign=True)(x, x, **options), golden["layers"][name])


@pytest.mark.parametrize("name", TRAINED)
def test_a_training_call_moves_the_statistics(golden: Any, name: str) -> None:
    layer, want = layers.BatchNormalization(), golden["layers"][name]
    masks = {k: engine.convert_to_tensor(v) for k, v in TRAINED[name].items()}
    compare(layer(vectors(golden), training=True, **masks), want["y"])
    compare(layer.moving_mean.numpy(), want["moving_mean"])
    compare(layer.moving_variance.numpy(), want["moving_var"])


def test_a_mean_over_the_steps_that_count(golden: Any) -> None:
    y = layers.GlobalAveragePooling1D()(vectors(golden), mask=engine.convert_to_tensor(MASK))
    compare(y, golden["layers"][AVERAGE])
