"""Sets made by seeded code: the same numbers on every machine, and a known right answer."""

from __future__ import annotations

import numpy as np

from app.data.spec import Field
from app.data.words import translate

SERIES_WINDOW = 32
HEADLINE_LENGTH = 100
HEADLINE_WORDS = 10_000
_TOPIC_WORDS = 60


def series(rows: int = 2000, seed: int = 11) -> list[Field]:
    """Windows of a sum of three sine waves with noise, and the value that follows each.

    Returns fields "window" (rows, 32, 1) and "next" (rows,).
    """
    rng = np.random.default_rng(seed)
    t = np.arange(rows + SERIES_WINDOW, dtype=np.float64)
    wave = (
        np.sin(2 * np.pi * t / 25.0)
        + 0.6 * np.sin(2 * np.pi * t / 61.0 + 1.0)
        + 0.3 * np.sin(2 * np.pi * t / 9.0 + 2.0)
    )
    values = (wave + rng.normal(0.0, 0.08, t.size)).astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(values, SERIES_WINDOW)[:rows]
    return [
        Field("window", (SERIES_WINDOW, 1), "float32", "input", windows[..., None].copy()),
        Field("next", (), "float32", "target", values[SERIES_WINDOW:].copy()),
    ]


def headlines(rows: int = 2000, seed: int = 5) -> list[Field]:
    """Headlines as word numbers, five facts about each, and two yes/no targets.

    Words 1..9999 follow a long-tailed distribution (0 pads short headlines in
    front). Some words belong to the topic "sport": a headline about sport holds
    several of them. The auxiliary target asks for the topic alone; the main
    target ("was it shared often?") depends on the topic and on the facts, so
    that both inputs are needed.

    Returns fields "words" (rows, 100) int32, "facts" (rows, 5), "shared" and "sport".
    """
    rng = np.random.default_rng(seed)
    sport = rng.integers(0, 2, rows)
    facts = rng.normal(0.0, 1.0, (rows, 5)).astype(np.float32)
    topic = rng.choice(np.arange(200, HEADLINE_WORDS), 2 * _TOPIC_WORDS, replace=False)
    words = _background(rng, rows)
    words[np.isin(words, topic)] = 1
    pools = topic.reshape(2, _TOPIC_WORDS)
    lengths = rng.integers(40, HEADLINE_LENGTH + 1, rows)
    for row in range(rows):
        count = int(rng.integers(5, 13))
        places = rng.choice(lengths[row], count, replace=False) + HEADLINE_LENGTH - lengths[row]
        words[row, places] = rng.choice(pools[sport[row]], count)
        words[row, : HEADLINE_LENGTH - lengths[row]] = 0
    pull = 1.6 * (2 * sport - 1) + facts @ np.array([1.2, -0.9, 0.6, 0.0, 0.0])
    shared = (pull + rng.normal(0.0, 0.4, rows) > 0).astype(np.int64)
    yes_no = [translate("data", "no"), translate("data", "yes")]
    facts_names = [
        translate("data", "picture"),
        translate("data", "length"),
        translate("data", "weekend"),
        translate("data", "hour"),
        translate("data", "author"),
    ]
    return [
        Field("words", (HEADLINE_LENGTH,), "int32", "input", words.astype(np.int32)),
        Field("facts", (5,), "float32", "input", facts, columns=facts_names),
        Field("shared", (), "int64", "target", shared, classes=list(yes_no)),
        Field("sport", (), "int64", "target", sport.astype(np.int64), classes=list(yes_no)),
    ]


def _background(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Return word numbers whose frequency falls as in language (Zipf)."""
    rank = np.arange(1, HEADLINE_WORDS)
    weight = 1.0 / (rank + 10.0)
    return rng.choice(rank, (rows, HEADLINE_LENGTH), p=weight / weight.sum())


def digit_pairs(
    images: np.ndarray, digits: np.ndarray, rows: int = 4000, seed: int = 3
) -> list[Field]:
    """Pairs of handwritten digits: the same digit or not (half each), and which is larger.

    Args:
        images: (n, 8, 8, 1); digits: (n,) from 0 to 9.

    Returns fields "left" and "right" (rows, 8, 8, 1), "same" and "larger".
    """
    rng = np.random.default_rng(seed)
    left = rng.integers(0, len(images), rows)
    wanted = np.where(
        rng.random(rows) < 0.5, digits[left], (digits[left] + rng.integers(1, 10, rows)) % 10
    )
    right = np.empty(rows, np.int64)
    for digit in range(10):
        places = np.flatnonzero(wanted == digit)
        right[places] = rng.choice(np.flatnonzero(digits == digit), len(places))
    same = (digits[left] == digits[right]).astype(np.int64)
    larger = np.sign(digits[right].astype(int) - digits[left].astype(int)) + 1
    shape = tuple(images.shape[1:])
    return [
        Field("left", shape, "uint8", "input", images[left]),
        Field("right", shape, "uint8", "input", images[right]),
        Field(
            "same", (), "int64", "target", same,
            classes=[translate("data", "different"), translate("data", "same")],
        ),
        Field(
            "larger", (), "int64", "ignore", larger.astype(np.int64),
            classes=[
                translate("data", "left larger"),
                translate("data", "equal"),
                translate("data", "right larger"),
            ],
        ),
    ]  # fmt: skip


def moons(rows: int = 1000, seed: int = 1) -> list[Field]:
    """Two half circles that reach into each other: fields "point" (rows, 2) and "moon"."""
    rng = np.random.default_rng(seed)
    moon = rng.permutation(np.arange(rows) % 2)
    angle = rng.uniform(0.0, np.pi, rows)
    flip = 1.0 - 2.0 * moon
    points = np.stack([np.cos(angle) * flip + moon, np.sin(angle) * flip + 0.5 * moon], axis=1)
    points += rng.normal(0.0, 0.12, points.shape)
    names = [translate("data", "upper moon"), translate("data", "lower moon")]
    return _points(points, moon, "moon", names)


def spirals(rows: int = 1500, seed: int = 2) -> list[Field]:
    """Three arms of a spiral: fields "point" (rows, 2) and "arm"."""
    rng = np.random.default_rng(seed)
    arm = rng.permutation(np.arange(rows) % 3)
    radius = np.sqrt(rng.uniform(0.01, 1.0, rows))
    angle = 3.5 * radius + arm * (2 * np.pi / 3) + rng.normal(0.0, 0.12, rows)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    names = [translate("data", "arm {number}").format(number=i + 1) for i in range(3)]
    return _points(points, arm, "arm", names)


def _points(points: np.ndarray, codes: np.ndarray, target: str, names: list[str]) -> list[Field]:
    return [
        Field("point", (2,), "float32", "input", points.astype(np.float32), columns=["x", "y"]),
        Field(target, (), "int64", "target", codes.astype(np.int64), classes=names),
    ]
