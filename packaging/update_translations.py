"""Bring the translation catalogues up to date: ``python packaging/update_translations.py``.

Collects every text of ``app/`` that goes through ``tr`` or ``translate``, every
text of the engine that the program shows and every note on a file that was read, merges them into
``resources/translations/layerloom_*.ts`` (what is translated stays, what is
gone goes) and compiles the ``.qm`` files beside them. With ``--check`` nothing
is written; the exit code tells whether something is missing or out of date.

Own collector instead of pyside6-lupdate: that one knows neither helper
functions with a fixed context nor the engine's texts.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
ENGINE = "engine"
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True, order=True)
class Message:
    """One text of the program; ``plural`` when it is chosen by a number."""

    context: str
    source: str
    plural: bool = False


@dataclass
class Translation:
    """What a catalogue has for a message; several forms for a plural."""

    forms: list[str]
    unfinished: bool


# -- collecting the program's texts ------------------------------------------


class Collector(ast.NodeVisitor):
    """Walks one module; ``messages`` and ``strays`` (calls without a literal text)."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.messages: set[Message] = set()
        self.strays: list[str] = []
        self._classes: list[str] = []
        self._parameters: list[set[str]] = []
        self._helpers: dict[str, str] = {}
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (context := _helper_context(node)):
                self._helpers[node.name] = context
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:  # noqa: N802
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:  # noqa: N802
        self._parameters.append({argument.arg for argument in node.args.args})
        self.generic_visit(node)
        self._parameters.pop()

    def visit_Call(self, node: ast.Call) -> None:  # noqa: N802
        self.generic_visit(node)
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name == "translate" and len(node.args) >= 2:
            context = node.args[0]
            if isinstance(context, ast.Constant):
                self._add(str(context.value), node.args[1], len(node.args) >= 4)
            elif not self._passed_on(node.args[1]):
                self._stray(node.args[1])
        elif name == "tr" and isinstance(function, ast.Attribute) and node.args:
            self._add(self._classes[-1] if self._classes else "", node.args[0], len(node.args) >= 3)
        elif isinstance(function, ast.Name) and name in self._helpers and node.args:
            self._add(self._helpers[name], node.args[0], False)

    def _add(self, context: str, text: ast.expr, plural: bool) -> None:
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and context:
            self.messages.add(Message(context, text.value, plural))
        elif not self._passed_on(text):
            self._stray(text)

    def _passed_on(self, text: ast.expr) -> bool:
        """Whether the text is a parameter of a helper, whose callers have the literal."""
        return isinstance(text, ast.Name) and any(text.id in names for names in self._parameters)

    def _stray(self, text: ast.expr) -> None:
        place = self.file.relative_to(ROOT) if self.file.is_relative_to(ROOT) else self.file
        self.strays.append(f"{place}:{text.lineno}: {ast.unparse(text)}")


def _helper_context(function: ast.FunctionDef) -> str | None:
    """The context of ``def _tr(text): return QCoreApplication.translate("cli", text)``."""
    last = function.body[-1]
    if not (isinstance(last, ast.Return) and isinstance(last.value, ast.Call)):
        return None
    call = last.value
    names = [argument.arg for argument in function.args.args]
    if getattr(call.func, "attr", "") != "translate" or len(call.args) < 2 or not names:
        return None
    context, text = call.args[:2]
    fixed = isinstance(context, ast.Constant) and isinstance(text, ast.Name)
    return str(context.value) if fixed and text.id == names[0] else None  # type: ignore[attr-defined]


def app_messages() -> tuple[set[Message], list[str]]:
    """Every message of ``app/``, and the calls whose text is no literal."""
    messages: set[Message] = set()
    strays: list[str] = []
    for file in sorted((ROOT / "app").rglob("*.py")):
        collector = Collector(file)
        messages |= collector.messages
        strays += collector.strays
    return messages, strays


# -- collecting the engine's texts -------------------------------------------


def engine_messages() -> set[Message]:
    """Every text of the engine that the program shows."""
    from app.forms import wording
    from app.panels.layer_help import read_doc
    from engine import registry
    from engine.saving.common.generation import UNNAMED
    from engine.saving.recognition.content import WORDS

    texts: set[str] = {UNNAMED, *WORDS.values(), *note_texts()[0]}
    for category in registry.MODULES:
        for entry in registry.entries(category):
            if entry.hidden:
                continue
            doc = read_doc(entry.doc)
            texts |= {doc.summary, doc.shape, *doc.more}
            for param in getattr(entry.target, "params", {}).values():
                texts |= {param.doc, param.unit, wording.label_of(param.name)}
                texts |= set(_kind_labels(param.kind))
    return {Message(ENGINE, text) for text in texts if text.strip()}


