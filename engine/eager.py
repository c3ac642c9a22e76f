"""The names under which TensorFlow offers eager arithmetic.

With ``import engine as tf`` a script that uses tensors, variables and tapes
runs on this engine. Each function here is a thin spelling of one in
``engine.ops``; dtypes are their names, as strings.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine import ops
from engine.symbolic import KerasTensor
from engine.tensor import Tensor, Variable

float32, float64 = "float32", "float64"
int32, int64, uint8 = "int32", "int64", "uint8"
bool_ = "bool"
newaxis = None

where, expand_dims, squeeze = ops.where, ops.expand_dims, ops.squeeze
stop_gradient, zeros_like, ones_like = ops.stop_gradient, ops.zeros_like, ops.ones_like


def _of_one(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def apply(x: Any, name: str | None = None) -> Tensor:
        return function(_tensor(x))

    apply.__name__, apply.__doc__ = function.__name__, function.__doc__
    return apply


def _of_two(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def apply(x: Any, y: Any, name: str | None = None) -> Tensor:
        return function(_operand(x), _operand(y))

    apply.__name__, apply.__doc__ = function.__name__, function.__doc__
    return apply


def _operand(value: Any) -> Any:
    """Numbers stay numbers: they take the dtype of what they are combined with."""
    return value if np.ndim(value) == 0 and not isinstance(value, np.generic) else _tensor(value)


add, subtract, multiply, divide = (
    _of_two(f) for f in (ops.add, ops.subtract, ops.multiply, ops.divide)
)
maximum, minimum, pow, equal, greater, less = (  # noqa: A001 (TensorFlow's name)
    _of_two(f) for f in (ops.maximum, ops.minimum, ops.power, ops.equal, ops.greater, ops.less)
)
square, sqrt, exp, sign, abs = (  # noqa: A001 (TensorFlow's name)
    _of_one(f) for f in (ops.square, ops.sqrt, ops.exp, ops.sign, ops.absolute)
)


def constant(
    value: Any, dtype: str | None = None, shape: Any = None, name: str = "Const"
) -> Tensor:
    """Return a tensor of a value; whole numbers become int32 where they fit, as in TensorFlow.

    Args:
        value: A number, nested lists or an array.
        dtype: Element type, worked out from the value by default.
        shape: Shape of the result; one number fills it.
    """
    array = np.asarray(value)
    if dtype is None and not isinstance(value, (np.ndarray, np.generic, Tensor)):
        dtype = _usual_dtype(array)
    tensor = ops.convert_to_tensor(array if dtype is None else array.astype(dtype))
    if shape is None:
        return tensor
    return ops.broadcast_to(tensor, shape) if array.size == 1 else ops.reshape(tensor, shape)


def _usual_dtype(array: np.ndarray) -> str | None:
    """The dtype of numbers written in Python; None leaves NumPy's."""
    if array.dtype.kind != "i":
        return "float32" if array.dtype.kind == "f" else None
    limits = np.iinfo(np.int32)
    fits = limits.min <= array.min(initial=0) and array.max(initial=0) <= limits.max
    return "int32" if fits else "int64"


def convert_to_tensor(
    value: Any, dtype: str | None = None, dtype_hint: str | None = None, name: str | None = None
) -> Tensor:
    """Return a tensor of a value, a tensor or a variable; whole numbers become int32.

    Args:
        value: What to convert.
        dtype: Element type, worked out from the value by default.
        dtype_hint: The type to prefer where the value leaves it open (a list of numbers).
    """
    if isinstance(value, (Tensor, Variable)):
        return ops.convert_to_tensor(value, dtype)
    return constant(value, dtype or dtype_hint)


def cast(x: Any, dtype: str, name: str | None = None) -> Tensor:
    """Return x with another dtype."""
    return ops.cast(x, dtype)


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return the elements under another shape; one size may be -1."""
    return ops.reshape(tensor, [int(s) for s in np.atleast_1d(np.asarray(shape))])


def transpose(a: Any, perm: Sequence[int] | None = None) -> Tensor:
    """Return a with its axes in another order, reversed by default."""
    return ops.transpose(a, perm)


def matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    output_type: str | None = None,
    name: str | None = None,
) -> Tensor:
    """Return the product of matrices (or stacks of them), either one transposed.

    An adjoint is transposed and conjugate; that many elements are 0 changes nothing.
    """
    turned = (transpose_a or adjoint_a, transpose_b or adjoint_b)
    a, b = (ops.conj(_tensor(x)) if t else x for x, t in ((a, adjoint_a), (b, adjoint_b)))
    if isinstance(a, KerasTensor) or isinstance(b, KerasTensor):
        factors = (_turned(x) if t else x for x, t in zip((a, b), turned, strict=True))
        product = ops.matmul(*factors)
    else:
        product = ops.matmul(_tensor(a), _tensor(b), *turned)
    return product if output_type is None else ops.cast(product, output_type)


def _turned(x: Any) -> Any:
    """Swap the last two axes."""
    order = list(builtins.range(x.ndim))
    order[-2:] = order[-1], order[-2]
    return ops.transpose(x, order)


def concat(values: Sequence[Any], axis: int) -> Tensor:
    """Join tensors along an axis."""
    return ops.concatenate(values, axis)


def stack(values: Sequence[Any], axis: int = 0) -> Tensor:
    """Join tensors along a new axis."""
    return ops.stack(values, axis)


def _reduction(name: str, function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def reduce(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
        return function(_tensor(input_tensor), axis, keepdims)

    reduce.__name__ = name
    reduce.__doc__ = f"Return the {function.__name__} over an axis, several axes or all."
    return reduce


reduce_sum = _reduction("reduce_sum", ops.sum)
reduce_mean = _reduction("reduce_mean", ops.mean)
reduce_max = _reduction("reduce_max", ops.max)
reduce_min = _reduction("reduce_min", ops.min)
reduce_any = _reduction("reduce_any", ops.any)
reduce_all = _reduction("reduce_all", ops.all)


def argmax(input: Any, axis: int = 0) -> Tensor:  # noqa: A002 (TensorFlow's name)
    """Return the position of the largest element along an axis, int64."""
    return ops.cast(ops.argmax(_tensor(input), axis), "int64")


def one_hot(indices: Any, depth: int, dtype: str = "float32") -> Tensor:
    """Return rows of zeros with a one at each index."""
    return ops.one_hot(_tensor(indices), depth, dtype=dtype)


def zeros(shape: Any, dtype: str = "float32") -> Tensor:
    """Return a tensor of zeros."""
    return ops.zeros(_sizes(shape), dtype)


def ones(shape: Any, dtype: str = "float32") -> Tensor:
    """Return a tensor of ones."""
    return ops.ones(_sizes(shape), dtype)


def _sizes(shape: Any) -> tuple[int, ...]:
    return tuple(int(size) for size in np.atleast_1d(np.asarray(shape)))


def range(*bounds: Any, delta: Any = 1, dtype: str | None = None) -> Tensor:  # noqa: A001
    """Return evenly spaced numbers, as Python's ``range``."""
    start, limit = (0, bounds[0]) if len(bounds) == 1 else bounds[:2]
    step = bounds[2] if len(bounds) > 2 else delta
    numbers = np.arange(start, limit, step)
    return constant(numbers, dtype or _usual_dtype(numbers))


