"""The canvas's actions: words, shortcuts, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence

from app import theme
from app.document.graph import GROUP_KIND, INPUT_KIND

if TYPE_CHECKING:
    from app.canvas.board import Board

#: key: (name of the picture or "", shortcuts, the first is shown)
KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "add_layer": ("plus", ("Tab", "A", "Ctrl+Space")),
    "cut": ("cut", ("Ctrl+X",)),
    "copy": ("copy", ("Ctrl+C",)),
    "paste": ("paste", ("Ctrl+V",)),
    "duplicate": ("duplicate", ("Ctrl+D",)),
    "delete": ("delete", ("Del", "Backspace")),
    "select_all": ("select-all", ("Ctrl+A",)),
    "rename": ("rename", ("F2",)),
    "share": ("share", ("S",)),
    "unshare": ("unlink", ("Shift+S",)),
    "mark_output": ("export", ("O",)),
    "freeze": ("lock", ("T",)),
    "replace": ("shuffle", ("R",)),
    "ungroup": ("layout", ("Ctrl+Shift+G",)),
    "connect": ("link", ("L",)),
    "disconnect": ("unlink", ("Shift+L",)),
    "align_left": ("align-left", ("Ctrl+Alt+Left",)),
    "align_right": ("align-right", ("Ctrl+Alt+Right",)),
    "align_top": ("align-top", ("Ctrl+Alt+Up",)),
    "align_bottom": ("align-bottom", ("Ctrl+Alt+Down",)),
    "align_center": ("align-center", ("Ctrl+Alt+C",)),
    "align_middle": ("align-middle", ("Ctrl+Alt+M",)),
    "distribute_across": ("distribute", ("Ctrl+Alt+H",)),
    "distribute_down": ("distribute", ("Ctrl+Alt+V",)),
    "auto_layout": ("layout", ("Ctrl+L",)),
    "snap": ("", ("Ctrl+Alt+G",)),
    "overview": ("", ("M",)),
    "zoom_in": ("zoom-in", ("Ctrl++", "Ctrl+=", "+")),
    "zoom_out": ("zoom-out", ("Ctrl+-", "-")),
    "zoom_reset": ("zoom-reset", ("Ctrl+0",)),
    "fit": ("fit", ("F", "Home", "Ctrl+9")),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasActions", text)


def texts() -> dict[str, str]:
    """The actions' words, in the language of the moment."""
    return {
        "add_layer": _tr("Add &Layer…"),
        "cut": _tr("Cu&t"),
        "copy": _tr("&Copy"),
        "paste": _tr("&Paste"),
        "duplicate": _tr("&Duplicate"),
        "delete": _tr("De&lete"),
        "select_all": _tr("Select &All"),
        "rename": _tr("Rena&me"),
        "share": _tr("&Use This Layer Again"),
        "unshare": _tr("Give It Its O&wn Weights"),
        "mark_output": _tr("&Output of the Model"),
        "freeze": _tr("Free&ze Weights"),
        "replace": _tr("Repla&ce by…"),
        "ungroup": _tr("Ungrou&p"),
        "connect": _tr("Co&nnect Selected"),
        "disconnect": _tr("D&isconnect"),
        "align_left": _tr("Align &Left"),
        "align_right": _tr("Align &Right"),
        "align_top": _tr("Align &Top"),
        "align_bottom": _tr("Align &Bottom"),
        "align_center": _tr("Align in One &Column"),
        "align_middle": _tr("Align in One Ro&w"),
        "distribute_across": _tr("Distribute &Across"),
        "distribute_down": _tr("Distribute &Down"),
        "auto_layout": _tr("A&rrange"),
        "snap": _tr("&Snap to Grid"),
        "overview": _tr("O&verview"),
        "zoom_in": _tr("Zoom &In"),
        "zoom_out": _tr("Zoom &Out"),
        "zoom_reset": _tr("Actual Si&ze"),
        "fit": _tr("&Fit All"),
    }


