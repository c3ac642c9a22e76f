"""How weights start: Keras's initializers, in NumPy.

An initializer is called with a shape and gives an array. ``bound(seed)`` fixes
its randomness when a variable is declared, so that the variable may be made
later, in any order, with the same result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine import registry
from engine.config import floatx
from engine.kinds import Bool, Choice, Either, Float, FloatList, IntList, Optional
from engine.param import Configurable, param
from engine.random import Seed, draw_seed, stream
from engine.windows import NAMES, window

Make = Callable[..., np.ndarray]
#: Standard deviation of a standard normal cut off at two.
_CUT_STDDEV = 0.87962566103423978


class Initializer(Configurable):
    """Base of initializers: override ``__call__(shape, dtype=None)``, or ``sample``."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return an array of the given shape and dtype (floatx by default)."""
        raise NotImplementedError(f"{type(self).__name__} does not define __call__.")

    def bound(self, seed: int | None = None) -> Make:
        """Return a function ``(shape, dtype) -> array`` that always gives the same values."""
        return self.__call__


def _simple(name: str, *aliases: str) -> Callable[[Any], Any]:
    return registry.register("initializer", aliases=(name, *aliases))


@_simple("zeros", "zero")
class Zeros(Initializer):
    """Every value is 0; the usual start of biases."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        return np.zeros(shape, dtype or floatx())


@_simple("ones", "one")
class Ones(Initializer):
    """Every value is 1."""

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        return np.ones(shape, dtype or floatx())


class _Values(Float):
    """A number, or an array of numbers; in a configuration it is Keras's form of an array."""

    def validate(self, value: Any) -> Any:
        if isinstance(value, dict) and value.get("class_name") == "__numpy__":
            value = np.array(value["config"]["value"], value["config"]["dtype"])
        if isinstance(value, (list, tuple)):
            value = np.array(value)
        if not isinstance(value, np.ndarray) or not value.ndim:
            return super().validate(value)
        if value.dtype.kind not in "iuf" or not np.isfinite(value).all():
            raise ValueError("An array must hold finite numbers.")
        return value

    def describe(self) -> str:
        return "a number or an array of numbers"

    def to_config(self, value: Any) -> Any:
        if not isinstance(value, np.ndarray):
            return value
        details = {"value": value.tolist(), "dtype": value.dtype.name}
        return {"class_name": "__numpy__", "config": details}


@_simple("constant")
class Constant(Initializer):
    """Every value is the same number, or comes from an array that is given."""

    value = param(_Values(), 0.0, doc="The number every weight starts with.")

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        try:
            return np.broadcast_to(self.value, tuple(shape)).astype(dtype or floatx())
        except ValueError:
            raise ValueError(
                f"Constant: 'value' has the shape {np.shape(self.value)}, which does not fill a "
                f"weight of the shape {tuple(shape)}."
            ) from None


@_simple("identity", "IdentityInitializer")
class Identity(Initializer):
    """The identity matrix: ones on the diagonal, zeros elsewhere. For matrices only."""

    gain = param(Float(), 1.0, doc="Number the matrix is multiplied by.")

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        if len(shape) != 2:
            raise ValueError(
                f"Identity makes matrices; a weight of shape {tuple(shape)} has "
                f"{len(shape)} dimensions, not 2. Use another initializer."
            )
        return (self.gain * np.eye(shape[0], shape[1])).astype(dtype or floatx())


