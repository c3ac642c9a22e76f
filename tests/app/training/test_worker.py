"""One thread computes, results come back where they are wanted, nothing is swallowed."""

import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread

from app.training.failure import Refused
from app.training.worker import STACK_SIZE, Worker


@pytest.fixture
def worker(qtbot):
    worker = Worker()
    yield worker
    assert worker.shutdown(5000)


def test_computes_elsewhere_and_answers_here(worker, qtbot):
    seen = {}

    def work(task):
        seen["work"] = threading.get_ident()
        return 6 * 7

    def done(value):
        seen["value"], seen["done"] = value, threading.get_ident()

    worker.submit("sum", work, done=done)
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen["value"] == 42
    assert seen["done"] == threading.get_ident() != seen["work"]


def test_tasks_run_one_after_the_other_in_order(worker, qtbot):
    inside, most, order = [], [], []

    def work(number):
        def run(task):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.002)  # long enough to be caught overlapping
            inside.remove(number)
            return number

        return run

    for number in range(8):
        worker.submit("n", work(number), done=order.append)
    qtbot.waitUntil(lambda: len(order) == 8)
    assert order == list(range(8))
    assert max(most) == 1


def test_intermediate_values_arrive_before_the_result(worker, qtbot):
    heard = []

    def work(task):
        for value in "abc":
            task.report(value)
        return "end"

    worker.submit("report", work, progress=heard.append, done=heard.append)
    qtbot.waitUntil(lambda: "end" in heard)
    assert heard == ["a", "b", "c", "end"]


def test_an_exception_becomes_a_failure_with_words_and_traceback(worker, qtbot):
    failures = []

    def work(task):
        raise ValueError("units must be positive, got -3")

    worker.submit("Preview", work, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert "Preview" in failures[0].title
    assert failures[0].text == "units must be positive, got -3"
    assert "test_worker.py" in failures[0].details


def test_a_failure_nobody_asked_for_reaches_the_signal(worker, qtbot):
    with qtbot.waitSignal(worker.failed) as caught:
        worker.submit("Bad", lambda task: 1 / 0)
    assert "division by zero" in caught.args[0].text


def test_a_refusal_has_no_traceback(worker, qtbot):
    failures = []

    def work(task):
        raise Refused("No loss", "Choose one.")

    worker.submit("x", work, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert (failures[0].title, failures[0].text, failures[0].details) == (
        "No loss",
        "Choose one.",
        "",
    )


def test_the_thread_goes_on_after_a_failure(worker, qtbot):
    results = []
    worker.submit("bad", lambda task: 1 / 0, failed=lambda failure: None)
    worker.submit("good", lambda task: "fine", done=results.append)
    qtbot.waitUntil(lambda: results == ["fine"])


def test_a_cancelled_task_in_the_queue_never_runs(worker, qtbot):
    gate, ran, results = threading.Event(), [], []
    worker.submit("hold", lambda task: gate.wait(5))
    unwanted = worker.submit("unwanted", lambda task: ran.append(1), done=results.append)
    worker.submit("last", lambda task: "last", done=results.append)
    unwanted.cancel()
    gate.set()
    qtbot.waitUntil(lambda: results == ["last"])
    assert not ran


def test_a_running_task_learns_that_it_is_cancelled(worker, qtbot):
    begun, results = threading.Event(), []

    def work(task):
        begun.set()
        while True:
            task.check()

    task = worker.submit("endless", work, done=results.append, failed=results.append)
    assert begun.wait(5)
    task.cancel()
    worker.submit("next", lambda task: "next", done=results.append)
    qtbot.waitUntil(lambda: results == ["next"])


def test_only_the_newest_of_a_key_is_delivered(worker, qtbot):
    gate, results = threading.Event(), []
    worker.submit("hold", lambda task: gate.wait(5))
    for number in range(5):
        worker.submit("predict", lambda task, n=number: n, done=results.append, key="predict")
    gate.set()
    qtbot.waitUntil(lambda: bool(results))
    worker.submit("flush", lambda task: "flush", done=results.append)
    qtbot.waitUntil(lambda: results[-1] == "flush")
    assert results == [4, "flush"]


def test_a_result_for_a_widget_that_is_gone_is_dropped(worker, qtbot):
    gate, results = threading.Event(), []
    owner = QObject()
    worker.submit("hold", lambda task: gate.wait(5), done=results.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: _gone(owner))
    gate.set()
    worker.submit("flush", lambda task: "flush", done=results.append)
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["flush"]


def _gone(item):
    import shiboken6

    return not shiboken6.isValid(item)


def test_busy_tells_what_runs(worker, qtbot):
    gate, names = threading.Event(), []
    worker.busyChanged.connect(names.append)
    worker.submit("Training", lambda task: gate.wait(5))
    qtbot.waitUntil(lambda: worker.busy == "Training")
    gate.set()
    qtbot.waitUntil(lambda: worker.busy == "")
    assert names == ["Training", ""]


def test_shutdown_is_bounded_and_later_work_is_refused(qtbot):
    worker, gate, begun = Worker(), threading.Event(), threading.Event()

    def stubborn(task):
        begun.set()
        gate.wait(10)

    worker.submit("stubborn", stubborn)
    assert begun.wait(5)
    assert worker.shutdown(100) is False, "it did not wait for the task"
    with pytest.raises(RuntimeError, match="shut down"):
        worker.submit("late", lambda task: None)
    from app.training import worker as module

    thread = module._outliving[-1]
    gate.set()
    qtbot.waitUntil(lambda: thread not in module._outliving)


def test_shutdown_without_work_needs_no_thread(qtbot):
    assert Worker().shutdown() is True


def test_the_stack_is_large_enough_for_a_compiler(worker, qtbot):
    sizes = []
    worker.submit("x", lambda task: QThread.currentThread().stackSize(), done=sizes.append)
    qtbot.waitUntil(lambda: bool(sizes))
    assert sizes == [STACK_SIZE]
    assert STACK_SIZE >= 8 * 1024 * 1024
