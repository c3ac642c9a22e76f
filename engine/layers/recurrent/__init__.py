"""Layers with a memory that read a sequence step by step, one per file."""

from engine.layers.recurrent.conv_lstm import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from engine.layers.recurrent.gru import GRU, GRUCell
from engine.layers.recurrent.lstm import LSTM, LSTMCell
from engine.layers.recurrent.rnn import RNN
from engine.layers.recurrent.simple_rnn import SimpleRNN, SimpleRNNCell
from engine.layers.recurrent.stacked import StackedRNNCells

__all__ = [
    "ConvLSTM1D",
    "ConvLSTM2D",
    "ConvLSTM3D",
    "GRU",
    "GRUCell",
    "LSTM",
    "LSTMCell",
    "RNN",
    "SimpleRNN",
    "SimpleRNNCell",
    "StackedRNNCells",
]
