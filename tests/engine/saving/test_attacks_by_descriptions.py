"""Descriptions that mean harm: each is refused with one LoadError that names what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import engine as keras
from engine import layers
from engine.saving import LoadError, open_model
from tests.engine.saving.attacks import (
    MODEL,
    chain,
    entry,
    members,
    refused,
    refused_text,
    write_zip,
)

DENSE = entry("Dense", units=3, name="d")
DESCRIPTIONS: dict[str, tuple[Any, list[str]]] = {
    "10^13 parameters": (
        chain(entry("Dense", units=10**7, name="a"), entry("Dense", units=10**6, name="b")),
        ["10,000,051,000,000 parameters", "'chain/b/kernel'", "2,147,483,648"],
    ),
    "units": (chain(entry("Dense", units=10**12)), ["5,000,000,000,000 parameters"]),
    "product": (
        chain(entry("Reshape", target_shape=[2, 2]), entry("UpSampling1D", size=10**12)),
        ["numbers at a time", "up_sampling1d"],
    ),
    "overflow": (chain(entry("Embedding", input_dim=2**40, output_dim=2**40)), ["parameters"]),
    "beyond": (chain(entry("Dense", units=10**30)), ["a whole number of 100 bits"]),
    "negative": (chain(entry("Dense", units=-5, name="d")), ["'d'", "units", "-5"]),
    "iterations": (
        chain(entry("SpectralNormalization", layer=DENSE, power_iterations=10**12)),
        ["power_iterations", "10000"],
    ),
    "vocabulary": (
        chain(entry("StringLookup", vocabulary="/etc/passwd", name="words")),
        ["'words'", "/etc/passwd", "No file is read"],
    ),
    "address": (
        chain(entry("TextVectorization", vocabulary="https://example.invalid/v")),
        ["https://example.invalid/v"],
    ),
    "numbers": (chain(entry("IntegerLookup", vocabulary="file:///etc/passwd")), ["/etc/passwd"]),
    "lambda": (
        chain(entry("Lambda", function={"class_name": "__lambda__", "config": {"code": "4wE="}})),
        ["Python code kept inside a file is never run"],
    ),
    "lambda's bytes": (
        chain(entry("Lambda", function=["4wEAAAA=", None, None], function_type="lambda")),
        ["Python code kept inside a file is never run"],
    ),
    "a function by its module": (
        chain(entry("Lambda", function={
            "module": "os", "class_name": "function", "config": "system",
            "registered_name": "system"})),
        ["'system'"],
    ),
    "an activation by its module": (
        chain(entry("Dense", units=1, activation={
            "module": "subprocess", "class_name": "function", "config": "run",
            "registered_name": "run"})),
        ["'run'"],
    ),
    "unsafe switch": (
        chain(entry("function", "keras.config", name="x"), DENSE), ["function"]
    ),
    "custom objects": (
        chain(entry("Dense", units=1, custom_objects={"x": "os.system"}, name="d")),
        ["'d'", "custom_objects"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_that_asks_for_too_much(name: str, tmp_path: Path) -> None:
    config, words = DESCRIPTIONS[name]
    refused_text(json.dumps(config), tmp_path / "m.json", *words)


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_the_same_in_an_archive(name: str, tmp_path: Path) -> None:
    config, words = DESCRIPTIONS[name]
    content = {**members(), "config.json": json.dumps(config).encode()}
    refused(write_zip(tmp_path / "m.keras", list(content.items())), *words)


@pytest.mark.parametrize(
    ("module", "cls"),
    [
        ("os", "system"),
        ("subprocess", "Popen"),
        ("builtins", "eval"),
        ("keras.utils", "get_file"),
        ("keras.src.utils.file_utils", "get_file"),
        ("keras.config", "enable_unsafe_deserialization"),
        ("keras.layers", "TFSMLayer"),
        ("keras.layers", "TorchModuleWrapper"),
        ("keras.layers", "JaxLayer"),
        ("keras.layers", "FlaxLayer"),
        ("keras.models", "load_model"),
        ("numpy", "load"),
        ("pickle", "loads"),
    ],
)
def test_only_what_is_registered_is_made_of_a_name(module: str, cls: str, tmp_path: Path) -> None:
    layer = entry(cls, module, origin="https://example.invalid", filepath="/etc/passwd")
    refused_text(json.dumps(chain(layer)), tmp_path / "m.json", repr(cls))
    whole = {"module": module, "class_name": cls, "config": {"path": "/etc/passwd"}}
    refused_text(json.dumps(whole), tmp_path / "w.json", cls)
    for part in ("loss", "metrics", "optimizer"):
        config = chain(DENSE)
        config["compile_config"] = {"optimizer": "sgd", part: whole}
        path = tmp_path / "c.json"
        path.write_text(json.dumps(config))
        with pytest.raises(LoadError, match=repr(cls)):
            keras.saving.load_model(path)
        opened = open_model(path)  # the account says that training's settings are left out
        assert not opened.model.compiled
        assert any(n.weight == "lost" and repr(cls) in n.text for n in opened.report.notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"class_name": "Sequential", "config": ' + "[" * 300 + "]" * 300 + "}", "300|200 levels"),
        ('{"class_name": "Sequential", "config": ' + "[" * 10**5 + "]" * 10**5 + "}", "valid JSON"),
        ('{"class_name": "Model", "class_name": "Sequential", "config": {}}', "'class_name' twice"),
        ('{"class_name": "Sequential", "config": [' + "[]," * 3 * 10**6 + "1]}", "lists"),
        ('{"class_name": "Sequential", "config": [' + "1," * 10**7 * 2 + "1]}", "entries"),
        ('{"class_name": "Sequential", "config": ' + "9" * 5000 + "}", "no valid JSON"),
        ('{"class_name": "Sequential", "config": NaN}', "needs the list 'layers'"),
        (json.dumps(chain(entry("Dropout", rate=float("nan")))), "'rate' must be"),
        (json.dumps(chain(entry("Rescaling", scale=float("inf")))), "scale"),
    ],
    ids=["nested", "very nested", "twice", "lists", "entries", "long number", "nan", "nan rate",
         "infinity"],
)  # fmt: skip
def test_texts_that_are_no_description(text: str, words: str, tmp_path: Path) -> None:
    message = refused_text(text, tmp_path / "m.json")
    assert any(word in message for word in words.split("|"))


def test_a_description_of_too_many_layers(tmp_path: Path) -> None:
    layer = '{"class_name":"Flatten","config":{}}'
    chained = f"{layer}," * 10**5 + layer
    text = '{"class_name":"Sequential","config":{"layers":[' + chained + "]}}"
    refused_text(text, tmp_path / "m.json", "100001 layers")


@pytest.mark.parametrize("wrapped", [False, True])
def test_endless_sequences_are_not_walked_along(wrapped: bool, tmp_path: Path) -> None:
    """Shapes of a layer that goes step by step show after one step."""
    cell = {"class_name": "GRUCell", "config": {"units": 3}}
    inner = entry("RNN", cell=cell, return_sequences=True, name="walk")
    if wrapped:
        inner = entry("TimeDistributed", layer=entry("BatchNormalization"), name="walk")
    config = chain(inner)
    config["config"]["layers"][0]["config"]["batch_shape"] = [None, 10**8, 2]
    path = tmp_path / "m.json"
    path.write_text(json.dumps(config))
    assert open_model(path).model.output_shape == (None, 10**8, 2 if wrapped else 3)


def test_a_layer_is_not_called_with_numbers_of_the_file(tmp_path: Path) -> None:
    """That would compute while the file is read; a model's layers are called with tensors."""
    x = keras.Input((4,), name="facts")
    config = json.loads(keras.Model(x, layers.Dense(2, name="d")(x)).to_json())
    config["config"]["layers"][1]["inbound_nodes"][0]["args"] = [[[1.0, 2.0, 3.0, 4.0]]]
    refused_text(json.dumps(config), tmp_path / "m.json", "'d' takes nothing from another layer")


