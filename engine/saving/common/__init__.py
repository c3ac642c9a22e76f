"""What every room of ``saving`` uses: errors, the report, limits, JSON, generations of Keras."""
