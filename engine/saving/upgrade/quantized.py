"""Layers that Keras 3 quantised: of which kind they are, and what they were before.

Their files hold whole numbers of a few bits and what these are divided by. Those of eight bits
are read as the numbers they stand for (``weights/quantized.py``); layers compute with floats.
"""

from __future__ import annotations

import re
from typing import Any

from engine.saving.common.errors import LoadError


def without_quantization(cls: str, config: dict[str, Any]) -> dict[str, Any]:
    """Return a layer's configuration as it was before the layer was quantised.

    Raises:
        LoadError: for weights that are kept in another way than as whole numbers of 8 bits.
    """
    mode, source = _policy(config.get("dtype"))
    if not mode:
        return config
    if mode != "int8":
        raise LoadError(
            f"The layer '{config.get('name', '?')}' of class {cls} keeps its weights as {mode} "
            f"(of {source}); of quantised weights only int8 is read. Save the model as it was "
            "before quantize()."
        )
    return {**config, "dtype": source, "quantization_config": None}


def _policy(dtype: Any) -> tuple[str, str]:
    """How weights are kept, and the type that is computed in; ("", "") for an ordinary type."""
    if isinstance(dtype, dict):
        settings = dtype.get("config")
        settings = settings if isinstance(settings, dict) else {}
        if "mode" in settings:
            return str(settings["mode"]), str(settings.get("source_name", "float32"))
        dtype = settings.get("name")
    found = re.fullmatch(r"(.+)_from_(\w+)", dtype) if isinstance(dtype, str) else None
    return (found[1], found[2]) if found else ("", "")
