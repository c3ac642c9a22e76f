"""What all layers share that vary images while training."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engine import ops
from engine.layers.data_format import FIRST, channels_last
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.images import ImageLayer
from engine.random import draw_seed
from engine.tensor import Tensor, Variable, as_operand
from engine.tree import map_structure


class Size(NamedTuple):
    """Sizes of images; None while one is not known. A single image is a batch of one."""

    batch: Any
    height: Any
    width: Any
    channels: Any


class RandomImageLayer(ImageLayer):
    """A layer that changes images at random while training and leaves them alone afterwards.

    As in Keras a plain call varies them, unless ``training`` says otherwise.
    ``get_random_transformation`` draws the numbers and ``transform_images`` uses them, so
    the same change can be made to several images.
    """

    seed: Any = None
    #: Whether pixels move, so that masks of an image move with them.
    moves_pixels = False
    _state: Variable

    def check_params(self) -> None:
        super().check_params()
        # Held apart from the weights: Keras neither counts nor saves it among them.
        self.__dict__["_state"] = ops.key_state(draw_seed(self.seed))

    # -- the two halves ------------------------------------------------------------

    def get_random_transformation(self, data: Any, training: bool = True, seed: Any = None) -> Any:
        """Return drawn numbers for images (or a dictionary with "images"), None if not training.

        Args:
            data: Images, one image, or a dictionary.
            training: Whether to draw.
            seed: A number or a generator to draw from instead of the layer's own.
        """
        if not training:
            return None
        images = as_operand(data["images"] if isinstance(data, dict) else data)
        return self.draw(self._size(images), Draws.of(seed, self._state))

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Return the images changed by drawn numbers."""
        return self._changed(images, transformation, training, masks=False)

    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any:
        """Return the images' labels afterwards; most changes leave them."""
        return labels

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the classes of the pixels afterwards."""
        if not self.moves_pixels:
            return segmentation_masks
        return self._changed(segmentation_masks, transformation, training, masks=True)

    def draw(self, size: Size, draws: Draws) -> Any:
        """Return the drawn numbers by name."""
        raise NotImplementedError

    def change(self, x: Any, drawn: Any) -> Any:
        """Return images (batch, height, width, channels) changed by drawn numbers."""
        raise NotImplementedError

    def change_masks(self, x: Any, drawn: Any) -> Any:
        """The same for masks, whose numbers are not to be mixed."""
        return self.change(x, drawn)

    # -- calling -------------------------------------------------------------------

    def call(self, data: Any, training: bool = True) -> Any:
        return super().call(data, training)

    def work_on(self, data: Any, training: bool) -> Any:
        drawn = self.get_random_transformation(data, training=training)
        if not isinstance(data, dict):
            return self.transform_images(data, drawn, training)
        result = {**data, "images": self.transform_images(data["images"], drawn, training)}
        if "labels" in data:
            result["labels"] = self.transform_labels(data["labels"], drawn, training)
        if "segmentation_masks" in data:
            masks = data["segmentation_masks"]
            result["segmentation_masks"] = self.transform_segmentation_masks(masks, drawn, training)
        return result

    def _changed(self, images: Any, drawn: Any, training: bool, masks: bool) -> Any:
        x = self.as_float(as_operand(images))
        self.check_images(x)
        if not training or drawn is None:
            return x
        drawn = map_structure(as_tensor, drawn)
        how = self.change_masks if masks else self.change
        return self.as_batch(x, lambda batch: how(batch, drawn))

    def _size(self, images: Any) -> Size:
        shape = tuple(images.shape)
        self.check_images(images)
        if len(shape) == 3:
            shape = (1, *shape)
        if self.data_format == FIRST:
            shape = (shape[0], *shape[2:], shape[1])
        return Size(*shape)

    def last(self, mask: Any) -> Any:
        """A mask in the layer's own order of axes, with the channels last."""
        return channels_last(self, mask if len(mask.shape) == 4 else ops.expand_dims(mask, 0))


def as_tensor(value: Any) -> Any:
    """Numbers drawn elsewhere (by Keras, or by hand) as tensors."""
    if value is None or isinstance(value, (Tensor, Variable, str, bool, int, float)):
        return value
    return as_operand(np.asarray(value))


def each(values: Any) -> Any:
    """One number for each image, in a shape that meets (batch, height, width, channels)."""
    return ops.reshape(values, (-1, 1, 1, 1))


def in_range(x: Any, value_range: Any) -> Any:
    """Limit to the range of values."""
    low, high = sorted(map(float, value_range))
    return ops.clip(x, low, high)


def scaled(x: Any, source: Any, target: Any) -> Any:
    """Bring values from one range to another."""
    (a, b), (c, d) = (tuple(map(float, r)) for r in (source, target))
    if (a, b) == (c, d):
        return x
    return (x - a) / (b - a) * (d - c) + c
