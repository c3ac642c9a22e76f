"""Programs in the way of TensorFlow's guides; only their import lines are changed."""

from __future__ import annotations

from typing import Any

import numpy as np

TEXT_CLASSIFICATION = r"""
import os, re, string
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, losses

for part in ("train", "test"):
    for label, words in (("neg", "awful dull poor"), ("pos", "great superb lovely")):
        os.makedirs(os.path.join(root, part, label))
        for i in range(16):
            with open(os.path.join(root, part, label, f"{i}.txt"), "w") as file:
                file.write(f"It WAS <br />{words}, {words.split()[i % 3]}!")

raw_train = tf.keras.utils.text_dataset_from_directory(
    os.path.join(root, "train"), batch_size=8, validation_split=0.25, subset="training", seed=42)
raw_test = tf.keras.utils.text_dataset_from_directory(os.path.join(root, "test"), batch_size=8)

def custom_standardization(input_data):
    lowercase = tf.strings.lower(input_data)
    stripped_html = tf.strings.regex_replace(lowercase, '<br />', ' ')
    return tf.strings.regex_replace(stripped_html, '[%s]' % re.escape(string.punctuation), '')

vectorize_layer = layers.TextVectorization(
    standardize=custom_standardization, max_tokens=50, output_mode='int', output_sequence_length=9)
vectorize_layer.adapt(raw_train.map(lambda x, y: x))

def vectorize_text(text, label):
    text = tf.expand_dims(text, -1)
    return vectorize_layer(text), label

train_ds = raw_train.map(vectorize_text).cache().prefetch(buffer_size=tf.data.AUTOTUNE)
test_ds = raw_test.map(vectorize_text).cache().prefetch(buffer_size=tf.data.AUTOTUNE)
model = tf.keras.Sequential([
    layers.Embedding(50, 8), layers.Dropout(0.2), layers.GlobalAveragePooling1D(),
    layers.Dense(1, activation='sigmoid')])
model.compile(loss=losses.BinaryCrossentropy(), optimizer=tf.keras.optimizers.Adam(0.1),
              metrics=[tf.metrics.BinaryAccuracy(threshold=0.5)])
model.fit(train_ds, validation_data=test_ds, epochs=8, verbose=0)
judged = model.evaluate(test_ds, verbose=0, return_dict=True)
export_model = tf.keras.Sequential([vectorize_layer, model])
export_model.compile(loss=losses.BinaryCrossentropy(), metrics=['accuracy'])
exported = export_model.evaluate(raw_test, return_dict=True, verbose=0)
answers = export_model.predict(tf.constant(["great superb", "poor <br />DULL!"]), verbose=0)
"""


def test_texts_are_classified(notes: Any, tmp_path: Any) -> None:
    ran = notes.run(TEXT_CLASSIFICATION, root=str(tmp_path))
    words = ran.vectorize_layer.get_vocabulary()
    assert set(words[2:]) == {"it", "was", "great", "superb", "lovely", "awful", "dull", "poor"}
    assert ran.judged["binary_accuracy"] == 1
    assert ran.exported["accuracy"] == 1
    assert abs(ran.exported["loss"] - ran.judged["loss"]) < 1e-5
    assert ran.answers[0, 0] > 0.5 > ran.answers[1, 0]


SAVING = """
import numpy as np
from tensorflow import keras

class CustomLayer(keras.layers.Layer):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor
    def call(self, x):
        return x * self.factor
    def get_config(self):
        return {"factor": self.factor}

def custom_fn(x):
    return x**2

inputs = keras.Input(shape=(4,))
mid = CustomLayer(0.5)(inputs)
outputs = keras.layers.Dense(1, activation=custom_fn)(mid)
model = keras.Model(inputs, outputs)
model.save(path)
objects = {"CustomLayer": CustomLayer, "custom_fn": custom_fn}
others = [CustomLayer(2.0) for _ in range(3)]   # names have been counted on since
opened = keras.models.load_model(path, custom_objects=objects, safe_mode=False)
with keras.utils.custom_object_scope(objects):
    copied = keras.Model.from_config(model.get_config())
    cloned = keras.models.clone_model(model)
copied.set_weights(model.get_weights())
data = np.random.rand(3, 4)
"""


def test_a_configuration_that_leaves_the_name_out(notes: Any, tmp_path: Any) -> None:
    # Keras's saving guide writes get_config like this: the layer's name is not in it.
    ran = notes.run(SAVING, path=str(tmp_path / "own.keras"))
    kernel, bias = (w.astype("float64") for w in ran.model.get_weights())
    truth = (ran.data * 0.5 @ kernel + bias) ** 2
    for model in (ran.model, ran.opened, ran.copied):
        np.testing.assert_allclose(model.predict(ran.data, verbose=0), truth, rtol=1e-5)
    assert ran.cloned.layers[1].factor == 0.5


ENDPOINT = """
import numpy as np
from tensorflow import keras

class LogisticEndpoint(keras.layers.Layer):
    def __init__(self, name=None):
        super().__init__(name=name)
        self.loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
        self.accuracy_fn = keras.metrics.BinaryAccuracy()

    def call(self, targets, logits, sample_weights=None):
        loss = self.loss_fn(targets, logits, sample_weights)
        self.add_loss(loss)
        self.accuracy_fn.update_state(targets, logits, sample_weights)
        return tf.nn.softmax(logits)

inputs = keras.Input(shape=(3,), name="inputs")
targets = keras.Input(shape=(10,), name="targets")
logits = keras.layers.Dense(10)(inputs)
predictions = LogisticEndpoint(name="predictions")(targets, logits)
model = keras.Model(inputs=[inputs, targets], outputs=predictions)
model.compile(optimizer="adam")
data = {"inputs": np.random.random((3, 3)), "targets": np.random.random((3, 10))}
history = model.fit(data, verbose=0)
"""


def test_a_layer_that_judges(notes: Any) -> None:
    import engine

    ran = notes.run(ENDPOINT, tf=engine)
    assert sorted(ran.history.history) == ["binary_accuracy", "loss"]
    assert [m.name for m in ran.model.layers[-1].metrics] == ["binary_accuracy"]


WINDOWS = """
import numpy as np
import tensorflow as tf

series = np.arange(40, dtype="float32")
dataset = tf.data.Dataset.from_tensor_slices(series)
dataset = dataset.window(5, shift=1, drop_remainder=True)
dataset = dataset.flat_map(lambda window: window.batch(5))
dataset = dataset.map(lambda window: (window[:-1], window[-1:]))
dataset = dataset.shuffle(40).batch(8).prefetch(1)
model = tf.keras.models.Sequential([tf.keras.layers.Dense(1, input_shape=[4])])
model.compile(loss="mse", optimizer=tf.keras.optimizers.SGD(learning_rate=1e-6, momentum=0.9))
model.fit(dataset, epochs=2, verbose=0)
pairs = sorted((x.numpy().tolist(), y.numpy().tolist()) for x, y in dataset.unbatch())
"""


def test_a_series_is_cut_into_windows(notes: Any) -> None:
    ran = notes.run(WINDOWS)
    assert ran.pairs == [([i, i + 1, i + 2, i + 3], [i + 4]) for i in range(36)]
