"""Why a layer cannot take what is wired to it, in plain words, with ways to mend it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.document.fixes import insert_before_fix, set_param_fix
from app.document.graph import INPUT_KIND, Node
from app.document.infer import Spec
from app.document.report import Fix, Shape, shape_text
from app.document.traits import combines_alike, sized_by_input, walks_sequence
from app.document.words import fill, translate

#: Shapes of a sample with so many axes, the batch included, for proposals.
EXAMPLES = {3: [10, 8], 4: [28, 28, 1], 5: [16, 16, 16, 1]}


@dataclass(frozen=True)
class Trouble:
    """A text for the user, and proposals."""

    text: str
    fixes: tuple[Fix, ...] = ()


def explain(
    node: Node, sources: Sequence[Node], inputs: Sequence[Spec], engine_text: str
) -> Trouble:
    """Say why a node's layer cannot take its inputs.

    Args:
        node: The node, with the arguments its layer is made with.
        sources: The nodes wired to it, in port order.
        inputs: What they give.
        engine_text: What the engine said; the fallback.
    """
    shapes = [spec.shape for spec in inputs]
    if node.takes == "one" and len(inputs) == 1:
        return (
            _wrong_rank(node, sources[0], shapes[0])
            or _unknown_size(node, sources[0], shapes[0])
            or _wrong_size(node, sources[0], shapes[0])
            or _other(node, sources, shapes, engine_text)
        )
    return _merge(node, sources, shapes) or _other(node, sources, shapes, engine_text)


def expected_rank(kind: str) -> int | None:
    """How many axes, batch included, a layer class needs; None when any will do."""
    for suffix, rank in (("1D", 3), ("2D", 4), ("3D", 5)):
        if kind.endswith(suffix):
            return rank
    return 3 if walks_sequence(kind) else None


def _wrong_rank(node: Node, source: Node, shape: Shape) -> Trouble | None:
    rank = expected_rank(node.kind)
    if rank is None or len(shape) == rank:
        return None
    wanted = {
        3: translate("check", "sequences (batch, steps, features)"),
        4: translate("check", "images (batch, height, width, channels)"),
        5: translate("check", "volumes (batch, depth, height, width, channels)"),
    }[rank]
    text = fill(
        translate("check", "%1 (%2) needs %3, but %4 gives %5."),
        node.name,
        node.kind,
        wanted,
        source.name,
        shape_text(shape),
    )
    fixes = tuple(_rank_fixes(node, source, shape, rank))
    if not fixes and source.kind == INPUT_KIND:
        example = EXAMPLES[rank]
        more = translate("check", "Give %1 the shape of one sample, %2 for instance.")
        text = f"{text} {fill(more, source.name, tuple(example))}"
        fixes = (set_param_fix(source, "shape", example),)
    elif not fixes:
        more = translate("check", "Take the value of another layer, or put a Reshape before %1.")
        text = f"{text} {fill(more, node.name)}"
    return Trouble(text, fixes)


def _rank_fixes(node: Node, source: Node, shape: Shape, rank: int) -> list[Fix]:
    fixes = []
    if rank == 3 and walks_sequence(source.kind) and len(shape) == 2:
        fixes.append(set_param_fix(source, "return_sequences", True))
    target = reshape_target(shape, rank)
    if target is not None:
        what = f"Reshape {tuple(target)}"
        fixes.append(insert_before_fix(node, "Reshape", {"target_shape": target}, what=what))
    if rank == 3 and source.kind == INPUT_KIND and len(shape) == 2:
        fixes.append(insert_before_fix(node, "Embedding"))  # the numbers may stand for words
    return fixes


def reshape_target(shape: Shape, rank: int) -> list[int] | None:
    """A likely ``Reshape`` of a shape to another number of axes, None when none is likely.

    784 values become an image of (28, 28, 1); a grid without channels gets one channel;
    a plain vector becomes a sequence of single numbers; an image a sequence of its pixels.
    """
    sizes = [size for size in shape[1:] if size is not None]
    if len(sizes) != len(shape) - 1 or not sizes:
        return None
    if len(sizes) == rank - 2:
        return [*sizes, 1]
    if rank == 4 and len(sizes) == 1:
        for channels in (1, 3):
            side = math.isqrt(sizes[0] // channels)
            if side > 1 and side * side * channels == sizes[0]:
                return [side, side, channels]
    if rank == 3 and len(sizes) == 3:
        return [sizes[0] * sizes[1], sizes[2]]
    return None


def _unknown_size(node: Node, source: Node, shape: Shape) -> Trouble | None:
    if not sized_by_input(node.kind) or len(shape) < 2 or shape[-1] is not None:
        return None
    return Trouble(
        fill(
            translate(
                "check",
                "The weights of %1 (%2) depend on the last size of its input, but %3 gives %4, "
                "where that size is open. Give the input a fixed size.",
            ),
            node.name,
            node.kind,
            source.name,
            shape_text(shape),
        )
    )


def _wrong_size(node: Node, source: Node, shape: Shape) -> Trouble | None:
    if node.kind == "Reshape":
        return _reshape(node, source, shape)
    for name in ("kernel_size", "pool_size"):
        window = node.params.get(name)
        if window is None and name == "pool_size" and "Pooling" in node.kind:
            window = 2
        if window is None or node.params.get("padding", "valid") != "valid":
            continue
        count = len(shape) - 2
        sizes = list(window) if isinstance(window, (list, tuple)) else [window] * count
        grid = shape[1:-1]
        too_large = any(g is not None and w > g for w, g in zip(sizes, grid, strict=False))
        if too_large:
            return _window(node, source, shape, sizes)
    return None


def _window(node: Node, source: Node, shape: Shape, sizes: list[int]) -> Trouble:
    text = fill(
        translate(
            "check",
            "The window %1 of %2 (%3) is larger than what %4 gives: %5. Use a smaller window, "
            'padding "same", or fewer pooling layers before it.',
        ),
        tuple(sizes),
        node.name,
        node.kind,
        source.name,
        shape_text(shape),
    )
    return Trouble(text, (set_param_fix(node, "padding", "same"),))


def _reshape(node: Node, source: Node, shape: Shape) -> Trouble | None:
    target = node.params.get("target_shape")
    sizes = [size for size in shape[1:] if size is not None]
    if not isinstance(target, (list, tuple)) or len(sizes) != len(shape) - 1:
        return None
    text = fill(
        translate(
            "check",
            "%1 (Reshape) cannot turn %2 from %3, %4 numbers per sample, into %5: the numbers of "
            "values must be equal.",
        ),
        node.name,
        shape_text(shape),
        source.name,
        math.prod(sizes),
        tuple(target),
    )
    return Trouble(text, (set_param_fix(node, "target_shape", [-1]),))


def _merge(node: Node, sources: Sequence[Node], shapes: Sequence[Shape]) -> Trouble | None:
    if node.kind == "Concatenate":
        rule = translate(
            "check", "%1 (%2) puts values side by side; all sizes but one must be equal. Here %3."
        )
    elif combines_alike(node.kind):
        rule = translate("check", "%1 (%2) combines values of the same shape, but here %3.")
    else:
        return None
    text = fill(rule, node.name, node.kind, _who_gives_what(sources, shapes))
    fixes = _merge_fixes(node, shapes)
    if _grids_differ(shapes):
        more = translate(
            "check", 'With padding "same" and strides of 1 a layer keeps the size of its grid.'
        )
        text = f"{text} {more}"
        fixes = _padding_fixes(sources, shapes)
    return Trouble(text, tuple(fixes))


def _grids_differ(shapes: Sequence[Shape]) -> bool:
    """Whether pictures or sequences of different sizes meet."""
    grids = {shape[1:-1] for shape in shapes}
    return len({len(shape) for shape in shapes}) == 1 and len(shapes[0]) > 2 and len(grids) > 1


def _padding_fixes(sources: Sequence[Node], shapes: Sequence[Shape]) -> list[Fix]:
    """Padding for layers whose window alone made their grid smaller than the others'."""
    largest = [max((n or 0 for n in sizes), default=0) for sizes in zip(*shapes, strict=True)]
    fixes = []
    for source, shape in zip(sources, shapes, strict=True):
        window = source.params.get("kernel_size")
        grid = shape[1:-1]
        sizes = list(window) if isinstance(window, (list, tuple)) else [window] * len(grid)
        if len(sizes) != len(grid):
            continue
        lost = [most - (n or 0) for most, n in zip(largest[1:-1], grid, strict=True)]
        unpadded = source.params.get("padding", "valid") == "valid"
        if unpadded and any(lost) and lost == [int(size) - 1 for size in sizes if size is not None]:
            fixes.append(set_param_fix(source, "padding", "same"))
    return fixes


