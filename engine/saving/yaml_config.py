"""A model's configuration as YAML, the other text Keras 2 knew.

Only plain values are read: mappings, lists, texts, numbers. Nothing in a text makes
an object of another class, and references within it (which can make a short text
stand for an endless one) are refused.
"""

from __future__ import annotations

import json
from typing import Any

from engine.saving.errors import LoadError
from engine.saving.model_config import MAX_TEXT, check_depth, model_from_config, to_json


def to_yaml(model: Any, **options: Any) -> str:
    """Return the architecture (and training settings) as YAML; ``options`` are PyYAML's."""
    import yaml  # loaded by those who use it

    return yaml.safe_dump(json.loads(to_json(model)), **{"sort_keys": False, **options})


def model_from_yaml(text: str | bytes, custom_objects: Any = None) -> Any:
    """Make a model from ``to_yaml``'s text; its weights start anew.

    Raises:
        LoadError: for a text that does not describe a model.
    """
    return model_from_config(parse_yaml(text), custom_objects)


def parse_yaml(text: str | bytes) -> Any:
    """Parse YAML of bounded size and depth, without references and without classes.

    Raises:
        LoadError: for text that is too large, too deeply nested or no such YAML.
    """
    import yaml

    if len(text) > MAX_TEXT:
        raise LoadError(f"The description is {len(text)} bytes long; at most {MAX_TEXT} are read.")
    try:
        for event in yaml.parse(text, yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise LoadError("The description refers to another part of itself.")
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"The description is no valid YAML: {error}") from None
    check_depth(value)
    return value
