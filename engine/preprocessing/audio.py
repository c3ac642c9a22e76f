"""Sounds in WAV files."""

from __future__ import annotations

import os
import wave
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.preprocessing.folders import LabelledFiles

SOUNDS = (".wav",)


def audio_dataset_from_directory(
    directory: str | os.PathLike[str],
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    batch_size: int | None = 32,
    sampling_rate: int | None = None,
    output_sequence_length: int | None = None,
    ragged: bool = False,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    follow_links: bool = False,
    verbose: bool = True,
) -> Any:
    """Return a data set of the sounds (.wav, 16 bits) in a folder, each (samples, channels).

    Args:
        sampling_rate: Must be None: sounds are not brought to another rate.
        output_sequence_length: Longer sounds are cut, shorter ones filled with silence; needed
            for batches of sounds that differ in length.
        ragged: Must be False.
        directory: As the other arguments, as for ``image_dataset_from_directory``.

    Raises:
        ValueError: for what is not supported, or a file of another kind, naming it.
    """
    if sampling_rate is not None:
        raise ValueError("sampling_rate is not supported: bring the files to one rate first.")
    if ragged:
        raise ValueError("ragged=True is not supported: give output_sequence_length.")

    def read(path: str) -> np.ndarray:
        sound = read_sound(path)
        if output_sequence_length is None:
            return sound
        missing = max(output_sequence_length - len(sound), 0)
        return np.pad(sound[:output_sequence_length], ((0, missing), (0, 0)))

    found = LabelledFiles(directory, labels, class_names, SOUNDS, follow_links, verbose)
    return found.datasets(read, label_mode, batch_size, shuffle, seed, validation_split, subset)


def read_sound(path: str) -> np.ndarray:
    """Return a WAV file of 16 bits as numbers from -1 to 1, (samples, channels)."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise ValueError(
                    f"The sound {path} has {8 * file.getsampwidth()} bits a sample; 16 are read."
                )
            channels, data = file.getnchannels(), file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"The file {path} is no sound that can be read: {error}.") from None
    samples = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2")
    return samples.reshape(-1, channels).astype("float32") / np.float32(32768)
