"""Every declared argument refuses what its kind refuses, and says where and what it expects."""

import pytest

import engine  # noqa: F401 (registers everything)
from engine import registry

CATEGORIES = [
    "initializer", "regularizer", "constraint", "loss", "metric", "optimizer", "schedule",
    "callback",
]
NEEDED = {
    "ModelCheckpoint": {"filepath": "a.keras"},
    "CSVLogger": {"filename": "a.csv"},
    "ExponentialDecay": {"initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5},
    "InverseTimeDecay": {"initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5},
    "PolynomialDecay": {"initial_learning_rate": 0.1, "decay_steps": 5},
    "CosineDecay": {"initial_learning_rate": 0.1, "decay_steps": 5},
    "CosineDecayRestarts": {"initial_learning_rate": 0.1, "first_decay_steps": 5},
    "PiecewiseConstantDecay": {"boundaries": [5], "values": [0.1, 0.01]},
    "BackupAndRestore": {"backup_dir": "backup"},
    "LearningRateScheduler": {"schedule": abs},
    "LossScaleOptimizer": {"inner_optimizer": "sgd"},
    "MultiOptimizer": {"optimizer_map": print},
    "IoU": {"num_classes": 3, "target_class_ids": [0]},
    "OneHotIoU": {"num_classes": 3, "target_class_ids": [0]},
    "MeanIoU": {"num_classes": 3},
    "OneHotMeanIoU": {"num_classes": 3},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
}


def declared():
    for category in CATEGORIES:
        for entry in registry.entries(category):
            for definition in entry.target.params.values():
                yield pytest.param(entry, definition, id=f"{entry.name}.{definition.name}")


@pytest.mark.parametrize(("entry", "definition"), list(declared()))
def test_bad_values_are_refused_with_the_argument_named(entry, definition):
    if "__init__" in vars(entry.target):
        return  # takes a function or an optimizer first, and few of its base's arguments
    for bad in definition.kind.bad_values():
        with pytest.raises(ValueError) as caught:
            entry.target(**{**NEEDED.get(entry.name, {}), definition.name: bad})
        text = str(caught.value)
        assert text.startswith(f"{entry.name}: '{definition.name}' must be "), text
        assert definition.kind.describe() in text
        assert repr(bad) in text


@pytest.mark.parametrize(("entry", "definition"), list(declared()))
def test_defaults_are_accepted(entry, definition):
    if not definition.required:
        definition.validate(definition.default, entry.name)


@pytest.mark.parametrize("category", CATEGORIES)
def test_unknown_arguments_are_refused(category):
    for entry in registry.entries(category):
        if entry.name in ("LambdaCallback", "MeanMetricWrapper"):
            continue
        with pytest.raises(TypeError, match="nonsense"):
            entry.target(**NEEDED.get(entry.name, {}), nonsense=1)
