"""IntegerLookup and StringLookup: words and codes to positions in a vocabulary, and back.

They work on arrays, before a model: on a whole array or in ``Dataset.map``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.kinds import Bool, Choice, Int, Kind, Optional, Text
from engine.layers.layer import Layer
from engine.layers.preprocessing.arguments import Numbers
from engine.layers.preprocessing.batches import batches
from engine.layers.preprocessing.categories import MODE_DOC, OutputMode, sparse_param
from engine.layers.symbolic import symbolic_leaves
from engine.param import param
from engine.registry import register
from engine.tensor import Tensor

__all__ = [
    "IntegerLookup",
    "StringLookup",
]

_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


class Vocabulary(Kind):
    """Different words or whole numbers in a list; never the path of a file."""

    def validate(self, value: Any) -> list[Any]:
        if isinstance(value, (str, bytes)) or hasattr(value, "__fspath__"):
            raise ValueError("No file is read: give the entries themselves in a list.")
        entries = np.asarray(value).tolist()
        if not isinstance(entries, list) or not entries:
            raise ValueError
        if not all(type(e) is str for e in entries) and not all(type(e) is int for e in entries):
            raise ValueError
        return entries

    def describe(self) -> str:
        return "a list of words or of whole numbers"

    def bad_values(self) -> list[Any]:
        return ["vocabulary.txt", [], [1.5], 3]


class ArrayLayer(Layer):
    """A layer that works on arrays at once and cannot stand inside a model."""

    def __call__(self, inputs: Any, **ignored: Any) -> Any:
        if symbolic_leaves(inputs):
            raise ValueError(
                f"Layer '{self.name}' ({type(self).__name__}) works on data before a model, not "
                "inside one. Call it on the arrays, or in Dataset.map, and give the model what "
                "comes out."
            )
        result = np.asarray(self.call(inputs))
        return Tensor(result.shape, result.dtype.name, result)


class IndexLookup(ArrayLayer):
    """What both lookups share."""

    max_tokens: Any
    num_oov_indices: Any
    mask_token: Any
    oov_token: Any
    vocabulary: Any
    idf_weights: Any
    invert: Any
    output_mode: Any
    pad_to_max_tokens: Any

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Leave out what Keras writes into files and only says again what is known."""
        rest = dict(super().take_extra(kwargs))
        for name in ("vocabulary_size", "vocabulary_dtype", "has_input_vocabulary"):
            rest.pop(name, None)
        for name, usual in (("salt", None), ("oov_method", "floormod")):
            if rest.pop(name, usual) != usual:
                raise ValueError(f"{type(self).__name__}: only {name}={usual!r} is supported.")
        return rest

    def check_params(self) -> None:
        super().check_params()
        kind = type(self).__name__
        if self.invert and self.output_mode != "int":
            raise ValueError(f"{kind}: invert needs output_mode='int'.")
        if self.pad_to_max_tokens and self.max_tokens is None:
            raise ValueError(f"{kind}: pad_to_max_tokens needs max_tokens.")
        self._given = self.vocabulary is not None
        self._tokens: list[Any] = []
        if self._given:
            self.set_vocabulary(self.vocabulary, self.idf_weights)

    # -- the vocabulary ------------------------------------------------------------

    @property
    def _special(self) -> list[Any]:
        masked = self.mask_token is not None and self.output_mode == "int"
        return [self.mask_token] * masked + [self.oov_token] * self.num_oov_indices

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Take a vocabulary, with or without the special entries at its beginning.

        Raises:
            ValueError: for a path, repeated entries, too many of them, or weights that are
                missing or too many.
        """
        entries, special = Vocabulary().validate(vocabulary), self._special
        found = bool(special) and entries[: len(special)] == special
        tokens = entries[len(special) :] if found else entries
        repeated = [token for token, count in Counter(tokens).items() if count > 1]
        kind = type(self).__name__
        if repeated:
            raise ValueError(f"{kind}: the vocabulary has {repeated[0]!r} more than once.")
        if self.mask_token is not None and self.mask_token in tokens:
            raise ValueError(f"{kind}: {self.mask_token!r} in the vocabulary is the mask's own.")
        if self.max_tokens is not None and len(special) + len(tokens) > self.max_tokens:
            raise ValueError(
                f"{kind}: the vocabulary has {len(special) + len(tokens)} entries, max_tokens "
                f"allows {self.max_tokens}."
            )
        if (self.output_mode == "tf_idf") != (idf_weights is not None):
            raise ValueError(f"{kind}: idf_weights go with output_mode='tf_idf' and no other.")
        if idf_weights is not None and len(idf_weights) != len(entries):
            raise ValueError(
                f"{kind}: {len(idf_weights)} idf_weights were given for {len(entries)} entries."
            )
        self._keep(tokens)
        if idf_weights is not None:
            weights = list(idf_weights)
            front = [] if found else [float(np.mean(weights))] * len(special)
            self._weights = np.array(front + weights, "float32")

    def _keep(self, tokens: list[Any]) -> None:
        self._tokens = tokens
        self._place = {t: i for i, t in enumerate(tokens, len(self._special))}

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """Return the entries in the order of their numbers."""
        return (self._special if include_special_tokens else []) + self._tokens

    def vocabulary_size(self) -> int:
        """Return the number of entries, the special ones included."""
        return len(self._special) + len(self._tokens)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if self._tokens:
            config["vocabulary"] = list(self._tokens)
            if self.output_mode == "tf_idf":
                config["idf_weights"] = self._weights[len(self._special) :].tolist()
        return config

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Make the vocabulary of what occurs in data, the most frequent first.

        Args:
            data: An array or list (each row is a document), a Dataset or other batches.
            steps: At most so many batches.
        """
        rows: list[Any] = []
        for batch in batches(data, steps, lists_are_data=True):
            array = self._entries(batch)
            rows += array.reshape(len(array), -1).tolist() if array.ndim else [[array.item()]]
        self.adapt_to_rows(rows)

    def adapt_to_rows(self, rows: Iterable[list[Any]]) -> None:
        """Make the vocabulary of rows of entries, each row a document."""
        if self._given:
            raise ValueError(
                f"{type(self).__name__} '{self.name}' was given its vocabulary; make it without "
                "one to adapt it to data."
            )
        counts: Counter[Any] = Counter()
        documents: Counter[Any] = Counter()
        number = 0
        for row in rows:
            counts.update(row)
            documents.update(set(row))
            number += 1
        for special in (self.mask_token, self.oov_token):
            counts.pop(special, None)
        tokens = sorted(counts, key=lambda t: (counts[t], t), reverse=True)
        if self.max_tokens is not None:
            tokens = tokens[: self.max_tokens - len(self._special)]
        if not tokens:
            raise ValueError(f"{type(self).__name__} '{self.name}': there are no data to adapt to.")
        self._keep(tokens)
        idf = [float(np.log(1 + number / (1 + documents[t]))) for t in tokens]
        front = [float(np.mean(idf))] * len(self._special)
        self._weights = np.array(front + idf, "float32")

    # -- looking up ------------------------------------------------------------------

    def _entries(self, values: Any) -> np.ndarray:
        """The inputs as an array of entries."""
        raise NotImplementedError

    def call(self, inputs: Any) -> Any:
        if not self._tokens:
            raise ValueError(f"'{self.name}' has no vocabulary yet: call adapt() with data first.")
        if self.invert:
            known, array = dict(enumerate(self.get_vocabulary())), np.asarray(inputs)
            return self._mapped(array, lambda i: known.get(i, self.oov_token))
        array = self._entries(inputs)
        numbers = np.asarray(self._mapped(array, self.number), "int64").reshape(array.shape)
        return numbers if self.output_mode == "int" else self.encode(numbers)

    @staticmethod
    def _mapped(array: np.ndarray, function: Any) -> np.ndarray:
        return np.array([function(v) for v in array.ravel().tolist()]).reshape(array.shape)

    def number(self, entry: Any) -> int:
        """Return an entry's number; -1 for the mask where it is left out."""
        if self.mask_token is not None and entry == self.mask_token:
            return 0 if self.output_mode == "int" else -1
        place = self._place.get(entry)
        if place is not None:
            return place
        if not self.num_oov_indices:
            raise ValueError(
                f"{entry!r} is not in the vocabulary of '{self.name}', and num_oov_indices=0 "
                "leaves no number for it."
            )
        return len(self._special) - self.num_oov_indices + self._bucket(entry)

    def _bucket(self, entry: Any) -> int:
        return 0

    def encode(self, numbers: np.ndarray) -> np.ndarray:
        """Return rows of zeros and ones, counts or weighted counts; -1 leaves no trace."""
        depth = self.max_tokens if self.pad_to_max_tokens else self.vocabulary_size()
        if self.output_mode == "one_hot" and numbers.ndim > 1 and numbers.shape[-1] == 1:
            numbers = numbers[..., 0]
        rows = (numbers[..., None] == np.arange(depth)).astype("float32")
        if self.output_mode == "one_hot":
            return rows
        if rows.ndim == 1:
            rows = rows[None]
        if self.output_mode == "multi_hot":
            return rows.max(axis=-2)
        counts = rows.sum(axis=-2)
        if self.output_mode == "count":
            return counts
        return counts * np.pad(self._weights, (0, depth - len(self._weights)))


