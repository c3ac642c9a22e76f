"""Calls on symbolic tensors: shapes and costs are found out without computing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.graph import trace
from engine.layers.context import inferring, naming
from engine.layers.symbolic import LayerCall
from engine.layers.weight_holder import WeightHolder
from engine.scopes import enter
from engine.symbolic import KerasTensor, symbolic_leaves
from engine.tensor import ShapeTuple, Spec, Tensor, TraceError
from engine.tree import flatten, map_structure, pack_like


class SymbolicCalls(WeightHolder):
    """A layer that can be called on symbolic tensors, and remembers such calls."""

    _inbound_nodes: list[LayerCall]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError

    def _build_for(self, args: tuple, kwargs: dict[str, Any]) -> None:
        raise NotImplementedError

    def _call_symbolically(self, args: tuple, kwargs: dict[str, Any]) -> Any:
        structure, flops = self._infer(args, kwargs)
        return LayerCall(self, args, kwargs, structure, flops).structure

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Return symbolic tensors of the outputs' shapes and dtypes; no weight is filled."""
        return self._infer(args, kwargs)[0]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the outputs' shape for an input's shape (batch included), or several."""
        outputs = self.compute_output_spec(_symbols(input_shape, self.dtype))
        return map_structure(lambda t: t.shape, outputs)

    def _infer(self, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, float]:
        """Trace the call on tensors with open sizes: outputs' specs and cost per sample."""
        symbols = symbolic_leaves((args, kwargs))
        # A call that computes with open sizes in Python is tried with sizes instead.
        sized: list[int] = []

        def run(*placeholders: Tensor) -> Any:
            for symbol, placeholder in zip(symbols, placeholders, strict=True):
                if symbol.masked is not None:
                    placeholder._keras_mask = Tensor(_filled(symbol.masked, *sized), "bool")
            stand_in = dict(zip(map(id, symbols), placeholders, strict=True))
            leaves = flatten((args, kwargs))
            filled = [stand_in.get(id(x), x) for x in leaves]
            new_args, new_kwargs = pack_like((args, kwargs), filled)
            return self(*new_args, **new_kwargs)

        try:
            with inferring(), naming(self, args), enter(self):
                self._build_for(args, kwargs)
                try:
                    graph = trace(run, [s.spec for s in symbols])
                except (TypeError, ValueError) as error:
                    return _tried(run, [s.spec for s in symbols], sized, error)
        except TraceError:
            if not self._tells_its_shape():
                raise
            return self._told_spec(args), 0.0
        finally:
            for layer in self._flatten_layers():
                layer._call_losses.clear()
        return map_structure(_symbol, graph.outputs), graph.flops()

    def _tells_its_shape(self) -> bool:
        """Whether a user's class says by itself what comes out."""
        return type(self).compute_output_shape is not SymbolicCalls.compute_output_shape

    def _told_spec(self, args: tuple) -> Any:
        shapes = self.compute_output_shape(map_structure(lambda t: t.shape, args[0]))
        return _symbols(shapes, self.dtype)

    @property
    def input(self) -> Any:
        """The symbolic input (or list of them) of the first call on symbolic tensors."""
        return _alone(self._first_call("input").inputs)

    @property
    def output(self) -> Any:
        """The symbolic output (or list of them) of the first call on symbolic tensors."""
        return _alone(self._first_call("output").outputs)

    def _first_call(self, what: str) -> LayerCall:
        if not self._inbound_nodes:
            raise AttributeError(
                f"The layer {self.name} has never been called and thus has no defined {what}."
            )
        return self._inbound_nodes[0]


#: Sizes that stand for open ones: what differs between two tries depends on them.
_TRIED = (83, 89)


def _filled(shape: ShapeTuple, size: int | None = None) -> ShapeTuple:
    return tuple(size if s is None else s for s in shape)


def _tried(
    run: Callable[..., Any], specs: Sequence[Spec], sized: list[int], error: Exception
) -> tuple[Any, float]:
    """Return what a call gives for open sizes, from two calls with different sizes.

    Args:
        run: The call, on one tensor for each spec.
        specs: The inputs, with their open sizes.
        sized: Takes the size of the present call.
        error: What open sizes led to; it is raised when there are none, or sizes fail too.
    """
    if all(None not in s.shape for s in specs):
        raise error
    graphs = []
    for size in _TRIED:
        sized[:] = [size]
        try:
            graphs.append(trace(run, [Spec(_filled(s.shape, size), s.dtype) for s in specs]))
        except TraceError:
            raise
        except (TypeError, ValueError):
            raise error from None
    one, other = (g.outputs for g in graphs)
    return map_structure(_compared, one, other), graphs[0].flops() / _TRIED[0]


def _compared(one: Any, other: Any) -> Any:
    """The symbol of two tries' outputs; sizes that differ between them are open."""
    if not hasattr(one, "dtype"):
        return one
    symbol = _symbol(one)
    symbol.shape = _open(one.shape, other.shape)
    if symbol.masked is not None:
        symbol.masked = _open(symbol.masked, other._keras_mask.shape)
    return symbol


def _open(one: ShapeTuple, other: ShapeTuple) -> ShapeTuple:
    return tuple(a if a == b else None for a, b in zip(one, other, strict=True))


def _alone(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else tensors


def _symbol(tensor: Any) -> Any:
    if not hasattr(tensor, "dtype"):
        return tensor
    symbol = KerasTensor(tensor.shape, tensor.dtype)
    mask = getattr(tensor, "_keras_mask", None)
    symbol.masked = None if mask is None else tuple(mask.shape)
    return symbol


def _symbols(shapes: Any, dtype: str) -> Any:
    """Symbolic tensors for a shape, or for a list or dict of shapes."""
    if isinstance(shapes, dict):
        return {key: _symbols(shape, dtype) for key, shape in shapes.items()}
    if shapes and isinstance(shapes[0], (list, tuple, dict)):
        return [_symbols(shape, dtype) for shape in shapes]
    return KerasTensor(tuple(shapes), dtype)
