"""Training: from arrays to compiled steps to epochs."""