def make_actions(view: Board) -> dict[str, QAction]:
    """The actions by key, joined to the view.

    Their shortcuts work in the view only (it asks ``for_key``): most are single
    letters, which elsewhere are text, and the window may have its own actions
    with the same keys.
    """
    made: dict[str, QAction] = {}
    for key, (picture, keys) in KEYS.items():
        action = QAction(view)
        action.setObjectName("canvas_" + key)
        action.setShortcuts([QKeySequence(k) for k in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setCheckable(key in ("snap", "mark_output", "freeze", "overview"))
        if picture:
            theme.set_icon(action, picture)
        made[key] = action
    for key, slot in _slots(view).items():
        made[key].triggered.connect(slot)
    made["snap"].setChecked(view.snap)
    retranslate(made)
    return made


def _slots(view: Board):  # type: ignore[no-untyped-def]  # noqa: ANN202
    slots = {
        "add_layer": view.open_search,
        "cut": view.cut,
        "copy": view.copy,
        "paste": view.paste,
        "duplicate": view.duplicate,
        "delete": view.delete_selection,
        "select_all": view.select_all,
        "rename": view.rename_selected,
        "share": view.share_selected,
        "unshare": view.unshare_selected,
        "mark_output": view.toggle_output,
        "freeze": view.toggle_frozen,
        "replace": view.replace_selected,
        "ungroup": view.ungroup_selected,
        "connect": view.connect_selected,
        "disconnect": view.disconnect_selected,
        "auto_layout": view.auto_layout,
        "zoom_in": view.zoom_in,
        "zoom_out": view.zoom_out,
        "zoom_reset": view.zoom_reset,
        "fit": view.fit_all,
    }
    plain = {key: lambda _=False, slot=slot: slot() for key, slot in slots.items()}
    for edge in ("left", "right", "top", "bottom", "center", "middle"):
        plain["align_" + edge] = lambda _=False, edge=edge: view.align(edge)
    for direction in ("across", "down"):
        plain["distribute_" + direction] = lambda _=False, d=direction: view.distribute(d)
    return {**plain, "snap": view.set_snap, "overview": view.show_overview}


def retranslate(actions: dict[str, QAction]) -> None:
    for key, text in texts().items():
        actions[key].setText(text)


def enable(actions: dict[str, QAction], view: Board) -> None:
    """Offer what can be done with the present selection."""
    graph = view.document.graph
    ids = view.selected_ids()
    functional = graph.kind == "functional"
    for key in ("cut", "copy", "duplicate", "disconnect", "mark_output"):
        actions[key].setEnabled(bool(ids))
    actions["delete"].setEnabled(bool(ids or view.canvas.selected_links()))
    actions["rename"].setEnabled(len(ids) == 1)
    single = graph.nodes[ids[0]] if len(ids) == 1 else None
    actions["share"].setEnabled(functional and single is not None and single.kind != INPUT_KIND)
    actions["unshare"].setEnabled(any(graph.nodes[key].shared_with for key in ids))
    actions["mark_output"].setChecked(bool(ids) and all(graph.nodes[k].is_output for k in ids))
    holding = view.edits.freezable(ids)
    actions["freeze"].setEnabled(bool(holding))
    actions["freeze"].setChecked(bool(holding) and all(view.edits.is_frozen(k) for k in holding))
    actions["replace"].setEnabled(single is not None and single.kind != INPUT_KIND)
    actions["ungroup"].setEnabled(single is not None and single.kind == GROUP_KIND)
    actions["connect"].setEnabled(len(ids) > 1)
    for key in actions:
        if key.startswith("align_"):
            actions[key].setEnabled(len(ids) > 1)
        elif key.startswith("distribute_"):
            actions[key].setEnabled(len(ids) > 2)
    for key in ("select_all", "auto_layout", "fit"):
        actions[key].setEnabled(bool(graph.nodes))


def for_key(actions: dict[str, QAction], sequence: QKeySequence) -> QAction | None:
    """The action a key stands for."""
    for action in actions.values():
        if sequence in action.shortcuts():
            return action
    return None
