"""The kinds of values a parameter takes: how each validates, explains itself and is stored.

Every kind offers

* ``validate(value)``: the normalised value, or ValueError;
* ``describe()``: what is expected, fitting after "must be";
* ``to_config(value)``: the JSON-able form;
* ``bad_values()``: values it must refuse, for generated tests;
* ``start()``: a value near where people start, for forms and new layers.

Forms choose an editor by the kind's class.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np


class Kind:
    """Any value; base of the kinds."""

    def validate(self, value: Any) -> Any:
        return value

    def describe(self) -> str:
        return "a value"

    def to_config(self, value: Any) -> Any:
        return value

    def start(self) -> Any:
        return None

    def bad_values(self) -> list[Any]:
        return []


class Int(Kind):
    """A whole number within [low, high]."""

    def __init__(self, low: int | None = None, high: int | None = None) -> None:
        self.low = low
        self.high = high

    def validate(self, value: Any) -> int:
        if isinstance(value, (bool, np.bool_)):
            raise ValueError
        if isinstance(value, np.ndarray) and not value.ndim:
            value = value[()]
        if isinstance(value, (float, np.floating)) and float(value).is_integer():
            value = int(value)
        if not isinstance(value, (int, np.integer)):
            raise ValueError
        value = int(value)
        if (self.low is not None and value < self.low) or (
            self.high is not None and value > self.high
        ):
            raise ValueError
        return value

    def start(self) -> int:
        value = self.low if self.low is not None else 0
        return min(value, self.high) if self.high is not None else value

    def describe(self) -> str:
        return "a whole number" + _range(self.low, self.high)

    def bad_values(self) -> list[Any]:
        bad: list[Any] = ["three", 1.5, True]
        if self.low is not None:
            bad.append(self.low - 1)
        if self.high is not None:
            bad.append(self.high + 1)
        return bad


class Float(Kind):
    """A finite number within [low, high]; ``open_low``/``open_high`` exclude the bound."""

    def __init__(
        self,
        low: float | None = None,
        high: float | None = None,
        *,
        open_low: bool = False,
        open_high: bool = False,
        step: float | None = None,
    ) -> None:
        self.low = low
        self.high = high
        self.open_low = open_low
        self.open_high = open_high
        self.step = step

    def validate(self, value: Any) -> float:
        if isinstance(value, (bool, np.bool_)) or not isinstance(
            value, (int, float, np.integer, np.floating)
        ):
            raise ValueError
        value = float(value)
        if not math.isfinite(value):
            raise ValueError
        if self.low is not None and (value < self.low or (self.open_low and value == self.low)):
            raise ValueError
        if self.high is not None and (value > self.high or (self.open_high and value == self.high)):
            raise ValueError
        return value

    def start(self) -> float:
        for value in (0.1, 0.0, 0.5, 1.0, self.low, self.high):
            try:
                return self.validate(value)
            except ValueError:
                continue
        return (self.low or 0.0) + (self.step or 1.0)

    def describe(self) -> str:
        low = (
            None
            if self.low is None
            else f"{'above ' if self.open_low else 'at least '}{self.low:g}"
        )
        high = (
            None
            if self.high is None
            else f"{'below ' if self.open_high else 'at most '}{self.high:g}"
        )
        bounds = " and ".join(b for b in (low, high) if b)
        return "a number" + (f" {bounds}" if bounds else "")

    def bad_values(self) -> list[Any]:
        bad: list[Any] = ["x", float("nan"), True]
        if self.low is not None:
            bad.append(self.low if self.open_low else self.low - 1)
        if self.high is not None:
            bad.append(self.high if self.open_high else self.high + 1)
        return bad


class Bool(Kind):
    """True or false."""

    def validate(self, value: Any) -> bool:
        if isinstance(value, (bool, np.bool_)) or (isinstance(value, int) and value in (0, 1)):
            return bool(value)
        raise ValueError

    def start(self) -> bool:
        return False

    def describe(self) -> str:
        return "True or False"

    def bad_values(self) -> list[Any]:
        return ["yes", 2, None]


class Text(Kind):
    """A string; ``allow_empty=False`` refuses the empty one."""

    def __init__(self, *, allow_empty: bool = True) -> None:
        self.allow_empty = allow_empty

    def validate(self, value: Any) -> str:
        if not isinstance(value, str) or (not value and not self.allow_empty):
            raise ValueError
        return value

    def start(self) -> str:
        return "" if self.allow_empty else "name"

    def describe(self) -> str:
        return "a text" if self.allow_empty else "a text that is not empty"

    def bad_values(self) -> list[Any]:
        return [3, *([] if self.allow_empty else [""])]


class PathText(Text):
    """A file path (a form offers a file dialog)."""

    def validate(self, value: Any) -> str:
        return super().validate(str(value) if hasattr(value, "__fspath__") else value)

    def describe(self) -> str:
        return "a file path"


class Choice(Kind):
    """One of a few named values."""

    def __init__(self, *options: Any) -> None:
        self.options = options

    def validate(self, value: Any) -> Any:
        for option in self.options:
            if isinstance(value, str) and isinstance(option, str):
                if value.lower() == option.lower():
                    return option
            elif value is option or (value == option and type(value) is type(option)):
                return option
        raise ValueError

    def start(self) -> Any:
        return self.options[0]

    def describe(self) -> str:
        return "one of " + ", ".join(repr(o) for o in self.options)

    def bad_values(self) -> list[Any]:
        return ["no such choice", 17]


class IntTuple(Kind):
    """``rank`` whole numbers; one number stands for all of them."""

    def __init__(self, rank: int, low: int = 1) -> None:
        self.rank = rank
        self.low = low

    def validate(self, value: Any) -> tuple[int, ...]:
        number = Int(low=self.low)
        if isinstance(value, Sequence) and not isinstance(value, str):
            if len(value) != self.rank:
                raise ValueError
            return tuple(number.validate(v) for v in value)
        return (number.validate(value),) * self.rank

    def start(self) -> tuple[int, ...]:
        return (self.low,) * self.rank

    def describe(self) -> str:
        each = f"at least {self.low}"
        if self.rank == 1:
            return f"a whole number, {each}"
        return f"a whole number or {self.rank} whole numbers, each {each}"

    def to_config(self, value: Any) -> Any:
        return list(value)

    def numbers(self, value: Any) -> list[int]:
        """Return a validated value's numbers in one list, as an editor shows them."""
        return list(value)

    def bad_values(self) -> list[Any]:
        return [self.low - 1, (2,) * (self.rank + 1), "x", 1.5]


