"""Files that mean harm: each is refused with one LoadError that names what it refuses."""

from __future__ import annotations

import io
import json
import os
import pickle
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import engine as keras
from engine import layers
from engine.saving import LoadError, open_model

Change = Callable[[h5py.File], None]


def chain(*entries: dict[str, Any], name: str = "chain") -> dict[str, Any]:
    """A Sequential model's description with inputs of four numbers."""
    first = {"class_name": "InputLayer", "config": {"batch_shape": [None, 4], "name": "facts"}}
    return {"class_name": "Sequential", "config": {"name": name, "layers": [first, *entries]}}


def entry(cls: str, module: str = "keras.layers", **config: Any) -> dict[str, Any]:
    return {"module": module, "class_name": cls, "config": config, "registered_name": None}


def small() -> Any:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
    model.compile("adam", "mse")
    model.fit(np.ones((2, 4)), np.ones((2, 2)), verbose=0)
    return model


MODEL = small()


def refused(path: Path, *words: str, placeholders: bool = False) -> str:
    """The message with which a file is refused; it holds every one of the words."""
    with pytest.raises(LoadError) as caught:
        open_model(path, placeholders=placeholders)
    message = str(caught.value)
    for word in words:
        assert word in message
    return message


def refused_text(text: str | bytes, path: Path, *words: str) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return refused(path, *words)


# -- archives ------------------------------------------------------------------------------


def members() -> dict[str, bytes]:
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        from engine.saving.weights_tree import write_weights

        write_weights(file, MODEL)
    return {
        "metadata.json": b'{"keras_version": "3.15.1"}',
        "config.json": MODEL.to_json().encode(),
        "model.weights.h5": buffer.getvalue(),
    }


def write_zip(path: Path, content: list[tuple[Any, bytes]], packing: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in content:
            archive.writestr(name, data)
    return path


def test_the_untouched_archive_opens(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "m.keras", list(members().items()))
    np.testing.assert_array_equal(open_model(path).model.get_weights()[0], MODEL.get_weights()[0])


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("../out.txt", "leads out of the archive"),
        ("assets/../../out.txt", "leads out of the archive"),
        ("/etc/out.txt", "leads out of the archive"),
        ("C:/out.txt", "leads out of the archive"),
        ("..\\out.txt", "leads out of the archive"),
        ("assets\\out.txt", "backslash"),
        (link("assets/link"), "links are not followed"),
    ],
    ids=["up", "up inside", "absolute", "drive", "windows up", "backslash", "link"],
)
def test_members_that_lead_out_of_an_archive(member: Any, words: str, tmp_path: Path) -> None:
    content = [*members().items(), (member, b"/etc/passwd")]
    path = write_zip(tmp_path / "m.keras", content)
    shown = member if isinstance(member, str) else member.filename
    refused(path, repr(shown), words)
    assert [p.name for p in tmp_path.iterdir()] == ["m.keras"]


