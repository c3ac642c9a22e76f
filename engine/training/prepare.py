"""From what a user gives (arrays, or a batch that a source yields) to a checked batch."""

from __future__ import annotations

from typing import Any

from engine.data.batch import pack_x_y_sample_weight, unpack_x_y_sample_weight
from engine.training.arrays import by_name, class_weights, count_samples, to_arrays
from engine.training.sources import Batch
from engine.tree import flatten


class Preparation:
    """Checks and casts data for one of a model's methods.

    Args:
        model: The model that gets the data.
        free: Whether the model's own step takes the data as they are, so that
            only arrays are made of them.
        class_weight: Weight of each class, turned into sample weights.
    """

    def __init__(self, model: Any, free: bool = False, class_weight: Any = None) -> None:
        self.model, self.free, self.class_weight = model, free, class_weight

    def arrays(self, x: Any, y: Any, weight: Any) -> tuple[Any, Any, Any]:
        """Return (x, y, weight) with checked arrays as leaves."""
        if x is None:
            raise ValueError("There is no data: x is None.")
        if self.class_weight is not None:
            weight = self._weights_of_classes(y, weight)
        model = self.model
        weights = None if weight is None else to_arrays(weight, model.dtype)
        if self.free:
            data = to_arrays(x, model.dtype, with_texts=True), to_arrays(y, model.dtype), weights
            count_samples(*data)
            return data
        data = model._inputs(x), targets(model, y), weights
        count_samples(*data)
        check_weights(data[1], weights, getattr(model, "output_keys", None))
        check_labels(model, data[1])
        return data

    def batch(self, element: Any) -> Batch:
        """Return the batch for what a source yielded, in the form it was yielded in."""
        x, y, weight = unpack_x_y_sample_weight(element)
        if self.class_weight is not None and weight is not None:
            raise both_weights()
        if any(getattr(leaf, "shape", None) == () for leaf in flatten((x, y, weight))):
            raise ValueError(
                "A batch holds a single number where an array of samples is expected. If the data "
                "come as single samples, join them to batches first: dataset.batch(32)."
            )
        x, y, weight = self.arrays(x, y, weight)
        if not isinstance(element, (tuple, list)):
            data: Any = x
        else:
            given = len(element) if weight is None else 3
            data = (x, y, weight)[:given]
        return data, slice(0, count_samples(x, y, weight))

    def whole(self, x: Any, y: Any, weight: Any) -> tuple[Any, int]:
        """Return arrays as one packed structure, and the number of samples."""
        arrays = self.arrays(x, y, weight)
        return pack_x_y_sample_weight(*arrays), count_samples(*arrays)

    def _weights_of_classes(self, y: Any, weight: Any) -> Any:
        if weight is not None:
            raise both_weights()
        if y is None:
            raise ValueError("class_weight needs targets: there is no y.")
        return class_weights(to_arrays(y, None), self.class_weight)


def both_weights() -> ValueError:
    """The error for class weights and sample weights at once."""
    return ValueError("Give class_weight or sample_weight, not both.")


def targets(model: Any, y: Any) -> Any:
    """Return the targets as arrays, in the form that the model's steps take them."""
    if y is None:
        return None
    arrays = to_arrays(y, model.dtype)
    names = getattr(model, "output_keys", None)
    if not names:
        return arrays
    if isinstance(arrays, dict):
        by_name(arrays, names, "output", optional=_without_loss(model, names))
        return arrays
    found = by_name(_spread(model, arrays, names), names, "output")
    return found[0] if len(found) == 1 else found


def _without_loss(model: Any, names: Any) -> list[str]:
    """Outputs that need no targets, because no loss is given for them."""
    compiled = model._compiled_loss
    if compiled is None:
        return list(names)
    return [name for name, loss in zip(names, compiled.given, strict=True) if loss is None]


def _spread(model: Any, arrays: Any, names: Any) -> Any:
    """Targets may be given for the outputs with a loss alone."""
    entries = arrays if isinstance(arrays, (list, tuple)) else [arrays]
    learned = [n for n in names if n not in _without_loss(model, names)]
    if len(entries) in (len(names), 0) or len(entries) != len(learned):
        return arrays
    given = dict(zip(learned, entries, strict=True))
    return [given.get(name) for name in names]


def check_weights(y: Any, weight: Any, names: Any) -> None:
    """Refuse sample weights whose form does not go with the targets'."""
    if weight is None or not isinstance(y, (list, tuple, dict)):
        return
    if isinstance(weight, dict):
        by_name(weight, names or list(y), "output", optional=names or list(y))
    elif isinstance(weight, (list, tuple)):
        if len(weight) != len(y):
            raise ValueError(
                f"sample_weight holds {len(weight)} arrays, but there are targets for {len(y)} "
                "outputs; give one array per output (None for no weights)."
            )
    elif not (weight.ndim == 1 or weight.shape[1:] == (1,)):
        raise ValueError(
            "For several outputs one array of sample weights must hold one number per sample, of "
            f"shape (samples,); it has the shape {weight.shape}. Give one array per output for "
            "weights of another shape."
        )


def check_labels(model: Any, y: Any) -> None:
    """Refuse labels that no output unit stands for, before the first step."""
    from engine import losses

    shapes, compiled = getattr(model, "output_shapes", None), model._compiled_loss
    if compiled is None or y is None or not shapes:
        return
    found = by_name(y, compiled.names, "output", optional=compiled.names)
    for target, shape, given in zip(found, shapes, compiled.given, strict=True):
        if given is None or target is None:
            continue
        loss = losses.resolve(given, target.shape, shape)
        if shape[-1] is not None:
            loss.check_labels(target, shape[-1])
