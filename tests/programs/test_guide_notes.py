"""Notes that guide through models: what they have, how they are trained, two examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as keras

CHAIN = """
# 完整的Keras Sequential 顺序模型
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Dropout

# 生成虚拟数据
x_train = np.random.random((1000, 20))
y_train = np.random.randint(2, size=(1000, 1))
x_test = np.random.random((100, 20))
y_test = np.random.randint(2, size=(100, 1))

# model 构建
model = Sequential()

# 添加神经网络层
model.add(Dense(64, input_dim=20, activation='relu'))
model.add(Dropout(0.5))
model.add(Dense(64, activation='relu'))
model.add(Dropout(0.5))
model.add(Dense(1, activation='sigmoid'))

# model.complile() 函数用于模型编译
model.compile(loss='binary_crossentropy', optimizer='rmsprop', metrics=['accuracy'])

# model.fit() 函数用于模型训练
model.fit(x_train, y_train, epochs=20, batch_size=128)

# model.evaluate() 函数用于模型评估
score = model.evaluate(x_test, y_test, batch_size=128)

# model.predict() 函数用于预测
result = model.predict(x_test)
"""


def test_a_chain_is_trained_judged_and_used(notes: Any) -> None:
    ran = notes.run(CHAIN)
    assert ran.result.shape == (100, 1)
    assert ran.model.count_params() == 20 * 64 + 64 + 64 * 64 + 64 + 65
    right = ((ran.result > 0.5) == ran.y_test).mean()
    assert ran.score[1] == pytest.approx(right)
    assert "Epoch 20/20" in ran.printed
    assert "8/8 [==============================]" in ran.printed  # 1000 samples by 128


def test_what_all_models_have(notes: Any, tmp_path: Any) -> None:
    # "The common methods and attributes" that the notes list.
    ran = notes.run(
        """
        from tensorflow.keras.models import Sequential, model_from_json, model_from_yaml
        from tensorflow.keras.layers import Dense
        model = Sequential()
        model.add(Dense(4, input_dim=3, name='first'))
        model.add(Dense(2, name='second'))
        layers, inputs, outputs = model.layers, model.inputs, model.outputs
        model.summary()
        config = model.get_config()
        again = Sequential.from_config(config)
        weights = model.get_weights()
        again.set_weights(weights)
        from_json = model_from_json(model.to_json())
        from_yaml = model_from_yaml(model.to_yaml())
        model.save_weights(path)
        from_json.load_weights(path, by_name=False)
        other = Sequential()
        other.add(Dense(4, input_dim=3, name='first'))
        other.add(Dense(7, name='third'))
        other.load_weights(path, by_name=True)
        """,
        path=tmp_path / "weights.h5",
    )
    assert [layer.name for layer in ran.layers] == ["first", "second"]
    assert [t.shape for t in ran.inputs] == [(None, 3)]
    assert [t.shape for t in ran.outputs] == [(None, 2)]
    assert [r.parameters for r in notes.rows(ran.printed)] == ["16", "10"]
    x = np.eye(3, dtype="f")
    expected = ran.model.predict(x, verbose=0)
    assert np.array_equal(ran.again.predict(x, verbose=0), expected)
    assert np.array_equal(ran.from_json.predict(x, verbose=0), expected)
    assert ran.from_yaml.to_json() == ran.model.to_json()
    assert not np.array_equal(ran.from_yaml.get_weights()[0], ran.weights[0])  # made anew
    assert np.array_equal(ran.other.get_layer("first").get_weights()[0], ran.weights[0])
    assert ran.other.get_layer("third").units == 7
    with pytest.raises(ValueError, match=r"\(3, 4\).*\(1, 1\)"):
        ran.model.set_weights([np.zeros((1, 1))] * 4)


def test_the_arguments_of_compile_fit_evaluate_and_predict(notes: Any) -> None:
    # The signatures the notes print, with every default written out.
    ran = notes.run(
        """
        model.compile(optimizer, loss='mse', metrics=None, loss_weights=None,
            sample_weight_mode=None, weighted_metrics=None, target_tensors=None)
        history = model.fit(x=x, y=y, batch_size=None, epochs=1, verbose=1, callbacks=None,
            validation_split=0.0, validation_data=None, shuffle=True, class_weight=None,
            sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None,
            validation_freq=1, max_queue_size=10, workers=1, use_multiprocessing=False)
        value = model.evaluate(x=x, y=y, batch_size=None, verbose=1, sample_weight=None,
            steps=None, callbacks=None, max_queue_size=10, workers=1, use_multiprocessing=False)
        predicted = model.predict(x, batch_size=None, verbose=0, steps=None, callbacks=None,
            max_queue_size=10, workers=1, use_multiprocessing=False)
        names = model.metrics_names
        """,
        model=keras.Sequential([keras.layers.Dense(1, input_dim=2)]),
        optimizer="sgd",
        x=np.ones((40, 2), "f"),
        y=np.ones((40, 1), "f"),
    )
    assert list(ran.history.history) == ["loss"]
    assert isinstance(ran.value, float)  # "a single number when there are no metrics"
    assert ran.names == ["loss"]
    assert ran.predicted.shape == (40, 1)


def test_the_errors_the_notes_name(notes: Any) -> None:
    model = keras.Sequential([keras.layers.Dense(1, input_dim=2)])
    with pytest.raises(RuntimeError, match="compile"):
        model.fit(np.ones((4, 2)), np.ones((4, 1)))
    with pytest.raises(ValueError, match="metrc|metric"):
        model.compile("sgd", "mse", metrics=["acuracy"])
        model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
    with pytest.raises(ValueError, match="optimizer"):
        model.compile("sgdd", "mse")
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)|\(None, 2\).*\(4, 3\)"):
        model.fit(np.ones((4, 3)), np.ones((4, 1)))


def two_outputs() -> Any:
    inputs = keras.Input((2,))
    outputs = [keras.layers.Dense(1, activation="sigmoid", name=f"output_{n}") for n in "ab"]
    return keras.Model(inputs, [layer(inputs) for layer in outputs])


@pytest.mark.parametrize(
    "metrics",
    [
        {"output_a": "accuracy", "output_b": ["accuracy", "mse"]},
        [["accuracy"], ["accuracy", "mse"]],
        ["accuracy", ["accuracy", "mse"]],
    ],
)
def test_metrics_per_output(notes: Any, metrics: Any) -> None:
    model = two_outputs()
    model.compile("sgd", "mse", metrics=metrics, loss_weights={"output_a": 1.0, "output_b": 0.5})
    x, y = np.ones((4, 2), "f"), [np.ones((4, 1)), np.zeros((4, 1))]
    found = model.evaluate(x, y, verbose=0, return_dict=True)
    assert set(found) == {
        "loss",
        "output_a_loss",
        "output_b_loss",
        "output_a_accuracy",
        "output_b_accuracy",
        "output_b_mse",
    }
    assert found["loss"] == pytest.approx(found["output_a_loss"] + 0.5 * found["output_b_loss"])


def test_a_graph_of_one_layer(notes: Any) -> None:
    # a1, a2, b1 and b3 have no definition in the notes; here they are b's kind.
    ran = notes.run(
        """
        from tensorflow.keras.models import Model
        from tensorflow.keras.layers import Input, Dense
        a = Input(shape=(32,))
        b = Dense(32)(a)
        model = Model(inputs=a, outputs=b)
        a1, a2 = Input(shape=(32,)), Input(shape=(32,))
        b1, b3 = Dense(4)(a1), Dense(5)(a2)
        several = Model(inputs=[a1, a2], outputs=[b1, b3, b3])
        """
    )
    assert ran.model.count_params() == 32 * 32 + 32
    found = ran.several.predict([np.ones((2, 32), "f")] * 2, verbose=0)
    assert [f.shape for f in found] == [(2, 4), (2, 5), (2, 5)]


HEADLINES = """
# Coding
import tensorflow as tf
from tensorflow.keras.layers import Input, Embedding, LSTM, Dense
from tensorflow.keras.models import Model
import numpy as np

