"""What StringLookup and IntegerLookup share: a vocabulary and places in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from engine.kinds import Bool, Int, Optional
from engine.layers.preprocessing.arguments import Numbers
from engine.layers.preprocessing.batches import batches, is_whole
from engine.layers.preprocessing.categories import MODE_DOC, OutputMode
from engine.layers.preprocessing.on_arrays import ArrayLayer
from engine.layers.preprocessing.vocabulary import (
    Vocabulary,
    is_path,
    parsed_entries,
    read_entries,
    without_vocabulary_files,
)
from engine.param import param
from engine.preprocessing.hashing import fingerprint, keyed_hash

_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


class VocabularyLayer(ArrayLayer):
    """A layer that may be given a vocabulary, or the path of a file with one.

    Attributes:
        _size: Entries of a vocabulary that follows from the opened file; None if none does.
        _file: The path that was given, or None.
    """

    _size: int | None
    _file: Any

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Take what files say besides, and the path of a vocabulary file."""
        rest = dict(super().take_extra(kwargs))
        rest.pop("has_input_vocabulary", None)
        self.__dict__["_size"] = rest.pop("vocabulary_size", None)
        self.__dict__["_file"] = None
        if is_path(rest.get("vocabulary")):
            self.__dict__["_file"] = rest.pop("vocabulary")
        return rest


