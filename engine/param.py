"""One typed definition of a parameter, and the objects made from such definitions.

A layer, optimizer, loss, metric, callback, initializer, regularizer or
constraint declares each of its arguments once::

    class Dense(Layer):
        units = param(Int(low=1), doc="Number of outputs of the layer.")
        use_bias = param(Bool(), True, doc="Whether to add a bias vector.")

From that come the constructor's signature (in Keras's argument order), the
validation and its messages, ``get_config``/``from_config``, and the form the
program shows. A hand-written ``__init__`` in a user's subclass works too.
"""

from __future__ import annotations

import difflib
import inspect
from typing import Any, ClassVar

from engine.kinds import Kind


class _Required:
    def __repr__(self) -> str:
        return "<required>"


REQUIRED = _Required()


class Param:
    """The definition of one argument.

    Attributes:
        name: Attribute and argument name (Keras's).
        kind: What values it takes; see ``engine.kinds``.
        default: Default value, or ``REQUIRED``.
        doc: One line of help, plain English, translated by the program.
        unit: Unit shown beside an editor ("epochs", "steps"), or "".
        advanced: Whether a form folds it away.
        last: Placed after a subclass's own arguments in the signature.
        keyword_only: Cannot be given by position.
        hidden: Not offered in a form (still an argument and in the config).
        in_config: Whether ``get_config`` writes it.
        own: Unknown to Keras: ``get_config`` writes it only where it differs from its
            default, and files keep it where Keras does not look.
        keras2: The value of an argument of our own that computes as Keras 2 did.
    """

    def __init__(
        self,
        kind: Kind,
        default: Any = REQUIRED,
        *,
        doc: str,
        unit: str = "",
        advanced: bool = False,
        last: bool = False,
        keyword_only: bool = False,
        hidden: bool = False,
        in_config: bool = True,
        own: bool = False,
        keras2: Any = None,
    ) -> None:
        self.name = ""
        self.kind = kind
        self.default = default
        self.doc = doc
        self.unit = unit
        self.advanced = advanced
        self.last = last
        self.keyword_only = keyword_only
        self.hidden = hidden
        self.in_config = in_config
        self.own = own
        self.keras2 = keras2

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    def is_written(self, value: Any) -> bool:
        """Whether a configuration holds the argument when it has this value."""
        return self.in_config and not (self.own and value == self.default)

    def validate(self, value: Any, owner: str) -> Any:
        """Return the normalised value or raise ValueError naming owner, argument, expectation."""
        try:
            return self.kind.validate(value)
        except (ValueError, TypeError) as error:
            hint = f" {error}" if str(error) else ""
            raise ValueError(
                f"{owner}: '{self.name}' must be {self.kind.describe()}, got {value!r}.{hint}"
            ) from None


def param(kind: Kind, default: Any = REQUIRED, **details: Any) -> Any:
    """Declare an argument on a Configurable class; see ``Param`` for the details."""
    return Param(kind, default, **details)


def keras2_param(kind: Kind, default: Any, keras2: Any, doc: str) -> Any:
    """Declare an argument of our own that says which generation's rule is computed."""
    return Param(kind, default, doc=doc, keyword_only=True, hidden=True, own=True, keras2=keras2)


