"""Windows, padded batches and other steps, against Python's own way of cutting lists."""

from __future__ import annotations

import numpy as np
import pytest

import engine as tf
from engine.data import Dataset


def _lists(data):
    return [np.asarray(element).tolist() for element in data]


@pytest.mark.parametrize("size", [1, 3, 4])
@pytest.mark.parametrize("shift", [None, 1, 2, 6])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("drop", [True, False])
def test_windows(size, shift, stride, drop):
    numbers = list(range(11))
    windows = Dataset.range(11).window(size, shift, stride, drop).flat_map(lambda w: w.batch(size))
    starts = range(0, 11, shift or size)
    truth = [numbers[s : s + (size - 1) * stride + 1 : stride] for s in starts]
    assert _lists(windows) == [w for w in truth if len(w) == size or not drop]


def test_windows_of_pairs_are_pairs():
    pairs = Dataset.from_tensor_slices(([1, 2, 3], [4, 5, 6])).window(2)
    assert [(_lists(a), _lists(b)) for a, b in pairs] == [([1, 2], [4, 5]), ([3], [6])]


def test_data_sets_by_turns():
    data = Dataset.range(1, 5).interleave(
        lambda x: Dataset.from_tensors(x).repeat(3), cycle_length=2, block_length=2
    )
    assert _lists(data) == [1, 1, 2, 2, 1, 2, 3, 3, 4, 4, 3, 4]
    assert _lists(Dataset.range(1, 4).flat_map(Dataset.range)) == [0, 0, 1, 0, 1, 2]


def _growing(count):
    return Dataset.from_generator(
        lambda: ([i] * i for i in range(1, count + 1)),
        output_signature=tf.TensorSpec(shape=(None,), dtype=tf.int32),
    )


def test_batches_filled_up():
    assert _lists(_growing(3).padded_batch(2)) == [[[1, 0], [2, 2]], [[3, 3, 3]]]
    wide = _growing(3).padded_batch(2, padded_shapes=[4], padding_values=-1, drop_remainder=True)
    assert _lists(wide) == [[[1, -1, -1, -1], [2, 2, -1, -1]]]
    pairs = _growing(2).map(lambda x: (x, tf.shape(x)[0])).padded_batch(2, ([None], []))
    x, length = next(iter(pairs))
    assert (x.numpy().tolist(), length.numpy().tolist()) == ([[1, 0], [2, 2]], [1, 2])
    texts = Dataset.from_generator(lambda: iter([["a"], ["b", "c"]]), tf.string).padded_batch(2)
    assert _lists(texts) == [[["a", ""], ["b", "c"]]]
    with pytest.raises(ValueError, match="does not fit"):
        list(_growing(3).padded_batch(3, padded_shapes=[2]))


def test_batches_of_about_one_length():
    lengths = [1, 5, 2, 6, 3, 7]
    data = Dataset.from_generator(lambda: ([n] * n for n in lengths), tf.int64)
    cut = data.bucket_by_sequence_length(len, [3, 6], [2, 2, 2])
    found = [sorted({n for row in batch for n in row if n}) for batch in _lists(cut)]
    assert found == [[1, 2], [3, 5], [6, 7]]
    filled = data.take(1).bucket_by_sequence_length(len, [3], [2, 2], pad_to_bucket_boundary=True)
    assert _lists(filled) == [[[1, 0]]]
    with pytest.raises(ValueError, match="groups"):
        data.bucket_by_sequence_length(len, [3], [2])


def test_the_rest():
    data = Dataset.range(10)
    assert int(data.reduce(np.int64(0), lambda total, x: total + x)) == 45
    assert _lists(data.shard(3, 1)) == [1, 4, 7]
    assert _lists(data.take_while(lambda x: x < 3)) == [0, 1, 2]
    assert _lists(data.apply(lambda d: d.take(2))) == [0, 1]
    assert int(data.take(1).get_single_element()) == 0
    with pytest.raises(ValueError, match="more than one"):
        data.get_single_element()
    assert int(tf.data.experimental.cardinality(data.batch(3))) == 4
    assert _lists(data.take(data.batch(3).cardinality() // 2)) == [0, 1]


def test_types_that_a_script_says():
    pairs = Dataset.from_generator(lambda: iter([(1, 2), (3, 4)]), (tf.int64, tf.float32))
    assert [(a.dtype, b.dtype) for a, b in pairs] == [("int64", "float32")] * 2
    counted = Dataset.from_generator(lambda n: range(n), tf.int64, args=[3])
    assert _lists(counted) == [0, 1, 2]
    assert next(iter(Dataset.from_tensor_slices([1, 2]))).dtype == "int32"
    assert next(iter(Dataset.from_tensor_slices(np.array([1, 2])))).dtype == "int64"


def test_files_by_a_pattern(tmp_path):
    for name in ("b.txt", "a.txt", "c.png"):
        (tmp_path / name).write_text(name)
    pattern = str(tmp_path / "*.txt")
    found = Dataset.list_files(pattern, shuffle=False)
    assert _lists(found) == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    assert sorted(_lists(Dataset.list_files(pattern, seed=1))) == _lists(found)
    assert _lists(found.map(tf.io.read_file)) == [b"a.txt", b"b.txt"]
    with pytest.raises(FileNotFoundError, match=r"\.gif"):
        Dataset.list_files(str(tmp_path / "*.gif"))


def test_an_element_that_cannot_be_made_says_why():
    broken = Dataset.range(2).map(lambda x: x.no_such_thing)
    with pytest.raises(TypeError, match="no_such_thing"):
        broken.element_spec  # noqa: B018