class IntPairs(IntTuple):
    """Two whole numbers for each of some axes, one for either end.

    One number stands for all, one for each axis for both its ends; the numbers
    may also come in one list.
    """

    def __init__(self, axes: int, low: int = 0) -> None:
        super().__init__(2 * axes, low)
        self.axes = axes

    def validate(self, value: Any) -> Any:
        number, pair = Int(low=self.low), IntTuple(2, self.low)
        if not isinstance(value, Sequence) or isinstance(value, str):
            return (pair.validate(value),) * self.axes
        if len(value) == self.axes:
            return tuple(pair.validate(v) for v in value)
        if len(value) != self.rank:
            raise ValueError
        flat = [number.validate(v) for v in value]
        return tuple(zip(flat[::2], flat[1::2], strict=True))

    def describe(self) -> str:
        return (
            f"a whole number, {self.axes} whole numbers or {self.axes} pairs of them, "
            f"each at least {self.low}"
        )

    def to_config(self, value: Any) -> Any:
        return [list(pair) for pair in value]

    def numbers(self, value: Any) -> list[int]:
        return [number for pair in self.validate(value) for number in pair]


class Shape(Kind):
    """Sizes without the batch; None (or -1 where ``allow_minus_one``) leaves one open."""

    def __init__(self, *, allow_none: bool = True, allow_minus_one: bool = False) -> None:
        self.allow_none = allow_none
        self.allow_minus_one = allow_minus_one

    def validate(self, value: Any) -> tuple[int | None, ...]:
        if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
            value = (value,)
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise ValueError
        result: list[int | None] = []
        for size in value:
            if size is None and self.allow_none:
                result.append(None)
            elif self.allow_minus_one and size == -1 and -1 not in result:
                result.append(-1)
            else:
                result.append(Int(low=1).validate(size))
        return tuple(result)

    def start(self) -> tuple[int, ...]:
        return (1,)

    def describe(self) -> str:
        text = "a tuple of sizes, each at least 1"
        if self.allow_none:
            text += " or None for an open size"
        if self.allow_minus_one:
            text += "; one may be -1"
        return text

    def to_config(self, value: Any) -> Any:
        return list(value)

    def bad_values(self) -> list[Any]:
        return ["28x28", (0,), (2.5,)]


