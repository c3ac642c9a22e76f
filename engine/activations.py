"""Activation functions: what a layer applies to its outputs.

Each takes a tensor of any shape and gives one of the same shape (glu gives half
of one axis). They are written in ops, so their gradients follow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import ops, registry
from engine.symbolic import KerasTensor, accepting
from engine.tensor import Tensor, as_operand

Activation = Callable[..., Tensor]


#: Activations that are recorded as an op of another name, as in Keras.
_AS_OP = {"relu": "re_lu", "exponential": "exp"}


def _activation(*aliases: str, hidden: bool = False) -> Callable[[Activation], Activation]:
    def enter(function: Activation) -> Activation:
        name = function.__name__
        known = function if name == "linear" else accepting(function, _AS_OP.get(name, name))
        return registry.register("activation", aliases=aliases, hidden=hidden)(known)

    return enter


@_activation()
def linear(x: Any) -> Any:
    """Leaves values as they are: x."""
    return x if isinstance(x, KerasTensor) else as_operand(x)


@_activation()
def relu(
    x: Any, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Tensor:
    """Turns negative values to zero: max(x, 0).

    Args:
        x: Tensor.
        negative_slope: Slope for values below the threshold.
        max_value: Upper limit of the result, None for none.
        threshold: Values at or below it give ``negative_slope * (x - threshold)``.
    """
    if not threshold:
        y = ops.relu(x)
        if negative_slope:
            y = ops.add(y, ops.multiply(ops.minimum(x, 0.0), negative_slope))
        return y if max_value is None else ops.minimum(y, max_value)
    kept = x if max_value is None else ops.clip(x, 0.0, max_value)
    below = ops.multiply(ops.subtract(x, threshold), negative_slope)
    return ops.where(ops.greater(x, threshold), kept, below)


@_activation()
def leaky_relu(x: Any, negative_slope: float = 0.2) -> Tensor:
    """Like relu, but lets a fifth of negative values through: x if x > 0, else 0.2 x."""
    return ops.leaky_relu(x, negative_slope)


@_activation()
def relu6(x: Any) -> Tensor:
    """Like relu, limited to 6: min(max(x, 0), 6)."""
    return ops.relu6(x)


@_activation()
def sigmoid(x: Any) -> Tensor:
    """Squeezes values between 0 and 1, for yes/no answers: 1 / (1 + e^-x)."""
    return ops.sigmoid(x)


@_activation()
def tanh(x: Any) -> Tensor:
    """Squeezes values between -1 and 1: (e^x - e^-x) / (e^x + e^-x)."""
    return ops.tanh(x)


@_activation()
def softmax(x: Any, axis: int = -1) -> Tensor:
    """Turns scores into probabilities that add up to 1: e^x_i / sum of e^x_j."""
    return ops.softmax(x, axis=axis)


@_activation()
def log_softmax(x: Any, axis: int = -1) -> Tensor:
    """The logarithm of softmax: x_i - ln(sum of e^x_j)."""
    return ops.log_softmax(x, axis=axis)


@_activation()
def softplus(x: Any) -> Tensor:
    """A smooth relu: ln(1 + e^x)."""
    return ops.softplus(x)


@_activation()
def softsign(x: Any) -> Tensor:
    """Squeezes values between -1 and 1, more gently than tanh: x / (1 + |x|)."""
    return ops.softsign(x)


@_activation()
def elu(x: Any, alpha: float = 1.0) -> Tensor:
    """Like relu, but bends smoothly towards -1: x if x > 0, else e^x - 1."""
    return ops.elu(x, alpha=alpha)


@_activation()
def selu(x: Any) -> Tensor:
    """A scaled elu that keeps values at mean 0 and variance 1: 1.0507 elu(x, 1.6733)."""
    return ops.selu(x)


@_activation()
def gelu(x: Any, approximate: bool = False) -> Tensor:
    """A smooth relu used in transformers: x P(X <= x) for a standard normal X.

    Args:
        x: Tensor.
        approximate: Whether to use 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
    """
    return ops.gelu(x, approximate)


@_activation()
def exponential(x: Any) -> Tensor:
    """The exponential function, always positive: e^x."""
    return ops.exp(x)


@_activation("swish")
def silu(x: Any) -> Tensor:
    """A smooth relu that dips slightly below zero (also called swish): x sigmoid(x)."""
    return ops.silu(x)


@_activation()
def mish(x: Any) -> Tensor:
    """A smooth relu that dips slightly below zero: x tanh(ln(1 + e^x))."""
    return ops.multiply(x, ops.tanh(ops.softplus(x)))


@_activation()
def hard_sigmoid(x: Any) -> Tensor:
    """A sigmoid made of straight lines: 0 below -3, 1 above 3, x/6 + 1/2 between."""
    return ops.hard_sigmoid(x)


@registry.register("activation", hidden=True, written_as="hard_sigmoid")
def hard_sigmoid_keras2(x: Any) -> Tensor:
    """The hard_sigmoid of Keras 1 and 2, with other bends: 0.2x + 1/2 between 0 and 1."""
    return ops.clip(ops.add(ops.multiply(x, 0.2), 0.5), 0.0, 1.0)


@_activation("hard_swish")
def hard_silu(x: Any) -> Tensor:
    """A swish made of straight lines and a parabola: x hard_sigmoid(x)."""
    return ops.hard_silu(x)


@_activation()
def log_sigmoid(x: Any) -> Tensor:
    """The logarithm of sigmoid, always negative: -ln(1 + e^-x)."""
    return ops.log_sigmoid(x)


@_activation()
def celu(x: Any, alpha: float = 1.0) -> Tensor:
    """An elu whose slope never jumps: x if x > 0, else a (e^(x/a) - 1).

    Args:
        x: Tensor.
        alpha: The depth ``a`` it bends towards below zero.
    """
    return ops.celu(x, alpha)


@_activation()
def hard_tanh(x: Any) -> Tensor:
    """A tanh made of straight lines: x, limited to between -1 and 1."""
    return ops.hard_tanh(x)


@_activation()
def tanh_shrink(x: Any) -> Tensor:
    """Draws small values to zero and large ones in by one: x - tanh(x)."""
    return ops.tanh_shrink(x)


@_activation()
def hard_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """Turns small values to zero and keeps the others: x if |x| > 0.5, else 0."""
    return ops.hard_shrink(x, threshold)


@_activation()
def soft_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """Draws values in by a half, small ones to zero: sign(x) max(|x| - 0.5, 0)."""
    return ops.soft_shrink(x, threshold)


@_activation(hidden=True)
def threshold(x: Any, threshold: float, default_value: float) -> Tensor:
    """Replaces values at or below a threshold: x if x > threshold, else default_value."""
    return ops.threshold(x, threshold, default_value)


@_activation()
def squareplus(x: Any, b: float = 4.0) -> Tensor:
    """A smooth relu without exponentials: (x + sqrt(x^2 + 4)) / 2."""
    return ops.squareplus(x, b)


@_activation()
def sparse_plus(x: Any) -> Tensor:
    """A softplus that reaches zero: 0 below -1, (x + 1)^2 / 4 up to 1, x above."""
    return ops.sparse_plus(x)


@_activation()
def sparse_sigmoid(x: Any) -> Tensor:
    """A sigmoid made of straight lines: 0 below -1, 1 above 1, (x + 1) / 2 between."""
    return ops.sparse_sigmoid(x)


@_activation()
def sparsemax(x: Any, axis: int = -1) -> Tensor:
    """Like softmax, but gives exactly 0 to unlikely scores: max(x_i - t, 0), adding up to 1."""
    return ops.sparsemax(x, axis=axis)


@_activation()
def glu(x: Any, axis: int = -1) -> Tensor:
    """Lets one half of the features decide how much of the other passes: a sigmoid(b).

    Args:
        x: Tensor with an even size along the axis; the output has half of it.
        axis: The axis that is cut in two.

    Raises:
        ValueError: when the size of the axis is odd or open.
    """
    return ops.glu(x, axis)


swish, hard_swish = silu, hard_silu


def get(identifier: Any) -> Activation:
    """Return the function of a name, a configuration or a function; None gives ``linear``."""
    return linear if identifier is None else registry.get("activation", identifier)


def serialize(activation: Activation) -> Any:
    """Return the name of an activation function (or a configuration of a layer used as one)."""
    return registry.serialize(activation)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Activation:
    """Return the function of a name or of Keras's function dict."""
    return registry.deserialize(config, "activation")
