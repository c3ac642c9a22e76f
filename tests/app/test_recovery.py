"""Unsaved work survives a crash."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack

from app import commands
from app.document.document import Document
from app.recovery import Recovery, leftovers

ROOT = Path(__file__).parents[2]


@pytest.fixture
def document(qapp):
    document = Document()
    yield document
    document.deleteLater()


def change(document: Document) -> None:
    commands.push(QUndoStack(document), commands.AddNode(document, "Dense"))
    document.set_modified(True)


def crash(base: Path) -> None:
    """Run a program that changes something, keeps it and dies without a goodbye."""
    code = textwrap.dedent(
        f"""
        import os
        from pathlib import Path
        from PySide6.QtGui import QGuiApplication, QUndoStack
        app = QGuiApplication([])
        from app import commands
        from app.document.document import Document
        from app.recovery import Recovery
        document = Document()
        document.set_title("Half done")
        document.set_path(Path({str(base / "mine.loom")!r}))
        commands.push(QUndoStack(document), commands.AddNode(document, "Dense"))
        document.set_modified(True)
        recovery = Recovery(document, Path({str(base)!r}))
        recovery.keep()
        recovery.wait()
        os._exit(9)
        """
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ.copy())
    assert done.returncode == 9


def test_work_of_a_crashed_program_is_found_whole(tmp_path, qapp):
    crash(tmp_path)
    (kept,) = leftovers(tmp_path)
    assert kept.title == "mine" and kept.path == (tmp_path / "mine.loom").resolve()
    record = kept.read()
    assert [node.kind for node in record.graph.nodes.values()] == ["Dense"]
    kept.discard()
    assert leftovers(tmp_path) == []


def test_a_running_program_is_not_taken_for_a_crash(tmp_path, document, qtbot):
    recovery = Recovery(document, tmp_path)
    change(document)
    recovery.keep()
    recovery.wait()
    assert (recovery.folder / "project.loom").is_file()
    # the lock is this process's own, so look from another one
    code = (
        "import sys; from pathlib import Path; from app.recovery import leftovers;"
        "sys.exit(len(leftovers(Path(sys.argv[1]))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT)
    assert done.returncode == 0
    assert (recovery.folder / "project.loom").is_file()
    recovery.close()


def test_saving_makes_the_kept_copy_go(tmp_path, document):
    recovery = Recovery(document, tmp_path)
    change(document)
    recovery.keep()
    recovery.wait()
    document.set_modified(False)
    assert not (recovery.folder / "project.loom").exists()
    recovery.close()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_without_changes(tmp_path, document):
    recovery = Recovery(document, tmp_path)
    recovery.keep()
    recovery.wait()
    assert not (recovery.folder / "project.loom").exists()
    recovery.close()


def test_a_failing_autosave_is_said_once(tmp_path, document, qtbot):
    recovery = Recovery(document, tmp_path)
    change(document)
    said = []
    recovery.failed.connect(said.append)
    recovery.folder.rename(tmp_path / "gone")
    (tmp_path / recovery.folder.name).write_text("a file where the folder was")
    for _ in range(2):
        recovery.keep()
        recovery.wait()
    qtbot.waitUntil(lambda: bool(said))
    assert len(said) == 1 and said[0]
    (tmp_path / recovery.folder.name).unlink()
    recovery.close()
