"""Arguments that layers with a kernel and a bias share."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.kernels.act import LINEAR, RELU, SIGMOID, TANH
from engine.kinds import Bool, Object, Optional
from engine.layers.layer import Layer
from engine.param import Configurable, param


class ActivationKind(Object):
    """An activation function by name or as a function; None means linear."""

    def __init__(self) -> None:
        super().__init__("activation")

    def validate(self, value: Any) -> Any:
        return (
            registry.find("activation", "linear").target
            if value is None
            else super().validate(value)
        )

    def describe(self) -> str:
        return super().describe() + " or None"


def initializer(default: str, what: str) -> Any:
    return param(
        Object("initializer"),
        default,
        last=True,
        advanced=True,
        doc=f"How the {what} start before training.",
    )


def regularizer(what: str) -> Any:
    return param(
        Optional(Object("regularizer")),
        None,
        last=True,
        advanced=True,
        doc=f"A penalty on the {what} that is added to the loss.",
    )


def constraint(what: str) -> Any:
    return param(
        Optional(Object("constraint")),
        None,
        last=True,
        advanced=True,
        doc=f"A rule the {what} must keep after every step.",
    )


class KernelAndBias(Configurable):
    """Initializers, regularizers and constraints of a kernel, a bias and the output."""

    activation = param(
        ActivationKind(),
        None,
        last=True,
        doc="The function applied to the result; linear leaves it as it is.",
    )
    use_bias = param(Bool(), True, last=True, doc="Whether to add a trained offset to each output.")
    kernel_initializer = initializer("glorot_uniform", "kernel's weights")
    bias_initializer = initializer("zeros", "biases")
    kernel_regularizer = regularizer("kernel's weights")
    bias_regularizer = regularizer("biases")
    activity_regularizer = regularizer("outputs")
    kernel_constraint = constraint("kernel's weights")
    bias_constraint = constraint("biases")


def add_kernel(layer: Any, shape: tuple[int, ...]) -> Any:
    """Declare the kernel of a layer with ``KernelAndBias``'s arguments."""
    return layer.add_weight(
        shape,
        layer.kernel_initializer,
        name="kernel",
        regularizer=layer.kernel_regularizer,
        constraint=layer.kernel_constraint,
    )


def add_bias(layer: Any, shape: tuple[int, ...]) -> Any:
    """Declare the bias, or return None when the layer uses none."""
    if not layer.use_bias:
        return None
    return layer.add_weight(
        shape,
        layer.bias_initializer,
        name="bias",
        regularizer=layer.bias_regularizer,
        constraint=layer.bias_constraint,
    )


_FUSED = {"linear": LINEAR, "relu": RELU, "tanh": TANH}
_ACTS = {**_FUSED, "sigmoid": SIGMOID}


def act_code(activation: Any) -> int | None:
    """Return the kernel code of an activation, None when no kernel has it built in."""
    entry = registry.entry_of(activation)
    return None if entry is None else _ACTS.get(entry.name)


def fused_act(activation: Any) -> tuple[int, Any]:
    """Return the code to fuse into a kernel, and the function to apply after it (or None).

    Sigmoid and softmax stay apart: losses look for the logits before them.
    """
    entry = registry.entry_of(activation)
    if entry is not None and entry.name in _FUSED:
        return _FUSED[entry.name], None
    return LINEAR, activation


def require_rank(layer: Layer, shape: Any, rank: int, axes: str, advice: str) -> None:
    """Raise ValueError in plain words when an input has another number of axes."""
    if len(shape) != rank:
        raise ValueError(
            f"it needs an input of the form ({axes}), that is {rank} axes with the batch, but "
            f"gets the shape {tuple(shape)}. {advice}"
        )


def known_size(shape: Any, axis: int, what: str) -> int:
    """Return a size that weights depend on; ValueError when it is open."""
    size = shape[axis]
    if size is None:
        raise ValueError(
            f"the {what} of its input must be known to make the weights, but the shape is "
            f"{tuple(shape)}."
        )
    return size
