"""A model's configuration as YAML, the other text Keras 2 knew.

Only plain values are read: mappings, lists, texts, numbers. Nothing in a text makes
an object of another class, and references within it (which can make a short text
stand for an endless one) are refused.
"""

from __future__ import annotations

import json
from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.common.limits import MAX_DEPTH, check_parsed, check_text
from engine.saving.description.model import model_from_config, to_json

#: YAML takes long to read; a description of ten thousand layers is shorter.
_MAX_YAML = 8 * 1024 * 1024


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

    check_text(text, most=_MAX_YAML)
    kind = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, kind):
            if isinstance(event, yaml.AliasEvent):
                raise LoadError("The description refers to another part of itself.")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise LoadError(f"The description is nested more than {MAX_DEPTH} levels deep.")
        value = yaml.load(text, kind)  # the safe loader: plain values only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, LoadError):
            raise
        raise LoadError(f"The description is no valid YAML: {error}") from None
    check_parsed(value)
    return value