def test_calls_in_the_worst_order_take_no_longer(tmp_path: Path) -> None:
    x = keras.Input((4,), name="facts")
    y = x
    for i in range(300):
        y = layers.Rescaling(1.0, name=f"step{i}")(y)
    config = json.loads(keras.Model(x, y).to_json())
    config["config"]["layers"].reverse()
    path = tmp_path / "m.json"
    path.write_text(json.dumps(config))
    assert len(open_model(path).model.layers) == 301


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x: !!python/object/apply:os.system ['true']", "python/object/apply:os.system"),
        ("x: !!python/name:os.system", "python/name:os.system"),
        ("x: !!python/module:subprocess", "python/module"),
        ("a: &a [1, 2]\nb: [*a, *a]", "refers to another part of itself"),
        ("x: !!binary aGk=", "bytes"),
        ("x: 2020-01-01", "date"),
        ("x: !!set {a, b}", "set"),
        ("1: 2", "the key '1'"),
        ("x: " + "[" * 300 + "]" * 300, "200 levels"),
    ],
)
def test_yaml_makes_plain_values_only(line: str, words: str, tmp_path: Path) -> None:
    text = keras.saving.to_yaml(MODEL)
    path = tmp_path / "m.yaml"
    path.write_text(text)
    assert open_model(path).model.count_params() == MODEL.count_params()
    refused_text(f"{text}\n{line}\n", path, words)


def test_numbers_as_objects_are_data(tmp_path: Path) -> None:
    for cls, config in (("__tensor__", {"value": [1], "dtype": "object"}), ("__bytes__", 3)):
        value = {"class_name": cls, "config": config}
        config = chain(entry("Dense", units=1, kernel_initializer=value, name="d"))
        refused_text(json.dumps(config), tmp_path / "m.json", "'d'")


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/b", "..", "~", "$HOME", "x\x00y"])
def test_names_are_names_and_no_paths(name: str, tmp_path: Path) -> None:
    """A layer's name never becomes a place on the disk, whatever files are read and written."""
    config = chain(
        entry("StringLookup", vocabulary=["a", "b"], name=name, output_mode="multi_hot")
    )
    config["config"]["layers"][0]["config"]["dtype"] = "string"
    place = tmp_path / "inside"
    place.mkdir()
    (place / "m.json").write_text(json.dumps(config))
    try:
        model = open_model(place / "m.json").model
        model.save(place / "m.keras")
        open_model(place / "m.keras")
        model.save(place / "m.h5")
        open_model(place / "m.h5")
    except ValueError as error:
        assert str(error)
    assert [p.name for p in tmp_path.iterdir()] == ["inside"]
    assert {p.suffix for p in place.iterdir()} <= {".json", ".keras", ".h5"}


@pytest.mark.parametrize("pattern", ["{epoch.__class__}", "{epoch[0]}", "{epoch!r}", "{loss:{x}}"])
def test_patterns_of_paths_reach_into_nothing(pattern: str) -> None:
    from engine.callbacks.model_checkpoint import check_pattern

    with pytest.raises(ValueError, match="epoch|loss"):
        check_pattern(f"m-{pattern}.keras")
