"""A model as the Python script that a person would write with Keras."""
