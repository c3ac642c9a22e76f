"""Files: architectures, weights and models."""
