"""The real window, empty and shown, as every journey begins."""

import pytest

from app.main_window import MainWindow
from app.settings import Settings
from app.window.workspace import Workspace


@pytest.fixture
def window(qtbot):
    workspace = Workspace()
    window = MainWindow(workspace, Settings(), remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    window.show()
    qtbot.waitExposed(window)
    yield window
    workspace.close()
