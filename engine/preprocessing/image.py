"""Pictures from files, as arrays and back."""

from __future__ import annotations

import importlib
import os
from typing import Any

import numpy as np

from engine.config import floatx

_MODES = {"grayscale": "L", "rgb": "RGB", "rgba": "RGBA"}
_GRAY = ("L", "I;16", "I")
_FIRST = "channels_first"


def load_img(
    path: Any,
    color_mode: str = "rgb",
    target_size: tuple[int, int] | None = None,
    interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
) -> Any:
    """Return a picture from a file as a PIL image.

    Args:
        path: Path, or a file opened for reading bytes.
        color_mode: "rgb", "rgba" or "grayscale".
        target_size: (height, width) afterwards.
        interpolation: "nearest", "bilinear", "bicubic", "hamming", "box" or "lanczos".
        keep_aspect_ratio: Whether to cut off what does not fit instead of distorting.

    Raises:
        ValueError: for an unknown mode or interpolation.
        OSError: for a file that is no picture.
    """
    from PIL import Image

    if color_mode not in _MODES:
        raise ValueError(f"color_mode must be one of {', '.join(_MODES)}, got {color_mode!r}.")
    with Image.open(path) as opened:
        opened.load()
        picture: Any = opened
    if not (color_mode == "grayscale" and picture.mode in _GRAY):
        picture = picture.convert(_MODES[color_mode])
    if target_size is None or picture.size == (target_size[1], target_size[0]):
        return picture
    ways = {w.name.lower(): w for w in Image.Resampling}
    if interpolation not in ways:
        raise ValueError(f"interpolation must be one of {', '.join(ways)}, got {interpolation!r}.")
    box = _middle(picture.size, target_size) if keep_aspect_ratio else None
    return picture.resize((target_size[1], target_size[0]), ways[interpolation], box=box)


def _middle(size: tuple[int, int], target: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the largest middle part with the target's proportions."""
    (width, height), (rows, columns) = size, target
    inner_height = min(height, width * rows // columns)
    inner_width = min(width, height * columns // rows)
    left, top = (width - inner_width) // 2, (height - inner_height) // 2
    return left, top, left + inner_width, top + inner_height


def img_to_array(img: Any, data_format: str | None = None, dtype: Any = None) -> np.ndarray:
    """Return a PIL image as an array (height, width, channels), or channels first."""
    x = np.asarray(img, dtype=dtype or floatx())
    if x.ndim == 2:
        x = x[:, :, None]
    if x.ndim != 3:
        raise ValueError(f"A picture has 2 or 3 axes, got the shape {x.shape}.")
    return x.transpose(2, 0, 1) if data_format == _FIRST else x


def array_to_img(
    x: Any, data_format: str | None = None, scale: bool = True, dtype: Any = None
) -> Any:
    """Return an array (height, width, 1, 3 or 4 channels) as a PIL image.

    Args:
        x: The pixels.
        data_format: "channels_last" (default) or "channels_first".
        scale: Whether to spread the values over 0 to 255.
        dtype: Precision to work in.
    """
    from PIL import Image

    pixels = np.asarray(x, dtype=dtype or floatx())
    if pixels.ndim != 3:
        raise ValueError(f"A picture's array has 3 axes, got the shape {pixels.shape}.")
    if data_format == _FIRST:
        pixels = pixels.transpose(1, 2, 0)
    if scale:
        pixels = pixels - pixels.min()
        highest = pixels.max()
        pixels = (pixels / highest if highest != 0 else pixels) * 255
    if pixels.shape[2] not in (1, 3, 4):
        raise ValueError(f"A picture has 1, 3 or 4 channels, got {pixels.shape[2]}.")
    if pixels.shape[2] > 1:
        return Image.fromarray(np.ascontiguousarray(pixels.astype("uint8")))
    wide = pixels.max(initial=0) > 255
    return Image.fromarray(pixels[:, :, 0].astype("int32" if wide else "uint8"))


def save_img(
    path: str | os.PathLike[str],
    x: Any,
    data_format: str | None = None,
    file_format: str | None = None,
    scale: bool = True,
    **options: Any,
) -> None:
    """Write an array as a picture; the format follows the path's ending."""
    picture = array_to_img(x, data_format=data_format, scale=scale)
    if picture.mode == "RGBA" and str(file_format or path).lower().endswith(("jpg", "jpeg")):
        picture = picture.convert("RGB")  # JPEG has no transparency
    picture.save(path, format=file_format, **options)


def smart_resize(
    x: Any,
    size: tuple[int, int],
    interpolation: str = "bilinear",
    data_format: str = "channels_last",
) -> Any:
    """Return images at another size without distortion: what does not fit is cut off."""
    from engine.layers import Resizing

    layer = Resizing(*size, interpolation, crop_to_aspect_ratio=True, data_format=data_format)
    resized = layer(np.asarray(x, floatx()))
    return resized.numpy() if isinstance(x, np.ndarray) else resized


#: Kept in rooms of their own, which are built on what stands here.
_ELSEWHERE = {
    "ImageDataGenerator": "engine.preprocessing.generator",
    "DirectoryIterator": "engine.preprocessing.generated",
    "apply_affine_transform": "engine.preprocessing.transforms",
    "apply_brightness_shift": "engine.preprocessing.transforms",
    "apply_channel_shift": "engine.preprocessing.transforms",
}


def __getattr__(name: str) -> Any:
    if name in _ELSEWHERE:
        return getattr(importlib.import_module(_ELSEWHERE[name]), name)
    raise AttributeError(f"engine.preprocessing.image has no {name!r}.")
