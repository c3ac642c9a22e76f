"""Symbolic tensors: what models are put together with, and ops that accept them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.op_names import OPS
from engine.operators import Arithmetic
from engine.tensor import ShapeTuple, Spec
from engine.tree import flatten

if TYPE_CHECKING:
    from engine.layers.layer import Layer


class History(NamedTuple):
    """Where a symbolic tensor comes from: which call of which layer, which of its outputs."""

    layer: Layer
    node_index: int
    tensor_index: int

    @property
    def operation(self) -> Layer:
        """Keras's name of the layer."""
        return self.layer


class KerasTensor(Arithmetic):
    """Stands for a tensor of a known shape and dtype while a model is put together.

    Python's operators and the functions of ``engine.ops`` take it: each becomes a
    step of the model.

    Attributes:
        shape: (batch, ...), None for open sizes.
        dtype: Element type.
        keras_history: The layer call it comes from.
        masked: Shape of the mask that comes with the values, None when there is none.
    """

    sparse = False
    ragged = False

    def __init__(
        self,
        shape: ShapeTuple,
        dtype: str = "float32",
        history: History | None = None,
        name: str | None = None,
    ) -> None:
        self.shape = tuple(shape)
        self.dtype = dtype
        self.keras_history: Any = history
        self.masked: ShapeTuple | None = None
        self._name = name

    @property
    def spec(self) -> Spec:
        return Spec(self.shape, self.dtype)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def name(self) -> str:
        """The input's name, or one drawn when it is first asked for."""
        if self._name is None:
            from engine.names import unique_name

            self._name = unique_name("KerasTensor")
        return self._name

    @property
    def _keras_history(self) -> Any:
        return self.keras_history

    def reshape(self, newshape: Any) -> Any:
        """Return the values under another shape."""
        from engine import ops

        return ops.reshape(self, newshape)

    def squeeze(self, axis: Any = None) -> Any:
        """Return the values without axes of size 1."""
        from engine import ops

        return ops.squeeze(self, axis)

    def __truediv__(self, other: Any) -> Any:
        from engine import ops

        return ops.true_divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        from engine import ops

        return ops.true_divide(other, self)

    def __ne__(self, other: object) -> Any:
        from engine import ops

        return ops.not_equal(self, other)

    __eq__ = object.__eq__  # Keras compares symbolic tensors as objects
    __hash__ = object.__hash__

    def _no_value(self, *_: Any, **__: Any) -> Any:
        raise TypeError(
            "A symbolic tensor has no value; it stands for data that comes later. Compute with "
            "layers, Python's operators or keras.ops, or look at data by calling the finished "
            "model."
        )

    __bool__ = __float__ = __int__ = __index__ = __iter__ = __len__ = __array__ = _no_value
    numpy = _no_value

    def __repr__(self) -> str:
        shape = f"shape={self.shape}, dtype={self.dtype}"
        return f"<KerasTensor {shape}, sparse=False, ragged=False, name={self.name}>"


def symbolic_leaves(structure: Any) -> list[KerasTensor]:
    """Return the symbolic tensors in a nested structure."""
    return [leaf for leaf in flatten(structure) if isinstance(leaf, KerasTensor)]


def accept_symbols(namespace: MutableMapping[str, Any], names: Iterable[str]) -> None:
    """Let functions take symbolic tensors: such a call is recorded as a step of a model.

    Args:
        namespace: Where the functions are found and replaced.
        names: Their names there, under which files know them.
    """
    for name in names:
        function = namespace.get(name)
        if not inspect.isfunction(function) or name in _AT_ONCE:
            continue
        if function.__module__.startswith("engine.ops"):
            namespace[name] = accepting(function, _RECORDED_AS.get(name, name))


_RECORDED_AS = {
    "abs": "absolute",
    "conj": "conjugate",
    "hard_swish": "hard_silu",
    "swish": "silu",
}
#: Functions that tell about a tensor; they give no step of a model.
_AT_ONCE = frozenset({"convert_to_numpy", "dtype", "is_tensor", "ndim", "shape", "size"})


def accepting(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return a function that records itself under a name when it is given symbolic tensors."""
    if hasattr(function, "takes_symbols"):
        return function

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if _has_symbol(args) or (kwargs and _has_symbol(kwargs.values())):
            from engine.layers.operation import record

            return record(name, args, kwargs)
        return function(*args, **kwargs)

    wrapper.takes_symbols = True  # type: ignore[attr-defined]
    OPS.setdefault(name, wrapper)
    return wrapper


def _has_symbol(values: Iterable[Any]) -> bool:
    for value in values:
        kind = type(value)
        if kind is KerasTensor:
            return True
        if kind is list or kind is tuple:
            if _has_symbol(value):
                return True
        elif kind is dict and _has_symbol(value.values()):
            return True
    return False
