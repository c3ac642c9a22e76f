"""Gestures: one small class each, alive from the press of a button to its release."""
