"""A folder of pictures, one subfolder per class, to fields."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from app.data.errors import DataError
from app.data.spec import Field, Table
from app.data.words import translate

SUFFIXES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}
#: Largest block of pixels kept in memory, in bytes (one byte per value).
MAX_BYTES = 2 << 30
_LARGEST_GUESS = 64


@dataclass
class ImageOptions:
    """How pictures are brought to one form; sizes in pixels, 0 to guess.

    Attributes:
        height: Height after resizing.
        width: Width after resizing.
        color: "grey" (one channel) or "rgb" (three).
    """

    height: int = 0
    width: int = 0
    color: str = "grey"

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> ImageOptions:
        known = {f.name for f in dataclass_fields(cls)}
        return cls(**{k: v for k, v in values.items() if k in known})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def channels(self) -> int:
        return 3 if self.color == "rgb" else 1


def class_folders(folder: Path) -> dict[str, list[Path]]:
    """Return class name -> picture files, in natural order (class 2 before class 10).

    Raises:
        DataError: when the folder has no subfolders with pictures.
    """
    if not folder.is_dir():
        raise DataError(
            translate("data", "The folder does not exist."),
            path=folder,
            advice=translate("data", "It may have been moved; choose it again."),
        )
    found = {}
    try:
        for sub in sorted(folder.iterdir(), key=lambda p: natural(p.name)):
            if sub.is_dir() and not sub.name.startswith("."):
                files = _pictures(sub.rglob("*"))
                if files:
                    found[sub.name] = files
        loose = [] if found else _pictures(folder.iterdir())
    except OSError as error:
        raise DataError(
            translate("data", "The folder cannot be read ({reason}).").format(
                reason=error.strerror or error
            ),
            path=folder,
        ) from error
    if not found:
        raise _no_classes(folder, len(loose))
    return found


def _pictures(paths: Iterable[Path]) -> list[Path]:
    files = [p for p in paths if p.suffix.lower() in SUFFIXES and p.is_file()]
    return sorted((p for p in files if not p.name.startswith(".")), key=lambda p: natural(p.name))


def _no_classes(folder: Path, loose: int) -> DataError:
    if loose:
        text = translate("data", "{count} pictures lie in the folder itself, in no class.")
        text = text.format(count=loose)
    else:
        text = translate("data", "There are no pictures in subfolders.")
    return DataError(
        text,
        path=folder,
        advice=translate(
            "data",
            "Make one subfolder per class, such as cats/ and dogs/, with its pictures "
            "(png, jpg, bmp), and choose the folder that holds them.",
        ),
    )


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts numbers inside names by size."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.lower())
        for part in re.split(r"(\d+)", name)
        if part
    ]


def guess_options(files: Iterable[Path]) -> ImageOptions:
    """Propose the commonest size and the colour mode of the first pictures."""
    sizes: Counter[tuple[int, int]] = Counter()
    coloured = 0
    for path in list(files)[:40]:
        try:
            with Image.open(path) as image:
                sizes[image.size] += 1
                coloured += image.mode not in ("1", "L", "LA", "I", "I;16", "F")
        except (OSError, ValueError, Image.DecompressionBombError):
            continue
    if not sizes:
        return ImageOptions(_LARGEST_GUESS, _LARGEST_GUESS)
    width, height = sizes.most_common(1)[0][0]
    shrink = min(1.0, _LARGEST_GUESS / max(width, height))
    return ImageOptions(
        max(1, round(height * shrink)),
        max(1, round(width * shrink)),
        "rgb" if 2 * coloured >= sizes.total() else "grey",
    )


def read_picture(path: Path, options: ImageOptions) -> np.ndarray:
    """Return one picture as uint8 (height, width, channels).

    Turned upright as the camera noted; see-through parts become white.

    Raises:
        OSError, ValueError: when it is no picture, is damaged or absurdly large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as opened:
                image = ImageOps.exif_transpose(opened)
                image = _plain(image).convert("RGB" if options.channels == 3 else "L")
                image = image.resize((options.width, options.height), Image.Resampling.BILINEAR)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, SyntaxError) as error:
            raise ValueError(str(error)) from error
    return np.asarray(image, np.uint8).reshape(options.height, options.width, options.channels)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image)
    if image.mode.startswith(("I", "F")):  # 16 bits and more: bring the range to 8 bits
        values = np.asarray(image, np.float64)
        top = 65535.0 if values.max(initial=0.0) > 255 else 255.0
        return Image.fromarray(np.clip(values * (255.0 / top), 0, 255).astype(np.uint8))
    return image


def load_images(folder: Path, options: ImageOptions, title: str = "") -> Table:
    """Read every picture; those that cannot be read are skipped and named in ``notes``.

    Raises:
        DataError: when no class folders or no readable pictures are there, or
            when the pixels would not fit into memory.
    """
    found = class_folders(folder)
    files = [(path, code) for code, paths in enumerate(found.values()) for path in paths]
    if not options.height or not options.width:
        options = guess_options(path for path, _ in files)
    shape = (options.height, options.width, options.channels)
    size = len(files) * int(np.prod(shape))
    if size > MAX_BYTES:
        raise DataError(
            translate("data", "{count} pictures of {height} x {width} need {size} GB.").format(
                count=len(files),
                height=options.height,
                width=options.width,
                size=f"{size / 2**30:.1f}",
            ),
            path=folder,
            advice=translate("data", "Choose a smaller size, or grey instead of colour."),
        )
    pixels = np.empty((len(files), *shape), np.uint8)
    codes = np.empty(len(files), np.int64)
    skipped: list[Path] = []
    rows = 0
    for path, code in files:
        try:
            pixels[rows] = read_picture(path, options)
        except (OSError, ValueError):
            skipped.append(path)
            continue
        codes[rows] = code
        rows += 1
    if not rows:
        raise DataError(
            translate("data", "None of the {count} pictures can be read.").format(count=len(files)),
            path=folder,
        )
    fields = [
        Field("image", shape, "uint8", "input", pixels[:rows]),
        Field("class", (), "int64", "target", codes[:rows], classes=list(found)),
    ]
    return Table(title or folder.name, fields, rows, _skipped_note(folder, skipped))


def _skipped_note(folder: Path, skipped: list[Path]) -> list[str]:
    if not skipped:
        return []
    names = ", ".join(p.relative_to(folder).as_posix() for p in skipped[:5])
    more = " …" if len(skipped) > 5 else ""
    return [
        translate("data", "{count} files could not be read and were skipped: {names}").format(
            count=len(skipped), names=names + more
        )
    ]
