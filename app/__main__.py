"""``layerloom`` on the command line, and ``python -m app``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app import environment


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    environment.prepare_numba_cache()
    try:
        from app import cli

        return cli.run(list(sys.argv[1:] if arguments is None else arguments))
    except ImportError as error:
        explanation = environment.missing_library(error)
        if explanation is None:
            raise
        print(explanation, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