def _most(low: int = 2) -> Any:
    return param(
        Optional(Int(low=low)),
        None,
        doc="Most entries of the vocabulary, special ones included.",
    )


def _vocabulary() -> Any:
    return param(Optional(Vocabulary()), None, doc="The entries, where known: a list, no path.")


def _weights() -> Any:
    return param(Optional(Numbers()), None, doc="Weights of the entries for tf_idf, where known.")


def _invert() -> Any:
    return param(Bool(), False, doc="Whether to turn numbers back into entries.")


def _mode() -> Any:
    return param(OutputMode(*_MODES), "int", doc=MODE_DOC)


def _pad() -> Any:
    return param(Bool(), False, doc="Whether rows are max_tokens long in any case.")


@register("layer", family="preprocessing", hidden=True)
class IntegerLookup(IndexLookup):
    """Turns codes (whole numbers) into their places in a vocabulary, before a model.

    Formula: y = place of x in the vocabulary, or that of the unknown
    Shape: int: unchanged; one_hot: (batch, n, size); otherwise (batch, size)
    """

    max_tokens = _most()
    num_oov_indices = param(Int(low=0), 1, doc="How many numbers unknown codes share.")
    mask_token = param(Optional(Int()), None, doc="The code that stands for nothing.")
    oov_token = param(Optional(Int()), -1, doc="What unknown codes become when inverted.")
    vocabulary = _vocabulary()
    vocabulary_dtype = param(Choice("int64"), "int64", hidden=True, doc="Kept for files.")
    idf_weights = _weights()
    invert = _invert()
    output_mode = _mode()
    sparse = sparse_param()
    pad_to_max_tokens = _pad()

    def _entries(self, values: Any) -> np.ndarray:
        array = np.asarray(values)
        if array.dtype.kind not in "iub":
            raise ValueError(f"'{self.name}' takes whole numbers, got an array of {array.dtype}.")
        return array.astype("int64")

    def _bucket(self, entry: Any) -> int:
        return entry % self.num_oov_indices


