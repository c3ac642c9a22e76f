"""Training in the background as the window does it: for real, with the engine."""

import threading
import time

import numpy as np
import pytest

from app.document.run import COMPLETED, DIVERGED, EARLY, INTERRUPTED, STOPPED
from app.training import job as jobs
from app.training.job import TrainingJob
from app.training.progress import PREPARING, TESTING, TRAINING
from app.training.worker import Worker

LONG = 100_000  # epochs nobody waits for


class Listener:
    def __init__(self, job):
        self.records, self.results, self.failures, self.states = [], [], [], []
        self.heard = 0.0
        job.progressed.connect(self._hear)
        job.finished.connect(self.results.append)
        job.failed.connect(self.failures.append)
        job.stateChanged.connect(self.states.append)

    def _hear(self, record):
        self.records.append(record)
        self.heard = time.perf_counter()

    @property
    def epochs(self):
        return [r for r in self.records if r.epoch_end]


@pytest.fixture
def listener(job):
    return Listener(job)


def train(qtbot, job, document, fresh=False):
    with qtbot.waitSignal(job.finished, timeout=60_000) as caught:
        assert job.train(document, fresh)
    return caught.args[0]


def test_a_training_gives_the_document_its_run_and_weights(qtbot, job, listener, wine):
    document = wine(epochs=4)
    result = train(qtbot, job, document)
    assert document.runs == [result.run]
    assert result.run.ended == COMPLETED
    assert [r.epoch for r in listener.epochs] == [1, 2, 3, 4]
    assert [r.logs for r in listener.epochs] == result.run.epochs
    assert set(result.run.epochs[0]) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert result.run.epochs[-1]["loss"] < result.run.epochs[0]["loss"]
    shapes = {name: [a.shape for a in arrays] for name, arrays in document.weights.items()}
    assert shapes == {"dense_w1": [(13, 16), (16,)], "dense_w2": [(16, 3), (3,)]}
    assert document.modified
    assert not job.running and listener.states == [jobs.RUNNING, jobs.IDLE]


def test_the_phases_are_told_in_order(qtbot, job, listener, wine):
    train(qtbot, job, wine())
    order = list(dict.fromkeys(r.phase for r in listener.records))
    assert order == ["loading", "checking", "building", PREPARING, TRAINING, TESTING]


def test_the_test_part_is_judged_by_what_was_learned(qtbot, job, wine):
    document = wine(epochs=40)
    run = train(qtbot, job, document).run
    # an independent forward pass in NumPy over the held-out rows
    from app.training import recipe
    from app.training.job import snapshot_of

    material = recipe.gather(snapshot_of(document))
    name_x, name_y = material.inputs[0].name, material.outputs[0].name
    x, y = material.prepared.x_test[name_x], material.prepared.y_test[name_y]
    (w1, b1), (w2, b2) = document.weights["dense_w1"], document.weights["dense_w2"]
    answer = (np.maximum(x @ w1 + b1, 0) @ w2 + b2).argmax(axis=1)
    assert run.test["accuracy"] == pytest.approx((answer == y).mean(), abs=1e-6)
    assert run.test["accuracy"] > 0.8


def test_the_same_seed_gives_the_same_history_to_the_last_bit(qtbot, job, wine):
    first = train(qtbot, job, wine(epochs=5)).run
    second = train(qtbot, job, wine(epochs=5)).run
    assert first.epochs == second.epochs
    other = train(qtbot, job, wine(epochs=5, seed=8)).run
    assert other.epochs != first.epochs


def test_the_canvas_may_change_while_training(qtbot, job, listener, wine):
    document = wine(epochs=LONG)
    job.train(document)
    qtbot.waitUntil(lambda: len(listener.epochs) >= 2, timeout=60_000)
    document.remove_node(document.graph.topological()[-1].id)
    with qtbot.waitSignal(job.finished, timeout=20_000) as caught:
        job.stop()
    assert "dense_w2" in caught.args[0].weights
    assert not listener.failures


def test_stop_keeps_what_was_learned(qtbot, job, listener, wine):
    document = wine(epochs=LONG)
    job.train(document)
    qtbot.waitUntil(lambda: len(listener.epochs) >= 3, timeout=60_000)
    with qtbot.waitSignal(job.finished, timeout=20_000) as caught:
        job.stop()
        assert job.state == jobs.STOPPING
    run = caught.args[0].run
    assert run.ended == STOPPED
    assert 3 <= len(run.epochs) < LONG
    assert document.weights is not None and document.runs == [run]


def test_stop_while_validating_ends_there_and_keeps_what_was_learned(
    qtbot, job, wine, tmp_path, monkeypatch
):
    from app.training.callback import ReportProgress

    validated: list[int] = []
    original = ReportProgress.on_test_batch_end

    def stopping(self, batch, logs=None):
        validated.append(batch)
        if len(self.model.history.epoch) == 1:  # in the second epoch
            self.control.stop()
        original(self, batch, logs)

    monkeypatch.setattr(ReportProgress, "on_test_batch_end", stopping)
    document = wine(epochs=9)
    document.setup.batch_size = 4
    document.setup.callbacks = [
        {"class_name": "CSVLogger", "config": {"filename": str(tmp_path / "log.csv")}}
    ]
    run = train(qtbot, job, document).run
    first_time = validated.index(0, 1)
    assert first_time > 1 and validated[first_time:] == [0]
    assert run.ended == STOPPED and job.state == jobs.IDLE
    assert [("val_loss" in logs, "loss" in logs) for logs in run.epochs] == [
        (True, True),
        (False, True),
    ]
    assert document.weights is not None and document.runs == [run]
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 2  # closed, and written


