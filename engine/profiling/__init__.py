"""Where time and memory go, measured; and what a training will cost, before it begins."""

from engine.profiling.measuring import profile
from engine.profiling.report import Cost, Profile

__all__ = ["Cost", "Profile", "profile"]
