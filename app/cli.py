"""The command line: what the buttons do, without a screen where none is needed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app import environment, i18n
from app.terminal import complain

COMMANDS = ("train", "export", "info", "profile", "demo")


def _tr(text: str) -> str:
    return QCoreApplication.translate("cli", text)


def version() -> str:
    """The installed version, or "development" in a checkout that was never installed."""
    try:
        return metadata.version("layerloom")
    except metadata.PackageNotFoundError:
        return "development"


def run(arguments: list[str]) -> int:
    """Do what the arguments ask and return the exit code.

    0: done. 1: it could not be done, said why. 2: the arguments are wrong.
    130: interrupted from the keyboard.
    """
    command, rest = _split(arguments)
    wants_help = not {"-h", "--help", "--version"}.isdisjoint(rest)
    needs_window = command in (None, "demo") and not wants_help
    pictured = command == "demo" or any(a.startswith("--screenshot") for a in rest)
    lacking = _lacking(pictured) if needs_window else None
    app = QCoreApplication.instance() or _make_application(needs_window and lacking is None)
    i18n.install(app, _language(rest))
    if lacking is not None:
        print(lacking or _no_display(), file=sys.stderr)
        return 1
    options = _parsed(command, rest)
    try:
        code = _ACTIONS[command](options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("", _tr("Interrupted."), sep="\n", file=sys.stderr)
        return 130


def _parsed(command: str | None, arguments: list[str]) -> argparse.Namespace:
    """The arguments by name; ends the program with 2 where they are wrong."""
    parser = _PARSERS[command]()
    options, unknown = parser.parse_known_args(arguments)
    if unknown and command is None and _is_word(options.project):
        text = _tr("there is no command {word!r}; there are {commands}")
        parser.error(text.format(word=str(options.project), commands=", ".join(COMMANDS)))
    if unknown:
        parser.error(_tr("unrecognized arguments: {words}").format(words=" ".join(unknown)))
    return options


def _is_word(project: Path | None) -> bool:
    """Whether what stands in a project's place looks like a command that does not exist."""
    return project is not None and str(project).isidentifier() and not project.exists()


