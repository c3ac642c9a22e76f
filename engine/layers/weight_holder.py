"""What holds weights: those of its own, and those of what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine import registry
from engine.param import Configurable
from engine.scopes import current_path, scope
from engine.tensor import Variable


class WeightHolder(Configurable):
    """Declares weights, finds the layers inside, and lists and sets the weights of all.

    Attributes:
        built: Whether the weights are made.
    """

    name: Any
    trainable: Any
    dtype: Any
    built: bool
    _trained_variables: list[Variable]  # declared to be trained, frozen or not
    _fixed_variables: list[Variable]
    _sublayers: list[Any]
    _parent_path: list[str] | None

    @property
    def path(self) -> str:
        """The names of the layers around this one, and its own."""
        return "/".join([*(self._parent_path or ()), self.name])

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable:
        """Declare a weight; its values are made when they are first needed.

        Args:
            shape: Its sizes; one number by default.
            initializer: An initializer, its name or a function ``(shape, dtype)``;
                Glorot's uniform one for floats by default, zeros for the rest.
            dtype: The layer's by default.
            trainable: Whether training changes it.
            regularizer, constraint: Objects or names.
            name: Its own name ("kernel").
            autocast, aggregation, overwrite_with_gradient: Kept for Keras's signature.

        Raises:
            ValueError: for a shape that is not known yet, or an unknown initializer.
        """
        if isinstance(shape, str):  # Keras 2 has the name first
            shape, name = (initializer if initializer is not None else ()), shape
            initializer = None
        from engine.random import draw_seed

        wanted = dtype or self.dtype
        default = "glorot_uniform" if "float" in str(wanted) else "zeros"
        chosen = registry.get("initializer", initializer or default)
        make = chosen.bound(draw_seed()) if hasattr(chosen, "bound") else chosen
        with scope(self):
            variable = Variable(make, _sizes(shape, name, self.name), wanted, trainable, name=name)
            variable.path = f"{current_path()}/{variable.name}"
        variable.regularizer = _maybe("regularizer", regularizer)
        variable.constraint = _maybe("constraint", constraint)
        self._keep_variable(variable)
        if not self.trainable:
            variable.trainable = False
        return variable

    @property
    def _own_variables(self) -> list[Variable]:
        """This layer's own weights in Keras's order, which freezing does not change."""
        return self._trained_variables + self._fixed_variables

    def _keep_variable(self, variable: Variable) -> None:
        kept = self._trained_variables if variable.trainable else self._fixed_variables
        kept.append(variable)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, Variable) and not any(v is value for v in self._own_variables):
            self._keep_variable(value)
        elif name == "trainable" and "dtype" in self.__dict__:
            # Freezing a layer freezes its weights and what is inside it; while it is being
            # made, a frozen layer inside stays frozen.
            for variable in self._trained_variables:
                variable.trainable = value
            for layer in self._sublayers:
                layer.trainable = value
        else:
            for layer in _holders_in(value):
                if layer is not self and not any(s is layer for s in self._sublayers):
                    self._sublayers.append(layer)
        super().__setattr__(name, value)

    @property
    def weights(self) -> list[Variable]:
        """All weights: this layer's trainable ones, its others, then the layers' inside it."""
        inner = [w for layer in self._sublayers for w in layer.weights]
        return _unique([*self._own_variables, *inner])

    variables = weights

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes."""
        if not self.trainable:
            return []
        own = [v for v in self._own_variables if v.trainable]
        inner = [w for layer in self._sublayers for w in layer.trainable_weights]
        return _unique([*own, *inner])

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training leaves alone."""
        trained = {id(w) for w in self.trainable_weights}
        return [w for w in self.weights if id(w) not in trained]

    @property
    def trainable_variables(self) -> list[Variable]:
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Variable]:
        return self.non_trainable_weights

    def file_variables(self) -> list[Any]:
        """This layer's own weights as a file holds them: the trainable ones first."""
        return self._own_variables

    def save_own_variables(self, store: Any) -> None:
        """Put this layer's own weights into ``store``, under their numbers.

        A class may keep other arrays, under names of its own; ``load_own_variables`` gets them.
        """
        for i, variable in enumerate(self.file_variables()):
            store[str(i)] = variable.value

    def load_own_variables(self, store: Any) -> None:
        """Take what ``save_own_variables`` kept; ValueError where the number differs."""
        variables = self.file_variables()
        if len(store) != len(variables):
            raise ValueError(
                f"Layer '{self.name}' has {len(variables)} weights of its own, the file holds "
                f"{len(store)} arrays for it: {sorted(store)}."
            )
        for i, variable in enumerate(variables):
            variable.set_value(store[str(i)])

    def count_params(self) -> int:
        """Return the number of weights' elements; ValueError before the layer is built."""
        if not self.built:
            raise ValueError(
                f"The layer '{self.name}' has no weights yet: they are made when its input's "
                "shape is known. Call it on data or build it first."
            )
        return sum(w.size for w in self.weights)

    def get_weights(self) -> list[np.ndarray]:
        """Return copies of all weights, in the order of ``weights``."""
        return [w.value.copy() for w in self.weights]

    def set_weights(self, arrays: Any) -> None:
        """Set all weights; ValueError names a count or shape that does not fit."""
        weights, arrays = self.weights, list(arrays)
        if len(weights) != len(arrays):
            raise ValueError(
                f"'{self.name}' has {len(weights)} weights, {len(arrays)} arrays were given."
            )
        for weight, array in zip(weights, arrays, strict=True):
            if weight.shape != np.shape(array):
                raise ValueError(
                    f"'{self.name}': the weight '{weight.path}' has the shape {weight.shape}, "
                    f"the array given for it {np.shape(array)}."
                )
        for weight, array in zip(weights, arrays, strict=True):
            weight.set_value(array)

    def _flatten_layers(self) -> Iterator[Any]:
        """This layer and all layers inside it, each once."""
        seen: set[int] = set()
        pending: list[Any] = [self]
        while pending:
            layer = pending.pop(0)
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                pending[:0] = layer._sublayers


def _sizes(shape: Any, name: str | None, owner: str) -> tuple[int, ...]:
    sizes = () if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
    if any(size is None for size in sizes):
        raise ValueError(
            f"The weight '{name or 'variable'}' of the layer '{owner}' needs whole numbers for "
            f"its shape, got {sizes}."
        )
    return sizes


def _maybe(category: str, value: Any) -> Any:
    return None if value is None else registry.get(category, value)


def _holders_in(value: Any) -> list[WeightHolder]:
    if isinstance(value, WeightHolder):
        return [value]
    if isinstance(value, (list, tuple)):
        return [v for v in value if isinstance(v, WeightHolder)]
    if isinstance(value, dict):
        return [v for v in value.values() if isinstance(v, WeightHolder)]
    return []


def _unique(variables: list[Variable]) -> list[Variable]:
    return list({id(v): v for v in variables}.values())
