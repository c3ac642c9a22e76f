"""Eager arithmetic, tapes and checkpoints, as the notes on TensorFlow show them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as tf
from engine.saving import LoadError


def test_the_arithmetic_of_the_notes(capsys: pytest.CaptureFixture[str]) -> None:
    assert tf.executing_eagerly()
    x = [[2.0]]
    assert tf.matmul(x, x).numpy().tolist() == [[4.0]]
    a = tf.constant([[1, 2], [3, 4]])
    b = tf.add(a, 1)
    assert a.dtype == "int32"
    assert b.numpy().tolist() == [[2, 3], [4, 5]]
    assert tf.multiply(a, b).numpy().tolist() == [[2, 6], [12, 20]]
    assert np.multiply(a, b).tolist() == [[2, 6], [12, 20]]
    assert int(tf.convert_to_tensor(15)) == 15
    tf.print(tf.Variable([[1.0]]))
    assert capsys.readouterr().out == "[[1]]\n"  # TensorFlow leaves the point out
    assert tf.matmul(a, b, transpose_a=True).numpy().tolist() == (a.numpy().T @ b.numpy()).tolist()
    images = np.zeros((5, 4, 4))
    assert tf.cast(images[..., tf.newaxis] / 255, tf.float32).shape == (5, 4, 4, 1)
    assert float(tf.reduce_mean(tf.square(tf.constant([1.0, 2.0, 3.0])))) == pytest.approx(14 / 3)
    assert tf.argmax([[1, 5, 2]], axis=1).numpy().tolist() == [1]


def test_gradients_come_in_the_form_of_the_sources() -> None:
    w, c = tf.Variable([[1.0]]), tf.constant(3.0)
    with tf.GradientTape() as tape:
        loss = w * w
    assert tape.gradient(loss, w).numpy().tolist() == [[2.0]]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(c)
        y = c * c * w
    both = tape.gradient(y, {"c": c, "w": [w]})
    assert float(both["c"]) == 6.0
    assert both["w"][0].numpy().tolist() == [[9.0]]
    assert tape.gradient(y, tf.Variable(1.0)) is None


def test_nested_tapes_give_second_derivatives() -> None:
    x = tf.Variable(2.0)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = x * x * x
        first = inner.gradient(y, x)
    assert float(first) == 12.0
    assert float(outer.gradient(first, x)) == 12.0


def test_a_tape_that_is_not_persistent_gives_gradients_once() -> None:
    x = tf.Variable(2.0)
    with tf.GradientTape() as tape:
        y = x * x
    tape.gradient(y, x)
    with pytest.raises(RuntimeError, match="persistent"):
        tape.gradient(y, x)


class Linear(tf.keras.Model):
    """The notes' first model: a weight and a bias of one number each."""

    def __init__(self) -> None:
        super().__init__()
        self.W = tf.Variable(5.0, name="weight")
        self.B = tf.Variable(10.0, name="bias")

    def call(self, inputs: Any) -> Any:
        return inputs * self.W + self.B


def test_the_notes_line_fit_finds_slope_and_offset() -> None:
    tf.keras.utils.set_random_seed(1)
    inputs = tf.random.normal([2000])
    outputs = inputs * 3 + 2 + tf.random.normal([2000])
    model = Linear()
    optimizer = tf.keras.optimizers.SGD(learning_rate=0.01)

    def loss() -> Any:
        return tf.reduce_mean(tf.square(model(inputs) - outputs))

    first = float(loss())
    for _ in range(300):
        with tf.GradientTape() as tape:
            value = loss()
        variables = [model.W, model.B]
        optimizer.apply_gradients(zip(tape.gradient(value, variables), variables, strict=True))
    assert float(loss()) < first / 20
    assert float(model.W) == pytest.approx(3.0, abs=0.15)
    assert float(model.B) == pytest.approx(2.0, abs=0.15)


def test_the_notes_training_loop_over_a_data_set() -> None:
    tf.keras.utils.set_random_seed(3)
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (96, 12, 12))
    labels = (images[:, :6].mean((1, 2)) > images[:, 6:].mean((1, 2))).astype(int)
    dataset = tf.data.Dataset.from_tensor_slices(
        (tf.cast(images[..., tf.newaxis] / 255, tf.float32), tf.cast(labels, tf.int64))
    )
    dataset = dataset.shuffle(1000).batch(32)
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Conv2D(16, [3, 3], activation="relu", input_shape=(None, None, 1)),
            tf.keras.layers.Conv2D(16, [3, 3], activation="relu"),
            tf.keras.layers.GlobalAveragePooling2D(),
            tf.keras.layers.Dense(10),
        ]
    )
    optimizer = tf.keras.optimizers.Adam()
    loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    losses = []
    for _ in range(4):
        for batch_images, batch_labels in dataset:
            with tf.GradientTape() as tape:
                logits = model(batch_images, training=True)
                tf.debugging.assert_equal(logits.shape, (32, 10))
                value = loss_object(batch_labels, logits)
            losses.append(value.numpy().mean())
            grads = tape.gradient(value, model.trainable_variables)
            optimizer.apply_gradients(zip(grads, model.trainable_variables, strict=True))
    assert len(losses) == 12
    assert losses[-1] < losses[0]