def _split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Take the command out of the arguments; a project called like one is given as ./train."""
    for index, argument in enumerate(arguments):
        if argument in COMMANDS and (index == 0 or arguments[index - 1] != "--screenshot"):
            return argument, arguments[:index] + arguments[index + 1 :]
    return None, arguments


def _language(arguments: list[str]) -> str:
    """The language asked for; needed before the parser, whose help is translated."""
    finder = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    finder.add_argument("--language")
    try:
        found = finder.parse_known_args([a for a in arguments if a != "--language="])[0].language
    except argparse.ArgumentError:  # without a language; the parser itself says so
        found = None
    if found:
        return str(found)
    from app.settings import Settings

    return Settings().language


def _make_application(with_window: bool) -> QCoreApplication:
    if not with_window:
        app = QCoreApplication(sys.argv[:1])
    else:
        from PySide6.QtWidgets import QApplication

        app = QApplication(sys.argv[:1])
    app.setApplicationName("Layerloom")
    app.setApplicationVersion(version())
    return app


def _lacking(pictured: bool) -> str | None:
    """What keeps a window from being made ("" for a display), None where nothing does.

    Args:
        pictured: Whether a picture of it is enough, which is drawn off screen if it must.
    """
    if not environment.has_display():
        if not pictured:
            return ""
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return environment.missing_for_window()


def _no_display() -> str:
    return _tr(
        "There is no display here to show a window on (neither DISPLAY nor "
        "WAYLAND_DISPLAY is set).\nWithout one you can use: layerloom train, "
        "layerloom export, layerloom info, layerloom profile, layerloom demo,\n"
        "layerloom --screenshot FILE."
    )


# -- parsers ----------------------------------------------------------------


def _parser(name: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"layerloom {name}".strip(),
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--language",
        metavar="LANGUAGE",
        type=_known_language,
        help=_tr("en, zh_CN or system (default: your setting)"),
    )
    return parser


def _window_parser() -> argparse.ArgumentParser:
    epilog = _tr(
        "commands (layerloom COMMAND --help tells more):\n"
        "  train PROJECT    train a project without the window\n"
        "  export PROJECT   write it as a Keras file or a Python script\n"
        "  info PROJECT     show its layers, sizes, data and runs\n"
        "  profile PROJECT  measure where a step's time and memory go\n"
        "  demo             train the digits example before your eyes"
    )
    parser = _parser("", _tr("Draw neural networks, train them, export Keras files."), epilog)
    parser.add_argument("--version", action="version", version=f"Layerloom {version()}")
    parser.add_argument(
        "project", nargs="?", type=Path, help=_tr("project (.loom) or file of a Keras model")
    )
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE", help=_tr("write the window's picture and quit")
    )
    parser.add_argument(
        "--theme",
        choices=("system", "light", "dark"),
        help=_tr("light or dark (default: your setting)"),
    )
    return parser


def _train_parser() -> argparse.ArgumentParser:
    parser = _parser("train", _tr("Train a project and keep its weights and its curves."))
    parser.add_argument("project", type=Path, help=_tr("project file (.loom)"))
    parser.add_argument("--epochs", type=_positive, help=_tr("passes over the data"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=_tr("write the trained project and its Keras files here; the project stays as it is"),
    )
    return parser


def _export_parser() -> argparse.ArgumentParser:
    about = _tr("Write a project's or a file's model as a file other programs open.")
    parser = _parser("export", about)
    parser.add_argument("project", type=Path, help=_tr("project (.loom) or file of a Keras model"))
    parser.add_argument(
        "--to",
        choices=("h5", "keras", "json", "yaml", "weights", "onnx", "python"),
        help=_tr(
            "HDF5 model, Keras 3 archive, JSON or YAML architecture, weights alone, ONNX model "
            "or Python script (default: what the file's ending says)"
        ),
    )
    parser.add_argument(
        "--keras",
        type=int,
        choices=(2, 3),
        default=3,
        help=_tr("the Keras that is to open it (default: 3); 2 is that of TensorFlow up to 2.15"),
    )
    parser.add_argument("file", type=Path, help=_tr("file to write"))
    return parser


def _info_parser() -> argparse.ArgumentParser:
    parser = _parser("info", _tr("Show what a project or a file of a Keras model holds."))
    parser.add_argument("project", type=Path, help=_tr("project (.loom) or file of a Keras model"))
    return parser


def _profile_parser() -> argparse.ArgumentParser:
    parser = _parser(
        "profile",
        _tr(
            "Take some steps of a project's training, keep nothing of them, and show what\n"
            "each layer took and what the whole training will take."
        ),
    )
    parser.add_argument("project", type=Path, help=_tr("project file (.loom)"))
    parser.add_argument("--json", action="store_true", help=_tr("all figures as JSON"))
    return parser


def _demo_parser() -> argparse.ArgumentParser:
    return _parser(
        "demo",
        _tr(
            "Open the digits example, train it before your eyes and leave the model, a script,\n"
            "the curves and a picture of the window in ./layerloom-demo."
        ),
    )


def _positive(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        wrong = _tr("must be a whole number, 1 or more, got {text}").format(text=text)
        raise argparse.ArgumentTypeError(wrong)
    return value


def _known_language(text: str) -> str:
    if text != "system" and not i18n.is_known(text):
        wrong = _tr("must be en, zh_CN or system, got {text}").format(text=text)
        raise argparse.ArgumentTypeError(wrong)
    return text


# -- actions: imported late, so that `--help` answers at once ------------------


def _open_window(options: argparse.Namespace) -> int:
    if options.project is not None and not options.project.exists():
        text = _tr("{file}: no such project.").format(file=options.project)
        complain(text)
        return 1
    from app import start

    return start.window(options.project, options.screenshot, options.theme)


def _train(options: argparse.Namespace) -> int:
    from app import cli_commands

    return cli_commands.guarded(cli_commands.train, options.project, options.epochs, options.out)


def _export(options: argparse.Namespace) -> int:
    from app import cli_commands, exporting

    form = options.to or exporting.key_for(options.file)
    if form is None:
        text = _tr("{file}: the ending does not tell what to write. Say it with --to.")
        complain(text.format(file=options.file))
        return 2
    told = exporting.key_for(options.file)
    if told is not None and not exporting.may_be_called(form, options.file):
        text = _tr(
            "{file}: the ending is that of {told}, but --to asks for {form}. Change one of them; "
            "a file of that kind ends in {suffix}."
        )
        suffix = exporting.FORMS[form].suffix
        words = text.format(file=options.file, told=told, form=form, suffix=suffix)
        complain(words)
        return 2
    if options.keras == 2 and not exporting.FORMS[form].generations:
        text = _tr("A file of the kind {kind} is not written for Keras 2. Leave --keras 2 out.")
        complain(text.format(kind=form))
        return 2
    return cli_commands.guarded(
        cli_commands.export, options.project, form, options.file, options.keras
    )


def _info(options: argparse.Namespace) -> int:
    from app import cli_commands

    return cli_commands.guarded(cli_commands.info, options.project)


def _profile(options: argparse.Namespace) -> int:
    from app import cli_profile
    from app.cli_commands import guarded

    return guarded(cli_profile.profile, options.project, options.json)


def _demo(options: argparse.Namespace) -> int:
    from app import demo

    return demo.run()


_PARSERS: dict[str | None, Callable[[], argparse.ArgumentParser]] = {
    None: _window_parser,
    "train": _train_parser,
    "export": _export_parser,
    "info": _info_parser,
    "profile": _profile_parser,
    "demo": _demo_parser,
}
_ACTIONS: dict[str | None, Callable[[argparse.Namespace], int]] = {
    None: _open_window,
    "train": _train,
    "export": _export,
    "info": _info,
    "profile": _profile,
    "demo": _demo,
}
