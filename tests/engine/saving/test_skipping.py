"""Weights loaded by name, and with what does not fit left out, beside real Keras 3."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine

RNG = np.random.default_rng(11)

#: The layers of the model that reads: class, name and arguments. The file has FIRST.
FIRST = [("Dense", "a", 4), ("LayerNormalization", "n", None), ("Dense", "b", 3)]
SITUATIONS = {
    "the same": FIRST,
    "another head": [*FIRST[:2], ("Dense", "b", 5)],
    "a wider beginning": [("Dense", "a", 6), *FIRST[1:]],
    "the others' names": [("Dense", "b", 4), FIRST[1], ("Dense", "a", 3)],
    "one more layer": [*FIRST, ("Dense", "c", 2)],
    "one layer less": [FIRST[0], FIRST[2]],
}
#: Keras says nothing of a layer in this file that the model lacks; here it must be asked for.
STRICTER = ("one layer less", "w.weights.h5", "by order")
ARGUMENTS: dict[str, dict[str, Any]] = {
    "by order": {},
    "skipping": {"skip_mismatch": True},
    "by name": {"by_name": True},
    "by name, skipping": {"by_name": True, "skip_mismatch": True},
}


def made(library: Any, described: list[tuple[str, str, int | None]]) -> Any:
    steps = [
        getattr(library.layers, kind)(*([] if units is None else [units]), name=name)
        for kind, name, units in described
    ]
    return library.Sequential([library.Input((3,)), *steps])


def loaded(model: Any, path: Path, arguments: dict[str, Any]) -> list[np.ndarray] | None:
    """The weights after loading; None where it is refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.load_weights(path, **arguments)
    except ValueError:
        return None
    return [np.asarray(w) for w in model.get_weights()]


@pytest.mark.parametrize("arguments", ARGUMENTS)
@pytest.mark.parametrize("file", ["w.h5", "w.weights.h5"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_same_weights_are_taken_as_by_keras(
    tmp_path: Path, situation: str, file: str, arguments: str
) -> None:
    written = made(real, FIRST)
    written.set_weights([RNG.normal(size=w.shape) for w in written.get_weights()])
    written.save(tmp_path / file) if file == "w.h5" else written.save_weights(tmp_path / file)
    theirs, ours = made(real, SITUATIONS[situation]), made(engine, SITUATIONS[situation])
    before = [RNG.normal(size=w.shape).astype("f") for w in theirs.get_weights()]
    for model in (theirs, ours):
        model.set_weights(before)
    wanted = loaded(theirs, tmp_path / file, ARGUMENTS[arguments])
    found = loaded(ours, tmp_path / file, ARGUMENTS[arguments])
    stricter = (situation, file, arguments) == STRICTER
    assert (found is None) == (wanted is None or stricter)
    if found is None:
        assert all(map(np.array_equal, ours.get_weights(), before))
    else:
        assert wanted is not None
        for one, other in zip(found, wanted, strict=True):
            np.testing.assert_array_equal(one, other)
