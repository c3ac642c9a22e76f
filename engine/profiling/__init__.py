"""Where time and memory go, measured; and what a training will cost, before it begins."""

from engine.profiling.calibration import calibrated
from engine.profiling.estimate import Estimate, Memory, estimate
from engine.profiling.machine import Machine
from engine.profiling.measuring import profile
from engine.profiling.report import Cost, Profile

__all__ = ["Cost", "Estimate", "Machine", "Memory", "Profile", "calibrated", "estimate", "profile"]
