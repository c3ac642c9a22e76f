"""Hashes against TensorFlow 2.21: to_hash_bucket_fast, _strong (key 133, 137) and cross_hashed."""

from __future__ import annotations

import numpy as np
import pytest

from engine.layers import HashedCrossing, Hashing, IntegerLookup, StringLookup
from engine.preprocessing.hashing import crossed, fingerprint, keyed_hash

#: Both of TensorFlow's hashes come as remainders of this many buckets.
BUCKETS = (1 << 63) - 25
FROM_TENSORFLOW = [
    ("", 1936946117179621480, 4928313950774450900),
    ("a", 3694432073954588156, 7077939996121841354),
    ("abc", 2640714258260161385, 6899845086433867945),
    ("abcd", 1897425971756105985, 7808205235328240096),
    ("12345678", 3430003927990384362, 6204608272998402709),
    ("x" * 17, 2082709914559524798, 8812240840814877026),
    ("y" * 33, 8610735037765521150, 8357397433078994597),
    ("z" * 65, 8299915583762718517, 1285846017453303264),
    ("w" * 129, 31054688630494092, 8439265228997984195),
    ("c", 2207072410288225089, 2060575430908853078),
]


@pytest.mark.parametrize(("text", "plain", "keyed"), FROM_TENSORFLOW)
def test_texts_fall_into_tensorflows_buckets(text: str, plain: int, keyed: int) -> None:
    assert fingerprint(text.encode()) % BUCKETS == plain
    assert keyed_hash(text.encode(), (133, 137)) % BUCKETS == keyed


def test_crossings_fall_into_tensorflows_buckets() -> None:
    minus_three = (1 << 64) - 3
    assert crossed([fingerprint(b"a"), 1]) % BUCKETS == 2928842892298887702
    assert crossed([fingerprint(b"c"), minus_three]) % BUCKETS == 1833014433321465772
    assert crossed([fingerprint(b"bb"), fingerprint(b"y")]) % BUCKETS == 1425871436731482144


def test_the_documented_examples() -> None:
    words = np.array([["A"], ["B"], ["C"], ["D"], ["E"]])
    assert Hashing(num_bins=3)(words).numpy().ravel().tolist() == [1, 0, 1, 1, 2]
    masked = np.array([["A"], ["B"], [""], ["C"], ["D"]])
    assert Hashing(num_bins=3, mask_value="")(masked).numpy().ravel().tolist() == [1, 1, 0, 2, 2]
    salted = Hashing(num_bins=3, salt=[133, 137])(words).numpy().ravel().tolist()
    assert salted == [1, 2, 1, 0, 2]
    assert Hashing(num_bins=3, salt=133)(words).numpy().ravel().tolist() == [0, 0, 2, 1, 0]
    first, second = np.array(["A", "B", "A", "B", "A"]), np.array([101, 101, 101, 102, 102])
    crossing = HashedCrossing(num_bins=5)
    assert crossing((first, second)).numpy().tolist() == [1, 4, 1, 1, 3]
    rows = HashedCrossing(num_bins=5, output_mode="one_hot")((first, second)).numpy()
    assert rows.argmax(-1).tolist() == [1, 4, 1, 1, 3]


def test_unknown_entries_share_numbers_as_in_tensorflow() -> None:
    words = StringLookup(vocabulary=["a"], num_oov_indices=3)(np.array(["zz", "é", "a", "q"]))
    assert words.numpy().tolist() == [1, 1, 3, 2]
    codes = np.array([30, -5, 100])
    hashed = IntegerLookup(vocabulary=[1], num_oov_indices=3, oov_method="farmhash", salt=7)
    assert hashed(codes).numpy().tolist() == [2, 2, 0]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"num_bins": 0}, "num_bins"),
        ({"num_bins": 3, "salt": "x"}, "salt"),
        ({"num_bins": 3, "dtype": "float32"}, "int32"),
        ({"num_bins": 3, "sparse": True}, "Sparse"),
    ],
)
def test_wrong_arguments_are_refused(config: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Hashing(**config)


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="two or more inputs"):
        HashedCrossing(3)(np.array(["a"]))
    with pytest.raises(ValueError, match="one shape"):
        HashedCrossing(3)([np.array(["a"]), np.array([[1], [2]])])
    with pytest.raises(ValueError, match="fractions"):
        HashedCrossing(3)([np.array(["a"]), np.array([1.5])])
    with pytest.raises(ValueError, match="mask_value=0 cannot be"):
        Hashing(3, mask_value=0)(np.array(["a"]))
