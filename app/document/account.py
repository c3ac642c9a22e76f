"""The account of how a project's model was read from a file of Keras."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast, get_args

from engine.saving.common.report import Note, Weight

#: Most notes a file may hold.
_MOST = 10_000


@dataclass
class Account:
    """What the reading of a file found.

    Attributes:
        file: Name of the file, without its folder.
        kind: What it was recognised as, in the engine's words.
        generation: Who wrote it: "Keras 2.11.0".
        weights: Whether the weights come from the file.
        settings: Whether the settings of training came back.
        state: Whether the optimizer's state came back too, so that training continues.
        remarks: What was changed or left out.
    """

    file: str
    kind: str = ""
    generation: str = ""
    weights: bool = False
    settings: bool = False
    state: bool = False
    remarks: list[Note] = field(default_factory=list)

    @property
    def noteworthy(self) -> bool:
        """Whether something was changed or left out, so that a person should read it."""
        return any(remark.weight != "info" for remark in self.remarks)

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "kind": self.kind,
            "generation": self.generation,
            "weights": self.weights,
            "settings": self.settings,
            "state": self.state,
            "remarks": [[r.weight, r.where, r.template, r.arguments] for r in self.remarks],
        }

    @classmethod
    def from_json(cls, values: Any) -> Account:
        """Return the account ``to_json`` wrote.

        Raises:
            ValueError: for values of another form.
        """
        remarks = values.get("remarks", []) if isinstance(values, dict) else None
        if not isinstance(remarks, list) or len(remarks) > _MOST:
            raise ValueError(f"opened: expected the account of a reading, got {values!r:.80}")
        return cls(
            _text(values, "file"),
            _text(values, "kind"),
            _text(values, "generation"),
            values.get("weights") is True,
            values.get("settings") is True,
            values.get("state") is True,
            [_remark(remark) for remark in remarks],
        )


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"opened: '{key}' is no text: {value!r:.80}")
    return value


def _remark(value: Any) -> Note:
    """One remark; older projects hold whole sentences, without arguments."""
    texts, arguments = (value[:3], value[3:] or [{}]) if isinstance(value, list) else ([], [])
    whole = len(texts) == 3 and len(arguments) == 1 and isinstance(arguments[0], dict)
    if not whole or not all(isinstance(part, str) for part in (*texts, *arguments[0].values())):
        raise ValueError(f"opened: a remark cannot be {value!r:.80}")
    if texts[0] not in get_args(Weight):
        raise ValueError(f"opened: a remark has no weight {texts[0]!r:.80}")
    return Note(cast(Weight, texts[0]), texts[1], texts[2], arguments[0])
