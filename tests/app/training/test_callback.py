"""Records at most twenty a second and at every epoch's end; pauses do not count as time."""

import threading

import pytest

from app.training.callback import ReportProgress, Stopped
from app.training.progress import PREPARING, Control


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Model:
    stop_training = False


@pytest.fixture
def fit():
    return Fit()


class Fit:
    """Calls the hooks as Keras's fit does, each batch lasting ``seconds`` on the clock."""

    def __init__(self):
        self.clock, self.control = Clock(), Control()
        self.records, self.ends = [], []
        self.callback = ReportProgress(
            self.control,
            self.records.append,
            lambda e, logs: self.ends.append((e, logs)),
            self.clock,
        )
        self.model = Model()
        self.callback.set_model(self.model)

    def run(self, epochs, batches, seconds, loss=lambda step: 1.0, between=lambda step: None):
        call, step = self.callback, 0
        call.set_params({"epochs": epochs, "steps": batches, "verbose": 0})
        call.on_train_begin()
        for epoch in range(epochs):
            call.on_epoch_begin(epoch)
            for batch in range(batches):
                self.clock.now += seconds
                logs = {"loss": loss(step)}
                call.on_train_batch_end(batch, logs)
                step += 1
                between(step)
                if self.model.stop_training:
                    break
            call.on_epoch_end(epoch, {"loss": logs["loss"], "val_loss": 2.0})
            if self.model.stop_training:
                break


def test_at_most_twenty_batch_records_a_second(fit):
    fit.run(epochs=1, batches=5000, seconds=0.001)  # five seconds
    batch_records = [r for r in fit.records if r.phase == "training" and not r.epoch_end]
    assert 50 <= len(batch_records) <= 5 * 20 + 1


def test_every_epoch_end_is_reported_however_short(fit):
    fit.run(epochs=300, batches=2, seconds=0.0001)
    ends = [r for r in fit.records if r.epoch_end]
    assert [r.epoch for r in ends] == list(range(1, 301))
    assert [e for e, _ in fit.ends] == list(range(300))


def test_the_first_batch_is_reported_at_once(fit):
    fit.run(epochs=1, batches=3, seconds=0.001)
    assert [r.phase for r in fit.records[:2]] == ["preparing", "training"]
    assert fit.records[1].batch == 1 and fit.records[1].logs == {"loss": 1.0}


def test_times_are_those_of_the_clock(fit):
    fit.run(epochs=4, batches=100, seconds=0.01)
    last, middle = fit.records[-1], [r for r in fit.records if r.epoch_end][1]
    assert last.ms_per_step == pytest.approx(10, rel=0.02)
    assert last.seconds == pytest.approx(3.99)  # the first step compiles and does not count
    assert last.seconds_left == pytest.approx(0)
    assert middle.seconds_left == pytest.approx(2.0, rel=0.02)


def test_a_pause_holds_the_thread_and_does_not_count(fit):
    held = threading.Event()

    def between(step):
        if step == 10:
            fit.control.pause()

    def wait(self=fit.control):
        held.set()
        fit.clock.now += 1000.0
        fit.control.resume()

    fit.control.wait_while_paused = wait
    fit.run(epochs=1, batches=20, seconds=0.01, between=between)
    assert held.is_set()
    assert fit.records[-1].seconds == pytest.approx(0.19)
    assert fit.records[-1].ms_per_step == pytest.approx(10, rel=0.05)


def test_stop_ends_after_the_batch(fit):
    def between(step):
        if step == 7:
            fit.control.stop()

    fit.run(epochs=3, batches=10, seconds=0.01, between=between)
    assert fit.model.stop_training
    assert len(fit.ends) == 1
    assert fit.records[-1].batch == 8  # the flag is read at the end of the next batch


def test_stop_leaves_a_validation_at_its_next_batch(fit):
    fit.run(epochs=1, batches=3, seconds=0.01)
    fit.callback.on_test_batch_end(0, {"loss": 9.0})
    fit.control.stop()
    with pytest.raises(Stopped):
        fit.callback.on_test_batch_end(1, {"loss": 9.0})
    fit.callback.close_epoch()
    assert fit.ends[-1] == (0, {"loss": 1.0})  # what training gave, nothing of validation


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_stops(fit, bad):
    fit.run(epochs=3, batches=10, seconds=0.01, loss=lambda step: bad if step >= 4 else 1.0)
    assert fit.callback.diverged and fit.model.stop_training
    assert fit.records[-1].batch == 5


def test_stopping_wakes_a_paused_training():
    control = Control()
    control.pause()
    assert control.paused
    control.stop()
    control.wait_while_paused()  # returns at once
    control.pause()
    assert not control.paused  # nothing pauses what is ending


def test_progress_of_compiling_is_told_before_the_first_batch_only(fit):
    fit.callback.compiling(2, 5)
    (record,) = fit.records
    assert (record.phase, record.compiled, record.kernels) == (PREPARING, 2, 5)
    fit.run(epochs=1, batches=1, seconds=1.0)
    told = len(fit.records)
    fit.callback.compiling(3, 5)  # of a validation
    assert len(fit.records) == told


def test_a_stop_does_not_wait_for_kernels(fit):
    fit.control.stop()
    with pytest.raises(Stopped):
        fit.callback.compiling(2, 5)
