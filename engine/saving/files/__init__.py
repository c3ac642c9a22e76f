"""One file here for each kind of file that holds a model or its weights."""