class IndexLookup(VocabularyLayer):
    """A layer with a vocabulary; every entry has a number, its place."""

    max_tokens: Any
    num_oov_indices: Any
    mask_token: Any
    oov_token: Any
    vocabulary: Any
    idf_weights: Any
    invert: Any
    output_mode: Any
    pad_to_max_tokens: Any
    salt: Any
    oov_method: Any
    #: Whether the entries are whole numbers.
    numbers = False

    def check_params(self) -> None:
        super().check_params()
        kind = type(self).__name__
        if self.invert and self.output_mode != "int":
            raise ValueError(f"{kind}: invert needs output_mode='int'.")
        if self.pad_to_max_tokens and self.max_tokens is None:
            raise ValueError(f"{kind}: pad_to_max_tokens needs max_tokens.")
        if self.salt is not None and self.numbers and self.oov_method != "farmhash":
            raise ValueError(f"{kind}: salt needs oov_method='farmhash'.")
        if self.idf_weights is not None and self.output_mode != "tf_idf":
            raise ValueError(f"{kind}: idf_weights go with output_mode='tf_idf' and no other.")
        self._given = self.vocabulary is not None
        self._tokens: list[Any] = []
        if self._given:
            self.set_vocabulary(self.vocabulary, self.idf_weights)
        elif self._file is not None:
            self.set_vocabulary(self._file)
            self._given = True

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        with without_vocabulary_files():
            return cls(**config)

    # -- the vocabulary ------------------------------------------------------------

    @property
    def _masked(self) -> bool:
        """Whether the mask has a number, the first one."""
        return self.mask_token is not None and self.output_mode == "int"

    @property
    def _offset(self) -> int:
        """Number of the first entry that is not special."""
        return self._masked + self.num_oov_indices

    @property
    def _special(self) -> list[Any]:
        return [self.mask_token] * self._masked + [self.oov_token] * self.num_oov_indices

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Take a vocabulary, with or without the special entries at its beginning.

        Args:
            vocabulary: A list or array, or the path of a text file with an entry a line.
            idf_weights: A weight for each entry, for ``output_mode="tf_idf"``.

        Raises:
            ValueError: for a path in an opened file, repeated entries, too many of them, or
                weights that are missing or too many.
        """
        kind = type(self).__name__
        if is_path(vocabulary):
            if self.output_mode == "tf_idf":
                raise ValueError(f"{kind}: for tf_idf give the entries in a list, not a file.")
            vocabulary = read_entries(vocabulary, self.numbers)
        entries, offset = Vocabulary().validate(vocabulary), self._offset
        found = 0 < offset <= len(entries) and entries[:offset] == self._special
        tokens = entries[offset:] if found else entries
        self._check(tokens, offset + len(tokens))
        if (self.output_mode == "tf_idf") != (idf_weights is not None):
            raise ValueError(f"{kind}: idf_weights go with output_mode='tf_idf' and no other.")
        if idf_weights is not None and len(idf_weights) != len(entries):
            raise ValueError(
                f"{kind}: {len(idf_weights)} idf_weights were given for {len(entries)} entries."
            )
        self._keep(tokens)
        if idf_weights is not None:
            weights = list(idf_weights)
            front = [] if found else [float(np.mean(weights))] * offset
            self._weights = np.array(front + weights, "float32")

    def _check(self, tokens: list[Any], size: int) -> None:
        kind = type(self).__name__
        wrong = [t for t in tokens if isinstance(t, int) != self.numbers]
        if wrong:
            wanted = "whole numbers" if self.numbers else "words"
            raise ValueError(f"{kind}: the vocabulary must hold {wanted}, got {wrong[0]!r}.")
        repeated = [token for token, count in Counter(tokens).items() if count > 1]
        if repeated:
            raise ValueError(f"{kind}: the vocabulary has {repeated[0]!r} more than once.")
        reserved = [self.mask_token, self.oov_token if self.invert else None]
        for token in reserved:
            if token is not None and token in tokens:
                raise ValueError(
                    f"{kind}: {token!r} stands for what is missing or unknown; leave it out of "
                    f"the vocabulary, or begin it with the special entries."
                )
        if self.max_tokens is not None and size > self.max_tokens:
            raise ValueError(
                f"{kind}: the vocabulary has {size} entries, max_tokens allows {self.max_tokens}."
            )

    def _keep(self, tokens: list[Any]) -> None:
        self._tokens = tokens
        self._place = {t: i for i, t in enumerate(tokens, self._offset)}

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """Return the entries in the order of their numbers."""
        return (self._special if include_special_tokens else []) + self._tokens

    def vocabulary_size(self) -> int:
        """Return the number of entries, the special ones included."""
        return self._offset + len(self._tokens)

    def get_config(self) -> dict[str, Any]:
        """Also with a learnt vocabulary in it: JSON, HDF5 and project files have no other place."""
        config = super().get_config()
        config["vocabulary_size"] = self._size
        if self._tokens:
            config["vocabulary_size"] = self.vocabulary_size()
            config["vocabulary"] = list(self.vocabulary if self.vocabulary else self._tokens)
            if self.output_mode == "tf_idf" and self.idf_weights is None:
                config["idf_weights"] = self._weights[self._offset :].tolist()
        return config

    def read_assets(self, read: Callable[[str], str | None], weights: Any) -> None:
        """Take the vocabulary from the files beside a Keras archive's configuration.

        Args:
            read: Returns the text of the layer's file of a name, None where there is none.
            weights: The layer's arrays in the file, by name.
        """
        text = None if self._tokens else read("vocabulary.txt")
        if text is not None:
            entries = parsed_entries(text, self.numbers, f"The vocabulary of '{self.name}'")
            self.set_vocabulary(entries, weights.get("idf_weights"))

    # -- learning it -----------------------------------------------------------------

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Make the vocabulary of what occurs in data, the most frequent first.

        Args:
            data: An array or list (each row is a document), a Dataset or other batches.
            steps: At most so many batches.
        """
        rows: list[Any] = []
        whole = is_whole(data, lists_are_data=True)
        for batch in batches(data, steps, lists_are_data=True):
            array = self._entries(batch)
            if array.ndim == 1 and not whole:  # a batch of single entries is one document
                array = array[None]
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
            tokens = tokens[: self.max_tokens - self._offset]
        if not tokens:
            raise ValueError(f"{type(self).__name__} '{self.name}': there are no data to adapt to.")
        self._keep(tokens)
        idf = [float(np.log(1 + number / (1 + documents[t]))) for t in tokens]
        front = [float(np.mean(idf))] * self._offset
        self._weights = np.array(front + idf, "float32")

    # -- looking up ------------------------------------------------------------------

    def _entries(self, values: Any) -> np.ndarray:
        """The inputs as an array of entries."""
        raise NotImplementedError

    @property
    def depth(self) -> int:
        """Length of the rows of zeros and ones.

        Raises:
            ValueError: before there is a vocabulary.
        """
        if self.pad_to_max_tokens:
            return self.max_tokens
        if not self._tokens and self._size:
            return self._size  # the vocabulary follows from the opened file
        self._need_vocabulary()
        return self.vocabulary_size()

    def _need_vocabulary(self) -> None:
        if not self._tokens:
            raise ValueError(f"'{self.name}' has no vocabulary yet: call adapt() with data first.")

    def result_shape(self, *shapes: tuple[Any, ...]) -> tuple[Any, ...]:
        (shape,) = shapes
        return (
            shape if self.output_mode == "int" else rows_shape(shape, self.output_mode, self.depth)
        )

    def work(self, *arrays: np.ndarray) -> np.ndarray:
        self._need_vocabulary()
        (array,) = arrays
        if self.invert:
            known = dict(enumerate(self.get_vocabulary()))
            return self._mapped(array, lambda i: known.get(i, self.oov_token), self.result_dtype)
        numbers = self._mapped(self._entries(array), self.number, "int64")
        return numbers if self.output_mode == "int" else self.encode(numbers)

    @staticmethod
    def _mapped(array: np.ndarray, function: Any, dtype: str) -> np.ndarray:
        result = np.empty(array.shape, object)
        result.ravel()[:] = [function(v) for v in array.ravel().tolist()]
        return result if dtype == "string" else result.astype(dtype)

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
        return self._masked + self._bucket(entry)

    def _bucket(self, entry: Any) -> int:
        """Which of the unknown entries' numbers one has."""
        if self.num_oov_indices == 1:
            return 0
        if self.numbers and self.oov_method != "farmhash":
            return entry % self.num_oov_indices
        data = str(entry).encode()
        hashed = fingerprint(data) if self.salt is None else keyed_hash(data, self.salt)
        return hashed % self.num_oov_indices

    def encode(self, numbers: np.ndarray) -> np.ndarray:
        """Return rows of zeros and ones, counts or weighted counts; -1 leaves no trace."""
        if self.output_mode != "tf_idf":
            return encoded(numbers, self.output_mode, self.depth)
        counts = encoded(numbers, "count", self.depth)
        return counts * np.pad(self._weights, (0, self.depth - len(self._weights)))