def test_a_member_with_a_nul_in_its_name(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "m.keras", [*members().items(), ("assets/aXb", b"x")])
    path.write_bytes(path.read_bytes().replace(b"assets/aXb", b"assets/a\x00b"))
    refused(path, "assets/a")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_a_member_that_is_there_twice(name: str, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = write_zip(tmp_path / "m.keras", [*members().items(), (name, members()[name])])
    refused(path, f"exactly one '{name}'")


def test_an_archive_of_too_many_members(tmp_path: Path) -> None:
    content = [*members().items(), *((f"assets/{i}", b"") for i in range(10_001))]
    refused(write_zip(tmp_path / "m.keras", content), "members")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_a_bomb(name: str, tmp_path: Path) -> None:
    content = {**members(), name: b" " * (16 << 20)}
    path = write_zip(tmp_path / "m.keras", list(content.items()), zipfile.ZIP_DEFLATED)
    refused(path, name, "unpack")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_unpack_without_bounds(packing: int, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "m.keras", list(members().items()), packing)
    refused(path, "packed in a way that is not read")


def test_a_configuration_that_is_too_long(tmp_path: Path) -> None:
    content = {**members(), "config.json": b" " * (65 << 20)}
    refused(write_zip(tmp_path / "m.keras", list(content.items())), "config.json", "bytes long")


def test_pickled_weights_are_not_read(tmp_path: Path) -> None:
    content = members()
    content["model.weights.npz"] = pickle.dumps({"a": 1})
    del content["model.weights.h5"]
    refused(write_zip(tmp_path / "m.keras", list(content.items())), "pickled")


def test_links_in_an_unzipped_archive(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name, data in members().items():
        (folder / name).write_bytes(data)
    open_model(folder)
    (folder / "model.weights.h5").rename(tmp_path / "elsewhere.h5")
    (folder / "model.weights.h5").symlink_to(tmp_path / "elsewhere.h5")
    refused(folder, "model.weights.h5")


# -- HDF5 ----------------------------------------------------------------------------------


def weights(path: Path) -> Path:
    """Whole weights in the layout of trees."""
    with h5py.File(path, "w") as file:
        from engine.saving.weights_tree import write_weights

        write_weights(file, MODEL)
    return path


KERNEL = "layers/dense/vars/0"


def replaced(file: h5py.File, **details: Any) -> None:
    del file[KERNEL]
    file.create_dataset(KERNEL, **details)


def virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout(shape=(4, 3), dtype="f4")
    layout[...] = h5py.VirtualSource("other.h5", "numbers", shape=(4, 3))
    del file[KERNEL]
    file.create_virtual_dataset(KERNEL, layout)


def soft(file: h5py.File) -> None:
    file.move(KERNEL, "numbers")
    file[KERNEL] = h5py.SoftLink("/numbers")


def external(file: h5py.File) -> None:
    del file[KERNEL]
    file[KERNEL] = h5py.ExternalLink("other.h5", "numbers")


def cycle(file: h5py.File) -> None:
    file["layers/again"] = file["layers"]


def deep(file: h5py.File) -> None:
    file.create_group("/".join(["x"] * 100))


def filtered(file: h5py.File) -> None:
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((4, 3))
    plist.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, ())  # zstd's number; there is no such library
    space = h5py.h5s.create_simple((4, 3))
    del file[KERNEL]
    place = file["layers/dense/vars"].id
    h5py.h5d.create(place, b"0", h5py.h5t.IEEE_F32LE, space, plist)


def bomb(file: h5py.File) -> None:
    """A piece that says it holds twelve numbers and unpacks to many megabytes."""
    import zlib

    replaced(file, shape=(4, 3), dtype="f4", chunks=(4, 3), compression="gzip")
    file[KERNEL].id.write_direct_chunk((0, 0), zlib.compress(b"\0" * (64 << 20)))


HDF5: dict[str, tuple[Change, str]] = {
    "soft link": (soft, "'0' is a link"),
    "external link": (external, "'0' is a link"),
    "external storage": (
        lambda f: replaced(f, shape=(4, 3), dtype="f4", external=[("other.bin", 0, 48)]),
        f"'{KERNEL}' keeps its numbers in another file",
    ),
    "virtual": (virtual, "keeps its numbers in another file"),
    "huge": (
        lambda f: replaced(f, shape=(10**6, 10**6), dtype="f4", chunks=(100, 100)),
        "has the shape (1000000, 1000000)",
    ),
    "huge piece": (
        lambda f: replaced(
            f, shape=(4, 3), maxshape=(None, None), dtype="f4", chunks=(2**14, 2**14)
        ),
        "claims 1073741824 bytes",
    ),
    "texts": (lambda f: replaced(f, shape=(4, 3), dtype=h5py.string_dtype()), "holds object"),
    "objects": (lambda f: replaced(f, shape=(4, 3), dtype=h5py.ref_dtype), "not numbers"),
    "lists": (lambda f: replaced(f, shape=(4, 3), dtype=h5py.vlen_dtype("f4")), "not numbers"),
    "records": (
        lambda f: replaced(f, shape=(4, 3), dtype=[("a", "f4"), ("b", "i8")]), "not numbers"
    ),
    "bytes": (lambda f: replaced(f, shape=(4, 3), dtype="S400"), "not numbers"),
    "filter": (filtered, "filter number 32015"),
    "bomb": (bomb, "would unpack to more"),
    "cycle": (cycle, "two places"),
    "deep": (deep, "levels deep"),
}

@pytest.mark.parametrize("name", HDF5)
@pytest.mark.parametrize("form", ["weights", "archive"])
def test_hdf5_that_reaches_out_or_claims_too_much(name: str, form: str, tmp_path: Path) -> None:
    change, words = HDF5[name]
    path = weights(tmp_path / "m.weights.h5")
    with h5py.File(path, "r+") as file:
        change(file)
    before = MODEL.get_weights()
    if form == "archive":
        content = {**members(), "model.weights.h5": path.read_bytes()}
        refused(write_zip(tmp_path / "m.keras", list(content.items())), words)
    else:
        with pytest.raises(LoadError) as caught:
            MODEL.load_weights(path)
        assert words in str(caught.value)
    for old, new in zip(before, MODEL.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def legacy(path: Path) -> Path:
    MODEL.save(path)
    return path


def link_out(name: str) -> Change:
    def change(file: h5py.File) -> None:
        del file[name]
        file[name] = h5py.ExternalLink("other.h5", "/")

    return change


def huge_names(file: h5py.File) -> None:
    file["model_weights"].attrs["layer_names"] = np.zeros((3, 3))


LEGACY: dict[str, tuple[Change, str]] = {
    "weights elsewhere": (link_out("model_weights"), "'model_weights' is a link"),
    "layer elsewhere": (link_out("model_weights/dense"), "is a link"),
    "optimizer elsewhere": (link_out("optimizer_weights"), "'optimizer_weights' is a link"),
    "names": (huge_names, "'layer_names' holds float64, not text"),
    "description": (lambda f: f.attrs.__setitem__("model_config", 3), "'model_config' holds"),
    "reference": (lambda f: f.attrs.__setitem__("model_config", f.ref), "'model_config' holds"),
    "lambda": (
        lambda f: f.attrs.__setitem__(
            "model_config", json.dumps(chain(entry("Lambda", function=["4wEAAAA=", None, None])))
        ),
        "Python code kept inside a file is never run",
    ),
    "module": (
        lambda f: f.attrs.__setitem__("model_config", json.dumps(chain(entry("system", "os")))),
        "'system'",
    ),
}


@pytest.mark.parametrize("name", LEGACY)
def test_a_whole_model_in_hdf5(name: str, tmp_path: Path) -> None:
    change, words = LEGACY[name]
    path = legacy(tmp_path / "m.h5")
    layer_names = [layer.name for layer in MODEL.layers]
    with h5py.File(path, "r+") as file:
        if name == "layer elsewhere":
            change = link_out(f"model_weights/{layer_names[0]}")
        change(file)
    refused(path, words)


def test_attributes_that_nobody_asks_for_are_not_read(tmp_path: Path) -> None:
    path = legacy(tmp_path / "m.h5")
    with h5py.File(path, "a", libver="latest") as file:
        group = file.create_group("model_weights/many")
        for i in range(20_000):
            group.attrs.create(f"a{i}", b"", dtype="S1")
    assert open_model(path).model.count_params() == MODEL.count_params()


def test_one_long_text_that_many_names_refer_to(tmp_path: Path) -> None:
    path = legacy(tmp_path / "m.h5")
    with h5py.File(path, "r+") as file:
        names = np.array(["x" * (4 << 20), *["y"] * 2000], dtype=object)
        group = file["model_weights"]
        del group.attrs["layer_names"]
        group.attrs.create("layer_names", names, dtype=h5py.string_dtype())
    refused(path, "'layer_names' may hold more than")


# -- descriptions --------------------------------------------------------------------------

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


def test_an_asset_of_another_place_is_not_read(tmp_path: Path) -> None:
    model = keras.Sequential([
        keras.Input((2,), dtype="string"),
        layers.StringLookup(vocabulary=["a"], output_mode="multi_hot"),
    ])
    model.save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras", "a") as archive:
        archive.writestr("assets/layers/../../secret/vocabulary.txt", "x")
    refused(tmp_path / "m.keras", "leads out of the archive")


@pytest.mark.parametrize("pattern", ["{epoch.__class__}", "{epoch[0]}", "{epoch!r}", "{loss:{x}}"])
def test_patterns_of_paths_reach_into_nothing(pattern: str) -> None:
    from engine.callbacks.model_checkpoint import check_pattern

    with pytest.raises(ValueError, match="epoch|loss"):
        check_pattern(f"m-{pattern}.keras")


# -- files beside files --------------------------------------------------------------------


def tfjs(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    from tests.fuzz.corpus import write_tfjs

    write_tfjs(MODEL, folder)
    description = json.loads((folder / "model.json").read_text())
    change(description)
    (folder / "model.json").write_text(json.dumps(description))
    return folder / "model.json"


def paths(*names: Any) -> Callable[[dict[str, Any]], None]:
    return lambda d: d["weightsManifest"][0].__setitem__("paths", list(names))


def shape(*sizes: int) -> Callable[[dict[str, Any]], None]:
    return lambda d: d["weightsManifest"][0]["weights"][0].__setitem__("shape", list(sizes))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (paths("../secret.bin"), "'../secret.bin' lies elsewhere"),
        (paths("/etc/passwd"), "'/etc/passwd' lies elsewhere"),
        (paths("https://example.invalid/x.bin"), "lies elsewhere"),
        (paths(*["group1-shard1of1.bin"] * 9), "named twice"),
        (paths(3), "'3'"),
        (shape(10**12), "more bytes than the files hold"),
        (shape(-4, 3), "more bytes than the files hold"),
    ],
    ids=["up", "absolute", "address", "again", "number", "huge", "negative"],
)
def test_tensorflowjs_reads_only_files_beside(change: Any, words: str, tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\0" * 999)
    refused(tfjs(tmp_path / "model", change), words)


def test_tensorflowjs_follows_no_link(tmp_path: Path) -> None:
    path = tfjs(tmp_path / "model", lambda d: None)
    open_model(path)
    shard = path.parent / "group1-shard1of1.bin"
    shard.rename(tmp_path / "elsewhere.bin")
    os.symlink(tmp_path / "elsewhere.bin", shard)
    refused(path, "group1-shard1of1.bin", "missing")


@pytest.mark.parametrize("name", ["../m.weights.h5", "/etc/passwd", "link.weights.h5", 3])
def test_weights_in_several_files_lie_side_by_side(name: Any, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    weights(tmp_path / "m.weights.h5")
    (folder / "link.weights.h5").symlink_to(tmp_path / "m.weights.h5")
    index = {"metadata": {}, "weight_map": {"/layers/dense/vars": [name]}}
    (folder / "m.weights.json").write_text(json.dumps(index))
    with pytest.raises(LoadError, match="elsewhere|missing"):
        MODEL.load_weights(folder / "m.weights.json")
