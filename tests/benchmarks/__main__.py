"""The project's own benchmark: one command, tables, and pictures where they say more.

    python tests/benchmarks race      # against the libraries that are installed
    python tests/benchmarks start     # import and first fit, with and without cached kernels
    python tests/benchmarks memory    # where the memory of one training goes
    python tests/benchmarks kernels   # every op of the workloads against what the machine can do
    python tests/benchmarks scaling   # cost of a step by batch size and by number of layers
    python tests/benchmarks estimate  # what the program foretells against what then happens
    python tests/benchmarks all

`--markdown` prints the tables as README shows them, `--json FILE` keeps all
figures, `--pictures FOLDER` draws. Machines are shared and clocks move: only
ratios within one run mean something.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

PARTS = {
    "race": "race",
    "start": "start",
    "memory": "memory",
    "kernels": "roofline",
    "scaling": "scaling",
    "estimate": "estimate",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    parts = {name: importlib.import_module(module) for name, module in PARTS.items()}
    for name, part in parts.items():
        command = commands.add_parser(name, help=(part.__doc__ or "").splitlines()[0])
        part.add_arguments(command)
        _shared(command)
    everything = commands.add_parser("all", help="all of it, one after the other")
    _shared(everything)
    options = parser.parse_args()
    wanted = list(parts) if options.command == "all" else [options.command]
    kept: dict[str, Any] = {}
    for name in wanted:
        if options.command == "all":
            part_options = parser.parse_args([name])
            part_options.pictures, part_options.markdown = options.pictures, options.markdown
        else:
            part_options = options
        kept[name] = show(parts[name], part_options)
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1) + "\n")


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--markdown", action="store_true", help="print Markdown")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw SVG files there")


def show(part: Any, options: argparse.Namespace) -> dict[str, Any]:
    """Run one part, print its tables and draw its picture."""
    result: dict[str, Any] = part.run(options)
    for table in part.tables(result):
        print("\n" + (table.markdown() if options.markdown else table.text()), flush=True)
    if options.pictures and hasattr(part, "draw"):
        options.pictures.mkdir(parents=True, exist_ok=True)
        for path in part.draw(result, options.pictures):
            print(f"\n{path}")
    return result


if __name__ == "__main__":
    main()
