"""The ONNX graph while it is written: nodes, weights and their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

from engine.op import Operand
from engine.tensor import Variable


class Unsupported(ValueError):
    """An op that has no counterpart in ONNX; the message says why."""


def element_type(dtype: str) -> int:
    """Return ONNX's number for a dtype."""
    return helper.np_dtype_to_tensor_dtype(np.dtype(dtype))


class Writer:
    """Takes nodes one after the other.

    Attributes:
        nodes: What was written so far.
        constants: Arrays by name; those that nothing uses are left out in the end.
        layer: The layer whose ops are being written; names begin with it.
        model: Name of the model, which is left out of its layers' names.
        batch_of: An input, whose first size is the number of samples.
    """

    def __init__(self, inputs: Sequence[str], model: str) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, np.ndarray] = {}
        self.layer = ""
        self.model = model
        self.batch_of = inputs[0]
        #: Values whose first axis was several ones: where their sizes are read, and which.
        self.merged: dict[str, tuple[str, tuple[Any, ...]]] = {}
        #: Where rows were merged into samples and not yet taken apart: the layer, the value.
        self.rows: list[tuple[str, str]] = []
        self._used = set(inputs)
        self._values: dict[int, str] = {}
        self._kept: list[Any] = []  # ids stay theirs as long as the objects live
        self._transposed: dict[tuple[str, tuple[int, ...]], str] = {}
        self._source: dict[str, tuple[str, tuple[int, ...]]] = {}

    # -- names -------------------------------------------------------------------

    def name(self, wanted: str) -> str:
        """Return a name that is not taken yet."""
        found, number = wanted, 1
        while found in self._used:
            number += 1
            found = f"{wanted}_{number}"
        self._used.add(found)
        return found

    def bind(self, operand: Any, name: str) -> None:
        """Say where a tensor of the trace is found."""
        self._values[id(operand)] = name
        self._kept.append(operand)

    def value(self, operand: Operand) -> str:
        """Return the name of a tensor, a weight or a constant."""
        known = self._values.get(id(operand))
        if known is None:
            known = self.constant(np.asarray(operand.value), self._label(operand))
            self.bind(operand, known)
        return known

    def _label(self, operand: Operand) -> str:
        if isinstance(operand, Variable):
            return self.inside(operand.path)
        return f"{self.layer}/constant"

    def inside(self, path: str) -> str:
        """Return the path of a layer or weight inside the model."""
        return path.removeprefix(f"{self.model}/")

    # -- constants ---------------------------------------------------------------

    def constant(self, array: Any, label: str = "") -> str:
        """Add an array and return its name."""
        name = self.name(label or f"{self.layer}/constant")
        self.constants[name] = np.ascontiguousarray(array).reshape(np.shape(array))
        return name

    def whole(self, *numbers: int) -> str:
        """Add a row of whole numbers (axes, sizes) and return its name."""
        return self.constant(np.asarray(numbers, np.int64), f"{self.layer}/numbers")

    def scalar(self, value: Any, dtype: str) -> str:
        """Add one number and return its name."""
        return self.constant(np.asarray(value, dtype), f"{self.layer}/number")

    def array(self, name: str) -> np.ndarray | None:
        """Return the values behind a name, None when they are computed later."""
        return self.constants.get(name)

    # -- nodes -------------------------------------------------------------------

    def op(self, kind: str, *inputs: str, **attrs: Any) -> str:
        """Add a node with one output and return the output's name."""
        return self.ops(kind, 1, *inputs, **attrs)[0]

    def ops(self, kind: str, count: int, *inputs: str, **attrs: Any) -> list[str]:
        """Add a node with several outputs and return their names."""
        base = f"{self.layer}/{kind}"
        outputs = [self.name(base) for _ in range(count)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], **attrs))
        return outputs

    def transpose(self, name: str, order: Sequence[int]) -> str:
        """Bring axes into another order; two transposes become one or none."""
        source, first = self._source.get(name, (name, tuple(range(len(order)))))
        whole = tuple(first[i] for i in order)
        if whole == tuple(range(len(whole))):
            return source
        key = (source, whole)
        if key not in self._transposed:
            array = self.array(source)
            if array is not None:
                made = self.constant(array.transpose(whole), f"{source}_transposed")
            else:
                made = self.op("Transpose", source, perm=list(whole))
                self._source[made] = key
            self._transposed[key] = made
        return self._transposed[key]

    def reshape(self, name: str, *sizes: int) -> str:
        """Give a value another shape; at most one size is -1, 0 keeps the one in its place."""
        array = self.array(name)
        if array is not None and 0 not in sizes:
            return self.constant(array.reshape(sizes), f"{name}_reshaped")
        return self.op("Reshape", name, self.whole(*sizes))

    def squeeze(self, name: str, *axes: int) -> str:
        return self.op("Squeeze", name, self.whole(*axes))

    def unsqueeze(self, name: str, *axes: int) -> str:
        return self.op("Unsqueeze", name, self.whole(*axes))

    def sizes(self, parts: Sequence[Any]) -> str:
        """Make a shape of numbers and of (name, axis) pairs that are read when it runs."""
        if not any(isinstance(p, tuple) for p in parts):
            return self.whole(*parts)
        rows = [
            self.op("Shape", p[0], start=p[1], end=p[1] + 1)
            if isinstance(p, tuple)
            else self.whole(p)
            for p in parts
        ]
        return self.op("Concat", *rows, axis=0) if len(rows) > 1 else rows[0]

    def samples(self) -> str:
        """Return a value whose first size is the number of samples the layer works on."""
        if self.rows and self.layer.startswith(self.rows[-1][0]):
            return self.rows[-1][1]
        return self.batch_of

    def initializers(self) -> list[TensorProto]:
        """Return the constants that nodes use."""
        wanted = {i for node in self.nodes for i in node.input}
        for node in self.nodes:
            for attribute in node.attribute:
                wanted.update(i for inner in attribute.g.node for i in inner.input)
        return [numpy_helper.from_array(a, n) for n, a in self.constants.items() if n in wanted]
