"""Ops among a model's layers, as Keras 3 writes them and as a step of a model here."""

from __future__ import annotations

import inspect
from typing import Any

from engine.layers.op_values import replace_inputs
from engine.layers.operation import OpLayer
from engine.op_names import OPS, class_of, inputs_of, module_of, op_of
from engine.saving.common.errors import LoadError, reading
from engine.saving.common.words import TENSOR

_MANY = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def op_config(layer: OpLayer) -> dict[str, Any]:
    """Return an op's entry in a model's configuration, without its call."""
    inputs, settings = inputs_of(layer.op), {}
    for name, parameter in inspect.signature(OPS[layer.op]).parameters.items():
        told = parameter.default is not None and not name.startswith("transpose_")
        kept = name in layer.arguments or told
        if name not in inputs and parameter.kind not in _MANY and kept:
            # Defaults are told too: those of Keras's classes are not always its functions'.
            settings[name] = _file_form(layer.arguments.get(name, parameter.default))
    return {
        "module": module_of(layer.op),
        "class_name": class_of(layer.op),
        "config": {"name": layer.name, **settings},
        "registered_name": class_of(layer.op),
    }


def op_node(layer: OpLayer, tensors: list[Any]) -> dict[str, Any]:
    """Return an op's call, given the references to its inputs."""
    parameters = inspect.signature(OPS[layer.op]).parameters
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for name in inputs_of(layer.op):
        if name not in layer.arguments:
            continue
        value = replace_inputs(_file_form(layer.arguments[name]), lambda i: tensors[i])
        if parameters[name].kind is inspect.Parameter.VAR_POSITIONAL:
            args.extend(value)
        elif len(args) == inputs_of(layer.op).index(name):
            args.append(value)
        else:
            kwargs[name] = value
    # What an op takes under names of the caller's choice, such as rearrange's sizes.
    others = {k: v for k, v in layer.arguments.items() if k not in parameters}
    return {"args": args, "kwargs": {**kwargs, **_file_form(others)}}


def _file_form(value: Any) -> Any:
    """An argument as files hold it; ValueError for a variable, which Keras cannot keep either."""
    if isinstance(value, (list, tuple)):
        return [_file_form(v) for v in value]
    if isinstance(value, dict):
        return {k: _file_form(v) for k, v in value.items()}
    if callable(value):
        raise ValueError(
            "An operation that is given a Python function cannot be written to a file. Put it "
            "into a layer of your own."
        )
    if hasattr(value, "assign"):
        raise ValueError(
            f"The variable '{value.path}' is used outside of a layer; a file cannot hold that. "
            "Put it into a layer of your own with add_weight."
        )
    return value


def read_op(entry: dict[str, Any]) -> tuple[OpLayer, dict[str, Any]]:
    """Return the step an entry describes, and its call in the form layers' calls have.

    Raises:
        LoadError: for an op that does not exist here, or arguments that it refuses.
    """
    config, nodes = entry.get("config"), entry.get("inbound_nodes")
    if not isinstance(config, dict) or not isinstance(entry.get("class_name"), str):
        raise LoadError(f"An operation's entry has a form that is not read: {str(entry)[:80]}")
    config = dict(config)
    label = f"The operation '{config.get('name', '?')}' of class {entry['class_name']}"
    if not isinstance(nodes, list) or len(nodes) != 1 or not isinstance(nodes[0], dict):
        raise LoadError(f"{label} must be applied once, its calls are {str(nodes)[:80]}.")
    with reading(f"{label} cannot be made"):
        op = op_of(entry["class_name"])
        name = config.pop("name", entry.get("name"))
        tensors: list[Any] = []
        given = {**_by_name(op, nodes[0].get("args", [])), **nodes[0].get("kwargs", {})}
        arguments = {key: _numbered(value, tensors) for key, value in given.items()}
        known = inspect.signature(OPS[op]).parameters
        unused = [k for k, v in config.items() if k not in known and v in (None, False)]
        settings = {k: v for k, v in config.items() if k not in unused}
        layer = OpLayer(op=op, arguments={**arguments, **settings}, name=name)
    if not tensors:
        raise LoadError(f"{label} is applied to no tensor of the model.")
    call = tensors if len(tensors) > 1 else tensors[0]
    return layer, {"args": [call], "kwargs": {}}


def _by_name(op: str, args: list[Any]) -> dict[str, Any]:
    parameters = inspect.signature(OPS[op]).parameters
    names = inputs_of(op)
    for position, name in enumerate(names):
        if parameters[name].kind is inspect.Parameter.VAR_POSITIONAL:
            return {**dict(zip(names, args[:position], strict=False)), name: args[position:]}
    if len(args) > len(names):
        raise ValueError(f"It takes {len(names)} tensors ({', '.join(names)}), got {len(args)}.")
    return dict(zip(names, args, strict=False))


def _numbered(value: Any, tensors: list[Any]) -> Any:
    """A value with its references to tensors replaced by their number among ``tensors``."""
    if isinstance(value, list):
        return [_numbered(v, tensors) for v in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == TENSOR:
        if value not in tensors:
            tensors.append(value)
        return {"class_name": "__input__", "config": tensors.index(value)}
    return {k: _numbered(v, tensors) for k, v in value.items()}
