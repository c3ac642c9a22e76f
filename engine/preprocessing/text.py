"""Reading texts, and older Keras's tools for them: Tokenizer and its helpers."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
_MODES = ("binary", "count", "freq", "tfidf")


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        ValueError: when it is no UTF-8, naming the file.
        OSError: when it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"The file {path} is no text in UTF-8: {error}.") from None


def text_to_word_sequence(
    input_text: str, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[str]:
    """Return the words of a text; characters in ``filters`` part words like ``split``."""
    text = input_text.lower() if lower else input_text
    parted: dict[str, str | int | None] = {c: split for c in filters}
    return [w for w in text.translate(str.maketrans(parted)).split(split) if w]


def hashing_trick(
    text: str,
    n: int,
    hash_function: Any = None,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
    analyzer: Callable[[str], Iterable[str]] | None = None,
) -> list[int]:
    """Return a number from 1 to n - 1 for each word, by a hash; some words share one.

    Args:
        hash_function: A function of a word, "md5" (the same in every run), or None for
            Python's own, which differs between runs.
    """
    function = hash if hash_function is None else hash_function
    if function == "md5":
        function = _md5
    words = (
        text_to_word_sequence(text, filters, lower, split) if analyzer is None else analyzer(text)
    )
    return [function(w) % (n - 1) + 1 for w in words]


def _md5(word: str) -> int:
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


def one_hot(
    input_text: str,
    n: int,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
    analyzer: Callable[[str], Iterable[str]] | None = None,
) -> list[int]:
    """Return ``hashing_trick`` with Python's own hash."""
    return hashing_trick(input_text, n, hash, filters, lower, split, analyzer)


class Tokenizer:
    """Numbers words by how often they occur, the most frequent one 1.

    Args:
        num_words: Only the most frequent words below this number are kept in results.
        filters: Characters that part words.
        lower: Whether texts are lowered first.
        split: What parts words.
        char_level: Whether every character is a word.
        oov_token: A word that stands for unknown ones; it gets number 1.
        analyzer: A function that splits a text instead.
    """

    def __init__(
        self,
        num_words: int | None = None,
        filters: str = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        analyzer: Callable[[str], Iterable[str]] | None = None,
        document_count: int = 0,
    ) -> None:
        self.num_words, self.filters, self.lower, self.split = num_words, filters, lower, split
        self.char_level, self.oov_token, self.analyzer = char_level, oov_token, analyzer
        self.document_count = document_count
        self.word_counts: dict[str, int] = {}
        self.word_docs: dict[str, int] = {}
        self.index_docs: dict[int, int] = {}
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}

    def _words(self, text: Any) -> list[str]:
        if self.char_level or isinstance(text, list):
            if not self.lower:
                return list(text)
            return [w.lower() for w in text] if isinstance(text, list) else list(text.lower())
        if self.analyzer is not None:
            return list(self.analyzer(text))
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts: Iterable[Any]) -> None:
        """Count the words of texts (or lists of words) and number them anew."""
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in set(words):
                self.word_docs[word] = self.word_docs.get(word, 0) + 1
        ordered = sorted(self.word_counts, key=lambda w: self.word_counts[w], reverse=True)
        if self.oov_token is not None:
            ordered.insert(0, self.oov_token)
        self.word_index = {word: i for i, word in enumerate(ordered, 1)}
        self.index_word = {i: word for word, i in self.word_index.items()}
        for word, count in self.word_docs.items():
            self.index_docs[self.word_index[word]] = count

    def fit_on_sequences(self, sequences: Iterable[Iterable[int]]) -> None:
        """Count in how many rows of numbers each number occurs."""
        for row in sequences:
            self.document_count += 1
            for number in set(row):
                self.index_docs[number] = self.index_docs.get(number, 0) + 1

    def texts_to_sequences(self, texts: Iterable[Any]) -> list[list[int]]:
        """Return the numbers of the words of each text."""
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Any]) -> Iterator[list[int]]:
        """Yield the numbers of the words of each text."""
        unknown = self.word_index.get(self.oov_token) if self.oov_token is not None else None
        for text in texts:
            numbers = (self._kept(self.word_index.get(w), unknown) for w in self._words(text))
            yield [n for n in numbers if n is not None]

    def _kept(self, number: int | None, unknown: int | None) -> int | None:
        rare = number is not None and self.num_words and number >= self.num_words
        return unknown if number is None or rare else number

    def sequences_to_texts(self, sequences: Iterable[Iterable[int]]) -> list[str]:
        """Return the words of each row of numbers, with blanks between them."""
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences: Iterable[Iterable[int]]) -> Iterator[str]:
        """Yield the words of each row of numbers, with blanks between them."""
        unknown = self.word_index.get(self.oov_token) if self.oov_token is not None else None
        for row in sequences:
            known = (n if n in self.index_word else None for n in row)
            numbers = (self._kept(n, unknown) for n in known)
            yield " ".join(self.index_word[n] for n in numbers if n is not None)

    def texts_to_matrix(self, texts: Iterable[Any], mode: str = "binary") -> np.ndarray:
        """Return a row for each text: what occurs, how often, or weighted."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(self, sequences: list[Any], mode: str = "binary") -> np.ndarray:
        """Return a row for each row of numbers.

        Args:
            mode: "binary", "count", "freq" (share of the row) or "tfidf".

        Raises:
            ValueError: for another mode, or before there is a number of words.
        """
        if mode not in _MODES:
            raise ValueError(f"mode must be one of {', '.join(_MODES)}, got {mode!r}.")
        if not self.num_words and not self.word_index:
            raise ValueError("Give num_words, or call fit_on_texts() first.")
        if mode == "tfidf" and not self.document_count:
            raise ValueError("Call fit_on_texts() before using mode='tfidf'.")
        size = self.num_words or len(self.word_index) + 1
        result = np.zeros((len(sequences), size))
        for row, numbers in zip(result, sequences, strict=True):
            for number, count in Counter(n for n in numbers if n < size).items():
                row[number] = self._weight(mode, number, count, len(numbers))
        return result

    def _weight(self, mode: str, number: int, count: int, length: int) -> float:
        if mode == "binary":
            return 1.0
        if mode == "count":
            return float(count)
        if mode == "freq":
            return count / length
        documents = self.index_docs.get(number, 0)
        return float((1 + np.log(count)) * np.log(1 + self.document_count / (1 + documents)))

    def get_config(self) -> dict[str, Any]:
        """Return settings and counts; the counts as JSON texts, as Keras has them."""
        counted = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
        plain = ("num_words", "filters", "lower", "split", "char_level", "oov_token")
        config = {name: getattr(self, name) for name in (*plain, "document_count")}
        return config | {name: json.dumps(getattr(self, name)) for name in counted}

    def to_json(self, **kwargs: Any) -> str:
        """Return the tokenizer as a JSON text that ``tokenizer_from_json`` reads."""
        return json.dumps({"class_name": "Tokenizer", "config": self.get_config()}, **kwargs)


def tokenizer_from_json(json_string: str) -> Tokenizer:
    """Return the tokenizer that ``to_json`` wrote."""
    config = dict(json.loads(json_string)["config"])
    counted = {
        name: json.loads(config.pop(name))
        for name in ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
    }
    tokenizer = Tokenizer(**config)
    for name, value in counted.items():
        by_number = name.startswith("index_")
        setattr(tokenizer, name, {int(k): v for k, v in value.items()} if by_number else value)
    return tokenizer
