"""summary() prints the tables Keras 2 prints."""

from __future__ import annotations

from typing import Any

import engine as keras
from engine import layers


def table(model: Any, **options: Any) -> list[str]:
    lines: list[str] = []
    model.summary(print_fn=lines.append, **options)
    return lines


# The table Keras 2.4 prints for this model.
PRINTED = """\
Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
layer1 (Dense)               (None, 5)                 25
_________________________________________________________________
layer2 (Dense)               (None, 3)                 18
_________________________________________________________________
layer3 (Dense)               (None, 1)                 4
=================================================================
Total params: 47
Trainable params: 47
Non-trainable params: 0
_________________________________________________________________"""


def test_a_chain_prints_keras_2s_table_to_the_character() -> None:
    model = keras.Sequential(
        [
            layers.Dense(5, activation="relu", name="layer1", input_shape=(4,)),
            layers.Dense(3, activation="relu", name="layer2"),
            layers.Dense(1, name="layer3"),
        ],
        name="sequential",
    )
    assert "\n".join(table(model)) == PRINTED


def test_word_numbers_of_any_length_are_shown_before_the_model_is_built() -> None:
    model = keras.Sequential()
    model.add(layers.Embedding(10000, 16, name="embedding"))
    model.add(layers.LSTM(64, name="lstm"))
    model.add(layers.Dense(16, activation="relu", name="dense"))
    model.add(layers.Dense(1, activation="sigmoid", name="dense_1"))
    rows = [line.split() for line in table(model) if "(" in line]
    assert rows[1:] == [
        ["embedding", "(Embedding)", "(None,", "None,", "16)", "160000"],
        ["lstm", "(LSTM)", "(None,", "64)", "20736"],
        ["dense", "(Dense)", "(None,", "16)", "1040"],
        ["dense_1", "(Dense)", "(None,", "1)", "17"],
    ]
    assert "Total params: 181,793" in table(model)
    assert not model.built and not model.weights


def test_a_graph_names_every_input_of_a_layer() -> None:
    one, two = keras.Input((4,), name="one"), keras.Input((4,), name="two")
    shared = layers.Dense(3, name="shared")
    joined = layers.Concatenate(name="joined")([shared(one), shared(two)])
    lines = table(keras.Model([one, two], layers.Dense(1, name="out")(joined)))
    assert lines[2].split()[-4:] == ["Param", "#", "Connected", "to"]
    assert len(lines[1]) == 98
    at = next(i for i, line in enumerate(lines) if line.startswith("joined"))
    assert lines[at].split()[-1] == "shared[0][0]"
    assert lines[at + 1].split() == ["shared[1][0]"]
    assert lines[at + 1].index("shared") == lines[at].index("shared[0]")
    assert "Total params: 22" in lines


def test_long_names_widen_the_table_and_frozen_layers_are_marked() -> None:
    name = "a_name_that_is_much_longer_than_the_column"
    model = keras.Sequential([keras.Input((2,)), layers.Dense(1, name=name, trainable=False)])
    lines = table(model, show_trainable=True)
    assert f"{name} (Dense)" in lines[4]
    assert lines[4].split()[-1] == "N" and lines[2].endswith("Trainable")
    assert "Non-trainable params: 3" in lines
