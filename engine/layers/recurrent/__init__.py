"""Layers with a memory that read a sequence step by step, one per file."""

from engine.layers.recurrent.conv_lstm import *
from engine.layers.recurrent.gru import *
from engine.layers.recurrent.lstm import *
from engine.layers.recurrent.rnn import *
from engine.layers.recurrent.simple_rnn import *
from engine.layers.recurrent.stacked import *
