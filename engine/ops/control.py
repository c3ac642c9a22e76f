"""Control flow: choices, loops and scans.

Values decide at once; inside a trace, where there are none yet, a choice computes all
branches and picks, and loops whose length is known are laid out step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.op import is_tracing
from engine.ops.elementwise import cast, clip, equal, where
from engine.ops.shape import broadcast_to, concatenate, expand_dims, flip, get_item, stack
from engine.ops.shapes import broadcast, normalize_axes
from engine.tensor import Tensor, TraceError, Variable, as_operand
from engine.tree import flatten, pack_like


def _known(value: Any) -> bool:
    """Whether a value can be read in Python now."""
    if isinstance(value, Variable):
        return not is_tracing()
    return not isinstance(value, Tensor) or value.value is not None


def _call(function: Any, name: str) -> Any:
    if not callable(function):
        raise TypeError(f"{name}: expected a function, got {type(function).__name__}.")
    return function


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """Return what one of two functions gives, by whether ``pred`` holds.

    Inside a trace both are computed and must give the same structure and shapes.
    """
    _call(true_fn, "cond"), _call(false_fn, "cond")
    if _known(pred):
        return true_fn() if bool(pred) else false_fn()
    chosen = cast(pred, "bool")
    return _chosen([(chosen, true_fn())], false_fn())


def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any) -> Any:
    """Return what the branch of a number gives for the operands (the nearest one if outside)."""
    last = len(branches) - 1
    if _known(index):
        return branches[min(max(int(index), 0), last)](*operands)
    number = clip(cast(index, "int32"), 0, last)
    found = [branch(*operands) for branch in branches]
    return _chosen([(equal(number, i), f) for i, f in enumerate(found[:-1])], found[-1])


def _chosen(pairs: Sequence[tuple[Any, Any]], otherwise: Any) -> Any:
    """The structure that belongs to the first condition that holds, leaf by leaf."""
    result = flatten(otherwise)
    for condition, structure in reversed(pairs):
        leaves = flatten(structure)
        if len(leaves) != len(result):
            raise ValueError(
                f"cond: both branches must give as many tensors, got {len(leaves)} and "
                f"{len(result)}."
            )
        result = [where(condition, a, b) for a, b in zip(leaves, result, strict=True)]
    return None if otherwise is None else pack_like(otherwise, result)


# -- loops -------------------------------------------------------------------


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: int | None = None,
) -> Any:
    """Apply ``body`` to the variables as long as ``cond`` holds, at most so many times."""
    several = isinstance(loop_vars, (list, tuple))
    state = tuple(loop_vars) if several else (loop_vars,)
    count = 0
    while maximum_iterations is None or count < maximum_iterations:
        if not _decided(cond(*state)):
            break
        found = body(*state)
        state = tuple(found) if isinstance(found, (list, tuple)) else (found,)
        count += 1
    return state if several else state[0]


def _decided(condition: Any) -> bool:
    try:
        return bool(condition)
    except TraceError as error:
        raise TraceError(
            "while_loop: how often it runs depends on values, which a compiled step does not know "
            "beforehand. Use fori_loop with fixed bounds, or compile with run_eagerly=True."
        ) from error


def fori_loop(lower: Any, upper: Any, body_fun: Callable[[Any, Any], Any], init_val: Any) -> Any:
    """Apply ``body_fun(i, value)`` for every i from ``lower`` up to, without, ``upper``."""
    value = init_val
    for i in range(int(lower), int(upper)):
        value = body_fun(i, value)
    return value


def scan(
    f: Callable[[Any, Any], Any],
    init: Any,
    xs: Any = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: Any = 1,
) -> tuple[Any, Any]:
    """Carry a value along the first axis of ``xs``.

    Args:
        f: ``(carry, slice) -> (new carry, output)``.
        init: The first carry, any structure of tensors.
        xs: A structure of tensors with one first size; None with ``length`` given.
        length: Number of steps.
        reverse: Whether to begin at the end.
        unroll: Kept for Keras's signature; loops are always laid out.

    Returns:
        The last carry, and the outputs stacked along a new first axis.
    """
    _call(f, "scan")
    if xs is None and length is None:
        raise ValueError("scan: give xs to scan over, or a length.")
    leaves = [as_operand(x) for x in flatten(xs)] if xs is not None else []
    steps = leaves[0].shape[0] if length is None else int(length)
    if steps is None:
        raise ValueError(f"scan: the first size of xs must be known, got {leaves[0].shape}.")
    for leaf in leaves:
        if leaf.shape[0] != steps:
            raise ValueError(f"scan: {steps} steps do not fit a tensor of shape {leaf.shape}.")
    carry, outputs = init, []
    for i in reversed(range(steps)) if reverse else range(steps):
        part = pack_like(xs, [get_item(x, i) for x in leaves]) if xs is not None else None
        carry, output = f(carry, part)
        outputs.append(output)
    return carry, _stacked(outputs[::-1] if reverse else outputs)


def _stacked(outputs: list[Any]) -> Any:
    if not outputs or outputs[0] is None:
        return None
    rows = [flatten(o) for o in outputs]
    return pack_like(outputs[0], [stack(column) for column in zip(*rows, strict=True)])


def map(f: Callable[[Any], Any], xs: Any) -> Any:  # noqa: A001 (Keras's name)
    """Return what a function gives for every slice along the first axis, stacked."""
    _call(f, "map")
    leaves = [as_operand(x) for x in flatten(xs)]
    if leaves[0].shape[0] is None:  # an open size: one slice tells the shapes
        found = f(pack_like(xs, [get_item(x, 0) for x in leaves]))
        wide = [broadcast_to(expand_dims(y, 0), (None, *y.shape)) for y in flatten(found)]
        return pack_like(found, wide)
    return scan(lambda _, x: (None, f(x)), None, xs)[1]


def vectorized_map(function: Callable[[Any], Any], elements: Any) -> Any:
    """Return what a function gives for every slice along the first axis, stacked."""
    return map(function, elements)


def associative_scan(
    f: Callable[[Any, Any], Any], elems: Any, reverse: bool = False, axis: int = 0
) -> Any:
    """Return the results of combining the slices so far with an associative function.

    Doubling steps combine all pairs 1, 2, 4, ... places apart at once.

    Args:
        f: ``(earlier, later) -> combined`` for structures like ``elems``; it must work
            on many slices at once.
        elems: A structure of tensors with one size along the axis.
        reverse: Whether to begin at the end.
        axis: The axis.
    """
    _call(f, "associative_scan")
    leaves = [as_operand(x) for x in flatten(elems)]
    place = normalize_axes(axis, leaves[0].ndim)[0]
    size = leaves[0].shape[place]
    if size is None or any(x.shape[place] != size for x in leaves):
        raise ValueError(
            f"associative_scan: all tensors need one known size along axis {axis}, got the shapes "
            f"{', '.join(str(x.shape) for x in leaves)}."
        )
    if reverse:
        leaves = [flip(x, place) for x in leaves]
    step = 1
    while step < size:
        early = [_along(x, place, None, size - step) for x in leaves]
        late = [_along(x, place, step, None) for x in leaves]
        combined = flatten(f(pack_like(elems, early), pack_like(elems, late)))
        heads = [_along(x, place, None, step) for x in leaves]
        leaves = [concatenate(pair, place) for pair in zip(heads, combined, strict=True)]
        step *= 2
    return pack_like(elems, [flip(x, place) for x in leaves] if reverse else leaves)


def _along(x: Any, axis: int, start: int | None, stop: int | None) -> Tensor:
    return get_item(x, (slice(None),) * axis + (slice(start, stop),))


def vectorize(
    pyfunc: Callable[..., Any], *, excluded: Any = None, signature: str | None = None
) -> Callable[..., Any]:
    """Return a function of tensors from one of their innermost parts.

    Args:
        pyfunc: A function of numbers, or of what ``signature`` says.
        excluded: Positions and names of arguments that are passed as they are.
        signature: As NumPy's: "(n),(n)->()" for a function of two rows.
    """
    left_out = set(excluded or ())

    def vectorized(*args: Any, **kwargs: Any) -> Any:
        places = [i for i in range(len(args)) if i not in left_out]
        cores = _core_ranks(signature, len(places))
        tensors = [as_operand(args[i]) for i in places]

        def inner(*parts: Any) -> Any:
            given = list(args)
            for i, part in zip(places, parts, strict=True):
                given[i] = part
            return pyfunc(*given, **kwargs)

        return _over_outer(inner, tensors, cores)

    return vectorized


def _core_ranks(signature: str | None, count: int) -> list[int]:
    if signature is None:
        return [0] * count
    found = signature.split("->")[0].replace(" ", "").strip("()").split("),(")
    if len(found) != count:
        raise ValueError(f"vectorize: '{signature}' is a signature of {len(found)} arguments.")
    return [len([n for n in part.split(",") if n]) for part in found]


def _over_outer(function: Callable[..., Any], tensors: list[Any], cores: list[int]) -> Any:
    """Apply a function over the axes before the core ones, which are repeated to fit."""
    outer = [t.shape[: t.ndim - c] for t, c in zip(tensors, cores, strict=True)]
    shape = broadcast(*outer) if outer else ()
    if not shape:
        return function(*tensors)
    wide = [
        broadcast_to(t, (*shape, *t.shape[t.ndim - c :]))
        for t, c in zip(tensors, cores, strict=True)
    ]
    return map(lambda parts: _over_outer(function, list(parts), cores), tuple(wide))


__all__ = [
    "associative_scan",
    "cond",
    "fori_loop",
    "map",
    "scan",
    "switch",
    "vectorize",
    "vectorized_map",
    "while_loop",
]
