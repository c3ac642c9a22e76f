"""Files of Keras 1 and of NVIDIA's layers give what real Keras 2 computes with their weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from tests.parity.keras2 import handmade


@pytest.mark.parametrize("name", handmade.FILES)
def test_it_opens(keras2: Path, name: str) -> None:
    opened = engine.saving.open_model(keras2 / "handmade" / f"{name}.h5")
    found = opened.model.predict(handmade.samples(handmade.FILES[name]), verbose=0)
    expected = np.load(keras2 / "handmade" / f"{name}.npy")
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    assert opened.report.faithful
    assert opened.report.generation.major == (2 if handmade.FILES[name].version else 1)
