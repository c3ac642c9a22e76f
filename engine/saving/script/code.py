"""A Python script that builds, compiles and trains a model with Keras.

It is written the way a person would: only arguments that differ from their
defaults, lines that fit, a name for each tensor.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine import registry
from engine.layers.core import InputLayer
from engine.layers.operation import OpLayer
from engine.layers.placeholder import Placeholder
from engine.layers.symbolic import KerasTensor
from engine.saving.script.layout import INDENT, INDENTED, WIDTH, call, listed, quoted, wrapped
from engine.saving.script.objects import (
    FUNCTIONS,
    NAMED,
    expression,
    is_automatic,
    is_model,
    literal,
)
from engine.saving.script.ops import op_source


def python_code(
    model: Any,
    *,
    title: str = "",
    fit: dict[str, Any] | None = None,
    callbacks: Sequence[Any] = (),
    seed: int | None = None,
    data_file: str | None = None,
    validation: bool = False,
    weighted: bool = False,
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
        weighted: Whether it holds the samples' weights (``w_train``, ``w_val``).

    Raises:
        ValueError: naming a layer that no script can be written for.
    """
    nested = _nested(model)
    functions = _function_names(nested)
    tokens = FUNCTIONS.set(functions), NAMED.set(_told_by_name(model, data_file is not None))
    try:
        definitions = [_function(inner, functions[id(inner)]) for inner in nested]
        parts = ("val",) if validation else ()
        data = None if data_file is None else _Data(data_file, ("train", *parts), weighted)
        return _script(model, definitions, title, seed, fit or {}, callbacks, data)
    finally:
        FUNCTIONS.reset(tokens[0])
        NAMED.reset(tokens[1])


def _script(
    model: Any,
    definitions: list[str],
    title: str,
    seed: int | None,
    fit: dict[str, Any],
    callbacks: Sequence[Any],
    data: _Data | None,
) -> str:
    parts = [_head(title or ("" if is_automatic(model) else model.name), data is not None)]
    if seed is not None:
        parts.append(f"keras.utils.set_random_seed({seed})")
    if definitions:
        parts.append("\n" + "\n\n\n".join(definitions) + "\n")
    parts.append("\n".join(_build(model)))
    parts.append("model.summary()")
    if model.compiled:
        parts.append(_compile(model))
    if model.compiled and data is not None:
        parts.append(_data(model, data))
        parts.append(_fit(fit, callbacks, data))
    return "\n\n".join(parts) + "\n"


def _head(title: str, with_data: bool) -> str:
    clean = title.replace("\\", "/").replace('"', "'").strip()
    imports = "import keras\n" + ("import numpy as np\n" if with_data else "")
    about = f"{clean}: a Keras model." if clean else "A Keras model."
    return f'"""{about}"""\n\n{imports}from keras import layers'


# -- building ------------------------------------------------------------------


def _nested(model: Any) -> list[Any]:
    """The models inside a model, innermost first."""
    found: list[Any] = []
    for layer in model._sublayers:
        if isinstance(layer, Placeholder):
            raise ValueError(
                f"The layer '{layer.name}' is of the class {layer.class_name}, which does not "
                "exist here: a script cannot be written for it. Take it out of the model, or "
                "export a .keras file."
            )
        more = [*_nested(layer), *([layer] if is_model(layer) else [])]
        found.extend(m for m in more if not any(m is f for f in found))
    return found


def _function_names(models: Sequence[Any]) -> dict[int, str]:
    names = _Names()
    return {id(model): names.take(f"make_{_base(model)}") for model in models}


def _function(model: Any, name: str) -> str:
    """A function that makes a model inside another one."""
    *lines, last = _build(model)
    lines.append("return " + last.removeprefix("model = "))
    body = "\n".join(lines).replace("\n", "\n" + INDENT)
    return f"def {name}():\n{INDENT}{body}"


def _build(model: Any) -> list[str]:
    """The statements that make a model; the last one is ``model = ...``."""
    names = [] if is_automatic(model) else [f"name={quoted(model.name)}"]
    if type(model).__name__ == "Sequential":
        rows = [expression(layer) for layer in model._chain]
        return ["model = " + call("keras.Sequential", [listed(rows), *names])]
    return _Functional(model, names).lines


