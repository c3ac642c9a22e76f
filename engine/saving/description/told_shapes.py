"""Transposed convolutions of Keras 1, which were told the shape of what comes out of them.

From one size a convolution with strides makes the same as from some larger ones, so the way back
may end at any of these. Keras 1 was told which; since Keras 2 ``output_padding`` says by how many
cells it is larger. That depends on what goes in, which is known once the model is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.common.words import MODELS, TOLD_SHAPE


def pad_as_told(entry: dict[str, Any], model: Any) -> bool:
    """Write ``output_padding`` into a model's entry where a layer gives another shape than told.

    Args:
        entry: The model's description; changed in place.
        model: What was made of it.

    Returns:
        Whether there was any, so that the model must be made anew.

    Raises:
        LoadError: for a shape that the layer cannot give.
    """
    changed = False
    for inner, layer in _told(entry, model):
        call = layer._inbound_nodes[0]
        given, made = (_sizes(layer, t.shape) for t in (call.inputs[0], call.outputs[0]))
        wanted = _sizes(layer, inner[TOLD_SHAPE])
        if None not in (*given, *wanted) and wanted != made:
            inner["config"]["output_padding"] = _padding(layer, given, wanted)
            changed = True
    return changed


def _told(entry: dict[str, Any], model: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """The entries that tell a shape, each with its layer; also those of models inside."""
    for inner in entry["config"].get("layers", ()):
        name = inner.get("name") or inner["config"].get("name")
        if inner["class_name"] in MODELS:
            yield from _told(inner, model.get_layer(name))
        elif inner.get(TOLD_SHAPE):
            yield inner, model.get_layer(name)


def _sizes(layer: Any, shape: Any) -> tuple[Any, ...]:
    """The sizes of a shape without the batch and the channels."""
    return tuple(shape[2:] if layer.data_format == "channels_first" else shape[1:-1])


def _padding(layer: Any, given: tuple[int, ...], wanted: tuple[int, ...]) -> list[int]:
    """By how many cells each axis is larger than the smallest that the layer can give."""
    smallest = [
        (size - 1) * stride + (kernel % 2 if layer.padding == "same" else kernel)
        for size, stride, kernel in zip(given, layer.strides, layer.kernel_size, strict=True)
    ]
    padding = [size - least for size, least in zip(wanted, smallest, strict=True)]
    if any(not 0 <= p < stride for p, stride in zip(padding, layer.strides, strict=True)):
        raise LoadError(
            f"The layer '{layer.name}' is to make {wanted} of {given}, which strides of "
            f"{layer.strides} and a kernel of {layer.kernel_size} with padding "
            f"'{layer.padding}' cannot give."
        )
    return padding
