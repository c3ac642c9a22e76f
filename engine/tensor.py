"""Tensors and variables: what ops take and give.

A ``Tensor`` either holds an array (eager execution) or stands for one inside a
trace (``value`` is None). A ``Variable`` owns a buffer that lives as long as it
does; reading and assigning work eagerly and inside a trace.
"""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine.config import floatx
from engine.operators import Arithmetic, ops
from engine.scopes import current_path

if TYPE_CHECKING:
    from engine.op import Node

#: A size; None while it is not known. (Typed loosely: inside a plan every size is a number.)
Size = Any
ShapeTuple = tuple[Size, ...]


class Spec(NamedTuple):
    """Shape and dtype of a value; None marks a size that is not known yet."""

    shape: ShapeTuple
    dtype: str


class TensorSpec(NamedTuple):
    """What a tensor will look like, as a script says it."""

    shape: Any
    dtype: str = "float32"
    name: str | None = None


#: The dtype of texts: arrays of Python's strings stand behind it.
TEXT = "string"


def storage(dtype: str) -> Any:
    """Return NumPy's dtype for the arrays of a tensor."""
    return object if dtype == TEXT else dtype


def dtype_of(array: np.ndarray) -> str:
    """Return the name of the dtype that an array's tensor has."""
    return _name_of(array.dtype)


@functools.cache
def _name_of(dtype: np.dtype) -> str:
    return TEXT if dtype.kind in "USO" else dtype.name


def holds_texts(array: np.ndarray) -> bool:
    """Whether every entry of an array is a text (or its bytes)."""
    if array.dtype.kind != "O":
        return array.dtype.kind in "US"
    return all(isinstance(v, (str, bytes)) for v in array.ravel().tolist())


def texts(values: Any, encoding: str = "utf-8") -> np.ndarray:
    """Return texts (or their bytes) as an array of Python's strings.

    Raises:
        ValueError: naming the first value that is no text.
    """
    array = np.asarray(values)
    decoded = [v.decode(encoding) if isinstance(v, bytes) else v for v in array.ravel().tolist()]
    wrong = [v for v in decoded if not isinstance(v, str)]
    if wrong:
        raise ValueError(f"Texts are expected, got {wrong[0]!r}.")
    result = np.empty(len(decoded), object)
    result[:] = decoded
    return result.reshape(array.shape)


class TraceError(TypeError):
    """Python code asked for a value that exists only when the traced step runs."""


class Tensor(Arithmetic):
    """An immutable array, or a stand-in for one inside a trace.

    Attributes:
        shape: Tuple of sizes; None for unknown sizes while shapes are inferred.
        dtype: NumPy's name of the element type.
        value: The array, or None inside a trace.
        node: The op application that made it, when one was recorded.
    """

    __slots__ = ("__weakref__", "_keras_mask", "_logits", "dtype", "node", "shape", "value")

    def __init__(
        self,
        shape: ShapeTuple,
        dtype: str,
        value: np.ndarray | None = None,
        node: Node | None = None,
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.value = value
        self.node = node
        self._keras_mask: Any = None
        self._logits: Tensor | None = None

    @property
    def spec(self) -> Spec:
        return Spec(self.shape, self.dtype)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def get_shape(self) -> Any:
        """Return the shape, with TensorFlow's questions about it (``as_list``)."""
        from engine.eager_flow import TensorShape

        return TensorShape(self.shape)

    def set_shape(self, shape: Any) -> None:
        """Check a shape that a script knows; shapes are found out without being told here.

        Raises:
            ValueError: when the tensor has another one.
        """
        from engine.eager_picking import ensure_shape

        ensure_shape(self, shape)

    def numpy(self) -> Any:
        """Return the value as an array, one number as NumPy's number; TraceError inside a trace."""
        array = self.array()
        return array if array.ndim else array[()]

    def array(self) -> np.ndarray:
        """Return the value as an array, whatever its shape; TraceError inside a trace."""
        if self.value is None:
            raise TraceError(
                f"The value of a tensor of shape {self.shape} is not known while a step is being "
                "traced. Use ops instead of Python or NumPy on values, or compile with "
                "run_eagerly=True."
            )
        return self.value

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.array(), dtype=dtype, copy=copy)

    def __bool__(self) -> bool:
        return bool(self.array())

    def __float__(self) -> float:
        return float(self.array())

    def __int__(self) -> int:
        return int(self.array())

    def __index__(self) -> int:
        return self.array().__index__()

    def __len__(self) -> int:
        if not self.shape or self.shape[0] is None:
            raise TypeError(f"A tensor of shape {self.shape} has no known length.")
        return self.shape[0]

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __format__(self, spec: str) -> str:
        return format(self.array().item() if not self.shape else str(self.array()), spec)

    def __repr__(self) -> str:
        spec = f"shape={self.shape}, dtype={self.dtype}"
        if self.value is None:
            return f"<Tensor {spec}>"
        return f"<tf.Tensor: {spec}, numpy={_shown(self.value)}>"

    def __str__(self) -> str:
        if self.value is None:
            return repr(self)
        numbers = str(self.value)
        start = "\n" if "\n" in numbers else ""
        return f"tf.Tensor({start}{numbers}, shape={self.shape}, dtype={self.dtype})"


class Sizes(Tensor):
    """Whole numbers made of a shape: what is computed with them is known inside a trace too."""

    __slots__ = ()


def _shown(array: np.ndarray) -> str:
    """An array as TensorFlow shows it at the prompt: one number without its type."""
    if not array.ndim:
        return str(array)
    text = repr(array)
    return f"\n{text}" if "\n" in text else text


