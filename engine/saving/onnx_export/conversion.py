"""The trace -> ONNX nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onnx import ModelProto, checker, helper

from engine.op import Node, execute
from engine.saving.onnx_export import basic, recurrent, shaping, spatial
from engine.saving.onnx_export.tracing import LayerGraph, prediction_graph
from engine.saving.onnx_export.writer import Unsupported, Writer, element_type
from engine.tensor import Tensor, Variable
from engine.tree import flatten

#: The oldest version of ONNX that has every op used here.
OPSET, IR_VERSION = 18, 8
_MOST_FOLDED = 1 << 20
#: Ops that leave the first axis of their first input as it is.
_KEEPING = {*basic.SAME, *spatial.CONVERTERS, "cast", "dense", "log_softmax", "pad", "softmax"}

Converter = Callable[[Writer, Node, list[str]], Any]
#: One converter per op; it gives the name of the op's output, or a list of them.
CONVERTERS: dict[str, Converter] = {
    **basic.CONVERTERS,
    **recurrent.CONVERTERS,
    **shaping.CONVERTERS,
    **spatial.CONVERTERS,
}


def converted(model: Any, batch: int | None) -> ModelProto:
    """Return a model as ONNX's description.

    Raises:
        ValueError: naming the layer that has no counterpart in ONNX.
    """
    graph = prediction_graph(model, batch)
    names = list(model.input_names)
    writer = Writer(names, model.name)
    for tensor, name in zip(graph.inputs, names, strict=True):
        writer.bind(tensor, name)
    for node in graph.needed():
        _write(writer, graph, node)
    outputs = _name_outputs(writer, flatten(graph.outputs), _output_names(model))
    _drop_unused(writer, outputs)
    described = helper.make_graph(
        writer.nodes,
        model.name,
        [_info(t, n, batch) for t, n in zip(graph.inputs, names, strict=True)],
        [_info(t, n, batch) for t, n in zip(flatten(graph.outputs), outputs, strict=True)],
        writer.initializers(),
    )
    opset = helper.make_operatorsetid("", OPSET)
    proto = helper.make_model(
        described, opset_imports=[opset], ir_version=IR_VERSION, producer_name="layerloom"
    )
    checker.check_model(proto, full_check=True)
    return proto


def _write(writer: Writer, graph: LayerGraph, node: Node) -> None:
    writer.layer = writer.inside(graph.paths[id(node)])
    if _fold(writer, node):
        return
    convert = CONVERTERS.get(node.op.name)
    ins = [writer.value(i) for i in node.inputs]
    try:
        if convert is None:
            raise Unsupported(f"it uses '{node.op.name}', which has no counterpart there")
        found = convert(writer, node, ins)
    except Unsupported as error:
        raise ValueError(
            f"Layer '{writer.layer}' cannot be written to ONNX: {error}. Leave it out of the "
            "exported model, or save the model as a .keras file."
        ) from None
    for output, name in zip(node.outputs, found if isinstance(found, list) else [found]):  # noqa: B905
        writer.bind(output, name)
        merged = next((writer.merged[i] for i in ins if i in writer.merged), None)
        if merged is not None and node.op.name in _KEEPING:
            writer.merged[name] = merged


def _fold(writer: Writer, node: Node) -> bool:
    """Compute now what depends on weights and constants alone, unless that makes it large."""
    names = [writer.value(i) for i in node.inputs]
    arrays = [writer.array(n) for n in names]
    specs = [o.spec for o in node.outputs]
    if node.op.mutates or not names or any(a is None for a in arrays):
        return False
    if any(None in s.shape for s in specs):
        return False
    before = sum(a.size for a in arrays if a is not None)
    found = execute(node.op, [a for a in arrays if a is not None], specs, node.attrs)
    if sum(f.size for f in found) > max(before, _MOST_FOLDED):
        return False
    base = names[0] if len(names) == 1 else f"{writer.layer}/{node.op.name}"
    for output, array in zip(node.outputs, found, strict=True):
        same = len(names) == 1 and array.shape == arrays[0].shape  # type: ignore[union-attr]
        label = f"{base}_{node.op.name}" if len(names) == 1 and not same else base
        writer.bind(output, writer.constant(array, label))
    return True


def _output_names(model: Any) -> list[str]:
    taken, found = set(model.input_names), []
    for wanted in model.output_keys:
        name = wanted if wanted not in taken else f"{wanted}_output"
        taken.add(name)
        found.append(name)
    return found


def _name_outputs(writer: Writer, tensors: list[Tensor], wanted: list[str]) -> list[str]:
    """Give the outputs the model's names for them."""
    names = []
    for tensor, name in zip(tensors, wanted, strict=True):
        writer.layer = name
        given = writer.value(tensor)
        free = writer.name(name)
        writer.nodes.append(helper.make_node("Identity", [given], [free], name=f"{name}/output"))
        names.append(free)
    return names


def _drop_unused(writer: Writer, outputs: list[str]) -> None:
    """Leave out nodes whose results nothing uses, such as transposes that cancelled out."""
    wanted, kept = set(outputs), []
    for node in reversed(writer.nodes):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted.update(node.input)
            for attribute in node.attribute:
                wanted.update(i for inner in attribute.g.node for i in inner.input)
    writer.nodes = kept[::-1]


def _info(tensor: Tensor | Variable, name: str, batch: int | None) -> Any:
    """Shape and type of an input or output; open sizes have names."""
    sizes = [
        size if size is not None else "batch" if axis == 0 else f"{name}_size_{axis}"
        for axis, size in enumerate(tensor.shape)
    ]
    return helper.make_tensor_value_info(name, element_type(tensor.dtype), sizes)
