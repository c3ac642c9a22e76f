"""Changes to files: some that keep the form of a file, some that change any byte."""

from __future__ import annotations

import io
import json
import random
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from tests.fuzz.corpus import zip_members

#: What must never be opened; written by the watcher beside the inputs.
SECRETS = ("secret.h5", "secret.bin", "secret.txt")
_NUMBERS = [0, -1, 1, 2, 7, 255, 10**6, 2**31 - 1, 2**31, 2**32, 2**53, 2**63, 10**12, 10**18,
            10**30, -(10**12), 0.5, -0.5, 1e-30, 1e308, float("nan"), float("inf")]
_CLASSES = ["os", "subprocess", "Lambda", "TFSMLayer", "TorchModuleWrapper", "get_file", "Dense",
            "Sequential", "Functional", "Model", "function", "__lambda__", "__tensor__",
            "__numpy__", "__bytes__", "__keras_tensor__", "__tuple__", "__slice__",
            "JaxLayer", "TFOpLambda", "Merge", "CuDNNLSTM", "StringLookup", "TextVectorization",
            "Custom>Thing", "InputLayer", "Bidirectional", "TimeDistributed", "Layer", "Reshape"]


class Mutator:
    """Makes one input of a starting point; the same for the same seed.

    Args:
        seed: Any text.
        secret: Folder of the files that no input may make anyone open.
    """

    def __init__(self, seed: str, secret: Path) -> None:
        self.rng = random.Random(seed)
        self.secret = secret

    # -- values ------------------------------------------------------------------------

    def text(self) -> str:
        pick = self.rng.choice
        name = str(self.secret / pick(SECRETS))
        return pick([
            name, f"file://{name}", "../../../etc/passwd", "https://example.invalid/x", "os",
            "subprocess", "builtins", "{epoch.__class__}", "a/b", "..", ".", "", "\x00", "x" * 9999,
            "$HOME", "~", "relu", "dense", "linear", "float16", "string", "same", "\ud800", "长",
            "np.float64", "<b>x</b>", "%s%n", "custom>x", "é\u202e",
        ])

    def value(self) -> Any:
        rng = self.rng
        return rng.choice([
            lambda: rng.choice(_NUMBERS), lambda: rng.choice(_NUMBERS), self.text,
            lambda: rng.choice(_CLASSES), lambda: None, lambda: True, lambda: [], lambda: {},
            lambda: [rng.choice(_NUMBERS) for _ in range(rng.choice([1, 2, 3, 40]))],
            lambda: {"class_name": rng.choice(_CLASSES), "config": self.text()},
            lambda: {"class_name": rng.choice(_CLASSES), "config": {"name": self.text()}},
            lambda: {"module": "os", "class_name": "system", "config": {"command": "true"},
                     "registered_name": "system"},
            lambda: {"module": "builtins", "class_name": "function", "config": "eval",
                     "registered_name": "function"},
            lambda: {"class_name": "__lambda__", "config": {"value": "4wEAAAA="}},
            lambda: [rng.choice(["dense", "facts"]), rng.choice([0, 1, -1, 5]), 0],
            self.deep,
        ])()

    def deep(self) -> Any:
        value: Any = 1
        for _ in range(self.rng.choice([20, 150, 400])):
            value = [value] if self.rng.random() < 0.5 else {"config": value}
        return value

    # -- structures of JSON --------------------------------------------------------------

    def tree(self, value: Any, changes: int | None = None) -> Any:
        """A parsed text with a few changes anywhere."""
        for _ in range(changes or self.rng.choice([1, 1, 2, 3, 6])):
            places = list(_places(value))
            if not places:
                return self.value()
            holder, key = self.rng.choice(places)
            other, its = self.rng.choice(places)
            action = self.rng.randrange(9)
            if action == 0:
                del holder[key]
            elif action == 1:
                holder[key] = json.loads(json.dumps(other[its]))
            elif action == 2 and isinstance(holder, list):
                holder.insert(key, json.loads(json.dumps(holder[key])))
            elif action == 3 and isinstance(holder, dict):
                holder[self.text() or "x"] = holder[key]
            elif action == 4 and isinstance(holder[key], (int, float)):
                holder[key] = self.rng.choice(_NUMBERS)
            elif action == 5 and isinstance(holder[key], list) and holder[key]:
                holder[key] = holder[key] * self.rng.choice([0, 2, 50])
            elif action == 6:
                numbers = [p for p in places if isinstance(p[0][p[1]], (int, float))]
                if numbers:
                    holder, key = self.rng.choice(numbers)
                    holder[key] = self.rng.choice(_NUMBERS)
            else:
                holder[key] = self.value()
        return value

    def json(self, data: bytes) -> bytes:
        text = json.dumps(self.tree(json.loads(data)))
        if self.rng.random() < 0.05:  # a key twice
            text = text.replace('"class_name"', '"class_name": "Dense", "class_name"', 1)
        return text.encode("utf-8", "surrogatepass")

    def yaml(self, data: bytes) -> bytes:
        import yaml

        text = data.decode()
        if self.rng.random() < 0.3:
            line = self.rng.choice([
                "a: &a [1, 1]\nb: &b [*a, *a]\n", "x: !!python/object/apply:os.system ['true']\n",
                "x: !!python/name:os.system\n", "x: !!binary aGk=\n", "x: 2020-01-01\n",
                "x: !!set {a, b}\n",
                "? [1, 2]\n: 3\n", "<<: {a: 1}\n", "x: " + "[" * 500 + "\n",
                "x: 1:1:1:1\n", "x: .nan\n", "%YAML 9.9\n---\n", "1: 2\n",
                "x: " + "9" * 5000 + "\n",
            ])
            lines = text.splitlines(keepends=True)
            lines.insert(self.rng.randrange(len(lines)), line)
            return "".join(lines).encode()
        value = self.tree(yaml.safe_load(text))
        return yaml.safe_dump(value, sort_keys=False).encode("utf-8", "replace")

    # -- HDF5 ----------------------------------------------------------------------------

    def hdf5(self, data: bytes) -> bytes:
        buffer = io.BytesIO(data)
        with h5py.File(buffer, "r+") as file:
            for _ in range(self.rng.choice([1, 1, 2, 4])):
                self._change_hdf5(file)
        return buffer.getvalue()

    def _change_hdf5(self, file: h5py.File) -> None:
        names: list[str] = []
        file.visit(names.append)
        holders = [file, *(file[n] for n in names if isinstance(file.get(n), h5py.Group))]
        group = self.rng.choice(holders)
        kinds: list[Callable[[h5py.File, Any, list[str]], None]] = [
            self._attribute, self._attribute, self._configuration, self._configuration,
            self._configuration, self._data_set, self._data_set, self._link, self._rename,
        ]
        with suppress(Exception):  # not every change can be made everywhere
            self.rng.choice(kinds)(file, group, names)

    def _attribute(self, file: h5py.File, group: Any, names: list[str]) -> None:
        if names and self.rng.random() < 0.5:
            group = file[self.rng.choice(names)]
        key = self.rng.choice([*group.attrs, "weight_names", "layer_names", "layer_names0",
                               "keras_version", "backend", "model_config", "training_config"])
        texts = h5py.string_dtype()
        value = self.rng.choice([
            1, 2.5, b"x", "x", self.text(), h5py.Empty("f4"), [b"a", b"b"], np.zeros((3, 3)),
            np.array(["a", "../b"], dtype=texts), file.ref, np.zeros(0), "1.2.2", "2.3.1", "theano",
            np.array(names[:50] or ["x"], dtype=texts), np.array([b"dense"] * 500),
        ])
        if self.rng.random() < 0.3:
            del group.attrs[key]
        else:
            group.attrs[key] = value

    def _configuration(self, file: h5py.File, group: Any, names: list[str]) -> None:
        key = self.rng.choice(["model_config", "model_config", "training_config"])
        if key in file.attrs:
            text = file.attrs[key]
            text = text if isinstance(text, bytes) else text.encode()
            file.attrs[key] = self.json(text)

    def _data_set(self, file: h5py.File, group: Any, names: list[str]) -> None:
        sets = [n for n in names if isinstance(file.get(n), h5py.Dataset)]
        name = self.rng.choice(sets) if sets else "0"
        if name in file:
            old = file[name].shape or ()
            del file[name]
        else:
            old = (2, 2)
        if int(np.prod(old)) > 10**5:
            old = (4,)  # made huge by a change before
        where = str(self.secret / "secret.bin")
        size = max(int(np.prod(old)) * 4, 4)
        chunk = tuple(max(n, 1) for n in old)
        options: list[dict[str, Any]] = [
            {"shape": old, "dtype": "f4", "external": [(where, 0, size)]},
            {"shape": (10**9,), "dtype": "f4", "chunks": (10**6,)},
            {"shape": (4,), "maxshape": (None,), "dtype": "f4", "chunks": (2**28,)},
            {"shape": old, "dtype": h5py.string_dtype()},
            {"shape": old, "dtype": h5py.vlen_dtype("f4")},
            {"shape": old, "dtype": h5py.ref_dtype},
            {"shape": old, "dtype": [("a", "f4"), ("b", "i4")]},
            {"shape": old, "dtype": "c8"}, {"shape": old, "dtype": "S9"},
            {"shape": old, "dtype": h5py.enum_dtype({"A": 1})},
            {"shape": old, "dtype": ">f8"}, {"shape": old, "dtype": "i1"},
            {"shape": old, "dtype": "f2"}, {"data": np.ones(old)},
            {"shape": (0,), "dtype": "f4"}, {"shape": (), "dtype": "f4"},
            {"data": h5py.Empty("f4")},
        ]
        if old:
            options += [
                {"data": np.ones(old, "f4"), "chunks": chunk, "compression": "gzip"},
                {"data": np.ones(old, "f4"), "chunks": chunk, "compression": "lzf"},
                {"data": np.ones(old, "f4"), "chunks": chunk, "shuffle": True, "fletcher32": True},
                {"data": np.ones(old, "f4"), "chunks": chunk, "scaleoffset": 3},
            ]
        choice = self.rng.randrange(len(options) + 1)
        if choice == len(options):
            layout = h5py.VirtualLayout(shape=old or (1,), dtype="f4")
            source = h5py.VirtualSource(str(self.secret / "secret.h5"), "x", shape=old or (1,))
            layout[...] = source
            file.create_virtual_dataset(name, layout)
        else:
            file.create_dataset(name, **options[choice])

    def _link(self, file: h5py.File, group: Any, names: list[str]) -> None:
        usual = ["model_weights", "layers", "optimizer_weights", "x", "vars"]
        wanted = self.rng.choice([*names, *usual])
        target = self.rng.choice([*names, "/"])
        if wanted in file:
            if self.rng.random() < 0.5:
                file.move(wanted, f"{wanted}_old")
            else:
                del file[wanted]
        file[wanted] = self.rng.choice([
            lambda: h5py.SoftLink(f"/{target}"), lambda: h5py.SoftLink("/nowhere"),
            lambda: h5py.ExternalLink(str(self.secret / "secret.h5"), "/x"),
            lambda: h5py.ExternalLink(str(self.secret / "secret.h5"), "/"),
            lambda: file[target], lambda: file,
        ])()

    def _rename(self, file: h5py.File, group: Any, names: list[str]) -> None:
        old = self.rng.choice(names)
        other = self.rng.choice(names)
        new = self.rng.choice([f"{old}_1", "a\\b", "..", "/".join("abcd" * 30), other])
        if self.rng.random() < 0.4:
            file.copy(old, new)
        elif self.rng.random() < 0.5:
            file.move(old, new)
        else:
            del file[old]

    # -- archives --------------------------------------------------------------------------

    def zip(self, data: bytes) -> bytes:
        members = zip_members(data)
        buffer = io.BytesIO()
        for _ in range(self.rng.choice([1, 1, 2])):
            self._change_members(members)
        pack = self.rng.choice([0, 0, 0, 8, 8, 12, 14])
        with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", pack) as archive:
            warnings.simplefilter("ignore")  # of names that are there twice
            for name, content in members:
                info = zipfile.ZipInfo(name.replace("\x00", "") or "x")
                info.compress_type = pack
                if self.rng.random() < 0.02:
                    info.external_attr = 0o120777 << 16
                archive.writestr(info, content)
        return buffer.getvalue()

    def _change_members(self, members: list[tuple[str, bytes]]) -> None:
        if not members:
            return
        place = self.rng.randrange(len(members))
        name, content = members[place]
        action = self.rng.randrange(10)
        if action == 0:
            del members[place]
        elif action == 1:
            members.append((name, content))
        elif action == 2:
            bad = ["../x", "/x", "C:\\x", "a\\b", "assets/../x", "model.weights.npz", "x" * 300]
            members[place] = (self.rng.choice(bad), content)
        elif action == 3:
            members[place] = (name, b"\0" * self.rng.choice([0, 100, 2**22, 2**25]))
        elif action == 4:
            members.append((self.rng.choice(["../x", "assets/x", "assets/layers/y"]), b"x"))
        elif name.endswith(".json"):
            members[place] = (name, self.json(content))
        elif name.endswith(".h5"):
            members[place] = (name, self.hdf5(content))
        else:
            members[place] = (name, self.bytes(content, []))

    # -- bytes -----------------------------------------------------------------------------

    def bytes(self, data: bytes, others: list[bytes]) -> bytes:
        """Any file with a few bytes changed, blocks moved, or its end cut off."""
        content = bytearray(data)
        for _ in range(self.rng.choice([1, 1, 2, 4, 16])):
            if not content:
                break
            place = self._place(len(content))
            action = self.rng.randrange(8)
            if action <= 2:
                content[place] = self.rng.randrange(256)
            elif action == 3:
                content[place] ^= 1 << self.rng.randrange(8)
            elif action == 4:
                width = self.rng.choice([2, 4, 8])
                number = self.rng.choice([0, 1, 2**15, 2**31 - 1, 2**31, 2**62, 2**64 - 1])
                content[place : place + width] = number.to_bytes(8, "little")[:width]
            elif action == 5:
                start, length = self._place(len(content)), self.rng.choice([1, 8, 64, 512])
                content[place:place] = content[start : start + length]
            elif action == 6:
                del content[place : place + self.rng.choice([1, 4, 64, 512])]
            elif self.rng.random() < 0.3:
                del content[place:]
            elif others:
                other = self.rng.choice(others)
                start = self._place(len(other))
                content[place : place + 64] = other[start : start + 64]
        return bytes(content)

    def _place(self, length: int) -> int:
        """Anywhere, but rather at the beginning or the end, where files keep their form."""
        near = self.rng.random()
        if near < 0.3:
            return self.rng.randrange(min(length, 256))
        if near < 0.5:
            return length - 1 - self.rng.randrange(min(length, 256))
        return self.rng.randrange(length)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inner = (
        list(value.items()) if isinstance(value, dict)
        else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, below in inner:
        yield value, key
        yield from _places(below)
