"""A saved project comes back as it was; a bad file says so; saving never harms a file."""

from __future__ import annotations

import io
import json
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.data.spec import DataSpec
from app.document import project_file, weights_file
from app.document.graph import Graph
from app.document.project_file import ProjectError
from app.document.record import ProjectRecord
from app.document.train_setup import OutputSetup, TrainSetup


def a_project():
    graph = Graph("functional")
    left = graph.add("InputLayer", "左", x=-3.5, y=0.25, shape=[28, None, 1])
    right = graph.add("InputLayer", "right", x=300.0, shape=[4], dtype="int32")
    first = graph.add("Dense", units="wrong", kernel_regularizer={"class_name": "L2"})
    twin = graph.add("Dense", is_output=True)
    twin.params, twin.shared_with, twin.is_output = {}, first.id, True
    merge = graph.add("Concatenate", axis=-1)
    for source, target in ((left, first), (right, twin), (first, merge), (twin, merge)):
        graph.connect(source, target)
    setup = TrainSetup(
        optimizer={"class_name": "SGD", "config": {"learning_rate": 0.1}},
        outputs={
            "concatenate": OutputSetup("mse", 0.5, ["mae", {"class_name": "Mean", "config": {}}])
        },
        class_weight={0: 1.0, 7: 2.5},
        seed=3,
        callbacks=[{"class_name": "EarlyStopping", "config": {"patience": 4}}],
    )
    return ProjectRecord(
        graph,
        DataSpec("csv", "irises", "data/iris.csv", assign={"左": ["length"]}, test=0.25),
        setup,
        [{"id": "r1", "epochs": [{"loss": 0.5}]}],
        {"dense": [np.arange(6, dtype=np.float32).reshape(2, 3), np.zeros(3)], "drop/out": []},
        {"iteration": np.array(7), "momentum": np.ones((2, 2), np.float32)},
        "Two ends",
        "Look at the twin.",
    )


def plain(record):
    """Everything in a record in comparable form."""
    arrays = {
        name: [(a.dtype.str, a.shape, a.tolist()) for a in each]
        for name, each in (record.weights or {}).items()
    }
    state = {k: (v.dtype.str, v.tolist()) for k, v in (record.optimizer or {}).items()}
    kept = (record.graph, list(record.graph.nodes), list(record.graph.links))
    return (
        *kept,
        record.data,
        record.setup,
        record.runs,
        arrays,
        state,
        record.title,
        record.notes,
    )


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "model.loom"
    project_file.write(path, a_project())
    return path


def test_a_reopened_project_equals_the_saved_one(saved):
    assert plain(project_file.read(saved)) == plain(a_project())


def test_an_untrained_project_has_no_weights_member(tmp_path):
    path = tmp_path / "new.loom"
    project_file.write(path, ProjectRecord())
    assert zipfile.ZipFile(path).namelist() == ["project.json"]
    assert plain(project_file.read(path)) == plain(ProjectRecord())


def test_the_model_in_a_file_can_be_read_with_any_json_reader(saved):
    values = json.loads(zipfile.ZipFile(saved).read("project.json"))
    assert (values["format"], values["version"]) == ("layerloom-project", 1)
    assert [node["name"] for node in values["graph"]["nodes"]][:2] == ["左", "right"]


# -- files that are not what they should be -------------------------------


def rewritten(saved, change):
    """The saved project with its JSON changed."""
    values = json.loads(zipfile.ZipFile(saved).read("project.json"))
    changed = change(values)
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("project.json", json.dumps(values if changed is None else changed))
    return saved


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a Layerloom project"),
        (b"hello", "not a Layerloom project"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "not a Layerloom project"),
    ],
)
def test_foreign_files_are_named_as_such(tmp_path, content, reason):
    path = tmp_path / "thing.loom"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=reason) as caught:
        project_file.read(path)
    assert caught.value.path == path and caught.value.advice


