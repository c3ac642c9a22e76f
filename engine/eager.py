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
from engine.tensor import Sizes, Tensor, Variable

float32, float64 = "float32", "float64"
int32, int64, uint8 = "int32", "int64", "uint8"
bool_ = "bool"
newaxis = None

stop_gradient = ops.stop_gradient


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
    wanted = sizes(shape)
    return ops.broadcast_to(tensor, wanted) if array.size == 1 else ops.reshape(tensor, wanted)


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


def cast(x: Any, dtype: Any, name: str | None = None) -> Tensor:
    """Return x with another dtype; Python's ``bool``, ``int`` and ``float`` name one too."""
    return ops.cast(_tensor(x), _DTYPES.get(dtype, dtype))


_DTYPES = {builtins.bool: "bool", int: "int32", float: "float32"}


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """Return the elements under another shape; one size may be -1."""
    return ops.reshape(_tensor(tensor), sizes(shape))


def transpose(
    a: Any,
    perm: Sequence[int] | None = None,
    conjugate: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return a with its axes in another order, reversed by default; numbers are real here."""
    return ops.transpose(_tensor(a), None if perm is None else sizes(perm))


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


def expand_dims(input: Any, axis: Any, name: str | None = None) -> Tensor:  # noqa: A002
    """Return a tensor with a new axis of size 1."""
    return ops.expand_dims(_tensor(input), _axes(axis))


def squeeze(input: Any, axis: Any = None, name: str | None = None) -> Tensor:  # noqa: A002
    """Return a tensor without axes of size 1: all of them, or those named."""
    return ops.squeeze(_tensor(input), _axes(axis))


def zeros_like(input: Any, dtype: str | None = None, name: str | None = None) -> Tensor:  # noqa: A002
    """Return zeros of a tensor's shape."""
    return ops.zeros_like(_tensor(input), dtype)


def ones_like(input: Any, dtype: str | None = None, name: str | None = None) -> Tensor:  # noqa: A002
    """Return ones of a tensor's shape."""
    return ops.ones_like(_tensor(input), dtype)


def where(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """Return x where a condition holds and y elsewhere; without them, the places it holds at.

    The places come as rows of coordinates (count, axes), int64.
    """
    condition = _tensor(condition)
    if x is None and y is None:
        return constant(np.argwhere(np.asarray(condition)), "int64")
    return ops.where(condition, _operand(x), _operand(y))


def concat(values: Sequence[Any], axis: int, name: str | None = None) -> Tensor:
    """Join tensors along an axis."""
    return ops.concatenate([_tensor(v) for v in values], int(axis))


def stack(values: Sequence[Any], axis: int = 0, name: str | None = None) -> Tensor:
    """Join tensors along a new axis."""
    return ops.stack([_tensor(v) for v in values], axis)


def _reduction(name: str, function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def reduce(
        input_tensor: Any, axis: Any = None, keepdims: bool = False, name: str | None = None
    ) -> Tensor:
        return function(_tensor(input_tensor), _axes(axis), keepdims)

    reduce.__name__ = name
    reduce.__doc__ = f"Return the {function.__name__} over an axis, several axes or all."
    return reduce


def _axes(axis: Any) -> Any:
    """One axis, or several; either may be a tensor."""
    return axis if axis is None or isinstance(axis, int) else _whole(axis)


def _whole(value: Any) -> Any:
    return int(value) if np.ndim(value) == 0 else sizes(value)


def sizes(shape: Any) -> tuple[Any, ...]:
    """Return a shape (numbers, tensors of one number, or one tensor) as whole numbers.

    A size that is not known yet stays None.
    """
    if isinstance(shape, (int, np.integer)) or (hasattr(shape, "shape") and not shape.shape):
        shape = (shape,)
    return tuple(s if s is None else int(s) for s in shape)


reduce_sum = _reduction("reduce_sum", ops.sum)
reduce_mean = _reduction("reduce_mean", ops.mean)
reduce_max = _reduction("reduce_max", ops.max)
reduce_min = _reduction("reduce_min", ops.min)
reduce_any = _reduction("reduce_any", ops.any)
reduce_all = _reduction("reduce_all", ops.all)


def argmax(
    input: Any,  # noqa: A002 (TensorFlow's name)
    axis: int | None = None,
    output_type: str = "int64",
    name: str | None = None,
) -> Tensor:
    """Return the position of the largest element along an axis, the first by default."""
    return ops.cast(ops.argmax(_tensor(input), 0 if axis is None else int(axis)), output_type)


def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: int | None = None,
    dtype: str | None = None,
    name: str | None = None,
) -> Tensor:
    """Return ``off_value`` (0) with ``on_value`` (1) at each index, along a new last axis."""
    rows = ops.one_hot(
        _tensor(indices), int(depth), axis=-1 if axis is None else axis, dtype=dtype or "float32"
    )
    if on_value is None and off_value is None:
        return rows
    low, high = 0 if off_value is None else off_value, 1 if on_value is None else on_value
    return ops.add(ops.multiply(rows, high - low), low)


def zeros(shape: Any, dtype: str = "float32", name: str | None = None) -> Tensor:
    """Return a tensor of zeros."""
    return ops.zeros(sizes(shape), dtype)


def ones(shape: Any, dtype: str = "float32", name: str | None = None) -> Tensor:
    """Return a tensor of ones."""
    return ops.ones(sizes(shape), dtype)


def range(  # noqa: A001 (TensorFlow's name)
    start: Any, limit: Any = None, delta: Any = 1, dtype: str | None = None, name: Any = None
) -> Tensor:
    """Return evenly spaced numbers, as Python's ``range``; the type is that of the bounds."""
    bounds = (0, start, delta) if limit is None else (start, limit, delta)
    given = [b.dtype for b in bounds if hasattr(b, "dtype")]
    numbers = np.arange(*(np.asarray(b).item() for b in bounds))
    if dtype is None and given:
        dtype = str(np.result_type(*given)) if numbers.dtype.kind == "i" else str(given[0])
    return constant(numbers, dtype or _usual_dtype(numbers))


def eye(
    num_rows: Any,
    num_columns: Any = None,
    batch_shape: Any = None,
    dtype: str = "float32",
    name: str | None = None,
) -> Tensor:
    """Return a matrix with ones on its diagonal, or a stack of them."""
    columns = None if num_columns is None else int(num_columns)
    matrix = constant(np.eye(int(num_rows), columns), dtype)
    if batch_shape is None:
        return matrix
    return ops.broadcast_to(matrix, (*sizes(batch_shape), *matrix.shape))


def shape(input: Any, out_type: str = "int32", name: str | None = None) -> Tensor:  # noqa: A002
    """Return the shape as a tensor of whole numbers."""
    numbers = np.array(_tensor(input).shape, out_type)
    return Sizes(numbers.shape, out_type, numbers)


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
