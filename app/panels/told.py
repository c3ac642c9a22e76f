"""What is said in place of a form: of a layer that does not exist here, of a model inside."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.document.graph import GROUP_KIND, Node
from app.document.groups import layers_in
from app.document.placeholders import class_name, settings
from app.panels.facts import Facts
from app.plain import Label

_HIDDEN = ("name", "trainable", "dtype", "batch_input_shape")
_LONGEST = 60


class Told(QWidget):
    """Signals: ``wanted`` when the button is pressed (replace the layer, open the model)."""

    wanted = Signal()

    def __init__(self, node: Node, params: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label()
        self.text.setWordWrap(True)
        self.settings = Facts()
        self.button = QPushButton()
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.text)
        column.addWidget(self.settings)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        if node.kind == GROUP_KIND:
            self._tell_group(params)
        else:
            self._tell_placeholder(params)

    def _tell_group(self, params: dict[str, Any]) -> None:
        text = QCoreApplication.translate(
            "Properties",
            "A model inside the model, of {count} layers. Open it to see and change what is "
            "inside; its weights are kept.",
        )
        self.text.setText(text.format(count=layers_in(params)))
        self.button.setText(QCoreApplication.translate("Properties", "Open Inside"))
        self.settings.hide()

    def _tell_placeholder(self, params: dict[str, Any]) -> None:
        text = QCoreApplication.translate(
            "Properties",
            "{layer} is a layer that does not exist here, for instance one of the author's own. "
            "Its place, settings and weights are kept and go back into files. To run or train "
            "the model, replace it by another layer; weights that fit are taken over.",
        )
        self.text.setText(text.format(layer=class_name(params)))
        rows = [(k, _short(v)) for k, v in settings(params).items() if k not in _HIDDEN]
        self.settings.show_facts(rows)
        self.settings.setVisible(bool(rows))
        self.button.setText(QCoreApplication.translate("Properties", "Replace by…"))


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
