"""NumPy functions as ops: a shape rule, the function, and a gradient written in other ops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.op import Call, Node, Op, apply
from engine.tensor import Spec, Tensor

Rule = Callable[..., Sequence[Any]]


def same(*inputs: Spec, **attrs: Any) -> Spec:
    """The shape rule of a function that keeps its first input's shape and type."""
    return inputs[0]


class Function(Op):
    """A NumPy function as an op.

    Args:
        name: Name in messages.
        function: ``function(*arrays, **attrs)`` gives an array or a tuple of them.
        specs: ``specs(*specs, **attrs)`` gives the output's spec or a tuple of them.
        gradient: ``(node, *grads) -> one gradient per input``; None when none flows.
    """

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        specs: Callable[..., Any] = same,
        gradient: Rule | None = None,
    ) -> None:
        self.name = name
        self.function = function
        self.shape_rule = specs
        self.rule = gradient

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        found = self.shape_rule(*inputs, **attrs)
        return (found,) if isinstance(found, Spec) else tuple(found)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_run, (self.function, tuple(ins), tuple(outs), attrs))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        if self.rule is None:
            return (None,) * len(node.inputs)
        return self.rule(node, *grads)

    def __call__(self, *values: Any, **attrs: Any) -> Tensor:
        """Apply the op and return its only output."""
        return apply(self, *values, **attrs)[0]


def _run(
    function: Callable[..., Any], ins: tuple, outs: tuple[np.ndarray, ...], attrs: dict[str, Any]
) -> None:
    found = function(*ins, **attrs)
    for out, value in zip(outs, found if isinstance(found, tuple) else (found,), strict=True):
        np.copyto(out, value, casting="unsafe")
