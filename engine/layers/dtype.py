"""The precision of a layer as an argument."""

from __future__ import annotations

from typing import Any

from engine.dtype_policies import precision
from engine.kinds import Kind


class DType(Kind):
    """Precision of a layer; Keras's dtype policies are accepted where they name one."""

    options: tuple[str, ...] = ("float32", "float64", "int32", "int64", "bool", "uint8")

    def validate(self, value: Any) -> str:
        value = precision(value)
        if value not in self.options:
            raise ValueError("Half precision is not supported.")
        return value

    def describe(self) -> str:
        return "'float32', 'float64' or an integer type"

    def bad_values(self) -> list[Any]:
        return ["float99", 3]
