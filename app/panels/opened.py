"""How the model was read from its file: what it was, what was changed, what is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.account import Account
from app.document.document import Document
from app.i18n import engine_text, note_text
from app.panels.tinted import TintedCard
from app.plain import Label
from engine.saving.common.report import Note


def _tr(text: str) -> str:
    return QCoreApplication.translate("OpenedFile", text)


def account_line(account: Account) -> str:
    """The reading in one line, for the status bar."""
    line = _tr("Opened {file}: {kind}, written by {generation}.").format(
        file=account.file,
        kind=engine_text(account.kind),
        generation=engine_text(account.generation),
    )
    anew = [] if account.weights else [_without_weights()]
    infos = [note_text(r) for r in account.remarks if r.weight == "info" and not r.where]
    return " ".join([line, *anew, *infos])


def _without_weights() -> str:
    return _tr("It holds no weights; they start anew.")


def facts(account: Account) -> list[str]:
    """What came along, in plain sentences."""
    lines = [
        _tr("{kind}, written by {generation}.").format(
            kind=engine_text(account.kind), generation=engine_text(account.generation)
        )
    ]
    if account.weights:
        lines.append(_tr("The weights came with it."))
    else:
        lines.append(_without_weights())
    if account.state:
        lines.append(_tr("Training goes on where it stopped: settings and optimizer came back."))
    elif account.settings:
        lines.append(_tr("The training settings came back; the optimizer starts afresh."))
    else:
        lines.append(_tr("The file holds no training settings: choose them before training."))
    return lines


def sections(account: Account) -> list[tuple[str, str, list[Note]]]:
    """The remarks by weight, the gravest first: severity, heading, remarks."""
    titles = {
        "lost": ("warning", _tr("Not taken over")),
        "changed": ("hint", _tr("Taken over in another form")),
        "info": ("ok", _tr("Good to know")),
    }
    return [
        (look, title, found)
        for weight, (look, title) in titles.items()
        if (found := [r for r in account.remarks if r.weight == weight])
    ]


def plain_text(account: Account) -> str:
    """The whole page as text."""
    lines = [account.file, *facts(account)]
    for _, title, remarks in sections(account):
        lines += ["", title]
        lines += [f"- {r.where + ': ' if r.where else ''}{note_text(r)}" for r in remarks]
    return "\n".join(lines) + "\n"


class RemarkRow(TintedCard):
    """One remark; one about a layer is a button that leads to it."""

    activated = Signal(str)

    def __init__(self, remark: Note, look: str, node: str | None) -> None:
        super().__init__(look)
        self.remark, self.node = remark, node
        self.name = Label(remark.where)
        self.name.setProperty("role", "heading")
        self.name.setVisible(bool(remark.where))
        self.text = Label(note_text(remark))
        self.text.setWordWrap(True)
        self.column.setSpacing(2)
        self.column.addWidget(self.name)
        self.column.addWidget(self.text)
        self.setAccessibleName(f"{remark.where} {self.text.text()}".strip())
        if node is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(_tr("Show this layer"))

    def activate(self) -> None:
        if self.node is not None:
            self.activated.emit(self.node)


class OpenedPanel(QWidget):
    """The page; ``nodeActivated(id)`` when a remark about a layer is chosen."""

    nodeActivated = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.rows: list[RemarkRow] = []
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        document.reset.connect(self.refresh)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)

    def refresh(self) -> None:
        """Show the open project's account."""
        self.setAccessibleName(_tr("How the file was read"))
        self.rows = []
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        account = self._document.account
        if account is None:
            column.addWidget(_label(_tr("This model was not read from a file of Keras."), "muted"))
        else:
            self._fill(column, account)
        column.addStretch(1)
        old = self._scroll.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self._scroll.setWidget(page)

    def _fill(self, column: QVBoxLayout, account: Account) -> None:
        self.copy_button = QPushButton(_tr("Copy"))
        theme.set_icon(self.copy_button, "copy")
        self.copy_button.setToolTip(_tr("Copy this page as text"))
        self.copy_button.clicked.connect(self.copy_text)
        top = QHBoxLayout()
        top.addWidget(_label(account.file, "heading"), 1)
        top.addWidget(self.copy_button)
        column.addLayout(top)
        for line in facts(account):
            column.addWidget(_label(line, ""))
        for look, title, remarks in sections(account):
            column.addSpacing(8)
            column.addWidget(_label(title, "muted"))
            for remark in remarks:
                node = self._document.graph.by_name(remark.where) if remark.where else None
                row = RemarkRow(remark, look, node.id if node else None)
                row.activated.connect(self._chosen)
                self.rows.append(row)
                column.addWidget(row)

    def _chosen(self, node_id: str) -> None:
        if node_id in self._document.graph.nodes:
            self.nodeActivated.emit(node_id)

    def copy_text(self) -> None:
        """Put the page on the clipboard."""
        if self._document.account is not None:
            QGuiApplication.clipboard().setText(plain_text(self._document.account))


def _label(text: str, role: str) -> QLabel:
    label = Label(text)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
