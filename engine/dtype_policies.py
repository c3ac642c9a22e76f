"""Precision policies: what layers compute in and keep their weights in.

Kernels compute in float32 and float64. The mixed policies keep float32 weights and
compute in half precision only to be faster on other hardware; here they compute in
float32 throughout, which is at least as exact, and say so once. Plain half precision
is refused.
"""

from __future__ import annotations

import warnings
from typing import Any

from engine import config

_MIXED = ("mixed_float16", "mixed_bfloat16")
_HALF = ("float16", "bfloat16")


class DTypePolicy:
    """Names the precision of computations and of weights.

    Args:
        name: "float32", "float64", an integer type, or "mixed_float16" and
            "mixed_bfloat16", which compute in float32 here.

    Raises:
        ValueError: for half precision and names that are no policy.
    """

    def __init__(self, name: Any = None) -> None:
        self.name = config.floatx() if name is None else getattr(name, "name", name)
        self.compute_dtype = self.variable_dtype = precision(self.name)
        self.quantization_mode = None

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicy:
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return getattr(other, "name", other) == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'


Policy = FloatDTypePolicy = DTypePolicy


def precision(policy: Any) -> Any:
    """Return the element type that a policy, its name or its configuration stands for here."""
    if isinstance(policy, dict):
        policy = policy.get("config", {}).get("name")
    name = getattr(policy, "name", policy)
    if name in _MIXED:
        warnings.warn(
            f"The policy '{name}' computes in float32 here: the results are at least as exact.",
            stacklevel=2,
        )
        return "float32"
    if name in _HALF:
        raise ValueError(
            f"Half precision ('{name}') is not supported; use 'float32', or 'mixed_float16', "
            "which computes in float32 here."
        )
    return name


def get(identifier: Any) -> DTypePolicy:
    """Return the policy of a name or configuration, the global one for None."""
    if identifier is None:
        return dtype_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, dict):
        return DTypePolicy.from_config(identifier.get("config", identifier))
    return DTypePolicy(identifier)


def serialize(policy: DTypePolicy) -> dict[str, Any]:
    """Return a policy's configuration in Keras's form."""
    return {
        "module": "keras",
        "class_name": "DTypePolicy",
        "config": policy.get_config(),
        "registered_name": None,
    }


def deserialize(config: dict[str, Any]) -> DTypePolicy:
    """Return the policy of a configuration."""
    return get(config)


def dtype_policy() -> DTypePolicy:
    """Return the policy that layers take when they are given none."""
    return _global[0] if _global else DTypePolicy()


def set_dtype_policy(policy: Any) -> None:
    """Set the policy that layers take when they are given none."""
    _global[:] = [get(policy)]


#: The policy set last, empty until then.
_global: list[DTypePolicy] = []

global_policy, set_global_policy = dtype_policy, set_dtype_policy
