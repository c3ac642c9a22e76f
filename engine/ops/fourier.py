"""Fourier transforms of pairs (real part, imaginary part), as Keras passes complex signals.

All are made of one op: the transform along the last axis, whose gradient is itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.op import Node, apply
from engine.ops.elementwise import cast, divide, greater, multiply, negative, where
from engine.ops.function import Function
from engine.ops.indexing import segment_sum, take
from engine.ops.pad import pad
from engine.ops.shape import (
    broadcast_to,
    concatenate,
    flip,
    moveaxis,
    reshape,
    swapaxes,
    take_slice,
)
from engine.tensor import Spec, Tensor, as_operand

Pair = tuple[Any, Any]


def _transform(real: np.ndarray, imag: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = np.fft.fft(real + 1j * imag)
    return found.real, found.imag


def _gradient(node: Node, real: Any, imag: Any) -> Sequence[Any]:
    """The adjoint: conjugate, transform, conjugate."""
    real = multiply(imag, 0.0) if real is None else real
    imag = multiply(real, 0.0) if imag is None else imag
    first, second = apply(_FFT, real, negative(imag))
    return first, negative(second)


_FFT = Function("fft", _transform, lambda a, b: (a, b), _gradient)


def _pair(name: str, x: Any) -> Pair:
    if not isinstance(x, (tuple, list)) or len(x) != 2:
        raise ValueError(f"{name}: expected a pair (real part, imaginary part).")
    real, imag = as_operand(x[0]), as_operand(x[1])
    if real.shape != imag.shape:
        raise ValueError(f"{name}: the parts differ in shape: {real.shape} and {imag.shape}.")
    if not real.dtype.startswith("float") or not imag.dtype.startswith("float"):
        raise ValueError(f"{name}: the parts must be floats, got {real.dtype} and {imag.dtype}.")
    return real, cast(imag, real.dtype)


def fft(x: Any) -> Pair:
    """Return the Fourier transform along the last axis."""
    real, imag = apply(_FFT, *_pair("fft", x))
    return real, imag


def _inverse(x: Pair) -> Pair:
    """The inverse transform along the last axis."""
    size = float(x[0].shape[-1] or 1)
    real, imag = apply(_FFT, x[0], negative(x[1]))
    return divide(real, size), divide(negative(imag), size)


def _both_axes(x: Pair, along: Any) -> Pair:
    real, imag = along(x)
    real, imag = along((swapaxes(real, -1, -2), swapaxes(imag, -1, -2)))
    return swapaxes(real, -1, -2), swapaxes(imag, -1, -2)


def fft2(x: Any) -> Pair:
    """Return the Fourier transform along the last two axes."""
    return _both_axes(_pair("fft2", x), fft)


def ifft2(x: Any) -> Pair:
    """Return the inverse Fourier transform along the last two axes."""
    return _both_axes(_pair("ifft2", x), _inverse)


def _resized(x: Any, size: int) -> Any:
    """x cut, or filled up with zeros, to a length of its last axis."""
    have = x.shape[-1]
    if have is not None and have < size:
        return pad(x, [(0, 0)] * (x.ndim - 1) + [(0, size - have)])
    return x if have == size else take_slice(x, x.ndim - 1, 0, size)


def rfft(x: Any, fft_length: int | None = None) -> Pair:
    """Return the first half of a real signal's Fourier transform (the rest mirrors it)."""
    x = as_operand(x)
    if not x.dtype.startswith("float"):
        x = cast(x, "float32")
    x = x if fft_length is None else _resized(x, fft_length)
    real, imag = apply(_FFT, x, multiply(x, 0.0))
    half = None if x.shape[-1] is None else x.shape[-1] // 2 + 1
    return take_slice(real, x.ndim - 1, 0, half), take_slice(imag, x.ndim - 1, 0, half)  # type: ignore


