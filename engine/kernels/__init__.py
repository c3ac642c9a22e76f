"""Compiled kernels: pure functions on C-contiguous NumPy arrays.

One file per family. A kernel writes into the arrays it is given and allocates
nothing large; where it needs room, `<name>_scratch(...)` gives the shape of a
scratch array of the same dtype. All kernels work in float32 and float64,
release the interpreter lock, and give the same bits for the same number of
threads. Functions here never check shapes: the ops that bind them do.
"""
