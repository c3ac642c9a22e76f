"""A training's state survives a kill: written whole, offered, taken up exactly."""

import os

import numpy as np
import pytest

from app.document.graph import Graph, Link
from app.document.run import COMPLETED, Run
from app.training import checkpoint
from app.training.checkpoint import Checkpoint, discard, pending
from app.training.job import TrainingJob, snapshot_of
from app.training.recipe import graph_hash
from app.training.session import train


@pytest.fixture(autouse=True)
def write_every_epoch(monkeypatch):
    monkeypatch.setattr(checkpoint, "INTERVAL", 0.0)


class Killed(BaseException):
    pass


def killed_after(epochs, document, folder):
    """Train with checkpoints, and die without any clean-up after some epochs."""

    class Dying(Checkpoint):
        def epoch_done(self, model, run):
            super().epoch_done(model, run)
            if len(run.epochs) == epochs:
                raise Killed

        def close(self):
            pass  # a killed process closes nothing

    snapshot = snapshot_of(document)
    with pytest.raises(Killed):
        train(snapshot, Run(name="long"), keeper=Dying(folder, snapshot, "/p/wine.loom"))


def test_the_state_after_a_kill_is_that_of_the_last_epoch(wine, tmp_path):
    document = wine(epochs=8)
    whole = train(snapshot_of(document), Run()).run
    killed_after(3, document, tmp_path)
    state = pending(tmp_path)
    assert state.run.epochs == whole.epochs[:3]
    assert state.run.name == "long" and state.project == "/p/wine.loom"
    assert {n: [a.shape for a in v] for n, v in state.weights.items()} == {
        "dense_w1": [(13, 16), (16,)],
        "dense_w2": [(16, 3), (3,)],
    }


def test_taking_up_gives_the_history_of_an_unbroken_run(qtbot, worker, wine, tmp_path):
    document = wine(epochs=8)
    whole = train(snapshot_of(document), Run()).run
    killed_after(3, document, tmp_path)
    job = TrainingJob(worker, recovery=tmp_path)
    with qtbot.waitSignal(job.finished, timeout=30_000) as caught:
        assert job.take_up(document, pending(tmp_path))
    run = caught.args[0].run
    assert run.ended == COMPLETED
    assert run.epochs == whole.epochs
    assert pending(tmp_path) is None  # nothing left to recover
    assert job.run is run


def test_another_model_is_not_taken_up(worker, wine, diabetes, tmp_path):
    killed_after(2, wine(epochs=4), tmp_path)
    job = TrainingJob(worker, recovery=tmp_path)
    assert not job.take_up(diabetes(), pending(tmp_path))


def test_another_value_of_the_same_layer_makes_another_model():
    graph = Graph("functional")
    x, memory = graph.add("InputLayer", shape=[5, 3]), graph.add("LSTM", units=4, return_state=True)
    end = graph.add("Dense", units=1)
    graph.connect(x, memory)
    graph.links["w"] = Link("w", memory.id, end.id, 0, source_port=0)
    before = graph_hash(graph)
    graph.links["w"] = Link("w", memory.id, end.id, 0, source_port=2)
    assert graph_hash(graph) != before


def test_another_call_of_the_same_layer_makes_another_model():
    graph = Graph("functional")
    graph.connect(graph.add("InputLayer", shape=[3]), node := graph.add("Dropout", rate=0.5))
    before = graph_hash(graph)
    given = {"class_name": "__input__", "config": 0}
    node.call = {"args": [given], "kwargs": {"training": True}}
    assert graph_hash(graph) != before


def test_a_finished_training_leaves_no_state(qtbot, worker, wine, tmp_path):
    job = TrainingJob(worker, recovery=tmp_path)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        job.train(wine())
    assert pending(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_or_foreign_file_is_no_state(tmp_path):
    assert pending(tmp_path) is None
    (tmp_path / checkpoint.FILE_NAME).write_bytes(b"PK\x03\x04 half a file")
    assert pending(tmp_path) is None
    np.savez(tmp_path / checkpoint.FILE_NAME, something=np.zeros(3))
    assert pending(tmp_path) is None
    discard(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_state_is_replaced_whole_or_not_at_all(wine, tmp_path, monkeypatch):
    document = wine(epochs=8)
    killed_after(2, document, tmp_path)
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError("full")))
    killed_after(4, document, tmp_path)
    assert len(pending(tmp_path).run.epochs) == 2
    assert [path.name for path in tmp_path.iterdir()] == [checkpoint.FILE_NAME]


PROGRAM = """
import sys
from pathlib import Path
from app.document import project_file
from app.document.document import Document
from app.training import checkpoint, session
from app.training.checkpoint import Checkpoint
from app.document.run import Run
from app.training.job import snapshot_of

checkpoint.INTERVAL = 0.0
document = Document()
document.load(project_file.read(Path(sys.argv[1])))
snapshot = snapshot_of(document)
keeper = Checkpoint(Path(sys.argv[2]), snapshot)
session.train(snapshot, Run(), report=lambda p: print(p.epoch, flush=True), keeper=keeper)
"""


def test_a_process_that_is_killed_leaves_a_state_to_go_on_from(wine, tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    from app.document import project_file

    document = wine(epochs=100_000)
    project_file.write(tmp_path / "wine.loom", document.record())
    folder = tmp_path / "recovery"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "wine.loom"), str(folder)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        text=True,
    )
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 20:
                break
        process.kill()
    state = pending(folder)
    assert state is not None and state.epochs >= 19
    document.setup.epochs = state.epochs + 2
    snapshot = snapshot_of(document)
    run = Run()
    result = train(snapshot, run, keeper=Checkpoint(folder, snapshot, resume=state))
    assert result.run.epochs[: state.epochs] == state.run.epochs
    unbroken = train(snapshot_of(document), Run()).run
    assert result.run.epochs == unbroken.epochs
