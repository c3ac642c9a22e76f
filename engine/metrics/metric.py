"""Metric: a number that tells how good a model is, collected over many batches."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from engine import registry
from engine.config import floatx
from engine.kinds import Choice, Optional, Text
from engine.param import Configurable, param
from engine.tensor import Tensor, Variable


class Metric(Configurable):
    """Base of metrics: override ``update_state`` and ``result``; sums live in variables.

    Attributes:
        direction: "up" when greater is better, "down" when smaller is, None if unknown.
        offered: Arguments the program starts with, where the defaults are not what most want.
    """

    direction: ClassVar[str | None] = None
    offered: ClassVar[dict[str, Any]] = {}

    name = param(
        Optional(Text()), None, last=True, advanced=True, hidden=True,
        doc="Name under which the value is logged.",
    )
    dtype = param(
        Optional(Choice("float32", "float64")), None, last=True, advanced=True, hidden=True,
        doc="Precision of the sums.",
    )

    def check_params(self) -> None:
        self._variables: list[Variable] = []
        if self.name is None:
            self.name = registry.snake_case(type(self).__name__)
        if self.dtype is None:
            self.dtype = floatx()

    def add_variable(
        self,
        shape: tuple[int, ...] = (),
        initializer: Any = None,
        dtype: str | None = None,
        name: str | None = None,
    ) -> Variable:
        """Declare a variable that ``reset_state`` brings back to zero.

        Args:
            shape: Its shape, a scalar by default.
            initializer: Its first value: an initializer or its name, zeros by default.
            dtype: Its dtype, the metric's by default.
            name: Its name.
        """
        start = registry.get("initializer", initializer or "zeros")
        variable = Variable(
            start, shape=tuple(shape), dtype=dtype or self.dtype, trainable=False,
            name=name or "variable",
        )
        variable.path = f"{self.name}/{variable.name}"
        self._variables.append(variable)
        return variable

    def add_weight(
        self,
        shape: Any = (),
        initializer: Any = None,
        dtype: str | None = None,
        name: str | None = None,
    ) -> Variable:
        """The older name of ``add_variable``; the name may come first, as in Keras 2."""
        if isinstance(shape, str):
            shape, name = (), shape
        return self.add_variable(shape, initializer, dtype, name)

    @property
    def variables(self) -> list[Variable]:
        """The variables, those of metrics held as attributes included."""
        held = [v for m in vars(self).values() if isinstance(m, Metric) for v in m.variables]
        return [*self._variables, *held]

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Take a batch into account."""
        raise NotImplementedError(f"{type(self).__name__} does not define update_state.")

    def result(self) -> Any:
        """Return the value over everything since the last ``reset_state``."""
        raise NotImplementedError(f"{type(self).__name__} does not define result.")

    def reset_state(self) -> None:
        """Start again from zero."""
        for variable in self.variables:
            variable.set_value(np.zeros(variable.shape, variable.dtype))

    def __call__(self, *args: Any, **kwargs: Any) -> Tensor:
        """Update the state and return the result so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


#: What compiling a model keeps on it; ``metrics`` names these in an order of its own.
_OF_COMPILING = ("_loss_tracker", "_compiled_metrics", "_compiled_loss", "_compile_arguments")


def metrics_of(owner: Any) -> list[Metric]:
    """Return the metrics that an object holds as attributes, alone or in lists."""
    found: list[Metric] = []
    for name, value in vars(owner).items():
        if isinstance(value, Metric) and name not in _OF_COMPILING:
            found.append(value)
        elif isinstance(value, (list, tuple)) and value and name not in _OF_COMPILING:
            found += [m for m in value if isinstance(m, Metric)]
    return found
