"""Pipeline: several preparing layers as one; MaxNumBoundingBoxes: as many boxes for every image."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.kinds import Int, Kind
from engine.layers.layer import Layer, call_takes, trainable_param
from engine.layers.preprocessing.images import ImageLayer
from engine.layers.preprocessing.random_images import keyword_data_format
from engine.param import param
from engine.registry import register
from engine.tensor import as_operand
from engine.tree import flatten

__all__ = [
    "MaxNumBoundingBoxes",
    "Pipeline",
]


class Layers(Kind):
    """Layers in a list, in the order of their work."""

    def validate(self, value: Any) -> list[Layer]:
        if not isinstance(value, (list, tuple)):
            raise ValueError
        layers = [registry.get("layer", v) if isinstance(v, dict) else v for v in value]
        if not all(isinstance(v, Layer) for v in layers):
            raise ValueError
        return layers

    def describe(self) -> str:
        return "a list of layers"

    def to_config(self, value: Any) -> Any:
        return [registry.serialize(layer) for layer in value]

    def start(self) -> Any:
        return []

    def bad_values(self) -> list[Any]:
        return ["x", [3], 3]


@register("layer", family="preprocessing", hidden=True)
class Pipeline(Layer):
    """Applies several preparing layers one after the other, as one layer.

    Formula: y = last(... second(first(x)))
    Shape: as the layers give it
    """

    takes_texts = True
    trainable = trainable_param(own=True)
    layers = param(Layers(), doc="The layers, in the order of their work.")

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["dtype"]  # as Keras writes it
        return config

    def call(self, inputs: Any, training: bool = True, mask: Any = None) -> Any:
        for layer in self.layers:
            takes = call_takes(type(layer))  # type: ignore[arg-type]
            kwargs: dict[str, Any] = {}
            if "training" in takes:
                kwargs["training"] = training
            if "mask" in takes and any(m is not None for m in flatten(mask)):
                kwargs["mask"] = mask
            inputs = layer(inputs, **kwargs)
            mask = getattr(inputs, "_keras_mask", None)
        return inputs

    def _to_tensors(self, value: Any) -> Any:
        return value if isinstance(value, dict) else super()._to_tensors(value)


@register("layer", family="preprocessing", hidden=True)
class MaxNumBoundingBoxes(ImageLayer):
    """Gives every image the same number of boxes: spare ones are cut off, missing ones added.

    It takes a dictionary with "images" and "bounding_boxes"; those are a dictionary of
    "boxes" (batch, boxes, 4) and "labels" (batch, boxes).

    Formula: the first max_number boxes, filled up with fill_value
    Shape: boxes (batch, n, 4) to (batch, max_number, 4), labels (batch, max_number)
    """

    max_number = param(Int(low=1), doc="How many boxes every image has afterwards.")
    fill_value = param(Int(), -1, doc="What added boxes and labels hold.")
    data_format = keyword_data_format()

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if config["fill_value"] == -1:
            del config["fill_value"]  # as Keras writes it
        return config

    def call(self, data: Any, training: bool = True) -> Any:
        if not isinstance(data, dict):
            return data
        boxes = data.get("bounding_boxes")
        if boxes is None:
            return data
        if not isinstance(boxes, dict) or {"boxes", "labels"} - set(boxes):
            raise ValueError("'bounding_boxes' must be a dictionary of 'boxes' and 'labels'.")
        return {**data, "bounding_boxes": self.transform_bounding_boxes(boxes)}

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Return the images as they are."""
        return images

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Return boxes and labels, cut or filled up to ``max_number``."""
        boxes = as_operand(bounding_boxes["boxes"])
        single = len(boxes.shape) == 2
        result = dict(bounding_boxes)
        for name in ("boxes", "labels"):
            x = as_operand(bounding_boxes[name])
            x = ops.expand_dims(x, 0) if single else x
            shape = list(x.shape)
            missing = max(self.max_number - shape[1], 0)
            shape[1] = missing
            filling = ops.broadcast_to(np.asarray(self.fill_value, x.dtype), tuple(shape))
            x = x[:, : self.max_number]
            x = ops.concatenate([x, filling], axis=1) if missing else x
            result[name] = ops.squeeze(x, 0) if single else x
        return result

    def _to_tensors(self, value: Any) -> Any:
        return value if isinstance(value, dict) else super()._to_tensors(value)
