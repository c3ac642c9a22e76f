"""Window functions: weights that let a piece of a signal begin and end gently.

The formulas are those of Harris 1978, "On the Use of Windows for Harmonic
Analysis with the Discrete Fourier Transform"; names and numbers follow SciPy.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

#: Windows that are sums of cosines: their factors.
_COSINES = {
    "hann": (0.5, 0.5),
    "hamming": (0.54, 0.46),
    "blackman": (0.42, 0.5, 0.08),
    "nuttall": (0.3635819, 0.4891775, 0.1365995, 0.0106411),
    "blackmanharris": (0.35875, 0.48829, 0.14128, 0.01168),
    "flattop": (0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
}


def _bohman(x: np.ndarray) -> np.ndarray:
    far = np.abs(x)
    inside = (1 - far) * np.cos(np.pi * far) + np.sin(np.pi * far) / np.pi
    return np.where(far < 1, inside, 0.0)


def _barthann(x: np.ndarray) -> np.ndarray:
    far = np.abs(x) / 2
    return 0.62 - 0.48 * far + 0.38 * np.cos(2 * np.pi * far)


def _tukey(x: np.ndarray) -> np.ndarray:
    """Half of it flat."""
    far = np.maximum(np.abs(x) - 0.5, 0.0)
    return 0.5 * (1 + np.cos(2 * np.pi * far))


#: Others that are functions of the place from -1 to 1.
_SHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "boxcar": np.ones_like,
    "bartlett": lambda x: 1 - np.abs(x),
    "bohman": _bohman,
    "barthann": _barthann,
    "lanczos": np.sinc,
    "tukey": _tukey,
}
#: Two whose ends lie outside of the window.
_OPEN: dict[str, Callable[[int], np.ndarray]] = {
    "cosine": lambda n: np.sin(np.pi / n * (np.arange(n) + 0.5)),
    "triang": lambda n: 1 - np.abs(2 * np.arange(n) - n + 1) / (n + n % 2),
}

NAMES = (*_COSINES, *_SHAPES, *_OPEN)


def window(name: str, length: int, periodic: bool = False) -> np.ndarray:
    """Return the weights of a window, float64.

    Args:
        name: One of ``NAMES``.
        length: Number of weights.
        periodic: Whether the window is one period of a wave, whose next value would be the
            first again; otherwise its end mirrors its beginning.
    """
    if length <= 1:
        return np.ones(length)
    whole = length + 1 if periodic else length
    if name in _OPEN:
        return _OPEN[name](whole)[:length]
    x = np.linspace(-1.0, 1.0, whole)[:length]
    if name in _SHAPES:
        return _SHAPES[name](x)
    return sum(
        (factor * np.cos(k * np.pi * x) for k, factor in enumerate(_COSINES[name])),
        np.zeros(length),
    )
