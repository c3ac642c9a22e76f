"""Weights and the optimizer's state out of ``.weights.h5`` and the archive."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.optimizers.loss_scale import LossScaleOptimizer
from engine.saving.common.report import current, note
from engine.saving.hdf5.library import h5py
from engine.saving.hdf5.tree import Tree, file_tree
from engine.saving.upgrade.optimizer_state import arranged, take_over
from engine.saving.weights.matching import find_weights, read_found, read_vars

#: Where an optimizer lies that another one scales the loss for.
_WRAPPED = "optimizer/inner_optimizer"


def read_weights(
    file: h5py.File, model: Any, older_optimizer: bool = False, skip_mismatch: bool = False
) -> None:
    """Read all weights of a file; see ``read_tree``."""
    read_tree(file_tree(file), model, older_optimizer, skip_mismatch)


def read_tree(
    tree: Tree, model: Any, older_optimizer: bool = False, skip_mismatch: bool = False
) -> None:
    """Read all weights; the optimizer's state too where the tree has one that fits.

    Args:
        tree: The tree of layers.
        model: Its weights are replaced.
        older_optimizer: Whether the state is of an optimizer of before Keras 2.11.
        skip_mismatch: Whether layers that do not fit are left out, with a warning.

    Raises:
        LoadError: naming what is missing or of another shape. Nothing is changed then.
    """
    found = find_weights(tree, model, skip_mismatch)
    read_found(found)
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None:
        _read_optimizer(tree, model, optimizer, older_optimizer)


def _read_optimizer(tree: Tree, model: Any, optimizer: Any, older: bool) -> None:
    arrays: Any = _state(tree, optimizer)
    if not arrays:
        if older:
            note("lost", "", "The file holds no state of the optimizer; it starts afresh.")
        return
    if not optimizer.built:
        optimizer.build(model.trainable_weights)
    if current().generation.major < 3:
        names = ["iteration", *("" for _ in arrays[1:])]
        arrays = arranged(optimizer, arrays, names, older)
    take_over(optimizer, arrays)


def _state(tree: Tree, optimizer: Any) -> list[np.ndarray]:
    """The optimizer's arrays; of one that Keras wrapped for mixed precision, the inner one's.

    Keras tells the settings of the inner optimizer alone and keeps both states.
    """
    inner = [] if isinstance(optimizer, LossScaleOptimizer) else read_vars(tree, _WRAPPED)
    return inner or read_vars(tree, "optimizer")
