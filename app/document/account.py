"""The account of how a project's model was read from a file of Keras."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, cast

Weight = Literal["info", "changed", "lost"]
_WEIGHTS = ("info", "changed", "lost")
#: Most notes a file may hold.
_MOST = 10_000


@dataclass(frozen=True)
class Remark:
    """One thing worth knowing about what was opened.

    Attributes:
        weight: "info", "changed" (taken over in another form) or "lost" (not taken over).
        where: Name of the layer concerned, "" for the whole.
        text: A sentence, as the engine wrote it.
    """

    weight: Weight
    where: str
    text: str


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
    remarks: list[Remark] = field(default_factory=list)

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
            "remarks": [[r.weight, r.where, r.text] for r in self.remarks],
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


def _remark(value: Any) -> Remark:
    whole = isinstance(value, list) and len(value) == 3
    if not whole or not all(isinstance(part, str) for part in value) or value[0] not in _WEIGHTS:
        raise ValueError(f"opened: a remark cannot be {value!r:.80}")
    return Remark(cast(Weight, value[0]), value[1], value[2])
