"""HDF5 with the cautions that files from strangers need: what stands where, and arrays."""
