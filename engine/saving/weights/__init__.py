"""Weights as a tree of layers: ``.weights.h5``, and what lies in a ``.keras`` archive."""
