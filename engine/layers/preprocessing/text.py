"""TextVectorization: texts to the numbers of their words."""

from __future__ import annotations

import re
import string
from typing import Any

import numpy as np

from engine.kinds import Bool, Choice, Either, Int, IntList, Kind, Optional, Text
from engine.layers.preprocessing.arguments import Numbers
from engine.layers.preprocessing.batches import batches
from engine.layers.preprocessing.categories import MODE_DOC, OutputMode, sparse_param
from engine.layers.preprocessing.lookup import ArrayLayer, StringLookup, Vocabulary, texts
from engine.param import param
from engine.registry import register, serialize

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

    def to_config(self, value: Any) -> Any:
        return serialize(value)


@register("layer", family="preprocessing", hidden=True)
class TextVectorization(ArrayLayer):
    """Turns texts into the numbers of their words, or into rows of what occurs, before a model.

    Formula: clean the text, split it, y = each word's place in the vocabulary
    Shape: (batch,) or (batch, 1) to (batch, length), or (batch, size of the vocabulary)
    """

    _lookup: StringLookup
    max_tokens = param(Optional(Int(low=2)), None, doc="Largest size of the vocabulary.")
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
    output_mode = param(
        OutputMode("int", "one_hot", "multi_hot", "count", "tf_idf"), "int", doc=MODE_DOC
    )
    output_sequence_length = param(
        Optional(Int(low=1)), None, doc="Length of the rows of numbers; the longest by default."
    )
    pad_to_max_tokens = param(Bool(), False, doc="Whether rows are max_tokens long in any case.")
    vocabulary = param(Optional(Vocabulary()), None, doc="The words, where known: a list, no path.")
    idf_weights = param(Optional(Numbers()), None, doc="Weights of the words for tf_idf.")
    sparse = sparse_param()
    ragged = param(Choice(False), False, hidden=True, doc="Kept for files; only False.")
    encoding = param(Text(), "utf-8", hidden=True, doc="How bytes are read as text.")

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        rest = dict(super().take_extra(kwargs))
        for name in ("vocabulary_size", "has_input_vocabulary"):
            rest.pop(name, None)
        return rest

    def check_params(self) -> None:
        super().check_params()
        if self.output_mode != "int" and self.output_sequence_length is not None:
            raise ValueError("TextVectorization: output_sequence_length needs output_mode='int'.")
        self.__dict__["_lookup"] = StringLookup(
            max_tokens=self.max_tokens,
            mask_token="",
            vocabulary=self.vocabulary,
            idf_weights=self.idf_weights,
            output_mode=self.output_mode,
            pad_to_max_tokens=self.pad_to_max_tokens,
            name=f"{self.name}_lookup",
        )

    def get_config(self) -> dict[str, Any]:
        lookup = self._lookup.get_config()
        return super().get_config() | {k: lookup[k] for k in ("vocabulary", "idf_weights")}

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """Return the words in the order of their numbers."""
        return self._lookup.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        """Return the number of words, the special ones included."""
        return self._lookup.vocabulary_size()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Take a list of words as the vocabulary; never the path of a file."""
        self._lookup.set_vocabulary(vocabulary, idf_weights)

    def adapt(self, data: Any, batch_size: int | None = None, steps: int | None = None) -> None:
        """Make the vocabulary of the words in texts, the most frequent first.

        Args:
            data: An array or list of texts, a Dataset or other batches of texts.
            batch_size: Kept for scripts.
            steps: At most so many batches.
        """
        parts = batches(data, steps, lists_are_data=True)
        self._lookup.adapt_to_rows(row for part in parts for row in self._rows(part))

    def _rows(self, values: Any) -> list[list[str]]:
        """The words of each text."""
        array = np.atleast_1d(texts(values, self.encoding))
        if callable(self.standardize):
            array = texts(self.standardize(array.astype(str)), self.encoding)
        elif self.standardize is not None:
            flat = [self._clean(text) for text in array.ravel()]
            array = texts(flat, self.encoding).reshape(array.shape)
        if self.split is None:
            rows = [list(np.atleast_1d(row)) for row in array]
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

    def call(self, inputs: Any) -> Any:
        lookup = self._lookup
        if not lookup.get_vocabulary(False):
            raise ValueError(f"'{self.name}' has no vocabulary yet: call adapt() with texts first.")
        rows = [[lookup.number(word) for word in row] for row in self._rows(inputs)]
        empty = 0 if self.output_mode == "int" else -1
        length = self.output_sequence_length or max(map(len, rows), default=0)
        numbers = np.full((len(rows), length), empty, "int64")
        for place, row in zip(numbers, rows, strict=True):
            place[: min(length, len(row))] = row[:length]
        result = numbers if self.output_mode == "int" else lookup.encode(numbers)
        return result[0] if np.ndim(inputs) == 0 else result
