"""Notes on eager execution: tensors, variables, tapes, data sets, a training loop of one's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as keras
import engine as tf


@pytest.fixture
def digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``./mnist.npz`` with 96 images whose digit a network can tell."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 96).astype(np.uint8)
    images = rng.integers(0, 60, (96, 12, 12)).astype(np.uint8)
    images += (labels[:, None, None] * 19).astype(np.uint8)
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=labels)
    monkeypatch.chdir(tmp_path)
    return images, labels


def test_tensors_of_given_numbers(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        tf.executing_eagerly()
        x=[[2.]]
        m=tf.matmul(x,x)
        a = tf.constant([[1,2],
                         [3,4]])
        b=tf.add(a,1)
        c=tf.multiply(a,b)
        print(a.numpy())
        max_num = tf.convert_to_tensor(15)
        w = tf.Variable([[1.0]])
        tf.print(w)
        """
    )
    assert ran.values == [True]
    assert ran.m.numpy().tolist() == [[4.0]]
    assert ran.b.numpy().tolist() == [[2, 3], [4, 5]]
    assert ran.c.numpy().tolist() == [[2, 6], [12, 20]]
    assert ran.max_num.numpy() == 15
    assert ran.max_num.dtype == "int32"
    assert ran.printed == "[[1 2]\n [3 4]]\n[[1]]\n"


def test_the_arguments_of_the_functions_in_the_list(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        constant = tf.constant([1, 2, 3, 4], dtype=tf.float32, shape=(2, 2), name='Const')
        product = tf.matmul(a, b, transpose_a=True, transpose_b=False, adjoint_a=False,
                            adjoint_b=False, a_is_sparse=False, b_is_sparse=False, name='m')
        total = tf.add(a, b, name='add')
        products = tf.multiply(a, b, name='multiply')
        tensor = tf.convert_to_tensor(1.5, dtype=None, dtype_hint=tf.float32, name='t')
        variable = tf.Variable(initial_value=2., trainable=False, dtype=None, name='v')
        cast = tf.cast([1.7, -2.2], tf.int32, name='cast')
        variable.assign(5.)
        """,
        a=np.array([[1.0, 2.0], [3.0, 4.0]], "f"),
        b=np.array([[0.0, 1.0], [1.0, 1.0]], "f"),
    )
    assert ran.constant.numpy().tolist() == [[1, 2], [3, 4]]
    assert ran.constant.dtype == "float32"
    assert ran.product.numpy().tolist() == [[3.0, 4.0], [4.0, 6.0]]
    assert ran.total.numpy().tolist() == [[1.0, 3.0], [4.0, 5.0]]
    assert ran.products.numpy().tolist() == [[0.0, 2.0], [3.0, 4.0]]
    assert float(ran.tensor) == 1.5
    assert ran.variable.name == "v"
    assert ran.variable.trainable is False
    assert float(ran.variable) == 5.0
    assert ran.cast.numpy().tolist() == [1, -2]


def test_a_tape_watches_what_is_computed_inside(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        sources = tf.Variable([[1.0]])
        with tf.GradientTape() as tape:
            target = sources * sources
        gradients = tape.gradient(target, sources)
        """
    )
    assert ran.gradients.numpy().tolist() == [[2.0]]


MNIST = """
import tensorflow as tf
import numpy as np
npz_path = "./mnist.npz"
data = np.load(npz_path)
mnist_images, mnist_labels = data['x_train'], data['y_train']
dataset = tf.data.Dataset.from_tensor_slices(
    (tf.cast(mnist_images[...,tf.newaxis]/255,tf.float32),
     tf.cast(mnist_labels,tf.int64))
)
dataset = dataset.shuffle(1000).batch(32)
"""


def test_the_data_set_of_the_notes(notes: Any, digits: Any) -> None:
    dataset = notes.run(MNIST).dataset
    batches = [(x.numpy(), y.numpy()) for x, y in dataset]
    assert [x.shape for x, _ in batches] == [(32, 12, 12, 1)] * 3
    assert batches[0][0].dtype == np.float32
    assert batches[0][1].dtype == np.int64
    seen = np.concatenate([y for _, y in batches])
    assert not np.array_equal(seen, digits[1])  # shuffled
    assert np.array_equal(np.sort(seen), np.sort(digits[1]))
    again = np.concatenate([y.numpy() for _, y in dataset])
    assert not np.array_equal(seen, again)  # and anew in every epoch
    # "If the size is no multiple of 32, the last batch holds what is left."
    sizes = [len(x) for x, in tf.data.Dataset.from_tensor_slices((np.zeros(70),)).batch(32)]
    assert sizes == [32, 32, 6]


