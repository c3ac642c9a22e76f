"""From files and built-in sets to the arrays a model takes; knows no Qt.

``load(spec, base)`` reads, ``match`` compares with the model, ``prepare`` splits,
scales and shapes; ``auto_assign`` proposes what goes where.
"""

from app.data.assign import auto_assign, effective, propose_choices
from app.data.errors import DataError
from app.data.load import load
from app.data.match import data_shapes
from app.data.match import match as match
from app.data.prepare import prepare as prepare
from app.data.spec import (
    DataProblem,
    DataSpec,
    Field,
    PortSpec,
    Prepared,
    Scaler,
    Table,
)

__all__ = [
    "DataError",
    "DataProblem",
    "DataSpec",
    "Field",
    "PortSpec",
    "Prepared",
    "Scaler",
    "Table",
    "auto_assign",
    "data_shapes",
    "effective",
    "load",
    "match",
    "prepare",
    "propose_choices",
]
