"""Masks as a model was drawn with, beside those its tensors carry while it runs."""

from __future__ import annotations

from typing import Any

from engine.layers.masks import call_takes, first_argument
from engine.layers.symbolic import KerasTensor, LayerCall
from engine.tree import flatten, map_structure


class DrawnMasks:
    """Keeps the masks that attention with many heads takes away from what it has read.

    Keras notes the mask of a layer's only input when the layer is drawn, and attention
    takes masks away only while the model runs. So after attention a pooling or
    recurrent layer still sees the mask, while a sum, the loss and further attention do not.
    """

    def __init__(self, calls: list[LayerCall]) -> None:
        self.needed = any(getattr(c.layer, "takes_masks_away", False) for c in calls)
        self._of: dict[int, Any] = {}

    def given(self, call: LayerCall) -> dict[str, Any]:
        """The mask to call a layer with, if the drawing has one for its only input."""
        alone = len(call.args) == 1 and not call.kwargs and isinstance(call.args[0], KerasTensor)
        if not self.needed or not alone or "mask" not in call_takes(type(call.layer)):
            return {}
        found = self._of.get(id(call.args[0]))
        return {} if found is None else {"mask": found}

    def note(self, call: LayerCall, args: tuple, kwargs: dict[str, Any], outputs: Any) -> None:
        """Remember the outputs' masks, worked out anew where the inputs' were taken away."""
        if not self.needed:
            return
        masks = [getattr(value, "_keras_mask", None) for value in flatten(outputs)]
        drawn = first_argument(type(call.layer), call.args, call.kwargs)
        before = map_structure(lambda symbol: self._of.get(id(symbol)), drawn)
        if any(m is not None for m in flatten(before)):
            value = first_argument(type(call.layer), args, kwargs)
            masks = flatten(call.layer.compute_mask(value, before))
        for symbol, mask in zip(call.outputs, masks, strict=False):
            self._of[id(symbol)] = mask
