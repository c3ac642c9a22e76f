"""The same notes on training: callbacks in their order, progress lines, fit, optimizers."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as keras
import engine as tf

#: The run that the notes print: a table, then three epochs of eight batches with a
#: validation of two, then a test of five. Times and values are those of another machine.
CALLBACKS = """
from tensorflow import keras
class CustomCallback(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        print('epoch begin ...')
    def on_epoch_end(self, epoch, logs=None):
        print('epoch end ...')
    def on_train_begin(self, logs=None):
        print('train begin ...')
    def on_train_end(self, logs=None):
        print('train end ...')
    def on_test_begin(self, logs=None):
        print('test begin ...')
    def on_test_end(self, logs=None):
        print('test end ...')
    def on_predict_begin(self, logs=None):
        print('predict begin ...')
    def on_predict_end(self, logs=None):
        print('predict end ...')
    def on_train_batch_begin(self, batch, logs=None):
        print('train batch begin ...')
        pause()
    def on_train_batch_end(self, batch, logs=None):
        print('train batch end ...')
    def on_test_batch_begin(self, batch, logs=None):
        print('test batch begin ...')
    def on_test_batch_end(self, batch, logs=None):
        print('test batch end ...')
    def on_predict_batch_begin(self, batch, logs=None):
        print('predict batch begin ...')
    def on_predict_batch_end(self, batch, logs=None):
        print('predict batch end ...')

model = keras.models.Sequential()
model.add(keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)))
model.add(keras.layers.MaxPooling2D((2, 2)))
model.add(keras.layers.Conv2D(64, (3, 3), activation='relu'))
model.add(keras.layers.MaxPooling2D((2, 2)))
model.add(keras.layers.Conv2D(64, (3, 3), activation='relu'))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(64, activation='relu'))
model.add(keras.layers.Dense(10, activation='softmax'))
model.summary()
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
"""

TABLE = """
Model: "sequential"
conv2d (Conv2D)              (None, 26, 26, 32)        320
max_pooling2d (MaxPooling2D) (None, 13, 13, 32)        0
conv2d_1 (Conv2D)            (None, 11, 11, 64)        18496
max_pooling2d_1 (MaxPooling2 (None, 5, 5, 64)          0
conv2d_2 (Conv2D)            (None, 3, 3, 64)          36928
flatten (Flatten)            (None, 576)               0
dense (Dense)                (None, 64)                36928
dense_1 (Dense)              (None, 10)                650
Total params: 93,322
Trainable params: 93,322
Non-trainable params: 0
"""

#: The bars of the notes, one for each of the eight batches.
BARS = [
    "1/8 [==>...........................]",
    "2/8 [======>.......................]",
    "3/8 [==========>...................]",
    "4/8 [==============>...............]",
    "5/8 [=================>............]",
    "6/8 [=====================>........]",
    "7/8 [=========================>....]",
    "8/8 [==============================]",
]


def digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(count)
    return rng.random((count, 28, 28, 1)).astype("f"), rng.integers(0, 10, count)


def test_callbacks_are_called_in_the_order_of_the_printed_run(notes: Any) -> None:
    ran = notes.run(
        CALLBACKS
        + """
model.fit(x, y, batch_size=4, epochs=3, validation_data=(u, v), callbacks=[CustomCallback()])
model.evaluate(s, t, batch_size=4, verbose=2, callbacks=[CustomCallback()])
""",
        pause=lambda: time.sleep(0.06),  # the bar is drawn at most every 0.05 s
        **dict(zip("xyuvst", (*digits(32), *digits(8), *digits(20)), strict=True)),
    )
    notes.assert_same_table(ran.printed, TABLE)
    lines = ran.printed.splitlines()
    # without values and times, which belong to a machine
    seen = [re.split(r" - (ETA|\d+s)", line.strip())[0] for line in lines]
    validation = ["test begin ...", *["test batch begin ...", "test batch end ..."] * 2]
    epoch = ["epoch begin ..."]
    for bar in BARS:
        epoch += ["train batch begin ...", bar, "train batch end ..."]
    epoch += [*validation, "test end ...", BARS[-1], "epoch end ..."]
    expected = ["train begin ..."]
    for number in (1, 2, 3):
        expected += [f"Epoch {number}/3", *epoch]
    expected += ["train end ...", "test begin ..."]
    expected += ["test batch begin ...", "test batch end ..."] * 5
    expected += ["5/5", "test end ..."]
    assert seen[seen.index("train begin ...") :] == expected
    number = r"\d\.\d{4}(e[+-]\d\d)?"
    progress = [line for line in lines if "ETA" in line]
    assert len(progress) >= 3 * 7
    form = rf"\d/8 \[.{{30}}\] - ETA: \d+s - loss: {number} - accuracy: {number}\s*"
    assert all(re.fullmatch(form, line) for line in progress)
    finished = [line for line in lines if "val_loss" in line]
    form = (
        rf"8/8 \[={{30}}\] - \d+s \d+m?s/step - loss: {number} - accuracy: {number}"
        rf" - val_loss: {number} - val_accuracy: {number}\s*"
    )
    assert len(finished) == 3
    assert all(re.fullmatch(form, line) for line in finished)
    form = rf"5/5 - \d+s( \d+[mu]?s/step)? - loss: {number} - accuracy: {number}"
    assert re.fullmatch(form, lines[-2])


def test_callbacks_of_predict(notes: Any) -> None:
    ran = notes.run(
        CALLBACKS + "model.predict(x, batch_size=4, verbose=0, callbacks=[CustomCallback()])",
        pause=None,
        x=digits(8)[0],
    )
    begin = ran.printed.index("predict begin")
    batch = ["predict batch begin ...", "predict batch end ..."]
    assert ran.printed[begin:].splitlines() == [
        "predict begin ...", *batch, *batch, "predict end ...",
    ]  # fmt: skip


def test_the_older_names_of_the_batch_hooks(notes: Any) -> None:
    ran = notes.run(
        """
        calls = []
        class CustomCallback(keras.callbacks.Callback):
            def on_batch_begin(self, batch, logs=None):
                calls.append(('begin', batch))

            def on_batch_end(self, batch, logs=None):
                calls.append(('end', batch))

        model.fit(x, y, batch_size=2, callbacks=[CustomCallback()], verbose=0)
        """,
        keras=keras,
        model=small(),
        x=np.ones((4, 2)),
        y=np.ones((4, 1)),
    )
    assert ran.calls == [("begin", 0), ("end", 0), ("begin", 1), ("end", 1)]


def small(loss: Any = "mse", **options: Any) -> Any:
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,))])
    model.compile(keras.optimizers.SGD(0.01), loss, **options)
    return model


def test_early_stopping(notes: Any) -> None:
    ran = notes.run(
        """
        stop = tf.keras.callbacks.EarlyStopping(
            monitor='val_loss', min_delta=0, patience=0, verbose=0,
            mode='auto', baseline=None, restore_best_weights=False
        )
        later = tf.keras.callbacks.EarlyStopping(
            monitor='val_loss', min_delta=100., patience=2, restore_best_weights=True)
        history = model.fit(x, y, epochs=20, validation_data=(x, -9 * y), callbacks=[stop], verbose=0)
        second = other.fit(x, y, epochs=20, validation_data=(x, y), callbacks=[later], verbose=0)
        """,  # noqa: E501
        tf=tf,
        model=small(),
        other=small(),
        x=np.ones((8, 2)),
        y=np.ones((8, 1)),
    )
    # The second epoch is worse than the first: with patience 0 it is the last.
    assert len(ran.history.history["loss"]) == 2
    # No change of 100 ever: the first epoch counts as best, two more are waited for.
    assert len(ran.second.history["loss"]) == 3
    best = ran.second.history["val_loss"][0]
    assert ran.other.evaluate(ran.x, ran.y, verbose=0) == pytest.approx(best, rel=1e-6)


def test_simple_callbacks_of_ones_own(notes: Any) -> None:
    ran = notes.run(
        """
        print_batch_callback = callbacks.LambdaCallback(
            on_batch_end=lambda batch, logs: print(batch, logs))
        print_epoch_callback = callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: print(epoch, logs))
        every = callbacks.LambdaCallback(
            on_epoch_begin=None, on_epoch_end=None, on_batch_begin=None, on_batch_end=None,
            on_train_begin=None, on_train_end=None
        )
        model.fit(x, y, batch_size=4, epochs=2, validation_data=(x, y), verbose=0,
                  callbacks=[print_batch_callback, print_epoch_callback, every])
        """,
        callbacks=keras.callbacks,
        model=small(metrics=["accuracy"]),
        x=np.ones((8, 2)),
        y=np.ones((8, 1)),
    )
    lines = [line.split(" ", 1) for line in ran.printed.splitlines()]
    assert [number for number, _ in lines] == ["0", "1", "0", "0", "1", "1"]
    batch = {"loss", "accuracy"}
    epoch = batch | {"val_loss", "val_accuracy"}
    for (_, logs), names in zip(lines, [batch, batch, epoch] * 2, strict=True):
        values = ast.literal_eval(logs)
        assert set(values) == names
        assert all(type(v) is float for v in values.values())


def test_tensorboard(notes: Any, tmp_path: Path) -> None:
    notes.run(
        """
        board = tf.keras.callbacks.TensorBoard(
            log_dir=folder, histogram_freq=0, write_graph=True,
            write_images=False, update_freq='epoch', profile_batch=2,
            embeddings_freq=0, embeddings_metadata=None
        )
        model.fit(x, y, epochs=2, validation_data=(x, y), callbacks=[board], verbose=0)
        """,
        tf=tf,
        folder=tmp_path / "logs",
        model=small(),
        x=np.ones((8, 2)),
        y=np.ones((8, 1)),
    )
    written = sorted(p.parent.name for p in (tmp_path / "logs").rglob("events*"))
    assert written == ["train", "validation"]


def test_compile_and_fit_with_all_arguments(notes: Any) -> None:
    ran = notes.run(
        """
        model.compile(optimizer='rmsprop', loss=None, metrics=None, loss_weights=None,
                      weighted_metrics=None, run_eagerly=None, steps_per_execution=None)
        model.compile(optimizer='rmsprop', loss=fn, metrics=[other_fn])
        history = model.fit(x=x, y=y, batch_size=None, epochs=1, verbose=1, callbacks=None,
            validation_split=0.0, validation_data=None, shuffle=True, class_weight=None,
            sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None,
            validation_batch_size=None, validation_freq=1, max_queue_size=10, workers=1,
            use_multiprocessing=False)
        result = model.evaluate(x=x, y=y, batch_size=None, verbose=1, sample_weight=None,
            steps=None, callbacks=None, max_queue_size=10, workers=1, use_multiprocessing=False,
            return_dict=False)
        """,
        model=keras.Sequential([keras.layers.Dense(1, input_shape=(2,))]),
        fn=lambda y_true, y_pred: tf.reduce_mean(tf.abs(y_true - y_pred), axis=-1),
        other_fn=lambda y_true, y_pred: tf.reduce_mean(y_pred, axis=-1),
        x=np.ones((40, 2)),
        y=np.zeros((40, 1)),
    )
    predicted = ran.model.predict(ran.x, verbose=0)
    assert ran.result == pytest.approx([np.abs(predicted).mean(), predicted.mean()], rel=1e-5)


def test_epochs_that_are_validated(notes: Any) -> None:
    x, y = np.ones((8, 2)), np.ones((8, 1))
    every = small().fit(x, y, epochs=5, validation_data=(x, y), validation_freq=2, verbose=0)
    assert len(every.history["val_loss"]) == 2
    listed = small().fit(x, y, epochs=5, validation_split=0.5, validation_freq=[1, 2, 5], verbose=0)
    assert len(listed.history["val_loss"]) == 3


@pytest.mark.parametrize(
    "made",
    [
        "Adadelta(learning_rate=0.001, rho=0.95, epsilon=1e-07, name='Adadelta')",
        "Adagrad(learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-07, "
        "name='Adagrad')",
        "Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False, "
        "name='Adam')",
        "SGD(learning_rate=0.01, momentum=0.0, nesterov=False, name='SGD')",
    ],
)
def test_optimizers(notes: Any, made: str) -> None:
    ran = notes.run(
        f"""
        >>> optimizer = tf.keras.optimizers.{made}
        >>> default = tf.keras.optimizers.{made.split('(')[0]}()
        >>> again = type(optimizer).from_config(optimizer.get_config())
        >>> w = tf.Variable([1., 2.])
        >>> loss = lambda: tf.reduce_mean(tf.square(w))
        >>> optimizer.minimize(loss, [w])
        >>> state = optimizer.get_weights()
        >>> optimizer.set_weights(state)
        """,
        tf=tf,
    )
    config = ran.optimizer.get_config()
    assert config["name"] == made.split("(")[0]
    assert {**ran.default.get_config(), "name": config["name"]} == config  # the notes' defaults
    assert ran.again.get_config() == config
    assert (ran.w.numpy() < [1.0, 2.0]).all()
    assert int(ran.optimizer.iterations) == 1
    assert [s.shape for s in ran.state] == [v.shape for v in ran.optimizer.variables]