def _merge_fixes(node: Node, shapes: Sequence[Shape]) -> list[Fix]:
    """Bring what deviates from the first port into a form that can be merged with it."""
    if any(len(shape) == 2 for shape in shapes):
        grids = [port for port, shape in enumerate(shapes) if len(shape) > 2]
        if grids:
            return [insert_before_fix(node, "Flatten", port=grids[0])]
    first = shapes[0]
    for port, shape in enumerate(shapes[1:], start=1):
        sizes_alike = len(shape) == len(first) and shape[:-1] == first[:-1]
        if combines_alike(node.kind) and sizes_alike and shape != first and first[-1]:
            what = fill(translate("check", "Dense with %1 units"), first[-1])
            return [insert_before_fix(node, "Dense", {"units": first[-1]}, port=port, what=what)]
    return []


def _other(
    node: Node, sources: Sequence[Node], shapes: Sequence[Shape], engine_text: str
) -> Trouble:
    text = fill(
        translate("check", "%1 (%2) cannot take this: %3. %4"),
        node.name,
        node.kind,
        _who_gives_what(sources, shapes),
        engine_text,
    )
    return Trouble(text)


def _who_gives_what(sources: Sequence[Node], shapes: Sequence[Shape]) -> str:
    part = translate("check", "%1 gives %2")
    comma = translate("check", ", ")
    return comma.join(
        fill(part, source.name, shape_text(shape))
        for source, shape in zip(sources, shapes, strict=True)
    )
