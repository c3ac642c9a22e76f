"""From files and built-in sets to the arrays a model takes; knows no Qt.

``load(spec, base)`` reads, ``match`` compares with the model, ``prepare`` splits,
scales and shapes.
"""
