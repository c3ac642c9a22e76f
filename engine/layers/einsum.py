"""A dense layer over any axes, written as an equation of letters."""

from __future__ import annotations

import re
from typing import Any

from engine import ops
from engine.kinds import Optional, Shape, Text
from engine.layers.lora import LowRank
from engine.layers.weights import ActivationKind, constraint, initializer, regularizer
from engine.param import param
from engine.registry import register

__all__ = [
    "EinsumDense",
]

_FORM = re.compile(r"(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?")


class Equation(Text):
    """Letters of the input, of the kernel and of the output: "abc,cd->abd"."""

    def validate(self, value: Any) -> str:
        equation = super().validate(value).replace(" ", "")
        match = _FORM.fullmatch(equation)
        if match is None or match[1] != match[5] or match[3] != match[7] or (match[1] and match[3]):
            raise ValueError(
                "Dots may stand before the letters or after them, in both the input and the output."
            )
        return equation

    def start(self) -> str:
        return "...x,xy->...y"

    def describe(self) -> str:
        return "an equation like 'abc,cd->abd' or '...x,xy->...y'"

    def bad_values(self) -> list[Any]:
        return [*super().bad_values(), "abc", "...ab,bc->ac", "ab,bc,cd->ad"]


@register("layer", family="core")
class EinsumDense(LowRank):
    """A Dense layer that joins any axes of its input with a kernel of any rank.

    Formula: y = activation(sum over the letters missing in the output of x · kernel + bias)
    Shape: as the equation says: 'abc,cd->abd' turns (batch, b, c) to (batch, b, d)
    """

    reads_alpha = True
    starting = {"equation": "...x,xy->...y", "output_shape": (64,), "bias_axes": "y"}
    equation = param(
        Equation(),
        doc="Letters for the axes of the input, the kernel and the output: abc,cd->abd.",
    )
    output_shape = param(
        Shape(), doc="Sizes of the output without the batch; None takes the input's size."
    )
    activation = param(
        ActivationKind(),
        None,
        doc="The function applied to the result; linear leaves it as it is.",
    )
    bias_axes = param(
        Optional(Text(allow_empty=False)),
        None,
        doc="Letters of the output along which a trained offset varies; empty for none.",
    )
    kernel_initializer = initializer("glorot_uniform", "kernel's weights")
    bias_initializer = initializer("zeros", "biases")
    kernel_regularizer = regularizer("kernel's weights")
    bias_regularizer = regularizer("biases")
    activity_regularizer = regularizer("outputs")
    kernel_constraint = constraint("kernel's weights")
    bias_constraint = constraint("biases")

    def check_params(self) -> None:
        super().check_params()
        unknown = set(self.bias_axes or "") - set(self._match()[6])
        if unknown:
            raise ValueError(
                f"EinsumDense: 'bias_axes' must be letters of the output '{self._match()[6]}', "
                f"got {self.bias_axes!r}."
            )

    def _match(self) -> re.Match[str]:
        match = _FORM.fullmatch(self.equation)
        assert match is not None
        return match

    def build(self, input_shape: Any) -> None:
        match = self._match()
        sizes = self._sizes(tuple(input_shape), match)
        kernel = tuple(self._known(sizes, letter) for letter in match[4])
        self.kernel = self.add_weight(
            kernel,
            _fanned(self.kernel_initializer, match),
            name="kernel",
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = self._add_bias(sizes, match, len(input_shape))
        self.start_lora()

    def _sizes(self, shape: tuple, match: re.Match[str]) -> dict[str, Any]:
        """Size of every letter, None where it is open."""
        letters, out = match[2], match[6]
        further = len(shape) - len(letters)
        if further < 0 or (further and not (match[1] or match[3])):
            raise ValueError(
                f"the equation '{self.equation}' describes an input of {len(letters)} axes, but "
                f"gets the shape {shape}."
            )
        sizes = dict(zip(letters, shape[further:] if match[1] else shape, strict=False))
        named = out if match[1] and further else out[1:]
        if len(named) != len(self.output_shape):
            raise ValueError(
                f"output_shape {self.output_shape} must give one size for each of the letters "
                f"'{named}' of '{self.equation}'."
            )
        for letter, size in zip(named, self.output_shape, strict=True):
            known = sizes.get(letter)
            if None not in (size, known) and size != known:
                raise ValueError(
                    f"'{letter}' of '{self.equation}' is {known} in its input {shape} and {size} "
                    "in output_shape."
                )
            sizes[letter] = known if size is None else size
        return sizes

    def _known(self, sizes: dict[str, Any], letter: str) -> int:
        if sizes.get(letter) is None:
            raise ValueError(
                f"the size of '{letter}' in '{self.equation}' must be known to make the weights."
            )
        return sizes[letter]

    def _add_bias(self, sizes: dict[str, Any], match: re.Match[str], rank: int) -> Any:
        if not self.bias_axes:
            return None
        out = match[6]
        kept = out[min(out.index(c) for c in self.bias_axes) :]
        shape = [self._known(sizes, c) if c in self.bias_axes else 1 for c in kept]
        after = rank - len(match[2]) if match[3] else 0
        return self.add_weight(
            (*shape, *[1] * after),
            self.bias_initializer,
            name="bias",
            regularizer=self.bias_regularizer,
            constraint=self.bias_constraint,
        )

    def call(self, inputs: Any) -> Any:
        y = ops.einsum(self.equation, self.as_float(inputs), self.adapted())
        return self.activation(y if self.bias is None else y + self.bias)


def _fanned(made: Any, match: re.Match[str]) -> Any:
    """The initializer, told which of the kernel's axes are inputs and which outputs."""
    if getattr(made, "input_axes", 0) is not None and getattr(made, "output_axes", 0) is not None:
        return made
    outputs = [i for i, letter in enumerate(match[4]) if letter in match[6]]
    inputs = [i for i in range(len(match[4])) if i not in outputs]
    axes = {"input_axes": inputs, "output_axes": outputs}
    return type(made).from_config({**made.get_config(), **axes})
