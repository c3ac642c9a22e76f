"""Files of real Keras 3 open here, go on training alike, and go back to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.files import probe
from tests.parity.files.catalogue import flat
from tests.parity.files.ways import answer, described, names, place_of, unzipped, whole
from tests.parity.keras3.fresh import MERGED, SHARDED, UNSAID

NAMES = names(3)
#: What real Keras 3 cannot write itself: two weights of one name in HDF5.
NOT_IN_HDF5 = ("same_names", "with_adafactor")

WAYS = {
    "keras": whole("model.keras"),
    "h5": whole("model.h5"),
    "folder": unzipped,
    "json and weights": described("model.weights.h5"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_it_opens(keras3: Path, tmp_path: Path, name: str, way: str) -> None:
    place = place_of(keras3, name)
    if name in NOT_IN_HDF5 and way == "h5":
        assert not (place / "model.h5").exists()
        return
    if name in MERGED and way == "h5":
        pytest.skip("Keras loses the additions to kernels in this file itself.")
    asked = probe.read(place / "probe.npz")
    model = WAYS[way](place, tmp_path, asked.x)
    assert model.compiled
    train = name not in (*MERGED, *UNSAID)
    # On JAX, Keras carries no states over: what its compiled steps write into them is dropped.
    # (On TensorFlow it carries them, as this program does; Keras 2's files are compared so.)
    found = probe.ask(model, asked.x, asked.y, train, carried=False)
    assert probe.differences(asked, found, flat(name)) == []


@pytest.mark.parametrize("name", SHARDED)
def test_weights_in_several_files_open(keras3: Path, tmp_path: Path, name: str) -> None:
    place = place_of(keras3, name)
    assert len(list(place.glob("model_*.weights.h5"))) > 1
    asked = probe.read(place / "probe.npz")
    model = described("model.weights.json")(place, tmp_path, asked.x)
    assert probe.differences(asked, probe.ask(model, asked.x, asked.y), flat(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_keras_3_opens_what_is_written_back(keras3: Path, name: str) -> None:
    answers = answer(keras3, name)
    assert set(answers) >= {"_archive", "_described"}
    assert not any(answers.values()), answers
