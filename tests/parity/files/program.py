"""What the programs of both generations do: write models, then open what was written back."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.parity.files import probe
from tests.parity.files.catalogue import MODELS, flat
from tests.parity.files.layer_models import given, targets, varied

#: A file's name -> what writes a model to a path.
Files = Mapping[str, Callable[[Any, str], object]]
#: Opens what lies in a folder, given inputs for models whose shapes these tell.
Way = Callable[[Path, Any], Any]


@dataclass
class Program:
    """One real Keras, in a process of its own.

    Attributes:
        keras: The library.
        folder: Where ``models`` are written, and what lies in ``back`` is opened.
        files: The files that are written of the model of a name.
        called: What a weight is called in the probe.
        troubles: Tracebacks of the models that could not be written, by name.
    """

    keras: Any
    folder: Path
    files: Callable[[str], Files]
    called: Callable[[Any], str]
    troubles: dict[str, str] = field(default_factory=dict)

    def write_catalogue(self, generation: int) -> None:
        """Write every model of the catalogue that this generation can make."""
        for name, entry in MODELS.items():
            if generation in entry.generations:
                settings = {**entry.settings, **entry.objects(self.keras)}
                self.write(name, entry.make, entry.optimizer, settings)

    def write(
        self,
        name: str,
        make: Callable[[Any], Any],
        optimizer: Any = lambda o: o.SGD(0.02),
        settings: Any = None,
    ) -> None:
        """Make a model, train it a little and write it."""
        self.keras.backend.clear_session()
        self.keras.utils.set_random_seed(len(name))
        try:
            model = make(self.keras)
            rng = np.random.default_rng(7)
            x = given(model, rng)
            varied(model, rng, spread=0.3)
            y = targets(model, x, rng)
            model.compile(optimizer(self.keras.optimizers), **(settings or {"loss": "mse"}))
            probe.forget(model)
            for _ in range(2):
                model.train_on_batch(x, y)
            self.keep(name, model, x, y)
        except Exception:
            self.troubles[name] = traceback.format_exc()

    def keep(self, name: str, model: Any, x: Any, y: Any, train: bool = True) -> None:
        """Write a model's files, and what it answers."""
        place = self.folder / "models" / name
        place.mkdir(parents=True)
        for file, write in self.files(name).items():
            try:
                write(model, str(place / file))
            except ValueError as error:  # two weights of one name, which only HDF5 of old refuses
                if "name already exists" not in str(error):
                    raise
                (place / file).unlink()
        answer = probe.ask(model, x, y, train)
        answer.names = tuple(map(self.called, model.weights))
        probe.write(place / "probe.npz", answer)

    def answer(
        self,
        ways: Callable[[str], Iterable[tuple[Way, bool]]],
        failed: Callable[[str, Way, Any], list[str]],
    ) -> None:
        """Wait until the models are written back, then tell how they differ from the first ones.

        Args:
            ways: The ways to open the model of a name, each with whether it is trained then.
            failed: What to say of a way, which was given these inputs, that failed just now.
        """
        (self.folder / "troubles.json").write_text(json.dumps(self.troubles))
        print("written", flush=True)
        sys.stdin.readline()
        answers = {
            place.name: {
                way.__name__: self._opened(place, way, train, failed)
                for way, train in ways(place.name)
            }
            for place in sorted((self.folder / "back").iterdir())
        }
        (self.folder / "back.json").write_text(json.dumps(answers))

    def _opened(self, place: Path, way: Way, train: bool, failed: Any) -> list[str]:
        """How a model written back differs from what was written."""
        asked = probe.read(self.folder / "models" / place.name / "probe.npz")
        try:
            self.keras.backend.clear_session()
            found = probe.ask(way(place, asked.x), asked.x, asked.y, train and asked.trained)
            return probe.differences(asked, found, flat(place.name))
        except Exception:
            return failed(place.name, way, asked.x)
