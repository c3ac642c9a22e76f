"""RandAugment and AugMix: changes that are themselves chosen at random."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Float, Int
from engine.layers.data_format import as_given, channels_last, data_format_param
from engine.layers.preprocessing.arguments import (
    Span,
    interpolation_param,
    seed_param,
    value_range_param,
)
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.histograms import AutoContrast, Equalization
from engine.layers.preprocessing.random_affine import (
    RandomRotation,
    RandomShear,
    RandomTranslation,
)
from engine.layers.preprocessing.random_base import RandomImageLayer, Size, in_range
from engine.layers.preprocessing.random_colors import (
    RandomColorDegeneration,
    RandomPosterization,
    Solarization,
    share_param,
)
from engine.layers.preprocessing.random_filters import RandomSharpness
from engine.layers.preprocessing.random_images import RandomBrightness, RandomContrast
from engine.op import is_tracing
from engine.ops.host import computed
from engine.param import param
from engine.registry import register
from engine.tensor import Tensor

__all__ = [
    "AugMix",
    "RandAugment",
]


class Choosing(RandomImageLayer):
    """A layer that chooses among others anew for every batch.

    Which layers run is known only when a step runs, so inside a compiled step the
    whole of it is one Python function.
    """

    value_range: Any
    factor: Any
    interpolation: Any
    _choices: dict[str, Any]

    def check_params(self) -> None:
        super().check_params()
        low, high = Span(0.0, 1.0).bounds(self.factor)
        both = {"data_format": "channels_last", "seed": self.seed}
        ranged = {**both, "value_range": self.value_range}
        moved = {**both, "interpolation": self.interpolation}
        span = [low, high]
        plain = {"data_format": "channels_last", "value_range": self.value_range}
        self.__dict__["_choices"] = {
            "random_shear": RandomShear(x_factor=span, y_factor=span, **moved),
            "random_translation": RandomTranslation(span, span, **moved),
            "random_rotation": RandomRotation(span, **moved),
            "random_brightness": RandomBrightness(span, **ranged),
            "random_color_degeneration": RandomColorDegeneration(span, **ranged),
            "random_contrast": RandomContrast(span, **ranged),
            "random_sharpness": RandomSharpness(span, **ranged),
            "random_posterization": RandomPosterization(max(1, int(8 * high)), **ranged),
            "solarization": Solarization(span, span, **ranged),
            "auto_contrast": AutoContrast(**plain),
            "equalization": Equalization(**plain),
        }

    def work_on(self, data: Any, training: bool) -> Any:
        if not training or (isinstance(data, dict) and not is_tracing()):
            return super().work_on(data, training)
        images = data["images"] if isinstance(data, dict) else data
        x = self.as_float(images)
        self.check_images(x)
        key = ops.draw_key(self._state)

        def work(values: np.ndarray, k: np.ndarray) -> np.ndarray:
            state = ops.key_state(int(k[0] % 2**62))
            state.set_value(np.array([k[0], np.uint64(k[1] << np.uint64(20))], np.uint64))
            given = Tensor(values.shape, values.dtype.name, np.array(values))
            drawn = self.draw(self._size(given), Draws(state))
            return self.transform_images(given, drawn).numpy()

        y = computed(work, x, key, shape=x.shape, dtype=x.dtype)
        return {**data, "images": y} if isinstance(data, dict) else y

    def _drawn(self, name: str, size: Size, draws: Draws) -> Any:
        layer = self._choices[name]
        return layer.draw(size, draws) if isinstance(layer, RandomImageLayer) else None

    def _after(self, name: str, x: Any, drawn: Any) -> Any:
        """Images (batch, height, width, channels) after one of the changes."""
        if name != "auto_contrast":
            return self._choices[name].transform_images(x, drawn)
        y = self._choices[name].transform_images(as_given(self, x))  # it minds the order of axes
        return channels_last(self, y)


@register("layer", family="preprocessing")
class RandAugment(Choosing):
    """Makes some of eleven random changes to the images of a batch while training.

    Formula: while training num_ops changes drawn for the batch, one after the other
    Shape: (batch, height, width, 3), unchanged
    """

    value_range = value_range_param()
    num_ops = param(Int(low=1), 2, doc="How many changes are made.")
    factor = share_param("How strong the changes are.", 0.5)
    interpolation = interpolation_param()
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        transforms = {name: self._drawn(name, size, draws) for name in self._choices}
        chosen = draws.whole((self.num_ops,), 0, len(self._choices))
        return {"transforms": transforms, "layer_idxes": chosen}

    def change(self, x: Any, drawn: Any) -> Any:
        names = list(drawn["transforms"])
        for number in np.asarray(drawn["layer_idxes"])[: self.num_ops]:
            name = names[int(number)]
            x = self._after(name, x, drawn["transforms"][name])
        return x


_WITHOUT_COLOURS = (
    "random_shear",
    "random_translation",
    "random_rotation",
    "random_posterization",
    "solarization",
    "auto_contrast",
    "equalization",
)
_COLOURS = (
    "random_brightness",
    "random_color_degeneration",
    "random_contrast",
    "random_sharpness",
)


@register("layer", family="preprocessing")
class AugMix(Choosing):
    """Mixes images with the results of several chains of random changes while training.

    Formula: while training y = w · x + (1 - w) · sum of v_i · chain_i(x), afterwards y = x
    Shape: (batch, height, width, 3), unchanged
    """

    value_range = value_range_param()
    num_chains = param(Int(low=1), 3, doc="How many chains of changes are mixed.")
    chain_depth = param(Int(low=1), 3, doc="How many changes a chain has at most.")
    factor = share_param("How strong the changes are.", 0.3)
    alpha = param(
        Float(0.0, open_low=True), 1.0, doc="How evenly chains are mixed; above 1 rather evenly."
    )
    all_ops = param(Bool(), True, doc="Whether brightness, colour and contrast change, too.")
    interpolation = interpolation_param()
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        alpha, names = self.alpha, _WITHOUT_COLOURS + (_COLOURS if self.all_ops else ())
        count = (self.num_chains, self.chain_depth)
        picked = draws.made(lambda r: r.integers(0, len(names) + 1, count), count, "int32")
        chains = [
            [
                {"layer_name": names[n], "transformation": self._drawn(names[n], size, draws)}
                for n in row
                if n < len(names)  # the last number stands for no change
            ]
            for row in np.asarray(picked)
        ]
        return {
            "chain_mixing_weights": draws.made(
                lambda r: r.dirichlet([alpha] * self.num_chains), (self.num_chains,)
            ),
            "weight_sample": draws.made(lambda r: r.beta(alpha, alpha), ()),
            "chain_transforms": chains,
        }

    def change(self, x: Any, drawn: Any) -> Any:
        mixed = ops.zeros_like(x)
        for i, chain in enumerate(drawn["chain_transforms"]):
            y = x
            for step in chain:
                y = self._after(step["layer_name"], y, step["transformation"])
            mixed = mixed + y * ops.cast(drawn["chain_mixing_weights"][i], x.dtype)
        weight = ops.cast(drawn["weight_sample"], x.dtype)
        return in_range(weight * x + (1.0 - weight) * mixed, self.value_range)