class Configurable:
    """Base of everything whose arguments are declared with ``param``.

    ``params`` maps argument names to definitions in signature order.
    Subclasses with a hand-written ``__init__`` call ``super().__init__(**kwargs)``.
    """

    params: ClassVar[dict[str, Param]] = {}
    #: Keyword arguments of older Keras versions: old name -> present name.
    renamed: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        found: dict[str, Param] = {}
        owner: dict[str, type] = {}
        for base in reversed(cls.__mro__):
            for name, value in vars(base).items():
                if isinstance(value, Param):
                    earlier = found.get(name)
                    if earlier and value.keyword_only and not earlier.keyword_only:
                        if not issubclass(base, owner[name]):
                            continue  # from beside: the one with a place keeps it
                    elif earlier and earlier.keyword_only and not value.keyword_only:
                        del found[name]  # positional now: placed where the class declares it
                    owner[name] = base
                    found[name] = value  # an override keeps the inherited position
                elif name in found and value is None:
                    del found[name]  # `argument = None` takes an inherited one away
        order = sorted(found.values(), key=lambda p: (p.keyword_only, p.last))
        cls.params = {p.name: p for p in order}
        if "__init__" not in vars(cls) and not _hand_written(cls):
            cls.__signature__ = _signature(cls.params)  # type: ignore[attr-defined]
        elif "__init__" in vars(cls):  # not the one inherited
            own = inspect.signature(cls.__init__)
            cls.__signature__ = own.replace(  # type: ignore[attr-defined]
                parameters=list(own.parameters.values())[1:]
            )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        owner = type(self).__name__
        for old, new in self.renamed.items():
            if old in kwargs and old not in self.params:
                kwargs.setdefault(new, kwargs.pop(old))
        kwargs = self.take_extra(kwargs)
        values = _bind(owner, self.params, args, kwargs)
        for name, definition in self.params.items():
            value = values.get(name, definition.default)
            if value is REQUIRED:
                if _hand_written(type(self)):
                    continue  # the user's own __init__ decides what it passes on
                raise TypeError(
                    f"{owner}: the argument '{name}' is missing; it must be "
                    f"{definition.kind.describe()}. {definition.doc}"
                )
            setattr(self, name, definition.validate(value, owner))
        self.check_params()

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Hook: take accepted keyword arguments that are not params; return the rest."""
        return kwargs

    def check_params(self) -> None:
        """Hook: check arguments against one another; raise ValueError."""

    def get_config(self) -> dict[str, Any]:
        """Return a JSON-able dict from which ``from_config`` makes an equal object."""
        return {
            name: definition.kind.to_config(getattr(self, name))
            for name, definition in self.params.items()
            if hasattr(self, name) and definition.is_written(getattr(self, name))
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(**config)


def _hand_written(cls: type) -> bool:
    own = vars(cls).get("__init__") or getattr(cls, "__init__")  # noqa: B009
    return own is not Configurable.__init__


def _signature(params: dict[str, Param]) -> inspect.Signature:
    kinds = inspect.Parameter
    seen_default = False
    result = []
    for p in params.values():
        seen_default = seen_default or not p.required
        keyword = p.keyword_only or (p.required and seen_default)
        result.append(
            kinds(
                p.name,
                kinds.KEYWORD_ONLY if keyword else kinds.POSITIONAL_OR_KEYWORD,
                default=kinds.empty if p.required else p.default,
            )
        )
    result.sort(key=lambda parameter: parameter.kind)
    return inspect.Signature(result)


def _bind(
    owner: str, params: dict[str, Param], args: tuple, kwargs: dict[str, Any]
) -> dict[str, Any]:
    positional = [p.name for p in params.values() if not p.keyword_only]
    if len(args) > len(positional):
        raise TypeError(
            f"{owner} takes at most {len(positional)} positional arguments "
            f"({', '.join(positional)}), got {len(args)}."
        )
    values = dict(zip(positional, args, strict=False))
    for name, value in kwargs.items():
        if name not in params:
            raise TypeError(f"{owner} has no argument '{name}'.{suggest(name, params)}")
        if name in values:
            raise TypeError(f"{owner}: '{name}' was given twice.")
        values[name] = value
    return values


def suggest(name: str, known: Any) -> str:
    """Return " Did you mean 'x'?" for the nearest known name, or what is known when few."""
    names = [str(k) for k in known]
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    if not near:
        lowered = {n.lower(): n for n in names}
        near = [
            lowered[n] for n in difflib.get_close_matches(str(name).lower(), list(lowered), n=1)
        ]
    if near:
        return f" Did you mean '{near[0]}'?"
    return f" Known: {', '.join(sorted(names))}." if len(names) <= 24 else ""
