"""Widgets that show data: samples, rows and distributions. Panels and dialogs share them."""
