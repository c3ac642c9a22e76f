"""Models of many uncommon parts, made by real Keras 3: what people's files may hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.parity.files.catalogue import chain, model

new = {"generations": (3,)}
#: Models whose weights are written in several files too: the most that one holds, in GB.
SHARDED = {"images": 1e-6, "nested_three_deep": 4e-7}
#: Models whose small additions to kernels Keras adds to these while it writes, and begins anew:
#: they predict as before and learn otherwise. Keras's HDF5 file loses the additions.
MERGED = ("low_rank",)
#: Models that Keras cannot open from HDF5 as they were: it knows no Lamb there.
NOT_FROM_HDF5 = (*MERGED, "with_lamb")
#: Models with a loss whose argument Keras leaves out of its files: Huber's delta.
UNSAID = ("settings_as_objects",)


def _two_dense(k: Any, units: int = 5) -> Any:
    return chain(k, (4,), k.layers.Dense(units, activation="tanh"), k.layers.Dense(2))


@model(lambda o: o.Adam(0.01), flat=("class/bias", "moving_mean"), **new)
def nested_three_deep(k):
    """A shared model inside models inside models; names of all kinds; one part frozen."""
    layers = k.layers
    core = k.Sequential(
        [layers.Dense(3, name="class"), layers.BatchNormalization(name="schicht_ü_层")],
        name="lambda",
    )
    core.build((None, 3))
    i = k.Input((3,), name="input")
    inner = k.Model(i, layers.Add(name="add")([core(i), layers.Dense(3, name="None")(i)]),
                    name="None")  # fmt: skip
    j = k.Input((4,))
    first = layers.Dense(3, name="a.b-c " + "very_long_" * 30)(j)
    middle = k.Model(j, [inner(first), first], name="middle")
    x, y = k.Input((4,)), k.Input((4,))
    one, kept = middle(x)
    two, _ = middle(y)
    inner.get_layer("None").trainable = False
    return k.Model([x, y], layers.Dense(2)(layers.Concatenate()([one, two, kept])))


@model(**new)
def symbolic_operations(k):
    """Operations with constants and arguments by name; some give several tensors."""
    ops, layers = k.ops, k.layers
    a, b = k.Input((4, 3)), k.Input((4, 3))
    x = ops.einsum("bij,bkj->bik", a, b) / np.sqrt(3.0)
    x = ops.where(x > 0.1, x, 0.3 * x) ** 2 + ops.maximum(a[:, :, :1], 0.0)
    left, right = ops.split(ops.pad(x, ((0, 0), (1, 1), (0, 0)), constant_values=0.5), 2, axis=1)
    y = ops.stack([left, ops.flip(right, axis=1)], axis=-1)
    y = ops.sum(ops.moveaxis(y, -1, 1), axis=(1, 2), keepdims=False)
    y = ops.concatenate([y, ops.logsumexp(b, axis=-1), 2.0 - ops.mean(b, axis=1)], axis=-1)
    length = ops.sqrt(ops.sum(ops.square(a[:, :, 0]), axis=-1, keepdims=True))
    y = ops.clip(y, x_min=-1.5, x_max=4.0) * length
    z = ops.take(y, [0, 2, 5], axis=-1) + ops.max(b, axis=(1, 2), keepdims=True)[:, 0]
    z = ops.squeeze(ops.expand_dims(z, axis=1), axis=1) // 0.01 * 0.01
    z = ops.gelu(z, approximate=False) + np.array([0.1, 0.2, 0.3], "float32")
    return k.Model([a, b], layers.Dense(2)(ops.concatenate([y, z], axis=-1)))


def _dictionary_settings(k: Any) -> dict[str, Any]:
    return {
        "loss": {"kind": k.losses.CategoricalCrossentropy(label_smoothing=0.1), "size": "huber"},
        "loss_weights": {"kind": 0.3, "size": 2.0},
        "metrics": {"kind": [k.metrics.TopKCategoricalAccuracy(k=2, name="two"), "accuracy"],
                    "size": [k.metrics.MeanSquaredError(name="größe")]},
        "weighted_metrics": {"kind": ["mae"], "size": ["mae"]},
    }  # fmt: skip


@model(lambda o: o.Nadam(0.01), objects=_dictionary_settings, **new)
def dictionaries_with_losses(k):
    layers = k.layers
    a, b = k.Input((3,), name="alpha"), k.Input((5, 2), name="beta")
    joined = layers.Concatenate()([a, layers.Flatten()(b)])
    outputs = {"size": layers.Dense(1, name="any")(joined),
               "kind": layers.Dense(3, activation="softmax", name="kind")(joined)}  # fmt: skip
    return k.Model({"beta": b, "alpha": a}, outputs)


def _list_settings(k: Any) -> dict[str, Any]:
    losses, metrics = k.losses, k.metrics
    return {
        "loss": [losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
                 losses.LogCosh(), "mae"],
        "loss_weights": [1.0, 0.2, 0.5],
        "metrics": [[metrics.AUC(num_thresholds=20, from_logits=True)], ["mse"], []],
    }  # fmt: skip


@model(lambda o: o.SGD(0.05, clipvalue=0.02), objects=_list_settings, **new)
def lists_with_losses(k):
    x = k.Input((4,))
    return k.Model(x, [k.layers.Dense(n, name=f"out_{n}")(x) for n in (1, 2, 3)])


@model(**new)
def adapted(k):
    """Preprocessing with what it learned from data."""
    layers, rng = k.layers, np.random.default_rng(3)
    data = rng.normal(2, 3, (50, 3)).astype("float32")
    x, y = k.Input((3,)), k.Input((3,))
    norm, back = layers.Normalization(), layers.Normalization(invert=True)
    bins = layers.Discretization([-1.0, 0.5, 2.0], output_mode="multi_hot")
    norm.adapt(data)
    back.adapt(data * 2)
    parts = [norm(x), back(y), bins(x), layers.Rescaling(0.1, 2.0)(y)]
    return k.Model([x, y], layers.Dense(2)(layers.Concatenate()(parts)))


@model(lambda o: o.RMSprop(0.01, momentum=0.2), **new)
def cells_and_directions(k):
    layers = k.layers
    x = k.Input((5, 3))
    cells = [layers.LSTMCell(4), layers.GRUCell(3, reset_after=False), layers.SimpleRNNCell(2)]
    stacked = layers.RNN(layers.StackedRNNCells(cells), return_sequences=True)(x)
    both = layers.Bidirectional(
        layers.LSTM(3, return_sequences=True),
        backward_layer=layers.GRU(3, return_sequences=True, go_backwards=True),
    )(stacked)
    out, *states = layers.Bidirectional(layers.LSTM(2, return_state=True), merge_mode="mul")(both)
    last = layers.RNN(layers.SimpleRNNCell(4), go_backwards=True)(both)
    return k.Model(x, layers.Dense(1)(layers.Concatenate()([out, *states, last])))


@model(**new)
def images_in_time(k):
    layers = k.layers
    return chain(
        k,
        (3, 5, 5, 2),
        layers.ConvLSTM2D(2, 3, padding="same", return_sequences=True),
        layers.TimeDistributed(layers.Conv2D(2, 2)),
        layers.ConvLSTM2D(2, 2, dropout=0.0),
        layers.Flatten(),
        layers.Dense(1),
    )


@model(**new)
def low_rank(k):
    """Layers that learn only small additions to their kernels."""
    layers = k.layers
    x = k.Input((4,), dtype="int32")
    words, mix = layers.Embedding(12, 6), layers.EinsumDense("abc,cd->abd", (4, 5))
    out = layers.Dense(2)
    made = k.Model(x, out(layers.Flatten()(mix(words(x)))))
    words.enable_lora(2)
    mix.enable_lora(3)
    out.enable_lora(1, lora_alpha=2)
    return made


@model(**new)
def attentions(k):
    layers = k.layers
    x, y = k.Input((5, 6)), k.Input((4, 6))
    a = layers.GroupQueryAttention(3, 4, 2)(x, y)
    b = layers.MultiHeadAttention(2, 3, attention_axes=(1,), output_shape=6)(x, y, key=y)
    c = layers.EinsumDense("abc,cde->abde", (None, 2, 3), bias_axes="de")(layers.Add()([a, b, x]))
    d = layers.Reshape((5, 6))(c)
    e, scores = layers.Attention(score_mode="concat")([d, y], return_attention_scores=True)
    z = layers.Concatenate()([layers.GlobalMaxPooling1D()(e), layers.Flatten()(scores)])
    return k.Model([x, y], layers.Dense(2)(z))


@model(lambda o: o.LossScaleOptimizer(o.Adam(0.01), initial_scale=64.0, dynamic_growth_steps=2),
       **new)  # fmt: skip
def scaled_loss(k):
    return _two_dense(k)


@model(lambda o: o.Adam(o.schedules.CosineDecay(0.01, 5, alpha=0.1, warmup_target=0.05,
                                                warmup_steps=2), clipnorm=0.5), **new)  # fmt: skip
def warmed_up(k):
    return _two_dense(k)


@model(lambda o: o.SGD(o.schedules.PolynomialDecay(0.1, 3, 0.001, power=2.0, cycle=True),
                       momentum=0.8, gradient_accumulation_steps=2), **new)  # fmt: skip
def accumulated(k):
    return _two_dense(k)


@model(lambda o: o.RMSprop(o.schedules.InverseTimeDecay(0.05, 2, 0.5), use_ema=True,
                           ema_momentum=0.9, ema_overwrite_frequency=None), **new)  # fmt: skip
def kept_average(k):
    return _two_dense(k)


@model(**new)
def by_chance(k):
    """Layers that draw numbers while training, each with a generator of its own."""
    layers = k.layers
    return chain(
        k,
        (6, 6, 3),
        layers.RandomZoom(0.0, seed=3),
        layers.RandomContrast(0.0, seed=4),
        layers.GaussianNoise(0.0),
        layers.Dropout(0.0, seed=5),
        layers.Flatten(),
        layers.AlphaDropout(0.0, seed=6),
        layers.Dense(2),
    )


@model(**new)
def three_hundred_layers(k):
    layers = k.layers
    steps: list[Any] = [layers.Dense(3, name="first")]
    for i in range(150):
        steps += [layers.Rescaling(1.0 + i % 3 / 100, name=f"scale_{i}"), layers.Activation("tanh")]
        steps += [layers.Dense(3)] if i % 50 == 0 else []
    return chain(k, (3,), *steps)


def _masked(k: Any) -> Any:
    layers = k.layers
    a, b = k.Input((6,), dtype="int32"), k.Input((6, 4))
    first = layers.Embedding(10, 4, mask_zero=True)(a)
    second = layers.Masking()(b)
    steps = layers.Concatenate(axis=1)([first, second])
    steps = layers.MultiHeadAttention(2, 3)(steps, first)
    steps = layers.Bidirectional(layers.GRU(3, return_sequences=True))(steps)
    sums = layers.TimeDistributed(layers.Dense(2))(layers.Concatenate()([steps, steps]))
    inner_input = k.Input((12, 2))
    inner = k.Model(inner_input, layers.LSTM(3)(layers.Dropout(0.0)(inner_input)), name="reader")
    return k.Model([a, b], layers.Dense(1)(inner(sums)))


@model(lambda o: o.Adam(0.01), **new)
def masks_that_travel(k):
    return _masked(k)


@model(**new)
def masks_given(k):
    """Masks made by operations and given by name."""
    layers, ops = k.layers, k.ops
    x, told = k.Input((5, 3)), k.Input((5,), dtype="int32")
    mask = ops.logical_and(told > 2, ops.not_equal(told, 5))
    y = layers.GRU(3, return_sequences=True)(x, mask=mask)
    z = layers.MultiHeadAttention(2, 2)(y, y, attention_mask=ops.expand_dims(mask, 1))
    return k.Model([x, told], layers.Dense(1)(layers.GlobalAveragePooling1D()(z, mask=mask)))


@model(loss="mse", **new)
def channels_first(k):
    layers = k.layers
    return chain(
        k,
        (3, 6, 6),
        layers.Permute((2, 3, 1)),
        layers.Conv2D(4, 3, groups=1, padding="same", data_format="channels_last"),
        layers.GroupNormalization(2),
        layers.UpSampling2D(2, interpolation="nearest"),
        layers.GlobalAveragePooling2D(keepdims=True),
        layers.Flatten(),
        layers.Dense(2, dtype="float32"),
    )


def _optimizer(name: str, make: Any) -> None:
    def two_dense(k: Any) -> Any:
        return _two_dense(k, 4)

    two_dense.__name__ = f"with_{name}"
    model(make, **new)(two_dense)


_optimizer("lion", lambda o: o.Lion(0.01, weight_decay=0.01))
_optimizer("adafactor", lambda o: o.Adafactor(0.01))
_optimizer("lamb", lambda o: o.Lamb(0.01))
_optimizer("adadelta", lambda o: o.Adadelta(0.5))
_optimizer("muon", lambda o: o.Muon(0.01))
_optimizer("ftrl", lambda o: o.Ftrl(0.01, l2_shrinkage_regularization_strength=0.1))
