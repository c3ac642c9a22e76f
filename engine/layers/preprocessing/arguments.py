"""Kinds of arguments that only preprocessing layers have."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kinds import Choice, Either, Float, Int, Kind, Optional, Text
from engine.param import param
from engine.random import Seed


class Numbers(Text):
    """Numbers in a list, nested where there are several axes; a text "0.1, 0.2" is read too."""

    def __init__(
        self, count: int | None = None, low: float | None = None, high: float | None = None
    ) -> None:
        super().__init__()
        self.count = count
        self.low = low
        self.high = high

    def validate(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [float(part) for part in value.strip().strip("[]()").split(",")]
        if isinstance(value, dict) and value.get("class_name") == "__numpy__":
            value = value["config"]["value"]  # Keras's form of an array in a file
        array = np.asarray(value)
        if array.ndim == 0 or array.size == 0 or array.dtype.kind not in "iuf":
            raise ValueError
        if not np.isfinite(array).all():
            raise ValueError
        if self.count is not None and array.shape != (self.count,):
            raise ValueError
        if self.low is not None and array.min() < self.low:
            raise ValueError
        if self.high is not None and array.max() > self.high:
            raise ValueError
        return array.tolist()

    def describe(self) -> str:
        text = "numbers in a list" if self.count is None else f"{self.count} numbers in a list"
        if self.low is not None and self.high is not None:
            text += f", each from {self.low:g} to {self.high:g}"
        return text

    def bad_values(self) -> list[Any]:
        return ["x", [], [float("nan")], ["a"]]


class Increasing(Numbers):
    """Numbers in a list, each greater than the one before."""

    def validate(self, value: Any) -> Any:
        numbers = super().validate(value)
        if np.ndim(numbers) != 1 or any(a >= b for a, b in zip(numbers, numbers[1:], strict=False)):
            raise ValueError("Each number must be greater than the one before.")
        return numbers

    def describe(self) -> str:
        return "increasing numbers in a list"

    def bad_values(self) -> list[Any]:
        return [*super().bad_values(), [2.0, 1.0]]


class Span(Either):
    """How far random numbers go: one number, or the two bounds. Files hold the bounds.

    Args:
        low, high: What the numbers must lie between.
        smallest: Where a single number's span begins: "opposite" (its negative, but not
            below ``low``) or a number.
        one: The kind of a number, a Float by default.
    """

    def __init__(
        self, low: float, high: float, smallest: Any = "opposite", one: Kind | None = None
    ) -> None:
        super().__init__(one or Float(low, high, step=0.05), Numbers(2, low, high))
        self.low = low
        self.smallest = smallest

    def bounds(self, value: Any) -> tuple[Any, Any]:
        """The smallest and the largest number that a value stands for."""
        if isinstance(value, (list, tuple)):
            first, last = sorted(value)
            return first, last
        if self.smallest != "opposite":
            return self.smallest, value
        return max(-abs(value), self.low), abs(value)

    def to_config(self, value: Any) -> Any:
        return list(self.bounds(value))


def factor(doc: str, default: Any = ..., low: float = -1.0, high: float = 1.0) -> Any:
    """Declare how far random numbers go: one number for both directions, or two bounds."""
    kind = Span(low, high)
    return param(kind, doc=doc) if default is ... else param(kind, default, doc=doc)


def raw_factor(doc: str, low: float = -1.0) -> Any:
    """The same, written to files as it was given."""
    return param(Either(Float(low, 1.0, step=0.05), Numbers(2, low, 1.0)), doc=doc)


def bounds(value: Any, low: float = -1.0) -> tuple[float, float]:
    """The smallest and the largest number that a factor stands for."""
    return Span(low, 1.0).bounds(value)


def seed_param() -> Any:
    return param(Seed(), None, advanced=True, doc="Makes the changes repeatable.")


class Salt(Kind):
    """A whole number, or two: the key of a hash that others cannot foresee."""

    def validate(self, value: Any) -> list[int]:
        number = Int()
        if isinstance(value, (list, tuple)):
            if len(value) != 2:
                raise ValueError
            return [number.validate(v) for v in value]
        return [number.validate(value)] * 2

    def describe(self) -> str:
        return "a whole number or two of them"

    def bad_values(self) -> list[Any]:
        return ["x", [1], 1.5]


def salt_param() -> Any:
    return param(
        Optional(Salt()),
        None,
        advanced=True,
        hidden=True,
        doc="A key for the hash; with it others cannot foresee who shares a number.",
    )


def fill_mode_param() -> Any:
    return param(
        Choice("reflect", "wrap", "constant", "nearest"),
        "reflect",
        advanced=True,
        doc="What is seen outside of the image: its mirror image, its repetition, one value or "
        "its nearest pixel.",
    )


def fill_value_param() -> Any:
    return param(
        Float(), 0.0, advanced=True, doc="The value outside of the image for fill mode constant."
    )


def interpolation_param() -> Any:
    return param(
        Choice("bilinear", "nearest"),
        "bilinear",
        advanced=True,
        doc="How pixels between pixels are read: mixed, or the nearest one.",
    )


def value_range_param() -> Any:
    return param(
        Numbers(2), (0, 255), doc="Darkest and brightest value of a pixel; the result stays there."
    )
