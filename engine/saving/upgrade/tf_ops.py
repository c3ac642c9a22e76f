"""TensorFlow functions that stood in Keras 2 models as layers, as Keras 3's operations.

``a * 2 + tf.nn.relu(b)`` on symbolic tensors left layers of the classes below
in the file; each names a function, and its arguments stand in the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.saving.common.errors import LoadError

_CLASSES = ("TFOpLambda", "SlicingOpLambda")


@dataclass(frozen=True)
class Rule:
    """How a TensorFlow function is said today.

    Attributes:
        name: Class of the operation in Keras 3.
        tensors: Names of its tensor arguments beyond the first.
        settings: TensorFlow's argument -> the operation's; others are dropped.
        module: Where Keras keeps it.
        fixed: Settings that follow from the function itself.
    """

    name: str
    tensors: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    module: str = "numpy"
    fixed: tuple[tuple[str, Any], ...] = ()


_REDUCE = (("axis", "axis"), ("keepdims", "keepdims"), ("keep_dims", "keepdims"))


def _two(name: str) -> Rule:
    return Rule(name, tensors=("y",))


def _reduce(name: str) -> Rule:
    return Rule(name, settings=_REDUCE)


def _nn(name: str, *settings: tuple[str, str]) -> Rule:
    return Rule(name, settings=settings, module="nn")


#: By the function's last name, after "math.", "nn.", "linalg.", "compat.v1." are taken off.
RULES = {
    "add": _two("Add"),
    "__operators__.add": _two("Add"),
    "subtract": _two("Subtract"),
    "multiply": _two("Multiply"),
    "truediv": _two("TrueDivide"),
    "divide": _two("Divide"),
    "pow": _two("Power"),
    "maximum": _two("Maximum"),
    "minimum": _two("Minimum"),
    "greater": _two("Greater"),
    "greater_equal": _two("GreaterEqual"),
    "less": _two("Less"),
    "less_equal": _two("LessEqual"),
    "equal": _two("Equal"),
    "not_equal": _two("NotEqual"),
    "__operators__.eq": _two("Equal"),
    "__operators__.ne": _two("NotEqual"),
    "logical_and": _two("LogicalAnd"),
    "logical_or": _two("LogicalOr"),
    "logical_not": Rule("LogicalNot"),
    "floordiv": _two("FloorDivide"),
    "mod": _two("Mod"),
    "negative": Rule("Negative"),
    "abs": Rule("Absolute"),
    "sqrt": Rule("Sqrt"),
    "square": Rule("Square"),
    "exp": Rule("Exp"),
    "log": Rule("Log"),
    "log1p": Rule("Log1p"),
    "sin": Rule("Sin"),
    "cos": Rule("Cos"),
    "sign": Rule("Sign"),
    "floor": Rule("Floor"),
    "ceil": Rule("Ceil"),
    "round": Rule("Round"),
    "rsqrt": Rule("Rsqrt", module="math"),
    "erf": Rule("Erf", module="math"),
    "reduce_mean": _reduce("Mean"),
    "reduce_sum": _reduce("Sum"),
    "reduce_max": _reduce("Max"),
    "reduce_min": _reduce("Min"),
    "reduce_prod": _reduce("Prod"),
    "reduce_std": _reduce("Std"),
    "reduce_variance": _reduce("Var"),
    "argmax": Rule("Argmax", settings=(("axis", "axis"),)),
    "argmin": Rule("Argmin", settings=(("axis", "axis"),)),
    "reshape": Rule("Reshape", settings=(("shape", "newshape"),)),
    "transpose": Rule("Transpose", settings=(("perm", "axes"),)),
    "expand_dims": Rule("ExpandDims", settings=(("axis", "axis"),)),
    "squeeze": Rule("Squeeze", settings=(("axis", "axis"), ("squeeze_dims", "axis"))),
    "concat": Rule("Concatenate", settings=(("axis", "axis"),)),
    "stack": Rule("Stack", settings=(("axis", "axis"),)),
    "tile": Rule("Tile", settings=(("multiples", "repeats"),)),
    "repeat": Rule("Repeat", settings=(("repeats", "repeats"), ("axis", "axis"))),
    "matmul": Rule("Matmul", tensors=("b",)),
    "clip_by_value": Rule(
        "Clip", settings=(("clip_value_min", "x_min"), ("clip_value_max", "x_max"))
    ),
    "cast": Rule("Cast", settings=(("dtype", "dtype"),), module="core"),
    "stop_gradient": Rule("StopGradient", module="core"),
    "relu": _nn("Relu"),
    "relu6": _nn("Relu6"),
    "elu": _nn("Elu"),
    "selu": _nn("Selu"),
    "gelu": _nn("Gelu", ("approximate", "approximate")),
    "leaky_relu": _nn("LeakyRelu", ("alpha", "negative_slope")),
    "sigmoid": _nn("Sigmoid"),
    "tanh": Rule("Tanh"),
    "softplus": _nn("Softplus"),
    "softsign": _nn("Softsign"),
    "silu": _nn("Silu"),
    "swish": _nn("Silu"),
    "softmax": _nn("Softmax", ("axis", "axis")),
    "log_softmax": _nn("LogSoftmax", ("axis", "axis")),
    "one_hot": _nn("OneHot", ("depth", "num_classes"), ("axis", "axis")),
}
_PREFIXES = ("compat.v1.", "math.", "nn.", "linalg.", "keras.activations.", "keras.backend.")
#: tf.nn.leaky_relu and tf.nn.gelu have other defaults than Keras's functions.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "leaky_relu": {"negative_slope": 0.2},
    "gelu": {"approximate": False},
}


def is_operation(class_name: str) -> bool:
    """Whether a class stands for a TensorFlow function."""
    return class_name in _CLASSES


def operation(entry: dict[str, Any], calls: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the entry of a TensorFlow function as an operation of Keras 3.

    Args:
        entry: The layer's entry; its ``config`` names the function.
        calls: Its calls in the present form, arguments still under TensorFlow's names.

    Raises:
        LoadError: naming a function that has no counterpart here.
    """
    config, label = entry["config"], entry["name"]
    function = str(config.get("function", ""))
    if entry["class_name"] == "SlicingOpLambda":
        return _slicing(label, calls)
    name = function
    while any(name.startswith(prefix) for prefix in _PREFIXES):
        name = name.removeprefix(next(p for p in _PREFIXES if name.startswith(p)))
    rule = RULES.get(name)
    if rule is None:
        raise LoadError(
            f"'{label}' calls the TensorFlow function {function!r}, which this program does not "
            "know. Replace it in the original by a Keras layer, then save the model again."
        )
    settings: dict[str, Any] = {**_DEFAULTS.get(name, {}), **dict(rule.fixed)}
    made = [_call(rule, call, settings) for call in calls]
    return {
        "module": f"keras.src.ops.{rule.module}",
        "class_name": rule.name,
        "config": {"name": label, **settings},
        "registered_name": rule.name,
        "name": label,
        "inbound_nodes": made,
    }


