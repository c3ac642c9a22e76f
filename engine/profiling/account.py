"""Whose work each call of a plan is: shares of layers in nodes, general for every layer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.op import Node
from engine.origin import UPDATE
from engine.plan import Plan
from engine.tensor import Variable

#: The names of the layer and of the models around it, without the outermost model.
Path = tuple[str, ...]


class Account:
    """Knows the layers of a model and divides the nodes of its plans among them.

    A layer is what lies directly in the model or in a model inside it; what a layer
    is made of counts as the layer.

    Attributes:
        layers: Path -> layer, in the model's order.
    """

    def __init__(self, model: Any) -> None:
        self.model = model
        self.layers: dict[Path, Any] = dict(_walk(model, ()))
        self._path_of: dict[int, Path] = {}
        self._owner: dict[int, Path] = {}
        for path, layer in self.layers.items():
            self._path_of.setdefault(id(layer), path)
            for weight in layer.weights:
                self._owner.setdefault(id(weight), path)
        self.trained = {id(v) for v in model.trainable_weights}

    def shares(self, node: Node) -> dict[Path | None, float]:
        """Return the part of a node's work that is each layer's; None is no layer's.

        An update belongs to the weights it changes, by their size.
        """
        if node.origin.part != UPDATE:
            return {self._innermost(node.origin.layers): 1.0}
        weights = self._updated(node)
        total = sum(_numbers(v) for v in weights)
        found: dict[Path | None, float] = {}
        for weight in weights:
            path = self._owner.get(id(weight))
            found[path] = found.get(path, 0.0) + _numbers(weight) / total
        return found or {None: 1.0}

    def weights(self, path: Path) -> list[Variable]:
        """The weights that count as a layer's: those that no layer before it has."""
        return [v for v in self.layers[path].weights if self._owner.get(id(v)) == path]

    def slots(self, plan: Plan) -> dict[Path | None, int]:
        """Return the bytes of the optimizer's state for each layer's weights."""
        model = set(map(id, self.model.weights))
        found: dict[Path | None, float] = {}
        seen: set[int] = set()
        for node, _ in plan.steps:
            if node.origin.part != UPDATE:
                continue
            for operand in node.inputs:
                own = isinstance(operand, Variable) and id(operand) not in model
                if own and id(operand) not in seen:
                    seen.add(id(operand))
                    single = not operand.shape  # the rate and the count of steps are everybody's
                    shares = {None: 1.0} if single else self.shares(node)
                    for path, share in shares.items():
                        found[path] = found.get(path, 0.0) + share * nbytes(operand)
        return {path: round(size) for path, size in found.items()}

    def _updated(self, node: Node) -> list[Variable]:
        found = [v for v in node.inputs if id(v) in self.trained]
        if not found and node.origin.variable is not None:
            found = [node.origin.variable]
        return found  # type: ignore[return-value]  # trained ones are variables

    def _innermost(self, layers: tuple[Any, ...]) -> Path | None:
        """The layer of this model whose call is open; a layer inside a layer is not asked for."""
        return next(
            (self._path_of[id(layer)] for layer in layers if id(layer) in self._path_of), None
        )


def _walk(model: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    for layer in model._sublayers:
        here = (*path, layer.name)
        if _is_model(layer):
            yield from _walk(layer, here)
        else:
            yield here, layer


def _is_model(layer: Any) -> bool:
    from engine.models.model import Model

    return isinstance(layer, Model) and bool(layer._sublayers)


def nbytes(variable: Any) -> int:
    """Return the size of a variable, which may not have its value yet."""
    return math.prod(variable.shape) * np.dtype(variable.dtype).itemsize


def _numbers(variable: Any) -> int:
    return max(math.prod(variable.shape), 1)