def note_texts() -> tuple[set[str], list[str]]:
    """The sentences of all notes on files, and the notes whose sentence is no literal."""
    texts: set[str] = set()
    strays: list[str] = []
    for file in sorted([*(ROOT / "engine").rglob("*.py"), *(ROOT / "app").rglob("*.py")]):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in _note_calls(tree):
            sentence = call.args[2]
            if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                texts.add(sentence.value)
            else:
                place = f"{file.relative_to(ROOT)}:{sentence.lineno}"
                strays.append(f"{place}: {ast.unparse(sentence)}")
    return texts, strays


def _note_calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls of ``engine.saving.common.report.note`` in a module."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        alias.asname or alias.name
        for node in imports
        for alias in node.names
        if node.module == "engine.saving.common.report" and alias.name == "note"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _kind_labels(kind: object) -> Iterator[str]:
    """Labels that a kind of value brings along, those of the kinds inside it too."""
    label = getattr(kind, "none_label", "none")
    if label != "none":  # that one word is the forms' own
        yield label
    for inner in (getattr(kind, "kind", None), *getattr(kind, "kinds", ())):
        if inner is not None and inner is not kind:
            yield from _kind_labels(inner)


# -- the catalogue -----------------------------------------------------------


def read(path: Path) -> dict[Message, Translation]:
    """The messages and translations of a .ts file."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for item in context.iter("message"):
            plural = item.get("numerus") == "yes"
            translation = item.find("translation")
            assert translation is not None
            forms = [f.text or "" for f in translation.iter("numerusform")]
            found[Message(name, item.findtext("source", ""), plural)] = Translation(
                forms or [translation.text or ""], translation.get("type") == "unfinished"
            )
    return found


def write(path: Path, language: str, entries: dict[Message, Translation]) -> None:
    """Write a .ts file, sorted, so that two writings are equal."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ElementTree.Element] = {}
    for message in sorted(entries):
        if message.context not in contexts:
            contexts[message.context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(contexts[message.context], "name").text = message.context
        _write_message(contexts[message.context], message, entries[message])
    ElementTree.indent(root, " " * 4)
    text = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(f"{head}{text}\n", encoding="utf-8")


def _write_message(
    parent: ElementTree.Element, message: Message, translation: Translation
) -> None:
    item = ElementTree.SubElement(parent, "message")
    if message.plural:
        item.set("numerus", "yes")
    ElementTree.SubElement(item, "source").text = message.source
    element = ElementTree.SubElement(item, "translation")
    if translation.unfinished:
        element.set("type", "unfinished")
    if not message.plural:
        element.text = translation.forms[0]
        return
    for form in translation.forms:
        ElementTree.SubElement(element, "numerusform").text = form


def merged(
    wanted: set[Message], known: dict[Message, Translation]
) -> dict[Message, Translation]:
    """The wanted messages with what is known of them; new ones are unfinished."""
    return {message: known.get(message, Translation([""], True)) for message in wanted}


def compiled(source: Path) -> bytes:
    """The .qm of a .ts, as pyside6-lrelease makes it."""
    import PySide6

    folder = Path(PySide6.__path__[0])
    tool = next(p for p in (folder / "lrelease", folder / "lrelease.exe") if p.is_file())
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "out.qm"
        subprocess.run([tool, "-silent", source, "-qm", target], check=True)
        return target.read_bytes()


def main() -> int:
    """Update, or check with ``--check``."""
    parser = argparse.ArgumentParser(description="Update the translation catalogues.")
    parser.add_argument("--check", action="store_true", help="write nothing, report what is wrong")
    check = parser.parse_args().check
    messages, strays = app_messages()
    messages |= engine_messages()
    strays += note_texts()[1]
    wrong = [f"not a literal text: {stray}" for stray in strays]
    for path in sorted(FOLDER.glob("layerloom_*.ts")):
        known = read(path)
        entries = merged(messages, known)
        if check and entries.keys() != known.keys():
            wrong.append(f"{path.name} is out of date")
        if not check:
            write(path, path.stem.removeprefix("layerloom_"), entries)
            path.with_suffix(".qm").write_bytes(compiled(path))
        missing = sum(entry.unfinished for entry in entries.values())
        print(f"{path.name}: {len(entries)} texts, {missing} not translated")
        if missing:
            wrong.append(f"{path.name} lacks {missing} translations")
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