def rows_shape(shape: tuple[Any, ...], mode: str, depth: int) -> tuple[Any, ...]:
    """The shape of rows of zeros and ones for numbers of a shape; Keras sums over axis 1."""
    if mode == "one_hot":
        return (*(shape[:-1] if len(shape) > 1 and shape[-1] == 1 else shape), depth)
    return (*shape[:1], *shape[2:], depth) if len(shape) > 1 else (depth,)


def encoded(numbers: np.ndarray, mode: str, depth: int) -> np.ndarray:
    """Return numbers as rows of zeros and ones, or counts; numbers out of range leave none."""
    if mode == "one_hot" and numbers.ndim > 1 and numbers.shape[-1] == 1:
        numbers = numbers[..., 0]
    rows = (numbers[..., None] == np.arange(depth)).astype("float32")
    if mode == "one_hot":
        return rows
    axis = min(numbers.ndim - 1, 1)
    if axis < 0:
        return rows
    return rows.max(axis=axis, initial=0) if mode == "multi_hot" else rows.sum(axis=axis)


def most_param() -> Any:
    return param(
        Optional(Int(low=2)), None, doc="Most entries of the vocabulary, special ones included."
    )


def vocabulary_param() -> Any:
    return param(Optional(Vocabulary()), None, doc="The entries, where known: a list.")


def weights_param() -> Any:
    return param(Optional(Numbers()), None, advanced=True, doc="Weights of the entries for tf_idf.")


def invert_param() -> Any:
    return param(Bool(), False, doc="Whether to turn numbers back into entries.")


def mode_param() -> Any:
    return param(OutputMode(*_MODES), "int", doc=MODE_DOC)


def pad_param() -> Any:
    return param(Bool(), False, advanced=True, doc="Whether rows are max_tokens long in any case.")
