"""Keys in files that other versions of Keras write and that change nothing here."""

from __future__ import annotations

from typing import Any

#: Keys that may be dropped when they hold one of these values.
_HARMLESS = {
    "groups": (1,),
    "noise_shape": (None,),
    "quantization_config": (None,),
    "lora_rank": (None,),
    "lora_alpha": (None,),
    "renorm": (False,),
    "renorm_clipping": (None,),
    "renorm_momentum": (0.99,),
    "synchronized": (False,),
    "zero_output_for_mask": (False,),
    "implementation": (1, 2),
    "time_major": (False,),
    "ragged": (False,),
    "optional": (False,),
    "activity_regularizer": (None,),
}


def clean_config(cls: type, config: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration without keys that mean nothing to the class."""
    known = cls.params  # type: ignore[attr-defined]
    return {
        key: value
        for key, value in config.items()
        if key in known or key not in _HARMLESS or value not in _HARMLESS[key]
    }
