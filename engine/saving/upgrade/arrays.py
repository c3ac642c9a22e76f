"""Weights of older layers, brought into the shapes and orders of the present ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np

from engine.saving.common.generation import Generation
from engine.saving.common.report import note

Arrays = list[np.ndarray]
Shapes = Sequence[tuple[int, ...]]


def legacy_order(layer: Any) -> list[Any]:
    """A layer's weights in the order of Keras's older files."""
    return layer.trainable_weights + layer.non_trainable_weights


def upgraded_arrays(layer: Any, arrays: Arrays, shapes: Shapes, generation: Generation) -> Arrays:
    """Return a layer's arrays as the present layer takes them.

    What does not need changing, or cannot be recognised, is returned as it is.

    Args:
        layer: The layer they are for.
        arrays: The arrays of the file, in its order.
        shapes: What the layer needs, in our order.
        generation: Who wrote the file.
    """
    layer = _unwrapped(layer)
    if hasattr(layer, "layers"):
        return _inside(layer, arrays, generation)
    plain = generation.backend != "theano" and not _in_theano_order(layer, generation)
    if plain and not _crosses_over(layer, generation) and [a.shape for a in arrays] == list(shapes):
        return arrays
    arrays = _gates_joined(arrays, shapes)
    arrays = _cudnn(arrays, shapes)
    return [
        _kernel(array, shape, layer, generation)
        for array, shape in zip(arrays, [*shapes, *[()] * len(arrays)], strict=False)
    ]


def _inside(model: Any, arrays: Arrays, generation: Generation) -> Arrays:
    """The arrays of a model inside a model, each layer's for itself."""
    owners = {id(w): layer for layer in _leaves(model) for w in layer.weights}
    result: Arrays = []
    for _, run in groupby(legacy_order(model), lambda w: id(owners.get(id(w)))):
        weights = list(run)
        shapes = [w.shape for w in weights]
        count = _kept_as(arrays, shapes)
        part, arrays = arrays[:count], arrays[count:]
        owner = owners.get(id(weights[0]))
        result += part if owner is None else upgraded_arrays(owner, part, shapes, generation)
    return [*result, *arrays]


def _unwrapped(layer: Any) -> Any:
    """The layer inside a wrapper that has no weights beside it."""
    while hasattr(layer, "layer") and len(layer.layer.weights) == len(layer.weights):
        layer = layer.layer
    return layer


def _leaves(layer: Any) -> Iterator[Any]:
    layer = _unwrapped(layer)
    if not hasattr(layer, "layers"):
        yield layer
    for inner in getattr(layer, "layers", ()):
        yield from _leaves(inner)


def _kept_as(arrays: Arrays, shapes: Shapes) -> int:
    """How many arrays a file has for weights of these shapes: more where gates stand apart."""
    if len(shapes) in (3, 6) and arrays and len(shapes[0]) == len(shapes[1]) == 2:
        units = shapes[1][0]
        gates = shapes[0][1] // units
        if gates in (3, 4) and arrays[0].shape == (shapes[0][0], units):
            return gates * len(shapes)
    return len(shapes)


def _gates_joined(arrays: Arrays, shapes: Shapes) -> Arrays:
    """Keras 1 kept kernel, recurrent kernel and bias of each gate apart.

    The gates of LSTM stood in the order i, c, f, o and stand in i, f, c, o;
    those of GRU in z, r, h. A Bidirectional layer has two such sets.
    """
    if len(arrays) in (18, 24) and len(shapes) == 6:
        half = len(arrays) // 2
        return [
            *_gates_joined(arrays[:half], shapes[:3]),
            *_gates_joined(arrays[half:], shapes[3:]),
        ]
    orders = {12: (0, 2, 1, 3), 9: (0, 1, 2)}
    if len(shapes) != 3 or len(arrays) not in orders:
        return arrays
    gates = [arrays[3 * i : 3 * i + 3] for i in orders[len(arrays)]]
    joined = [np.concatenate([gate[k] for gate in gates], axis=-1) for k in range(3)]
    return joined if [a.shape for a in joined] == list(shapes) else arrays


