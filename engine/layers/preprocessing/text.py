"""TextVectorization: texts to the numbers of their words."""

from __future__ import annotations

import re
import string
from typing import Any

import numpy as np

from engine.kinds import Choice, Either, Int, IntList, Kind, Optional, Text
from engine.layers.preprocessing.batches import batches, is_whole
from engine.layers.preprocessing.categories import sparse_param
from engine.layers.preprocessing.index_lookup import (
    VocabularyLayer,
    mode_param,
    most_param,
    pad_param,
    rows_shape,
    vocabulary_param,
    weights_param,
)
from engine.layers.preprocessing.lookup import StringLookup
from engine.layers.preprocessing.on_arrays import need_texts
from engine.layers.preprocessing.vocabulary import without_vocabulary_files
from engine.param import param
from engine.registry import deserialize, register, serialize
from engine.tensor import texts

__all__ = [
    "TextVectorization",
]

#: As TensorFlow: only these letters are lowered, only these characters part words.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)
_WORD = re.compile(r"[^ \t\n\r\v\f]+")


class Function(Kind):
    """A Python function; it can be used but not read from a file."""

    def validate(self, value: Any) -> Any:
        if not callable(value):
            raise ValueError
        return value

    def describe(self) -> str:
        return "a function"

    def bad_values(self) -> list[Any]:
        return ["no such name", 3]

    def to_config(self, value: Any) -> Any:
        return serialize(value)


class NotRagged(Choice):
    """False; rows of different lengths are filled up instead."""

    def __init__(self) -> None:
        super().__init__(False)

    def validate(self, value: Any) -> bool:
        if value is True:
            raise ValueError(
                "Rows of different lengths (ragged tensors) are not supported: rows are filled up "
                "with zeros. Leave the argument out."
            )
        return super().validate(value)


