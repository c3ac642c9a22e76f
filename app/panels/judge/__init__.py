"""The panel that judges a trained model: numbers, mistakes, and samples by hand."""

from app.panels.judge.panel import JudgePanel

__all__ = ["JudgePanel"]