def test_the_two_models_of_the_notes(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        mnist_model = tf.keras.Sequential([
            tf.keras.layers.Conv2D(16,[3,3],activation='relu',
                                 input_shape=(None,None,1)),
            tf.keras.layers.Conv2D(16,[3,3],activation='relu'),
            tf.keras.layers.GlobalAveragePooling2D(),
            tf.keras.layers.Dense(10)
        ])

        model = tf.keras.Sequential()
        model.add(tf.keras.layers.Dense(64, activation='relu', input_shape=(784,)))
        model.add(tf.keras.layers.Dense(10, activation='softmax'))
        """
    )
    assert ran.mnist_model.input_shape == (None, None, None, 1)
    assert ran.mnist_model.output_shape == (None, 10)
    for size in (28, 13):  # "None means that any size will do"
        assert ran.mnist_model(np.zeros((2, size, size + 1, 1), "f")).shape == (2, 10)
    assert ran.model.count_params() == 784 * 64 + 64 + 64 * 10 + 10
    sums = ran.model(np.ones((3, 784), "f")).numpy().sum(1)
    assert sums == pytest.approx(np.ones(3), abs=1e-5)


def test_the_training_loop_of_the_notes(notes: Any, digits: Any) -> None:
    # Repaired: apply_gradients stands outside the function in the notes, where grads is unknown.
    # The data set is that above; two epochs.
    ran = notes.run(
        MNIST
        + """
mnist_model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(16,[3,3],activation='relu',
                         input_shape=(None,None,1)),
    tf.keras.layers.Conv2D(16,[3,3],activation='relu'),
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dense(10)
])
optimizer = tf.keras.optimizers.Adam()
loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
loss_history = []
def train_step(images,labels):
    with tf.GradientTape() as tape:
        logits = mnist_model(images,training=True)

        tf.debugging.assert_equal(logits.shape,(32,10))

        loss_value = loss_object(labels,logits)

    loss_history.append(loss_value.numpy().mean())

    grads = tape.gradient(loss_value,mnist_model.trainable_variables)

    optimizer.apply_gradients(zip(grads,mnist_model.trainable_variables))

def train(epochs):

    for epoch in range(epochs):

        for (batch,(images,labels)) in enumerate(dataset):

            train_step(images,labels)

        print('Epoch {} finished'.format(epoch))

train(epochs=2)
"""
    )
    assert ran.printed == "Epoch 0 finished\nEpoch 1 finished\n"
    assert len(ran.loss_history) == 6
    assert ran.loss_history[-1] < ran.loss_history[0]
    assert int(ran.optimizer.iterations) == 6


LINE = """
import tensorflow as tf
class Linear(tf.keras.Model):

    def __init__(self):

        super(Linear,self).__init__()

        self.W = tf.Variable(5.,name='weight')

        self.B = tf.Variable(10.,name='bias')

    def call(self,inputs):

        return inputs*self.W+self.B

# A toy dataset of points around 3 * x + 2
NUM_EXAMPLES = 2000
training_inputs = tf.random.normal([NUM_EXAMPLES])
noise = tf.random.normal([NUM_EXAMPLES])
training_outputs = training_inputs * 3 + 2 + noise
# The loss function to be optimized
def loss(model, inputs, targets):
  error = model(inputs) - targets
  return tf.reduce_mean(tf.square(error))
def grad(model, inputs, targets):
  with tf.GradientTape() as tape:
    loss_value = loss(model, inputs, targets)
  return tape.gradient(loss_value, [model.W, model.B])
"""


def test_the_line_is_fitted_by_gradient_descent(notes: Any) -> None:
    # The notes' line breaks, lost in one place, are put back.
    ran = notes.run(
        LINE
        + """
model = Linear()

optimizer = tf.keras.optimizers.SGD(learning_rate=0.01)

print("Initial loss:{:.3f}".format(loss(model,training_inputs,training_outputs)))

steps = 300

