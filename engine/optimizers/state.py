"""What an optimizer remembers from step to step: its variables, made, found, saved and restored."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

from engine import registry
from engine.optimizers.building import Built
from engine.tensor import Variable

_Slot = TypeVar("_Slot")


class State(Built):
    """The variables of an optimizer, in the order of Keras's files."""

    name: Any
    _variables: list[Variable]
    #: Place of each trained variable among the slots, by identity.
    _position: dict[int, int]
    #: State by path that is taken over while the optimizer is built anew.
    _kept: dict[str, list[Variable]]

    @property
    def variables(self) -> list[Variable]:
        return list(self._variables)

    def rename(self, name: str) -> None:
        """Take another name, before variables are made under the present one."""
        self.name = name
        for variable in self._variables:
            variable.path = f"{name}/{variable.name}"

    def add_variable(
        self,
        shape: Sequence[int],
        initializer: Any = "zeros",
        dtype: str | None = None,
        name: str | None = None,
    ) -> Variable:
        """Declare a variable of the optimizer's own."""
        variable = Variable(
            registry.get("initializer", initializer), shape=tuple(shape), dtype=dtype,
            trainable=False, name=name or "variable",
        )
        variable.path = f"{self.name}/{variable.name}"
        kept = self._kept.get(variable.path)
        if kept and kept[0].shape == variable.shape:
            variable = kept.pop(0)
        self._variables.append(variable)
        return variable

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str | None = None, initializer: Any = "zeros"
    ) -> Variable:
        """Declare a slot: a variable of the shape and dtype of a trained one."""
        owner = reference_variable.path.replace("/", "_")
        return self.add_variable(
            reference_variable.shape, initializer, reference_variable.dtype,
            f"{owner}_{name or 'var'}",
        )

    def add_optimizer_variables(
        self, trainable_variables: Iterable[Variable], name: str, initializer: Any = "zeros"
    ) -> list[Variable]:
        """Declare a slot for each of several trained variables."""
        return [self.add_variable_from_reference(v, name, initializer) for v in trainable_variables]

    def add_slots(
        self,
        variables: Iterable[Variable],
        names: Sequence[str],
        initializers: Sequence[Any] | None = None,
    ) -> list[list[Variable]]:
        """Declare several slots for each variable, those of one variable side by side."""
        starts = initializers or ["zeros"] * len(names)
        return [
            [
                self.add_variable_from_reference(variable, name, start)
                for name, start in zip(names, starts, strict=True)
            ]
            for variable in variables
        ]

    def slot(self, slots: Sequence[_Slot], variable: Variable) -> _Slot:
        """Return what belongs to a trained variable among things that stand in their order."""
        return slots[self._position[id(variable)]]

    # -- saving ----------------------------------------------------------------

    def get_weights(self) -> list[np.ndarray]:
        """Return the state as arrays."""
        return [v.value.copy() for v in self.variables]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set the state from ``get_weights``'s form."""
        if not self.built:
            raise ValueError("Call optimizer.build(variables) before set_weights.")
        if len(weights) != len(self.variables):
            raise ValueError(
                f"The optimizer has {len(self.variables)} variables, got {len(weights)} arrays."
            )
        for variable, weight in zip(self.variables, weights, strict=True):
            variable.set_value(weight)

    def save_own_variables(self, store: Any) -> None:
        """Write the state into a mapping under the keys "0", "1", ..."""
        for i, variable in enumerate(self.variables):
            store[str(i)] = variable.value.copy()

    def load_own_variables(self, store: Any) -> None:
        """Read the state that ``save_own_variables`` wrote; a warning if the number differs."""
        if len(store) != len(self.variables):
            warnings.warn(
                f"The state of the optimizer '{self.name}' was not restored: the file holds "
                f"{len(store)} variables, the optimizer has {len(self.variables)}.",
                stacklevel=2,
            )
            return
        for i, variable in enumerate(self.variables):
            variable.set_value(np.asarray(store[str(i)]))
