"""Whole models and other objects as JSON or YAML, whatever generation of Keras wrote them."""
