"""Einstein sums: products of tensors whose axes carry letters.

Two tensors at a time become one (stacked) matrix product. Their letters fall
into four groups: those that both tensors and the result have are the stack,
those that only the tensors share are summed over, the rest are rows and columns.
"""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.kernels import gemm
from engine.op import Call, Node, Op, apply, elements
from engine.ops.casting import binary_cast
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import transpose
from engine.tensor import ShapeTuple, Spec, Tensor, as_operand


class _Side(NamedTuple):
    """How a tensor becomes a stack of matrices.

    Attributes:
        order: The order its axes are brought to; empty when they stand right.
        turned: Whether the matrices lie in it the other way round.
    """

    order: tuple[int, ...]
    turned: bool


class _Product(NamedTuple):
    """An equation of two tensors as a stacked matrix product."""

    terms: tuple[str, str, str]
    stack: str
    rows: str
    inner: str
    columns: str
    a: _Side
    b: _Side
    back: tuple[int, ...]

    def sizes(self, a: ShapeTuple, b: ShapeTuple) -> dict[str, Any]:
        """Size of every letter; ValueError where the tensors disagree."""
        sizes: dict[str, Any] = dict(zip(self.terms[0], a, strict=True))
        for letter, size in zip(self.terms[1], b, strict=True):
            known = sizes.setdefault(letter, size)
            if known is None:
                sizes[letter] = size
            elif size is not None and size != known:
                raise ValueError(
                    f"the shapes {a} ({self.terms[0]}) and {b} ({self.terms[1]}) do not fit: "
                    f"'{letter}' is {known} in one and {size} in the other."
                )
        return sizes

    def extents(self, ins: Sequence[Any]) -> tuple[int, int, int, int]:
        """Number of matrices, rows, summed elements and columns."""
        sizes = self.sizes(ins[0].shape, ins[1].shape)
        groups = (self.stack, self.rows, self.inner, self.columns)
        counts = [elements([sizes[c] for c in group]) for group in groups]
        return counts[0], counts[1], counts[2], counts[3]


def _product(a: str, b: str, out: str) -> _Product:
    stack = "".join(c for c in out if c in a and c in b)
    rows = "".join(c for c in out if c in a and c not in b)
    inner = "".join(c for c in a if c in b and c not in out)
    columns = "".join(c for c in out if c in b and c not in a)
    return _Product(
        (a, b, out),
        stack,
        rows,
        inner,
        columns,
        _side(a, stack, rows, inner),
        _side(b, stack, inner, columns),
        _order(stack + rows + columns, out),
    )


def _order(letters: str, wanted: str) -> tuple[int, ...]:
    return () if letters == wanted else tuple(letters.index(c) for c in wanted)


def _side(letters: str, stack: str, first: str, second: str) -> _Side:
    if letters == stack + second + first and letters != stack + first + second:
        return _Side((), True)
    return _Side(_order(letters, stack + first + second), False)


