"""MelSpectrogram and STFTSpectrogram: how strong each pitch of a sound is, over time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Choice, Either, Float, Int, Kind, Optional
from engine.layers.data_format import FIRST, data_format_param
from engine.layers.layer import Layer
from engine.layers.preprocessing.arguments import Numbers
from engine.layers.weights import require_rank
from engine.ops.host import computed
from engine.param import param
from engine.preprocessing.windows import WINDOWS, window
from engine.registry import register

__all__ = [
    "MelSpectrogram",
    "STFTSpectrogram",
]

_EPSILON = 1e-7


def window_param() -> Any:
    kind: Kind = Optional(Either(Choice(*WINDOWS), Numbers()), none_label="none")
    return param(kind, "hann", advanced=True, doc="How the sound in a frame fades in and out.")


def _weights(name: Any, size: int, periodic: bool) -> np.ndarray:
    """A window's numbers, by its name or given one by one."""
    if name is None:
        return np.ones(size)
    numbers = window(name, size, periodic) if isinstance(name, str) else np.asarray(name, float)
    if numbers.shape != (size,):
        raise ValueError(f"window must hold {size} numbers, one a sample, got {numbers.shape}.")
    return numbers


@register("layer", family="preprocessing")
class MelSpectrogram(Layer):
    """Turns sound into a picture of its pitches over time, spaced as people hear them.

    Formula: y = decibels of |short-time Fourier transform|^mag_exp, summed over mel bands
    Shape: (batch, samples) to (batch, num_mel_bins, frames), or one sound without the batch
    """

    starting = {"fft_length": 256, "sequence_stride": 128, "num_mel_bins": 32}
    fft_length = param(Int(low=2), 2048, doc="Length of the Fourier transform.")
    sequence_stride = param(Int(low=1), 512, doc="Samples from one frame to the next.")
    sequence_length = param(
        Optional(Int(low=2), none_label="as fft_length"), None, doc="Samples in a frame."
    )
    window = window_param()
    sampling_rate = param(Int(low=1), 16000, unit="Hz", doc="Samples in a second.")
    num_mel_bins = param(Int(low=1), 128, doc="How many bands of pitch come out.")
    min_freq = param(Float(low=0.0), 20.0, unit="Hz", doc="The lowest pitch.")
    max_freq = param(
        Optional(Float(low=0.0), none_label="half the rate"), None, unit="Hz", doc="The highest."
    )
    power_to_db = param(Bool(), True, doc="Whether loudness is given in decibels.")
    top_db = param(Float(), 80.0, advanced=True, doc="The quietest, in decibels below the loudest.")
    mag_exp = param(Float(), 2.0, advanced=True, doc="1 for strength, 2 for energy.")
    min_power = param(Float(low=0.0), 1e-10, advanced=True, doc="The least energy counted.")
    ref_power = param(Float(), 1.0, advanced=True, doc="The energy that is 0 decibels.")

    def check_params(self) -> None:
        super().check_params()
        self.sequence_length = self.sequence_length or self.fft_length
        self.max_freq = self.max_freq or int(self.sampling_rate / 2)
        if self.sequence_length > self.fft_length:
            raise ValueError(
                f"MelSpectrogram: sequence_length ({self.sequence_length}) must not be greater "
                f"than fft_length ({self.fft_length})."
            )

    def call(self, inputs: Any) -> Any:
        x = self.as_float(inputs)
        if len(x.shape) not in (1, 2):
            raise ValueError(
                f"it takes sounds (batch, samples) or one (samples,), got the shape {x.shape}."
            )
        samples, frames = x.shape[-1], None
        if samples is not None:
            whole = samples + 2 * (self.fft_length // 2)
            frames = (whole - self.fft_length) // self.sequence_stride + 1
        shape = (*x.shape[:-1], self.num_mel_bins, frames)
        return computed(self._picture, x, shape=shape, dtype=x.dtype)

    def _picture(self, x: np.ndarray) -> np.ndarray:
        strength = np.abs(self._frames(x)) ** self.mag_exp
        energy = strength @ self._bands()
        if self.power_to_db:
            loud = 10.0 * np.log10(np.maximum(energy, self.min_power))
            loud = loud - 10.0 * np.log10(max(abs(self.ref_power), self.min_power))
            energy = np.maximum(loud, loud.max(initial=-np.inf) - self.top_db)
        return energy.swapaxes(-1, -2)

    def _frames(self, x: np.ndarray) -> np.ndarray:
        """The Fourier transforms of the frames, (..., frames, pitches)."""
        half, spare = self.fft_length // 2, self.fft_length - self.sequence_length
        around = [(0, 0)] * (x.ndim - 1) + [(half, half)]
        padded = np.pad(x.astype("float64"), around, mode="reflect")
        weights = _weights(self.window, self.sequence_length, True)
        weights = np.pad(weights, (spare // 2, spare - spare // 2))
        frames = np.lib.stride_tricks.sliding_window_view(padded, self.fft_length, axis=-1)
        return np.fft.rfft(frames[..., :: self.sequence_stride, :] * weights)

    def _bands(self) -> np.ndarray:
        """How much each pitch counts in each band, (pitches, bands)."""
        pitches = np.linspace(0.0, self.sampling_rate / 2.0, self.fft_length // 2 + 1)[1:]
        low_end, high_end = _mel(np.array([self.min_freq, self.max_freq]))
        edges = np.linspace(float(low_end), float(high_end), self.num_mel_bins + 2)
        low, middle, high = edges[:-2], edges[1:-1], edges[2:]
        place = _mel(pitches)[:, None]
        rising, falling = (place - low) / (middle - low), (high - place) / (high - middle)
        return np.pad(np.maximum(0.0, np.minimum(rising, falling)), ((1, 0), (0, 0)))


def _mel(hertz: np.ndarray) -> np.ndarray:
    return 1127.0 * np.log(1.0 + hertz / 700.0)


@register("layer", family="preprocessing")
class STFTSpectrogram(Layer):
    """Turns signals into the strengths of their frequencies over time; it can be trained on.

    Formula: y = mode of the Fourier transform of frames, worked out as a convolution
    Shape: (batch, samples, channels) to (batch, frames, channels · (fft_length / 2 + 1))
    """

    starting = {"frame_length": 64}
    real_kernel: Any
    imag_kernel: Any
    mode = param(
        Choice("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
        "log",
        doc="What comes out: strength (its logarithm, its square) or parts of the transform.",
    )
    frame_length = param(Int(low=1), 256, doc="Samples in a frame.")
    frame_step = param(
        Optional(Int(low=1), none_label="half a frame"), None, doc="Samples between frames."
    )
    fft_length = param(
        Optional(Int(low=1), none_label="next power of two"), None, doc="Frequencies come to half."
    )
    window = window_param()
    periodic = param(Bool(), False, advanced=True, doc="Whether the window ends where it begins.")
    scaling = param(
        Optional(Choice("density", "spectrum"), none_label="none"),
        "density",
        advanced=True,
        doc="What strengths are divided by.",
    )
    padding = param(Choice("valid", "same"), "valid", doc="Whether frames reach over the ends.")
    expand_dims = param(Bool(), False, doc="Whether channels keep an axis of their own.")
    data_format = data_format_param()

    def check_params(self) -> None:
        super().check_params()
        if self.frame_step is not None and self.frame_step > self.frame_length:
            raise ValueError(
                f"STFTSpectrogram: frame_step ({self.frame_step}) must not be greater than "
                f"frame_length ({self.frame_length})."
            )
        if self.fft_length is not None and self.fft_length < self.frame_length:
            raise ValueError(
                f"STFTSpectrogram: fft_length ({self.fft_length}) must not be less than "
                f"frame_length ({self.frame_length})."
            )

    def build(self, input_shape: Any) -> None:
        length = self.fft_length or 2 ** math.ceil(math.log2(self.frame_length))
        shape = (self.frame_length, 1, length // 2 + 1)
        parts = {"real": self.mode != "imag", "imag": self.mode != "real"}
        for part, wanted in parts.items():
            if wanted:
                kernel = self.add_weight(shape, self._kernel(part, length), name=f"{part}_kernel")
                setattr(self, f"{part}_kernel", kernel)

    def _kernel(self, part: str, length: int) -> Any:
        """What makes the weights of a part of the transform: windowed waves."""
        wave = np.cos if part == "real" else np.sin

        def make(shape: Any, dtype: str) -> np.ndarray:
            frame, _, count = shape
            angle = -2.0 * np.pi * np.arange(frame)[:, None] * np.arange(count) / length
            weights = _weights(self.window, frame, self.periodic)
            divisor = 1.0
            if self.window is not None and self.scaling is not None:
                squares = self.scaling == "density"
                divisor = np.sqrt((weights**2).sum()) if squares else np.abs(weights).sum()
            return (wave(angle) * weights[:, None] / divisor)[:, None, :].astype(dtype)

        return make

    def call(self, inputs: Any) -> Any:
        first = self.data_format == FIRST
        names = "batch, channels, samples" if first else "batch, samples, channels"
        require_rank(self, inputs.shape, 3, names, "Insert a Reshape layer before it.")
        x = inputs if first else ops.transpose(inputs, (0, 2, 1))
        return self._arranged(self._of_mode(x), x.shape[1])

    def _part(self, x: Any, kernel: Any) -> Any:
        """A part of the transform of (batch, channels, samples): (..., frequencies, frames)."""
        batch, channels, samples = x.shape
        together = None if batch is None else batch * channels
        step = self.frame_step or self.frame_length // 2
        rows = ops.reshape(x, (together, samples, 1))
        y = ops.conv1d(rows, kernel, strides=step, padding=self.padding)
        y = ops.transpose(y, (0, 2, 1))
        return ops.reshape(y, (batch, channels, *y.shape[1:]))

    def _of_mode(self, x: Any) -> Any:
        mode = self.mode
        real = self._part(x, self.real_kernel) if mode != "imag" else None
        imag = self._part(x, self.imag_kernel) if mode != "real" else None
        if real is None or imag is None:
            return imag if real is None else real
        if mode == "angle":
            return ops.arctan2(imag, real)
        if mode == "stft":
            return ops.concatenate([real, imag], axis=2)
        power = ops.square(real) + ops.square(imag)
        if mode == "psd":  # what lies above the middle counts twice, but for both ends
            inner = ops.pad(power[:, :, 1:-1, :], [[0, 0], [0, 0], [1, 1], [0, 0]])
            return power + inner
        strength = ops.sqrt(ops.maximum(power, _EPSILON))
        return strength if mode == "magnitude" else ops.log(ops.maximum(strength, _EPSILON))

    def _arranged(self, y: Any, channels: Any) -> Any:
        """(batch, channels, frequencies, frames) in the order asked for."""
        last = self.data_format != FIRST
        if self.expand_dims:
            return ops.transpose(y, (0, 3, 2, 1) if last else (0, 1, 3, 2))
        y = ops.reshape(y, (y.shape[0], channels * y.shape[2], y.shape[3]))
        return ops.transpose(y, (0, 2, 1)) if last else y
