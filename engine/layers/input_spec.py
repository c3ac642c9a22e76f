"""InputSpec: what a layer accepts, checked before it is built or called."""

from __future__ import annotations

from typing import Any

from engine.tree import flatten

__all__ = [
    "InputSpec",
]


class InputSpec:
    """Describes one input that a layer accepts.

    Args:
        dtype: Element type.
        shape: Sizes, batch included; None where any size will do.
        ndim, max_ndim, min_ndim: Number of axes.
        axes: Axis -> size it must have.
        allow_last_axis_squeeze: Whether a last axis of size 1 may be missing or too many.
        name: The input's key when data come in a dictionary.
        optional: Whether None will do.

    Raises:
        TypeError: for axes that are not whole numbers.
        ValueError: for an axis beyond the number of axes.
    """

    def __init__(
        self,
        dtype: str | None = None,
        shape: Any = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, int] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ) -> None:
        self.dtype = dtype
        self.shape = None if shape is None else tuple(shape)
        self.ndim = ndim if self.shape is None else len(self.shape)
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        self.name = name
        self.optional = optional
        try:
            self.axes = {int(axis): size for axis, size in (axes or {}).items()}
        except (ValueError, TypeError, AttributeError):
            raise TypeError(
                f"Argument `axes` must be a dict with integer keys. Received: axes={axes}"
            ) from None
        most = self.ndim if self.ndim is not None else max_ndim
        if self.axes and most is not None and max(self.axes) > most - 1:
            raise ValueError(
                f"Axis {max(self.axes)} is greater than the maximum allowed value: {most - 1}"
            )

    def get_config(self) -> dict[str, Any]:
        names = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes", "optional")
        return {name: getattr(self, name) for name in names}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> InputSpec:
        return cls(**config)

    def __repr__(self) -> str:
        names = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        told = [f"{n}={getattr(self, n)}" for n in names if getattr(self, n)]
        return f"InputSpec({', '.join(told)})"


def check_inputs(spec: Any, inputs: Any, layer: str) -> None:
    """Raise ValueError, in Keras's words, when inputs are not what a layer accepts.

    Args:
        spec: An InputSpec, a nested structure of them, or None.
        inputs: Tensors or symbolic tensors in the same structure.
        layer: The layer's name.
    """
    if not spec:
        return
    specs = flatten(spec)
    if isinstance(inputs, dict) and all(s is not None and s.name for s in specs):
        inputs = _by_name(specs, inputs)
    given = flatten(inputs)
    if len(given) != len(specs):
        raise ValueError(
            f'Layer "{layer}" expects {len(specs)} input(s), but it received {len(given)} input '
            f"tensors. Inputs received: {given}"
        )
    for number, (x, one) in enumerate(zip(given, specs, strict=True)):
        if one is None or (x is None and one.optional):
            continue
        if not hasattr(x, "shape"):
            raise ValueError(
                f"Inputs to a layer should be tensors. Got '{x}' (of type {type(x)}) as input for "
                f"layer '{layer}'."
            )
        problem = _problem(one, tuple(x.shape), x.dtype)
        if problem:
            raise ValueError(
                f"Input {number} with name '{one.name}' of layer '{layer}' is incompatible with "
                f"the layer: {problem}"
            )


def _by_name(specs: list[InputSpec], inputs: dict[str, Any]) -> list[Any]:
    names = [spec.name for spec in specs]
    for name in names:
        if name not in inputs:
            raise ValueError(
                f'Missing data for input "{name}". You passed a data dictionary with keys '
                f"{list(inputs)}. Expected the following keys: {names}"
            )
    return [inputs[str(name)] for name in names]


def _problem(spec: InputSpec, shape: tuple, dtype: str) -> str:
    """What is wrong with an input of a shape and type, "" when nothing is."""
    ndim, full = len(shape), f"Full shape received: {shape}"
    if spec.ndim is not None and not spec.allow_last_axis_squeeze and ndim != spec.ndim:
        return f"expected ndim={spec.ndim}, found ndim={ndim}. {full}"
    if spec.max_ndim is not None and ndim > spec.max_ndim:
        return f"expected max_ndim={spec.max_ndim}, found ndim={ndim}"
    if spec.min_ndim is not None and ndim < spec.min_ndim:
        return f"expected min_ndim={spec.min_ndim}, found ndim={ndim}. {full}"
    if spec.dtype is not None and dtype != spec.dtype:
        return f"expected dtype={spec.dtype}, found dtype={dtype}"
    for axis, size in spec.axes.items():
        if size is not None and shape[axis] not in (size, None):
            return (
                f"expected axis {axis} of input shape to have value {size}, but received input "
                f"with shape {shape}"
            )
    return _wrong_sizes(spec, shape)


def _wrong_sizes(spec: InputSpec, shape: tuple) -> str:
    if spec.shape is None:
        return ""
    wanted = spec.shape
    if spec.allow_last_axis_squeeze:
        shape, wanted = (s[:-1] if s and s[-1] == 1 else s for s in (shape, wanted))
    for size, found in zip(wanted, shape, strict=False):
        if size is not None and found is not None and size != found:
            return f"expected shape={spec.shape}, found shape={shape}"
    return ""
