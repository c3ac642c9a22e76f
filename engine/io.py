"""The names of ``tf.io``: files and pictures' bytes."""

from __future__ import annotations

import io
import os
from typing import Any

import numpy as np

from engine.saving.common.atomic import write_atomically
from engine.tensor import TEXT, Tensor

#: PIL's name of a picture with so many channels; 0 keeps those that it has.
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def _content(value: Any) -> Any:
    """The text or bytes of a tensor, an array or a plain value."""
    if isinstance(value, Tensor):
        value = value.array()  # as it is: NumPy's own texts end at a zero byte
    return value if isinstance(value, (str, bytes)) else np.asarray(value).item()


def _held(value: Any) -> Tensor:
    array = np.empty((), object)
    array[()] = value
    return Tensor((), TEXT, array)


def read_file(filename: Any, name: str | None = None) -> Tensor:
    """Return a file's bytes, as a tensor of one text."""
    with open(os.path.expanduser(_content(filename)), "rb") as file:
        return _held(file.read())


def write_file(filename: Any, contents: Any, name: str | None = None) -> None:
    """Write a text or bytes to a file."""
    content = _content(contents)
    data = content.encode() if isinstance(content, str) else content

    def fill(temporary: str) -> None:
        with open(temporary, "wb") as file:
            file.write(data)

    write_atomically(os.path.expanduser(_content(filename)), fill)


def decode_image(
    contents: Any,
    channels: int | None = None,
    dtype: str = "uint8",
    name: str | None = None,
    expand_animations: bool = True,
) -> Tensor:
    """Return the picture of a file's bytes as (height, width, channels).

    Args:
        contents: What ``read_file`` gives: PNG, JPEG, BMP or GIF.
        channels: 1, 3 or 4; those of the picture for 0 or None.
        dtype: Type of the numbers; floats go from 0 to 1.
        expand_animations: Kept for TensorFlow's signature; the first picture is read.

    Raises:
        ValueError: for another number of channels.
        OSError: for bytes that are no picture.
    """
    from PIL import Image

    if channels and channels not in _MODES:
        raise ValueError(f"channels must be 0, 1, 3 or 4, got {channels!r}.")
    with Image.open(io.BytesIO(_content(contents))) as opened:
        mode = _MODES[channels] if channels else _own_mode(opened.mode)
        pixels = np.asarray(opened.convert(mode))
    pixels = pixels[:, :, None] if pixels.ndim == 2 else pixels
    image = Tensor(pixels.shape, "uint8", np.ascontiguousarray(pixels))
    if dtype == "uint8":
        return image
    from engine.image import convert_image_dtype

    return convert_image_dtype(image, dtype)


def _own_mode(mode: str) -> str:
    return mode if mode in ("L", "RGB", "RGBA") else "L" if mode == "1" else "RGB"


def decode_png(
    contents: Any, channels: int = 0, dtype: str = "uint8", name: str | None = None
) -> Tensor:
    """Return the picture of a PNG file's bytes; see ``decode_image``."""
    return decode_image(contents, channels, dtype)


def decode_jpeg(contents: Any, channels: int = 0, name: str | None = None) -> Tensor:
    """Return the picture of a JPEG file's bytes; see ``decode_image``."""
    return decode_image(contents, channels)


def decode_bmp(contents: Any, channels: int = 0, name: str | None = None) -> Tensor:
    """Return the picture of a BMP file's bytes; see ``decode_image``."""
    return decode_image(contents, channels)


def encode_png(image: Any, compression: int = -1, name: str | None = None) -> Tensor:
    """Return the bytes of a PNG file of a picture of whole numbers from 0 to 255."""
    return _encoded(image, "PNG")


def encode_jpeg(image: Any, format: str = "", quality: int = 95, name: str | None = None) -> Tensor:  # noqa: A002
    """Return the bytes of a JPEG file of a picture of whole numbers from 0 to 255."""
    return _encoded(image, "JPEG", quality=quality)


def _encoded(image: Any, kind: str, **options: Any) -> Tensor:
    from engine.preprocessing.image import array_to_img

    file = io.BytesIO()
    array_to_img(np.asarray(image), scale=False).save(file, format=kind, **options)
    return _held(file.getvalue())


__all__ = [
    "decode_bmp",
    "decode_image",
    "decode_jpeg",
    "decode_png",
    "encode_jpeg",
    "encode_png",
    "read_file",
    "write_file",
]
