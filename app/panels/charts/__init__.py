"""The curves of the training: one plot per log, runs over one another."""

from app.panels.charts.panel import ChartsPanel

__all__ = ["ChartsPanel"]
