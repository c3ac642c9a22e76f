"""Plain words for what a field accepts, and the texts its values are shown and typed as."""

from __future__ import annotations

import math
import re
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.i18n import engine_text
from engine import kinds

_ACRONYMS = {"l1", "l2", "lstm", "gru", "id", "csv", "nan", "lr", "ema", "cudnn"}
_WHOLE = {"dtype": "data type"}
_OPEN = {"any", "none", "?", "*", "任意"}
_SEPARATORS = re.compile(r"\s*[,;，；、×*]\s*|(?<=\d)\s*[xX]\s*(?=\d)|\s+")


def label_of(name: str) -> str:
    """The English label of an argument: ``kernel_size`` -> ``Kernel size``."""
    name = _WHOLE.get(name, name)
    words = [w.upper() if w in _ACRONYMS else w for w in name.strip("_").split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def any_word() -> str:
    """The word for a size that is left open."""
    return QCoreApplication.translate("Forms", "any")


def none_word(label: str = "") -> str:
    """What stands for None: the engine's own label for it, or "none"."""
    if label and label != "none":
        return engine_text(label)
    return QCoreApplication.translate("Forms", "none")


def several_word() -> str:
    """What a field shows while the selected things differ in it."""
    return QCoreApplication.translate("Forms", "several values")


# --- what a kind expects -------------------------------------------------------------------


def expectation(kind: kinds.Kind) -> str:
    """One sentence that tells a person what to enter."""
    for cls, words in _EXPECTATIONS.items():
        if isinstance(kind, cls):
            return words(kind)
    text = QCoreApplication.translate("Forms", "Enter {what}.")
    return text.format(what=engine_text(kind.describe()))


def _int_words(kind: kinds.Int) -> str:
    if kind.low is not None and kind.high is not None:
        text = QCoreApplication.translate("Forms", "Enter a whole number from {low} to {high}.")
    elif kind.low is not None:
        text = QCoreApplication.translate("Forms", "Enter a whole number, at least {low}.")
    elif kind.high is not None:
        text = QCoreApplication.translate("Forms", "Enter a whole number, at most {high}.")
    else:
        text = QCoreApplication.translate("Forms", "Enter a whole number.")
    return text.format(low=kind.low, high=kind.high)


def _float_words(kind: kinds.Float) -> str:
    bounds = [b for b in (_low_words(kind), _high_words(kind)) if b]
    if not bounds:
        return QCoreApplication.translate("Forms", "Enter a number.")
    joined = QCoreApplication.translate("Forms", " and ").join(bounds)
    return QCoreApplication.translate("Forms", "Enter a number, {bounds}.").format(bounds=joined)


def _low_words(kind: kinds.Float) -> str:
    if kind.low is None:
        return ""
    if kind.open_low:
        text = QCoreApplication.translate("Forms", "above {low}")
    else:
        text = QCoreApplication.translate("Forms", "at least {low}")
    return text.format(low=float_text(kind.low))


def _high_words(kind: kinds.Float) -> str:
    if kind.high is None:
        return ""
    if kind.open_high:
        text = QCoreApplication.translate("Forms", "below {high}")
    else:
        text = QCoreApplication.translate("Forms", "at most {high}")
    return text.format(high=float_text(kind.high))


def _tuple_words(kind: kinds.IntTuple) -> str:
    if kind.rank == 1:
        return _int_words(kinds.Int(low=kind.low))
    text = QCoreApplication.translate("Forms", "Enter whole numbers, each at least {low}.")
    return text.format(low=kind.low)


def _shape_words(kind: kinds.Shape) -> str:
    text = QCoreApplication.translate("Forms", "Enter sizes with commas between, as in 28, 28, 1.")
    if kind.allow_none:
        more = QCoreApplication.translate("Forms", "Write “any” for a size left open.")
        text = f"{text} {more}"
    if kind.allow_minus_one:
        more = QCoreApplication.translate("Forms", "One size may be -1: it takes what is left.")
        text = f"{text} {more}"
    return text


def _list_words(kind: kinds.IntList) -> str:
    return QCoreApplication.translate("Forms", "Enter whole numbers with commas between.")


def _numbers_words(kind: kinds.FloatList) -> str:
    return QCoreApplication.translate("Forms", "Enter numbers with commas between.")


def _choice_words(kind: kinds.Choice) -> str:
    text = QCoreApplication.translate("Forms", "Choose one of: {options}.")
    return text.format(options=", ".join(str(o) for o in kind.options))


def _path_words(kind: kinds.PathText) -> str:
    return QCoreApplication.translate("Forms", "Enter the path of a file.")


def _text_words(kind: kinds.Text) -> str:
    return QCoreApplication.translate("Forms", "Enter a text that is not empty.")


def _object_words(kind: kinds.Object) -> str:
    return QCoreApplication.translate("Forms", "Choose one from the list.")


_EXPECTATIONS: dict[type, Any] = {
    kinds.Int: _int_words,
    kinds.Float: _float_words,
    kinds.IntTuple: _tuple_words,
    kinds.Shape: _shape_words,
    kinds.IntList: _list_words,
    kinds.FloatList: _numbers_words,
    kinds.Choice: _choice_words,
    kinds.PathText: _path_words,
    kinds.Text: _text_words,
    kinds.Object: _object_words,
    kinds.Optional: lambda kind: expectation(kind.kind),
    kinds.Either: lambda kind: expectation(kind.kinds[0]),
}


def kind_name(kind: kinds.Kind) -> str:
    """A short name for a kind, to choose between several ("Number", "Schedule")."""
    if isinstance(kind, kinds.Object):
        return _category_names().get(kind.category, label_of(kind.category))
    for cls, name in _kind_names():
        if isinstance(kind, cls):
            return name
    return QCoreApplication.translate("Forms", "Value")


def _category_names() -> dict[str, str]:
    return {
        "schedule": QCoreApplication.translate("Forms", "Schedule"),
        "initializer": QCoreApplication.translate("Forms", "Initializer"),
        "layer": QCoreApplication.translate("Forms", "Layer"),
        "activation": QCoreApplication.translate("Forms", "Activation"),
    }


def _kind_names() -> list[tuple[type, str]]:
    return [
        (kinds.Int, QCoreApplication.translate("Forms", "Number")),
        (kinds.Float, QCoreApplication.translate("Forms", "Number")),
        (kinds.Bool, QCoreApplication.translate("Forms", "Yes or no")),
        (kinds.Choice, QCoreApplication.translate("Forms", "Choice")),
        (kinds.IntTuple, QCoreApplication.translate("Forms", "Numbers")),
        (kinds.IntList, QCoreApplication.translate("Forms", "List")),
        (kinds.FloatList, QCoreApplication.translate("Forms", "List")),
        (kinds.Shape, QCoreApplication.translate("Forms", "Shape")),
        (kinds.PathText, QCoreApplication.translate("Forms", "File")),
        (kinds.Text, QCoreApplication.translate("Forms", "Text")),
    ]


# --- values as text, and back --------------------------------------------------------------


def float_text(value: float) -> str:
    """The shortest usual text of a number: ``0.001``, ``1e-7``, ``32``."""
    text = f"{value:.12g}"
    return re.sub(r"e([+-])0*(\d)", lambda m: "e" + m[1].replace("+", "") + m[2], text)


def sizes_text(value: Any) -> str:
    """``[28, None, 1]`` -> ``28, any, 1``."""
    if isinstance(value, (list, tuple)):
        return ", ".join(any_word() if v is None else str(v) for v in value)
    return value_text(value)


def value_text(value: Any) -> str:
    """A value as a person writes it."""
    if value is None:
        return none_word()
    if isinstance(value, bool):
        yes, no = (
            QCoreApplication.translate("Forms", "yes"),
            QCoreApplication.translate("Forms", "no"),
        )
        return yes if value else no
    if isinstance(value, float) and math.isfinite(value):
        return float_text(value)
    if isinstance(value, (list, tuple)):
        return sizes_text(value)
    if isinstance(value, dict) and "class_name" in value:
        return str(value["class_name"])
    return str(value)


def parse_int(text: str) -> int:
    """A typed whole number; ValueError for anything else."""
    return int(text.strip().replace("_", "x"))


def parse_float(text: str) -> float:
    """A typed number, scientific notation included; ValueError for anything else."""
    return float(text.strip().replace("_", "x"))


def parse_sizes(text: str) -> list[int | None]:
    """Whole numbers (or open sizes) with commas, spaces or × between; ValueError otherwise."""
    bare = text.strip().strip("()[]（）【】").strip()
    if not bare:
        return []
    parts = [p for p in _SEPARATORS.split(_protect_star(bare)) if p]
    if not parts:
        raise ValueError
    return [_parse_size(p) for p in parts]


def _protect_star(text: str) -> str:
    """Keep a lone ``*`` or ``?`` between commas as the word for an open size."""
    return re.sub(r"(^|[,，\s])[*?](?=$|[,，\s])", r"\1any", text)


def _parse_size(text: str) -> int | None:
    if text.lower() in _OPEN | {any_word().lower()}:
        return None
    return parse_int(text)
