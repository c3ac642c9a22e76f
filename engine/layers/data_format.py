"""Where the channels of a sequence, image or volume are, and how layers cope with both places.

Kernels work with the channels last; a layer that is told "channels_first" moves
the axes before and after its work.
"""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.config import image_data_format
from engine.kinds import Choice
from engine.layers.layer import Layer
from engine.layers.weights import known_size, require_rank
from engine.param import param

FIRST = "channels_first"
_NAMES = {1: "steps", 2: "height, width", 3: "depth, height, width"}


class DataFormat(Choice):
    """ "channels_last" or "channels_first"; None stands for the setting of all layers."""

    def __init__(self) -> None:
        super().__init__("channels_last", FIRST)

    def validate(self, value: Any) -> Any:
        return image_data_format() if value is None else super().validate(value)


def data_format_param() -> Any:
    """The argument as every spatial layer declares it."""
    return param(
        DataFormat(),
        None,
        advanced=True,
        doc="Where the channels are: in the last axis or right after the batch.",
    )


def require_spatial(layer: Any, shape: Any, rank: int) -> None:
    """Raise ValueError in plain words unless a shape has ``rank`` axes beside batch, channels."""
    names, example = f"{_NAMES[rank]}, channels", f"{_NAMES[rank]}, 1"
    if layer.data_format == FIRST:
        names, example = f"channels, {_NAMES[rank]}", f"1, {_NAMES[rank]}"
    advice = f"Insert a Reshape layer, for example to ({example}), before it."
    require_rank(layer, shape, rank + 2, f"batch, {names}", advice)


def known_channels(layer: Any, shape: Any) -> int:
    """Return the number of channels of an input; ValueError when it is open."""
    if layer.data_format == FIRST:
        return known_size(shape, 1, "channels (the axis after the batch)")
    return known_size(shape, -1, "channels (the last axis)")


def channels_last(layer: Layer, x: Any) -> Any:
    """Return a layer's input with its channels in the last axis."""
    if layer.data_format != FIRST or len(x.shape) < 3:  # type: ignore[attr-defined]
        return x
    return ops.transpose(x, (0, *range(2, len(x.shape)), 1))


def as_given(layer: Layer, y: Any) -> Any:
    """Return a result, whose channels are in the last axis, in the layer's own order."""
    if layer.data_format != FIRST:  # type: ignore[attr-defined]
        return y
    rank = len(y.shape)
    return ops.transpose(y, (0, rank - 1, *range(1, rank - 1)))
