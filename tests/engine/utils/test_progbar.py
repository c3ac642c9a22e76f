"""The progress line."""

import re

import pytest

from engine.utils import Progbar


def test_the_line_of_a_known_number_of_steps(capsys):
    bar = Progbar(8, interval=0, stateless_metrics=())
    for step in range(1, 9):
        bar.update(step, [("loss", 2.0 + step), ("accuracy", 0.5)], finalize=False)
    bar.update(8, [("loss", 1.5), ("accuracy", 0.25), ("val_loss", 0.00001)], finalize=True)
    lines = capsys.readouterr().out.splitlines()
    assert re.match(
        r"1/8 \[==>\.{27}\] - ETA: \d+s - loss: 3\.0000 - accuracy: 0\.5000", lines[0]
    )
    assert re.match(
        r"8/8 \[={30}\] - \d+s \d+(s|ms|us)/step - loss: 1\.5000 - accuracy: 0\.2500 "
        r"- val_loss: 1\.0000e-05", lines[-1],
    )


def test_values_are_averaged_over_steps(capsys):
    bar = Progbar(4, verbose=2)
    bar.update(1, [("loss", 1.0)])
    bar.add(2, [("loss", 4.0)])
    bar.update(4, [("rate", 7.0)])
    assert " - loss: 3.0000 - rate: 7.0000" in capsys.readouterr().out


def test_one_line_or_none(capsys):
    for verbose, lines in ((0, 0), (2, 1)):
        bar = Progbar(10, verbose=verbose)
        for step in range(1, 11):
            bar.update(step, [("loss", 1.0)])
        assert len(capsys.readouterr().out.splitlines()) == lines


def test_an_unknown_number_of_steps(capsys):
    bar = Progbar(None, interval=0)
    bar.update(3, [("loss", 1.0)])
    assert "3/Unknown" in capsys.readouterr().out


def test_it_is_not_redrawn_more_often_than_the_eye_sees(capsys):
    bar = Progbar(100_000, interval=3600)
    for step in range(1, 1000):
        bar.update(step)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_program_without_a_console(monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    Progbar(1).update(1, [("loss", 1.0)])


def test_two_lists_of_names_contradict():
    with pytest.raises(ValueError, match="not both"):
        Progbar(1, stateful_metrics=["a"], stateless_metrics=["b"])
