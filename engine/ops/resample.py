"""Linear maps along one axis: repeating, mirroring, interpolating, means of neighbours.

All of them are one op with a rule that says which cells make an output cell and
with what weights. The gradient is the same op with the weights read the other way.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from engine.kernels import resample as kernels
from engine.op import Call, Node, Op, apply, elements
from engine.tensor import Size, Spec, Tensor, as_operand


class Terms(NamedTuple):
    """Output cell, input cell and weight of every term, in the order of output cells."""

    rows: np.ndarray
    columns: np.ndarray
    weights: np.ndarray


class Rule:
    """Which input cells an output cell is made of."""

    def size(self, size: Size) -> Size:
        """Length of the output for an input's length, None when it is open."""
        raise NotImplementedError

    def terms(self, size: int) -> Terms:
        """The terms for an input of a length."""
        raise NotImplementedError


def _picked(columns: np.ndarray) -> Terms:
    """Every output cell is one input cell."""
    return Terms(np.arange(columns.size), columns, np.ones(columns.size))


def _matrix(weights: np.ndarray) -> Terms:
    """Terms of a matrix (outputs, inputs)."""
    rows, columns = np.nonzero(weights)
    return Terms(rows, columns, weights[rows, columns])


@dataclass(frozen=True)
class Repeat(Rule):
    """Each cell a number of times."""

    times: int

    def size(self, size: Size) -> Size:
        return None if size is None else size * self.times

    def terms(self, size: int) -> Terms:
        return _picked(np.repeat(np.arange(size), self.times))


@dataclass(frozen=True)
class RepeatEach(Rule):
    """Each cell a number of times of its own."""

    times: tuple[int, ...]

    def size(self, size: Size) -> Size:
        if size is not None and size != len(self.times):
            raise ValueError(f"{len(self.times)} repeats do not fit an axis of size {size}.")
        return sum(self.times)

    def terms(self, size: int) -> Terms:
        return _picked(np.repeat(np.arange(size), self.times))


@dataclass(frozen=True)
class Extend(Rule):
    """Cells added on both sides, copied from inside as ``numpy.pad`` does in a mode."""

    before: int
    after: int
    mode: str

    def size(self, size: Size) -> Size:
        return None if size is None else size + self.before + self.after

    def terms(self, size: int) -> Terms:
        cells: Any = np.arange(size)
        return _picked(np.pad(cells, (self.before, self.after), mode=self.mode))  # type: ignore[call-overload]


def _window(cell: int, size: int, outputs: int) -> tuple[int, int]:
    """First cell and end of an adaptive pooling's window."""
    return cell * size // outputs, -(-(cell + 1) * size // outputs)


@dataclass(frozen=True)
class AdaptiveMean(Rule):
    """The means of a number of windows that cover the axis evenly."""

    outputs: int

    def size(self, size: Size) -> Size:
        return self.outputs

    def terms(self, size: int) -> Terms:
        weights = np.zeros((self.outputs, size))
        for cell in range(self.outputs):
            first, end = _window(cell, size, self.outputs)
            weights[cell, first:end] = 1 / (end - first)
        return _matrix(weights)


@dataclass(frozen=True)
class AdaptiveCells(Rule):
    """The same windows side by side, filled up to one length with their last cells."""

    outputs: int

    def longest(self, size: Size) -> int:
        """Length of a window after filling up (1 for an open size).

        Worked out, not counted: shapes are inferred for any number of windows.
        Windows start at fractions of 1 / outputs in steps of the greatest common
        divisor; the longest one begins just below a whole cell.
        """
        if size is None:
            return 1
        whole, rest = divmod(size, self.outputs)
        if rest == 0:
            return whole
        return whole + (2 if rest > math.gcd(size, self.outputs) else 1)

    def size(self, size: Size) -> Size:
        return self.outputs * self.longest(size)

    def terms(self, size: int) -> Terms:
        steps = np.arange(self.longest(size))
        spans = (_window(i, size, self.outputs) for i in range(self.outputs))
        return _picked(np.concatenate([np.minimum(first + steps, end - 1) for first, end in spans]))


def _triangle(x: np.ndarray) -> np.ndarray:
    return np.maximum(0, 1 - x)


def _cubic(x: np.ndarray) -> np.ndarray:
    """Keys's cubic convolution with a = -1/2."""
    near = 1 + x * x * (1.5 * x - 2.5)
    far = 2 + x * (-4 + x * (2.5 - 0.5 * x))
    return np.where(x < 1, near, np.where(x < 2, far, 0))


def _lanczos(radius: int, x: np.ndarray) -> np.ndarray:
    return np.where(x < radius, np.sinc(x) * np.sinc(x / radius), 0)


#: Weight of a cell by its distance from where a sample is taken.
WEIGHTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "bilinear": _triangle,
    "bicubic": _cubic,
    "lanczos3": functools.partial(_lanczos, 3),
    "lanczos5": functools.partial(_lanczos, 5),
}