def test_a_keras_archive_is_no_project(tmp_path):
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    with pytest.raises(ProjectError, match="not a Layerloom project.*Import"):
        project_file.read(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(ProjectError, match="no such file"):
        project_file.read(tmp_path / "gone.loom")


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(ProjectError):
        project_file.read(tmp_path)


def test_a_file_of_a_newer_version_asks_for_an_update(saved):
    rewritten(saved, lambda values: {**values, "version": 99})
    with pytest.raises(ProjectError, match="newer.*99.*Update"):
        project_file.read(saved)


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v["graph"]["links"][0].update(target="nowhere"),
        lambda v: v["graph"]["links"][0].update(port=-1),
        lambda v: v["graph"]["nodes"][0].update(x="left"),
        lambda v: v["graph"]["nodes"][0].update(x=float("inf")),
        lambda v: v["graph"]["nodes"][1].update(id=v["graph"]["nodes"][0]["id"]),
        lambda v: v["graph"]["nodes"][0].update(shared_with=v["graph"]["nodes"][0]["id"]),
        lambda v: v["graph"].update(kind="tree"),
        lambda v: v.update(graph=None),
        lambda v: v.update(runs=3),
        lambda v: v.update(runs=[{"ended": "somehow"}]),
        lambda v: v.update(runs=[{"epochs": [{"loss": "high"}]}]),
        lambda v: v.update(runs=[{"epochs": [3]}]),
        lambda v: v.update(runs=[{"first_epoch": "one"}]),
        lambda v: v.update(runs=[{"started": 5}]),
        lambda v: v.update(runs=[{"best_epoch": 7, "epochs": [{"loss": 1.0}]}]),
        lambda v: v.update(runs=[{"setup": {"optimizer": "sgd"}}]),
        lambda v: v.update(version=True),
        lambda v: v["setup"].update(epochs="ten"),
        lambda v: v["setup"].update(outputs=[1]),
        lambda v: v["data"].update(kind="cloud"),
        lambda v: v["graph"]["nodes"][0].update(params=[]),
    ],
)
def test_values_that_cannot_be_are_a_damaged_file(saved, change):
    rewritten(saved, change)
    with pytest.raises(ProjectError, match="damaged"):
        project_file.read(saved)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_mutated_file_opens_or_fails_with_one_project_error(saved, data):
    content = bytearray(saved.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.none(), st.integers(0, len(content))))
    bad = saved.with_name("bad.loom")
    bad.write_bytes(content[:end])
    try:
        project_file.read(bad)
    except ProjectError as error:
        assert str(bad) in str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_json_in_any_place_opens_or_fails_with_one_project_error(saved, data):
    values = project_file.to_json(a_project())
    place = values
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        if not keys:
            return
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(place[key], (dict, list)) or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(JSON)
    bad = saved.with_name("bad.loom")
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("project.json", json.dumps(values))
    try:
        record = project_file.read(bad)
    except ProjectError:
        return
    project_file.write(bad, record)
    assert repr(plain(project_file.read(bad))) == repr(plain(record))  # repr: nan equals nan


# -- weights --------------------------------------------------------------


def h5(fill):
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        fill(file)
    return buffer.getvalue()


def layer(file):
    group = file.create_group("layers/0")
    group.attrs["name"] = "dense"
    return group


def external(file):
    layer(file)["0"] = h5py.ExternalLink("/etc/other.h5", "/secret")


def huge(file):
    layer(file).create_dataset("0", shape=(2**20, 2**20), dtype="f4", chunks=(64, 64))


def elsewhere(file):
    layer(file).create_dataset("0", (4,), "u1", external=[("/etc/hostname", 0, 4)])


def objects(file):
    layer(file).create_dataset("0", data=["a", "b"])


def nameless(file):
    file.create_group("layers/0")


@pytest.mark.parametrize("fill", [external, huge, elsewhere, objects, nameless, lambda file: None])
def test_weights_that_are_no_plain_arrays_are_a_damaged_file(saved, fill):
    text = zipfile.ZipFile(saved).read("project.json")
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("project.json", text)
        archive.writestr("weights.h5", h5(fill))
    with pytest.raises(ProjectError, match="damaged"):
        project_file.read(saved)


def test_weights_without_an_optimizer():
    weights, state = weights_file.read(weights_file.write({"a": [np.float64(2.5)]}, None))
    assert weights["a"][0] == 2.5 and state is None


# -- saving ---------------------------------------------------------------


def leftovers(folder):
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_when_saving_fails_the_old_file_survives(saved, monkeypatch, step):
    before = saved.read_bytes()

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(ProjectError, match="No space left"):
        project_file.write(saved, ProjectRecord())
    monkeypatch.undo()
    assert saved.read_bytes() == before
    assert leftovers(saved.parent) == ["model.loom"]


def test_a_disk_that_is_full_in_the_middle_of_writing(saved, monkeypatch):
    before = saved.read_bytes()

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(weights_file, "write", fail)
    with pytest.raises(ProjectError, match="No space left"):
        project_file.write(saved, a_project())
    assert saved.read_bytes() == before
    assert leftovers(saved.parent) == ["model.loom"]


def test_a_project_that_json_cannot_hold_does_not_harm_the_file(saved):
    before = saved.read_bytes()
    record = a_project()
    record.runs.append({"id": object()})
    with pytest.raises(ProjectError):
        project_file.write(saved, record)
    assert saved.read_bytes() == before
    assert leftovers(saved.parent) == ["model.loom"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ProjectError, match="cannot be written"):
        project_file.write(tmp_path / "gone" / "model.loom", ProjectRecord())


@pytest.fixture
def read_only_folder():
    """A folder with a project that may be read but not changed, by root neither."""
    with tempfile.TemporaryDirectory() as name:
        folder, was_root = Path(name), os.geteuid() == 0
        project_file.write(folder / "model.loom", a_project())
        folder.chmod(0o555)
        if was_root:
            os.seteuid(65534)  # root may write anywhere
        try:
            yield folder
        finally:
            if was_root:
                os.seteuid(0)
            folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_read_only_folder(read_only_folder):
    path = read_only_folder / "model.loom"
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="cannot be written.*another folder"):
        project_file.write(path, ProjectRecord())
    assert path.read_bytes() == before
    assert leftovers(read_only_folder) == ["model.loom"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_private_file_stays_private_and_a_link_stays_a_link(saved):
    saved.chmod(0o600)
    link = saved.with_name("link.loom")
    link.symlink_to(saved)
    project_file.write(link, ProjectRecord(title="new"))
    assert link.is_symlink()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert project_file.read(saved).title == "new"
