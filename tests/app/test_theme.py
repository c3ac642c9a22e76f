"""The look: readable in both schemes, icons all there, following the system."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

import engine  # noqa: F401 - fills the registry
from app import i18n, theme
from app.document.traits import look_of
from app.panels import families
from engine import registry

ROOT = Path(__file__).parents[2]
SURFACES = ("window", "base", "raised", "canvas", "node")
TEXTS = ("text", "muted", "error", "warning", "hint", "ok", "accent", "train", "validation")


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(v) for v in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_and_white_is_21():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("ink", TEXTS)
def test_text_is_readable_on_every_surface(dark, surface, ink):
    colors = theme.Theme(dark)
    assert contrast(colors.color(ink), colors.color(surface)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("ink", "surface", "least"),
    [
        ("accent_text", "accent", 4.5),
        ("tooltip_text", "tooltip", 4.5),
        ("text", "hover", 4.5),
        ("text", "accent_soft", 4.5),
        ("accent", "accent_soft", 4.5),
        ("control_border", "window", 3),
        ("control_border", "base", 3),
        ("wire", "canvas", 3),
        ("selection", "canvas", 3),
        ("text", "heat_middle", 4.5),
        ("text", "heat", 4.5),
    ],
)
def test_pairs_that_belong_together(dark, ink, surface, least):
    colors = theme.Theme(dark)
    assert contrast(colors.color(ink), colors.color(surface)) >= least


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("family", theme.FAMILIES)
def test_family_colours_stand_out_on_a_card(dark, family):
    colors = theme.Theme(dark)
    assert contrast(colors.family(family), colors.color("node")) >= 3


def test_every_family_of_layers_has_a_colour_a_drawing_and_a_name(qapp):
    looks = {look_of(entry) for entry in registry.entries("layer") if not entry.hidden}
    assert looks <= theme.FAMILIES.keys()
    drawings = {file.stem for file in (ROOT / "resources" / "icons").glob("family-*.svg")}
    assert {f"family-{look}" for look in looks} <= drawings
    i18n.install(qapp, "zh_CN")
    titles = {families.title(entry.family) for entry in registry.entries("layer")}
    i18n.install(qapp, "en")
    assert not [title for title in titles if title.isascii()], "a family has no Chinese name"


def test_a_family_nobody_drew_gets_the_plain_drawing(qapp):
    plain = theme.pixmap("family-core", 24).toImage()
    assert theme.pixmap("family-of-tomorrow", 24).toImage() == plain


def test_unknown_family_gets_a_colour():
    assert theme.Theme(False).family("no such family").isValid()


def test_every_icon_the_program_names_exists(qapp):
    names = set()
    for file in (ROOT / "app").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        names |= set(re.findall(r"""theme\.(?:icon|pixmap)\(\s*["']([\w-]+)["']\s*[,)]""", text))
        names |= set(re.findall(r"""set_icon\([^,()]+,\s*["']([\w-]+)["']\)""", text))
    assert names, "the search found no icon at all"
    for name in sorted(names):
        assert not theme.icon(name).isNull(), name


def test_an_icon_takes_the_ink_it_is_given(qapp):
    image = theme.pixmap("stop", 24, QColor("#ff0000")).toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(24)
        for y in range(24)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#ff0000"}


def test_unknown_icon_is_refused(qapp):
    with pytest.raises(ValueError, match="no-such-drawing"):
        theme.icon("no-such-drawing")


@pytest.fixture
def restored(qapp):
    yield qapp
    theme.apply(qapp, "light")


def test_choosing_dark_turns_palette_and_tells(restored, qtbot):
    theme.apply(restored, "light")
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(restored, "dark")
    assert theme.current().dark
    window = restored.palette().window().color()
    assert luminance(window) < luminance(restored.palette().windowText().color())


def test_icons_that_were_set_follow_the_theme(restored):
    theme.apply(restored, "light")
    action = QAction()
    theme.set_icon(action, "stop")

    def ink() -> float:
        image = action.icon().pixmap(QSize(20, 20)).toImage()
        return max(
            luminance(image.pixelColor(x, y))
            for x in range(20)
            for y in range(20)
            if image.pixelColor(x, y).alpha() == 255
        )

    light = ink()
    theme.apply(restored, "dark")
    assert ink() > light + 0.5


class SystemScheme:
    """Stands for the desktop's choice of light or dark, which a test cannot turn."""

    def __init__(self) -> None:
        self.scheme = Qt.ColorScheme.Light

    def styleHints(self) -> "SystemScheme":
        return self

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme


def test_system_mode_follows_the_system_live(restored, monkeypatch):
    theme.apply(restored, "system")
    desktop = SystemScheme()
    monkeypatch.setattr(theme, "QGuiApplication", desktop)
    for desktop.scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        QGuiApplication.styleHints().colorSchemeChanged.emit(desktop.scheme)
        assert theme.current().dark is (desktop.scheme == Qt.ColorScheme.Dark)


def test_unknown_mode_is_refused(qapp):
    with pytest.raises(ValueError, match="purple"):
        theme.apply(qapp, "purple")


@pytest.mark.parametrize("dark", [False, True])
def test_stylesheet_has_no_hole_and_names_files_that_exist(qapp, dark):
    text = theme.stylesheet(theme.Theme(dark))
    assert "@" not in text.replace("at signs", "")
    for file in re.findall(r'url\("([^"]+)"\)', text):
        assert Path(file).is_file(), file
    assert isinstance(QApplication.instance(), QApplication)
