"""Editors and forms made from the engine's parameter definitions."""
