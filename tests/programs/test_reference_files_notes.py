"""The same notes on models as texts and files, and on pictures and cached files."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import engine as keras
import engine as tf
from engine.datasets import download

layers, models = keras.layers, keras.models

TABLE = """
layer1 (Dense)               (None, 5)                 25
layer2 (Dense)               (None, 3)                 18
layer3 (Dense)               (None, 1)                 4
Total params: 47
Trainable params: 47
Non-trainable params: 0
"""


def test_a_model_is_described_and_made_again(notes: Any) -> None:
    ran = notes.run(
        """
        >>> model = keras.Sequential([
            keras.layers.Dense(5, activation="relu", name="layer1", input_shape=(4, )),
            keras.layers.Dense(3, activation="relu", name="layer2"),
            keras.layers.Dense(1, name="layer3"),
        ])
        >>> model.compile(
            optimizer='SGD',
            loss='mse',
            metrics=['mae'])
        >>> import numpy as np
        >>> x = np.random.randn(100, 4)
        >>> y = np.random.randn(100, 1)
        >>> model.fit(x, y, batch_size=5, epochs=5)
        >>> model.layers[0].weights
        >>> config_json = model.to_json()      # 返回包含模型配置的JSON字符串
        >>> model1 = keras.models.model_from_json(config_json)   # 从模型配置的JSON字符串初始化模型
        >>> model1.summary()                   # 模型的网络结构被还原
        >>> model1.optimizer                   # 模型的优化器为None,因为未被compile
        >>> model1.layers[0].weights           # 模型的网络参数为随机初始值
        """,
        keras=keras,
    )
    history, weights, *_, fresh = ran.values
    assert list(history.history) == ["loss", "mae"]
    assert len(history.history["mae"]) == 5
    assert ran.printed.count("20/20 [==============================]") == 5
    assert [f"Epoch {i}/5" in ran.printed for i in range(1, 6)] == [True] * 5
    notes.assert_same_table(ran.printed, TABLE)
    assert [(w.shape, w.dtype) for w in weights] == [((4, 5), "float32"), ((5,), "float32")]
    assert weights[0].path.endswith("layer1/kernel")
    assert weights[1].path.endswith("layer1/bias")
    assert not np.array_equal(fresh[0], weights[0])
    assert fresh[1].numpy().tolist() == [0, 0, 0, 0, 0]
    # What the notes' text says about the layers, ours says too (in Keras 3's form).
    described = json.loads(ran.config_json)["config"]["layers"]
    assert [d["class_name"] for d in described] == ["InputLayer", "Dense", "Dense", "Dense"]
    for ours, noted in zip(described[1:], NOTED["config"]["layers"][1:], strict=True):
        for key in ("activation", "name", "trainable", "units", "use_bias"):
            assert ours["config"][key] == noted["config"][key]
        initializer = ours["config"]["kernel_initializer"]
        assert initializer["class_name"] == "GlorotUniform"
        assert initializer["config"]["seed"] is None


def _dense(name: str, activation: str, units: int, **first: Any) -> dict[str, Any]:
    return {
        "class_name": "Dense",
        "config": {
            "activation": activation,
            "activity_regularizer": None,
            "bias_constraint": None,
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "bias_regularizer": None,
            "dtype": "float32",
            "kernel_constraint": None,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "kernel_regularizer": None,
            "name": name,
            "trainable": True,
            "units": units,
            "use_bias": True,
            **first,
        },
    }


#: The description that the notes print, as Keras 2.4 wrote it.
NOTED = {
    "backend": "tensorflow",
    "class_name": "Sequential",
    "config": {
        "layers": [
            {
                "class_name": "InputLayer",
                "config": {
                    "batch_input_shape": [None, 4],
                    "dtype": "float32",
                    "name": "layer1_input",
                    "ragged": False,
                    "sparse": False,
                },
            },
            _dense("layer1", "relu", 5, batch_input_shape=[None, 4]),
            _dense("layer2", "relu", 3),
            _dense("layer3", "linear", 1),
        ],
        "name": "sequential_6",
    },
    "keras_version": "2.4.0",
}


def test_the_description_the_notes_print_is_read(notes: Any) -> None:
    from_json = models.model_from_json(json.dumps(NOTED))
    from_config = models.model_from_config(NOTED)
    for model in (from_json, from_config):
        assert model.name == "sequential_6"
        assert model.count_params() == 47
        assert model.input_shape == (None, 4)
        assert [layer.name for layer in model.layers] == ["layer1", "layer2", "layer3"]
    assert models.model_from_yaml(from_json.to_yaml()).to_json() == from_json.to_json()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [1, 2", "no valid YAML"),
        ("- 1\n- 2", "class_name"),
        ("a: &x [1]\nb: [*x, *x]", "refers"),
        ("!!python/object/apply:os.getcwd []", "no valid YAML"),
        ("[" * 5000 + "]" * 5000, "YAML|deep"),
    ],
)
def test_yaml_that_describes_no_model(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        models.model_from_yaml(text)


def test_models_are_saved_and_loaded(notes: Any, tmp_path: Path) -> None:
    # The signatures of the notes; TensorFlow's own folder format is not written here.
    model = keras.Sequential([layers.Dense(2, input_shape=(3,))])
    model.compile("adam", "mse")
    model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
    ran = notes.run(
        """
        model.save(first, overwrite=True, include_optimizer=True, save_format='h5',
                   signatures=None, options=None, save_traces=True)
        keras.models.save_model(model, second, overwrite=True, include_optimizer=True,
                   save_format=None, signatures=None, options=None, save_traces=True)
        again, other = keras.models.load_model(first), keras.models.load_model(second)
        """,
        keras=keras,
        model=model,
        first=tmp_path / "model.backup",
        second=tmp_path / "model.keras",
    )
    x = np.eye(3, dtype="f")
    for loaded in (ran.again, ran.other):
        assert np.array_equal(loaded.predict(x, verbose=0), model.predict(x, verbose=0))
        assert int(loaded.optimizer.iterations) == 1
    with pytest.raises(ValueError, match="save_format"):
        model.save(tmp_path / "folder", save_format="tf")


def test_pictures_and_arrays(notes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Repaired: array_to_img(img) of the notes is a slip for array_to_img(array).
    shown: list[Any] = []
    monkeypatch.setattr(PIL.Image.Image, "show", lambda img: shown.append(img))
    ran = notes.run(
        """
        >>> from PIL import Image
        >>> import tensorflow as tf
        >>> import numpy as np
        >>> array = np.random.random(size=(100, 100, 3))
        >>> img = tf.keras.preprocessing.image.array_to_img(array)
        >>> img.show()
        >>> array = tf.keras.preprocessing.image.img_to_array(img)
        """
    )
    assert isinstance(ran.img, PIL.Image.Image)
    assert shown == [ran.img]
    assert ran.img.size == (100, 100)
    assert ran.array.shape == (100, 100, 3)
    assert (ran.array.min(), ran.array.max()) == (0, 255)


def test_a_data_set_of_pictures_in_folders(notes: Any, tmp_path: Path) -> None:
    for name in ("cats", "dogs"):
        (tmp_path / name).mkdir()
        for i in range(3):
            PIL.Image.new("RGB", (40, 30), (i, 0, 0)).save(tmp_path / name / f"{i}.png")
    ran = notes.run(
        """
        dataset = tf.keras.utils.image_dataset_from_directory(
            directory, labels='inferred', label_mode='int',
            class_names=None, color_mode='rgb', batch_size=32, image_size=(256,
            256), shuffle=True, seed=None, validation_split=None, subset=None,
            interpolation='bilinear', follow_links=False,
            crop_to_aspect_ratio=False
        )
        batches = [(x.shape, y.numpy().tolist()) for x, y in dataset]
        """,
        tf=tf,
        directory=tmp_path,
    )
    assert [shape for shape, _ in ran.batches] == [(6, 256, 256, 3)]
    assert sorted(ran.batches[0][1]) == [0, 0, 0, 1, 1, 1]
    assert ran.dataset.class_names == ["cats", "dogs"]


def test_a_file_comes_into_the_cache_once(
    notes: Any, keras_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The network is an archive in memory.
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        member = tarfile.TarInfo("flower_photos/roses/1.txt")
        member.size = 4
        tar.addfile(member, io.BytesIO(b"rose"))
    asked: list[str] = []

    class Opener:
        def open(self, address: str, timeout: float) -> Any:
            asked.append(address)
            return io.BytesIO(packed.getvalue())

    monkeypatch.setattr(download.urllib.request, "build_opener", lambda *handlers: Opener())
    program = """
        path_to_downloaded_file = tf.keras.utils.get_file(
            "flower_photos",
            "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz",
            untar=True)
        """
    first = Path(notes.run(program, tf=tf).path_to_downloaded_file)
    again = Path(notes.run(program, tf=tf).path_to_downloaded_file)
    assert first == again
    assert keras_home in first.parents
    assert [p.read_text() for p in first.rglob("1.txt")] == ["rose"]
    assert len(asked) == 1
