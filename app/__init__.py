"""The desktop program."""

import ctypes
import sys

if sys.implementation.name == "cpython" and sys.version_info < (3, 12):
    # PySide6 6.12.0 returns None, and sometimes True and False, without counting the reference
    # (Python 3.12 made them immortal, so there it does not matter). Below 3.12 the interpreter
    # would abort with "deallocating None" after a few thousand Qt calls. The counter is a C
    # ssize_t at the start of the object; raising it far out of reach is what 3.12 does by itself.
    for _constant in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_constant)).value += 1 << 48
