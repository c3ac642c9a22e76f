"""What cards and wires say: short texts made from a layer's class and arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from app.canvas.items.node_item import Look
from app.document.freezing import frozen
from app.document.graph import GROUP_KIND, INPUT_KIND, OP_KIND, PLACEHOLDER_KIND
from app.document.groups import layers_in
from app.document.op_text import op_detail, op_text
from app.document.placeholders import class_name
from app.document.traits import entry_of, look_of

#: Arguments worth a place on a card, in the order shown.
ALWAYS = (
    "shape", "units", "filters", "input_dim", "output_dim", "kernel_size", "pool_size",
    "rate", "target_shape", "size", "output_size", "cropping",
)  # fmt: skip
#: These only when they are not the default.
UNUSUAL = ("op", "strides", "padding", "axis", "return_sequences", "activation", "dtype")
#: A title of more letters is not readable on a card at any size.
LONGEST_TITLE = 32
_UNSET = object()


def family(kind: str) -> str:
    """The family whose colour and picture a layer wears."""
    return look_of(entry_of(kind))


def title(kind: str, params: dict[str, Any] | None = None) -> str:
    """The class name as people say it; of an operation what it computes."""
    if kind == OP_KIND and params is not None:
        return op_text(params)
    if kind == PLACEHOLDER_KIND and params is not None:
        return class_name(params)
    if kind == GROUP_KIND:
        return QCoreApplication.translate("Canvas", "Model")
    return "Input" if kind == INPUT_KIND else kind


def card_title(kind: str, params: dict[str, Any] | None = None) -> str:
    """The class name as a card says it: one that no card holds by its initials."""
    if len(kind) > LONGEST_TITLE:
        return "".join(letter for letter in kind if letter.isupper())
    return title(kind, params)


def look(kind: str) -> Look:
    """How the card is drawn."""
    looks: dict[str, Look] = {OP_KIND: "op", PLACEHOLDER_KIND: "unknown", GROUP_KIND: "group"}
    return looks.get(kind, "")


def settings(kind: str, params: dict[str, Any]) -> str:
    """The one or two settings that tell this layer from its like: "32 · 3×3 · relu"."""
    if kind == OP_KIND:
        return op_detail(params)
    if kind == GROUP_KIND:
        count = layers_in(params)
        one, many = _layers()
        return _with_state(kind, params, [one if count == 1 else many.format(count=count)])
    if kind == PLACEHOLDER_KIND:
        return QCoreApplication.translate("Canvas", "not known here")
    found = entry_of(kind)
    declared = found.target.params if found is not None else {}
    parts = []
    for name in (*ALWAYS, *UNUSUAL):
        default = declared[name].default if name in declared else _UNSET
        value = params.get(name, default if name in ALWAYS else _UNSET)
        if value is _UNSET or not _is_value(value) or (name in UNUSUAL and value == default):
            continue
        parts.append(_setting(name, value))
    return _with_state(kind, params, parts)


def _with_state(kind: str, params: dict[str, Any], parts: list[str]) -> str:
    """The parts of a text, and whether training leaves the layer alone."""
    if frozen(kind, params):
        parts = [*parts, QCoreApplication.translate("Canvas", "frozen")]
    return " · ".join(part for part in parts if part)


def _layers() -> tuple[str, str]:
    one = QCoreApplication.translate("Canvas", "1 layer")
    return one, QCoreApplication.translate("Canvas", "{count} layers")


def _is_value(value: Any) -> bool:
    return value is None or isinstance(value, (bool, int, float, str, list, tuple, dict))


def _setting(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return name if value else ""
    if name == "strides":
        same = isinstance(value, (list, tuple)) and len(set(map(str, value))) == 1
        step = str(value[0]) if same else sizes(value)
        return QCoreApplication.translate("Canvas", "stride {size}").format(size=step)
    if name == "axis":
        return QCoreApplication.translate("Canvas", "axis {value}").format(value=value)
    if name == "rate" and isinstance(value, (int, float)):
        return f"{value * 100:g}%"
    if isinstance(value, dict):
        return str(value.get("class_name", ""))
    return sizes(value)


def sizes(value: Any) -> str:
    """Sizes joined by a cross, an open one as "?": "28×28×1"."""
    if isinstance(value, (list, tuple)):
        return "×".join(_size(size) for size in value)
    return str(value)


def _size(size: Any) -> str:
    """One size; "1,2" for the two ends of an axis that is padded or cropped."""
    if isinstance(size, (list, tuple)):
        return ",".join(map(str, size))
    return "?" if size is None else str(size)


def shape(full: Sequence[int | None] | None) -> str:
    """An output's shape without the batch: "28×28×32"; "" while unknown."""
    if full is None:
        return ""
    if len(full) <= 1:
        return QCoreApplication.translate("Canvas", "scalar")
    return sizes(tuple(full)[1:])


def number(count: int) -> str:
    """A count, grouped as the language does, shortened from a million on; "" for none."""
    if not count:
        return ""
    if count < 1_000_000:
        return QLocale().toString(count)
    return QLocale().toString(count / 1e6, "f", 1) + "M"


def parameters(count: int) -> str:
    """A parameter count in words; "" for none."""
    if not count:
        return ""
    return QCoreApplication.translate("Canvas", "{count} params").format(count=number(count))


def full_shape(full: Sequence[int | None]) -> str:
    """A shape with its batch, as people write it: "(batch, 28, 28, 32)"."""
    batch = QCoreApplication.translate("Canvas", "batch")
    rest = ["?" if size is None else str(size) for size in full[1:]]
    return "(" + ", ".join([batch, *rest]) + ")"
