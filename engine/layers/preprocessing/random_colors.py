"""Layers that change colours of images while training."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Either, Float, Int, Optional
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import (
    Numbers,
    Span,
    bounds,
    factor,
    seed_param,
    value_range_param,
)
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.random_base import (
    RandomImageLayer,
    Size,
    each,
    in_range,
    scaled,
)
from engine.layers.preprocessing.random_images import (
    RandomBrightness,
    RandomContrast,
    keyword_data_format,
)
from engine.ops.image import hsv_to_rgb, rgb_to_grayscale, rgb_to_hsv
from engine.param import param
from engine.registry import register

__all__ = [
    "RandomColorDegeneration",
    "RandomColorJitter",
    "RandomGrayscale",
    "RandomHue",
    "RandomInvert",
    "RandomPosterization",
    "RandomSaturation",
    "Solarization",
]

_BYTES = (0, 255)
#: Where the channels of what ``change`` gets are.
_LAST = "channels_last"


def share_param(doc: str, default: Any = ...) -> Any:
    return factor(doc, default, low=0.0)


@register("layer", family="preprocessing")
class RandomSaturation(RandomImageLayer):
    """Makes colours paler or stronger by a random amount while training.

    Formula: while training saturation := saturation · a / (1 - a), afterwards y = x
    Shape: (batch, height, width, 3), unchanged
    """

    starting = {"factor": [0.4, 0.6]}
    factor = factor("How strong colours become: 0 is grey, 0.5 leaves them, 1 is strongest.")
    value_range = value_range_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        amount = draws.uniform((size.batch,), *bounds(self.factor), self.dtype)
        return {"factor": amount / (1.0 - amount + 1e-7)}

    def change(self, x: Any, drawn: Any) -> Any:
        hsv = rgb_to_hsv(x, _LAST)
        stronger = hsv[..., 1:2] * each(drawn["factor"])
        parts = [hsv[..., 0:1], in_range(stronger, self.value_range), hsv[..., 2:3]]
        return hsv_to_rgb(ops.concatenate(parts, axis=-1), _LAST)


@register("layer", family="preprocessing")
class RandomHue(RandomImageLayer):
    """Moves all colours of an image around the colour circle while training.

    Formula: while training hue := hue ± factor / 2, afterwards y = x
    Shape: (batch, height, width, 3), unchanged
    """

    factor = share_param("How far colours move, as a share of half the colour circle.")
    value_range = value_range_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        sign = 1.0 - 2.0 * ops.cast(ops.greater(draws.uniform((size.batch,)), 0.5), self.dtype)
        amount = draws.uniform((size.batch,), *bounds(self.factor, 0.0), self.dtype)
        return {"factor": sign * amount * 0.5}

    def change(self, x: Any, drawn: Any) -> Any:
        hsv = rgb_to_hsv(scaled(x, self.value_range, (0, 1)), _LAST)
        hue = hsv[..., 0:1] + each(drawn["factor"])
        hue = ops.where(ops.greater(hue, 1.0), hue - 1.0, hue)
        hue = ops.where(ops.less(hue, 0.0), hue + 1.0, hue)
        y = hsv_to_rgb(ops.concatenate([hue, hsv[..., 1:]], axis=-1), _LAST)
        return scaled(ops.clip(y, 0.0, 1.0), (0, 1), self.value_range)


@register("layer", family="preprocessing")
class RandomGrayscale(RandomImageLayer):
    """Takes the colours out of some images while training.

    Formula: while training y = x or its brightness in all channels, afterwards y = x
    Shape: (batch, height, width, 3), unchanged
    """

    factor = param(Float(0.0, 1.0, step=0.05), 0.5, doc="The share of images that become grey.")
    data_format = data_format_param()
    seed = seed_param()

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if config["seed"] is None:
            del config["seed"]  # as Keras writes it
        return config

    def draw(self, size: Size, draws: Draws) -> Any:
        return ops.less(draws.uniform((size.batch, 1, 1, 1)), self.factor)

    def change(self, x: Any, drawn: Any) -> Any:
        return ops.where(drawn, rgb_to_grayscale(x, _LAST), x)


@register("layer", family="preprocessing")
class RandomColorDegeneration(RandomImageLayer):
    """Mixes every image with its grey version while training.

    Formula: while training y = x + factor · (grey - x), afterwards y = x
    Shape: (batch, height, width, 3), unchanged
    """

    factor = factor("How grey images become: 0 leaves them, 1 takes all colour.")
    value_range = value_range_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        return {"factor": draws.uniform((size.batch, 1, 1, 1), *bounds(self.factor), self.dtype)}

    def change(self, x: Any, drawn: Any) -> Any:
        return in_range(x + drawn["factor"] * (rgb_to_grayscale(x, _LAST) - x), self.value_range)


@register("layer", family="preprocessing")
class RandomPosterization(RandomImageLayer):
    """Keeps only the highest bits of every value while training, as on a poster.

    Formula: while training y = x with only ``factor`` of its 8 bits, afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    starting = {"factor": 4}
    factor = param(
        Span(1.0, 8.0, one=Int(low=1, high=8)), doc="How many bits are kept, or from and to."
    )
    value_range = value_range_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = (int(b) for b in Span(1.0, 8.0).bounds(self.factor))
        if low == high:
            bits = ops.ones((size.batch,), "float32") * float(low)
        else:
            bits = ops.cast(draws.whole((size.batch,), low, high), "float32")
        return {"shift_factor": 8.0 - bits}

    def change(self, x: Any, drawn: Any) -> Any:
        step = ops.power(2.0, each(ops.cast(drawn["shift_factor"], x.dtype)))
        whole = ops.floor(ops.clip(scaled(x, self.value_range, _BYTES), 0.0, 255.0))
        return scaled(ops.floor(whole / step) * step, _BYTES, self.value_range)