def _cudnn(arrays: Arrays, shapes: Shapes) -> Arrays:
    """Weights of CuDNNLSTM and CuDNNGRU, kept as NVIDIA's library reads them.

    Kernels are transposed gate by gate and read column by column; the library
    adds a bias to the input's part and one to the memory's.
    """
    if len(arrays) == 6 and len(shapes) == 6:
        return [*_cudnn(arrays[:3], shapes[:3]), *_cudnn(arrays[3:], shapes[3:])]
    if len(arrays) != 3 or len(shapes) != 3 or arrays[2].ndim != 1:
        return arrays
    units = shapes[1][0]
    gates = shapes[0][-1] // units
    size = arrays[2].shape[0]
    if size != 2 * gates * units or size == int(np.prod(shapes[2])) and len(shapes[2]) == 1:
        return arrays
    kernel = _each_gate(arrays[0], gates, lambda k: k.T.reshape(k.shape, order="F"))
    recurrent = _each_gate(arrays[1], gates, np.transpose)
    halves = arrays[2].reshape(2, -1)
    bias = halves.sum(axis=0) if len(shapes[2]) == 1 else halves
    return [kernel, recurrent, bias]


def _each_gate(array: np.ndarray, gates: int, change: Any) -> np.ndarray:
    return np.concatenate([change(gate) for gate in np.split(array, gates, axis=1)], axis=1)


def _kernel(
    array: np.ndarray, shape: tuple[int, ...], layer: Any, generation: Generation
) -> np.ndarray:
    """A convolution's kernel out of Theano's order, or with an axis that is gone."""
    if len(shape) < 3:
        return array
    if _crosses_over(layer, generation):
        shape = (*shape[:-2], shape[-1], shape[-2])
        return np.swapaxes(_kernel_as(array, shape, layer, generation), -1, -2)
    return _kernel_as(array, shape, layer, generation)


def _kernel_as(
    array: np.ndarray, shape: tuple[int, ...], layer: Any, generation: Generation
) -> np.ndarray:
    spatial = len(shape) - 2
    axes = (*range(2, len(shape)), 1, 0)
    fits = array.ndim == len(shape) and tuple(array.shape[a] for a in axes) == shape
    if fits and (array.shape != shape or _in_theano_order(layer, generation)):
        note("changed", layer.name, "Its kernel was in Theano's order and was transposed.")
        return _turned(np.transpose(array, axes), layer, generation)
    if array.shape == shape:
        return _turned(array, layer, generation)
    if spatial == 1 and array.ndim == 4:  # Keras 1 kept a second axis of one number
        if array.shape[1] == 1 and (array.shape[0], *array.shape[2:]) == shape:
            return _turned(array[:, 0], layer, generation)
        turned = np.transpose(array[..., 0], (2, 1, 0))  # (out, in, length, 1)
        return _turned(turned, layer, generation) if turned.shape == shape else array
    return array


def _in_theano_order(layer: Any, generation: Generation) -> bool:
    """Keras 1 kept kernels in Theano's order where the channels came first."""
    first = getattr(layer, "data_format", None) == "channels_first"
    return generation.major == 1 and first and _convolves(layer)


def _crosses_over(layer: Any, generation: Generation) -> bool:
    """Keras 1 kept a transposed convolution's inputs before its outputs."""
    return generation.major == 1 and "output_padding" in getattr(type(layer), "params", {})


def _turned(kernel: np.ndarray, layer: Any, generation: Generation) -> np.ndarray:
    """Theano convolved with the kernel turned round; TensorFlow does not turn it."""
    if generation.backend != "theano" or not _convolves(layer):
        return kernel
    spatial = tuple(range(kernel.ndim - 2))
    note("changed", layer.name, "Its kernel was turned round: Theano reads it from the end.")
    return np.flip(kernel, spatial)


def told_by_names(generation: Generation, names: Sequence[str]) -> Generation:
    """Keras 1 did not write its backend down, yet TensorFlow put a number behind each name."""
    unsaid = generation.major == 1 and not generation.backend
    if unsaid and any(name.endswith("_W") for name in names):
        return replace(generation, backend="theano")
    return generation


def _convolves(layer: Any) -> bool:
    return "kernel_size" in getattr(type(layer), "params", {})