@dataclass(frozen=True)
class Interpolate(Rule):
    """Samples at evenly spaced places between the cells' centres.

    Half-pixel centres, as TensorFlow 2 and Keras 3: sample i of m over n cells is
    taken at (i + 1/2) * n / m - 1/2. Weights of cells beyond the border are
    shared among the others. With ``antialias`` the filter grows as the axis shrinks.

    ``outputs`` is the new length, ``factor`` how many times longer it is; one of
    the two is given.
    """

    method: str
    outputs: int | None = None
    factor: int | None = None
    antialias: bool = False

    def size(self, size: Size) -> Size:
        if self.outputs is not None:
            return self.outputs
        return None if size is None else size * self.factor

    def terms(self, size: int) -> Terms:
        outputs = int(self.size(size))
        if self.method == "nearest":
            centres = (np.arange(outputs) + 0.5) * (size / outputs)
            return _picked(np.minimum(np.floor(centres).astype(np.intp), size - 1))
        moved = Moved(self.method, outputs, outputs / size, 0.0, self.antialias)
        return moved.terms(size)


@dataclass(frozen=True)
class Moved(Rule):
    """Samples of a picture that is scaled, then moved by a number of new cells.

    New cell i shows the old place (i + 1/2 - translation) / scale - 1/2; what lies
    outside the old cells is 0.
    """

    method: str
    outputs: int
    scale: float
    translation: float
    antialias: bool

    def size(self, size: Size) -> Size:
        return self.outputs

    def terms(self, size: int) -> Terms:
        places = (np.arange(self.outputs) + 0.5 - self.translation) / self.scale - 0.5
        wider = max(1 / self.scale, 1.0) if self.antialias else 1.0
        weights = WEIGHTS[self.method](np.abs(places[:, None] - np.arange(size)) / wider)
        sums = weights.sum(axis=1, keepdims=True)
        nothing = np.abs(sums) <= 1000 * np.finfo(np.float32).eps
        outside = (places < -0.5) | (places > size - 0.5)
        weights = np.where(nothing | outside[:, None], 0.0, weights / np.where(nothing, 1.0, sums))
        return _matrix(weights)


class Compressed(NamedTuple):
    """The terms of a rule by output cell, as the kernel takes them."""

    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray

    @property
    def copies(self) -> bool:
        """Whether every output cell is one input cell."""
        each_one = np.array_equal(self.starts, np.arange(self.starts.size))
        return each_one and bool((self.weights == 1).all())


@functools.lru_cache(maxsize=256)
def _compressed(rule: Rule, size: int, backwards: bool) -> Compressed:
    rows, columns, weights = rule.terms(size)
    outputs = int(rule.size(size))
    if backwards:
        order = np.argsort(columns, kind="stable")
        rows, columns, weights = columns[order], rows[order], weights[order]
        outputs = size
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=outputs))])
    return Compressed(starts.astype(np.int64), columns.astype(np.int64), weights)


class Resample(Op):
    """The axis made anew by a rule; ``origin`` is the length before when run backwards."""

    name = "resample"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape, axis, origin = list(inputs[0].shape), attrs["axis"], attrs["origin"]
        shape[axis] = attrs["rule"].size(shape[axis]) if origin is None else origin
        return (Spec(tuple(shape), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        axis, origin = attrs["axis"], attrs["origin"]
        size = ins[0].shape[axis] if origin is None else origin
        table = _compressed(attrs["rule"], size, origin is not None)
        x, y = (_lines(a, axis) for a in (ins[0], outs[0]))
        if table.copies:
            return [(_copy, (x, table.columns, y))]
        weights = table.weights.astype(x.dtype)
        return [(kernels.resample, (x, table.starts, table.columns, weights, y))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        attrs = dict(node.attrs)
        forward = attrs["origin"] is None
        attrs["origin"] = node.inputs[0].shape[attrs["axis"]] if forward else None
        return (apply(self, grads[0], **attrs)[0],)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        """Every cell read or written counts once; tables are made for runs only."""
        return 2.0 * max(elements(ins[0].shape), elements(outs[0].shape))


def _lines(x: np.ndarray, axis: int) -> np.ndarray:
    """x as (what is before the axis, the axis, what is after it)."""
    return x.reshape(math.prod(x.shape[:axis]), x.shape[axis], math.prod(x.shape[axis + 1 :]))


def _copy(x: np.ndarray, columns: np.ndarray, out: np.ndarray) -> None:
    np.take(x, columns, axis=1, out=out, mode="clip")  # "clip" writes without a buffer


_RESAMPLE = Resample()


def resample(x: Any, axis: int, rule: Rule) -> Tensor:
    """Return x with an axis made anew by a rule."""
    x = as_operand(x)
    return apply(_RESAMPLE, x, axis=axis % x.ndim, rule=rule, origin=None)[0]
