"""Shapes and names: how fields look to an input or output of the model."""

from __future__ import annotations

from collections.abc import Sequence

from app.data.spec import DataSpec, Field, PortSpec, Table


def assigned(table: Table, spec: DataSpec, port: PortSpec) -> list[Field]:
    """Return the fields assigned to a port, as far as the table has them."""
    found = (table.find(name) for name in spec.assign.get(port.name, []))
    return [f for f in found if f is not None]


def shape_text(shape: Sequence[int | None]) -> str:
    """Write a shape as Keras does: "(8, 8, 1)", "(13,)"."""
    sizes = ["None" if s is None else str(s) for s in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def wants_class_numbers(port: PortSpec) -> bool:
    """Whether the loss of an output reads targets as class numbers (by either of its names)."""
    return port.loss.replace("_", "").lower() == "sparsecategoricalcrossentropy"


def width(field: Field, whole: bool = False) -> int:
    """Return how many numbers a field takes side by side with others on the last axis.

    Args:
        whole: Into an input of whole numbers, where classes stay one number.
    """
    if field.classes is not None and field.encode == "onehot" and not whole:
        return len(field.classes)
    return field.shape[-1] if field.shape else 1


def input_shape(fields: Sequence[Field], port: PortSpec) -> tuple[int, ...] | None:
    """Return the shape the fields have as one input, or None if they cannot be put together."""
    whole = port.dtype.startswith(("int", "uint"))
    if len(fields) == 1 and len(fields[0].shape) > 1:
        shape: tuple[int, ...] = fields[0].shape
    elif all(len(f.shape) < 2 for f in fields):
        shape = (sum(width(f, whole) for f in fields),)
    else:
        return None
    if len(shape) + 1 == len(port.shape) and port.shape[-1] == 1:
        return (*shape, 1)  # a picture or series without a channel axis
    if len(shape) - 1 == len(port.shape) and shape[-1] == 1 and len(port.shape) > 0:
        return shape[:-1]
    return shape


def fits(shape: Sequence[int | None], wanted: Sequence[int | None]) -> bool:
    """Whether a sample of this shape can enter; None fits any size."""
    return len(shape) == len(wanted) and all(
        w is None or s == w for s, w in zip(shape, wanted, strict=True)
    )


def target_shape(fields: Sequence[Field], spec: DataSpec, port: PortSpec) -> tuple[int, ...]:
    """Return the shape an output needs for these targets."""
    first = fields[0]
    if len(fields) == 1 and first.classes is not None:
        if spec.labels == "numeric" or (len(first.classes) <= 2 and port.shape[-1:] == (1,)):
            return (1,)
        return (len(first.classes),)
    if len(fields) == 1 and len(first.shape) > 0:
        return first.shape
    if spec.labels == "integer" and wants_class_numbers(port):
        return (int(first.bounds[1]) + 1,)
    return (sum(f.shape[-1] if f.shape else 1 for f in fields),)