def test_stop_before_the_first_batch_leaves_the_document_alone(qtbot, worker, job, wine):
    document, gate = wine(), threading.Event()
    worker.submit("hold", lambda task: gate.wait(10))
    job.train(document)
    with qtbot.waitSignal(job.finished, timeout=20_000) as caught:
        job.stop()
        gate.set()
    assert caught.args[0].run.ended == STOPPED
    assert document.runs == [] and document.weights is None


def test_a_pause_holds_the_training_not_the_window(qtbot, job, listener, wine):
    job.train(wine(epochs=LONG))
    qtbot.waitUntil(lambda: len(listener.epochs) >= 2, timeout=60_000)
    job.pause()
    assert job.state == jobs.PAUSED
    qtbot.waitUntil(lambda: time.perf_counter() - listener.heard > 0.1, timeout=20_000)
    held = len(listener.records)
    with qtbot.assertNotEmitted(job.progressed, wait=150):
        pass
    job.resume()
    assert job.state == jobs.RUNNING
    qtbot.waitUntil(lambda: len(listener.records) > held + 2, timeout=20_000)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        job.stop()


def test_a_paused_training_can_be_stopped(qtbot, job, listener, wine):
    job.train(wine(epochs=LONG))
    qtbot.waitUntil(lambda: len(listener.epochs) >= 1, timeout=60_000)
    job.pause()
    with qtbot.waitSignal(job.finished, timeout=20_000):
        job.stop()


def test_batch_records_are_bounded_and_epoch_ends_complete(qtbot, job, listener, digits):
    begun = time.perf_counter()
    train(qtbot, job, digits(epochs=30))
    seconds = time.perf_counter() - begun
    batches = [r for r in listener.records if r.phase == TRAINING and not r.epoch_end]
    assert len(batches) <= 20 * seconds + 2
    assert [r.epoch for r in listener.epochs] == list(range(1, 31))


def test_data_that_does_not_fit_is_refused_before_training(qtbot, job, listener, wine):
    document = wine()
    first = document.graph.inputs()[0]
    document.set_params(first.id, {"shape": [12]})
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "13" in caught.args[0].text and "12" in caught.args[0].text
    assert caught.args[0].details == ""
    assert TRAINING not in [r.phase for r in listener.records]
    assert not job.running


def test_a_missing_file_is_told_by_name(qtbot, job, wine):
    from app.data.spec import DataSpec

    document = wine()
    document.set_data(DataSpec("csv", path="/nowhere/prices.csv"))
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "prices.csv" in caught.args[0].text


def test_a_broken_model_is_refused_with_its_problem(qtbot, job, wine):
    document = wine()
    document.set_params(document.graph.topological()[1].id, {"units": -4})
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "-4" in caught.args[0].text


def test_no_loss_is_said_before_training(qtbot, job, wine):
    document = wine()
    document.setup.outputs.clear()
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "loss" in caught.args[0].text


def test_a_diverged_training_keeps_the_earlier_weights(qtbot, job, diabetes):
    document = diabetes(epochs=2)
    train(qtbot, job, document)
    before = {k: [a.copy() for a in v] for k, v in document.weights.items()}
    document.setup.optimizer = {"class_name": "SGD", "config": {"learning_rate": 1e20}}
    document.setup.epochs = 50
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "learning rate" in caught.args[0].text
    assert document.runs[-1].ended == DIVERGED
    for name, arrays in before.items():
        for old, kept in zip(arrays, document.weights[name], strict=True):
            np.testing.assert_array_equal(old, kept)


def test_early_stopping_says_why_and_names_the_best_epoch(qtbot, job, wine):
    callback = {
        "class_name": "EarlyStopping",
        "config": {"monitor": "val_loss", "patience": 3, "restore_best_weights": True},
    }
    run = train(qtbot, job, wine(epochs=3000, callbacks=[callback])).run
    assert run.ended == EARLY and len(run.epochs) < 3000
    assert "val_loss" in run.stopped_early
    losses = [logs["val_loss"] for logs in run.epochs]
    assert run.best_epoch == losses.index(min(losses))


def test_continuing_goes_on_from_the_weights_and_counts_on(qtbot, job, wine):
    document = wine(epochs=20)
    first = train(qtbot, job, document).run
    result = train(qtbot, job, document)
    assert set(result.carried) == {"dense_w1", "dense_w2"}
    assert result.run.first_epoch == 20
    assert result.run.epochs[0]["loss"] < first.epochs[0]["loss"] / 2
    fresh = train(qtbot, job, document, fresh=True)
    assert fresh.carried == () and fresh.run.first_epoch == 0
    assert fresh.run.epochs == first.epochs  # the same seed: the first run again