class Einsum(Op):
    """Sum of products of two tensors, each letter in at least two of the three terms."""

    name = "einsum"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        product = attrs["product"]
        sizes = product.sizes(inputs[0].shape, inputs[1].shape)
        return (Spec(tuple(sizes[c] for c in product.terms[2]), inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        """Room for what has to be put in another order, and for packing a matrix."""
        product, dtype = attrs["product"], ins[0].dtype
        stack, rows, inner, columns = product.extents(ins)
        flags = product.a.turned, product.b.turned
        shapes = _matrices(product, rows, inner, columns)
        packed = gemm.matmul_scratch(*shapes, *flags) if stack == 1 else (0,)
        room = (
            stack * rows * inner if product.a.order else 0,
            stack * inner * columns if product.b.order else 0,
            stack * rows * columns if product.back else 0,
        )
        return (*(Spec((size,), dtype) for size in room), Spec(packed, dtype))

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        product = attrs["product"]
        stack, rows, inner, columns = product.extents(ins)
        shapes = _matrices(product, rows, inner, columns)
        calls: list[Call] = []
        sides = zip(ins, (product.a, product.b), scratch, shapes, strict=False)
        a, b = (
            _ordered(x, side.order, room, calls).reshape(stack, *shape)
            for x, side, room, shape in sides
        )
        made = (scratch[2] if product.back else outs[0]).reshape(stack, rows, columns)
        turned = product.a.turned, product.b.turned
        if stack == 1:
            calls.append(gemm.matmul_call(a[0], b[0], made[0], *turned, scratch[3]))
        else:
            views = (x.swapaxes(1, 2) if t else x for x, t in zip((a, b), turned, strict=True))
            calls.append((np.matmul, (*views, made)))
        if product.back:
            shape = [outs[0].shape[product.back.index(i)] for i in range(outs[0].ndim)]
            calls.append((np.copyto, (outs[0], made.reshape(shape).transpose(product.back))))
        return calls

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        a, b, out = node.attrs["product"].terms
        left, right = node.inputs
        return _pair(grads[0], right, out, b, a), _pair(left, grads[0], a, out, b)

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 2.0 * math.prod(attrs["product"].extents(ins))


def _matrices(product: _Product, rows: int, inner: int, columns: int) -> tuple[Any, Any]:
    """Shapes of the two matrices as they lie in memory."""
    return (
        (inner, rows) if product.a.turned else (rows, inner),
        (columns, inner) if product.b.turned else (inner, columns),
    )


def _ordered(x: np.ndarray, order: tuple[int, ...], room: np.ndarray, calls: list[Call]) -> Any:
    if not order:
        return x
    view = x.transpose(order)
    target = room.reshape(view.shape)
    calls.append((np.copyto, (target, view)))
    return target


_EINSUM = Einsum()


def _pair(a: Any, b: Any, term_a: str, term_b: str, out: str) -> Tensor:
    a, b = binary_cast(a, b)
    return apply(_EINSUM, a, b, product=_product(term_a, term_b, out))[0]


def einsum(subscripts: str, *operands: Any) -> Tensor:
    """Return the sum of products that an equation of letters describes.

    Args:
        subscripts: Such as "abc,cd->abd". "..." stands for further axes, the same
            in all terms that have it. Without "->" the result has the letters
            that occur once, in alphabetical order.
        *operands: One tensor per term.

    Raises:
        ValueError: for an equation that does not fit the tensors, or a letter
            twice in one term (a diagonal).
    """
    tensors = [as_operand(x) for x in operands]
    terms, out = _terms(subscripts, [len(x.shape) for x in tensors])
    result, letters = tensors[0], terms[0]
    for i, (tensor, term) in enumerate(zip(tensors[1:], terms[1:], strict=True), 1):
        later = set(out).union(*terms[i + 1 :])
        result, letters = _without(result, letters, later | set(term))
        tensor, term = _without(tensor, term, later | set(letters))
        # Letters of the result first, so that the last product need not be put in order.
        kept = [c for c in dict.fromkeys(letters + term) if c in later]
        joined = "".join([c for c in out if c in kept] + [c for c in kept if c not in out])
        result, letters = _pair(result, tensor, letters, term, joined), joined
    result, letters = _without(result, letters, set(out))
    return result if letters == out else transpose(result, _order(letters, out))  # type: ignore


def _without(x: Any, letters: str, wanted: set[str]) -> tuple[Any, str]:
    """Sum over the axes whose letters nothing else has."""
    alone = tuple(i for i, c in enumerate(letters) if c not in wanted)
    if not alone:
        return x, letters
    return reduce_sum(x, axis=alone), "".join(c for c in letters if c in wanted)


def _terms(equation: str, ranks: Sequence[int]) -> tuple[list[str], str]:
    """Split an equation and put letters in the place of the dots."""
    left, arrow, out = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(ranks):
        raise ValueError(
            f"einsum: '{equation}' describes {len(terms)} tensors, {len(ranks)} were given."
        )
    dots = _dots(equation, terms, ranks)
    full = [t.replace("...", dots) for t in terms]
    for term, rank in zip(full, ranks, strict=True):
        if len(term) != rank or not all(c.isalpha() for c in term):
            raise ValueError(
                f"einsum: the term '{term}' of '{equation}' has {len(term)} letters, the tensor "
                f"{rank} axes."
            )
        if len(set(term)) < len(term):
            raise ValueError(f"einsum: '{term}' of '{equation}' has a letter twice.")
    if not arrow:
        every = "".join(full)
        once = sorted(c for c in set(every) if every.count(c) == 1 and c not in dots)
        return full, dots + "".join(once)
    result = out.replace("...", dots)
    if len(set(result)) < len(result) or not set(result) <= set("".join(full)):
        raise ValueError(f"einsum: the result '{out}' of '{equation}' needs known, single letters.")
    return full, result


def _dots(equation: str, terms: Sequence[str], ranks: Sequence[int]) -> str:
    counts = {
        rank - len(term.replace("...", ""))
        for term, rank in zip(terms, ranks, strict=True)
        if "..." in term
    }
    if not counts:
        return ""
    free = [c for c in string.ascii_letters if c not in equation]
    if len(counts) > 1 or not 0 <= min(counts) <= len(free):
        raise ValueError(
            f"einsum: the dots of '{equation}' stand for different axes in tensors of "
            f"{', '.join(map(str, ranks))} axes."
        )
    return "".join(free[: counts.pop()])
