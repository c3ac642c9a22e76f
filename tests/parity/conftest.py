"""Numbers that Keras 3.15.1 gave."""

import json
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def golden():
    return json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
