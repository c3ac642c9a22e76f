"""The names of ``tf.train``: checkpoints of models, optimizers and variables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from engine.optimizers import Optimizer
from engine.param import suggest
from engine.saving.common.atomic import write_atomically
from engine.saving.common.errors import LoadError
from engine.saving.hdf5.access import member, open_file, read_array
from engine.saving.hdf5.library import h5py
from engine.tensor import Variable

_SUFFIX = ".ckpt.h5"


class Checkpoint:
    """Saves and restores what it is given by name, numbered.

    Args:
        root: One object without a name of its own.
        name: Name of the checkpoint.
        **objects: Models, layers, optimizers and variables.

    Attributes:
        save_counter: Number of the last save.
    """

    def __init__(self, root: Any = None, name: Any = "checkpoint", **objects: Any) -> None:
        if not isinstance(name, str):  # an object that is called so
            objects["name"] = name
        if root is not None:
            objects["root"] = root
        for key, value in objects.items():
            if not (isinstance(value, (Variable, Optimizer)) or hasattr(value, "weights")):
                raise TypeError(
                    f"Checkpoint: '{key}' must be a model, a layer, an optimizer or a variable, "
                    f"got {type(value).__name__}."
                )
            if not hasattr(type(self), key):  # an object may be called "save" or "write"
                setattr(self, key, value)
        self.name = objects.get("name", name)
        self._objects = objects
        self.save_counter = 0

    def save(self, file_prefix: Any) -> str:
        """Write ``<prefix>-<number>`` and return its path; numbers count up."""
        self.save_counter += 1
        return self.write(f"{file_prefix}-{self.save_counter}")

    def write(self, file_prefix: Any) -> str:
        """Write to exactly this path (an ending is added) and return it without the ending."""
        path = Path(f"{file_prefix}{_SUFFIX}").expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)

        def fill(temporary: str) -> None:
            with h5py.File(temporary, "w") as file:
                file.attrs["save_counter"] = self.save_counter
                for name, value in self._objects.items():
                    group = file.create_group(name)
                    for i, variable in enumerate(_variables(value)):
                        group[str(i)] = variable.value

        write_atomically(path, fill)
        return str(file_prefix)

    def restore(self, save_path: Any) -> Checkpoint:
        """Read a checkpoint into the objects; ``None`` (nothing saved yet) changes nothing.

        Raises:
            FileNotFoundError: when there is no such checkpoint.
            LoadError: naming what is missing or of another shape. Nothing is changed then.
        """
        if save_path is None:
            return self
        path = Path(f"{save_path}{_SUFFIX}").expanduser()
        with open_file(path) as file:
            found = []
            for name, value in self._objects.items():
                if name not in file:
                    raise LoadError(f"{path} holds no '{name}'.{suggest(name, list(file))}")
                group = member(file, name, h5py.Group)
                self._prepare(value, len(group))
                variables = _variables(value)
                if len(group) != len(variables):
                    raise LoadError(
                        f"'{name}' has {len(variables)} variables, {path} holds {len(group)}."
                    )
                found += [(v, read_array(group, str(i), v.shape)) for i, v in enumerate(variables)]
            self.save_counter = int(file.attrs["save_counter"])
        for variable, array in found:
            variable.set_value(array)
        return self

    read = restore

    def _prepare(self, value: Any, stored: int) -> None:
        """Make an optimizer's slots, which exist after the first step only."""
        if isinstance(value, Optimizer) and not value.built and stored > len(value.variables):
            models = [o for o in self._objects.values() if hasattr(o, "trainable_variables")]
            if models:
                value.build(models[0].trainable_variables)

    def assert_consumed(self) -> Checkpoint:
        """Kept for scripts: ``restore`` has raised when something was missing."""
        return self

    expect_partial = assert_existing_objects_matched = assert_consumed


class CheckpointManager:
    """Saves a checkpoint again and again and keeps the newest ones.

    Args:
        checkpoint: What to save.
        directory: The folder.
        max_to_keep: How many stay there; None for all.
        checkpoint_name: First part of the files' names.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        directory: Any,
        max_to_keep: int | None = 5,
        checkpoint_name: str = "ckpt",
    ) -> None:
        if max_to_keep is not None and max_to_keep < 1:
            raise ValueError(f"max_to_keep must be None or at least 1, got {max_to_keep!r}.")
        self.checkpoint = checkpoint
        self.directory = str(directory)
        self.max_to_keep = max_to_keep
        self._prefix = Path(directory).expanduser() / checkpoint_name

    @property
    def checkpoints(self) -> list[str]:
        """The checkpoints in the folder, oldest first."""
        return [p for _, p in _numbered(self._prefix.parent, f"{self._prefix.name}-*{_SUFFIX}")]

    @property
    def latest_checkpoint(self) -> str | None:
        """The newest one, None before the first."""
        found = self.checkpoints
        return found[-1] if found else None

    def save(self, checkpoint_number: int | None = None) -> str:
        """Write a checkpoint, delete those that are too many, return the new one's path."""
        if checkpoint_number is None:
            path = self.checkpoint.save(self._prefix)
        else:
            path = self.checkpoint.write(f"{self._prefix}-{int(checkpoint_number)}")
        if self.max_to_keep is not None:
            for old in self.checkpoints[: -self.max_to_keep]:
                Path(f"{old}{_SUFFIX}").unlink(missing_ok=True)
        return path

    def restore_or_initialize(self) -> str | None:
        """Read the newest checkpoint; return its path, or None when there is none yet."""
        newest = self.latest_checkpoint
        self.checkpoint.restore(newest)
        return newest


def latest_checkpoint(checkpoint_dir: Any) -> str | None:
    """Return the checkpoint with the greatest number in a folder, None when there is none."""
    found = _numbered(Path(checkpoint_dir).expanduser(), f"*{_SUFFIX}")
    return found[-1][1] if found else None


def _numbered(folder: Path, pattern: str) -> list[tuple[int, str]]:
    """Numbers and paths of the checkpoints in a folder, in the order of their numbers."""
    found = []
    for path in folder.glob(pattern):
        match = re.fullmatch(r"(.*)-(\d+)", path.name.removesuffix(_SUFFIX))
        if match:
            found.append((int(match[2]), str(path.with_name(match[0]))))
    return sorted(found)


def _variables(value: Any) -> list[Variable]:
    if isinstance(value, Variable):
        return [value]
    return list(value.variables)