for i in range(steps):

    grads = grad(model,training_inputs,training_outputs)

    optimizer.apply_gradients(zip(grads,[model.W,model.B]))

    if i %20==0:

        print("Loss at step {:03d}:{:.3f}".format(i,loss(model,training_inputs,training_outputs)))
"""
    )
    lines = ran.printed.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "Initial loss",
        *(f"Loss at step {i:03d}" for i in range(0, 300, 20)),
    ]
    losses = [float(line.split(":")[1]) for line in lines]
    # (5 - 3)² + (10 - 2)² + the noise's variance 1 at first; the noise alone in the end
    assert losses[0] == pytest.approx(69.0, rel=0.1)
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] == pytest.approx(1.0, abs=0.15)
    assert float(ran.model.W) == pytest.approx(3.0, abs=0.15)
    assert float(ran.model.B) == pytest.approx(2.0, abs=0.15)
    assert [v.name for v in ran.model.trainable_variables] == ["weight", "bias"]


def test_weights_are_saved_and_loaded_by_a_name(
    notes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = notes.run(
        LINE
        + """
model = Linear()
model(training_inputs)
model.save_weights('weights')
model.W.assign(0.)
model.B.assign(0.)

status = model.load_weights('weights')
"""
    )
    assert (float(ran.model.W), float(ran.model.B)) == (5.0, 10.0)


def test_checkpoints_keep_models_optimizers_and_variables(notes: Any, tmp_path: Path) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        model = my_model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(2,))])
        optimizer = my_optimizer = tf.keras.optimizers.Adam()
        my_variable1 = tf.Variable(1.)
        my_variable2 = tf.Variable([2., 3.])

        checkpoint1 = tf.train.Checkpoint(my_model=my_model, my_optimizer=my_optimizer, name="my_checkpoint")

        checkpoint2 = tf.train.Checkpoint(model=model, optimizer=optimizer, step=tf.Variable(1))

        checkpoint3 = tf.train.Checkpoint(my_variable1=my_variable1, my_variable2=my_variable2)
        """  # noqa: E501
    )
    kernel = ran.model.get_weights()[0]
    for number, checkpoint in enumerate((ran.checkpoint1, ran.checkpoint2, ran.checkpoint3)):
        ran.checkpoint2.step.assign(1)
        ran.my_variable2.assign([2.0, 3.0])
        path = checkpoint.save(os.fspath(tmp_path / f"{number}" / "ckpt"))
        assert Path(path).name == "ckpt-1"
        ran.model.layers[0].kernel.assign([[0.0], [0.0]])
        ran.my_variable2.assign([0.0, 0.0])
        ran.checkpoint2.step.assign(9)
        checkpoint.restore(path)
        if number < 2:
            assert np.array_equal(ran.model.get_weights()[0], kernel)
            assert int(ran.checkpoint2.step) == (1 if number else 9)
        else:
            assert ran.my_variable2.numpy().tolist() == [2.0, 3.0]


def test_a_metric_of_means_gives_its_result(notes: Any) -> None:
    ran = notes.run(
        """
        m = tf.keras.metrics.Mean()
        for loss in [4., 2., 3.]:
            m.update_state(loss)
        m.result().numpy()
        """,
        tf=tf,
    )
    assert ran.values[-1] == 3.0


def test_a_dynamic_model_takes_another_way_at_every_call(notes: Any) -> None:
    # The notes describe such models in words; the tape follows the way taken.
    ran = notes.run(
        """
        import tensorflow as tf
        class Dynamic(tf.keras.Model):
            def __init__(self):
                super().__init__()
                self.small = tf.keras.layers.Dense(1)
                self.large = tf.keras.layers.Dense(1)

            def call(self, inputs):
                if tf.reduce_mean(inputs) > 1:
                    return self.large(inputs)
                return self.small(inputs)

        model = Dynamic()
        with tf.GradientTape() as tape:
            y = tf.reduce_mean(model(tf.ones((4, 2)) * 5.))
        model(tf.ones((4, 2)))
        grads = tape.gradient(y, [model.large.kernel, model.small.kernel])
        """
    )
    assert ran.grads[0].numpy().tolist() == [[5.0], [5.0]]
    assert ran.grads[1] is None


def test_tf_and_keras_are_one_package() -> None:
    assert tf.keras is keras
    assert tf.keras.Sequential is keras.Sequential