@register("layer", family="preprocessing", hidden=True)
class StringLookup(IndexLookup):
    """Turns words into their places in a vocabulary, before a model.

    Formula: y = place of x in the vocabulary, or that of the unknown
    Shape: int: unchanged; one_hot: (batch, n, size); otherwise (batch, size)
    """

    max_tokens = _most()
    num_oov_indices = param(Int(low=0, high=1), 1, doc="Whether unknown words have a number.")
    mask_token = param(Optional(Text()), None, doc="The word that stands for nothing.")
    oov_token = param(Optional(Text()), "[UNK]", doc="What unknown words become when inverted.")
    vocabulary = _vocabulary()
    idf_weights = _weights()
    invert = _invert()
    output_mode = _mode()
    pad_to_max_tokens = _pad()
    sparse = sparse_param()
    encoding = param(Text(), "utf-8", hidden=True, doc="How bytes are read as text.")

    def _entries(self, values: Any) -> np.ndarray:
        return texts(values, self.encoding)


def texts(values: Any, encoding: str) -> np.ndarray:
    """Return texts (or their bytes) as an object array of texts."""
    array = np.asarray(values)
    decoded = [v.decode(encoding) if isinstance(v, bytes) else v for v in array.ravel().tolist()]
    wrong = [v for v in decoded if not isinstance(v, str)]
    if wrong:
        raise ValueError(f"Texts are expected, got {wrong[0]!r}.")
    result = np.empty(len(decoded), object)
    result[:] = decoded
    return result.reshape(array.shape)
