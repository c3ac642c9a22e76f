"""IntegerLookup and StringLookup: words and codes to positions in a vocabulary, and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kinds import Choice, Int, Optional, Text
from engine.layers.preprocessing.arguments import salt_param
from engine.layers.preprocessing.categories import sparse_param
from engine.layers.preprocessing.index_lookup import (
    IndexLookup,
    invert_param,
    mode_param,
    most_param,
    pad_param,
    vocabulary_param,
    weights_param,
)
from engine.layers.preprocessing.on_arrays import need_texts, need_whole_numbers
from engine.param import param
from engine.registry import register
from engine.tensor import TEXT, texts

__all__ = [
    "IntegerLookup",
    "StringLookup",
]


def _method(keyword_only: bool = False) -> Any:
    return param(
        Choice("floormod", "farmhash"),
        "floormod",
        advanced=True,
        keyword_only=keyword_only,
        doc="How unknown entries share several numbers: by remainder or by a hash.",
    )


@register("layer", family="preprocessing")
class IntegerLookup(IndexLookup):
    """Turns codes (whole numbers) into their places in a vocabulary.

    Formula: y = place of x in the vocabulary, or that of the unknown
    Shape: int: unchanged; one_hot: (batch, n, size); otherwise (batch, size)
    """

    starting = {"vocabulary": [1, 2, 3]}
    numbers = True
    max_tokens = most_param()
    num_oov_indices = param(Int(low=0, high=10**7), 1, doc="How many numbers unknown codes share.")
    mask_token = param(Optional(Int()), None, doc="The code that stands for nothing.")
    oov_token = param(Optional(Int()), -1, doc="What unknown codes become when inverted.")
    vocabulary = vocabulary_param()
    vocabulary_dtype = param(Choice("int64"), "int64", hidden=True, doc="Kept for files.")
    idf_weights = weights_param()
    invert = invert_param()
    output_mode = mode_param()
    sparse = sparse_param()
    pad_to_max_tokens = pad_param()
    oov_method = _method()
    salt = salt_param()

    @property
    def result_dtype(self) -> str:  # type: ignore[override]
        return "int64" if self.output_mode == "int" else "float32"

    def check_input(self, *tensors: Any) -> None:
        need_whole_numbers(self, tensors[0])

    def _entries(self, values: Any) -> np.ndarray:
        array = np.asarray(values)
        if array.dtype.kind not in "iub":
            raise ValueError(f"'{self.name}' takes whole numbers, got an array of {array.dtype}.")
        return array.astype("int64")


@register("layer", family="preprocessing")
class StringLookup(IndexLookup):
    """Turns words into their places in a vocabulary.

    Formula: y = place of x in the vocabulary, or that of the unknown
    Shape: int: unchanged; one_hot: (batch, n, size); otherwise (batch, size)
    """

    input_dtype = "string"
    starting = {"vocabulary": ["yes", "no"]}
    max_tokens = most_param()
    num_oov_indices = param(Int(low=0, high=10**7), 1, doc="How many numbers unknown words share.")
    mask_token = param(Optional(Text()), None, doc="The word that stands for nothing.")
    oov_token = param(Optional(Text()), "[UNK]", doc="What unknown words become when inverted.")
    vocabulary = vocabulary_param()
    idf_weights = weights_param()
    invert = invert_param()
    output_mode = mode_param()
    pad_to_max_tokens = pad_param()
    sparse = sparse_param()
    encoding = param(Text(), "utf-8", hidden=True, doc="How bytes are read as text.")
    salt = salt_param()
    oov_method = _method(keyword_only=True)

    @property
    def result_dtype(self) -> str:  # type: ignore[override]
        if self.invert:
            return TEXT
        return "int64" if self.output_mode == "int" else "float32"

    def check_input(self, *tensors: Any) -> None:
        (need_whole_numbers if self.invert else need_texts)(self, tensors[0])

    def _entries(self, values: Any) -> np.ndarray:
        return texts(values, self.encoding)
