"""Colours, stylesheet and icons: one calm look in light and dark.

Every colour of the program comes from ``current().color(name)``; widgets that
paint themselves repaint on ``notifier().changed``.
"""

from __future__ import annotations

import re
import weakref
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

MODES = ("system", "light", "dark")

#: name: (light, dark)
COLORS: dict[str, tuple[str, str]] = {
    "window": ("#f4f5f7", "#1c1e22"),
    "base": ("#ffffff", "#15171a"),
    "raised": ("#ffffff", "#26292e"),
    "hover": ("#e9ecf1", "#2f333a"),
    "border": ("#d5d9e0", "#3a3f47"),
    "control_border": ("#838c99", "#767e8a"),
    "text": ("#1b1f26", "#e8eaed"),
    "muted": ("#596270", "#a3abb7"),
    "disabled": ("#9aa2ad", "#6b727d"),
    "accent": ("#3d55cc", "#93a4ff"),
    "accent_text": ("#ffffff", "#10131c"),
    "accent_soft": ("#e3e8fb", "#2b3252"),
    "canvas": ("#fafbfc", "#17191c"),
    "grid": ("#e4e7ec", "#26292e"),
    "node": ("#ffffff", "#25282d"),
    "node_border": ("#c3c9d2", "#474d56"),
    "wire": ("#7b8594", "#8a93a0"),
    "selection": ("#3d55cc", "#93a4ff"),
    "error": ("#c02a2a", "#ff8a80"),
    "warning": ("#8a5300", "#f0b357"),
    "hint": ("#0b6488", "#6fc3e8"),
    "ok": ("#1a7338", "#6fcf8b"),
    "train": ("#3d55cc", "#93a4ff"),
    "validation": ("#b4480e", "#ffa365"),
    "heat_middle": ("#fdd9a0", "#5a3d12"),
    "heat": ("#f58f3d", "#964f00"),
    "tooltip": ("#23272e", "#3a3f47"),
    "tooltip_text": ("#ffffff", "#f2f4f6"),
}

#: Accent of a layer family, used as a stripe and a dot: (light, dark)
FAMILIES: dict[str, tuple[str, str]] = {
    "core": ("#3d55cc", "#93a4ff"),
    "input": ("#4d5866", "#aab3bf"),
    "activation": ("#a35a00", "#f0b357"),
    "embedding": ("#6b46b8", "#c3a6ff"),
    "conv": ("#0f7a6c", "#5fd3c3"),
    "pooling": ("#2b7bb5", "#7cc4f5"),
    "normalization": ("#6e7a1c", "#cbd66b"),
    "recurrent": ("#a8327f", "#f59ad3"),
    "regularization": ("#b23b3b", "#ff9d94"),
    "reshaping": ("#5a6473", "#b0b9c6"),
    "merging": ("#b4480e", "#ffa365"),
    "attention": ("#7d3fb0", "#d3a4ff"),
    "preprocessing": ("#46703a", "#9fd08c"),
}


@dataclass(frozen=True)
class Theme:
    """The colours in force."""

    dark: bool

    def color(self, name: str) -> QColor:
        """Colour of a token of ``COLORS``; KeyError for any other name."""
        return QColor(COLORS[name][self.dark])

    def family(self, name: str) -> QColor:
        """Accent of a layer family; an unknown family gets the neutral one."""
        return QColor(FAMILIES.get(name, FAMILIES["reshaping"])[self.dark])


