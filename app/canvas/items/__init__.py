"""The things on the canvas."""