def eye(num_rows: int, num_columns: int | None = None, dtype: str = "float32") -> Tensor:
    """Return a matrix with ones on its diagonal."""
    return constant(np.eye(num_rows, num_columns), dtype)


def shape(input: Any) -> Tensor:  # noqa: A002 (TensorFlow's name)
    """Return the shape as a tensor of whole numbers."""
    return constant(list(_tensor(input).shape), "int32")


def executing_eagerly() -> bool:
    """Return whether operations run at once; they do, but inside a traced step."""
    from engine.op import is_tracing

    return not is_tracing()


def function(func: Callable[..., Any] | None = None, **ignored: Any) -> Any:
    """Return the function unchanged: compiled training needs no decorator here."""
    return (lambda f: f) if func is None else func


def print(*inputs: Any, sep: str = " ", end: str = "\n") -> None:  # noqa: A001
    """Print values; tensors and variables as their numbers, three at each end of long ones."""
    builtins.print(*(_shown(i) for i in inputs), sep=sep, end=end)


def _shown(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        brackets = "[]" if isinstance(value, list) else "()"
        return f"{brackets[0]}{', '.join(str(_shown(v)) for v in value)}{brackets[1]}"
    if not isinstance(value, (Tensor, Variable, np.ndarray)):
        return value
    array = np.asarray(value)
    return np.array2string(
        array, max_line_width=10**9, threshold=6, edgeitems=3, formatter={"all": _digits}
    )


def _digits(element: Any) -> str:
    """An element as TensorFlow writes it: a number in six digits, or in as many as tell it."""
    if isinstance(element, str):
        return f'"{element}"'
    if isinstance(element, (bool, np.bool_)):
        return str(int(element))
    if not isinstance(element, np.floating):
        return f"{element}"
    few, many = (15, 17) if element.dtype == "float64" else (6, 9)
    short = f"{element:.{few}g}"
    return short if type(element)(short) == element else f"{element:.{many}g}"


def _tensor(value: Any) -> Any:
    return value if isinstance(value, (Tensor, Variable, KerasTensor)) else constant(value)


def zeros_initializer() -> Any:
    """Return the initializer that fills with zeros."""
    return _initializer("zeros")


def ones_initializer() -> Any:
    """Return the initializer that fills with ones."""
    return _initializer("ones")


def glorot_uniform_initializer(seed: int | None = None) -> Any:
    """Return Glorot's uniform initializer."""
    return _initializer("glorot_uniform", seed=seed)


def random_normal_initializer(
    mean: float = 0.0, stddev: float = 0.05, seed: int | None = None
) -> Any:
    """Return the initializer that draws normal numbers."""
    return _initializer("random_normal", mean=mean, stddev=stddev, seed=seed)


def _initializer(name: str, **arguments: Any) -> Any:
    from engine import registry

    return registry.find("initializer", name).target(**arguments)


__all__ = [
    "abs",
    "add",
    "argmax",
    "cast",
    "concat",
    "constant",
    "convert_to_tensor",
    "divide",
    "equal",
    "executing_eagerly",
    "exp",
    "expand_dims",
    "eye",
    "float32",
    "float64",
    "function",
    "glorot_uniform_initializer",
    "greater",
    "int32",
    "int64",
    "less",
    "matmul",
    "maximum",
    "minimum",
    "multiply",
    "newaxis",
    "one_hot",
    "ones",
    "ones_initializer",
    "ones_like",
    "pow",
    "print",
    "random_normal_initializer",
    "range",
    "reduce_all",
    "reduce_any",
    "reduce_max",
    "reduce_mean",
    "reduce_min",
    "reduce_sum",
    "reshape",
    "shape",
    "sign",
    "sqrt",
    "square",
    "squeeze",
    "stack",
    "stop_gradient",
    "subtract",
    "transpose",
    "uint8",
    "where",
    "zeros",
    "zeros_initializer",
    "zeros_like",
]
