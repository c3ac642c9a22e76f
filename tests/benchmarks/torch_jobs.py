"""The workloads as a PyTorch user writes them: modules and a plain training loop.

`build` answers an object with `fit` and `predict` like Keras's, so that all
libraries are timed by the same lines. Images lie channels last, which is
PyTorch's fast way on processors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from workloads import BLOCKS


class Apply(nn.Module):
    """A step of a network that has no weights."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: Any) -> Any:
        return self.function(x)


def whole(answer: Any) -> Any:
    """All steps of what a recurrent layer answers."""
    return answer[0]


def last(answer: Any) -> Any:
    """The last step of what a recurrent layer answers."""
    return answer[0][:, -1]


def global_mean(images: Any) -> Any:
    return images.mean(dim=(2, 3))


def conv_norm(inputs: int, filters: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(inputs, filters, size, stride, size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(filters))


class Residual(nn.Module):
    """One block of ResNet-20."""

    def __init__(self, inputs: int, filters: int, stride: int) -> None:
        super().__init__()
        self.road = nn.Sequential(
            conv_norm(inputs, filters, stride=stride), nn.ReLU(), conv_norm(filters, filters)
        )
        same = inputs == filters
        self.side = nn.Identity() if same else conv_norm(inputs, filters, 1, stride)

    def forward(self, x: Any) -> Any:
        return functional.relu(self.road(x) + self.side(x))


class Headline(nn.Module):
    """Text and five numbers in, two judgements out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(10_000, 512)
        self.text = nn.LSTM(512, 32, batch_first=True)
        sizes = [37, 64, 64, 64]
        hidden: list[nn.Module] = []
        for size, units in zip(sizes, sizes[1:], strict=False):
            hidden += [nn.Linear(size, units), nn.ReLU()]
        self.judged = nn.Sequential(*hidden, nn.Linear(64, 1), nn.Sigmoid())
        self.by_text = nn.Sequential(nn.Linear(32, 1), nn.Sigmoid())

    def forward(self, words: Any, beside: Any) -> Any:
        text = last(self.text(self.words(words)))
        return self.judged(torch.cat([text, beside], dim=1)), self.by_text(text)


def _resnet20() -> nn.Module:
    steps: list[nn.Module] = [conv_norm(3, 16), nn.ReLU()]
    inputs = 16
    for filters, stride in BLOCKS:
        steps.append(Residual(inputs, filters, stride))
        inputs = filters
    return nn.Sequential(*steps, Apply(global_mean), nn.Linear(64, 10))


def _dense(*sizes: int, dropout: float) -> list[nn.Module]:
    steps: list[nn.Module] = []
    for size, units in zip(sizes, sizes[1:], strict=False):
        steps += [nn.Linear(size, units), nn.ReLU(), nn.Dropout(dropout)]
    return steps


def _digits() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten()),
        *(nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)),
    )


def _gap() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Conv2d(16, 16, 3), nn.ReLU()),
        *(Apply(global_mean), nn.Linear(16, 10)),
    )


def _text() -> nn.Module:
    return nn.Sequential(
        *(nn.Embedding(10_000, 16), nn.LSTM(16, 64, batch_first=True), Apply(last)),
        *(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid()),
    )


def _series() -> nn.Module:
    return nn.Sequential(
        *(nn.GRU(8, 32, batch_first=True, bidirectional=True), Apply(whole)),
        *(nn.GRU(64, 32, batch_first=True), Apply(last), nn.Linear(32, 1)),
    )


def _table() -> nn.Module:
    return nn.Sequential(*_dense(20, 64, 64, dropout=0.5), nn.Linear(64, 1), nn.Sigmoid())


def _pixels() -> nn.Module:
    hidden = _dense(784, 512, 512, dropout=0.2)
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(512, 10))


def two_losses(answers: Any, targets: Any) -> Any:
    each = [functional.binary_cross_entropy(a, t) for a, t in zip(answers, targets, strict=True)]
    return each[0] + 0.2 * each[1]


Accuracy = Callable[[Any, Any], Any]


def right_class(answer: Any, target: Any) -> Any:
    return (answer.argmax(dim=1) == target).float().mean()


def right_side(answer: Any, target: Any) -> Any:
    return ((answer > 0.5) == (target > 0.5)).float().mean()


ENTROPY = (functional.cross_entropy, right_class)
YES_NO = (functional.binary_cross_entropy, right_side)
MEAN_SQUARE = (functional.mse_loss, None)
adam, rmsprop = torch.optim.Adam, torch.optim.RMSprop

JOBS: dict[str, tuple[Callable[[], nn.Module], tuple[Any, Accuracy | None], Any]] = {
    "tabular_mlp": (_table, YES_NO, rmsprop),
    "mnist_mlp": (_pixels, ENTROPY, adam),
    "mnist_cnn": (_digits, ENTROPY, adam),
    "gap_cnn": (_gap, ENTROPY, adam),
    "resnet20": (_resnet20, ENTROPY, lambda w: torch.optim.SGD(w, 0.1, momentum=0.9)),
    "text_lstm": (_text, YES_NO, rmsprop),
    "bigru": (_series, MEAN_SQUARE, adam),
    "headline": (Headline, (two_losses, None), rmsprop),
}


class Loop:
    """The training loop of every PyTorch tutorial."""

    def __init__(self, module: nn.Module, loss: Any, accuracy: Accuracy | None, optimizer: Any):
        self.module, self.loss, self.accuracy = module, loss, accuracy
        self.optimizer = optimizer
        self.tensors: dict[int, Any] = {}

    def fit(self, x: Any, y: Any, batch_size: int, epochs: int, verbose: int) -> float:
        inputs, targets = self._given(x), self._given(y)
        self.module.train()
        order = torch.randperm(len(inputs[0]))
        total, right = torch.zeros(()), torch.zeros(())
        for begin in range(0, len(order), batch_size):
            picked = order[begin : begin + batch_size]
            answer = self.module(*(tensor[picked] for tensor in inputs))
            wanted = [tensor[picked] for tensor in targets]
            target = wanted if len(wanted) > 1 else wanted[0]
            loss = self.loss(answer, target)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
            total += loss.detach()
            if self.accuracy is not None:
                right += self.accuracy(answer, target)
        return float(total + right)

    def predict(self, x: Any, verbose: int) -> Any:
        if self.module.training:
            self.module.eval()
        with torch.inference_mode():
            return self.module(*self._given(x))

    def _given(self, arrays: Any) -> list[Any]:
        """Tensors of arrays, made once, as a loop over data sets keeps them."""
        found = self.tensors.get(id(arrays))
        if found is None:
            each = arrays if isinstance(arrays, list) else [arrays]
            found = arrays, [_tensor(array) for array in each]
            self.tensors[id(arrays)] = found
        return found[1]


def _tensor(array: np.ndarray) -> Any:
    tensor = torch.from_numpy(array)
    return tensor.permute(0, 3, 1, 2) if tensor.ndim == 4 else tensor


def build(name: str, compiled: bool) -> Loop:
    torch.manual_seed(7)
    make, (loss, accuracy), optimizer = JOBS[name]
    module = make().to(memory_format=torch.channels_last)
    weights = module.parameters()
    return Loop(torch.compile(module) if compiled else module, loss, accuracy, optimizer(weights))