class IntList(Kind):
    """A list of whole numbers of any length; a single number stands for a list of one
    where ``single`` is set (as for axes)."""

    def __init__(self, *, single: bool = False, low: int | None = None) -> None:
        self.single = single
        self.low = low

    def validate(self, value: Any) -> Any:
        number = Int(low=self.low)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return tuple(number.validate(v) for v in value)
        if self.single:
            return number.validate(value)
        raise ValueError

    def start(self) -> Any:
        return (self.low if self.low is not None else 0,)

    def describe(self) -> str:
        return ("a whole number or " if self.single else "") + "a list of whole numbers"

    def to_config(self, value: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value

    def bad_values(self) -> list[Any]:
        return ["x", 1.5]


class FloatList(Kind):
    """A list of numbers, each within the bounds of another kind."""

    def __init__(self, each: Float | None = None) -> None:
        self.each = each or Float()

    def validate(self, value: Any) -> tuple[float, ...]:
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise ValueError
        return tuple(self.each.validate(v) for v in value)

    def describe(self) -> str:
        return f"a list of numbers, each {self.each.describe()}"

    def to_config(self, value: Any) -> Any:
        return list(value)

    def start(self) -> tuple[float, ...]:
        return (self.each.start(),)

    def bad_values(self) -> list[Any]:
        return ["x", 1.5, ["x"]]


class Optional(Kind):
    """Another kind, or None."""

    def __init__(self, kind: Kind, none_label: str = "none") -> None:
        self.kind = kind
        self.none_label = none_label

    def validate(self, value: Any) -> Any:
        return None if value is None else self.kind.validate(value)

    def describe(self) -> str:
        return self.kind.describe() + " or None"

    def to_config(self, value: Any) -> Any:
        return None if value is None else self.kind.to_config(value)

    def bad_values(self) -> list[Any]:
        return [v for v in self.kind.bad_values() if v is not None]


class Either(Kind):
    """The first of several kinds that accepts the value."""

    def __init__(self, *kinds: Kind) -> None:
        self.kinds = kinds

    def _match(self, value: Any) -> tuple[Kind, Any]:
        for kind in self.kinds:
            try:
                return kind, kind.validate(value)
            except (ValueError, TypeError):
                continue
        raise ValueError

    def validate(self, value: Any) -> Any:
        return self._match(value)[1]

    def start(self) -> Any:
        return self.kinds[0].start()

    def describe(self) -> str:
        return " or ".join(k.describe() for k in self.kinds)

    def to_config(self, value: Any) -> Any:
        return self._match(value)[0].to_config(value)


class Object(Kind):
    """Something from the registry, by name, config dict, class or object.

    Args:
        category: Registry category: "initializer", "regularizer", "constraint",
            "activation", "layer", "optimizer", "loss", "metric", "schedule".
    """

    def __init__(self, category: str) -> None:
        self.category = category

    def validate(self, value: Any) -> Any:
        from engine import registry  # the registry's entries are made of params

        if value is None:
            raise ValueError
        return registry.get(self.category, value)

    def start(self) -> Any:
        """The first entry offered, with starting values of its own where it needs some."""
        from engine import registry

        shown = [e for e in registry.entries(self.category) if not e.hidden]
        if not shown:
            return None
        params = getattr(shown[0].target, "params", {}).values()
        needed = {p.name: p.kind.start() for p in params if p.required}
        name = shown[0].name
        return {"class_name": name, "config": needed} if needed else registry.snake_case(name)

    def describe(self) -> str:
        article = "an" if self.category[0] in "aeiou" else "a"
        return f"{article} {self.category} (its name, its configuration or the object)"

    def to_config(self, value: Any) -> Any:
        from engine import registry

        return registry.serialize(value)

    def bad_values(self) -> list[Any]:
        return ["no_such_name", 7]


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {low} to {high}"
    if low is not None:
        return f", at least {low}"
    if high is not None:
        return f", at most {high}"
    return ""
