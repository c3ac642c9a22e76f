"""The one lane in which kernels run.

Numba's ``workqueue`` threading layer aborts the process when two Python
threads enter parallel code at once, and one machine's cores are best used by
one job at a time. Everything that runs kernels holds this lock meanwhile; it is
re-entrant, so a callback may predict inside ``fit``.
"""

import threading

LANE = threading.RLock()
