"""How layers and ops are joined, as Keras 3 says it: layers out of JSON, and JSON of layers."""
