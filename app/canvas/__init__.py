"""The canvas: layers as cards, connections as wires."""
