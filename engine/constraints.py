"""Rules that weights are brought back to after every training step."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Float, IntList
from engine.param import Configurable, param
from engine.tensor import Tensor


def _axis() -> Any:
    return param(
        IntList(single=True), 0, advanced=True,
        doc="Axis (or axes) over which a length is measured: 0 for Dense, [0, 1, 2] for Conv2D.",
    )


class Constraint(Configurable):
    """Base of constraints: ``__call__(w)`` returns the weights brought back to the rule."""

    def __call__(self, w: Any) -> Any:
        return w


class _NormConstraint(Constraint):
    """Rescales each vector of weights; a subclass says to which length."""

    def wanted(self, norms: Tensor) -> Any:
        raise NotImplementedError

    def __call__(self, w: Any) -> Tensor:
        norms = ops.sqrt(ops.sum(ops.square(w), axis=self.axis, keepdims=True))  # type: ignore[attr-defined]
        return ops.multiply(w, ops.divide(self.wanted(norms), ops.add(norms, epsilon())))


@registry.register("constraint")
class MaxNorm(_NormConstraint):
    """Shortens a unit's vector of weights when it is longer than a limit."""

    max_value = param(Float(low=0), 2, doc="Greatest length of a unit's vector of weights.")
    axis = _axis()

    def wanted(self, norms: Tensor) -> Any:
        return ops.clip(norms, 0.0, self.max_value)


@registry.register("constraint")
class UnitNorm(_NormConstraint):
    """Gives every unit's vector of weights the length 1."""

    axis = _axis()

    def wanted(self, norms: Tensor) -> Any:
        return 1.0


@registry.register("constraint")
class MinMaxNorm(_NormConstraint):
    """Keeps the length of each unit's vector of weights between two limits."""

    min_value = param(Float(low=0), 0.0, doc="Smallest length of a unit's vector of weights.")
    max_value = param(Float(low=0), 1.0, doc="Greatest length of a unit's vector of weights.")
    rate = param(
        Float(low=0, high=1), 1.0, advanced=True,
        doc="Part of the way to go at each step: 1 enforces the limits at once.",
    )
    axis = _axis()

    def check_params(self) -> None:
        if self.min_value > self.max_value:
            raise ValueError(
                f"MinMaxNorm: 'min_value' ({self.min_value:g}) must not be above "
                f"'max_value' ({self.max_value:g})."
            )

    def wanted(self, norms: Tensor) -> Any:
        limited = ops.clip(norms, self.min_value, self.max_value)
        if self.rate == 1:
            return limited
        return ops.add(ops.multiply(limited, self.rate), ops.multiply(norms, 1 - self.rate))


@registry.register("constraint")
class NonNeg(Constraint):
    """Turns negative weights to zero."""

    def __call__(self, w: Any) -> Tensor:
        return ops.maximum(w, 0.0)


max_norm, min_max_norm, non_neg, unit_norm = MaxNorm, MinMaxNorm, NonNeg, UnitNorm


def get(identifier: Any) -> Any:
    """Return the constraint of a name, a configuration, a class or an object; None for None."""
    return None if identifier is None else registry.get("constraint", identifier)


def serialize(constraint: Any) -> Any:
    """Return the JSON-able form of a constraint."""
    return registry.serialize(constraint)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a constraint from ``serialize``'s form."""
    return registry.deserialize(config, "constraint")
