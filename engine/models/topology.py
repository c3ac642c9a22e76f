"""The order of a Functional model's calls and layers, the same one Keras arrives at.

Files pair arrays with layers by this order, so it has to agree: layers stand
by their distance from the outputs, farthest first, and among equals in the
order in which a depth-first walk from the outputs first meets them.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.layers.core import InputLayer
from engine.layers.layer import Layer
from engine.layers.symbolic import KerasTensor, LayerCall


def order_graph(
    inputs: Sequence[KerasTensor], outputs: Sequence[KerasTensor]
) -> tuple[list[LayerCall], list[Layer]]:
    """Return the calls in an order in which they can run, and the layers in Keras's order.

    Raises:
        ValueError: when an output depends on an Input that is not among ``inputs``.
    """
    given = {id(t) for t in inputs}
    calls, met = _walk(given, outputs)
    depths = _layer_depths(calls)
    for tensor in inputs:
        layer = tensor.keras_history.layer
        if isinstance(layer, InputLayer) and layer not in depths:  # an input nothing reads
            depths[layer], met[layer] = 0, -1
            calls.insert(0, layer._inbound_nodes[0])
    layers = sorted(depths, key=lambda layer: (-depths[layer], met[layer]))
    return calls, layers


def call_of(tensor: KerasTensor) -> LayerCall:
    """Return the layer call a symbolic tensor comes from."""
    history = tensor.keras_history
    return history.layer._inbound_nodes[history.node_index]


def _walk(
    given: set[int], outputs: Sequence[KerasTensor]
) -> tuple[list[LayerCall], dict[Layer, int]]:
    """Depth first from the outputs, without recursion: models may be thousands of layers deep."""
    calls: list[LayerCall] = []
    met: dict[Layer, int] = {}
    done: set[int] = set()
    for output in outputs:
        pending = [(output, False)]
        while pending:
            tensor, ready = pending.pop()
            call = call_of(tensor)
            if id(call) in done:
                continue
            is_input = isinstance(call.layer, InputLayer)
            if id(tensor) in given and not is_input:
                continue
            if is_input and id(tensor) not in given:
                raise ValueError(
                    f"An output depends on the input '{call.layer.name}', which is not among the "
                    "model's inputs. Add it to inputs=."
                )
            met.setdefault(call.layer, len(met))
            if ready or is_input:
                done.add(id(call))
                calls.append(call)
                continue
            pending.append((tensor, True))
            pending.extend((t, False) for t in reversed(call.inputs))
    return calls, met


def _layer_depths(calls: Sequence[LayerCall]) -> dict[Layer, int]:
    """Distance of each layer from the outputs; a shared layer counts by its farthest call."""
    inside = {id(c) for c in calls}
    of_call: dict[int, int] = {}
    of_layer: dict[Layer, int] = {}
    for call in reversed(calls):
        depth = max(of_call.get(id(call), 0), of_layer.get(call.layer, 0))
        of_call[id(call)] = of_layer[call.layer] = depth
        for tensor in call.inputs:
            parent = call_of(tensor)
            if id(parent) in inside:
                of_call[id(parent)] = max(depth + 1, of_call.get(id(parent), 0))
    return of_layer
