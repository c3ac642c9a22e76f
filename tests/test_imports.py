"""What importing each part loads, proved in a fresh interpreter."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded(statement: str) -> set[str]:
    """Names of the modules loaded after a statement in a new interpreter."""
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_engine_loads_neither_qt_nor_the_program():
    modules = loaded("import engine")
    assert "engine" in modules
    assert not [m for m in modules if m.split(".")[0] in ("PySide6", "shiboken6", "app")]


def test_a_fit_that_saves_nothing_loads_neither_hdf5_nor_the_network():
    modules = loaded(
        "import engine as k; m = k.Sequential([k.Input((2,)), k.layers.Dense(1)]);"
        " m.compile('sgd', 'mse'); m.fit([[1.0, 2.0]], [[3.0]], verbose=0)"
    )
    assert "engine" in modules
    assert not [m for m in modules if m.split(".")[0] in ("h5py", "ssl", "http")]


@pytest.mark.parametrize(
    "statement",
    ["import app.document.document, app.document.check", "import app.document.project_file"],
)
def test_the_document_loads_no_widgets(statement):
    modules = loaded(statement)
    assert "PySide6.QtCore" in modules
    assert "PySide6.QtWidgets" not in modules


def test_data_is_loaded_without_qt():
    modules = loaded("import app.data.load, app.data.prepare, app.data.match")
    assert not [m for m in modules if m.split(".")[0] == "PySide6"]


def test_the_command_line_answers_without_loading_widgets_or_numba():
    modules = loaded("import app.cli")
    assert "PySide6.QtWidgets" not in modules and "numba" not in modules


def test_layers_of_the_house_import_one_way():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if "No module named 'importlinter'" in done.stderr:
        pytest.skip("import-linter belongs to the development tools; the CI runs it by itself")
    assert done.returncode == 0, done.stdout
