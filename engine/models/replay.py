"""The same calls once more: on other inputs, with other layers, or cut out of a larger graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.layers.core import Input, InputLayer
from engine.layers.symbolic import KerasTensor, LayerCall
from engine.models.topology import order_graph
from engine.tree import flatten, map_structure, pack_like


def cut_out(inputs: Any, outputs: Any) -> tuple[Any, Any]:
    """Return inputs and outputs of a graph of its own, where inputs lie inside another.

    Tensors that do not come from ``Input`` get one; the calls behind them are noted
    again on the same layers, which keep their weights.
    """
    tensors = flatten(inputs)
    if all(isinstance(t.keras_history.layer, InputLayer) for t in tensors):
        return inputs, outputs
    calls, _ = order_graph(tensors, flatten(outputs))
    new = {id(tensor): _own_input(tensor) for tensor in tensors}
    for call in calls:
        if isinstance(call.layer, InputLayer):
            continue
        args, kwargs = filled((call.args, call.kwargs), new)
        structure = map_structure(_copy, call.structure)
        LayerCall(call.layer, args, kwargs, structure, call.flops)
        new.update(zip(map(id, call.outputs), flatten(structure), strict=True))
    return filled(inputs, new), filled(outputs, new)


def replay(
    calls: Sequence[LayerCall],
    new: dict[int, Any],
    layer_for: Callable[[Any], Any],
    call_with: Callable[..., Any],
) -> None:
    """Make calls anew in order and enter what comes out into ``new``.

    Args:
        calls: Calls in an order in which they can run.
        new: id of a symbolic tensor -> what stands in its place.
        layer_for: The layer to call in place of one.
        call_with: Calls it: ``call_with(layer, *args, **kwargs)``.
    """
    for call in calls:
        if all(id(output) in new for output in call.outputs):
            continue
        args, kwargs = filled((call.args, call.kwargs), new)
        structure = call_with(layer_for(call.layer), *args, **kwargs)
        new.update(zip(map(id, call.outputs), flatten(structure), strict=True))


def filled(structure: Any, values: dict[int, Any]) -> Any:
    """Return a structure with each symbolic tensor replaced by its value."""
    leaves = [values[id(x)] if isinstance(x, KerasTensor) else x for x in flatten(structure)]
    return pack_like(structure, leaves)


def _own_input(tensor: KerasTensor) -> KerasTensor:
    if isinstance(tensor.keras_history.layer, InputLayer):
        return tensor
    return Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=f"{tensor.name}CLONE")


def _copy(tensor: Any) -> Any:
    copy = KerasTensor(tensor.shape, tensor.dtype)
    copy.masked = tensor.masked
    return copy
