"""Resizing and affine transforms of images (batch, height, width, channels)."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.config import floatx
from engine.kernels import image as kernels
from engine.op import Call, Node, Op, apply, elements
from engine.ops.elementwise import Elementwise, cast, unary
from engine.ops.shape import expand_dims, squeeze, transpose
from engine.tensor import Spec, Tensor, as_operand

FILL_MODES = {
    "constant": kernels.CONSTANT,
    "reflect": kernels.REFLECT,
    "wrap": kernels.WRAP,
    "nearest": kernels.NEAREST,
    "mirror": kernels.MIRROR,
}
INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")


class Resample(Op):
    """Another size along one axis: every new row is a weighted sum of old ones.

    Its gradient is itself with the matrix of weights transposed.
    """

    name = "resample"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape = list(inputs[0].shape)
        shape[attrs["axis"]] = attrs["size"]
        return (Spec(tuple(shape), inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        x, y, axis = ins[0], outs[0], attrs["axis"]
        sizes = (x.shape[axis], y.shape[axis])
        settings = (attrs["method"], attrs["antialias"])
        if attrs["turned"]:
            first, weights = _bands(resize_matrix(*sizes[::-1], *settings).T)
        else:
            first, weights = _bands(resize_matrix(*sizes, *settings))
        arguments = (_around(x, axis), _around(y, axis), first, weights.astype(y.dtype))
        return [(kernels.resample, arguments)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        attrs = dict(node.attrs, turned=not node.attrs["turned"])
        attrs["size"] = node.inputs[0].shape[attrs["axis"]]
        return (apply(_RESAMPLE, grads[0], **attrs)[0],)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 4.0 * elements(outs[0].shape)


def _around(array: np.ndarray, axis: int) -> np.ndarray:
    """The same memory as (axes before, axis, axes after)."""
    before = math.prod(array.shape[:axis])
    return array.reshape(before, array.shape[axis], math.prod(array.shape[axis + 1 :]))


def _bands(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first column of each row that is not zero, and as many numbers from there as needed."""
    rows, columns = matrix.shape
    used = matrix != 0
    first = np.where(used.any(1), used.argmax(1), 0)
    last = np.where(used.any(1), columns - 1 - used[:, ::-1].argmax(1), 0)
    taps = int((last - first).max(initial=0)) + 1
    first = np.minimum(first, columns - taps).astype(np.int64)
    return first, np.ascontiguousarray(
        np.take_along_axis(matrix, first[:, None] + np.arange(taps), axis=1)
    )


@functools.lru_cache(maxsize=64)
def resize_matrix(old: int, new: int, method: str, antialias: bool) -> np.ndarray:
    """Weights (new, old) of resizing along one axis.

    The centre of new cell i lies at (i + 0.5) * old / new in the old picture
    (half-pixel centres). With ``antialias`` the filter grows when the picture shrinks.
    """
    centres = (np.arange(new) + 0.5) * old / new
    if method == "nearest":
        return np.eye(old)[np.minimum(centres.astype(np.int64), old - 1)]
    scale = max(old / new, 1.0) if antialias else 1.0
    distance = np.abs(centres[:, None] - 0.5 - np.arange(old)) / scale
    weights = _FILTERS[method](distance)
    sums = weights.sum(1, keepdims=True)
    far = np.abs(sums) <= 1000 * np.finfo(np.float32).eps
    return np.where(far, 0.0, weights / np.where(far, 1.0, sums))


def _triangle(x: np.ndarray) -> np.ndarray:
    return np.maximum(0.0, 1.0 - x)


def _cubic(x: np.ndarray) -> np.ndarray:
    """Keys's cubic with a = -0.5."""
    near = (1.5 * x - 2.5) * x * x + 1.0
    far = ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))


def _lanczos(radius: int, x: np.ndarray) -> np.ndarray:
    return np.where(x < radius, np.sinc(x) * np.sinc(x / radius), 0.0)


_FILTERS: dict[str, Any] = {
    "bilinear": _triangle,
    "bicubic": _cubic,
    "lanczos3": functools.partial(_lanczos, 3),
    "lanczos5": functools.partial(_lanczos, 5),
}


