"""The panels beside the canvas; each is given the document and knows no other panel."""

from app.panels.palette import Palette
from app.panels.problems import Problems
from app.panels.properties import Properties
from app.panels.summary import SummaryPanel

__all__ = ["Palette", "Problems", "Properties", "SummaryPanel"]