def test_layers_whose_shape_changed_start_anew(qtbot, job, wine):
    document = wine(epochs=2)
    train(qtbot, job, document)
    middle = document.graph.topological()[1]
    document.set_params(middle.id, {"units": 16, "activation": "tanh"})
    document.set_params(document.graph.topological()[2].id, {"units": 3, "activation": "softmax"})
    assert set(train(qtbot, job, document).carried) == {"dense_w1", "dense_w2"}
    document.set_params(middle.id, {"units": 8})
    assert train(qtbot, job, document).carried == ()


def test_closing_during_training_keeps_the_result(qtbot, wine):
    worker = Worker()
    job = TrainingJob(worker)
    listener = Listener(job)
    document = wine(epochs=LONG)
    job.train(document)
    qtbot.waitUntil(lambda: len(listener.epochs) >= 2, timeout=60_000)
    assert job.shutdown(10)
    assert worker.shutdown(10_000)
    assert document.weights is not None
    assert len(document.runs) == 1 and document.runs[0].ended == STOPPED


def test_an_abandoned_training_changes_nothing(qtbot, job, listener, wine):
    document = wine(epochs=LONG)
    job.train(document)
    qtbot.waitUntil(lambda: len(listener.epochs) >= 1, timeout=60_000)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        job.abandon()
    assert document.runs == [] and document.weights is None


def test_one_training_at_a_time(qtbot, job, listener, wine):
    document = wine(epochs=LONG)
    assert job.train(document)
    assert not job.train(document)
    with qtbot.waitSignal(job.finished, timeout=60_000):
        job.stop()


def test_without_data_nothing_begins(job, wine):
    document = wine()
    document.set_data(None)
    assert not job.train(document)


def test_a_failure_in_the_middle_keeps_what_was_learned(qtbot, job, wine, monkeypatch):
    from app.training.callback import ReportProgress

    original = ReportProgress.on_epoch_begin

    def failing(self, epoch, logs=None):
        if epoch == 2:
            raise MemoryError
        original(self, epoch, logs)

    monkeypatch.setattr(ReportProgress, "on_epoch_begin", failing)
    document = wine(epochs=9)
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "memory" in caught.args[0].text
    assert len(document.runs[0].epochs) == 2
    assert document.runs[0].ended == INTERRUPTED
    assert document.weights is not None


def test_a_failure_while_the_test_part_is_judged_keeps_what_was_learned(
    qtbot, job, wine, monkeypatch
):
    from engine.models.model import Model

    def failing(self, *args, **kwargs):
        raise MemoryError

    monkeypatch.setattr(Model, "evaluate", failing)
    document = wine(epochs=2)
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "memory" in caught.args[0].text
    assert len(document.runs[0].epochs) == 2 and document.runs[0].test == {}
    assert document.runs[0].ended == COMPLETED
    assert document.weights is not None


def test_a_metric_with_a_value_per_class_is_judged_by_its_mean(qtbot, job, wine):
    from sklearn.metrics import f1_score

    from app.training import recipe
    from app.training.evaluate import judge
    from app.training.job import snapshot_of

    document = wine(epochs=20)
    document.data.labels = "onehot"
    (output,) = document.setup.outputs.values()
    output.loss, output.metrics = "categorical_crossentropy", [{"class_name": "F1Score"}]
    run = train(qtbot, job, document).run
    verdict = judge(snapshot_of(document))
    y = recipe.gather(snapshot_of(document)).prepared.y_test[verdict.outputs[0].name]
    expected = f1_score(y.argmax(axis=1), verdict.outputs[0].answer, average="macro")
    assert run.test["f1_score"] == pytest.approx(expected, abs=1e-6)
    assert verdict.logs["f1_score"] == pytest.approx(expected, abs=1e-6)


def test_files_of_callbacks_lie_beside_the_project(qtbot, job, wine, tmp_path):
    logger = {"class_name": "CSVLogger", "config": {"filename": "log.csv"}}
    document = wine(epochs=2, callbacks=[logger])
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        job.train(document)
    assert "log.csv" in caught.args[0].text and "Save" in caught.args[0].text
    document.set_path(tmp_path / "wine.loom")
    run = train(qtbot, job, document).run
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert len(lines) == 1 + len(run.epochs)


def test_validation_every_second_epoch_by_a_scheduled_rate(qtbot, job, wine):
    schedule = {
        "class_name": "ExponentialDecay",
        "config": {"initial_learning_rate": 0.01, "decay_steps": 1.0, "decay_rate": 0.5},
    }
    scheduler = {"class_name": "LearningRateScheduler", "config": {"schedule": schedule}}
    run = train(qtbot, job, wine(epochs=4, validation_freq=2, callbacks=[scheduler])).run
    assert [("val_loss" in logs) for logs in run.epochs] == [False, True, False, True]
    rates = [logs["learning_rate"] for logs in run.epochs]
    assert rates == pytest.approx([0.01, 0.005, 0.0025, 0.00125])
