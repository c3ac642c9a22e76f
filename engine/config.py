"""Settings of the engine that Keras keeps in ``keras.config``."""

from __future__ import annotations

from typing import Any, NamedTuple

_ENGINE = "numpy"
FLOAT_TYPES = ("float32", "float64")

DATA_FORMATS = ("channels_last", "channels_first")

_settings: dict[str, Any] = {
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
    "max_epochs": None,
    "max_steps_per_epoch": None,
    "interactive_logging": True,
}


def floatx() -> str:
    """Return the default float type, "float32" unless set otherwise."""
    return str(_settings["floatx"])


def set_floatx(value: str) -> None:
    """Set the default float type: "float32", or "float64" for checks of precision."""
    if value not in FLOAT_TYPES:
        raise ValueError(f"floatx must be one of {', '.join(FLOAT_TYPES)}, got {value!r}.")
    _settings["floatx"] = value


def epsilon() -> float:
    """Return the small number that keeps divisions and logarithms finite (1e-7)."""
    return float(_settings["epsilon"])


def set_epsilon(value: float) -> None:
    """Set the small number that keeps divisions and logarithms finite."""
    _settings["epsilon"] = float(value)


def backend() -> str:
    """Return the name of what computes: "numpy"."""
    return _ENGINE


def image_data_format() -> str:
    """Return where layers and data sets that are not told otherwise expect the channels."""
    return str(_settings["image_data_format"])


def set_image_data_format(data_format: str) -> None:
    """Set where the channels are: "channels_last" (at first) or "channels_first"."""
    if data_format not in DATA_FORMATS:
        raise ValueError(f"data_format must be one of {DATA_FORMATS}, got {data_format!r}.")
    _settings["image_data_format"] = data_format


def max_epochs() -> int | None:
    """Return the most epochs that any ``fit`` runs, None for no limit."""
    return _settings["max_epochs"]


def set_max_epochs(max_epochs: int | None) -> None:
    """Limit the epochs of every ``fit``, to try a long script quickly; None lifts the limit."""
    _settings["max_epochs"] = _limit("max_epochs", max_epochs)


def max_steps_per_epoch() -> int | None:
    """Return the most batches that an epoch, evaluation or prediction takes, None for no limit."""
    return _settings["max_steps_per_epoch"]


def set_max_steps_per_epoch(max_steps_per_epoch: int | None) -> None:
    """Limit the batches of every epoch, evaluation and prediction; None lifts the limit."""
    _settings["max_steps_per_epoch"] = _limit("max_steps_per_epoch", max_steps_per_epoch)


def _limit(name: str, value: int | None) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise ValueError(f"{name} must be None or a whole number, at least 1, got {value!r}.")
    return value


def enable_interactive_logging() -> None:
    """Print progress to the standard output (the default)."""
    _settings["interactive_logging"] = True


def disable_interactive_logging() -> None:
    """Send progress to the logger "engine" instead of printing it, as for a server."""
    _settings["interactive_logging"] = False


def is_interactive_logging_enabled() -> bool:
    """Whether progress is printed."""
    return bool(_settings["interactive_logging"])


def enable_traceback_filtering() -> None:
    """Does nothing: errors are always shown whole here."""


def disable_traceback_filtering() -> None:
    """Does nothing: errors are always shown whole here."""


def is_traceback_filtering_enabled() -> bool:
    return False


def enable_flash_attention() -> None:
    """Does nothing: there is one way to compute attention here."""


def disable_flash_attention() -> None:
    """Does nothing: there is one way to compute attention here."""


def is_flash_attention_enabled() -> bool:
    return False


def enable_unsafe_deserialization() -> None:
    """Refused: code from files is never run here, and nothing can change that."""
    raise ValueError("Code in files is never run here; this cannot be switched on.")


def set_backend(backend: str) -> None:
    """Refused for all but this engine's own name.

    Raises:
        ValueError: for Keras's backends; there is one engine here.
    """
    if backend != _ENGINE:
        raise ValueError(f"This engine computes by itself; there is no backend {backend!r}.")


def dtype_policy() -> Any:
    """Return the policy that layers take when they are given none."""
    from engine import dtype_policies

    return dtype_policies.dtype_policy()


def set_dtype_policy(policy: Any) -> None:
    """Set the policy that layers take when they are given none; see ``dtype_policies``."""
    from engine import dtype_policies

    dtype_policies.set_dtype_policy(policy)


class PhysicalDevice(NamedTuple):
    """A device that TensorFlow's scripts ask for."""

    name: str
    device_type: str


def list_physical_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """Return the devices that compute: the processor, and no others."""
    found = [PhysicalDevice("/physical_device:CPU:0", "CPU")]
    return [d for d in found if device_type in (None, d.device_type)]
