"""The page where one trains and watches: controls at the left, charts at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.panels.charts import ChartsPanel
from app.panels.training import TrainingPanel
from app.window.workspace import Workspace


class TrainPage(QSplitter):
    """Attributes: ``controls`` (TrainingPanel) and ``charts`` (ChartsPanel)."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.controls = TrainingPanel(
            workspace.document, workspace.job, workspace.forecaster
        )
        self.charts = ChartsPanel(workspace.document, workspace.job)
        self.controls.setMinimumWidth(280)
        self.addWidget(self.controls)
        self.addWidget(self.charts)
        self.setSizes([340, 1000])
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
