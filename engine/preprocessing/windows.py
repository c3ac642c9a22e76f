"""Window functions of signal processing, by SciPy's names and rules."""

from __future__ import annotations

import numpy as np

#: Weights of the cosines that a window is made of (SciPy's ``general_cosine``).
_COSINES = {
    "boxcar": (1.0,),
    "hann": (0.5, 0.5),
    "hamming": (0.54, 0.46),
    "blackman": (0.42, 0.50, 0.08),
    "nuttall": (0.3635819, 0.4891775, 0.1365995, 0.0106411),
    "blackmanharris": (0.35875, 0.48829, 0.14128, 0.01168),
    "flattop": (0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
}
WINDOWS = tuple(_COSINES)


def window(name: str, size: int, periodic: bool = True) -> np.ndarray:
    """Return a window of ``size`` numbers.

    Args:
        name: One of ``WINDOWS``.
        size: Its length.
        periodic: Whether the next one begins where it ends; otherwise it is symmetric.
    """
    if size == 1:
        return np.ones(1)
    angle = np.linspace(-np.pi, np.pi, size + periodic)
    shape = sum(w * np.cos(k * angle) for k, w in enumerate(_COSINES[name]))
    return np.asarray(shape)[:size]
