"""A model as an ONNX file, which most other programs run.

The model is not translated layer by layer: it is traced with an open batch size, and
every op of the trace has one converter. What is computed from weights alone is computed
while writing. ONNX images have their channels first: transposes stand around the ops
that need them, and cancel out between neighbours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.saving.common.atomic import write_atomically

__all__ = ["export_onnx"]


def export_onnx(model: Any, path: str | Path, batch: int | None = None) -> None:
    """Write a model as it predicts (not as it trains) into an ONNX file.

    Args:
        model: A Sequential or Functional model. Inputs and outputs keep their names and
            shapes, channels last.
        path: The file; an existing one stays whole until the new one is.
        batch: Number of samples the file's model takes at once; any number by default.

    Raises:
        ModuleNotFoundError: when the library ``onnx`` is not installed.
        ValueError: naming the layer that has no counterpart in ONNX.
    """
    try:
        import onnx
    except ModuleNotFoundError as error:
        if error.name != "onnx":
            raise
        raise ModuleNotFoundError(
            "Writing ONNX files needs the library 'onnx', which is not installed. Install it with: "
            "pip install 'layerloom[onnx]'",
            name="onnx",
        ) from None
    from engine.saving.onnx_export.conversion import converted

    proto = converted(model, batch)
    write_atomically(Path(path), lambda beside: onnx.save_model(proto, beside))
