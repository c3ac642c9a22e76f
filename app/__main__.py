"""``layerloom`` on the command line, and ``python -m app``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app import environment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == [environment.COMPILE_KERNELS]:
        return environment.compile_kernels()
    environment.prepare_numba_cache()
    try:
        from app import cli

        return cli.run(given)
    except ImportError as error:
        explanation = environment.missing_library(error)
        if explanation is None:
            raise
        print(explanation, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