class _Notifier(QObject):
    """Emits ``changed`` after the theme changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _follow_system(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and _wants_dark() != _theme.dark:
            _use(app, _wants_dark())


_theme = Theme(dark=False)
_mode = "system"
_targets: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()


@cache
def notifier() -> _Notifier:
    """The one object whose ``changed`` signal tells that the colours are others now."""
    return _Notifier()


def current() -> Theme:
    return _theme


def mode() -> str:
    """The mode asked for, one of ``MODES``."""
    return _mode


def apply(app: QApplication, mode: str = "system") -> None:
    """Give the program its look, and follow the system's scheme when ``mode`` is "system".

    Raises:
        ValueError: for a mode that is not in ``MODES``.
    """
    global _mode
    if mode not in MODES:
        raise ValueError(f"The theme must be one of {', '.join(MODES)}, got {mode!r}.")
    _mode = mode
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    hints = QGuiApplication.styleHints()
    if hasattr(hints, "setColorScheme"):  # Qt 6.8; also turns native title bars and dialogs
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        hints.setColorScheme(wanted.get(mode, Qt.ColorScheme.Unknown))
    _use(app, _wants_dark())


def _wants_dark() -> bool:
    if _mode != "system":
        return _mode == "dark"
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _use(app: QApplication, dark: bool) -> None:
    global _theme
    _theme = Theme(dark)
    _icon.cache_clear()
    app.setPalette(palette(_theme))
    app.setStyleSheet(stylesheet(_theme))
    for target, name in list(_targets.items()):
        if shiboken6.isValid(target):
            target.setIcon(icon(name))
    notifier().changed.emit()


def palette(theme: Theme) -> QPalette:
    """The palette behind the stylesheet, for everything Fusion draws itself."""
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "base",
        QPalette.ColorRole.AlternateBase: "window",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "error",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_text",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.ToolTipBase: "tooltip",
        QPalette.ColorRole.ToolTipText: "tooltip_text",
        QPalette.ColorRole.Light: "raised",
        QPalette.ColorRole.Midlight: "hover",
        QPalette.ColorRole.Mid: "border",
        QPalette.ColorRole.Dark: "control_border",
        QPalette.ColorRole.Shadow: "control_border",
    }
    result = QPalette()
    for role, name in roles.items():
        result.setColor(role, theme.color(name))
    disabled, roles_of_text = QPalette.ColorGroup.Disabled, QPalette.ColorRole
    for text in (roles_of_text.WindowText, roles_of_text.Text, roles_of_text.ButtonText):
        result.setColor(disabled, text, theme.color("disabled"))
    return result


def stylesheet(theme: Theme) -> str:
    """The stylesheet template with this theme's colours filled in."""
    template = (resources.files("resources.themes") / "style.qss").read_text(encoding="utf-8")
    values = {name: theme.color(name).name() for name in COLORS}
    values["icons"] = str(resources.files("resources.icons")).replace("\\", "/")
    values["shade"] = "dark" if theme.dark else "light"
    return re.sub(r"@(\w+)@", lambda match: values[match[1]], template)


@cache
def _drawing(name: str) -> str:
    path = resources.files("resources.icons") / f"{name}.svg"
    if not path.is_file() and name.startswith("family-"):
        return _drawing("family-core")  # a family this look does not know
    if not path.is_file():
        raise ValueError(f"There is no icon called {name!r} in resources/icons.")
    return path.read_text(encoding="utf-8")


def pixmap(name: str, size: int, color: QColor | None = None, scale: float = 1.0) -> QPixmap:
    """An icon's picture, ``size`` logical pixels wide, in ``color`` (default: text)."""
    ink = (color or _theme.color("text")).name()
    data = _drawing(name).replace("currentColor", ink).encode()
    image = QPixmap(QSize(round(size * scale), round(size * scale)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(data)).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def icon(name: str, color: QColor | None = None) -> QIcon:
    """``resources/icons/<name>.svg`` tinted with the text colour (or ``color``).

    Raises:
        ValueError: when there is no such drawing.
    """
    return _icon(name, (color or _theme.color("text")).name())


@cache
def _icon(name: str, ink: str) -> QIcon:
    # Sizes on screens of one and two pixels per point; others are scaled from the next larger.
    result = QIcon()
    for size in (16, 20, 32, 48):
        result.addPixmap(pixmap(name, size, QColor(ink)))
        result.addPixmap(pixmap(name, size, _theme.color("disabled")), QIcon.Mode.Disabled)
    return result


def set_icon(target: Any, name: str) -> None:
    """Give an action or button an icon that keeps the theme's text colour when it changes."""
    target.setIcon(icon(name))
    _targets[target] = name


def app_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(pixmap("layerloom", size))
    return result
