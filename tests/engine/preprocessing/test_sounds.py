"""Sounds in folders, held to what was written into the files."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from engine.utils import audio_dataset_from_directory


def write(path: Path, samples: np.ndarray, width: int = 2) -> None:
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(width)
        file.setframerate(8000)
        file.writeframes(samples.astype("<i2" if width == 2 else "u1").tobytes())


def test_sounds_come_with_their_labels_at_one_length(tmp_path: Path) -> None:
    sounds = {}
    for i, (name, length) in enumerate((("cat/a", 5), ("cat/b", 9), ("dog/c", 7))):
        samples = np.arange(length * 2).reshape(length, 2) * 100 - 500 * i
        write(tmp_path / f"{name}.wav", samples)
        sounds[name] = samples / 32768
    data = audio_dataset_from_directory(
        tmp_path, output_sequence_length=6, shuffle=False, verbose=False
    )
    ((batch, labels),) = data.as_numpy_iterator()
    assert batch.shape == (3, 6, 2)
    assert labels.tolist() == [0, 0, 1]
    assert data.class_names == ["cat", "dog"]
    for row, samples in zip(batch, sounds.values(), strict=True):
        kept = min(len(samples), 6)
        np.testing.assert_allclose(row[:kept], samples[:kept], rtol=1e-6)
        assert (row[kept:] == 0).all()
    alone = audio_dataset_from_directory(
        tmp_path, labels=None, batch_size=None, shuffle=False, verbose=False
    )
    assert [x.shape for x in alone.as_numpy_iterator()] == [(5, 2), (9, 2), (7, 2)]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    for settings in ({"sampling_rate": 8000}, {"ragged": True}):
        with pytest.raises(ValueError, match=next(iter(settings))):
            audio_dataset_from_directory(tmp_path, verbose=False, **settings)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.wav").write_bytes(b"no sound")
    with pytest.raises(ValueError, match="x.wav is no sound"):
        list(audio_dataset_from_directory(tmp_path, verbose=False))
    write(tmp_path / "a" / "x.wav", np.zeros((4, 1)), width=1)
    with pytest.raises(ValueError, match="8 bits"):
        list(audio_dataset_from_directory(tmp_path, verbose=False))
