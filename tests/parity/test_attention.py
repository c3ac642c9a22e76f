"""Masks and options of the attention layers against real Keras, with one training step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras as real
import numpy as np
import pytest

import engine

RNG = np.random.default_rng(7)
WORDS = RNG.integers(0, 6, (5, 6)).astype("int32")
OTHERS = RNG.integers(0, 6, (5, 4)).astype("int32")
WORDS[:, 0] = OTHERS[:, 0] = 3  # no row without a word: what it gives is not defined
FLOATS = RNG.normal(size=(5, 4, 3)).astype("f")
IMAGES = RNG.normal(size=(5, 3, 4, 5)).astype("f")


def words(k: Any, length: int, mask: bool = True) -> tuple[Any, Any]:
    inputs = k.Input((length,), dtype="int32")
    return inputs, k.layers.Embedding(6, 3, mask_zero=mask)(inputs)


def listed(k: Any, layer: Any, **options: Any) -> Any:
    (a, x), (b, y) = words(k, 6), words(k, 4)
    return k.Model([a, b], layer([x, y], **options))


def apart(k: Any, layer: Any, **options: Any) -> Any:
    (a, x), (b, y) = words(k, 6), words(k, 4)
    return k.Model([a, b], layer(x, y, **options))


def single(k: Any, layer: Any, **options: Any) -> Any:
    a, x = words(k, 6)
    return k.Model(a, layer(x, x, **options))


def axes(k: Any, layer: Any, **options: Any) -> Any:
    a = k.Input((3, 4, 5))
    return k.Model(a, layer(a, a, **options))


Build = Callable[..., Any]
LAYERS: list[tuple[str, dict[str, Any], Build, dict[str, Any], Any]] = [
    ("Attention", {}, listed, {}, [WORDS, OTHERS]),
    ("Attention", {"use_scale": True}, listed, {"use_causal_mask": True}, [WORDS, OTHERS]),
    ("Attention", {"score_mode": "concat"}, listed, {}, [WORDS, OTHERS]),
    ("AdditiveAttention", {}, listed, {"use_causal_mask": True}, [WORDS, OTHERS]),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, apart, {}, [WORDS, OTHERS]),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3, "sliding_window": 3},
        single,
        {"use_causal_mask": True},
        WORDS,
    ),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3},
        single,
        {"attention_mask": np.tri(6, 6, 1)[None] > 0},
        WORDS,
    ),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "attention_axes": 2}, axes, {}, IMAGES),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3, "value_dim": 2, "attention_axes": [1, 2]},
        axes,
        {},
        IMAGES,
    ),
    (
        "GroupQueryAttention",
        {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2},
        apart,
        {},
        [WORDS, OTHERS],
    ),
    (
        "GroupQueryAttention",
        {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "sliding_window": 3},
        single,
        {"use_causal_mask": True},
        WORDS,
    ),
]


def valid(model_input: Any) -> np.ndarray:
    """Positions of the query that are words; what the others give is not defined."""
    first = model_input[0] if isinstance(model_input, list) else model_input
    return first != 0 if first.ndim == 2 else np.ones(first.shape[:-1], bool)


@pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask:UserWarning")
@pytest.mark.parametrize(("name", "config", "build", "options", "x"), LAYERS)
def test_masked_outputs_and_a_training_step_equal_keras(
    name: str, config: dict, build: Build, options: dict, x: Any
) -> None:
    theirs, ours = (build(k, getattr(k.layers, name)(**config), **options) for k in (real, engine))
    weights = [RNG.normal(scale=0.7, size=w.shape).astype("f") for w in theirs.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    wanted = theirs.predict(x, verbose=0)
    counted = valid(x)
    np.testing.assert_allclose(
        ours.predict(x, verbose=0)[counted], wanted[counted], rtol=1e-4, atol=1e-5
    )
    target = RNG.normal(size=wanted.shape).astype("f")
    losses = []
    for model, k in ((theirs, real), (ours, engine)):
        model.compile(k.optimizers.SGD(0.05), "mse")
        losses.append(model.fit(x, target, batch_size=5, verbose=0).history["loss"])
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-4)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("Attention", {"use_scale": True}),
        ("AdditiveAttention", {}),
        ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "value_dim": 4}),
        (
            "GroupQueryAttention",
            {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_gate": True},
        ),
    ],
)
def test_scores_equal_keras(name: str, config: dict) -> None:
    models = []
    for k in (real, engine):
        a, b = k.Input((4, 3)), k.Input((6, 3))
        layer = getattr(k.layers, name)(**config)
        listed_call = name in ("Attention", "AdditiveAttention")
        outputs = (
            layer([a, b], return_attention_scores=True)
            if listed_call
            else layer(a, b, return_attention_scores=True)
        )
        models.append(k.Model([a, b], list(outputs)))
    theirs, ours = models
    x = [FLOATS, RNG.normal(size=(5, 6, 3)).astype("f")]
    ours.set_weights(theirs.get_weights())
    for one, other in zip(ours.predict(x, verbose=0), theirs.predict(x, verbose=0), strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(ours.predict(x, verbose=0)[1].sum(-1), 1, rtol=1e-5)


@pytest.mark.filterwarnings("ignore:(?s).*passed an input with a mask:UserWarning")
@pytest.mark.parametrize("name", ["MultiHeadAttention", "GroupQueryAttention"])
@pytest.mark.parametrize("blocks", [1, 2])
@pytest.mark.parametrize("last", ["GlobalAveragePooling1D", "LayerNormalization"])
def test_blocks_of_attention_see_masks_as_in_keras(name: str, blocks: int, last: str) -> None:
    """All rows count here, also those of padding and those where nothing may be looked at."""
    config = {
        "MultiHeadAttention": {"num_heads": 2, "key_dim": 3},
        "GroupQueryAttention": {"head_dim": 3, "num_query_heads": 2, "num_key_value_heads": 1},
    }[name]
    models = []
    for k in (real, engine):
        a, x = words(k, 6)
        for _ in range(blocks):
            layer = getattr(k.layers, name)(**config, activity_regularizer="l2")
            x = k.layers.Add()([x, layer(x, x)])
        models.append(k.Model(a, getattr(k.layers, last)()(x)))
    theirs, ours = models
    weights = [RNG.normal(scale=0.7, size=w.shape).astype("f") for w in theirs.get_weights()]
    wanted = None
    for model, k in ((theirs, real), (ours, engine)):
        model.set_weights(weights)
        found = np.asarray(model(WORDS))
        wanted = found if wanted is None else wanted
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
        model.compile(k.optimizers.SGD(0.05), "mse")
        model.fit(WORDS, np.sin(wanted), batch_size=5, verbose=0)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_open_lengths_are_allowed() -> None:
    steps = engine.Input((None, 3))
    y = engine.layers.MultiHeadAttention(2, 3)(steps, steps, use_causal_mask=True)
    z = engine.layers.Attention()([y, steps], use_causal_mask=True)
    model = engine.Model(steps, engine.layers.LayerNormalization()(z))
    assert model.output_shape == (None, None, 3)
    x = RNG.normal(size=(2, 5, 3)).astype("f")
    whole = model.predict(x, verbose=0)
    # Causal: what comes later changes nothing.
    np.testing.assert_allclose(model.predict(x[:, :3], verbose=0), whole[:, :3], atol=1e-5)


@pytest.mark.parametrize("name", ["Attention", "MultiHeadAttention"])
def test_a_wrong_number_of_inputs_is_refused(name: str) -> None:
    config = {"num_heads": 1, "key_dim": 2} if "Multi" in name else {}
    layer = getattr(engine.layers, name)(**config)
    steps = engine.Input((4, 3))
    for inputs in (steps, [steps], [steps] * 4):
        with pytest.raises(ValueError, match="two or three inputs"):
            layer(inputs)


def test_inputs_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(None, 4, 3\) and \(None, 5, 2\)"):
        engine.layers.Attention()([engine.Input((4, 3)), engine.Input((5, 2))])
    with pytest.raises(ValueError, match="as many steps"):
        engine.layers.MultiHeadAttention(1, 2)(*(engine.Input((n, 3)) for n in (4, 5, 6)))
    with pytest.raises(ValueError, match="multiple of 'num_key_value_heads'"):
        engine.layers.GroupQueryAttention(2, 4, 3)


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("cap", [None, 2.0])
def test_a_reversible_embedding_trains_both_ways_as_in_keras(tied: bool, cap: float | None) -> None:
    models = []
    for k in (real, engine):
        words_in = k.Input((6,), dtype="int32")
        layer = k.layers.ReversibleEmbedding(6, 3, tied, mask_zero=True, logit_soft_cap=cap)
        models.append(k.Model(words_in, layer(layer(words_in), reverse=True)))
    theirs, ours = models
    weights = [RNG.normal(size=w.shape).astype("f") for w in theirs.get_weights()]
    for model, k in ((theirs, real), (ours, engine)):
        model.set_weights(weights)
        model.compile(k.optimizers.SGD(0.1), k.losses.SparseCategoricalCrossentropy(True))
        model.fit(WORDS, WORDS, batch_size=5, verbose=0)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