class Variable(Arithmetic):
    """A named, assignable array: a weight, an optimizer slot, a metric's sum.

    It is made when its value is first needed, so shapes and parameter counts of
    a model cost no memory.

    Args:
        initializer: The value, or a function ``(shape, dtype) -> array``; TensorFlow
            calls it ``initial_value``.
        shape: Needed with a function.
        dtype: Element type; that of a given value by default.
        trainable: Whether ``trainable_variables`` lists it.
        name: Its own name ("kernel").
    """

    def __init__(
        self,
        initializer: Any = None,
        shape: tuple[int, ...] | None = None,
        dtype: str | None = None,
        trainable: bool = True,
        name: str | None = None,
        *,
        initial_value: Any = None,
    ) -> None:
        if name is None:
            from engine.names import unique_name

            name = unique_name("Variable")
        initializer = initial_value if initializer is None else initializer
        if initializer is None:
            raise ValueError(f"Variable '{name}': a value to start with is missing.")
        self.name = name
        self.path = f"{current_path()}/{name}".lstrip("/")
        self.trainable = trainable
        self.regularizer: Any = None
        self.constraint: Any = None
        self._lock = threading.Lock()
        self._make: Callable[..., Any] | None = None
        self._value: np.ndarray | None = None
        if isinstance(initializer, str) and shape is not None:
            from engine import registry

            initializer = registry.get("initializer", initializer)
        if callable(initializer):
            if shape is None:
                raise ValueError(f"Variable '{name}': a shape is needed with an initializer.")
            self.shape = tuple(int(s) for s in shape)
            self.dtype = dtype or floatx()
            self._make = initializer
        else:
            array = np.asarray(initializer)
            if dtype is None and array.dtype == np.float64:
                dtype = floatx()
            elif dtype is None and array.dtype == np.int64 and not hasattr(initializer, "dtype"):
                dtype = "int32"  # Python's whole numbers, as in TensorFlow
            self._value = np.array(array, dtype=dtype, order="C")
            self.shape = self._value.shape
            self.dtype = self._value.dtype.name

    @property
    def spec(self) -> Spec:
        return Spec(self.shape, self.dtype)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    @property
    def value(self) -> np.ndarray:
        """The buffer itself; kernels read and write it in place."""
        if self._value is None:
            with self._lock:
                if self._value is None:
                    assert self._make is not None
                    made = np.asarray(self._make(self.shape, self.dtype))
                    self._value = np.array(
                        np.broadcast_to(made, self.shape), dtype=self.dtype, order="C"
                    )
        return self._value

    def read_value(self) -> Tensor:
        """Return the present value as a tensor."""
        return ops().convert_to_tensor(self)

    def numpy(self) -> Any:
        """Return a copy of the value, one number as NumPy's number."""
        return self.value.copy() if self.shape else self.value[()]

    def array(self) -> np.ndarray:
        """Return a copy of the value as an array, whatever its shape."""
        return self.value.copy()

    def set_value(self, array: Any) -> None:
        """Copy an array of the same shape into the buffer, at once, traced or not."""
        array = np.asarray(array)
        if array.shape != self.shape:
            raise ValueError(
                f"Variable '{self.path}' has the shape {self.shape}; "
                f"a value of shape {array.shape} cannot be assigned."
            )
        if self._value is None:
            self._value = np.array(array, dtype=self.dtype, order="C")
        else:
            np.copyto(self._value, array, casting="unsafe")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.value, dtype=dtype)

    def __float__(self) -> float:
        return float(self.value)

    def __int__(self) -> int:
        return int(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        held = "" if self._value is None else f", value={self._value}"
        return f"<Variable path={self.path}, shape={self.shape}, dtype={self.dtype}{held}>"

    def assign(self, value: Any) -> Variable:
        """Set the value, at once or as part of a trace."""
        return ops().assign(self, value)

    def assign_add(self, value: Any) -> Variable:
        """Add to the value in place."""
        return ops().assign_add(self, value)

    def assign_sub(self, value: Any) -> Variable:
        """Subtract from the value in place."""
        return ops().assign_sub(self, value)


def as_operand(value: Any, like: Any = None) -> Tensor | Variable:
    """Return ``value`` as something an op takes.

    Python numbers and lists become tensors; with ``like`` they take its dtype,
    so that ``x * 2`` keeps a float32 tensor float32 (NumPy's and Keras's rule).
    """
    if isinstance(value, (Tensor, Variable)):
        return value
    if hasattr(value, "keras_history"):
        raise TypeError(
            "This is a symbolic tensor of a Functional model, not a value. Compute with such "
            "tensors by layers, Python's operators or the functions of keras.ops."
        )
    array = np.asarray(value)
    if array.dtype.kind in "USO":
        return _text_tensor(array, value)
    if like is not None and array.ndim == 0 and array.dtype.kind in "iufb":
        array = array.astype(_adapted(array.dtype, str(like.dtype)))
    elif array.dtype == np.float64 and not isinstance(value, (np.ndarray, np.generic)):
        array = array.astype(floatx())
    return Tensor(array.shape, array.dtype.name, np.ascontiguousarray(array).reshape(array.shape))


def _text_tensor(array: np.ndarray, given: Any) -> Tensor:
    """A tensor of texts; anything else that NumPy keeps as objects is no tensor."""
    try:
        return Tensor(array.shape, TEXT, texts(array))
    except ValueError:
        raise ValueError(
            f"Cannot make a tensor of {given!r}: its rows differ in length or type."
        ) from None


def _adapted(number: np.dtype, dtype: str) -> str:
    """Element type of a plain number beside a tensor of a type: a fraction is never cut off."""
    if number.kind == "f" and not dtype.startswith(("float", "complex")):
        return floatx()
    return "int32" if dtype == "bool" and number.kind in "iu" else dtype
