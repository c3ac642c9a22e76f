"""The command line does what the buttons do."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import h5py
import pytest

import engine
from app import cli, cli_commands, exporting
from app.document import project_file
from app.document.examples import open_example
from app.document.run import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    """The wine example, cut to two epochs."""
    record = open_example("wine_mlp")
    record.setup.epochs = 2
    path = tmp_path / "wine.loom"
    project_file.write(path, record)
    return path


def layerloom(*arguments, cwd=ROOT):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
    )


def test_info_shows_layers_sizes_and_data(project, qapp, capsys):
    assert cli.run(["info", str(project)]) == 0
    said = capsys.readouterr().out
    for word in ("Dense", "(None, 13)", "Parameters", "wine"):
        assert word in said


def test_nothing_in_a_file_is_carried_out_by_the_terminal(tmp_path, qapp, capsys):
    record = open_example("wine_mlp")
    record.title, record.notes = "\x1b[2Jgone", "one\ttwo\n\x1b]0;three\x07"
    record.data.name, record.data.kind, record.data.path = "\x1b[31mred", "csv", "nowhere.csv"
    record.runs = [Run(epochs=[{"\x1b[8mloss": 1.0}], test={"\x9bacc": 0.5}).to_json()]
    path = tmp_path / "odd.loom"
    project_file.write(path, record)
    assert cli.run(["info", str(path)]) == 0
    said = capsys.readouterr().out
    assert not {c for c in said if not c.isprintable()} - {"\n"}
    for word in ("gone", "one", "two", "three", "red", "loss 1.0000", "acc 0.5000"):
        assert word in said
    assert cli.run(["train", str(path)]) == 1
    assert "\x1b" not in capsys.readouterr().err


def test_training_keeps_weights_and_curves_in_the_project(project, qapp, capsys):
    assert cli.run(["train", str(project)]) == 0
    record = project_file.read(project)
    assert record.weights and len(record.runs) == 1
    assert len(record.runs[0]["epochs"]) == 2
    assert "Epoch 2/2" in capsys.readouterr().out


def test_a_profile_tells_layers_and_the_whole_and_changes_nothing(project, qapp, capsys):
    before = project.read_bytes()
    assert cli.run(["profile", str(project)]) == 0
    said = capsys.readouterr().out
    for word in ("(Dense)", "forward", "Total", "per epoch", "2 epochs"):
        assert word in said
    assert project.read_bytes() == before


def test_a_profile_as_json_holds_the_same_figures(project, qapp, capsys):
    assert cli.run(["profile", str(project), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    shares = [row["share"] for row in found["profile"]["rows"]]
    assert sum(shares) == pytest.approx(1.0)
    assert found["estimate"]["epochs"] == 2 and found["estimate"]["epoch"] > 0
    assert found["estimate"]["memory"]["weights"] == sum(
        row["weights"] for row in found["profile"]["rows"]
    )


def test_training_into_a_folder_leaves_the_project_alone(project, qapp, tmp_path):
    before = project.read_bytes()
    out = tmp_path / "out"
    assert cli.run(["train", str(project), "--epochs", "1", "--out", str(out)]) == 0
    assert project.read_bytes() == before
    assert {file.name for file in out.iterdir()} == {"wine.loom", "wine.json", "wine.h5"}
    assert len(project_file.read(out / "wine.loom").runs[0]["epochs"]) == 1


@pytest.mark.parametrize("key", exporting.FORMS)
def test_every_export_writes_its_file(project, qapp, tmp_path, key):
    target = tmp_path / f"model{exporting.FORMS[key].suffix}"
    assert cli.run(["export", str(project), "--to", key, str(target)]) == 0
    assert target.stat().st_size > 0


@pytest.mark.parametrize("key", sorted(exporting.FORMS))
def test_the_ending_tells_what_to_export(key, tmp_path):
    assert exporting.key_for(tmp_path / f"model{exporting.FORMS[key].suffix}") == key


def test_an_ending_that_tells_nothing_is_asked_about(project, qapp, tmp_path, capsys):
    assert cli.run(["export", str(project), str(tmp_path / "model.h5")]) == 0
    assert cli.run(["export", str(project), str(tmp_path / "model.xyz")]) == 2
    assert "--to" in capsys.readouterr().err


def told_generation(path):
    """The version of Keras that a file says it is for."""
    if path.suffix == ".json":
        return json.loads(path.read_text())["keras_version"]
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("metadata.json"))["keras_version"]
    with h5py.File(path) as file:
        return file.attrs["keras_version"]


@pytest.mark.parametrize("name", ["model.h5", "model.keras", "model.json"])
def test_files_are_written_for_the_keras_asked_for(project, qapp, tmp_path, name):
    target = tmp_path / name
    assert cli.run(["export", str(project), "--keras", "2", str(target)]) == 0
    assert told_generation(target).startswith("2.")


def test_what_keras_2_has_no_form_of_is_refused(project, qapp, tmp_path, capsys):
    target = tmp_path / "model.onnx"
    assert cli.run(["export", str(project), "--keras", "2", str(target)]) == 2
    assert "--keras 2" in capsys.readouterr().err and not target.exists()


def test_an_export_tells_what_keras_3_computes_otherwise(project, qapp, tmp_path, capsys):
    steps = [engine.Input((3,)), engine.layers.Dense(2, activation="hard_sigmoid", name="bent")]
    theirs = tmp_path / "theirs.h5"
    engine.saving.save_model(engine.Sequential(steps), theirs, generation=2)
    for form in ("keras", "h5", "json"):
        assert cli.run(["export", str(theirs), str(tmp_path / f"back.{form}")]) == 0
        assert "- bent: Keras 3 computes hard_sigmoid" in capsys.readouterr().out
    assert cli.run(["export", str(theirs), "--keras", "2", str(tmp_path / "back.h5")]) == 0
    assert cli.run(["export", str(project), str(tmp_path / "wine.h5")]) == 0
    assert "Keras 3 computes" not in capsys.readouterr().out


def test_the_json_names_the_layers_in_keras_words(project, qapp, tmp_path):
    target = tmp_path / "model.json"
    cli.run(["export", str(project), "--to", "json", str(target)])
    config = json.loads(target.read_text())
    kinds = [layer["class_name"] for layer in config["config"]["layers"]]
    drawn = [node.kind for node in project_file.read(project).graph.topological()]
    assert kinds == drawn


def test_keras_reads_the_exported_model(project, qapp, tmp_path):
    import keras
    import numpy as np

    cli.run(["train", str(project), "--epochs", "1"])
    target = tmp_path / "model.h5"
    cli.run(["export", str(project), "--to", "h5", str(target)])
    model = keras.models.load_model(target)
    record = project_file.read(project)
    trained = [array for name in record.weights for array in record.weights[name]]
    for theirs, ours in zip(model.get_weights(), trained, strict=True):
        np.testing.assert_array_equal(theirs, ours)


def test_the_script_runs_on_real_keras(project, qapp, tmp_path):
    target = tmp_path / "model.py"
    cli.run(["export", str(project), "--to", "python", str(target)])
    done = subprocess.run([sys.executable, target], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["info", "no-such.loom"], "no-such.loom"),
        (["train", "no-such.loom"], "no-such.loom"),
    ],
)
def test_a_missing_file_is_named_without_a_traceback(qapp, capsys, arguments, words):
    assert cli.run(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("layerloom: ") and words in said


def test_a_place_that_cannot_be_written_is_named(project, qapp, capsys):
    target = project / "inside-a-file" / "model.h5"
    assert cli.run(["export", str(project), "--to", "h5", str(target)]) == 1
    assert "wine.loom" in capsys.readouterr().err


def test_training_without_data_says_what_to_do(tmp_path, qapp, capsys):
    record = open_example("wine_mlp")
    record.data = None
    path = tmp_path / "bare.loom"
    project_file.write(path, record)
    assert cli.run(["train", str(path)]) == 1
    assert "bare.loom" in capsys.readouterr().err


def test_wrong_arguments_exit_with_2(qapp, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.run(["export", "x.loom", "--to", "tflite", "y"])
    assert stop.value.code == 2
    with pytest.raises(SystemExit) as stop:
        cli.run(["train", "x.loom", "--epochs", "0"])
    assert stop.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["train", "x.loom", "--epochs", "abc"], "whole number, 1 or more, got abc"),
        (["--language", "fr"], "en, zh_CN or system, got fr"),
        (["frain", "x.loom"], "no command 'frain'"),
        (["info", "x.loom", "--theme", "dark"], "--theme dark"),
    ],
)
def test_wrong_arguments_are_named_with_what_would_be_right(qapp, capsys, arguments, told):
    with pytest.raises(SystemExit) as stop:
        cli.run(arguments)
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert told in said and "_positive" not in said


def test_an_ending_that_promises_another_form_is_refused(project, qapp, tmp_path, capsys):
    target = tmp_path / "model.h5"
    assert cli.run(["export", str(project), "--to", "keras", str(target)]) == 2
    said = capsys.readouterr().err
    assert "h5" in said and ".keras" in said and not target.exists()
    assert cli.run(["export", str(project), "--to", "weights", str(target)]) == 0


@pytest.mark.parametrize("command", ["train", "profile"])
def test_a_mere_model_cannot_be_trained_and_the_way_is_told(qapp, tmp_path, capsys, command):
    path = tmp_path / "model.keras"
    engine.Sequential([engine.Input((3,)), engine.layers.Dense(2)]).save(path)
    assert cli.run([command, str(path)]) == 1
    said = capsys.readouterr().err
    assert "model.keras" in said and "choose data" in said and ".loom" in said


def test_an_unknown_layer_keeps_onnx_from_being_written_in_plain_words(qapp, tmp_path, capsys):
    model = engine.Sequential([engine.Input((3,)), engine.layers.Dense(2, name="gate")])
    config = json.loads(model.to_json())
    config["config"]["layers"][1].update(
        module="mine", class_name="Gate", registered_name="mine>Gate"
    )
    path, target = tmp_path / "model.json", tmp_path / "model.onnx"
    path.write_text(json.dumps(config))
    assert cli.run(["export", str(path), str(target)]) == 1
    said = capsys.readouterr().err
    assert "'gate'" in said and "Gate" in said and "Traceback" not in said
    assert not target.exists()


def test_a_table_keeps_its_columns_under_chinese_heads(project, qapp, capsys):
    from app import i18n
    from app.terminal import width

    i18n.install(qapp, "zh_CN")
    try:
        cli_commands.info(project)
    finally:
        i18n.install(qapp, "en")
    table = capsys.readouterr().out.split("\n")
    rule = next(n for n, line in enumerate(table) if line.startswith("---"))
    column = table[rule].index("  -")  # where the second column begins
    row = table[rule + 1]
    assert row[column : column + 3] == "  (" and "输出形状" in table[rule - 1]
    assert width(table[rule - 1].split("输出形状")[0]) == column + 2


def test_a_language_without_a_name_is_a_wrong_argument_of_the_program(qapp, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.run(["info", "--language"])
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert "layerloom info" in said and "--language" in said


def test_a_picture_that_cannot_be_written_is_told(project):
    done = layerloom("--screenshot", project / "inside" / "window.png", project)
    assert done.returncode == 1
    assert "window.png" in done.stderr and "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(project):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "app", "info", str(project)],
        cwd=ROOT,
        env=env,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_project_called_like_a_command_opens_when_given_as_a_path():
    assert cli._split(["./train"]) == (None, ["./train"])
    assert cli._split(["--language", "en", "train", "x.loom"]) == (
        "train",
        ["--language", "en", "x.loom"],
    )
    assert cli._split(["--screenshot", "demo"]) == (None, ["--screenshot", "demo"])


@pytest.fixture
def interruptible():
    """Ctrl+C as in a terminal: what a shell starts in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupting_keeps_what_was_learned(project, qapp, capsys, monkeypatch):
    class Interrupting(cli_commands.ProgressLine):
        def __call__(self, progress):
            super().__call__(progress)
            if progress.epoch == 1 and progress.epoch_end:
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(cli_commands, "ProgressLine", Interrupting)
    assert cli_commands.train(project, 50, None) == 0
    record = project_file.read(project)
    assert record.weights
    assert 1 <= len(record.runs[0]["epochs"]) < 50
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_version_and_help_in_both_languages():
    assert layerloom("--version").stdout.startswith("Layerloom ")
    english = layerloom("--help").stdout
    assert "layerloom" in english and "--screenshot" in english
    chinese = layerloom("--language", "zh_CN", "--help").stdout
    assert "绘制神经网络" in chinese


