"""Affine transforms of images (batch, height, width, channels)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.kernels import image as kernels
from engine.op import Call, Node, Op, apply, elements
from engine.ops.casting import as_float
from engine.ops.elementwise import cast
from engine.ops.shape import expand_dims, squeeze, transpose
from engine.tensor import Size, Spec, Tensor, as_operand

FILL_MODES = {
    "constant": kernels.CONSTANT,
    "reflect": kernels.REFLECT,
    "wrap": kernels.WRAP,
    "nearest": kernels.NEAREST,
    "mirror": kernels.MIRROR,
}


class Affine(Op):
    """Every pixel read from another place, the same linear map for a whole image.

    It has no gradient with respect to the map.
    """

    name = "affine_transform"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        images, maps = inputs[0].shape, inputs[1].shape
        if len(images) != 4 or len(maps) != 2 or maps[1] != 8 or not _alike(images[0], maps[0]):
            raise ValueError(
                "expected images (batch, height, width, channels) and as many maps (batch, 8), "
                f"got the shapes {images} and {maps}."
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


def _alike(a: Size, b: Size) -> bool:
    return None in (a, b) or a == b


class AffineGrad(Op):
    """What each pixel of the image contributed to, put back."""

    name = "affine_transform_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[0],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(kernels.affine_grad, (*ins, outs[0], attrs["linear"], attrs["mode"]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return apply(_AFFINE, grads[0], node.inputs[1], fill=0.0, **node.attrs)[0], None


_AFFINE = Affine()
_AFFINE_GRAD = AffineGrad()


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