def _call(rule: Rule, call: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """Sort a call's arguments into tensors and settings."""
    given = dict(call["kwargs"])
    _require_plain(rule, given)
    args = list(call["args"]) + [given.pop(name) for name in rule.tensors if name in given]
    for theirs, ours in rule.settings:
        if theirs in given:
            settings[ours] = given.pop(theirs)
    return {"args": args, "kwargs": {}}


def _require_plain(rule: Rule, given: dict[str, Any]) -> None:
    """Refuse what has no counterpart instead of forgetting it."""
    for key in ("transpose_a", "transpose_b", "adjoint_a", "adjoint_b", "conjugate"):
        if given.pop(key, False):
            raise LoadError(
                f"A TensorFlow function that became the operation {rule.name} is called with "
                f"{key}=True, which has no counterpart. Turn the tensor in the original with a "
                "Permute layer, then save the model again."
            )


def _slicing(label: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
    made = [
        {"args": [call["args"][0], _key(call["kwargs"].get("slice_spec"))], "kwargs": {}}
        for call in calls
    ]
    return {
        "module": "keras.src.ops.numpy",
        "class_name": "GetItem",
        "config": {"name": label},
        "registered_name": "GetItem",
        "name": label,
        "inbound_nodes": made,
    }


def _key(spec: Any) -> Any:
    """An index as Keras 3 writes it: slices as objects, in a list when there are several."""
    if isinstance(spec, list):
        return [_key(item) for item in spec]
    if isinstance(spec, dict) and {"start", "stop", "step"} <= set(spec):
        return {"class_name": "__slice__", "config": spec}
    if spec == "...":
        return {"class_name": "__ellipsis__", "config": {}}
    return spec
