"""Context menus of cards, wires and the empty canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app import theme
from app.document.graph import GROUP_KIND, INPUT_KIND
from app.document.report import Fix
from app.plain import caption

if TYPE_CHECKING:
    from app.canvas.board import Board

_NODE = ("rename", "share", "unshare", "freeze", "mark_output", "", "cut", "copy", "duplicate",
         "delete", "", "disconnect")
_NODES = ("connect", "disconnect", "mark_output", "unshare", "freeze", "", "cut", "copy",
          "duplicate", "delete", "", "auto_layout")
_ALIGN = ("align_left", "align_right", "align_top", "align_bottom", "align_center",
          "align_middle", "", "distribute_across", "distribute_down")
_EMPTY = ("select_all", "auto_layout", "snap", "", "fit", "zoom_reset", "overview")


def _tr(text: str) -> str:
    return QCoreApplication.translate("CanvasMenu", text)


def node_menu(view: Board) -> QMenu:
    """For the selected cards."""
    many = len(view.selected_ids()) > 1
    menu = QMenu(view)
    if not many:
        _add_fixes(menu, view, node=view.selected_ids()[0])
        _add_replace(menu, view, view.selected_ids()[0])
    _fill(menu, view, _NODES if many else _NODE)
    if many:
        lines = menu.addMenu(_tr("Align and Distribute"))
        _fill(lines, view, _ALIGN)
    return menu


def _add_replace(menu: QMenu, view: Board, node_id: str) -> None:
    kind = view.document.graph.nodes[node_id].kind
    if kind == INPUT_KIND:
        return
    if kind == GROUP_KIND:
        enter = menu.addAction(theme.icon("layers"), _tr("Open Inside"))
        enter.triggered.connect(lambda: view.nodeActivated.emit(node_id))
        apart = menu.addAction(theme.icon("layout"), _tr("Ungroup"))
        apart.triggered.connect(lambda: view.edits.ungroup(node_id))
    replace = menu.addAction(theme.icon("shuffle"), _tr("Replace by…"))
    replace.triggered.connect(lambda: view.adding.open_replacing(node_id))
    menu.addSeparator()


def wire_menu(view: Board, link_id: str) -> QMenu:
    """For a wire."""
    menu = QMenu(view)
    _add_fixes(menu, view, link=link_id)
    insert = menu.addAction(theme.icon("plus"), _tr("Insert Layer…"))
    insert.triggered.connect(lambda: view.open_search(link=link_id))
    _fill(menu, view, ("delete",))
    return menu


def empty_menu(view: Board, point: QPointF) -> QMenu:
    """For the canvas itself, at a point of the scene."""
    menu = QMenu(view)
    add = menu.addAction(theme.icon("plus"), _tr("Add Layer Here…"))
    add.triggered.connect(lambda: view.open_search(view.mapFromScene(point)))
    paste = menu.addAction(theme.icon("paste"), _tr("Paste Here"))
    paste.setEnabled(view.edits.copied() is not None)
    paste.triggered.connect(lambda: view.adding.paste(point))
    menu.addSeparator()
    _fill(menu, view, _EMPTY)
    return menu


def _fill(menu: QMenu, view: Board, keys: tuple[str, ...]) -> None:
    actions = view.actions()
    for key in keys:
        if not key:
            menu.addSeparator()
            continue
        action: QAction = actions[key]
        if key in ("unshare", "share", "freeze") and not action.isEnabled():
            continue
        menu.addAction(action)


def _add_fixes(menu: QMenu, view: Board, node: str = "", link: str = "") -> None:
    """What would mend the problems here comes first."""
    fixes: list[Fix] = [
        fix
        for problem in view.document.report.problems
        if (node and problem.node == node) or (link and problem.link == link)
        for fix in problem.fixes
    ]
    for fix in fixes:
        action = menu.addAction(theme.icon("ok"), caption(fix.text))
        action.triggered.connect(lambda _=False, fix=fix: view.edits.mend(fix))
    if fixes:
        menu.addSeparator()
