"""Files of Keras 1.2, laid out by hand from its rules; NumPy computes what they predict.

Keras 1 kept no backend in its files. TensorFlow's names of weights end in ":0", Theano's do not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from engine.layers.placeholder import Placeholder
from engine.saving import LoadError, open_model

RNG = np.random.default_rng(11)
Arrays = dict[str, np.ndarray]
Entry = dict[str, Any]


def numbers(*shape: int) -> np.ndarray:
    return RNG.uniform(-0.7, 0.7, shape).astype("float32")


# -- how Keras 1 described layers -----------------------------------------------------------

_PARTS = {"W_regularizer": None, "b_regularizer": None, "activity_regularizer": None,
          "W_constraint": None, "b_constraint": None, "bias": True}  # fmt: skip


def entry(cls: str, name: str, **config: Any) -> Entry:
    return {"class_name": cls, "config": {"name": name, "trainable": True, **config}}


def dense(name: str, units: int, inputs: int | None = None, activation: str = "linear") -> Entry:
    first = {} if inputs is None else {"batch_input_shape": [None, inputs],
                                       "input_dtype": "float32"}  # fmt: skip
    return entry("Dense", name, **first, output_dim=units, init="glorot_uniform",
                 activation=activation, input_dim=inputs, **_PARTS)  # fmt: skip


def convolution(name: str, filters: int, size: tuple[int, int], **more: Any) -> Entry:
    config = {"init": "glorot_uniform", "activation": "linear", "border_mode": "valid",
              "subsample": [1, 1], "dim_ordering": "tf", **_PARTS}  # fmt: skip
    return entry(more.pop("cls", "Convolution2D"), name, nb_filter=filters, nb_row=size[0],
                 nb_col=size[1], **(config | more))  # fmt: skip


def recurrent(cls: str, name: str, units: int, inputs: int, **more: Any) -> Entry:
    return entry(cls, name, output_dim=units, init="glorot_uniform", inner_init="orthogonal",
                 activation="tanh", inner_activation="hard_sigmoid", W_regularizer=None,
                 U_regularizer=None, b_regularizer=None, dropout_W=0.0, dropout_U=0.0,
                 return_sequences=False, go_backwards=False, stateful=False, unroll=False,
                 consume_less="cpu", input_dim=inputs, input_length=None, **more)  # fmt: skip


def merge(name: str, mode: str, branches: list[Entry] | None = None, **more: Any) -> Entry:
    """Merge wrote neither whether it is trainable, nor (in a graph) what it merges."""
    config = {"name": name, "mode": mode, "mode_type": "raw", "concat_axis": -1, "dot_axes": -1,
              "output_shape": None, "output_shape_type": "raw", "output_mask": None,
              "output_mask_type": "raw", "arguments": {}, **more}  # fmt: skip
    inside = {} if branches is None else {"layers": branches}
    return {"class_name": "Merge", "config": config | inside}


def chain(*layers: Entry) -> Entry:
    return {"class_name": "Sequential", "config": list(layers)}


def source(name: str, *shape: int | None) -> Entry:
    return {"class_name": "InputLayer", "config": {
        "name": name, "batch_input_shape": [None, *shape], "input_dtype": "float32",
        "sparse": False}}  # fmt: skip


def graph(joined: list[tuple[Entry, list[str]]], name: str = "model_1") -> Entry:
    """A model of layers, each with the names of those it is called on."""
    layers = [
        {**layer, "name": layer["config"]["name"],
         "inbound_nodes": [[[b, 0, 0] for b in before]] if before else []}
        for layer, before in joined
    ]  # fmt: skip
    inputs = [[x["name"], 0, 0] for x in layers if x["class_name"] == "InputLayer"]
    return {"class_name": "Model", "config": {
        "name": name, "layers": layers, "input_layers": inputs,
        "output_layers": [[layers[-1]["name"], 0, 0]]}}  # fmt: skip


def write(
    path: Path, described: Entry, weights: dict[str, Arrays], ending: str = ":0",
    empty: Any = None, version: str = "1.2.2",
) -> Path:  # fmt: skip
    """Write a file as ``model.save`` did: the layers' groups in the order given.

    Args:
        ending: What stands behind the names of weights: TensorFlow's ":0", or nothing.
        empty: The array that is the list of names of a layer without weights.
    """
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version.encode()
        file.attrs["model_config"] = json.dumps(described).encode()
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [label.encode() for label in weights]
        for label, arrays in weights.items():
            inner = group.create_group(label)
            names = [f"{label}_{key}{ending}" for key in arrays]
            bare = np.zeros(0) if empty is None else empty
            inner.attrs["weight_names"] = [n.encode() for n in names] or bare
            for name, array in zip(names, arrays.values(), strict=True):
                inner[name] = array
    return path


def check(path: Path, inputs: Any, expected: np.ndarray) -> Any:
    opened = open_model(path)
    found = opened.model.predict(inputs, verbose=0)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    assert opened.report.faithful
    return opened


# -- the formulas ---------------------------------------------------------------------------


def wide(*arrays: np.ndarray) -> list[np.ndarray]:
    return [a.astype("float64") for a in arrays]


def pair(inputs: int, outputs: int) -> Arrays:
    return {"W": numbers(inputs, outputs), "b": numbers(outputs)}


def affine(x: np.ndarray, part: Arrays) -> np.ndarray:
    w, b = wide(part["W"], part["b"])
    return x @ w + b


def correlated(x: np.ndarray, kernel: np.ndarray, step: int = 1) -> np.ndarray:
    """Images and kernel with the channels last, without a border."""
    rows, columns = kernel.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (rows, columns), axis=(1, 2))
    return np.einsum("nhwcij,ijcf->nhwf", windows[:, ::step, ::step], kernel)


def halved(x: np.ndarray) -> np.ndarray:
    """The greatest of each two times two, whole ones only."""
    n, h, w, c = x.shape
    cut = x[:, : h // 2 * 2, : w // 2 * 2]
    return cut.reshape(n, h // 2, 2, w // 2, 2, c).max(axis=(2, 4))


def hard(x: np.ndarray) -> np.ndarray:
    return np.clip(0.2 * x + 0.5, 0, 1)


def gates(letters: str, inputs: int, units: int) -> Arrays:
    return {f"{kind}_{gate}": numbers(*shape) for gate in letters
            for kind, shape in (("W", (inputs, units)), ("U", (units, units)),
                                ("b", (units,)))}  # fmt: skip


def fed(part: Arrays, gate: str, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    w, u, b = wide(*(part[f"{kind}_{gate}"] for kind in "WUb"))
    return x @ w + h @ u + b


def lstm(part: Arrays, x: np.ndarray) -> np.ndarray:
    h = c = np.zeros((len(x), part["b_i"].size))
    for t in range(x.shape[1]):
        i, f, o = (hard(fed(part, gate, x[:, t], h)) for gate in "ifo")
        c = f * c + i * np.tanh(fed(part, "c", x[:, t], h))
        h = o * np.tanh(c)
    return h


def gru(part: Arrays, x: np.ndarray) -> np.ndarray:
    h = np.zeros((len(x), part["b_z"].size))
    for t in range(x.shape[1]):
        z, r = (hard(fed(part, gate, x[:, t], h)) for gate in "zr")
        h = z * h + (1 - z) * np.tanh(fed(part, "h", x[:, t], r * h))
    return h


# -- chains ---------------------------------------------------------------------------------

IMAGES = numbers(3, 7, 9, 2)


def normalization(name: str, axis: int, mode: int = 0) -> Entry:
    return entry("BatchNormalization", name, epsilon=0.002, mode=mode, axis=axis, momentum=0.99,
                 gamma_regularizer=None, beta_regularizer=None)  # fmt: skip


@pytest.mark.parametrize("ordering", ["tf", "th"])
@pytest.mark.parametrize("theano", [False, True])
def test_images(ordering: str, theano: bool, tmp_path: Path) -> None:
    """Kernels of "th" lie in another order; Theano itself goes through them from the end."""
    kernel, bias = numbers(3, 2, 2, 4), numbers(4)
    moments = {"gamma": numbers(4), "beta": numbers(4), "running_mean": numbers(4),
               "running_std": numbers(4) ** 2 + 0.1}  # fmt: skip
    first = ordering == "th"
    flat = 4 * 1 * 2
    last = pair(flat, 3)
    images = np.moveaxis(IMAGES, -1, 1) if first else IMAGES
    described = chain(
        convolution("convolution2d_1", 4, (3, 2), subsample=[2, 2], activation="relu",
                    dim_ordering=ordering, batch_input_shape=[None, *images.shape[1:]]),
        normalization("batchnormalization_1", 1 if first else -1),
        entry("MaxPooling2D", "maxpooling2d_1", pool_size=[2, 2], strides=[2, 2],
              border_mode="valid", dim_ordering=ordering),
        entry("Flatten", "flatten_1"),
        entry("Dropout", "dropout_1", p=0.5),
        dense("dense_1", 3),
    )  # fmt: skip
    path = write(tmp_path / "m.h5", described, {
        "convolution2d_1": {"W": kernel.transpose(3, 2, 0, 1) if first else kernel, "b": bias},
        "batchnormalization_1": moments, "maxpooling2d_1": {}, "flatten_1": {}, "dropout_1": {},
        "dense_1": last,
    }, ending="" if theano else ":0")  # fmt: skip
    x, k, b = wide(IMAGES, kernel, bias)
    y = np.maximum(correlated(x, k[::-1, ::-1] if theano else k, 2) + b, 0)
    gamma, beta, mean, variance = wide(*moments.values())
    y = halved((y - mean) / np.sqrt(variance + 0.002) * gamma + beta)
    y = np.moveaxis(y, -1, 1) if first else y
    check(path, images, affine(y.reshape(3, -1), last))


@pytest.mark.parametrize("ordering", ["tf", "th"])
def test_transposed_convolutions(ordering: str, tmp_path: Path) -> None:
    """Their kernels had the inputs before the outputs; as many of both must not hide it."""
    kernel, bias = numbers(2, 3, 2, 2), numbers(2)
    first = ordering == "th"
    images = np.moveaxis(IMAGES, -1, 1) if first else IMAGES
    sizes = [None, 2, 8, 11] if first else [None, 8, 11, 2]
    described = chain(convolution(
        "deconvolution2d_1", 2, (2, 3), cls="Deconvolution2D", output_shape=sizes,
        dim_ordering=ordering, batch_input_shape=[None, *images.shape[1:]],
    ))  # fmt: skip
    stored = kernel.transpose(3, 2, 0, 1) if first else kernel
    path = write(tmp_path / "m.h5", described, {"deconvolution2d_1": {"W": stored, "b": bias}})
    x, k, b = wide(IMAGES, kernel, bias)
    y = np.zeros((3, 8, 11, 2)) + b
    for i in range(2):
        for j in range(3):
            y[:, i : i + 7, j : j + 9] += x @ k[i, j]
    check(path, images, np.moveaxis(y, -1, 1) if first else y)


@pytest.mark.parametrize("larger", [0, 1])
@pytest.mark.parametrize("border", ["valid", "same"])
@pytest.mark.parametrize("ordering", ["tf", "th"])
def test_a_transposed_convolution_gives_the_shape_it_was_told(
    ordering: str, border: str, larger: int, tmp_path: Path
) -> None:
    """With strides, several shapes lead to the same one; the file says which it was."""
    kernel, bias = numbers(3, 3, 2, 2), numbers(2)
    first = ordering == "th"
    images = np.moveaxis(IMAGES, -1, 1) if first else IMAGES
    rows, columns = IMAGES.shape[1:3]
    least = 3 if border == "valid" else 1
    tall, broad = 2 * (rows - 1) + least + larger, 2 * (columns - 1) + least
    sizes = [None, 2, tall, broad] if first else [None, tall, broad, 2]
    described = chain(
        convolution("deconvolution2d_1", 2, (3, 3), cls="Deconvolution2D", output_shape=sizes,
                    subsample=[2, 2], border_mode=border, dim_ordering=ordering,
                    batch_input_shape=[None, *images.shape[1:]]),
        entry("Flatten", "flatten_1"),
        dense("dense_1", 3),
    )  # fmt: skip
    last = pair(tall * broad * 2, 3)
    stored = kernel.transpose(3, 2, 0, 1) if first else kernel
    weights = {"deconvolution2d_1": {"W": stored, "b": bias}, "flatten_1": {}, "dense_1": last}
    path = write(tmp_path / "m.h5", described, weights)
    x, k, b = wide(IMAGES, kernel, bias)
    y = np.zeros((3, 2 * rows + 2, 2 * columns + 2, 2)) + b
    for i in range(3):
        for j in range(3):
            y[:, i : i + 2 * rows - 1 : 2, j : j + 2 * columns - 1 : 2] += x @ k[i, j]
    # What a convolution with 'same' adds around its input stands half, rounded down, before it.
    above, left = (max(2 * n + 1 - size, 0) // 2 for n, size in ((rows, tall), (columns, broad)))
    y = y[:, above : above + tall, left : left + broad]
    y = np.moveaxis(y, -1, 1) if first else y
    check(path, images, affine(y.reshape(3, -1), last))


def test_a_transposed_convolution_cannot_give_any_shape(tmp_path: Path) -> None:
    described = chain(convolution(
        "deconvolution2d_1", 2, (3, 3), cls="Deconvolution2D", output_shape=[None, 40, 40, 2],
        subsample=[2, 2], dim_ordering="tf", batch_input_shape=[None, *IMAGES.shape[1:]],
    ))  # fmt: skip
    weights = {"deconvolution2d_1": {"W": numbers(3, 3, 2, 2), "b": numbers(2)}}
    path = write(tmp_path / "m.h5", described, weights)
    with pytest.raises(LoadError, match=r"'deconvolution2d_1' is to make \(40, 40\)"):
        open_model(path)


@pytest.mark.parametrize("cls", ["LSTM", "GRU"])
@pytest.mark.parametrize("nested", [False, True])
def test_words_one_after_the_other(cls: str, nested: bool, tmp_path: Path) -> None:
    """Each gate had weights of its own, also inside a model inside the model."""
    table, last = numbers(9, 3), pair(4, 2)
    part = gates("icfo" if cls == "LSTM" else "zrh", 3, 4)
    walk, name = (lstm, "lstm_1") if cls == "LSTM" else (gru, "gru_1")
    embedding = entry("Embedding", "embedding_1", batch_input_shape=[None, 5],
                      input_dtype="int32", input_dim=9, output_dim=3, init="uniform",
                      input_length=5, mask_zero=False, W_regularizer=None, W_constraint=None,
                      activity_regularizer=None, dropout=0.0)  # fmt: skip
    layers = [embedding, recurrent(cls, name, 4, 3), dense("dense_1", 2)]
    weights = {"embedding_1": {"W": table}, name: part, "dense_1": last}
    described = chain(*layers)
    if nested:
        inner = graph([(source("input_2", 5, 3), []), (layers[1], ["input_2"]),
                       (layers[2], [name])], "inner")  # fmt: skip
        described = chain(embedding, inner)
        together = {f"{label}_{key}": array for label in (name, "dense_1")
                    for key, array in weights.pop(label).items()}  # fmt: skip
        weights["inner"] = together
    words = RNG.integers(0, 9, (4, 5)).astype("int32")
    path = write(tmp_path / "m.h5", described, weights)
    check(path, words, affine(walk(part, table.astype("float64")[words]), last))


# -- merged models --------------------------------------------------------------------------

MERGES = {
    "sum": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "ave": lambda a, b: (a + b) / 2,
    "max": np.maximum,
    "concat": lambda a, b: np.concatenate([a, b], axis=-1),
    "dot": lambda a, b: (a * b).sum(axis=-1, keepdims=True),
}


@pytest.mark.parametrize("mode", MERGES)
def test_chains_that_begin_with_merged_chains(mode: str, tmp_path: Path) -> None:
    """The file has one chain after the other, whatever their lengths."""
    a, b = numbers(6, 4), numbers(6, 3)
    parts = {"dense_1": pair(4, 5), "dense_2": pair(5, 5), "dense_3": pair(5, 5),
             "dense_4": pair(3, 5)}  # fmt: skip
    joined = MERGES[mode](
        affine(np.tanh(affine(affine(a.astype("float64"), parts["dense_1"]), parts["dense_2"])),
               parts["dense_3"]),
        affine(b.astype("float64"), parts["dense_4"]),
    )  # fmt: skip
    parts["dense_5"] = pair(joined.shape[-1], 2)
    left = chain(dense("dense_1", 5, 4), dense("dense_2", 5, activation="tanh"),
                 dense("dense_3", 5))  # fmt: skip
    axes = {"dot_axes": [1, 1]} if mode == "dot" else {}
    merged = merge("merge_1", mode, [left, chain(dense("dense_4", 5, 3))], **axes)
    path = write(tmp_path / "m.h5", chain(merged, dense("dense_5", 2)), parts)
    opened = check(path, [a, b], affine(joined, parts["dense_5"]))
    opened.model.save(tmp_path / "again.h5")
    check(tmp_path / "again.h5", [a, b], affine(joined, parts["dense_5"]))


def test_merged_chains_inside_merged_models(tmp_path: Path) -> None:
    a, b, c = numbers(6, 4), numbers(6, 3), numbers(6, 2)
    parts = {"dense_1": pair(4, 3), "dense_2": pair(3, 3), "dense_3": pair(3, 2),
             "dense_4": pair(2, 2), "dense_5": pair(4, 1)}  # fmt: skip
    inner = chain(merge("merge_1", "sum", [chain(dense("dense_1", 3, 4)), dense("dense_2", 3, 3)]),
                  dense("dense_3", 2, activation="relu"))  # fmt: skip
    side = graph([(source("input_9", 2), []), (dense("dense_4", 2), ["input_9"])], "side")
    described = chain(merge("merge_2", "concat", [inner, side]), dense("dense_5", 1))
    path = write(tmp_path / "m.h5", described, parts)
    x, y, z = wide(a, b, c)
    first = affine(affine(x, parts["dense_1"]) + affine(y, parts["dense_2"]), parts["dense_3"])
    both = np.concatenate([np.maximum(first, 0), affine(z, parts["dense_4"])], axis=-1)
    check(path, [a, b, c], affine(both, parts["dense_5"]))


def test_a_layer_that_two_merged_chains_share(tmp_path: Path) -> None:
    a, b = numbers(6, 4), numbers(6, 3)
    parts = {"dense_1": pair(4, 5), "shared": pair(5, 2), "dense_2": pair(3, 5)}
    chains = [chain(dense("dense_1", 5, 4), dense("shared", 2)),
              chain(dense("dense_2", 5, 3), dense("shared", 2))]  # fmt: skip
    path = write(tmp_path / "m.h5", chain(merge("merge_1", "sum", chains)), parts)
    sides = [affine(affine(x.astype("float64"), parts[f"dense_{i}"]), parts["shared"])
             for i, x in ((1, a), (2, b))]  # fmt: skip
    opened = check(path, [a, b], sides[0] + sides[1])
    assert opened.model.count_params() == sum(p.size for d in parts.values() for p in d.values())
    chains[1]["config"][1] = dense("shared", 2, activation="relu")
    path = write(tmp_path / "n.h5", chain(merge("merge_1", "sum", chains)), parts)
    with pytest.raises(LoadError, match="Two layers .* name 'shared'"):
        open_model(path)


@pytest.mark.parametrize("mode", MERGES)
def test_tensors_merged_in_a_graph(mode: str, tmp_path: Path) -> None:
    a, b = numbers(6, 4), numbers(6, 3)
    parts = {"dense_1": pair(4, 5), "dense_2": pair(3, 5)}
    joined = MERGES[mode](*(affine(x.astype("float64"), parts[f"dense_{i}"])
                            for i, x in ((1, a), (2, b))))  # fmt: skip
    parts |= {"merge_1": {}, "dense_3": pair(joined.shape[-1], 2)}
    axes = {"dot_axes": [1, 1]} if mode == "dot" else {}
    described = graph([
        (source("input_1", 4), []), (source("input_2", 3), []),
        (dense("dense_1", 5), ["input_1"]), (dense("dense_2", 5), ["input_2"]),
        (merge("merge_1", mode, **axes), ["dense_1", "dense_2"]),
        (dense("dense_3", 2), ["merge_1"]),
    ])  # fmt: skip
    path = write(tmp_path / "m.h5", described, parts)
    check(path, [a, b], affine(joined, parts["dense_3"]))


# -- what is no more ------------------------------------------------------------------------


@pytest.mark.parametrize("cls", ["Highway", "MaxoutDense"])
def test_layers_that_are_no_more_keep_their_place(cls: str, tmp_path: Path) -> None:
    config = {"init": "glorot_uniform", "activation": "tanh", "input_dim": 4, **_PARTS}
    if cls == "MaxoutDense":
        config |= {"output_dim": 4, "nb_feature": 2}
    old = entry(cls, "old", batch_input_shape=[None, 4], **config)
    held = {"W": numbers(4, 4), "W_carry": numbers(4, 4), "b": numbers(4), "b_carry": numbers(4)}
    if cls == "MaxoutDense":
        held = {"W": numbers(2, 4, 4), "b": numbers(2, 4)}
    last = pair(4, 2)
    path = write(tmp_path / "m.h5", chain(old, dense("dense_1", 2)), {"old": held, "dense_1": last})
    with pytest.raises(LoadError, match=cls):
        open_model(path)
    opened = open_model(path, placeholders=True)
    layer, following = opened.model.layers
    assert isinstance(layer, Placeholder)
    assert layer.entry["config"]["W_regularizer"] is None and layer.entry["class_name"] == cls
    for weight, array in zip(layer.weights, held.values(), strict=True):
        np.testing.assert_array_equal(weight.numpy(), array)
    np.testing.assert_array_equal(following.get_weights()[0], last["W"])


@pytest.mark.parametrize("mode", [1, 2])
def test_normalizations_that_are_no_more_are_named(mode: int, tmp_path: Path) -> None:
    """Mode 2 took the present batch's moments also for predictions."""
    moments = dict.fromkeys(("gamma", "beta", "running_mean", "running_std"), np.ones(3, "f4"))
    described = chain(dense("dense_1", 3, 4), normalization("old", -1, mode))
    path = write(tmp_path / "m.h5", described, {"dense_1": pair(4, 3), "old": moments})
    with pytest.raises(LoadError, match=f"'old'.*mode {mode} of Keras 1"):
        open_model(path)


