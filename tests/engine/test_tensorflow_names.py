"""TensorFlow's names for picking, texts, pictures, matrices and the flow of a program."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

import engine as tf

rng = np.random.default_rng(3)
A = rng.normal(size=(3, 4))
S = A.T @ A + np.eye(4)
IMAGE = rng.random((6, 8, 3)).astype("float32")
BYTES = (IMAGE * 255).astype("uint8")
GRID = [[1, 2, 3], [4, 5, 6]]

#: Calls, and what NumPy says (or, for texts, what is plain to see).
CASES = {
    "range with names": (lambda: tf.range(start=2, limit=9, delta=3), [2, 5, 8]),
    "range of floats": (lambda: tf.range(0.0, 1.0, 0.25), np.arange(0, 1, 0.25)),
    "one_hot on and off": (
        lambda: tf.one_hot([0, 2], 3, on_value=5.0, off_value=-1.0),
        np.where(np.eye(3)[[0, 2]] > 0, 5, -1),
    ),
    "argmax of rows": (lambda: tf.argmax(A, axis=1, output_type=tf.int32), A.argmax(1)),
    "where alone": (lambda: tf.where(tf.constant(A) > 0), np.argwhere(A > 0)),
    "gather by sample": (
        lambda: tf.gather(GRID, [[0, 2], [1, 1]], batch_dims=1),
        [[1, 3], [5, 5]],
    ),
    "gather_nd": (lambda: tf.gather_nd(A, [[0, 1], [2, 3]]), A[[0, 2], [1, 3]]),
    "gather_nd of rows": (lambda: tf.gather_nd(A, [[2], [0]]), A[[2, 0]]),
    "scatter_nd": (lambda: tf.scatter_nd([[1], [3], [1]], [5, 6, 7], [5]), [0, 12, 0, 6, 0]),
    "scatter update": (
        lambda: tf.tensor_scatter_nd_update(tf.zeros([3]), [[0], [2]], [1.0, 2.0]),
        [1, 0, 2],
    ),
    "scatter add": (
        lambda: tf.tensor_scatter_nd_add(tf.ones([3]), [[1], [1]], [2.0, 3.0]),
        [1, 6, 1],
    ),
    "slice": (lambda: tf.slice(A, [1, 0], [2, -1]), A[1:]),
    "pad": (lambda: tf.pad(A, [[1, 0], [0, 2]]), np.pad(A, [[1, 0], [0, 2]])),
    "pad by reflection": (
        lambda: tf.pad(A, tf.constant([[1, 1], [2, 1]]), "REFLECT"),
        np.pad(A, [[1, 1], [2, 1]], "reflect"),
    ),
    "unique": (lambda: tf.unique([3, 1, 3, 2, 1]).y, [3, 1, 2]),
    "unique places": (lambda: tf.unique([3, 1, 3, 2, 1]).idx, [0, 1, 0, 2, 1]),
    "sequence_mask": (lambda: tf.sequence_mask([1, 3], 4), [[1, 0, 0, 0], [1, 1, 1, 0]]),
    "clip_by_norm": (lambda: tf.clip_by_norm(A, 0.5), A * 0.5 / np.linalg.norm(A)),
    "short stays": (lambda: tf.clip_by_norm(A, 100.0), A),
    "clip_by_global_norm": (
        lambda: tf.clip_by_global_norm([A, None, S], 1.0)[0][2],
        S / np.sqrt((A**2).sum() + (S**2).sum()),
    ),
    "cumsum before": (
        lambda: tf.cumsum(A, 1, exclusive=True, reverse=True),
        np.c_[A[:, ::-1].cumsum(1)[:, ::-1][:, 1:], np.zeros(3)],
    ),
    "cumprod before": (
        lambda: tf.math.cumprod(A, axis=1, exclusive=True),
        np.c_[np.ones(3), A.cumprod(1)[:, :3]],
    ),
    "deviation": (lambda: tf.math.reduce_std(A, axis=0), A.std(0)),
    "logsumexp": (lambda: tf.math.reduce_logsumexp(A, axis=1), np.log(np.exp(A).sum(1))),
    "rsqrt": (lambda: tf.math.rsqrt(np.abs(A)), np.abs(A) ** -0.5),
    "confusion": (
        lambda: tf.math.confusion_matrix([0, 1, 1, 2], [0, 2, 2, 2]),
        [[1, 0, 0], [0, 0, 2], [0, 0, 1]],
    ),
    "not a number times nothing": (
        lambda: tf.math.multiply_no_nan([np.inf, 2.0], [0.0, 3.0]),
        [0, 6],
    ),
    "weighted counts": (lambda: tf.math.bincount([1, 1], weights=[0.5, 1.0]), [0, 1.5]),
    "moments": (lambda: tf.nn.moments(A, axes=[0])[1], A.var(0)),
    "l2_loss": (lambda: tf.nn.l2_loss(A), (A**2).sum() / 2),
    "lookup": (lambda: tf.nn.embedding_lookup(A, [[2, 0]]), A[[[2, 0]]]),
    "top_k": (lambda: tf.nn.top_k([1.0, 5.0, 3.0], k=2).indices, [1, 2]),
    "bias of first channels": (
        lambda: tf.nn.bias_add(IMAGE[None], np.arange(6.0, dtype="float32"), "NCHW"),
        IMAGE[None] + np.arange(6.0)[:, None, None],
    ),
    "max_pool": (
        lambda: tf.nn.max_pool2d(IMAGE[None], ksize=[1, 2, 2, 1], strides=2, padding="VALID"),
        IMAGE.reshape(1, 3, 2, 4, 2, 3).max((2, 4)),
    ),
    "band": (lambda: tf.linalg.band_part(S, 1, 0), np.tril(np.triu(S, -1))),
    "diag": (lambda: tf.linalg.diag(A), np.stack([np.diag(r) for r in A])),
    "matvec": (lambda: tf.linalg.matvec(S, A[0]), S @ A[0]),
    "svd": (lambda: tf.linalg.svd(A)[0], np.linalg.svd(A)[1]),
    "crop": (lambda: tf.image.central_crop(IMAGE, 0.5), IMAGE[1:5, 2:6]),
    "crop and pad": (
        lambda: tf.image.resize_with_crop_or_pad(IMAGE, 4, 10),
        np.pad(IMAGE[1:5], [(0, 0), (1, 1), (0, 0)]),
    ),
    "turned": (lambda: tf.image.rot90(IMAGE), np.rot90(IMAGE)),
    "mirrored": (lambda: tf.image.flip_up_down(IMAGE), IMAGE[::-1]),
    "brighter": (
        lambda: tf.image.adjust_brightness(BYTES, 0.2),
        np.clip((BYTES / 255 + 0.2) * 255.5, 0, 255).astype("uint8"),
    ),
    "contrast": (
        lambda: tf.image.adjust_contrast(IMAGE, 2.0),
        2 * IMAGE - IMAGE.mean((0, 1)),
    ),
    "no colour": (
        lambda: tf.image.adjust_saturation(IMAGE, 0.0),
        np.repeat(IMAGE.max(-1, keepdims=True), 3, -1),
    ),
    "once round the colours": (lambda: tf.image.adjust_hue(IMAGE, 1.0), IMAGE),
    "standardized": (
        lambda: tf.image.per_image_standardization(BYTES),
        (BYTES - BYTES.mean()) / BYTES.std(),
    ),
    "as floats": (lambda: tf.image.convert_image_dtype(BYTES, tf.float32), BYTES / 255),
    "resized": (
        lambda: tf.image.resize(BYTES, [3, 4], method="nearest"),
        BYTES[1::2, 1::2],
    ),
    "mapped": (lambda: tf.map_fn(lambda x: x * 2, tf.constant([1, 2])), [2, 4]),
    "by NumPy": (lambda: tf.numpy_function(np.square, [A], tf.float64), A**2),
}


@pytest.mark.parametrize("name", CASES)
def test_numbers(name):
    call, truth = CASES[name]
    found = call()
    assert found.shape == np.shape(truth)
    np.testing.assert_allclose(np.asarray(found, "float64"), truth, rtol=2e-5, atol=1e-5)


TEXTS = {
    "lower": (lambda: tf.strings.lower(["AbC", "Ä"]), ["abc", "ä"]),
    "strip": (lambda: tf.strings.strip(["  a b \n"]), ["a b"]),
    "replace": (lambda: tf.strings.regex_replace("a<br />b", "<br />", " "), "a b"),
    "groups": (lambda: tf.strings.regex_replace("ab12", "([a-z]+)([0-9]+)", r"\2\1"), "12ab"),
    "all of it": (lambda: tf.strings.regex_replace("ab", ".", r"<\0>"), "<a><b>"),
    "first only": (
        lambda: tf.strings.regex_replace("a-b-c", "-", "+", replace_global=False),
        "a+b-c",
    ),
    "join": (lambda: tf.strings.join(["a", ["b", "c"]], "_"), ["a_b", "a_c"]),
    "reduce": (lambda: tf.strings.reduce_join([["a", "b"], ["c", "d"]], axis=1), ["ab", "cd"]),
    "split": (lambda: tf.strings.split("a b  c"), ["a", "b", "c"]),
    "split several": (lambda: tf.strings.split(["a b", "c d"]), [["a", "b"], ["c", "d"]]),
    "letters": (lambda: tf.strings.unicode_split("hé", "UTF-8"), ["h", "é"]),
    "part": (lambda: tf.strings.substr(["hello"], -2, 2), ["lo"]),
    "written": (lambda: tf.strings.as_string([1.5], precision=2), ["1.50"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name):
    call, truth = TEXTS[name]
    np.testing.assert_array_equal(np.asarray(call()), np.asarray(truth, object))


def test_what_is_asked_of_texts():
    np.testing.assert_array_equal(tf.strings.length(["abc", "é"]), [3, 2])
    np.testing.assert_array_equal(tf.strings.length(["é"], unit="UTF8_CHAR"), [1])
    np.testing.assert_array_equal(tf.strings.regex_full_match(["ab", "abc"], "a."), [True, False])
    np.testing.assert_allclose(tf.strings.to_number(["1.5", "-2"]), [1.5, -2])
    with pytest.raises(ValueError, match="five"):
        tf.strings.to_number(["five"])
    ragged = tf.strings.split(["a b", "c"])
    assert [part.shape for part in ragged] == [(2,), (1,)]


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_pictures_go_through_files(tmp_path, ending):
    path = tmp_path / f"picture.{ending}"
    smooth = np.linspace(0, 255, 16 * 12 * 3).reshape(16, 12, 3).astype("uint8")
    coded = tf.image.encode_png(smooth) if ending == "png" else tf.io.encode_jpeg(smooth)
    tf.io.write_file(path, coded)
    with Image.open(path) as opened:
        truth = np.asarray(opened)
        grey = np.asarray(opened.convert("L"))
    data = tf.io.read_file(str(path))
    np.testing.assert_array_equal(tf.io.decode_image(data), truth)
    np.testing.assert_array_equal(tf.image.decode_png(data, channels=1)[..., 0], grey)
    floats = tf.io.decode_image(data, dtype=tf.float32)
    np.testing.assert_allclose(floats, truth / 255, rtol=1e-6)


def test_bytes_that_end_with_zeros_stay_whole():
    file = io.BytesIO()
    Image.fromarray(BYTES).save(file, "bmp")
    data = file.getvalue() + b"\0\0"
    np.testing.assert_array_equal(tf.io.decode_bmp(data), BYTES)


def test_arrays_of_tensors():
    array = tf.TensorArray(tf.float32, size=1)
    array = array.write(0, [1.0, 2.0])
    with pytest.raises(IndexError, match="dynamic_size"):
        array.write(1, [3.0, 4.0])
    growing = tf.TensorArray(tf.int32, size=0, dynamic_size=True)
    for i in tf.range(3):
        growing = growing.write(i, i * i)
    np.testing.assert_array_equal(growing.stack(), [0, 1, 4])
    assert int(growing.read(2)) == 4
    assert int(growing.size()) == 3


def test_random_changes_stay_within_their_limits():
    tf.random.set_seed(5)
    black = tf.zeros((1, 1, 3))
    drawn = [float(tf.image.random_brightness(black, 0.3)[0, 0, 0]) for _ in range(20)]
    assert len(set(drawn)) > 10
    assert max(map(abs, drawn)) <= 0.3
    flips = {np.asarray(tf.image.random_flip_left_right(IMAGE)).tobytes() for _ in range(20)}
    assert flips == {IMAGE.tobytes(), np.ascontiguousarray(IMAGE[:, ::-1]).tobytes()}
    part = tf.image.random_crop(IMAGE, (3, 4, 3))
    assert part.shape == (3, 4, 3)


def test_one_number_is_a_number():
    mean = tf.reduce_mean([1.0, 2.0])
    assert f"{mean.numpy():.3f}" == "1.500"
    assert isinstance(mean.numpy(), np.float32)
    assert isinstance(tf.Variable(3).numpy(), np.int32)
    layer = tf.keras.layers.Dense(tf.math.reduce_prod([2, 3]).numpy())
    assert layer.units == 6


def test_shapes_answer_as_tensorflows():
    x = tf.zeros((2, 3))
    assert x.get_shape().as_list() == [2, 3]
    assert tf.TensorShape([2, None]).num_elements() is None
    x.set_shape((None, 3))
    with pytest.raises(ValueError, match=r"\(2, 4\) is expected"):
        x.set_shape((2, 4))
    with pytest.raises(ValueError, match="is expected"):
        tf.ensure_shape(x, (3,))


def test_checks():
    tf.debugging.assert_less([1, 2], [2, 3])
    tf.debugging.assert_shapes([(tf.zeros((2, 3)), ("N", "K")), (tf.zeros((3,)), ("K",))])
    with pytest.raises(tf.debugging.InvalidArgumentError, match="greater than"):
        tf.debugging.assert_greater([1, 2], [0, 2])
    with pytest.raises(ValueError, match="expected"):
        tf.debugging.assert_shapes([(tf.zeros((2, 3)), ("N", "N"))])
    with pytest.raises(tf.debugging.InvalidArgumentError, match="loss"):
        tf.debugging.check_numerics(tf.constant([1.0, np.nan]), "loss")


def test_there_is_no_graphics_card():
    assert tf.config.list_physical_devices("GPU") == []
    assert len(tf.config.list_physical_devices()) == 1


@pytest.mark.parametrize("space", ["math", "nn", "linalg", "nest", "strings", "image", "io"])
def test_every_listed_name_is_there(space):
    module = getattr(tf, space)
    assert all(hasattr(module, name) for name in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)
