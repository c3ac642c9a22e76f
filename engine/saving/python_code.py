"""A Python script that builds, compiles and trains a model with Keras.

It is written the way a person would: only arguments that differ from their
defaults, lines that fit, a name for each tensor.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.callbacks.learning_rate_scheduler import LearningRateScheduler
from engine.callbacks.monitor import MonitorCallback
from engine.kinds import IntPairs, IntTuple
from engine.layers.core import InputLayer
from engine.layers.operation import OpLayer
from engine.layers.symbolic import KerasTensor
from engine.optimizers.rate import RateParam
from engine.param import Configurable
from engine.saving.python_ops import op_source

_WIDTH = 88
_INDENT = "    "


def python_code(
    model: Any,
    *,
    title: str = "",
    fit: dict[str, Any] | None = None,
    callbacks: Sequence[Any] = (),
    seed: int | None = None,
    data_file: str | None = None,
    validation: bool = False,
) -> str:
    """Return the text of a Keras script for a model.

    Args:
        model: Sequential or Functional; its compile settings are written too.
        title: First words of the script's docstring.
        fit: Arguments of ``fit`` (epochs, batch_size, ...).
        callbacks: Callback objects.
        seed: For ``keras.utils.set_random_seed``.
        data_file: An ``.npz`` file with ``x_<input>`` and ``y_<output>`` (and
            ``x_val_<input>``, ``y_val_<output>``); without it the script ends
            after ``compile``.
        validation: Whether the data file holds validation arrays.
    """
    parts = [_head(title or model.name, data_file is not None)]
    if seed is not None:
        parts.append(f"keras.utils.set_random_seed({seed})")
    parts.append(_build(model))
    parts.append("model.summary()")
    if model.compiled:
        parts.append(_compile(model))
    if model.compiled and data_file is not None:
        parts.append(_data(model, data_file, validation))
        parts.append(_fit(model, fit or {}, callbacks, validation))
    return "\n\n".join(parts) + "\n"


def _head(title: str, with_data: bool) -> str:
    clean = title.replace("\\", "/").replace('"', "'").strip()
    imports = "import keras\n" + ("import numpy as np\n" if with_data else "")
    return f'"""{clean}: a Keras model."""\n\n{imports}from keras import layers'


# -- building ------------------------------------------------------------------


def _build(model: Any) -> str:
    if type(model).__name__ == "Sequential":
        rows = [expression(layer) for layer in model._chain]
        return "model = " + _call("keras.Sequential", [_list(rows), f"name={_quote(model.name)}"])
    return _functional(model)


def _functional(model: Any) -> str:
    names = _Names()
    variables: dict[int, str] = {}
    lines: list[str] = []
    shared = {
        layer for layer in model.layers if sum(1 for c in model.calls if c.layer is layer) > 1
    }
    for tensor in model.inputs:
        layer = tensor.keras_history.layer
        variables[id(tensor)] = names.take(layer.name)
        lines.append(f"{variables[id(tensor)]} = {expression(layer)}")
    made: dict[Any, str] = {}
    for call in model.calls:
        if isinstance(call.layer, InputLayer):
            continue
        if call.layer in shared and call.layer not in made:
            made[call.layer] = names.take(f"{call.layer.name}_layer")
            lines.append(f"{made[call.layer]} = {expression(call.layer)}")
        target = names.take(call.layer.name)
        if isinstance(call.layer, OpLayer):
            source = op_source(call.layer, [variables[id(t)] for t in call.inputs])
            lines.append(f"{target} = {source}")
            variables.update(_outputs(call, target))
            continue
        function = made.get(call.layer) or expression(call.layer)
        arguments = [_argument(a, variables) for a in call.args]
        arguments += [f"{k}={_argument(v, variables)}" for k, v in call.kwargs.items()]
        variables.update(_outputs(call, target))
        lines.append(f"{target} = {function}({', '.join(arguments)})")
    inputs = _argument(model._input_structure, variables)
    outputs = _argument(model._output_structure, variables)
    ends = [f"inputs={inputs}", f"outputs={outputs}", f"name={_quote(model.name)}"]
    lines.append("model = " + _call("keras.Model", ends))
    return "\n".join(lines)


def _outputs(call: Any, target: str) -> dict[int, str]:
    """How each output of a call is reached from the variable it is kept in."""
    if len(call.outputs) == 1:
        return {id(call.outputs[0]): target}
    return {id(output): f"{target}[{i}]" for i, output in enumerate(call.outputs)}


def _argument(value: Any, variables: dict[int, str]) -> str:
    if isinstance(value, KerasTensor):
        return variables[id(value)]
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_argument(v, variables) for v in value) + "]"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{_quote(k)}: {_argument(v, variables)}" for k, v in value.items())
            + "}"
        )
    return repr(value)


class _Names:
    """Valid, unused variable names."""

    def __init__(self) -> None:
        self.used = {"model", "keras", "layers", "np", "data", "history"}

    def take(self, wanted: str) -> str:
        base = re.sub(r"\W", "_", wanted)
        if not base.isascii() or not base or base[0].isdigit() or keyword.iskeyword(base):
            base = "x_" + re.sub(r"[^0-9a-zA-Z_]", "", base)
        name, number = base, 1
        while name in self.used:
            number += 1
            name = f"{base}_{number}"
        self.used.add(name)
        return name


# -- objects -------------------------------------------------------------------

_PREFIX = {
    "layer": "layers",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
    "optimizer": "keras.optimizers",
    "loss": "keras.losses",
    "metric": "keras.metrics",
    "callback": "keras.callbacks",
    "schedule": "keras.optimizers.schedules",
}


def expression(value: Configurable) -> str:
    """Return the Python expression that makes an object in Keras."""
    if isinstance(value, InputLayer):
        return _input(value)
    if type(value).__name__ in ("Sequential", "Functional"):
        raise ValueError(
            f"The model '{value.name}' inside the model cannot be written as one expression."  # type: ignore[attr-defined]
        )
    entry = registry.entry_of(value)
    if entry is None:
        raise ValueError(
            f"{type(value).__name__} is a class of yours; a script cannot be written for it."
        )
    if isinstance(value, LearningRateScheduler) and isinstance(value.schedule, Configurable):
        # Keras takes a function of the epoch only, and a plain number from it.
        rate = _call("lambda epoch: float", [f"{expression(value.schedule)}(epoch)"])
        return _call("keras.callbacks.LearningRateScheduler", [rate])
    return _call(f"{_PREFIX[entry.category]}.{entry.name}", _arguments(value))


def _input(layer: InputLayer) -> str:
    arguments = [repr(tuple(layer.shape))]
    if layer.batch_size is not None:
        arguments.append(f"batch_size={layer.batch_size}")
    if layer.dtype != "float32":
        arguments.append(f"dtype={_quote(layer.dtype)}")
    return _call("keras.Input", [*arguments, f"name={_quote(layer.name)}"])


def _arguments(value: Configurable) -> list[str]:
    """Arguments that differ from their defaults; required ones first and by position."""
    result: list[str] = []
    for position, (name, definition) in enumerate(type(value).params.items()):
        if name in ("dtype", "name") or not definition.in_config:
            continue
        present = definition.given(value) if isinstance(definition, RateParam) else None
        if present is None:
            present = getattr(value, name)
        if name == "mode" and isinstance(value, MonitorCallback):
            present = value.plain_mode()
        # The size of a window is always told: Keras has no default for some of them.
        if definition.required or (position == 0 and isinstance(definition.kind, IntTuple)):
            text = literal(_short(definition.kind, present))
            result.append(
                text if len(result) < 2 and "=" not in "".join(result[-1:]) else f"{name}={text}"
            )
            continue
        if _same(definition, present, type(value).__name__):
            continue
        result.append(f"{name}={literal(_short(definition.kind, present))}")
    if hasattr(value, "name") and not _automatic(value) and _category(value) == "layer":
        result.append(f"name={_quote(value.name)}")
    return result


def _category(value: Any) -> str:
    entry = registry.entry_of(value)
    return entry.category if entry else ""


def _automatic(value: Any) -> bool:
    base = registry.snake_case(type(value).__name__)
    return re.fullmatch(rf"{base}(_\d+)?", str(value.name)) is not None


def _same(definition: Any, present: Any, owner: str) -> bool:
    try:
        default = definition.validate(definition.default, owner)
    except ValueError:
        default = definition.default  # None, outside its own kind, with a meaning
    config = definition.kind.to_config
    try:
        mine = config(present)
    except (TypeError, ValueError):
        mine = present
    if hasattr(present, "numpy"):
        mine = float(f"{float(present):.6g}")
    if default is None:
        return present is None or mine == "linear"
    theirs = config(default)
    return mine == theirs


def _short(kind: Any, value: Any) -> Any:
    """One number for a tuple of equal ones."""
    inner = getattr(kind, "kind", kind)
    if isinstance(inner, IntPairs):
        if any(before != after for before, after in value):
            return value
        value = tuple(before for before, _ in value)
    if isinstance(inner, IntTuple) and isinstance(value, tuple) and len(set(value)) == 1:
        return value[0]
    return value


def literal(value: Any) -> str:
    """Return a value as Python source."""
    if isinstance(value, str):
        return _quote(value)
    if hasattr(value, "numpy") and not isinstance(value, Configurable):  # a learning rate variable
        return repr(float(f"{float(value):.6g}"))
    if isinstance(value, Configurable):
        if not _arguments(value) and _category(value) in ("initializer", "loss", "metric"):
            return _quote(registry.snake_case(type(value).__name__))
        return expression(value)
    if callable(value):
        entry = registry.entry_of(value)
        if entry is not None:
            return _quote(entry.name)
    if isinstance(value, (list, tuple)):
        inner = ", ".join(literal(v) for v in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def _quote(text: Any) -> str:
    escaped = repr(str(text))[1:-1].replace('"', '\\"').replace("\\'", "'")
    return f'"{escaped}"'


# -- training --------------------------------------------------------------------


def _compile(model: Any) -> str:
    given = model._compile_arguments
    arguments = [f"optimizer={literal(given['optimizer'])}"]
    for name in ("loss", "loss_weights", "metrics", "weighted_metrics"):
        if given[name] is not None:
            arguments.append(f"{name}={literal(_plain(given[name]))}")
    return _call("model.compile", arguments)


def _plain(value: Any) -> Any:
    """Configurations of losses and metrics as the objects they stand for."""
    if isinstance(value, dict):
        if "class_name" in value:
            for category in ("loss", "metric"):
                if any(e.name == value["class_name"] for e in registry.entries(category)):
                    return registry.deserialize(value, category)
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def _data(model: Any, path: str, validation: bool) -> str:
    lines = [f"data = np.load({_quote(path)})"]
    for suffix, key in (("train", ""), ("val", "val_")) if validation else (("train", ""),):
        for letter, names in (("x", model.input_names), ("y", model.output_keys)):
            reads = {n: f'data["{letter}_{key}{n}"]' for n in names}
            if len(names) == 1:
                lines.append(f"{letter}_{suffix} = {reads[names[0]]}")
            else:
                rows = [f"{_quote(n)}: {r}" for n, r in reads.items()]
                lines.append(f"{letter}_{suffix} = " + _wrapped("{", rows, "}"))
    return "\n".join(lines)


def _fit(model: Any, fit: dict[str, Any], callbacks: Sequence[Any], validation: bool) -> str:
    arguments = ["x_train", "y_train"]
    for name, value in fit.items():
        if value is not None:
            arguments.append(f"{name}={literal(value)}")
    if validation:
        arguments.append("validation_data=(x_val, y_val)")
    if callbacks:
        arguments.append("callbacks=" + _list([expression(c) for c in callbacks]))
    return "history = " + _call("model.fit", arguments)


# -- layout ----------------------------------------------------------------------


def _call(function: str, arguments: Sequence[str]) -> str:
    return _wrapped(f"{function}(", arguments, ")")


def _list(items: Sequence[str]) -> str:
    return _wrapped("[", items, "]")


def _wrapped(start: str, items: Sequence[str], end: str) -> str:
    """On one line where it fits, else one item per line."""
    line = start + ", ".join(items) + end
    if len(line) <= _WIDTH - 16 and "\n" not in line:
        return line
    rows = [_INDENT + item.replace("\n", "\n" + _INDENT) + "," for item in items]
    return "\n".join([start, *rows, end])