def test_merges_by_code_are_never_run(tmp_path: Path) -> None:
    branches = [chain(dense("dense_1", 3, 4)), chain(dense("dense_2", 3, 4))]
    merged = merge("merge_1", "", branches, mode_type="lambda")
    merged["config"]["mode"] = code = ["4wEAAAA=", None, None]
    described = chain(merged, dense("dense_3", 1))
    parts = {"dense_1": pair(4, 3), "dense_2": pair(4, 3), "dense_3": pair(3, 1)}
    path = write(tmp_path / "m.h5", described, parts)
    with pytest.raises(LoadError, match="'merge_1'.*code of its own"):
        open_model(path)
    opened = open_model(path, placeholders=True)
    assert opened.model.get_layer("merge_1").entry["config"]["mode"] == code
    assert [note.where for note in opened.report.notes if note.weight == "lost"] == ["merge_1"]
    for label, part in parts.items():
        kernel = opened.model.get_layer(label).get_weights()[0]
        np.testing.assert_array_equal(kernel, part["W"])


@pytest.mark.parametrize(
    "empty",
    [np.zeros(0), np.zeros(0, "float32"), np.zeros(0, "S1"), np.zeros(0, "S12"),
     np.zeros(0, h5py.string_dtype()), np.zeros(0, h5py.string_dtype("ascii"))],
    ids=["float64", "float32", "S1", "S12", "objects", "ASCII objects"],
)  # fmt: skip
@pytest.mark.parametrize("version", ["1.2.2", "2.3.1", "2.15.0", "3.9.0"])
def test_a_layer_without_weights_has_an_empty_list_of_any_type(
    empty: Any, version: str, tmp_path: Path
) -> None:
    part = pair(4, 3)
    described = chain(dense("dense_1", 3, 4), entry("Activation", "tanh", activation="tanh"))
    if version != "1.2.2":
        for key, new in (("output_dim", "units"), ("bias", "use_bias")):
            described["config"][0]["config"][new] = described["config"][0]["config"].pop(key)
        for key in ("init", "input_dim", "input_dtype", *_PARTS):
            described["config"][0]["config"].pop(key, None)
    path = write(tmp_path / "m.h5", described, {"dense_1": part, "tanh": {}}, empty=empty,
                 version=version)  # fmt: skip
    x = numbers(5, 4)
    check(path, x, np.tanh(affine(x.astype("float64"), part)))
