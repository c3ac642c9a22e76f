"""How masks travel: from the tensors of a call into its arguments, and onto what comes out."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from engine.tensor import Tensor
from engine.tree import flatten, map_structure


def call_takes(cls: Any) -> dict[str, inspect.Parameter]:
    """The parameters of a class's ``call`` by name, in order."""
    return _parameters(cls)


@functools.cache
def _parameters(cls: Any) -> dict[str, inspect.Parameter]:
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = list(inspect.signature(cls.call).parameters.values())[1:]
    return {p.name: p for p in parameters if p.kind not in several}


def first_argument(cls: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Return what a call gives for the first parameter of ``call``, by position or by name."""
    if args:
        return args[0]
    names = list(call_takes(cls))
    return kwargs.get(names[0]) if names else None


def take_masks(cls: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Put the masks that tensors carry into ``kwargs`` where ``call`` takes them.

    Keras's rule: the only tensor argument fills ``mask``; where there are several,
    each fills an argument of its own, ``<name>_mask``. So a recurrent layer that is
    given states reads no mask but one given to it.

    Returns:
        The mask given, or what the first argument carries; None without any.
    """
    names = call_takes(cls)
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    tensors = {name: value for name, value in given.items() if _holds_tensors(value)}
    for name, value in tensors.items():
        target = "mask" if len(tensors) == 1 else f"{name}_mask"
        if target in names and given.get(target) is None:
            found = _carried(value)
            if found is not None:
                kwargs[target] = found
    mask = kwargs.get("mask", given.get("mask"))
    return mask if mask is not None else _carried(first_argument(cls, args, kwargs))


def put_masks(outputs: Any, masks: Any) -> None:
    """Attach masks to outputs; one mask for several outputs is the first one's, as in Keras."""
    for tensor, mask in zip(flatten(outputs), flatten(masks), strict=False):
        if isinstance(tensor, Tensor) and mask is not None:
            tensor._keras_mask = mask


@contextmanager
def put_symbolic_masks(tensors: list[Any], masks: dict[int, Any]) -> Iterator[None]:
    """Let symbolic tensors carry masks inside the block; ``masks`` has them by the tensors' ids."""
    carrying = [tensor for tensor in tensors if masks.get(id(tensor)) is not None]
    for tensor in carrying:
        tensor._keras_mask = masks[id(tensor)]
    try:
        yield
    finally:
        for tensor in carrying:
            vars(tensor).pop("_keras_mask", None)


def _holds_tensors(value: Any) -> bool:
    leaves = [leaf for leaf in flatten(value) if leaf is not None]
    return bool(leaves) and all(hasattr(leaf, "__array__") for leaf in leaves)


def _carried(value: Any) -> Any:
    """The masks of tensors, in their nesting; None where none has one."""
    masks = map_structure(lambda t: getattr(t, "_keras_mask", None), value)
    return masks if any(m is not None for m in flatten(masks)) else None
