"""A share of the fuzzer's inputs, always the same; ``fuzz.py`` runs as long as it is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.fuzz import KINDS, Fuzzer

if not sys.platform.startswith("linux"):
    pytest.skip("the watcher measures memory through Linux's /proc", allow_module_level=True)

#: Inputs of each kind.
SHARE = 100


@pytest.fixture(scope="module")
def fuzzer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzer]:
    folder = tmp_path_factory.mktemp("fuzz")
    made = Fuzzer(folder / "work", KINDS, folder / "findings")
    yield made
    made.child.close()


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_end_as_a_model_or_one_error(kind: str, fuzzer: Fuzzer) -> None:
    ends = [fuzzer.run(kind, seed) for seed in range(SHARE)]
    assert not [end for end in ends if end.startswith("!")]
    assert "refused" in ends


def test_the_watcher_reports_what_must_not_happen(fuzzer: Fuzzer, tmp_path: Path) -> None:
    """A file that is no model of the present kind ends otherwise; so silence means something."""
    answer = fuzzer.child.open(tmp_path / "x.weights.h5", "no such model.h5", False)
    assert answer["result"].startswith("!KeyError")