def test_debugging_names_both_values() -> None:
    with pytest.raises(tf.debugging.InvalidArgumentError, match=r"\[1 2\].*\[1 3\]"):
        tf.debugging.assert_equal(tf.constant([1, 2]), [1, 3])


def test_a_checkpoint_continues_where_it_was_saved(tmp_path: Path) -> None:
    def make() -> tuple[Any, Any, Any]:
        model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
        return model, tf.keras.optimizers.Adam(0.1), tf.Variable(1)

    def step(model: Any, optimizer: Any) -> None:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(np.ones((4, 2), "f")) - 3.0))
        variables = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))

    model, optimizer, counter = make()
    step(model, optimizer)
    counter.assign_add(1)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=counter)
    path = checkpoint.save(tmp_path / "saved" / "ckpt")
    step(model, optimizer)

    again, other, count = make()
    restored = tf.train.Checkpoint(model=again, optimizer=other, step=count)
    restored.restore(tf.train.latest_checkpoint(tmp_path / "saved")).assert_consumed()
    assert path.endswith("ckpt-1")
    assert int(count) == 2
    step(again, other)
    for one, two in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    with pytest.raises(LoadError, match="Did you mean 'model'"):
        tf.train.Checkpoint(modle=again).restore(path)


def test_tensors_are_shown_as_tensorflow_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    # Each text is what TensorFlow 2.21 printed.
    assert repr(tf.constant(2.0)) == "<tf.Tensor: shape=(), dtype=float32, numpy=2.0>"
    assert repr(tf.constant([[1.0, 2.0]])) == (
        "<tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[1., 2.]], dtype=float32)>"
    )
    assert str(tf.constant([[1.0, 2.0]])) == "tf.Tensor([[1. 2.]], shape=(1, 2), dtype=float32)"
    assert f"{tf.constant(2.0):.3f}" == "2.000"
    tf.print(tf.constant([1.5, 2, 100000.0, 1e-8]), tf.range(20), 3, "a", [tf.constant(1.0), 2])
    assert capsys.readouterr().out == (
        "[1.5 2 100000 1e-08] [0 1 2 ... 17 18 19] 3 a [1, 2]\n"
    )


def test_every_kind_of_value_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    tf.print(tf.constant(1234567), tf.constant(1 / 3), np.array([1 / 3]), tf.constant([True]))
    assert capsys.readouterr().out == "1234567 0.333333343 [0.33333333333333331] [1]\n"
    tf.print(tf.constant(["ab", "c"]), tf.constant([float("nan"), float("-inf")]))
    assert capsys.readouterr().out == '["ab" "c"] [nan -inf]\n'
    tf.print(np.arange(6) + 10**15)
    assert capsys.readouterr().out.count("\n") == 1


def test_an_adjoint_is_conjugate() -> None:
    a = np.array([[1 + 2j, 3.0]])
    np.testing.assert_array_equal(tf.matmul(a, a, adjoint_b=True), a @ a.conj().T)
    np.testing.assert_array_equal(tf.matmul(a, a, adjoint_a=True), a.conj().T @ a)
    np.testing.assert_array_equal(tf.matmul(a, a, transpose_b=True), a @ a.T)


def test_a_checkpoint_before_the_first_step(tmp_path: Path) -> None:
    model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
    checkpoint = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.Adam(0.1))
    path = checkpoint.save(tmp_path / "ckpt")
    kernel = model.get_weights()[0]
    model.layers[0].kernel.assign(kernel + 1)
    checkpoint.restore(path)
    assert np.array_equal(model.get_weights()[0], kernel)


def test_what_a_tape_watches_and_leaves_out() -> None:
    # The values are what TensorFlow 2.21 gave.
    a, b, frozen = tf.Variable(3.0), tf.Variable(2.0), tf.Variable(5.0, trainable=False)
    with tf.GradientTape(persistent=True) as tape:
        y = a * a * frozen
        with tape.stop_recording():
            z = b * b
        y = y + z
    assert [v is a for v in tape.watched_variables()] == [True]
    assert float(tape.gradient(y, a)) == 30.0
    assert tape.gradient(y, b) is None
    assert float(tape.gradient(y, b, unconnected_gradients="zero")) == 0.0
    assert float(tape.gradient(y, a, output_gradients=tf.constant(2.0))) == 60.0
    tape.reset()
    assert tape.watched_variables() == ()
    assert float(a.read_value()) == 3.0


def test_a_manager_keeps_the_newest_checkpoints(tmp_path: Path) -> None:
    step = tf.Variable(0)
    manager = tf.train.CheckpointManager(tf.train.Checkpoint(step=step), tmp_path, max_to_keep=2)
    assert manager.restore_or_initialize() is None
    for _ in range(12):
        step.assign_add(1)
        manager.save()
    assert [Path(p).name for p in manager.checkpoints] == ["ckpt-11", "ckpt-12"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ckpt-11.ckpt.h5", "ckpt-12.ckpt.h5"]
    step.assign(0)
    other = tf.train.CheckpointManager(tf.train.Checkpoint(step=step), tmp_path, max_to_keep=2)
    assert other.restore_or_initialize() == manager.latest_checkpoint
    assert int(step) == 12
    assert Path(other.save()).name == "ckpt-13"  # the number goes on
