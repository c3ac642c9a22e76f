"""Renaming a layer in its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip

from app.canvas.geometry import CARD_WIDTH
from app.plain import tip

if TYPE_CHECKING:
    from app.canvas.board import Board


class RenameEditor(QLineEdit):
    """A line over the card's name: Enter takes the name, Escape leaves the old one."""

    def __init__(self, view: Board, node_id: str) -> None:
        super().__init__(view.viewport())
        self.view = view
        self.node_id = node_id
        self.done = False
        node = view.document.graph.nodes[node_id]
        self.setText(node.name)
        self.selectAll()
        self.setAccessibleName(self.tr("Name of the layer"))
        self._place()
        self.textEdited.connect(lambda _text: self._show_error(""))
        self.installEventFilter(self)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        corner = self.view.canvas.nodes[self.node_id].pos()
        line = QRectF(corner.x() + 51, corner.y() + 29, CARD_WIDTH - 58, 36)
        rect = self.view.mapFromScene(line).boundingRect()
        rect.setHeight(max(rect.height(), self.sizeHint().height()))
        rect.setWidth(max(rect.width(), 120))
        font = QFont(self.font())
        font.setPixelSize(max(11, round(12 * self.view.transform().m11())))
        self.setFont(font)
        self.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.done:
            self.commit(keep_open=False)  # and the focus stays where it went
        elif event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # what is typed here is text, not a command of the window
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()  # and not on to the canvas, where Enter opens the settings
        else:
            super().keyPressEvent(event)

    def commit(self, keep_open: bool = True) -> None:
        """Take the name; one that cannot be taken is explained and can be mended."""
        refusal = self.view.edits.rename(self.node_id, self.text().strip())
        if refusal and keep_open:
            self._show_error(refusal)
            return
        self.close_editor()

    def _show_error(self, text: str) -> None:
        self.setProperty("error", bool(text))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleDescription(text)
        if text:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), tip(text), self)

    def close_editor(self) -> None:
        if not self.done:
            self.done = True
            if self.hasFocus():
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hide()
            self.deleteLater()
