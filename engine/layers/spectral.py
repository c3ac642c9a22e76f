"""Spectral normalisation: a bound on how much a layer can stretch its input."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.initializers import TruncatedNormal
from engine.kinds import Int
from engine.layers.wrapping import Wrapper
from engine.ops.normalization import unit_length
from engine.param import param
from engine.registry import register
from engine.tensor import Variable

__all__ = [
    "SpectralNormalization",
]


@register("layer", family="normalization", hidden=True)
class SpectralNormalization(Wrapper):
    """Divides a layer's kernel by its largest singular value at every training step.

    Formula: kernel = kernel / sigma(kernel), sigma estimated by power iteration
    Shape: that of the layer inside
    """

    power_iterations = param(
        Int(low=1, high=10_000),
        1,
        doc="Steps of the estimate per training step; more are more exact.",
    )

    def build(self, input_shape: Any) -> None:
        super().build(input_shape)
        self.kernel = _kernel_of(self.layer)
        self.vector_u = self.add_weight(
            (1, self.kernel.shape[-1]),
            TruncatedNormal(stddev=0.02),
            trainable=False,
            name="vector_u",
        )

    @property
    def trainable_weights(self) -> list[Variable]:
        """Those of the layer inside; its kernel, which this layer lists too, is frozen with it."""
        return self.layer.trainable_weights if self.trainable else []

    def call(self, inputs: Any, training: bool = False) -> Any:
        if training:
            self._normalise()
        return self.layer(inputs)

    def _normalise(self) -> None:
        """Power iteration; a kernel of zeros stays as it is."""
        weights = ops.reshape(self.kernel, (-1, self.kernel.shape[-1]))
        u: Any = self.vector_u
        for _ in range(self.power_iterations):
            v = unit_length(ops.matmul(u, weights, transpose_b=True))
            u = unit_length(ops.matmul(v, weights))
        sigma = ops.sum(ops.matmul(v, weights) * u)
        empty = ops.all(ops.equal(self.kernel, 0.0))
        self.vector_u.assign(ops.where(empty, self.vector_u, u))
        self.kernel.assign(self.kernel / ops.where(empty, 1.0, sigma))


def _kernel_of(layer: Any) -> Variable:
    for name in ("kernel", "embeddings"):
        if isinstance(getattr(layer, name, None), Variable):
            return getattr(layer, name)
    raise ValueError(
        f"it bounds a kernel, and a {type(layer).__name__} has none; wrap Dense, a convolution or "
        "Embedding."
    )
