"""Which generation of Keras wrote a file; it decides how names in it are understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What a generation is called of which nothing is known; the program has the translation.
UNNAMED = "an early Keras"


@dataclass(frozen=True)
class Generation:
    """The Keras that wrote a file.

    Attributes:
        major: 1, 2 or 3. Files that say nothing are as old as Keras 1.
        version: The version as the file states it, "" when it does not.
        backend: "tensorflow", "theano", "jax", ..., "" when it does not say.
    """

    major: int
    version: str = ""
    backend: str = ""

    @property
    def minor(self) -> int:
        """The second number of the version, 0 without one."""
        found = re.match(r"\d+\.(\d+)", self.version)
        return int(found[1]) if found else 0

    def __str__(self) -> str:
        if self.version:
            return f"Keras {self.version}"
        return f"Keras {self.major}" if self.major > 1 else UNNAMED


#: What this program writes, and what a configuration without a version is taken for.
PRESENT = Generation(3)


def generation_of(version: object, backend: object = "") -> Generation:
    """The generation a version text stands for; none at all means Keras 1."""
    found = re.match(r"\s*(\d+)", str(version or ""))
    major = min(max(int(found[1]), 1), 3) if found else 1
    return Generation(major, str(version or ""), str(backend or ""))


def guess(config: dict) -> Generation:
    """The generation of a bare configuration, from its form.

    ``to_json`` of Keras 2 adds its version and backend; Keras 3 names modules and
    writes calls as dictionaries; Keras 1 used other names for arguments.
    """
    if "keras_version" in config:
        return generation_of(config["keras_version"], config.get("backend"))
    text = str(config)
    if "'batch_shape'" in text or "'__keras_tensor__'" in text:
        return PRESENT
    if re.search(r"'(nb_filter|border_mode|inner_activation|nb_row|init|W_regularizer)':", text):
        return Generation(1)
    if re.search(r"'(batch_input_shape|inbound_nodes)':", text):
        return Generation(2)
    return PRESENT