np.random.seed(0)  # 设置随机种子，用于复现结果

# 创建数据
headline_data = np.round(np.abs(np.random.rand(12, 100) * 100))
additional_data = np.random.randn(12, 5)
headline_labels = np.random.randn(12, 1)
additional_labels = np.random.randn(12, 1)

main_input = Input(shape=(100,), dtype='int32', name='main_input')
embedding_out = Embedding(output_dim=512, input_dim=10000, input_length=100)(main_input)
lstm_out = LSTM(32)(embedding_out)
aux_output = Dense(1, activation='sigmoid', name='aux_output')(lstm_out)
aux_input = Input(shape=(5,), name='aux_input')
merge_out = tf.keras.layers.concatenate([lstm_out, aux_input])
dense1 = Dense(64, activation='relu')(merge_out)
dense2 = Dense(64, activation='relu')(dense1)
dense3 = Dense(64, activation='relu')(dense2)
main_output = Dense(1, activation='sigmoid', name='main_output')(dense3)
model = Model(inputs=[main_input, aux_input], outputs=[main_output, aux_output])
"""


def test_headlines_with_two_inputs_and_outputs(notes: Any) -> None:
    # 50 epochs in the notes; 3 show the same.
    ran = notes.run(
        HEADLINES
        + """
model.compile(optimizer='rmsprop', loss='binary_crossentropy', loss_weights=[1., 0.2])

history = model.fit([headline_data, additional_data], [headline_labels, additional_labels], epochs=3, batch_size=32)

pred = model.predict([headline_data, additional_data])
"""  # noqa: E501
    )
    assert ran.model.count_params() == (
        10000 * 512 + 4 * 32 * (512 + 32 + 1) + 33 + (37 * 64 + 64) + 2 * (64 * 64 + 64) + 65
    )
    assert [p.shape for p in ran.pred] == [(12, 1), (12, 1)]
    found = ran.history.history
    assert found["loss"] == pytest.approx(
        [m + 0.2 * a for m, a in zip(found["main_output_loss"], found["aux_output_loss"],
                                     strict=True)],
        rel=1e-5,
    )


def test_headlines_by_the_names_of_inputs_and_outputs(notes: Any) -> None:
    ran = notes.run(
        HEADLINES
        + """
model.compile(optimizer='rmsprop',
              loss={'main_output': 'binary_crossentropy', 'aux_output': 'binary_crossentropy'},
              loss_weights={'main_output': 1., 'aux_output': 0.2})

history = model.fit({'main_input': headline_data, 'aux_input': additional_data},
          {'main_output': headline_labels, 'aux_output': additional_labels},
          epochs=1, batch_size=32)

pred = model.predict({'main_input': headline_data, 'aux_input': additional_data})
"""
    )
    assert set(ran.history.history) == {"loss", "main_output_loss", "aux_output_loss"}
    lists = ran.model.predict([ran.headline_data, ran.additional_data], verbose=0)
    for one, other in zip(ran.pred, lists, strict=True):
        assert np.array_equal(one, other)
