"""Older Keras's tools for sequences: pairs of neighbouring words, and rows cut out of series."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from engine.data.py_dataset import PyDataset


def make_sampling_table(size: int, sampling_factor: float = 1e-5) -> np.ndarray:
    """Return for each rank of a word how likely it is kept, by Zipf's law (word2vec's rule)."""
    rank = np.arange(size)
    rank[:1] = 1
    inverse = rank * (np.log(rank) + 0.577) + 0.5 - 1.0 / (12.0 * rank)
    share = sampling_factor * inverse
    return np.minimum(1.0, share / np.sqrt(share))


def skipgrams(
    sequence: Any,
    vocabulary_size: int,
    window_size: int = 4,
    negative_samples: float = 1.0,
    shuffle: bool = True,
    categorical: bool = False,
    sampling_table: Any = None,
    seed: int | None = None,
) -> tuple[list[list[int]], list[Any]]:
    """Return pairs of words and whether they stand near one another.

    Args:
        sequence: Numbers of words; 0 stands for nothing.
        vocabulary_size: Numbers of words are below this.
        window_size: How far apart two words of a pair are at most.
        negative_samples: How many pairs of a word and any other are added, for each real one.
        shuffle: Whether the pairs are shuffled.
        categorical: Whether labels are [0, 1] and [1, 0] instead of 1 and 0.
        sampling_table: How likely each word is kept; see ``make_sampling_table``.
        seed: Makes the draws repeatable.
    """
    rng = random.Random(seed)
    couples = []
    for i, word in enumerate(sequence):
        if not word or (sampling_table is not None and sampling_table[word] < rng.random()):
            continue
        for j in range(max(0, i - window_size), min(len(sequence), i + window_size + 1)):
            if j != i and sequence[j]:
                couples.append([word, sequence[j]])
    near, far = ([0, 1], [1, 0]) if categorical else (1, 0)
    labels: list[Any] = [near] * len(couples)
    if negative_samples > 0 and couples:
        count = int(len(labels) * negative_samples)
        words = [c[0] for c in couples]
        rng.shuffle(words)
        couples += [
            [words[i % len(words)], rng.randint(1, vocabulary_size - 1)] for i in range(count)
        ]
        labels += [far] * count
    if shuffle:
        both = list(zip(couples, labels, strict=True))
        rng.shuffle(both)
        couples, labels = [c for c, _ in both], [label for _, label in both]
    return couples, labels


class TimeseriesGenerator(PyDataset):
    """Batches of rows cut out of a series, with what follows each row.

    Args:
        data, targets: The series and what belongs to each of its steps.
        length: Steps in a row.
        sampling_rate: Every how many steps of a row are kept.
        stride: Steps from one row to the next.
        start_index, end_index: First and last step that is used.
        shuffle: Whether rows are drawn at random instead.
        reverse: Whether rows run backwards.
        batch_size: Rows in a batch.
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int = 1,
        stride: int = 1,
        start_index: int = 0,
        end_index: int | None = None,
        shuffle: bool = False,
        reverse: bool = False,
        batch_size: int = 128,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if len(data) != len(targets):
            raise ValueError(
                f"Data and targets must be equally long, got {len(data)} and {len(targets)} steps."
            )
        self.data, self.targets, self.length = data, targets, length
        self.sampling_rate, self.stride = sampling_rate, stride
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle, self.reverse, self.batch_size = shuffle, reverse, batch_size
        if self.start_index > self.end_index:
            raise ValueError(
                f"A row of {length} steps from step {start_index} on ends after the last step "
                f"({self.end_index}). Give a smaller 'length'."
            )

    def __len__(self) -> int:
        step = self.batch_size * self.stride
        return (self.end_index - self.start_index + step) // step

    def __getitem__(self, index: int) -> Any:
        if self.shuffle:
            ends = np.random.randint(self.start_index, self.end_index + 1, self.batch_size)
        else:
            first = self.start_index + self.batch_size * self.stride * index
            last = min(first + self.batch_size * self.stride, self.end_index + 1)
            ends = np.arange(first, last, self.stride)
        rows = np.array([self.data[e - self.length : e : self.sampling_rate] for e in ends])
        return rows[:, ::-1] if self.reverse else rows, np.array([self.targets[e] for e in ends])
