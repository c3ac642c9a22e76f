"""The short texts on cards and wires."""

from __future__ import annotations

import pytest

from app.canvas import labels


@pytest.mark.parametrize(
    ("kind", "params", "text"),
    [
        ("Conv2D", {"filters": 32, "kernel_size": [3, 3], "activation": "relu"},
         "32 · 3×3 · relu"),
        ("Conv2D", {"filters": 8, "kernel_size": 5, "strides": [2, 2], "padding": "same"},
         "8 · 5 · stride 2 · same"),
        ("Dense", {"units": 10, "activation": {"class_name": "Softmax", "config": {}}},
         "10 · Softmax"),
        ("MaxPooling2D", {}, "2×2"),
        ("Dropout", {"rate": 0.25}, "25%"),
        ("InputLayer", {"shape": [None, 16]}, "?×16"),
        ("LSTM", {"units": 32, "return_sequences": True}, "32 · return_sequences"),
        ("Flatten", {}, ""),
    ],
)  # fmt: skip
def test_key_settings(kind: str, params: dict, text: str) -> None:
    assert labels.settings(kind, params) == text


@pytest.mark.parametrize(
    ("shape", "text"),
    [((None, 28, 28, 32), "28×28×32"), ((None, None, 16), "?×16"), ((None, 10), "10"),
     (None, "")],
)  # fmt: skip
def test_shapes_leave_the_batch_out(shape, text: str) -> None:
    assert labels.shape(shape) == text


def test_counts() -> None:
    assert labels.parameters(0) == ""
    assert labels.parameters(320) == "320 params"
    assert labels.number(12_345_678) == "12.3M"


def test_families() -> None:
    assert labels.family("InputLayer") == "input"
    assert labels.family("Conv2D") == "conv"
    assert labels.family("NoSuchLayer") == "core"