class _Functional:
    """The statements of a functional model, a variable for every tensor."""

    def __init__(self, model: Any, ending: list[str]) -> None:
        self.names = _Names()
        self.variables: dict[int, str] = {}
        self.made: dict[Any, str] = {}
        self.lines: list[str] = []
        layers = [step.layer for step in model.calls]
        self.shared = {layer for layer in layers if layers.count(layer) > 1}
        for tensor in model.inputs:
            layer = tensor.keras_history.layer
            alone = len(model.inputs) == 1 and is_automatic(layer)
            self.variables[id(tensor)] = self.names.take("inputs" if alone else layer.name)
            self.lines.append(f"{self.variables[id(tensor)]} = {expression(layer)}")
        for step in model.calls:
            if not isinstance(step.layer, InputLayer):
                self._add(step)
        inputs = _argument(model._input_structure, self.variables)
        outputs = _argument(model._output_structure, self.variables)
        ends = [f"inputs={inputs}", f"outputs={outputs}", *ending]
        self.lines.append("model = " + call("keras.Model", ends))

    def _add(self, step: Any) -> None:
        layer = step.layer
        if isinstance(layer, OpLayer):
            source = op_source(layer, [self.variables[id(t)] for t in step.inputs])
        else:
            arguments = [_argument(a, self.variables) for a in step.args]
            arguments += [f"{k}={_argument(v, self.variables)}" for k, v in step.kwargs.items()]
            made = self._made(layer)
            source = f"{made}({', '.join(arguments)})"
            if len(source.splitlines()[-1]) > WIDTH - INDENTED:
                source = call(made, arguments)
        self.lines.append(f"{self._targets(step)} = {source}")

    def _made(self, layer: Any) -> str:
        """The expression for a layer: one that is shared has a variable."""
        if layer not in self.shared:
            return expression(layer)
        if layer not in self.made:
            self.made[layer] = self.names.take(f"{_base(layer)}_layer")
            self.lines.append(f"{self.made[layer]} = {expression(layer)}")
        return self.made[layer]

    def _targets(self, step: Any) -> str:
        """Name a call's outputs; return what stands before the equals sign."""
        base, outputs = _base(step.layer), step.outputs
        keys = getattr(step.layer, "_output_structure", None)
        if isinstance(keys, dict):
            target = self.names.take(base)
            for key, output in zip(sorted(keys), outputs, strict=True):
                self.variables[id(output)] = f"{target}[{quoted(key)}]"
            return target
        if len(outputs) == 1:
            self.variables[id(outputs[0])] = self.names.take(base)
            return self.variables[id(outputs[0])] + ("," if isinstance(keys, list) else "")
        states = getattr(step.layer, "return_state", False)
        for number, output in enumerate(outputs):
            wanted = base if states and not number else f"{base}_{'state' if states else 'output'}"
            self.variables[id(output)] = self.names.take(wanted)
        return ", ".join(self.variables[id(output)] for output in outputs)


def _base(layer: Any) -> str:
    """What a variable is called after: a name a person gave, or the class."""
    return registry.snake_case(_class_of(layer)) if is_automatic(layer) else layer.name


def _class_of(layer: Any) -> str:
    return layer.op if isinstance(layer, OpLayer) else type(layer).__name__


def _argument(value: Any, variables: dict[int, str]) -> str:
    if isinstance(value, KerasTensor):
        return variables[id(value)]
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_argument(v, variables) for v in value) + "]"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{quoted(k)}: {_argument(v, variables)}" for k, v in value.items())
            + "}"
        )
    return repr(value)


class _Names:
    """Valid, unused variable names."""

    def __init__(self) -> None:
        self.used = {"model", "keras", "layers", "np", "data", "history", *dir(builtins)}

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


# -- training --------------------------------------------------------------------


def _told_by_name(model: Any, with_data: bool) -> frozenset[str]:
    """Layers whose names the data or the compile settings use; they keep them."""
    ends = [model.input_names, model.output_names] if with_data else []
    names = {name for several in ends if len(several) > 1 for name in several}
    if not model.compiled:
        return frozenset(names)
    given = model._compile_arguments
    tables = (given[key] for key in ("loss", "loss_weights", "metrics", "weighted_metrics"))
    keys = (str(k) for table in tables if isinstance(table, dict) for k in table)
    return frozenset([*names, *keys])


def _compile(model: Any) -> str:
    given = model._compile_arguments
    arguments = [f"optimizer={literal(given['optimizer'])}"]
    for name in ("loss", "loss_weights", "metrics", "weighted_metrics"):
        if given[name] is not None:
            arguments.append(f"{name}={literal(_plain(given[name]))}")
    return call("model.compile", arguments)


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


@dataclass(frozen=True)
class _Data:
    """What the script trains on.

    Attributes:
        path: The ``.npz`` file.
        parts: "train", and "val" when there is one.
        weighted: Whether each sample has a weight.
    """

    path: str
    parts: tuple[str, ...]
    weighted: bool


def _data(model: Any, data: _Data) -> str:
    lines = [f"data = np.load({quoted(data.path)})"]
    for part in data.parts:
        prefix = "" if part == "train" else f"{part}_"
        for letter, names in (("x", model.input_names), ("y", model.output_keys)):
            lines.append(_read(f"{letter}_{part}", {n: f"{letter}_{prefix}{n}" for n in names}))
        if data.weighted:
            lines.append(_read(f"w_{part}", dict.fromkeys(model.output_keys, f"w_{part}")))
    return "\n".join(lines)


def _read(variable: str, arrays: dict[str, str]) -> str:
    """Read one array, or several into a dict by name."""
    reads = {name: f"data[{quoted(array)}]" for name, array in arrays.items()}
    if len(reads) == 1:
        return f"{variable} = {next(iter(reads.values()))}"
    return f"{variable} = " + wrapped("{", [f"{quoted(n)}: {r}" for n, r in reads.items()], "}")


def _fit(fit: dict[str, Any], callbacks: Sequence[Any], data: _Data) -> str:
    arguments = ["x_train", "y_train"]
    for name, value in fit.items():
        if value is not None:
            arguments.append(f"{name}={literal(value)}")
    if data.weighted:
        arguments.append("sample_weight=w_train")
    if "val" in data.parts:
        held = "x_val, y_val, w_val" if data.weighted else "x_val, y_val"
        arguments.append(f"validation_data=({held})")
    if callbacks:
        arguments.append("callbacks=" + listed([expression(c) for c in callbacks]))
    return "history = " + call("model.fit", arguments)