def irfft(x: Any, fft_length: int | None = None) -> Tensor:
    """Return the real signal whose transform's first half is x."""
    real, imag = _pair("irfft", x)
    size = 2 * ((real.shape[-1] or 2) - 1) if fft_length is None else fft_length
    half = size // 2 + 1
    real, imag = _resized(real, half), _resized(imag, half)
    last = real.ndim - 1
    mirrored = [flip(take_slice(p, last, 1, (size + 1) // 2), last) for p in (real, imag)]
    whole = (
        concatenate([real, mirrored[0]], -1),
        concatenate([imag, negative(mirrored[1])], -1),
    )
    return _inverse(whole)[0]


# -- short pieces of a signal ------------------------------------------------


def _frames(length: int, size: int, stride: int) -> np.ndarray:
    """Positions (pieces, size) of the pieces of a signal."""
    count = max((length - size) // stride + 1, 0)
    return (np.arange(count)[:, None] * stride + np.arange(size)).astype(np.int32)


def extract_sequences(x: Any, sequence_length: int, sequence_stride: int) -> Tensor:
    """Return pieces of the last axis, so long and so far apart: (..., pieces, length)."""
    x = as_operand(x)
    if x.shape[-1] is None:
        places = _OPEN_FRAMES(x, size=sequence_length)
        return take(x, places, axis=-1)
    return take(x, _frames(x.shape[-1], sequence_length, sequence_stride), axis=-1)


#: Stands for the positions of pieces of a signal of an open length, for its shape only.
_OPEN_FRAMES = Function(
    "open_frames",
    lambda x, *, size: _frames(x.shape[-1], size, 1),
    lambda x, *, size: Spec((None, size), "int32"),
)


def _window(window: Any, length: int, fft_length: int, dtype: str) -> Any:
    """The window as an array of the transform's length; None for an even one."""
    before = (fft_length - length) // 2
    after = fft_length - length - before
    if window is None:
        return np.ones(fft_length, dtype)
    if isinstance(window, str):
        shapes = {"hann": np.hanning, "hamming": np.hamming}
        if window not in shapes:
            raise ValueError(f"window must be 'hann', 'hamming', None or a row, got {window!r}.")
        # without its last element: one period of a wave
        values: Any = shapes[window](length + 1)[:-1].astype(dtype)
    else:
        values = as_operand(window)
    if tuple(values.shape) != (length,):
        raise ValueError(f"the window must have {length} elements, got the shape {values.shape}.")
    return pad(cast(values, dtype), (before, after))


def _check(fft_length: int, sequence_length: int) -> None:
    if fft_length < sequence_length:
        raise ValueError(
            f"fft_length ({fft_length}) must not be smaller than sequence_length "
            f"({sequence_length})."
        )


def stft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    window: Any = "hann",
    center: bool = True,
) -> Pair:
    """Return the Fourier transforms of windows moved along a real signal.

    Args:
        x: (..., samples), float.
        sequence_length: Length of a window.
        sequence_stride: How far it moves on.
        fft_length: Length of the transform, at least that of the window.
        window: "hann", "hamming", None for an even one, or a row of weights.
        center: Whether the signal is mirrored at both ends, so that windows are
            centred on their positions.

    Returns:
        Real and imaginary part, each (..., windows, fft_length // 2 + 1).
    """
    x = as_operand(x)
    if not x.dtype.startswith("float"):
        raise TypeError(f"stft: the signal must be float32 or float64, got {x.dtype}.")
    _check(fft_length, sequence_length)
    weights = _window(window, sequence_length, fft_length, x.dtype)
    if center:
        x = pad(x, [(0, 0)] * (x.ndim - 1) + [(fft_length // 2,) * 2], "reflect")
    return rfft(multiply(extract_sequences(x, fft_length, sequence_stride), weights))


def istft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    length: int | None = None,
    window: Any = "hann",
    center: bool = True,
) -> Tensor:
    """Return the signal whose windows have these transforms, as ``stft`` gives them.

    Where windows overlap they are weighted and divided by the sum of squared weights.
    """
    real, imag = _pair("istft", x)
    if real.ndim < 2:
        raise ValueError(
            f"istft: expected (..., windows, frequencies), got the shape {real.shape}."
        )
    _check(fft_length, sequence_length)
    weights = _window(window, sequence_length, fft_length, real.dtype)
    pieces = multiply(irfft((real, imag), fft_length), weights)
    total = fft_length + sequence_stride * (pieces.shape[-2] - 1)
    signal = _overlapped(pieces, total, sequence_stride)
    squares = broadcast_to(multiply(weights, weights), pieces.shape[-2:])
    scale = _overlapped(squares, total, sequence_stride)
    scale = where(greater(scale, 1e-10), scale, 1.0)
    start = fft_length // 2 if center else 0
    end = total - start if length is None else start + length
    return take_slice(divide(signal, scale), signal.ndim - 1, start, end)


def _overlapped(pieces: Any, total: int, stride: int) -> Tensor:
    """The pieces added up where they lie."""
    *stack, count, size = pieces.shape
    rows = moveaxis(reshape(pieces, (*stack, count * size)), -1, 0)
    places = _frames(total, size, stride).reshape(-1)
    return moveaxis(segment_sum(rows, places, total), 0, -1)


__all__ = [
    "extract_sequences",
    "fft",
    "fft2",
    "ifft2",
    "irfft",
    "istft",
    "rfft",
    "stft",
]
