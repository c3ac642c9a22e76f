"""The undo commands: everything a person can do to a project, one small class each.

A command states what happens in ``perform``, in terms of ``Edit``; repeating
and reverting follow from that. Push with ``push(stack, command)``: a command
that cannot be carried out raises ``Refused`` (its text is for the user) and
leaves everything as it was.
"""

from app.commands.base import Command, new_session, push
from app.commands.change import (
    ApplyLayout,
    ChangeInside,
    LoadWeights,
    MoveNodes,
    Rename,
    SetOutput,
    SetParam,
    SetParams,
    ShareLayer,
    Unshare,
)
from app.commands.layers import AddNode, InsertOnLink, RemoveNodes, ReplaceLayer, WireIntoLink
from app.commands.paste import Paste
from app.commands.project import ApplyFix, SetData, SetKind, SetSetup, apply_fix
from app.commands.ungroup import Ungroup
from app.commands.wires import AddLink, MoveLink, RemoveLink
from app.document.refusals import Refused

__all__ = [
    "AddLink",
    "AddNode",
    "ApplyFix",
    "ApplyLayout",
    "ChangeInside",
    "Command",
    "InsertOnLink",
    "LoadWeights",
    "MoveLink",
    "MoveNodes",
    "Paste",
    "Refused",
    "RemoveLink",
    "RemoveNodes",
    "Rename",
    "ReplaceLayer",
    "SetData",
    "SetKind",
    "SetOutput",
    "SetParam",
    "SetParams",
    "SetSetup",
    "ShareLayer",
    "Ungroup",
    "Unshare",
    "WireIntoLink",
    "apply_fix",
    "new_session",
    "push",
]
