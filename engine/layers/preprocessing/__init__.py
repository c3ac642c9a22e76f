"""Layers that prepare data or vary it while training, one thing per file."""
