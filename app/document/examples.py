"""The example projects that come with the program, ready to press Train."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources

from PySide6.QtCore import QCoreApplication

from app.document.project_file import from_json, migrate
from app.document.record import ProjectRecord


@dataclass(frozen=True)
class Example:
    """One line of the list of examples.

    Attributes:
        key: Name of the file in ``resources/examples`` and argument of ``open_example``.
        title: What it is.
        summary: What it shows, in a sentence.
        notes: What a learner may look at and try, a paragraph; stands in the project.
    """

    key: str
    title: str
    summary: str
    notes: str


def examples() -> list[Example]:
    """Return the examples from the simplest to the most advanced."""
    translate = QCoreApplication.translate
    return [
        Example(
            "wine_mlp",
            translate("examples", "Wine: a first network"),
            translate(
                "examples",
                "Dense layers tell from 13 measurements who grew a wine.",
            ),
            translate(
                "examples",
                "Two hidden Dense layers and a softmax output with one unit per grower. The "
                "measurements are scaled (standard), because proline goes to 1,680 and hue only "
                "to 1.7: set the scaling to None in the data panel and see how much worse it "
                "learns. Early stopping keeps the best weights.",
            ),
        ),
        Example(
            "diabetes_regression",
            translate("examples", "Diabetes: predict a number"),
            translate("examples", "Regression: ten measurements, one number, mean squared error."),
            translate(
                "examples",
                "The output has one unit and no activation, so that it can be any number. The "
                "loss is the mean squared error; the mean absolute error is in the units of the "
                "target (25 to 346). With 442 patients a bigger network only learns them by "
                "heart: raise the units and watch the validation curve turn up.",
            ),
        ),
        Example(
            "digits_cnn",
            translate("examples", "Digits: see with convolutions"),
            translate(
                "examples",
                "A convolutional network reads handwritten digits, 98 % of them right.",
            ),
            translate(
                "examples",
                "Convolutions find strokes wherever they are, pooling halves the picture, dropout "
                "keeps the network from learning pictures by heart, and the last Dense layer has "
                "one unit per digit. After training look at the confusion matrix: which digits "
                "are taken for each other?",
            ),
        ),
        Example(
            "series_lstm",
            translate("examples", "Waves: forecast with an LSTM"),
            translate("examples", "A recurrent layer reads 32 past values and predicts the next."),
            translate(
                "examples",
                "Three sine waves and noise with a deviation of 0.08: no forecast can have a mean "
                "squared error below about 0.0064. The rows are split in order, so that the model "
                "is judged on the future. Try fewer units in the LSTM, or a Flatten and a Dense "
                "layer in its place.",
            ),
        ),
        Example(
            "headline_two_inputs",
            translate("examples", "Headlines: two inputs, two outputs"),
            translate(
                "examples",
                "Words go through Embedding and LSTM, facts join later; an auxiliary output helps.",
            ),
            translate(
                "examples",
                "The classic of the Functional API. The main input is a headline of 100 word "
                "numbers, the auxiliary input five facts about it. The auxiliary output judges "
                "the LSTM alone and weighs 0.2 in the loss, the main output 1.0. Set the weight "
                "of the auxiliary output to 0: the LSTM finds the topic later, and the main "
                "output ends about two points lower.",
            ),
        ),
        Example(
            "pair_shared",
            translate("examples", "Pairs: shared layers"),
            translate(
                "examples", "Two pictures go through the same layers; are they the same digit?"
            ),
            translate(
                "examples",
                "Both pictures are encoded by the very same layers (the linked cards share their "
                "weights), so that what is learned on the left is known on the right. The codes "
                "are compared by their difference and their product. Unshare the layers: the "
                "model has nearly twice the parameters and ends some six points lower.",
            ),
        ),
    ]


def open_example(key: str) -> ProjectRecord:
    """Return a new project made from an example.

    Raises:
        KeyError: for an unknown key.
    """
    known = {example.key: example for example in examples()}
    example = known[key]
    text = (resources.files("resources.examples") / f"{key}.json").read_text(encoding="utf-8")
    record = from_json(migrate(json.loads(text)))
    record.title = example.title
    record.notes = example.notes
    return record