@register("layer", family="preprocessing")
class RandomInvert(RandomImageLayer):
    """Turns some images into their negatives while training.

    Formula: while training y = x or brightest value - x, afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = share_param("The share of images that are inverted, itself drawn up to this.", 1.0)
    value_range = value_range_param()
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        return {"apply_inversion": draws.chance(size.batch, *bounds(self.factor, 0.0))}

    def change(self, x: Any, drawn: Any) -> Any:
        negative = float(self.value_range[1]) - x
        return ops.where(each(drawn["apply_inversion"]), negative, x)


@register("layer", family="preprocessing")
class Solarization(RandomImageLayer):
    """Inverts all values above a random threshold while training, as light on a negative does.

    Formula: while training y = x + a below the threshold, else 255 - (x + a); afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    addition_factor = param(
        Span(0.0, 1.0, smallest=0), 0.0, doc="What is added first, as a share of 255."
    )
    threshold_factor = param(
        Span(0.0, 1.0, smallest=0), 0.0, doc="The threshold, as a share of 255."
    )
    value_range = value_range_param()
    seed = seed_param()
    data_format = keyword_data_format()

    def draw(self, size: Size, draws: Draws) -> Any:
        drawn = {}
        for name, value in (
            ("additions", self.addition_factor),
            ("thresholds", self.threshold_factor),
        ):
            low, high = Span(0.0, 1.0, smallest=0).bounds(value)
            drawn[name] = draws.uniform((size.batch, 1, 1, 1), low, high * 255.0, self.dtype)
        return drawn

    def change(self, x: Any, drawn: Any) -> Any:
        y = ops.clip(scaled(x, self.value_range, _BYTES) + drawn["additions"], 0.0, 255.0)
        y = ops.where(ops.less(y, drawn["thresholds"]), y, 255.0 - y)
        return scaled(y, _BYTES, self.value_range)


def _jitter(doc: str, low: float = -1.0) -> Any:
    kind = Optional(Either(Float(low, 1.0, step=0.05), Numbers(2, low, 1.0)))
    return param(kind, None, doc=doc)


@register("layer", family="preprocessing")
class RandomColorJitter(RandomImageLayer):
    """Varies brightness, contrast, saturation and hue of every image while training.

    Formula: while training those of the four changes that are given, one after the other
    Shape: (batch, height, width, 3), unchanged
    """

    starting = {"brightness_factor": 0.1, "contrast_factor": 0.1}
    _changes: dict[str, Any]
    value_range = value_range_param()
    brightness_factor = _jitter("How much brighter or darker, as a share of the range of values.")
    contrast_factor = _jitter("How much more or less contrast.", 0.0)
    saturation_factor = _jitter("How strong colours become: 0.5 leaves them.")
    hue_factor = _jitter("How far colours move around the colour circle.", 0.0)
    seed = seed_param()
    data_format = data_format_param()

    def check_params(self) -> None:
        super().check_params()
        kinds: Any = {
            "random_brightness": (RandomBrightness, self.brightness_factor),
            "random_contrast": (RandomContrast, self.contrast_factor),
            "random_saturation": (RandomSaturation, self.saturation_factor),
            "random_hue": (RandomHue, self.hue_factor),
        }
        settings: Any = {"value_range": self.value_range, "seed": self.seed}
        settings["data_format"] = "channels_last"  # they are given images in this order
        self.__dict__["_changes"] = {
            name: made(factor=value, **settings)
            for name, (made, value) in kinds.items()
            if value is not None
        }

    def draw(self, size: Size, draws: Draws) -> Any:
        return {name: layer.draw(size, draws) for name, layer in self._changes.items()}

    def change(self, x: Any, drawn: Any) -> Any:
        for name, layer in self._changes.items():
            x = layer.change(x, drawn[name])
        return x