class Affine(Op):
    """Every pixel read from another place, the same linear map for a whole image.

    It has no gradient with respect to the map.
    """

    name = "affine_transform"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        images, maps = inputs[0].shape, inputs[1].shape
        if len(images) != 4 or len(maps) != 2 or maps[1] != 8:
            raise ValueError(
                "expected images (batch, height, width, channels) and maps (batch, 8), got the "
                f"shapes {images} and {maps}."
            )
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        numbers = (attrs["linear"], attrs["mode"], attrs["fill"])
        return [(kernels.affine, (*ins, outs[0], *numbers))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        attrs = {k: node.attrs[k] for k in ("linear", "mode")}
        return apply(_AFFINE_GRAD, grads[0], node.inputs[1], **attrs)[0], None

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 8.0 * elements(outs[0].shape)


class AffineGrad(Op):
    """What each pixel of the image contributed to, put back."""

    name = "affine_transform_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.affine_grad, (*ins, outs[0], attrs["linear"], attrs["mode"]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return apply(_AFFINE, grads[0], node.inputs[1], fill=0.0, **node.attrs)[0], None


_RESAMPLE = Resample()
_ROUND = Elementwise("round", np.rint)
_AFFINE = Affine()
_AFFINE_GRAD = AffineGrad()


def resize(
    images: Any, size: Sequence[int], interpolation: str = "bilinear", antialias: bool = False
) -> Tensor:
    """Return images of another height and width.

    Args:
        images: (batch, height, width, channels) or one image (height, width, channels).
        size: Height and width afterwards.
        interpolation: One of ``INTERPOLATIONS``.
        antialias: Whether to smooth when the picture shrinks.
    """
    if interpolation not in INTERPOLATIONS:
        raise ValueError(
            f"interpolation must be one of {', '.join(INTERPOLATIONS)}, got {interpolation!r}."
        )
    x = as_float(images)
    if x.ndim not in (3, 4):
        raise ValueError(
            "resize: expected (batch, height, width, channels) or one image, got the shape "
            f"{x.shape}."
        )
    for axis, wanted in zip((x.ndim - 3, x.ndim - 2), size, strict=True):
        if x.shape[axis] != wanted:
            settings = {"method": interpolation, "antialias": bool(antialias), "turned": False}
            x = apply(_RESAMPLE, x, axis=axis, size=int(wanted), **settings)[0]
    return x


def rounded(x: Any) -> Tensor:
    """Return the nearest whole numbers, the even one of two; there is no gradient."""
    return unary(_ROUND, x)


def as_float(x: Any) -> Any:
    """Return x itself when it holds floats, otherwise its numbers as floats."""
    x = as_operand(x)
    return x if x.dtype.startswith("float") else cast(x, floatx())


def affine_transform(
    images: Any,
    transform: Any,
    interpolation: str = "bilinear",
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Tensor:
    """Return images whose pixel (x, y) is read at (a0 x + a1 y + a2, b0 x + b1 y + b2).

    Args:
        images: (batch, height, width, channels) or one image.
        transform: a0, a1, a2, b0, b1, b2, 0, 0 for every image (batch, 8) or for one (8).
        interpolation: "bilinear" or "nearest".
        fill_mode: What lies outside: "constant" (``fill_value``), "reflect" (mirrored at
            the edge), "mirror" (at the last pixel), "wrap" or "nearest".
        fill_value: The value outside for "constant".
        data_format: "channels_last" (default) or "channels_first".
    """
    if interpolation not in ("bilinear", "nearest"):
        raise ValueError(f"interpolation must be bilinear or nearest, got {interpolation!r}.")
    if fill_mode not in FILL_MODES:
        raise ValueError(f"fill_mode must be one of {', '.join(FILL_MODES)}, got {fill_mode!r}.")
    x, maps = as_float(images), as_operand(transform)
    single = x.ndim == 3
    if single:
        x = expand_dims(x, 0)
    if maps.ndim == 1:
        maps = expand_dims(maps, 0)
    first = data_format == "channels_first"
    if first:
        x = transpose(x, (0, 2, 3, 1))
    attrs = {"linear": interpolation == "bilinear", "mode": FILL_MODES[fill_mode]}
    y = apply(_AFFINE, x, cast(maps, x.dtype), fill=float(fill_value), **attrs)[0]
    if first:
        y = transpose(y, (0, 3, 1, 2))
    return squeeze(y, 0) if single else y
