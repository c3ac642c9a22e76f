"""Schedules by epoch, backups, event files and averaged weights."""

import struct

import numpy as np
import pytest

import engine as keras
from engine.callbacks.event_file import crc32c


def fit(callbacks, epochs=3, optimizer=None, model=None, **options):
    if model is None:
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="d")])
        model.set_weights([np.ones((2, 1), np.float32), np.zeros(1, np.float32)])
        model.compile(optimizer or keras.optimizers.SGD(0.1, momentum=0.5), "mse")
    x = np.arange(16, dtype=np.float32).reshape(8, 2) / 16
    model.fit(x, x[:, :1], batch_size=4, epochs=epochs, verbose=0, shuffle=False,
              callbacks=callbacks, **options)
    return model


@pytest.mark.parametrize(
    "function", [lambda epoch, rate: rate / 2, lambda epoch: 0.1 / 2 ** (epoch + 1)]
)
def test_a_function_sets_each_epochs_rate(function):
    model = fit([keras.callbacks.LearningRateScheduler(function)])
    assert model.history.history["learning_rate"] == pytest.approx([0.05, 0.025, 0.0125])


def test_a_function_must_give_a_number():
    with pytest.raises(ValueError, match="must return a number, got 'slow' for epoch 0"):
        fit([keras.callbacks.LearningRateScheduler(lambda epoch: "slow")])


class Crash(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            raise KeyboardInterrupt


@pytest.mark.parametrize("double", [False, True])
def test_an_interrupted_training_goes_on_as_if_nothing_had_happened(tmp_path, double):
    options = {"backup_dir": str(tmp_path / "backup"), "double_checkpoint": double}
    whole = fit([], epochs=4)
    with pytest.raises(KeyboardInterrupt):
        fit([keras.callbacks.BackupAndRestore(**options), Crash()], epochs=4)
    if double:  # the last backup is half a file
        (tmp_path / "backup" / "latest.weights.h5").write_bytes(b"half")
    resumed = fit([keras.callbacks.BackupAndRestore(**options)], epochs=4)
    assert resumed.history.epoch == ([1, 2, 3] if double else [2, 3])
    for a, b in zip(whole.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert not (tmp_path / "backup").exists()


def test_a_backup_serves_again_when_training_crashes_right_after_it(tmp_path):
    options = {"backup_dir": str(tmp_path / "backup"), "double_checkpoint": True}
    with pytest.raises(KeyboardInterrupt):
        fit([keras.callbacks.BackupAndRestore(**options), Crash()], epochs=4)
    (tmp_path / "backup" / "latest.weights.h5").write_bytes(b"half")
    stop = keras.callbacks.LambdaCallback(on_train_batch_begin=lambda batch, logs: 1 / 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fit([keras.callbacks.BackupAndRestore(**options), stop], epochs=4)
    resumed = fit([keras.callbacks.BackupAndRestore(**options)], epochs=4)
    assert resumed.history.epoch == [1, 2, 3]


def read(path):
    """Return (tag, step, value) of the numbers in an event file, its checksums verified."""
    data, found = path.read_bytes(), []

    def masked(part):
        crc = crc32c(part)
        return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF

    while data:
        (size,) = struct.unpack("<Q", data[:8])
        body = data[12 : 12 + size]
        assert struct.unpack("<I", data[8:12])[0] == masked(data[:8])
        assert struct.unpack("<I", data[12 + size : 16 + size])[0] == masked(body)
        data = data[16 + size :]
        if b"\x15" in body and b"\x0a" in body[12:]:
            at = body.index(b"\x0a", 12)
            at = body.index(b"\x0a", at + 1)
            length = body[at + 1]
            tag = body[at + 2 : at + 2 + length].decode()
            found.append((tag, body[10], struct.unpack("<f", body[-4:])[0]))
    return found


def test_event_files_hold_the_epochs_numbers(tmp_path):
    assert crc32c(b"123456789") == 0xE3069283  # the check value of CRC-32C
    x = np.ones((4, 2), np.float32)
    model = fit([keras.callbacks.TensorBoard(str(tmp_path))], validation_data=(x, x[:, :1]))
    (train,), (held,) = (list((tmp_path / part).iterdir()) for part in ("train", "validation"))
    numbers = {(tag, step): value for tag, step, value in read(train)}
    for epoch, loss in enumerate(model.history.history["loss"]):
        assert numbers["epoch_loss", epoch] == pytest.approx(loss)
        assert numbers["epoch_learning_rate", epoch] == pytest.approx(0.1)
    numbers = {(tag, step): value for tag, step, value in read(held)}
    assert numbers["epoch_loss", 2] == pytest.approx(model.history.history["val_loss"][2])
    assert ("evaluation_loss_vs_iterations", 6) in numbers


@pytest.mark.parametrize("swap", [False, True])
def test_validation_judges_the_averages(swap):
    optimizer = keras.optimizers.SGD(0.5, use_ema=True, ema_momentum=0.9)
    x = np.ones((4, 2), np.float32)
    callback = keras.callbacks.SwapEMAWeights(swap_on_epoch=swap)
    model = fit([callback], optimizer=optimizer, validation_data=(x, x[:, :1]))
    plain = keras.optimizers.SGD(0.5, use_ema=True, ema_momentum=0.9)
    same = fit([], optimizer=plain)
    for a, b in zip(model.get_weights(), same.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)
    assert model.history.history["val_loss"][-1] == pytest.approx(
        model.evaluate(x, x[:, :1], verbose=0), rel=1e-5
    )


def test_averages_must_be_kept():
    with pytest.raises(ValueError, match="use_ema=True"):
        fit([keras.callbacks.SwapEMAWeights()])


def test_event_files_hold_how_the_weights_are_spread(tmp_path):
    x = np.ones((4, 2), np.float32)
    model = fit([keras.callbacks.TensorBoard(str(tmp_path), histogram_freq=2)])
    (train,) = (tmp_path / "train").iterdir()
    data, tags = train.read_bytes(), []
    for weight in model.weights:
        tag = f"{weight.path}/histogram".encode()
        tags.append(data.count(tag))
        at = data.rindex(tag) + len(tag) + 3  # field and length of the histogram
        found = struct.unpack("<xdxdxdxdxd", data[at : at + 45])
        low, high, count, total, squares = found
        assert count == weight.size
        assert low <= total / count <= high
        assert squares >= total**2 / count - 1e-9
    assert tags == [2] * len(model.weights)  # after the first and the third epoch
    assert model.predict(x, verbose=0).shape == (4, 1)
