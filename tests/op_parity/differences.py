"""Names that are not offered, and calls that need values or known sizes, each with its reason."""

from __future__ import annotations

from tests.op_parity import Call

CASES: dict[str, Call] = {}

#: Name in keras.ops -> why the engine does not have it.
NOT_OFFERED: dict[str, str] = {}

#: Case -> why it cannot be part of a compiled step.
VALUES_NEEDED: dict[str, str] = {
    **{
        case: "how many results there are depends on values"
        for case in ("nonzero", "where positions", "unique", "unique all", "unique rows")
    },
    "unique sized": "made of the others",
    "bincount": "the length is the largest value's",
    "bincount weights": "the length is the largest value's",
    "bincount rows": "the length is the largest value's",
    "histogram": "the edges depend on values",
    "histogram range": "counted at once",
    "convert_to_numpy": "an array is values",
    "while_loop values": "how often it runs depends on values",
}

#: Case -> why its first size must be known.
WITHOUT_OPEN_SIZES: dict[str, str] = {
    **{
        name: "every step is laid out, so their number must be known"
        for name in ("scan", "scan back", "associative_scan back")
    },
    "squeeze": "an open size is not 1, so it stays",
    "vander": "as many columns as elements",
    "cross axis": "the open size is that of the vectors",
    "image.extract_patches dilated": "an image alone: the open size is its height",
    "image.perspective_transform one": "an image alone: the open size is its height",
    "image.map_coordinates whole": "cells are counted by the sizes of the axes",
    **{
        f"image.map_coordinates {mode} {order}": "cells are counted by the sizes of the axes"
        for mode in ("constant", "nearest", "wrap", "mirror", "reflect")
        for order in (0, 1)
    },
    **{
        f"correlate {case}": "which row is the longer one depends on their sizes"
        for case in ("valid", "same", "full", "longer", "longer same", "whole")
    },
}
