"""Preferences: language, theme, autosave. Applied when they are accepted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app import i18n, theme
from app.forms.level import level_labels
from app.settings import Settings


class PreferencesDialog(QDialog):
    """Writes into the settings on OK; the theme changes at once, Cancel puts it back."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Preferences"))
        self.language = QComboBox()
        self.language.addItem(self.tr("As the system"), "system")
        for key, name in i18n.LANGUAGES.items():
            self.language.addItem(name, key)
        self.theme = QComboBox()
        self.theme.addItem(self.tr("As the system"), "system")
        self.theme.addItem(self.tr("Light"), "light")
        self.theme.addItem(self.tr("Dark"), "dark")
        self.autosave = QSpinBox()
        self.autosave.setRange(0, 60)
        self.autosave.setSpecialValueText(self.tr("never"))
        self.autosave.setSuffix(self.tr(" min"))
        self.autosave.lineEdit().setTextMargins(4, 0, 0, 0)
        self._show_settings()
        self.theme.currentIndexChanged.connect(lambda: self._apply_theme(self.theme.currentData()))
        self._arrange()
        self.setMinimumWidth(420)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("&Language"), self.language)
        form.addRow(self.tr("&Theme"), self.theme)
        form.addRow(self.tr("&Keep unsaved work every"), self.autosave)
        level_labels(form)
        note = QLabel(
            self.tr("After a crash the program offers the kept work when it starts again.")
        )
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 20, 20, 16)
        rows.setSpacing(16)
        rows.addLayout(form)
        rows.addWidget(note)
        rows.addWidget(buttons)

    def _show_settings(self) -> None:
        settings = self._settings
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        self.autosave.setValue(settings.autosave_minutes)

    def accept(self) -> None:
        self._settings.language = self.language.currentData()
        self._settings.theme = self.theme.currentData()
        self._settings.autosave_minutes = self.autosave.value()
        super().accept()

    def reject(self) -> None:
        self._apply_theme(self._settings.theme)
        super().reject()

    def _apply_theme(self, mode: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and mode != theme.mode():
            theme.apply(app, mode)