class RandomInitializer(Initializer):
    """Base of the random ones: a subclass defines ``sample(rng, shape, dtype)``.

    An initializer with a seed gives the same values at every call. Without one
    it draws its seed at the first call, and keeps it; each variable declared
    with it gets a seed of its own.
    """

    seed = param(
        Seed(), None, last=True, advanced=True,
        doc="A number that makes the random values repeatable; empty for new ones each time.",
    )

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        if "_own_seed" not in vars(self):
            self._own_seed = draw_seed()
        seed = self._own_seed if self.seed is None else draw_seed(self.seed)
        return self.sample(stream(seed), tuple(shape), dtype or floatx())

    def bound(self, seed: int | None = None) -> Make:
        own = draw_seed(seed) if self.seed is None else draw_seed(self.seed)

        def make(shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
            return self.sample(stream(own), tuple(shape), dtype or floatx())

        return make

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        raise NotImplementedError


@_simple("random_normal", "normal")
class RandomNormal(RandomInitializer):
    """Random values from a bell curve (normal distribution)."""

    mean = param(Float(), 0.0, doc="Centre of the bell curve.")
    stddev = param(Float(low=0), 0.05, doc="Width of the bell curve (standard deviation).")

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        return _normal(rng, shape, dtype, self.stddev, self.mean)


@_simple("random_uniform", "uniform")
class RandomUniform(RandomInitializer):
    """Random values, all equally likely between two bounds."""

    minval = param(Float(), -0.05, doc="Smallest possible value.")
    maxval = param(Float(), 0.05, doc="Upper bound of the values.")

    def check_params(self) -> None:
        if self.minval > self.maxval:
            raise ValueError(
                f"{type(self).__name__}: 'minval' ({self.minval:g}) must not be above "
                f"'maxval' ({self.maxval:g})."
            )

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        return _uniform(rng, shape, dtype, self.minval, self.maxval)


@_simple("truncated_normal")
class TruncatedNormal(RandomInitializer):
    """A bell curve whose values beyond two standard deviations are drawn again."""

    mean = param(Float(), 0.0, doc="Centre of the bell curve.")
    stddev = param(Float(low=0), 0.05, doc="Width of the bell curve before it is cut off.")

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        return _truncated(rng, shape, dtype, self.stddev, self.mean)


class _Distribution(Choice):
    """Distributions; "normal" is an older name of the truncated one."""

    def __init__(self) -> None:
        super().__init__("truncated_normal", "untruncated_normal", "uniform")

    def validate(self, value: Any) -> Any:
        known = isinstance(value, str) and value.lower() == "normal"
        return super().validate("truncated_normal" if known else value)


def _axes(which: str) -> Any:
    return param(
        Optional(IntList()), None, last=True, advanced=True, hidden=True,
        doc=f"Axes of the weight that count as {which}s; normally found from its shape.",
    )


class _ScaledInitializer(RandomInitializer):
    """Random values whose size follows from how many inputs or outputs a weight joins."""

    input_axes = _axes("input")
    output_axes = _axes("output")

    #: Fixed in the named variants, arguments of VarianceScaling.
    scale: float
    mode: str
    distribution: str

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        inputs, outputs = compute_fans(shape, self.input_axes, self.output_axes)
        fan = {"fan_in": inputs, "fan_out": outputs, "fan_avg": (inputs + outputs) / 2}[self.mode]
        variance = self.scale / max(1.0, fan)
        if self.distribution == "uniform":
            limit = math.sqrt(3 * variance)
            return _uniform(rng, shape, dtype, -limit, limit)
        if self.distribution == "untruncated_normal":
            return _normal(rng, shape, dtype, math.sqrt(variance))
        return _truncated(rng, shape, dtype, math.sqrt(variance) / _CUT_STDDEV)

    def get_config(self) -> dict[str, Any]:
        # Keras before 3.15 refuses these two; nobody who has not set them needs them.
        config = super().get_config()
        for name in ("input_axes", "output_axes"):
            if config[name] is None:
                del config[name]
        return config


@_simple("variance_scaling")
class VarianceScaling(_ScaledInitializer):
    """Random values scaled by the number of inputs or outputs: Glorot and He in general form."""

    scale = param(Float(low=0, open_low=True), 1.0, doc="Factor on the variance.")
    mode = param(
        Choice("fan_in", "fan_out", "fan_avg"), "fan_in",
        doc="Whether to count a weight's inputs, its outputs or the mean of both.",
    )
    distribution = param(
        _Distribution(), "truncated_normal", doc="Shape of the distribution of the values."
    )


def _fixed(
    name: str, summary: str, scale: float, mode: str, distribution: str
) -> type[_ScaledInitializer]:
    namespace = {
        "__doc__": summary,
        "__module__": __name__,
        "scale": scale,
        "mode": mode,
        "distribution": distribution,
    }
    cls = type(name, (_ScaledInitializer,), namespace)
    return registry.register("initializer")(cls)


GlorotUniform = _fixed(
    "GlorotUniform",
    "Equally likely values, range set by the numbers of inputs and outputs; the usual choice.",
    1.0, "fan_avg", "uniform",
)
GlorotNormal = _fixed(
    "GlorotNormal",
    "A cut-off bell curve, width set by the numbers of inputs and outputs.",
    1.0, "fan_avg", "truncated_normal",
)
HeUniform = _fixed(
    "HeUniform",
    "Equally likely values, range set by the number of inputs; good before relu.",
    2.0, "fan_in", "uniform",
)
HeNormal = _fixed(
    "HeNormal",
    "A cut-off bell curve, width set by the number of inputs; good before relu.",
    2.0, "fan_in", "truncated_normal",
)
LecunUniform = _fixed(
    "LecunUniform",
    "Equally likely values, range set by the number of inputs; good before selu.",
    1.0, "fan_in", "uniform",
)
LecunNormal = _fixed(
    "LecunNormal",
    "A cut-off bell curve, width set by the number of inputs; good before selu.",
    1.0, "fan_in", "truncated_normal",
)


@_simple("orthogonal", "OrthogonalInitializer")
class Orthogonal(RandomInitializer):
    """A random rotation: rows or columns at right angles; good in recurrent layers."""

    gain = param(Float(), 1.0, doc="Number the matrix is multiplied by.")

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...], dtype: str) -> np.ndarray:
        if len(shape) < 2:
            raise ValueError(
                f"Orthogonal needs a weight of at least two dimensions, got the shape {shape}. "
                "Use another initializer for vectors, for example zeros."
            )
        rows, columns = math.prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diag(r))  # otherwise some rotations are likelier than others
        return (self.gain * (q.T if rows < columns else q)).reshape(shape).astype(dtype)


