"""Exports are read back and compared, here and by the real libraries."""

import h5py
import numpy as np
import pytest

from app import exporting, importing, verifying
from app.document.examples import open_example


@pytest.mark.parametrize("key", [k for k in exporting.FORMS if k != "onnx"])
def test_what_is_written_predicts_the_same_when_read_back(key, tmp_path):
    record = exporting.settled(open_example("wine_mlp"))
    path = tmp_path / f"model{exporting.FORMS[key].suffix}"
    exporting.write(record, key, path)
    verdict = verifying.read_back(record, key, path)
    assert verdict.same and not verdict.trouble
    if key != "python":
        assert verdict.difference == 0.0 and verdict.real


@pytest.mark.parametrize("key", ["h5", "keras", "weights", "json"])
def test_real_keras_is_asked_and_agrees(key, tmp_path):
    record = exporting.settled(open_example("wine_mlp"))
    path = tmp_path / f"model{exporting.FORMS[key].suffix}"
    exporting.write(record, key, path)
    verdict = verifying.ask(record, key, path)
    assert verdict.reader.startswith("Keras 3") and verdict.same, verdict
    assert verdict.difference < 1e-5


def test_a_file_with_other_weights_is_told(tmp_path):
    record = exporting.settled(open_example("wine_mlp"))
    path = tmp_path / "model.h5"
    exporting.write(record, "h5", path)
    with h5py.File(path, "r+") as file:
        found: list[h5py.Dataset] = []
        file["model_weights"].visititems(
            lambda name, item: found.append(item) if name.endswith("kernel") else None
        )
        found[0][...] = np.roll(np.asarray(found[0]), 1)
    verdict = verifying.read_back(record, "h5", path)
    assert not verdict.same and verdict.difference > 0.01


def test_a_damaged_file_is_told_with_its_reason(tmp_path):
    record = open_example("wine_mlp")
    path = tmp_path / "model.h5"
    path.write_bytes(b"nothing of the kind")
    verdict = verifying.read_back(record, "h5", path)
    assert not verdict.same and verdict.trouble
    asked = verifying.ask(record, "h5", path)
    assert not asked.same and asked.trouble


def test_a_library_that_does_not_answer_is_not_waited_for(tmp_path):
    record = open_example("wine_mlp")
    path = tmp_path / "model.h5"
    exporting.write(record, "h5", path)
    verdict = verifying.ask(record, "h5", path, patience=0.01)
    assert not verdict.same and "no answer" in verdict.trouble


def test_what_was_wrong_is_said_in_the_programs_language(tmp_path, monkeypatch):
    """The words stand in the window, so they go through its translator."""
    asked = []

    def translated(context, text):
        asked.append(text)
        return f"[{text}]"

    monkeypatch.setattr(verifying.QCoreApplication, "translate", translated)
    one, two = [np.zeros((3, 2))], [np.zeros((3, 4))]
    trouble = verifying._judge("", one, two, False).trouble
    assert trouble == "[its outputs have the shapes (3, 4), not (3, 2)]" and asked


def test_a_model_that_cannot_run_is_compared_by_its_weights(old_model_file, tmp_path):
    record = importing.read(old_model_file)
    exporting.write(record, "h5", tmp_path / "back.h5")
    verdict = verifying.read_back(record, "h5", tmp_path / "back.h5")
    assert verdict.same and verdict.difference is None
    assert verifying.ask(record, "h5", tmp_path / "back.h5") is None


def test_inputs_are_drawn_where_there_is_no_data(tmp_path):
    record = exporting.settled(open_example("headline_two_inputs"))
    record.data = None
    exporting.write(record, "keras", tmp_path / "m.keras")
    verdict = verifying.read_back(record, "keras", tmp_path / "m.keras")
    assert verdict.same and not verdict.real and verdict.difference == 0.0