@register("layer", family="preprocessing")
class TextVectorization(VocabularyLayer):
    """Turns texts into the numbers of their words, or into rows of what occurs.

    Formula: clean the text, split it, y = each word's place in the vocabulary
    Shape: (batch,) or (batch, 1) to (batch, length), or (batch, size of the vocabulary)
    """

    input_dtype = "string"
    starting = {"vocabulary": ["yes", "no"], "output_sequence_length": 8}
    _lookup_layer: StringLookup
    max_tokens = most_param()
    standardize = param(
        Optional(
            Either(Choice("lower_and_strip_punctuation", "lower", "strip_punctuation"), Function())
        ),
        "lower_and_strip_punctuation",
        doc="How texts are cleaned first.",
    )
    split = param(
        Optional(Either(Choice("whitespace", "character"), Function())),
        "whitespace",
        doc="How texts are split: into words or characters; none takes them as they are.",
    )
    ngrams = param(
        Optional(Either(Int(low=1), IntList(low=1))),
        None,
        doc="Runs of words to look up as well: up to this length, or of these lengths.",
    )
    output_mode = mode_param()
    output_sequence_length = param(
        Optional(Int(low=1)), None, doc="Length of the rows of numbers; the longest by default."
    )
    pad_to_max_tokens = pad_param()
    vocabulary = vocabulary_param()
    idf_weights = weights_param()
    sparse = sparse_param()
    ragged = param(NotRagged(), False, hidden=True, doc="Kept for files; only False.")
    encoding = param(Text(), "utf-8", hidden=True, doc="How bytes are read as text.")

    def check_params(self) -> None:
        super().check_params()
        if self.output_mode != "int" and self.output_sequence_length is not None:
            raise ValueError("TextVectorization: output_sequence_length needs output_mode='int'.")
        self.__dict__["_lookup_layer"] = StringLookup(
            max_tokens=self.max_tokens,
            mask_token="",
            vocabulary=self._file or self.vocabulary,
            idf_weights=self.idf_weights,
            output_mode=self.output_mode,
            pad_to_max_tokens=self.pad_to_max_tokens,
            vocabulary_size=self._size,
            name=f"{self.name}_lookup",
        )

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        config = dict(config)
        for name in ("standardize", "split"):
            if isinstance(config.get(name), dict):
                config[name] = deserialize(config[name], "layer")
        with without_vocabulary_files():
            return cls(**config)

    def get_config(self) -> dict[str, Any]:
        lookup = self._lookup_layer.get_config()
        kept = ("vocabulary", "idf_weights", "vocabulary_size")
        config = super().get_config() | {k: lookup[k] for k in kept}
        if config["vocabulary_size"] is None:
            config["vocabulary_size"] = self.vocabulary_size()
        return config

    def read_assets(self, read: Any, weights: Any) -> None:
        """Take the vocabulary from the files beside a Keras archive's configuration."""
        self._lookup_layer.read_assets(read, weights)

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """Return the words in the order of their numbers."""
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        """Return the number of words, the special ones included."""
        return self._lookup_layer.vocabulary_size()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Take a vocabulary, a list or the path of a file, as ``StringLookup`` does."""
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights)

    def adapt(self, data: Any, batch_size: int | None = None, steps: int | None = None) -> None:
        """Make the vocabulary of the words in texts, the most frequent first.

        Args:
            data: An array or list of texts, a Dataset or other batches of texts.
            batch_size: Kept for scripts.
            steps: At most so many batches.
        """
        parts = batches(data, steps, lists_are_data=True)
        if is_whole(data, lists_are_data=True):
            parts = (part[:, None] if part.ndim == 1 else part for part in parts)
        self._lookup_layer.adapt_to_rows(row for part in parts for row in self._rows(part))

    def _rows(self, values: Any) -> list[list[str]]:
        """The words of each text."""
        array = np.atleast_1d(texts(values, self.encoding))
        if callable(self.standardize):
            array = texts(self.standardize(array.astype(str)), self.encoding)
        elif self.standardize is not None:
            flat = [self._clean(text) for text in array.ravel()]
            array = texts(flat, self.encoding).reshape(array.shape)
        if self.split is None:
            rows = [list(row) for row in np.atleast_2d(array)]  # one axis: the words of one text
        else:
            if array.ndim > 2 or (array.ndim == 2 and array.shape[1] != 1):
                raise ValueError(
                    f"'{self.name}' takes texts of shape (batch,) or (batch, 1) to split them, "
                    f"got the shape {array.shape}."
                )
            rows = [list(self._parts(text)) for text in array.ravel()]
        return rows if self.ngrams is None else [self._runs(row) for row in rows]

    def _clean(self, text: str) -> str:
        if "lower" in self.standardize:
            text = text.translate(_LOWER)
        if "strip" in self.standardize:
            text = text.translate(_WITHOUT_PUNCTUATION)
        return text

    def _parts(self, text: str) -> Any:
        if callable(self.split):
            return self.split(text)
        return list(text) if self.split == "character" else _WORD.findall(text)

    def _runs(self, row: list[str]) -> list[str]:
        lengths = self.ngrams
        if isinstance(lengths, int):
            lengths = range(1, lengths + 1)
        return [" ".join(row[i : i + n]) for n in lengths for i in range(max(len(row) - n + 1, 0))]

    @property
    def result_dtype(self) -> str:  # type: ignore[override]
        return self._lookup_layer.result_dtype

    def check_input(self, *tensors: Any) -> None:
        need_texts(self, tensors[0])

    def result_shape(self, *shapes: tuple[Any, ...]) -> tuple[Any, ...]:
        (shape,) = shapes
        batch = () if self._is_one_text(shape) else shape[:1]
        if self.output_mode != "int":
            return rows_shape((*batch, None), self.output_mode, self._lookup_layer.depth)
        length = self.output_sequence_length
        if length is None and self.split is None and self.ngrams is None and shape:
            length = shape[-1]
        return (*batch, length)

    def _is_one_text(self, shape: tuple[Any, ...]) -> bool:
        return len(shape) < (2 if self.split is None else 1)

    def work(self, *arrays: np.ndarray) -> np.ndarray:
        (array,) = arrays
        lookup = self._lookup_layer
        if not lookup.get_vocabulary(False):
            raise ValueError(f"'{self.name}' has no vocabulary yet: call adapt() with texts first.")
        rows = [[lookup.number(word) for word in row] for row in self._rows(array)]
        empty = 0 if self.output_mode == "int" else -1
        length = self.output_sequence_length or max(map(len, rows), default=0)
        numbers = np.full((len(rows), length), empty, "int64")
        for place, row in zip(numbers, rows, strict=True):
            place[: min(length, len(row))] = row[:length]
        result = numbers if self.output_mode == "int" else lookup.encode(numbers)
        return result[0] if self._is_one_text(array.shape) else result