@registry.register("initializer", aliases=("STFTInitializer",), hidden=True)
class STFT(Initializer):
    """Kernels of a Conv1D that works out a short-time Fourier transform.

    Called with the shape (length of a window, 1, frequencies).
    """

    side = param(
        Choice("real", "imag"), "real", doc="The real (cosine) or the imaginary (sine) part."
    )
    window = param(
        Optional(Either(Choice(*NAMES), FloatList())), "hann",
        doc="Name of the window function, its values, or None for an even one.",
    )
    scaling = param(
        Optional(Choice("density", "spectrum")), "density",
        doc="Divide the window by its length (density), by its sum (spectrum) or not at all.",
    )
    periodic = param(Bool(), False, doc="Whether the window is one period of a wave.")

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        if len(shape) != 3:
            raise ValueError(
                f"STFT makes kernels of the shape (window length, 1, frequencies), not of "
                f"{tuple(shape)}. Use another initializer."
            )
        length, _, frequencies = shape
        steps = np.arange(length).reshape(-1, 1, 1)
        turns = -2 * np.pi * steps * np.arange(frequencies) / ((frequencies - 1) * 2)
        kernel = np.cos(turns) if self.side == "real" else np.sin(turns)
        if self.window is not None:
            kernel = kernel * self._weights(length).reshape(-1, 1, 1)
        return kernel.astype(dtype or floatx())

    def _weights(self, length: int) -> np.ndarray:
        if isinstance(self.window, str):
            weights = window(self.window, length, self.periodic)
        else:
            weights = np.array(self.window)
        if weights.shape != (length,):
            raise ValueError(
                f"STFT: 'window' has {len(weights)} values, the kernel's windows have {length}."
            )
        if self.scaling is None:
            return weights
        density = self.scaling == "density"
        size = np.sqrt(np.sum(weights**2)) if density else np.sum(np.abs(weights))
        return weights / size


zeros, ones, constant, identity, orthogonal = Zeros, Ones, Constant, Identity, Orthogonal
random_normal, random_uniform, truncated_normal = RandomNormal, RandomUniform, TruncatedNormal
variance_scaling = VarianceScaling
IdentityInitializer, OrthogonalInitializer, STFTInitializer, stft = Identity, Orthogonal, STFT, STFT
glorot_uniform, glorot_normal = GlorotUniform, GlorotNormal
he_uniform, he_normal, lecun_uniform, lecun_normal = HeUniform, HeNormal, LecunUniform, LecunNormal


def compute_fans(
    shape: Sequence[int],
    input_axes: Sequence[int] | None = None,
    output_axes: Sequence[int] | None = None,
) -> tuple[int, int]:
    """Return how many inputs and outputs a weight of this shape joins (Keras's rule).

    The last axis counts as outputs, the one before as inputs, and further ones
    as a receptive field that multiplies both.
    """
    shape = tuple(shape)
    if input_axes is not None and output_axes is not None:
        return math.prod(shape[a] for a in input_axes), math.prod(shape[a] for a in output_axes)
    if not shape:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _normal(
    rng: np.random.Generator, shape: tuple[int, ...], dtype: str, stddev: float, mean: float = 0.0
) -> np.ndarray:
    return (mean + stddev * rng.standard_normal(shape)).astype(dtype)


def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], dtype: str, low: float, high: float
) -> np.ndarray:
    return (low + (high - low) * rng.random(shape)).astype(dtype)


def _truncated(
    rng: np.random.Generator, shape: tuple[int, ...], dtype: str, stddev: float, mean: float = 0.0
) -> np.ndarray:
    values = rng.standard_normal(shape).reshape(-1)
    outside = np.flatnonzero(np.abs(values) > 2)
    while outside.size:
        values[outside] = rng.standard_normal(outside.size)
        outside = outside[np.abs(values[outside]) > 2]
    return (mean + stddev * values).reshape(shape).astype(dtype)


def get(identifier: Any) -> Any:
    """Return the initializer of a name, a configuration, a class or an object; None for None."""
    return None if identifier is None else registry.get("initializer", identifier)


def serialize(initializer: Any) -> Any:
    """Return the JSON-able form of an initializer."""
    return registry.serialize(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make an initializer from ``serialize``'s form."""
    return registry.deserialize(config, "initializer")
