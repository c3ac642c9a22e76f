"""MultiOptimizer: another optimizer for some of the weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from typing import Any

from engine import ops, registry
from engine.optimizers.loss_scale import LossScaleOptimizer
from engine.optimizers.optimizer import Optimizer
from engine.origin import in_update
from engine.tensor import Variable


def _checked(optimizer: Any, where: str) -> Optimizer:
    refused = (LossScaleOptimizer, MultiOptimizer)
    if not isinstance(optimizer, Optimizer) or isinstance(optimizer, refused):
        raise ValueError(
            f"{where} must be a plain optimizer (no LossScaleOptimizer, no MultiOptimizer), "
            f"got {optimizer!r}."
        )
    return optimizer


class OptimizerMap(MutableMapping):
    """Says which optimizer trains a weight, by the weight's path or a pattern of paths.

    Args:
        default_optimizer: Trains every weight that nothing else is said about.
        optimizer_map: Path, or regular expression of whole paths, to optimizer.
    """

    def __init__(
        self, default_optimizer: Any, optimizer_map: dict[str, Optimizer] | None = None
    ) -> None:
        self._default = _checked(default_optimizer, "OptimizerMap: 'default_optimizer'")
        if optimizer_map is not None and not isinstance(optimizer_map, dict):
            raise TypeError(
                "OptimizerMap: 'optimizer_map' must be a dict of paths and optimizers, got "
                f"{optimizer_map!r}."
            )
        self._map: dict[str, Optimizer] = {}
        for path, optimizer in (optimizer_map or {}).items():
            self[path] = optimizer

    @property
    def default_optimizer(self) -> Optimizer:
        return self._default

    def __getitem__(self, path: str) -> Optimizer:
        if path in self._map:
            return self._map[path]
        fitting = [pattern for pattern in self._map if re.fullmatch(pattern, path)]
        if len(fitting) > 1:
            raise ValueError(
                f"More than one optimizer is meant for '{path}': it fits the patterns "
                f"{', '.join(map(repr, fitting))}."
            )
        return self._map[fitting[0]] if fitting else self._default

    def __setitem__(self, path: str, optimizer: Optimizer) -> None:
        if not isinstance(path, str):
            raise ValueError(f"OptimizerMap: a path must be a text, got {path!r}.")
        if path in self._map:
            raise ValueError(f"OptimizerMap: '{path}' has an optimizer already; delete it first.")
        self._map[path] = _checked(optimizer, f"OptimizerMap: the optimizer of '{path}'")

    def __delitem__(self, path: str) -> None:
        del self._map[path]

    def __len__(self) -> int:
        return len(self._map)

    def __iter__(self) -> Iterator[str]:
        return iter(self._map)

    def __contains__(self, path: object) -> bool:
        return path in self._map

    def __call__(self, variable: Variable) -> Optimizer:
        return self[variable.path]

    def get_config(self) -> dict[str, Any]:
        return {
            "default_optimizer": registry.serialize(self._default),
            "optimizer_map": {p: registry.serialize(o) for p, o in self._map.items()},
        }

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> OptimizerMap:
        return cls(
            registry.get("optimizer", config["default_optimizer"]),
            {p: registry.get("optimizer", o) for p, o in config["optimizer_map"].items()},
        )


@registry.register("optimizer", hidden=True)
class MultiOptimizer(Optimizer):
    """Trains different weights by different optimizers.

    Args:
        optimizer_map: An OptimizerMap, or a function that gives the optimizer of a variable.
        loss_scale_factor: Factor on the loss, given to every optimizer.
        name: Name of the optimizer.

    Attributes:
        optimizers: The optimizers; each has a learning rate of its own.
    """

    def __init__(
        self,
        optimizer_map: Any,
        loss_scale_factor: float | None = None,
        name: str | None = None,
    ) -> None:
        self._inner: list[Optimizer] = []
        if isinstance(optimizer_map, dict):  # from a file
            optimizer_map = OptimizerMap.from_config(optimizer_map.get("config", optimizer_map))
        if not callable(optimizer_map):
            raise ValueError(
                "MultiOptimizer: 'optimizer_map' must be an OptimizerMap or a function of a "
                f"variable, got {optimizer_map!r}."
            )
        super().__init__(learning_rate=0.0, loss_scale_factor=loss_scale_factor, name=name)
        self._choose: Callable[[Variable], Optimizer] = optimizer_map
        self._chosen: dict[int, Optimizer] = {}
        if isinstance(optimizer_map, OptimizerMap):
            for optimizer in (*optimizer_map.values(), optimizer_map.default_optimizer):
                self._take(optimizer)

    def _take(self, optimizer: Optimizer) -> None:
        if any(optimizer is known for known in self._inner):
            return
        names = {known.name for known in self._inner}
        name, number = optimizer.name, 0
        while optimizer.name in names:  # files keep the state by name
            number += 1
            optimizer.rename(f"{name}_{number}")
        optimizer.loss_scale_factor = self.loss_scale_factor
        self._inner.append(optimizer)

    @property
    def optimizers(self) -> list[Optimizer]:
        return list(self._inner)

    @property
    def loss_scale_factor(self) -> float | None:
        return self._factor

    @loss_scale_factor.setter
    def loss_scale_factor(self, value: float | None) -> None:
        self._factor = value
        for optimizer in self._inner:
            optimizer.loss_scale_factor = value

    def set_rate(self, value: Any) -> None:
        if "_choose" in vars(self):
            raise AttributeError(_NO_RATE)
        super().set_rate(value)

    def rate(self) -> Any:
        raise AttributeError(_NO_RATE)

    @property
    def variables(self) -> list[Variable]:
        return [*self._variables, *(v for o in self._inner for v in o.variables)]

    @property
    def keeps_averages(self) -> bool:
        return any(optimizer.keeps_averages for optimizer in self._inner)

    def inner(self) -> Sequence[Optimizer]:
        return self._inner

    def build(self, variables: Sequence[Variable]) -> None:
        for variable in variables:
            optimizer = _checked(
                self._choose(variable), f"MultiOptimizer: the optimizer of '{variable.path}'"
            )
            self._take(optimizer)
            self._chosen[id(variable)] = optimizer
        for optimizer, own in self._by_optimizer(variables, variables):
            optimizer.build(own)
        super().build(variables)

    def _by_optimizer(
        self, variables: Sequence[Variable], things: Sequence[Any]
    ) -> Iterator[tuple[Optimizer, list[Any]]]:
        """Return each optimizer with the things that stand at its variables' places."""
        for optimizer in self._inner:
            own = [
                thing for variable, thing in zip(variables, things, strict=True)
                if self._chosen[id(variable)] is optimizer
            ]
            if own:
                yield optimizer, own

    @in_update
    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        grads = list(grads)
        if not grads:
            return
        variables = self._known(grads, trainable_variables)
        pairs = list(zip(grads, variables, strict=True))
        for optimizer, own in self._by_optimizer(variables, pairs):
            optimizer.apply([g for g, _ in own], [v for _, v in own])
        ops.assign_add(self._iteration, 1)

    def exclude_from_weight_decay(
        self,
        var_list: Iterable[Variable] | None = None,
        var_names: Iterable[str] | None = None,
    ) -> None:
        for optimizer in self._inner:
            optimizer.exclude_from_weight_decay(var_list, var_names)

    def finalize_variable_values(self, var_list: Sequence[Variable] | None = None) -> None:
        for optimizer in self._inner:
            optimizer.finalize_variable_values(var_list)

    def swap_averages(self) -> None:
        for optimizer in self._inner:
            optimizer.swap_averages()

    def get_config(self) -> dict[str, Any]:
        chosen = self._choose
        written = (
            {"module": "keras.optimizers", "class_name": "OptimizerMap",
             "config": chosen.get_config(), "registered_name": None}
            if isinstance(chosen, OptimizerMap) else registry.function_reference(chosen)
        )
        return {
            "optimizer_map": written, "loss_scale_factor": self.loss_scale_factor,
            "name": self.name,
        }


_NO_RATE = (
    "A MultiOptimizer has no learning rate of its own: read or set that of each of its "
    "'optimizers'."
)