def test_a_screenshot_of_a_project_is_a_picture_of_the_window(project, tmp_path):
    from PIL import Image

    picture = tmp_path / "sub" / "window.png"
    done = layerloom("--screenshot", picture, project)
    assert done.returncode == 0, done.stderr
    image = Image.open(picture)
    assert image.width >= 900 and len(image.convert("RGB").getcolors(1 << 24)) > 20
    assert done.stderr == ""


def test_a_screenshot_of_a_missing_project_fails_with_words(tmp_path):
    done = layerloom("--screenshot", tmp_path / "x.png", "no-such.loom")
    assert done.returncode == 1
    assert "no-such.loom" in done.stderr and "Traceback" not in done.stderr


def test_a_word_that_is_no_project_is_said_to_be_none():
    done = layerloom("foo")
    assert done.returncode == 1
    assert "foo" in done.stderr and "no such project" in done.stderr


def test_the_demo_leaves_what_it_says(tmp_path):
    done = layerloom("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "layerloom-demo"
    for name in ("model.json", "model.h5", "model.py", "digits.loom", "curves.png", "window.png"):
        assert (folder / name).stat().st_size > 0
        assert name in done.stdout
    percent = float(done.stdout.split("Validation accuracy: ")[1].split(" %")[0])
    assert 95 < percent <= 100
