"""The one error that reading a file ends with."""


class LoadError(ValueError):
    """A file or text cannot be read as a model; the message says what and why."""
