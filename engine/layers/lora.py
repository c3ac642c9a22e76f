"""Low-rank adaptation (LoRA): a frozen kernel, and two thin matrices that training changes.

Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models".
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from engine import ops
from engine.kinds import Float, Int, Kind, Optional
from engine.layers.layer import Layer
from engine.param import param
from engine.tensor import Variable


class Unquantized(Kind):
    """Keras's argument for quantised weights, of which only None can be kept here."""

    def validate(self, value: Any) -> None:
        if value is not None:
            raise ValueError("Weights of a few bits are not supported.")

    def describe(self) -> str:
        return "None"

    def bad_values(self) -> list[Any]:
        return ["int8"]


class LowRank(Layer):
    """A layer whose kernel may be trained through two matrices of a low rank.

    Attributes:
        adapted_weight: Name of the attribute that holds the kernel.
        reads_alpha: Whether ``lora_alpha`` counts; in Keras's Dense and Embedding it does not.
    """

    adapted_weight: ClassVar[str] = "kernel"
    reads_alpha: ClassVar[bool] = False
    _low_rank: Any = None

    lora_rank = param(
        Optional(Int(low=1)),
        None,
        keyword_only=True,
        advanced=True,
        hidden=True,
        doc="Rank of the two matrices that training changes in place of the kernel.",
    )
    lora_alpha = param(
        Optional(Float()),
        None,
        keyword_only=True,
        advanced=True,
        hidden=True,
        doc="Strength of what they add to the kernel; by default their rank.",
    )
    quantization_config = param(
        Unquantized(),
        None,
        keyword_only=True,
        hidden=True,
        in_config=False,
        doc="Kept for Keras's files.",
    )

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if self.lora_rank:
            config["lora_alpha"] = self.lora_alpha or self.lora_rank
        else:
            del config["lora_rank"], config["lora_alpha"]
        return config

    def start_lora(self) -> None:
        """At the end of ``build``: make the two matrices if the arguments ask for them."""
        if self.lora_rank:
            self.enable_lora(self.lora_rank, self.lora_alpha if self.reads_alpha else None)

    def enable_lora(
        self,
        rank: int,
        lora_alpha: float | None = None,
        a_initializer: Any = "he_uniform",
        b_initializer: Any = "zeros",
    ) -> None:
        """Freeze the kernel and let training change two matrices of a rank in its place.

        Raises:
            ValueError: before the layer is built, a second time, or with a constraint.
        """
        kernel = getattr(self, self.adapted_weight, None)
        about = f"{type(self).__name__}: LoRA"
        if kernel is None:
            raise ValueError(f"{about} needs the layer's weights. Call the layer on data first.")
        if self._low_rank is not None:
            raise ValueError(f"{about} can be switched on only once.")
        if kernel.constraint is not None:
            argument = f"{self.adapted_weight}_constraint"
            raise ValueError(f"{about} does not go together with '{argument}'. Leave it out.")

        def thin(shape: tuple[int, ...], initializer: Any, letter: str) -> Variable:
            name = f"lora_{self.adapted_weight}_{letter}"
            weight = self.add_weight(
                shape, initializer, name=name, regularizer=kernel.regularizer
            )
            setattr(self, name, weight)
            return weight

        a = thin((*kernel.shape[:-1], rank), a_initializer, "a")
        b = thin((rank, kernel.shape[-1]), b_initializer, "b")
        kernel.trainable = False
        self.lora_rank, self.lora_alpha = rank, rank if lora_alpha is None else lora_alpha
        self.__dict__["_low_rank"] = (a, b)

    def adapted(self) -> Any:
        """The kernel with what the two matrices add to it."""
        kernel = getattr(self, self.adapted_weight)
        if self._low_rank is None:
            return kernel
        a, b = self._low_rank
        flat = ops.matmul(ops.reshape(a, (-1, a.shape[-1])), b)
        return kernel + ops.reshape(flat, kernel.shape) * (self.lora_alpha / self.lora_rank)

    def file_variables(self) -> list[Any]:
        """As in Keras's files: the kernel with the addition, and no trace of the matrices."""
        if self._low_rank is None:
            return super().file_variables()
        thin = {id(v) for v in self._low_rank}
        own = [v for v in self._own_variables if id(v) not in thin]
        kernel = getattr(self, self.adapted_weight)
        return [_Merged(self) if v is kernel else v for v in own]


class _Merged:
    """A kernel as it stands in a file; reading it clears what the two matrices add."""

    def __init__(self, layer: LowRank) -> None:
        self._layer = layer
        self._kernel: Variable = getattr(layer, layer.adapted_weight)
        self.shape = self._kernel.shape

    @property
    def value(self) -> np.ndarray:
        return self._layer.adapted().numpy()

    def set_value(self, value: Any) -> None:
        self._kernel.set_value(value)
        for thin in self._layer._low_rank:
            thin.set_value(np.zeros(thin.shape, thin.dtype))
