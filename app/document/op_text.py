"""What an operation between layers computes, as people write it: "× 2", "[:, 0]"."""

from __future__ import annotations

from typing import Any

_SIGNS = {
    "add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "true_divide": "÷",
    "floor_divide": "//", "mod": "mod", "power": "^", "matmul": "@", "maximum": "max",
    "minimum": "min", "equal": "=", "not_equal": "≠", "less": "<", "less_equal": "≤",
    "greater": ">", "greater_equal": "≥",
}  # fmt: skip
_SHORT = {"concatenate": "concat", "negative": "−", "absolute": "|x|", "square": "x²", "sqrt": "√"}
#: Longest list of numbers that is written out.
_MOST = 4


def op_text(params: dict[str, Any]) -> str:
    """The operation with its constant, if it has one."""
    op, arguments = str(params.get("op", "?")), params.get("arguments")
    arguments = arguments if isinstance(arguments, dict) else {}
    if op == "get_item":
        return f"[{_key(arguments.get('key'))}]"
    sign = _SIGNS.get(op)
    if sign is not None:
        return _between(sign, [arguments.get(name) for name in ("x1", "x2")])
    return _SHORT.get(op, op)


def op_call(params: dict[str, Any]) -> str:
    """The operation in Keras's name, with what it is given besides its inputs."""
    op, text = str(params.get("op", "?")), op_text(params)
    shown = op_detail(params) or (text if text not in (op, _SHORT.get(op), _SIGNS.get(op)) else "")
    return f"keras.ops.{op} · {shown}" if shown else f"keras.ops.{op}"


def op_detail(params: dict[str, Any]) -> str:
    """The arguments that are no inputs: "axis 1", "2×2"."""
    op, arguments = params.get("op"), params.get("arguments")
    if op == "get_item" or op in _SIGNS or not isinstance(arguments, dict):
        return ""
    parts = []
    for name, value in arguments.items():
        if _has_input(value) or value is None or isinstance(value, bool):
            continue
        text = "×".join(map(_number, value)) if isinstance(value, list) else _number(value)
        parts.append(text if name in ("newshape", "shape", "axes", "dtype") else f"{name} {text}")
    return " · ".join(parts)


def _between(sign: str, sides: list[Any]) -> str:
    """The sign, with the number at its side; a sum of two inputs is the sign alone."""
    left, right = (None if _has_input(side) else _constant(side) for side in sides)
    if right:
        return f"{sign} {right}"
    return f"{left} {sign}" if left else sign


def _has_input(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_input, value))
    if not isinstance(value, dict):
        return False
    return value.get("class_name") == "__input__" or any(map(_has_input, value.values()))


def _constant(value: Any) -> str:
    if isinstance(value, dict):
        config = value.get("config")
        value = config.get("value") if isinstance(config, dict) else None
    if isinstance(value, list):
        flat = all(not isinstance(each, list) for each in value) and len(value) <= _MOST
        return f"[{', '.join(map(_number, value))}]" if flat else "[…]"
    return "" if value is None else _number(value)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _key(key: Any) -> str:
    return ", ".join(map(_part, key)) if isinstance(key, list) else _part(key)


def _part(part: Any) -> str:
    """One place in square brackets."""
    if part is None:
        return "None"
    if not isinstance(part, dict):
        return _number(part)
    if part.get("class_name") == "__ellipsis__":
        return "…"
    config = part.get("config")
    if part.get("class_name") != "__slice__" or not isinstance(config, dict):
        return "…"
    start, stop, step = (config.get(name) for name in ("start", "stop", "step"))
    text = f"{'' if start is None else start}:{'' if stop is None else stop}"
    return text if step is None else f"{text}:{step}"
