"""Models of one layer, drawn from the cases every layer is tested with; inputs and targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Inner, made
from tests.parity.files import probe

#: Layers that take their inputs one by one.
APART = ("MultiHeadAttention", "GroupQueryAttention")
_BATCH = 4


def layer_model(k: Any, name: str, config: Any, arrays: list[np.ndarray]) -> tuple[Any, bool]:
    """Return a model of one layer, and whether its configuration makes it train by chance."""
    layer = _layer(getattr(k.layers, name), made(k.layers, config))
    inputs = [k.Input(a.shape[1:], dtype=_dtype(a)) for a in arrays]
    y = layer(*inputs) if name in APART or len(inputs) == 1 else layer(inputs)
    model = k.Model(inputs if len(inputs) > 1 else inputs[0], y)
    return model, _by_chance(config)


def _by_chance(config: Any) -> bool:
    """Whether a configuration, or one inside it, leaves out or adds something by chance."""
    if isinstance(config, Inner):
        config = config.config
    if isinstance(config, dict):
        return any(_by_chance(v) or ("drop" in k and v) for k, v in config.items())
    return isinstance(config, list) and any(map(_by_chance, config))


def _layer(cls: Any, config: dict[str, Any]) -> Any:
    """The layer, without arguments that this generation does not have yet."""
    config = dict(config)
    while True:
        try:
            nested = isinstance(config.get("layer"), dict)
            return cls.from_config(dict(config)) if nested else cls(**config)
        except TypeError as error:
            unknown = [key for key in config if repr(key) in str(error)]
            if not unknown:
                raise
            config.pop(unknown[0])


def _dtype(array: np.ndarray) -> str:
    return "string" if array.dtype.kind in "US" else array.dtype.name


def given(model: Any, rng: np.random.Generator) -> Any:
    """Inputs of a model's shapes, in its structure."""

    def array(tensor: Any) -> np.ndarray:
        fixed = tensor.shape[0] or 1
        shape = (fixed if fixed > 1 else _BATCH, *tensor.shape[1:])
        if "int" in str(tensor.dtype):
            return rng.integers(0, 9, shape).astype("int32")
        numbers = rng.normal(size=shape).astype("float32")
        if len(shape) == 3:  # sequences end early, for layers that leave out zeros
            numbers[0, -2:] = 0
        return numbers

    if not model.inputs:
        return rng.normal(size=(_BATCH, 3)).astype("float32")
    one = type(model).__name__ == "Sequential"
    return probe.structured(array, model.inputs[0] if one else model.input)


def varied(model: Any, rng: np.random.Generator, spread: float | None = None) -> None:
    """Give a model weights that are easy to tell apart: all positive, or around zero."""
    trained = {id(w) for w in model.trainable_weights}
    values = []
    for weight, old in zip(model.weights, model.get_weights(), strict=True):
        if old.dtype.kind != "f" or (spread is not None and _is_statistic(weight, trained)):
            values.append(old)
        elif spread is None:
            values.append(rng.uniform(0.2, 1, old.shape).astype(old.dtype))
        else:
            values.append((rng.normal(size=old.shape) * spread).astype(old.dtype))
    if values:
        model.set_weights(values)


def _is_statistic(weight: Any, trained: set[int]) -> bool:
    return id(weight) not in trained and "moving" in str(getattr(weight, "path", weight.name))


def targets(model: Any, x: Any, rng: np.random.Generator) -> Any:
    """Targets of the shapes of what comes out; along the last axis they are probabilities."""

    def shares(out: np.ndarray) -> np.ndarray:
        numbers = rng.uniform(0.1, 1, out.shape)
        return (numbers / numbers.sum(axis=-1, keepdims=True)).astype("float32")

    return probe.structured(shares, probe.structured(np.asarray, model.predict_on_batch(x)))
